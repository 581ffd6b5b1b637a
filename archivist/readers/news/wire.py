"""This module cuts files of wire messages: control characters of the teleprinter frame them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archivist import text as texts
from archivist.problems import Problem
from archivist.readers.parts import Part, Stream, fitting
from archivist.record import Source
from archivist.settings import Settings

Reader = Callable[[Source, Settings], Part]

SOH, STX, ETX, EOT = "\x01", "\x02", "\x03", "\x04"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BLANKS = {0x08: " ", 0x10: " "}
_EDGE = b"\x16\x7f\x00 \t\r\n"  # what stands between two messages
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CENTURY = 79  # IPTC 7901 is of 1979: a year below it is of this century


def parts(stream: Stream, settings: Settings, part: Reader) -> Iterator[Part]:
    """A part a message, `#1` for the first; a file of one is itself the part."""
    whole = fitting(stream, settings.max_size)
    if isinstance(whole, Part):
        yield whole
        return
    for message in _messages(stream, whole):
        yield part(message, settings)


def _messages(stream: Stream, whole: Source) -> Iterator[Source]:
    """Each message as a source; one message alone is the file itself."""
    starts = [match.start() for match in re.finditer(rb"\x16*\x01", whole.data)]
    if len(starts) < 2:
        yield whole
        return
    ends = [*starts[1:], len(whole.data)]
    pieces = (whole.data[a:b] for a, b in zip(starts, ends, strict=True))
    found = [piece for piece in pieces if len(piece.strip(_EDGE)) > 40]
    for number, piece in enumerate(found, 1):
        yield whole if len(found) == 1 else stream.source(f"#{number}", piece)


def decoded(source: Source, settings: Settings) -> tuple[texts.Decoded | None, tuple[Problem, ...]]:
    """The characters of a message; old agencies wrote Latin letters of one byte."""
    data = source.data.replace(b"\x00", b"")
    readable = data.translate(None, bytes((*range(1, 9), 0x0B, *range(0x0E, 0x20), 0x7F)))
    found = texts.decode(readable, source.location, encoding=settings.encoding)
    if isinstance(found, Problem):
        again, problems = texts.decode_stated(
            readable, source.location, "latin-1", "wire", encoding=settings.encoding
        )
        if again is None:
            return None, problems
        found = again
    text = data.decode(found.encoding.value, "replace")
    return texts.Decoded(text, found.encoding), ()


def visible(line: str) -> str:
    """A line without the control characters of the wire and outer blanks.

    Two of them are blanks on paper: the tab line indicator and the space band of typesetters.
    """
    return _CONTROLS.sub("", line.translate(_BLANKS)).strip(" \t\r\n\f")


def year(two: str) -> int:
    """`13` → 2013, `84` → 1984."""
    return (1900 if int(two) >= CENTURY else 2000) + int(two)
