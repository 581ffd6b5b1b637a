"""This module collects what one article of a download states and prints."""

from __future__ import annotations

from dataclasses import dataclass, field

from archivist.readers.layout import Leaf
from archivist.record import BlockRole, Declared


@dataclass(slots=True)
class Article:
    """Facts and leaves of one article; `product` begins their rules: `nexis.byline`."""

    product: str
    declared: list[Declared] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)

    def state(
        self, name: str, value: str, path: str, rule: str, *, called: str | None = None
    ) -> None:
        """One fact, once; `called`: the name of what `value` is the code of."""
        value = " ".join(value.split())
        if value and not any(item.field == name and item.value == value for item in self.declared):
            rule = f"{self.product}.{rule.lower()}"
            self.declared.append(Declared(name, value, path, rule, name=called))

    def show(self, role: BlockRole, text: str, path: str, rule: str) -> None:
        """One block of the text."""
        if text.strip():
            self.leaves.append(Leaf(role, f"{self.product}.{rule.lower()}", path, text))

    def head(self, text: str, path: str) -> None:
        """The headline: stated and printed."""
        text = " ".join(text.split())
        self.state("headline", text, path, "headline")
        self.show("headline", text, path, "headline")
