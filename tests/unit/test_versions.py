"""The versions of the record's schema: frozen once, read for ever.

`tests/records/<version>/` holds records as archivist wrote them in that version; nobody edits them.
"""

from __future__ import annotations

import copy
import itertools
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from strategies import rich_record, samples

from archivist import checks, jsontext, migration, own, pipeline, schema
from archivist.migration import OURS, Versions
from archivist.record import SCHEMA_VERSION, Source

# A frozen schema never changes again: whoever must change one makes a new version of it.
FROZEN = {
    "0.1": "4f0b69dc755c0409f1469cf02d18657664aae0fd8ceefc53d9ef58e022d7b5dc",
    "1.0": "e4980df6bc32581d099a00a9f5b52977ac2c9755199239225c5d8fe8e0e5deca",
}
KEPT = sorted((Path(__file__).parents[1] / "records").glob("*/*.record.json"))


def _with_editions(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "editions": []}


def _contract(version: str) -> dict[str, Any]:
    if version != "1.1":
        return schema.frozen(version)
    changed = copy.deepcopy(schema.frozen("1.0"))
    changed["properties"]["schemaVersion"] = {"const": "1.1"}
    changed["properties"]["editions"] = {"type": "array", "items": {"type": "string"}}
    changed["required"].append("editions")
    return changed


# A version that there is not: a record says in which editions its article was.
TO_COME = Versions(("0.1", "1.0", "1.1"), {**OURS.steps, "1.0": _with_editions}, _contract)


@pytest.mark.parametrize("version", OURS.names)
def test_a_frozen_schema_is_never_changed(version: str) -> None:
    data = (schema.folder() / "frozen" / f"record-{version}.schema.json").read_bytes()
    assert sha256(data).hexdigest() == FROZEN[version]
    assert json.loads(data)["properties"]["schemaVersion"] == {"const": version}


def test_the_current_schema_is_a_frozen_one() -> None:
    name = f"record-{SCHEMA_VERSION}.schema.json"
    frozen = (schema.folder() / "frozen" / name).read_bytes()
    assert schema.read("record.schema.json") == frozen
    assert OURS.current == SCHEMA_VERSION == OURS.names[-1]
    assert set(OURS.steps) == set(OURS.older)


def test_every_frozen_version_has_kept_records() -> None:
    assert {path.parent.name for path in KEPT} == set(OURS.names)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
@pytest.mark.parametrize("versions", [OURS, TO_COME], ids=["ours", "to-come"])
def test_what_a_version_wrote_is_read_by_every_later_one(path: Path, versions: Versions) -> None:
    data = path.read_bytes()
    with migration.knowing(versions):
        record, problems = checks.validate_bytes(data, path.name)
    assert problems == ()
    assert record is not None
    assert record.text == json.loads(data)["text"]
    assert record.schema_version == versions.current
    for name in ("jsonld", "newsml-g2", "turtle"):
        if versions is OURS:
            exported = Source("a", "a", pipeline.export(record, name))
            assert own.read(exported) == (record, ())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_nothing_is_changed_but_the_version_and_the_history(path: Path) -> None:
    old = json.loads(path.read_bytes())
    before = copy.deepcopy(old)
    with migration.knowing(TO_COME):
        new = migration.migrated(old)
    assert old == before
    steps = len(TO_COME.names) - 1 - TO_COME.names.index(old["schemaVersion"])
    assert new["history"][: len(old["history"])] == old["history"]
    added = new["history"][len(old["history"]) :]
    assert [entry["action"] for entry in added] == ["migrated"] * steps
    assert new.pop("editions") == []
    changed = {key for key in new if new[key] != old[key]}
    assert changed == {"schemaVersion", "history"}
    patch = list(itertools.chain.from_iterable(entry["patch"] for entry in added))
    assert patch[0]["value"] == old["schemaVersion"]
    assert patch[-1]["value"] == "1.1"


def test_a_current_record_is_what_it_was() -> None:
    for record in samples(20):
        value = record.to_json()
        assert migration.migrated(value) is value


def test_an_older_record_follows_its_own_schema() -> None:
    value = {**rich_record().to_json(), "editions": []}
    with migration.knowing(TO_COME):
        _, problems = checks.validate_bytes(json.dumps(value).encode(), "a")
    assert [found.code for found in problems] == ["V001"]
    assert '"editions"' in problems[0].message


@pytest.mark.parametrize(
    ("version", "newer"),
    [("1.1", True), ("2.0", True), ("1.10", True), ("10.0", True), ("0.9", False), ("x", False)],
)
def test_an_unknown_version_is_one_problem(version: str, newer: bool) -> None:
    value = {**rich_record().to_json(), "schemaVersion": version, "colour": "red"}
    data = json.dumps(value, indent=1).encode()
    record, (found,) = checks.validate_bytes(data, "a")
    assert record is None
    assert (found.code, found.path, found.location.line) == ("V003", "/schemaVersion", 2)
    assert ("update archivist" in (found.hint or "")) == newer


def test_the_same_for_a_value_from_python() -> None:
    old = {**rich_record().to_json(), "schemaVersion": "0.1"}
    record, problems = checks.validate_value(old, "a")
    assert record is not None
    assert problems == ()
    assert jsontext.canonical(record.to_json()) == jsontext.canonical(migration.migrated(old))
