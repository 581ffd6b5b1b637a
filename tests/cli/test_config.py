"""Options from a file, proposals of mappings, and what a catalogue did not meet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.calling import ARTICLE, Call

TABLE = "title,text\nFerry,The ferry was late again on Monday said the captain of it.\n"


def shown(done: object) -> dict[str, object]:
    (record,) = json.loads(done.stdout)  # type: ignore[attr-defined]
    assert isinstance(record, dict)
    return record


def test_the_file_beside_is_read_and_options_win(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "archivist.toml").write_text('lang = "it"\nstrict = true\n')
    arguments = ("show", "a.txt", "--format", "json")
    assert shown(call(*arguments))["language"]["value"] == "it"  # type: ignore[index]
    assert shown(call(*arguments, "--lang", "en"))["language"]["value"] == "en"  # type: ignore[index]
    (folder / "other.toml").write_text('lang = "fr"\n')
    found = shown(call(*arguments, "--config", "other.toml"))
    assert found["language"]["value"] == "fr"  # type: ignore[index]
    assert found["generator"]["components"]["options"] == "lang=fr"  # type: ignore[index]


def test_the_least_confidence_is_part_of_the_fingerprint(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "archivist.toml").write_text("min-confidence = 70\n")
    found = shown(call("show", "a.txt", "--format", "json"))
    assert found["generator"]["components"]["options"] == "min-confidence=70"  # type: ignore[index]
    assert "none found that is measured to be 70 % sure" in call("show", "a.txt").stdout


def test_without_options_the_fingerprint_says_nothing_of_them(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    found = shown(call("show", "a.txt", "--format", "json"))
    assert "options" not in found["generator"]["components"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('langue = "it"\n', "did you mean lang?"),
        ('date_order = "dmy"\n', "did you mean date-order?"),
        ("lang = 5\n", "found 5, wanted a string"),
        ("min-confidence = true\n", "wanted a whole number"),
        ("min-confidence = 101\n", "101 is not in the range"),
        ('strict = "yes"\n', "wanted true or false"),
        ("path = [1]\n", "wanted a string or a list of strings"),
        ("= 5\n", "found no TOML"),
        ('date-order = "ymmd"\n', "is not one of"),
        ('max-size = "big"\n', "is no size"),
        ('path = "{yaer}/*"\n', "did you mean {year}?"),
        ('map = "none.toml"\n', "none.toml"),
    ],
)
def test_a_wrong_configuration_is_one_line_and_a_hint(
    call: Call, folder: Path, content: str, said: str
) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "archivist.toml").write_text(content)
    done = call("show", "a.txt")
    assert done.exit_code == (5 if "none.toml" in said else 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_configuration_that_is_named_must_be_there(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    assert call("show", "a.txt", "--config", "none.toml").exit_code == 2


def test_paths_in_a_configuration_are_below_its_folder(call: Call, folder: Path) -> None:
    (folder / "set").mkdir()
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "set" / "metadata.csv").write_text("filename,dc.title\na.txt,The mill\n")
    (folder / "set" / "my.toml").write_text('metadata = "metadata.csv"\n')
    found = shown(call("show", "a.txt", "--format", "json", "--config", "set/my.toml"))
    assert found["title"]["value"] == "The mill"  # type: ignore[index]


def test_files_that_say_how_to_read_are_no_articles(call: Call, folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(ARTICLE)
    (folder / "in" / "metadata.csv").write_text("filename,dc.title\na.txt,The mill\n")
    done = call("convert", "in", "-o", "out", "--metadata", "in/metadata.csv")
    assert "read 1 = written 1 + unchanged 0 + set aside 0 + quarantined 0" in done.stderr


def test_what_met_nothing_is_listed(call: Call, folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(ARTICLE)
    (folder / "in" / "b.txt").write_text(ARTICLE + "More.\n")
    (folder / "metadata.csv").write_text(
        "filename,dc.title\nobjects/a.txt,The mill\nobjects/gone.txt,The tower\n"
    )
    done = call("convert", "in", "-o", "out", "--metadata", "metadata.csv", "--path", "{year}/*")
    assert "metadata.csv: no input for 1 row: 3 gone.txt" in done.stderr
    assert "metadata.csv: no row for 1 input: in/b.txt" in done.stderr
    assert "path: no pattern fits 2 inputs: in/a.txt, in/b.txt" in done.stderr


def test_a_proposal_is_printed_and_used(call: Call, folder: Path) -> None:
    (folder / "a.csv").write_text(TABLE)
    (folder / "a.jsonl").write_text('{"zz": "One word after another."}\n')
    done = call("formats", "a.csv", "--propose")
    assert 'headline = "title"  # by its name' in done.stdout
    assert '# "text": "The ferry was late' in done.stdout
    (folder / "columns.toml").write_text(done.stdout)
    assert call("show", "a.csv", "--map", "columns.toml").exit_code == 0
    assert "name it here" in call("formats", "a.jsonl", "--propose").stdout
    (folder / "a.html").write_text("<!doctype html><p>x")
    assert call("formats", "a.html", "--propose").exit_code == 1
    assert call("formats", "a.csv").stdout == "a.csv: csv, because: suffix .csv\n"
