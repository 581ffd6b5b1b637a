"""record -> NewsML-G2 -> the same record, for records as unpleasant as a valid one can be."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from strategies import minimal_record, plain_records, records, rich_record

from archivist import jsontext
from archivist.exporters import newsml
from archivist.exporters.newsml.strings import is_iri
from archivist.record import Record
from archivist.settings import Settings

NAR = "{http://iptc.org/std/nar/2006-10-01/}"
XSD = "standards/newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd"
NOT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
REFERENCES = ("idrefs", "sourceidref", "contentrefs", "original")


def write(record: Record) -> bytes:
    return newsml.write(record, Settings())


def canonical(record: Record) -> bytes:
    """Bytes, because to Python True and 1 are equal."""
    return jsontext.canonical(record.to_json())


def residuals(item: bytes) -> int:
    return item.count(b'rel="arcrel:residual"')


@functools.cache
def official(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


# ------------------------------------------------------------------ identity


@given(records())
@settings(max_examples=300)
def test_hostile_records_come_back(record: Record) -> None:
    item = write(record)
    again = newsml.read(item, "a.xml")
    assert again == record
    assert canonical(again) == canonical(record)
    assert write(again) == item


@given(plain_records())
@settings(max_examples=100)
def test_ordinary_records_need_no_residual(record: Record) -> None:
    item = write(record)
    assert newsml.read(item, "a.xml") == record
    assert residuals(item) == 0


@pytest.mark.parametrize("record", [minimal_record(), rich_record()], ids=["minimal", "rich"])
def test_records_made_by_hand_come_back_without_residual(record: Record) -> None:
    item = write(record)
    assert newsml.read(item, "a.xml") == record
    assert residuals(item) == 0


# ------------------------------------------------------------------ without residuals


def carried(value: Any) -> Any:
    """Any JSON value with U+FFFD for what XML has no character for."""
    if isinstance(value, str):
        return NOT_FOR_XML.sub("\ufffd", value)
    if isinstance(value, list):
        return [carried(item) for item in value]
    if isinstance(value, dict):
        return {key: carried(item) for key, item in value.items()}
    return value


def without_residuals(record: Record) -> dict[str, Any]:
    """What is left of a record: base64, percent-encoded and JSON values are exact as it is."""
    exact, data = record.to_json(), carried(record.to_json())
    data["text"] = exact["text"]
    for topic, whole in zip(data["topics"], exact["topics"], strict=True):
        if whole["scheme"] is not None:
            topic["code"] = whole["code"]
    for quote, whole in zip(data["quotes"], exact["quotes"], strict=True):
        if whole["speaker"] is not None:
            quote["speaker"]["how"] = whole["speaker"]["how"]
    for entry, whole in zip(data["history"], exact["history"], strict=True):
        entry["patch"] = whole["patch"]
    return data


@given(records())
@settings(max_examples=100)
def test_all_facts_come_back_without_residuals(record: Record) -> None:
    root = etree.fromstring(write(record))
    for element in root.iter(NAR + "contentMetaExtProperty"):
        if element.get("rel") == "arcrel:residual":
            element.getparent().remove(element)
    again = newsml.read(etree.tostring(root), "a.xml")
    assert again.to_json() == without_residuals(record)


# ------------------------------------------------------------------ the standard


@given(records())
@settings(max_examples=300)
def test_every_item_is_valid_by_the_official_schema(shared: Path, record: Record) -> None:
    schema = official(shared / XSD)
    assert schema.validate(etree.fromstring(write(record))), schema.error_log


@given(records())
@settings(max_examples=100)
def test_ids_are_unique_and_every_reference_hits_one(record: Record) -> None:
    root = etree.fromstring(write(record))
    found = [value for element in root.iter() for value in map(element.get, ("id", "partid"))]
    ids = [value for value in found if value is not None]
    assert len(ids) == len(set(ids))
    targets = {
        target
        for element in root.iter()
        for name in REFERENCES
        for target in element.get(name, "").split()
    }
    assert targets <= set(ids)


@given(records())
@settings(max_examples=50)
def test_our_own_check_finds_nothing_wrong(record: Record) -> None:
    assert newsml.check(write(record), "a.xml") == ()


ANY_URI = etree.RelaxNG(
    etree.fromstring(
        '<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"'
        ' datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">'
        '<data type="anyURI"/></element>'
    )
)
PIECES = st.sampled_from(
    [*"ab9:/?#[]@!&;=-.%é一😀 <", "http:", "//", "%41", ":80", "[::1]", "urn:"]
)


@given(st.lists(PIECES, min_size=1, max_size=9).map("".join))
@settings(max_examples=1000)
def test_what_we_take_for_an_iri_is_one_for_xml_schema(value: str) -> None:
    element = etree.Element("a")
    element.text = "http:" + value
    assert not is_iri(element.text) or ANY_URI.validate(element)
