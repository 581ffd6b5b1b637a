"""This module says in one line what was found in an article: what `convert` prints as it goes."""

from __future__ import annotations

from archivist.cli import console
from archivist.cli.layout import cells, clip, count, pad
from archivist.pipeline import Conversion
from archivist.record import Record

KINDS = (("person", "person", "people"), ("organization", "body", "bodies"), ("place", "place", ""))
MARKS = {"written": ("✓", "green"), "unchanged": ("=", "green")}
WIDE = 110  # cells from which what was found is told in full words


def line(conversion: Conversion, name: str, state: str, width: int, names: int) -> str:
    """`✓ it/x.txt  Title…  it  2024-10  4 quotes · 5 people …`, at most `width` cells.

    `state` is what became of it, a key of MARKS; `names` the cells the longest name would need.
    """
    record = conversion.record
    if record is None:
        return ""
    mark, color = MARKS[state]
    if any(found.severity != "note" for found in conversion.problems):
        mark, color = "!", "yellow"
    name_width = max(8, min(names, width // 4))
    found = _found(record, wide=width >= WIDE)
    room = width - name_width - (42 if width >= WIDE else 20) - cells("✓   it-IT 2024-10-25  ")
    parts = [
        console.styled(mark, fg=color),
        pad(_tail(console.visible(name), name_width), name_width) + " ",
        console.styled(pad(console.visible(record.title.value), max(1, room)), bold=True),
        pad(record.language.value if record.language else "–", 5),
        pad(_day(record), 10) + " ",
        console.styled(found, fg="cyan"),
    ]
    return " ".join(parts).rstrip()


def _day(record: Record) -> str:
    """The first day the article has; when a crawler fetched it is no date of the article."""
    days = (date.value.partition("T")[0] for date in record.dates if date.role != "captured")
    return next(days, "–")


def _tail(name: str, width: int) -> str:
    """The end of a path tells files apart: `…/2024/x.txt`."""
    if cells(name) <= width:
        return name
    kept = name
    while cells(kept) > width - 1:
        kept = kept[1:]
    return "…" + kept


def _found(record: Record, *, wide: bool) -> str:
    """What was found, in full words where there is room."""
    quotes = count(len(record.quotes), "quote")
    if not (record.quotes or record.entities):
        return "–"
    if not wide:
        return clip(f"{quotes} {count(len(record.entities), 'name')}", 20)
    parts = [quotes]
    for kind, one, many in KINDS:
        number = sum(entity.type == kind for entity in record.entities)
        parts.append(count(number, one, many or None))
    return clip(" · ".join(part for part in parts if not part.startswith("0 ")), 42)
