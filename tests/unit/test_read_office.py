"""DOCX, ODT, RTF and PDF: what is text, what its roles are, what the file states, what is wrong."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist import Settings, Source, convert, readers
from archivist.readers import Stream
from archivist.readers.office import package, rtf_parser
from archivist.record import Record

EXAMPLES = Path(__file__).parents[2] / "samples"
AS_OF = "2026-11-22T10:00:00Z"


def _make() -> object:
    spec = importlib.util.spec_from_file_location("make", EXAMPLES / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make = _make()


def record(data: bytes, name: str) -> Record:
    (found,) = convert(Source(name, name, data), settings=Settings(as_of=AS_OF))
    assert found.record is not None, found.problems
    return found.record


def codes(data: bytes, name: str, **options: object) -> list[str]:
    given = Settings(as_of=AS_OF, **options)  # type: ignore[arg-type]
    return [p.code for c in convert(Source(name, name, data), settings=given) for p in c.problems]


def shown(made: Record) -> list[tuple[str, str]]:
    return [(block.role, block.span.of(made.text)) for block in made.blocks]


# ------------------------------------------------------------------ the examples


@pytest.mark.parametrize(
    ("name", "headline", "created", "roles"),
    [
        (
            "bakery.docx",
            "The last wood-fired bakery of Colmouth",
            "2024-03-11T09:30:00Z",
            "headline byline paragraph subhead list-item list-item other other other paragraph"
            " other",
        ),
        (
            "faro.odt",
            "Il guardiano se ne va",
            "2024-03-11T09:30:00",
            "headline byline paragraph subhead list-item list-item other other",
        ),
        (
            "bruecke.rtf",
            "Die Brücke bleibt zu",
            "2024-03-11T18:05:00",
            "headline byline dateline paragraph paragraph subhead list-item list-item paragraph"
            " other",
        ),
        (
            "marais.pdf",
            "Le marais n'est plus à vendre",
            "2024-03-11T09:30:00+01:00",
            "other headline byline paragraph paragraph other paragraph other paragraph",
        ),
    ],
)
def test_an_article_with_its_roles(name: str, headline: str, created: str, roles: str) -> None:
    made = record((EXAMPLES / name).read_bytes(), name)
    assert made.headline is not None
    assert made.headline.value == headline
    assert [block.role for block in made.blocks] == roles.split()
    assert [(date.role, date.value) for date in made.dates] == [("created", created)]


def test_the_made_examples_are_what_their_makers_make() -> None:
    for name, maker in make.MAKERS.items():  # type: ignore[attr-defined]
        assert (EXAMPLES / name).read_bytes() == maker(), name


def test_what_tracked_changes_delete_is_not_said() -> None:
    made = record((EXAMPLES / "bakery.docx").read_bytes(), "bakery.docx")
    assert "three apprentices" in made.text
    assert "nobody" not in made.text
    made = record((EXAMPLES / "bruecke.rtf").read_bytes(), "bruecke.rtf")
    assert "Niemand widersprach" not in made.text


def test_the_title_of_a_template_is_no_headline_and_the_owner_no_author() -> None:
    made = record((EXAMPLES / "bakery.docx").read_bytes(), "bakery.docx")
    assert "Template 4" not in str(made.to_json())
    assert "Owner" not in str(made.to_json())
    assert [topic.name for topic in made.topics] == ["bread", "Colmouth"]


# ------------------------------------------------------------------ DOCX

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, **extra: str) -> bytes:
    return make.word(body, extra)  # type: ignore[attr-defined,no-any-return]


def p(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def r(text: str, form: str = "") -> str:
    return f'<w:r>{form}<w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(r("a") + "<w:r><w:tab/></w:r>" + r("b") + "<w:r><w:br/></w:r>" + r("c")), "a\tb\nc"),
        (p(r("a") + r("b", "<w:rPr><w:vanish/></w:rPr>") + r("c")), "ac"),
        (p(r("a") + r("b", '<w:rPr><w:vanish w:val="0"/></w:rPr>')), "ab"),
        (p('<w:hyperlink w:anchor="x">' + r("link") + "</w:hyperlink>" + r(" end")), "link end"),
        (p("<w:r><w:instrText>PAGE</w:instrText></w:r>" + r("7")), "7"),
        (
            p("<w:moveFrom>" + r("old") + "</w:moveFrom><w:moveTo>" + r("new") + "</w:moveTo>"),
            "new",
        ),
        (
            "<w:sdt><w:sdtContent>" + p(r("in a control")) + "</w:sdtContent></w:sdt>",
            "in a control",
        ),
        (p(r("non") + "<w:r><w:noBreakHyphen/></w:r>" + r("stop")), "non\u2011stop"),
        (
            p(
                r("story")
                + '<w:r><x:AlternateContent xmlns:x="http://schemas.openxmlformats.org/'
                + 'markup-compatibility/2006"><x:Choice><w:txbxContent>'
                + p(r("boxed"))
                + "</w:txbxContent></x:Choice><x:Fallback><w:txbxContent>"
                + p(r("boxed"))
                + "</w:txbxContent></x:Fallback></x:AlternateContent></w:r>"
            ),
            "story\n\nboxed",
        ),
        ("<w:tbl><w:tr><w:tc>" + p(r("a frame")) + "</w:tc></w:tr></w:tbl>", "a frame"),
    ],
)
def test_what_word_shows(body: str, text: str) -> None:
    assert record(word(body), "a.docx").text == text


def test_a_title_that_the_text_repeats_is_its_headline() -> None:
    core = (
        '<c:coreProperties xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>the  ferry</dc:title></c:coreProperties>"
    )
    body = p(r("The Ferry")) + p(r("It sailed at dawn, with all the sheep."))
    made = record(word(body, **{"docProps/core.xml": core}), "a.docx")
    assert shown(made)[0] == ("headline", "The Ferry")


def test_a_style_is_known_by_what_it_rests_on() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Haus"><w:name w:val="Hausstil"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:styleId="Kreis"><w:name w:val="k"/><w:basedOn w:val="Kreis"/></w:style>'
        "</w:styles>"
    )
    body = p('<w:pPr><w:pStyle w:val="Haus"/></w:pPr>' + r("Oben"))
    body += p('<w:pPr><w:pStyle w:val="Kreis"/></w:pPr>' + r("Unten steht der Text."))
    made = record(word(body, **{"word/styles.xml": styles}), "a.docx")
    assert [role for role, _ in shown(made)] == ["headline", "paragraph"]


def test_a_chunk_of_html_is_text_of_the_document() -> None:
    body = p(r("Before.")) + '<w:altChunk r:id="c1"/>' + p(r("After."))
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="c1" Type="x/aFChunk" Target="afchunk.htm"/></Relationships>'
    )
    page = "<html><body><h1>Café</h1><p>In the chunk.</p></body></html>"
    data = word(body, **{"word/_rels/document.xml.rels": rels, "word/afchunk.htm": page})
    assert [words for _, words in shown(record(data, "a.docx"))] == [
        "Before.",
        "Café",
        "In the chunk.",
        "After.",
    ]


# ------------------------------------------------------------------ RTF


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"caf\'e9 \u8364?5", "café €5"),
        (rb"{\fonttbl{\f1\fcharset204 Cyr;}}{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}!", "Привет!"),
        (rb"{\fonttbl{\f1\fcharset128 M;}}{\f1 \'93\'fa\'96\'7b}", "日本"),
        (rb"smile \u-10179?\u-8704?", "smile 😀"),
        (rb"\uc2 \u233 xxe\uc0 \u233 x", "ée" + "éx"),
        (rb"a{\*\unknown b}c{\pict 0102}{\header d\par}", "ac"),
        (rb"a\bin4 {{{{b", "ab"),
        (rb"a{\v b}{\deleted c}d", "ad"),
        (rb"\lquote a\rquote\~\ldblquote b\rdblquote\emdash c", "‘a’\xa0“b”—c"),
        (rb"{\upr{ansi}{\*\ud{\u233?}}}t\'e9", "ansiété"),
        (rb'{\field{\*\fldinst HYPERLINK "x"}{\fldrslt here}}', "here"),
        (rb"one\par\par two\line three", "one\n\ntwo\nthree"),
        (rb"\trowd\intbl a\cell b\cell\row\pard c", "a\tb\n\nc"),
        (rb"text{\footnote note}", "text\n\nnote"),
        (rb"\'7b\\\{\}", "{\\{}"),
    ],
)
def test_what_rtf_shows(body: bytes, text: str) -> None:
    assert record(rb"{\rtf1\ansi\ansicpg1252\deff0 " + body + b"}trailer", "a.rtf").text == text


def test_bytes_that_are_no_letters_are_marked() -> None:
    data = rb"{\rtf1\ansi\ansicpg1252 a\'81b}"
    assert codes(data, "a.rtf") == ["R011"]
    assert record(data, "a.rtf").text == "a\ufffdb"


def test_a_code_page_of_the_whole_document() -> None:
    data = rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2, \'ec\'e8\'f0}"
    made = record(data, "a.rtf")
    assert made.text == "Привет, мир"
    assert made.source.encoding is not None
    assert made.source.encoding.value == "cp1251"


# ------------------------------------------------------------------ PDF

pdf = make.pdf  # type: ignore[attr-defined]


def test_hyphens_and_gaps() -> None:
    lines = [
        (72, 700, 11, "The ferry stayed in the har-"),
        (72, 686, 11, "bour on Monday, the third day."),
        (72, 650, 11, "Nobody was surprised by that."),
    ]
    made = record(pdf([lines]), "a.pdf")
    first = "The ferry stayed in the har-\nbour on Monday, the third day."
    assert [words for _, words in shown(made)] == [first, "Nobody was surprised by that."]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    lines = [
        (72, 700, 11, "The captain said that the wind was too"),
        (320, 740, 11, "honest to argue with on this Monday."),
    ]
    assert len(shown(record(pdf([lines]), "a.pdf"))) == 1


def test_without_pdfium_the_problem_has_the_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from archivist.cli.group import archivist

    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    done = CliRunner().invoke(archivist, ["show", str(EXAMPLES / "marais.pdf")])
    assert done.exit_code == 7
    assert "R083 error" in done.stderr
    assert 'pip install "archivist[pdf]"' in done.stderr


# ------------------------------------------------------------------ which is which


def zipped(*names: str, mimetype: str = "", packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as box:
        if mimetype:
            box.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            box.writestr(name, "<x/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "reader", "why"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "docx", "first bytes"),
        (zipped("_rels/.rels", "docProps/app.xml", "word/document.xml"), "docx", "first bytes"),
        (
            zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "odt",
            "first bytes",
        ),
        (zipped("theme.xml", "[Content_Types].xml", "word/document.xml"), "docx", "first bytes"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), None, "an Excel workbook"),
        (zipped("[Content_Types].xml", "ppt/a.xml"), None, "a PowerPoint presentation"),
        (zipped("a.opf", mimetype="application/epub+zip"), None, "an EPUB book"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None, "an old Office file (.doc, .xls, .ppt)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            None,
            "an encrypted Office file",
        ),
        (b"%PDF-1.7\n", "pdf", "first bytes"),
        (b"{\\rtf1 a}", "rtf", "first bytes"),
    ],
)
def test_content_says_which_reader(data: bytes, reader: str | None, why: str) -> None:
    choice = readers.choose(Stream.of(Source("a.txt", "a.txt", data)), Settings())
    assert (choice.reader.name if choice.reader else None, choice.why) == (reader, why)


def test_a_box_with_a_document_in_it_is_no_document() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as box:
        box.writestr("a.docx", word(p(r("inside"))))
    assert not package.is_docx(held.getvalue())
    (found,) = convert(Source("a.zip", "a.zip", held.getvalue()))
    assert found.record is not None
    assert found.record.text == "inside"


FLAT = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:o" xmlns:text="urn:t" '
    'xmlns:meta="urn:m" office:mimetype="application/vnd.oasis.opendocument.text">'
    "<office:meta><meta:creation-date>2024-03-11T09:30:00</meta:creation-date></office:meta>"
    "<office:body><office:text><text:h>Il faro</text:h><text:p>Resta<text:s text:c='3'/>acceso."
    "</text:p></office:text></office:body></office:document>"
)


def test_a_flat_document_is_read_as_a_packed_one() -> None:
    made = record(FLAT.encode(), "a.xml")
    assert shown(made) == [("headline", "Il faro"), ("paragraph", "Resta   acceso.")]
    assert [date.value for date in made.dates] == ["2024-03-11T09:30:00"]
    assert codes(FLAT[:-40].encode(), "a.fodt") == ["R080"]


def test_the_mimetype_may_stand_behind_other_members() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("content.xml", FLAT)
        box.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert record(held.getvalue(), "a.zip").text.startswith("Il faro")


# ------------------------------------------------------------------ nothing breaks it


def bombs() -> Iterator[tuple[str, bytes]]:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", "<x/>")
        with box.open("word/document.xml", "w") as member:
            for _ in range(80):
                member.write(bytes(1 << 20))
    yield "zeros.docx", held.getvalue()
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "' + "&b;" * 99 + '">]><a>&c;</a>'
    deep = "<a>" * 5000 + "</a>" * 5000
    for name, content in (("laughs", laughs), ("deep", deep), ("nothing", "")):
        box_bytes = make.packed({"[Content_Types].xml": "<x/>", "word/document.xml": content})  # type: ignore[attr-defined]
        yield f"{name}.docx", box_bytes
        kind = "application/vnd.oasis.opendocument.text"
        yield f"{name}.odt", make.packed({"mimetype": kind, "content.xml": content})  # type: ignore[attr-defined]
    yield "open.rtf", b"{\\rtf1 " + b"{" * 200_000
    yield "closed.rtf", b"{\\rtf1 " + b"}" * 200_000
    yield "words.rtf", b"{\\rtf1 " + b"\\a" * 200_000
    yield "short.pdf", b"%PDF-1.7\n%\xff\xff"


@pytest.mark.parametrize(
    ("name", "data"), [pytest.param(name, data, id=name) for name, data in bombs()]
)
def test_bombs_and_ruins_end_in_one_problem(name: str, data: bytes) -> None:
    (found,) = convert(Source(name, name, data), settings=Settings(max_size=1 << 20))
    assert found.record is None
    assert [item.severity for item in found.problems] == ["error"]


def test_a_member_is_unpacked_to_its_limit_only() -> None:
    name, data = next(bombs())
    assert len(data) < 1 << 20
    (found,) = convert(Source(name, name, data), settings=Settings(max_size=1 << 20))
    assert "word/document.xml: more than 8,388,608 bytes" in found.problems[0].message


START = st.sampled_from([b"", b"{\\rtf1 ", b"%PDF-1.4\n", b"PK\x03\x04"])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["docx", "odt", "rtf", "pdf"]), START, st.binary(max_size=300))
def test_any_bytes_are_a_document_or_a_problem(name: str, start: bytes, data: bytes) -> None:
    given_ = Settings(format=name, as_of=AS_OF)
    for found in convert(Source("x", "x", start + data), settings=given_):
        wrong = any(p.severity == "error" for p in found.problems)
        assert (found.record is None) == (wrong or found.set_aside is not None)


PIECES = [
    *(
        b"\\" + word
        for word in b"par u8364 u-1 uc9 f1 v deleted s1 intbl row cell bin3 pard".split()
    ),
    *(b"{", b"}", b"\\'e9", b"\\'", b"\\*", b"\\footnote ", b"\\stylesheet ", b"\\info "),
    *(b"\\title ", b"\\fonttbl ", b"\\fcharset204 ", b"\\creatim\\yr2024\\mo13 ", b"text", b";"),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_rtf_is_parsed(pieces: list[bytes]) -> None:
    rtf_parser.parse(b"{\\rtf1 " + b"".join(pieces))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["bakery.docx", "faro.odt", "bruecke.rtf", "marais.pdf"]), st.data())
def test_damaged_files_end_in_records_or_problems(name: str, data: st.DataObject) -> None:
    raw = bytearray((EXAMPLES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(raw)))
    given_ = Settings(format=name.rpartition(".")[2], as_of=AS_OF)
    for found in convert(Source(name, name, bytes(raw[:cut])), settings=given_):
        wrong = any(p.severity == "error" for p in found.problems)
        assert (found.record is None) == (wrong or found.set_aside is not None)
