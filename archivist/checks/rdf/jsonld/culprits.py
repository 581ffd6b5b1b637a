"""This module finds which value of a document makes a parser refuse it, by asking it again.

JSON-LD parsers say what is wrong and not where. On a refusal only, the document is tried with
fewer and fewer of its members: the one without which the refusal is gone is where it stands.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

from archivist.jsontext.walk import escape

MOST = 20  # refusals told of one document
BYTES = 64_000_000  # tried in all: a large document may be located less exactly

Verdict = Callable[[bytes], str | None]  # why a document is refused, None when it is not


def culprits(value: Any, verdict: Verdict) -> Iterator[tuple[str, str]]:
    """(JSON Pointer, what the parser says) of each value that is refused."""
    search = _Search(copy.deepcopy(value), verdict)
    told: set[str] = set()
    for _ in range(MOST):
        message = search.asked()
        if message is None:
            return
        keys = search.find(message)
        path = "".join(f"/{escape(str(key))}" for key in keys)
        if path not in told:
            yield path, message
            told.add(path)
        else:  # nothing in its place is no better: it goes with what is around it
            keys = keys[:-1]
        if not keys or not search.without(keys):
            return


class _Search:
    """A document that is tried in parts."""

    def __init__(self, value: Any, verdict: Verdict) -> None:
        self._value = value
        self._verdict = verdict
        self._left = BYTES

    def asked(self) -> str | None:
        """What the parser says of the document as it is now."""
        data = json.dumps(self._value).encode()
        self._left -= len(data)
        return self._verdict(data)

    def find(self, message: str) -> list[str | int]:
        """The keys that lead to the culprit; the document is whole again afterwards."""
        keys: list[str | int] = []
        kept: list[tuple[Any, Any]] = []
        node = self._value
        while isinstance(node, dict | list) and node and self._left > 0:
            whole = copy.copy(node)
            kept.append((node, whole))
            items = _items(whole)
            number = self._first(node, items, message)
            if number == 0:
                break
            _fill(node, items[:number])
            key, node = items[number - 1]
            keys.append(key)
        for part, whole in reversed(kept):
            _fill(part, list(whole.items()) if isinstance(whole, dict) else _items(whole))
        return keys

    def _first(self, node: Any, items: list[tuple[Any, Any]], message: str) -> int:
        """How many of the members it takes for the refusal: 0 when it is not for one of them."""
        if self._with(node, [], message):
            return 0
        low, high = 0, len(items)
        while high - low > 1 and self._left > 0:
            middle = (low + high) // 2
            if self._with(node, items[:middle], message):
                high = middle
            else:
                low = middle
        return high

    def _with(self, node: Any, items: list[tuple[Any, Any]], message: str) -> bool:
        _fill(node, items)
        return self.asked() == message

    def without(self, keys: list[str | int]) -> bool:
        """Takes the value away, so that the next culprit shows; whether there is time for it."""
        node = self._value
        for key in keys[:-1]:
            node = node[key]
        if isinstance(node, list):
            node[int(keys[-1])] = {}  # the places of the others stay
        else:
            del node[keys[-1]]
        return self._left > 0


def _items(node: Any) -> list[tuple[Any, Any]]:
    """The members in the order of their weight: what explains comes before what is explained."""
    if isinstance(node, list):
        return list(enumerate(node))
    first = ("@context", "@version", "@type", "@value", "@id")
    return sorted(node.items(), key=lambda item: first.index(item[0]) if item[0] in first else 9)


def _fill(node: Any, items: list[tuple[Any, Any]]) -> None:
    if isinstance(node, list):
        node[:] = [value for _, value in items]
    else:
        node.clear()
        node.update(items)
