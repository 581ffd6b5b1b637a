"""This package ranks what a page states of itself: headline, dates, authors, language, address.

`metas`, `objects` (JSON-LD), `items` (microdata) and `surroundings` (headings, bylines, printed
dates) gather statements, each with its place and how far such a place is believed; `headlines`,
`moments`, `authors` and `addresses` weigh them against each other. Nobody is believed for
coming first.
"""

from __future__ import annotations

from archivist.readers.html.metadata.gather import gather
from archivist.readers.html.metadata.judge import facts
from archivist.readers.html.page import Page
from archivist.record import Declared


def read(page: Page) -> tuple[Declared, ...]:
    """The facts the page states, the best candidate of each field first."""
    return facts(gather(page), page)
