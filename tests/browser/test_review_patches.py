"""Whatever a reader does on the page, its patch applies and the record says what was shown."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from reuse import hostile

from archivist import Settings, convert
from archivist.cli.group import archivist

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".txt", ".md"))
FIELDS = (
    "language",
    "blocks",
    "title",
    "headline",
    "dates",
    "dateline",
    "credits",
    "entities",
    "quotes",
)

# Edits by chance, through the same doors that buttons and keys use.
WORK = (Path(__file__).parent / "reviewer.js").read_text("utf-8")


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, and records with hostile words, one a line."""
    lines = [
        content
        for path in EXAMPLES
        for conversion in convert(path, to=["record"], settings=Settings(as_of=hostile.AS_OF))
        for _, content in conversion.exports
    ]
    lines += [
        json.dumps(record.to_json()).encode() + b"\n" for record in hostile.records().values()
    ]
    path = tmp_path_factory.mktemp("records") / "all.jsonl"
    path.write_bytes(b"".join(lines))
    return path


@pytest.fixture
def page(browser: Chrome, records: Path, tmp_path: Path) -> Iterator[Chrome]:
    done = CliRunner().invoke(archivist, ["review", str(records), "-o", str(tmp_path / "a.html")])
    assert done.exit_code == 0, done.stderr
    browser.get((tmp_path / "a.html").as_uri())
    yield browser
    browser.execute_script("localStorage.clear()")


@pytest.mark.parametrize("seed", range(3))
def test_what_the_page_shows_is_what_the_record_says(
    page: Chrome, records: Path, tmp_path: Path, seed: int
) -> None:
    page.execute_script("localStorage.clear()")
    made = page.execute_script(WORK, seed * 7919 + 1, 25)
    assert len(made["patches"]) > 15
    patch = tmp_path / "a.patch.jsonl"
    patch.write_text("".join(f"{json.dumps(item)}\n" for item in made["patches"]), "utf-8")
    done = CliRunner().invoke(archivist, ["apply", str(patch), str(records)])
    assert done.exit_code == 0, done.stderr
    assert f"applied {len(made['patches'])} of {len(made['patches'])} patches" in done.stderr
    applied = {item["id"]: item for item in map(json.loads, done.stdout.strip("\n").split("\n"))}
    (tmp_path / "corrected.jsonl").write_text(done.stdout, "utf-8")
    given = ["export", str(tmp_path / "corrected.jsonl"), "-o", str(tmp_path / "out")]
    done = CliRunner().invoke(archivist, [*given, "--to", "jsonld,newsml-g2,turtle"])
    assert done.exit_code == 0, done.stderr
    for now in made["now"]:
        record = applied[now["id"]]
        assert said(record) == said(now), now["source"]["name"]


def said(record: dict[str, Any]) -> dict[str, Any]:
    """What a record says, with ids by their order, without evidence and keys of the page."""
    told = copy.deepcopy({key: record[key] for key in FIELDS})
    ids = {
        item["id"]: f"{key}{at}"
        for key in ("entities", "quotes")
        for at, item in enumerate(told[key])
    }
    dates = {item.get("$", at): at for at, item in enumerate(told["dates"])}
    if told["dateline"] and told["dateline"]["date"] is not None:
        told["dateline"]["date"] = dates[told["dateline"]["date"]]
    return dict(bare(told, ids))


def bare(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [bare(item, ids) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: ids.get(item, item) if key in ("id", "entity", "within") else bare(item, ids)
        for key, item in value.items()
        if key not in ("evidence", "$")
    }
