"""This package checks JSON-LD 1.1 of anybody, with line and column; it never fetches a context.

A parser drops without a word what no term explains and whatever has a broken IRI. So the JSON is
gone through before expansion, as a processor would, and each loss is said.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from archivist.checks.rdf.grammar import oneline
from archivist.checks.rdf.iris import BASE
from archivist.checks.rdf.jsonld import known
from archivist.checks.rdf.jsonld.contexts import elsewhere
from archivist.checks.rdf.jsonld.culprits import culprits
from archivist.checks.rdf.jsonld.findings import Findings, Found
from archivist.checks.rdf.jsonld.walk import Walk
from archivist.checks.rdf.marks import Mark
from archivist.errors import InvalidRecord
from archivist.jsontext import load_numbers
from archivist.jsontext.walk import Lines, walk
from archivist.problems import Problem

if TYPE_CHECKING:
    import pyoxigraph

_BOM = b"\xef\xbb\xbf"
_ALSO = ("L005", "L013")  # told once, at the first place


def check(data: bytes, file: str) -> tuple[Problem, ...]:
    """All that is wrong with a JSON-LD document, in the order of the file."""
    marks = []
    if data.startswith(_BOM):
        data = data.removeprefix(_BOM)
        message = "a byte order mark: found EF BB BF, would be right: UTF-8 without it"
        marks.append(Mark("R020", 1, 1, message))
    try:
        value = load_numbers(data, file)
    except InvalidRecord as error:
        return (*(mark.problem(file) for mark in marks), *error.problems)
    found = list(_found(value))
    marks += _placed(found, data) if found else []
    return tuple(mark.problem(file) for mark in marks)


def parsable(value: Any) -> Any | None:
    """The document with what is known of contexts elsewhere in their place.

    None when it needs one that is not known.
    """
    if isinstance(value, list):
        items = [parsable(one) for one in value]
        return (
            None
            if any(new is None is not old for new, old in zip(items, value, strict=True))
            else items
        )
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, one in value.items():
        if key == "@context":
            addresses = list(elsewhere(one))
            if not all(map(known.is_schema_org, addresses)) or "@import" in str(one):
                return None
            if addresses:
                one = [known.context() if isinstance(c, str) else c for c in _listed(one)]
        new = parsable(one)
        if new is None is not one:
            return None
        found[key] = new
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _found(value: Any) -> list[Found]:
    refused = []
    parts = parsable(value)
    if parts is not None:
        for path, message in culprits(parts, _verdict):
            refused.append(Found("R030", path, False, f"{message}; wanted JSON-LD 1.1"))
    if refused:
        return refused
    findings = Findings()
    Walk(findings).document(value)
    return [*_once(findings.all), *_blank(findings.blanks)]


def _verdict(data: bytes) -> str | None:
    import pyoxigraph as ox

    try:
        for _ in ox.parse(data, format=ox.RdfFormat.JSON_LD, base_iri=BASE):
            pass
    except (SyntaxError, ValueError) as error:
        return oneline(error)
    return None


def _once(found: list[Found]) -> list[Found]:
    """Findings that come by the hundred are told once, with their number."""
    numbers = {code: sum(item.code == code for item in found) for code in _ALSO}
    kept, seen = [], set()
    for item in found:
        if item.code in numbers:
            if item.code in seen:
                continue
            seen.add(item.code)
            if numbers[item.code] > 1:
                more = numbers[item.code] - 1
                item = item._replace(message=f"{item.message} (and {more:,} more)")
        kept.append(item)
    return kept


def _blank(places: list[str]) -> list[Found]:
    if not places:
        return []
    number = f"{len(places):,} blank nodes" if len(places) > 1 else "a blank node"
    return [Found("L011", places[0], False, f"found {number}, wanted IRIs for what is to be named")]


# ------------------------------------------------------------------ places


def _placed(found: list[Found], data: bytes) -> list[Mark]:
    """The findings with line and column, in the order of the text."""
    text = data.decode("utf-8")
    lines = Lines(text)
    wanted = {(one, key) for item in found for one in _around(item.path) for key in (True, False)}
    starts: dict[tuple[str, bool], int] = {}
    for event in walk(text):
        place = (event.pointer, event.kind == "key")
        if event.kind != "close" and place in wanted:
            starts.setdefault(place, event.start)
    marks = []
    for item in found:
        at = (item.path, item.at_key)
        while at not in starts:
            at = (at[0], False) if at[1] else (at[0].rpartition("/")[0], False)
        line, column = lines.place(starts[at])
        marks.append(Mark(item.code, line, column, item.message, item.hint, at[0]))
    return sorted(marks, key=lambda mark: (mark.line, mark.column, mark.code))


def _around(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:number]) for number in range(1, len(parts) + 1)]


def subjects(data: bytes, wanted: Collection[str]) -> dict[str, tuple[int, int]]:
    """Line and column of nodes by their IRIs, of those that are found."""
    data = data.removeprefix(_BOM)
    findings = Findings()
    Walk(findings).document(json.loads(data))
    found = [
        Found("", findings.ids[iri].rpartition("/")[0], False, iri)
        for iri in sorted(wanted)
        if iri in findings.ids
    ]
    marks = _placed(found, data) if found else []
    return {mark.message: (mark.line, mark.column) for mark in marks if mark.line and mark.column}


def quads_of(data: bytes) -> list[pyoxigraph.Quad] | None:
    """The statements of a document that `check` found no error in; None when it needs a context
    that is not known."""
    import pyoxigraph as ox

    parts = parsable(json.loads(data.removeprefix(_BOM)))
    if parts is None:
        return None
    whole = json.dumps(parts).encode()
    return list(ox.parse(whole, format=ox.RdfFormat.JSON_LD, base_iri=BASE))
