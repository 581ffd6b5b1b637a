"""The client of a store names the graph it writes, has patience, and an end to it."""

from __future__ import annotations

import re
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from collection.keeping import AS_OF, articles
from hypothesis import given, settings
from hypothesis import strategies as st
from reuse.stores import Reply, Request, Store, store
from reuse.test_publish import _records
from strategies import minimal_record

from archivist import Settings, network
from archivist.cli.group import archivist
from archivist.errors import NetworkFailed, UsageError
from archivist.publishing import asking, credentials, graphs, servers
from archivist.publishing.credentials import Authorization, Credentials
from archivist.publishing.endpoint import TRANSIENT, Endpoint, Refused
from archivist.publishing.servers import Doors

PARCEL = graphs.parcel(minimal_record(), Settings(detail="core"), "here")
RESULT = b'{"head":{"vars":["g","d"]},"results":{"bindings":[]}}'
SECRET = "s3cret-pass"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials or proxies of who runs the tests."""
    for name in (credentials.USER, credentials.PASSWORD, credentials.TOKEN):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def fake() -> Iterator[Store]:
    with store() as it:
        yield it


class Waits(list[float]):
    """The seconds that were waited for."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def _endpoint(fake: Store, timeout: float = 5.0, who: Credentials | None = None) -> Endpoint:
    doors = servers.doors(fake.url, updating=False)
    return Endpoint(doors, who, timeout=timeout, sleep=Waits())


@pytest.fixture
def endpoint(fake: Store) -> Iterator[Endpoint]:
    it = _endpoint(fake)
    yield it
    it.close()


def _waited(endpoint: Endpoint) -> list[float]:
    waits = endpoint._sleep
    assert isinstance(waits, Waits)
    return waits


# ------------------------------------------------------------------ never without a graph


def test_every_put_and_delete_names_its_graph(fake: Store, endpoint: Endpoint) -> None:
    endpoint.put(PARCEL)
    endpoint.delete("https://example.org/a?b=c&graph=d#e")
    assert [one.named for one in fake.asked] == [
        [PARCEL.graph],
        ["https://example.org/a?b=c&graph=d#e"],
    ]
    assert fake.asked[0].headers["Content-Type"] == "application/n-triples"
    assert fake.asked[0].body == PARCEL.body


@pytest.mark.parametrize("graph", ["", " ", "default", "not an IRI", "urn:x:a\n", "<urn:x:a>"])
def test_a_graph_without_a_name_is_never_written(
    fake: Store, endpoint: Endpoint, graph: str
) -> None:
    for act in (
        lambda: endpoint.put(graphs.Parcel(graph, "", b"", 0, "")),
        lambda: endpoint.delete(graph),
        lambda: endpoint.drop(graph),
    ):
        with pytest.raises(AssertionError, match="a graph has an IRI for a name"):
            act()
    assert fake.asked == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("query", ["", "?", "?graph", "?graph=", "?default", "?other=urn%3Ax%3Aa"])
def test_the_last_door_lets_no_such_request_out(
    fake: Store, endpoint: Endpoint, method: str, query: str
) -> None:
    with pytest.raises(AssertionError, match="a graph has an IRI for a name"):
        endpoint._tried(method, fake.url, query, b"", {})
    assert fake.asked == []


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_base_gives_a_named_graph_or_a_refusal(base: str) -> None:
    try:
        parcel = graphs.parcel(minimal_record(), Settings(base_iri=base), "here")
    except UsageError:
        return
    with store() as fake:
        endpoint = _endpoint(fake)
        endpoint.put(parcel)
        endpoint.close()
        assert fake.asked[0].named == [parcel.graph]


# ------------------------------------------------------------------ patience


@pytest.mark.parametrize("status", sorted(TRANSIENT))
def test_what_may_pass_is_tried_again(fake: Store, endpoint: Endpoint, status: int) -> None:
    fake.answers = [Reply(status, b"busy"), Reply(status, b"busy")]
    endpoint.put(PARCEL)
    assert len(fake.asked) == 3
    assert _waited(endpoint) == [1.0, 2.0]
    assert fake.connections == 1


def test_retry_after_is_heeded(fake: Store, endpoint: Endpoint) -> None:
    fake.answers = [
        Reply(429, headers={"Retry-After": "7"}),
        Reply(503, headers={"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}),
        Reply(503, headers={"Retry-After": "soon"}),
    ]
    endpoint.put(PARCEL)
    assert _waited(endpoint) == [7.0, 0.0, 4.0]


def test_patience_ends(fake: Store, endpoint: Endpoint) -> None:
    fake.rest = lambda _: Reply(503, b"down for repairs")
    with pytest.raises(NetworkFailed, match="503 Said: down for repairs; tried 4 times"):
        endpoint.put(PARCEL)
    assert len(fake.asked) == 4


def test_a_long_wait_is_not_waited(fake: Store, endpoint: Endpoint) -> None:
    fake.rest = lambda _: Reply(429, headers={"Retry-After": "3600"})
    with pytest.raises(NetworkFailed, match="it asks to wait 3,600 s"):
        endpoint.put(PARCEL)
    assert (len(fake.asked), _waited(endpoint)) == (1, [])


@pytest.mark.parametrize("status", [400, 409, 411, 413, 415, 422, 500])
def test_what_will_not_pass_is_sent_once(fake: Store, endpoint: Endpoint, status: int) -> None:
    fake.answers = [Reply(status, b"line 3:\n  no good")]
    with pytest.raises(Refused, match=f"it answered {status} Said: line 3: no good"):
        endpoint.put(PARCEL)
    assert len(fake.asked) == 1
    endpoint.put(PARCEL)  # the next graph goes


@pytest.mark.parametrize("status", [404, 405, 410, 501])
def test_the_wrong_door_ends_the_run(fake: Store, endpoint: Endpoint, status: int) -> None:
    fake.answers = [Reply(status)]
    with pytest.raises(NetworkFailed) as failed:
        endpoint.put(PARCEL)
    assert "--mode update" in str(failed.value.hint)
    assert len(fake.asked) == 1


# ------------------------------------------------------------------ lines


def test_one_line_carries_all(fake: Store, endpoint: Endpoint) -> None:
    fake.rest = lambda request: Reply(404 if request.method == "DELETE" else 201, b"text")
    for _ in range(5):
        endpoint.put(PARCEL)
        endpoint.delete("urn:x:a")
    assert fake.connections == 1
    assert _waited(endpoint) == []


def test_a_line_that_was_closed_meanwhile_is_opened_at_once(
    fake: Store, endpoint: Endpoint
) -> None:
    fake.rest = lambda _: Reply(201, hang_up=True)
    for _ in range(3):
        endpoint.put(PARCEL)
        time.sleep(0.05)
    assert fake.connections == 3
    assert _waited(endpoint) == []
    assert len(fake.asked) == 3


def test_a_line_cut_without_a_word_is_tried_again(fake: Store, endpoint: Endpoint) -> None:
    fake.answers = [Reply(cut=True), Reply(raw=b"HTTP/1.1 2"), Reply(raw=b"what?\r\n\r\n")]
    endpoint.put(PARCEL)
    assert len(fake.asked) == 4
    assert len(_waited(endpoint)) == 3


def test_nobody_there() -> None:
    endpoint = Endpoint(Doors("http://127.0.0.1:9/store", None, ""), sleep=Waits())
    with pytest.raises(NetworkFailed, match="no connection: Connection refused; tried 4 times"):
        endpoint.put(PARCEL)


# ------------------------------------------------------------------ an end to waiting


@pytest.mark.parametrize(
    "reply",
    [
        Reply(204, pause=30),
        Reply(200, b"x" * 1000, drip=True),
        Reply(200, b"", {"X": "y" * 1000}, drip=True),
    ],
    ids=["silent", "dripping body", "dripping head"],
)
def test_a_slow_answer_is_not_waited_for(fake: Store, reply: Reply) -> None:
    endpoint = _endpoint(fake, timeout=0.3)
    fake.rest = lambda _: reply
    started = time.monotonic()
    with pytest.raises(NetworkFailed, match=r"(no answer|did not end) in time; tried 4 times"):
        endpoint.put(PARCEL)
    assert time.monotonic() - started < 4
    endpoint.close()


def test_a_huge_answer_is_not_taken(
    fake: Store, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archivist.publishing.line.LARGEST", 100_000)
    fake.rest = lambda _: Reply(200, b"x" * 200_000)
    with pytest.raises(NetworkFailed, match="its answer is larger than 100,000 bytes"):
        endpoint.put(PARCEL)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Log in</html>",
        b"[]",
        b'{"results": null}',
        b'{"results": {"bindings": {"g": 1}}}',
        b'{"results": {"bindings": [{"g": {"value": 1}, "d": {"value": []}}]}}',
        b'{"results": ' + b"[" * 5000,
        b"\xff\xfe",
    ],
)
def test_an_answer_that_is_no_result_is_none(fake: Store, endpoint: Endpoint, body: bytes) -> None:
    fake.rest = lambda _: Reply(200, body)
    with pytest.raises(NetworkFailed, match="its answer is no result of a query"):
        asking.digests(endpoint, [PARCEL.graph])


def test_a_store_is_believed_what_it_was_asked_only(fake: Store, endpoint: Endpoint) -> None:
    def row(graph: str, digest: str) -> str:
        return f'{{"g": {{"value": "{graph}"}}, "d": {{"value": "{digest}"}}}}'

    rows = ",".join(
        (
            row("urn:x:a", "a" * 64),
            row("urn:x:other", "b" * 64),
            row("urn:x:b", "short"),
            row("urn:x:c", "c" * 64),
            row("urn:x:c", "d" * 64),
            '{"g": {"value": "urn:x:d"}}',
        )
    )
    fake.rest = lambda _: Reply(200, f'{{"results": {{"bindings": [{rows}]}}}}'.encode())
    asked = [f"urn:x:{name}" for name in "abcd"]
    assert asking.digests(endpoint, asked) == {"urn:x:a": "a" * 64}


# ------------------------------------------------------------------ who we are


def _who(fake: Store, monkeypatch: pytest.MonkeyPatch, **names: str) -> Endpoint:
    for name, value in names.items():
        monkeypatch.setenv(f"ARCHIVIST_ENDPOINT_{name}", value)
    return _endpoint(fake, who=credentials.of_environment())


def test_a_name_and_a_password_go_as_basic(fake: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = _who(fake, monkeypatch, USER="Aladdin", PASSWORD="open sesame")
    endpoint.put(PARCEL)  # the example of RFC 7617, section 2
    assert fake.asked[0].headers["Authorization"] == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    endpoint.close()


def test_a_token_goes_as_bearer(fake: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = _who(fake, monkeypatch, TOKEN="abc")
    endpoint.put(PARCEL)
    assert fake.asked[0].headers["Authorization"] == "Bearer abc"
    endpoint.close()


def test_nobody_asked_nothing_said(fake: Store, endpoint: Endpoint) -> None:
    endpoint.put(PARCEL)
    assert fake.asked[0].headers["Authorization"] is None


CHALLENGE = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={},'
    ' nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",'
    ' opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_digest_is_that_of_rfc_7616(algorithm: str, response: str) -> None:
    """Section 3.9.1."""
    known = Authorization(Credentials("Mufasa", "Circle of Life"))
    assert known.learn([CHALLENGE.format(algorithm)])
    said = known._digest("GET", "/dir/index.html", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
    assert f'response="{response}"' in said
    assert f"algorithm={algorithm}, qop=auth, nc=00000001" in said


def test_the_safer_digest_is_chosen_and_a_new_nonce_learned() -> None:
    known = Authorization(Credentials("Mufasa", SECRET))
    both = [CHALLENGE.format("MD5"), CHALLENGE.format("SHA-256"), 'Basic realm="x"']
    assert known.learn(both)
    assert "algorithm=SHA-256" in (known.header("PUT", "/") or "")
    assert not known.learn(both)  # the same once more: it does not know us
    assert known.learn([CHALLENGE.format("MD5").replace("7ypf", "8ypf")])
    assert "nc=00000001" in (known.header("PUT", "/") or "")
    assert "nc=00000002" in (known.header("PUT", "/") or "")
    for other in ('Basic realm="x"', "Digest nonsense", "Digest ", 'Digest realm="a"', ""):
        assert not Authorization(Credentials("Mufasa", SECRET)).learn([other])


def test_a_store_that_wants_digest_gets_it(fake: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Virtuoso does on /sparql-graph-crud-auth."""
    endpoint = _who(fake, monkeypatch, USER="dba", PASSWORD=SECRET)

    def rest(request: Request) -> Reply:
        if (request.headers["Authorization"] or "").startswith("Digest "):
            return Reply(201)
        return Reply(401, b"who?", {"WWW-Authenticate": CHALLENGE.format("MD5")})

    fake.rest = rest
    for _ in range(3):
        endpoint.put(PARCEL)
    assert len(fake.asked) == 4
    target = fake.asked[-1].path
    assert f'uri="{target}"' in fake.asked[-1].headers["Authorization"]
    assert SECRET not in fake.asked[-1].headers["Authorization"]
    endpoint.close()


@pytest.mark.parametrize("status", [401, 403])
def test_who_is_not_let_in_is_told_where_to_say_who(
    fake: Store, endpoint: Endpoint, status: int
) -> None:
    fake.rest = lambda _: Reply(status)
    with pytest.raises(NetworkFailed) as failed:
        endpoint.put(PARCEL)
    assert credentials.USER in str(failed.value.hint)
    assert len(fake.asked) == 1


def test_a_store_that_repeats_our_secret_does_not_make_us_say_it(
    fake: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = _who(fake, monkeypatch, USER="me", PASSWORD=SECRET)
    fake.rest = lambda request: Reply(
        400, f"{request.headers['Authorization']} is {SECRET}".encode()
    )
    with pytest.raises(Refused) as refused:
        endpoint.put(PARCEL)
    basic = fake.asked[0].headers["Authorization"].partition(" ")[2]
    assert SECRET not in str(refused.value)
    assert basic not in str(refused.value)
    assert SECRET not in repr(credentials.of_environment())
    endpoint.close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirection_is_followed(
    fake: Store, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    endpoint = _who(fake, monkeypatch, USER="me", PASSWORD=SECRET)
    with store() as other:
        fake.rest = lambda _: Reply(status, headers={"Location": other.url})
        with pytest.raises(NetworkFailed, match="it leads to http://127"):
            endpoint.put(PARCEL)
        assert other.asked == []
    assert len(fake.asked) == 1
    endpoint.close()


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"USER": "a", "TOKEN": "t"}, "are both set"),
        ({"PASSWORD": "p"}, "is set, ARCHIVIST_ENDPOINT_USER is not"),
        ({"USER": "a:b", "PASSWORD": "p"}, "holds what no header can"),
        ({"USER": "a", "PASSWORD": "p\r\nX: y"}, "holds what no header can"),
        ({"TOKEN": "t\nX: y"}, "holds what no header can"),
        ({"TOKEN": "Bearer t"}, "holds what no header can"),
        ({"TOKEN": "tökén"}, "holds what no header can"),
    ],
)
def test_what_no_header_can_carry_is_refused(environment: dict[str, str], why: str) -> None:
    said = {f"ARCHIVIST_ENDPOINT_{name}": value for name, value in environment.items()}
    with pytest.raises(UsageError, match=why) as refused:
        credentials.of_environment(said)
    assert "p\r" not in str(refused.value)


# ------------------------------------------------------------------ proxies


def test_a_proxy_carries_what_is_for_others(fake: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = urllib.parse.urlsplit(fake.url).netloc
    monkeypatch.setenv("http_proxy", f"http://me:{SECRET}@{proxy}")
    endpoint = Endpoint(Doors("http://store.invalid/gsp", None, ""), sleep=Waits())
    endpoint.put(PARCEL)
    assert fake.asked[0].path.startswith("http://store.invalid/gsp?graph=urn%3Auuid")
    assert fake.asked[0].headers["Proxy-Authorization"].startswith("Basic ")
    assert fake.asked[0].headers["Host"] == "store.invalid"
    endpoint.close()


def test_no_proxy_carries_what_is_for_ourselves(
    fake: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    endpoint = _endpoint(fake)
    endpoint.put(PARCEL)
    assert len(fake.asked) == 1
    endpoint.close()


# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("url", "doors"),
    [
        ("http://h:7878/store", ("/store", "/query", "/update", "graph")),
        ("http://h:3030/ds/data", ("/ds/data", "/ds/query", "/ds/update", "graph")),
        (
            "http://h:7200/repositories/n/rdf-graphs/service",
            (
                "/repositories/n/rdf-graphs/service",
                "/repositories/n",
                "/repositories/n/statements",
                "graph",
            ),
        ),
        (
            "http://h:8890/sparql-graph-crud-auth",
            ("/sparql-graph-crud-auth", "/sparql-auth", "/sparql-auth", "graph-uri"),
        ),
        ("http://h:7001/", ("/", "/", "/", "graph")),
    ],
)
def test_doors_of_stores(url: str, doors: tuple[str, ...]) -> None:
    found = servers.doors(url, updating=False)
    paths = [urllib.parse.urlsplit(one or "").path for one in (found.graphs, found.query)]
    assert (*paths, urllib.parse.urlsplit(found.update).path, found.parameter) == doors


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://h/store", "no http or https address"),
        ("store", "no http or https address"),
        ("http:///store", "no http or https address"),
        (f"http://me:{SECRET}@h/store", "a name or password in an address"),
        (f"http://h/store?access-token={SECRET}", "without what follows ? or #"),
        ("http://h/store?default", "without what follows ? or #"),
        ("http://h/store?graph=urn:x:a", "without what follows ? or #"),
        ("http://h/store#x", "without what follows ? or #"),
        ("http://h:7878/update", "takes updates, not graphs"),
        ("http://h:7878/query", "takes questions, not graphs"),
        ("http://h:7200/repositories/n/statements", "takes updates, not graphs"),
    ],
)
def test_addresses_that_are_none(url: str, why: str) -> None:
    with pytest.raises(UsageError, match=re.escape(why)) as refused:
        servers.doors(url, updating=False)
    assert SECRET not in f"{refused.value} {refused.value.hint}"


# ------------------------------------------------------------------ on the command line


def _run(*words: object) -> Result:
    return CliRunner().invoke(archivist, [str(word) for word in words])


def test_secrets_do_not_go_over_plain_http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVIST_ENDPOINT_TOKEN", SECRET)
    records = _records(tmp_path)
    done = _run("publish", records, "--to", "http://store.invalid/store")
    assert done.exit_code == 2
    assert "would go over plain http to store.invalid" in done.stderr
    done = _run(
        "publish", records, "--to", "https://store.invalid/store", "--query", "http://h.invalid/q"
    )
    assert done.exit_code == 2
    assert "would go over plain http to h.invalid" in done.stderr
    assert SECRET not in done.output + done.stderr


def test_a_store_that_refuses_one_graph_gets_the_others(fake: Store, tmp_path: Path) -> None:
    records = _records(tmp_path)
    fake.rest = lambda request: Reply(200, RESULT) if request.method == "POST" else Reply(201)
    fake.answers = [Reply(200, RESULT), Reply(400, b"\x1b[31mno\x1b[0m")]
    done = _run("publish", records, "--to", fake.url, "-j1")
    assert done.exit_code == 6
    assert "P002 error: graph refused: it answered 400 Said: " in done.stderr
    assert "read 3 = written 2 + unchanged 0 + set aside 0 + quarantined 0 + not written 1" in (
        done.stderr
    )
    assert "\x1b[31mno" not in done.stderr
    assert len(fake.of("PUT")) == 3


def test_a_store_that_refuses_all_is_left_in_peace(fake: Store, tmp_path: Path) -> None:
    articles(tmp_path / "in", 8)
    _run("convert", tmp_path / "in", "-o", tmp_path / "out", "--to", "record", "--as-of", AS_OF)
    fake.rest = lambda request: Reply(200, RESULT) if request.method == "POST" else Reply(415)
    done = _run("publish", tmp_path / "out", "--to", fake.url, "-j1")
    assert done.exit_code == 6
    assert "the store refused the first 5 graphs" in done.stderr
    assert len(fake.of("PUT")) == 5
    assert "read 8 = written 0 + unchanged 0 + set aside 0 + quarantined 0 + not written 8" in (
        done.stderr
    )


def test_a_store_that_answers_no_questions_gets_all(fake: Store, tmp_path: Path) -> None:
    records = _records(tmp_path)
    fake.rest = lambda request: Reply(405) if request.method == "POST" else Reply(201)
    done = _run("publish", records, "--to", fake.url)
    assert done.exit_code == 0, done.stderr
    assert "the store was not asked what it has: it answered 405" in done.stderr
    assert "written 3 + unchanged 0" in done.stderr
    state = ["--state", tmp_path / "state.sqlite"]
    for written, unchanged in ((3, 0), (0, 3)):
        done = _run("publish", records, "--to", fake.url, *state)
        assert f"written {written} + unchanged {unchanged}" in done.stderr
    assert len(fake.of("PUT")) == 6
    done = _run("publish", records, "--to", fake.url, "--query", fake.url)
    assert done.exit_code == 2  # it was named, and does not answer
    assert "does it answer SPARQL there?" in done.stderr


def test_what_was_sent_before_a_failure_is_remembered(fake: Store, tmp_path: Path) -> None:
    records = _records(tmp_path)
    state = ["--state", tmp_path / "state.sqlite", "-j1"]
    fake.answers = [Reply(405), Reply(201), Reply(401)]
    fake.rest = lambda request: Reply(405) if request.method == "POST" else Reply(201)
    done = _run("publish", records, "--to", fake.url, *state)
    assert done.exit_code == 6
    assert "written 1" in done.stderr
    done = _run("publish", records, "--to", fake.url, *state)
    assert "written 2 + unchanged 1" in done.stderr


@pytest.mark.parametrize("words", [[], ["--mode", "bulk-file"], ["--to", "x", "-o", "y"]])
def test_without_a_place_to_go_nothing_goes(tmp_path: Path, words: list[str]) -> None:
    assert _run("publish", tmp_path, *words).exit_code == 2


def test_workers_share_the_work(fake: Store, tmp_path: Path) -> None:
    articles(tmp_path / "in", 12)
    _run("convert", tmp_path / "in", "-o", tmp_path / "out", "--to", "record", "--as-of", AS_OF)

    def rest(request: Request) -> Reply:
        return Reply(200, RESULT) if request.method == "POST" else Reply(201, pause=0.02)

    fake.rest = rest
    done = _run("publish", tmp_path / "out", "--to", fake.url, "-j", "4")
    assert "written 12" in done.stderr
    puts = fake.of("PUT")
    assert len({request.named[0] for request in puts}) == len(puts) == 12
    assert len({request.connection for request in puts}) == 4


def test_the_pauses_are_those_of_all_services() -> None:
    assert network.PAUSES == (1.0, 2.0, 4.0)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--metadata-licence", "https://exa|mple.org/"], "no absolute IRI"),
        (["--metadata-licence", "urn:"], "IRI"),
        (["--mode", "bulk-file", "-o", "x.nq", "--verify"], "writes a file"),
        (["--base-iri", "https://example.org/#x"], "not a base IRI"),
    ],
)
def test_options_that_mean_nothing(
    fake: Store, tmp_path: Path, words: list[str], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store_ = [] if "--mode" in words else ["--to", fake.url]
    done = _run("publish", _records(tmp_path), *store_, *words)
    assert done.exit_code == 2
    assert why in done.stderr
    assert fake.of("PUT") == []
