"""The rules for NewsML-G2 by anybody: catalogs, dates, contents, XHTML, versions, and places."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist import markup, official
from archivist.checks import newsml
from archivist.checks.newsml import (
    contents,
    documents,
    instants,
    ninjs,
    tables,
    tour,
    wording,
    xhtml,
)
from archivist.xmlplaces import Places

NAR = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_{}.xml"


def item(
    inside: str = "",
    *,
    attributes: str = "",
    kind: str = "newsItem",
    catalog: int = 41,
    meta: str = "",
    version: str = "2.35",
) -> bytes:
    """An item without fault, but for what is put into it."""
    nature = {"conceptItem": "cinat:concept", "planningItem": "plinat:newscoverage"}
    return f"""<{kind} xmlns="{NAR}" standard="NewsML-G2" standardversion="{version}"
  conformance="power" guid="urn:example:1" xml:lang="en" {attributes}>
<catalogRef href="{CATALOG.format(catalog)}"/><rightsInfo/>
<itemMeta><itemClass qcode="{nature.get(kind, "ninat:text")}"/><provider literal="x"/>
<versionCreated>2026-01-02T12:00:00Z</versionCreated>{meta}<pubStatus qcode="stat:usable"/>
</itemMeta>{inside}</{kind}>""".encode()


def codes(data: bytes) -> list[str]:
    return [fault.code for fault in tour.faults(markup.parse_xml(data))]


@pytest.mark.parametrize("kind", ["newsItem", "packageItem", "conceptItem", "planningItem"])
def test_an_item_without_fault(kind: str) -> None:
    assert codes(item(kind=kind)) == []


# ------------------------------------------------------------------ catalogs


@pytest.mark.parametrize(
    ("number", "alias", "code"),
    [
        (41, "ticker", None),
        (38, "ticker", None),
        (37, "ticker", "G002"),  # declared from 38 on
        (13, "medtop", None),  # none was dropped since
        (13, "tone", "G002"),
        (99, "tone", None),
        (99, "novel", "G019"),  # of a catalog that nobody here knows
        (41, "novel", "G002"),
    ],
)
def test_an_alias_is_of_the_catalog_referred_to(number: int, alias: str, code: str | None) -> None:
    found = codes(item(f'<x qcode="{alias}:00000000"/>', catalog=number))
    assert set(found) - {"G015"} == {code} - {None}


def test_an_own_catalog_declares_aliases_and_an_unknown_one_may() -> None:
    own = '<catalog><scheme alias="mine" uri="http://example.org/"/></catalog>'
    assert codes(item(own + '<x qcode="mine:1"/>')) == []
    other = '<catalogRef href="http://example.org/c.xml"/>'
    assert codes(item(other)) == []
    assert codes(item(other + '<x qcode="a:1"/><x qcode="b:1"/>')) == ["G019"]


def test_a_topic_in_use_is_fine_and_later_ones_may_be() -> None:
    assert codes(item('<x qcode="medtop:01000000"/>')) == []
    assert codes(item('<x qcode="medtop:20001999"/>')) == []
    assert codes(item('<x qcode="medtop:20000001"/>')) == ["G015"]
    own = '<catalog><scheme alias="medtop" uri="http://example.org/"/></catalog>'
    assert codes(item(own + '<x qcode="medtop:weather"/>')) == []
    uri = "http://cv.iptc.org/newscodes/mediatopic/"
    assert codes(item(f'<x uri="{uri}20000064"/>')) == ["G015"]
    assert codes(item(f'<x uri="{uri}01000000"/><scheme uri="{uri}"/>')) == []
    alias = f'<catalog><scheme alias="mine" uri="{uri}"/></catalog>'
    assert codes(item(f'{alias}<x qcode="mine:20000064"/>')) == ["G015"]
    # who defines a list defines what is retired too
    assert codes(item('<x qcode="medtop:20000064"/>', kind="conceptItem")) == []


def test_tables_are_whole() -> None:
    assert len(tables.schemes()) == 147
    assert len(tables.topics()) == 1286
    assert sum(bool(day) for day in tables.topics().values()) == 153
    assert {kind.kind for kind in tables.attributes().values()} == {
        *("qcode", "qcodes", "id", "idref", "idrefs", "language")
    }
    for item_ in official.schemas():
        assert re.fullmatch("[0-9a-f]{64}", item_.sha256)
        assert item_.address.startswith("https://www.")
        assert all(name in official.by_name() for name in item_.needs)


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("earlier", "later", "after"),
    [
        ("2026-01-02T12:00:01Z", "2026-01-02T12:00:00Z", True),
        ("2026-01-02T12:00:00Z", "2026-01-02T12:00:00Z", False),
        ("2026-01-02T13:00:00+01:00", "2026-01-02T12:00:00Z", False),
        ("2026-01-02T12:00:00-01:00", "2026-01-02T12:00:00Z", True),
        ("2026-01-02", "2026-01-02T00:00:00Z", False),
        ("2026-01-03", "2026-01-02T23:00:00Z", False),  # a day begins early somewhere
        ("2026-01-05", "2026-01-02T23:00:00Z", True),
        ("2026-01", "2026-01-31T12:00:00Z", False),
        ("2026-02", "2026-01-02T12:00:00Z", True),
        ("2026", "2025-06-01T00:00:00Z", True),
        ("2026", "2026-06-01T00:00:00Z", False),
        ("2026-02-30", "2026-01-01", False),  # no date at all
        ("", "2026-01-01", False),
        ("9999-12-31", "0001-01-01", False),  # beyond what can be counted
        ("2026-01-02T12:00:00", "2026-01-02T11:00:00Z", False),  # without a zone
        ("2026-01-02T12:00:00.500Z", "2026-01-02T12:00:00Z", False),
    ],
)
def test_order_is_told_only_where_it_is_sure(earlier: str, later: str, after: bool) -> None:
    assert instants._is_after(earlier, later) is after


@given(st.datetimes(), st.sampled_from([4, 7, 10, 19]), st.sampled_from(["", "Z", "+05:30"]))
def test_a_date_means_something_that_holds_it(moment: Any, length: int, zone: str) -> None:
    text = moment.replace(microsecond=0).isoformat()[:length] + (zone if length > 10 else "")
    found = instants.between(text)
    if found is not None:
        assert found.first <= found.last
        assert not instants._is_after(text, text)


# ------------------------------------------------------------------ contents


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("text/plain", True),
        ("text/html; charset=utf-8", True),
        ("application/vnd.iptc.g2.newsitem+xml", True),
        ("Image/JPEG", True),
        ("video/mp4-1920x1080", True),  # whether it is registered is not looked up
        ("text/vnd.a+b+xml", True),
        ("xhtml/xml", False),
        ("application/xhtml+html", False),
        ("image/jpg", False),
        ("text", False),
        ("text/", False),
        ("text/pl ain", False),
        ("", False),
        ("photo/jpeg", False),
    ],
)
def test_media_types(value: str, right: bool) -> None:
    assert (contents._right(value) is None) is right


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('<events xmlns="{nar}"/>', []),  # events and sports are of the same namespace
        ('<html xmlns="{nar}"/>', ["G006"]),
        ('<nitf xmlns=""/>', []),  # as its DTDs have it
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', []),
        ("", []),
    ],
)
def test_the_namespace_of_content(content: str, found: list[str]) -> None:
    inside = f"<contentMeta><language tag='en'/></contentMeta><contentSet><inlineXML>{content}"
    data = item(inside.replace("{nar}", NAR) + "</inlineXML></contentSet>")
    assert codes(data) == found


def test_content_is_not_taken_for_metadata() -> None:
    """Its ids, references and codes are of its own."""
    inner = (
        f'<html xmlns="{NAR}"><p id="a" rel="x:y" idrefs="b" contenttype="z"/><p id="a"/></html>'
    )
    inside = f'<contentMeta><language tag="en"/></contentMeta><contentSet><inlineXML>{inner}'
    assert codes(item(f"{inside}</inlineXML></contentSet>")) == ["G006"]


# ------------------------------------------------------------------ XHTML


def broken(body: str) -> int:
    html = f'<html xmlns="{XHTML}"><head><title>x</title></head><body>{body}</body></html>'
    return len(list(xhtml.check(markup.parse_xml(html.encode()))))


@pytest.mark.parametrize(
    "body",
    [
        "text <b>bold</b><p>a <a href='#'>b <em>c</em></a></p>",
        "<a href='#'><div><p>a link around blocks, as in HTML</p></div></a>",
        "<ul><li>a<ul><li>b</li></ul></li></ul><ol>  <li/> </ol>",
        "<dl><dt>a</dt><dd><p>b</p></dd><div><dt>c</dt></div></dl>",
        "<table><caption>a</caption><thead><tr><th>b</th></tr></thead>"
        "<tbody><tr><td><p>c</p></td></tr></tbody></table>",
        "<table><tr><td/></tr></table>",
        "<figure><img src='a'/><figcaption>b</figcaption></figure><video><source src='c'/></video>",
        "<section><h1>a</h1><article><p>b<br/><span>c</span></p></article></section>",
        "<p><ins>a <b>c</b></ins><object><param/>b</object></p><div><del><p>b</p></del></div>",
        "<p><script>if (a) {}</script></p><blockquote><p>a</p></blockquote><center>old</center>",
        "<p><x xmlns='http://example.org/'><div/></x></p>",
        "<pre>a <b>b</b></pre><hr/><form><fieldset><legend>a</legend><input/></fieldset></form>",
        "<p><svg xmlns='http://www.w3.org/2000/svg'/></p>",
        "<p><a-map>Genoa</a-map></p><a-map><p>Genoa</p></a-map>",
    ],
)
def test_xhtml_that_is_right(body: str) -> None:
    assert broken(body) == 0


@pytest.mark.parametrize(
    "body",
    [
        "<p><p>a</p></p>",
        "<h1><div/></h1>",
        "<p><a href='#'><div/></a></p>",  # transparent within a line
        "<li>a</li>",
        "<ul><p>a</p></ul>",
        "<ul>a</ul>",
        "<table>a</table>",
        "<table><td/></table>",
        "<tr/>",
        "<br>a</br>",
        "<hr><p/></hr>",
        "<P>a</P>",
        "<title>a</title>",
        "<form><div><form/></div></form>",
        "<img/>",
        "<span><table/></span>",
        "<html/>",
        "<p><a-map><div/></a-map></p>",
    ],
)
def test_xhtml_that_is_broken(body: str) -> None:
    assert broken(body) >= 1


# ------------------------------------------------------------------ what the XML Schema says


@pytest.mark.parametrize(
    ("text", "message", "attribute"),
    [
        (
            "Element '{u:n}a': This element is not expected."
            " Expected is one of ( {u:n}b, ##other{u:n}* ).",
            "order of elements: found <a>, would be right: <b>, an element of another namespace",
            None,
        ),
        (
            "Element '{u:n}a': This element is not expected.",
            "order of elements: found <a>, would be right: nothing more here",
            None,
        ),
        (
            "Element '{u:n}a': Missing child element(s). Expected is ( {u:n}b ).",
            "elements in <a>: found too few, would be right: also <b>",
            None,
        ),
        (
            "Element '{u:n}a': The attribute 'x' is required but missing.",
            "attribute x of <a>: found nothing, would be right: one",
            "x",
        ),
        (
            "Element '{u:n}a', attribute 'x': The attribute 'x' is not allowed.",
            "attribute of <a>: found x, would be right: none of this name",
            "x",
        ),
        (
            "Element '{u:n}a', attribute 'x': 'y' is not a valid value of the list type '{u:n}T'.",
            'attribute x of <a>: found "y", would be right: a value of T',
            "x",
        ),
        (
            "Element '{u:n}a': [facet 'pattern'] The value 'it's' is not accepted by"
            " the pattern 'p'.",
            "<a>: found \"it's\", would be right: a value of 'p'",
            None,
        ),
        (
            "No declaration for element p",
            "element: found <p>, would be right: one that"
            " NewsML-G2_2.9-spec-All-Power.xsd declares",
            None,
        ),
        (
            "No declaration for attribute b of element a",
            "attribute of <a>: found b, would be right: one that"
            " NewsML-G2_2.9-spec-All-Power.xsd declares",
            "b",
        ),
        (
            "No such thing.",
            "found No such thing., would be right: as NewsML-G2_2.9-spec-All-Power.xsd says",
            None,
        ),
    ],
)
def test_words_of_libxml2(text: str, message: str, attribute: str | None) -> None:
    schema = official.by_name()["NewsML-G2_2.9-spec-All-Power.xsd"]
    said = wording.said("SCHEMAV_X", text, schema)
    assert (said.message, said.attribute) == (message, attribute)


def test_long_values_are_cut() -> None:
    text = f"Element 'a': '{'x' * 5000}' is not a valid value of the atomic type 'xs:date'."
    schema = official.by_name()["xml.xsd"]
    assert len(wording.said("", text, schema).message) < 150


@pytest.mark.parametrize(
    ("version", "level", "name"),
    [
        ("2.35", "power", "NewsML-G2_2.35-spec-All-Power.xsd"),
        ("2.9", "power", "NewsML-G2_2.9-spec-All-Power.xsd"),
        ("2.24", "core", "NewsML-G2_2.24-spec-All-Core.xsd"),
        ("2.30", "core", "NewsML-G2_2.30-spec-All-Power.xsd"),
        ("2.7", "power", "NewsML-G2_2.9-spec-All-Power.xsd"),
        ("2.99", "power", None),
        ("", "power", "NewsML-G2_2.35-spec-All-Power.xsd"),
    ],
)
def test_the_schema_of_a_version(version: str, level: str, name: str | None) -> None:
    data = item(version=version).replace(b'"power"', f'"{level}"'.encode())
    found, _ = newsml.chosen(markup.parse_xml(data))
    assert (found and found.name) == name


# ------------------------------------------------------------------ places


def where(data: bytes) -> list[tuple[str, int | None, int | None]]:
    found = documents.check(data, "x")
    return [(p.code, p.location.line, p.location.column) for p in found or () if p.code != "G021"]


def test_lines_above_65535() -> None:
    data = item("\n" * 70_000 + '<contentMeta>\n <language tag="e n"/></contentMeta>')
    assert where(data) == [("G027", 70_007, 12)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "shift_jis", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_whatever_the_encoding(encoding: str, end: str) -> None:
    name = encoding.removesuffix("-sig")
    tag = '<contentMeta>\n<!-- a\n--><language\n  id = "tag=" tag="e n" /></contentMeta>'
    text = f'<?xml version="1.0" encoding="{name}"?>\n{item(tag).decode()}'
    assert where(text.replace("\n", end).encode(encoding)) == [("G027", 10, 15)]


def test_entities_are_left_alone() -> None:
    """Of a document that declares its own; they may hold anything and grow."""
    kind = '<!DOCTYPE newsItem [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>\n'
    data = kind.encode() + item('<contentMeta><language tag="e n"/>&b;</contentMeta>')
    assert where(data) == [("G027", 7, 35)]


@given(st.data())
def test_places_are_those_of_the_text(data: st.DataObject) -> None:
    """Elements strewn over lines: each is where its text says."""
    blanks = st.text(" \n\té漢🎈", max_size=4)
    count = data.draw(st.integers(1, 8))
    text, offsets = "<r>", [0]
    for _ in range(count):
        text += data.draw(blanks)
        offsets.append(len(text))
        text += data.draw(st.sampled_from(["<a/>", "<a \n b='>'/>", "<a><!--<c>--></a>"]))
    text += "</r>"
    encoded = text.encode()
    root = markup.parse_xml(encoded)
    found = Places(encoded, root).of((element, None) for element in root.iter("*"))
    lines = [text[:offset].split("\n") for offset in offsets]
    assert found == [(len(before), len(before[-1]) + 1) for before in lines]


# ------------------------------------------------------------------ which documents


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nonsense",
        b"<html/>",
        b"<?xml version='1.0'?><rss><channel/></rss>",
        b"{",
        b'{"title": "x"}',
        b'{"@context": "x", "uri": "urn:x", "type": "text"}',
        b"[1]",
        b'{"uri": "urn:x", "n": NaN, "type": 1}',
    ],
)
def test_what_is_nobodys(data: bytes) -> None:
    assert documents.check(data, "x") is None


@pytest.mark.parametrize("namespace", ["", NAR[:-1], "http://www.iptc.org/std/nar/2006-10-01/"])
def test_another_namespace_is_told_first(namespace: str) -> None:
    data = item().replace(NAR.encode(), namespace.encode(), 1)
    assert where(data) == [("G024", 1, 1)]


@pytest.mark.parametrize(
    "value",
    [
        {"uri": "urn:x", "versioncreated": "2026"},
        {"uri": "urn:x", "type": "text"},
        {"standard": {"name": "ninjs"}},
        {"uri": "urn:x", "headlines": []},
    ],
)
def test_what_is_ninjs(value: dict[str, Any]) -> None:
    assert ninjs.is_one(value)


def test_ninjs_may_have_fractions_and_no_key_twice() -> None:
    good = b'{"uri": "urn:x:y", "type": "text", "place": {"lat": 1.5}}'
    assert where(good) == []
    assert where(good.replace(b'"place"', b'"uri"')) == [("R022", 1, 36)]


@given(st.binary(max_size=200))
def test_any_bytes_are_checked_or_nobodys(data: bytes) -> None:
    documents.check(b"<newsItem " + data, "x")
    documents.check(b'{"uri": "urn:x", "type": "text", ' + data, "x")
    documents.check(data, "x")


def test_the_worst_xml_is_one_problem() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    kind = f'<!DOCTYPE newsItem [<!ENTITY a0 "ha">{laughs}]>'
    bomb = kind.encode() + item(attributes='id="&a11;"')
    assert [code for code, _, _ in where(bomb)] == ["R040"]
    assert [code for code, _, _ in where(item("<x>" * 300 + "</x>" * 300))] == ["R040"]


# ------------------------------------------------------------------ messages and versions


def message(*items: bytes) -> bytes:
    head = f'<newsMessage xmlns="{NAR}"><header><sent>2026-01-02T12:00:00Z</sent></header><itemSet>'
    return head.encode() + b"".join(items) + b"</itemSet></newsMessage>"


def test_items_of_a_message_are_each_their_own() -> None:
    own = item('<catalog><scheme alias="mine" uri="http://example.org/"/></catalog>')
    other = item('<x qcode="mine:1"/>').replace(b"urn:example:1", b"urn:example:2")
    assert codes(message(own, other)) == ["G002"]


def test_versions_of_an_item_in_a_message() -> None:
    one = item()
    two = one.replace(b"<newsItem", b'<newsItem version="2"').replace(b"T12:", b"T13:")
    assert codes(message(one, two)) == []
    assert codes(message(two, one)) == []
    assert codes(message(one, one)) == ["G011"]
    assert codes(message(one, two.replace(b"T13:", b"T11:"))) == ["G011"]
