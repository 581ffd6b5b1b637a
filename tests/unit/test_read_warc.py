"""Crawls: what each record becomes, where it lies, and what a broken one costs."""

from __future__ import annotations

import gzip
import sys
import zlib
from pathlib import Path

import boxes
import pytest
from boxes import ARTICLE, OTHER, arc, http, name, packed, record
from click.testing import CliRunner

from archivist import Settings, convert
from archivist.cli.group import archivist
from archivist.pipeline import Conversion
from archivist.record import Source

AT = "x.warc.gz!"


def read(data: bytes, file: str = "x.warc.gz", **settings: object) -> list[Conversion]:
    return list(convert(Source(file, file, data), settings=Settings(**settings)))  # type: ignore[arg-type]


def crawl(*records: bytes) -> list[Conversion]:
    """The conversions of a crawl; packed and plain give the same."""
    found = read(packed(records))
    plain = read(b"".join(records))
    assert [said(item) for item in plain] == [said(item) for item in found]
    return found


def said(found: Conversion) -> tuple[str, str]:
    """(part, what became of it)."""
    part = (found.source.part or "").removeprefix("!<urn:uuid:00000000-0000-4000-8000-")
    if found.set_aside:
        return part.rstrip(">").lstrip("0"), found.set_aside.reason
    if found.record:
        return part.rstrip(">").lstrip("0"), "record"
    return part.rstrip(">").lstrip("0"), found.problems[-1].code


def test_a_page_knows_where_and_when_it_was_captured() -> None:
    url = "http://example.org/ponte"
    (found,) = crawl(record(1, http(), url=url))
    assert found.record is not None
    assert found.source.location == AT + name(1)
    assert found.source.data == ARTICLE.encode()
    assert found.record.source.part == "!" + name(1)
    assert found.record.source.url == url
    assert found.record.source.size == len(ARTICLE.encode())
    captured = [date for date in found.record.dates if date.role == "captured"]
    assert [date.value for date in captured] == ["2024-05-03T10:11:12Z"]
    assert captured[0].evidence.declared == "WARC-Date"
    assert captured[0].evidence.rule == "warc.date"


def test_the_charset_of_the_response_counts() -> None:
    text = "Perché così è\n\nROMA, 3 gen 2024 (ANSA) - Perché la città è più bella.\n"
    body = text.encode("cp1252")
    (found,) = crawl(record(1, http(body, content_type="text/html; charset=windows-1252")))
    assert found.source.charset == "windows-1252"
    assert found.source.media_type == "text/html"


def test_equal_bytes_are_one_record_with_all_their_places() -> None:
    found = crawl(
        record(1, http()),
        record(2, http(OTHER)),
        record(3, http()),
        record(4, http(headers=["Transfer-Encoding: chunked"])),
    )
    assert [said(item) for item in found] == [
        ("1", "record"),
        ("2", "record"),
        ("3", "duplicate"),
        ("4", "duplicate"),
    ]
    assert found[0].record is not None
    assert found[0].record.source.places == (AT + name(3), AT + name(4))
    assert found[1].record is not None
    assert found[1].record.source.places == ()
    assert found[2].set_aside is not None
    assert found[2].set_aside.evidence == f"same bytes as !{name(1)}"


REFERENCES = {
    "name": f"WARC-Refers-To: {name(1)}",
    "payload": "WARC-Payload-Digest: sha1:AAAA",
    "url and date": "WARC-Refers-To-Date: 2024-05-03T10:11:12Z",
}


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=REFERENCES)
def test_a_revisit_is_a_place_of_its_original(reference: str) -> None:
    original = record(1, http(), headers=["WARC-Payload-Digest: sha1:AAAA"])
    revisit = record(2, b"HTTP/1.1 200 OK\r\n\r\n", kind="revisit", headers=[reference])
    found = crawl(original, revisit)
    assert [said(item) for item in found] == [("1", "record"), ("2", "revisit")]
    assert found[0].record is not None
    assert found[0].record.source.places == (AT + name(2),)
    assert not found[1].problems


def test_a_revisit_of_a_duplicate_is_a_place_of_the_first() -> None:
    found = crawl(
        record(1, http()),
        record(2, http()),
        record(3, kind="revisit", headers=[f"WARC-Refers-To: {name(2)}"]),
    )
    assert found[0].record is not None
    assert found[0].record.source.places == (AT + name(2), AT + name(3))


def test_a_revisit_of_another_file_is_reported() -> None:
    (found,) = crawl(record(2, kind="revisit", headers=[f"WARC-Refers-To: {name(1)}"]))
    assert found.set_aside is not None
    assert found.set_aside.reason == "revisit"
    assert [item.code for item in found.problems] == ["R055"]


ASIDE = {
    "redirect": (http("", status="301 Moved", headers=["Location: /b"]), "HTTP 301 → /b"),
    "error-page": (http("<h1>gone</h1>", status="404 Not Found"), "HTTP 404 Not Found"),
    "revisit": (http("", status="304 Not Modified"), "HTTP 304 Not Modified: nothing was sent"),
    "no-article": (http(" \n"), "found no bytes in the body"),
    "media": (http(b"\x89PNG\r\n", content_type="image/png"), "first bytes: a PNG image"),
}


@pytest.mark.parametrize("reason", ASIDE)
def test_what_is_no_page_is_set_aside_with_its_evidence(reason: str) -> None:
    block, evidence = ASIDE[reason]
    (found,) = crawl(record(1, block))
    assert found.set_aside is not None
    assert (found.set_aside.reason, found.set_aside.evidence) == (reason, evidence)


def test_robots_and_the_notes_of_the_crawler_are_set_aside() -> None:
    found = crawl(
        record(1, http("User-agent: *\n"), url="http://example.org/robots.txt"),
        record(
            2, b"wget log", kind="resource", url="metadata://x/wget.log", content_type="text/plain"
        ),
    )
    assert [said(item) for item in found] == [("1", "robots"), ("2", "other-type")]


def test_articles_all_keeps_error_pages() -> None:
    page = record(1, http(status="404 Not Found"))
    assert [said(item) for item in read(packed([page]), articles="all")] == [("1", "record")]


def test_what_describes_the_crawl_is_not_counted() -> None:
    found = crawl(
        record(1, b"software: x\r\n", kind="warcinfo", content_type="application/warc-fields"),
        record(2, b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(3, b"20240503101112\nx. IN A 192.0.2.1", url="dns:x", content_type="text/dns"),
        record(4, b"via: x\r\n", kind="metadata"),
        record(5, http()),
    )
    assert [said(item) for item in found] == [("5", "record")]


def test_text_of_pages_that_are_not_here_is_read() -> None:
    refers = [f"WARC-Refers-To: {name(1)}"]
    text = record(2, OTHER.encode(), kind="conversion", content_type="text/plain", headers=refers)
    assert [said(item) for item in crawl(text)] == [("2", "record")]
    assert [said(item) for item in crawl(record(1, http()), text)] == [("1", "record")]


def test_a_resource_is_its_bytes() -> None:
    page = record(1, ARTICLE.encode(), kind="resource", content_type="text/plain")
    (found,) = crawl(page)
    assert found.record is not None
    assert found.source.media_type == "text/plain"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes, size: int = 20) -> bytes:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


BYTES = ARTICLE.encode()
CODED = {
    "gzip": (gzip.compress(BYTES), ["Content-Encoding: gzip"]),
    "zlib": (zlib.compress(BYTES), ["Content-Encoding: deflate"]),
    "raw deflate": (raw_deflate(BYTES), ["Content-Encoding: deflate"]),
    "chunked": (chunked(BYTES), ["Transfer-Encoding: chunked"]),
    "chunked gzip": (
        chunked(gzip.compress(BYTES)),
        ["Transfer-Encoding: chunked", "Content-Encoding: gzip"],
    ),
    "twice": (gzip.compress(zlib.compress(BYTES)), ["Content-Encoding: deflate, gzip"]),
    "undone by the crawler": (BYTES, ["Content-Encoding: gzip", "Transfer-Encoding: chunked"]),
    "no end of chunks": (chunked(BYTES)[:-5], ["Transfer-Encoding: chunked"]),
}


@pytest.mark.parametrize("form", CODED)
def test_codings_are_undone(form: str) -> None:
    body, headers = CODED[form]
    (found,) = crawl(record(1, http(body, headers=headers)))
    assert found.source.data == BYTES
    assert not found.problems


BROKEN = {
    "chunk": (chunked(BYTES)[:52] + b"zz\r\n", ["Transfer-Encoding: chunked"], 40),
    "last chunk": (chunked(BYTES)[:45], ["Transfer-Encoding: chunked"], 35),
    "gzip": (gzip.compress(BYTES)[:-12], ["Content-Encoding: gzip"], None),
}


@pytest.mark.parametrize("form", BROKEN)
def test_of_a_broken_transfer_what_came_counts(form: str) -> None:
    body, headers, length = BROKEN[form]
    (found,) = crawl(record(1, http(body, headers=headers)))
    assert BYTES.startswith(found.source.data)
    assert len(found.source.data) == length or length is None
    assert found.source.data
    assert "R057" in [item.code for item in found.problems]


def test_brotli_is_undone_where_its_library_is() -> None:
    brotli = pytest.importorskip("brotli")
    for number in range(20):
        body = f"{ARTICLE} {number} {'ponte ' * number**3}".encode()
        (found,) = crawl(
            record(1, http(brotli.compress(body, quality=4), headers=["Content-Encoding: br"]))
        )
        assert found.source.data == body


def test_brotli_without_its_library_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    coded = http(b"\x1b\x51\x00\xf8\x8d\x94", headers=["Content-Encoding: br"])
    undone = http(headers=["Content-Encoding: br"])
    found = crawl(record(1, coded), record(2, undone))
    assert [said(item) for item in found] == [("1", "R056"), ("2", "record")]


def test_a_coding_that_is_not_known_is_a_problem() -> None:
    (found,) = crawl(record(1, http(b"\x00\x01", headers=["Content-Encoding: zstd"])))
    assert said(found) == ("1", "R056")


def test_a_page_over_the_limit_is_not_held() -> None:
    data = packed([record(1, http("a" * 300_000)), record(2, http())])
    found = read(data, max_size=100_000)
    assert [said(item) for item in found] == [("1", "R004"), ("2", "record")]
    bomb = http(gzip.compress(b"a" * 5_000_000), headers=["Content-Encoding: gzip"])
    assert [said(item) for item in read(packed([record(1, bomb)]), max_size=100_000)] == [
        ("1", "R004")
    ]


# ------------------------------------------------------------------ what is broken


PAGES = [record(number, http(f"{ARTICLE}\n{number}\n")) for number in (1, 2, 3)]


def test_a_record_that_breaks_off_costs_itself_only() -> None:
    for data in (b"".join(PAGES)[:-40], packed(PAGES)[:-40]):
        found = read(data)
        assert [said(item) for item in found] == [("1", "record"), ("2", "record"), ("3", "R051")]


@pytest.mark.parametrize("length", [10, 130, *range(147, 160), 200, 3000, 10**9, "x", "-1", ""])
def test_a_wrong_length_costs_its_record_only(length: int | str) -> None:
    wrong = record(2, http(), length=length)
    for data in (b"".join([PAGES[0], wrong, PAGES[2]]), packed([PAGES[0], wrong, PAGES[2]])):
        found = read(data)
        assert [said(item) for item in found] == [("1", "record"), ("2", "R051"), ("3", "record")]


def test_many_wrong_lengths_lose_nothing() -> None:
    records = [record(number, http(f"{number} {OTHER}"), length=10**6) for number in range(30)]
    found = read(b"".join([*records, PAGES[0]]))
    assert [said(item)[1] for item in found] == ["R051"] * 30 + ["record"]


def test_a_page_about_crawls_is_not_cut() -> None:
    page = record(
        2, http("A record begins so:\n\nWARC/1.1\r\nWARC-Type: response\r\n\r\nthat is all")
    )
    found = crawl(PAGES[0], page, PAGES[2])
    assert [said(item) for item in found] == [("1", "record"), ("2", "record"), ("3", "record")]


def test_what_is_no_record_is_passed_and_reported() -> None:
    data = PAGES[0] + b"spam and\nspam\n" + PAGES[2]
    assert [said(item)[1] for item in read(data)] == ["R051", "record"]
    data = packed(PAGES[:1]) + b"spam and\nspam\n" + packed(PAGES[1:])
    assert [said(item)[1] for item in read(data)] == ["record", "R051", "record", "record"]


@pytest.mark.parametrize("at", [0, 3, 12, 40, -9, -5, -1])
def test_a_broken_member_costs_its_record_only(at: int) -> None:
    members = [gzip.compress(page, mtime=0) for page in PAGES]
    broken = bytearray(members[1])
    broken[at] ^= 0xFF
    found = read(members[0] + bytes(broken) + members[2])
    kinds = [said(item)[1] for item in found]
    assert kinds[0] == kinds[-1] == "record"
    assert kinds[1:-1] == ["R051"]


def test_a_file_packed_in_one_go_is_read() -> None:
    found = read(gzip.compress(b"".join(PAGES)))
    assert [said(item) for item in found] == [("1", "record"), ("2", "record"), ("3", "record")]
    half = gzip.compress(PAGES[0] + PAGES[1][:50]) + gzip.compress(PAGES[1][50:] + PAGES[2])
    assert [said(item)[1] for item in read(half)] == ["record"] * 3


def test_a_crawl_of_zeros_is_stopped() -> None:
    zeros = gzip.compress(record(1, b"", length=10**12) + bytes(80_000_000))
    assert [said(item)[1] for item in read(zeros)][-1] == "R054"


def test_names_twice_and_no_names() -> None:
    nameless = record(9, http(OTHER)).replace(name(9).encode(), b"../../evil")
    found = read(packed([PAGES[0], record(1, http()), nameless]))
    places = [item.source.part or "" for item in found]
    assert len(set(places)) == 3
    assert places[0] == "!" + name(1)
    assert places[1].startswith(f"!{name(1)}@")
    assert places[2].startswith("!@")


def test_addresses_are_made_whole() -> None:
    odd = record(1, http(), url="<http://example.org/a b|c%zz>")
    (found,) = crawl(odd)
    assert found.record is not None
    assert found.record.source.url == "http://example.org/a%20b%7Cc%25zz"


# ------------------------------------------------------------------ ARC


def test_an_arc_is_read_as_a_crawl() -> None:
    data = arc(
        [
            ("http://example.org/", "text/plain", http()),
            ("dns:example.org", "text/dns", b"x"),
            ("http://example.org/b", "text/plain", http(OTHER)),
            ("http://example.org/c", "text/html", http("", status="404 Not Found")),
        ]
    )
    for form in (data, gzip.compress(data)):
        found = read(form, "x.arc")
        assert [said(item)[1] for item in found] == ["record", "record", "error-page"]
        assert found[0].record is not None
        dates = [date for date in found[0].record.dates if date.role == "captured"]
        assert [(date.value, date.evidence.rule) for date in dates] == [
            ("2024-05-03T10:11:12Z", "arc.date")
        ]
    assert next(item.source.part for item in read(data, "x.arc")) == f"!@{data.index(b'http://')}"


def test_a_broken_arc_goes_on() -> None:
    page = ("http://example.org/", "text/plain", http())
    data = arc([page, ("http://example.org/b", "text/plain", http(OTHER)), page])
    wrong = data.replace(b" %d\n" % len(http(OTHER)), b" abc\n")
    assert [said(item)[1] for item in read(wrong, "x.arc")] == ["record", "R051", "duplicate"]
    assert [said(item)[1] for item in read(data[:-60], "x.arc")] == ["record", "record", "R051"]


def test_the_count_is_that_of_others() -> None:
    records = [
        record(1, b"x: y\r\n", kind="warcinfo"),
        *PAGES,
        record(4, kind="revisit"),
        record(5, ARTICLE.encode(), kind="resource", content_type="text/plain"),
        record(6, b"GET / HTTP/1.1\r\n\r\n", kind="request"),
    ]
    assert len(read(packed(records))) == boxes.crude_count(packed(records)) == 5


def test_a_crawl_of_pictures_is_told_in_few_lines(tmp_path: Path) -> None:
    picture = http(b"\x89PNG\r\n", content_type="image/png")
    crawl = tmp_path / "x.warc.gz"
    crawl.write_bytes(packed([record(number, picture) for number in range(60)]))
    said = CliRunner().invoke(archivist, ["show", str(crawl)]).stderr
    assert said.count("set aside, media") == 40
    assert "more is set aside; -v names each" in said
    assert "read 60 = shown 0 + set aside 60" in said
    assert CliRunner().invoke(archivist, ["show", "-v", str(crawl)]).stderr.count("media:") == 60
