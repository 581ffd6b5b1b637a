"""`archivist authority reconcile` against a real service on loopback, good, bad and dying."""

from __future__ import annotations

import csv
import http.client
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from cli.calling import Call, command
from reconciler import MANIFEST, Reconciler, Reply, everybody, found, serving

from archivist import network
from archivist.errors import NetworkFailed
from archivist.extractors import authority
from archivist.reconciliation import service as api
from archivist.reconciliation import transport

NAMES = ("Ada Winslow", "Bo Quill", "Harbour Watch", "Cy Lund", "Di Moor")
HEAD = "name,type,id,forms\n"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Reconciler]:
    """A service, no pauses between tries, and a cache folder of its own."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.delenv(transport.AUTHORIZATION, raising=False)
    monkeypatch.setattr(network, "PAUSES", (0.0, 0.0))
    with serving() as it:
        yield it


@pytest.fixture
def table(folder: Path) -> Path:
    rows = "".join(
        f"{name},{'organization' if 'Watch' in name else 'person'},,\n" for name in NAMES
    )
    (folder / "people.csv").write_text(HEAD + rows, "utf-8")
    return folder / "people.csv"


def asked(call: Call, service: Reconciler, *more: str) -> Any:
    arguments = ("people.csv", "--service", service.url, "-o", "out.csv", *more)
    return call("authority", "reconcile", *arguments)


def rows(path: str | Path = "out.csv") -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def last(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("rows "))


# ------------------------------------------------------------------ as it should be


@pytest.mark.usefixtures("table")
def test_candidates_come_beside_the_names_and_nothing_is_decided(
    call: Call, service: Reconciler
) -> None:
    done = asked(call, service)
    assert done.exit_code == 0, done.stderr
    assert service.asked == [list(NAMES[:2]), list(NAMES[2:4]), [NAMES[4]]]  # its batchSize is 2
    first = rows()[0]
    assert first["id"] == ""
    assert first["reconciled_with"] == service.url
    assert (first["candidate1"], first["candidate1_name"]) == (
        "https://names.example/id/ada-winslow-1",
        "Ada Winslow",
    )
    assert (first["candidate1_score"], first["candidate1_match"]) == ("98.57", "true")
    assert (first["candidate2_score"], first["candidate2_match"]) == ("40", "false")
    assert first["candidate3"] == ""
    expected = "rows 5 = answered 5 + without an answer 0 + not asked 0; 5 with a match"
    assert last(done.stderr).startswith(expected)
    assert last(done.stderr).endswith("; 4 requests, 0 from the cache")
    assert authority.load(("out.csv",)).find("Ada Winslow") is not None  # still a table of names


@pytest.mark.usefixtures("table")
def test_what_is_asked_is_what_the_standard_says(call: Call, service: Reconciler) -> None:
    Path("people.csv").write_text("name,type,born\nAda Winslow,person,1970\nMill,place,\n")
    more = ("--type", "person=Q5", "--type", "person=Q1", "--property", "P569=born")
    assert asked(call, service, *more, "--limit", "5").exit_code == 0
    ada, mill = service.queries
    assert ada == {
        "query": "Ada Winslow",
        "type": ["Q5", "Q1"],
        "limit": 5,
        "properties": [{"pid": "P569", "v": "1970"}],
    }
    assert mill == {"query": "Mill", "limit": 5}
    assert service.headers[0]["User-Agent"].startswith("archivist/")
    assert service.headers[1]["Content-Type"] == "application/x-www-form-urlencoded"


@pytest.mark.usefixtures("table")
def test_who_has_an_id_is_not_asked_about_and_a_name_is_asked_once(
    call: Call, service: Reconciler
) -> None:
    Path("people.csv").write_text(
        HEAD + "Ada Winslow,person,urn:p:1,\nBo Quill,person,,\n\nBo  Quill,person,,B. Quill\n,,,\n"
    )
    done = asked(call, service)
    assert service.names() == ["Bo Quill"]
    expected = "rows 3 = answered 2 + without an answer 0 + not asked 1"
    assert last(done.stderr).startswith(expected)
    assert [row["candidate1"] != "" for row in rows()[:3]] == [False, True, True]
    assert asked(call, service, "--all", "--force").exit_code == 0
    assert service.names() == ["Bo Quill", "Ada Winslow"]


@pytest.mark.usefixtures("table")
def test_nothing_is_asked_twice(call: Call, service: Reconciler) -> None:
    first = asked(call, service)
    content = Path("out.csv").read_bytes()
    again = asked(call, service)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert len(service.asked) == 3
    assert last(again.stderr).endswith("; 0 requests, 5 from the cache")
    assert Path("out.csv").read_bytes() == content  # the same is no conflict
    assert asked(call, service, "--refresh").exit_code == 0
    assert len(service.asked) == 6


@pytest.mark.usefixtures("table")
def test_offline_asks_nobody(call: Call, service: Reconciler) -> None:
    none = asked(call, service, "--offline")
    assert none.exit_code == 0
    assert last(none.stderr).startswith("rows 5 = answered 0 + without an answer 5")
    assert Path("out.csv").read_text() == Path("people.csv").read_text()
    Path("out.csv").unlink()
    assert asked(call, service).exit_code == 0
    content, number = Path("out.csv").read_bytes(), len(service.headers)
    assert asked(call, service, "--offline").exit_code == 0
    assert (Path("out.csv").read_bytes(), len(service.headers)) == (content, number)


@pytest.mark.usefixtures("table")
def test_a_service_of_0_1_and_jsonp_days(call: Call, service: Reconciler) -> None:
    """No versions, no batchSize, and identifiers that only a page shows."""
    service.manifest = Reply({"name": "Old", "view": {"url": "https://old.example/{{id}}"}})
    assert asked(call, service).exit_code == 0
    assert service.asked == [list(NAMES)]
    assert rows()[0]["candidate1"] == "https://old.example/ada-winslow-1"


# ------------------------------------------------------------------ as it should not be


@pytest.mark.usefixtures("table")
def test_a_busy_service_is_asked_again(call: Call, service: Reconciler) -> None:
    busy = [Reply(status=429, headers={"Retry-After": "0"}), Reply(status=503), Reply(b"<html>")]

    def answer(queries: dict[str, Any], it: Reconciler) -> Reply:
        return busy.pop() if len(it.asked) % 2 and busy else everybody(queries, it)

    service.answer = answer
    assert asked(call, service).exit_code == 0
    assert busy == []
    assert all(row["candidate1"] for row in rows())


BAD = {
    "500": (Reply(status=500), "answered 500 Internal Server Error; tried 3 times"),
    "404": (Reply(status=404), "answered 404 Not Found"),
    "401": (Reply(status=401), "set ARCHIVIST_AUTHORIZATION"),
    "broken JSON": (Reply(b'{"q0": {"result": ['), "its answer is no JSON"),
    "not UTF-8": (Reply(b'{"q0": "\xff"}'), "is not UTF-8 at byte 8"),
    "key twice": (Reply(b'{"q0": {}, "q0": {}}'), "has a key twice"),
    "NaN": (Reply(b'{"q0": {"result": [{"score": NaN}]}}'), "has NaN, which is no JSON"),
    "deep": (Reply(b"[" * 100_000), "is nested too deeply"),
    "a list": (Reply([]), "its answer is no JSON object"),
    "an error": (Reply({"status": "error", "message": "no\x1b[31m luck"}), "no [31m luck"),
    "huge": (Reply(b" " * (transport.LARGEST + 1)), "is larger than 16,777,216 bytes"),
    "moved": (Reply(status=302, headers={"Location": "/new"}), "/new: name that with --service"),
    "wait": (Reply(status=429, headers={"Retry-After": "3600"}), "it asks to wait 3,600 s"),
}


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("name", BAD)
def test_a_service_that_fails_is_one_line_and_what_there_was_is_written(
    call: Call, service: Reconciler, name: str
) -> None:
    reply, said = BAD[name]
    service.answer = lambda queries, it: everybody(queries, it) if len(it.asked) == 1 else reply
    done = asked(call, service)
    assert done.exit_code == 6
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert said in errors[0]
    assert service.url in errors[0]
    assert [bool(row["candidate1"]) for row in rows()] == [True, True, False, False, False]
    assert rows()[2]["reconciled_with"] == ""
    assert "answered 2 + without an answer 3" in last(done.stderr)
    service.answer = everybody
    assert asked(call, service).exit_code == 4  # a person may have worked on it since
    number = len(service.asked)
    again = asked(call, service, "--force")
    assert again.exit_code == 0
    assert service.names()[-3:] == list(NAMES[2:])
    assert len(service.asked) == number
    assert "2 from the cache" not in last(again.stderr)


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (Reply({"versions": ["1.0-draft"], "name": "New"}), "it speaks 1.0-draft only"),
        (Reply({"hello": "world"}), "no manifest of a reconciliation service"),
        (Reply(b"callback({})"), "its answer is no JSON"),
        (Reply(status=301, headers={"Location": "file:///etc/passwd"}), "no place for us"),
        (Reply(status=301, headers={"Location": "/api"}), "more than 5 redirections"),
    ],
)
def test_who_is_no_service_is_not_asked(
    call: Call, service: Reconciler, manifest: Reply, said: str
) -> None:
    service.manifest = manifest
    done = asked(call, service)
    assert done.exit_code == 6
    assert said in done.stderr
    assert service.asked == []
    assert Path("out.csv").read_text() == Path("people.csv").read_text()


@pytest.mark.usefixtures("table")
def test_nobody_there(call: Call, service: Reconciler) -> None:
    done = call(
        *("authority", "reconcile", "people.csv", "--service", "http://127.0.0.1:9/", "-o", "o.csv")
    )
    assert done.exit_code == 6
    assert "no connection: Connection refused; tried 3 times" in done.stderr
    assert Path("o.csv").read_text() == Path("people.csv").read_text()


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("drip", [False, True])
def test_a_slow_service_does_not_hold_us(call: Call, service: Reconciler, drip: bool) -> None:
    slow = Reply(b" " * 1000, drip=True) if drip else Reply({}, pause=30)
    service.answer = lambda *_: slow
    begun = time.monotonic()
    done = asked(call, service, "--timeout", "0.3")
    assert done.exit_code == 6
    assert "in time; tried 3 times" in done.stderr
    assert time.monotonic() - begun < 10


@pytest.mark.usefixtures("table")
def test_a_batch_that_is_too_large_is_halved(call: Call, service: Reconciler) -> None:
    service.manifest = Reply({**MANIFEST, "batchSize": 1000})
    service.answer = lambda queries, it: (
        Reply(status=413) if len(queries) > 1 else everybody(queries, it)
    )
    assert asked(call, service).exit_code == 0
    assert [len(batch) for batch in service.asked] == [5, 2, 1, 1, 1, 1, 1]


@pytest.mark.usefixtures("table")
def test_strange_answers_are_passed_over_and_the_others_kept(
    call: Call, service: Reconciler
) -> None:
    strange: dict[str, Any] = {
        "Ada Winslow": [{"id": "Q 1", "name": "blank"}, {"id": 5, "name": "number"}],
        "Bo Quill": [*found("Bo Quill"), {"id": "x", "name": None}, "text", {"id": "a\nb"}],
        "Harbour Watch": [],
        "Di Moor": [{"id": "d", "name": "=SUM(1)\x1b[2J", "score": True, "match": "yes"}],
    }

    def answer(queries: dict[str, Any], _: Reconciler) -> Reply:
        known = {
            key: {"result": strange[item["query"]]}
            for key, item in queries.items()
            if item["query"] in strange
        }
        return Reply({**known, "q9": {"result": found("nobody")}})

    service.answer = answer
    done = asked(call, service)
    assert done.exit_code == 6
    assert "2 of its answers cannot be understood" in done.stderr
    ada, bo, watch, cy, di = rows()
    assert (ada["reconciled_with"], cy["reconciled_with"]) == ("", "")
    assert (bo["candidate2_name"], bo["candidate3"]) == ("Bo Quill (rower)", "")
    assert (watch["reconciled_with"], watch["candidate1"]) == (service.url, "")
    assert di["candidate1_name"] == "'=SUM(1) [2J"  # a spreadsheet shows it, and calculates nothing
    assert (di["candidate1_score"], di["candidate1_match"]) == ("", "false")


# ------------------------------------------------------------------ stopped and resumed


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT", "SIGTERM"])
@pytest.mark.usefixtures("table")
def test_stopped_anywhere_the_rest_is_asked(call: Call, service: Reconciler, how: str) -> None:
    service.answer = lambda queries, it: (
        everybody(queries, it) if len(it.asked) < 3 else Reply({}, pause=60)
    )
    run = command(["authority", "reconcile", "people.csv", "--service", service.url])
    process = subprocess.Popen(
        [*run, "-o", "out.csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    )
    until = time.monotonic() + 30
    while len(service.asked) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(getattr(signal, how))
    _, said = process.communicate(timeout=30)
    assert process.returncode == {"SIGKILL": -9, "SIGINT": 130, "SIGTERM": 143}[how]
    assert how == "SIGKILL" or b"interrupted: 4 answers kept in " in said
    assert not Path("out.csv").exists()
    service.answer = everybody
    number = len(service.names())
    assert asked(call, service).exit_code == 0
    assert service.names()[number:] == [NAMES[4]]
    assert all(row["candidate1"] for row in rows())


@pytest.mark.usefixtures("table")
def test_a_cache_of_ones_own(call: Call, service: Reconciler, tmp_path: Path) -> None:
    assert asked(call, service, "--cache", "mine/answers.sqlite").exit_code == 0
    assert Path("mine/answers.sqlite").exists()
    assert not (tmp_path / "cache").exists()
    Path("notes.txt").write_text("no cache of anybody, but long enough to be looked at" * 40)
    done = asked(call, service, "--cache", "notes.txt")
    assert (done.exit_code, "found no cache of archivist" in done.stderr) == (2, True)
    other = sqlite3.connect("other.sqlite")
    other.execute("CREATE TABLE names (name)")
    other.close()
    done = asked(call, service, "--cache", "other.sqlite")
    assert (done.exit_code, "found no cache of archivist" in done.stderr) == (2, True)
    done = asked(call, service, "--cache", "people.csv/answers")
    assert done.exit_code == 5


# ------------------------------------------------------------------ wrong usage


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("file:///etc/passwd", "is no http or https address"),
        ("ftp://names.example/", "is no http or https address"),
        ("names.example", "is no http or https address"),
        ("http://", "is no http or https address"),
        ("http://[::1", "is no http or https address"),
        ("http://ada:secret@[::1", "is no http or https address"),
        ("ftp://ada:secret@names.example", "is no http or https address"),
        ("https://ada:secret@names.example/", "is shown to everybody"),
    ],
)
def test_an_address_that_is_none(call: Call, address: str, said: str) -> None:
    done = call("authority", "reconcile", "people.csv", "--service", address)
    assert (done.exit_code, said in done.stderr) == (2, True)
    assert "secret" not in done.stderr


@pytest.mark.usefixtures("table")
def test_a_secret_goes_over_https_or_nowhere(
    call: Call, service: Reconciler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(transport.AUTHORIZATION, "Bearer s3cret")
    done = call("authority", "reconcile", "people.csv", "--service", "http://names.example/")
    assert (done.exit_code, "would go over plain http" in done.stderr) == (2, True)
    assert asked(call, service).exit_code == 0
    assert {headers["Authorization"] for headers in service.headers} == {"Bearer s3cret"}
    assert b"s3cret" not in Path("out.csv").read_bytes()
    monkeypatch.setenv(transport.AUTHORIZATION, "Bearer a\nX-Evil: b")
    assert asked(call, service, "--refresh").exit_code == 2


@pytest.mark.usefixtures("table")
def test_a_key_in_the_address_is_not_told(call: Call, service: Reconciler) -> None:
    service.answer = lambda queries, it: (
        everybody(queries, it) if len(it.asked) == 1 else Reply(status=404)
    )
    named = ("--service", f"{service.url}?key=s3cret", "-o", "out.csv")
    done = call("authority", "reconcile", "people.csv", *named)
    assert done.exit_code == 6
    assert "s3cret" not in done.stderr + Path("out.csv").read_text("utf-8")
    assert rows()[0]["reconciled_with"] == service.url


@pytest.mark.usefixtures("table")
def test_a_secret_goes_nowhere_else(
    call: Call, service: Reconciler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(transport.AUTHORIZATION, "Bearer s3cret")
    with serving() as other:
        service.manifest = Reply(status=307, headers={"Location": other.url})
        assert asked(call, service).exit_code == 0
        assert other.names() == list(NAMES)
        assert "Authorization" in service.headers[0]
        assert not any("Authorization" in headers for headers in other.headers)
    assert rows()[0]["reconciled_with"] == other.url


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("http://names.example/", "it redirects from https to http://names.example/"),
        ("file:///etc/passwd", "no place for us"),
        ("https://ada:secret@names.example/", "no place for us"),
    ],
)
def test_redirections_that_are_not_followed(location: str, said: str) -> None:
    with pytest.raises(NetworkFailed, match=said):
        transport._next("https://names.example/api", location)
    assert transport._next("https://names.example/api", "/new") == "https://names.example/new"


@pytest.mark.parametrize(
    ("stated", "batch"), [(7, 7), (1000, 50), (0, 1), ("7", 10), (True, 10), (None, 10)]
)
def test_how_many_names_a_request_holds(stated: object, batch: int) -> None:
    found = api.manifest({**MANIFEST, "batchSize": stated}, "https://names.example/api")
    assert found.batch == batch


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--type", "person"), "wanted OURS=THEIRS, for example person=Q5"),
        (("--property", "P569=born"), "the table has no column 'born'"),
        (("--offline", "--refresh"), "leave one out"),
        (("-o", "people.csv", "--force"), "is the table itself"),
    ],
)
def test_wrong_usage(call: Call, service: Reconciler, more: tuple[str, ...], said: str) -> None:
    done = asked(call, service, *more)
    assert (done.exit_code, said in done.stderr) == (2, True)
    assert service.headers == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no column called name"),
        (b"title\nx\n", "no column called name"),
        (b"name,name\nx,y\n", "or one twice"),
        (b"name\nx,y\n", "people.csv:2: found 2 fields, wanted 1"),
        (b'name\n"x" y\n', "people.csv:2"),
        (b"name\n\xff\n", "not UTF-8 at byte 5"),
    ],
)
def test_a_table_that_is_none(
    call: Call, folder: Path, service: Reconciler, content: bytes, said: str
) -> None:
    (folder / "people.csv").write_bytes(content)
    done = asked(call, service)
    assert (done.exit_code, said in done.stderr) == (2, True)
    assert asked(call, service, "--cache", "x").exit_code == 2


def test_a_table_that_is_not_there(call: Call, service: Reconciler) -> None:
    done = asked(call, service)
    assert (done.exit_code, "No such file" in done.stderr) == (5, True)


def test_what_propose_writes_is_what_reconcile_reads(
    call: Call, folder: Path, service: Reconciler
) -> None:
    (folder / "a.txt").write_text("Ada Winslow opened the bridge on Friday. Bo Quill was there.\n")
    assert call("authority", "propose", "a.txt", "-o", "people.csv").exit_code == 0
    assert asked(call, service, "--type", "person=Q5").exit_code == 0
    before, after = rows("people.csv"), rows()
    assert [{key: row[key] for key in before[0]} for row in after] == before
    assert {query["type"] for query in service.queries} == {"Q5"}


def test_converting_never_asks_anybody(
    call: Call, folder: Path, service: Reconciler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr("socket.socket.connect", connect)
    monkeypatch.setattr(http.client.HTTPConnection, "connect", connect)
    (folder / "a.txt").write_text("Ada Winslow opened the bridge on Friday. Bo Quill was there.\n")
    for arguments in (("show", "a.txt"), ("convert", "a.txt", "-o", "out")):
        assert call(*arguments).exit_code == 0
    assert service.headers == []


# ------------------------------------------------------------------ small parts


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("0", 0), ("120", 120), ("", None), ("soon", None), ("-5", None), ("1.5", None)],
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert network.seconds(value) == seconds


def test_retry_after_as_a_date() -> None:
    assert 25 < (network.seconds(formatdate(time.time() + 30, usegmt=True)) or 0) <= 31
    assert network.seconds("Fri, 31 Dec 1999 23:59:59 GMT") == 0
    assert network.seconds(None) is None


@pytest.mark.parametrize(
    ("space", "view", "id", "iri"),
    [
        ("http://www.wikidata.org/entity/", "", "Q42", "http://www.wikidata.org/entity/Q42"),
        ("https://x.example/", "", "a b/ç", "https://x.example/a%20b/%C3%A7"),
        ("", "https://x.example/{{id}}.html", "7", "https://x.example/7.html"),
        ("not an iri", "", "7", "7"),
        ("https://x.example/", "", "https://viaf.org/viaf/1", "https://viaf.org/viaf/1"),
    ],
)
def test_ids_as_iris(space: str, view: str, id: str, iri: str) -> None:
    assert api.Service("https://x.example/api", "X", space, view).iri(id) == iri
