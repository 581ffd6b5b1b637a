"""The library's own names: found as written, linked when one entry has them, never by likeness."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from archivist import Settings, convert
from archivist.errors import UsageError
from archivist.extractors import authority
from archivist.extractors.proposal import COLUMNS, Proposal
from archivist.record import Entity, Record

TEXT = (
    "Ada Winslow opened the bridge on Friday. Bo Quill was there, and Harbour Watch too.\n\n"
    '"It holds," said Winslow.\n'
)


def record(text: str, *files: Path, lang: str = "en") -> Record:
    settings = Settings(
        as_of="2026-01-01T00:00:00Z", language=lang, authority=tuple(map(str, files))
    )
    (found,) = convert(text.encode(), settings=settings)
    assert found.record
    return found.record


def entity(found: Record, name: str) -> Entity:
    return next(item for item in found.entities if item.name == name)


def table(tmp_path: Path, *rows: str, name: str = "people.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(["name,type,id,forms,sameAs", *rows]) + "\n", "utf-8")
    return path


def test_a_name_of_one_entry_is_identified_with_its_place(tmp_path: Path) -> None:
    row = "Ada Winslow,person,https://lib.example/p1,,https://www.wikidata.org/entity/Q1"
    found = entity(record(TEXT, table(tmp_path, row)), "Ada Winslow")
    assert [(i.scheme, i.iri, i.evidence.context) for i in found.identifiers] == [
        ("authority", "https://lib.example/p1", "people.csv:2"),
        ("wikidata", "https://www.wikidata.org/entity/Q1", "people.csv:2"),
    ]
    assert len(found.mentions) == 2  # the bare surname is hers within the article


def test_a_form_of_two_entries_identifies_neither(tmp_path: Path) -> None:
    rows = ("Ada Winslow,person,https://lib.example/p1,,", "A. Winslow,person,urn:p:2,Ada Winslow,")
    assert entity(record(TEXT, table(tmp_path, *rows)), "Ada Winslow").identifiers == ()


@pytest.mark.parametrize("form", ["Ada Winslów", "Winslow", "Ada M. Winslow", "A. Winslow"])
def test_another_spelling_is_somebody_else(tmp_path: Path, form: str) -> None:
    found = record(TEXT, table(tmp_path, f"{form},organization,urn:p:2,,"))
    assert entity(found, "Ada Winslow").identifiers == ()


def test_listed_names_are_found_where_no_rule_finds_them(tmp_path: Path) -> None:
    without = record(TEXT)
    assert all(
        item.name != "Harbour Watch" or item.type != "organization" for item in without.entities
    )
    found = record(TEXT, table(tmp_path, "Harbour Watch,organisation,urn:b:1,,"))
    body = entity(found, "Harbour Watch")
    assert (body.type, body.mentions[0].evidence.rule) == ("organization", "entity.authority")


def test_skos_in_turtle(tmp_path: Path) -> None:
    path = tmp_path / "people.ttl"
    path.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://lib.example/p1> a skos:Concept, <http://schema.org/Person> ;\n"
        '  skos:prefLabel "Winslow, Ada" ; skos:altLabel "Ada Winslow"@en ;\n'
        "  skos:exactMatch <https://viaf.org/viaf/1> .\n"
    )
    found = entity(record(TEXT, path), "Ada Winslow")
    assert [(i.scheme, i.iri) for i in found.identifiers] == [
        ("authority", "https://lib.example/p1"),
        ("viaf", "https://viaf.org/viaf/1"),
    ]


def test_the_file_is_part_of_what_made_the_record(tmp_path: Path) -> None:
    path = table(tmp_path, "Ada Winslow,person,urn:p:1,,")
    options = record(TEXT, path).generator.components["options"]
    assert "authority=sha256:" in options
    assert (
        record(TEXT, table(tmp_path, name="other.csv")).generator.components["options"] != options
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title,id\nx,y\n", "found no column called name"),
        ("name,type,id\nA B,person,not an iri\n", "wanted an IRI"),
        ("name,type,id\nA B,animal,\n", "no type is called 'animal'"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(content)
    with pytest.raises(UsageError, match=said):
        authority.load((str(path),))


@pytest.mark.parametrize("name", ["missing.csv", "broken.ttl"])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.ttl").write_text("<a> <b> .")
    with pytest.raises(UsageError, match=name):
        authority.load((str(tmp_path / name),))


def test_a_proposal_lists_names_and_merges_nobody(tmp_path: Path) -> None:
    proposal = Proposal(("person", "organization"))
    proposal.add(record(TEXT))
    proposal.add(record("Ada Winslow, the mayor, left. Ada Quill stayed."))
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in proposal.rows()]
    names = {row["name"]: row for row in rows}
    ada = names["Ada Winslow"]
    assert (ada["articles"], ada["mentions"], ada["id"]) == ("2", "3", "")
    assert ada["forms"] == ""  # a bare surname may be anybody's
    assert "It holds" in ada["quote1"]
    assert "Ada Quill" in names
    assert {row["name"] for row in proposal_rows(proposal, 2)} == {"Ada Winslow"}


def proposal_rows(proposal: Proposal, at_least: int) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in proposal.rows(at_least)]


def test_a_proposal_is_an_authority_once_it_has_ids(tmp_path: Path) -> None:
    proposal = Proposal(("person",))
    proposal.add(record(TEXT))
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    writer.writerows(
        {**row, "id": f"urn:p:{at}"} for at, row in enumerate(proposal_rows(proposal, 1))
    )
    path = tmp_path / "edited.csv"
    path.write_text(written.getvalue(), "utf-8")
    assert entity(record(TEXT, path), "Ada Winslow").identifiers
