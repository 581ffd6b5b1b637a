"""This module prints: data to stdout, talk to stderr, both UTF-8 whatever the console says."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from typing import IO, Any

import click

from archivist.errors import WorldRefused
from archivist.reporting.visible import visible as visible


class ClosedPipe(BaseException):
    """The reader of stdout went away (`| head`): stop without a word."""


class _Choice:
    """What `--color` said in this run: True, False, or None to ask the terminal."""

    color: bool | None = None


def prepare() -> None:
    """Make stdout and stderr UTF-8 with visible escapes for what it cannot carry.

    By encoding, not by isatty: a cp1252 console would raise UnicodeEncodeError on the first `…`,
    and a pipe would get letters its reader cannot tell apart.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    choose_color("auto")


def choose_color(choice: str) -> None:
    """`always`, `never`, or `auto`: a terminal that is not dumb, unless NO_COLOR is set."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    auto = False if plain else None
    _Choice.color = {"always": True, "never": False}.get(choice, auto)


def out(text: str = "") -> None:
    """A line of data. Raises ClosedPipe, or WorldRefused when stdout takes no more."""
    with _stdout():
        click.echo(text, color=_Choice.color)


def data(content: bytes) -> None:
    """Bytes of data, unchanged. Raises as `out` does."""
    with _stdout() as stream:
        stream.flush()
        stream.buffer.write(content)
        stream.buffer.flush()


def say(text: str = "") -> None:
    """A line of talk; nobody listening is no reason to stop."""
    with contextlib.suppress(OSError, ValueError):
        click.echo(text, err=True, color=_Choice.color)


def error(message: str, hint: str | None = None) -> None:
    """One line for what the world or the caller did, and a hint below it."""
    for line in error_lines(message, hint):
        say(line)


def error_lines(message: str, hint: str | None) -> list[str]:
    """`error: …` and `  help: …`."""
    lines = [f"{styled('error:', fg='red', bold=True)} {visible(message)}"]
    return [*lines, f"  {styled('help:', fg='cyan')} {visible(hint)}"] if hint else lines


def styled(text: str, **style: Any) -> str:
    """The text with ANSI styles, which `out` and `say` take off where colour is not wanted."""
    return click.style(text, **style) if style and text else text


def is_terminal(stream: IO[str] | None) -> bool:
    return stream is not None and stream.isatty()


def columns() -> int:
    """Width to write for: the terminal's (or COLUMNS), 100 in a pipe, between 40 and 140."""
    return max(40, min(140, shutil.get_terminal_size((100, 24)).columns))


def silence() -> None:
    """Send what is still buffered nowhere, so that the interpreter's last flush cannot fail."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def _stdout() -> Any:
    if sys.stdout is None or sys.stdout.closed:
        raise WorldRefused("stdout is closed", hint="let it go to a file or a terminal")
    try:
        yield sys.stdout
    except OSError as refused:
        silence()
        # Windows reports a pipe without reader as EINVAL.
        if refused.errno == errno.EPIPE or (os.name == "nt" and refused.errno == errno.EINVAL):
            raise ClosedPipe from refused
        raise WorldRefused(
            f"stdout: {refused.strerror or refused}", hint="what was printed is incomplete"
        ) from refused
