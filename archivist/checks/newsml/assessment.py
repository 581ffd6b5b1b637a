"""This module has libxml2 assess all of a document, where it stops at the first fault of an order.

Behind an element that is not expected libxml2 looks at none of its brothers. So in a copy the fault
is mended (an element that is wanted is put there, and if that is no help, the unexpected one is
taken out), and what is behind it is assessed too; its echoes are not told. Blanks around a date are
mended likewise, and are no fault (XML Schema 1.0 part 2, 3.2.7: their white space is collapsed).
The verdict does not change by it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from archivist.xmlplaces import at

ROUNDS = 40  # faults of an order in one document that are mended; each costs one validation
_DATE = re.compile(r"'xs:(?:dateTime|date|gYearMonth|gYear)'|DateTime|DateOptTime")
_UNEXPECTED = "This element is not expected."
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*) \)")
_NAME = re.compile(r"(\{[^{}]*\}[\w.-]+)(?=,|$)")  # a wildcard ends with an asterisk


class Assessment:
    """Of an invalid `root`; `asked` has the same elements, and is what is validated."""

    def __init__(self, root: Any, asked: Any, grammar: Any) -> None:
        self._grammar = grammar
        self._copy = copy.deepcopy(asked)
        # The element of the document for each of the copy; what is put in has none.
        self._origin = dict(zip(self._copy.iter("*"), root.iter("*"), strict=True))
        self._put_in: set[tuple[Any, str]] = set()
        self._wanted: set[tuple[Any, str]] = set()

    def log(self) -> Iterator[tuple[Any, Any]]:
        """(element of the document, entry of libxml2's log), some of them more than once."""
        for _ in range(ROUNDS):
            if self._grammar.validate(self._copy):
                return
            entries = [(entry, at(self._copy, entry.path)) for entry in self._grammar.error_log]
            is_mended = False
            for entry, element in entries:
                if element not in self._origin:
                    continue
                if self._has_collapsed(entry, element):
                    is_mended = True
                    continue
                is_echo = self._is_echo(entry, element)
                is_mended |= self._has_mended(entry, element)
                if not is_echo:
                    yield self._origin[element], entry
            if not is_mended:
                return

    def _has_collapsed(self, entry: Any, element: Any) -> bool:
        """Whether it was about blanks around a date, which are gone now."""
        text = element.text or ""
        if not _DATE.search(entry.message) or not text.strip() or text == text.strip():
            return False
        element.text = text.strip()
        return True

    def _is_echo(self, entry: Any, element: Any) -> bool:
        """Whether the same was told of the parent: what it lacked, or what it still lacks."""
        expected = _EXPECTED.search(entry.message)
        parent = element.getparent() if _UNEXPECTED in entry.message else element
        if parent is None or (expected is None and _UNEXPECTED not in entry.message):
            return False
        if _UNEXPECTED in entry.message and (parent, element.tag) in self._put_in:
            return True  # it stands elsewhere than where it was missing
        key = parent, expected[1] if expected else ""
        is_known = key in self._wanted
        self._wanted.add(key)
        return is_known

    def _has_mended(self, entry: Any, element: Any) -> bool:
        """Whether it was about an element that is not expected, and its order is another now."""
        parent, before = element.getparent(), element.getprevious()
        if _UNEXPECTED not in entry.message or parent is None:
            return False
        expected = _EXPECTED.search(entry.message)
        wanted = _NAME.search(expected[1]) if expected else None
        if before is not None and before not in self._origin:
            parent.remove(before)  # it was no help
            self._put_in.discard((parent, before.tag))
            parent.remove(element)
        elif wanted and (parent, wanted[1]) not in self._put_in:
            self._put_in.add((parent, wanted[1]))
            element.addprevious(etree.Element(wanted[1]))
        else:
            parent.remove(element)
        return True
