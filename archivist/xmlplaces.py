"""This module finds the line and column of elements and attributes, by reading the XML once more.

libxml2 keeps no columns, no line above 65,535, and none at all for what a schema finds. So a second
parser (expat) counts the elements, and only when something is wrong.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

Place = tuple[int | None, int | None]
_STEP = re.compile(r"([^/\[]+)(?:\[(\d+)\])?")


class Places:
    """Of one document. `data` is what `root` was parsed from."""

    def __init__(self, data: bytes, root: Any) -> None:
        self._data = _in_utf8(data, root.getroottree().docinfo.encoding)
        self._root = root
        self._starts = array("q")  # line, column from 0, and offset of each element in turn
        self._is_whole = self._read()

    def of(self, wanted: Iterable[tuple[Any, str | None]]) -> list[Place]:
        """Line and column, from 1, of each element, or of its attribute where one is named.

        Columns count characters. Where the two parsers disagree, the line that libxml2 has.
        """
        wanted = list(wanted)
        looked_for = {element for element, _ in wanted}
        order: dict[Any, int] = {}
        for number, element in enumerate(self._root.getroottree().iter("*")):
            if element in looked_for:
                order[element] = number
        return [self._place(element, attribute, order) for element, attribute in wanted]

    def _place(self, element: Any, attribute: str | None, order: dict[Any, int]) -> Place:
        number = order.get(element)
        if not self._is_whole or number is None or 3 * number >= len(self._starts):
            return element.sourceline, None
        line, column, offset = self._starts[3 * number : 3 * number + 3]
        inside = self._attribute(offset, attribute) if attribute else None
        return (line, column + 1) if inside is None else self._moved(line, column + 1, inside)

    def _attribute(self, start: int, name: str) -> str | None:
        """The characters of the start tag before an attribute."""
        tag = _TAG.match(self._data, start)
        if tag is None:
            return None
        pattern = rb"\s(?:[^\s=<>\"']+:)?" + re.escape(name.encode()) + rb"\s*="
        found = re.search(pattern, _hidden(tag[0]))
        if found is None:
            return None
        return tag[0][: found.start() + 1].decode("utf-8", "replace")

    def _moved(self, line: int, column: int, before: str) -> Place:
        lines = re.split(r"\r\n|\r|\n", before)
        if len(lines) == 1:
            return line, column + len(before)
        return line + len(lines) - 1, len(lines[-1]) + 1

    def _read(self) -> bool:
        parser = expat.ParserCreate("utf-8")
        if b"<!ENTITY" in self._data:
            # With a default handler expat leaves entities as they are: nothing grows.
            parser.DefaultHandler = lambda data: None
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        add = self._starts.extend

        def start(name: str, attributes: Any) -> None:
            where = parser.CurrentLineNumber, parser.CurrentColumnNumber, parser.CurrentByteIndex
            add(where)

        parser.StartElementHandler = start
        try:
            parser.Parse(self._data, True)
        except expat.ExpatError:  # an XML 1.0 that only libxml2 takes
            return False
        return True


def _in_utf8(data: bytes, encoding: str | None) -> bytes:
    """What expat reads whatever the declaration says; as it is, where Python has no such codec."""
    name = encoding or "utf-8"
    if name.lower() == "utf-8":
        return data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode(name).encode("utf-8")
    except (LookupError, ValueError):
        return data


_TAG = re.compile(rb"<[^\s/>]++(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+")


def _hidden(tag: bytes) -> bytes:
    """With the values of attributes blanked out: a name may stand in one."""
    return re.sub(rb"\"[^\"]*\"|'[^']*'", lambda value: b"\1" * len(value[0]), tag)


def at(root: Any, path: str | None) -> Any:
    """The element that libxml2 means: `/*/*[3]/o:Policy[2]`, as xmlGetNodePath writes it."""
    element = root
    for number, (name, position) in enumerate(_STEP.findall(path or "")):
        if number == 0:
            continue  # the root itself
        inner = _named(element, name, int(position or 1))
        if inner is None:
            return element  # an attribute or a text
        element = inner
    return element


def _named(element: Any, name: str, position: int) -> Any | None:
    for child in element.iterchildren("*"):
        prefix = f"{child.prefix}:" if child.prefix else ""
        if name == "*" or name == prefix + child.tag.rpartition("}")[2]:
            position -= 1
            if position == 0:
                return child
    return None
