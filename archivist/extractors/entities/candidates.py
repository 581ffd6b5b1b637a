"""This module cuts the capitalised words of a block into names and says what each might be.

A name gets its kind from the gazetteer, from words inside it (given names, `Ministero`, `S.p.A.`)
or stays open (`kind` None) until the whole document has been read (memory.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archivist.extractors.entities.gazetteer import Entry
from archivist.extractors.entities.spans import Reader, is_acronym, is_roman
from archivist.extractors.entities.words import Word
from archivist.record import Span

GAZETTEER = {"town": "city"}  # kinds that share a rule
REACH = 60  # characters of the block seen before and after a name


@dataclass(slots=True)
class Name:
    """A candidate: half-open span, kind or None, the rule that found it, its gazetteer entry."""

    start: int
    end: int
    kind: str | None
    rule: str
    words: tuple[str, ...]
    initial: bool
    before: str  # what stands before it in the block
    after: str
    entry: Entry | None = None
    metonym: bool = False
    loud: bool = False
    block: Span = Span(0, 0)


def cut(reader: Reader, lower: frozenset[str]) -> list[Name]:
    """The names of a block, left to right; `lower`: words the document also prints small."""
    names: list[Name] = []
    i = 0
    while i < len(reader.words):
        name, i = _step(reader, i, lower)
        if name:
            names.append(name)
    return names


ACRONYM = re.compile(r" \(([A-Z][A-Za-z]{1,7}[A-Z])\)")
Step = tuple[Name | None, int]


def _step(reader: Reader, i: int, lower: frozenset[str]) -> Step:
    """The name that begins at word `i`, and the index of the word after it."""
    word = reader.words[i]
    table = reader.gazetteer.longest(reader.text, word.start, word.text, reader.end)
    if not word.loud and not reader.is_common(word):
        event = reader.event_stop(i)
        if event and (not table or reader.words[event - 1].end > table[0]):
            return None, event
        tail, kind = reader.tail_stop(i)
        if tail and (not table or reader.words[tail - 1].end > table[0]):
            return _name(reader, i, tail, kind, f"entity.{kind}-keyword"), tail
    if table:
        return _table_name(reader, i, table[0], table[1])
    if word.loud:
        return _loud(reader, i)
    if reader.is_common(word) and (word.initial or word.folded not in reader.lexicon.org_heads):
        return _particled(reader, i)
    return (
        _keyword(reader, i)
        or _person(reader, i)
        or _known(reader, i, lower)
        or _open(reader, i, lower)
    )


def _particled(reader: Reader, i: int) -> Step:
    """`De la Serna`, `Di Pietro` in mid-sentence: a capital particle opens a surname."""
    word = reader.words[i]
    if word.initial or word.folded not in reader.lexicon.particles or word.text.isupper():
        return None, i + 1
    stop = reader.open_stop(i)
    if stop == i + 1 or reader.gazetteer.entry(reader.words[i + 1].text):
        return None, i + 1
    return _name(reader, i, stop, None, "entity.capitals"), stop


def _keyword(reader: Reader, i: int) -> Step | None:
    """`Ministero della Difesa`, `Piazza Tienanmen`; roles and titles are passed over."""
    word, lexicon = reader.words[i], reader.lexicon
    if word.folded in lexicon.org_heads:
        stop = reader.head_stop(i)
        if stop > i + 1:
            return _name(reader, i, stop, "organization", "entity.organization-keyword"), stop
        if not word.initial and reader.is_articled(i):
            end = reader.small_stop(i)
            if end > word.end:
                name = _name(reader, i, i + 1, "organization", "entity.organization-keyword")
                name.end, name.after = end, reader.text[end : min(reader.end, end + REACH)]
                return name, i + 1
        if word.folded in lexicon.org_alone and not word.initial and reader.is_articled(i):
            return _name(reader, i, stop, "organization", "entity.institution"), stop
    if lexicon.is_role(word.folded) or word.folded in lexicon.honorifics:
        return None, i + 1
    if word.folded in lexicon.place_heads:
        stop = reader.place_stop(i)
        if stop > i + 1:
            return _name(reader, i, stop, "place", "entity.place-keyword"), stop
    return None


def _person(reader: Reader, i: int) -> Step | None:
    if not reader.is_given(reader.words[i]):
        return None
    stop = reader.person_stop(i)
    if stop == i + 1:
        return None
    return _name(reader, i, stop, "person", "entity.given-name"), stop


def _known(reader: Reader, i: int, lower: frozenset[str]) -> Step | None:
    """A single word of the gazetteer, or a city printed in capitals."""
    word = reader.words[i]
    entry = reader.gazetteer.entry(word.text)
    if entry is None and len(word.text) > 3 and word.text.isupper():
        entry = reader.gazetteer.entry(word.text.title())
    if entry is None and reader.lexicon.language == "de" and word.text[-1] == "s":
        entry = reader.gazetteer.entry(word.text[:-1])  # `Aachens`, `Griechenlands`
    if entry is None or (word.initial and word.folded in lower):
        return None
    return _nickname(reader, i, i + 1, entry) or (_name(reader, i, i + 1, None, "", entry), i + 1)


def _open(reader: Reader, i: int, lower: frozenset[str]) -> Step:
    """A name no table knows: an acronym, or a row of capitalised words."""
    word = reader.words[i]
    if is_acronym(word.text):
        if word.text in reader.lexicon.not_acronyms:
            return None, i + 1
        stop = _club(reader, i)
        if stop:
            return _name(reader, i, stop, "organization", "entity.acronym"), stop
        return _name(reader, i, i + 1, None, "entity.acronym"), i + 1
    if len(word.text) > 1 and is_roman(word.text):
        return None, i + 1
    stop = reader.direction_stop(reader.open_stop(i))
    if _is_compound(reader, word):
        return None, i + 1
    if reader.is_department(i) or (stop == i + 1 and word.text in reader.lexicon.departments):
        return None, i + 1
    if _is_title(reader, i, stop):
        return None, stop
    if word.initial and word.folded in lower:
        return _open(reader, i + 1, lower) if stop > i + 1 else (None, stop)
    i = _expanded(reader, i, stop)
    rule = "entity.capitals" if stop - i > 1 else "entity.capital"
    return _name(reader, i, stop, None, rule), stop


def _expanded(reader: Reader, i: int, stop: int) -> int:
    """`des Verbandes Norddeutscher Mühlenbund (NMB)`: where the name the acronym is of begins."""
    acronym = ACRONYM.match(reader.text, reader.words[stop - 1].end, reader.end)
    if acronym:
        letters = acronym.group(1)
        for k in range(max(i, stop - len(letters)), stop - 1):
            if reader.words[k].text[0] == letters[0]:
                return k
    return i


def _club(reader: Reader, i: int) -> int:
    """`AS Roma`, `KBC Securities`: the index after an acronym and the name that follows it."""
    j = i + 1
    if not reader.adjacent(j) or reader.words[j].text.isupper() or reader.starts_person(j):
        return 0
    word, lexicon = reader.words[j], reader.lexicon
    if reader.is_place(word.text):
        return j + 1
    if lexicon.language == "de" or reader.is_common(word) or reader.is_known(j):
        return 0
    if lexicon.is_role(word.folded) or word.folded in lexicon.org_heads:
        return 0
    return reader.open_stop(j)


def _is_compound(reader: Reader, word: Word) -> bool:
    """`Moscow-backed`, `Brazilian-born`: an adjective."""
    return (
        reader.lexicon.language == "en"
        and word.text.rpartition("-")[2].islower()
        and "-" in word.text
    )


def _is_title(reader: Reader, i: int, stop: int) -> bool:
    """`Foreign Minister`, `Prime Minister`: a row that a role word ends."""
    if stop >= len(reader.words) or not reader.adjacent(stop):
        return False
    return reader.lexicon.is_role(reader.words[stop].folded)


def _loud(reader: Reader, i: int) -> Step:
    """In a line of capitals only what the tables know, and persons by given name."""
    word = reader.words[i]
    if reader.is_given(word) and len(word.text) > 3:
        stop = min(reader.person_stop(i), i + 2)
        if stop > i + 1:
            return _name(reader, i, stop, None, "entity.capitals"), stop
    for stop in (i + 3, i + 2, i + 1):
        if stop <= len(reader.words) and all(map(reader.adjacent, range(i + 1, stop))):
            surface = reader.text[word.start : reader.words[stop - 1].end]
            entry = reader.gazetteer.entry(surface) or (
                reader.gazetteer.entry(surface.title()) if len(surface) > 3 else None
            )
            if entry and word.folded not in reader.lexicon.function:
                return _name(reader, i, stop, None, "", entry), stop
    return _name(reader, i, i + 1, None, "entity.capital"), i + 1


def _table_name(reader: Reader, i: int, end: int, entry: Entry) -> Step:
    j = i
    while j < len(reader.words) and reader.words[j].start < end:
        j += 1
    return _nickname(reader, i, j, entry) or (_name(reader, i, j, None, "", entry, end), j)


def _nickname(reader: Reader, i: int, j: int, entry: Entry) -> Step | None:
    """`Colorado Rockies`, `China Daily`: in English a place and a capitalised noun are a body."""
    if not reader.adjacent(j) or reader.words[j].text.isupper():
        return None
    if entry.kind == "body":  # `Juventus Turin`
        if reader.is_place(reader.words[j].text) and not reader.starts_person(j):
            return _name(reader, i, j + 1, "organization", "entity.body-and-place"), j + 1
        return None
    if reader.lexicon.language != "en" or entry.kind == "building":
        return None
    word, lexicon = reader.words[j], reader.lexicon
    if reader.is_common(word) or reader.is_known(j) or reader.starts_person(j):
        return None
    if lexicon.is_role(word.folded) or word.text in lexicon.departments:
        return None
    stop = reader.open_stop(j)
    return _name(reader, i, stop, None, "entity.place-and-noun"), stop


def _feature(reader: Reader, i: int) -> int:
    """Where `via`, `lago di` or the like begins before word `i`; 0 if it does not."""
    parts = reader.parts(i) if reader.words[i].gap else None
    if not parts or not reader.lexicon.features:
        return 0
    at = len(parts) - 1
    while at >= 0 and parts[at] in reader.lexicon.complements:
        at -= 1
    if at < 0 or len(parts) - at > 3 or parts[at] not in reader.lexicon.features:
        return 0
    return reader.text.rindex(parts[at], 0, reader.words[i].start)


def _name(
    reader: Reader,
    i: int,
    j: int,
    kind: str | None,
    rule: str,
    entry: Entry | None = None,
    end: int = 0,
) -> Name:
    words = reader.words[i:j]
    start, stop = words[0].start, end or words[-1].end
    if kind is None or (entry and entry.kind not in ("body", "building", "country")):
        feature = _feature(reader, i)
        if feature:
            start, kind, rule, entry = feature, "place", "entity.place-feature", None
    if entry:
        kind = "organization" if entry.kind in ("body", "building") else "place"
        rule = f"entity.gazetteer.{GAZETTEER.get(entry.kind, entry.kind)}"
    return Name(
        start,
        stop,
        kind,
        rule,
        tuple(word.text for word in words),
        words[0].initial,
        reader.text[max(reader.start, start - REACH) : start],
        reader.text[stop : min(reader.end, stop + REACH)],
        entry,
        bool(entry and entry.kind == "building"),
        words[0].loud,
        Span(reader.start, reader.end),
    )
