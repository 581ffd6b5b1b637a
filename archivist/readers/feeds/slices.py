"""This module cuts an XML file into its items as they stand in the bytes, however large it is.

Feeds and dumps are many like elements in a row. Cutting by tags keeps each item's own bytes, needs
memory for one item only, and goes on behind an item that is broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from archivist import text
from archivist.markup import xml_parser
from archivist.problems import Location, Problem, problem
from archivist.readers import xmlhead
from archivist.readers.parts import Part, Stream, too_large
from archivist.record import Source
from archivist.settings import Settings

CHUNK = 1 << 20
_LONGEST = 64  # bytes of a tag's beginning that a chunk may cut


@dataclass(frozen=True, slots=True)
class Slice:
    """One element: its bytes, how many there were, and whether its end tag is there."""

    data: bytes
    size: int
    closed: bool


def slices(opened: BinaryIO, tag: bytes, most: int) -> Iterator[Slice]:
    """The elements `tag` in order; of one longer than `most` bytes only the start is kept."""
    token = re.compile(
        rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<!\[CDATA\[|<!--|<(/?)%b(?=[\s>/])[^>]*>"
        % re.escape(tag),
        re.DOTALL,
    )
    cutter = _Cutter(most)
    while chunk := opened.read(CHUNK):
        yield from cutter.feed(chunk, token)
    yield from cutter.end()


class _Cutter:
    """What is between the last element cut off and the bytes read so far."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = b""
        self._at = 0  # what of it is looked at already
        self._start: int | None = None  # of the open element in what is held
        self._lost = 0  # bytes of the open element that are no longer held

    def feed(self, chunk: bytes, token: re.Pattern[bytes]) -> Iterator[Slice]:
        held, position = self._held + chunk, self._at
        for found in token.finditer(held, self._at):
            if found[0] in (b"<![CDATA[", b"<!--"):  # its end is in a later chunk
                position = max(found.start(), len(held) - self._most)
                break
            position = found.end()
            if found[1] is None:
                continue
            if found[1] == b"" and self._start is not None:
                yield self._cut(held, found.start(), closed=False)
            if found[1] == b"":
                self._start, self._lost = found.start(), 0
            elif self._start is not None:
                yield self._cut(held, found.end(), closed=True)
        else:
            position = max(position, len(held) - _LONGEST)
        self._keep(held, position)

    def end(self) -> Iterator[Slice]:
        if self._start is not None:
            yield self._cut(self._held, len(self._held), closed=False)

    def _cut(self, held: bytes, end: int, *, closed: bool) -> Slice:
        start = self._start or 0
        self._start = None
        return Slice(held[start:end], end - start + self._lost, closed)

    def _keep(self, held: bytes, position: int) -> None:
        """Let go what is cut off, and the inside of an element that is longer than wanted."""
        start = position if self._start is None else self._start
        seen, rest = held[start:position], held[position:]
        self._lost += max(0, len(seen) - self._most)
        self._at = min(len(seen), self._most)
        self._held = seen[: self._most] + rest
        self._start = None if self._start is None else 0


def cut_off(source: Source) -> Problem:
    """R096: an item without its end."""
    hint = "often a copy that broke off: fetch it again"
    message = f"found {len(source.data):,} bytes of an item without its end tag"
    return problem("R096", message, Location(source.location), hint=hint)


def refused(found: Slice, source: Source, settings: Settings) -> Part | None:
    """The part of an element that is too large or has no end; None for a good one."""
    if found.size > settings.max_size:
        return Part(source, problems=(too_large(source.location, found.size, settings.max_size),))
    if not found.closed:
        return Part(source, problems=(cut_off(source),))
    return None


def encoding_of(stream: Stream) -> str:
    """The encoding that the file states, UTF-8 where it states none."""
    return xmlhead.encoding(stream.head(400)) or stream.charset or "utf-8"


def element(
    source: Source, label: str, prefixes: dict[str, str] | None = None
) -> tuple[etree._Element | None, text.Decoded | None, tuple[Problem, ...]]:
    """The element of a slice, its decoded text, and what had to be repaired (R095)."""
    decoded, problems = text.decode_stated(source.data, source.location, label, "xml/encoding")
    if decoded is None:
        return None, None, problems
    names = "".join(f' xmlns:{name}="{iri}"' for name, iri in (prefixes or {}).items())
    wrapped = f"<items{names}>{xmlhead.ILLEGAL.sub('', decoded.text)}</items>".encode()
    found = _parsed(wrapped, recover=False)
    if found is None:
        found = _parsed(wrapped, recover=True)
        message = "found markup that is not well-formed, read as far as it goes"
        problems += (problem("R095", message, Location(source.location)),)
    return found, decoded, problems


def _parsed(data: bytes, *, recover: bool) -> etree._Element | None:
    try:
        tree = etree.fromstring(data, xml_parser(recover=recover))
    except etree.XMLSyntaxError:
        return None
    return tree[0] if tree is not None and len(tree) else None
