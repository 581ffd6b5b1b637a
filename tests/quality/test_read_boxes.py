"""Real crawls: pages through WARC are as through HTML, and every record is accounted for.

The pages are those of the shared corpora; the records are counted by warcio, which did not help
to read them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archivist import convert
from archivist.pipeline import Conversion
from archivist.record import Source
from archivist.settings import Settings

SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")
CAPTURES = ("response", "resource", "revisit")
PAGES = 12  # of each file: the whole corpus takes minutes


@pytest.fixture(scope="module")
def corpora(shared: Path) -> Path:
    return shared / "corpora" / "articles"


def captures(path: Path) -> Iterator[tuple[str, str, bytes]]:
    """(record id, URL, payload) of each capture as warcio reads it, up to where it gives up."""
    with path.open("rb") as opened:
        try:
            for record in ArchiveIterator(opened, arc2warc=True):
                if record.rec_type in CAPTURES:
                    header = record.rec_headers.get_header
                    yield header("WARC-Record-ID"), header("WARC-Target-URI"), _payload(record)
        except ArchiveLoadFailed:
            return


def _payload(record: Any) -> bytes:
    return bytes(record.content_stream().read())


def facts(found: Conversion) -> Any:
    """What the article says, without what only the crawl knows."""
    record = found.record
    if record is None:
        return found.set_aside or [item.code for item in found.problems]
    return (
        record.text,
        record.title.value,
        record.headline and record.headline.value,
        record.language and record.language.value,
        [(date.role, date.value) for date in record.dates if date.role != "captured"],
        [(credit.role, [name.name for name in credit.names]) for credit in record.credits],
    )


@pytest.mark.parametrize(
    "name",
    ["html_aeb_dev_00", "html_aeb_dev_01", "html_fundus_dev_00", "html_fundus_dev_01"],
)
def test_pages_through_warc_are_as_through_html(corpora: Path, name: str) -> None:
    path = corpora / "warc_news" / "dev" / f"{name}.warc.gz"
    theirs = list(captures(path))
    seen = 0
    for found, (number, url, payload) in zip(
        convert(path, settings=SETTINGS), theirs, strict=False
    ):
        assert found.source.part == f"!{number}"
        assert found.source.url == url
        assert found.source.data == payload
        (alone,) = convert(Source("page.html", "page.html", payload), settings=SETTINGS)
        assert facts(found) == facts(alone)
        seen += 1
        if seen == PAGES:
            break
    assert seen == min(PAGES, len(theirs))


def test_every_record_is_a_part(corpora: Path) -> None:
    from archivist.readers import Stream
    from archivist.readers.boxes import captures as crawls

    for path in sorted((corpora / "warc_news" / "dev").iterdir()):
        stream = Stream("x", "x", lambda path=path: path.open("rb"))  # type: ignore[misc]
        parts = [part.source.part for part in crawls.split_warc(stream, SETTINGS)]
        assert parts == [f"!{number}" for number, _, _ in captures(path)]


# What is there and what became of it; where warcio counts other than we do, the reason.
ACCOUNT = {
    "fastwarc/clipped.warc.gz": {"R051": 1},  # its one record breaks off
    "fastwarc/warcfile.warc": {"response": 16},
    "iipc/IAH-20080430204825-00000-blackbook-truncated.arc": None,  # warcio stops at its DNS
    "warcio/bad.arc": {"R051": 2, "aside": 1},  # lengths -1 and abc; a body of one line end
    "warcio/example-space-in-target-uri.warc.gz": {"aside": 1},
    "warcio/example-wget-bad-target-uri.warc.gz": {"record": 1, "aside": 2},  # wget's own notes
    "warcio/example-wrong-chunks.warc.gz": {"record": 1},
    "warcio/example.warc": {"record": 1, "aside": 1},
}


def test_odd_crawls_are_accounted_for(corpora: Path) -> None:
    folder = corpora / "warc_conformance"
    for line in (folder / "dev.counts.jsonl").read_text().splitlines():
        counted = json.loads(line)
        file, types = counted["file"], counted["types"]
        if file not in ACCOUNT or ACCOUNT[file] is None:
            continue
        found = list(convert(folder / "dev" / file, settings=SETTINGS))
        assert len(found) == sum(types.get(kind, 0) for kind in CAPTURES), file
        became = Counter(_became(item) for item in found)
        if "response" in ACCOUNT[file]:
            assert not became["R051"]
        else:
            assert became == ACCOUNT[file], file


def _became(found: Conversion) -> str:
    if found.record:
        return "record"
    return "aside" if found.set_aside else found.problems[0].code


def test_where_others_stop_we_go_on(corpora: Path) -> None:
    path = corpora / "warc_conformance/dev/iipc"
    (file,) = path.iterdir()
    found = list(convert(file, settings=SETTINGS))
    places = {(item.source.part or "").partition("#")[0] for item in found}
    lines = re.findall(rb"http://\S+ [\d.]+ \d{14} \S+ \d+\n", file.read_bytes())
    assert len(places) == len(lines) == 7
    assert not [item for item in found if item.record is None and item.set_aside is None]


def test_packings_that_are_not_read_say_so(corpora: Path) -> None:
    for file in sorted((corpora / "warc_conformance/dev/fastwarc").glob("*.lz4")):
        (found,) = convert(file, settings=SETTINGS)
        assert [item.code for item in found.problems] == ["R008"]
        assert "LZ4" in found.problems[0].message
