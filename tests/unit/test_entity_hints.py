"""What dateline and credits know of names reaches the entities, and what is no name does not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from golden import EXAMPLES

from archivist import Record, Settings, convert
from archivist.extractors.entities import Hint, find
from archivist.record import Block, Entity, Evidence, Source, Span
from archivist.text import paragraphs

SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")
PLACE, AGENCY = "entity.dateline-place", "entity.credit-agency"


def record_of(text: str, name: str = "a.txt") -> Record:
    (conversion,) = convert(Source(name, name, text.encode()), settings=SETTINGS)
    assert conversion.record
    return conversion.record


def kinds(record: Record) -> dict[str, str]:
    """Printed form of every mention → type of its entity."""
    return {
        mention.span.of(record.text): entity.type
        for entity in record.entities
        for mention in entity.mentions
    }


def printed(name: str) -> str:
    data: bytes = (EXAMPLES / name).read_bytes()
    return data.decode("cp1252" if name.startswith("de-") else "utf-8")


# ------------------------------------------------------------------ examples, also with other names

# article, its printed names, names nobody has heard of: in capitals where the article has them so
EXCHANGED = [
    (
        "en-bridge.txt",
        "Harwick",
        ("Harwick", "Brindlemoor", "Ostrapool", "Quarn", "Upper Thistlow"),
    ),
    ("es-azafran.txt", "Villalba del Cierzo", ("Villalba del Cierzo", "Torre Quemada", "Brañuela")),
    ("nl-veerpont.txt", "Ouderkerk", ("Ouderkerk", "Zwammerveen", "Klein Drostel")),
    ("de-stoerche.txt", "Wiesenau", ("Wiesenau", "Krumpelbruch", "Bad Torfhausen")),
    ("pt-livraria.txt", "Lisboa", ("Lisboa", "Vilarandelo", "Póvoa do Gralho")),
]
AGENCIES = [
    ("en-bridge.txt", "Northline", ("Northline", "Meridian Wire", "Quillpost")),
    ("es-azafran.txt", "Efemar", ("Efemar", "Noticor", "Tramontana")),
    ("nl-veerpont.txt", "NPB", ("NPB", "ZVA", "Persdraad")),
    ("de-stoerche.txt", "npd", ("npd", "qvd", "Nordfunk")),
    ("pt-livraria.txt", "Atlante", ("Atlante", "Ventonotícia", "Lumar")),
]


def cases(table: Sequence[tuple[str, str, tuple[str, ...]]]) -> list[tuple[str, str, str]]:
    return [(article, name, other) for article, name, others in table for other in others]


@pytest.mark.parametrize(("article", "town", "other"), cases(EXCHANGED))
def test_the_town_of_a_dateline_is_one_place(article: str, town: str, other: str) -> None:
    text = printed(article).replace(town.upper(), other.upper()).replace(town, other)
    record = record_of(text, article)
    assert record.dateline
    assert record.dateline.place
    (found,) = [entity for entity in record.entities if entity.name.casefold() == other.casefold()]
    assert found.type == "place"
    assert record.dateline.place in [mention.span for mention in found.mentions]


@pytest.mark.parametrize(("article", "agency", "other"), cases(AGENCIES))
def test_the_agency_is_one_organization_wherever_printed(
    article: str, agency: str, other: str
) -> None:
    record = record_of(printed(article).replace(agency, other), article)
    (found,) = [entity for entity in record.entities if entity.name == other]
    assert found.type == "organization"
    credited = [name for credit in record.credits for name in credit.names if name.name == other]
    assert credited
    assert all(name.entity == found.id for name in credited)


@pytest.mark.parametrize("article", [article for article, *_ in EXCHANGED])
def test_printed_credit_names_are_linked_but_initials(article: str) -> None:
    record = record_of(printed(article), article)
    for credit in record.credits:
        for name in credit.names:
            initials = credit.evidence.rule == "byline.initials"
            assert (name.entity is None) == initials, name


def test_end_marks_and_initials_are_no_entities() -> None:
    assert "ENDS" not in kinds(record_of(printed("en-bridge.txt")))
    assert not {"MCS", "RPL"} & kinds(record_of(printed("pt-livraria.txt"))).keys()


def test_the_same_town_is_called_by_its_printed_small_form() -> None:
    record = record_of(printed("en-bridge.txt"))
    (town,) = [entity for entity in record.entities if entity.name == "Harwick"]
    assert [mention.span.of(record.text) for mention in town.mentions] == [
        "HARWICK",
        "HARWICK",
        "Harwick",
    ]
    rules = [mention.evidence.rule for mention in town.mentions]
    assert rules == ["entity.hint-memory", PLACE, "entity.hint-memory"]


# ------------------------------------------------------------------ who wrote it

BODY = "\n\nThe ferry sailed again on Monday after a winter of repairs in the old harbour.\n"


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("By Zylla Korvath", "Zylla Korvath"),
        ("By ZYLLA KORVATH", "ZYLLA KORVATH"),
        ("By Staff Reporter", None),
        ("By News Desk", None),
        ("By Associated Press", None),
        ("By Harbour University", None),
    ],
)
def test_a_byline_names_a_person_or_none(line: str, person: str | None) -> None:
    record = record_of(f"The ferry sails again\n\n{line}{BODY}")
    people = [entity.name for entity in record.entities if entity.type == "person"]
    assert people == ([person] if person else [])


# ------------------------------------------------------------------ hints as such


def hinted(text: str, language: str, **types: str) -> tuple[Entity, ...]:
    """The entities of `text`, the first printed `Some_Name` of each keyword being hinted."""
    hints = []
    for key, kind in types.items():
        start = text.index(key.replace("_", " "))
        hints.append(Hint(Span(start, start + len(key)), kind, f"entity.test-{kind}"))  # type: ignore[arg-type]
    return find(text, tuple(paragraphs(text)), language, hints)


def test_a_hint_decides_what_the_sentence_leaves_open() -> None:
    text = "Zorbel, 3 May. Nothing happened."
    assert find(text, tuple(paragraphs(text)), "en") == ()
    (found,) = hinted(text, "en", Zorbel="place")
    assert (found.type, found.name, found.mentions[0].evidence.rule) == (
        "place",
        "Zorbel",
        "entity.test-place",
    )


def test_what_the_gazetteer_knows_keeps_its_rule_and_identifiers() -> None:
    text = "Salzburg, 3 May. It rained in Salzburg."
    (found,) = hinted(text, "en", Salzburg="place")
    assert [mention.evidence.rule for mention in found.mentions] == ["entity.gazetteer.city"] * 2
    assert [link.scheme for link in found.identifiers] == ["geonames"]


def test_the_surname_of_a_person_is_not_the_town() -> None:
    text = "ZORBEL, 3 May. The mayor, Anna Zorbel, resigned. Zorbel did not say why."
    town, mayor = hinted(text, "en", ZORBEL="place")
    assert (town.type, len(town.mentions)) == ("place", 1)
    assert (mayor.type, len(mayor.mentions)) == ("person", 2)


def test_a_longer_name_is_not_the_hinted_one() -> None:
    text = "ZORBEL, 3 May. The Zorbel University closed."
    assert [entity.name for entity in hinted(text, "en", ZORBEL="place")] == [
        "ZORBEL",
        "Zorbel University",
    ]


def test_a_line_of_capitals_has_the_whole_name() -> None:
    text = "VILLALBA DEL CIERZO REABRE EL MOLINO\n\nVillalba del Cierzo, 28 oct. Nada más."
    (town,) = hinted(text, "es", Villalba_del_Cierzo="place")
    assert town.name == "Villalba del Cierzo"
    assert [mention.span.start for mention in town.mentions] == [0, 38]


def test_entities_stay_in_order_of_first_mention() -> None:
    text = "Anna Rossi, Zorbel (qvd). Paul Weiss left Zorbel."
    found = hinted(text, "en", Zorbel="place", qvd="organization")
    assert [(entity.id, entity.name) for entity in found] == [
        ("e1", "Anna Rossi"),
        ("e2", "Zorbel"),
        ("e3", "qvd"),
        ("e4", "Paul Weiss"),
    ]


@pytest.mark.parametrize(
    ("role", "rule"), [("end-mark", "block.end-mark"), ("byline", "byline.initials")]
)
def test_blocks_that_are_no_text_are_not_read(role: str, rule: str) -> None:
    text = "A storm hit Torino.\n\nNATO"
    blocks = (
        Block("paragraph", Span(0, 19), Evidence("block.test")),
        Block(role, Span(21, 25), Evidence(rule)),  # type: ignore[arg-type]
    )
    assert [entity.name for entity in find(text, blocks, "en")] == ["Torino"]
