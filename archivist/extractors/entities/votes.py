"""This module counts what the sentences say of open names: votes for a person, a body, a place.

All mentions of one spelling vote together. Signs come from the words around a mention (signs.py),
from the tables, from the rest of the document and from its neighbours in a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from archivist.extractors.entities.context import is_scored, is_town
from archivist.extractors.entities.gazetteer import Gazetteer
from archivist.extractors.entities.lexicon import Lexicon
from archivist.extractors.entities.name import Name
from archivist.extractors.entities.roles import role_before
from archivist.extractors.entities.signs import WEIGHTS, signs
from archivist.extractors.entities.sport import LINE_UP_RULE
from archivist.extractors.entities.states import named_states
from archivist.extractors.entities.unknown import ACRONYM

# Where something lies or an army comes from, and whom it stands beside: a state, no company.
LOCATED, NATIONAL = "locative", ("state-of", "region-cue")
KINDS = ("person", "organization", "place")
Votes = list[int]  # for person, organization, place
# However often `la X` or `di X`, it says the same.
ONCE = ("article", "row", "of")
BESIDE = 2  # votes for the kind of a neighbour in a row: `Rossi, Bianchi e Verdi`


def count(
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
            if asked and role_before(text, name, lexicon, _start(names, position)):
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


def doubt_bodies(text: str, names: list[Name], lexicon: Lexicon) -> None:
    """Opens a company of the tables that lies somewhere and has an army: `in Zara`.

    One sign may be said of a body (`lavora in Zara`); it takes both, in one document.
    """
    signed: dict[str, set[str]] = defaultdict(set)
    doubtful = [name for name in names if _is_bare_body(name)]
    for name in doubtful:
        signed[spelling(name, text)].update(signs(name, lexicon))
    for name in doubtful:
        found = signed[spelling(name, text)]
        if LOCATED in found and not found.isdisjoint(NATIONAL):
            name.kind, name.entry, name.rule = None, None, "entity.capital"


def _is_bare_body(name: Name) -> bool:
    """One word of the tables, no acronym."""
    body = name.entry is not None and name.entry.kind == "body" and not name.hinted
    return body and len(name.words) == 1 and not name.words[0].isupper()


def _start(names: list[Name], position: int) -> int:
    """Where a role before a name may begin: in its block, behind the person before it."""
    before = names[position - 1] if position else None
    start = names[position].block.start
    return max(start, before.end) if before and before.kind == "person" else start


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
        if before.kind and in_row(text[before.end : name.start], lexicon):
            tally[KINDS.index(before.kind)] += BESIDE
    if position + 1 < len(names):
        after = names[position + 1]
        if after.kind and in_row(text[name.end : after.start], lexicon):
            tally[KINDS.index(after.kind)] += BESIDE


def in_row(between: str, lexicon: Lexicon) -> bool:
    if between == ", ":
        return True
    if len(between) > 12:
        return False
    parts = between.replace("'", " ").replace("’", " ").split()
    if not parts or parts[0] not in lexicon.conjunctions:
        return False
    return len(parts) == 1 or (len(parts) == 2 and parts[1] in lexicon.articles)
