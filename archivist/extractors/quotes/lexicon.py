"""This module makes the words of one language ready for looking up: cue verbs and small words.

The words are in `archivist/languages/xx.toml`, sections `[quotes]`, `[cues]`, `[pronouns]`:
verbs as stems under an ending class, irregular forms in full. A language without these
sections has the empty lexicon: quotation marks are paired, nobody is named as the speaker.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archivist import languages

# What a word form can be; a form may be several (`said`).
FINITE, PARTICIPLE, GERUND, INFINITIVE = 1, 2, 4, 8
SAY, THINK = 16, 32

_FORMS = {"finite": FINITE, "participle": PARTICIPLE, "gerund": GERUND, "infinitive": INFINITIVE}

Phrases = dict[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language, lower case; phrases by their first word, longest first."""

    verbs: dict[str, int]
    triggers: frozenset[str]
    particles: dict[str, frozenset[str]]
    phrases: Phrases
    frames: Phrases
    frame_links: Phrases
    frames_behind: frozenset[str]  # `X zufolge`
    opinions: frozenset[str]  # `in his view`
    opinions_behind: frozenset[str]  # `seiner Meinung nach`: what must stand behind it
    through: Phrases
    contractions: dict[str, frozenset[str]]
    complementizers: frozenset[str]
    addressed: frozenset[str]
    cites: frozenset[str]
    documents: frozenset[str]
    inside: frozenset[str]
    coordinators: frozenset[str]
    singular: frozenset[str]
    to: frozenset[str]
    views: frozenset[str]
    tags: frozenset[str]
    of: frozenset[str]
    infinitives: frozenset[str]
    oblique: frozenset[str]
    impersonal: frozenset[str]  # `hieß es`: nobody
    nominative: frozenset[str]  # forms that only a subject has: `er`, `der`
    bare: frozenset[str]
    plain: frozenset[str]  # `said`: of these, whatever the clause has for a verb
    promises: frozenset[str]  # `vowed to`: what one says one will do
    judges: frozenset[str]  # `accused X of`: whom or what one speaks about is the object
    purposes: frozenset[str]  # `to` before an infinitive
    afterthoughts: frozenset[str]  # `while`, `during`: no more of what was said
    reported: frozenset[str]
    moods: frozenset[str]
    like: frozenset[str]
    subjunctives: frozenset[str]
    editors: frozenset[str]
    nouns: frozenset[str]
    named_by: frozenset[str]
    headings: frozenset[str]  # what speaks in a headline: `Poll: …`
    abbreviations: frozenset[str]
    elisions: frozenset[str]
    auxiliaries: frozenset[str]
    passives: frozenset[str]
    adverbs: frozenset[str]
    clitics: frozenset[str]
    determiners: frozenset[str]
    possessives: frozenset[str]
    genitives: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    breaks: frozenset[str]
    relatives: frozenset[str]
    reflexives: frozenset[str]
    time: frozenset[str]
    pronouns: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    male_words: frozenset[str]  # `Mr`, `Herr`: who has one beside the name is no she
    female_words: frozenset[str]
    female_articles: frozenset[str]  # of `la portavoce`
    offices: frozenset[str]  # heads of roles
    male_offices: tuple[str, ...]  # ends of words: `minister` where a `ministerin` is printed too
    female_offices: tuple[str, ...]
    person_words: frozenset[str]
    others: frozenset[str]
    small: frozenset[str]
    adverb_endings: tuple[str, ...]
    verb_endings: tuple[str, ...]
    fragment: int
    dialogue_dashes: bool
    noun_capitals: bool
    compounds: bool
    verb_second: bool
    null_subject: bool

    def is_adverb(self, word: str) -> bool:
        """`yesterday`, `publicly`: may stand between a speaker and the verb."""
        return word in self.adverbs or (len(word) > 5 and word.endswith(self.adverb_endings))


@functools.cache
def lexicon(language: str | None) -> Lexicon:
    """The lexicon of a language, empty for None and for one without tables."""
    quotes, cues, pronouns = (
        (languages.section(language, name) if language else {})
        for name in ("quotes", "cues", "pronouns")
    )
    around: dict[str, Any] = cues.get("around", {})
    lists = {name: _words(around.get(name)) for name in _AROUND}
    subject, others = _words(pronouns.get("subject")), _words(pronouns.get("others"))
    verbs, phrases = _verbs(cues), _phrases(cues.get("phrases", ()))
    particles = _particles(cues.get("separable", {}))
    offices = _offices(pronouns, languages.section(language, "roles") if language else {})
    return Lexicon(
        verbs=verbs,
        triggers=frozenset((*verbs, *phrases, *particles)),
        particles=particles,
        phrases=phrases,
        frames=_phrases(cues.get("frames", ())),
        frame_links=_phrases(cues.get("frame_links", ())),
        frames_behind=_words(cues.get("frames_behind", "")),
        opinions=_words(cues.get("opinions")),
        opinions_behind=_words(cues.get("opinions_behind")),
        through=_phrases(cues.get("through", ())),
        contractions={w: _words(forms) for w, forms in cues.get("contractions", {}).items()},
        complementizers=_words(cues.get("complementizers")),
        documents=_words(cues.get("documents")),
        cites=_words(cues.get("cites")),
        views=_words(cues.get("views")),
        tags=_words(cues.get("tags")),
        addressed=_words(cues.get("addressed")),
        bare=_words(cues.get("bare")),
        plain=_words(cues.get("plain")),
        promises=_words(cues.get("promises")),
        judges=_words(cues.get("judges")),
        purposes=_words(cues.get("purposes")),
        afterthoughts=_words(cues.get("afterthoughts")),
        reported=_words(around.get("reported")),
        moods=_words(around.get("reported"))
        | (_words(around.get("subjunctives")) - lists["auxiliaries"]),
        like=_words(cues.get("like")),
        subjunctives=_words(around.get("subjunctives")),
        editors=_words(quotes.get("editors")),
        nouns=_words(cues.get("nouns")),
        named_by=_words(quotes.get("named_by")),
        headings=_words(quotes.get("headings")),
        abbreviations=_words(quotes.get("abbreviations")),
        elisions=_words(quotes.get("elisions")),
        pronouns=subject,
        male=_words(pronouns.get("male")),
        female=_words(pronouns.get("female")),
        male_words=_words(pronouns.get("male_words")),
        female_words=_words(pronouns.get("female_words")),
        female_articles=_words(pronouns.get("female_articles")),
        offices=offices["offices"],
        male_offices=offices["male"],
        female_offices=offices["female"],
        person_words=_words(pronouns.get("first_person")) | _words(pronouns.get("second_person")),
        others=others,
        adverb_endings=tuple((around.get("adverb_endings") or "\0").split()),
        fragment=quotes.get("fragment", 3),
        verb_endings=_verb_endings(cues.get("endings", {})),
        dialogue_dashes=quotes.get("dialogue_dashes", False),
        compounds=around.get("compounds", False),
        noun_capitals=around.get("noun_capitals", False),
        verb_second=around.get("verb_second", False),
        null_subject=around.get("null_subject", False),
        small=frozenset().union(subject, others, *(lists[name] for name in _SMALL)),
        **lists,
    )


_AROUND = (
    "auxiliaries",
    "infinitives",
    "passives",
    "of",
    "inside",
    "coordinators",
    "singular",
    "to",
    "oblique",
    "impersonal",
    "nominative",
    "adverbs",
    "clitics",
    "determiners",
    "possessives",
    "genitives",
    "prepositions",
    "conjunctions",
    "breaks",
    "relatives",
    "reflexives",
    "time",
)
# Lists whose words are no name even with the capital of a sentence's beginning.
_SMALL = ("determiners", "prepositions", "adverbs", "breaks", "possessives", "conjunctions")


def _offices(pronouns: dict[str, Any], roles: dict[str, Any]) -> dict[str, Any]:
    """The heads of roles and which are of women: those beside a form for men, `sindaca/sindaco`."""
    heads = frozenset(roles.get("heads", ()))
    men, women = set(), set()
    for pair in pronouns.get("office_endings", "").split():
        female, male = pair.split("/")
        for head in sorted(heads):
            stem = head.removesuffix(female)
            if stem != head and stem + male in heads:
                women.add(head)
                men.add(stem + male)
    decisive = pronouns.get("decisive_offices", False)
    return {
        "offices": heads,
        "female": tuple(sorted(women)) or ("\0",),
        "male": tuple(sorted(men)) if men and decisive else ("\0",),
    }


def _words(words: str | None) -> frozenset[str]:
    return frozenset((words or "").split())


def _verbs(cues: dict[str, Any]) -> dict[str, int]:
    """Every printed form of the cue verbs and what it can be."""
    forms: dict[str, int] = {}
    endings = cues.get("endings", {})
    for section, carries in (("say", SAY), ("think", THINK)):
        for key, words in cues.get(section, {}).items():
            if key in _FORMS:
                made: Iterable[tuple[str, int]] = ((word, _FORMS[key]) for word in words.split())
            else:
                made = _conjugated(words.split(), endings[key])
            for form, kind in made:
                forms[form] = forms.get(form, 0) | kind | carries
    return forms


def _conjugated(stems: list[str], endings: dict[str, str]) -> Iterable[tuple[str, int]]:
    """`affirm` with `_ s ed` → affirm, affirms, affirmed; `_` is no ending."""
    for stem in stems:
        for kind, suffixes in endings.items():
            for suffix in suffixes.split():
                yield stem + suffix.replace("_", ""), _FORMS[kind]


def _verb_endings(endings: dict[str, dict[str, str]]) -> tuple[str, ...]:
    """How participles, gerunds and infinitives of any verb end."""
    found = {
        suffix
        for forms in endings.values()
        for kind in ("participle", "gerund", "infinitive")
        for suffix in forms.get(kind, "").split()
        if len(suffix) > 1
    }
    return tuple(sorted(found)) or ("\0",)


def _particles(separable: dict[str, str]) -> dict[str, frozenset[str]]:
    """`teilte` → {`mit`}: the verb says something only with its particle."""
    found: dict[str, set[str]] = {}
    for particle, forms in separable.items():
        for form in forms.split():
            found.setdefault(form, set()).add(particle)
    return {form: frozenset(particles) for form, particles in found.items()}


def _phrases(printed: Iterable[str]) -> Phrases:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in printed:
        first, *rest = re.findall(r"[^\s'’]+", phrase.lower())
        found.setdefault(first, []).append(tuple(rest))
    return {first: tuple(sorted(rests, key=len, reverse=True)) for first, rests in found.items()}
