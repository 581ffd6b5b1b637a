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


# A sentence of a language, and what its old files are in: none of it is ours to guess.
FOREIGN = [
    (
        "cp1251 koi8-r cp866 iso8859-5 mac-cyrillic",
        "Мэр города сказала, что пожар на мельнице никому не повредил.",
    ),
    ("cp1251 koi8-u", "Мер міста сказав, що пожежа нікому не зашкодила."),
    ("cp1253 iso8859-7 cp737 mac-greek", "Ο δήμαρχος είπε ότι κανείς δεν τραυματίστηκε στον μύλο."),
    ("cp1250 iso8859-2 cp852", "Burmistrz powiedział, że nikt nie został ranny, gdy spłonął młyn."),
    ("cp1250 iso8859-2 cp852", "Starosta řekl, že při požáru starého mlýna nebyl nikdo zraněn."),
    (
        "cp1250 iso8859-2 cp852",
        "A polgármester szerint senki sem sérült, bár leégett az őrzött malom, és jöttek tűzoltók.",
    ),
    (
        "cp1254 iso8859-9 cp857",
        "Belediye başkanı, değirmen yandığında kimsenin yaralanmadığını söyledi.",
    ),
    (
        "cp1257 iso8859-13",
        "Meras sakė, kad niekas nenukentėjo, kai sudegė senas malūnas, šąla ąžuolas.",
    ),
    ("cp1255 iso8859-8", "ראש העיר אמר כי איש לא נפגע כאשר נשרפה הטחנה."),
    ("cp1256 iso8859-6", "قال رئيس البلدية إن أحدا لم يصب في الطاحونة."),
    ("tis-620", "นายกเทศมนตรีกล่าวว่าไม่มีใครได้รับบาดเจ็บ"),
    ("shift_jis euc_jp", "市長は、水車小屋が燃えたとき誰もけがをしなかったと言った。"),
    ("gb18030", "市长说，旧磨坊着火时没有人受伤。"),
    ("euc-kr", "시장은 방앗간이 불탔을 때 아무도 다치지 않았다고 말했다."),
]


@pytest.mark.parametrize(
    ("printed", "encoding"),
    [(printed, name) for names, printed in FOREIGN for name in names.split()],
)
def test_letters_of_other_languages_are_never_guessed(printed: str, encoding: str) -> None:
    for sentences in (1, 20):
        found = decode((printed + "\n").encode(encoding, "ignore") * sentences, "a.txt")
        assert isinstance(found, Problem), found
        assert (found.code, found.location.line) == ("R003", 1)


OLD = [
    (
        "mac-roman cp850 cp437",
        "Il sindaco è certo: perché la città è già così, nessuno sarà più là.",
    ),
    ("mac-roman", "Le maire a déclaré : « C’est terminé », où la forêt brûle à côté."),
    (
        "mac-roman cp850 cp437",
        "Der Bürgermeister erklärte, die alte Mühle gehöre früher oder später saniert.",
    ),
    ("mac-roman cp850 cp437", "El niño comió después; según él, mañana habrá más corazón y razón."),
    ("mac-roman cp850", "O prefeito não tem razão: a situação é má, há três pães à mão."),
    ("iso8859-15 cp1252", "Precio de 5 € en España, según él; más caro fue el año pasado aquí."),
]


@pytest.mark.parametrize(
    ("printed", "encoding"),
    [(printed, name) for names, printed in OLD for name in names.split()],
)
def test_letters_of_our_languages_are_found_in_old_files(printed: str, encoding: str) -> None:
    decoded = decode(printed.encode(encoding), "a.txt")
    assert isinstance(decoded, Decoded)
    assert decoded.text == printed


@pytest.mark.parametrize(
    "printed",
    [
        "The café in Malmö was closed, the mayor said on Monday, and so was the school. " * 3,
        "González erklärte, die Premiere in Hannover werde verschoben. Die Karten würden gültig "
        "bleiben, das Publikum müsse Geduld haben, hieß es. Für Schüler wäre der Eintritt frei.",
        "“Don’t go,” she said — it costs £5 · 20°C · ½ mile · 30 m² · §5 · n.º 3.",
        "M.\u00a0Dupont a dit\u00a0: «\u00a0C’est déjà l’été\u00a0».",
    ],
)
def test_names_and_marks_of_print_are_no_obstacle(printed: str) -> None:
    decoded = decode(printed.encode("cp1252"), "a.txt")
    assert isinstance(decoded, Decoded)
    assert (decoded.text, decoded.encoding.value) == (printed, "cp1252")


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_two_letters_are_too_few_for_a_rare_encoding(encoding: str) -> None:
    assert isinstance(decode("la più bella, perché no".encode(encoding), "a.txt"), Problem)


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


@pytest.mark.parametrize(
    ("data", "encoding", "said"),
    [
        (b"\xff\xfea\0b", None, "is not utf-16-le, as its first bytes say"),
        (b"caff\xe8", "ascii", "byte 0xE8 at offset 4 is not ascii, as --encoding says"),
        (
            "Мэр города".encode("koi8-r"),
            None,
            "is not UTF-8, and no other encoding fits the letters",
        ),
    ],
)
def test_what_was_tried_is_said(data: bytes, encoding: str | None, said: str) -> None:
    found = decode(data, "a.txt", encoding=encoding)
    assert isinstance(found, Problem)
    assert said in found.message


def test_wide_letters_are_told_how_to_be_read() -> None:
    printed = "東京の市長は言った。雨が降る。"
    found = decode(printed.encode("utf-16-le"), "a.txt")
    assert isinstance(found, Problem)
    assert (found.code, "--encoding utf-16-le" in (found.hint or "")) == ("R002", True)
    decoded = decode(printed.encode("utf-16-le"), "a.txt", encoding="utf-16-le")
    assert isinstance(decoded, Decoded)
    assert decoded.text == printed


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
