"""This module ranks what a page states of itself: headline, dates, authors, language, address."""

from __future__ import annotations

from archivist.readers.html.page import Page
from archivist.record import Declared


def read(page: Page) -> tuple[Declared, ...]:
    """The facts the page states, the best candidate of each field first."""
    return ()
