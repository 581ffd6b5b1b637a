"""When an example says something else, the record says it, too: names, dates, order."""

from __future__ import annotations

import re

import pytest
from golden import EXAMPLES

from archivist import Record, Settings, convert
from archivist.record import Source

SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")

# article: printed names → others of the same kind
NAMES: dict[str, dict[str, str]] = {
    "en-bridge.txt": {
        "Ruth Calloway": "Nadia Bergström",
        "Calloway": "Bergström",
        "Owen Pryce": "Luis Ferreira",
        "Pryce": "Ferreira",
        "Mabel Stone": "Ivy Mbeki",
        "Ada Fenn": "Karl Weiss",
        "Tom Okafor": "Rosa Delgado",
        "Priya Nair": "Anna Kowalska",
        "Lewis Grant": "Paul Moreau",
    },
    "de-stoerche.txt": {
        "Anneliese Brückner": "Katharina Wolff",
        "Brückner": "Wolff",
        "Jörg Petersen": "Mehmet Yıldız",
        "Grete Holthusen": "Simone Adler",
        "Ole Brandt": "Pedro Santos",
        "Polen": "Norwegen",
        "Dänemark": "Estland",
        "Spanien": "Marokko",
    },
    "es-azafran.txt": {
        "Tomás Iriarte": "Julián Becerra",
        "Iriarte": "Becerra",
        "Pilar Santacruz": "Marta Olmedo",
        "Santacruz": "Olmedo",
        "Santa Cruz": "Ol Medo",
        "Remedios Aguirre": "Nuria Campos",
        "Inés Cabal": "Greta Blum",
        "Zaragoza": "Valladolid",
    },
    "pt-livraria.txt": {
        "Graça Valadares": "Teresa Nogueira",
        "Rui Figueiroa": "Carlos Meireles",
        "Elias Macamo": "Abel Tembe",
        "Nuno Beirão": "Paula Seixas",
        "Brasil": "Peru",
    },
    "nl-veerpont.txt": {
        "Marijke van der Laan": "Sanne de Wit",
        "Joris van den Heuvel": "Pieter van Dijk",
        "Fatima el Amrani": "Linda Bakker",
        "Teun Kramer": "Erik Visser",
        "België": "Frankrijk",
        "Antwerpen": "Rotterdam",
    },
}


def text_of(name: str) -> str:
    data = (EXAMPLES / name).read_bytes()
    return data.decode("cp1252" if name.startswith("de-") else "utf-8")


def record_of(name: str, text: str) -> Record:
    (found,) = convert(Source(name, name, text.encode()), settings=SETTINGS)
    assert found.record is not None, found.problems
    return found.record


def people(record: Record) -> set[str]:
    return {entity.name for entity in record.entities if entity.type == "person"}


def spoken(record: Record) -> list[tuple[str, str, str]]:
    """(kind, words, printed speaker) of every quote."""
    return [
        (
            quote.kind,
            " … ".join(span.of(record.text) for span in quote.spans),
            quote.speaker.span.of(record.text) if quote.speaker and quote.speaker.span else "",
        )
        for quote in record.quotes
    ]


def exchange(text: str, names: dict[str, str]) -> str:
    pattern = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.sub(pattern, lambda match: names[match.group()], text)


@pytest.mark.parametrize("name", NAMES)
def test_other_names_other_record(name: str) -> None:
    """Persons and speakers are the same ones under their new names; at most one goes astray."""
    text, names = text_of(name), NAMES[name]
    before, after = record_of(name, text), record_of(name, exchange(text, names))
    expected = {exchange(person, names) for person in people(before)}
    assert len(expected ^ people(after)) <= 1
    said = {
        (kind, exchange(what, names), exchange(who, names)) for kind, what, who in spoken(before)
    }
    assert len(said ^ set(spoken(after))) <= 2


@pytest.mark.parametrize(
    ("name", "printed", "new", "value"),
    [
        ("it-faro.txt", "date 2024-11 ", "date 1987 ", "1987"),
        ("it-faro.txt", "date 2024-11 ", "date 2031-02-09 ", "2031-02-09"),
        ("en-bridge.txt", "March 3, 2025", "August 29, 1999", "1999-08-29"),
        ("es-azafran.txt", "28 oct (", "3 ene (", "XXXX-01-03"),
        ("pt-livraria.txt", "25 out 2024", "1 dez 1968", "1968-12-01"),
        ("de-stoerche.txt", "5. Oktober 2024", "31. Mai 1950", "1950-05-31"),
        ("fr-glacier.md", "date: 2025-02-14", "date: 2019-07", "2019-07"),
    ],
)
def test_other_date_other_value(name: str, printed: str, new: str, value: str) -> None:
    text = text_of(name)
    assert printed in text
    record = record_of(name, text.replace(printed, new))
    assert value in [date.value for date in record.dates]
    assert len(record.dates) == len(record_of(name, text).dates)


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("en-bridge.txt", "“I asked them", "Through its spokeswoman"),
        ("nl-veerpont.txt", "„Ik heb de eerste", "Volgens wethouder"),
        ("pt-livraria.txt", "O escritor moçambicano", "O Governo de Portugal"),
    ],
)
def test_paragraphs_in_another_order(name: str, first: str, second: str) -> None:
    """What is said in a paragraph of its own stays said, by the same people."""
    text = text_of(name)
    gap = "\r\n\r\n" if "\r\n" in text else "\n\n"
    parts = text.split(gap)
    one, other = (
        next(i for i, part in enumerate(parts) if part.startswith(s)) for s in (first, second)
    )
    parts[one], parts[other] = parts[other], parts[one]
    before, after = record_of(name, text), record_of(name, gap.join(parts))
    assert {words for _, words, _ in spoken(before)} == {words for _, words, _ in spoken(after)}
    assert [entity.name for entity in before.entities] != []
    assert people(before) == people(after)


@pytest.mark.parametrize("name", [*NAMES, "it-faro.txt"])
def test_white_space_around_an_article_changes_only_offsets(name: str) -> None:
    text = text_of(name)
    before, after = record_of(name, text), record_of(name, text + "\n\n \n")
    assert spoken(before) == spoken(after)
    assert people(before) == people(after)
    assert before.title.value == after.title.value
