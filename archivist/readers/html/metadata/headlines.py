"""This module finds the headline among what the page gives as one, without the name of the site.

Titles carry the site's name (`… | Name`), share cards are written anew, the first heading may be
the masthead. Statements that agree speak for each other; what the page shows beside them decides.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from archivist.readers.html.metadata.linked_data import folded
from archivist.readers.html.metadata.sites import Names
from archivist.readers.html.metadata.statements import Statement

LONGEST = 400  # code points; what is longer is a text, not a headline

# Between headline and site: a mark with blanks around it, or a bar however it is set.
_BETWEEN = re.compile(
    r"\s+[-–—·•:»«›‹~*/]+\s+|(?<=[\u3040-\u9fff？！」』])[-_—–](?=[\u3040-\u9fff])|\s*(?:\||::|｜|•|»|›|\s—\s)\s*|\s+by\s+(?=[A-Z])|:\s+"
)


def rank(found: Iterable[Statement], names: Names, markup: str) -> list[Statement]:
    """The headlines the page states, the best first; each once, weights as they add up."""
    stated = [item for item in found if _possible(item.value)]
    others = Shown({folded(item.value) for item in stated if len(item.value) > 10}, markup)
    cut = [replace(item, value=_without_site(item, names, others)) for item in stated]
    kept = [item for item in cut if folded(item.value) not in names.sites] or cut
    groups: dict[str, list[Statement]] = {}
    for item in kept:
        groups.setdefault(folded(item.value), []).append(item)
    ranked = [_together(group) for group in groups.values()]
    return sorted(ranked, key=lambda item: -item.weight)


@dataclass(frozen=True, slots=True)
class Shown:
    """What other places say as a whole, and the markup, which may show a part of a title alone."""

    said: Container[str]
    markup: str

    def alone(self, words: str) -> bool:
        """Whether an element of the page shows the words and nothing else."""
        if len(words) < _LONG_ENOUGH:
            return False
        at = self.markup.find(words)
        for _ in range(10):
            if at < 0:
                return False
            before = self.markup[max(at - 200, 0) : at].rstrip()
            behind = self.markup[at + len(words) : at + len(words) + 200].lstrip()
            if before.endswith(">") and behind.startswith("</"):
                return True
            at = self.markup.find(words, at + len(words))
        return False


_LONG_ENOUGH = 12  # code points: shorter parts of a title are sections and names


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


def _without_site(item: Statement, names: Names, others: Shown) -> str:
    """The value without a name of the site before or behind it.

    Titles and share cards wrap the headline: a part is cut where it names the site, or where the
    rest is said elsewhere as a whole. A heading is cut only where both hold.
    """
    value = item.value
    for _ in range(3):
        kept = [part for part in _parts(value) if _stands_alone(*part, item.rule, names, others)]
        if not kept:
            return value
        value = max((part for part, _, _ in kept), key=len)
    return value


def _parts(value: str) -> Iterator[tuple[str, str, str]]:
    """(headline, the rest, what is between) for every mark in the value."""
    for mark in islice(_BETWEEN.finditer(value), 12):
        before, behind = value[: mark.start()].strip(), value[mark.end() :].strip()
        yield before, behind, mark.group()
        yield behind, before, mark.group()


def _stands_alone(kept: str, rest: str, mark: str, rule: str, names: Names, others: Shown) -> bool:
    """Whether a part is the headline, and the rest is not of it."""
    if len(folded(kept)) < 2:
        return False
    of_site = folded(rest) in names.sites or (len(kept) > len(rest) and names.in_host(rest))
    said = folded(kept) in others.said or (rule == "html.title" and others.alone(kept))
    if rule not in ("html.title", "html.meta"):
        return of_site and said
    return of_site or (said and mark.strip() != ":")
