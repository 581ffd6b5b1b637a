"""The decoding ladder: letters are found or refused, never guessed into other letters."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist import text
from archivist.problems import Problem
from archivist.text import Decoded, decode

PRINTED = {
    "it": "«Perché», disse l’assessore, «la città è già così»",
    "fr": "L’été où l’œuvre coûtait 5 € — « ça suffit », dit-elle à Noël",
    "de": "Der Bürgermeister sagte: „Größe zählt für Übermüdete“",
    "es": "¿Qué pasó mañana? El niño comió en La Coruña",
    "pt": "Não há razão para a situação de São João",
    "nl": "De coördinator zei: ‘één ideeën, géén zeeën’",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("language", PRINTED)
def test_unicode_encodings_give_the_text(language: str, encoding: str) -> None:
    decoded = decode(PRINTED[language].encode(encoding), "a.txt")
    assert isinstance(decoded, Decoded)
    assert decoded.text == PRINTED[language]


@pytest.mark.parametrize("language", PRINTED)
def test_windows_text_gives_the_letters_with_evidence(language: str) -> None:
    decoded = decode(PRINTED[language].encode("cp1252"), "a.txt")
    assert isinstance(decoded, Decoded)
    assert decoded.text == PRINTED[language]
    assert decoded.encoding.value == "cp1252"
    assert decoded.encoding.evidence.rule == "decode.letters-fit"
    assert decoded.encoding.evidence.confidence is None


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_old_machines_are_read_where_their_letters_fit(encoding: str) -> None:
    printed = "perché la città è già così, più o meno"
    decoded = decode(printed.encode(encoding), "a.txt")
    assert isinstance(decoded, Decoded)
    assert (decoded.text, decoded.encoding.value) == (printed, encoding)


@pytest.mark.parametrize(
    "data",
    [
        "Привет, мир".encode("cp1251"),
        "perché è già\n".encode() + b"\xff\xfe broken",
        "日本語のニュース".encode("shift_jis"),
    ],
)
def test_letters_that_fit_nothing_are_refused_with_the_place(data: bytes) -> None:
    found = decode(data, "a.txt")
    assert isinstance(found, Problem)
    assert found.code == "R003"
    assert "--encoding" in (found.hint or "")
    assert found.location.line == data.count(b"\n") + 1


def test_the_callers_word_leads() -> None:
    decoded = decode("Привет".encode("cp1251"), "a.txt", encoding="windows-1251")
    assert isinstance(decoded, Decoded)
    assert decoded.text == "Привет"
    assert decoded.encoding.evidence.context == "--encoding"


@pytest.mark.parametrize("data", [b"%PDF-1.4 x", b"\x89PNG\r\n", bytes(range(32)) * 20])
def test_binary_files_say_what_they_are(data: bytes) -> None:
    found = decode(data, "a.txt")
    assert isinstance(found, Problem)
    assert found.code == "R002"


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_problem(data: bytes) -> None:
    found = decode(data, "a.txt")
    if isinstance(found, Decoded):
        found.text.encode("utf-8")  # no lone surrogate
    else:
        assert found.code in {"R002", "R003"}


def test_a_paragraph_of_a_megabyte_costs_no_more_than_itself() -> None:
    printed = "word " * 200_000
    tracemalloc.start()
    (block,) = text.paragraphs(printed)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert block.span.end == len(printed) - 1
    assert peak < 5 * len(printed)


@given(st.text(alphabet=st.sampled_from("a \t\r\n\f\u2028\x0b\u00a0é."), max_size=60))
def test_only_white_space_lies_outside_paragraphs(printed: str) -> None:
    spans = [block.span for block in text.paragraphs(printed)]
    outside, at = "", 0
    for span in spans:
        assert at <= span.start < span.end
        assert span.of(printed) == span.of(printed).strip()
        outside += printed[at : span.start]
        at = span.end
    assert (outside + printed[at:]).strip() == ""


@given(st.text(alphabet=st.sampled_from("a\r\n"), max_size=20), st.data())
def test_line_and_column_lead_back_to_the_offset(printed: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(printed)))
    line, column = text.line_and_column(printed, offset)
    lines = printed.splitlines(keepends=True) or [""]
    before = sum(map(len, lines[: line - 1]))
    assert before + column - 1 == offset
