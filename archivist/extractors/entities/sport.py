"""This module reads the tables of sport: line-ups (`Mulm: Kol - Brandt, Fess (72. Ott) - …`) name
players, results (`Mulm - Rotwasser 2:1`) name clubs, whatever else the words may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.extractors.entities.gazetteer import Entry
from archivist.extractors.entities.name import Name, instead, overlapping, span_name
from archivist.extractors.entities.reader import BODIES, Reader
from archivist.extractors.entities.words import UPPER
from archivist.record import Span

WORD = rf"[{UPPER}][\w'’]{{0,40}}(?:-[{UPPER}]\w{{1,40}}){{0,4}}"
PLAYER = rf"{WORD}(?: {WORD}){{0,2}}"
ITEM = rf"{PLAYER}(?: ?\([^()\n]{{1,40}}\))?"
LINE_UP = re.compile(rf"{ITEM}(?:(?: ?[,;] ?| [-–] ){ITEM}){{5,}}")
PLAYERS = re.compile(rf"(?:^|[,;] ?| [-–] |\(\D{{0,8}}\d{{1,3}}[.'’] ?)({PLAYER})")
COLON = re.compile(r":[ \n]")
CHANGED = re.compile(r"\(\D{0,8}\d{1,3}[.'’]")  # `(72. Ott)`, `(65' Rossi)`
SIDE = rf"(?:\d\. ?)?{WORD}(?: (?:{WORD}|\d{{2,4}})){{0,3}}"
RESULT = re.compile(rf"(?<!\w)({SIDE}) ?[-–—] ?({SIDE}) \d{{1,3}}[:–-]\d{{1,3}}(?![\d:])(?!, ?\d)")
SCORE = re.compile(r" \d{1,3}[:–-]\d{1,3}(?!\d)")
FEWEST = 6  # players of a line-up
LINE_UP_RULE, SCORE_RULE = "entity.line-up", "entity.score"


def has_results(text: str) -> bool:
    return SCORE.search(text) is not None


def with_sport(reader: Reader, names: list[Name], scored: bool) -> list[Name]:
    """The names of a block with those of its line-ups and results in their place.

    `scored`: has the document anything like a result?
    """
    text = reader.text
    if text.count(", ", reader.start, reader.end) >= FEWEST // 2:
        names = instead(names, list(_players(reader)))
    if scored:
        names = instead(names, list(_clubs(reader, names)))
    return names


def _players(reader: Reader) -> Iterator[Name]:
    """Who stands behind a colon in rows of lines of a team, and who came on for whom."""
    done = reader.start
    for colon in COLON.finditer(reader.text, reader.start, reader.end):
        row = LINE_UP.match(reader.text, colon.end(), reader.end) if colon.end() > done else None
        if row and _is_line_up(reader, row.group()):
            done = row.end()
            for player in PLAYERS.finditer(row.group()):
                if not _is_no_player(reader, player.group(1)):
                    span = Span(row.start() + player.start(1), row.start() + player.end(1))
                    yield span_name(reader, span, "person", LINE_UP_RULE)


def _is_line_up(reader: Reader, row: str) -> bool:
    """Commas between the players of a line and dashes between lines, or substitutes; no places."""
    if not CHANGED.search(row) and not ("," in row and (" - " in row or " – " in row)):
        return False
    first = [item.split(" (")[0].strip() for item in re.split(r"[,;]| [-–] ", row)]
    known = sum(_is_no_player(reader, name) for name in first)
    return known * 4 <= len(first)


def _is_no_player(reader: Reader, name: str) -> bool:
    """A state, a body, a month, a club by its letters: `SG Mulm`."""
    if any(len(word) > 1 and word.isupper() for word in name.split()):
        return True
    return name in reader.gazetteer.names or name.lower() in reader.lexicon.function


def _clubs(reader: Reader, names: list[Name]) -> Iterator[Name]:
    """Both sides of a result where one is known as a place or body and none as a person."""
    for result in RESULT.finditer(reader.text, reader.start, reader.end):
        if result.group(1).isupper() and result.group(2).isupper():
            continue
        sides = [Span(*result.span(1)), Span(*result.span(2))]
        if any(_is_state(reader.gazetteer.entry(side.of(reader.text))) for side in sides):
            continue
        inside = [name for side in sides for name in overlapping(names, side.start, side.end)]
        if any(name.kind == "person" or _is_state(name.entry) for name in inside):
            continue
        known = any(name.kind in ("place", "organization") or _is_body(name) for name in inside)
        if known or any(reader.gazetteer.entry(side.of(reader.text)) for side in sides):
            for side in sides:
                yield span_name(reader, side, "organization", SCORE_RULE)


def _is_state(entry: Entry | None) -> bool:
    """`Costa Rica - Panama 5:1`: states play as what they are."""
    return entry is not None and entry.kind == "country"


def _is_body(name: Name) -> bool:
    return name.entry is not None and name.entry.kind in BODIES
