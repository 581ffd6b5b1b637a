"""Graphs go into a real store, each under its name, once; what is withdrawn leaves it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from collection.keeping import AS_OF, articles
from reuse import hostile
from reuse.stores import Oxigraph, binary, oxigraph
from strategies import rich_record

from archivist import Settings, network
from archivist.cli.group import archivist
from archivist.errors import InvalidRecord
from archivist.exporters import BY_NAME
from archivist.exporters.graph.lines import postmark
from archivist.publishing import graphs
from archivist.publishing.endpoint import Endpoint, Refused
from archivist.publishing.servers import doors

NUMBER = 12
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection that tests only read."""
    root = tmp_path_factory.mktemp("kept")
    articles(root / "in", NUMBER)
    _run("archive", root / "in", "-o", root / "kept", "-j1", "--as-of", AS_OF)
    return root / "kept"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Oxigraph]:
    """The server of Oxigraph over an empty folder; tries follow each other at once."""
    monkeypatch.setattr(network, "PAUSES", (0.0, 0.0, 0.0))
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"ARCHIVIST_ENDPOINT_{name}", raising=False)
    with oxigraph(tmp_path / "db") as it:
        yield it


def _run(*words: object, code: int = 0) -> Result:
    done = CliRunner().invoke(archivist, [str(word) for word in words])
    assert done.exit_code == code, done.output + done.stderr
    return done


def _published(store: Oxigraph, *words: object, code: int = 0) -> str:
    return _run("publish", *words, "--to", store.url, code=code).stderr


def _records(folder: Path) -> Path:
    """The records of three articles as files."""
    articles(folder / "in", 3)
    _run("convert", folder / "in", "-o", folder / "out", "--to", "record", "--as-of", AS_OF)
    return folder / "out"


# ------------------------------------------------------------------ sent once


def test_each_record_is_a_graph_under_its_own_name(store: Oxigraph, kept: Path) -> None:
    said = _published(store, kept)
    assert re.search(r"to send: 12 graphs, [\d,]+ quads, [\d,]+ bytes, detail core; to http", said)
    assert f"read {NUMBER} = written {NUMBER} + unchanged 0 + set aside 0 + quarantined 0" in said
    found = store.graphs()
    assert len(found) == NUMBER
    assert all(re.fullmatch("urn:uuid:[0-9a-f-]{36}", graph) for graph in found)
    quads = int(re.search(r"graphs, ([\d,]+) quads", said)[1].replace(",", ""))  # type: ignore[index]
    assert sum(found.values()) == quads
    assert store.ask("SELECT * WHERE { ?s ?p ?o }") == []  # nothing in the default graph


def test_a_second_run_sends_nothing(store: Oxigraph, kept: Path) -> None:
    _published(store, kept)
    before = store.dump()
    said = _published(store, kept)
    assert "to send: 0 graphs" in said
    assert f"read {NUMBER} = written 0 + unchanged {NUMBER}" in said
    assert store.dump() == before


def test_what_is_sent_is_the_export_and_a_postmark(store: Oxigraph, tmp_path: Path) -> None:
    path = next(_records(tmp_path).iterdir())
    base = ["--base-iri", "https://example.org/news"]
    _published(store, path, "--detail", "compact", *base)
    wanted = _run(
        "export", path, "--to", "nquads", "--detail", "compact", *base
    ).stdout.splitlines()
    found = [line.decode() for line in store.dump()]
    (mark,) = set(found) - set(wanted)
    graph = mark.rpartition(" <")[2].removesuffix("> .")
    assert graph.startswith("https://example.org/news/article/")
    triples = sorted(line.replace(f" <{graph}> .", " .") for line in wanted)
    assert mark.startswith(postmark(graph, triples)[:-2])


def test_what_goes_out_in_full_reads_back_as_the_record(store: Oxigraph) -> None:
    record = rich_record()
    sent = graphs.parcel(record, Settings(metadata_licence=LICENCE), "here")
    assert BY_NAME["ntriples"].read(sent.body, "sent") == record
    damaged = sent.body.replace(sent.digest.encode(), b"0" * 64)
    with pytest.raises(InvalidRecord, match="R035 the graph says more than a record"):
        BY_NAME["ntriples"].read(damaged, "sent")


def test_verify_compares_numbers_by_their_value(store: Oxigraph, kept: Path) -> None:
    """Oxigraph keeps a nonNegativeInteger as an integer."""
    _published(store, kept, "--detail", "full")
    assert f"{NUMBER} as sent, 0 differ" in _published(store, kept, "--detail", "full", "--verify")


def test_only_what_changed_is_sent(store: Oxigraph, tmp_path: Path) -> None:
    records = _records(tmp_path)
    _published(store, records)
    path = sorted(records.iterdir())[1]
    record = json.loads(path.read_bytes())
    record["revision"] += 1
    path.write_text(json.dumps(record), "utf-8")
    said = _published(store, records)
    assert "read 3 = written 1 + unchanged 2" in said
    rows = store.ask(
        f"SELECT ?v WHERE {{ GRAPH <{record['id']}> {{ ?s <http://schema.org/version> ?v }} }}"
    )
    assert rows == [{"v": str(record["revision"])}]


def test_other_options_are_other_graphs(store: Oxigraph, kept: Path) -> None:
    _published(store, kept)
    for options in (["--without-text"], ["--metadata-licence", LICENCE], ["--detail", "compact"]):
        said = _published(store, kept, *options)
        assert f"written {NUMBER} + unchanged 0" in said
        assert f"unchanged {NUMBER}" in _published(store, kept, *options)
    assert len(store.graphs()) == NUMBER


def test_an_emptied_store_is_filled_again(store: Oxigraph, kept: Path) -> None:
    _published(store, kept)
    store.update("DROP ALL")
    assert f"written {NUMBER} + unchanged 0" in _published(store, kept)


def test_no_words_of_the_text_without_text(store: Oxigraph, kept: Path) -> None:
    _published(store, kept, "--without-text")
    assert not any(b"sailed again" in line or b"waited" in line for line in store.dump())
    assert any(b"Anna Moor" in line for line in store.dump())


def test_other_graphs_are_left_alone(store: Oxigraph, kept: Path) -> None:
    store.update("INSERT DATA { GRAPH <urn:x:other> { <urn:x:a> <urn:x:b> 1 } }")
    _published(store, kept)
    assert store.graphs()["urn:x:other"] == 1


# ------------------------------------------------------------------ dry runs


def test_a_dry_run_lists_and_sends_nothing(store: Oxigraph, kept: Path) -> None:
    done = _run("publish", kept, "--to", store.url, "-n")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(rows) == NUMBER
    assert {row[3] for row in rows} == {"send"}
    assert store.graphs() == {}
    _published(store, kept)
    found = store.graphs()
    assert {row[0]: int(row[1]) for row in rows} == found
    done = _run("publish", kept, "--to", store.url, "-n")
    assert all(line.endswith("\tunchanged") for line in done.stdout.splitlines())


# ------------------------------------------------------------------ what goes away


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A collection that a test may change."""
    articles(tmp_path / "in", 4)
    _run("archive", tmp_path / "in", "-o", tmp_path / "own", "-j1", "--as-of", AS_OF)
    return tmp_path / "own"


def test_what_is_withdrawn_is_deleted(store: Oxigraph, own: Path) -> None:
    _published(store, own)
    first = sorted(store.graphs())[0]
    _run("withdraw", own, first, "--reason", "test", "--as-of", AS_OF)
    assert "P005" in _published(store, own, "--verify", code=1)
    rows = _run("publish", own, "--to", store.url, "-n").stdout
    assert f"{first}\t\t\tdelete\n" in rows
    said = _published(store, own)
    assert "to send: 0 graphs" in said
    assert "to delete: 1 graph;" in said
    assert "1 graph of withdrawn articles deleted" in said
    assert first not in store.graphs()
    assert len(store.graphs()) == 3
    assert "to delete" not in _published(store, own)
    _published(store, own, "--verify")


def test_what_is_not_usable_any_more_is_deleted(store: Oxigraph, tmp_path: Path) -> None:
    records = _records(tmp_path)
    _published(store, records)
    path = sorted(records.iterdir())[0]
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps({**record, "status": "withheld"}), "utf-8")
    said = _published(store, records)
    assert "set aside, not-usable: status withheld" in said
    assert "read 3 = written 0 + unchanged 2 + set aside 1" in said
    assert record["id"] not in store.graphs()


def test_delete_of_nothing_is_done(store: Oxigraph) -> None:
    endpoint = Endpoint(doors(store.url, updating=False))
    assert endpoint.delete("urn:x:nothing") is False
    store.update("INSERT DATA { GRAPH <urn:x:some> { <urn:x:a> <urn:x:b> 1 } }")
    assert endpoint.delete("urn:x:some") is True
    assert store.graphs() == {}
    endpoint.close()


# ------------------------------------------------------------------ stopped in the middle


def _after(monkeypatch: pytest.MonkeyPatch, number: int, then: Callable[[], object]) -> None:
    """Something happens before the graph with that number goes out."""
    sent, real = [0], Endpoint.put

    def put(self: Endpoint, parcel: Any) -> None:
        sent[0] += 1
        if sent[0] == number:
            then()
        real(self, parcel)

    monkeypatch.setattr(Endpoint, "put", put)


def test_a_killed_server_ends_the_run_and_the_next_goes_on(
    store: Oxigraph, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        _after(patch, 6, store.kill)
        said = _published(store, kept, "-j1", code=6)
    assert "no connection" in said
    assert "tried 4 times" in said
    assert "written 5 + unchanged 0 + set aside 0 + quarantined 0 + not written 7" in said
    store.start()
    assert f"written {NUMBER - 5} + unchanged 5" in _published(store, kept)
    assert len(store.graphs()) == NUMBER
    _published(store, kept, "--verify")


@pytest.mark.parametrize("jobs", [1, 3])
def test_an_interrupted_run_goes_on(
    store: Oxigraph, kept: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        _after(patch, 6, interrupt)
        said = _published(store, kept, "-j", jobs, code=130)
    assert "interrupted; the same command goes on" in said
    there = len(store.graphs())
    assert 0 < there < NUMBER
    assert f"written {NUMBER - there} + unchanged {there}" in _published(store, kept)


def test_a_killed_run_goes_on(store: Oxigraph, kept: Path) -> None:
    """The process is killed outright while it sends."""
    words = ["publish", str(kept), "--to", store.url, "-j1"]
    program = (
        "import os, signal\n"
        "from archivist.publishing.endpoint import Endpoint\n"
        "from archivist.cli.group import archivist\n"
        "real, sent = Endpoint.put, []\n"
        "def put(self, parcel):\n"
        "    sent.append(1)\n"
        "    if len(sent) == 5:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    real(self, parcel)\n"
        "Endpoint.put = put\n"
        f"archivist({words!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(store.graphs()) == 4
    assert f"written {NUMBER - 4} + unchanged 4" in _published(store, kept)


# ------------------------------------------------------------------ what is not well-formed


def test_a_bad_body_is_refused_and_the_graph_stays(store: Oxigraph) -> None:
    endpoint = Endpoint(doors(store.url, updating=False))
    good = graphs.parcel(rich_record(), Settings(detail="core"), "here")
    endpoint.put(good)
    before = store.dump()
    bad = graphs.Parcel(good.graph, good.digest, b"<urn:x:a> <urn:x:b> .\n", 1, "here")
    with pytest.raises(Refused, match="it answered 400 Bad Request") as refused:
        endpoint.put(bad)
    assert refused.value.status == 400
    assert store.dump() == before
    endpoint.close()


def test_a_bad_body_never_leaves(
    store: Oxigraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = _records(tmp_path)
    real = graphs.spelled
    first = []

    def broken(record: Any, settings: Any, *, named: bool) -> list[str]:
        found = real(record, settings, named=named)
        if not first or first[0] == record.id:
            first.append(record.id)
            found[3] = found[3].replace(" .", "")
        return found

    monkeypatch.setattr(graphs, "spelled", broken)
    said = _published(store, records, code=1)
    assert "P001 error" in said
    assert "read 3 = written 2 + unchanged 0 + set aside 0 + quarantined 1" in said
    assert first[0] not in store.graphs()


@pytest.mark.parametrize("body", [b"", b"# nothing\n", b"<urn:x:a> <urn:x:b> 1 .\n", b"\xff\n"])
def test_what_is_no_graph_is_seen(body: bytes) -> None:
    (wrong,) = graphs.problems(graphs.Parcel("urn:x:a", "", body, 1, "here"))
    assert (wrong.code, wrong.location.file) == ("P001", "here")


# ------------------------------------------------------------------ verify


def test_verify_finds_what_somebody_changed(store: Oxigraph, kept: Path) -> None:
    _published(store, kept)
    assert f"{NUMBER} as sent, 0 differ, 0 lacking" in _published(store, kept, "--verify")
    first, second = sorted(store.graphs())[:2]
    store.update(f"INSERT DATA {{ GRAPH <{first}> {{ <urn:x:a> <urn:x:b> <urn:x:c> }} }}")
    store.update(f"DROP GRAPH <{second}>")
    assert f"written 1 + unchanged {NUMBER - 1}" in _published(store, kept)  # the postmark is there
    store.update(f"DROP GRAPH <{second}>")
    said = _published(store, kept, "--verify", code=1)
    assert f"{NUMBER - 2} as sent, 1 differ, 1 lacking" in said
    assert f"P003 error: graph differs: found another graph in {first}: 0 statements lack" in said
    assert f"P004 error: graph lacking: found nothing in {second}" in said
    assert f"written {NUMBER} + unchanged 0" in _published(store, kept, "--force")
    _published(store, kept, "--verify")


# ------------------------------------------------------------------ other modes


def test_update_gives_the_same_store_as_put(store: Oxigraph, kept: Path, tmp_path: Path) -> None:
    _published(store, kept)
    wanted = store.dump()
    store.update("DROP ALL")
    at = store.url.replace("/store", "/update")
    assert f"written {NUMBER}" in _run("publish", kept, "--to", at, "--mode", "update").stderr
    assert store.dump() == wanted
    assert "to send: 0 graphs" in _published(store, kept, "--mode", "update")
    assert f"written {NUMBER}" in _published(store, kept, "--mode", "update", "--force")
    assert store.dump() == wanted


def test_update_deletes_too(store: Oxigraph, own: Path) -> None:
    _published(store, own)
    first = sorted(store.graphs())[0]
    _run("withdraw", own, first, "--reason", "test", "--as-of", AS_OF)
    _published(store, own, "--mode", "update")
    assert first not in store.graphs()


def test_a_bulk_file_loads_into_the_same_store(store: Oxigraph, kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.nq"
    said = _run("publish", kept, "--mode", "bulk-file", "-o", path).stderr
    assert f"written {NUMBER}" in said
    assert re.search(r"12 graphs, [\d,]+ quads, [\d,]+ bytes: ", said)
    _published(store, kept)
    wanted = store.dump()
    assert sorted(path.read_bytes().splitlines()) == wanted
    store.kill()
    load = [binary(), "load", "--location", tmp_path / "loaded", "--file", path]
    subprocess.run(load, check=True, capture_output=True)
    with oxigraph(tmp_path / "loaded") as other:
        assert other.dump() == wanted
        assert "to send: 0 graphs" in _published(other, kept)


def test_a_bulk_file_is_the_same_file_every_time(kept: Path, tmp_path: Path) -> None:
    path, again = tmp_path / "a.nq", tmp_path / "deep" / "b.nq"
    for one in (path, again):
        _run("publish", kept, "--mode", "bulk-file", "-o", one)
    assert path.read_bytes() == again.read_bytes()
    said = _run("publish", kept, "--mode", "bulk-file", "-o", path).stderr
    assert f"written 0 + unchanged {NUMBER}" in said
    other = ["publish", kept, "--mode", "bulk-file", "-o", path, "--detail", "full"]
    before = path.read_bytes()
    assert "nothing is overwritten" in _run(*other, code=4).stderr
    assert path.read_bytes() == before
    _run(*other, "--force")
    assert len(path.read_bytes()) > len(before)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.nq", "deep"]


# ------------------------------------------------------------------ hostile content


@pytest.mark.parametrize("mode", ["put", "update"])
def test_hostile_words_stay_words(store: Oxigraph, tmp_path: Path, mode: str) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    names = hostile.records()
    for name, record in names.items():
        (folder / f"{name}.record.json").write_bytes(BY_NAME["record"].write(record, Settings()))
    store.update("INSERT DATA { GRAPH <urn:x:other> { <urn:x:a> <urn:x:b> 1 } }")
    _published(store, folder, "--mode", mode)
    said = _published(store, folder, "--verify")
    assert f"{len(names)} as sent" in said
    assert store.graphs()["urn:x:other"] == 1
    assert "\x1b" not in said


# ------------------------------------------------------------------ what is remembered


def test_a_state_is_believed_before_the_store(store: Oxigraph, kept: Path, tmp_path: Path) -> None:
    state = ["--state", tmp_path / "state.sqlite"]
    assert f"written {NUMBER}" in _published(store, kept, *state)
    assert f"unchanged {NUMBER}" in _published(store, kept, *state)
    (tmp_path / "state.sqlite").unlink()
    assert f"unchanged {NUMBER}" in _published(store, kept, *state)  # the store was asked
    other = tmp_path / "in.txt"
    other.write_text("Some text, which is no state.", "utf-8")
    said = _published(store, kept, "--state", other, code=2)
    assert "found no state of archivist publish" in said


@pytest.mark.parametrize("option", ["--state", "-o"])
def test_nothing_is_written_among_inputs(kept: Path, tmp_path: Path, option: str) -> None:
    records = _records(tmp_path)
    inside = kept / "accession-0001" / "new"
    for file, named in ((inside, kept), (records / "new", records)):
        mode = ["--mode", "bulk-file"] if option == "-o" else ["--to", "http://127.0.0.1:9/store"]
        said = _run("publish", named, *mode, option, file, code=2).stderr
        assert "inputs are not written" in said
        assert not file.exists()
