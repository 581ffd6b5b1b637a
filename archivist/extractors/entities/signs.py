"""This module reads the signs around an open name: what the sentence says it is.

A sign is one word of a small vocabulary; `WEIGHTS` says how far it speaks for a person, an
organization, a place. The weights are whole numbers by judgement, ordered by what the signs
proved on annotated news in seven languages; a name needs `ENOUGH` over all its mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.name import Name
from archivist.extractors.entities.unknown import ACRONYM

ENOUGH = 2
# sign: (person, organization, place)
WEIGHTS: dict[str, tuple[int, int, int]] = {
    "honorific": (6, -4, -4),
    "role-before": (5, 0, -3),
    "role-phrase": (4, -1, -2),
    "role-after": (5, 1, -2),
    "acting-after": (-1, 4, -1),
    "place-after": (-1, -1, 3),
    "expansion": (-3, 6, -2),
    "age": (4, 0, -3),
    "acts": (3, 1, 0),
    "said": (5, 0, -2),
    "genitive": (2, 1, 0),
    "acting": (-3, 5, -2),
    "article": (-4, 1, 0),
    "of": (1, -1, 1),
    "locative": (-3, -1, 4),
    "place-cue": (-4, -2, 5),
    "region-cue": (-4, -1, 3),
    "state-of": (-4, -1, 3),
    "named-state": (-4, -4, 6),
    "letters": (-6, 9, -6),
    "player": (7, -3, -3),
    "place-ending": (-1, 0, 4),
    "country-ending": (-1, -1, 2),
    "country-article": (0, -1, 3),
    "direction": (-3, -1, 5),
    "place-and-noun": (0, 4, 1),
    "acronym": (-6, 4, -3),
    "acronym-short": (0, -2, 0),
    "acronym-digits": (0, -3, 0),
    "bracketed": (0, 1, 0),
    "given-town": (1, -1, -3),
    "given": (2, -1, -1),
    "country-after": (-1, 0, 5),
    "quoted": (-4, -4, -4),
    "in-title": (-2, -2, -2),
    "scored": (-1, 3, 0),
    "town": (0, 0, 4),
    "city": (0, 0, 7),
    "initial": (-1, -1, -1),
    "dateline": (-6, -4, 6),
    "several": (2, 0, -1),
    "row": (1, 0, -1),
    "particled": (3, 0, -1),
    "person-ending": (3, -1, -2),
    "title-line": (-1, -1, -1),
    "small-too": (-6, -6, -6),
    "noun-town": (-3, -4, -2),
    "common-city": (-3, -2, -7),
    "noun-language": (-3, -4, -4),
}
NEXT = re.compile(r"[\s\u00a0]+([^\W\d_]+)")
INSERTED = re.compile(r", ([^\W\d_]+), ([^\W\d_]+)")  # `X, però, ha avvertito`
# `PAVULLO. Ancora un furto`, `NAIROBI – Die letzten`
DATELINE = re.compile(r"(?:\. | ?[-–—(] ?|, \d)")
AGE = re.compile(r",? ?[,(] ?(?:aged? |di )?\d{2}(?: ?[,)]| años| anni| ans| jaar| Jahre| anos)")
APPOSITION = re.compile(r"(?:, | \(| [–-] )((?:[^\W\d_]+[ '’-]?){1,3})")


def signs(name: Name, lexicon: Lexicon) -> Iterator[str]:
    """The signs of one mention: before it, after it, in it."""
    if name.before[-1:] in OPENING and not name.before[-2:-1].isalnum():
        yield "quoted"
    else:
        yield from _before(name.before, lexicon)
    for sign in _after(name.after, lexicon):
        # `Recentelijk werd …`: where the verb comes second, what stands first need not act
        if sign != "acts" or not (name.initial and lexicon.verb_second):
            yield sign
    if len(name.words) > 1 and _is_expanded(name):
        yield "expansion"
    if _in_title(name):
        yield "in-title"
    yield from _within(name, lexicon)
    if name.before[-1:] == "(" and name.after[:1] == ")":
        yield "bracketed"


def is_located(name: Name, lexicon: Lexicon) -> bool:
    """`in Italia`: does something lie or happen there?"""
    if name.before[-1:] in OPENING and not name.before[-2:-1].isalnum():
        return False
    last = name.before[-12:].rstrip("[( \u00a0").rpartition(" ")[2].lower()
    return last in lexicon.place_in and "locative" in _before(name.before, lexicon)


def _is_expanded(name: Name) -> bool:
    """`Norddeutscher Mühlenbund (NMB)`: an acronym of at least three letters follows."""
    acronym = ACRONYM.match(name.after)
    return acronym is not None and acronym.group(1)[0] == name.words[0][0].upper()


def _in_title(name: Name) -> bool:
    """Does it stand inside short quotation marks? `the hit "The Bitch Is Back"`"""
    before, after = name.before, name.after
    if before.count('"') % 2 and '"' in after:
        return True
    return any(
        before.rfind(opening) > before.rfind(closing) and closing in after
        for opening, closing in (("“", "”"), ("«", "»"), ("„", "“"))
    )


OPENING = ('"', "“", "«", "„", "‘", "'")


def _before(before: str, lexicon: Lexicon) -> Iterator[str]:
    """What the one or two words before the name say."""
    tail = before[-40:].rstrip("[( \u00a0")
    elided = tail[-1:] in ("'", "’")
    if not tail or (len(tail) == len(before[-40:]) and not elided):
        return
    words = tail.replace("'", " ").replace("’", " ").split()[-3:]
    last = words[-1].rstrip("]).") if words else ""
    folded = last.lower()
    if folded in lexicon.honorifics:
        yield "honorific"
    elif words and words[-1][-1] == ".":
        return
    elif not elided and (lexicon.is_role(folded) or last in lexicon.departments):
        yield "role-before"
    if not last or (last[0].isupper() and folded not in lexicon.articles):
        if lexicon.capital_nouns and len(words) > 1 and words[-2] in lexicon.said:
            yield "said"  # `sagt Monteur X`
        return
    third, second = ["", "", *[word.lower() for word in words[:-1]]][-2:]
    yield from _lead(folded, second, third, lexicon)


def _lead(last: str, second: str, third: str, lexicon: Lexicon) -> Iterator[str]:
    """The preposition, article or noun that leads to the name; `third` and `second` are before."""
    if last in lexicon.said:
        yield "said"
    elif last in lexicon.acting:
        yield "acting"
    elif second and last not in lexicon.function and last not in lexicon.links:
        # `settimanale russo X`, `premier israeliano X`, `città tedesca X`
        if lexicon.is_role(second):
            yield "role-before"
        elif second in lexicon.acting:
            yield "acting"
        elif second in lexicon.place_cues:
            yield "place-cue"
        elif second in lexicon.said or (second in lexicon.articles and third in lexicon.said):
            yield "said"  # `vertelt monteur X`, `raconte le mécanicien X`
    if (
        last in lexicon.place_cues
        or last in lexicon.place_heads
        or (
            last in lexicon.links
            and (second in lexicon.place_cues or second in lexicon.place_heads)
        )
    ):
        yield "place-cue"
        if last in lexicon.regions or (last in lexicon.links and second in lexicon.regions):
            yield "region-cue"
    elif second in lexicon.of_states and last in lexicon.articles and last in lexicon.complements:
        yield "state-of"
    elif last in lexicon.place_in:
        yield "locative"
    elif last in lexicon.of:
        yield "of"
    elif last in lexicon.articles:
        yield "article"


def _after(after: str, lexicon: Lexicon) -> Iterator[str]:
    word = NEXT.match(after)
    if word:
        if word.group(1).lower() in lexicon.verbs:
            yield "acts"
        return
    inserted = INSERTED.match(after)
    if inserted and inserted[1].lower() in lexicon.function and inserted[2] in lexicon.verbs:
        yield "acts"
        return
    if after[:2] in ("'s", "’s") and lexicon.language == "en":
        yield "genitive"
    yield from _apposition(after, lexicon)
    if AGE.match(after):
        yield "age"


def _apposition(after: str, lexicon: Lexicon) -> Iterator[str]:
    """`, segretario …`, `, società nata …`, `, in provincia di …`"""
    apposition = APPOSITION.match(after)
    if not apposition:
        return
    for word in apposition.group(1).lower().replace("'", " ").replace("’", " ").split():
        if lexicon.is_role(word):
            yield "role-after"
            return
        if word in lexicon.acting:
            yield "acting-after"
            return
        if word in lexicon.place_cues:
            yield "place-after"
            return
        if word in lexicon.verbs:
            return


def _within(name: Name, lexicon: Lexicon) -> Iterator[str]:
    """The shape of the name."""
    last = name.words[-1]
    if name.initial:
        yield "initial"
    if not name.before and last.isupper() and len(last) > 3 and DATELINE.match(name.after):
        yield "dateline"
    if name.rule == "entity.acronym":
        yield from _acronym(last)
        return
    if name.rule == "entity.place-and-noun":
        yield "place-and-noun"
        return
    if not lexicon.directions.isdisjoint(name.words) and len(name.words) > 1:
        yield "direction"
    elif len(name.words) > 1:
        yield "several" if lexicon.bare_rows else "row"
        first = name.words[0].lower()
        if first in lexicon.particles and first not in lexicon.articles:
            yield "particled"
    if len(last) > 5 and last.endswith(lexicon.place_endings):
        yield "place-ending"
    elif len(last) > 5 and last.endswith(lexicon.country_endings):
        yield "country-ending"
    elif len(last) > 4 and last.endswith(lexicon.surname_endings) and not is_city(name):
        yield "person-ending"


def is_city(name: Name) -> bool:
    """`Genova` ends as Czech surnames do, and is a city."""
    return name.entry is not None and name.entry.kind == "city"


def _acronym(word: str) -> Iterator[str]:
    yield "acronym"
    if len(word) == 2:
        yield "acronym-short"
    if not word.isalpha():
        yield "acronym-digits"
