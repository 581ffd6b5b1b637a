"""What stands where in a NewsML-G2 item, and what is refused when one is read back."""

from __future__ import annotations

import base64
import dataclasses
from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import etree
from strategies import EDTF_VALUES, minimal_record, rich_record

from archivist import record as r
from archivist.errors import InvalidRecord
from archivist.exporters import newsml
from archivist.problems import CODES
from archivist.settings import Settings

NS = {
    "n": "http://iptc.org/std/nar/2006-10-01/",
    "arc": "https://w3id.org/archivist/ns/newsml/1.0/",
    "h": "http://www.w3.org/1999/xhtml",
}
DECLARED = r.Evidence("declared", 100, declared="meta[x]")
MINIMAL = minimal_record()
RICH = rich_record()


def write(record: r.Record, provider: str | None = None) -> bytes:
    return newsml.write(record, Settings(provider=provider))


def find(record: r.Record, path: str, **settings: str) -> Any:
    """All results of an XPath over the item."""
    return etree.fromstring(write(record, **settings)).xpath(path, namespaces=NS)


def changed(**changes: Any) -> r.Record:
    return dataclasses.replace(MINIMAL, **changes)


def over(text: str, **changes: Any) -> r.Record:
    """The minimal record over another text."""
    blocks = (r.Block("paragraph", r.Span(0, len(text)), r.Evidence("r")),)
    return changed(text=text, blocks=blocks, **changes)


def returns(record: r.Record) -> bool:
    return newsml.read(write(record), "a.xml") == record


# ------------------------------------------------------------------ the item


def test_the_same_record_is_the_same_bytes() -> None:
    assert write(RICH) == write(rich_record())
    assert write(RICH).endswith(b"</newsItem>\n")


def test_the_version_is_created_when_the_run_was() -> None:
    assert find(RICH, "string(//n:versionCreated)") == "2026-11-22T10:00:00Z"
    assert find(RICH, "string(/n:newsItem/@version)") == "2"


def test_archivist_is_never_the_provider() -> None:
    assert find(RICH, "string(//n:provider/@literal)") == "unknown"
    assert find(RICH, "string(//n:provider/n:name)", provider="Il Golfo") == "Il Golfo"
    iri = "https://example.org/golfo"
    assert find(RICH, "string(//n:provider/@uri)", provider=iri) == iri
    assert newsml.read(write(RICH, provider="Il\x01 Golfo"), "a.xml") == RICH


@pytest.mark.parametrize(
    ("status", "code"),
    [("usable", "stat:usable"), ("withheld", "stat:withheld"), ("withdrawn", "stat:canceled")],
)
def test_status(status: r.Status, code: str) -> None:
    record = changed(status=status)
    assert find(record, "string(//n:pubStatus/@qcode)") == code
    assert returns(record)


def test_a_devised_title_is_no_headline() -> None:
    assert find(MINIMAL, "string(//n:itemMeta/n:title[@role='arcrole:devised'])") == "A"
    assert find(MINIMAL, "//n:headline") == []
    assert find(RICH, "string(//n:headline)") == "Il porto riapre lunedì"


def test_the_text_is_there_exactly_and_to_read() -> None:
    text = RICH.text
    assert find(RICH, "string(//n:contentSet/*[last()][@id=../@original])") == text
    paragraphs = [block.span.of(text) for block in RICH.blocks]
    assert find(RICH, "//n:contentSet/*[1]//h:p/text()") == paragraphs


def test_a_text_that_xml_cannot_carry_is_base64() -> None:
    record = over("a\x00b\ufffe")
    content = find(record, "string(//n:inlineData[@encodinguri])")
    assert base64.b64decode(content) == "a\x00b\ufffe".encode()
    assert find(record, "string(//h:p)") == "a\ufffdb\ufffd"
    assert returns(record)


@pytest.mark.parametrize(
    "text", ["a\r\nb", "\r", " \t\n", "]]>", "<a&b>", "e\u0301é", "\U0010ffff"]
)
def test_a_text_that_xml_can_carry_is_written_as_it_is(text: str) -> None:
    record = over(text)
    assert find(record, "string(//n:inlineData[not(@encodinguri)])") == text
    assert returns(record)


def test_a_language_that_is_not_known_is_undetermined() -> None:
    assert find(MINIMAL, "string(/n:newsItem/@xml:lang)") == "und"
    assert find(MINIMAL, "//n:language") == []
    assert find(RICH, "//n:language/@tag") == find(RICH, "/n:newsItem/@xml:lang") == ["it"]


# ------------------------------------------------------------------ dates


def dated(role: r.DateRole, value: str) -> r.Record:
    return changed(dates=(r.Date(role, value, "as\tprinted", DECLARED),))


@pytest.mark.parametrize("value", ["2024", "2024-10", "2024-10-25", "2024-10-25T08:00:00Z"])
def test_only_a_date_of_creation_is_content_created(value: str) -> None:
    assert find(dated("created", value), "string(//n:contentCreated)") == value
    assert find(dated("modified", value), "string(//n:contentModified)") == value
    published = dated("published", value)
    assert find(published, "//n:contentCreated | //n:contentModified") == []
    assert find(published, "//n:contentMetaExtProperty[@rel='arcrel:date']/@value") == [value]


@pytest.mark.parametrize("value", ["2024-10~", "2024-1X", "2024-24", "2024/2025", "Y17E7", "-0001"])
def test_a_date_that_xml_schema_cannot_say_is_a_property(value: str) -> None:
    record = dated("created", value)
    assert find(record, "//n:contentCreated") == []
    assert find(record, "//n:contentMetaExtProperty/@arc:dateRole") == ["created"]
    assert returns(record)


@pytest.mark.parametrize("value", EDTF_VALUES)
@pytest.mark.parametrize("role", get_args(r.DateRole))
def test_every_form_of_date_comes_back_in_every_role(role: r.DateRole, value: str) -> None:
    assert returns(dated(role, value))


def test_a_second_date_of_creation_is_a_property_in_its_place() -> None:
    dates = tuple(r.Date("created", value, None, DECLARED) for value in ("2024~", "2023", "2022"))
    assert find(changed(dates=dates), "string(//n:contentCreated)") == "2023"
    assert returns(changed(dates=dates))


# ------------------------------------------------------------------ credits


@pytest.mark.parametrize("role", get_args(r.CreditRole))
def test_only_pictures_have_their_credit_at_a_part(role: r.CreditRole) -> None:
    credit = r.Credit(role, (r.CreditName("Ivo Crast", None, None),), "a\nb", DECLARED)
    record = changed(credits=(credit,))
    at_part = find(record, "//n:partMeta/n:contributor/n:name/text()")
    of_text = find(record, "//n:contentMeta/*/n:name/text()")
    picture = role in ("image", "photographer", "illustrator")
    assert (at_part, of_text) == ((["Ivo Crast"], []) if picture else ([], ["Ivo Crast"]))
    assert returns(record)


def test_a_byline_is_the_line_as_printed() -> None:
    assert find(RICH, "string(//n:by)") == "di Ada Valli"
    assert find(RICH, "string(//n:creator[@role='cpprole:author']/@literal)") == "e3"


# ------------------------------------------------------------------ entities and quotes


def test_an_entity_with_an_iri_is_the_concept_of_that_iri() -> None:
    iri = "https://sws.geonames.org/3165185/"
    assert find(RICH, "string(//n:subject[@id='e4']/@uri)") == iri
    assert find(RICH, "string(//n:inlineRef[@arc:ref='e4']/@uri)") == iri
    assert find(RICH, "string(//n:subject[@id='e1']/@literal)") == "e1"


def test_an_identifier_is_inferred_by_look_up() -> None:
    looked_up = r.Evidence("link.table", span=RICH.entities[3].mentions[0].span)
    iri = r.EntityIdentifier("geonames", "https://sws.geonames.org/3165185/", looked_up)
    place = dataclasses.replace(RICH.entities[3], identifiers=(iri,))
    record = dataclasses.replace(RICH, entities=(*RICH.entities[:3], place, *RICH.entities[4:]))
    assert find(record, "//n:assert/n:sameAs/@why") == ["why:inferred"]
    assert returns(record)


def test_two_entities_with_the_same_iri_stay_two() -> None:
    twin = dataclasses.replace(RICH.entities[3], id="e7", mentions=())
    name = r.CreditName("Trieste", None, "e7")
    credit = r.Credit("other", (name,), "Trieste", DECLARED)
    assert returns(
        dataclasses.replace(RICH, entities=(*RICH.entities, twin), credits=(*RICH.credits, credit))
    )


def test_the_speaker_is_the_creator_of_the_part() -> None:
    quote = "//n:partMeta[n:role/@qcode='arcpart:quote.direct']"
    assert find(RICH, f"string({quote}/n:creator[@role='arcrole:speaker']/n:name)") == "Nora Berti"
    assert find(RICH, f"string({quote}/@arc:char)") == "137,164 175,215"
    assert find(RICH, "string(//n:infoSource[@role='cpprole:spokesperson']/n:name)") == "Ugo Sala"


def test_a_topic_of_another_scheme_is_declared() -> None:
    topics = (r.Topic("own", "a b%", "x", DECLARED), r.Topic("medtop", "04000000", None, DECLARED))
    record = changed(topics=topics)
    assert find(record, "//n:subject/@qcode") == ["own:a%20b%25", "medtop:04000000"]
    assert "own" in find(record, "//n:scheme/@alias")
    assert "medtop" not in find(record, "//n:scheme/@alias")
    assert returns(record)


# ------------------------------------------------------------------ evidence


def test_values_point_at_the_part_they_were_read_from() -> None:
    source = find(RICH, "string(//n:derivedFromValue[contains(@idrefs, 'headline')]/@sourceidref)")
    assert find(RICH, f"string(//n:partMeta[@partid='{source}']/@arc:char)") == "0,22"


@pytest.mark.parametrize(
    "evidence",
    [
        r.Evidence("a.b", None, span=r.Span(0, 1)),
        r.Evidence("a.b", 0, declared="head/meta[@x='1']"),
        r.Evidence("a.b", 100, context="a.csv:17#dc.date\tx"),
        r.Evidence("a.b", 7, corrected=r.Corrected("desk@example.org", "#2\n\x02")),
    ],
    ids=["span", "declared", "context", "corrected"],
)
def test_every_kind_of_evidence_comes_back(evidence: r.Evidence) -> None:
    assert returns(changed(headline=r.Value("A", evidence)))


def test_confidence_is_native_where_the_standard_has_it() -> None:
    assert find(RICH, "string(//n:headline/@confidence)") == "95"
    assert find(RICH, "string(//n:by/@arc:confidence)") == "95"
    assert find(RICH, "//n:subject[@type='cpnat:abstract']/@confidence") == []


# ------------------------------------------------------------------ residuals


def test_a_residual_keeps_only_what_xml_cannot_carry() -> None:
    record = changed(headline=r.Value("a\x0bb", DECLARED), summary=r.Value("a\r\n\tb", DECLARED))
    assert find(record, "string(//n:headline)") == "a\ufffdb"
    literals = find(record, "//n:contentMetaExtProperty[@rel='arcrel:residual']/@literal")
    assert literals == ["/headline/value"]
    assert returns(record)


def test_a_residual_changes_one_of_two_values_that_look_alike() -> None:
    by = [r.Corrected("\ufffd", "#2"), r.Corrected("\x01", "#2"), r.Corrected("\x02", "#2")]
    values = [r.Value("A", r.Evidence("r", None, corrected=corrected)) for corrected in by]
    source = dataclasses.replace(MINIMAL.source, encoding=values[2])
    assert returns(changed(headline=values[0], summary=values[1], source=source))


# ------------------------------------------------------------------ refusals

ITEM = write(RICH).decode()
DAMAGE = {
    "cut off": ("R040", "</newsItem>", ""),
    "another profile": ("R041", "archivist-article", "other-profile"),
    "no newsItem": ("R041", "newsItem", "packageItem"),
    "unknown element": ("R042", "<pubStatus", "<pubstatus"),
    "document type": ("R042", "<newsItem", "<!DOCTYPE newsItem [<!ENTITY e 'x'>]><newsItem"),
    "id twice": ("R042", 'id="e2"', 'id="e1"'),
    "reference to nothing": ("R043", 'idrefs="m1"', 'idrefs="m99"'),
    "another text": ("R044", "sindaca Nora Berti ha", "sindaco Nora Berti ha"),
    "not base64": ("R044", 'charcount="304"', 'charcount="304" encodinguri="' + (
        "http://www.w3.org/2000/09/xmldsig#base64" + '"')),
    "beyond the text": ("R045", 'arc:char="0,22"', 'arc:char="0,2200"'),
    "backwards": ("R045", 'arc:char="0,22"', 'arc:char="22,0"'),
    "source without range": ("R045", 'sourceidref="m1"', 'sourceidref="q1"'),
    "mention of two": ("R046", 'idrefs="m1"', 'idrefs="m1 m2"'),
    "mention of nobody": ("R046", '<inlineRef idrefs="m1"', '<inlineRef idrefs="m2"'),
    "another concept": ("R046", '<assert literal="e1"', '<assert literal="e7"'),
    "patch that is none": ("R047", 'arcrel:patch" value="[', 'arcrel:patch" value="[['),
    "patch of numbers": ("R047", 'arcrel:patch" value="[', 'arcrel:patch" value="[1,'),
    "another language": ("R048", '<language id="lang" tag="it"', '<language id="lang" tag="en"'),
    "alias that nobody declares": ("R048", 'qcode="medtop:', 'qcode="other:'),
    "another rendition": ("R048", ">di Ada Valli</p>", ">di Ada Villa</p>"),
    "another speaker's name": ("R048", "<name>Ugo Sala</name></infoSource>", (
        "<name>Ugo Sali</name></infoSource>")),
    "another length": ("R048", 'charcount="304"', 'charcount="303"'),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_an_altered_item_is_refused_with_its_line(name: str) -> None:
    code, before, after = DAMAGE[name]
    assert before in ITEM
    data = ITEM.replace(before, after).encode()
    problems = newsml.check(data, "a.xml")
    assert {problem.code for problem in problems} >= {code}
    assert all(problem.location.file == "a.xml" for problem in problems)
    for problem in problems:
        where = problem.location
        assert (where.line and where.column) or problem.code == "R047"
    with pytest.raises(InvalidRecord, match=code):
        newsml.read(data, "a.xml")


def test_every_code_of_reading_back_is_drawn() -> None:
    assert {code for code, _, _ in DAMAGE.values()} == {c for c in CODES if c.startswith("R04")}


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0x85, 0x9F, 0xFFFE, 0xFFFF, 0x1FFFE])
def test_every_odd_character_comes_back_from_anywhere(code: int) -> None:
    odd = f"a{chr(code)}b\x7f\x01"
    evidence = r.Evidence("r", None, corrected=r.Corrected(odd, odd))
    speaker = r.Speaker(None, r.Span(0, 5), odd, evidence)
    quote = r.Quote("q1", "mixed", (r.Span(0, 5),), None, None, speaker, None, (), evidence)
    assert returns(
        over(
            odd,
            generator=r.Generator(odd, odd, {"0": odd}, "2026-11-22T10:00:00Z"),
            identifiers=(r.Identifier("url", odd, evidence),),
            headline=r.Value(odd, evidence),
            dates=(r.Date("created", "2024", odd, evidence),),
            credits=(r.Credit("other", (r.CreditName(odd, None, None),), odd, evidence),),
            rights=r.Rights(odd, odd, odd, evidence),
            topics=(r.Topic(None, odd, odd, evidence), r.Topic("own", odd, None, evidence)),
            quotes=(quote,),
            relations=(r.Relation("partOf", odd, evidence),),
            history=(r.HistoryEntry("migrated", odd, odd, odd, odd, ()),),
        )
    )


@pytest.mark.parametrize("literal", ["/headline/values", "/dates/9/value", "/text/0", "/blocks"])
def test_a_residual_for_nothing_is_refused(literal: str) -> None:
    residual = (
        f'<contentMetaExtProperty rel="arcrel:residual" literal="{literal}" value="&quot;&quot;"/>'
    )
    data = ITEM.replace("</contentMeta>", residual + "</contentMeta>").encode()
    assert [problem.code for problem in newsml.check(data, "a.xml")] == ["R047"]


@pytest.mark.parametrize("data", [b"", b"\x00", b"<a/>", b"{}", b"<newsItem/>"])
def test_other_bytes_are_refused(data: bytes) -> None:
    assert not newsml.recognises(data)
    with pytest.raises(InvalidRecord, match=r"R04[01]"):
        newsml.read(data, "a.xml")


def test_blanks_between_elements_do_not_matter() -> None:
    root = etree.fromstring(ITEM.encode())
    for element in root.iter("{*}itemMeta", "{*}partMeta"):
        element.tail = "\n\n    "
    assert newsml.read(etree.tostring(root), "a.xml") == RICH


def test_a_text_longer_than_xml_readers_take_is_refused() -> None:
    with pytest.raises(InvalidRecord, match="X021"):
        write(over("\x01" + "a" * 7_600_000))  # base64 makes it a third longer


def test_a_record_that_no_valid_item_can_hold_is_refused() -> None:
    person = r.Entity("Mario", "person", "Mario", (), (), ())
    with pytest.raises(InvalidRecord, match="X020"):
        write(changed(entities=(person,)))


@pytest.mark.parametrize("place", ["text", "code", "name"])
def test_half_a_character_is_refused(place: str) -> None:
    half = "a\ud800"
    record = {
        "text": over(half),
        "code": changed(topics=(r.Topic("own", half, None, DECLARED),)),
        "name": changed(source=dataclasses.replace(MINIMAL.source, sha256=half)),
    }[place]
    with pytest.raises(InvalidRecord, match="R023"):
        write(record)


def test_our_items_are_recognised() -> None:
    assert newsml.recognises(ITEM.encode())
    assert not newsml.recognises(b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">')


def test_the_example_of_the_design_is_not_ours(shared: Path) -> None:
    data = (shared / "reference" / "seed.newsml.xml").read_bytes()
    assert [problem.code for problem in newsml.check(data, "seed.xml")] == ["R042"]
