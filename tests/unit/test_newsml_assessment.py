"""All that XML Schema says against a document, also behind what libxml2 stops at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archivist.checks.newsml.assessment import ROUNDS, Assessment
from archivist.checks.newsml.wording import said
from archivist.official import Official

ITEM = Official("story.xsd", "story", "1.0", "", "", "", ())
XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:s"
 targetNamespace="urn:s" elementFormDefault="qualified">
<xs:element name="story"><xs:complexType><xs:sequence>
 <xs:element name="title" type="xs:string"/>
 <xs:element name="day" type="xs:date" minOccurs="0"/>
 <xs:element name="by" minOccurs="0" maxOccurs="3"><xs:complexType><xs:simpleContent>
  <xs:extension base="xs:string"><xs:attribute name="n" type="xs:integer"/></xs:extension>
 </xs:simpleContent></xs:complexType></xs:element>
 <xs:element name="end" type="xs:date"/>
</xs:sequence></xs:complexType></xs:element></xs:schema>"""
GRAMMAR = etree.XMLSchema(etree.fromstring(XSD))


def deviations(inside: str) -> list[tuple[str, str]]:
    """(element, message), each once; nothing for what is valid."""
    root = etree.fromstring(f'<story xmlns="urn:s">{inside}</story>')
    if GRAMMAR.validate(root):
        return []
    told: dict[object, tuple[str, str]] = {}
    for element, entry in Assessment(root, root, GRAMMAR).log():
        attribute, content, message = said(entry.type_name, entry.message, ITEM)
        name = element.tag.removeprefix("{urn:s}")
        told.setdefault((element, attribute, content), (name, message))
    return list(told.values())


@pytest.mark.parametrize(
    ("inside", "elements"),
    [
        ("<title/><end>2026-01-01</end>", []),
        ("<title/><end>2026-02-30</end>", ["end"]),
        ("<title/><end>\n2026-01-01 </end>", []),  # blanks do not count
        ("<title/><end> 2026-02-30 </end>", ["end"]),
        # what is behind something unexpected is looked at
        ("<bogus/><title/><by n='x'/><end>never</end>", ["bogus", "by", "end"]),
        # and behind something missing
        ("<day>never</day><by n='x'/><end>2026-01-01</end>", ["day", "by"]),
        # what stands elsewhere is told where it was missing, once
        ("<day>2026-01-01</day><title/><end>never</end>", ["day", "end"]),
        ("<title/><by/><by/><by/><by n='y'/><end>never</end>", ["by", "end"]),
        (
            "<title/><bogus/><day>2026-01-01</day><bogus/><end>never</end>",
            ["bogus", "bogus", "end"],
        ),
        ("<title/>", ["story"]),
        ("", ["story"]),
        ("text<title n='1'/><end>2026-01-01</end>", ["story", "title"]),
    ],
)
def test_all_of_it_is_told(inside: str, elements: list[str]) -> None:
    assert sorted({name for name, _ in deviations(inside)}) == sorted(set(elements))


def test_the_places_of_what_is_unexpected() -> None:
    found = deviations("<title/><bogus/><day>never</day><end>2026-01-01</end>")
    assert found == [
        ("bogus", "order of elements: found <bogus>, would be right: <day>, <by>, <end>"),
        ("day", '<day>: found "never", would be right: a value of xs:date'),
    ]


def test_there_is_an_end() -> None:
    many = "".join(f"<bogus/><by n='{n}x'/>" for n in range(500))
    assert 0 < len(deviations(f"<title/>{many}")) <= 500 + ROUNDS


@given(
    st.lists(
        st.sampled_from(
            [
                *("<title/>", "<day>2026-01-01</day>", "<day> 2026-01-01</day>", "<by n='1'/>"),
                *("<by n='x'/>", "<end>2026-01-01</end>", "<end>never</end>", "<bogus/>", "text"),
            ]
        ),
        max_size=8,
    )
)
def test_the_verdict_is_that_of_the_schema(parts: list[str]) -> None:
    inside = "".join(parts)
    bare = etree.fromstring(f'<story xmlns="urn:s">{inside.replace("> ", ">")}</story>')
    assert (deviations(inside) == []) == GRAMMAR.validate(bare)
