"""This module chooses among the authors a page names: the most believed place that names people.

The site is no author of its articles; a profile address, a login and `admin` are no names.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace

from archivist.readers.html.metadata.bylines import AMONG, LONGEST, cleaned, named_once
from archivist.readers.html.metadata.linked_data import folded
from archivist.readers.html.metadata.sites import Names
from archivist.readers.html.metadata.statements import Statement

_ADDRESS = re.compile(r"(?:https?:)?//\S+|www\.\S+|\S+@\S+\.\S+|@\w+", re.IGNORECASE)
_NOBODY = {
    "admin", "administrator", "author", "autor", "unknown", "anonymous", "none", "null",
    "undefined", "editor", "webmaster", "root", "superuser", "user", "guest",
    "wpadmin", "wordpress", "byline", "by", "von", "na", "nan", "default", "test", "staff",
    "facebook", "twitter", "share", "follow",
}  # fmt: skip


def choose(found: Iterable[Statement], names: Names, headline: str) -> list[Statement]:
    """The statements of the most believed place that names somebody, in its order."""
    places: dict[tuple[str, str], list[Statement]] = {}
    for item in found:
        if item.field in ("credit.author", "organization") and item.weight >= _HEARD:
            named = _named(item, names)
            if named is not None and folded(named.value) != folded(headline):
                places.setdefault(_place(item), []).append(named)
    if not places:
        return []
    best = max(places.values(), key=lambda group: max(item.weight for item in group))
    return named_once(best)


def house(found: Iterable[Statement]) -> list[Statement]:
    """The house that signs an article for which nobody is named: schema.org `author` says so.

    `"author": {"@type": "NewsMediaOrganization", "name": "Example News"}` of the article itself;
    a tag `author` with the name of the site says nothing of this article.
    """
    stated = [
        replace(item, field="credit.author", rule="html.house")
        for item in found
        if item.field in ("credit.author", "organization")
        and item.rule == "html.json-ld"
        and item.weight >= _OF_THE_ARTICLE
        and not _nobody(item.value)
        and not _ADDRESS.search(item.value)
    ]
    return named_once([item for item in stated if _place(item) == _place(stated[0])])


_HEARD = 45  # a byline farther off is that of another article
_OF_THE_ARTICLE = 86  # the `author` of an object that is an article, not of a page or a video


def _place(item: Statement) -> tuple[str, str]:
    """Statements of one place speak together: one object, one kind of tag, one parent."""
    match item.rule:
        case "html.json-ld":
            return item.rule, item.path.rpartition("/author")[0] or item.path
        case "html.meta" | "html.microdata":
            return item.rule, item.path.rpartition("/")[2]
        case _:
            return item.rule, item.path.rpartition("/")[0]


def _named(item: Statement, names: Names) -> Statement | None:
    """The statement with names only; None where no name is left or it is the site's.

    A blog may be called after the one who writes it: what the page prints as its byline is no
    author only where it says that an organization has that name.
    """
    value = " ".join(_ADDRESS.sub(" ", item.value).split())
    value = cleaned(value) if len(value) < LONGEST else value
    shown = item.rule == "html.byline" or "twitter:data" in item.path
    barred = names.organizations if shown else names.sites
    parts = [part for part in _COMMA.split(value) if folded(part) not in names.sites]
    if folded(value) in barred or (len(value.split(",")) > 1 and _opens(value, names.sites)):
        return None
    value = ", ".join(part for part in parts if part is parts[0] or _is_short(part)) or value
    if item.rule == "html.byline" and not all(_is_short(part) for part in parts):
        return None
    if _nobody(value) or len(value) > 400:
        return None
    return replace(item, field="credit.author", value=value)


def _is_short(part: str) -> bool:
    """Whether a part of a byline can be names: `Jan Muster und Eva Probe`, not a sentence."""
    return all(len(name.split()) <= WORDS for name in AMONG.split(part))


WORDS = 6  # of a name with its particles


def _opens(value: str, sites: Container[str]) -> bool:
    """`site.example, Place`: the site with its address."""
    return folded(value.partition(",")[0]) in sites


def _nobody(value: str) -> bool:
    short = folded(value)
    return len(short) < 2 or short in _NOBODY or not any(sign.isalpha() for sign in short)


_COMMA = re.compile(r"\s*,\s*")
