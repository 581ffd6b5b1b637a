"""This module weighs the statements of a page and gives the facts, the best of each field first."""

from __future__ import annotations

from archivist.readers.html.metadata import (
    addresses,
    authors,
    dates,
    headlines,
    particulars,
    sites,
    surroundings,
)
from archivist.readers.html.metadata.gather import Gathered
from archivist.readers.html.metadata.statements import Statement
from archivist.readers.html.page import Page
from archivist.record import Declared

SURE = 80  # weight of a statement beside which the printed page need not be read


def judge(found: Gathered, page: Page) -> tuple[Declared, ...]:
    """The facts of a page: each field's best statement, of authors all of the best place."""
    statements = list(found.statements)
    places = [item.value for item in statements if item.field == "address"]
    places = [page.url, *places] if page.url else places
    names = sites.names(statements, places)
    ranked = headlines.rank((s for s in statements if s.field == "headline"), names)
    published = dates.choose(statements, "date.published", places)
    named = authors.choose(statements, names)
    if not _sure(published) or not _sure(named):
        statements += _shown(found, page, ranked[0].value if ranked else "")
        published = dates.choose(statements, "date.published", places)
        named = authors.choose(statements, names)
    facts = ranked[:1] + published[:1]
    facts += dates.choose(statements, "date.modified", places)[:1]
    facts += named
    facts += particulars.language(statements)
    facts += particulars.summary(statements, ranked[0].value if ranked else "")
    facts += particulars.topics(statements)
    facts += particulars.publisher(statements)
    facts += particulars.others(statements)
    address = addresses.canonical(statements, page.url)
    facts += [address] if address else []
    return tuple(_declared(item) for item in facts)


def _sure(found: list[Statement]) -> bool:
    return bool(found) and found[0].weight >= SURE


def _shown(found: Gathered, page: Page, headline: str) -> list[Statement]:
    """Bylines and dates that the page prints."""
    heading = surroundings.anchor(found.headings, headline)
    start = heading if heading is not None else page.tree.find("body")
    near = surroundings.around(start) if start is not None else []
    shown = list(surroundings.dates(near, found.times))
    return shown + list(surroundings.bylines(page.tree, near))


def _declared(item: Statement) -> Declared:
    return Declared(item.field, item.value, item.path, item.rule)
