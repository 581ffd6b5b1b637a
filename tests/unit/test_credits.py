"""Credit lines and bylines of seven languages: roles by label, names with their places."""

from __future__ import annotations

import pytest

from archivist.extractors import bylines, credit_lines, credits, names, rights
from archivist.record import Block, Evidence, Span

CREDITS = [
    ("it", "Crediti immagine: NATO", [("image", ["NATO"])]),
    ("it", "CREDITI FOTO : Lia Conti", [("image", ["Lia Conti"])]),
    ("it", "Foto di Lia Conti/ANSA", [("photographer", ["Lia Conti"]), ("image", ["ANSA"])]),
    ("it", "(foto Ansa)", [("image", ["Ansa"])]),
    ("it", "Traduzione di Lia Conti", [("translator", ["Lia Conti"])]),
    ("it", "Photo: AP/Dan Hill", [("image", ["AP", "Dan Hill"])]),
    ("en", "REUTERS/Dan Hill", [("image", ["REUTERS", "Dan Hill"])]),
    ("en", "(AP Photo/Dan Hill)", [("image", ["AP Photo", "Dan Hill"])]),
    ("en", "Photo courtesy of the Hill Museum", [("image", ["Hill Museum"])]),
    (
        "en",
        "(Reporting by Dan Hill and Amy Roe; editing by Lou Fox)",
        [("author", ["Dan Hill", "Amy Roe"]), ("editor", ["Lou Fox"])],
    ),
    (
        "fr",
        "Photo par Léa Roy / ABACAPRESS.COM",
        [("photographer", ["Léa Roy"]), ("image", ["ABACAPRESS.COM"])],
    ),
    ("fr", "Crédit photo : Léa Roy", [("image", ["Léa Roy"])]),
    ("fr", "Propos recueillis par Léa Roy", [("author", ["Léa Roy"])]),
    (
        "de",
        "Foto: Jan Kurz (Archiv), via dts Nachrichtenagentur",
        [("image", ["Jan Kurz", "dts Nachrichtenagentur"])],
    ),
    ("de", "(Foto: Jan Kurz (Illustration))", [("image", ["Jan Kurz"])]),
    ("de", "Foto/Quelle: dts", [("image", ["dts"])]),
    ("de", "Jan Kurz/ AP", [("image", ["Jan Kurz", "AP"])]),
    ("es", "EFE/AF/Ana Gil", [("image", ["EFE", "AF", "Ana Gil"])]),
    ("es", "Foto: EFE/Archivo", [("image", ["EFE"])]),
    ("pt", "© Rui Dias/AFP", [("image", ["Rui Dias", "AFP"])]),
    ("pt", "Rui Dias - Lusa", [("image", ["Rui Dias", "Lusa"])]),
    ("pt", "Reportagem de Rui Dias e Ana Gil", [("author", ["Rui Dias", "Ana Gil"])]),
    ("nl", "Foto: ANP/Teun de Wit", [("image", ["ANP", "Teun de Wit"])]),
    ("nl", "Beeld: Teun de Wit", [("image", ["Teun de Wit"])]),
    (None, "Foto: Teun de Wit", [("image", ["Teun de Wit"])]),
    ("de", "Foto: dpa/Jan Kurz", [("image", ["dpa", "Jan Kurz"])]),
    ("de", "dpa/Jan Kurz", [("image", ["dpa", "Jan Kurz"])]),
    ("de", "picture alliance/dpa", [("image", ["picture alliance", "dpa"])]),
    ("de", "© dpa", [("image", ["dpa"])]),
    ("nl", "Beeld Teun de Wit", [("image", ["Teun de Wit"])]),
    ("nl", "foto Teun de Wit/ANP", [("image", ["Teun de Wit", "ANP"])]),
    ("en", "File photo: Dan Hill", [("image", ["Dan Hill"])]),
    (
        "en",
        "Reporting by Dan Hill in Rome, additional reporting by Amy Roe, editing by Lou Fox",
        [("author", ["Dan Hill"]), ("contributor", ["Amy Roe"]), ("editor", ["Lou Fox"])],
    ),
    ("sv", "Foto: Anna Ek/TT", [("image", ["Anna Ek", "TT"])]),
    ("pl", "Fot. Jan Klon/PAP", [("image", ["Jan Klon", "PAP"])]),
    ("ru", "Фото: Анна Рекина/ТАСС", [("image", ["Анна Рекина", "ТАСС"])]),
    ("tr", "Fotoğraf: Ayşe Kaya/AA", [("photographer", ["Ayşe Kaya"]), ("image", ["AA"])]),
    ("ko", "[사진=홍길동 기자]", [("photographer", ["홍길동"])]),
    ("ja", "（写真＝佐藤花子）", [("image", ["佐藤花子"])]),
    ("zh", "（责任编辑：张三）", [("editor", ["张三"])]),
    # no credits
    ("fr", "Photo de famille", []),
    ("de", "Text von gestern", []),
    ("it", "Foto di gruppo con signora", []),
    ("en", "Credit Suisse shares fall", []),
    ("it", "Foto: sì, ma senza flash, ha detto il custode 12345", []),
    ("en", "and/or", []),
    ("en", "Source: it was clear to everybody that this would not last very long at all here", []),
    ("en", "image: /assets/bridge.png", []),
    ("de", "Kiel/Rostock", []),
    ("pt", "© Jornal do Cais 2024", []),
    ("en", "", []),
]


@pytest.mark.parametrize(("language", "line", "expected"), CREDITS)
def test_a_credit_line_says_who_did_what(
    language: str | None, line: str, expected: list[tuple[str, list[str]]]
) -> None:
    found: list[tuple[str, list[str]]] = []
    for part in credit_lines.match(line, language):
        for name in part.names:
            assert line[name.start : name.end] == name.text
            assert part.start <= name.start < name.end <= part.end
        for credit in credits.of_part(line, 0, part, part.names):
            found.append((credit.role, [name.name for name in credit.names]))
    assert found == expected


def test_who_is_named_in_the_article_is_in_the_picture_not_behind_it() -> None:
    text = "Kassel (npd) - Jan Kurz kam an.\n\nFoto: Jan Kurz (Archiv), via npd"
    start = text.index("Foto")
    block = Block("credit", Span(start, len(text)), Evidence("credit.label"))
    (credit,) = credits.read(text, (block,), "de")
    assert [name.name for name in credit.names] == ["npd"]


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("it", "di Lia Conti", ["Lia Conti"]),
        ("it", "a cura di Lia Conti e Ugo De Santis", ["Lia Conti", "Ugo De Santis"]),
        ("it", "Redazione Esteri", ["Redazione Esteri"]),
        ("en", "By DAN HILL and AMY ROE", ["DAN HILL", "AMY ROE"]),
        ("en", "By Dan Hill, The Hill Gazette", ["Dan Hill"]),
        ("en", "By Dan Hill, Amy Roe and Lou Fox", ["Dan Hill", "Amy Roe", "Lou Fox"]),
        ("fr", "Par Léa Roy ·", ["Léa Roy"]),
        ("fr", "Par AFP", ["AFP"]),
        ("de", "Von Jan Kurz", ["Jan Kurz"]),
        ("de", "Aus Pretoria berichtet Jan Kurz", ["Jan Kurz"]),
        ("de", "Ein Kommentar von Jan Kurz", ["Jan Kurz"]),
        ("en", "By Dan Hill, AP Business Writer", ["Dan Hill", "AP"]),
        ("en", "Dan Hill, Staff Writer", ["Dan Hill"]),
        ("en", "By the Editorial Board", ["Editorial Board"]),
        ("en", "By Dan Hill @danhill", ["Dan Hill"]),
        ("en", "By Dan Hill Published 3 May 2024", ["Dan Hill"]),
        ("fr", "Par Léa Roy (avec AFP)", ["Léa Roy", "AFP"]),
        ("fr", "De notre envoyé spécial à Lyon, Luc Petit", ["Luc Petit"]),
        ("de", "Von Jan Kurz, dpa", ["Jan Kurz", "dpa"]),
        ("es", "Ana Gil, corresponsal en Roma", ["Ana Gil"]),
        ("nl", "Door Teun van der Wit en An de Boer", ["Teun van der Wit", "An de Boer"]),
        ("sv", "Av Anna Ek", ["Anna Ek"]),
        ("hu", "Írta: Kovács Péter", ["Kovács Péter"]),
        ("el", "Του Γιάννη Γέφυρα", ["Γιάννη Γέφυρα"]),
        ("id", "Oleh Budi Santoso", ["Budi Santoso"]),
        ("ar", "بقلم أحمد علي", ["أحمد علي"]),
        ("ja", "山田太郎記者", ["山田太郎"]),
        ("ko", "홍길동 기자 hong@gazette.example", ["홍길동"]),
        ("zh", "记者 张三", ["张三"]),
        ("es", "Por Ana Gil*, columnista del diario, de Madrid", ["Ana Gil"]),
        ("pt", "Por Ana Santa-Bárbara 16 Novembro, 2022 • 18:06", ["Ana Santa-Bárbara"]),
        ("nl", "Door Teun de Wit", ["Teun de Wit"]),
        ("nl", "Van onze verslaggever", ["Van onze verslaggever"]),
    ],
)
def test_a_byline_names_people_or_a_desk(language: str, line: str, expected: list[str]) -> None:
    found = bylines.match(line, language)
    assert found
    assert [name.text for name in found.names] == expected
    assert all(line[name.start : name.end] == name.text for name in found.names)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("it", "Di Maio"),
        ("it", "Di Maio attacca il governo"),
        ("it", "Di ritorno da Bari la sindaca ha detto di no."),
        ("en", "By Monday"),
        ("en", "By the time Dan Hill came it was over"),
        ("de", "Von der Leyen reist nach Kiew"),
        ("de", "Von Kasseler Kunst."),
        ("fr", "Par ailleurs, le pont reste fermé"),
        ("nl", "Door de regen is de brug dicht"),
        (None, "By Dan Hill"),
    ],
)
def test_a_sentence_is_no_byline(language: str | None, line: str) -> None:
    assert bylines.match(line, language) is None


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("© Agenzia Ponte - Riproduzione riservata", "Agenzia Ponte"),
        ("Riproduzione riservata © Copyright ANSA", "ANSA"),
        ("© Copyright LaPresse - Riproduzione Riservata", "LaPresse"),
        ("Copyright 2010 The Bridge Company. All rights reserved.", "The Bridge Company"),
        ("© Ponte vom 24.07.2021", "Ponte"),
        ("Tous droits réservés", None),
        ("Alle Rechte vorbehalten.", None),
    ],
)
def test_rights_are_no_credits(line: str, holder: str | None) -> None:
    assert rights.is_notice(line)
    assert rights.holder(line) == holder
    assert credit_lines.match(line, "it") == ()


def test_names_keep_their_particles_and_lose_what_names_nobody() -> None:
    found = names.split("Jan van der Laan / Handout, via dpa", "nl")
    assert [(name.text, name.agency) for name in found] == [
        ("Jan van der Laan", False),
        ("dpa", True),
    ]
