"""This module makes a patch of two states of a record: what somebody edited, field by field.

Edits of evidence, ids and revision are none: applying the patch writes those itself.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from archivist.corrections.applying import content_digest
from archivist.corrections.operations import CORRECTABLE, Refused, same
from archivist.corrections.places import plain
from archivist.jsontext import canonical
from archivist.jsontext.walk import escape
from archivist.record import Record

# What names an item of a list: its surfaces, its spans, and where it was declared.
_ANCHORS = {
    "identifiers": ("scheme", "value", "iri"),
    "blocks": ("role", "span"),
    "dates": ("role", "value", "verbatim"),
    "credits": ("role", "verbatim"),
    "names": ("name", "span"),
    "topics": ("scheme", "code", "name"),
    "entities": ("type", "name"),
    "roles": ("value", "span"),
    "mentions": ("span",),
    "quotes": ("kind", "spans"),
    "notes": ("code", "span"),
    "relations": ("type", "target"),
}
_UNTOUCHED = ("schemaVersion", "id", "generator", "source", "text")
_LETTERS = (("entities", "e"), ("quotes", "q"))
_GONE: Any = object()  # no such key

Operation = dict[str, Any]


def propose(old: Record, new: dict[str, Any], by: str, reason: str | None = None) -> dict[str, Any]:
    """The patch that makes `old` say what `new` says. Raises Refused: nothing of it is a patch.

    `new`: the JSON value of the same record, edited; it need not be valid yet. C077: what is not
    to be corrected differs; C082: nothing differs.
    """
    before = old.to_json()
    for key in _UNTOUCHED:
        if not same(before[key], new.get(key)):
            what = f"{key} differs: found an edited {key}, wanted the one of the old record"
            raise Refused("C077", what, hint="these say what was found, and are not corrected")
    operations = _Difference(before, copy.deepcopy(new)).operations()
    if not operations:
        what = "nothing to correct: found the same values in both, wanted a difference"
        raise Refused("C082", what)
    patch: dict[str, Any] = {
        "id": old.id,
        "sourceSha256": old.source.sha256,
        "contentDigest": content_digest(old),
        "by": by,
    }
    if reason is not None:
        patch["reason"] = reason
    return {**patch, "operations": operations}


class _Difference:
    """Tests of the old record, then edits in place, removals from the end, additions."""

    def __init__(self, old: dict[str, Any], new: dict[str, Any]) -> None:
        self._old, self._new = old, new
        self._tests: dict[str, Any] = {}
        self._edits: list[Operation] = []
        self._removals: list[Operation] = []
        self._additions: list[Operation] = []
        self._last: list[Operation] = []

    def operations(self) -> list[Operation]:
        for key, letter in _LETTERS:
            self._name_as_before(key, letter)
        self._date()
        for key in CORRECTABLE:
            if key in self._new:
                self._value(f"/{key}", key, self._old[key], self._new[key])
        changes = [*self._edits, *self._removals, *self._additions, *self._last]
        if not changes:
            return []
        self._name_links(changes)
        if not self._tests:
            self._tests["/id"] = self._old["id"]
        tests = [{"op": "test", "path": path, "value": v} for path, v in self._tests.items()]
        return [*tests, *changes]

    # -------------------------------------------------------------- ids and links as before

    def _name_as_before(self, key: str, letter: str) -> None:
        """Items of the new record get the ids they had, and what was added a free one."""
        items = self._new.get(key)
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            return
        pairs = {new: old for old, new in _aligned(self._old[key], items)}
        free, names = len(self._old[key]), {}
        for number, item in enumerate(items):
            at = pairs.get(number)
            if at is None:
                free += 1
            names[item.get("id")] = f"{letter}{at + 1 if at is not None else free}"
        for item in items:
            item["id"] = names[item.get("id")]
        _rename(self._new, "entity" if letter == "e" else "within", names)

    def _date(self) -> None:
        """A dateline's link goes with its date by itself; only another date is an edit."""
        line, dates = self._new.get("dateline"), self._new.get("dates")
        if not isinstance(line, dict) or not isinstance(dates, list):
            return
        pairs = {new: old for old, new in _aligned(self._old["dates"], dates)}
        link = line.get("date")
        before = self._old["dateline"]
        if type(link) is not int or before is None:
            return
        if link in pairs and pairs[link] is not None and pairs[link] == before["date"]:
            line["date"] = before["date"]
        elif link != before["date"] or pairs.get(link) != link:
            self._tests["/dateline/date"] = before["date"]
            self._last.append({"op": "replace", "path": "/dateline/date", "value": link})
            line["date"] = before["date"]

    def _name_links(self, changes: list[Operation]) -> None:
        """An item that a new value links is named too, so that it is found again."""
        said = [(change["path"], change.get("value")) for change in changes]
        for path, value in (*said, *list(self._tests.items())):
            for key, linked in _links({path.rpartition("/")[2]: value}):
                name, items = ("entities", self._old["entities"])
                if key == "within":
                    name, items = "quotes", self._old["quotes"]
                number = int(linked[1:]) - 1
                if number < len(items):
                    self._anchor(f"/{name}/{number}", name, items[number])

    # -------------------------------------------------------------- values

    def _value(self, path: str, key: str, old: Any, new: Any) -> None:
        if not _edited(old, new):
            return
        if isinstance(old, dict) and isinstance(new, dict):
            self._object(path, old, new)
        elif key in _ANCHORS and isinstance(old, list) and isinstance(new, list):
            self._list(path, key, old, new)
        else:
            self._tests[path] = old
            self._edits.append({"op": "replace", "path": path, "value": new})

    def _object(self, path: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        for key in sorted({*old, *new} - {"evidence"}):
            below = f"{path}/{escape(key)}"
            if key not in new:
                self._tests[below] = old[key]
                self._edits.append({"op": "remove", "path": below})
            elif key not in old:
                self._edits.append({"op": "add", "path": below, "value": new[key]})
            else:
                self._value(below, key, old[key], new[key])

    def _list(self, path: str, key: str, old: list[Any], new: list[Any]) -> None:
        pairs = list(_aligned(old, new))
        if not old:
            self._tests[path] = []
        removals: list[Operation] = []
        additions: list[Operation] = []
        for at, to in pairs:
            if at is None and to is not None:
                additions.append({"op": "add", "path": f"{path}/{to}", "value": new[to]})
            elif at is not None and to is None:
                self._anchor(f"{path}/{at}", key, old[at])
                removals.append({"op": "remove", "path": f"{path}/{at}"})
            elif at is not None and to is not None and _edited(old[at], new[to]):
                self._anchor(f"{path}/{at}", key, old[at])
                self._value(f"{path}/{at}", "", old[at], new[to])
        removals.reverse()
        if path.count("/") > 1:  # within an item, while its own pointer is still that of old
            self._edits += [*removals, *additions]
        else:
            self._removals += removals
            self._additions += additions

    def _anchor(self, path: str, key: str, item: Any) -> None:
        """Tests that name an item, and the items around it."""
        parts = path.split("/")
        if len(parts) == 5:
            outer = self._old[parts[1]][int(parts[2])]
            self._anchor("/".join(parts[:3]), parts[1], outer)
        for name in _ANCHORS[key]:
            if isinstance(item, dict) and item.get(name) is not None:
                self._tests[f"{path}/{name}"] = item[name]
        if key == "entities":
            for number, mention in enumerate(item["mentions"][:1]):
                self._tests[f"{path}/mentions/{number}/span"] = mention["span"]
        for place in ("span", "declared", "context"):
            if place in item.get("evidence", {}):
                self._tests[f"{path}/evidence/{place}"] = item["evidence"][place]


def _edited(old: Any, new: Any) -> bool:
    return not same(plain(old, ids=True), plain(new, ids=True))


def _aligned(old: list[Any], new: list[Any]) -> Iterator[tuple[int | None, int | None]]:
    """(index before, index after) of each item; None where it was added or removed."""
    one, other = ([canonical(plain(item)) for item in items] for items in (old, new))
    for _, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        both = min(b - a, d - c)
        yield from ((a + n, c + n) for n in range(both))
        yield from ((n, None) for n in range(a + both, b))
        yield from ((None, n) for n in range(c + both, d))


def _rename(value: Any, key: str, names: dict[Any, str]) -> None:
    """Links by the ids of old, in place."""
    if isinstance(value, list):
        for item in value:
            _rename(item, key, names)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == key and isinstance(item, str):
                value[name] = names.get(item, item)
            elif name != "history":
                _rename(item, key, names)


def _links(value: Any) -> Iterator[tuple[str, str]]:
    """(key, id) of every link in a value."""
    if isinstance(value, list):
        for item in value:
            yield from _links(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("entity", "within") and isinstance(item, str) and item[1:].isdecimal():
                yield key, item
            else:
                yield from _links(item)
