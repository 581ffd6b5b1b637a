"""This module holds what readers are given and give: streams, and the parts found in them.

A leaf reader turns one source into one document; a splitting reader turns a stream (a container,
a table, a file of many articles) into parts. A part is a document, bytes for another reader, or
the reason why it is neither.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO

from archivist.problems import Location, Problem, problem
from archivist.record import Aside, Declared, Document, Source
from archivist.settings import Settings

HEAD = 65536  # bytes by which a format is known


@dataclass(frozen=True, slots=True)
class Stream:
    """A file, or a part of one, that may be larger than memory; `open` starts it anew.

    `only` is the place of the one part that is wanted (`!/a.txt`, `#5`), None for all. The other
    fields are those of the `Source` it would be if it were read whole.
    """

    location: str
    name: str
    open: Callable[[], BinaryIO]
    part: str | None = None
    media_type: str | None = None
    url: str | None = None
    charset: str | None = None
    declared: tuple[Declared, ...] = ()
    places: tuple[str, ...] = ()
    only: str | None = None

    @classmethod
    def of(cls, source: Source) -> Stream:
        """The bytes of a source as a stream."""
        return cls(
            source.location,
            source.name,
            lambda: io.BytesIO(source.data),
            source.part,
            source.media_type,
            source.url,
            source.charset,
            source.declared,
            source.places,
        )

    def head(self, size: int = HEAD) -> bytes:
        """The first bytes. Raises OSError."""
        with self.open() as opened:
            return opened.read(size)

    def size(self) -> int | None:
        """How many bytes there are, None where one would have to unpack them. Raises OSError."""
        with self.open() as opened:
            return opened.seek(0, io.SEEK_END) if opened.seekable() else None

    def whole(self, most: int | None) -> Source:
        """The source with at most `most` + 1 bytes: enough to see that it is too large.

        Raises OSError.
        """
        with self.open() as opened:
            data = opened.read() if most is None else opened.read(most + 1)
            if most is None or len(data) <= most:
                opened.read(1)  # what cannot be unpacked to its end says so only now
        return Source(
            self.location,
            self.name,
            data,
            self.part,
            self.media_type,
            self.url,
            self.charset,
            self.declared,
            self.places,
        )

    def source(
        self,
        part: str,
        data: bytes,
        *,
        media_type: str | None = None,
        url: str | None = None,
        charset: str | None = None,
        declared: tuple[Declared, ...] = (),
        places: tuple[str, ...] = (),
    ) -> Source:
        """One part of the stream as a source: `part` is `!/a.txt`, `#3`, `:17`.

        What is known of the stream is known of its parts, and comes first; `places` are further
        parts with the same bytes.
        """
        return Source(
            f"{self.location}{part}",
            self.name,
            data,
            f"{self.part or ''}{part}",
            media_type,
            url or self.url,
            charset,
            (*self.declared, *declared),
            tuple(f"{self.name}{self.part or ''}{place}" for place in places),
        )


def fitting(stream: Stream, most: int) -> Source | Part:
    """The whole stream as a source; the part with R004 when it has more than `most` bytes.

    Raises OSError.
    """
    source = stream.whole(most)
    if len(source.data) <= most:
        return source
    return Part(source, problems=(too_large(source.location, stream.size(), most),))


@dataclass(frozen=True, slots=True)
class Part:
    """One thing found in a stream; without document, aside and error another reader reads it.

    An error among the problems quarantines it. `stream` opens what is too large to be held:
    `source.data` is its beginning then.
    """

    source: Source
    document: Document | None = None
    aside: Aside | None = None
    problems: tuple[Problem, ...] = ()
    stream: Stream | None = None


class Unpackable(OSError):
    """What a box holds cannot be had to its end: `problem` says why. Raised by its streams."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.problem = found


Reading = tuple[Document | Aside | None, tuple[Problem, ...]]


def is_within(part: str, place: str) -> bool:
    """Whether a part is the place or lies in it: `!/x.zip!/a.txt` in `!/x.zip`."""
    return part.startswith(place) and (len(part) == len(place) or part[len(place)] in "!#:/")


def never(head: bytes) -> bool:
    """The test of a format that no first bytes tell."""
    return False


def late(target: str, *hints: bytes) -> Callable[..., Any]:
    """The function `html.page:parse` of this package, imported when it is first needed.

    `hints`: patterns without which the first bytes cannot be that format; a test of first bytes
    is False where none of them is found, and nothing is imported. One pattern for each sign, for
    `<|\\x00` is searched ten times as long as `<` and then `\\x00`.
    """
    module, _, name = target.partition(":")
    signs = [_sign(hint) for hint in hints]

    def function(*given: Any) -> Any:
        if signs and not any(found(given[0]) for found in signs):
            return False
        return getattr(import_module(f"archivist.readers.{module}"), name)(*given)

    return function


def _sign(hint: bytes) -> Callable[[bytes], re.Match[bytes] | None]:
    """Whether a pattern is found; one that begins with `\\A` is not looked for further on."""
    pattern = re.compile(hint)
    return pattern.match if hint.startswith(rb"\A") else pattern.search


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name for `--from`, how it is known, and the function that reads it.

    `signature` holds whatever the name says (`%PDF-`); `sniff` is asked when the name says
    nothing. Both get the first 64 KiB. `read` makes one document of one source, `split` many
    parts of a stream: a reader has one of the two.
    """

    name: str
    title: str
    media_types: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    signature: Callable[[bytes], bool] = never
    sniff: Callable[[bytes], bool] = never
    read: Callable[[Source, Settings], Reading] | None = None
    split: Callable[[Stream, Settings], Iterator[Part]] | None = None
    packed: bool = False  # a box of files (ZIP, WARC): --from speaks of what lies in it
    gaps: str = ""  # what is in such files and is not read, for docs/formats.md
    crawl: bool = False  # it holds what was fetched, wanted or not: what is not read is set aside


def empty(location: str) -> Problem:
    """R001 for what has no bytes."""
    hint = "often a copy that broke off: fetch it again, or leave it out"
    return problem("R001", "found 0 bytes, wanted an article", Location(location), hint=hint)


def too_large(location: str, size: int | None, most: int) -> Problem:
    """R004 for what has more than `most` bytes; `size` is None where nobody counted them."""
    hint = "raise the limit with --max-size, e.g. --max-size 64M"
    found = f"{most:,} bytes and more" if size is None else f"{size:,} bytes"
    message = f"found {found}, wanted at most {most:,}"
    return problem("R004", message, Location(location), hint=hint)
