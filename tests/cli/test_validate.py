"""`archivist validate` as a pipeline calls it: formats, reports, baseline, rules of a house."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from cli.calling import Call, Process
from strategies import minimal_record, rich_record

from archivist import jsontext, pipeline
from archivist.checks.house import REQUIREMENTS
from archivist.cli import checking
from archivist.cli.config import load
from archivist.cli.house import House, pattern
from archivist.cli.inputs import find
from archivist.exporters import EXPORTERS

ROOT = Path(__file__).parents[2]
FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")


def dumped(**changed: Any) -> bytes:
    return json.dumps({**minimal_record().to_json(), **changed}, indent=2).encode()


@pytest.fixture
def kept(folder: Path) -> Path:
    """A folder with a valid record, one with an error, and lines of records with one."""
    (folder / "in" / "2019").mkdir(parents=True)
    (folder / "in" / "good.record.json").write_bytes(dumped())
    (folder / "in" / "2019" / "bad.record.json").write_bytes(dumped(status="lost"))
    good = jsontext.canonical(minimal_record().to_json())
    bad = good.replace(b'"usable"', b'"lost"')
    (folder / "in" / "all.jsonl").write_bytes(b"\n".join([good, bad, good]) + b"\n")
    return folder / "in"


# ------------------------------------------------------------------ formats and exit codes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["in/good.record.json"], 0),
        (["in"], 1),
        (["in", "--fail-fast"], 1),
        (["in", "gone.record.json"], 5),
        (["none/*.json"], 3),
        (["none/*.json", "--allow-empty"], 0),
        (["in/good.record.json", "--require", "headline"], 1),
        (["in/good.record.json", "--require", "hedline"], 2),
        (["in/good.record.json", "--profile", "google"], 0),
        (["in/good.record.json", "--profile", "google", "--strict"], 1),
        (["in/good.record.json", "--baseline", "gone.json"], 5),
        (["in/good.record.json", "--baseline", "in/good.record.json"], 2),
        (["in/good.record.json", "--schema", "gone.json"], 2),
        (["in/good.record.json", "--report", "in/good.record.json"], 4),
        (["in/good.record.json", "--report", "report.txt"], 2),
        (["in/good.record.json", "--report-format", "junit"], 2),
        (["in/good.record.json", "--write-baseline"], 2),
        ([], 2),
    ],
)
def test_the_exit_code_is_the_same_in_every_format(
    call: Call, kept: Path, arguments: list[str], code: int
) -> None:
    for format in FORMATS:
        done = call("validate", *arguments, "--format", format)
        assert done.exit_code == code, (format, done.output)
        assert "Traceback" not in done.output


@pytest.mark.parametrize("format", FORMATS)
def test_n_checked_is_always_said(call: Call, kept: Path, format: str) -> None:
    done = call("validate", "in", "--format", format)
    assert done.stderr == "5 checked: 2 errors, 0 warnings\n"


def test_an_excerpt_points_to_the_column(call: Call, kept: Path) -> None:
    shown = call("validate", "in/2019").stdout.splitlines()
    assert shown[0].startswith("in/2019/bad.record.json:")
    line = int(shown[0].split(":")[1])
    assert shown[1] == f'{line:>5} |   "status": "lost",'
    assert shown[1][shown[2].index("^")] == '"'
    assert shown[2].endswith("^")
    long = call("validate", "in/all.jsonl").stdout.splitlines()
    assert long[1].startswith("    2 | …")
    assert long[1][long[2].index("^") :].startswith('"lost"')
    assert all(len(printed) <= 100 for printed in long[1:3])


def test_colour_is_where_it_is_wanted(call: Call, kept: Path) -> None:
    assert "\x1b[" in call("validate", "in", "--color", "always").stdout
    assert "\x1b[" not in call("validate", "in").stdout


def test_show_all_names_what_is_valid(call: Call, kept: Path) -> None:
    shown = call("validate", "in", "--show", "all").stdout
    assert "in/good.record.json: ok\n" in shown
    assert "in/all.jsonl:3: ok\n" in shown
    assert "in/all.jsonl:2: ok" not in shown
    assert "ok\n" not in call("validate", "in").stdout


def test_reports_stand_beside_the_terminal(call: Call, kept: Path, folder: Path) -> None:
    names = ["r.json", "deep/r.sarif", "r.xml", "gitlab=quality.json"]
    reports = [f"--report={name}" for name in names]
    done = call("validate", "in", *reports)
    assert " V001 error: " in done.stdout
    assert json.loads(Path("r.json").read_bytes())["errors"] == 2
    assert json.loads(Path("deep/r.sarif").read_bytes())["version"] == "2.1.0"
    assert len(json.loads(Path("quality.json").read_bytes())) == 2
    assert b'<testsuites name="archivist" tests="5" failures="2"' in Path("r.xml").read_bytes()
    again = {name: Path(name).read_bytes() for name in ("r.json", "r.xml")}
    assert call("validate", "in", *reports).exit_code == 1  # ours are replaced
    assert again == {name: Path(name).read_bytes() for name in again}
    Path("r.xml").write_text("<mine/>")
    assert call("validate", "in", *reports).exit_code == 4
    assert Path("r.xml").read_text() == "<mine/>"
    assert call("validate", "in", *reports, "--force").exit_code == 1
    assert not list(folder.rglob(".archivist-*"))


def test_a_report_below_the_input_is_no_input(call: Call, kept: Path) -> None:
    first = call("validate", "in", "--report", "json=in/report.jsonl")
    assert call("validate", "in", "--report", "json=in/report.jsonl").stderr == first.stderr


def test_github_has_its_summary(
    call: Call, kept: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    (folder / "summary.md").write_text("before\n")
    done = call("validate", "in", "--format", "github")
    summary = (folder / "summary.md").read_text("utf-8")
    assert summary.startswith("before\n### archivist validate\n\n5 checked: 2 errors")
    assert summary.count("| V001 |") == 2
    assert done.stdout.count("::error file=in/") == 2


def test_standard_input_is_checked(call: Call, folder: Path) -> None:
    done = call("validate", "-", stdin=dumped(status="lost"))
    assert done.exit_code == 1
    assert "stdin:" in done.stdout
    lines = jsontext.canonical(rich_record().to_json()) + b"\n"
    assert call("validate", "-", stdin=lines * 3).stderr.startswith("3 checked: 0 errors")


def test_lines_that_are_no_records_are_one_problem_each(call: Call, folder: Path) -> None:
    good = jsontext.canonical(minimal_record().to_json())
    (folder / "a.jsonl").write_bytes(b'\n{"a": 1}\n' + good + b'\n{"a": "\xff"}\n[\n' + good)
    done = call("validate", "a.jsonl")
    assert re.findall(r"^a\.jsonl:(\d+)(?::\d+)?: (\w+) error", done.stdout, re.M) == [
        ("2", "R008"),
        ("4", "R020"),
        ("5", "R021"),
    ]
    assert done.stderr == "5 checked: 3 errors, 0 warnings\n"
    (folder / "b.jsonl").write_bytes(b"")
    assert "b.jsonl: R001 error" in call("validate", "b.jsonl").stdout


# ------------------------------------------------------------------ several processes


def test_the_order_is_the_same_whatever_the_number_of_processes(
    process: Process, folder: Path
) -> None:
    good = jsontext.canonical(minimal_record().to_json())
    bad = good.replace(b'"usable"', b'"lost"')
    lines = [bad if number % 7 == 0 else good for number in range(300)]
    (folder / "all.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    for number in range(20):
        (folder / f"{number}.record.json").write_bytes(dumped(status="lost"))
    for format in ("text", "junit"):
        options = ("--format", format, "--require", "headline")
        one = process("validate", ".", *options)
        two = process("validate", ".", *options, "-j", "2")
        assert (one.returncode, one.stdout, one.stderr) == (1, two.stdout, two.stderr)
        assert one.stderr.startswith(b"320 checked: 320 errors")


def test_many_batches_come_back_in_their_order(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "LINES", 5)
    lines = [b"{" * (1 + number % 3) for number in range(100)]
    (folder / "all.jsonl").write_bytes(b"\n".join(lines))
    manner = checking.Manner(1000, House(), excerpts=False)
    (item,) = find(["all.jsonl"], keep=list).inputs
    outcomes = list(checking.check([item], manner, 2))
    assert [outcome.result.line for outcome in outcomes] == list(range(1, 101))


def test_wrong_rules_are_no_bug_in_a_process(process: Process, kept: Path, folder: Path) -> None:
    (folder / "own.json").write_text('{"type": "nothing"}')
    done = process("validate", "in", "--schema", "own.json", "-j", "2")
    assert done.returncode == 2
    assert b"own.json: no JSON Schema" in done.stderr
    assert b"Traceback" not in done.stderr


# ------------------------------------------------------------------ baseline


def test_only_what_is_new_counts(call: Call, kept: Path) -> None:
    assert call("validate", "in", "--baseline", "b.json", "--write-baseline").exit_code == 0
    done = call("validate", "in", "--baseline", "b.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "5 checked: 0 errors, 0 warnings; 2 known\n"
    bad = kept / "2019" / "bad.record.json"
    bad.write_bytes(b"\n\n" + bad.read_bytes())  # lines shift
    assert call("validate", "in", "--baseline", "b.json").exit_code == 0
    (kept / "good.record.json").write_bytes(dumped(status="gone"))
    new = call("validate", "in", "--baseline", "b.json")
    assert new.exit_code == 1
    assert "1 error" in new.stderr
    assert new.stdout.count(" error: ") == 1


def test_what_is_gone_is_told(call: Call, kept: Path) -> None:
    call("validate", "in", "--baseline", "b.json", "--write-baseline")
    (kept / "2019" / "bad.record.json").write_bytes(dumped())
    done = call("validate", "in", "--baseline", "b.json")
    assert "gone from the baseline: in/2019/bad.record.json: V001 at /status: " in done.stderr
    assert done.stderr.endswith("5 checked: 0 errors, 0 warnings; 1 known; 1 gone\n")
    part = call("validate", "in/good.record.json", "--baseline", "b.json")
    assert part.stderr == "1 checked: 0 errors, 0 warnings\n"  # nothing is said of the others
    report = json.loads(call("validate", "in", "--baseline", "b.json", "--format=json").stdout)
    assert (report["known"], report["gone"], report["problems"]) == (1, 1, [])


def test_a_baseline_replaces_only_a_baseline(call: Call, kept: Path, folder: Path) -> None:
    options = ("--baseline", "b.json", "--write-baseline")
    (folder / "b.json").write_text('{"mine": 1}')
    assert call("validate", "in", *options).exit_code == 4
    assert call("validate", "in", *options, "--force").exit_code == 0
    first = (folder / "b.json").read_bytes()
    assert call("validate", "in", *options).exit_code == 0
    assert (folder / "b.json").read_bytes() == first


def test_what_cannot_be_read_is_never_known(call: Call, kept: Path) -> None:
    done = call("validate", "in", "gone.json", "--baseline", "b.json", "--write-baseline")
    assert done.exit_code == 5
    assert call("validate", "gone.json", "--baseline", "b.json").exit_code == 5


# ------------------------------------------------------------------ rules of a house


def test_demands_of_the_configuration_and_of_paths(call: Call, kept: Path, folder: Path) -> None:
    (kept / "2019" / "bad.record.json").write_bytes(dumped())
    (kept / "all.jsonl").unlink()
    (folder / "archivist.toml").write_text(
        '[validate.require]\nheadline = true\ndate = "day"\n'
        '[[validate.rules]]\npaths = ["2019/**"]\nrequire = {headline = false, rights = true}\n'
        '[validate.severity]\nV103 = "warning"\n'
    )
    report = json.loads(call("validate", "in", "--format", "json").stdout)
    found = [(item["file"], item["code"], item["severity"]) for item in report["problems"]]
    assert found == [
        ("in/2019/bad.record.json", "V103", "warning"),
        ("in/2019/bad.record.json", "V105", "error"),
        ("in/good.record.json", "V101", "error"),
        ("in/good.record.json", "V103", "warning"),
    ]
    done = call("validate", "in", "--require", "headline=false,rights=false,date=false")
    assert done.stderr == "2 checked: 1 error, 0 warnings\n"  # a rule for paths wins


def test_severity_changes_our_codes_too(call: Call, kept: Path, folder: Path) -> None:
    for severity, code, said in (("off", 0, "0 warnings"), ("warning", 0, "2 warnings")):
        (folder / "archivist.toml").write_text(
            f'[validate.severity]\nV001 = "{severity}"\nR100 = "off"\n'
        )
        done = call("validate", "in")
        assert done.exit_code == code
        assert said in done.stderr


def test_severity_changes_below_some_paths(call: Call, kept: Path, folder: Path) -> None:
    (folder / "archivist.toml").write_text(
        '[[validate.rules]]\npaths = "2019/*"\nseverity = {V001 = "note"}\n'
        '[validate.severity]\nR100 = "off"\n'
    )
    done = call("validate", "in")
    assert done.stderr == "5 checked: 1 error, 0 warnings, 1 note\n"
    assert "bad.record.json" in done.stdout.split("V001 note")[0]


def test_demands_are_made_of_a_record_with_errors_too(call: Call, folder: Path) -> None:
    (folder / "a.record.json").write_bytes(
        dumped(id=f"urn:uuid:{'0' * 8}-0000-5000-8000-{'0' * 12}")
    )
    shown = call("validate", "a.record.json", "--require", "headline").stdout
    assert " V024 error: " in shown
    assert " V101 error: " in shown


def test_demands_are_made_of_every_export(call: Call, folder: Path) -> None:
    for item in EXPORTERS:
        if item.name != "tables":
            name = f"a{item.suffix}"
            (folder / name).write_bytes(pipeline.export(minimal_record(), item.name))
            done = call("validate", name, "--require", "headline")
            assert done.stdout.count(" V101 error: ") == 1, item.name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("requir = {}", "did you mean require?"),
        ("require = {headlin = true}", "did you mean headline?"),
        ("require = {image_credit = true}", "did you mean image-credit?"),
        ('require = {date = "hour"}', 'wanted true or false or "year"'),
        ("require = {headline = 1}", "found 1, wanted true or false"),
        ("require = true", "wanted a table"),
        ("severity = {V01 = 'off'}", "no code is called 'V01'"),
        ("severity = {V013 = 'loud'}", 'wanted "error" or "warning"'),
        ("profile = 'gogle'", 'wanted "google"'),
        ("schema = 3", "wanted the name of a file"),
        ("rules = 3", "wanted tables"),
        ("rules = [{path = 'a'}]", "did you mean paths?"),
        ("rules = [{require = {}}]", "wanted a list of patterns"),
    ],
)
def test_wrong_rules_are_one_line_and_a_hint(
    call: Call, kept: Path, folder: Path, content: str, said: str
) -> None:
    (folder / "archivist.toml").write_text(f"[validate]\n{content}\n")
    done = call("validate", "in")
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert "archivist.toml" in done.stderr


@pytest.mark.parametrize(
    ("glob", "fits", "fails"),
    [
        ("2019/**", ["2019/a.json", "2019/b/c.json"], ["x/2019/a.json", "2019"]),
        ("**/2019/*", ["2019/a", "x/y/2019/a"], ["2019/a/b"]),
        ("*.record.json", ["a.record.json"], ["b/a.record.json"]),
        ("a?c[0-9].*", ["abc1.x"], ["a/c1.x", "abcd.x"]),
        ("a+(b)", ["a+(b)"], ["aab"]),
    ],
)
def test_patterns_of_paths(glob: str, fits: list[str], fails: list[str]) -> None:
    assert all(re.fullmatch(pattern(glob), name) for name in fits)
    assert not any(re.fullmatch(pattern(glob), name) for name in fails)


def test_schemas_and_shapes_of_ones_own(call: Call, kept: Path, folder: Path) -> None:
    (folder / "own.json").write_text('{"properties": {"status": {"const": "withheld"}}}')
    done = call("validate", "in/good.record.json", "--schema", "own.json")
    assert re.search(r"good\.record\.json:\d+:\d+: V120 error: .* at /status: ", done.stdout)
    (folder / "own.json").write_text('{"$ref": "https://example.org/other.json"}')
    done = call("validate", "in/good.record.json", "--schema", "own.json")
    assert done.exit_code == 2
    assert "never fetched" in done.stderr
    (folder / "own.ttl").write_text("no turtle")
    done = call("validate", "in/good.record.json", "--shapes", "own.ttl")
    assert done.exit_code == 2
    assert "own.ttl: found no turtle" in done.stderr


def test_without_pyshacl_the_install_line_is_said(
    call: Call, kept: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    (folder / "own.ttl").write_text("")
    done = call("validate", "in/good.record.json", "--shapes", "own.ttl")
    assert done.exit_code == 7
    assert "pip install 'archivist[shacl]'" in done.stderr


def test_init_writes_what_can_be_read_and_never_overwrites(call: Call, folder: Path) -> None:
    assert call("validate", "--init").exit_code == 0
    written = (folder / "archivist.toml").read_text("utf-8")
    house = load(folder / "archivist.toml")["house"]
    assert isinstance(house, House)
    assert house.require == {"headline": True, "date": "day"}
    assert all(f"\n{name} =" in written or f"\n# {name} =" in written for name in REQUIREMENTS)
    assert call("validate", "--init").exit_code == 4
    assert call("validate", "--init", "a").exit_code == 2
    assert (folder / "archivist.toml").read_text("utf-8") == written
    # Every line that is switched off can be switched on.
    on = re.sub(r"^# (?=[\[\w].* = |\[\[)", "", written, flags=re.M)
    (folder / "archivist.toml").write_text(on)
    house = load(folder / "archivist.toml")["house"]
    assert list(house.require) == list(REQUIREMENTS)
    assert house.rules[0].paths == ("2019/**", "*/agency/*")
    assert house.severity == {"V104": "warning"}


# ------------------------------------------------------------------ what CI pastes


def test_the_hook_takes_our_exports_and_its_command_runs(process: Process, kept: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    files = re.compile(hook["files"])
    names = [f"a{item.suffix}" for item in EXPORTERS] + ["a.jsonl"]
    assert [name for name in names if not files.search(name)] == []
    assert not files.search("package.json")
    words = hook["entry"].split()
    assert words[0] == "archivist"
    assert process(*words[1:], "in/good.record.json", "in/all.jsonl").returncode == 1


def test_the_action_runs_its_command_and_nothing_else(kept: Path, folder: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert action["runs"]["using"] == "composite"
    install, validate = action["runs"]["steps"]
    assert install["run"] == 'python -m pip install --quiet "$INSTALL"'
    for step in (install, validate):
        assert "${{" not in step["run"]  # what stands in an input is never run
    (folder / "bin").mkdir()
    program = folder / "bin" / "archivist"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m archivist.cli "$@"\n')
    program.chmod(0o755)
    given = {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "INPUTS": "in\n$(touch hacked)\n",
        "ARGUMENTS": "--require=headline\n--show=failed",
        "SARIF": "out.sarif",
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
    }
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", validate["run"]],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 5, done.stderr  # $(touch hacked) is the name of no file
    assert "::error file=in/2019/bad.record.json,line=" in done.stdout
    assert not (folder / "hacked").exists()
    assert (folder / "out.sarif").exists()
    assert "V101" in (folder / "summary.md").read_text("utf-8")


@pytest.mark.parametrize("page", ["README.md", "docs/validation.md"])
def test_the_three_lines_for_ci_work_when_they_are_pasted(
    kept: Path, folder: Path, page: str
) -> None:
    """Each `run` in bash as GitHub runs it; what `pip install archivist` gives is this one."""
    found = re.findall(r"```yaml\n((?:- .*\n){3})```", (ROOT / page).read_text("utf-8"))
    (steps,) = map(yaml.safe_load, found)
    assert steps[0]["uses"].startswith("actions/setup-python@")
    (folder / "bin").mkdir()
    programs = {
        "pip": '[ "$*" = "install archivist" ]',
        "archivist": f'exec {sys.executable} -m archivist.cli "$@"',
    }
    for name, line in programs.items():
        (folder / "bin" / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / "bin" / name).chmod(0o755)
    summary = folder / "summary.md"
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "CI": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    kept.rename(folder / "records")
    for faulty, code in ((True, 1), (False, 0)):
        if not faulty:
            (folder / "records" / "2019" / "bad.record.json").unlink()
            (folder / "records" / "all.jsonl").unlink()
        for step in steps[1:]:
            done = subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                env=env,
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
            assert (done.returncode, done.stdout) == (0, "") or step is steps[2], done.stderr
        assert done.returncode == code, done.stderr
        assert ("::error file=records/2019/bad.record.json,line=" in done.stdout) == faulty
    assert summary.read_text("utf-8").count("### archivist validate") == 2


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_to_check_is_an_empty_report_where_it_may_be(
    call: Call, folder: Path, format: str
) -> None:
    for arguments, code in ((["."], 3), ([".", "--allow-empty"], 0)):
        done = call("validate", *arguments, "--format", format)
        assert done.exit_code == code
        assert done.stderr.endswith("0 checked: 0 errors, 0 warnings\n")
        if format in ("json", "sarif", "gitlab"):
            json.loads(done.stdout)


def test_the_snippets_of_the_docs_are_yaml_and_their_commands_run(
    process: Process, kept: Path
) -> None:
    page = (ROOT / "docs" / "validation.md").read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    assert len(blocks) >= 3
    commands = []
    for block in blocks:
        found = yaml.safe_load(block)
        jobs = found.values() if isinstance(found, dict) else ()
        scripts = (job.get("script", []) for job in jobs if isinstance(job, dict))
        commands += itertools.chain.from_iterable(scripts)
    run = [line.split()[1:] for line in commands if line.startswith("archivist ")]
    assert run
    for words in run:
        assert process(*[word.replace("records/", "in/") for word in words]).returncode == 1


def test_the_whole_table_is_documented() -> None:
    page = (ROOT / "docs" / "validation.md").read_text("utf-8")
    for name, demand in REQUIREMENTS.items():
        assert f"| `{name}` | {demand.code} |" in page
