"""This module finds the headline among what the page gives as one, without the name of the site.

Titles carry the site's name (`… | Name`), share cards are written anew, the first heading may be
the masthead. Statements that agree speak for each other; what the page shows beside them decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archivist.readers.html.metadata.linked_data import folded
from archivist.readers.html.metadata.statements import Statement

LONGEST = 400  # code points; what is longer is a text, not a headline

# Between headline and site: a mark with blanks around it, or a bar however it is set.
_BETWEEN = re.compile(
    r"\s+[-–—·•:»«›‹~*/]+\s+|\s*(?:\||::|｜|•|»|›|\s—\s)\s*|\s+by\s+(?=[A-Z])|:\s+"
)


def rank(found: Iterable[Statement], sites: Sequence[str]) -> list[Statement]:
    """The headlines the page states, the best first; each once, weights as they add up."""
    stated = [item for item in found if _possible(item.value)]
    names = {folded(name) for name in sites} - {""}
    others = {folded(item.value) for item in stated}
    cut = [replace(item, value=_without_site(item.value, names, others)) for item in stated]
    kept = [item for item in cut if folded(item.value) not in names] or cut
    groups: dict[str, list[Statement]] = {}
    for item in kept:
        groups.setdefault(folded(item.value), []).append(item)
    ranked = [_together(group) for group in groups.values()]
    return sorted(ranked, key=lambda item: -item.weight)


def _possible(value: str) -> bool:
    return len(value) <= LONGEST and any(sign.isalpha() or sign.isdigit() for sign in value)


def _together(group: Sequence[Statement]) -> Statement:
    """The best statement of those that say the same; the weights of different kinds add up."""
    best = max(group, key=lambda item: item.weight)
    kinds: dict[str, int] = {}
    for item in group:
        kind = _kind(item)
        kinds[kind] = max(kinds.get(kind, 0), item.weight)
    return replace(best, weight=sum(kinds.values()))


def _kind(item: Statement) -> str:
    """Share cards repeat each other: `og:title` and `twitter:title` are one voice."""
    if item.rule != "html.meta":
        return item.rule
    return "share" if "og:" in item.path or "twitter:" in item.path else "meta"


def _without_site(value: str, names: set[str], others: set[str]) -> str:
    """The value without a name of the site before or behind it.

    A part is cut where it is a name of the site, or where the rest is said elsewhere as a whole;
    nothing is cut that stands in the shortest of all statements.
    """
    for _ in range(3):
        cuts = list(_BETWEEN.finditer(value))[:12]
        kept = next(
            (part for part in _parts(value, cuts) if _stands_alone(*part, names, others)), None
        )
        if kept is None:
            return value
        value = kept[0]
    return value


def _parts(value: str, cuts: Sequence[re.Match[str]]) -> Iterable[tuple[str, str]]:
    """(headline, the rest), the longest headline first."""
    for cut in reversed(cuts):
        yield value[: cut.start()].strip(), value[cut.end() :].strip()
    for cut in cuts:
        yield value[cut.end() :].strip(), value[: cut.start()].strip()


def _stands_alone(kept: str, rest: str, names: set[str], others: set[str]) -> bool:
    if len(folded(kept)) < 2:
        return False
    return folded(rest) in names or (folded(kept) in others and len(kept) > 10)
