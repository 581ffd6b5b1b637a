"""`validate --fix`: the form and the order of records put right in place, never their content."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from cli.calling import Call, files
from hypothesis import given, settings
from hypothesis import strategies as st
from properties.test_validators import mutated
from strategies import minimal_record, rich_record, samples

from archivist import checks, jsontext
from archivist.cli.fixing import fixed
from archivist.record import Record, record_id


def canonical(value: Any) -> bytes:
    return jsontext.canonical(value) + b"\n"


def value_of(record: Record | None = None) -> Any:
    """A value of its own: it may be changed."""
    return json.loads(canonical((record or rich_record()).to_json()))


def pretty(value: Any) -> bytes:
    return json.dumps(dict(reversed(value.items())), indent=2).encode()


RICH = value_of()
GOOD = canonical(RICH)


def of_other_bytes(value: Any) -> Any:
    """The same record of another source, and so of another id."""
    digest = "5" * 64
    return {**value, "id": record_id(digest), "source": {**value["source"], "sha256": digest}}


def out_of_order(*keys: str) -> Any:
    """The rich record without corrections, some of its lists the other way round."""
    value = value_of()
    value["history"] = value["history"][:1]
    for key in keys:
        if key == "pieces":
            value["quotes"][0]["spans"].reverse()
        else:
            value[key].reverse()
    return value


# ------------------------------------------------------------------ what is put right


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pretty(RICH), "canonical form"),
        (pretty(RICH).replace(b"\n", b"\r\n"), "canonical form"),
        (b"\xef\xbb\xbf" + GOOD, "no byte order mark"),
        (b"\xef\xbb\xbf" + pretty(RICH), "no byte order mark, canonical form"),
        (GOOD.rstrip(), "newline at the end"),
        (GOOD + b"\n\n", "newline at the end"),
        (b"  " + GOOD, "canonical form"),
        (json.dumps(RICH, sort_keys=True).encode(), "canonical form"),
    ],
)
def test_the_form(call: Call, folder: Path, content: bytes, said: str) -> None:
    (folder / "a.record.json").write_bytes(content)
    would = call("validate", "--fix", "-n", ".")
    assert would.stderr.startswith(f"would fix a.record.json: {said}\nto fix 1 of 1 file\n")
    assert (folder / "a.record.json").read_bytes() == content
    done = call("validate", "--fix", ".")
    assert done.exit_code == 0
    assert done.stderr == (
        f"fixed a.record.json: {said}\nfixed 1 of 1 file\n1 checked: 0 errors, 0 warnings\n"
    )
    assert (folder / "a.record.json").read_bytes() == GOOD
    again = call("validate", "--fix", ".")
    assert again.stderr == "fixed 0 of 1 file\n1 checked: 0 errors, 0 warnings\n"
    assert sorted(files(folder)) == ["a.record.json"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["blocks"], "order of blocks"),
        (["pieces"], "order of pieces of quotes"),
        (["entities"], "order of ids"),
        (["quotes"], "order of ids"),
        (["blocks", "entities", "pieces"], "order of blocks, order of pieces of quotes, order of"),
    ],
)
def test_the_order(call: Call, folder: Path, keys: list[str], said: str) -> None:
    (folder / "a.record.json").write_bytes(canonical(out_of_order(*keys)))
    assert call("validate", ".").exit_code == 1
    done = call("validate", "--fix", ".")
    assert done.exit_code == 0, done.output
    assert done.stderr.startswith(f"fixed a.record.json: {said}")
    assert (folder / "a.record.json").read_bytes() == canonical(out_of_order())


def test_lines_one_by_one(call: Call, folder: Path) -> None:
    bad = canonical({**RICH, "status": "lost"})
    lines = [
        GOOD,
        b"\n",
        json.dumps(RICH).encode() + b"\r\n",
        bad,
        canonical(of_other_bytes(out_of_order("blocks"))),
    ]
    (folder / "all.jsonl").write_bytes(b"".join(lines) + GOOD.rstrip())
    done = call("validate", "--fix", "all.jsonl")
    assert done.exit_code == 1
    assert "canonical form of 1 record" in done.stderr
    assert done.stderr.endswith("5 checked: 1 error, 0 warnings\n")
    assert "all.jsonl:4:" in done.stdout
    after = [GOOD, b"\n", GOOD, bad, canonical(of_other_bytes(out_of_order())), GOOD]
    assert (folder / "all.jsonl").read_bytes() == b"".join(after)


# ------------------------------------------------------------------ what is left alone


@pytest.mark.parametrize(
    "change",
    [
        {"status": "lost"},
        {"revision": 0},
        {"text": RICH["text"] + "?"},
        {"headline": None, "colour": "red"},
        {"blocks": RICH["blocks"][::-1], "status": "lost"},
        {"blocks": RICH["blocks"][:-1]},
        {"entities": RICH["entities"][:1] + RICH["entities"]},
    ],
)
def test_what_is_not_mechanical_is_left(call: Call, folder: Path, change: dict[str, Any]) -> None:
    content = pretty({**RICH, **change})
    (folder / "a.record.json").write_bytes(content)
    done = call("validate", "--fix", ".")
    assert done.exit_code == 1
    assert done.stderr.startswith("fixed 0 of 1 file\n")
    assert done.stdout == call("validate", ".").stdout
    assert (folder / "a.record.json").read_bytes() == content


def test_corrections_count_by_place_so_order_stays(call: Call, folder: Path) -> None:
    content = canonical({**RICH, "blocks": RICH["blocks"][::-1]})
    (folder / "a.record.json").write_bytes(content)
    done = call("validate", "--fix", ".")
    assert done.exit_code == 1
    assert "left as it is: its corrections count parts by their place" in done.stderr
    assert (folder / "a.record.json").read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"a": 1,', pretty(RICH)[:-9]])
def test_what_is_no_record_is_left(call: Call, folder: Path, content: bytes) -> None:
    (folder / "a.record.json").write_bytes(content)
    done = call("validate", "--fix", ".")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert (folder / "a.record.json").read_bytes() == content


def test_only_records_are_touched(call: Call, folder: Path) -> None:
    (folder / "a.record.json").write_bytes(GOOD)
    call("export", "a.record.json", "--to", "jsonld,turtle,newsml-g2", "-o", "out")
    (folder / "out" / "other.json").write_bytes(b'{ "a" : 1 }')
    before = files(folder)
    assert call("validate", "--fix", ".", "out/other.json").exit_code == 1
    assert files(folder) == before


def test_a_bag_is_sealed(call: Call, folder: Path) -> None:
    (folder / "bag" / "data" / "deep").mkdir(parents=True)
    (folder / "bag" / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    (folder / "bag" / "data" / "deep" / "a.record.json").write_bytes(pretty(RICH))
    before = files(folder)
    done = call("validate", "--fix", "bag")
    assert "left as it is: it lies in a bag, which is sealed" in done.stderr
    assert files(folder) == before


def test_standard_input_is_no_file(call: Call, folder: Path) -> None:
    assert call("validate", "--fix", "-", stdin=pretty(RICH)).exit_code == 2
    assert call("validate", "-n", "a").exit_code == 2


# ------------------------------------------------------------------ how it is written


def test_rights_and_links_stay(call: Call, folder: Path) -> None:
    (folder / "real").mkdir()
    real = folder / "real" / "a.record.json"
    real.write_bytes(pretty(RICH))
    real.chmod(0o640)
    os.symlink("real/a.record.json", folder / "link.record.json")
    assert call("validate", "--fix", "link.record.json").exit_code == 0
    assert (folder / "link.record.json").is_symlink()
    assert real.read_bytes() == GOOD
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_full_disk_leaves_the_old_file(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "elsewhere")

    (folder / "a.record.json").write_bytes(pretty(RICH))
    monkeypatch.setattr(os, "fsync", full)
    done = call("validate", "--fix", ".")
    assert done.exit_code == 5
    assert "No space left" in done.stderr
    assert files(folder) == {"a.record.json": pretty(RICH)}


# ------------------------------------------------------------------ in general


@settings(max_examples=150)
@given(mutated(), st.integers(0, 3))
def test_never_content_and_never_twice(data: Any, indent: int) -> None:
    text = json.dumps(data, indent=indent or None).encode()
    done = fixed(text, "a")
    if done.done:
        assert checks.validate_bytes(done.data, "a")[1] == ()
        after = json.loads(done.data)
        assert fixed(done.data, "a").done == ()
        if not any(word.startswith("order") for word in done.done):
            assert after == data
    else:
        assert done.data == text


def test_valid_records_become_canonical() -> None:
    for record in (*samples(30), minimal_record()):
        value = value_of(record)
        assert fixed(pretty(value), "a").data == canonical(value)
        assert fixed(canonical(value), "a").done == ()
