"""This module recognises notices of rights: `Riproduzione riservata © Copyright ANSA`.

Rights are not credits: `© Ahmad Gharabli/AFP` under a picture is left to `credits`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from archivist.extractors.wording import every_language, fold, words
from archivist.record import Block, Evidence, Rights

LONGEST = 250  # code points
HEAD = 90  # code points; no wording is longer
_SIGNS = ("©", "(c)", "copyright")

# Statements that have an IRI of their own.
_STATEMENT = re.compile(
    r"https?://(?:creativecommons\.org/(?:licenses|publicdomain)|rightsstatements\.org/vocab)/[\w./-]+[\w/]"
)
_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright|\s|\d{4}(?:\s?[-–]\s?\d{4})?|,|\bby\b)+"
    r"(?P<holder>[^\W\d_][^.,;|©\d\r\n]{1,60}?)\s*"
    r"(?=$|[.,;|\r\n]|\s[-–—]\s|\s(?:vom|du|del|of)\s|\d|\()",
    re.IGNORECASE,
)


@functools.cache
def _wordings() -> tuple[str, ...]:
    found = {fold(word) for code in every_language() for word in words(code, "notices", "rights")}
    return tuple(sorted(found - {"copyright"}))


def is_notice(line: str) -> bool:
    """Whether a line is nothing but a notice of rights."""
    if len(line) > LONGEST:
        return False
    head = fold(line[:HEAD])
    if head.startswith(_wordings()):
        return True
    return len(line) <= 120 and head.startswith(_SIGNS)


def read(text: str, blocks: Sequence[Block]) -> Rights | None:
    """The first notice of the text: its holder and address where it has them."""
    block = next((item for item in blocks if item.evidence.rule == "notice.rights"), None)
    if block is None:
        return None
    line = block.span.of(text)
    statement = _STATEMENT.search(line)
    evidence = Evidence("rights.notice", span=block.span)
    return Rights(statement.group() if statement else None, holder(line), line, evidence)


def holder(line: str) -> str | None:
    """`© Agenzia Nova - Riproduzione riservata` → Agenzia Nova; None where nobody is named."""
    at = _SIGN.search(line)
    if at is None:
        return None
    match = _HOLDER.match(line, at.start())
    if match is None:
        return None
    name = match.group("holder").strip(" -–—")
    reserved = any(wording in fold(name) for wording in _wordings())
    return name if name and not reserved and name[0].isupper() else None


_SIGN = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
