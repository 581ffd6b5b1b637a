"""What each part of a page is, by its wording and its place; nothing is dropped."""

from __future__ import annotations

import pytest

from archivist import text as texts
from archivist.extractors import layout
from archivist.record import Block

BODY = "The old bridge over the stream opened again on Monday after a year of work, the mayor said."
MORE = "Nobody had expected that the work on it would take so long and cost as much as it did."


def arrange(text: str, language: str | None = "en") -> tuple[Block, ...]:
    return layout.arrange(text, tuple(texts.paragraphs(text)), language)


def roles(text: str, language: str | None = "en") -> list[tuple[str, str]]:
    return [(block.role, block.span.of(text)) for block in arrange(text, language)]


def around(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("header", [" date 2024-10 ", "date 2024 ", " date 2024-10-25 "])
def test_a_pseudo_header_is_cut_off_the_first_line(header: str) -> None:
    text = header + BODY + "\n"
    assert roles(text) == [("header", header.strip()), ("paragraph", BODY)]


@pytest.mark.parametrize(
    "start",
    ["date of birth 2024 ", " date 2024-13 ", "Date 2024-10 ", " update 2024-10 ", "\n" * 9],
)
def test_other_first_lines_are_no_header(start: str) -> None:
    assert [role for role, _ in roles(start + BODY)] == ["paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "Old bridge opens again",
        "OLD BRIDGE OPENS",
        "Bridge 'to open on Monday'",
        "Who pays for the bridge?",
        "'We opened it by hand'",
        "Bridge of Sighs Inc. opens again",
        "BRIDGE OPENS AGAIN\nAFTER A YEAR",
    ],
)
def test_a_short_open_line_above_text_is_its_headline(line: str) -> None:
    assert roles(around(line, BODY))[0] == ("headline", line)
    assert roles(around(line, "By Ada Fenn", BODY))[0] == ("headline", line)


@pytest.mark.parametrize(
    "line",
    [
        "The old bridge opened again.",
        "Notes:",
        "- Old bridge opens again",
        "and the bridge opened",
        "By Ada Fenn",
        "Photo: Ada Fenn",
        "Monday, March 3, 2025",
        "Reuters | Leeds | Updated: 23-05-2024 03:03 IST",
        "Published 3 hours ago",
        "Silvia Fenn",
        "Leeds Post27/06/15 0:00",
        "LEEDS (Reuters) - The bridge opens again",
        "3 4 - 12 (5)",
        "\x01eca062 4 i 211 ccccb 061",
        "Bridge " * 30,
    ],
)
def test_no_headline_is_invented(line: str) -> None:
    assert "headline" not in [role for role, _ in roles(around(line, BODY))]


def test_a_lone_line_without_text_below_is_no_headline() -> None:
    assert [role for role, _ in roles("Old bridge opens again\n\nFew words\n")] == ["paragraph"] * 2


def test_a_name_alone_below_the_headline_or_the_text_wrote_it() -> None:
    assert [role for role, _ in roles(around("Old bridge opens", "Silvia Fenn", BODY))] == [
        "headline",
        "byline",
        "paragraph",
    ]
    assert roles(around(BODY, "Silvia Fenn"))[-1] == ("byline", "Silvia Fenn")
    for other in ("Grnk Fenn", "Silvia (France)", "Silvia Fenn / Ada Fenn"):
        assert roles(around(BODY, other))[-1] == ("paragraph", other)


def test_an_imprint_is_a_header() -> None:
    line = "Silvia Fenn · 23 May 2024 10:15 ·"
    assert roles(around(line, BODY))[0] == ("header", line)


def test_after_a_pseudo_header_nothing_is_a_headline() -> None:
    text = around(" date 2024-10 Old bridge opens again", BODY)
    assert [role for role, _ in roles(text)] == ["header", "paragraph", "paragraph"]


# One page of each language: what stands around the text.
PAGES = {
    "it": [
        ("headline", "Il ponte riapre"),
        ("byline", "di Lia Conti"),
        ("header", "Pubblicato il 3 maggio 2024 alle 10:15"),
        ("dateline", "BARI (ANSA) -"),
        (
            "paragraph",
            "Il vecchio ponte sul torrente riapre domani dopo un anno, ha detto la sindaca.",
        ),
        ("credit", "Foto di Lia Conti/ANSA"),
        ("correction", "Errata corrige: il ponte è del 1902."),
        ("notice", "Leggi anche: il ponte chiuso"),
        ("notice", "© Agenzia Ponte - Riproduzione riservata"),
        ("end-mark", "(SEGUE)"),
    ],
    "en": [
        ("headline", "OLD BRIDGE OPENS AGAIN"),
        ("byline", "By Ada Fenn"),
        ("header", "Updated: 03 May 2024 10:15 GMT"),
        ("dateline", "LEEDS (Reuters) -"),
        ("paragraph", BODY),
        ("subhead", "What happens next"),
        ("paragraph", MORE),
        ("credit", "(Reporting by Ada Fenn; editing by Lou Fox)"),
        ("correction", "CORRECTION: The bridge is of 1902."),
        ("notice", "Notes to editors"),
        ("end-mark", "-30-"),
    ],
    "fr": [
        ("headline", "Le pont rouvre"),
        ("byline", "Par Léa Roy"),
        ("header", "Publié le 3 mai 2024 à 10h15, mis à jour le 4 mai 2024"),
        ("dateline", "LYON, 3 mai 2024 (AFP) -"),
        (
            "paragraph",
            "Le vieux pont sur le torrent rouvre demain après un an de travaux, a dit la maire.",
        ),
        ("credit", "Crédit photo : Léa Roy"),
        ("correction", "Rectificatif : le pont est de 1902."),
        ("notice", "Lire la suite"),
        ("notice", "Tous droits réservés"),
    ],
    "de": [
        ("headline", "Alte Brücke wieder offen"),
        ("byline", "Von Jan Kurz"),
        ("dateline", "KASSEL (dpa) -"),
        (
            "paragraph",
            "Die alte Brücke über den Bach wird morgen nach einem Jahr wieder geöffnet, hieß es.",
        ),
        ("credit", "Bild: Jan Kurz"),
        ("notice", "Aktualisiert am 3. Mai 2024"),
        ("correction", "Korrektur: Die Brücke ist von 1902."),
        ("notice", "Anmerkung der Redaktion: Es war ein Zahlendreher."),
        ("notice", "© Kurier vom 03.05.2024"),
    ],
    "es": [
        ("headline", "El puente abre de nuevo"),
        ("byline", "Por Ana Gil"),
        ("dateline", "Sevilla, 3 may (EFE).-"),
        (
            "paragraph",
            "El viejo puente sobre el torrente abre mañana tras un año, dijo la alcaldesa.",
        ),
        ("credit", "EFE/Ana Gil"),
        ("correction", "Fe de errores: el puente es de 1902."),
        ("credit", "EFE"),
        ("byline", "abc/def"),
    ],
    "pt": [
        ("headline", "A ponte reabre"),
        ("byline", "Por Rui Dias 3 Maio, 2024 • 10:15"),
        ("dateline", "Porto, 3 mai 2024 (Lusa) –"),
        (
            "paragraph",
            "A velha ponte sobre a ribeira reabre amanhã depois de um ano, disse a autarca.",
        ),
        ("credit", "© Rui Dias/Lusa"),
        ("notice", "(Notícia em atualização)"),
        ("byline", "RD // AG"),
        ("end-mark", "Lusa/fim"),
    ],
    "nl": [
        ("headline", "Oude brug weer open"),
        ("byline", "Door Teun de Wit"),
        ("dateline", "DEN HAAG (ANP) -"),
        (
            "paragraph",
            "De oude brug over de beek gaat morgen na een jaar weer open, zei de burgemeester.",
        ),
        ("credit", "Foto: ANP/Teun de Wit"),
        ("correction", "Rectificatie: de brug is van 1902."),
        ("notice", "Lees verder op pagina 4"),
    ],
}


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("end", ["\n\n", "\r\n\r\n", "\r\r"])
def test_every_part_of_a_page_has_its_role(language: str, end: str) -> None:
    page = PAGES[language]
    joined = end.join(part for _, part in page)
    text = joined.replace("-" + end, "- ").replace("–" + end, "– ")
    assert roles(text, language) == page


@pytest.mark.parametrize("language", PAGES)
def test_lines_without_blank_lines_between_are_told_apart(language: str) -> None:
    page = [part for part in PAGES[language] if part[0] in ("paragraph", "credit", "correction")]
    assert roles("\n".join(part for _, part in page), language) == page


def test_list_items_need_company() -> None:
    assert [r for r, _ in roles(around(BODY, "- one thing", "- another thing", MORE))] == [
        "paragraph",
        "list-item",
        "list-item",
        "paragraph",
    ]
    assert [r for r, _ in roles(around(BODY, "1. FC Bridge won", MORE))][1] != "list-item"
    assert [r for r, _ in roles(around(BODY, "– No, she said.", "– Yes, he said.", MORE))] == [
        "paragraph"
    ] * 4


def test_a_hard_wrapped_column_stays_together_and_splits_at_indents() -> None:
    column = (
        "    LEEDS, May 3 - The old bridge over the stream opened again on\n"
        "Monday after a year of work that nobody had expected to take so\n"
        "long, the mayor said.\n"
        "    She said that the cost of it had been higher than anybody in\n"
        "the town had thought it would be.\n"
        " Reuter\n"
    )
    found = arrange(column)
    assert [block.role for block in found] == ["dateline", "paragraph", "paragraph", "end-mark"]
    assert found[2].span.of(column).startswith("She said")
    assert found[2].evidence.rule == "block.indent"


def test_the_last_word_of_a_column_is_no_end_mark() -> None:
    column = (
        "The old bridge over the stream opened again on Monday after a\n"
        "year of work, and the mayor went to the place where the road\n"
        "{}\n"
    )
    assert [block.role for block in arrange(column.format("ends"))] == ["paragraph"]
    assert [block.role for block in arrange(column.format("ends.\nENDS"))] == [
        "paragraph",
        "end-mark",
    ]


def test_the_source_behind_the_last_paragraph_is_a_credit() -> None:
    found = roles(around(BODY, MORE + " (ANSA)"))
    assert found[-1] == ("credit", "(ANSA)")
    assert found[-2] == ("paragraph", MORE)


def test_a_credit_behind_a_caption_is_cut_off() -> None:
    found = roles(around("Old bridge opens", "Ada Fenn on the bridge. (AP Photo/Dan Hill)", BODY))
    assert found[1:3] == [
        ("caption", "Ada Fenn on the bridge."),
        ("credit", "(AP Photo/Dan Hill)"),
    ]
    assert roles(around(BODY, MORE * 3 + " (Foto: ANSA)"))[1:] == [
        ("paragraph", MORE * 3),
        ("credit", "(Foto: ANSA)"),
    ]
    assert roles(around(BODY, "It was (as Ada Fenn said) of 1902 (or 1903)"))[1][0] == "paragraph"


def test_a_separator_between_paragraphs_is_no_end() -> None:
    assert [role for role, _ in roles(around(BODY, "* * *", MORE, "###"))] == [
        "paragraph",
        "other",
        "paragraph",
        "end-mark",
    ]


def test_labels_of_other_languages_are_known_too() -> None:
    text = around("Il vecchio ponte sul torrente riapre domani dopo un anno.", "Photo: Lia Conti")
    assert roles(text, "it")[-1][0] == "credit"
    assert roles(text, None)[-1][0] == "credit"
    assert roles(text, "pl")[-1][0] == "credit"
