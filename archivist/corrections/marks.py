"""This module marks what a patch changed, and keeps ids and links in order around it.

Objects are known by their identity while the operations run: a credit that moved up because the
one before it was removed is the same credit, and keeps its evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archivist.checks.finding import shown
from archivist.corrections.operations import Refused
from archivist.jsontext import canonical

RULE = "correction.patch"

_SINGLE = ("language", "title", "headline", "summary", "dateline", "rights")
_LISTS = ("identifiers", "blocks", "dates", "credits", "topics", "notes", "relations")
_OF_ENTITY = ("roles", "mentions", "identifiers")
_OF_QUOTE = ("speaker", "via")


class Before:
    """What a record was before its patch: objects with evidence, ids, and the dateline's date."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._held = {id(item): (item, _own(item)) for item in _bearers(data)}
        self._date = _linked_date(data)

    def mark(self, data: dict[str, Any], by: str, patch: str) -> None:
        """Evidence `corrected` on what is new or says something else."""
        for item in _bearers(data):
            held = self._held.get(id(item))
            if held is None or held[1] != _own(item):
                evidence = {"rule": RULE, "confidence": None}
                item["evidence"] = {**evidence, "corrected": {"by": by, "patch": patch}}

    def relink(self, data: dict[str, Any]) -> None:
        """Ids count from 1 again, and links follow what they linked. Raises Refused (C081)."""
        _renumber(data, "entities", "e", list(_entity_links(data)))
        _renumber(data, "quotes", "q", list(_quote_links(data)))
        self._relink_date(data)

    def _relink_date(self, data: dict[str, Any]) -> None:
        now = _linked_date(data)
        if self._date is None or now is None:
            return
        (line, date, number), (new_line, _, new_number) = self._date, now
        if new_line is not line or new_number != number:
            return  # the patch says which
        dates = data["dates"] if isinstance(data.get("dates"), list) else []
        at = next((at for at, item in enumerate(dates) if item is date), None)
        if at is None:
            raise _dangling("/dateline/date", str(number), "the date was removed: replace this too")
        line["date"] = at


def _bearers(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every object that has evidence, or should."""
    for key in _SINGLE:
        yield from _objects([data.get(key)])
    for key in _LISTS:
        yield from _objects(data.get(key))
    for entity in _objects(data.get("entities")):
        for key in _OF_ENTITY:
            yield from _objects(entity.get(key))
    for quote in _objects(data.get("quotes")):
        yield quote
        yield from _objects([quote.get(key) for key in _OF_QUOTE])


def _objects(items: Any) -> Iterator[dict[str, Any]]:
    """What is an object in a list: what else a patch put there, the schema refuses."""
    if isinstance(items, list):
        yield from (item for item in items if isinstance(item, dict))


def _own(item: dict[str, Any]) -> bytes:
    """What an object says itself, without the objects in it that have evidence of their own."""
    return canonical({key: value for key, value in item.items() if key not in _OF_QUOTE})


# ------------------------------------------------------------------ ids and links

_Link = tuple[dict[str, Any], str, str]  # the object, its key, the pointer of the link


def _entity_links(data: dict[str, Any]) -> Iterator[_Link]:
    for index, credit in enumerate(_objects(data.get("credits"))):
        for number, name in enumerate(_objects(credit.get("names"))):
            yield name, "entity", f"/credits/{index}/names/{number}/entity"
    for index, quote in enumerate(_objects(data.get("quotes"))):
        for key in _OF_QUOTE:
            for party in _objects([quote.get(key)]):
                yield party, "entity", f"/quotes/{index}/{key}/entity"


def _quote_links(data: dict[str, Any]) -> Iterator[_Link]:
    for index, quote in enumerate(_objects(data.get("quotes"))):
        yield quote, "within", f"/quotes/{index}/within"


def _renumber(data: dict[str, Any], key: str, letter: str, links: list[_Link]) -> None:
    items = list(_objects(data.get(key)))
    ids = [item.get("id") for item in items]
    right = [f"{letter}{number}" for number in range(1, len(items) + 1)]
    known = all(isinstance(own, str) for own in ids) and len(set(map(str, ids))) == len(ids)
    for holder, name, pointer in links:
        linked = holder.get(name)
        if isinstance(linked, str) and linked not in ids:
            raise _dangling(pointer, linked, "what it links was removed: change the link too")
    if ids == right or not known:
        return
    new = dict(zip(map(str, ids), right, strict=True))
    for holder, name, _ in links:
        if isinstance(holder.get(name), str):
            holder[name] = new[holder[name]]
    for item in items:
        item["id"] = new[item["id"]]


def _dangling(pointer: str, linked: str, right: str) -> Refused:
    what = f"link to what is gone: at {pointer} found {shown(linked)}, would be right: "
    return Refused("C081", what + right)


def _linked_date(data: dict[str, Any]) -> tuple[dict[str, Any], Any, int] | None:
    """The dateline, the date it links, and the index by which it does."""
    line, dates = data.get("dateline"), data.get("dates")
    if not isinstance(line, dict) or not isinstance(dates, list):
        return None
    number = line.get("date")
    if type(number) is not int:
        return None
    return line, dates[number] if 0 <= number < len(dates) else None, number
