"""This module finds the objects of a JSON file that may be larger than memory, as their bytes.

Nothing is parsed here: strings and brackets are followed, so that each object is handed on as it
stands in the file and loaded by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

CHUNK = 1 << 20
DEEPEST = 5  # levels in which arrays of articles are looked for
MOST = 50  # places of objects that are told apart

_NEXT = re.compile(rb'["\[\]{}]')
_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_KEY = 200  # bytes: names of keys that are longer are none


class Item(NamedTuple):
    """The bytes of an object, of one larger than the limit only the start; `size` is the whole.

    `path` says where it lies: "" at the root, `[]` in an array there, `articles[]`, `a.b[]`.
    """

    path: str
    data: bytes
    line: int
    size: int


def items(opened: BinaryIO, most: int, wanted: str | None) -> Iterator[Item]:
    """The objects at the path `wanted`; None: at every path, outer ones only."""
    walk = _Walk(most, wanted)
    while piece := opened.read(CHUNK):
        yield from walk.feed(piece)


def paths(head: bytes) -> list[str]:
    """The paths at which objects begin in the first bytes, in the order of the file."""
    found: dict[str, None] = {}
    walk = _Walk(len(head), None, found)
    for _ in walk.feed(head):
        pass
    return list(found)


@dataclass(slots=True)
class _Frame:
    array: bool
    path: str


@dataclass(slots=True)
class _Walk:
    """One way through the bytes, piece by piece; what is done with is let go."""

    most: int
    wanted: str | None
    begun: dict[str, None] | None = None  # paths of all objects, when these are asked for
    buffer: bytes = b""
    at: int = 0
    line: int = 1  # of the byte at `mark`
    mark: int = 0
    stack: list[_Frame] = field(default_factory=list)  # the outer levels
    depth: int = 0
    in_string: bool = False
    string: int = 0  # where the string began
    key: str = ""
    start: int | None = None  # where the item in hand began
    level: int = 0
    first: int = 1  # its line
    dropped: int = 0  # bytes of it that were let go
    cut: bytes | None = None

    def feed(self, piece: bytes) -> Iterator[Item]:
        self.buffer += piece
        while self.at < len(self.buffer):
            if self.in_string:
                if not self.end_string():
                    break
                continue
            found = _NEXT.search(self.buffer, self.at)
            if found is None:
                self.at = len(self.buffer)
                break
            self.at = found.end()
            mark = found[0]
            if mark == b'"':
                self.in_string, self.string = True, self.at
            elif mark in b"[{":
                self.open(mark == b"[", found.start())
            else:
                done = self.close()
                if done:
                    yield done
        self.let_go()

    def end_string(self) -> bool:
        found = _STRING.match(self.buffer, self.at)
        assert found is not None
        self.at = found.end()
        if self.at >= len(self.buffer) or self.buffer[self.at] != 0x22:
            return False  # its end, or the other half of an escape, is still to come
        if self.start is None and self.at - self.string <= _KEY:
            self.key = self.buffer[self.string : self.at].decode("utf-8", "replace")
        self.at += 1
        self.in_string = False
        return True

    def open(self, array: bool, at: int) -> None:
        self.depth += 1
        if self.depth > DEEPEST or self.start is not None:
            return
        path = self.path(array)
        self.stack.append(_Frame(array, path))
        if array:
            return
        if self.begun is not None:
            if len(self.begun) < MOST and (not path or path.endswith("[]")):
                self.begun.setdefault(path)
        elif self.wanted is None or path == self.wanted:
            self.start, self.level, self.dropped, self.cut = at, self.depth, 0, None
            self.first = self.count(at)

    def count(self, at: int) -> int:
        """The line of a place that is not before the one last asked for."""
        self.line += self.buffer.count(b"\n", self.mark, at)
        self.mark = at
        return self.line

    def path(self, array: bool) -> str:
        """`articles[]` for what stands in an array, the key for what stands in an object."""
        above = self.stack[-1] if self.stack else None
        if above is None:
            return "[]" if array else ""
        if above.array:
            return f"{above.path}[]" if array else above.path
        name = f"{above.path}.{self.key}" if above.path else self.key
        return f"{name}[]" if array else name

    def close(self) -> Item | None:
        if not self.depth:
            return None
        if len(self.stack) == self.depth:
            self.stack.pop()
        self.depth -= 1
        if self.start is None or self.depth >= self.level:
            return None
        data = self.buffer[self.start : self.at]
        size = self.dropped + len(data)
        path = self.wanted or ""
        item = Item(path, self.cut if self.cut is not None else data, self.first, size)
        self.start = None
        return item

    def let_go(self) -> None:
        """Forgets what is done with; of an item over the limit all but its start."""
        keep = self.at if self.start is None else self.start
        if self.in_string and self.start is None and self.at - self.string <= _KEY:
            keep = min(keep, self.string)
        if self.start is not None and self.at - self.start + self.dropped > self.most:
            if self.cut is None:
                self.cut = self.buffer[self.start : self.start + self.most + 1]
            self.dropped += self.at - self.start
            keep = self.at
        self.count(keep)
        self.buffer = self.buffer[keep:]
        self.mark = 0
        self.at -= keep
        self.string -= keep
        if self.start is not None:
            self.start -= keep if keep == self.start else self.start
