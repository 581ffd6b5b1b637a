"""`archivist schema fetch`: from a server on loopback and from folders, pinned, whole or not."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archivist import official
from archivist.checks.newsml import schema
from archivist.cli import schema_fetch
from archivist.cli.group import archivist
from archivist.official import Official

XSD = b"""<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>
<xs:element name="a" type="xs:date"/>
</xs:schema>
"""
XML_XSD = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
 targetNamespace="http://www.w3.org/XML/1998/namespace"/>
"""
BODIES = {"Story-1.0.xsd": XSD, "Story-1.1.json": b"{}\n", "xml.xsd": XML_XSD}


class Mirror(ThreadingHTTPServer):
    """Answers with `BODIES`; `status` per name instead, as often as it says."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.trouble: dict[str, list[int]] = {}
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/mirror/"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Mirror = self.server  # type: ignore[assignment]
        name = self.path.rpartition("/")[2]
        server.asked.append(self.path)
        trouble = server.trouble.get(name, [])
        status = trouble.pop(0) if trouble else 200 if name in BODIES else 404
        body = BODIES.get(name, b"") if status == 200 else b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    server = Mirror()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mirror: Mirror) -> tuple[Official, ...]:
    """Three files of our own in the place of IPTC's, an empty cache, and no pauses."""
    rows = tuple(
        Official(
            name,
            "xml" if name == "xml.xsd" else "story",
            name[6:9],
            "part" if name == "xml.xsd" else "",
            sha256(body).hexdigest(),
            mirror.url + name,
            ("xml.xsd",) if name == "Story-1.0.xsd" else (),
        )
        for name, body in BODIES.items()
    )
    monkeypatch.setattr(official, "schemas", lambda: rows)
    monkeypatch.setattr(official, "by_name", lambda: {item.name: item for item in rows})
    monkeypatch.setattr(schema_fetch.time, "sleep", lambda seconds: None)
    monkeypatch.setenv("ARCHIVIST_CACHE", str(tmp_path / "cache"))
    return rows


def fetch(*arguments: str) -> Result:
    return CliRunner().invoke(archivist, ["schema", "fetch", *arguments])


def kept(tmp_path: Path) -> list[str]:
    folder = tmp_path / "cache/schemas"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_all_is_fetched_from_its_address_and_once(tmp_path: Path, mirror: Mirror) -> None:
    done = fetch()
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "Story-1.0.xsd  216 bytes")
    assert done.stderr.startswith("3 fetched, 0 there already: ")
    assert kept(tmp_path) == ["Story-1.0.xsd", "Story-1.1.json", "xml.xsd"]
    assert fetch().stderr.startswith("0 fetched, 3 there already: ")
    assert len(mirror.asked) == 3


def test_what_a_file_needs_comes_with_it(tmp_path: Path) -> None:
    assert fetch("story/1.0").exit_code == 0
    assert kept(tmp_path) == ["Story-1.0.xsd", "xml.xsd"]
    assert fetch("Story-1.1.json").exit_code == 0
    assert "Story-1.1.json" in kept(tmp_path)
    assert fetch("other").exit_code == 2


def test_other_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BODIES, "Story-1.1.json", b"{} ")
    done = fetch()
    assert done.exit_code == 1
    assert "Story-1.1.json: found sha256 " in done.stderr
    assert ", pinned is ca3d163bab055381" in done.stderr
    assert kept(tmp_path) == ["Story-1.0.xsd", "xml.xsd"]


def test_what_passes_is_tried_again(tmp_path: Path, mirror: Mirror) -> None:
    mirror.trouble["xml.xsd"] = [503, 503, 503]
    assert fetch().exit_code == 0
    assert len(kept(tmp_path)) == 3


@pytest.mark.parametrize("statuses", [[503] * 4, [404]])
def test_a_server_that_fails_is_6(tmp_path: Path, mirror: Mirror, statuses: list[int]) -> None:
    mirror.trouble["xml.xsd"] = statuses
    done = fetch()
    assert done.exit_code == 6
    assert "/mirror/xml.xsd: it answered " in done.stderr
    assert "xml.xsd" not in kept(tmp_path)


def test_from_another_server(tmp_path: Path, mirror: Mirror) -> None:
    assert fetch("--from", mirror.url.replace("/mirror/", "/other")).exit_code == 0
    assert {path.rpartition("/")[0] for path in mirror.asked} == {"/other"}
    assert fetch("--from", "ftp://x.example/").exit_code == 2


def test_from_a_folder(tmp_path: Path, mirror: Mirror) -> None:
    (tmp_path / "b/c").mkdir(parents=True)
    (tmp_path / "a").mkdir()
    (tmp_path / "a/xml.xsd").write_bytes(b"another of this name")
    for name, body in BODIES.items():
        if name != "Story-1.1.json":
            (tmp_path / "b/c" / name).write_bytes(body.replace(b"\n", b"\r\n"))
    done = fetch("--from", str(tmp_path))
    assert done.exit_code == 5  # one is lacking
    assert "Story-1.1.json: found no such file" in done.stderr
    assert kept(tmp_path) == ["Story-1.0.xsd", "xml.xsd"]
    assert (tmp_path / "cache/schemas/Story-1.0.xsd").read_bytes() == XSD  # with LF line ends
    assert mirror.asked == []
    assert fetch("--from", str(tmp_path / "gone")).exit_code == 2


def test_a_cache_that_cannot_be_written_is_5(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("ARCHIVIST_CACHE", str(tmp_path / "file"))
    assert fetch().exit_code == 5


def test_a_file_changed_in_the_cache_is_none(tmp_path: Path, table: tuple[Official, ...]) -> None:
    fetch()
    assert official.is_complete(table[0])
    (tmp_path / "cache/schemas/xml.xsd").write_bytes(b"<changed/>")
    assert not official.is_complete(table[0])
    listed = CliRunner().invoke(archivist, ["schema"]).stdout
    assert re.search("story +official, 1 of 2 in the cache, up to 1.1\n", listed)
    assert fetch().stderr.startswith("1 fetched, 2 there already: ")


def test_a_schema_includes_from_the_cache_only(
    tmp_path: Path, table: tuple[Official, ...], mirror: Mirror
) -> None:
    assert schema.compiled(table[0]) is None
    fetch()
    mirror.asked.clear()
    grammar = schema.compiled(table[0])
    assert grammar is not None
    assert mirror.asked == []


def test_what_is_cached_is_printed(tmp_path: Path) -> None:
    def printed() -> Result:
        return CliRunner().invoke(archivist, ["schema", "Story-1.0.xsd"])

    assert printed().exit_code == 2
    assert "archivist schema fetch Story-1.0.xsd" in printed().stderr
    fetch("Story-1.0.xsd")
    assert printed().stdout_bytes == XSD


@pytest.mark.parametrize(
    ("system", "variables", "wanted"),
    [
        ("linux", {"XDG_CACHE_HOME": "/c"}, "/c/archivist"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/x/.cache/archivist"),
        ("linux", {}, "/home/x/.cache/archivist"),
        ("darwin", {}, "/home/x/Library/Caches/archivist"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/archivist"),
        ("linux", {"ARCHIVIST_CACHE": "here"}, "here"),
    ],
)
def test_where_the_cache_is(
    monkeypatch: pytest.MonkeyPatch, system: str, variables: dict[str, str], wanted: str
) -> None:
    for name in ("ARCHIVIST_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/x", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(official.sys, "platform", system)
    assert official.folder().as_posix() == wanted
