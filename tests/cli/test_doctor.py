"""`archivist doctor`: what is there, what lacks with the line that gets it, what was measured."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli.calling import Call, Process, files

from archivist import engines, languages
from archivist.cli import doctor, surroundings
from archivist.extractors import measured

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def told(call: Call, *more: str) -> dict[str, Any]:
    done = call("doctor", "--format", "json", *more)
    value = json.loads(done.stdout)
    assert isinstance(value, dict)
    assert done.exit_code == max((item["exit"] for item in value["problems"]), default=0)
    return value


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`without("lxml", other="1.0")`: those are not installed, and these in that version."""
    real = importlib.metadata.version

    def lack(*names: str, **versions: str) -> None:
        def version(name: str) -> str:
            if name in names:
                raise importlib.metadata.PackageNotFoundError(name)
            return versions.get(name) or real(name)

        monkeypatch.setattr(surroundings.importlib.metadata, "version", version)

    return lack


def test_it_says_what_is_there_in_a_blink_and_writes_nothing(
    process: Process, folder: Path
) -> None:
    done = process("doctor")
    text = done.stdout.decode("utf-8")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in text
    assert not any(line != line.rstrip() for line in text.splitlines())
    for word in ("archivist 0.", "rules sha256:", "lxml ", "Italian", "stdout ", "GiB free"):
        assert word in text
    assert files(folder) == {}


def test_it_loads_nothing_heavy() -> None:
    program = "import sys; from archivist.cli.group import archivist; sys.argv = ['a', 'doctor']\n"
    program += "try:\n archivist()\nfinally:\n print(*sys.modules, file=sys.stderr)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    ).stderr.split()
    assert not {"spacy", "rdflib", "lxml", "jsonschema", "trafilatura"} & set(loaded)


def test_every_requirement_is_looked_at(call: Call) -> None:
    found = told(call)
    assert [f"{item['name']}{item['wanted']}" for item in found["libraries"]] == PROJECT[
        "dependencies"
    ]
    assert {item["name"] for item in found["parts"]} == {
        *(set(PROJECT["optional-dependencies"]) - {"dev"})
    }
    assert all(
        item["install"] == f"pip install archivist[{item['name']}]" for item in found["parts"]
    )
    assert found["problems"] == []


def test_a_library_that_lacks_has_its_install_line(call: Call, without: Any) -> None:
    without("lxml", trafilatura="2.2.9")
    done = call("doctor")
    assert done.exit_code == 7
    assert "lxml: not there, and needed" in done.stdout
    assert "trafilatura: 2.2.9 is not >=2.3,<2.4" in done.stdout
    assert "error: found nothing, wanted lxml>=5.2" in done.stderr
    assert "pip install 'trafilatura>=2.3,<2.4'" in done.stderr


def test_what_pure_python_stands_in_for_is_no_error(call: Call, without: Any) -> None:
    without("orjson", "jsonschema-rs")
    done = call("doctor")
    assert done.exit_code == 0
    assert "orjson: not there: slower without" in done.stdout


def test_a_part_that_lacks_is_only_an_error_when_it_was_asked_for(call: Call, without: Any) -> None:
    without("pyshacl")
    assert call("doctor").exit_code == 0
    assert "–  pip install archivist[shacl]" in call("doctor").stdout
    done = call("doctor", "--part", "shacl")
    assert (done.exit_code, "part shacl: lacks pyshacl" in done.stderr) == (7, True)
    assert "help: pip install archivist[shacl]" in done.stderr
    assert call("doctor", "--part", "nix").exit_code == 2


# ------------------------------------------------------------------ engines


class Mine:
    name = "mine"

    def languages(self) -> tuple[str, ...]:
        return ("fr",)

    def components(self, language: str) -> tuple[tuple[str, str], ...]:
        return (("model_fr", "3.8.0"), ("mine", "1.2"))


class Mute(Mine):
    name = "mute"

    def languages(self) -> tuple[str, ...]:
        return ()


def test_the_models_of_an_engine_that_is_asked_for(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines._loaded, "mine", Mine())  # type: ignore[arg-type]
    monkeypatch.setitem(engines._loaded, "mute", Mute())  # type: ignore[arg-type]
    assert "mine  there; --engine mine looks at its models" in call("doctor").stdout
    assert "fr: model_fr 3.8.0, mine 1.2" in call("doctor", "--engine", "mine").stdout
    done = call("doctor", "--engine", "mute")
    assert (done.exit_code, "engine mute: there, but without a model" in done.stderr) == (7, True)


def test_an_engine_that_is_not_there(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(engines._loaded, "spacy", raising=False)
    monkeypatch.delitem(sys.modules, "archivist.engines.spacy_engine", raising=False)
    monkeypatch.setitem(sys.modules, "spacy", None)
    done = call("doctor", "--engine", "spacy")
    assert done.exit_code == 7
    assert "error: engine spacy: not installed: spacy" in done.stderr
    assert "help: pip install archivist[spacy]" in done.stderr
    assert call("doctor", "--engine", "oracle").exit_code == 2


# ------------------------------------------------------------------ what was measured


def test_each_language_says_how_it_stands(call: Call) -> None:
    found = {item["code"]: item for item in told(call)["languages"]}
    assert sorted(found) == list(languages.codes())
    for code, item in found.items():
        for family, opening in measured.FAMILIES.items():
            gold = {
                rule
                for (rule, tongue), said in measured.table().items()
                if tongue == code and rule.startswith(opening + ".") and "+" not in said.set
            }
            assert (item[family] is None) == (not gold), (code, family)
            if item[family]:
                assert item[family]["rules"] == len(gold)
                assert 0 < item[family]["precision"] <= 100
                assert item[family]["sets"]
                assert item[family]["measured"].startswith("20")


def test_what_no_gold_judged_is_called_not_measured(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = {
        ("entity.given-name", "it"): measured.Measure(300, 90, 5, "it-gold", "2026-01-01"),
        ("entity.capital", "it"): measured.Measure(100, 50, 5, "it-gold", "2026-02-01"),
        ("entity.capital+spacy", "it"): measured.Measure(900, 9, 5, "it-gold+m", "2026-03-01"),
        ("quote.marks", "it"): measured.Measure(52, 94, 82, "it-hand", "2026-01-01"),
    }
    monkeypatch.setattr(measured, "table", lambda: table)
    lines = call("doctor").stdout.splitlines()
    (italian,) = (line.split("  ") for line in lines if "Italian" in line)
    assert [cell.strip() for cell in italian if cell.strip()] == [
        *("Italian", "80 % of 400", "94 % of 52", "not measured")
    ]
    (french,) = (line for line in lines if "French" in line)
    assert french.count(doctor.NOT_MEASURED) == 3
    assert any("it-gold · it-hand · measured 2026-02-01" in line for line in lines)


# ------------------------------------------------------------------ folders, versions


def test_the_folder_to_write_to_is_tried_out(call: Call, folder: Path) -> None:
    (folder / "out").mkdir()
    own, temporary = told(call, "-o", "out/later")["folders"]
    assert own["path"].endswith("out")
    assert own["writable"]
    assert own["free"] > 0
    assert {"caseSensitive", "hardLinks"} <= set(own) & set(temporary)
    assert files(folder) == {}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_that_may_not_be_written_to(call: Call, folder: Path) -> None:
    (folder / "out").mkdir(mode=0o500)
    assert call("doctor", "-o", "out").exit_code == 5


def test_a_file_is_no_folder(call: Call, folder: Path) -> None:
    (folder / "out").write_text("")
    done = call("doctor", "-o", "out")
    assert (done.exit_code, "out: Not a directory" in done.stderr) == (5, True)


@pytest.mark.parametrize(
    ("version", "wanted", "fits"),
    [
        ("2.3.1", ">=2.3,<2.4", True),
        ("2.4", ">=2.3,<2.4", False),
        ("2.4.0rc1", ">=2.3,<2.4", False),
        ("10.0", ">=9", True),
        ("8", ">=8.0.0", True),
        ("1.4.5", "~=1.4.2", True),
        ("1.5", "~=1.4.2", False),
        ("1.4.1", "~=1.4.2", False),
        ("2.1.9", "==2.1.*", True),
        ("2.2", "==2.1.*", False),
        ("2.2", "!=2.1.*", True),
        ("3.0", "", True),
        ("3.0", "===odd", True),
        ("3.0", ">3", False),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, wanted: str, fits: bool) -> None:
    assert surroundings.satisfies(version, wanted) is fits
