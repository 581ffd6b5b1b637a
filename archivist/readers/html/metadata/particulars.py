"""This module chooses language, summary, topics, publisher, rights and identifiers of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archivist.readers.html.metadata.linked_data import folded
from archivist.readers.html.metadata.sites import Names
from archivist.readers.html.metadata.statements import Statement

_TAG = re.compile(r"(?<![\w-])[a-zA-Z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}(?![\w-])")
_BETWEEN = re.compile(r"\s*[,;|،、，]\s*")
MOST_TOPICS = 60
_SINGLE = ("rights.statement", "rights.holder", "rights.notice")


def language(found: Sequence[Statement]) -> Iterator[Statement]:
    """The language most places agree on, in its finest tag."""
    read = [
        replace(item, value=match.group().replace("_", "-"))
        for item in found
        if item.field == "language" and (match := _TAG.search(item.value))
    ]
    votes: dict[str, dict[str, int]] = {}
    for item in read:
        rules = votes.setdefault(_primary(item.value), {})
        kind = item.path if item.rule == "html.meta" else item.rule
        rules[kind] = max(rules.get(kind, 0), item.weight)
    if votes:
        best = max(votes, key=lambda tag: sum(votes[tag].values()))
        same = [item for item in read if _primary(item.value) == best]
        yield max(same, key=lambda item: ("-" in item.value, item.weight))


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def summary(found: Sequence[Statement], headline: str) -> Iterator[Statement]:
    """The most believed description that is not the headline again."""
    stated = [item for item in found if item.field == "summary"]
    told = [item for item in stated if folded(item.value) not in ("", folded(headline))]
    yield from sorted(told, key=lambda item: -item.weight)[:1]


def topics(found: Sequence[Statement]) -> Iterator[Statement]:
    """The tags of the most believed place that gives some, each once, then the sections."""
    places: dict[str, list[Statement]] = {}
    for item in found:
        if item.field == "topic":
            places.setdefault(
                f"{item.rule} {item.path.rpartition('/')[0] or item.path}", []
            ).append(item)
    best = max(places.values(), key=lambda group: group[0].weight, default=[])
    sections = [item for item in found if item.field == "section"]
    sections.sort(key=lambda item: -item.weight)
    seen: dict[str, None] = {}
    for item in best:
        for tag in _BETWEEN.split(item.value) if len(best) < 3 else [item.value]:
            if tag and folded(tag) not in seen and len(tag) <= 120 and len(seen) < MOST_TOPICS:
                seen[folded(tag)] = None
                yield replace(item, value=tag)
    for item in sections[:1]:
        if not item.value.isdecimal() and len(item.value) <= 120:
            yield replace(item, field="topic.section")


def publisher(found: Sequence[Statement]) -> Iterator[Statement]:
    """Who publishes the page, as a name; else what the site calls itself."""
    stated = [item for item in found if item.field == "credit.publisher"]
    named = [item for item in found if item.field == "site" and item.weight >= 60]
    ranked = sorted([*stated, *named], key=lambda item: -_publishing(item))
    for item in ranked[:1]:
        yield replace(item, field="credit.publisher")


def _publishing(item: Statement) -> int:
    """The publisher of the article before the name of the site."""
    return item.weight + (50 if item.path.endswith(("/publisher", "/publisher/0")) else 0)


def people(found: Sequence[Statement], names: Names) -> Iterator[Statement]:
    """Editors, translators, contributors and sources that are not the site, each once."""
    seen: dict[tuple[str, str], None] = {}
    for item in found:
        key = (item.field, folded(item.value))
        if item.field in _PEOPLE and key not in seen and key[1] not in names.sites:
            seen[key] = None
            yield item


_PEOPLE = ("credit.editor", "credit.translator", "credit.contributor", "credit.source")


def others(found: Sequence[Statement]) -> Iterator[Statement]:
    """Rights, and identifiers of schemes: of each field the most believed."""
    ranked = sorted(found, key=lambda item: -item.weight)
    seen: dict[str, None] = {}
    for item in ranked:
        single = item.field in _SINGLE or item.field.startswith("identifier.")
        if single and item.field not in seen:
            seen[item.field] = None
            yield item
