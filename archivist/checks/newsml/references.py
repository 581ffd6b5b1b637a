"""This module checks that every IDREF hits an id, and that no id is there twice (XML 1.0, 3.3.1).

libxml2 does not look; other validators of XML Schema do. Ids of embedded content are of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archivist.checks.newsml.fault import Fault, fault


@dataclass(slots=True)
class References:
    """The ids of a document, and who refers to one: (element, attribute, id)."""

    ids: dict[str, Any] = field(default_factory=dict)
    wanted: list[tuple[Any, str, str]] = field(default_factory=list)

    def has(self, element: Any, attribute: str, value: str) -> Iterator[Fault]:
        """Remember an id; G018 when it was there."""
        name = value.strip()
        if self.ids.setdefault(name, element) is not element:
            right = "an id of its own in the document"
            yield fault("G018", element, attribute, name, right, attribute=attribute)

    def wants(self, element: Any, attribute: str, value: str) -> None:
        """Remember who refers to what."""
        self.wanted += [(element, attribute, name) for name in value.split()]

    def dangling(self) -> Iterator[Fault]:
        """G001 for each reference to an id that is not there, once all ids are known."""
        for element, attribute, name in self.wanted:
            if name not in self.ids:
                right = "the id or partid of an element of the document"
                yield fault("G001", element, attribute, name, right, attribute=attribute)
