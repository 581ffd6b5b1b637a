"""This module reads plain text: the decoded source verbatim, cut into paragraphs by blank lines."""

from __future__ import annotations

from archivist import text
from archivist.problems import Location, Problem, problem
from archivist.record import Document, Source
from archivist.settings import Settings


def read(source: Source, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document, or R002 (binary), R003 (undecodable), R005 (nothing to be seen)."""
    decoded = text.decode(source.data, source.location, encoding=settings.encoding)
    if isinstance(decoded, Problem):
        return None, (decoded,)
    if not text.is_visible(decoded.text):
        return None, (no_text(source),)
    blocks = tuple(text.paragraphs(decoded.text))
    return Document(
        source, "text/plain", decoded.text, decoded.encoding, blocks, source.declared
    ), ()


def no_text(source: Source) -> Problem:
    """R005: the source has bytes, but no visible character."""
    size = f"{len(source.data):,} {'byte' if len(source.data) == 1 else 'bytes'}"
    message = f"found {size} that show nothing, wanted an article"
    hint = "fetch it again if it should hold text, or leave it out"
    return problem("R005", message, Location(source.location), hint=hint)
