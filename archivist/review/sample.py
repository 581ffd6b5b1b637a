"""This module draws a sample of records that depends on their ids and a seed alone.

Each id has a rank, the SHA-256 of seed and id; the sample is those of the lowest ranks. The order
in which records come, or how they are spread over files, changes nothing; and the first k of a
sample are a sample themselves, for whoever stops early.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Design:
    """How the articles of a page were chosen: `size` None for all of `of` that met `where`."""

    size: int | None
    seed: str | None
    of: int
    where: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """What the page writes beside the judgements."""
        return {"size": self.size, "seed": self.seed, "of": self.of, "where": list(self.where)}


class Sample(Generic[Item]):
    """Keeps the items of the `size` lowest ranks among all that are added."""

    def __init__(self, size: int, seed: str) -> None:
        self._size, self._seed = size, seed
        self._heap: list[tuple[int, str, Item]] = []

    def add(self, id: str, item: Item) -> None:
        """An item, by the id of its record; ids are added once."""
        rank = rank_of(self._seed, id)
        entry = (-rank, id, item)
        if len(self._heap) < self._size:
            heapq.heappush(self._heap, entry)
        elif -self._heap[0][0] > rank:
            heapq.heapreplace(self._heap, entry)

    def __iter__(self) -> Iterator[Item]:
        """In the order of their ranks."""
        return (item for *_, item in sorted(self._heap, key=lambda entry: (-entry[0], entry[1])))


def rank_of(seed: str, id: str) -> int:
    """The place of an id in the order of a seed."""
    return int.from_bytes(sha256(f"{seed}\n{id}".encode()).digest())
