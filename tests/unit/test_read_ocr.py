"""Pages of text recognition: regions in reading order, lines and hyphens as printed."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archivist import Settings, Source, convert
from archivist.pipeline import Conversion

EXAMPLES = Path(__file__).parents[2] / "samples"


def converted(name: str, data: bytes | None = None) -> Conversion:
    content = (EXAMPLES / name).read_bytes() if data is None else data
    (found,) = convert(Source(name, name, content), settings=Settings(as_of="2026-01-01T00:00:00Z"))
    return found


def test_page_xml_is_read_in_reading_order() -> None:
    record = converted("page.xml").record
    assert record
    assert record.text.split("\n") == [
        "Inland",
        "",
        "Höfen, 2. Mai. Die neue Brücke über die Sal-",
        "zach ward heute feierlich eröffnet.",
    ]
    assert record.blocks[0].role == "subhead"
    assert record.headline is None
    assert [i.value for i in record.identifiers] == ["bote-1894-05-02-1.tif"]


def test_alto_keeps_hyphens() -> None:
    record = converted("page.alto.xml").record
    assert record
    assert record.text == "The tide mill at Port-\nhaven stood still."
    assert record.language
    assert record.language.evidence.declared == "TextBlock/@LANG"


def test_what_is_broken_or_empty_is_said() -> None:
    assert [p.code for p in converted("a.xml", b"<alto><x>").problems] == ["R040"]
    assert [p.code for p in converted("a.xml", b"<PcGts/>").problems] == ["R005"]


PIECES = (
    *(b"<Page>", b"</Page>", b"<TextRegion id='a' type='x'>", b"<TextEquiv index='-1'>"),
    *(b"<TextBlock LANG='zz'>", b"<TextLine>", b"<String/>", b"<HYP/>", b"</TextLine>"),
)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"<PcGts>", b"<alto>", b"<alto xmlns='x'>"]),
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=9)),
    st.sampled_from([b"</alto>", b"</PcGts>", b""]),
)
def test_no_bytes_make_it_fail(start: bytes, middle: list[bytes], end: bytes) -> None:
    found = converted("a.xml", start + b"".join(middle) + end)
    assert found.record or found.problems
