"""Our verdict on the W3C tests of RDF syntaxes is that of their manifests, but for those listed."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from archivist.checks import rdf

SHARED = Path(os.environ.get("ARCHIVIST_SHARED", Path(__file__).parents[3] / "shared"))
DATA = SHARED / "standards" / "linkeddata"
NQUADS = DATA / "nquads" / "rdf" / "rdf11" / "rdf-n-quads"
JSONLD = DATA / "jsonld" / "tests"
needs_shared = pytest.mark.skipif(not DATA.is_dir(), reason="needs the W3C tests in shared/")

OTHER = {
    "#tli12": "a @base with <> is refused by the parser, and let pass by the standard",
}
NOT_FETCHED = {
    "#ter04": "a context elsewhere that cannot be loaded",
    "#ter05": "a context elsewhere that is none",
    "#tso02": "@import that is no string",
    "#tso03": "@import of a context elsewhere",
    "#tso07": "protected terms of a context elsewhere",
    "#tso10": "protected terms of a context elsewhere",
    "#tso12": "@import in a context elsewhere",
    "#tso13": "@import of several contexts elsewhere",
}
# What is wrong with the graph and not with the syntax: the standard has it dropped without a word.
DROPPED = {"#twf01", "#twf02", "#twf03", "#twf04", "#twf05", "#twf07"}
SYNTAX = ("R02", "R030", "L002", "L004")


def _refused(data: bytes, name: str, syntax: str) -> bool:
    """Whether a file is against the grammar; L001 is of its values."""
    found = rdf.check(data, name, syntax)
    return any(item.severity == "error" and item.code.startswith(SYNTAX) for item in found)


def _jsonld() -> list[dict[str, Any]]:
    """The tests of JSON-LD 1.1 whose files are there."""
    manifest = json.loads((JSONLD / "toRdf-manifest.jsonld").read_bytes())["sequence"]
    found = []
    for test in manifest:
        option = test.get("option", {})
        old = "json-ld-1.0" in (option.get("specVersion"), option.get("processingMode"))
        if not old and (JSONLD / test["input"]).is_file():
            found.append(test)
    return found


@needs_shared
def test_json_ld() -> None:
    tests, wrong = _jsonld(), []
    assert len(tests) > 430
    for test in tests:
        negative = "jld:NegativeEvaluationTest" in test["@type"]
        refused = _refused((JSONLD / test["input"]).read_bytes(), test["input"], "jsonld")
        if negative != refused:
            wrong.append(test["@id"])
    assert set(wrong) == {*OTHER, *NOT_FETCHED, *DROPPED}


@needs_shared
def test_what_is_not_fetched_is_said() -> None:
    named = {test["@id"]: JSONLD / test["input"] for test in _jsonld()}
    for name in NOT_FETCHED:
        if name != "#tso02":  # names none
            codes = {item.code for item in rdf.check(named[name].read_bytes(), name, "jsonld")}
            assert "L010" in codes, name


@needs_shared
def test_n_quads_and_n_triples() -> None:
    manifest = (NQUADS / "manifest.ttl").read_text("utf-8")
    entry = r"<#([\w-]+)>\s+(?:a|rdf:type)\s+rdft:(\w+).*?mf:action\s+<([^>]+)>"
    tests = re.findall(entry, manifest, re.DOTALL)
    assert len(tests) > 80
    for name, kind, file in tests:
        syntax = "ntriples" if file.endswith(".nt") else "nquads"
        refused = _refused((NQUADS / file).read_bytes(), file, syntax)
        assert refused == ("Negative" in kind), name


@needs_shared
def test_nothing_is_wrong_with_published_vocabularies() -> None:
    files = [path for path in sorted(DATA.rglob("*")) if path.suffix in (".ttl", ".nq", ".jsonld")]
    files = [
        path for path in files if "tests" not in path.parts and "rdf-n-quads" not in path.parts
    ]
    assert len(files) > 15
    syntaxes = {".ttl": "turtle", ".nq": "nquads", ".jsonld": "jsonld"}
    for path in files:
        found = rdf.check(path.read_bytes(), path.name, syntaxes[path.suffix])
        assert {item.code for item in found} <= {"L005", "L010", "L011"}, path
        # prov.ttl names itself <#>
        assert path.name == "prov.ttl" or "L005" not in {item.code for item in found}, path


@needs_shared
def test_nothing_is_wrong_with_the_graphs_to_canonicalise() -> None:
    files = sorted((DATA / "rdfc" / "tests" / "rdfc10").glob("*.nq"))
    assert len(files) > 60
    for path in files:
        found = rdf.check(path.read_bytes(), path.name, "nquads")
        assert {item.code for item in found} <= {"L011"}, path
