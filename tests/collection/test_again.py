"""A box that is as it was is not cut again, and nobody can tell by what is kept."""

from __future__ import annotations

import csv
import itertools
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from collection.desk import call, inputs
from collection.keeping import contents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from archivist import units
from archivist.collection.known import Known

TEXTS = {
    "mill": "The old mill of Porto Sarno burned",
    "ferry": "The ferry to Velgrad sails again",
    "bridge": "The bridge at Mill Haven is closed",
    "long": "The council of Altendorf met for very long. " * 8,  # more than SMALL bytes
    "school": "The school of Sainte-Orse has a roof again",
}
SMALL = 300  # bytes, for --max-size
WHY = ("--reason", "asked by the author")

# ------------------------------------------------------------------ boxes of our own


def table(path: Path, names: list[str]) -> None:
    """A CSV file of these articles; rows of one name have the same bytes."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        lines = csv.writer(opened)
        lines.writerow(["title", "text"])
        lines.writerows([name.title(), TEXTS[name]] for name in names)


def lines(path: Path, names: list[str]) -> None:
    said = (json.dumps({"title": name.title(), "text": TEXTS[name]}) for name in names)
    path.write_text("".join(f"{line}\n" for line in said), "utf-8")


def box(path: Path, names: list[str]) -> None:
    """A ZIP file of texts, with a picture and an empty file in it."""
    with zipfile.ZipFile(path, "w") as opened:
        for at, name in enumerate(names):
            opened.writestr(zipfile.ZipInfo(f"{at}.txt"), f"{name.title()}\n\n{TEXTS[name]}\n")
        opened.writestr(zipfile.ZipInfo("p.png"), b"\x89PNG\r\n\x1a\n")
        opened.writestr(zipfile.ZipInfo("empty.txt"), b"")


def loose(path: Path, names: list[str]) -> None:
    path.write_text("".join(f"{name.title()}\n\n{TEXTS[name]}\n" for name in names), "utf-8")


KINDS = {"a.csv": table, "b.jsonl": lines, "c.zip": box, "d.txt": loose, "e.csv": table}
NAMES = some.lists(some.sampled_from(sorted(TEXTS)), min_size=1, max_size=4)
OPTIONS = some.sampled_from(
    [(), (), (), ("--originals", "reference"), ("--max-size", str(SMALL)), ("--lang", "it"),
     ("--bag-size", "200"), ("--renew",)]
)  # fmt: skip
STEPS = some.one_of(
    some.tuples(some.just("write"), some.sampled_from(sorted(KINDS)), NAMES),
    some.tuples(some.just("archive"), OPTIONS),
    some.tuples(some.just("archive"), OPTIONS),
    some.tuples(some.just("withdraw"), some.integers(0, 9)),
    some.tuples(some.just("undo"), some.integers(0, 9)),
    some.tuples(some.just("purge"), some.integers(0, 9)),
)


class Desk:
    """One collection, and the inputs beside it."""

    def __init__(self, folder: Path, *, cutting: bool) -> None:
        self._inputs, self.kept = folder / "in", folder / "kept"
        self._cutting = cutting
        self._inputs.mkdir(parents=True)
        table(self._inputs / "a.csv", ["mill", "ferry", "mill"])
        box(self._inputs / "c.zip", ["ferry", "bridge", "long"])
        self._days = itertools.count(1)

    def do(self, step: tuple[Any, ...]) -> tuple[int, str]:
        """The exit code, and the account."""
        if step[0] == "write":
            KINDS[step[1]](self._inputs / step[1], step[2])
            return 0, ""
        with pytest.MonkeyPatch.context() as patch:
            if self._cutting:
                patch.setattr(Known, "box", lambda *_: None)
            done = call(*self._words(step), "--as-of", f"2026-01-{next(self._days):02}")
        account = [line for line in done.stderr.splitlines() if line.startswith("read ")]
        return done.exit_code, "".join(account)

    def _words(self, step: tuple[Any, ...]) -> list[object]:
        if step[0] == "archive":
            named = [] if "--renew" in step[1] else [self._inputs]
            return ["archive", *named, "-o", self.kept, "-j1", *step[1]]
        more = {"withdraw": WHY, "undo": ("--undo", *WHY), "purge": ("--purge", *WHY)}[step[0]]
        return ["withdraw", self.kept, self._id(step[1]), *more]

    def _id(self, at: int) -> str:
        path = self.kept / "catalog.csv"
        if not path.is_file():
            return "none"
        with path.open(encoding="utf-8", newline="") as opened:
            ids = [row["id"] for row in csv.DictReader(opened)]
        return ids[at % len(ids)] if ids else "none"


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(STEPS, min_size=2, max_size=7))
def test_the_short_way_is_the_long_way(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        short = Desk(Path(folder, "short"), cutting=False)
        long = Desk(Path(folder, "long"), cutting=True)
        for step in (("archive", ()), *steps, ("archive", ()), ("archive", ())):
            assert short.do(step) == long.do(step), step
            assert contents(short.kept) == contents(long.kept), step


# ------------------------------------------------------------------ what it is for


@pytest.fixture
def cuts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was cut, as they come."""
    names: list[str] = []
    cut = units.cut

    def watched(stream, settings) -> Iterator[units.Unit]:  # type: ignore[no-untyped-def]
        names.append(stream.name)
        return cut(stream, settings)

    monkeypatch.setattr(units, "cut", watched)
    return names


@pytest.mark.parametrize("originals", ["keep", "reference"])
def test_what_is_as_it_was_is_not_cut(tmp_path: Path, cuts: list[str], originals: str) -> None:
    source, kept = inputs(tmp_path / "in"), tmp_path / "kept"
    command = ("archive", source, "-o", kept, "-j1", "--originals", originals)
    call(*command)
    cuts.clear()
    before = contents(kept)
    again = call(*command)
    assert "written 0" in again.stderr
    assert cuts == []
    assert contents(kept) == before


def test_one_that_changed_is_cut_and_no_other(tmp_path: Path, cuts: list[str]) -> None:
    source, kept = inputs(tmp_path / "in"), tmp_path / "kept"
    call("archive", source, "-o", kept, "-j1")
    cuts.clear()
    with (source / "articles.csv").open("ab") as opened:
        opened.write(b"\n")
    call("archive", source, "-o", kept, "-j1")
    assert set(cuts) == {"articles.csv"}


def test_the_containers_are_listed_with_what_they_are(tmp_path: Path) -> None:
    source, kept = inputs(tmp_path / "in"), tmp_path / "kept"
    call("archive", source, "-o", kept, "-j1", "--originals", "reference")
    data = kept / "accession-0001" / "data"
    with (data / "reports" / "containers.csv").open(encoding="utf-8", newline="") as opened:
        listed = {row["path"]: row for row in csv.DictReader(opened)}
    assert sorted(listed) == ["articles.csv", "letters.mbox", "letters.tar.gz", "mill.txt.gz",
                              "news.zip", "pages.warc.gz"]  # fmt: skip
    with (data / "reports" / "report.csv").open(encoding="utf-8", newline="") as opened:
        paths = [row["path"] for row in csv.DictReader(opened)]
    assert {name: int(row["units"]) for name, row in listed.items()} == {
        name: paths.count(name) for name in listed
    }
    assert "containers.csv" in (data / "README.txt").read_text("utf-8")


def test_a_larger_limit_reads_what_was_too_large(tmp_path: Path) -> None:
    source, kept = tmp_path / "in", tmp_path / "kept"
    source.mkdir()
    loose(source / "d.txt", ["long"])
    box(source / "c.zip", ["long", "mill"])
    small = call("archive", source, "-o", kept, "-j1", "--max-size", SMALL)
    assert "quarantined 3" in small.stderr
    again = call("archive", source, "-o", kept, "-j1", "--max-size", SMALL)
    assert "written 0 + unchanged 1" in again.stderr
    large = call("archive", source, "-o", kept, "-j1")
    assert "written 1 + unchanged 1 + set aside 2 + quarantined 1" in large.stderr
    shutil.rmtree(kept / ".work")
    assert "written 0 + unchanged 2" in call("archive", source, "-o", kept, "-j1").stderr


def test_a_run_goes_on_with_the_limit_it_was_begun_with(tmp_path: Path) -> None:
    from collection.keeping import archivist, killed

    source, kept = inputs(tmp_path / "in"), tmp_path / "kept"
    assert killed(60, "archive", source, "-o", kept, "-j1").returncode < 0
    other = archivist("archive", source, "-o", kept, "-j1", "--max-size", "5M")
    assert other.returncode == 4
    assert "has other max-size" in other.stderr
