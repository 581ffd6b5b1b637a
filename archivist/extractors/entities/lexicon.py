"""This module holds what one language says about names: roles, titles, particles, keywords.

It reads the sections [roles] [titles] [particles] [organizations] [places] of
archivist/languages/xx.toml and the word lists function-words.tsv and demonyms.tsv.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from archivist import languages
from archivist.extractors.entities.gazetteer import rows

SECTIONS = {
    "roles": ("heads", "verbs"),
    "titles": ("honorifics",),
    "particles": ("elisions", "names", "links", "complements", "articles", "of", "and"),
    "organizations": (
        "heads",
        "tails",
        "suffixes",
        "endings",
        "adjectives",
        "departments",
        "acting",
    ),
    "places": (
        "cues",
        "heads",
        "tails",
        "features",
        "in",
        "at",
        "endings",
        "directions",
        "countries",
    ),
    "events": ("heads", "laws", "tails"),
}


# Articles that no preposition is part of: they begin a new name, `Comité Ejecutivo y el Consejo`.
BARE_ARTICLES = frozenset(
    "il lo la i gli le l un una el los las o a os as un une les the het die das".split()
)


COMPOUNDING = ("de", "nl")


class Lexicon(NamedTuple):
    """Word sets in small letters, but `departments`, printed as they stand."""

    language: str
    roles: frozenset[str]
    verbs: frozenset[str]
    honorifics: frozenset[str]
    elisions: frozenset[str]
    particles: frozenset[str]
    links: frozenset[str]
    complements: frozenset[str]
    articles: frozenset[str]
    bare_articles: frozenset[str]
    of: frozenset[str]
    conjunctions: frozenset[str]
    org_heads: frozenset[str]
    org_tails: frozenset[str]
    org_suffixes: frozenset[str]
    org_endings: tuple[str, ...]
    adjectives: tuple[str, ...]
    departments: frozenset[str]
    acting: frozenset[str]
    place_cues: frozenset[str]
    place_heads: frozenset[str]
    place_tails: frozenset[str]
    features: frozenset[str]
    place_in: frozenset[str]
    place_at: frozenset[str]
    place_endings: tuple[str, ...]
    directions: frozenset[str]
    country_endings: tuple[str, ...]
    event_heads: frozenset[str]
    event_tails: frozenset[str]
    function: frozenset[str]
    demonyms: frozenset[str]
    not_acronyms: frozenset[str]
    role_endings: tuple[str, ...]

    def is_role(self, folded: str) -> bool:
        """`ministro`; in German and Dutch also compounds: `VRT-journalist`, `Vizekanzler`."""
        if folded in self.roles:
            return True
        if "-" in folded and folded.rpartition("-")[2] in self.roles:
            return True
        return bool(self.role_endings) and folded.endswith(self.role_endings)


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; almost empty for one that has no table."""
    words = {
        (section, key): frozenset(languages.section(language, section).get(key, ()))
        for section, keys in SECTIONS.items()
        for key in keys
    }
    english = languages.section("en", "organizations")
    return Lexicon(
        language,
        words["roles", "heads"],
        words["roles", "verbs"],
        words["titles", "honorifics"],
        words["particles", "elisions"],
        words["particles", "names"] or frozenset(("de", "van", "von", "di", "el", "al", "bin")),
        words["particles", "links"],
        words["particles", "complements"],
        words["particles", "articles"],
        words["particles", "articles"] & BARE_ARTICLES,
        words["particles", "of"],
        words["particles", "and"],
        words["organizations", "heads"],
        # English names stand in articles of every language: `National Intelligence Service`.
        words["organizations", "tails"] | frozenset(english["tails"]),
        words["organizations", "suffixes"] | frozenset(english["suffixes"]),
        tuple(sorted(words["organizations", "endings"])),
        tuple(sorted(words["organizations", "adjectives"])),
        words["organizations", "departments"],
        words["organizations", "acting"],
        words["places", "cues"],
        words["places", "heads"],
        words["places", "tails"] | frozenset(languages.section("en", "places")["tails"]),
        words["places", "features"],
        words["places", "in"],
        words["places", "at"],
        tuple(sorted(words["places", "endings"])),
        words["places", "directions"],
        tuple(sorted(words["places", "countries"])),
        words["events", "heads"] | words["events", "laws"],
        words["events", "tails"] | frozenset(languages.section("en", "events")["tails"]),
        _words("function-words.tsv", language),
        _demonyms(language),
        _words("function-words.tsv", "*"),
        tuple(sorted(role for role in words["roles", "heads"] if len(role) > 5))
        if language in COMPOUNDING
        else (),
    )


def _words(table: str, language: str) -> frozenset[str]:
    """The words of a language; of all languages together for one that has no line."""
    lines = {code: words.split(" ") for code, words in rows(table)}
    if language in lines:
        return frozenset(lines[language])
    return frozenset(word for code in sorted(lines) if code != "*" for word in lines[code])


def _demonyms(language: str) -> frozenset[str]:
    lines = dict(rows("demonyms.tsv"))
    return frozenset(lines.get(language, "").split(" ")) - {""}
