"""This module finds the values of a patch in a record that was made anew.

A patch names values by its tests: `/credits/2/verbatim`, `/credits/2/names/0/span`. The item of
the new record on which all of them hold is the one that is meant, wherever it stands now; first
with spans, then, where the text has moved, by the surfaces alone. None, or two: a conflict.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from archivist.corrections.operations import Refused, index, resolve, said, same, tokens
from archivist.jsontext.walk import escape
from archivist.record import PatchOperation

# Lists whose items are found by what they say; entities first: the others link them.
_LISTS = (
    "entities",
    "quotes",
    "identifiers",
    "blocks",
    "dates",
    "credits",
    "topics",
    "notes",
    "relations",
)
_WITHIN = {"credits": ("names",), "entities": ("roles", "mentions", "identifiers")}
_SPANS = ("span", "spans", "interpolations", "place", "agency")
_LETTERS = {"entities": "e", "quotes": "q"}
_LINKS = {"entity": "entities", "within": "quotes"}

_Test = tuple[list[str], Any]  # the parts of its pointer, the value wanted


def found_again(
    data: dict[str, Any], operations: Sequence[PatchOperation]
) -> tuple[PatchOperation, ...]:
    """The operations with the pointers, ids and tested values of this record.

    Raises Refused: C075 a single value differs, C078 not found, C079 found more than once.
    """
    try:
        return _Search(data, operations, by_surface=False).moved()
    except Refused as refused:
        if refused.code != "C078" or any(map(_says_spans, _changes(operations))):
            raise
        try:
            return _Search(data, operations, by_surface=True).moved()
        except Refused as again:
            raise (again if again.code == "C079" else refused) from None


def _changes(operations: Sequence[PatchOperation]) -> list[PatchOperation]:
    return [operation for operation in operations if operation.op != "test"]


def _says_spans(operation: PatchOperation) -> bool:
    """Whether the operation puts offsets in: those of another text would be wrong."""
    if operation.op not in ("add", "replace"):
        return False
    return any(part in _SPANS for part in tokens(operation.path)) or _holds_spans(operation.value)


def _holds_spans(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_holds_spans, value))
    if not isinstance(value, dict):
        return False
    return any(
        (key in _SPANS and isinstance(item, list) and bool(item)) or _holds_spans(item)
        for key, item in value.items()
    )


class _Search:
    """One way of looking: with spans, or by surfaces alone."""

    def __init__(
        self, data: dict[str, Any], operations: Sequence[PatchOperation], *, by_surface: bool
    ) -> None:
        self._data = data
        self._operations = operations
        self._by_surface = by_surface
        leading = itertools.takewhile(lambda item: item.op == "test", operations)
        self._tests: list[_Test] = [(tokens(item.path), item.value) for item in leading]
        self._at: dict[tuple[str, ...], int] = {}
        self._ids: dict[str, str] = {}

    def moved(self) -> tuple[PatchOperation, ...]:
        """The operations as they are for this record. Raises Refused."""
        for name in _LISTS:
            for number in sorted({n for key, n in self._meant() if key == name}):
                self._find(name, number)
        self._name_added()
        out = []
        for number, operation in enumerate(self._operations):
            moved = self._move(operation, number)
            if moved is not None:
                out.append(moved)
        return tuple(out)

    # -------------------------------------------------------------- which items are meant

    def _meant(self) -> Iterator[tuple[str, int]]:
        """(list, index in the record of old) of each item that operations speak of."""
        for operation in self._operations:
            for pointer in (operation.path, operation.from_):
                parts = tokens(pointer or "")
                number = index(parts[1]) if len(parts) > 1 else None
                inserts = operation.op in ("add", "copy", "move") and pointer is operation.path
                if number is None or parts[0] not in _LISTS or (inserts and len(parts) == 2):
                    continue
                yield parts[0], number

    def _find(self, name: str, number: int) -> None:
        tests = [(p[2:], value) for p, value in self._tests if p[:2] == [name, str(number)]]
        items = self._data[name]
        where = f"/{name}/{number}"
        at = self._only(name, items, tests, where)
        self._at[name, str(number)] = at
        if name in _LETTERS:
            letter = _LETTERS[name]
            self._ids[f"{letter}{number + 1}"] = items[at]["id"]
        for inner in _WITHIN.get(name, ()):
            self._find_inner(items[at], (name, str(number), inner), tests)

    def _find_inner(
        self, item: dict[str, Any], key: tuple[str, str, str], tests: list[_Test]
    ) -> None:
        for number, wanted in _grouped(tests, key[2]).items():
            where = f"/{'/'.join(key)}/{number}"
            try:
                self._at[(*key, number)] = self._only("", item[key[2]], wanted, where)
            except Refused:
                # A name by its surface alone may stand there twice: it only told of its entity.
                if any(_touches(item, where) for item in _changes(self._operations)):
                    raise

    def _only(self, name: str, items: list[Any], tests: list[_Test], where: str) -> int:
        if not tests:
            what = f"not found again: nothing names {where}: found no test below it, wanted one"
            raise Refused("C078", what)
        held = [at for at, item in enumerate(items) if self._holds(name, item, tests)]
        if len(held) == 1:
            return held[0]
        wanted = _wanted(tests)
        if held:
            found = ", ".join(map(str, held[:5]))
            what = f"found more than once: {where}: found at {found}, wanted one with {wanted}"
            raise Refused("C079", what)
        raise Refused("C078", f"not found again: {where}: {self._instead(where)}, wanted {wanted}")

    def _instead(self, where: str) -> str:
        """What stands at the old place now."""
        try:
            value = resolve(self._data, tokens(where))
        except Refused:
            return "found nothing there"
        return f"found {said(plain(value))}"

    # -------------------------------------------------------------- whether an item is it

    def _holds(self, name: str, item: Any, tests: list[_Test]) -> bool:
        inner = _WITHIN.get(name, ())
        own = [test for test in tests if not (len(test[0]) > 1 and test[0][0] in inner)]
        held = [self._agrees(item, parts, value) for parts, value in own]
        nested = [
            self._any_holds(item[key], wanted)
            for key in inner
            for wanted in _grouped(tests, key).values()
        ]
        if False in (*held, *nested):
            return False
        return True in (*held, *nested)

    def _any_holds(self, items: list[Any], tests: list[_Test]) -> bool | None:
        """Whether one of them is meant; None where the tests say nothing of which."""
        said = [[self._agrees(item, parts, value) for parts, value in tests] for item in items]
        if any(True in held and False not in held for held in said):
            return True
        return None if any(False not in held for held in said) else False

    def _agrees(self, item: Any, parts: list[str], wanted: Any) -> bool | None:
        """Whether the value is as it was; None where it says nothing of which item it is."""
        if parts == ["id"]:
            return None
        if self._by_surface and ("evidence" in parts or any(part in _SPANS for part in parts)):
            return None
        try:
            value = resolve(item, parts)
        except Refused:
            return False
        if "evidence" in parts:
            return same(value, wanted)
        if parts and parts[-1] in _LINKS and isinstance(wanted, str):
            return bool(self._ids.get(wanted) == value)
        return same(plain(value, self._by_surface), plain(self._linked(wanted), self._by_surface))

    def _linked(self, value: Any) -> Any:
        """A value with the links of this record."""
        if isinstance(value, list):
            return [self._linked(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: self._ids.get(item, item)
            if key in (*_LINKS, "id") and isinstance(item, str)
            else self._linked(item)
            for key, item in value.items()
        }

    # -------------------------------------------------------------- operations of this record

    def _name_added(self) -> None:
        """What the patch adds gets an id that is free here."""
        for name, letter in _LETTERS.items():
            free = itertools.count(len(self._data[name]) + 1)
            for operation in _changes(self._operations):
                parts, value = tokens(operation.path), operation.value
                if operation.op != "add" or parts[:1] != [name] or len(parts) != 2:
                    continue
                if isinstance(value, dict) and isinstance(value.get("id"), str):
                    self._ids[value["id"]] = f"{letter}{next(free)}"

    def _move(self, operation: PatchOperation, number: int) -> PatchOperation | None:
        inserts = operation.op in ("add", "copy", "move")
        if operation.op == "test" and number < len(self._tests) and self._is_lost(operation):
            return None
        path = self._pointer(tokens(operation.path), inserts=inserts)
        source = operation.from_
        if source is not None:
            source = self._pointer(tokens(source), inserts=False)
        if operation.op == "test" and number < len(self._tests):
            return self._tested(operation, path)
        value = self._linked(operation.value)
        last = tokens(operation.path)[-1:]
        if last and last[0] in _LINKS and isinstance(value, str):
            if value not in self._ids:
                raise Refused(
                    "C078",
                    f"not found again: nothing names {value}: found no test of it, wanted one",
                )
            value = self._ids[value]
        if operation.op != "test":
            self._refuse_unnamed(operation.value)
        return replace(operation, path=path, from_=source, value=value)

    def _is_lost(self, operation: PatchOperation) -> bool:
        """Whether it tests an item within an item that no change needs, and that is not known."""
        parts = tokens(operation.path)
        nested = len(parts) > 3 and parts[2] in _WITHIN.get(parts[0], ())
        return nested and index(parts[3]) is not None and tuple(parts[:4]) not in self._at

    def _refuse_unnamed(self, value: Any) -> None:
        """A link to an entity that no test names could be a link to another one now."""
        if isinstance(value, list):
            for item in value:
                self._refuse_unnamed(item)
        if not isinstance(value, dict):
            return
        for key, item in value.items():
            if key in _LINKS and isinstance(item, str) and item not in self._ids:
                raise Refused(
                    "C078",
                    f"not found again: nothing names {item}: found no test of it, wanted one",
                )
            self._refuse_unnamed(item)

    def _tested(self, operation: PatchOperation, path: str) -> PatchOperation | None:
        """A test of what stands here now; single values must still be what they were."""
        parts = tokens(operation.path)
        try:
            value = resolve(self._data, tokens(path))
        except Refused:
            if parts[0] in _LISTS:  # a piece of a quote that moved
                return None
            raise
        listed = parts[:1] and parts[0] in _LISTS and len(parts) > 1
        if not listed and self._agrees(self._data, parts, operation.value) is False:
            what = f"{path} found {said(plain(value))}, wanted {said(plain(operation.value))}"
            raise Refused("C075", f"value differs: at {what}")
        return replace(operation, path=path, value=value)

    def _pointer(self, parts: list[str], *, inserts: bool) -> str:
        """The pointer with the places of this record."""
        out = list(parts)
        if len(parts) > 1 and parts[0] in _LISTS and index(parts[1]) is not None:
            if inserts and len(parts) == 2:
                out[1] = str(min(int(parts[1]), len(self._data[parts[0]])))
            else:
                out[1] = str(self._at[parts[0], parts[1]])
                self._inner(parts, out, inserts=inserts)
        return "".join(f"/{escape(part)}" for part in out)

    def _inner(self, parts: list[str], out: list[str], *, inserts: bool) -> None:
        if len(parts) < 4 or parts[2] not in _WITHIN.get(parts[0], ()) or index(parts[3]) is None:
            return
        if inserts and len(parts) == 4:
            out[3] = str(min(int(parts[3]), len(self._data[parts[0]][int(out[1])][parts[2]])))
            return
        key = tuple(parts[:4])
        if key not in self._at:
            raise Refused(
                "C078", f"not found again: nothing names /{'/'.join(key)}: found no test below it"
            )
        out[3] = str(self._at[key])


def _touches(operation: PatchOperation, where: str) -> bool:
    pointers = (operation.path, operation.from_ or "")
    return any(f"{pointer}/".startswith(f"{where}/") for pointer in pointers)


def _grouped(tests: list[_Test], name: str) -> dict[str, list[_Test]]:
    """The tests of each item of a list within an item: index → tests below it."""
    groups: dict[str, list[_Test]] = {}
    for parts, value in tests:
        if len(parts) > 1 and parts[0] == name and index(parts[1]) is not None:
            groups.setdefault(parts[1], []).append((parts[2:], value))
    return groups


def _wanted(tests: list[_Test]) -> str:
    """What the tests say, surfaces first."""
    texts = [test for test in tests if isinstance(test[1], str) and test[0] != ["id"]]
    shown = (texts or tests)[:3]
    return ", ".join(f"{'/'.join(parts) or 'it'} {said(plain(value))}" for parts, value in shown)


def plain(value: Any, without_spans: bool = False, *, ids: bool = False) -> Any:
    """A value without what a new version changes of the same value: evidence, and its id."""
    if isinstance(value, list):
        return [plain(item, without_spans, ids=ids) for item in value]
    if not isinstance(value, dict):
        return value
    left_out = ("evidence", *(() if ids else ("id",)), *(_SPANS if without_spans else ()))
    return {
        key: plain(item, without_spans, ids=ids)
        for key, item in value.items()
        if key not in left_out
    }
