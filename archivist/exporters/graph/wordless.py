"""This module leaves the words of an article out of its graph: digests and offsets remain.

For who may publish what an article is and who is in it, and not its text. What names something
stays: a headline, the names of people, bodies, places and credits, topics, addresses, and the
notice of rights, which must go where the description goes. What repeats the text goes: the body,
quotations, summaries, a title devised of the opening words, printed forms of dates, datelines and
credits, roles as they are worded, the words of ranges, and the values of corrections.
"""

from __future__ import annotations

import re
from typing import Any

from archivist.exporters.graph.terms import TERM, Term
from archivist.record import Record

Said = tuple[str, Term, Any]

_WORDS = frozenset(
    TERM[key]
    for key in (
        "articleBody",
        "text",
        "abstract",
        "verbatim",
        "dateline",
        "roleName",
        "jobTitle",
        "container",
        "json",
    )
)
# The words of a range, and the parts of a value in a patch.
_NODES = re.compile(r"#char=\d+,\d+-exact|#h\d+-o\d+-v\d*(?:-v\d*)*")


def statements(record: Record, said: list[Said]) -> list[Said]:
    """What of `said` holds no words of the text, and that it is so."""
    worded = {credit.verbatim for credit in record.credits if not credit.names}
    title = record.title
    opening = title.value if title.kind == "devised" and title.evidence.span else None
    kept = [
        one
        for one in said
        if one[1] not in _WORDS
        and one != ("#article", TERM["name"], opening)
        and not _is_of_words(one)
        and not (one[1] is TERM["creditText"] and one[2] in worded)
    ]
    return [*kept, ("", TERM["withoutText"], True)]


def _is_of_words(one: Said) -> bool:
    subject, term, value = one
    if _NODES.fullmatch(subject):
        return True
    return term is TERM["hasSelector"] and _NODES.fullmatch(value) is not None
