"""This module lets the document decide what an open name is, and who a bare surname is.

Names of several words are settled first; then single words: a surname joins its full name, the
rest goes by the signs over all mentions of the same spelling.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from archivist.extractors.entities.context import is_scored, is_town, read_in_context
from archivist.extractors.entities.gazetteer import Gazetteer
from archivist.extractors.entities.hinted import spread
from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.name import Name
from archivist.extractors.entities.roles import role_before
from archivist.extractors.entities.signs import ENOUGH, WEIGHTS, signs
from archivist.extractors.entities.sport import LINE_UP_RULE
from archivist.extractors.entities.states import name_states, named_states
from archivist.extractors.entities.unknown import ACRONYM

KINDS = ("person", "organization", "place")
Votes = list[int]  # for person, organization, place
# However often `la X` or `di X`, it says the same.
ONCE = ("article", "row", "of")
BESIDE = 2  # votes for the kind of a neighbour in a row: `Rossi, Bianchi e Verdi`


def settle(
    text: str, names: list[Name], lexicon: Lexicon, gazetteer: Gazetteer, lower: frozenset[str]
) -> list[Name]:
    """The names that have a kind now, in text order; `lower`: words also printed small."""
    names = [name for name in names if read_in_context(name, lexicon)]
    spread(names, text, _surnames(names, text, lexicon))
    names = _split(names, text, lexicon)
    _narrow(names, text, lexicon)
    _remember(names, text, lexicon)
    if not lexicon.is_own:
        return [name for name in names if name.kind and _is_plain(name)]
    _place(names, lexicon)
    votes = _votes(text, names, lexicon, gazetteer, lower)
    sure = {id(name) for name in names if name.kind}
    _settle([name for name in names if name.kind is None and len(name.words) > 1], text, votes)
    _remember(names, text, lexicon)
    _settle([name for name in names if name.kind is None and len(name.words) == 1], text, votes)
    _doubt_towns(names, text, votes)
    _settle_rows(names, text, votes, sure, lexicon)
    name_states(names)
    return [name for name in names if name.kind]


def _is_plain(name: Name) -> bool:
    """In a language without tables no sentence says that `Most` is a town and no bridge."""
    if not is_town(name):
        return True
    return name.entry is not None and name.entry.kind == "city" and not name.initial


def _settle(names: list[Name], text: str, votes: dict[str, Votes]) -> None:
    for name in names:
        tally = votes[spelling(name, text)]
        best = max(tally)
        if best >= ENOUGH:
            name.kind = KINDS[tally.index(best)]


def _settle_rows(
    names: list[Name], text: str, votes: dict[str, Votes], sure: set[int], lexicon: Lexicon
) -> None:
    """`Aldmoor, Kelm e Nuova Threnn`: what was settled in a row speaks for what is still open.

    `sure`: the ids of names whose kind has been counted for their neighbours already.
    """
    pairs = [
        (first, second)
        for first, second in itertools.pairwise(names)
        if not (first.kind and second.kind) and _in_row(text[first.end : second.start], lexicon)
    ]
    swapped = [(second, first) for first, second in reversed(pairs)]
    for known, name in (*pairs, *swapped):
        if known.kind and name.kind is None and id(known) not in sure:
            kind = KINDS.index(known.kind)
            if votes[spelling(name, text)][kind] + BESIDE >= ENOUGH:
                name.kind = known.kind


def _doubt_towns(names: list[Name], text: str, votes: dict[str, Votes]) -> None:
    """A town that does what persons do is one; one that nothing speaks for is none."""
    for name in names:
        if is_town(name):
            person, _, place = tally = votes[spelling(name, text)]
            if person > place:
                name.kind, name.rule, name.entry = "person", "entity.capital", None
            elif max(tally) < 1:
                name.kind = None


def _split(names: list[Name], text: str, lexicon: Lexicon) -> list[Name]:
    """`portavoce del Triangolo Zylla Korvath`, where the document also has `il Triangolo`."""
    alone = {name.words[0] for name in names if name.kind is None and len(name.words) == 1}
    found = []
    for name in names:
        found.append(name)
        begins = name.kind is None and len(name.words) > 1 and name.words[0] in alone
        if begins and lexicon.articled_bodies and "article" in signs(name, lexicon):
            found.append(_halved(name, text))
    return found


def _halved(name: Name, text: str) -> Name:
    """Cuts the first word off as a name of its own and returns the rest as another."""
    first, *rest = name.words
    start = text.index(rest[0], name.start + len(first))
    second = replace(name, start=start, words=tuple(rest), initial=False)
    second.before = name.before + text[name.start : start]
    name.end, name.words, name.rule = name.start + len(first), (first,), "entity.capital"
    name.after = text[name.end : second.end] + second.after
    return second


def _place(names: list[Name], lexicon: Lexicon) -> None:
    """`nella regione di Novi Sad`: what only looks like a person's name."""
    for name in names:
        if name.kind == "person" and name.rule == "entity.given-name" and not name.hinted:
            words = name.before[-30:].replace("'", " ").replace("’", " ").split()[-2:]
            if len(words) == 2 and words[1] in lexicon.links and words[0] in lexicon.regions:
                name.kind, name.rule = "place", "entity.capitals"


# ------------------------------------------------------------------ votes


def _votes(
    text: str,
    names: list[Name],
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    lower: frozenset[str],
) -> dict[str, Votes]:
    """Spelling → votes over all mentions that are open or in doubt."""
    votes: dict[str, Votes] = defaultdict(lambda: [0, 0, 0])
    states = named_states(names, lexicon)
    letters = _letters(names)
    players = {name.words for name in names if name.rule == LINE_UP_RULE}
    counted: set[tuple[str, str]] = set()
    for position, name in enumerate(names):
        if name.kind is None or is_town(name):
            spelled = spelling(name, text)
            tally = votes[spelled]
            found = [*signs(name, lexicon), *_known(name, lexicon, gazetteer, lower)]
            if "article" in found and "country-ending" in found:
                found.append("country-article")
            asked = name.kind is None and "role-before" not in found
            if asked and role_before(text, name, lexicon, name.block.start):
                found.append("role-phrase")
            if name.words in states:
                found.append("named-state")
            if name.words in letters:
                found.append("letters")
            if name.words in players:
                found.append("player")
            for sign in found:
                person, organization, place = WEIGHTS[sign]
                if sign in ONCE:
                    if (spelled, sign) in counted:
                        person, organization = min(person, 0), min(organization, 0)
                    counted.add((spelled, sign))
                tally[0] += person
                tally[1] += organization
                tally[2] += place
            _look_beside(tally, text, names, position, lexicon)
    return votes


def _letters(names: list[Name]) -> set[tuple[str, ...]]:
    """`BfV`, where the document prints `Bundesamt für Verfassungsschutz (BfV)`."""
    bodies = (name for name in names if name.kind == "organization" and ACRONYM.match(name.after))
    found = ((body, ACRONYM.match(body.after)) for body in bodies)
    return {(m.group(1),) for body, m in found if m and m.group(1)[0] == body.words[0][0]}


def spelling(name: Name, text: str) -> str:
    """The key of its votes: `PAVULLO` in a dateline votes for `Pavullo`."""
    surface = text[name.start : name.end]
    return surface.title() if surface.isupper() and len(surface) > 4 else surface


def _known(
    name: Name, lexicon: Lexicon, gazetteer: Gazetteer, lower: frozenset[str]
) -> Iterator[str]:
    """The signs that tables and the rest of the document give."""
    if lexicon.capital_nouns and name.rule != "entity.acronym":
        yield "noun-language" if name.entry is None else "noun-town"
    if name.entry and _base(name, lexicon) in lexicon.common_cities:
        yield "common-city"
    if len(name.words) == 1:
        if name.words[0].lower() in lower:
            yield "small-too"
        if name.words[0] in gazetteer.given:
            yield "given-town" if name.entry and name.entry.kind == "town" else "given"
    if name.entry:
        yield name.entry.kind
    elif is_scored(name):
        yield "scored"


def _base(name: Name, lexicon: Lexicon) -> str:
    """The word without the genitive s of German: `Namens`."""
    word = name.words[0]
    return word[:-1] if lexicon.capital_nouns and word[-1] == "s" else word


def _look_beside(
    tally: Votes, text: str, names: list[Name], position: int, lexicon: Lexicon
) -> None:
    """`Rossi, Bianchi e Verdi`: what stands in a row with a known name is of its kind."""
    name = names[position]
    if position > 0:
        before = names[position - 1]
        if before.kind and _in_row(text[before.end : name.start], lexicon):
            tally[KINDS.index(before.kind)] += BESIDE
    if position + 1 < len(names):
        after = names[position + 1]
        if after.kind and _in_row(text[name.end : after.start], lexicon):
            tally[KINDS.index(after.kind)] += BESIDE


def _in_row(between: str, lexicon: Lexicon) -> bool:
    if between == ", ":
        return True
    if len(between) > 12:
        return False
    parts = between.replace("'", " ").replace("’", " ").split()
    if not parts or parts[0] not in lexicon.conjunctions:
        return False
    return len(parts) == 1 or (len(parts) == 2 and parts[1] in lexicon.articles)


# ------------------------------------------------------------------ surnames


class _Surname(NamedTuple):
    """As printed with its particle: `De Santis`; `words`: those of them the full name has."""

    printed: str
    words: tuple[str, ...]


def _surnames(names: list[Name], text: str, lexicon: Lexicon) -> dict[str, _Surname]:
    """Last word → surname of the persons named in full, with its particles: `van der Velde`."""
    found: dict[str, _Surname] = {}
    for name in names:
        if name.kind == "person" and len(name.words) > 1:
            parts = text[name.start : name.end].split()
            first = len(parts) - 1
            while first > 1 and parts[first - 1].lower() in lexicon.particles:
                first -= 1
            last = name.words[-1]
            if parts[-1] != last:
                first = len(parts) - 1
                parts[-1] = last
            printed = parts[first:]
            words = tuple(part for part in printed if part in name.words)
            found.setdefault(last, _Surname(" ".join(printed), words))
    return found


def _narrow(names: list[Name], text: str, lexicon: Lexicon) -> None:
    """`Omicidio Sandri` opens a line, `warf Merz Untätigkeit vor`: only the surname is a name."""
    surnames = _surnames(names, text, lexicon)
    for name in names:
        if name.kind is None and len(name.words) > 1:
            surname = surnames.get(name.words[-1])
            if surname and name.initial and text[name.start : name.end] != surname.printed:
                _become(name, surname, text.rindex(name.words[-1], name.start, name.end), text)
            elif lexicon.capital_nouns and name.words[0] in surnames:
                _become(name, _Surname(name.words[0], name.words[:1]), name.start, text)


def _remember(names: list[Name], text: str, lexicon: Lexicon) -> None:
    """What the document said in full it may say in short."""
    surnames = _surnames(names, text, lexicon)
    for name in names:
        surname = surnames.get(name.words[-1])
        if surname and (name.kind is None or is_town(name)):
            _become(name, surname, text.rindex(name.words[-1], name.start, name.end), text)


def _become(name: Name, surname: _Surname, last: int, text: str) -> None:
    """The name is this surname; `last` is where its last word begins.

    What may be a preposition (`di Pietro`) is a part of it only with a capital.
    """
    end = last + len(surname.printed.rpartition(" ")[2])
    start = end - len(surname.printed)
    same = text[max(0, start) : end].lower() == surname.printed.lower()
    if same and (text[start].isupper() or start == name.start or len(surname.words) > 1):
        name.start, name.words = start, surname.words
    elif len(name.words) == 1:
        name.start = last
    name.end, name.kind, name.entry, name.initial = end, "person", None, False
    name.rule = "entity.surname-memory"
