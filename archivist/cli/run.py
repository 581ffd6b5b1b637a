"""This module takes a run through its inputs: read, convert, say what is wrong, keep account."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from archivist.cli import console, exits
from archivist.cli.account import Account
from archivist.cli.inputs import Found, Input, unreadable
from archivist.cli.known import Known
from archivist.cli.layout import count
from archivist.cli.progress import Progress
from archivist.cli.talk import problem_lines
from archivist.errors import ArchivistError, UsageError
from archivist.pipeline import Conversion
from archivist.problems import REPORT, Location, Problem, bug_problem, problem
from archivist.readers.parts import Stream
from archivist.record import Aside, Source

Convert = Callable[[Stream], Iterator[Conversion]]
Quarantine = Callable[[Input, Conversion], None]

ASIDES_SHOWN = 40  # what is set aside gets a line each up to here

SEEN = f"{REPORT}; -v shows where"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run treats what it meets."""

    strict: bool = False
    fail_fast: bool = False
    quiet: bool = False
    verbose: bool = False
    allow_empty: bool = False


class Enough(Exception):
    """The run stops here: `--fail-fast` met an error."""


class Run:
    """Use as a context: on leaving, whatever happened, the account is printed.

    Interrupts and refusals of the world end the run and become its exit code; a bug outside an
    article and a closed pipe go on to the door.
    """

    def __init__(
        self,
        found: Found,
        manner: Manner,
        *,
        made: str,
        known: Known | None = None,
        total: int | None = None,
    ) -> None:
        self.account = Account(made)
        self.codes: set[int] = set()
        self.next_steps: list[str] = []
        self._found = found
        self._missing = found.missing
        self._manner = manner
        self._known = known
        self._named = self._total = len(found.inputs) if total is None else total
        self._progress = Progress(self.account, self._total, quiet=manner.quiet)
        self._hinted: set[str] = set()
        self._last_hint: str | None = None  # a hundred files in the way need their help once
        self._booked: int | None = None  # articles booked before the one in hand, if there is one

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self._progress.stop()
        if isinstance(raised, console.ClosedPipe):
            return False
        handled = self._handle(raised)
        if not isinstance(raised, UsageError):
            self._close()
        return handled

    # -------------------------------------------------------------- what a command does in it

    def articles(
        self, inputs: Iterable[Input], convert: Convert, quarantine: Quarantine | None = None
    ) -> Iterator[tuple[Input, int, Conversion]]:
        """(input, its how many-th article from 1, conversion) of all that became a record.

        What is missing, quarantined or set aside is said and booked here.
        """
        self.report_missing()
        for item in inputs:
            for number, conversion in enumerate(self._convert(item, convert), start=1):
                if self._book(item, conversion, quarantine):
                    self._booked = self.account.read
                    yield item, number, conversion
                    self._booked = None
                self._stop_on_error(conversion)
            self.account.done += 1

    def begin(self, total: int) -> None:
        """A second pass begins, of so many: the progress starts anew."""
        self._progress.stop()
        self._progress = Progress(self.account, total, quiet=self._manner.quiet)
        self._total = total

    def say(self, line: str) -> None:
        self._progress.say(line)

    def out(self, text: str) -> None:
        self._progress.out(text)

    def report(self, problems: tuple[Problem, ...]) -> None:
        """Say errors always, warnings unless quiet, notes when verbose; a warning's help once."""
        for found in problems:
            if found.severity == "note" and not self._manner.verbose:
                continue
            if found.severity != "error" and self._manner.quiet:
                continue
            lines = problem_lines(found, self._hinted)
            if found.severity != "error" and found.code in self._hinted:
                lines = lines[:1]
            self._hinted.add(found.code)
            for line in lines:
                self.say(line)

    def refuse(self, message: str, hint: str | None, code: int) -> None:
        """Say what the world or the caller's own files do not allow, and remember the code."""
        for line in console.error_lines(message, hint if hint != self._last_hint else None):
            self.say(line)
        self._last_hint = hint
        self.codes.add(code)

    def exit_code(self) -> int:
        return exits.worst(self.codes)

    # -------------------------------------------------------------- one input

    def report_missing(self) -> None:
        """Once in a run, however often a command goes through inputs."""
        missing, self._missing = self._missing, ()
        for found in missing:
            self._unread(found)

    def _unread(self, found: Problem) -> None:
        self.account.unread += 1
        self.codes.add(exits.WORLD)
        self.report((found,))
        if self._manner.fail_fast:
            raise Enough

    def _convert(self, item: Input, convert: Convert) -> Iterator[Conversion]:
        """The conversions of one input; a bug quarantines it, the world's refusal is reported."""
        nothing = Source(item.location, item.name, b"")
        try:
            found = False
            for conversion in convert(item.stream()):
                found = True
                yield conversion
            if item.part is not None and not found:
                self._unread(_no_part(item))
        except OSError as refused:
            self._unread(unreadable(item.location, refused))
        except ArchivistError:
            raise
        except MemoryError:
            yield Conversion(nothing, None, (_no_memory(item.location),))
        except Exception as bug:  # noqa: BLE001 - the other inputs go on, and 70 tells of it
            self.codes.add(exits.BUG)
            if self._manner.verbose:
                self.say("".join(traceback.format_exception(bug)).rstrip())
            yield Conversion(nothing, None, (bug_problem(item.location, bug, SEEN),))

    def _book(self, item: Input, conversion: Conversion, quarantine: Quarantine | None) -> bool:
        """Whether there is a record; what is not one is booked here."""
        if self._known:
            self._known.book(item.location, conversion)
        self.report(conversion.problems)
        severities = {found.severity for found in conversion.problems}
        if "warning" in severities:
            self.account.warned += 1
            if self._manner.strict:
                self.codes.add(exits.INVALID)
        if conversion.record is not None:
            if "error" in severities:
                wrong = {found.code[0] for found in conversion.problems if _is_error(found)}
                self.account.conflicting += "C" in wrong
                self.account.lacking += wrong != {"C"}
                self.codes.add(exits.INVALID)
            return True
        if conversion.set_aside is not None:
            self.account.set_aside += 1
            self._say_aside(conversion.source.location, conversion.set_aside)
            return False
        self.account.quarantined += 1
        missing = any(found.code == "R083" for found in conversion.problems)
        self.codes.add(exits.MISSING_PART if missing else exits.INVALID)
        if quarantine:
            quarantine(item, conversion)
        return False

    def _say_aside(self, location: str, aside: Aside) -> None:
        """Say why it is no article; a crawl has thousands, which only verbose names one by one."""
        number = self.account.set_aside
        if self._manner.quiet or (number > ASIDES_SHOWN + 1 and not self._manner.verbose):
            return
        if number == ASIDES_SHOWN + 1 and not self._manner.verbose:
            self.say("more is set aside; -v names each")
            return
        evidence = console.visible(aside.evidence)
        self.say(f"{console.visible(location)}: set aside, {aside.reason}: {evidence}")

    def _stop_on_error(self, conversion: Conversion) -> None:
        if not self._manner.fail_fast:
            return
        if any(found.severity == "error" for found in conversion.problems):
            self.account.done += 1
            raise Enough

    # -------------------------------------------------------------- the end

    def _handle(self, raised: BaseException | None) -> bool:
        """Whether what ended the run is dealt with by its exit code."""
        match raised:
            case KeyboardInterrupt():
                self._interrupted(exits.INTERRUPTED)
            case exits.Terminated():
                self._interrupted(exits.TERMINATED)
            case UsageError():
                return False
            case ArchivistError():
                self.refuse(str(raised), raised.hint, raised.exit_code)
            case Enough() | None:
                pass
            case _:
                return False
        return True

    def _interrupted(self, code: int) -> None:
        again = "; the same command goes on: what is written is kept"
        again = again if self.account.made == "written" else ""
        self.refuse(f"interrupted{again}", None, code)

    def _close(self) -> None:
        account = self.account
        if self._booked is not None:  # the run ended with an article in hand
            account.failed += account.read == self._booked
            account.done += 1
        account.not_reached = max(0, self._total - account.done)
        if not self._named and not self._found.missing:
            self._nothing()
        for line in self._known.lines() if self._known else ():
            console.say(line)
        console.say(self._colored(str(account)))
        for line in self.next_steps if not self._manner.quiet else ():
            console.say(line)

    def _nothing(self) -> None:
        if self._manner.allow_empty:
            return
        passed = len(self._found.passed)
        hint = "archivist formats lists what is read; --allow-empty makes this no error"
        if passed:
            example = console.visible(self._found.passed[0])
            hint = f"{count(passed, 'file')} skipped by name, e.g. {example}; {hint}"
        console.error("no input matched: found no article, wanted at least one", hint)
        self.codes.add(exits.NOTHING)

    def _colored(self, line: str) -> str:
        good = not self.codes and not self.account.warned
        return console.styled(line, fg="green" if good else "yellow", bold=True)


def _is_error(found: Problem) -> bool:
    return found.severity == "error"


def _no_memory(location: str) -> Problem:
    what = "found more than the memory of this machine holds"
    hint = "convert it alone, in fewer formats, or on a larger machine"
    return problem("R004", what, Location(location), hint=hint)


def _no_part(item: Input) -> Problem:
    what = "found no such part in it, wanted one of those that archivist show names"
    hint = f"archivist show {item.location} names them all"
    return problem("R007", what, Location(f"{item.location}{item.part}"), hint=hint)


def world(path: Path | str, refused: OSError) -> tuple[str, str]:
    """(message, hint) for a file that could not be written."""
    hints = {
        errno.ENOSPC: "the disk is full: make room, or name another folder with -o",
        errno.EDQUOT: "your share of the disk is full: make room, or name another folder with -o",
        errno.EFBIG: "the file size limit of this process is reached (ulimit -f)",
        errno.EACCES: "you may not write there: name another folder with -o",
        errno.EPERM: "you may not write there: name another folder with -o",
        errno.EROFS: "that disk is read-only: name another folder with -o",
        errno.ENAMETOOLONG: "the name is too long for the disk: rename the input",
        errno.ENOTDIR: "a part of that path is a file: name another folder with -o",
        errno.EEXIST: "a part of that path is a file: name another folder with -o",
    }
    hint = hints.get(refused.errno or 0, "nothing was left half written; the other inputs go on")
    return f"{path}: {refused.strerror or refused}", hint
