"""The language of a text is told by its words, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from archivist.extractors.identification import identify
from archivist.extractors.language import Decision, decide, normalise_tag
from archivist.readers import markdown, plain
from archivist.record import Source
from archivist.settings import Settings

OURS = {
    "it": "Il sindaco ha detto che i lavori sul ponte dureranno ancora due mesi.",
    "en": "The mayor said that the work on the bridge would take another two months.",
    "fr": "Le maire a dit que les travaux sur le pont dureraient encore deux mois.",
    "de": "Der Bürgermeister sagte, dass die Arbeiten an der Brücke noch zwei Monate dauern.",
    "es": "El alcalde dijo que las obras del puente durarán todavía dos meses más.",
    "pt": "O presidente da câmara disse que as obras da ponte vão durar ainda dois meses.",
    "nl": "De burgemeester zei dat de werken aan de brug nog twee maanden zullen duren.",
}
SENTENCES = Path(__file__).with_name("languages.tsv").read_text("utf-8").splitlines()
OTHERS = dict(line.split("\t", 1) for line in SENTENCES)
NOTHING = {
    "lorem": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.",
    "Scots": "Aw fowk haes the richt tae gang whaur thay want, an nane shuld be haudit frae hame.",
    "Croatian or Bosnian": "Rekao je da će radovi na mostu trajati još dva mjeseca, a ne tri.",
    "codes": "XJ-4471 B2 90 A7 KL 0x1F 33 QQ",
    "tickers": "SKYLINE <SKX.V> EXPECTS NET IN C$",
    "letter-spaced": "A g e n d a d i d o m a n i : i l p o n t e",
    "names": "Anna Rossi, Max Keller, João da Silva, Ingrid Dahl, Pierre de Martin",
    "signs of two languages": "橋梁工事延期",
    "halves": "Мэр сказал: the work on the bridge",
}


@pytest.mark.parametrize(("code", "text"), OURS.items())
def test_one_sentence_of_ours_is_enough(code: str, text: str) -> None:
    assert identify(text) == code


@pytest.mark.parametrize(("code", "text"), OTHERS.items())
def test_one_sentence_of_another_language_is_enough(code: str, text: str) -> None:
    assert identify(text) == code


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_unknown_rather_than_wrong(text: str) -> None:
    assert identify(text) is None


def test_two_languages_by_halves_are_none() -> None:
    assert identify(OURS["it"] + " " + OURS["en"]) is None


@pytest.mark.parametrize("text", ["", "7", "Grnk 7.", "Roma", "NATO Putin Kursk", "…", "a a a a a"])
def test_too_little_says_nothing(text: str) -> None:
    assert identify(text) is None


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        ("it", "it"),
        ("it_IT", "it-IT"),
        ("PT-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("Italian", "it"),
        ("Deutsch", "de"),
        ("eng", "en"),
        ("ger-AT", "de-AT"),
        ("iw_IL", "he-IL"),
        ("in", "id"),
        ("mul", None),
        ("jp", "ja"),
        ("es_ES.UTF-8", "es-ES"),
        ("de-DE, en-US", None),
        ("und", None),
        ("no such language", None),
        ("", None),
    ],
)
def test_a_tag_is_written_as_bcp_47_has_it(given: str, tag: str | None) -> None:
    assert normalise_tag(given) == tag


def _decide(text: str, **settings: str) -> Decision:
    source = Source("a.md", "a.md", text.encode())
    reader = markdown if text.startswith("---") else plain
    document, _ = reader.read(source, Settings())
    assert document
    return decide(document, Settings(language=settings.get("language")))


def test_the_callers_word_leads() -> None:
    found = _decide("---\nlang: fr\n---\n" + OURS["it"], language="de")
    assert found.value
    assert (found.value.value, found.value.evidence.context, found.tables) == (
        "de",
        "--lang",
        "de",
    )
    assert found.problems == ()


def test_a_declared_language_is_kept_and_checked() -> None:
    found = _decide("---\nlang: fr-CH\n---\n" + OURS["fr"])
    assert found.value
    assert (found.value.value, found.value.evidence.confidence) == ("fr-CH", 100)
    assert found.value.evidence.declared == "front-matter/lang"
    assert (found.tables, found.problems) == ("fr-CH", ())


def test_a_short_text_does_not_overrule_the_declaration() -> None:
    found = _decide("---\nlang: en\n---\n" + OURS["it"])
    assert found.value
    assert (found.value.value, found.tables) == ("en", "it")
    assert [problem.code for problem in found.problems] == ["E004"]


@pytest.mark.parametrize(("code", "tables"), [("it", "it"), ("ja", None), ("uk", None)])
def test_the_words_of_a_long_text_overrule_the_declaration(code: str, tables: str | None) -> None:
    found = _decide("---\nlang: en-US\n---\n" + " ".join([{**OURS, **OTHERS}[code]] * 5))
    assert found.value
    assert (found.value.value, found.tables) == (code, tables)
    assert found.value.evidence.span
    (problem,) = found.problems
    assert (problem.code, "found en-US" in problem.message) == ("E004", True)


@pytest.mark.parametrize(
    ("declared", "code"),
    [("de-AT", "de"), ("no", "nb"), ("zh-Hant-TW", "zh"), ("ku", "ckb"), ("sr-Cyrl-ME", "sr")],
)
def test_a_declaration_that_the_words_allow_is_kept_whole(declared: str, code: str) -> None:
    found = _decide(f"---\nlang: {declared}\n---\n" + " ".join([{**OURS, **OTHERS}[code]] * 5))
    assert found.value
    assert (found.value.value, found.problems) == (declared, ())


def test_a_small_language_is_declared_on_purpose() -> None:
    found = _decide("---\nlang: oc\n---\n" + " ".join([OTHERS["ca"]] * 5))
    assert found.value
    assert (found.value.value, found.problems) == ("oc", ())


def test_a_declaration_leads_where_the_words_say_nothing() -> None:
    found = _decide("---\nlang: fo\n---\n7 : 3")
    assert found.value
    assert (found.value.value, found.tables, found.problems) == ("fo", None, ())


def test_a_script_is_evidence_of_its_own() -> None:
    found = _decide(OTHERS["el"])
    assert found.value
    assert (found.value.value, found.value.evidence.rule) == ("el", "language.script")


def test_words_are_evidence_where_they_stand() -> None:
    found = _decide("  " + OURS["nl"] + "\n")
    assert found.value
    span = found.value.evidence.span
    assert span
    assert (span.start, span.end) == (2, 2 + len(OURS["nl"]))
    assert found.value.evidence.confidence is None
