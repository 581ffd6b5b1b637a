"""This module reads plain text: the decoded source verbatim, cut into paragraphs by blank lines."""

from __future__ import annotations

from archivist import text
from archivist.problems import Location, Problem, problem
from archivist.record import Document, Source
from archivist.settings import Settings


def read(source: Source, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document, or R002 (binary), R003 (undecodable), R005 (nothing but white space)."""
    decoded = text.decode(source.data, source.location, encoding=settings.encoding)
    if isinstance(decoded, Problem):
        return None, (decoded,)
    blocks = tuple(text.paragraphs(decoded.text))
    if not blocks:
        return None, (no_text(source),)
    return Document(source, "text/plain", decoded.text, decoded.encoding, blocks), ()


def no_text(source: Source, found: str = "white space") -> Problem:
    """R005: the source has bytes, but no visible character."""
    size = f"{len(source.data):,} bytes"
    message = f"found {size} of {found}, wanted an article"
    hint = "fetch it again if it should hold text, or leave it out"
    return problem("R005", message, Location(source.location), hint=hint)
