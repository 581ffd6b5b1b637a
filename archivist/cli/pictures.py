"""This module makes pictures of counts: a time line, who is named together, how sure it all is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from archivist.cli.figures import PRINTED, dashboard
from archivist.cli.layout import count as number_of
from archivist.collection.charts import svg
from archivist.collection.report_chart import binned, label, step_of
from archivist.collection.stats import LEVELS, Stats, levels
from archivist.pages import columns, drawing, network, stacks
from archivist.pages.columns import Column
from archivist.pages.stacks import Row, Section

NODES, EDGES = 40, 120  # names and pairs that can be told apart
MONTHS = 60  # shown by the month up to here
FARTHEST = 48.0  # user units that a label below a column takes

_CLASSES = ("step1", "step2", "step3", "step4", "none")
_LEGEND = (*zip(_CLASSES, (name for _, name in LEVELS), strict=False), ("none", "not measured"))
_SPOKEN = (("step1", "a name"), ("step3", "another word: he, the company"), ("none", "nobody"))


def overview(stats: Stats, what: str, most: int) -> bytes:
    return svg(dashboard(stats, what, most))


# ------------------------------------------------------------------ over time


def timeline(stats: Stats, what: str, _: int) -> bytes:
    """Records by month where all lie within five years, else by year or by some years."""
    shown, each = _by_month(stats), "month"
    if shown is None:
        shown, each = _by_year(stats)
    unit = "month" if each == "month" else "year"
    number = (stats.months if unit == "month" else stats.years).total()
    said = f"Records by {each}: {number:,} of {number_of(stats.records, 'record')}."
    vague = stats.records - stats.undated - number
    note = f"Not shown: {stats.undated:,} without a date, {vague:,} dated to no single {unit}."
    return columns.svg(f"{what}: time line", said, f"{note} No date was guessed.", shown)


def _by_month(stats: Stats) -> list[Column] | None:
    """A column for each month from the first to the last; None for too many, or too few dated."""
    if not stats.months or stats.months.total() * 2 < stats.years.total():
        return None
    known = {int(name[:4]) * 12 + int(name[5:]) - 1: n for name, n in stats.months.items()}
    first, last = min(known), max(known)
    if last - first >= MONTHS:
        return None
    apart = _apart(last - first + 1, (1, 2, 3, 6, 12))
    return [
        (_month(at) if at % apart == 0 or first == last else "", _month(at), known.get(at, 0))
        for at in range(first, last + 1)
    ]


def _month(at: int) -> str:
    return f"{at // 12:04d}-{at % 12 + 1:02d}"


def _apart(number: int, steps: tuple[int, ...]) -> int:
    """Every how many-th column has room for words below."""
    room = (drawing.WIDTH - 2 * drawing.EDGE - columns.SCALE) / number
    return next((step for step in steps if step * room >= FARTHEST), steps[-1])


def _by_year(stats: Stats) -> tuple[list[Column], str]:
    if not stats.years:
        return [], "year"
    step = step_of(stats.years)
    bars = binned(stats.years, step)
    round_ = tuple(n * tens for tens in (1, 10, 100, 1000, 10_000) for n in (1, 2, 5))
    apart = step * _apart(len(bars), round_)
    shown = [
        (str(first) if first % apart == 0 or len(bars) == 1 else "", label(first, step), n)
        for first, n in bars.items()
    ]
    return shown, "year" if step == 1 else f"{step} years"


# ------------------------------------------------------------------ who is named together


def together(stats: Stats, what: str, _: int) -> bytes:
    """The people and bodies named most, joined where an article names both."""
    found: Counter[str] = Counter()
    for kind in ("person", "organization"):
        if kind in stats.entities:
            for name, n in stats.entities[kind].top(NODES):
                found[name] = max(found[name], n)
    nodes = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:NODES]
    places = {node[0]: at for at, node in enumerate(nodes)}
    edges = _strongest([*_ties(stats, places)])
    note = f"People and bodies that articles name together; {PRINTED}."
    return network.svg(f"{what}: who is named together", note, nodes, edges)


def _ties(stats: Stats, places: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """(place, place, how often together), the strongest first."""
    for pair, number in stats.pairs.top(stats.pairs.total) if stats.pairs else ():
        one, other = pair.split("\0")
        if one in places and other in places:
            yield places[one], places[other], number


def _strongest(ties: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """At most `EDGES`; first the strongest tie of each name: none looks lonely that is not."""
    met: set[int] = set()
    first: list[tuple[int, int, int]] = []
    rest: list[tuple[int, int, int]] = []
    for tie in ties:
        (rest if {tie[0], tie[1]} <= met else first).append(tie)
        met |= {tie[0], tie[1]}
    return [*first, *rest][:EDGES]


# ------------------------------------------------------------------ how sure it is


def quality(stats: Stats, what: str, most: int) -> bytes:
    """Confidence by field and rule, speakers, and what was wrong."""
    every: Counter[int | None] = Counter()
    for counts in stats.confidence.values():
        every.update(counts)
    values = every.total()
    measured = values - every[None]
    spoken = stats.speakers.total
    quotes = stats.quotes.total()
    tiles = [
        ("records", f"{stats.records:,}"),
        ("values with evidence", f"{values:,}"),
        ("of them measured", _share(measured, values)),
        ("quotations with a name", _share(spoken, quotes)),
    ]
    if stats.accessions:
        tiles.append(("records with warnings", f"{stats.warned:,}"))
    said = ", ".join(f"{name} {figure}" for name, figure in tiles)
    return stacks.svg(f"{what}: how sure it is", f"{said}.", tiles, [*_sections(stats, most)])


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _sections(stats: Stats, most: int) -> Iterator[Section]:
    note = "values by measured confidence; what nobody measured has none"
    yield Section("Confidence by field", note, _sure(stats.confidence, 99), _LEGEND)
    listed = len(stats.rules)
    note = f"the {min(most, listed):,} that gave most, of {number_of(listed, 'rule')}"
    yield Section("Confidence by rule", note, _sure(stats.rules, most), _LEGEND)
    said = {"step1": stats.speakers.total, "step3": stats.named_otherwise}
    said["none"] = stats.unattributed
    parts = tuple((kind, meaning, said[kind]) for kind, meaning in _SPOKEN)
    rows = [Row("quotations", parts)] if any(said.values()) else []
    yield Section("Speakers", "who said it, as far as the article tells", rows, _SPOKEN)
    yield _counted("Notes", "records with an oddity of the text", stats.notes, most)
    yield _counted("Set aside", "units by reason", stats.set_aside, most)
    yield _counted("Quarantined", "units by code: archivist explain CODE", stats.quarantined, most)


def _sure(counts: Mapping[str, Counter[int | None]], most: int) -> list[Row]:
    """The most frequent first, equals by name."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    return [Row(name, _parts(found)) for name, found in ordered[:most]]


def _parts(counts: Counter[int | None]) -> tuple[Any, ...]:
    found = levels(counts)
    named = (*(name for _, name in LEVELS), "")
    return tuple(
        (kind, name or "not measured", found.get(name, 0))
        for kind, name in zip(_CLASSES, named, strict=True)
    )


def _counted(title: str, note: str, counts: Counter[str], most: int) -> Section:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return Section(title, note, [Row(name, (("bar", "records", n),)) for name, n in ordered])


PICTURES = {"overview": overview, "timeline": timeline, "network": together, "quality": quality}
