"""This module says whether a page is an article: redirects, errors, front and list pages are not."""

from __future__ import annotations

from collections.abc import Sequence

from archivist.readers.html.body import Main
from archivist.readers.html.page import Page
from archivist.record import Aside, Declared


def judge(page: Page, facts: Sequence[Declared], main: Main) -> Aside | None:
    """Why the page is set aside; None for an article, and in doubt."""
    return None
