"""The language of a text is told by its words, or not at all."""

from __future__ import annotations

import pytest

from archivist.extractors.language import Decision, decide, identify, normalise_tag
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
OTHERS = {
    "ca": "L'alcalde ha dit que les obres del pont encara duraran dos mesos, però no gaire.",
    "gl": "O alcalde dixo que as obras da ponte aínda durarán dous meses, pero non son as únicas.",
    "ro": "Primarul a spus că lucrările la pod vor mai dura două luni, dar nu sunt singurele.",
    "da": "Borgmesteren sagde, at arbejdet på broen vil vare to måneder mere, men det er ikke alt.",
    "sv": "Borgmästaren sade att arbetet på bron tar två månader till, men inte mer än så.",
    "nb": "Ordføreren sa at arbeidet på broen vil ta to måneder til, men det er ikke alt.",
    "af": "Die burgemeester het gesê dat die werk aan die brug nog twee maande sal duur.",
    "lb": "De Buergermeeschter sot, datt d'Aarbechten op der Bréck nach zwee Méint daueren.",
    "pl": "Burmistrz powiedział, że prace na moście potrwają jeszcze dwa miesiące.",
    "hu": "A polgármester azt mondta, hogy a hídon a munka még két hónapig tart.",
    "tr": "Belediye başkanı köprüdeki çalışmaların iki ay daha süreceğini söyledi.",
    "el": "Ο δήμαρχος είπε ότι οι εργασίες στη γέφυρα θα διαρκέσουν ακόμη δύο μήνες.",
    "ar": "قال رئيس البلدية إن العمل على الجسر سيستمر شهرين آخرين.",
    "zh": "市长说，桥上的工程还需要两个月。",
    "la": "Praefectus dixit opera in ponte duos menses esse duratura, sed non omnia perfici posse.",
    "lorem": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor.",
}


@pytest.mark.parametrize(("code", "text"), OURS.items())
def test_one_sentence_of_ours_is_enough(code: str, text: str) -> None:
    assert identify(text) == code


@pytest.mark.parametrize(("code", "text"), OTHERS.items())
def test_other_languages_are_none_of_ours(code: str, text: str) -> None:
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


def test_words_that_contradict_the_declaration_choose_the_tables() -> None:
    found = _decide("---\nlang: en\n---\n" + OURS["it"] * 2)
    assert found.value
    assert (found.value.value, found.tables) == ("en", "it")
    assert [problem.code for problem in found.problems] == ["E004"]


def test_words_are_evidence_where_they_stand() -> None:
    found = _decide("  " + OURS["nl"] + "\n")
    assert found.value
    span = found.value.evidence.span
    assert span
    assert (span.start, span.end) == (2, 2 + len(OURS["nl"]))
    assert found.value.evidence.confidence is None
