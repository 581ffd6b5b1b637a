"""This module weighs the statements of a page and gives the facts, the best of each field first."""

from __future__ import annotations

from archivist.readers.html.metadata import (
    addresses,
    authors,
    bylines,
    captions,
    dates,
    headlines,
    particulars,
    sites,
    surroundings,
)
from archivist.readers.html.metadata.gather import Gathered
from archivist.readers.html.metadata.legible import legible
from archivist.readers.html.metadata.statements import Statement
from archivist.readers.html.page import Page
from archivist.record import Declared

NEAR, WIDE = 300, 3000  # elements behind the heading; the wide reach is for pages without date
STATED = 84  # weight of another day of publication that is kept beside the best
SURE = 80  # weight of a statement beside which the printed page need not be read


def facts(found: Gathered, page: Page) -> tuple[Declared, ...]:
    """The facts of a page: each field's best statement, of authors all of the best place."""
    statements = list(found.statements)
    places = [item.value for item in statements if item.field == "address"]
    places = [page.url, *places] if page.url else places
    names = sites.names(statements, places)
    ranked = headlines.rank((s for s in statements if s.field == "headline"), names, page.markup)
    headline = ranked[0].value if ranked else ""
    modified = dates.choose(statements, "date.modified", places)
    published = dates.published(statements, modified, places)
    named = authors.choose(statements, names, headline)
    shown: list[Statement] = []
    for reach in (NEAR, WIDE):
        if (_sure(published) and _sure(named)) or (published and reach == WIDE):
            break
        shown = _shown(found, page, headline, reach)
        published = dates.published(statements + shown, modified, places)
        named = authors.choose(statements + shown, names, headline)
    published = published or dates.of_address(statements, page.url)
    best = ranked[:1] + [dates.in_local_time(item, shown, page.markup) for item in published[:1]]
    best += [item for item in published[1:3] if item.weight >= STATED]
    best += modified[:1]
    best = [legible(item, page.markup) if item.field[:5] == "date." else item for item in best]
    best += named or authors.house(statements)
    best += captions.read(found.figures, statements)
    best += particulars.people(statements, names)
    best += particulars.language(statements)
    best += particulars.summary(statements, headline)
    best += particulars.topics(statements)
    best += particulars.publisher(statements)
    best += particulars.others(statements)
    address = addresses.canonical(statements, page.url)
    best += [address] if address else []
    return tuple(_declared(item) for item in best)


def _sure(found: list[Statement]) -> bool:
    return bool(found) and found[0].weight >= SURE


def _shown(found: Gathered, page: Page, headline: str, reach: int) -> list[Statement]:
    """Bylines and dates that the page prints."""
    heading = surroundings.anchor(page.tree, found.headings, headline)
    start = heading if heading is not None else page.tree.find("body")
    near = surroundings.around(start, reach) if start is not None else []
    inside = set(start.iterancestors()) if start is not None else set()
    shown = list(surroundings.dates(near, found.times, inside))
    shown += surroundings.of_title(found.statements)
    shown += bylines.marked(page.tree, near, inside)
    return [*shown, *bylines.said(near, inside)]


def _declared(item: Statement) -> Declared:
    return Declared(item.field, item.value, item.path, item.rule)
