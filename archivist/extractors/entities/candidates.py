"""This module cuts the capitalised words of a block into names and says what each might be.

A name gets its kind from the gazetteer or from words inside it (given names, `Ministero`,
`S.p.A.`); what no table knows goes to unknown.py and may stay open until the whole document has
been read (memory.py).
"""

from __future__ import annotations

from bisect import insort

from archivist.extractors.entities.bodies import foreign_stop, head_stop, small_end, tail_stop
from archivist.extractors.entities.known import begun_small, loud, renewed, several, single
from archivist.extractors.entities.name import Name, land_names, name_of
from archivist.extractors.entities.persons import person_stop, starts_person
from archivist.extractors.entities.places import event_stop, place_stop
from archivist.extractors.entities.reader import Reader
from archivist.extractors.entities.unknown import open_name, open_stop
from archivist.extractors.entities.words import Word

# English words that open names of bodies and are function words elsewhere.
ENGLISH = frozenset(("state", "national", "general", "central", "federal", "union", "can", "son"))
FIRST_CLUBS = ("FC", "FSV", "FFC", "BC", "SC", "VC")
Step = tuple[Name | None, int]  # a name or none, and the index of the word after it


def cut(reader: Reader, lower: frozenset[str]) -> list[Name]:
    """The names of a block, left to right; `lower`: words the document also prints small."""
    names: list[Name] = []
    i = 0
    while i < len(reader.words):
        name, i = _step(reader, i, lower)
        if name:
            if reader.lexicon.capital_nouns and name.words[0] in FIRST_CLUBS:
                _number(reader, name)
            _append(names, name)
    for land in land_names(reader):
        if all(land.end <= name.start or name.end <= land.start for name in names):
            insort(names, land, key=lambda name: name.start)
    return names


def _number(reader: Reader, name: Name) -> None:
    """`1. FC Kaiserslautern`: the number belongs to the club."""
    if reader.text[max(reader.start, name.start - 3) : name.start] == "1. ":
        name.start, name.before = name.start - 3, name.before[:-3]


def _append(names: list[Name], name: Name) -> None:
    """A name that begins small (`mar de China Meridional`) takes what it holds."""
    while names and names[-1].end > name.start:
        names.pop()
    names.append(name)


def _step(reader: Reader, i: int, lower: frozenset[str]) -> Step:
    """The name that begins at word `i`."""
    word = reader.words[i]
    known = reader.gazetteer.longest(reader.text, word.start, word.text, reader.end)
    if known and word.initial and _is_longer_later(reader, i, known[0]):
        return None, i + 1
    common = reader.is_common(word)
    if not word.loud and _may_open(reader, word, common) and _goes_on(reader, i):
        step = _tailed(reader, i, known[0] if known else 0)
        if step:
            return step
    if word.text in reader.gazetteer.small:
        step = begun_small(reader, i)
        if step:
            return step
    if known and not (known[1].kind == "thing" and word.loud):
        return several(reader, i, known[0], known[1])
    if word.loud:
        return loud(reader, i)
    if common and (word.initial or word.folded not in reader.lexicon.org_heads):
        return _particled(reader, i)
    return (
        _headed(reader, i)
        or renewed(reader, i)
        or _person(reader, i)
        or single(reader, i, lower)
        or open_name(reader, i, lower)
    )


def _goes_on(reader: Reader, i: int) -> bool:
    """May the name have words beyond word `i`? Most have none."""
    if i + 1 >= len(reader.words):
        return False
    folded, lexicon = reader.words[i].folded, reader.lexicon
    return (
        reader.adjacent(i + 1)
        or reader.words[i + 1].gap == ", "
        or folded in lexicon.event_heads
        or folded in lexicon.org_heads
    )


def _is_longer_later(reader: Reader, i: int, end: int) -> bool:
    """`La Repubblica di Corea` opens a sentence: the state, not the newspaper `La Repubblica`."""
    if reader.words[i].folded not in reader.lexicon.articles or not reader.adjacent(i + 1):
        return False
    word = reader.words[i + 1]
    if word.folded in reader.lexicon.long_names and place_stop(reader, i + 1) > i + 2:
        return True
    later = reader.gazetteer.longest(reader.text, word.start, word.text, reader.end)
    return later is not None and later[0] > end


def _may_open(reader: Reader, word: Word, common: bool) -> bool:
    """A demonym may in English: `British Museum`; a word that is common here in a foreign name.

    `State Protection Service`, where `state` is Italian for been.
    """
    if not common:
        return True
    if reader.lexicon.language == "en":
        return word.text in reader.lexicon.demonyms
    return not word.initial and word.folded in ENGLISH and len(word.text) > 2


# ------------------------------------------------------------------ by words inside


def _tailed(reader: Reader, i: int, known: int) -> Step | None:
    """`Yale University`, `Daintree River`; `Australian Open` is passed over.

    `known`: where a gazetteer name that begins here ends; it must be shorter.
    """
    event = event_stop(reader, i)
    if event and reader.words[event - 1].end > known:
        return None, event
    if known and reader.words[i].folded in reader.lexicon.org_heads:
        stop = head_stop(reader, i)  # `Consejo de Seguridad Nacional` is longer than the UN's
        if reader.words[stop - 1].end > known:
            return name_of(reader, i, stop, "organization", "entity.organization-keyword"), stop
    stop, kind = tail_stop(reader, i)
    if stop == i + 2 and _is_called(reader, i):
        return None
    role = reader.lexicon.is_role(reader.words[i].folded)
    if stop == i + 3 and role and _is_called(reader, i + 1):
        return None  # `Ministerin Anna Berg`
    if stop and reader.words[stop - 1].end > known:
        return name_of(reader, i, stop, kind, f"entity.{kind}-keyword"), stop
    return None


def _is_called(reader: Reader, i: int) -> bool:
    """`Tiger Woods`, `Michael Bay`: a given name without an article before it."""
    ends_as_surname = reader.words[i + 1].folded in reader.lexicon.place_surnames
    if not ends_as_surname or not reader.is_given(reader.words[i]):
        return False
    return reader.is_after_role(i) or not reader.is_articled(i)


def _headed(reader: Reader, i: int) -> Step | None:
    """`Ministero della Difesa`, `Piazza Tienanmen`; roles and titles are passed over."""
    word, lexicon = reader.words[i], reader.lexicon
    if word.folded in lexicon.org_heads:
        name, stop = _body(reader, i)
        if name:
            return name, stop
    if lexicon.is_role(word.folded) or word.folded in lexicon.honorifics:
        return None, i + 1
    if word.folded in lexicon.foreign_heads:
        stop = foreign_stop(reader, i)
        if stop > i + 1:
            return name_of(reader, i, stop, "organization", "entity.organization-keyword"), stop
    if word.folded in lexicon.place_heads:
        stop = place_stop(reader, i)
        if stop > i + 1:
            return name_of(reader, i, stop, "place", "entity.place-keyword"), stop
    return None


def _body(reader: Reader, i: int) -> Step:
    """A body by its head: with capital complements, with small ones, or alone (`il Senato`)."""
    stop = head_stop(reader, i)
    if stop > i + 1:
        return name_of(reader, i, stop, "organization", "entity.organization-keyword"), stop
    if reader.words[i].initial or not reader.is_articled(i):
        return None, i
    end = small_end(reader, i)
    if end > reader.words[i].end:
        name = name_of(reader, i, i + 1, "organization", "entity.organization-keyword")
        name.after = name.after[end - name.end :]
        name.end = end
        return name, i + 1
    if reader.words[i].folded in reader.lexicon.org_alone:
        return name_of(reader, i, i + 1, "organization", "entity.institution"), i + 1
    return None, i


def _person(reader: Reader, i: int) -> Step | None:
    word = reader.words[i]
    if not reader.is_given(word) or word.text in reader.lexicon.departments:
        return None
    stop = person_stop(reader, i)
    if stop == i + 1 or _is_beside_person(reader, i, stop):
        return None
    return name_of(reader, i, stop, "person", "entity.given-name"), stop


def _is_beside_person(reader: Reader, i: int, stop: int) -> bool:
    """`portavoce dell'Eliseo Layla Haddad`: where persons have no article, the first is a body."""
    if stop < i + 3 or not reader.lexicon.articled_bodies or not reader.is_articled(i):
        return False
    return reader.gazetteer.entry(reader.words[i].text) is not None and starts_person(reader, i + 1)


def _particled(reader: Reader, i: int) -> Step:
    """`De la Serna`, `Di Pietro` in mid-sentence: a capital particle opens a surname."""
    word = reader.words[i]
    if word.initial or word.folded not in reader.lexicon.particles or word.text.isupper():
        return None, i + 1
    stop = open_stop(reader, i)
    if stop == i + 1 or reader.gazetteer.entry(reader.words[i + 1].text):
        return None, i + 1
    return name_of(reader, i, stop, None, "entity.capitals"), stop
