"""This module holds what a language calls events by: the section [events] of its table."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from archivist import languages

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Events:
    """What one language calls events by, in small letters.

    `names` and `small`: first word → the names that begin with it, longest first.
    """

    places: Words  # nouns for the event of a place
    named: Words  # nouns with the name right behind
    small_heads: Words  # those and others
    heads: Words  # with those that need a capital
    of: Words
    great: Words  # `Gran` before `Premio`
    behind: Words
    between: Words
    closing: Words
    triggers: Words  # heads and closing words
    first: Words  # those and the first words of names
    compounds: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    small: dict[str, tuple[str, ...]]


@functools.cache
def events(language: str) -> Events:
    """The table of a language; in one without tables what English closes a row with."""
    table = languages.section(language, "events")
    keys = ("meetings", "places", "named", "capital", "of", "great", "behind", "between")
    meetings, places, named, capital, of, great, behind, between = (
        frozenset(table.get(key, ())) for key in keys
    )
    closing = frozenset(
        (*table.get("closing", ()), *languages.section("en", "events").get("closing", ()))
    )
    heads = meetings | places | named | capital
    names = _by_first(table.get("names", ()))
    return Events(
        places=places,
        named=named,
        small_heads=meetings | places | named,
        heads=heads,
        of=of,
        great=great,
        behind=behind,
        between=between,
        closing=closing,
        triggers=heads | closing,
        first=heads | closing | {first.lower() for first in names},
        compounds=tuple(f"-{end}" for end in table.get("compounds", ())),
        names=names,
        small=_by_first(table.get("small_names", ())),
    )


def _by_first(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        first = re.split(r"[ ']", name)[0]
        found[first] = (*found.get(first, ()), name)
    return found
