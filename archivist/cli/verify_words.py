"""This module has the words of `archivist verify`: shares and ages it is given, rows it prints."""

from __future__ import annotations

import re
from datetime import timedelta

import click

from archivist.cli import console
from archivist.collection import fixity
from archivist.collection.rounds import Share
from archivist.text import size_words

_AGES = {"h": 1, "d": 24, "w": 24 * 7, "m": 24 * 30, "y": 24 * 365}


def share(ctx: click.Context, param: click.Parameter, value: str | None) -> Share | None:
    """`200` files or `10%` of them."""
    if value is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(\s*%)?", value.strip())
    number = float(found[1]) if found else 0.0
    if found is None or number <= 0 or (found[2] and number > 100):
        raise click.BadParameter(f"{value!r} is no share; 200 or 10% would be.")
    if not found[2] and number != int(number):
        raise click.BadParameter(f"{value!r} is no number of files; 200 or 10% would be.")
    return Share(number, bool(found[2]))


def age(ctx: click.Context, param: click.Parameter, value: str | None) -> timedelta | None:
    """`90d`, `12h`, `6w`, `3m` (of 30 days), `1y` (of 365)."""
    if value is None:
        return None
    found = re.fullmatch(r"(\d+)\s*([hdwmy])", value.strip().lower())
    hours = int(found[1]) * _AGES[found[2]] if found else 0
    if found is None or hours > 200 * _AGES["y"]:
        raise click.BadParameter(f"{value!r} is no age; 90d, 12h or 1y would be.")
    return timedelta(hours=hours)


def table(entries: list[fixity.Entry]) -> list[str]:
    """Earlier passes as rows, the oldest first."""
    rows = [("when", "result", "checked", "bytes", "errors", "what", "by", "version")]
    for entry in entries:
        scope = f"{entry.scope[0]}" if len(entry.scope) == 1 else f"{len(entry.scope)} accessions"
        deep_too = f", deep {entry.deep}" if entry.deep else ""
        rows.append(
            (
                entry.when,
                entry.result,
                f"{entry.checked:,} of {entry.files:,}",
                size_words(entry.bytes),
                f"{entry.errors:,}",
                f"{scope}, {entry.selection}{deep_too}",
                console.visible(entry.operator or "–"),
                entry.version,
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
