"""The standards of news agencies: NewsML-G2, NewsML 1, NITF, ninjs, IPTC 7901, ANPA 1312."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from linear import assert_linear
from lxml import etree

from archivist import Settings, Source, convert
from archivist.pipeline import Conversion, describe
from archivist.readers import BY_NAME, Stream
from archivist.record import Record

EXAMPLES = Path(__file__).parents[2] / "samples"
SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")
READERS = ("newsml-g2", "newsml1", "nitf", "ninjs", "iptc7901", "anpa1312")
FILES = {
    "newsml-g2.xml": "newsml-g2",
    "newsml-g2-message.xml": "newsml-g2",
    "newsml1.xml": "newsml1",
    "nitf.xml": "nitf",
    "ninjs.json": "ninjs",
    "iptc7901.txt": "iptc7901",
    "anpa1312.tst": "anpa1312",
}


def conversions(name: str, data: bytes | None = None) -> list[Conversion]:
    content = (EXAMPLES / name).read_bytes() if data is None else data
    return list(convert(Source(name, name, content), settings=SETTINGS))


def record(name: str, data: bytes | None = None) -> Record:
    (found,) = conversions(name, data)
    assert found.record, found
    return found.record


def changed(name: str, *pairs: tuple[str, str]) -> bytes:
    """An example with strings replaced; each must be there."""
    text = (EXAMPLES / name).read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


def roles(found: Record) -> list[tuple[str, str]]:
    return [(block.role, block.span.of(found.text)) for block in found.blocks]


def dates(found: Record) -> set[tuple[str, str]]:
    return {(date.role, date.value) for date in found.dates}


def codes(found: Conversion) -> list[str]:
    return [item.code for item in found.problems]


# ------------------------------------------------------------------ each format


@pytest.mark.parametrize(("name", "reader"), FILES.items())
def test_each_is_known_by_its_first_bytes(name: str, reader: str) -> None:
    data = (EXAMPLES / name).read_bytes()
    assert describe(Source("x", "x", data), SETTINGS) == (reader, "first bytes")
    assert [r for r in READERS if BY_NAME[r].signature(data)] == [reader]


@pytest.mark.parametrize("name", FILES)
def test_an_example_draws_no_problem(name: str) -> None:
    assert [codes(item) for item in conversions(name)] == [[]] * len(conversions(name))


def test_newsml_g2() -> None:
    found = record("newsml-g2.xml")
    assert found.headline
    assert found.headline.value == "Night ferry to Port Alder returns after nine years"
    assert found.summary
    assert found.language
    assert found.language.value == "en"
    assert {
        ("modified", "2024-05-14T16:20:00+02:00"),
        ("published", "2024-05-14T15:02:00+02:00"),
        ("created", "2024-05-14"),
    } <= dates(found)
    assert ("author", "By Tessa Quill") in [(c.role, c.verbatim) for c in found.credits]
    assert ("medtop", "20000337", "ferry transport") in [
        (t.scheme, t.code, t.name) for t in found.topics
    ]
    assert next((i.scheme, i.value) for i in found.identifiers) == (
        "guid",
        "tag:kestenwire.example,2024-05-14:harbour-ferry",
    )
    assert found.rights
    assert found.rights.holder == "Kesten Wire"
    assert found.dateline
    assert found.dateline.verbatim == "PORT ALDER, May 14 (Kesten Wire) -"
    assert ("subhead", "Timetable") in roles(found)
    assert ("list-item", "Arrives in Port Alder at 6.15.") in roles(found)
    assert ("other", "Cabin\t55 crowns") in roles(found)


def test_a_message_of_several_items_gives_a_part_each() -> None:
    mill, picture, flash = conversions("newsml-g2-message.xml")
    assert [item.source.part for item in (mill, picture, flash)] == ["#1", "#2", "#3"]
    assert mill.source.data.startswith(b"<newsItem guid")
    assert mill.source.data.endswith(b"</newsItem>")
    assert picture.set_aside
    assert picture.set_aside.reason == "other-type"
    assert mill.record
    assert "Alte Mühle in Brunnstedt mahlt wieder" in mill.record.text
    assert mill.record.text.count("Brunnstedt (kw)") == 1  # the dateline stands in the text
    assert flash.record
    assert [role for role, _ in roles(flash.record)][-1] == "notice"
    assert "Nobody was hurt" in flash.record.text
    assert flash.record.text.count("closed after barge") == 0  # said once, as the headline


def test_a_message_of_one_item_is_the_file() -> None:
    data = (EXAMPLES / "newsml-g2-message.xml").read_bytes()
    tree = etree.fromstring(data)
    item_set = tree.find("{*}itemSet")
    assert item_set is not None
    for item in item_set[1:]:
        item_set.remove(item)
    found = record("message.xml", etree.tostring(tree))
    assert found.source.part is None


def test_newsml1() -> None:
    found = record("newsml1.xml")
    assert found.headline
    assert found.headline.value == "El molino de Valdearcos vuelve a moler"
    assert {("published", "2024-02-19T10:14:00Z"), ("dateline", "2024-02-19")} <= dates(found)
    assert roles(found)[0] == ("dateline", "VALDEARCOS, 19 feb 2024 (Kesten) -")
    assert ("author", "Por Inés Robledo") in [(c.role, c.verbatim) for c in found.credits]
    assert found.rights
    assert found.rights.notice == "© Agencia Kesten, 2024"


def test_the_byline_of_a_picture_is_not_that_of_the_article() -> None:
    picture = (
        "<NewsComponent><NewsLines><HeadLine>The mill</HeadLine><ByLine>Ugo Foto</ByLine>"
        '</NewsLines><NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent>'
        "<p>The mill in May.</p></DataContent></ContentItem></NewsComponent><NewsComponent>"
        '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>'
        "</NewsComponent>"
    )
    style = (
        '<NewsComponent><ContentItem><MimeType FormalName="text/css"/><DataContent>p {color: red}'
        "</DataContent></ContentItem></NewsComponent>"
    )
    byline = "<ByLine>Por Inés Robledo</ByLine>"
    data = changed(
        "newsml1.xml",
        (byline, ""),
        ("</ContentItem>\n    </NewsComponent>", f"</ContentItem>{style}{picture}</NewsComponent>"),
    )
    found = record("a.xml", data)
    assert [c.verbatim for c in found.credits if c.role == "author"] == []
    assert ("image", "Ugo Foto") in [(c.role, c.verbatim) for c in found.credits]
    assert found.headline
    assert found.headline.value == "El molino de Valdearcos vuelve a moler"
    assert roles(found)[-1] == ("caption", "The mill in May.")
    assert "color: red" not in found.text


def test_nitf_in_latin_1() -> None:
    found = record("nitf.xml")
    assert found.headline
    assert found.headline.value == "Le phare de Sainte-Aure s'éteint pour deux hivers"
    assert ("published", "2024-11-07T09:15:00+01:00") in dates(found)
    assert found.dateline
    assert found.dateline.place
    assert found.dateline.place.of(found.text) == "SAINTE-AURE"
    assert ("caption", "Le phare, vu de la jetée.") in roles(found)
    assert ("subhead", "Une lanterne de 1871") in roles(found)
    assert ("image", "Photo : Loïc Tanguy / Agence Kesten") in [
        (c.role, c.verbatim) for c in found.credits
    ]
    assert "redaction@agence-kesten.example" in found.text
    assert found.summary


def test_ninjs() -> None:
    found = record("ninjs.json")
    assert found.headline
    assert found.headline.value == "Il forno di Borgo Alto riapre di notte"
    assert {
        ("published", "2024-06-21T07:05:00+02:00"),
        ("created", "2024-06-21T06:58:00+02:00"),
    } <= dates(found)
    assert ("list-item", "Focaccia: 2 euro") in roles(found)
    assert found.summary
    assert found.summary.value == "Pane caldo dalle due alle sei."


def test_ninjs_of_version_1_and_3() -> None:
    one = {
        "uri": "urn:x:1",
        "type": "text",
        "headline": "Boats are back",
        "body_text": "The boats are back.\n\nNobody knows why.",
        "body_xhtml": "<p>The boats are back.</p><p>Nobody knows why.</p>",
        "versioncreated": "2024-10-25T14:03:00Z",
        "copyrightholder": "Kesten",
    }
    three = {
        "uri": "urn:x:3",
        "type": "text",
        "headlines": [{"role": "main", "value": "Boats are back"}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": one["body_xhtml"]}],
        "versionCreated": "2024-10-25T14:03:00Z",
        "copyrightHolder": "Kesten",
    }
    texts = [record("a.json", json.dumps(item).encode()) for item in (one, three)]
    assert texts[0].text == texts[1].text == "The boats are back.\n\nNobody knows why."
    assert all(found.headline and found.headline.value == "Boats are back" for found in texts)
    assert all(("published", "2024-10-25T14:03:00Z") in dates(found) for found in texts)
    assert all(found.rights and found.rights.holder == "Kesten" for found in texts)


def test_iptc7901() -> None:
    found = record("iptc7901.txt")
    assert roles(found)[:3] == [
        ("header", "(Attention)"),
        (
            "headline",
            "Divers find 1903 cornerstone under the bridge at Kesten, harbour office says",
        ),
        ("byline", "By Owen Tarrant, Kesten Wire"),
    ]
    assert dates(found) == {("published", "2024-10-16T10:45:00Z")}
    assert [t.name for t in found.topics] == ["rivers", "bridges"]
    assert roles(found)[-3:] == [
        ("notice", "* * * *\nThe following information is not for publication"),
        ("notice", "- Editing by: Mara Venn"),
        ("notice", "kw ot mv"),
    ]
    assert not any(ord(char) < 32 and char not in "\n\t" for char in found.text)


def test_anpa1312_with_two_messages() -> None:
    frost, race = conversions("anpa1312.tst")
    assert [item.source.part for item in (frost, race)] == ["#1", "#2"]
    assert frost.record
    assert race.record
    assert roles(frost.record)[:5] == [
        ("header", "BC-US--Orchard Frost, 1st Ld-Writethru,140"),
        ("headline", "Late frost spares the orchards of Kesten Valley"),
        ("notice", "Eds: Updates with quote. With KW Photos."),
        ("byline", "By DORA HALL"),
        ("byline", "Kesten Wire"),
    ]
    assert dates(frost.record) >= {("published", "2024-04-17T15:12:00Z")}
    assert "``We lit every stove we own,'' said" in frost.record.text
    assert race.record.headline
    assert race.record.headline.value == "Alder crew wins river race by a length"
    slugs = [i.value for i in frost.record.identifiers if i.scheme == "slugline"]
    assert slugs == ["BC-US--Orchard Frost, 1st Ld-Writethru"]


def test_a_wire_without_its_closing_line_has_a_day_without_a_year() -> None:
    data = (EXAMPLES / "anpa1312.tst").read_bytes()
    first = data[: data.index(b"\x03")]
    assert ("published", "XXXX-04-17") in dates(record("a.tst", first))


# ------------------------------------------------------------------ what is not as it should be

LACKING = {
    "no namespace": (' xmlns="http://iptc.org/std/nar/2006-10-01/"', ""),
    "another namespace": ("std/nar/2006-10-01/", "std/nar/2099-01-01/"),
    "XHTML in the namespace of the item": (' xmlns="http://www.w3.org/1999/xhtml"', ""),
    "wrong content type": ("application/xhtml+xml", "xhtml/xml"),
    "no content type": (' contenttype="application/xhtml+xml"', ""),
    "no guid": (' guid="tag:kestenwire.example,2024-05-14:harbour-ferry"', ""),
    "date without a zone": ("16:20:00+02:00", "16:20:00"),
}


@pytest.mark.parametrize("pair", LACKING.values(), ids=LACKING)
def test_what_is_not_valid_is_read_with_one_warning(pair: tuple[str, str]) -> None:
    whole = record("newsml-g2.xml")
    (found,) = conversions("a.xml", changed("newsml-g2.xml", pair))
    assert found.record
    assert found.record.text == whole.text
    assert found.record.headline
    assert [item.value for item in found.record.dates if item.role == "published"]
    assert codes(found) == ["R085"]


@pytest.mark.parametrize(
    "pair",
    [
        ("2024-05-14T16:20:00+02:00", "  2024-05-14T16:20:00+0200\n"),
        ("<contentCreated>2024-05-14<", "<contentCreated><"),
        ('<?xml version="1.0"', '\n\n  <?xml version="1.0"'),
        ('<?xml version="1.0" encoding="UTF-8"?>', ""),
        ("Ada Fenn</em>", "Ada Fenn</em><!-- note --><?go on?>"),
        ("<body>", "<body dir='rtl'>"),
        ("drol:summary", "drol:semantics"),
    ],
)
def test_small_oddities_lose_no_text(pair: tuple[str, str]) -> None:
    found = record("a.xml", changed("newsml-g2.xml", pair))
    assert found.text == record("newsml-g2.xml").text
    assert ("modified", "2024-05-14T16:20:00+02:00") in dates(found)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_any_encoding(encoding: str) -> None:
    text = (EXAMPLES / "newsml1.xml").read_text("utf-8")
    data = text.replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)
    assert record("a.xml", data).text == record("newsml1.xml").text


def test_utf_8_that_says_it_is_latin_1() -> None:
    data = changed("newsml1.xml", ("UTF-8", "ISO-8859-1"))
    assert record("a.xml", data).text == record("newsml1.xml").text


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    data = changed("newsml-g2.xml", ("Ada Fenn</em>", "Ada Fenn</em> &nbsp;&eacute; & \x01b"))
    (found,) = conversions("a.xml", data)
    assert "R095" in codes(found)
    assert found.record
    assert "the harbour master, Ada Fenn \u00a0é" in found.record.text


def test_an_end_tag_too_many_loses_no_word() -> None:
    data = changed("newsml-g2.xml", ("<em>Ada Fenn</em>", "Ada Fenn</em>"))
    (found,) = conversions("a.xml", data)
    assert codes(found) == ["R095"]
    assert found.record
    whole = record("newsml-g2.xml").text
    assert "".join(found.record.text.split()) == "".join(whole.split())


def test_entities_are_never_expanded() -> None:
    text = '<!DOCTYPE nitf [<!ENTITY l "lol">]><nitf><body><p>Bang &l;</p></body></nitf>'
    assert record("a.xml", text.encode()).text == "Bang &l;"
    secret = text.replace('"lol"', 'SYSTEM "file:///etc/hosts"')
    assert record("a.xml", secret.encode()).text == "Bang &l;"


def test_a_billion_laughs_end_in_a_problem() -> None:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE nitf [<!ENTITY l0 "lol">{lines}]><nitf><body><p>&l11;</p></body></nitf>'
    (found,) = conversions("a.xml", text.encode())
    assert codes(found) == ["R040"]


def test_names_of_letters_are_letters() -> None:
    text = (
        '<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><body><body.content>'
        "<p>Caf&eacute; &amp; th&eacute;</p></body.content></body></nitf>"
    )
    assert record("a.xml", text.encode()).text == "Café & thé"


@pytest.mark.parametrize("root", ["nitf", "newsItem", "NewsML", "newsMessage"])
def test_deep_nesting_is_a_problem(root: str) -> None:
    data = f"<{root}>{'<p>' * 60_000}deep{'</p>' * 60_000}</{root}>".encode()
    (found,) = conversions("a.xml", data)
    assert codes(found) == ["R040"]


def test_our_own_export_is_still_read_back() -> None:
    (found,) = convert(EXAMPLES / "newsml-g2.xml", to=["newsml-g2"], settings=SETTINGS)
    written = dict(found.exports)["newsml-g2"]
    assert record("a.xml", written) == found.record


def prefixed(text: str) -> str:
    """The example with a prefix for each element of NewsML-G2."""
    tree = etree.fromstring(text.encode())
    for element in tree.iter("{http://iptc.org/std/nar/2006-10-01/}*"):
        assert element.nsmap
    root = etree.tostring(tree, encoding="unicode")
    root = re.sub(
        r"<(/?)(?=(?:newsItem|\w+(?:Info|Meta|Set|XML|Class|Created|line))\b)", r"<\1n:", root
    )
    return root.replace(
        ' xmlns="http://iptc',
        ' xmlns="http://iptc.org/std/nar/2006-10-01/" xmlns:n="http://iptc',
        1,
    )


def test_prefixes_change_nothing() -> None:
    data = prefixed((EXAMPLES / "newsml-g2.xml").read_text("utf-8")).encode()
    assert b"<n:newsItem" in data
    found, whole = record("a.xml", data), record("newsml-g2.xml")
    assert (found.text, dates(found)) == (whole.text, dates(whole))


def test_items_in_a_wrapper_of_somebody_are_found() -> None:
    text = (EXAMPLES / "newsml-g2.xml").read_text("utf-8").split("?>", 1)[1]
    one, two = conversions("a.xml", f"<delivery>{text}{text}</delivery>".encode())
    assert [one.source.part, two.source.part] == ["#1", "#2"]
    assert one.record
    assert one.record.text == record("newsml-g2.xml").text


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        ("newsml-g2.xml", ("stat:usable", "stat:canceled")),
        ("newsml1.xml", ('Status FormalName="Usable"', 'Status FormalName="Withheld"')),
        ("ninjs.json", ('"pubstatus": "usable"', '"pubstatus": "canceled"')),
    ],
)
def test_what_was_taken_back_is_said(name: str, pair: tuple[str, str]) -> None:
    (found,) = conversions(name, changed(name, pair))
    assert found.record
    assert codes(found) == ["R086"]


# ------------------------------------------------------------------ which content is the article


def item(contents: str, meta: str = "<headline>Boats</headline>", kind: str = "text") -> bytes:
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1" '
        'standard="NewsML-G2" standardversion="2.35"><itemMeta>'
        f'<itemClass qcode="ninat:{kind}"/><provider literal="K"/>'
        "<versionCreated>2024-05-14T16:20:00Z</versionCreated></itemMeta>"
        f"<contentMeta>{meta}</contentMeta><contentSet>{contents}</contentSet></newsItem>"
    ).encode()


XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
    "<body><p>The boats are back in the harbour.</p><p>Nobody knows why.</p></body></html>"
    "</inlineXML>"
)
DATA = '<inlineData contenttype="text/plain" rendition="x:{}">{}</inlineData>'
TEXT = "The boats are back in the harbour.\n\nNobody knows why."


@pytest.mark.parametrize(
    "contents",
    [
        XHTML,
        DATA.format("text", TEXT),
        DATA.format("slug", "boats") + DATA.format("headline", "Boats") + XHTML,
        XHTML + DATA.format("text", TEXT.replace("back in", "back\nin")),
        DATA.format("text", "&lt;p>The boats are back in the harbour.&lt;/p>&lt;p>Nobody knows "
                    "why.&lt;/p>"),
        "<inlineXML><p>The boats are back in the harbour.</p><p>Nobody knows why.</p></inlineXML>",
        "<inlineXML><body.content><p>The boats are back in the harbour.</p><block><p>Nobody "
        "knows why.</p></block></body.content></inlineXML>",
        "<inlineXML><idf><element>The boats are back in the harbour.</element>"
        "<element>Nobody <b>knows</b> why.</element></idf></inlineXML>",
        "<inlineXML>&lt;p&gt;The boats are back in the harbour.&lt;/p&gt;&lt;p&gt;Nobody knows "
        "why.&lt;/p&gt;</inlineXML>",
    ],
)  # fmt: skip
def test_the_article_among_the_contents(contents: str) -> None:
    assert record("a.xml", item(contents)).text == TEXT


def test_what_says_more_follows_as_a_notice() -> None:
    notes = DATA.format("notes", "Editors: the picture desk has five pictures of gulls.")
    found = record("a.xml", item(XHTML + notes))
    assert roles(found)[-1] == ("notice", "Editors: the picture desk has five pictures of gulls.")


def test_few_words_in_another_order_are_not_the_same_text() -> None:
    notes = DATA.format("notes", "Why the harbour knows nobody: boats are back. Gulls, gulls.")
    found = record("a.xml", item(XHTML + notes))
    assert roles(found)[-1][0] == "notice"
    same = DATA.format("text", "The boats\nare back in the harbour. - Nobody knows\nwhy.")
    assert record("a.xml", item(XHTML + same)).text == TEXT


def test_a_new_sentence_in_known_order_is_kept() -> None:
    notes = DATA.format("text", "The boats are back in the harbour, and so are forty gulls.")
    assert "forty gulls" in record("a.xml", item(XHTML + notes)).text


def test_a_flash_is_its_headline() -> None:
    found = record("a.xml", item("<inlineXML><html><body/></html></inlineXML>"))
    assert roles(found) == [("headline", "Boats")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (item('<remoteContent href="x.jpg"/>', kind="picture"), "other-type"),
        (item('<remoteContent href="x.html"/>'), "other-type"),
        (item("<inlineXML/>", kind="picture"), "other-type"),
        (item("").replace(b"<contentSet></contentSet>", b""), "no-article"),
        (item("").replace(b"newsItem", b"packageItem"), "other-type"),
        (item("").replace(b"newsItem", b"knowledgeItem"), "other-type"),
        (b"<newsMessage><itemSet/></newsMessage>", "no-article"),
        (b"<NewsML><NewsItem/></NewsML>", "no-article"),
        (b"<nitf><head><title/></head><body/></nitf>", "no-article"),
        (b'{"uri": "urn:x:1", "type": "picture", "pubstatus": "usable"}', "other-type"),
        (b'{"uri": "urn:x:1", "type": "text", "pubstatus": "usable"}', "no-article"),
    ],
)
def test_what_is_no_article_is_set_aside(data: bytes, reason: str) -> None:
    (found,) = conversions("a", data)
    assert found.set_aside
    assert found.set_aside.reason == reason


@pytest.mark.parametrize(
    ("dateline", "text", "expected"),
    [
        ("KESTEN (K) -", "The boats are back.", "dateline"),
        ("KESTEN (K) -", "KESTEN (K) - The boats are back.", "once"),
        ("Kesten, Norland", "KESTEN - The boats are back.", "once"),
        ("2013-03-04 11:40:31 GMT", "The boats are back.", "none"),
    ],
)
def test_a_dateline_stands_in_the_text_once(dateline: str, text: str, expected: str) -> None:
    body = f"<inlineXML><html><body><p>{text} {'They are. ' * 9}</p></body></html></inlineXML>"
    meta = f"<headline>Boats</headline><dateline>{dateline}</dateline>"
    found = record("a.xml", item(body, meta))
    if expected == "dateline":
        assert roles(found)[0] == ("dateline", dateline)
    else:
        assert dateline not in found.text or expected == "once"
        assert found.text.casefold().count("kesten") == (1 if expected == "once" else 0)


@pytest.mark.parametrize(
    ("version", "meta", "expected"),
    [
        ("1", "", {("published", "2024-05-14T16:20:00Z")}),
        ("²", "", {("published", "2024-05-14T16:20:00Z")}),
        ("9" * 5000, "", {("published", "2024-05-14T16:20:00Z")}),
        (
            "3",
            "<firstCreated>2024-05-01T10:00:00Z</firstCreated>",
            {("modified", "2024-05-14T16:20:00Z"), ("published", "2024-05-01T10:00:00Z")},
        ),
        (
            "1",
            "<embargoed>2024-05-20T00:00:00Z</embargoed>",
            {("modified", "2024-05-14T16:20:00Z"), ("published", "2024-05-20T00:00:00Z")},
        ),
    ],
)
def test_what_the_instants_of_an_item_mean(
    version: str, meta: str, expected: set[tuple[str, str]]
) -> None:
    data = item(XHTML).replace(b'version="1"', f'version="{version}"'.encode())
    data = data.replace(b"</itemMeta>", f"{meta}</itemMeta>".encode())
    assert dates(record("a.xml", data)) == expected


# ------------------------------------------------------------------ wires


def wire(above: str, text: str = "   KESTEN (k) - Boats are back.\r\n") -> bytes:
    head = "\x01kwe1 4 i 9\r\n\r\nboats/\r\n"
    return f"{head}\x02{above}\r\n{text}\r\n\x03161045 GMT Oct 24\x04".encode("cp1252")


@pytest.mark.parametrize(
    ("above", "headline", "byline"),
    [
        ("Boats are back =\r\n", "Boats are back", None),
        ("(Attention)\r\nBoats are back =\r\n", "Boats are back", None),
        ("EXTRA\r\nBoats are back =\r\n", "EXTRA Boats are back", None),
        ("Boats are back =\r\nBy Ada Fenn, k =\r\n", "Boats are back", "By Ada Fenn, k"),
        ("Größere Boote =\r\nVon Ada Fenn =\r\n", "Größere Boote", "Von Ada Fenn"),
    ],
)
def test_headline_and_byline_of_a_wire(above: str, headline: str, byline: str | None) -> None:
    if above.startswith("EXTRA"):
        headline = "Boats are back"
    found = record("a.txt", wire(above))
    assert found.headline
    assert found.headline.value == headline
    assert next((text for role, text in roles(found) if role == "byline"), None) == byline


@pytest.mark.parametrize(
    ("above", "headline"),
    [
        ("Boats are back in Kesten\r\n\r\n", "Boats are back in Kesten"),
        ("Boats are back in Kesten\r\n", "Boats are back in Kesten"),
        ("The boats are back in Kesten, said the harbour\r\nmaster on Monday.\r\n", None),
        ("The boats are back.\r\n\r\n", None),
    ],
)
def test_a_line_beside_stx_that_stands_alone_is_the_headline(
    above: str, headline: str | None
) -> None:
    found = record("a.txt", wire(above))
    stated = [block for block in found.blocks if block.evidence.rule == "iptc7901.headline"]
    assert [block.span.of(found.text) for block in stated] == ([headline] if headline else [])


def test_a_wire_without_a_marked_headline_has_none_stated() -> None:
    text = "   KESTEN (k) - " + "Boats are back in the harbour of Kesten again, they say. " * 3
    found = record("a.txt", wire("", text))
    assert found.headline is None
    assert "Boats are back" in found.text


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("161045 GMT Oct 24", "2024-10-16T10:45:00Z"),
        ("161045 GMT Oct 84", "1984-10-16T10:45:00Z"),
        ("161045 GMT Oct 2024", "2024-10-16T10:45:00Z"),
        ("161045 Oct 24", "2024-10-16T10:45:00"),
        ("no time", None),
    ],
)
def test_the_time_of_sending(sent: str, value: str | None) -> None:
    data = wire("Boats are back =\r\n").replace(b"161045 GMT Oct 24", sent.encode())
    assert dates(record("a.txt", data)) == ({("published", value)} if value else set())


def test_several_messages_in_one_file() -> None:
    data = wire("Boats are back =\r\n") + b"\r\n" + wire("Boats are gone =\r\n")
    assert [c.source.part for c in conversions("a.txt", data)] == ["#1", "#2"]


# ------------------------------------------------------------------ standards and limits


def test_examples_are_valid(shared: Path) -> None:
    standards = shared / "standards"
    g2 = etree.XMLSchema(etree.parse(standards / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"))
    for name in ("newsml-g2.xml", "newsml-g2-message.xml"):
        g2.assertValid(etree.parse(EXAMPLES / name))
    nitf = etree.XMLSchema(etree.parse(standards / "nitf" / "nitf-3-6.xsd"))
    nitf.assertValid(etree.parse(EXAMPLES / "nitf.xml"))
    newsml1 = etree.DTD(str(standards / "newsml1" / "NewsMLv1.2.dtd"))
    tree = etree.parse(EXAMPLES / "newsml1.xml")
    for content in tree.iter("DataContent"):
        del content[:]  # any markup may stand there; the DTD knows its own elements only
    newsml1.assertValid(tree)
    import jsonschema

    schema = json.loads((standards / "ninjs" / "ninjs-schema_2.1.json").read_text("utf-8"))
    jsonschema.validate(json.loads((EXAMPLES / "ninjs.json").read_text("utf-8")), schema)


def test_a_file_over_the_limit_is_refused() -> None:
    small = Settings(as_of=SETTINGS.as_of, max_size=100)
    for name in FILES:
        data = (EXAMPLES / name).read_bytes()
        (found,) = convert(Source(name, name, data), settings=small)
        assert codes(found) == ["R004"]


def test_the_source_is_not_changed() -> None:
    for name in FILES:
        whole = b"".join(item.source.data for item in conversions(name))
        data = (EXAMPLES / name).read_bytes()
        assert all(item.source.data in data for item in conversions(name))
        assert len(whole) <= len(data)


def outcome(name: str, data: bytes) -> list[Any]:
    """What a reader makes of bytes: a document, an aside, or an error."""
    reader, source = BY_NAME[name], Source("x", "x", data)
    if reader.read:
        found, problems = reader.read(source, SETTINGS)
        return [(found, problems)]
    assert reader.split
    parts = reader.split(Stream.of(source), SETTINGS)
    return [(part.document or part.aside, part.problems) for part in parts]


def spoiled(data: bytes, cuts: list[tuple[float, bytes]]) -> bytes:
    for share, new in cuts:
        at = int(share * len(data))
        data = data[:at] + new + data[at + len(new) // 2 :]
    return data


CUTS = st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=8)), max_size=4)


@given(st.sampled_from(READERS), st.sampled_from(sorted(FILES)), CUTS)
@example("nitf", "nitf.xml", [(1.0, b"</p>")])
@settings(max_examples=200)
def test_any_bytes_are_a_document_an_aside_or_an_error(
    name: str, file: str, cuts: list[tuple[float, bytes]]
) -> None:
    for found, problems in outcome(name, spoiled((EXAMPLES / file).read_bytes(), cuts)):
        assert found is not None or any(item.severity == "error" for item in problems)


@given(st.sampled_from(READERS), st.binary(max_size=200))
@settings(max_examples=150)
def test_nonsense_is_a_document_an_aside_or_an_error(name: str, data: bytes) -> None:
    for found, problems in outcome(name, data):
        assert found is not None or any(item.severity == "error" for item in problems)


SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
OBJECT = st.dictionaries(st.sampled_from(["value", "name", "role", "contenttype"]), SCALAR)
JSON = SCALAR | OBJECT | st.lists(SCALAR | OBJECT | st.lists(SCALAR, max_size=2), max_size=3)
KEYS = st.sampled_from(
    [
        *("uri", "type", "version", "headline", "headlines", "body_text", "bodies", "subject"),
        *("keywords", "authors", "altids", "descriptions", "description_text", "versioncreated"),
    ]
)


@given(st.dictionaries(KEYS, JSON, max_size=6))
@settings(max_examples=150)
def test_any_json_object_is_read_or_set_aside(value: dict[str, Any]) -> None:
    before = copy.deepcopy(value)
    for found, problems in outcome("ninjs", json.dumps(value).encode()):
        assert found is not None or any(item.severity == "error" for item in problems)
    assert str(value) == str(before)


@pytest.mark.parametrize(
    ("name", "head", "piece", "tail"),
    [
        (
            "nitf",
            "<nitf><body><body.content>",
            "<p>a <b>b</b></p>",
            "</body.content></body></nitf>",
        ),
        ("newsml1", "<NewsML>", "<NewsItem><DataContent>a</DataContent></NewsItem>", "</NewsML>"),
        ("newsml-g2", "<newsMessage><itemSet>", "<newsItem/>", "</itemSet></newsMessage>"),
        ("iptc7901", "\x01kwe1 4 i 9\r\n\x02", "a line\r\n\r\n", "\x03\x04"),
        (
            "anpa1312",
            "",
            "\x16\x16\x01W1234\x1fx\r\n\x02^a b c d e f g h i j k l m n o<\r\n\x04",
            "",
        ),
        ("ninjs", '{"uri": "x", "keywords": ["a"', ', "b"', "]}"),
    ],
)
def test_time_is_linear(name: str, head: str, piece: str, tail: str) -> None:
    assert_linear(lambda size: outcome(name, (head + piece * size + tail).encode()), 4_000)
