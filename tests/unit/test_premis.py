"""PREMIS 3 of an accession: elements in the order of its schema, ids that hold, sums that agree.

`ORDER` says, after the PREMIS 3.0 schema of the Library of Congress (January 2016), which children
an element has, in which order and how often, as far as we write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from accessions import HOSTILE, accession
from lxml import etree

from archivist.collection import formats, premis, premis_events
from archivist.collection.facts import Accession, Checked, Counts, PayloadFile, Shard

P = "{http://www.loc.gov/premis/v3}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NS = {"p": "http://www.loc.gov/premis/v3"}


def identifier(name: str, role: str = "") -> str:
    return f"{name}Type {name}Value{f' {role}?' if role else ''}"


_LINKS = "linkingEventIdentifier* linkingRightsStatementIdentifier*"
ORDER = {
    "premis": "object+ event* agent* rights*",
    "object/file": "objectIdentifier+ preservationLevel* significantProperties*"
    " objectCharacteristics+ originalName? storage* signatureInformation* relationship* " + _LINKS,
    "object/intellectualEntity": "objectIdentifier+ preservationLevel* significantProperties*"
    " originalName? environmentFunction* environmentDesignation* environmentRegistry*"
    " environmentExtension* relationship* " + _LINKS,
    "objectIdentifier": identifier("objectIdentifier"),
    "objectCharacteristics": "compositionLevel? fixity* size? format+ creatingApplication*"
    " inhibitors* objectCharacteristicsExtension*",
    "fixity": "messageDigestAlgorithm messageDigest messageDigestOriginator?",
    "format": "formatDesignation formatRegistry? formatNote*",
    "formatDesignation": "formatName formatVersion?",
    "formatRegistry": "formatRegistryName formatRegistryKey formatRegistryRole?",
    "creatingApplication": "creatingApplicationName creatingApplicationVersion?"
    " dateCreatedByApplication?",
    "relationship": "relationshipType relationshipSubType relatedObjectIdentifier+"
    " relatedEventIdentifier* relatedEnvironmentPurpose* relatedEnvironmentCharacteristic?",
    "relatedObjectIdentifier": identifier("relatedObjectIdentifier", "relatedObjectSequence"),
    "relatedEventIdentifier": identifier("relatedEventIdentifier", "relatedEventSequence"),
    "linkingEventIdentifier": identifier("linkingEventIdentifier"),
    "linkingRightsStatementIdentifier": identifier("linkingRightsStatementIdentifier"),
    "event": "eventIdentifier eventType eventDateTime eventDetailInformation*"
    " eventOutcomeInformation* linkingAgentIdentifier* linkingObjectIdentifier*",
    "eventIdentifier": identifier("eventIdentifier"),
    "eventDetailInformation": "eventDetail? eventDetailExtension*",
    "eventOutcomeInformation": "eventOutcome eventOutcomeDetail*",
    "eventOutcomeDetail": "eventOutcomeDetailNote eventOutcomeDetailExtension*",
    "linkingAgentIdentifier": "linkingAgentIdentifierType linkingAgentIdentifierValue"
    " linkingAgentRole*",
    "linkingObjectIdentifier": "linkingObjectIdentifierType linkingObjectIdentifierValue"
    " linkingObjectRole*",
    "agent": "agentIdentifier+ agentName* agentType? agentVersion? agentNote* agentExtension*"
    " linkingEventIdentifier* linkingRightsStatementIdentifier* linkingEnvironmentIdentifier*",
    "agentIdentifier": identifier("agentIdentifier"),
    "rights": "rightsStatement+",
    "rightsStatement": "rightsStatementIdentifier rightsBasis copyrightInformation?"
    " licenseInformation? statuteInformation* otherRightsInformation? rightsGranted*"
    " linkingObjectIdentifier* linkingAgentIdentifier*",
    "rightsStatementIdentifier": identifier("rightsStatementIdentifier"),
    "licenseInformation": "licenseDocumentationIdentifier+ licenseTerms? licenseNote*"
    " licenseApplicableDates?",
    "licenseDocumentationIdentifier": identifier("licenseDocumentationIdentifier"),
    "otherRightsInformation": "otherRightsDocumentationIdentifier* otherRightsBasis"
    " otherRightsApplicableDates? otherRightsNote*",
    "otherRightsDocumentationIdentifier": identifier("otherRightsDocumentationIdentifier"),
}


def faults(element: etree._Element) -> Iterator[str]:
    """What of an element and all in it does not follow ORDER."""
    name = element.tag.removeprefix(P)
    if name == "object":
        name += "/" + element.get(f"{XSI}type", "")
    children = "".join(f"{child.tag.removeprefix(P)} " for child in element)
    if name in ORDER:
        wanted = re.sub(r"(\w+)([+*?]?)", r"(?:\1 )\2", ORDER[name]).replace(") (", ")(")
        wanted = re.sub(r"([+*?)]) \(", r"\1(", wanted)
        if not re.fullmatch(wanted, children):
            yield f"{name}: {children}"
    elif children or not (element.text or "").strip():
        yield f"{name}: not known, or empty"
    for child in element:
        yield from faults(child)


def shards(count: int) -> Iterator[Shard]:
    for number in range(1, count + 1):
        paths = (
            f"data/originals/{number:06}.warc.gz",
            f"data/originals/files/{number}.warc",
            f"data/records/{number:06}.jsonl.gz",
            f"data/exports/nquads/{number:06}.nq.gz",
            f"data/exports/newsml-g2/{number:06}.zip",
        )
        files = tuple(PayloadFile(p, number, f"{at}" * 64, "b" * 128) for at, p in enumerate(paths))
        yield Shard(f"{number:06}", files, Counts(written=2))


OTHERS = (
    PayloadFile("data/README.txt", 7, "c" * 64, "d" * 128),
    PayloadFile("data/reports/report.csv", 8, "e" * 64, "f" * 128),
)
CASES: dict[str, Accession] = {
    "plain": accession(),
    "all": accession(
        operator=HOSTILE,
        organization="Biblioteca & Archivio",
        rights="https://creativecommons.org/licenses/by/4.0/",
        checked=Checked("sums.txt", 3, ("a", HOSTILE), 1),
        supersedes=("accession-0001", "accession-0002"),
        options="lang=it",
        part=2,
        of=3,
        group="g",
    ),
    "rights": accession(rights="http://rightsstatements.org/vocab/InC/1.0/"),
    "words": accession(rights="ask the editor"),
    "nothing written": accession(counts=Counts(unchanged=2), reasons={}, codes={}),
    "replacement": accession(kind="replacement", replaces="accession-0001", number=2),
    "withdrawal": accession(kind="withdrawal", counts=Counts(), reasons={}, codes={}),
}


def written(said: Accession, count: int = 2, **more: object) -> etree._Element:
    content = b"".join(premis.write(said, shards(count), OTHERS, **more))  # type: ignore[arg-type]
    return etree.fromstring(content)


@pytest.mark.parametrize("name", CASES)
def test_elements_stand_as_the_schema_orders(name: str) -> None:
    assert list(faults(written(CASES[name]))) == []


def test_the_order_of_the_test_can_be_broken() -> None:
    tree = written(CASES["plain"])
    event = tree.find("p:event", NS)
    assert event is not None
    event.insert(0, event[2])
    assert list(faults(tree))


@pytest.mark.parametrize("name", CASES)
def test_every_link_to_an_event_or_agent_leads_somewhere(name: str) -> None:
    tree = written(CASES[name])

    def values(tag: str) -> list[str]:
        return [item.text or "" for item in tree.iter(f"{P}{tag}")]

    objects = values("objectIdentifierValue")
    assert len(objects) == len(set(objects))
    assert set(values("linkingEventIdentifierValue")) <= set(values("eventIdentifierValue"))
    assert set(values("relatedEventIdentifierValue")) <= set(values("eventIdentifierValue"))
    assert set(values("linkingAgentIdentifierValue")) <= set(values("agentIdentifierValue"))
    assert set(values("linkingObjectIdentifierValue")) <= set(objects)
    rights = values("rightsStatementIdentifierValue")
    assert values("linkingRightsStatementIdentifierValue") == rights
    targets = {item for item in values("relatedObjectIdentifierValue") if item.startswith("urn:")}
    assert targets <= set(objects)


def test_each_file_has_its_size_and_both_digests() -> None:
    tree = written(CASES["plain"], 1)
    found = {}
    for item in tree.iterfind("p:object", NS):
        if item.get(f"{XSI}type") == "file":
            sizes = [size.text for size in item.iter(f"{P}size")]
            digests = [digest.text for digest in item.iter(f"{P}messageDigest")]
            found[item.findtext("p:originalName", namespaces=NS)] = (sizes, digests)
    files = [*next(shards(1)).files, *OTHERS]
    assert found == {f.path: ([str(f.size)], [f.sha256, f.sha512]) for f in files}


def test_records_come_from_originals_and_exports_from_records() -> None:
    tree = written(CASES["plain"], 1)
    ids = {
        item.findtext("p:originalName", namespaces=NS): item.findtext(
            "p:objectIdentifier/p:objectIdentifierValue", namespaces=NS
        )
        for item in tree.iterfind("p:object", NS)
    }
    sources = {
        item.findtext("p:originalName", namespaces=NS): [
            relation.findtext("p:relatedObjectIdentifier/p:relatedObjectIdentifierValue", "", NS)
            for relation in item.iterfind("p:relationship", NS)
            if relation.findtext("p:relationshipType", "", NS) == "derivation"
        ]
        for item in tree.iterfind("p:object", NS)
    }
    originals = [ids["data/originals/000001.warc.gz"], ids["data/originals/files/1.warc"]]
    assert sources["data/records/000001.jsonl.gz"] == originals
    assert sources["data/exports/newsml-g2/000001.zip"] == [ids["data/records/000001.jsonl.gz"]]
    assert sources["data/originals/000001.warc.gz"] == sources["data/README.txt"] == []


def events(tree: etree._Element) -> list[str]:
    return [item.text or "" for item in tree.iter(f"{P}eventType")]


def test_events_are_what_the_run_did() -> None:
    assert events(written(CASES["all"])) == [
        "fixity check",
        "ingestion",
        "quarantine",
        "metadata extraction",
        "validation",
        "exporting",
        "message digest calculation",
        "information package creation",
    ]
    assert "metadata extraction" not in events(written(CASES["nothing written"]))
    assert "ingestion" not in events(written(CASES["withdrawal"]))
    said = b"".join(premis.write(CASES["plain"], shards(1), ())).decode()
    assert "read 9 = written 4 + unchanged 1 + set aside 2 + quarantined 2" in said
    assert set(premis_events.EVENT_CODES) == set(get_args(premis_events.EventType))


def test_a_failed_checksum_is_an_outcome() -> None:
    tree = written(CASES["all"])
    first = next(tree.iter(f"{P}event"))
    assert first.findtext("p:eventOutcomeInformation/p:eventOutcome", "", NS) == "failure"
    notes = [note.text for note in first.iter(f"{P}eventOutcomeDetailNote")]
    assert notes[:3] == ["3 held", "2 failed", "1 sources not listed"]
    assert notes[3] == "failed: a"


def test_a_withdrawal_names_its_records() -> None:
    event = premis_events.Event(
        "deaccession", "withdrawn: on request", "success", (), ("urn:uuid:7",)
    )
    tree = written(CASES["withdrawal"], 0, events=[event])
    assert list(faults(tree)) == []
    assert events(tree)[-1] == "deaccession"
    assert "urn:uuid:7" in [v.text for v in tree.iter(f"{P}linkingObjectIdentifierValue")]
    uri = list(tree.iter(f"{P}eventType"))[-1].get("valueURI")
    assert uri == "http://id.loc.gov/vocabulary/preservation/eventType/dea"


def test_the_same_facts_give_the_same_bytes_and_others_other_ids() -> None:
    one = b"".join(premis.write(CASES["all"], shards(2), OTHERS))
    assert one == b"".join(premis.write(CASES["all"], iter(shards(2)), list(OTHERS)))
    assert premis.accession_id(accession()) != premis.accession_id(accession(number=2))
    assert premis.accession_id(accession()) != premis.accession_id(accession(part=2, of=2))


def test_shards_stream() -> None:
    taken = 0

    def counted() -> Iterator[Shard]:
        nonlocal taken
        for shard in shards(1000):
            taken += 1
            yield shard

    next(premis.write(CASES["plain"], counted(), OTHERS))
    assert 0 < taken < 100


@pytest.mark.parametrize(
    ("path", "puids"),
    [
        ("data/originals/000001.warc.gz", ["fmt/1281", "x-fmt/266"]),
        ("data/originals/files/box.warc.gz", [None, "x-fmt/266"]),  # its version is its own
        ("data/originals/files/x.zip", ["x-fmt/263"]),
        ("data/originals/files/scan", [None]),
        ("data/records/000001.jsonl.gz", [None, "x-fmt/266"]),
        ("data/reports/report.csv", ["x-fmt/18"]),
        ("data/reports/report.json", ["fmt/817"]),
        ("data/premis/premis.xml", ["fmt/101"]),
        ("data/README.txt", ["x-fmt/111"]),
        ("data/schema/context.jsonld", ["fmt/880"]),
    ],
)
def test_formats_have_their_registry_keys(path: str, puids: list[str | None]) -> None:
    assert [kind.puid for kind in formats.layers(path)] == puids
