"""Questions in SPARQL: answers, the store behind them, what is refused, what a terminal gets."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from collection.keeping import AS_OF, archivist, articles
from reuse import hostile, library

from archivist import Record, Settings, export
from archivist.errors import UsageError
from archivist.jsontext import canonical
from archivist.store.asking import ask, refuse_service
from archivist.store.keeping import Keeping
from archivist.tables.cells import original

NAMES = "SELECT ?name { ?who a schema:Person ; schema:name ?name } ORDER BY STR(?name) ?who"
NUMBER = "SELECT (COUNT(*) AS ?n) { ?a a schema:NewsArticle }"


@dataclass(frozen=True)
class Held:
    record: Record
    place: str = ""

    @property
    def digest(self) -> str:
        return sha256(canonical(self.record.to_json())).hexdigest()


@pytest.fixture(scope="module")
def found() -> dict[str, Record]:
    return library.records()


@pytest.fixture
def file(found: dict[str, Record], tmp_path: Path) -> Path:
    return library.lines(found.values(), tmp_path / "all.jsonl")


def asked(*words: object, **more: Any) -> str:
    done = archivist("query", *words, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


# ------------------------------------------------------------------ answers


def test_a_table_in_a_pipe_is_plain(file: Path) -> None:
    query = (
        "SELECT ?title (COUNT(?q) AS ?n) { ?a schema:headline ?title ; schema:hasPart ?q }"
        " GROUP BY ?title ORDER BY DESC(?n) ?title LIMIT 2"
    )
    lines = asked(file, query).splitlines()
    assert lines[0].split() == ["title", "n"]
    assert all(len(line) == len(lines[0]) for line in lines)  # numbers end where they should


def test_csv(file: Path) -> None:
    rows = list(csv.reader(io.StringIO(asked(file, NAMES, "--format", "csv"))))
    assert rows[0] == ["name"]
    assert [row[0] for row in rows[1:]].count("Anna Moor") == 3


def test_json_is_of_the_standard(file: Path) -> None:
    data = json.loads(asked(file, NAMES, "--format", "json"))
    assert data["head"]["vars"] == ["name"]
    assert data["results"]["bindings"][0]["name"] == {
        "type": "literal",
        "value": "Anna Moor",
        "xml:lang": "en",
    }


def test_construct_gives_turtle(file: Path) -> None:
    query = (
        "CONSTRUCT { ?who schema:name ?name } WHERE { ?who a schema:Person ; schema:name ?name }"
    )
    written = asked(file, query, "--construct")
    assert written == asked(file, query)
    triples = list(ox.parse(written.encode(), format=ox.RdfFormat.TURTLE))
    assert len(triples) == len(asked(file, NAMES, "--format", "csv").splitlines()) - 1


def test_describe_and_ask(file: Path, found: dict[str, Record]) -> None:
    assert asked(file, "ASK { ?q a schema:Quotation }") == "yes\n"
    assert asked(file, "ASK { ?q a schema:Recipe }") == "no\n"
    assert json.loads(asked(file, "ASK {}", "--format", "json")) == {"head": {}, "boolean": True}
    id = found["ferry"].id
    assert "NewsArticle" in asked(file, f"DESCRIBE <{id}#article>")


def test_a_query_from_a_file_and_from_stdin(file: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(NUMBER, "utf-8")
    assert asked(file, "--query-file", tmp_path / "q.rq").split() == ["n", "6"]
    command = [sys.executable, "-m", "archivist.cli", "query", file, "--query-file", "-"]
    done = subprocess.run(command, input=NUMBER, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["n", "6"]


def test_offsets_dates_and_confidence_are_there(file: Path) -> None:
    query = (
        "SELECT ?first ?sure { ?a schema:hasPart ?q ; arch:dateEarliest ?first ."
        " ?q arch:confidence ?sure . FILTER(?first >= '2024-03-02'^^xsd:date) }"
    )
    rows = list(csv.reader(io.StringIO(asked(file, query, "--format", "csv"))))
    assert [row[0] for row in rows[1:]] == ["2024-03-03"] * 2


# ------------------------------------------------------------------ the store


def _kept(folder: Path, found: Iterable[Record], settings: Settings = Settings()) -> list[bool]:
    """What of the records was new."""
    with Keeping(folder, settings) as keeping:
        update = keeping.update()
        new = [update.add(Held(record)) for record in found]
        update.finish()
    return new


def _quads(folder: Path) -> list[str]:
    with Keeping(folder, Settings()) as keeping:
        return sorted(str(quad) for quad in keeping.graphs)


def _fresh(found: Iterable[Record]) -> list[str]:
    store = ox.Store()
    for record in found:
        data = export(record, "nquads", settings=Settings(detail="compact"))
        store.bulk_load(data, format=ox.RdfFormat.N_QUADS)
    return sorted(str(quad) for quad in store)


def test_only_what_changed_is_loaded(found: dict[str, Record], tmp_path: Path) -> None:
    some = list(found.values())
    assert _kept(tmp_path / "s", some) == [True] * 6
    assert _kept(tmp_path / "s", some) == [False] * 6
    changed = [replace(some[0], revision=2), *some[2:]]
    assert _kept(tmp_path / "s", changed) == [True] + [False] * 4
    assert _quads(tmp_path / "s") == _fresh(changed)
    assert _kept(tmp_path / "s", some) == [True, True] + [False] * 4
    assert _quads(tmp_path / "s") == _fresh(some)
    assert _kept(tmp_path / "s", []) == []
    assert _quads(tmp_path / "s") == []


def test_another_base_or_version_is_another_store(found: dict[str, Record], tmp_path: Path) -> None:
    some = list(found.values())
    _kept(tmp_path / "s", some)
    based = Settings(base_iri="https://archive.example.org/")
    assert all(_kept(tmp_path / "s", some, based))
    with Keeping(tmp_path / "s", based) as keeping:
        assert {str(name) for name in keeping.graphs.named_graphs()} == {
            f"<https://archive.example.org/article/{one.id[9:]}>" for one in some
        }


def _killed(folder: Path, found: Iterable[Record], action: str) -> None:
    """An update killed in the middle of an action on the store."""
    lines = library.lines(found, folder.parent / "killed.jsonl")
    script = Path(__file__).with_name("dying.py")
    command = [sys.executable, str(script), str(folder), str(lines), action]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("action", ["bulk_load", "flush"])
def test_killed_while_it_is_built(action: str, found: dict[str, Record], tmp_path: Path) -> None:
    some = list(found.values())
    _killed(tmp_path / "s", some, action)
    assert all(_kept(tmp_path / "s", some))
    assert _quads(tmp_path / "s") == _fresh(some)


@pytest.mark.parametrize("action", ["remove_graph", "bulk_load", "flush"])
def test_killed_while_it_is_changed(action: str, found: dict[str, Record], tmp_path: Path) -> None:
    some = list(found.values())
    _kept(tmp_path / "s", some)
    changed = [replace(some[0], revision=2), *some[2:]]
    _killed(tmp_path / "s", changed, action)
    _kept(tmp_path / "s", changed)
    assert _quads(tmp_path / "s") == _fresh(changed)
    _killed(tmp_path / "s", some, action)
    _kept(tmp_path / "s", changed)
    assert _quads(tmp_path / "s") == _fresh(changed)


@pytest.mark.parametrize("harm", ["no graphs", "bad graphs", "bad list", "no list"])
def test_a_damaged_store_is_begun_again(
    harm: str, found: dict[str, Record], tmp_path: Path
) -> None:
    some = list(found.values())
    _kept(tmp_path / "s", some)
    match harm:
        case "no graphs":
            (tmp_path / "s/oxigraph").rename(tmp_path / "gone")
        case "bad graphs":
            (tmp_path / "s/oxigraph/CURRENT").write_bytes(b"nonsense\n")
        case "bad list":
            (tmp_path / "s/graphs.sqlite").write_bytes(b"nonsense" * 1000)
        case _:
            (tmp_path / "s/graphs.sqlite").unlink()
    _kept(tmp_path / "s", some)
    assert _quads(tmp_path / "s") == _fresh(some)


def test_a_collection_keeps_its_store(tmp_path: Path) -> None:
    articles(tmp_path / "in", 4)
    kept = tmp_path / "kept"
    archive = ("archive", tmp_path / "in", "-o", kept, "-j1", "--as-of", AS_OF)
    assert not archivist(*archive).returncode
    first = archivist("query", kept, NUMBER)
    assert (first.stdout.split(), "loaded 4" in first.stderr) == (["n", "4"], True)
    assert "loaded 0 + unchanged 4" in archivist("query", kept, NUMBER).stderr
    articles(tmp_path / "in", 2, start=4)
    assert not archivist(*archive).returncode
    more = archivist("query", kept, NUMBER)
    assert (more.stdout.split(), "loaded 2 + unchanged 4" in more.stderr) == (["n", "6"], True)
    query = "SELECT ?id { ?a schema:identifier ?id ; schema:name ?t } ORDER BY STR(?t) LIMIT 1"
    gone = asked(kept, query, "--format", "csv").split()[1]
    assert not archivist("withdraw", kept, gone, "--reason", "test").returncode
    less = archivist("query", kept, NUMBER)
    assert less.stdout.split() == ["n", "5"]
    assert "unchanged 5" in less.stderr
    assert asked(kept, f"ASK {{ <{gone}#article> ?p ?o }}") == "no\n"
    assert not archivist("verify", kept).returncode


def test_a_store_of_records_is_kept_where_asked(file: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert "loaded 6" in archivist("query", file, NUMBER, "--store", store).stderr
    assert "unchanged 6" in archivist("query", file, NUMBER, "--store", store).stderr
    assert not (tmp_path / ".work").exists()


def test_a_folder_with_other_things_is_nobodys_to_clear(file: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear", "utf-8")
    done = archivist("query", file, NUMBER, "--store", tmp_path / "mine")
    assert (done.returncode, done.stdout) == (2, "")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_store_in_use_is_refused(file: Path, tmp_path: Path) -> None:
    from archivist import disk

    (tmp_path / "s").mkdir()
    asked(file, NUMBER, "--store", tmp_path / "s")
    with disk.locked(tmp_path / "s/lock", "it"):
        done = archivist("query", file, NUMBER, "--store", tmp_path / "s")
    assert (done.returncode, done.stdout) == (4, "")


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT ?x {\n  ?x foo:bar ?y }", "query:2:13: Prefix not found"),
        ("SELECT", "query:1:7: expected"),
        ("INSERT DATA { <a:b> <a:c> 1 }", "query:1:"),
        ("LOAD <file:///etc/passwd>", "query:1:"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { \\u0053ervice silent ?s { ?s ?p ?o } }", "SERVICE"),
    ],
)
def test_a_wrong_query_is_one_line(query: str, said: str, tmp_path: Path) -> None:
    done = archivist("query", tmp_path / "not-looked-at", query)
    assert (done.returncode, done.stdout) == (2, "")
    line, *hints = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert said.split(":")[0] in line
    assert len(line) < 260
    assert all(hint.startswith("  help:") for hint in hints)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service ?p 'SERVICE <x>' } # SERVICE <x>",
        'SELECT * { ?s ?p """ " SERVICE """ ; <urn:x:service> ?o }',
        "PREFIX service: <urn:SERVICE:> SELECT * { ?s service:service ?o }",
    ],
)
def test_the_word_alone_is_no_service(query: str) -> None:
    refuse_service(query)
    assert list(ask(ox.Store(), query).rows()) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT*{SERVICE<http://x>{}}",
        "SELECT*{?s ?p '\\'' . SERVICE<http://x>{}}",
        "SELECT*{?s ?p 1 FILTER(?o<5&&EXISTS{SERVICE<http://x>{}})}",
        "SELECT*{?s<a:b>?o.SERVICE ?o{}} # '",
        "SELECT*{?s ?p '''a''' . sErViCe<http://x>{}}",
    ],
)
def test_a_service_is_found_wherever_it_stands(query: str) -> None:
    with pytest.raises(UsageError, match="SERVICE"):
        refuse_service(query)


def test_what_is_no_command(file: Path) -> None:
    for words in (
        [file],
        [],
        [file, "--recipe", "most-qouted"],
        [file, "--recipe", "languages", "--with", "speaker=x"],
        [file, NUMBER, "--with", "speaker=x"],
        [file, NUMBER, "--format", "turtle"],
        [file, "--recipe", "languages", "--query-file", "x"],
    ):
        done = archivist("query", *words)
        assert (done.returncode, done.stdout) == (2, ""), words
        assert "error: " in done.stderr


def test_exit_codes_of_inputs(tmp_path: Path) -> None:
    assert archivist("query", tmp_path / "none.jsonl", NUMBER).returncode == 5
    (tmp_path / "empty").mkdir()
    assert archivist("query", tmp_path / "empty", NUMBER).returncode == 3


# ------------------------------------------------------------------ hostile content


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    found = dict(hostile.records())
    found["escapes"] = hostile._record("escapes", "red \x1b[31m \x9b31m bell \x07 \x1b]0;x\x07")
    return library.lines(found.values(), folder / "all.jsonl")


HEADLINES = {one.headline.value for one in hostile.records().values() if one.headline}
TITLES = "SELECT ?title { ?a schema:headline ?title } ORDER BY STR(?title)"
_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def test_no_control_reaches_a_terminal(harmful: Path) -> None:
    """The command with a terminal for stdout: colours of its own, and nothing of the articles."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "archivist.cli", "query", str(harmful), TITLES]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, env=env):
        os.close(theirs)
        written = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            written += piece
    text = written.decode("utf-8").replace("\r\n", "\n")
    assert "\\x1b[31m" in text
    assert not _OBEYED.search(re.sub(r"\x1b\[[0-9;]*m", "", text))


@pytest.mark.parametrize("form", ["table", "json", "turtle"])
def test_no_control_is_in_any_form(form: str, harmful: Path) -> None:
    query = TITLES
    if form == "turtle":
        query = "CONSTRUCT { ?a schema:headline ?t } WHERE { ?a schema:headline ?t }"
    written = asked(harmful, query, "--format", form)
    assert not _OBEYED.search(written)
    if form == "json":
        said = {row["title"]["value"] for row in json.loads(written)["results"]["bindings"]}
        assert HEADLINES - said == set()
    if form == "turtle":
        triples = ox.parse(written.encode(), format=ox.RdfFormat.TURTLE)
        assert HEADLINES - {one.object.value for one in triples} == set()


def test_no_cell_of_csv_is_a_formula(harmful: Path) -> None:
    rows = list(csv.reader(io.StringIO(asked(harmful, TITLES, "--format", "csv"), newline="")))
    assert not [row for row in rows if re.match(r"\s*[=+\-@]", row[0])]
    assert HEADLINES - {original(row[0]) for row in rows} == set()


def test_what_a_recipe_is_given_is_a_value(file: Path) -> None:
    said = hostile.WORDS["sparql"]
    written = asked(file, "--recipe", "quotes-by-year", "--with", f"speaker={said}")
    assert written.split() == ["year", "quotes", "articles"]
