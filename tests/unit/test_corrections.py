"""Corrections: applied whole and valid or not at all, found again, and never dropped."""

from __future__ import annotations

import copy
import dataclasses
import json
import random
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import minimal_record, records

from archivist import Settings, checks, convert, export, read, schema
from archivist.corrections import (
    Corrected,
    Patch,
    content_digest,
    correct,
    ledger,
    propose,
)
from archivist.corrections import patch as patches
from archivist.corrections.operations import MOST_VALUES, Refused
from archivist.errors import InvalidRecord, UsageError, WorldRefused
from archivist.exporters import EXPORTERS
from archivist.jsontext import canonical
from archivist.record import Record

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = "2026-11-22T10:00:00Z"
SOURCES = ("it-faro.txt", "en-bridge.txt", "de-stoerche.txt", "fr-glacier.md", "es-azafran.txt")
_EXTRACTED: dict[str, Record] = {}


def extracted(name: str) -> Record:
    """The record of an example, made by the rules as they are."""
    if name not in _EXTRACTED:
        (found,) = convert(EXAMPLES / name, settings=Settings(as_of=AS_OF))
        assert found.record is not None
        _EXTRACTED[name] = found.record
    return _EXTRACTED[name]


def written(record: Record, *operations: dict[str, Any], **more: object) -> dict[str, Any]:
    """A patch of the record, as its author would write it."""
    return {
        "id": record.id,
        "sourceSha256": record.source.sha256,
        "contentDigest": content_digest(record),
        "by": "Ada",
        "operations": list(operations),
        **more,
    }


def loaded(value: dict[str, Any]) -> Patch:
    return patches.read(json.dumps(value).encode(), "fix.json")


def applied(record: Record, *operations: dict[str, Any], again: bool = False) -> Corrected:
    return correct(record, [loaded(written(record, *operations))], again=again)


def test(path: str, value: object) -> dict[str, Any]:
    return {"op": "test", "path": path, "value": value}


test.__test__ = False  # type: ignore[attr-defined]


def replace(path: str, value: object) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def codes(done: Corrected) -> list[str]:
    return [problem.code for problem in done.problems]


# ------------------------------------------------------------------ what a correction leaves behind


def test_a_correction_is_evident_and_in_the_history() -> None:
    record = extracted("it-faro.txt")
    name = record.entities[3].mentions[0]
    operations = (
        test("/headline", None),
        replace("/headline", {"value": "Il faro"}),
        test("/entities/3/mentions/0/span", [name.span.start, name.span.end]),
        replace("/entities/3/mentions/0/span", [name.span.start, name.span.end - 1]),
    )
    patch = loaded(written(record, *operations))
    done = correct(record, [patch])
    assert done.problems == ()
    assert done.applied == (patch,)
    new = done.record
    assert new.headline is not None
    for evidence in (new.headline.evidence, new.entities[3].mentions[0].evidence):
        assert evidence.corrected is not None
        assert (evidence.corrected.by, evidence.corrected.patch) == ("Ada", patch.digest)
        assert (evidence.span, evidence.confidence) == (None, None)
    assert new.revision == record.revision + 1
    assert new.history[:-1] == record.history
    entry = new.history[-1]
    assert (entry.action, entry.by, entry.rules) == ("corrected", "Ada", patch.digest)
    assert [item.path for item in entry.patch] == [item["path"] for item in operations]
    changed = {"headline", "entities", "revision", "history"}
    before, after = record.to_json(), new.to_json()
    assert {key for key in after if after[key] != before[key]} == changed
    assert after["entities"][:3] == before["entities"][:3]
    assert after["entities"][4:] == before["entities"][4:]
    assert checks.validate_record(new, "x") == ()


def test_the_digest_knows_no_instant() -> None:
    first = extracted("it-faro.txt")
    (later,) = convert(EXAMPLES / "it-faro.txt", settings=Settings(as_of="2027-01-01T00:00:00Z"))
    assert later.record is not None
    assert later.record != first
    assert content_digest(later.record) == content_digest(first)


def test_ids_count_on_and_links_follow() -> None:
    record = extracted("it-faro.txt")
    (gone,) = [e for e in record.entities if e.name == "Corsica"]
    at = record.entities.index(gone)
    done = applied(
        record, test(f"/entities/{at}/name", "Corsica"), {"op": "remove", "path": f"/entities/{at}"}
    )
    assert done.problems == ()
    new = done.record
    assert [e.id for e in new.entities] == [f"e{n + 1}" for n in range(len(record.entities) - 1)]

    def names(of: Record) -> list[str]:
        by_id = {e.id: e.name for e in of.entities}
        speakers = [q.speaker.entity for q in of.quotes if q.speaker]
        credited = [name.entity for credit in of.credits for name in credit.names]
        return [by_id[link] for link in (*speakers, *credited) if link]

    assert names(new) == names(record)
    assert all(q.evidence.corrected is None for q in new.quotes)  # nobody corrected these


def test_a_link_to_what_is_removed_is_refused() -> None:
    record = extracted("it-faro.txt")
    speaker = record.quotes[0].speaker
    assert speaker is not None
    assert speaker.entity is not None
    at = int(speaker.entity[1:]) - 1
    name = record.entities[at].name
    done = applied(
        record, test(f"/entities/{at}/name", name), {"op": "remove", "path": f"/entities/{at}"}
    )
    assert codes(done) == ["C081"]
    assert done.record is record


@pytest.mark.parametrize("keep", [True, False])
def test_the_date_of_a_dateline_goes_with_it(keep: bool) -> None:
    record = next(r for r in map(extracted, SOURCES) if r.dateline and r.dateline.date is not None)
    assert record.dateline is not None
    at = record.dateline.date
    assert at is not None
    value = record.to_json()["dates"][at]
    added = {**value, "role": "modified", "verbatim": None}
    if keep:
        done = applied(
            record, test("/id", record.id), {"op": "add", "path": "/dates/0", "value": added}
        )
        assert done.problems == ()
        assert done.record.dateline is not None
        assert done.record.dateline.date == at + 1
    else:
        done = applied(
            record, test(f"/dates/{at}", value), {"op": "remove", "path": f"/dates/{at}"}
        )
        assert codes(done) == ["C081"]


def test_what_moves_keeps_its_evidence() -> None:
    record = extracted("it-faro.txt")
    last = len(record.notes) - 1
    assert last > 0
    move = {"op": "move", "from": f"/notes/{last}", "path": "/notes/0"}
    done = applied(record, test(f"/notes/{last}/code", record.notes[last].code), move)
    assert done.problems == ()
    assert done.record.notes == (record.notes[last], *record.notes[:last])


# ------------------------------------------------------------------ conflicts


def test_applied_twice_is_told_and_nothing() -> None:
    record = extracted("it-faro.txt")
    operations = (test("/headline", None), replace("/headline", {"value": "Il faro"}))
    patch = loaded(written(record, *operations))
    once = correct(record, [patch])
    for twice in (correct(once.record, [patch]), correct(once.record, [patch], again=True)):
        assert codes(twice) == ["C082"]
        assert twice.record is once.record
        assert twice.applied == ()
    assert codes(correct(record, [patch, patch])) == ["C082"]


def test_a_test_that_fails_names_both_values_and_the_rest_goes_on() -> None:
    record = extracted("it-faro.txt")
    wrong = loaded(
        written(record, test("/title/kind", "formal"), replace("/title/kind", "devised"))
    )
    right = loaded(
        written(record, test("/headline", None), replace("/headline", {"value": "Il faro"}))
    )
    done = correct(record, [wrong, right])
    assert done.applied == (right,)
    (problem,) = done.problems
    assert problem.code == "C075"
    assert problem.path == "/operations/0"
    assert 'found "devised", wanted "formal"' in problem.message
    assert (problem.location.line, problem.location.column) != (None, None)


@pytest.mark.parametrize(
    ("code", "operations"),
    [
        ("C076", [test("/credits/0/names/7/name", "x"), replace("/credits/0/names/7/name", "y")]),
        ("C076", [test("/nothing", "x"), replace("/nothing", "y")]),
        ("C076", [test("/title/kind/deeper", 1), replace("/title/kind/deeper", "y")]),
        ("C076", [test("/id", None), {"op": "add", "path": "/notes/99", "value": {}}]),
        ("C076", [test("/id", None), {"op": "add", "path": "/notes/-1", "value": {}}]),
        ("C076", [test("/notes", None), {"op": "move", "from": "/notes/99", "path": "/notes/0"}]),
        ("C076", [test("/id", None), {"op": "copy", "from": "/x", "path": "/headline"}]),
        ("C076", [test("/title", None), {"op": "move", "from": "/title", "path": "/title/value"}]),
        ("C077", [test("/text", None), replace("/text", "Another text.")]),
        ("C077", [test("/id", None), replace("/id", "urn:uuid:x")]),
        ("C077", [test("/source/url", None), replace("/source/url", "https://example.org/")]),
        ("C077", [test("/history", None), {"op": "remove", "path": "/history"}]),
        ("C077", [test("", None), replace("", {})]),
        ("C077", [test("/text", None), {"op": "move", "from": "/text", "path": "/headline"}]),
        ("C080", [test("/title", None), {"op": "remove", "path": "/title"}]),
        ("C077", [test("/id", None), {"op": "add", "path": "/surprise", "value": 1}]),
        ("C080", [test("/blocks", None), {"op": "remove", "path": "/blocks/0"}]),
        ("C080", [test("/blocks/0/span", None), replace("/blocks/0/span", [0, 10**15])]),
        ("C080", [test("/blocks/0/span", None), replace("/blocks/0/span", [5, 2])]),
        ("C080", [test("/dates/0/value", None), replace("/dates/0/value", "2024-02-31")]),
        ("C080", [test("/entities/0/id", None), replace("/entities/0/id", "e2")]),
        ("C080", [test("/credits", None), replace("/credits", "nobody")]),
        ("C081", [test("/entities", None), replace("/entities", [1, [2], None])]),
        ("C082", [test("/headline", None), replace("/headline", None)]),
    ],
)
def test_hostile_operations_leave_the_record_alone(code: str, operations: list[Any]) -> None:
    record = extracted("it-faro.txt")
    before = canonical(record.to_json())
    data = record.to_json()
    for item in operations:
        if item["op"] == "test" and item["value"] is None:
            item["value"] = _at(data, item["path"])
    done = applied(record, *operations)
    assert set(codes(done)) == {code}
    assert done.record is record
    assert canonical(record.to_json()) == before


def _at(data: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        data = data[int(part)] if isinstance(data, list) else data[part]
    return data


def test_copies_of_copies_do_not_fill_the_memory() -> None:
    record = extracted("it-faro.txt")
    bomb = [{"op": "copy", "from": "/entities", "path": "/entities/-"} for _ in range(60)]
    done = applied(record, test("/id", record.id), *bomb)
    assert codes(done) == ["C083"]
    deep: Any = []
    for _ in range(50):
        deep = [deep]
    nested = [{"op": "add", "path": f"/notes{'/0' * n * 20}", "value": [deep]} for n in range(4)]
    done = applied(record, test("/id", record.id), *nested)
    assert set(codes(done)) <= {"C076", "C080", "C083"}
    assert codes(done)
    assert MOST_VALUES < 10**7


def test_other_bytes_and_other_content_are_refused() -> None:
    record = extracted("it-faro.txt")
    operations = (test("/headline", None), replace("/headline", {"value": "Il faro"}))
    other = written(record, *operations, sourceSha256="0" * 64)
    assert codes(correct(record, [loaded(other)])) == ["C073"]
    assert codes(correct(record, [loaded(other)], again=True)) == ["C073"]
    old = loaded(written(record, *operations, contentDigest="sha256:" + "0" * 64))
    (problem,) = correct(record, [old]).problems
    assert problem.code == "C074"
    assert problem.hint is not None
    assert "--again" in problem.hint
    assert correct(record, [old], again=True).applied == (old,)


# ------------------------------------------------------------------ what is no patch

GOOD = written(minimal_record(), test("/headline", None), replace("/headline", {"value": "x"}))


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("C070", {"id": "7"}),
        ("C070", {"sourceSha256": "ABC"}),
        ("C070", {"contentDigest": "0" * 64}),
        ("C070", {"by": ""}),
        ("C070", {"reason": 4}),
        ("C070", {"more": 1}),
        ("C070", {"operations": []}),
        ("C070", {"operations": {}}),
        ("C070", {"operations": [test("/id", 1), 5]}),
        ("C070", {"operations": [test("/id", 1), {"op": "drop", "path": "/id"}]}),
        ("C070", {"operations": [test("/id", 1), {"op": "remove"}]}),
        ("C070", {"operations": [test("/id", 1), {"op": "remove", "path": "id"}]}),
        ("C070", {"operations": [test("/id", 1), {"op": "remove", "path": "/~2"}]}),
        ("C070", {"operations": [test("/id", 1), {"op": "add", "path": "/headline"}]}),
        ("C070", {"operations": [test("/id", 1), {"op": "move", "path": "/headline"}]}),
        ("C071", {"operations": [replace("/headline", "x")]}),
        ("C071", {"operations": [test("/headline", None)]}),
        ("C071", {"operations": [test("/language", None), replace("/headline", None)]}),
        ("C083", {"operations": [test("/id", 1)] * 10_001}),
    ],
)
def test_what_is_no_patch(code: str, change: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord) as refused:
        loaded({**GOOD, **change})
    assert {item.code for item in refused.value.problems} == {code}
    assert all(": found " in item.message for item in refused.value.problems)
    by_schema = jsonschema.Draft202012Validator(json.loads(schema.read("patch.schema.json")))
    untested = change.get("operations") == [test("/language", None), replace("/headline", None)]
    assert by_schema.is_valid({**GOOD, **change}) == untested
    assert by_schema.is_valid(GOOD)


@pytest.mark.parametrize("key", ["id", "sourceSha256", "contentDigest", "by", "operations"])
def test_a_patch_lacks_nothing(key: str) -> None:
    value = {name: item for name, item in GOOD.items() if name != key}
    with pytest.raises(InvalidRecord) as refused:
        loaded(value)
    assert [item.code for item in refused.value.problems] == ["C070"]


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("R022", b'{"by": "a", "by": "b"}'),
        ("R021", b"{"),
        ("R020", b"\xff"),
        ("R025", b'{"by": 1.5}'),
        ("R026", b"[" * 80 + b"]" * 80),
        ("C070", b"[]"),
        ("C083", b" " * (patches.MOST + 1)),
    ],
)
def test_json_is_read_strictly(code: str, data: bytes) -> None:
    with pytest.raises(InvalidRecord) as refused:
        patches.read(data, "x.json", 7)
    assert refused.value.problems[0].code == code
    assert refused.value.problems[0].location.line == 7


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from([*GOOD, "op", "path", "value"]), inner, max_size=5)
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode())
)
def test_any_bytes_are_a_patch_or_a_problem(data: bytes) -> None:
    try:
        patches.read(data, "x.json")
    except InvalidRecord:
        return


POINTERS = st.sampled_from(
    [
        "",
        "/headline",
        "/title",
        "/title/value",
        "/credits",
        "/credits/0",
        "/credits/0/names/0",
        "/entities/0",
        "/entities/0/id",
        "/entities/-",
        "/entities/1/mentions/0/span/0",
        "/quotes/0",
        "/quotes/0/spans",
        "/quotes/0/speaker",
        "/quotes/0/within",
        "/dates/0",
        "/dateline",
        "/dateline/date",
        "/blocks/0",
        "/blocks/1/span",
        "/notes/0",
        "/language/value",
        "/status",
        "/entities/0/mentions",
        "/title/evidence",
        "/text",
        "/x",
    ]
)
VALUES = st.sampled_from(
    [
        None,
        0,
        7,
        "e1",
        "q1",
        "x",
        [],
        {},
        [0, 1],
        [[0, 1]],
        {"value": "x"},
        {"id": "e99"},
        [None],
        {"names": 3},
        "2024",
        True,
    ]
)
OPERATIONS = st.builds(
    lambda op, path, source, value: {"op": op, "path": path, "from": source, "value": value},
    st.sampled_from(["add", "remove", "replace", "move", "copy"]),
    POINTERS,
    POINTERS,
    VALUES,
)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(SOURCES), st.lists(OPERATIONS, min_size=1, max_size=4), st.booleans())
def test_random_operations_give_a_valid_record_or_a_problem(
    name: str, operations: list[dict[str, Any]], again: bool
) -> None:
    record = extracted(name)
    data = record.to_json()
    tests = []
    for item in operations:
        for pointer in (item["path"], item["from"]):
            try:
                tests.append(test(pointer, _at(data, pointer)))
            except (KeyError, IndexError, ValueError, TypeError):
                tests.append(test(pointer.rpartition("/")[0], 0))
    value = written(record, test("/id", record.id), *tests, *operations)
    if again:
        value["contentDigest"] = "sha256:" + "0" * 64
    try:
        patch = loaded(value)
    except InvalidRecord:
        return
    done = correct(record, [patch], again=again)
    assert bool(done.applied) != bool(done.problems)
    assert not [p for p in checks.validate_record(done.record, "x") if p.severity == "error"]
    if done.problems:
        assert done.record is record


# ------------------------------------------------------------------ proposals


def edited(data: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """One to three edits as a person makes them; valid, but for ids that nobody counted."""
    data = copy.deepcopy(data)
    for edit in rng.sample(EDITS, rng.randint(1, 3)):
        edit(data, rng)
    return data


def _headline(data: dict[str, Any], rng: random.Random) -> None:
    data["headline"] = {"value": f"Edition {rng.random()}", "evidence": {}}


def _language(data: dict[str, Any], rng: random.Random) -> None:
    if data["language"]:
        data["language"]["value"] = rng.choice(["nap", "fr-CH", "und"])


def _rename(data: dict[str, Any], rng: random.Random) -> None:
    rng.choice(data["entities"])["name"] += " (sic)"


def _drop_mention(data: dict[str, Any], rng: random.Random) -> None:
    entity = rng.choice(data["entities"])
    if len(entity["mentions"]) > 1:
        del entity["mentions"][rng.randrange(len(entity["mentions"]))]


def _drop_quote(data: dict[str, Any], rng: random.Random) -> None:
    inner = {quote["within"] for quote in data["quotes"]}
    free = [n for n, quote in enumerate(data["quotes"]) if quote["id"] not in inner]
    if free:
        del data["quotes"][rng.choice(free)]


def _drop_entity(data: dict[str, Any], rng: random.Random) -> None:
    linked = {n["entity"] for c in data["credits"] for n in c["names"]}
    for quote in data["quotes"]:
        linked |= {quote[key]["entity"] for key in ("speaker", "via") if quote[key]}
    free = [n for n, entity in enumerate(data["entities"]) if entity["id"] not in linked]
    if free:
        del data["entities"][rng.choice(free)]


def _add_entity(data: dict[str, Any], rng: random.Random) -> None:
    span = data["blocks"][0]["span"]
    data["entities"].append(
        {
            "id": "e777",
            "type": "work",
            "name": "The Work",
            "roles": [],
            "mentions": [{"span": [span[0], span[0] + 1], "metonym": False, "evidence": {}}],
            "identifiers": [],
        }
    )
    data["credits"].append(
        {
            "role": "other",
            "verbatim": "The Work",
            "names": [{"name": "The Work", "span": None, "entity": "e777"}],
            "evidence": {},
        }
    )


def _silence(data: dict[str, Any], rng: random.Random) -> None:
    if data["quotes"]:
        rng.choice(data["quotes"])["speaker"] = None


def _speak(data: dict[str, Any], rng: random.Random) -> None:
    able = [entity["id"] for entity in data["entities"] if entity["type"] == "person"]
    for quote in data["quotes"]:
        if quote["speaker"] and able:
            quote["speaker"]["entity"] = rng.choice(able)
            return


def _add_date(data: dict[str, Any], rng: random.Random) -> None:
    date = {"role": "modified", "value": "2025-01", "verbatim": None, "evidence": {}}
    at = rng.randint(0, len(data["dates"]))
    data["dates"].insert(at, date)
    line = data["dateline"]
    if line and line["date"] is not None and line["date"] >= at:
        line["date"] += 1


def _topic(data: dict[str, Any], rng: random.Random) -> None:
    topic = {"scheme": None, "code": None, "name": f"t{rng.random()}", "evidence": {}}
    data["topics"].insert(0, topic)


EDITS = [
    _headline,
    _language,
    _rename,
    _drop_mention,
    _drop_quote,
    _drop_entity,
    _add_entity,
    _silence,
    _speak,
    _add_date,
    _topic,
]


def plainly(data: dict[str, Any]) -> dict[str, Any]:
    """What a record says, without ids, evidence, revision and history."""

    def said(value: Any, names: dict[str, Any]) -> Any:
        if isinstance(value, list):
            return [said(item, names) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: names.get(item, item) if key in ("entity", "within") else said(item, names)
            for key, item in value.items()
            if key not in ("id", "evidence", "revision", "history")
        }

    names = {e["id"]: f"entity {n}" for n, e in enumerate(data["entities"])}
    names |= {q["id"]: f"quote {n}" for n, q in enumerate(data["quotes"])}
    return dict(said(data, names))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SOURCES), st.integers(0, 10**9))
def test_a_proposal_makes_of_the_old_record_the_edited_one(name: str, seed: int) -> None:
    record = extracted(name)
    rng = random.Random(seed)
    new = edited(record.to_json(), rng)
    try:
        value = propose(record, new, "Ada", "seen in print")
    except Refused:  # the edits found nothing to edit
        assert plainly(new) == plainly(record.to_json())
        return
    patch = loaded(value)
    done = correct(record, [patch])
    assert done.problems == ()
    assert plainly(done.record.to_json()) == plainly(new)
    assert checks.validate_record(done.record, "x") == ()
    assert len(canonical(value)) < len(canonical(record.to_json()))
    # Made anew by another version, the same values are found again.
    later = loaded({**value, "contentDigest": "sha256:" + "0" * 64})
    again = correct(record, [later], again=True)
    assert again.problems == ()
    assert plainly(again.record.to_json()) == plainly(new)


@settings(max_examples=15, deadline=None)
@given(records())
def test_proposals_of_hostile_records(record: Record) -> None:
    record = dataclasses.replace(record, revision=1)  # the greatest integer has no next one
    new = record.to_json()
    new["headline"] = None if new["headline"] else {"value": "~/x", "evidence": {}}
    done = correct(record, [loaded(propose(record, new, "Ada"))])
    assert done.problems == ()
    assert plainly(done.record.to_json()) == plainly(new)


@pytest.mark.parametrize("form", [item.name for item in EXPORTERS])
def test_a_corrected_record_comes_back_from_each_format(form: str) -> None:
    record = extracted("en-bridge.txt")
    new = edited(record.to_json(), random.Random(1))
    done = correct(record, [loaded(propose(record, new, "Ada"))])
    assert done.applied
    (back,) = read(export(done.record, form))
    assert back == done.record


def test_a_proposal_is_small() -> None:
    record = extracted("it-faro.txt")
    new = record.to_json()
    new["credits"][0]["names"][0]["name"] = "Archivio  Lanterna"
    value = propose(record, new, "Ada")
    changes = [item for item in value["operations"] if item["op"] != "test"]
    assert changes == [replace("/credits/0/names/0/name", "Archivio  Lanterna")]
    tests = {item["path"]: item["value"] for item in value["operations"] if item["op"] == "test"}
    assert tests["/credits/0/names/0/name"] == "Archivio Lanterna"
    assert tests["/credits/0/verbatim"] == record.credits[0].verbatim


@pytest.mark.parametrize("key", ["id", "text", "source", "generator"])
def test_what_was_found_is_no_matter_of_opinion(key: str) -> None:
    record = extracted("it-faro.txt")
    new = {**record.to_json(), key: "other"}
    with pytest.raises(Refused) as refused:
        propose(record, new, "Ada")
    assert refused.value.code == "C077"


# ------------------------------------------------------------------ order, and records made anew


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(SOURCES), st.integers(0, 10**9))
def test_independent_patches_in_any_order(name: str, seed: int) -> None:
    record, rng = extracted(name), random.Random(seed)
    base = record.to_json()
    made = []
    for edit in rng.sample([_headline, _drop_quote, _add_date, _topic, _language, _rename], 3):
        new = copy.deepcopy(base)
        edit(new, rng)
        try:
            made.append(loaded(propose(record, new, "Ada")))
        except Refused:
            continue
    one, other = correct(record, made), correct(record, reversed(made))
    assert (one.problems, other.problems) == ((), ())
    assert plainly(one.record.to_json()) == plainly(other.record.to_json())
    assert one.record.revision == other.record.revision == 1 + len(made)


def made_anew(record: Record, change: Any) -> Record:
    """The record as another version of the rules would make it."""
    data = record.to_json()
    change(data)
    data["generator"]["version"] = "9.9.9"
    new, problems = checks.validate_value(data, "x")
    assert new is not None, problems
    return new


def test_a_value_is_found_where_it_stands_now() -> None:
    record = extracted("it-faro.txt")
    new = record.to_json()
    at = next(n for n, e in enumerate(record.entities) if e.name == "Corsica")
    new["entities"][at]["name"] = "Corse"
    new["quotes"][0]["speaker"]["entity"] = "e7"
    patch = loaded(propose(record, new, "Ada"))
    wanted = record.entities[6].name

    def first_now(data: dict[str, Any]) -> None:
        span = data["blocks"][0]["span"]
        entity = {
            "id": "e1",
            "type": "work",
            "name": "W",
            "roles": [],
            "mentions": [
                {
                    "span": [span[0], span[0] + 1],
                    "metonym": False,
                    "evidence": {"rule": "a", "confidence": 3},
                }
            ],
            "identifiers": [],
        }
        for number, item in enumerate(data["entities"]):
            item["id"] = f"e{number + 2}"
        data["entities"].insert(0, entity)
        for quote in data["quotes"]:
            for key in ("speaker", "via"):
                if quote[key] and quote[key]["entity"]:
                    quote[key]["entity"] = f"e{int(quote[key]['entity'][1:]) + 1}"
        for credit in data["credits"]:
            for name in credit["names"]:
                name["entity"] = name["entity"] and f"e{int(name['entity'][1:]) + 1}"

    done = correct(made_anew(record, first_now), [patch], again=True)
    assert done.problems == ()
    assert done.record.entities[at + 1].name == "Corse"
    speaker = done.record.quotes[0].speaker
    assert speaker is not None
    assert speaker.entity == "e8"
    assert done.record.entities[7].name == wanted
    tested = [item for item in done.record.history[-1].patch if item.op == "test"]
    assert any(item.path == f"/entities/{at + 1}/name" for item in tested)


def test_a_value_that_is_gone_is_a_conflict_that_names_both() -> None:
    record = extracted("it-faro.txt")
    new = record.to_json()
    new["credits"][0]["role"] = "photographer"
    patch = loaded(propose(record, new, "Ada"))

    def agency(data: dict[str, Any]) -> None:
        data["credits"][0]["verbatim"] = "Archivio Lanterna"
        data["credits"][0]["evidence"]["span"] = data["credits"][0]["names"][0]["span"]

    done = correct(made_anew(record, agency), [patch], again=True)
    assert codes(done) == ["C078"]
    message = done.problems[0].message
    assert "Crediti immagine" in message
    assert message.index("found ") < message.index("Archivio") < message.index("wanted ")


def test_two_that_fit_are_a_conflict() -> None:
    record = extracted("it-faro.txt")
    new = record.to_json()
    new["credits"][0]["role"] = "photographer"
    value = propose(record, new, "Ada")
    patch = loaded(value)

    def twice(data: dict[str, Any]) -> None:
        data["credits"].append(copy.deepcopy(data["credits"][0]))

    done = correct(made_anew(record, twice), [patch], again=True)
    assert codes(done) == ["C079"]


def test_a_text_that_moved_is_met_by_its_surfaces_alone() -> None:
    record = extracted("it-faro.txt")
    new = record.to_json()
    new["entities"][1]["name"] = "N. Ferrante"
    patch = loaded(propose(record, new, "Ada"))
    spans = record.to_json()
    spans["entities"][1]["mentions"].append(
        {"span": spans["blocks"][0]["span"], "metonym": False, "evidence": {}}
    )
    offsets = loaded(propose(record, spans, "Ada"))

    def moved(data: dict[str, Any]) -> None:
        def shift(value: Any) -> None:
            if isinstance(value, list):
                for item in value:
                    shift(item)
            elif isinstance(value, dict):
                for key, item in value.items():
                    if key in ("span", "place", "agency") and item:
                        value[key] = [item[0] + 2, item[1] + 2]
                    elif key in ("spans", "interpolations"):
                        value[key] = [[start + 2, end + 2] for start, end in item]
                    elif key not in ("history", "source"):
                        shift(item)

        data["text"] = "\n\n" + data["text"]
        shift(data)

    later = made_anew(record, moved)
    done = correct(later, [patch], again=True)
    assert done.problems == ()
    assert done.record.entities[1].name == "N. Ferrante"
    assert codes(correct(later, [offsets], again=True)) == ["C078"]


# ------------------------------------------------------------------ in the pipeline, from files


def test_corrections_survive_extraction(tmp_path: Path) -> None:
    record = extracted("it-faro.txt")
    new = record.to_json()
    new["headline"] = {"value": "Il faro", "evidence": {}}
    kept = tmp_path / "kept.jsonl"
    patch = propose(record, new, "Ada")
    stale = {**patch, "operations": [test("/title/kind", "formal"), replace("/title/kind", "x")]}
    kept.write_text(json.dumps(patch) + "\n\n" + json.dumps(stale) + "\n")
    found = list(
        convert(
            EXAMPLES / "it-faro.txt",
            to=["record", "turtle"],
            settings=Settings(as_of=AS_OF, corrections=(str(kept),)),
        )
    )
    (part,) = found
    assert part.record is not None
    assert part.record.headline is not None
    assert part.record.headline.value == "Il faro"
    assert part.record.generator.components["options"].startswith("corrections=sha256:")
    assert [name for name, _ in part.exports] == ["record", "turtle"]
    (conflict,) = part.problems
    assert (conflict.code, conflict.location.line) == ("C075", 3)


def test_a_file_that_is_no_patch_is_said_before_the_run(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("{}\n{]\n")
    with pytest.raises(UsageError, match="C070"):
        convert(b"Nobody was hurt.", settings=Settings(corrections=(str(path),)))
    with pytest.raises(WorldRefused):
        convert(b"Nobody was hurt.", settings=Settings(corrections=(str(tmp_path / "no"),)))
    assert len(ledger.load(str(path)).problems) > 2
