"""This module checks that the text says what the record claims it says, word for word.

`verbatim` is the slice itself. A printed value (headline, name, role, notice) may put on one line
what the page broke over several: `Mario\\nRossi` is `Mario Rossi`.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterator

from archivist.checks.finding import Finding, found, shown
from archivist.checks.spans import fits
from archivist.record import Credit, Date, Dateline, Record, Span, Title

ELLIPSIS = "…"


def check(record: Record) -> Iterator[Finding]:
    """V013 surfaces, V014 the devised title."""
    yield from _verbatims(record)
    yield from _printed_values(record)
    yield from _names_and_roles(record)
    if record.title.kind == "devised":
        yield from _devised(record.title, record.text)


def _verbatims(record: Record) -> Iterator[Finding]:
    items: list[tuple[str, Date | Credit | Dateline]] = []
    items.extend((f"/dates/{index}", date) for index, date in enumerate(record.dates))
    items.extend((f"/credits/{index}", credit) for index, credit in enumerate(record.credits))
    if record.dateline is not None:
        items.append(("/dateline", record.dateline))
    for path, item in items:
        span, verbatim = item.evidence.span, item.verbatim
        if span is None or verbatim is None or not fits(span, record.text):
            continue
        if verbatim != span.of(record.text):
            yield _differs(f"{path}/verbatim", verbatim, span, record.text)


def _printed_values(record: Record) -> Iterator[Finding]:
    formal = record.title if record.title.kind == "formal" else None
    for path, item in (
        ("/title", formal),
        ("/headline", record.headline),
        ("/summary", record.summary),
    ):
        if item is not None:
            yield from _same(f"{path}/value", item.value, item.evidence.span, record.text)
    rights = record.rights
    if rights is not None and rights.notice is not None:
        yield from _same("/rights/notice", rights.notice, rights.evidence.span, record.text)


def _names_and_roles(record: Record) -> Iterator[Finding]:
    for index, credit in enumerate(record.credits):
        for number, name in enumerate(credit.names):
            path = f"/credits/{index}/names/{number}/name"
            yield from _same(path, name.name, name.span, record.text)
    for index, entity in enumerate(record.entities):
        for number, role in enumerate(entity.roles):
            path = f"/entities/{index}/roles/{number}/value"
            yield from _same(path, role.value, role.span, record.text)


def _devised(title: Title, text: str) -> Iterator[Finding]:
    """The opening words verbatim, an ellipsis where they were cut (DACS 2.3.2, ISAD(G) 3.1.2)."""
    if title.evidence.declared is not None:
        right = "a span, or kind formal for a declared title"
        yield Finding(
            "V014", "/title/evidence", f"title not devised: found declared, would be right: {right}"
        )
    span = title.evidence.span
    if span is None or not fits(span, text):
        return
    words = (title.value, title.value.removesuffix(ELLIPSIS))
    if one_line(span.of(text)) not in map(one_line, words):
        right = shown(one_line(span.of(text))) + " or a part of it with …"
        yield found("V014", "/title/value", "not the opening words", title.value, right)


def _same(path: str, value: str, span: Span | None, text: str) -> Iterator[Finding]:
    if span is None or not fits(span, text) or value == span.of(text):
        return
    if one_line(value) != one_line(span.of(text)):
        yield _differs(path, value, span, text)


def _differs(path: str, value: str, span: Span, text: str) -> Finding:
    """Both surfaces, from shortly before the first character in which they differ."""
    surface = span.of(text)
    same = sum(1 for _ in itertools.takewhile(bool, map(operator.eq, value, surface)))
    skip = max(0, same - 12) if same > 24 else 0
    start = "…" if skip else ""
    right = f"{shown(start + surface[skip:])}, the text at [{span.start}, {span.end}]"
    return found("V013", path, "surface differs", start + value[skip:], right)


def one_line(text: str) -> str:
    """White space runs as single blanks, none at the ends."""
    return " ".join(text.split())
