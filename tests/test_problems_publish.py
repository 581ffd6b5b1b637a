"""Each code of publishing has the smallest article and store that draw exactly it.

`tests/problems/P0…/`: `article.txt` is archived; what the store does is in `STORES`; `said.txt` is
what `archivist publish` says of it (`…` for ids).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from collection.keeping import AS_OF
from reuse.stores import Reply, Request, Store, store

from archivist.cli.group import archivist
from archivist.problems import CODES
from archivist.publishing import graphs

ROOT = Path(__file__).parent / "problems"
CASES = sorted(path.parent for path in ROOT.glob("P0*/said.txt"))
EMPTY = Reply(200, b'{"results":{"bindings":[]}}')
Sent = dict[str, bytes]


def _cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """No record is known of which we write a bad graph: one is damaged on its way."""
    real = graphs.spelled

    def spelled(*given: Any, **named: Any) -> list[str]:
        found = real(*given, **named)
        return [*found[:-1], found[-1][:-2]]

    monkeypatch.setattr(graphs, "spelled", spelled)


def _there(request: Request, sent: Sent) -> Reply:
    """The graphs that were sent, whatever is asked."""
    if b"CONSTRUCT" in request.body:
        graph = re.search(rb"GRAPH <([^>]+)>", request.body)
        return Reply(200, sent.get(graph[1].decode() if graph else "", b""))
    rows = ",".join(f'{{"g": {{"value": "{graph}"}}}}' for graph in sent)
    return Reply(200, f'{{"results": {{"bindings": [{rows}]}}}}'.encode())


def _one_more(request: Request, sent: Sent) -> Reply:
    more = b"<urn:x:a> <urn:x:b> <urn:x:c> .\n"
    return _there(request, {graph: body + more for graph, body in sent.items()})


# What the store answers to questions and puts, and what is done before `publish` is asked again.
STORES: dict[str, Callable[[Request, Sent], Reply]] = {
    "P001": lambda request, _: EMPTY,
    "P002": lambda request, _: EMPTY if request.method == "POST" else Reply(413, b"10 KB at most"),
    "P003": _one_more,
    "P004": lambda request, _: _there(request, {}),
    "P005": _there,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_this_code(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = case.name[:4]
    kept = tmp_path / "kept"
    _run("archive", case / "article.txt", "-o", kept, "-j1", "--as-of", AS_OF)
    if code == "P001":
        _cut_off(monkeypatch)
    with store() as fake:
        done = _asked(fake, code, kept)
    said = [line for line in done.stderr.splitlines() if re.search(r" P\d{3} ", line)]
    wanted = (case / "said.txt").read_text("utf-8").rstrip("\n")
    pattern = re.escape(wanted).replace("…", ".*")
    assert re.fullmatch(pattern, "\n".join(said)), done.stderr
    assert done.exit_code == (6 if code == "P002" else 1)
    assert f" {code} error: {CODES[code].title}: found " in wanted or code == "P002"


def _asked(fake: Store, code: str, kept: Path) -> Result:
    """What is said in the end; for --verify the graph was sent before."""
    command = ["publish", kept, "--to", fake.url, "-j1"]
    if code in ("P001", "P002"):
        fake.rest = lambda request: STORES[code](request, {})
        return _run(*command, code=None)
    fake.rest = lambda request: EMPTY if request.method == "POST" else Reply(201)
    _run(*command)
    sent = {one.named[0]: one.body for one in fake.of("PUT")}
    if code == "P005":
        _run("withdraw", kept, *sent, "--reason", "test", "--as-of", AS_OF)
    fake.rest = lambda request: STORES[code](request, sent)
    return _run(*command, "--verify", code=None)


def _run(*words: object, code: int | None = 0) -> Result:
    done = CliRunner().invoke(archivist, [str(word) for word in words])
    assert code is None or done.exit_code == code, done.output + done.stderr
    return done


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("P")])
def test_every_code_has_an_example(code: str) -> None:
    assert [case for case in CASES if case.name.startswith(code + "-")]
