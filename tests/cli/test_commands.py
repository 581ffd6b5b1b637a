"""Help, formats, schema, explain, validate, and the three lines of a bare `archivist`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import referencing
from cli.calling import ARTICLE, Call
from strategies import rich_record

from archivist import jsontext, pipeline, schema
from archivist.cli.group import COMMANDS, GROUPS
from archivist.exporters import EXPORTERS
from archivist.problems import CODES
from archivist.readers import READERS

HEAVY = ["rdflib", "rich", "jsonschema", "lxml.etree", "pyoxigraph", "yaml", "markdown_it"]


def loaded(*arguments: str) -> set[str]:
    """The modules that a command loads."""
    program = (
        "import sys; from archivist.cli import main\ntry: main()\nfinally: print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_help_loads_nothing_heavy() -> None:
    modules = loaded("--help")
    assert not {*HEAVY, "jsonschema_rs", "orjson", "archivist.pipeline"} & modules
    assert "click" in modules


def test_a_command_loads_only_what_it_uses(folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "a.record.json").write_bytes(pipeline.export(rich_record(), "record"))
    exporters, extractors = "archivist.exporters.", "archivist.extractors"
    for arguments in (["formats"], ["show", "a.txt"], ["convert", "a.txt"]):
        modules = loaded(*arguments)
        assert not {*HEAVY, "trafilatura", "feedparser"} & modules, arguments
        used = {name for name in modules if name.startswith(exporters)}
        assert used <= {exporters + "record_json"}, arguments
    modules = loaded("validate", "a.record.json")
    assert not {*HEAVY, extractors} & modules
    assert "lxml.etree" not in loaded("convert", "--to", "turtle", "a.txt")
    assert "pyoxigraph" not in loaded("convert", "--to", "jsonld", "a.txt")


def test_bare_is_three_lines(call: Call) -> None:
    done = call()
    assert done.exit_code == 0
    assert re.fullmatch(
        r"try the example +(archivist convert|echo) .*\n"
        r"try your file +archivist show FILE.txt\nget help +archivist --help\n",
        done.stdout,
    )


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_groups_the_commands(call: Call, flag: str) -> None:
    shown = call(flag).stdout
    assert all(f"\n  {name} " in shown for name in COMMANDS)
    assert [group for group in GROUPS if f"\n{group}:\n" in shown] == [
        group for group in GROUPS if any(entry.group == group for entry in COMMANDS.values())
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(call: Call, name: str) -> None:
    shown = call(name, "-h")
    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"Usage: archivist {name}")


@pytest.mark.parametrize(
    ("word", "hint"), [("covnert", "Did you mean convert?"), ("a.txt", "archivist show a.txt")]
)
def test_a_wrong_command_is_guessed(call: Call, folder: Path, word: str, hint: str) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    assert hint in call(word).stderr


def test_formats_lists_what_is_there(call: Call) -> None:
    shown = call("formats").stdout
    assert all(reader.name in shown for reader in READERS)
    assert all(item.name in shown and item.suffix in shown for item in EXPORTERS)


def test_formats_of_a_file_says_why(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "b.html").write_text("<html>")
    (folder / "c").write_bytes(pipeline.export(rich_record(), "turtle"))
    (folder / "d").write_text(ARTICLE)
    done = call("formats", "a.txt", "b.html", "c", "d", "gone")
    assert done.exit_code == 5
    assert done.stdout.splitlines()[0] == "a.txt: plain, because: suffix .txt"
    assert done.stdout.splitlines()[1] == "b.html: html, because: first bytes"
    assert done.stdout.splitlines()[2].startswith("c: turtle, because: ")
    assert done.stdout.splitlines()[3] == "d: plain, because: nothing else fits"
    assert "gone: R007" in done.stderr
    assert call("formats", "c", "--from", "plain").stdout == "c: plain, because: --from plain\n"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", b"\x7fELF\x02\x01\x01\0\0\0", "binary file: found a program, wanted text"),
        ("a", b"\x89PNG\r\n\x1a\n", "binary file: found a PNG image, wanted text"),
        ("a.txt", b"", "empty file: found 0 bytes, wanted an article"),
        ("a.txt", "Привет, мир".encode("cp1251"), "undecodable text: byte 0xCF at offset 0 "),
        ("a.json", b"{}", "a JSON document"),
    ],
)
def test_formats_of_what_is_not_read_says_what_it_is(
    call: Call, folder: Path, name: str, content: bytes, why: str
) -> None:
    (folder / name).write_bytes(content)
    done = call("formats", name)
    assert done.exit_code == 1
    assert done.stdout.startswith(f"{name}: not read: {why}")
    assert "R004" not in done.stderr
    (folder / name).write_bytes(b"x" * 3000)
    assert "found 3,000 bytes" in call("formats", "--max-size", "2K", name).stdout


OTHERS = {
    "a.json": b'{"title": "x"}',
    "a": b'{"title": "x"}',
    "a.jsonld": b'{"@context": {"a": "http://x.example/"}, "@id": "http://x.example/1"}',
    "b": b'{"@context": {"a": "http://x.example/"}, "@id": "http://x.example/1"}',
    "a.ttl": b"@prefix a: <http://x.example/> .\na:b a:c a:d .\n",
    "c": b"@prefix a: <http://x.example/> .\na:b a:c a:d .\n",
    "a.nt": b"<http://x.example/a> <http://x.example/b> <http://x.example/c> .\n",
    "a.newsml.xml": b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x"/>',
    "d": b'<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>',
    "a.rdf": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
}


READ = {name for name, data in OTHERS.items() if b"newsItem" in data}  # a news standard


@pytest.mark.parametrize("name", sorted(set(OTHERS) - READ))
def test_what_others_wrote_is_not_taken_for_an_article(call: Call, folder: Path, name: str) -> None:
    (folder / name).write_bytes(OTHERS[name])
    for command in ("convert", "show", "export"):
        done = call(command, name)
        assert done.exit_code == 1
        assert f"{name}: R008 error: " in done.stderr
        assert done.stdout == ""
    assert call("show", "--from", "plain", name).exit_code == 0


OF_A_STANDARD = {name for name in set(OTHERS) - READ if b"title" not in OTHERS[name]}  # RDF


@pytest.mark.parametrize("name", sorted(OF_A_STANDARD))
def test_rdf_of_others_is_checked_by_its_standard(call: Call, folder: Path, name: str) -> None:
    (folder / name).write_bytes(OTHERS[name])
    done = call("validate", name)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "1 checked: 0 errors, 0 warnings\n"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (name, "R008" if b"title" in data else "R0[34][12]")
        for name, data in OTHERS.items()
        if name not in OF_A_STANDARD | READ
    ],
)
def test_what_others_wrote_has_one_problem(call: Call, folder: Path, name: str, code: str) -> None:
    (folder / name).write_bytes(OTHERS[name])
    done = call("validate", name)
    assert done.exit_code == 1
    assert re.match(rf"{name}(:\d+)?: {code} error: ", done.stdout)
    assert done.stderr == "1 checked: 1 error, 0 warnings\n"


@pytest.mark.parametrize("name", sorted(READ))
def test_newsml_of_others_is_checked_by_its_rules(call: Call, folder: Path, name: str) -> None:
    (folder / name).write_bytes(OTHERS[name])
    done = call("validate", name)
    assert done.exit_code == 1
    assert f"{name}:1:" in done.stdout
    assert "G012 error: not its standard: standard: found nothing" in done.stdout


def test_an_article_is_no_broken_record(call: Call, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE)
    done = call("validate", "a.txt")
    assert "a.txt: R008 error: " in done.stdout
    assert "archivist convert" in done.stdout


def test_help_that_is_no_other_is_said_once(call: Call, folder: Path) -> None:
    (folder / "a.json").write_text('{"source": {}}')
    done = call("validate", "a.json")
    assert done.stdout.count(" V001 error: ") > 20
    assert done.stdout.count("help: archivist explain V001") == 1


def test_schema_lists_and_prints(call: Call) -> None:
    listed = call("schema").stdout
    for name, line in zip(schema.names(), listed.splitlines(), strict=False):
        assert re.fullmatch(re.escape(name) + "  +.+", line), f"{name} has no title"
    assert call("schema", "record").stdout_bytes == schema.read("record.schema.json")
    assert call("schema", "record.schema.json").stdout_bytes == schema.read("record.schema.json")
    assert "did you mean record" in call("schema", "recrod").stderr
    official = [line for line in listed.splitlines() if "  official, 0 of " in line]
    assert [line.split()[0] for line in official] == ["newsml-1", "newsml-g2", "ninjs", "nitf"]
    assert listed.endswith("; archivist schema fetch fills it\n")


@pytest.mark.parametrize("code", CODES)
def test_explain_says_what_a_code_means(call: Call, code: str) -> None:
    done = call("explain", code.lower())
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{code}  {CODES[code].severity}")
    words = " ".join(done.stdout.split())
    assert CODES[code].title in words
    assert CODES[code].rule in words


def test_explain_lists_and_guesses(call: Call) -> None:
    assert len(call("explain").stdout.splitlines()) == len(CODES)
    assert "R001" in call("explain", "R0001").stderr
    assert "R001 (empty file)" in call("explain", "empty").stderr


# ------------------------------------------------------------------ validate


@pytest.fixture
def kept(folder: Path) -> Path:
    """A folder with a record in four formats, and one broken record."""
    record = rich_record()
    for name in ("record", "jsonld", "newsml-g2", "turtle"):
        path = folder / "kept" / f"a.txt{pipeline.exporters.BY_NAME[name].suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pipeline.export(record, name))
    broken = record.to_json()
    broken["dates"][0]["value"] = "soon"
    broken["language"]["value"] = "Italian!"
    (folder / "broken.record.json").write_text(json.dumps(broken, indent=2), encoding="utf-8")
    return folder / "kept"


def test_valid_files_are_counted(call: Call, kept: Path) -> None:
    (kept / "README").write_text("no record")
    done = call("validate", "kept")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr == "4 checked: 0 errors, 0 warnings\n"


def test_all_problems_are_listed_with_their_place(call: Call, kept: Path) -> None:
    done = call("validate", "kept", "broken.record.json")
    assert done.exit_code == 1
    assert done.stderr == "5 checked: 2 errors, 0 warnings\n"
    found = re.findall(r"^broken\.record\.json:(\d+):(\d+): (V\d+) error: ", done.stdout, re.M)
    lines = Path("broken.record.json").read_text("utf-8").splitlines()
    assert sorted(code for _, _, code in found) == ["V020", "V021"]
    for line, column, code in found:
        printed = lines[int(line) - 1][int(column) - 1 :]
        assert printed.startswith('"soon"' if code == "V020" else '"Italian!"')


def test_json_follows_its_contract(call: Call, kept: Path) -> None:
    contract = json.loads(schema.read("report.schema.json"))
    problem = json.loads(schema.read("problem.schema.json"))
    registry = referencing.Registry().with_resource(
        problem["$id"], referencing.Resource.from_contents(problem)
    )
    for named in (["kept"], ["kept", "broken.record.json", "gone"], ["*.nothing"]):
        report = json.loads(call("validate", "--format", "json", *named).stdout)
        jsonschema.Draft202012Validator(contract, registry=registry).validate(report)
        assert report["errors"] == len(report["problems"])
    assert [call("validate", name).exit_code for name in ("kept", "gone", "*.no")] == [0, 5, 3]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b"{}", b"nonsense", b"<?xml version='1.0'?><x/>"]
)
def test_anything_is_checked_and_nothing_is_a_bug(call: Call, folder: Path, content: bytes) -> None:
    (folder / "a").write_bytes(content)
    done = call("validate", "a")
    assert done.exit_code == 1
    assert re.match(r"a(:\d+)*: [A-Z]\d{3} error: ", done.stdout)


def test_lines_of_records_are_checked_one_by_one(call: Call, folder: Path) -> None:
    line = jsontext.canonical(rich_record().to_json()) + b"\n"
    (folder / "all.jsonl").write_bytes(line + b'{"schemaVersion": 1}\n' + line)
    done = call("validate", "all.jsonl")
    assert done.exit_code == 1
    assert done.stderr.startswith("3 checked: ")
    assert done.stdout.startswith("all.jsonl:2:")


def test_fail_fast_and_max_size(call: Call, kept: Path) -> None:
    done = call("validate", "--fail-fast", "broken.record.json", "kept")
    assert done.stderr.startswith("1 checked: ")
    assert "R004" in call("validate", "--max-size", "1K", "kept/a.txt.ttl").stdout


def test_explain_says_what_a_rule_does_and_how_often_it_was_right(call: Call) -> None:
    said = call("explain", "entity.given-name").stdout
    assert "A known given name" in said
    assert re.search(r"measured +\d+ % right of [\d,]+ in it ", said)
    assert "not measured" in call("explain", "quote.dash").stdout
    assert "web pages" in call("explain", "html.json-ld").stdout
    assert "entity.given-name" in call("explain", "entity.givenname").stderr
