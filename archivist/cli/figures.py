"""This module puts counts into words: a table for the terminal, and the parts of a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archivist.cli import console
from archivist.cli.layout import count as number_of
from archivist.cli.layout import pad
from archivist.cli.rows import GAP, INDENT, Row, lay_out
from archivist.cli.words import language_name, media_words
from archivist.collection.charts import Dashboard, Panel
from archivist.collection.report_chart import binned, label, step_of
from archivist.collection.stats import Ranking, Stats, levels

LINES = 24  # of the time line on a terminal
BAR = 32  # cells of the longest bar
TYPES = (
    ("person", "people"),
    ("organization", "bodies"),
    ("place", "places"),
    ("event", "events"),
    ("work", "works"),
)
ROLES = (
    ("author", "authors"),
    ("agency", "agencies"),
    ("photographer", "photographers"),
    ("image", "images"),
    ("publisher", "publishers"),
)
PRINTED = "names are counted as printed, once an article: nothing is merged across articles"


def table(stats: Stats, what: str, most: int, width: int) -> list[str]:
    """Lines of at most `width` cells."""
    lines = lay_out(what, _facts(stats), _before(stats), width)
    lines += _timeline(stats, width)
    lines += lay_out("", [], _after(stats, most), width)[1:]
    return lines


def _facts(stats: Stats) -> list[str]:
    facts = [number_of(stats.records, "record")]
    if stats.accessions:
        facts.append(number_of(stats.accessions, "accession"))
    if stats.withdrawn:
        facts.append(f"{stats.withdrawn:,} withdrawn left out")
    facts += [f"{stats.bytes:,} bytes of sources", f"{stats.characters:,} characters of text"]
    return facts


# ------------------------------------------------------------------ the table


def _before(stats: Stats) -> Iterator[Row]:
    yield Row("dates", value=_dated(stats), evidence="none was guessed")


def _dated(stats: Stats) -> str:
    said = [f"{stats.years.total():,} in one year"] if stats.years else []
    if stats.years:
        said[0] += f", {min(stats.years)} to {max(stats.years)}"
        said.append(f"{stats.months.total():,} of them with the month")
    if stats.spanning:
        said.append(f"{stats.spanning:,} of no single year")
    said.append(f"{stats.undated:,} without a date")
    return " · ".join(said)


def _timeline(stats: Stats, width: int) -> Iterator[str]:
    """A bar for each year, or for as many years as make some two dozen bars."""
    if len(stats.years) < 2:
        return
    step = step_of(stats.years)
    steps = (step, *(n for n in (2, 5, 10, 20, 50, 100, 1000) if n > step))
    bars = next(
        (found for n in steps if len(found := binned(stats.years, n)) <= LINES),
        binned(stats.years, steps[-1]),
    )
    step = min(b - a for a, b in zip(bars, [*bars][1:], strict=False)) if len(bars) > 1 else step
    top = max(bars.values())
    room = min(BAR, width - INDENT - 30)
    for first, number in bars.items():
        bar = "█" * (max(1, round(number / top * room)) if number else 0)
        lead = " " * INDENT + pad("", 11) + pad(label(first, step), 11)
        yield lead + console.styled(bar, fg="cyan") + " " * (1 if bar else 0) + f"{number:,}"


def _after(stats: Stats, most: int) -> Iterator[Row]:
    yield _row("languages", _languages(stats), most)
    yield _row("formats", _formats(stats), most)
    yield _row("titles", _titles(stats), most)
    yield from _rankings(stats, most)
    yield from _sureness(stats)
    yield _row("notes", stats.notes, most, evidence="oddities of the text, in records")
    if stats.accessions:
        yield from _of_collection(stats, most)


_TITLES = {"formal": "formal, from the source", "devised": "devised of the opening words"}


def _language(tag: str) -> str:
    return language_name(tag) if tag else "not known"


def _languages(stats: Stats) -> dict[str, int]:
    return {_language(tag): n for tag, n in stats.languages.items()}


def _formats(stats: Stats) -> dict[str, int]:
    found: Counter[str] = Counter()
    for media_type, n in stats.formats.items():
        found[media_words(media_type)] += n
    return found


def _titles(stats: Stats) -> dict[str, int]:
    return {_TITLES.get(kind, kind): n for kind, n in stats.titles.items()}


def _rankings(stats: Stats, most: int) -> Iterator[Row]:
    yield Row("credits", value=f"in {number_of(stats.credited, 'record')}")
    for role, name in ROLES:
        if role in stats.credits:
            yield _ranked(name, stats.credits[role], most)
    for kind, name in TYPES:
        if kind in stats.entities:
            yield _ranked(name, stats.entities[kind], most)
    kinds = " · ".join(f"{n:,} {kind}" for kind, n in _sorted(stats.quotes))
    spoken = f"{kinds} · {stats.unattributed:,} without a speaker" if kinds else GAP
    yield Row("quotes", value=spoken, evidence=f"in {number_of(stats.quoting, 'record')}")
    if stats.speakers.total:
        yield _ranked("speakers", stats.speakers, most)
    if stats.named_otherwise:
        yield Row("", value=f"{stats.named_otherwise:,} quotations by others: he, the company, …")
    yield Row("", value=PRINTED)


def _ranked(label_: str, ranking: Ranking, most: int) -> Row:
    listed = tuple(f"{console.visible(name)} {n:,}" for name, n in ranking.top(most))
    return Row(label_, items=listed, evidence=_how_many(ranking))


def _how_many(ranking: Ranking) -> str:
    """`312 different`; where rare names were dropped, how far a count may be too low."""
    if ranking.distinct is not None:
        return f"{ranking.distinct:,} different"
    return f"very many; a count may be too low by {ranking.error:,}"


def _sureness(stats: Stats) -> Iterator[Row]:
    """For each field, how much of the evidence has a measured confidence."""
    first = "confidence"
    for field, counts in sorted(stats.confidence.items()):
        sure = levels(counts)
        none = sure.pop("", 0)
        value = f"{counts.total() - none:,} of {counts.total():,} measured"
        if sure:
            value += f": {' · '.join(f'{level} {n:,}' for level, n in sure.items())}"
        yield Row(first, lead=field, value=value)
        first = ""


def _of_collection(stats: Stats, most: int) -> Iterator[Row]:
    warned = f"{stats.warned:,} records with warnings, {stats.warnings:,} in all"
    yield Row("warnings", value=warned)
    yield _row("set aside", stats.set_aside, most, evidence="units, the last time they were read")
    yield _row("quarantine", stats.quarantined, most, evidence="explain CODE says what it means")
    if stats.near_pairs:
        pairs = f"{stats.near_records:,} records, {stats.near_pairs:,} pairs"
        yield Row("alike", value=pairs, evidence="nearly the same: see near-duplicates.csv")


def _row(label_: str, counts: dict[str, int], most: int, *, evidence: str = "") -> Row:
    listed = _sorted(counts)
    items = tuple(f"{console.visible(name)} {n:,}" for name, n in listed[:most])
    left = listed[most:]
    if left:
        items = (*items, f"{len(left):,} others {sum(n for _, n in left):,}")
    return Row(label_, items=items, evidence=evidence) if items else Row(label_, value=GAP)


def _sorted(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


# ------------------------------------------------------------------ the picture


def dashboard(stats: Stats, what: str, most: int) -> Dashboard:
    """What the picture shows."""
    return Dashboard(
        title=what,
        description=_description(stats, what),
        tiles=_tiles(stats),
        years=stats.years,
        undated=f"{_dated(stats)}. No date was guessed.",
        panels=[panel for panel in _panels(stats, most) if panel.bars],
    )


def _tiles(stats: Stats) -> list[tuple[str, str]]:
    quotes = stats.quotes.total()
    tiles = [
        ("records", f"{stats.records:,}"),
        ("in one year", f"{stats.years.total():,}"),
        ("undated", f"{stats.undated:,}"),
        ("quotations", f"{quotes:,}"),
    ]
    if stats.accessions:
        tiles += [
            ("with warnings", f"{stats.warned:,}"),
            ("set aside", f"{stats.set_aside.total():,}"),
            ("quarantined", f"{stats.quarantined.total():,}"),
        ]
    return tiles


def _description(stats: Stats, what: str) -> str:
    languages = ", ".join(f"{_language(k)} {n:,}" for k, n in _sorted(stats.languages)[:5])
    return f"{what}: {', '.join(_facts(stats))}. Dates: {_dated(stats)}. Languages: {languages}."


def _panels(stats: Stats, most: int) -> Iterator[Panel]:
    yield _panel(
        "Languages", "records", {_language(k): n for k, n in stats.languages.items()}, most
    )
    yield _panel("Formats", "records", {media_words(k): n for k, n in stats.formats.items()}, most)
    yield _panel("Titles", "records", {_TITLES.get(k, k): n for k, n in stats.titles.items()}, most)
    for role, name in ROLES:
        if role in stats.credits:
            yield _named(name, stats.credits[role], most)
    for kind, name in TYPES:
        if kind in stats.entities:
            yield _named(name, stats.entities[kind], most)
    note = f"quotations; {_how_many(stats.speakers)}, as printed"
    yield Panel("Speakers", note, stats.speakers.top(most))
    yield Panel("Evidence", "values by confidence, all fields", _sure(stats))
    yield _panel("Set aside", "units by reason", stats.set_aside, most)
    yield _panel("Quarantined", "units by code", stats.quarantined, most)
    yield _panel("Notes", "records with an oddity of the text", stats.notes, most)


def _named(name: str, ranking: Ranking, most: int) -> Panel:
    note = f"{_how_many(ranking)}, as printed, once an article"
    return Panel(name.capitalize(), note, ranking.top(most))


def _panel(title: str, note: str, counts: dict[str, int], most: int) -> Panel:
    return Panel(title, note, _sorted(counts)[:most])


def _sure(stats: Stats) -> list[tuple[str, int]]:
    """Values by confidence, the surest first."""
    found: Counter[int | None] = Counter()
    for counts in stats.confidence.values():
        found.update(counts)
    return [(level or "not measured", n) for level, n in levels(found).items()]
