"""This module makes the pages of years, months and days, and the timeline.

An article stands on the page of its day where its source tells the day, else on that of its month
or year: no day is made up. What is within no single year, or undated, has a page of its own.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from typing import Any

from archivist.pages.markup import text
from archivist.site import addresses, bars, lists, spoken
from archivist.site.bars import Bar
from archivist.site.folder import Folder
from archivist.site.layout import Frame, Page, facts, link, section, write
from archivist.site.state import State

APART = ("other", "undated")
MOST_YEARS = 150  # bars of the timeline; then a bar is a decade or a century


class Shelves:
    """How many articles are filed under each day, month and year."""

    def __init__(self, state: State) -> None:
        query = "SELECT day, count(*) FROM articles GROUP BY day ORDER BY day"
        self.counts: dict[str, int] = dict(state.rows(query))

    def below(self, shelf: str) -> dict[str, int]:
        """Those right below a year or month → articles in them and below them."""
        found: dict[str, int] = {}
        for day, count in self.counts.items():
            if day.startswith(shelf + "-"):
                key = day[: len(shelf) + 3]
                found[key] = found.get(key, 0) + count
        return found

    def years(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for day, count in self.counts.items():
            if day not in APART:
                found[day[:4]] = found.get(day[:4], 0) + count
        return found

    def all(self) -> list[str]:
        """Every page of a date that there is: an article on a day has one of its month and year."""
        found = {day for day in self.counts if day in APART}
        for day in self.counts:
            if day not in APART:
                found |= {day, day[:4], day[:7] if len(day) > 4 else day}
        return sorted(found)


def write_all(state: State, folder: Folder, frame: Frame) -> None:
    """The pages of all dates, and the timeline."""
    shelves = Shelves(state)
    for shelf in shelves.all():
        for page in _pages(state, shelf, shelves, frame):
            folder.put(page.path, write(page, frame))
    folder.put("timeline.html", write(_timeline(shelves, frame), frame))


def _pages(state: State, shelf: str, shelves: Shelves, frame: Frame) -> Iterator[Page]:
    """A year lists its months, a month its days; each lists what is known no more exactly."""
    path = addresses.date(shelf)
    title = name(shelf, frame)
    below = _below(path, shelf, shelves, frame)
    total = shelves.counts.get(shelf, 0)
    rows = _rows(state, shelf)
    for here, number, part, pager in lists.paged(path, total, rows, frame):
        heading = _only(shelf, frame) if below else frame.say("articles")
        listed = section(heading, lists.articles(here, part, frame) + pager if part else "")
        main = f"{_trail(here, shelf, frame)}<h1>{text(title)}</h1>\n"
        main += below if number == 1 else ""
        yield Page(here, title, main + listed)


def _rows(state: State, shelf: str) -> Iterator[tuple[Any, ...]]:
    query = f"SELECT {lists.COLUMNS} FROM articles a WHERE a.day=? ORDER BY {lists.ORDER}"
    return state.rows(query, (shelf,))


def name(shelf: str, frame: Frame) -> str:
    """`October 2024`."""
    if shelf == "undated":
        return frame.label("undated").capitalize()
    if shelf == "other":
        return frame.label("other-dates")
    return spoken.in_words(shelf, frame.language)


def _only(shelf: str, frame: Frame) -> str:
    return frame.say("only-year" if len(shelf) == 4 else "only-month")


def _trail(here: str, shelf: str, frame: Frame) -> str:
    """Links up: timeline, year, month."""
    up = [link(here, "timeline.html", frame.say("timeline"))]
    if shelf not in APART:
        for length in (4, 7):
            if len(shelf) > length:
                said = text(name(shelf[:length], frame))
                up.append(link(here, addresses.date(shelf[:length]), said))
    return f'<p class="over">{" › ".join(up)}</p>\n'


def _below(path: str, shelf: str, shelves: Shelves, frame: Frame) -> str:
    """The months of a year or the days of a month: bars, and the same as a list."""
    found = shelves.below(shelf) if shelf not in APART and len(shelf) < 10 else {}
    if not found:
        return ""
    if len(shelf) == 4:
        keys = [f"{shelf}-{month:02d}" for month in range(1, 13)]
        said = [spoken.month_name(month, frame.language)[:3] for month in range(1, 13)]
    else:
        days = calendar.monthrange(int(shelf[:4]), int(shelf[5:]))[1]
        keys = [f"{shelf}-{day:02d}" for day in range(1, days + 1)]
        said = [str(day) for day in range(1, days + 1)]
    heading = frame.label("by-month" if len(shelf) == 4 else "by-day")
    drawn = [
        _as_bar(path, key, short, found.get(key, 0), frame)
        for key, short in zip(keys, said, strict=True)
    ]
    items = "".join(_item(path, key, found[key], frame) for key in keys if key in found)
    return section(text(heading), f'{bars.svg(drawn, heading)}<ul class="columns">{items}</ul>\n')


def _as_bar(path: str, key: str, short: str, count: int, frame: Frame) -> Bar:
    href = addresses.relative(path, addresses.date(key)) if count else None
    return Bar(short, name(key, frame), count, href)


def _item(path: str, key: str, count: int, frame: Frame) -> str:
    shown = link(path, addresses.date(key), text(name(key, frame)))
    return f'<li>{shown} <span class="soft">{count:,}</span></li>'


# ------------------------------------------------------------------ the timeline


def _timeline(shelves: Shelves, frame: Frame) -> Page:
    main = f"<h1>{frame.say('timeline')}</h1>\n<p>{frame.say('no-date-guessed')}</p>\n"
    main += chart("timeline.html", shelves, frame)
    years = shelves.years()
    items = "".join(_item("timeline.html", year, years[year], frame) for year in sorted(years))
    if items:
        main += section(frame.say("by-year"), f'<ul class="columns">{items}</ul>\n')
    apart = [
        (
            link("timeline.html", addresses.date(one), text(name(one, frame))),
            lists.counted(shelves.counts[one], frame),
        )
        for one in APART
        if one in shelves.counts
    ]
    return Page("timeline.html", frame.label("timeline"), main + facts(apart))


def chart(path: str, shelves: Shelves, frame: Frame) -> str:
    """A bar a year, from the first to the last; of a long time a bar a decade or century."""
    years = {int(year): count for year, count in shelves.years().items()}
    if not years:
        return ""
    first, last = min(years), max(years)
    step = next(n for n in (1, 10, 100) if (last - first) / n <= MOST_YEARS)
    drawn = []
    for start in range(first - first % step, last + 1, step):
        count = sum(years.get(year, 0) for year in range(start, start + step))
        shown = f"{start:04d}" if step == 1 else f"{start:04d}–{start + step - 1:04d}"
        drawn.append(Bar(f"{start:04d}", shown, count, _link(path, start, step, years)))
    return bars.svg(drawn, frame.label("by-year"))


def _link(path: str, start: int, step: int, years: dict[int, int]) -> str | None:
    """To the first year of a bar that has articles."""
    for year in range(start, start + step):
        if year in years:
            return addresses.relative(path, addresses.date(f"{year:04d}"))
    return None
