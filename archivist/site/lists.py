"""This module makes lists of articles and of names, cut into pages, straight from the state."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from archivist.pages.markup import attribute, text
from archivist.site import addresses, spoken
from archivist.site.layout import Frame, link, pager, words

PER_PAGE = 400

# The columns of an Entry, for a query over articles as `a`.
COLUMNS = "a.id, a.title, a.devised, a.language, a.date, a.quotes"
ORDER = "a.filed DESC, a.id"


class Entry(NamedTuple):
    """An article in a list."""

    id: str
    title: str | None
    devised: int
    language: str | None
    date: str | None
    quotes: int


def articles(here: str, rows: Iterable[tuple[Any, ...]], frame: Frame) -> str:
    """A list of articles: title and date. `rows`: (*COLUMNS)."""
    items = "".join(_article(here, Entry(*row[:6]), frame) for row in rows)
    return f'<ul class="articles">\n{items}</ul>\n' if items else ""


def _article(here: str, entry: Entry, frame: Frame) -> str:
    title = entry.title if entry.title is not None else frame.label("no-title")
    kind = ' class="devised"' if entry.devised else ""
    shown = link(here, addresses.article(entry.id), words(title, entry.language), kind)
    return f'<li>{shown} <span class="soft">{when(entry.date, frame)}</span></li>\n'


def when(date: str | None, frame: Frame) -> str:
    """A date in words, short."""
    if date is None:
        return frame.say("undated")
    said = text(spoken.in_words(date, frame.language))
    exact = spoken.machine(date)
    return f'<time datetime="{attribute(exact)}">{said}</time>' if exact else said


def counted(number: int, frame: Frame) -> str:
    """`1 article`, `4,902 articles`."""
    return f"{number:,} {frame.say('article-one' if number == 1 else 'article-count')}"


def paged(
    path: str, total: int, rows: Iterable[tuple[Any, ...]], frame: Frame, per: int = PER_PAGE
) -> Iterator[tuple[str, int, list[tuple[Any, ...]], str]]:
    """(path, number, rows, links to the others) for each page of a list; one page at least."""
    last = max(1, -(-total // per))
    found = iter(rows)
    for number in range(1, last + 1):
        part = list(itertools.islice(found, per))
        yield addresses.numbered(path, number), number, part, pager(path, number, last, frame)
