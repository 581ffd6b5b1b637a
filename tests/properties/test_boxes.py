"""Any bytes end in parts and problems; what is cut off or garbled costs itself only."""

from __future__ import annotations

import bz2
import gzip
import lzma

import boxes
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist.readers import Part, Stream
from archivist.readers.boxes import captures, gzips, tars, zips
from archivist.record import Source
from archivist.settings import Settings

SPLITS = {
    "warc": captures.split_warc,
    "arc": captures.split_arc,
    "zip": zips.split,
    "tar": tars.split,
    "gzip": gzips.split,
}
RECORDS = [
    boxes.record(1, b"software: x\r\n", kind="warcinfo", content_type="application/warc-fields"),
    boxes.record(2, boxes.http()),
    boxes.record(3, boxes.http("a\r\n\r\nWARC/1.1\r\nb")),
    boxes.record(4, kind="revisit", headers=[f"WARC-Refers-To: {boxes.name(2)}"]),
    boxes.record(5, boxes.http(boxes.OTHER)),
]
CRAWL = b"".join(RECORDS)
PACKED_CRAWL = boxes.packed(RECORDS)
PAGE = ("http://example.org/", "text/plain", boxes.http())
MEMBERS = [("a.txt", boxes.ARTICLE), ("b/c.txt", boxes.OTHER), ("d.txt", "x y")]
SEEDS = {
    "warc": [CRAWL, PACKED_CRAWL, gzip.compress(CRAWL)],
    "arc": [boxes.arc([PAGE] * 3)],
    "zip": [boxes.zipped(MEMBERS), boxes.zipped(MEMBERS, 0)],
    "tar": [boxes.tarred(MEMBERS), gzip.compress(boxes.tarred(MEMBERS))],
    "gzip": [pack(boxes.ARTICLE.encode()) for pack in (gzip.compress, bz2.compress, lzma.compress)],
}


def split(form: str, data: bytes) -> list[Part]:
    """The parts of the bytes; those that are streams are read to their end."""
    found = list(SPLITS[form](Stream.of(Source("x", "x", data)), Settings(max_size=5000)))
    for part in found:
        if part.stream is not None:
            try:
                part.stream.whole(10_000)
            except OSError:
                continue
    return found


@pytest.mark.parametrize("form", SPLITS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_bytes_end_in_parts(form: str, data: st.DataObject) -> None:
    split(form, data.draw(st.binary(max_size=3000)))


@pytest.mark.parametrize("form", SPLITS)
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_garbled_boxes_end_in_parts(form: str, data: st.DataObject) -> None:
    garbled = bytearray(data.draw(st.sampled_from(SEEDS[form])))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(garbled) - 1))
        length = data.draw(st.integers(0, 9))
        garbled[at : at + length] = data.draw(st.binary(max_size=12))
    split(form, bytes(garbled))


def kinds(parts: list[Part]) -> list[str]:
    """What became of each; a revisit of what broke is a revisit."""
    codes = [part.problems[0].code if part.problems else "read" for part in parts]
    return ["read" if code == "R055" else code for code in codes]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_crawl_cut_anywhere_gives_what_is_before_the_cut(packed: bool) -> None:
    items = [gzip.compress(item, mtime=0) for item in RECORDS] if packed else RECORDS
    whole = split("warc", b"".join(items))
    ends = [sum(len(item) for item in items[: number + 1]) for number in range(len(items))]
    for cut in range(1, ends[-1]):
        found = split("warc", b"".join(items)[:cut])
        before = sum(end <= cut for end in ends[1:])  # the first, warcinfo, is not counted
        assert [part.source.data for part in found[:before]] == [
            part.source.data for part in whole[:before]
        ]
        assert set(kinds(found[:before])) <= {"read"}
        assert len(found) <= before + 1
        if cut not in ends and (packed or not _is_blank(cut, ends)):
            assert len(found) == before + 1


def _is_blank(cut: int, ends: list[int]) -> bool:
    """Whether the cut is among the line ends after a record: nothing is lost then."""
    return any(0 <= end - cut <= 4 for end in ends)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 4), st.data())
def test_a_garbled_member_costs_its_record_only(which: int, data: st.DataObject) -> None:
    members = [gzip.compress(item, mtime=0) for item in RECORDS]
    broken = bytearray(members[which])
    at = data.draw(st.integers(10, len(broken) - 5))  # the packed data and their checksum
    broken[at] ^= data.draw(st.integers(1, 255))
    members[which] = bytes(broken)
    found = split("warc", b"".join(members))
    assert kinds(found) == ["R051" if number == which else "read" for number in range(1, 5)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([item for item in RECORDS if b"b\r\n\r\n" not in item[-9:]])))
def test_every_record_is_counted_once(records: list[bytes]) -> None:
    counted = boxes.crude_count(b"".join(records))
    assert len(split("warc", b"".join(records))) == counted
    assert len(split("warc", boxes.packed(records))) == counted


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2), st.integers(0, 511), st.integers(1, 255))
def test_a_garbled_tar_header_costs_its_member_only(which: int, at: int, change: int) -> None:
    data = bytearray(boxes.tarred(MEMBERS, 0))
    data[1024 * which + at] ^= change
    found = split("tar", bytes(data))
    good = [part.source.data for part in found if not part.problems]
    others = [text.encode() for number, (_, text) in enumerate(MEMBERS) if number != which]
    assert [text for text in good if text in others] == others
