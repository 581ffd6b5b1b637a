"""What is odd in a text is noted where it stands, and what only looks odd is not."""

from __future__ import annotations

import pytest

from archivist import text as texts
from archivist.extractors import notes


def read(text: str, language: str | None = "it") -> list[tuple[str, str]]:
    found = notes.read(text, tuple(texts.paragraphs(text)), language)
    return [(note.code, note.span.of(text)) for note in found]


@pytest.mark.parametrize(
    ("language", "text", "code", "surface"),
    [
        ("it", "fino a Recco.Chi parla", "glued-sentences", "Recco.Chi"),
        ("it", "le azioni.L'altra riva", "glued-sentences", "azioni.L'altra"),
        ("fr", "le pont est ouvert.Élise passe", "glued-sentences", "ouvert.Élise"),
        ("en", "is it open?Nobody knows", "glued-sentences", "open?Nobody"),
        ("it", "si è detto si è detto che", "doubled-words", "si è detto si è detto"),
        ("it", "il cantiere cantiere apre", "doubled-words", "cantiere cantiere"),
        ("en", "over the the bridge", "doubled-words", "the the"),
        (
            "de",
            "über die Brücke über die Brücke",
            "doubled-words",
            "über die Brücke über die Brücke",
        ),
        ("it", "le Nazioni Unite ;", "space-before-punctuation", " ;"),
        ("fr", "le pont , dit-il", "space-before-punctuation", " ,"),
        ("it", "R o m a , 2 9 s e t . - il ponte", "letter-spaced", "R o m a , 2 9 s e t . -"),
        ("it", "il perchÃ© del ponte", "mojibake", "Ã©"),
        ("de", "die BrÃ¼cke", "mojibake", "Ã¼"),
        ("en", "the bridgeâ€™s", "mojibake", "â€™"),
        ("en", "a bro\ufffdken letter", "mojibake", "\ufffd"),
        ("de", "Brücken\u00adbau", "hidden-characters", "\u00ad"),
        ("en", "zero\u200bwidth", "hidden-characters", "\u200b"),
    ],
)
def test_an_oddity_is_noted(language: str, text: str, code: str, surface: str) -> None:
    assert (code, surface) in read(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "la Ponte S.p.A. ha detto"),
        ("it", "su www.Ponte.it e Booking.com"),
        ("it", "file.Name/other e nome@Host.It"),
        ("en", "a Ph.D. student of U.S. law"),
        ("de", "z.B. der e.V. und u.a. mehr"),
        ("it", "piano piano il ponte riapre"),
        ("en", "that that bridge had had"),
        ("de", "die, die die Brücke sahen"),
        ("fr", "nous nous voyons ; il dit : « oui ! »"),
        ("en", "Duran Duran played in Baden Baden"),
        ("en", "no no no no no"),
        ("en", "It is open. It is open."),
        ("pt", "São João e Ângela, Âmbar e Ãa"),
        ("it", "1 2 3 4"),
        (None, "le pont ; il dit : oui"),
        (None, "köprü yavaş yavaş açıldı"),
    ],
)
def test_what_is_meant_so_is_not_noted(language: str | None, text: str) -> None:
    assert read(text, language) == []


def test_a_hard_wrapped_paragraph_is_noted_as_a_whole() -> None:
    column = (
        "The old bridge over the stream opened again on Monday after a\n"
        "year of work that nobody had expected to take so long, and the\n"
        "mayor said that it would not be closed again before the end of\n"
        "the century.\n"
    )
    assert read(column, "en") == [("hard-wrapped", column.strip())]


def test_lines_that_are_paragraphs_are_not_wrapped() -> None:
    line = "The old bridge opened again on Monday, the mayor said.\n"
    assert read(line * 1 + "Nobody had thought so.\n" + "It took a year.\n", "en") == []


def test_notes_come_in_the_order_of_the_text_and_end() -> None:
    text = "Recco.Chi parla. " * 5000
    found = read(text)
    assert len(found) == notes.MOST
    assert found[0] == ("glued-sentences", "Recco.Chi")
