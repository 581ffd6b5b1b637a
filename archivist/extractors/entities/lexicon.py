"""This module holds what one language says about names: roles, titles, particles, keywords.

It reads the sections [roles] [titles] [particles] [organizations] [places] [events] of
archivist/languages/xx.toml and the word lists function-words.tsv and demonyms.tsv.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from archivist import languages
from archivist.extractors.entities.gazetteer import rows

Words = frozenset[str]
BETWEEN = re.compile(r"[-.,;:()\[\]'’\"«»“”]")
# Particles that open a surname in articles of any other language.
FOREIGN_PARTICLES = frozenset(("de", "van", "von", "di", "el", "al", "bin"))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language, in small letters but departments, directions, common cities."""

    language: str
    roles: Words  # nouns a role begins with
    role_first: Words  # what belongs to a role before its head
    verbs: Words  # what follows the name of who acts
    said: Words  # what stands before the name of who speaks
    finite: Words  # verbs that end as adjectives do: `critica`
    honorifics: Words
    elisions: Words
    particles: Words  # inside a person's name
    no_surnames: Words  # what particles stand before as prepositions: `zu Dank`
    links: Words  # inside a role
    complements: Words  # inside the name of an organization
    articles: Words
    bare_articles: Words
    of: Words
    conjunctions: Words
    org_heads: Words
    foreign_heads: Words  # of other languages: `Servicio`, `Ministère`
    org_alone: Words  # heads that name a body by themselves
    org_tails: Words
    org_suffixes: Words
    adjectives: tuple[str, ...]  # endings
    departments: Words
    acting: Words  # nouns that organizations are introduced by
    place_cues: Words  # nouns that places are introduced by
    regions: Words  # those of them that are never said of a person
    long_names: Words  # first words of the long names of states
    of_states: Words  # nouns before `of the` and a state
    place_heads: Words
    lands: re.Pattern[str] | None  # `penisola coreana`
    features: Words  # heads that belong to the name in small letters too
    place_tails: Words
    place_surnames: Words
    place_in: Words
    common_cities: Words
    place_at: Words
    place_endings: tuple[str, ...]
    country_endings: tuple[str, ...]
    directions: Words
    divisions: Words  # right behind the name of a place
    event_heads: Words
    event_tails: Words
    function: Words
    demonyms: Words
    not_acronyms: Words
    role_endings: tuple[str, ...]
    surname_endings: tuple[str, ...]
    verb_second: bool
    capital_nouns: bool
    double_surnames: bool
    articled_bodies: bool
    clubs: bool
    bare_cities: bool
    bare_rows: bool

    @property
    def is_own(self) -> bool:
        """Does the language have a table, so that sentences can say what a name is?"""
        return bool(self.roles)

    def is_role(self, folded: str) -> bool:
        """`ministro`; in German and Dutch also compounds: `VRT-journalist`, `Vizekanzler`."""
        if folded in self.roles:
            return True
        if "-" in folded and folded.rpartition("-")[2] in self.roles:
            return True
        return bool(self.role_endings) and folded.endswith(self.role_endings)

    def is_content(self, folded: str) -> bool:
        """A function word that is no article, preposition or conjunction: `may`, `Monday`."""
        grammar = (self.articles, self.links, self.conjunctions, self.complements)
        return len(folded) > 2 and not any(folded in words for words in grammar)

    def names_role(self, text: str) -> bool:
        """Is there a word for a role in it at all? The quick answer is mostly no."""
        words = BETWEEN.sub(" ", text).lower().split()
        if self.role_endings:
            return any(map(self.is_role, words))
        return not self.roles.isdisjoint(words)


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; almost empty for one that has no table.

    English names stand in articles of every language (`National Intelligence Service`), so what
    ends them is known everywhere.
    """
    roles = _set(language, "roles", "heads")
    return Lexicon(
        language=language,
        roles=roles,
        role_first=_set(language, "roles", "first"),
        verbs=_set(language, "roles", "verbs"),
        said=_set(language, "roles", "said"),
        finite=_set(language, "roles", "finite"),
        honorifics=_set(language, "titles", "honorifics"),
        elisions=_set(language, "particles", "elisions"),
        particles=_set(language, "particles", "names") or FOREIGN_PARTICLES,
        no_surnames=_set(language, "particles", "no_surnames"),
        links=_set(language, "particles", "links"),
        complements=_set(language, "particles", "complements"),
        articles=_set(language, "particles", "articles"),
        bare_articles=_set(language, "particles", "bare"),
        of=_set(language, "particles", "of"),
        conjunctions=_set(language, "particles", "and"),
        org_heads=_set(language, "organizations", "heads"),
        foreign_heads=_foreign_heads() - roles - _set(language, "organizations", "heads"),
        org_alone=_set(language, "organizations", "alone"),
        org_tails=_with_english(language, "organizations", "tails"),
        org_suffixes=_with_english(language, "organizations", "suffixes"),
        adjectives=_endings(language, "organizations", "adjectives"),
        departments=_set(language, "organizations", "departments"),
        acting=_set(language, "organizations", "acting"),
        place_cues=_set(language, "places", "cues"),
        regions=_set(language, "places", "regions"),
        long_names=_with_english(language, "places", "long_names"),
        of_states=_set(language, "places", "of_states"),
        place_heads=_set(language, "places", "heads"),
        lands=_lands(language),
        features=_set(language, "places", "features"),
        place_tails=_with_english(language, "places", "tails"),
        common_cities=_set(language, "places", "common"),
        place_surnames=_with_english(language, "places", "surnames"),
        place_in=_set(language, "places", "in"),
        place_at=_set(language, "places", "at"),
        place_endings=_endings(language, "places", "endings"),
        country_endings=_endings(language, "places", "countries"),
        directions=_set(language, "places", "directions"),
        divisions=_set(language, "places", "divisions"),
        event_heads=_set(language, "events", "heads") | _set(language, "events", "laws"),
        event_tails=_with_english(language, "events", "tails"),
        function=_function_words(language) | _others(language),
        demonyms=_demonyms(language),
        not_acronyms=_function_words("*"),
        role_endings=_role_endings(language, roles),
        surname_endings=_surname_endings(),
        verb_second=_flag(language, "roles", "verb_second"),
        capital_nouns=_flag(language, "particles", "capital_nouns"),
        double_surnames=_flag(language, "particles", "double_surnames"),
        articled_bodies=_flag(language, "organizations", "articled"),
        clubs=_flag(language, "places", "clubs"),
        bare_cities=_flag(language, "places", "bare_cities"),
        bare_rows=_flag(language, "titles", "bare_rows"),
    )


def _others(language: str) -> Words:
    """Pronouns of people who are not named: `nobody`."""
    words: str = languages.section(language, "pronouns").get("others", "")
    return frozenset(words.split())


def _set(language: str, section: str, key: str) -> Words:
    return frozenset(languages.section(language, section).get(key, ()))


@functools.cache
def _foreign_heads() -> Words:
    return frozenset(word for (line,) in rows("foreign-heads.tsv") for word in line.split(" "))


def _flag(language: str, section: str, key: str) -> bool:
    return bool(languages.section(language, section).get(key, False))


def _with_english(language: str, section: str, key: str) -> Words:
    return _set(language, section, key) | _set("en", section, key)


def _endings(language: str, section: str, key: str) -> tuple[str, ...]:
    return tuple(languages.section(language, section).get(key, ()))


def _lands(language: str) -> re.Pattern[str] | None:
    """`penisola` and an adjective; None where such names have capitals."""
    nouns = _set(language, "places", "with_adjective")
    if not nouns:
        return None
    endings = "|".join(_endings(language, "organizations", "adjectives"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(nouns))}) \w{{2,20}}(?:{endings})(?!\w)")


def _role_endings(language: str, roles: Words) -> tuple[str, ...]:
    if not _flag(language, "roles", "compound"):
        return ()
    return tuple(sorted(role for role in roles if len(role) > 5))


@functools.cache
def _surname_endings() -> tuple[str, ...]:
    found = {ending for _, endings in rows("surname-endings.tsv") for ending in endings.split(" ")}
    return tuple(sorted(found))


def _function_words(language: str) -> Words:
    """The words of a language; of all languages together for one that has no line."""
    lines = {code: words.split(" ") for code, words in rows("function-words.tsv")}
    if language in lines:
        return frozenset(lines[language])
    return frozenset(word for code in sorted(lines) if code != "*" for word in lines[code])


def _demonyms(language: str) -> Words:
    lines = dict(rows("demonyms.tsv"))
    return frozenset(lines.get(language, "").split(" ")) - {""}
