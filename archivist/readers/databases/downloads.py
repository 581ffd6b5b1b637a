"""This module is what all readers of downloads share: parts from pieces, and the account of them.

A download that announces how many articles it holds (`1 of 166 DOCUMENTS`) is held to its word.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archivist import text as texts
from archivist.problems import Location, Problem, problem
from archivist.readers import plain
from archivist.readers.databases.cutting import Piece, first_of, pieces
from archivist.readers.databases.profiles import Profile
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.parts import Part, Stream, too_large
from archivist.record import Declared, Document, Source, Value
from archivist.settings import Settings

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)


@dataclass(slots=True)
class Tally:
    """How many articles a download announces; None as long as it says nothing."""

    announced: int | None = None

    def say(self, number: int | None) -> None:
        """The first word counts."""
        if self.announced is None:
            self.announced = number


def counted(parts: Iterable[Part], tally: Tally, stream: Stream) -> Iterator[Part]:
    """The parts; R072 where there is none, R070 at the last where the announced number differs."""
    last: Part | None = None
    found = 0
    for part in parts:
        if last is not None:
            yield last
        last, found = part, found + 1
    if last is None:
        yield Part(stream.whole(0), problems=(_nothing(stream),))
        return
    if tally.announced is not None and tally.announced != found:
        remark = _miscounted(found, tally.announced, stream)
        last = dataclasses.replace(last, problems=(*last.problems, remark))
    yield last


def _nothing(stream: Stream) -> Problem:
    message = "found no beginning of an article, wanted a download of a news database"
    hint = "patterns of other versions can be added with --profiles; --from plain takes it as text"
    return problem("R072", message, Location(stream.location), hint=hint)


def _miscounted(found: int, announced: int, stream: Stream) -> Problem:
    count = f"{found:,} {'article' if found == 1 else 'articles'}"
    message = f"found {count}, wanted {announced:,}, as the download says"
    hint = "often a download that broke off or was shortened by hand; fetch it again"
    return problem("R070", message, Location(stream.location), hint=hint)


def charset(head: bytes) -> tuple[str | None, str]:
    """The encoding that a page states, and where."""
    if head.startswith(b"\xef\xbb\xbf") or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-8", "byte order mark"  # UTF-16 comes cut as UTF-8
    found = _CHARSET.search(head)
    return (found[1].decode("ascii"), "meta[charset]") if found else (None, "bytes")


@dataclass(frozen=True, slots=True)
class Slice:
    """The text of one piece, with its source; no text where the piece cannot be read.

    `page`: it is HTML.
    """

    source: Source
    text: str | None
    encoding: Value | None
    problems: tuple[Problem, ...] = ()
    page: bool = False


_LOOKED_AT = 1 << 20  # bytes in which the first article begins, behind menus and styles
_TAGS = re.compile(rb"<(?:!doctype|html|head|body|div|span|p|table)\b", re.IGNORECASE)


def slices(stream: Stream, settings: Settings, profile: Profile, tally: Tally) -> Iterator[Slice]:
    """The articles of a text or page, cut where the profile says that they start."""
    head = stream.head(_LOOKED_AT)
    start = first_of(profile.all("starts"), _plain(head))
    if start is None:
        return
    page = _TAGS.search(head) is not None
    stated = charset(head)
    number = 0
    for piece in pieces(stream, start, settings.max_size):
        if piece.start is None:
            tally.say(announced(piece.data, profile))
            continue
        tally.say(piece.number("total"))
        number += 1
        held = decoded(piece, number, stream, stated, settings)
        yield dataclasses.replace(held, page=page)


def starts_in(stream: Stream, profile: Profile) -> bool:
    """Whether an article begins somewhere in the first bytes."""
    return first_of(profile.all("starts"), _plain(stream.head(_LOOKED_AT))) is not None


def whole(source: Source, settings: Settings) -> Slice:
    """A file as one text."""
    label, path = charset(source.data[:_LOOKED_AT])
    held, problems = texts.decode_stated(
        source.data, source.location, label, path, encoding=settings.encoding
    )
    if held is None:
        return Slice(source, None, None, problems)
    return Slice(source, held.text, held.encoding, problems)


def _plain(head: bytes) -> bytes:
    """UTF-16 as UTF-8, as the pieces come."""
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    return head.decode("utf-16", "replace").encode("utf-8", "replace") if wide else head


def announced(cover: bytes, profile: Profile) -> int | None:
    """How many articles the words before the first one say there are."""
    for pattern in profile.all("totals"):
        found = re.search(pattern.encode("utf-8"), cover)
        if found:
            return int(found[1][:9])
    return None


def decoded(
    piece: Piece, number: int, stream: Stream, stated: tuple[str | None, str], settings: Settings
) -> Slice:
    """The piece as text: R004 when it is too large, R003 when no encoding fits."""
    label, path = stated
    source = stream.source(f"#{number}", piece.data, charset=label)
    if piece.size > settings.max_size:
        refused = too_large(source.location, piece.size, settings.max_size)
        return Slice(source, None, None, (refused,))
    held, problems = texts.decode_stated(
        piece.data, source.location, label, path, encoding=settings.encoding
    )
    if held is None:
        return Slice(source, None, None, problems)
    return Slice(source, held.text.removeprefix("\ufeff"), held.encoding, problems)


def part(
    held: Slice, media_type: str, facts: Iterable[Declared], leaves: Iterable[Leaf], by: Profile
) -> Part:
    """The article as a finished part; R005 where nothing is to be seen."""
    text, blocks = lay_out(leaves)
    if not texts.is_visible(text):
        return Part(held.source, problems=(*held.problems, plain.no_text(held.source)))
    source = dataclasses.replace(held.source, media_type=media_type)
    declared = (*source.declared, *facts)
    document = Document(source, media_type, text, held.encoding, blocks, declared, by.components())
    return Part(source, document, problems=held.problems)
