"""This module reads RTF: text, paragraphs, styles, notes, tables, as `rtf_parser` finds them."""

from __future__ import annotations

from archivist import text as texts
from archivist.problems import Location, Problem, problem
from archivist.readers import plain
from archivist.readers.layout import lay_out
from archivist.readers.office import package, styles
from archivist.readers.office.rtf_parser import parse
from archivist.record import Document, Evidence, Source, Value
from archivist.settings import Settings

MEDIA_TYPE = "application/rtf"


def opens(head: bytes) -> bool:
    """Whether the first bytes are those of an RTF document."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf")


def read(source: Source, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document; or R080 (no RTF, or one that breaks off before any text), R005 (no text)."""
    if not opens(source.data):
        return None, (package.broken("no {\\rtf at the start", source),)
    found = parse(source.data)
    body = styles.leaves(found.paragraphs, found.properties.title, "body", "rtf")
    text, blocks = lay_out([*body, *found.notes])
    if not texts.is_visible(text):
        return None, (plain.no_text(source),)
    declared = (*source.declared, *found.properties.declared)
    evidence = Evidence("decode.stated", 100, declared="\\ansicpg")
    encoding = Value(found.codec, evidence)
    problems = _broken_letters(text, found.codec, source)
    return Document(source, MEDIA_TYPE, text, encoding, blocks, declared), problems


def _broken_letters(text: str, codec: str, source: Source) -> tuple[Problem, ...]:
    broken = text.count("\ufffd")
    if not broken:
        return ()
    message = (
        f"found {broken:,} bytes that are no letters of {codec} or of their font, kept as U+FFFD"
    )
    return (problem("R011", message, Location(source.location)),)
