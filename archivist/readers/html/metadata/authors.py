"""This module chooses among the authors a page names: the most believed place that names people.

The site is no author of its articles; a profile address, a login and `admin` are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archivist.readers.html.metadata.linked_data import folded
from archivist.readers.html.metadata.statements import Statement

_ADDRESS = re.compile(r"(?:https?:)?//\S+|www\.\S+|\S+@\S+\.\S+|@\w+", re.IGNORECASE)
_NOBODY = {
    "admin", "administrator", "author", "autor", "unknown", "anonymous", "none", "null",
    "undefined", "editor", "webmaster", "redaktion", "root", "superuser", "user", "guest",
    "wpadmin", "wordpress", "byline", "by", "von", "na", "nan", "default", "test", "staff",
    "facebook", "twitter", "share", "follow",
}  # fmt: skip


def choose(found: Iterable[Statement], sites: Sequence[str]) -> list[Statement]:
    """The statements of the most believed place that names somebody, in its order."""
    names = {folded(site) for site in sites} - {""}
    places: dict[tuple[str, str], list[Statement]] = {}
    for item in found:
        if item.field in ("credit.author", "organization"):
            cleaned = _cleaned(item, names)
            if cleaned is not None:
                places.setdefault(_place(item), []).append(cleaned)
    if not places:
        return []
    best = max(places.values(), key=lambda group: max(item.weight for item in group))
    return list({folded(item.value): item for item in reversed(best)}.values())[::-1]


def _place(item: Statement) -> tuple[str, str]:
    """Statements of one place speak together: one object, one kind of tag."""
    if item.rule == "html.json-ld":
        return item.rule, item.path.rpartition("/author")[0]
    return item.rule, item.path if item.rule == "html.meta" else str(item.weight)


def _cleaned(item: Statement, sites: set[str]) -> Statement | None:
    """The statement without addresses; None where no name is left or it is the site's."""
    value = _ADDRESS.sub(" ", item.value)
    value = " ".join(value.split()).strip(" ,;|/·•-–—:")
    short = folded(value)
    if len(short) < 2 or short in _NOBODY or short in sites or len(value) > 400:
        return None
    return replace(item, field="credit.author", value=value)
