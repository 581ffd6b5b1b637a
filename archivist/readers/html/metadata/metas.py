"""This module reads the meta tags of a page by the table `data/page-metas.tsv`.

Dublin Core, Open Graph, article:*, Twitter, parsely, sailthru, citation_* and what publishers made
up: field, name of the tag, how far it is believed. Unknown names say nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files

from lxml import html

from archivist.readers.html.metadata.statements import LONGEST, Statement, tidy
from archivist.readers.html.metadata.words import among

MOST = 1000  # tags of a page that are looked at

_NAMED_BY = ("property", "name", "itemprop", "http-equiv")


@functools.cache
def _table() -> dict[str, list[tuple[str, int]]]:
    """Name of the tag in lower case → fields, and how far they are believed."""
    found: dict[str, list[tuple[str, int]]] = {}
    text = files("archivist").joinpath("data", "page-metas.tsv").read_text("utf-8")
    for line in text.splitlines():
        field, name, weight = line.split("\t")
        found.setdefault(name, []).append((field, int(weight)))
    return found


def read(tags: Sequence[html.HtmlElement]) -> Iterator[Statement]:
    """What the `<meta>` tags state; `value` stands for `content` where a tool wrote it so."""
    table = _table()
    for tag in tags[:MOST]:
        content = tag.get("content") or tag.get("value")
        if not content or (tag.get("itemprop") and _of_an_item(tag)):
            continue
        for attribute in _NAMED_BY:
            printed = tag.get(attribute)
            if printed is None:
                continue
            facts = next((table[name] for name in _names(printed) if name in table), None)
            facts = facts or _by_ending(printed.lower())
            if facts is not None:
                value = tidy(content[:LONGEST])
                for field, weight in facts if value else ():
                    yield Statement(field, value, f"meta[{tidy(printed)}]", "html.meta", weight)
                break
    yield from _labelled(tags[:MOST])


# `twitter:label1` = `Written by`, `twitter:data1` = the name: what share cards show of an author.
def _labelled(tags: Sequence[html.HtmlElement]) -> Iterator[Statement]:
    cards = {
        name.lower(): tidy(tag.get("content") or tag.get("value") or "")
        for tag in tags
        if (name := tag.get("name") or tag.get("property") or "").lower().startswith("twitter:")
    }
    for number in ("1", "2"):
        label, value = cards.get(f"twitter:label{number}", ""), cards.get(f"twitter:data{number}")
        if value and among("written").fullmatch(label.rstrip(" :")):
            yield Statement("credit.author", value, f"meta[twitter:data{number}]", "html.meta", 74)


# What publishers call their own tags: `lrt_authors`, `xyz:publish-date`.
_ENDINGS = (
    (re.compile(r".*[_:.-](?:article[_-]?)?authors?(?:[_-]?names?)?"), [("credit.author", 70)]),
    (
        re.compile(r".*(?:publish(?:ed|ing)?|publication|pub)[_:.-]?(?:on|at|date|time)(?:time)?"),
        [("date.published", 72)],
    ),
)


def _by_ending(name: str) -> list[tuple[str, int]] | None:
    """What an unknown name says by its ending."""
    return next((facts for ending, facts in _ENDINGS if ending.fullmatch(name[-40:])), None)


def _names(printed: str) -> Iterator[str]:
    """`DC.Date.Issued`, `dc:date:issued`, `cXenseParse:recs:publishtime` as the table has them."""
    for name in printed.lower().split() or ():
        yield name
        if name.startswith(("dc", "prism", "sailthru", "article", "citation")):
            yield name.replace(":", ".", 1) if name.startswith("dc") else name
            yield (
                name.replace(":", ".")
                .replace("dc.term.", "dcterms.")
                .replace("dc.terms.", "dcterms.")
            )
            yield name.replace("_", ".", 1)


def _of_an_item(tag: html.HtmlElement) -> bool:
    """Whether the tag belongs to an item of microdata in the body, which is read elsewhere."""
    return tag.get("property") is None and tag.get("name") is None
