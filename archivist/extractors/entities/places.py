"""This module says how far the name of a place goes, and of an event or a law, which is none."""

from __future__ import annotations

from archivist.extractors.entities.persons import starts_person
from archivist.extractors.entities.reader import Reader

LONGEST = 5  # words in a row
LONGEST_EVENT = 8
SAINTS = ("san", "santa", "sant", "santo", "são", "saint", "sainte")


def place_stop(reader: Reader, i: int) -> int:
    """The index after `Lago di Garda`, `Piazza Tienanmen`, `San Benedetto del Tronto`."""
    words, j = reader.words, i + 1
    if j >= len(words):
        return j
    if not reader.adjacent(j):
        if reader.complements(j) is None:
            return j
        j += 1
    while reader.adjacent(j) and j - i < LONGEST and not reader.is_common(words[j]):
        if words[i].text in reader.lexicon.departments and starts_person(reader, j):
            break
        j += 1
    if words[i].folded in SAINTS and j < len(words) and not words[j].text.isupper():
        parts = reader.complements(j)
        if parts and len(parts) < 3:
            return j + 1
    return j


def direction_stop(reader: Reader, j: int) -> int:
    """The index after a direction at word `j` that belongs to the name: `Corea del Nord`."""
    if j >= len(reader.words):
        return j
    if reader.words[j].text in reader.lexicon.divisions:  # `Umbria Alta`
        return j + 1 if reader.adjacent(j) else j
    if reader.words[j].text not in reader.lexicon.directions:
        return j
    return j + 1 if reader.adjacent(j) or reader.complements(j) else j


def event_stop(reader: Reader, i: int) -> int:
    """The index after `Coppa del Mondo`, `Australian Open`; 0 if it is none."""
    if reader.words[i].folded in reader.lexicon.event_heads:
        return place_stop(reader, i)
    if reader.words[i].folded in reader.lexicon.org_heads:
        return 0
    j, found = i + 1, 0
    while j < i + LONGEST_EVENT and reader.adjacent(j):
        found = j + 1 if reader.words[j].folded in reader.lexicon.event_tails else 0
        j += 1
    return found
