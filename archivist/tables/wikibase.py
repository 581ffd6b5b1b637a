"""This module reads the map to a Wikibase: which property says what there, and which item is what.

Every Wikibase has its own properties, so a library writes its own map, `wikibase.toml`; what it
leaves out is not written. docs/tables.md shows a whole one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archivist.errors import UsageError, WorldRefused

# What an article can say, and of what type the property has to be in the Wikibase.
PROPERTIES: dict[str, str] = {
    "instance_of": "item",
    "record": "string or external id",
    "title": "monolingual text",
    "language": "item",
    "published": "point in time",
    "created": "point in time",
    "modified": "point in time",
    "author": "item",
    "author_name": "string",
    "agency": "item",
    "publisher": "item",
    "url": "URL",
    "mentions": "item",
    "quote": "monolingual text",
    "speaker": "item, qualifier of quote",
}
_ITEMS = ("article",)
_SECTIONS = {"wikibase", "properties", "items", "languages", "dates"}
_HINT = "docs/tables.md shows a whole map"


@dataclass(frozen=True, slots=True)
class Map:
    """`entity`: how IRIs of its items begin. `label`: language of labels where the article's is not
    known, or None. `days`: an instant may be said as its day."""

    entity: str
    label: str | None
    properties: dict[str, str]
    items: dict[str, str]
    languages: dict[str, str]
    days: bool

    def item_of(self, iri: str) -> str | None:
        """`Q42` of the IRI of one of its items."""
        name = iri.removeprefix(self.entity)
        return name if name != iri and re.fullmatch("Q[1-9][0-9]*", name) else None


def load(path: Path) -> Map:
    """The map in a TOML file. Raises UsageError, WorldRefused."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as refused:
        raise WorldRefused(f"{path}: {refused.strerror or refused}") from refused
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise UsageError(f"{path}: found no TOML: {wrong}", hint=_HINT) from wrong
    _check(path, data)
    own = data["wikibase"]
    return Map(
        own["entity"],
        own.get("language"),
        data.get("properties", {}),
        data.get("items", {}),
        data.get("languages", {}),
        data.get("dates", {}).get("instants") == "day",
    )


def _check(path: Path, data: dict[str, Any]) -> None:
    for section, found in data.items():
        if section not in _SECTIONS or not isinstance(found, dict):
            raise _wrong(path, section, f"one of the sections {', '.join(sorted(_SECTIONS))}")
        for name, value in found.items():
            _check_one(path, section, name, value)
    if "entity" not in data.get("wikibase", {}):
        raise _wrong(path, "no entity", "[wikibase] entity, how the IRIs of its items begin")


def _check_one(path: Path, section: str, name: str, value: Any) -> None:
    known = {"wikibase": ("entity", "language"), "properties": tuple(PROPERTIES), "items": _ITEMS}
    known["dates"] = ("instants",)
    if name not in known.get(section, (name,)):
        raise _wrong(path, f"[{section}] {name}", f"one of {', '.join(known[section])}")
    form, wanted = _FORMS[section if section in _FORMS else name]
    if not isinstance(value, str) or not re.fullmatch(form, value):
        raise _wrong(path, f"[{section}] {name} = {value!r}", wanted)


_FORMS = {
    "properties": ("P[1-9][0-9]*", "a property such as P577"),
    "items": ("Q[1-9][0-9]*", "an item such as Q5707594"),
    "languages": ("Q[1-9][0-9]*", "an item such as Q652"),
    "entity": (r"https?://\S+[/#]", "an IRI that ends with / or #"),
    "language": ("[a-z]{2,3}(-[a-z0-9]+)*", "a language code such as en"),
    "instants": ("day|leave out", '"day" or "leave out"'),
}


def _wrong(path: Path, found: str, wanted: str) -> UsageError:
    return UsageError(f"{path}: found {found}, wanted {wanted}", hint=_HINT)
