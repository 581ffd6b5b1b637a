"""This module is what `convert` and `export` share: inputs become files, or one goes to stdout."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from archivist import pipeline
from archivist.cli import console, exits, options, sets
from archivist.cli.article import line
from archivist.cli.inputs import Input, Keep, find, named_inputs, refuse_sources
from archivist.cli.known import Known
from archivist.cli.layout import cells, count
from archivist.cli.outputs import collisions
from archivist.cli.quarantine import Quarantine
from archivist.cli.run import Run
from archivist.cli.writer import Exports, Writer
from archivist.errors import UsageError
from archivist.exporters import BY_NAME, EXPORTERS
from archivist.pipeline import Conversion
from archivist.readers.parts import Stream
from archivist.settings import Settings

Convert = Callable[[Stream, Sequence[str]], Iterator[Conversion]]
# What is done with an article's exports: (run, input, part, exports) → what became of it.
End = Callable[[Run, Input, str, Exports], str]

DEFAULT = ("record", "jsonld", "newsml-g2", "turtle")
TO_STDOUT = ("record",)
# Formats of which two after another are still one document.
JOINABLE = ("record", "ntriples", "nquads")
# On a terminal every article gets a line up to here; of more only those with problems.
LINES_SHOWN = 40


class Journey:
    """One run of `convert` or `export` with the options given."""

    def __init__(self, given: dict[str, Any], settings: Settings, keep: Keep) -> None:
        self._given = given
        self._settings = settings
        self._shown = 0
        self._gathering: sets.Gathering | None = None
        output = given["output"]
        self._folder = Path(output) if output is not None else None
        written = [Path(given[name]) for name in ("output", "quarantine") if given[name]]
        for folder in written:
            _refuse_file(folder)
        formats, self._sets = sets.parted(given["to"])
        default: tuple[str, ...] = DEFAULT if self._folder else TO_STDOUT
        if settings.without_text:
            default = tuple(name for name in default if BY_NAME[name].wordless) or ("jsonld",)
        default = () if self._sets else default
        self._formats = options.formats_of(formats, default, beside=tuple(sets.SETS))
        pipeline.writers(self._formats, settings)
        named = named_inputs(given["named"], given["files_from"])
        self._found = find(named, keep=keep, outside=[*written, *options.files_of(given)])
        for folder in written:
            refuse_sources(folder, self._found)
        if self._folder is None and not self._sets:
            self._refuse_several()

    def run(self, convert: Convert) -> int:
        """The exit code, when everything is written or said why not."""
        made = "to write" if self._given["dry_run"] else "written"
        manner = options.manner_of(self._given)
        with Run(self._found, manner, made=made, known=Known(self._settings)) as run:
            if self._sets:
                with sets.Gathering(self._sets, self._settings, self._given) as self._gathering:
                    self._to_sets(run, convert)
            elif self._folder is None:
                self._to_stdout(run, convert)
            else:
                self._to_files(run, convert, self._folder)
        return run.exit_code()

    # -------------------------------------------------------------- where it goes

    def _refuse_several(self) -> None:
        """Raises UsageError where standard output cannot hold what was asked for."""
        found, hint = self._found, "name a folder for the files: -o out"
        if found.inputs and found.folders:
            folder = console.visible(found.folders[0])
            raise UsageError(f"{folder}: a folder does not go to standard output", hint=hint)
        if len(found.inputs) > 1:
            what = count(len(found.inputs), "input")
            raise UsageError(f"{what} do not go to standard output", hint=hint)
        if len(self._formats) > 1:
            formats = ", ".join(self._formats)
            raise UsageError(f"standard output holds one format, not {formats}", hint=hint)

    def _to_stdout(self, run: Run, convert: Convert) -> None:
        quarantine = self._quarantine(run)
        for item, number, conversion in run.articles(
            self._found.inputs, lambda source: convert(source, self._formats), quarantine
        ):
            name, content = conversion.exports[0]
            if number > 1 and name not in JOINABLE:
                raise UsageError(
                    f"{item.location} holds several articles, {name} on standard output one",
                    hint="name a folder: -o out",
                )
            if not self._given["dry_run"]:
                console.data(content)
            run.account.written += 1

    def _to_sets(self, run: Run, convert: Convert) -> None:
        """Sets of files that hold all articles, and what else is asked for."""
        if self._formats and self._folder is not None:
            self._to_files(run, convert, self._folder)
            if exits.REFUSED not in run.codes and self._gathering:
                self._gathering.finish(run)
        elif self._gathering:
            found = run.articles(
                self._found.inputs, lambda source: convert(source, ()), self._quarantine(run)
            )
            articles = ((one.record, one.problems) for _, _, one in found if one.record)
            sets.gather(run, self._gathering, articles)

    def _to_files(self, run: Run, convert: Convert, folder: Path) -> None:
        writer = Writer(
            folder, self._settings, force=self._given["force"], dry_run=self._given["dry_run"]
        )
        todo: Sequence[Input] = self._found.inputs
        if self._collide(run, folder):
            return
        if not (self._given["force"] or self._given["dry_run"]):
            todo = self._kept(run, convert, writer)
        self._go_through(run, todo, convert, writer.write)
        writer.finish()
        self._say_next(run, writer)

    def _go_through(self, run: Run, todo: Sequence[Input], convert: Convert, end: End) -> None:
        """Bring each article to its end, and say in a line what it is."""
        names = max((cells(item.name) for item in self._found.inputs), default=0)
        articles = run.articles(
            todo, lambda source: convert(source, self._formats), self._quarantine(run)
        )
        for item, _, conversion in articles:
            part = conversion.source.part or ""
            state = end(run, item, part, conversion.exports)
            if self._gathering and conversion.record:
                self._gathering.add(run, conversion.record, conversion.problems)
            self._shown += 1
            if state != "failed" and self._wants_line(conversion):
                run.say(line(conversion, item.name + part, state, console.columns(), names))

    def _quarantine(self, run: Run) -> Callable[[Input, Conversion], None] | None:
        folder = self._given["quarantine"]
        gathering = self._gathering
        keep: Quarantine | None = None
        if folder is not None and not self._given["dry_run"]:
            keep = Quarantine(run, Path(folder), force=self._given["force"])
        if gathering is None:
            return keep

        def noted(item: Input, conversion: Conversion) -> None:
            gathering.add_source(item.name + (conversion.source.part or ""), conversion.problems)
            if keep is not None:
                keep(item, conversion)

        return noted

    # -------------------------------------------------------------- refusals before the first write

    def _collide(self, run: Run, folder: Path) -> bool:
        """Whether two inputs would become one file, or an input would be written."""
        clashes = list(collisions(self._found.inputs, self._formats, folder))
        for message, hint in clashes:
            run.refuse(message, hint, exits.REFUSED)
        return bool(clashes)

    def _kept(self, run: Run, convert: Convert, writer: Writer) -> list[Input]:
        """What is left to write when all that is there is found to be equal; nothing otherwise.

        An input whose files are all there is finished here, so that a second run reads it once.
        """
        complete: list[Input] = []
        todo: list[Input] = []
        for item in self._found.inputs:
            (complete if writer.is_complete(item, self._formats) else todo).append(item)
        self._go_through(run, complete, convert, writer.keep)
        for item in todo:
            if writer.is_begun(item, self._formats):
                for path in self._different(item, convert, writer):
                    writer.refuse(run, path)
        return [] if exits.REFUSED in run.codes else todo

    def _different(self, item: Input, convert: Convert, writer: Writer) -> Iterator[Path]:
        """Files that an input's exports would overwrite. What else is wrong is said later."""
        with contextlib.suppress(Exception):  # said when the article's turn comes
            for conversion in convert(item.stream(), self._formats):
                part = conversion.source.part or ""
                yield from writer.different(item, part, conversion.exports)

    # -------------------------------------------------------------- what is said

    def _wants_line(self, conversion: Conversion) -> bool:
        if self._given["quiet"]:
            return False
        return self._given["verbose"] or self._shown <= LINES_SHOWN or bool(conversion.problems)

    def _say_next(self, run: Run, writer: Writer) -> None:
        """How many files lie where, and what one would do with them."""
        if writer.counts and not self._given["quiet"] and exits.REFUSED not in run.codes:
            files = ", ".join(
                f"{number:,} {BY_NAME[name].suffix}" for name, number in writer.counts.items()
            )
            total = count(sum(writer.counts.values()), "file")
            where = console.visible(str(writer.folder))
            run.next_steps.append(f"{total} in {where}: {files}")
            run.next_steps.append(f"next:  archivist show {where} · archivist validate {where}")


def _refuse_file(folder: Path) -> None:
    """-o names a folder: neither a file that is there nor a name that looks like one."""
    suffix = next((e.suffix for e in EXPORTERS if folder.name.lower().endswith(e.suffix)), None)
    if os.path.lexists(folder) and not folder.is_dir():
        raise UsageError(f"{folder}: found a file, wanted a folder", hint="e.g. -o out")
    if suffix and not folder.exists():
        hint = f"-o DIR writes files into a folder; one file goes to standard output: > {folder}"
        raise UsageError(f"{folder}: a folder should not be named like a file", hint=hint)
