"""The dates of an article as printed and declared; none is padded, guessed or thrown away."""

from __future__ import annotations

import pytest

from archivist.extractors import chronology, datelines, language, layout
from archivist.extractors.chronology import Chronology
from archivist.readers import markdown, plain
from archivist.record import Source
from archivist.settings import Settings

BODY = {
    "it": "Il vecchio ponte sul torrente riapre domani dopo un anno, ha detto la sindaca.",
    "en": "The old bridge over the stream opens again after a year of work, the mayor said.",
    "fr": "Le vieux pont sur le torrent rouvre demain après un an de travaux, a dit la maire.",
    "de": "Die alte Brücke über den Bach wird morgen nach einem Jahr wieder geöffnet, hieß es.",
    "es": "El viejo puente sobre el torrente abre mañana tras un año de obras, dijo la alcaldesa.",
    "pt": "A velha ponte sobre a ribeira reabre amanhã depois de um ano de obras, disse a autarca.",
    "nl": "De oude brug over de beek gaat morgen na een jaar weer open, zei de burgemeester.",
}


def read(text: str, settings: Settings = Settings()) -> Chronology:
    reader = markdown if text.startswith("---") else plain
    document, _ = reader.read(Source("a", "a", text.encode()), settings)
    assert document
    tables = language.decide(document, settings).tables
    blocks = layout.arrange(document.text, document.blocks, tables)
    line = datelines.parts(document.text, blocks, tables)
    found = chronology.read(document, blocks, line, tables, settings)
    for date in found.dates:
        if date.evidence.span:
            assert date.evidence.span.of(document.text) == date.verbatim
    return found


def values(text: str, settings: Settings = Settings()) -> list[tuple[str, str]]:
    return [(date.role, date.value) for date in read(text, settings).dates]


@pytest.mark.parametrize(
    ("code", "line", "expected"),
    [
        ("it", "Pubblicato il 3 maggio 2024", [("published", "2024-05-03")]),
        ("it", "Aggiornato il 3/5/2024 alle ore 10.15", []),
        (
            "it",
            "Aggiornato il 23/5/2024 alle ore 10.15",
            [("modified", "2024-05-23T10:15:00")],
        ),
        ("it", "venerdì 3 maggio 2024", [("published", "2024-05-03")]),
        ("en", "Friday, May 3, 2024", [("published", "2024-05-03")]),
        ("en", "Updated: 23-05-2024 03:03 IST", [("modified", "2024-05-23T03:03:00")]),
        ("en", "Oct. 25, 2024, 2:03 p.m. ET", [("published", "2024-10-25T14:03:00")]),
        ("en", "Fri 25 Oct 2024 06.00 EDT", [("published", "2024-10-25T06:00:00-04:00")]),
        (
            "en",
            "Published 3 May 2024, last updated 4 May 2024",
            [("published", "2024-05-03"), ("modified", "2024-05-04")],
        ),
        ("fr", "Publié le 3 mai 2024 à 10h15", [("published", "2024-05-03T10:15:00")]),
        (
            "fr",
            "Publié le 25/10/2024 à 14:03, mis à jour le 26/10/2024 à 9h10",
            [("published", "2024-10-25T14:03:00"), ("modified", "2024-10-26T09:10:00")],
        ),
        ("fr", "Mis à jour le 23/05/2024 à 15:17", [("modified", "2024-05-23T15:17:00")]),
        (
            "fr",
            "information fournie par AFP Video • 23/05/2024 à 15:17",
            [("published", "2024-05-23T15:17:00")],
        ),
        ("de", "Aktualisiert am 3. Mai 2024 um 10.15 Uhr", [("modified", "2024-05-03T10:15:00")]),
        ("de", "25.10.2024 | 14:03 Uhr", [("published", "2024-10-25T14:03:00")]),
        ("de", "Stand: 03. Mai 2024", [("published", "2024-05-03")]),
        (
            "es",
            "Actualizado el 3 de mayo de 2024 a las 10:15",
            [("modified", "2024-05-03T10:15:00")],
        ),
        (
            "pt",
            "Publicado em 3 de maio de 2024 às 10:15",
            [("published", "2024-05-03T10:15:00")],
        ),
        ("pt", "Por Rui Dias 3 Maio, 2024 • 10:15", [("published", "2024-05-03T10:15:00")]),
        ("nl", "Gepubliceerd op 3 mei 2024", [("published", "2024-05-03")]),
        (
            "nl",
            "Laatst bijgewerkt: 2024-05-03T10:15:30+02:00",
            [("modified", "2024-05-03T10:15:30+02:00")],
        ),
    ],
)
def test_a_date_line_says_what_happened_when(
    code: str, line: str, expected: list[tuple[str, str]]
) -> None:
    assert values(f"{line}\n\n{BODY[code]}\n") == expected


@pytest.mark.parametrize("code", BODY)
def test_dates_in_running_text_are_not_the_articles(code: str) -> None:
    assert values(f"{BODY[code]} 3 May 2024, 2024-05-03, 03.05.2024.\n\n{BODY[code]}\n") == []


def test_the_header_has_the_precision_that_it_has() -> None:
    found = read(f" date 2024-10 {BODY['it']}\n")
    assert [(d.role, d.value, d.verbatim, d.evidence.rule) for d in found.dates] == [
        ("published", "2024-10", "2024-10", "date.header")
    ]


@pytest.mark.parametrize(
    ("header", "dateline", "value"),
    [
        ("2024-10", "25 OTT", "2024-10-25"),
        ("2024", "25 OTT", "2024-10-25"),
        ("2024", "25 DIC", "XXXX-12-25"),
        ("2024-01", "30 DIC", "2023-12-30"),
        ("2024-10-25", "24 OTT", "2024-10-24"),
        ("2024-10", "3 MAR", "XXXX-03-03"),
        ("2024-10", "25 OTT 2023", "2023-10-25"),
    ],
)
def test_the_year_of_a_dateline_is_the_files_where_only_one_can_be_meant(
    header: str, dateline: str, value: str
) -> None:
    text = f" date {header} (ANSA) - BARI, {dateline} - {BODY['it']}\n"
    found = read(text)
    assert found.dateline == 1
    assert found.dates[1].role == "dateline"
    assert found.dates[1].value == value


def test_without_any_year_it_stays_open() -> None:
    assert values(f"(ANSA) - BARI, 25 OTT - {BODY['it']}\n") == [("dateline", "XXXX-10-25")]


def test_an_order_given_by_the_caller_is_used() -> None:
    text = f"Pubblicato il 03/04/2024\n\n{BODY['it']}\n"
    assert values(text) == []
    assert values(text, Settings(date_order="dmy")) == [("published", "2024-04-03")]
    assert values(text, Settings(date_order="mdy")) == [("published", "2024-03-04")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Pubblicato il 03/04/2024", "E001"),
        ("Pubblicato il 31 giugno 2024", "E002"),
        ("Pubblicato il 31/06/2024", "E002"),
    ],
)
def test_what_cannot_be_read_is_a_problem_at_its_place(line: str, code: str) -> None:
    found = read(f"Il ponte riapre\n\n{line}\n\n{BODY['it']}\n")
    (problem,) = found.problems
    assert (problem.code, problem.severity) == (code, "warning")
    assert (problem.location.line, problem.location.column) == (3, 15)
    assert line[14:] in problem.message
    assert found.dates == ()


def test_sources_that_disagree_are_all_kept() -> None:
    text = f" date 2024-10 {BODY['it']}\n\n{BODY['it']}\n\nPubblicato il 3 marzo 2023\n"
    found = read(text)
    assert [date.value for date in found.dates] == ["2024-10", "2023-03-03"]
    assert [(p.code, p.path, p.location.line) for p in found.problems] == [("E003", "/dates/1", 5)]


@pytest.mark.parametrize(
    ("declared", "printed", "codes"),
    [
        ("2024-10-24T22:30:00Z", "25 ottobre 2024", []),
        ("2024-10-23T22:30:00Z", "25 ottobre 2024", ["E003"]),
        ("2024-10-24", "25 ottobre 2024", ["E003"]),
        ("2024-10-25T14:03:00+02:00", "25 ottobre 2024 ore 14.03", []),
    ],
)
def test_an_instant_is_of_another_day_elsewhere(
    declared: str, printed: str, codes: list[str]
) -> None:
    found = read(f"---\ndate: {declared}\n---\nPubblicato il {printed}\n\n{BODY['it']}\n")
    assert [problem.code for problem in found.problems] == codes
    assert len(found.dates) == 2


def test_what_is_stated_twice_is_kept_once() -> None:
    found = read(f"---\ndate: 2024-10-25\npublished: 25 October 2024\n---\n{BODY['en']}\n")
    assert [date.value for date in found.dates if date.role == "published"] == ["2024-10-25"]


@pytest.mark.parametrize(
    ("header", "dateline", "codes"),
    [
        ("2024-10-25", "25 OTT 2024", []),
        ("2024-10-25", "26 OTT 2024", []),
        ("2024-10-25", "28 OTT 2024", ["E003"]),
        ("2024-10-25", "3 MAG 2024", []),
        ("2024-10-25", "3 MAG 2019", ["E003"]),
    ],
)
def test_a_dateline_is_of_the_days_before_publication(
    header: str, dateline: str, codes: list[str]
) -> None:
    found = read(f" date {header} (ANSA) - BARI, {dateline} - {BODY['it']}\n")
    assert [problem.code for problem in found.problems] == codes
    assert len(found.dates) == 2


@pytest.mark.parametrize(
    ("declared", "value"),
    [("2024-10-26", "2024-10-25"), ("2024-11", "2024-10-25"), ("2024", "2024-10-25")],
)
def test_a_labelled_day_takes_its_year_from_the_source(declared: str, value: str) -> None:
    line = "Pubblicato il 25 ottobre alle 14.30"
    found = read(f"---\ndate: {declared}\n---\n{line}\n\n{BODY['it']}\n")
    assert [date.value for date in found.dates] == [declared, value]
    assert found.dates[1].evidence.rule == "date.label-year"
    assert values(f"{line}\n\n{BODY['it']}\n") == [("published", "XXXX-10-25")]


def test_a_day_without_year_and_label_is_no_date_line() -> None:
    assert values(f"Il 25 ottobre\n\n{BODY['it']}\n") == []


def test_articles_change_more_than_once() -> None:
    text = f"Updated 3 May 2024\n\n{BODY['en']}\n\nUpdated 8 May 2024\n"
    assert read(text).problems == ()


def test_a_more_precise_date_does_not_disagree() -> None:
    text = f" date 2024-10 {BODY['it']}\n\n{BODY['it']}\n\nPubblicato il 3 ottobre 2024\n"
    assert read(text).problems == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-05-03", "2024-05-03"),
        ("2024-05", "2024-05"),
        ("2024-05-03 10:15:30 +0200", "2024-05-03T10:15:30+02:00"),
        ("2024-05-03T10:15:30.123Z", "2024-05-03T10:15:30Z"),
        ("2024-05-03 10:15", "2024-05-03T10:15:00"),
        ("2024-05-03T10:15+02:00", "2024-05-03T10:15:00+02:00"),
        ("20240503T101530Z", "2024-05-03T10:15:30Z"),
        ("20240503", "2024-05-03"),
        ("Thu, 3 May 2024 10:15:30 GMT", "2024-05-03T10:15:30Z"),
        ("Fri, 3 May 24 10:15:30 GMT", "2024-05-03T10:15:30Z"),
        ("Fri, 3 May 2024 10:15 +0200", "2024-05-03T10:15:00+02:00"),
        ("Fri, 3 May 2024 10:15:30 CEST", "2024-05-03T10:15:30+02:00"),
        ("Fri, 3 May 2024 10:15:30 EST", "2024-05-03T10:15:30-05:00"),
        ("Fri, 3 May 2024 59:10 -0500", "2024-05-03"),
        ("Fri, 3 May 2024 10:15:30 H0500", "2024-05-03T10:15:30"),
        ("2024-05-03T99:00:00Z", "2024-05-03"),
        ("20240503101530", "2024-05-03T10:15:30"),
        ("Fri May 3 10:15:30 CEST 2024", "2024-05-03T10:15:30+02:00"),
        ("Posted on May 3, 2024 by admin", "2024-05-03"),
        ("2024-05-03T10:15:30+02:00[Europe/Rome]", "2024-05-03T10:15:30+02:00"),
        ("Publié le 25/10/2024 à 14:03, mis à jour le 26/10/2024", "2024-10-25T14:03:00"),
        ("2024-05-03T00:00:00Z", "2024-05-03"),
        ("2024-05-03 00:00:00 -0400", "2024-05-03"),
        ("2024-05-03 10:15:30 -4", "2024-05-03T10:15:30-04:00"),
        ("Fri, 3 May 2024 10:15:30 GMT", "2024-05-03T10:15:30Z"),
        ("May 3, 2024", "2024-05-03"),
        ("circa 1924", "1924~"),
        ("1984~", "1984~"),
    ],
)
def test_declared_dates_are_certain(value: str, expected: str) -> None:
    found = read(f'---\ndate: "{value}"\n---\n{BODY["en"]}\n')
    (date,) = found.dates
    assert (date.role, date.value, date.verbatim) == ("published", expected, value)
    assert (date.evidence.declared, date.evidence.confidence) == ("front-matter/date", 100)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("04/03/2024", "E001"),
        ("2024-02-30", "E002"),
        ("soon", "E005"),
        ("2024-02-30 10:15", "E002"),
        ("1729864980", "E005"),
        ("Friday, 26 October 2024", "E002"),
    ],
)
def test_declared_dates_that_cannot_be_read_are_problems(value: str, code: str) -> None:
    found = read(f'---\ndate: "{value}"\n---\n{BODY["en"]}\n')
    assert found.dates == ()
    assert [problem.code for problem in found.problems] == [code]


@pytest.mark.parametrize("value", ["n.d.", "0000-00-00 00:00:00", "-0001-11-30T00:00:00+00:00"])
def test_undated_is_no_date_and_no_problem(value: str) -> None:
    found = read(f'---\ndate: "{value}"\n---\n{BODY["en"]}\n')
    assert (found.dates, found.problems) == ((), ())
