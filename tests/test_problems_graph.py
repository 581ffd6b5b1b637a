"""Each code of reading and writing graphs has its smallest input: `tests/problems/<CODE>-<name>/`.

`graph.*` is what is read, or `record.json` what RDF/XML is to carry; `expected.json` has code, line
and column.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archivist.errors import InvalidRecord
from archivist.exporters import jsonld, rdf
from archivist.problems import CODES, Problem
from archivist.record import Record
from archivist.settings import Settings

ROOT = Path(__file__).parent / "problems"
CASES = sorted([*ROOT.glob("R03*/graph.*"), *ROOT.glob("X010-*/record.json")])
SYNTAXES = {".nt": "ntriples", ".ttl": "turtle"}


def _carry(path: Path) -> None:
    data = path.read_bytes()
    if path.name == "record.json":
        rdf.write(Record.from_json(json.loads(data)), Settings(), "rdfxml")
    elif path.suffix == ".jsonld":
        jsonld.read(data, path.name)
    else:
        rdf.read(data, path.name, SYNTAXES[path.suffix])


def _problem(path: Path) -> Problem:
    with pytest.raises(InvalidRecord) as refused:
        _carry(path)
    [found] = refused.value.problems
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_exactly_this_code_at_exactly_this_place(path: Path) -> None:
    found = _problem(path)
    expected = json.loads((path.parent / "expected.json").read_bytes())
    place = {"line": found.location.line, "column": found.location.column}
    assert {"code": found.code, **place} == expected
    assert path.parent.name.startswith(found.code)
    assert found.message.isprintable()
    assert len(found.message) < 400


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("R03")] + ["X010"])
def test_every_code_has_an_example(code: str) -> None:
    assert [path for path in CASES if path.parent.name.startswith(code + "-")]
