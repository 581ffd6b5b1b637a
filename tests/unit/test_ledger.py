"""The ledger says the same after writing and reading, and names the line of a damage."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist.collection import ledger
from archivist.collection.ledger import HEADER, DamagedLedger, Row

HOSTILE = st.text(st.sampled_from("ab\"',;\n\r\t\0 =+-@\u2028\ufeff\u202e\U0001f600é"), max_size=12)
CELLS = st.one_of(
    HOSTILE, st.text(max_size=20), st.sampled_from(["", '"', '""', "\r", "\n", "\r\n"])
)
NUMBERS = st.one_of(st.none(), st.integers(0, 2**63 - 1))
ROWS = st.builds(
    Row,
    **{
        field.name: NUMBERS if "int" in str(field.type) else CELLS
        for field in dataclasses.fields(Row)
    },
)


def written(*rows: Row) -> bytes:
    return b"".join(ledger.write(rows))


def read(content: bytes) -> list[Row]:
    return list(ledger.read(io.BytesIO(content), "report.csv"))


@given(st.lists(ROWS, max_size=5))
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read(rows: list[Row]) -> None:
    assert read(written(*rows)) == rows


@given(st.lists(ROWS, max_size=3))
@settings(max_examples=200, deadline=None)
def test_other_programs_read_the_same(rows: list[Row]) -> None:
    text = written(*rows).decode("utf-8", "surrogatepass")
    found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    shown = [["" if v is None else str(v) for v in dataclasses.astuple(row)] for row in rows]
    assert found == [HEADER.split(","), *shown]


@given(st.text(max_size=40).map(lambda s: s.encode("utf-8", "replace")) | st.binary(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_rows_or_damage(tail: bytes) -> None:
    content = HEADER.encode() + b"\n" + tail
    with contextlib.suppress(DamagedLedger):
        assert written(*read(content)) == content


def test_the_columns_are_those_of_the_contract() -> None:
    assert HEADER == (
        "path,part,bytes,sha256,outcome,reason,message,id,accession,shard,offset,line,original,"
        "original_offset,language,date,title,title_kind,warnings,status"
    )
    assert written() == HEADER.encode() + b"\n"


def test_many_rows_come_in_pieces_of_whole_lines() -> None:
    rows = [Row(f"a/{at}.txt", title="x" * 100, bytes=at) for at in range(2000)]
    pieces = list(ledger.write(rows))
    assert len(pieces) > 2
    assert all(piece.endswith(b"\n") for piece in pieces)
    assert read(b"".join(pieces)) == rows


ROW = written(Row("a.txt", bytes=3, title='say "no"')).split(b"\n", 1)[1]
DAMAGES = {
    "empty": (b"", 1, "empty file"),
    "byte order mark": (b"\xef\xbb\xbf" + written(), 1, "columns"),
    "other columns": (b"path,bytes\na.txt,3\n", 1, "columns"),
    "CRLF": (written(Row("a.txt")).replace(b"\n", b"\r\n"), 1, "columns"),
    "CRLF in a row": (written() + b"a.txt,,\r\n", 2, "line break"),
    "cut off": (written(Row("a.txt"))[:-1], 2, "no line end"),
    "quote not closed": (written() + b'"a.txt\n' + ROW, 2, "not closed"),
    "quote within": (written() + ROW + ROW.replace(b"a.txt", b'a"".txt'), 3, "quote"),
    "quotes not needed": (written() + ROW.replace(b"a.txt", b'"a.txt"'), 2, "quote"),
    "a cell less": (written() + ROW.replace(b"a.txt,", b""), 2, "19 cells"),
    "not UTF-8": (written() + ROW.replace(b"a", b"\xe9"), 2, "UTF-8"),
    "zeros before": (written() + ROW.replace(b",3,", b",03,"), 2, "number"),
    "sign": (written() + ROW.replace(b",3,", b",+3,"), 2, "number"),
    "blank": (written() + ROW.replace(b",3,", b", 3,"), 2, "number"),
    "a line between": (written(Row("a\nb")) + b"\n" + ROW, 4, "1 cells"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_said_with_its_line(name: str) -> None:
    content, line, words = DAMAGES[name]
    with pytest.raises(DamagedLedger) as damage:
        read(content)
    assert str(damage.value).startswith(f"report.csv:{line}: ")
    assert words in str(damage.value)


def test_rows_before_the_damage_are_read() -> None:
    rows = ledger.read(io.BytesIO(written(Row("a.txt")) + b"x\n"))
    assert next(rows) == Row("a.txt")
    with pytest.raises(DamagedLedger, match=r"report\.csv:3"):
        next(rows)


def test_a_stray_quote_does_not_take_the_file_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "LONGEST", 100)
    content = io.BytesIO(written() + b'"a\n' + b"b\n" * 10000)
    with pytest.raises(DamagedLedger):
        list(ledger.read(content))
    assert content.tell() < 2000
