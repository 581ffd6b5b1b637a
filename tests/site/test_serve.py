"""A site shown on this machine answers as a file server with content negotiation would."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from collection.keeping import AS_OF, archivist, articles
from sites import build

from archivist.site.serve import Server, negotiated, serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles, one of them withdrawn."""
    folder = tmp_path_factory.mktemp("serve")
    articles(folder / "in", 3)
    kept = folder / "kept"
    assert not archivist("archive", folder / "in", "-o", kept, "-j1", "--as-of", AS_OF).returncode
    build(folder / "first", kept)
    gone = min((folder / "first" / "article").glob("*.html")).stem
    done = archivist("withdraw", kept, f"urn:uuid:{gone}", "--reason", "test")
    assert not done.returncode
    build(folder / "out", kept)
    (folder / "secret.txt").write_text("secret", "utf-8")
    return folder / "out"


@pytest.fixture
def server(site: Path) -> Iterator[Server]:
    with serving(site, 0) as found:
        thread = threading.Thread(target=found.serve_forever, daemon=True)
        thread.start()
        yield found
        found.shutdown()
        thread.join(10)


def ask(
    server: Server, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def _uuid(site: Path) -> str:
    return min((site / "article").glob("*.ttl")).stem


@pytest.mark.parametrize(
    ("accept", "suffix", "media_type"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", ".html", "text/html; charset=utf-8"),
        ("text/turtle", ".ttl", "text/turtle; charset=utf-8"),
        ("application/ld+json, text/html;q=0.5", ".jsonld", "application/ld+json"),
        ("application/n-quads", ".nq", "application/n-quads; charset=utf-8"),
        ("application/json", ".record.json", "application/json"),
        ("application/linkset+json", ".linkset.json", "application/linkset+json"),
        ("text/*;q=0.1, text/plain;q=0.9", ".txt", "text/plain; charset=utf-8"),
    ],
)
def test_it_answers_in_what_is_asked_for(
    server: Server, site: Path, accept: str, suffix: str, media_type: str
) -> None:
    path = f"article/{_uuid(site)}"
    status, headers, body = ask(server, f"/{path}", Accept=accept)
    assert (status, headers["Content-Type"], headers["Vary"]) == (200, media_type, "Accept")
    assert body == (site / f"{path}{suffix}").read_bytes()
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_what_is_not_offered_is_not_acceptable(server: Server, site: Path) -> None:
    assert ask(server, f"/article/{_uuid(site)}", Accept="image/png")[0] == 406
    assert ask(server, f"/article/{_uuid(site)}", Accept="text/turtle;q=0, image/*")[0] == 406


def test_a_page_has_links_to_its_data(server: Server, site: Path) -> None:
    _, headers, _ = ask(server, f"/article/{_uuid(site)}", Accept="text/html")
    assert f'</article/{_uuid(site)}.ttl>; rel="describedby"; type="text/turtle"' in headers["Link"]
    assert 'rel="linkset"' in headers["Link"]


def test_the_start_and_the_dataset(server: Server, site: Path) -> None:
    assert ask(server, "/")[2] == (site / "index.html").read_bytes()
    assert ask(server, "/dataset", Accept="text/turtle")[2] == (site / "dataset.ttl").read_bytes()
    assert ask(server, "/.well-known/void")[1]["Content-Type"].startswith("text/turtle")
    status, headers, body = ask(server, "/", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == (site / "index.html").stat().st_size


def test_what_is_gone_is_410(server: Server, site: Path) -> None:
    (gone,) = (p for p in (site / "article").glob("*.html") if not p.with_suffix(".ttl").is_file())
    for path in (f"/article/{gone.stem}", f"/article/{gone.name}"):
        status, _, body = ask(server, path)
        assert (status, body) == (410, gone.read_bytes())
    assert ask(server, f"/article/{gone.stem}.ttl")[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/article/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/%00",
        "/.archivist-site/state.sqlite",
        "/article/../.archivist-site/state.sqlite",
        "/assets/%2e%2e/%2earchivist-site/state.sqlite",
        "/article/link.html",
        "/nothing",
        "/article/" + "0" * 36,
    ],
)
def test_nothing_outside_of_the_site_is_shown(server: Server, site: Path, path: str) -> None:
    link = site / "article" / "link.html"
    if not os.path.lexists(link):
        link.symlink_to(site.parent / "secret.txt")
    status, _, body = ask(server, path)
    assert status == 404
    assert b"secret" not in body


def test_only_reading_is_answered(server: Server) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert ask(server, "/", method=method)[0] == 501


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, ".html"),
        ("", ".html"),
        ("*/*", ".html"),
        ("text/turtle;q=0.5, */*;q=0.1", ".ttl"),
        ("text/html;q=0.2, text/turtle;q=0.3", ".ttl"),
        ("text/*", ".html"),
        ("TEXT/Turtle", ".ttl"),
        ("text/turtle;q=nonsense", None),
        ("a" * 10_000, None),
    ],
)
def test_negotiation(accept: str | None, chosen: str | None) -> None:
    assert negotiated(accept, [".html", ".ttl"]) == chosen


@pytest.mark.skipif(os.name == "nt", reason="SIGINT is sent as POSIX does")
def test_it_ends_when_interrupted(site: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "archivist.cli",
        "site",
        "--serve",
        "--port",
        "0",
        "-o",
        str(site),
    ]
    started = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert started.stderr is not None
    line = started.stderr.readline()
    found = re.match(r"http://127\.0\.0\.1:(\d+)/ shows", line)
    assert found, line
    connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    connection.close()
    started.send_signal(signal.SIGINT)
    assert started.wait(10) in (0, 130)
    assert "Traceback" not in started.stderr.read()
    started.stderr.close()


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path) -> None:
    done = archivist("site", "--serve", "-o", tmp_path)
    assert done.returncode == 2
    assert "no site" in done.stderr


def test_a_port_that_is_taken_is_said(server: Server, site: Path) -> None:
    port = server.server_address[1]
    done = archivist("site", "--serve", "-o", site, "--port", port)
    assert done.returncode == 5
    assert "--port 0" in done.stderr
