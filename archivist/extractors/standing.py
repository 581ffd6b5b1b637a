"""This module names lines that stand for themselves whatever is around them: credits, rights,
corrections, notices, captions, end marks, bylines, date lines.
"""

from __future__ import annotations

import functools

from archivist.extractors import bylines, credit_lines, marks, printed_dates, rights
from archivist.extractors.extent import extent
from archivist.record import BlockRole

LONGEST = 600  # code points: a longer line is a paragraph whatever it starts with

Named = tuple[BlockRole, str]  # role and rule


def by_wording(line: str, language: str | None) -> Named | None:
    """What a line says it is by a label, sign or mark of the tables; None for text."""
    if len(line) > LONGEST:
        return None
    if marks.is_end(line, language):
        return "end-mark", "block.end-mark"
    if marks.is_reading_time(line):
        return "notice", "notice.reading-time"
    if rights.is_notice(line) and not credit_lines.match(line, language):
        return "notice", "notice.rights"
    kind = marks.kind(line, language)
    if kind:
        return kind, f"block.{kind}"
    found = credit_lines.match(line, language)
    return ("credit", found[0].rule) if found else None


def is_byline(line: str, language: str | None) -> bool:
    """Whether a line says who wrote it; a profession behind the name only in dense scripts."""
    found = bylines.match(line, language)
    return found is not None and (found.rule != "byline.suffix" or extent(line) > len(line))


@functools.lru_cache(256)  # each line of a column is asked about as line above and line below
def alone(line: str, language: str | None) -> Named | None:
    """What a line of its own inside a block is: by its wording, a byline or a date line."""
    found = by_wording(line, language)
    if found or len(line) > LONGEST:
        return found
    if is_byline(line, language):
        return "byline", "byline.line"
    return ("header", "block.date-line") if printed_dates.in_line(line, language, None) else None
