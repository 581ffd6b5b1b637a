"""This module chooses among the dates of a page: the day most places agree on, its finest form.

What stands in the markup for machines is believed more than what is printed, the printed line
near the headline more than the address; places that agree speak for each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from itertools import chain

from archivist.readers.html.metadata import moments
from archivist.readers.html.metadata.moments import Moment
from archivist.readers.html.metadata.statements import Statement

_AGREES = 8  # what another kind of place with the same day adds
_HEARD = 50  # places believed less do not count as agreeing
_ADDRESS = 10  # and the day in the address of the page
# /2024/10/25/ · /2024-10-25-headline · /20241025/; a number of another length is none.
_IN_ADDRESS = re.compile(
    r"(?<!\d)(?:((?:19|20)\d{2})([/_-])([01]?\d)\2([0-3]?\d)|(20\d{2})([01]\d)([0-3]\d))(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A statement and the moment it means."""

    said: Statement
    moment: Moment


def choose(found: Iterable[Statement], field: str, addresses: Sequence[str]) -> list[Statement]:
    """The statements of a field, one a day in its finest form, the best day first."""
    dated = [
        Dated(item, moment)
        for item in found
        if item.field == field and (moment := moments.read(item.value)) is not None
    ]
    dated.sort(key=lambda item: -item.said.weight)
    groups: list[tuple[frozenset[date], list[Dated]]] = []
    for item in dated:
        for index, (days, group) in enumerate(groups):
            if common := days & item.moment.days:
                groups[index] = (common if len(days) > 2 else days, [*group, item])
                break
        else:
            groups.append((item.moment.days, [item]))
    named = in_addresses(addresses)
    ranked = [_finest(days, group, named) for days, group in groups]
    return sorted(ranked, key=lambda item: -item.weight)


def _finest(days: frozenset[date], group: Sequence[Dated], named: dict[date, str]) -> Statement:
    """The most believed of a day's statements that has a time, else the most believed."""
    top = group[0].said.weight
    kinds = {item.said.rule for item in group if item.said.weight >= _HEARD}
    weight = top + _AGREES * min(max(len(kinds) - 1, 0), 3)
    weight += _ADDRESS if days & named.keys() else 0
    best = group[0]
    for item in group[1:]:
        if _finer(item, best):
            best = item
    return replace(best.said, weight=weight)


def _finer(new: Dated, old: Dated) -> bool:
    """Whether a time comes where there was none, or its zone to the same hour and minute."""
    if len(old.moment.days) > 1 and old.moment.fineness < 3 and new.moment.fineness > 1:
        return len(new.moment.days) == 1 or new.moment.fineness == 3
    if old.moment.fineness == new.moment.fineness == 3:
        return _utc(old) and not _utc(new) and moments.same_instant(old.moment, new.moment)
    if old.moment.fineness < 2:
        return new.moment.fineness > old.moment.fineness
    same_clock = new.moment.text[:16] == old.moment.text[:16]
    return same_clock and new.moment.fineness == 3 and old.moment.fineness == 2


def _utc(item: Dated) -> bool:
    return item.moment.text.endswith(("Z", "+00:00"))


def published(
    found: Iterable[Statement], modified: Sequence[Statement], addresses: Sequence[str]
) -> list[Statement]:
    """The statements of publication, the best day first.

    Templates give the day of the last change as that of publication: where another strong
    statement names an earlier day, the day of the change is not believed.
    """
    ranked = choose(found, "date.published", addresses)
    changed = moments.read(modified[0].value) if modified and ranked else None
    if changed is None:
        return ranked
    others = [item for item in ranked if not _days(item) & changed.days]
    if not others or others[0] is ranked[0]:
        return others or ranked
    earlier = max(_days(others[0])) < min(changed.days)
    return others if earlier and others[0].weight >= _STRONG else ranked


_STRONG = 84


def _days(item: Statement) -> frozenset[date]:
    moment = moments.read(item.value)
    return moment.days if moment else frozenset()


def in_local_time(best: Statement, shown: Iterable[Statement], markup: str) -> Statement:
    """An instant of UTC with the clock of its place, where the page has that clock.

    `2020-05-02T02:54:29Z` beside `May 1, 2020 10:54PM` is `2020-05-01T22:54:29-04:00`: the same
    instant, and the day on which the article came out.
    """
    utc = moments.read(best.value)
    if utc is None or utc.fineness != 3 or not utc.text.endswith(("Z", "+00:00")):
        return best
    instant = datetime.fromisoformat(utc.text)
    printed = ((moments.clock(s.value), s.path) for s in shown if s.rule in _CLOCKS)
    for clock, path in chain(printed, _clocks_in(markup, instant)):
        shift = clock - instant.replace(second=0, tzinfo=None) if clock else timedelta()
        minutes = round(shift.total_seconds() / 60)
        if minutes and minutes % 15 == 0 and abs(minutes) <= 14 * 60:
            local = instant.astimezone(timezone(timedelta(minutes=minutes)))
            where = f"{best.path}, {path}"
            return replace(best, value=local.isoformat(), path=where, rule="html.local-time")
    return best


_CLOCKS = ("html.text", "html.time")


def _clocks_in(markup: str, instant: datetime) -> Iterator[tuple[datetime, str]]:
    """Clocks without zone in scripts, of the day before or after and the same minute and second.

    `publication_date = "2020-02-17 21:18:11"` beside `2020-02-18T02:18:11Z`.
    """
    for shift in (-1, 1):
        day = (instant + timedelta(days=shift)).date()
        at = markup.find(day.isoformat())
        for _ in range(20):
            if at < 0:
                break
            match = _CLOCK.match(markup, at + 10)
            if match and _same_minute(match, instant):
                yield (
                    datetime(day.year, day.month, day.day, int(match[1]), instant.minute),
                    f"@{at}",
                )
            at = markup.find(day.isoformat(), at + 10)


_CLOCK = re.compile(r"[ T]([01]\d|2[0-3]):(\d{2})(?::(\d{2}))?(?![\d:.]|\s*(?:[+-]\d|Z))")


def _same_minute(clock: re.Match[str], instant: datetime) -> bool:
    """Whether minute and second are those of the instant; only `:00` may be left out."""
    second = int(clock[3]) if clock[3] else 0
    return int(clock[2]) == instant.minute and second == instant.second


def of_address(found: Iterable[Statement], own: str | None) -> list[Statement]:
    """The day in the address of the page (`/2024/10/25/`), for a page that states none."""
    places = [Statement("address", own, "url", "html.url", 40)] if own else []
    for item in [*places, *(item for item in found if item.field == "address")]:
        for day in in_addresses([item.value]):
            return [Statement("date.published", day.isoformat(), item.path, "html.address", 40)]
    return []


def in_addresses(addresses: Sequence[str]) -> dict[date, str]:
    """Days in the addresses of the page (`/2024/10/25/`), and the address of each."""
    found: dict[date, str] = {}
    for address in addresses:
        for match in _IN_ADDRESS.finditer(address[:500]):
            year, month, day = (int(part) for part in match.groups() if part and part.isdecimal())
            try:
                found.setdefault(date(year, month, day), address)
            except ValueError:
                continue
    return found
