"""Feeds, WordPress exports and MediaWiki dumps: many articles in one file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist import Settings, Source, convert
from archivist.pipeline import Conversion
from archivist.readers.feeds import slices
from archivist.record import Record

EXAMPLES = Path(__file__).parents[2] / "samples"
SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")


def conversions(name: str, data: bytes | None = None) -> list[Conversion]:
    content = (EXAMPLES / name).read_bytes() if data is None else data
    return list(convert(Source(name, name, content), settings=SETTINGS))


def records(name: str, data: bytes | None = None) -> list[Record]:
    return [item.record for item in conversions(name, data) if item.record]


def says(record: Record) -> tuple[str | None, list[str], list[str]]:
    """Headline, dates, authors."""
    authors = [n.name for c in record.credits if c.role == "author" for n in c.names]
    headline = record.headline.value if record.headline else None
    return headline, [d.value for d in record.dates if d.role == "published"], authors


def test_rss_entries_keep_their_own_bytes_and_facts() -> None:
    ferry, library = conversions("harbour.rss")
    assert ferry.source.part == "#1"
    assert ferry.source.data.startswith(b"<item>")
    assert ferry.source.data.endswith(b"</item>")
    assert ferry.record
    assert library.record
    assert says(ferry.record) == (
        "Ferry returns to Low Quay after nine months",
        ["2024-10-25T06:30:00+01:00"],
        ["Ada Winslow"],
    )
    assert [b.role for b in ferry.record.blocks] == [
        *("paragraph", "paragraph", "subhead", "list-item", "list-item")
    ]
    assert ferry.record.summary
    assert ferry.record.summary.value == "The repaired ferry sails again from Friday."
    assert ("image", "Tom Reyes") in [(c.role, c.verbatim) for c in ferry.record.credits]
    assert library.record.text == "The town library will open on Mondays until the end of the year."
    assert library.record.summary is None
    assert library.record.rights


def test_atom_and_json_feed() -> None:
    (hut,) = records("montagna.atom")
    assert says(hut) == (
        "Riapre il rifugio Alpe Nera",
        ["2024-10-25T08:15:00+02:00"],
        ["Marta Bellini", "Luca Ferri"],
    )
    assert [d.value for d in hut.dates if d.role == "modified"] == ["2024-10-25T09:00:00+02:00"]
    ferry, library = records("courier.feed.json")
    assert says(ferry)[2] == ["Ada Winslow"]
    assert says(library) == (None, [], ["Tom Reyes"])
    assert ferry.language
    assert ferry.language.evidence.declared == "/language"


def test_wordpress_posts_are_articles_and_the_rest_stands_aside() -> None:
    fish, page, draft = conversions("blog.wxr.xml")
    assert fish.record
    assert says(fish.record) == (
        "La criée déménage",
        ["2024-10-25T14:03:00+02:00"],
        ["Jeanne Morel"],
    )
    assert "[caption" not in fish.record.text
    assert page.set_aside
    assert draft.set_aside
    assert (page.set_aside.reason, draft.set_aside.reason) == ("other-type", "draft")
    assert page.source.location == "blog.wxr.xml#2"


def test_mediawiki_pages_show_what_their_readers_see() -> None:
    mill, talk, draft = conversions("wikinews.xml")
    assert mill.record
    assert says(mill.record) == ("Tide mill grinds again in Porthaven", ["2024-10-25"], [])
    assert mill.record.text.split("\n\n") == [
        "The tide mill of Porthaven ground its first flour in sixty years on Friday.",
        "Repairs",
        '"The wheel is new, the stones are not," said miller Ruth Amsel.',
        "Open on Sundays",
    ]
    assert [t.name for t in mill.record.topics] == ["Mills"]
    assert [i.value for i in mill.record.identifiers if i.scheme == "url"] == [
        "https://wiki.example/wiki/Tide_mill_grinds_again_in_Porthaven"
    ]
    assert [item.set_aside and item.set_aside.reason for item in (talk, draft)] == [
        *("other-type", "draft")
    ]


def test_a_title_without_text_is_an_article_of_one_line() -> None:
    data = b"<rss><channel><item><title>Bridge open</title></item></channel></rss>"
    (only,) = records("a.rss", data)
    assert only.text == "Bridge open"
    assert [b.role for b in only.blocks] == ["headline"]


def test_a_feed_without_entries_is_set_aside_and_half_a_feed_is_not() -> None:
    (empty,) = conversions("a.rss", b"<rss><channel><title>x</title></channel></rss>")
    assert empty.set_aside
    (half,) = conversions("a.rss", b"<rss><channel><title>x</ti")
    assert [found.code for found in half.problems] == ["R096"]


def test_utf_16_without_a_mark_is_a_feed() -> None:
    text = (EXAMPLES / "montagna.atom").read_text().replace("UTF-8", "UTF-16LE")
    (hut,) = records("a", text.encode("utf-16-le"))
    assert says(hut)[0] == "Riapre il rifugio Alpe Nera"


@pytest.mark.parametrize("chunk", [1, 2, 7, 64, 1 << 20])
def test_items_are_cut_alike_whatever_a_read_gives(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "CHUNK", chunk)
    data = (
        b"<rss><item>a</item><items/><item><![CDATA[ </item> <item> ]]>b</item>"
        b"<!-- <item> --><item>" + b"z" * 500 + b"</item><item>open"
    )
    found = list(slices.slices(io.BytesIO(data), b"item", 100))
    assert [(item.size, item.closed) for item in found] == [
        *((14, True), (42, True), (513, True), (10, False))
    ]
    assert found[1].data == b"<item><![CDATA[ </item> <item> ]]>b</item>"
    assert len(found[2].data) <= max(100 + 2 * 64, chunk)


PIECES = (
    b"<item>",
    b"</item>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<title>x</title>",
    b"&",
    b"\xff",
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["a.rss", "a.atom", "a.wxr", "a.json", "a.xml"]),
    st.sampled_from(
        [
            b"<rss>",
            b"<feed>",
            b"<mediawiki>",
            b'{"version":"https://jsonfeed.org/version/1","items":[',
            b"<rss xmlns:wp='http://wordpress.org/export/1.2/'>",
        ]
    ),
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=20), max_size=12),
)
def test_no_bytes_make_a_reader_fail(name: str, start: bytes, rest: list[bytes]) -> None:
    for found in conversions(name, start + b"".join(rest)):
        assert found.record or found.set_aside or found.problems


def test_json_feed_of_the_wrong_shape() -> None:
    head = {"version": "https://jsonfeed.org/version/1.1"}
    for items in (None, {}, [], [1], [{"content_text": 5, "tags": "x", "authors": [1]}]):
        data = json.dumps({**head, "items": items}).encode()
        assert all(found.set_aside for found in conversions("a.json", data))
