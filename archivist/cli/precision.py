"""This module is `archivist stats --reviewed`: the precision of each field, as readers judged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from archivist.cli import console, exits
from archivist.cli.layout import cells, count, pad
from archivist.errors import InvalidRecord, UsageError, WorldRefused
from archivist.review import judgements
from archivist.review.judgements import Judged, Precision, Tally, wilson

HEAD = ("", "judged", "right", "precision", "95 %", "missed", "articles")


def counted(named: Sequence[str], form: str) -> tuple[bytes, int]:
    """What is printed, and the exit code: 1 when a file holds what is no judgement.

    Raises UsageError, WorldRefused.
    """
    if not named:
        hint = "the page of archivist review saves them"
        raise UsageError("found no file of judgements, wanted one", hint=hint)
    if form == "svg":
        raise UsageError("no picture of judgements is drawn", hint="--format table or json")
    wrong: list[InvalidRecord] = []
    found = judgements.precision(_all(named, wrong))
    for refused in wrong:
        console.error(str(refused), refused.hint)
    code = exits.INVALID if wrong else exits.DONE
    if form == "json":
        return (json.dumps(found.to_json(), ensure_ascii=False, indent=2) + "\n").encode(), code
    return "".join(f"{line}\n" for line in _table(found)).encode("utf-8", "replace"), code


def _all(named: Sequence[str], wrong: list[InvalidRecord]) -> Iterator[Judged]:
    """Those of all files, each up to the first line that is none."""
    for name in named:
        try:
            with Path(name).open("rb") as lines:
                yield from judgements.read(lines, name)
        except OSError as refused:
            raise WorldRefused(f"{name}: {refused.strerror or refused}") from refused
        except InvalidRecord as refused:
            wrong.append(refused)


def _table(found: Precision) -> Iterator[str]:
    yield from _design(found)
    rows: list[tuple[str, ...]] = [HEAD]
    for name in found.named():
        rows.append((name, *_cells(found.fields[name])))
        rows += [(f"  {rule}", *_cells(tally)) for rule, tally in found.of_field(name)]
    widths = [max(cells(row[at]) for row in rows) for at in range(len(HEAD))]
    for number, row in enumerate(rows):
        figures = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        line = "  ".join((pad(console.visible(row[0]), widths[0]), *figures)).rstrip()
        is_head = number == 0 or not row[0].startswith(" ")
        yield console.styled(line, bold=True) if is_head else line
    yield ""
    yield from _reading(found)


def _cells(tally: Tally) -> tuple[str, ...]:
    share = bounds = "–"
    if tally.n:
        low, high = wilson(tally.right, tally.n)
        share = f"{100 * tally.right / tally.n:.1f} %"
        bounds = f"{100 * low:.1f}–{100 * high:.1f}"
    missed = f"{tally.missed:,}" if tally.missed else ""
    return f"{tally.n:,}", f"{tally.right:,}", share, bounds, missed, f"{tally.articles:,}"


def _design(found: Precision) -> Iterator[str]:
    """How the articles were chosen: what the figures can speak for."""
    readers = ", ".join(found.readers)
    yield console.visible(
        f"{count(found.articles, 'article')} judged by {readers or 'nobody'},"
        f" {found.checked:,} checked whole"
    )
    for (size, seed, of, where), number in found.ordered_designs():
        met = f" that meet {' and '.join(where)}" if where else ""
        if size is None:
            chosen = (
                f"{number:,}: no sample, of {of or 0:,} articles{met}: they speak for themselves"
            )
        else:
            chosen = f"{number:,}: of a random sample of {size:,} from {of or 0:,} articles{met}"
            chosen += f", seed {seed}"
        yield console.visible(f"  {chosen}")
    yield ""


def _reading(found: Precision) -> Iterator[str]:
    """How to read the figures."""
    yield "precision = right / judged; 95 %: the interval of Wilson, as if values were independent:"
    yield "those of one article are alike, so the truth may lie further off. missed: readers added"
    if found.left_out:
        left = ", ".join(f"{name} {n:,}" for name, n in sorted(found.left_out.items()))
        yield f"left out, as not all values of the field were judged (articles): {left}"
    if found.again:
        yield f"{count(found.again, 'article')} judged again by the same reader: the last counts"
