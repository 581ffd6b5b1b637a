"""This module cuts SGML of news wires into documents, and a document into its elements.

It is SGML and no XML: there is no root, `&#5;` are control characters, end tags may be missing,
and a bare `<` is text. Tags are only what looks like one of a known name.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Generator, Iterator, Mapping
from html.entities import html5
from typing import BinaryIO, NamedTuple

CHUNK = 1 << 20

_START = re.compile(rb"<(REUTERS|DOC)(?=[\s>])", re.IGNORECASE)
_TAIL = 16  # bytes in which a tag may have begun at the end of what was read


class Slice(NamedTuple):
    """The bytes of one document; `line` (from 1) where it starts; `closed` by its end tag.

    Of one larger than the limit only the start is there, and `size` says so.
    """

    data: bytes
    line: int
    closed: bool
    size: int


def slices(opened: BinaryIO, most: int) -> Iterator[Slice]:
    """The documents of a stream, each of at most `most` + 1 bytes, in constant memory."""
    buffer, line = b"", 1
    more = True
    while more:
        piece = opened.read(CHUNK)
        more = bool(piece)
        buffer += piece
        at = 0
        while found := _START.search(buffer, at):
            end = _end(found[1], buffer, found.end())
            if end is None:
                break
            line += buffer.count(b"\n", at, found.start())
            yield _slice(buffer[found.start() : end[0]], line, end[1], most)
            line += buffer.count(b"\n", found.start(), end[0])
            at = end[0]
        keep = found.start() if found else max(at, len(buffer) - _TAIL)
        line += buffer.count(b"\n", at, keep)
        buffer = buffer[keep:]
        if len(buffer) > most + CHUNK:
            line, buffer = yield from _too_long(buffer, line, opened, most)
    if found := _START.match(buffer):
        yield _slice(buffer, line, False, most)


def _slice(data: bytes, line: int, closed: bool, most: int) -> Slice:
    size = len(data)
    data = data.rstrip()
    return Slice(data[: most + 1], line, closed, size)


def _end(name: bytes, buffer: bytes, at: int) -> tuple[int, bool] | None:
    """Where the document ends, and whether an end tag says so or the next document; None: later."""
    found = _ends(name).search(buffer, at)
    if found is None:
        return None
    return (found.start(), False) if found[0][1:2] != b"/" else (found.end(), True)


def _ends(name: bytes) -> re.Pattern[bytes]:
    return _ENDS[name.upper()]


_ENDS = {
    name: re.compile(rb"</" + name + rb"\s*>|<" + name + rb"(?=[\s>])", re.IGNORECASE)
    for name in (b"REUTERS", b"DOC")
}


def _too_long(
    buffer: bytes, line: int, opened: BinaryIO, most: int
) -> Generator[Slice, None, tuple[int, bytes]]:
    """Gives the start of a document that is too long, and goes on to its end."""
    start = _START.match(buffer)
    assert start is not None  # only an open document is kept
    name, cut, first = start[1], buffer[: most + 1], line
    size, at = 0, start.end()
    while (end := _end(name, buffer, at)) is None:
        keep = max(0, len(buffer) - _TAIL)
        line += buffer.count(b"\n", 0, keep)
        size += keep
        piece = opened.read(CHUNK)
        buffer, at = buffer[keep:] + piece, 0
        if not piece:
            yield Slice(cut, first, False, size + len(buffer))
            return line, b""
    line += buffer.count(b"\n", 0, end[0])
    yield Slice(cut, first, end[1], size + end[0])
    return line, buffer[end[0] :]


# ------------------------------------------------------------------ one document


class Element(NamedTuple):
    """A piece of a document: the tags it lies in, the last the innermost; its words as printed."""

    tags: tuple[str, ...]
    text: str


def attributes(tag: str) -> dict[str, str]:
    """`TOPICS="YES" NEWID=5` → names in capitals, values without quotes."""
    return {
        name.upper(): unescaped(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(tag)
    }


_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")


def head_tag(text: str) -> str:
    """The start tag of a document, to its `>`."""
    end = text.find(">")
    return text[: end + 1] if end >= 0 else text[:1000]


def elements(text: str, known: Mapping[str, object]) -> Iterator[Element]:
    """The words between tags of known names, with the tags they lie in; other `<` are text."""
    form = _tags(tuple(known))
    open_tags: list[str] = []
    at = 0
    for found in form.finditer(text):
        if at < found.start():
            yield Element(tuple(open_tags), unescaped(text[at : found.start()]))
        at = found.end()
        name = found[2].upper()
        if not found[1]:
            _close_like(name, open_tags)
            open_tags.append(name)
            yield Element(tuple(open_tags), "")
        elif name in open_tags:
            del open_tags[len(open_tags) - 1 - open_tags[::-1].index(name) :]
    if at < len(text):
        yield Element(tuple(open_tags), unescaped(text[at:]))


@functools.cache
def _tags(known: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    return re.compile(rf"<(/?)({names})(?:\s[^<>]*)?>", re.IGNORECASE)


def _close_like(name: str, open_tags: list[str]) -> None:
    """SGML may leave out end tags: a `P` ends the `P` before it."""
    if open_tags and open_tags[-1] == name:
        open_tags.pop()


def unescaped(text: str) -> str:
    """Text with its entities read; control characters that wires sent along are left out."""
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    return _CONTROLS.sub("", text)


_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));?")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def _character(found: re.Match[str]) -> str:
    """`&lt;`, `&eacute;`, `&AMP;`; what is none (`AT&T;`) stays as printed."""
    decimal, hexadecimal, name = found.groups()
    if name is None:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return "" if code < 32 and code not in (9, 10, 13) else html.unescape(f"&#{code};")
    if not found[0].endswith(";"):
        return found[0]
    return html5.get(f"{name};") or html5.get(f"{name.lower()};") or found[0]
