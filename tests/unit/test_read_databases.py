"""Downloads of news databases: how many articles, what each states, what its text is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linear import assert_linear

from archivist import Settings, Source, convert, readers
from archivist.pipeline import Conversion
from archivist.readers import Stream
from archivist.readers.databases import cutting, printed_days, unwrapping
from archivist.record import Record

EXAMPLES = Path(__file__).parents[2] / "samples"
AS_OF = "2026-11-22T10:00:00Z"


def converted(data: bytes, name: str = "a", **options: object) -> list[Conversion]:
    given_ = Settings(as_of=AS_OF, **options)  # type: ignore[arg-type]
    return list(convert(Source(name, name, data), settings=given_))


def records(data: bytes, name: str = "a", **options: object) -> list[Record]:
    found = converted(data, name, **options)
    assert all(item.record or item.set_aside for item in found), [c.problems for c in found]
    return [item.record for item in found if item.record]


def example(name: str) -> list[Record]:
    return records((EXAMPLES / name).read_bytes(), name)


def codes(found: Iterable[Conversion]) -> list[str]:
    return [problem.code for item in found for problem in item.problems]


def credited(made: Record, role: str) -> list[str]:
    return [name.name for credit in made.credits if credit.role == role for name in credit.names]


def published(made: Record) -> str | None:
    return next((date.value for date in made.dates if date.role == "published"), None)


# ------------------------------------------------------------------ the examples

ENGLISH = ["The ferry that would not sail", "Sheep cross at last"]
GERMAN = ["Die Fähre, die nicht fuhr", "Die Schafe sind drüben"]
FRENCH = ["Le bac qui ne partait pas", "Les moutons sont passés"]
RUSSIAN = ["Паром, который не вышел", "Овцы переправились"]


@pytest.mark.parametrize(
    ("name", "headlines", "dates", "author", "publisher"),
    [
        ("nexis.txt", ENGLISH, ["2024-03-12", "2024-03-14"], "Ada Marsh", "The Colmouth Courier"),
        ("nexis.html", GERMAN, ["2024-03-12", "2024-03-14"], "Ada Marsch", "Kolmünder Bote"),
        (
            "nexis-uni.docx",
            ENGLISH,
            ["2024-03-12T06:30:00Z", "2024-03-14"],
            "Ada Marsh",
            "The Colmouth Courier",
        ),
        (
            "nexis-uni.rtf",
            FRENCH,
            ["2024-03-12", "2024-03-14"],
            "Ada Marche",
            "Le Courrier de Colmouth",
        ),
        (
            "factiva.html",
            FRENCH,
            ["2024-03-12T06:30:00", "2024-03-14T07:10:00"],
            "Ada Marche",
            "Le Courrier de Colmouth",
        ),
        ("factiva.rtf", GERMAN, ["2024-03-12", "2024-03-14"], "Ada Marsch", "Kolmünder Bote"),
        (
            "factiva.txt",
            ENGLISH,
            ["2024-03-12T06:30:00", "2024-03-14"],
            "Ada Marsh",
            "The Colmouth Courier",
        ),
        (
            "europresse.html",
            FRENCH,
            ["2024-03-12T06:30:00Z", "2024-03-14"],
            "Ada Marche",
            "Le Courrier de Colmouth",
        ),
        (
            "integrum.html",
            RUSSIAN,
            ["2024-03-12", "2024-03-14"],
            "Анна Болотова",
            "Колмутский вестник",
        ),
        (
            "integrum.xlsx",
            RUSSIAN,
            ["2024-03-12T06:30:00", "XX24-03-14"],
            "Анна Болотова",
            "Колмутский вестник",
        ),
    ],
)
def test_articles_of_a_download(
    name: str, headlines: list[str], dates: list[str], author: str, publisher: str
) -> None:
    made = example(name)
    assert [item.headline.value for item in made if item.headline] == headlines
    assert [published(item) for item in made] == dates
    assert author in credited(made[0], "author")
    assert credited(made[0], "publisher")[0] == publisher
    assert [item.source.part for item in made] == ["#1", "#2"]


def test_kikuzo_sets_aside_what_it_may_not_show() -> None:
    found = converted((EXAMPLES / "kikuzo.html").read_bytes())
    assert [item.record is not None for item in found] == [True, False]
    aside = found[1].set_aside
    assert aside is not None
    assert "本文を表示できません" in aside.evidence


def test_yomidasu_has_a_paragraph_a_line() -> None:
    first, second = example("yomidasu.html")
    assert published(first) == "2024-03-12"
    assert [block.role for block in first.blocks] == ["headline", "paragraph", "paragraph"]
    assert second.headline is not None
    assert second.headline.value == "羊、海を渡る"


def test_the_fields_of_an_old_nexis_text() -> None:
    made = example("nexis.txt")[0]
    assert credited(made, "author") == ["Ada Marsh", "TOM HOLLOWAY"]
    assert made.rights is not None
    assert made.rights.notice == "Copyright 2024 The Colmouth Courier All Rights Reserved"
    assert made.summary is not None
    assert made.summary.value == "A captain, a wind and three hundred sheep"
    assert [topic.name for topic in made.topics] == ["HARBOUR"]
    assert made.language is not None
    assert made.language.value == "en"
    roles = [block.role for block in made.blocks]
    assert roles == "headline dateline subhead paragraph paragraph paragraph caption".split()
    assert "LOAD-DATE" not in made.text
    assert "Late Edition" not in made.text


def test_wraps_of_the_download_are_taken_off_and_breaks_of_the_article_stay() -> None:
    text = example("nexis.txt")[0].text
    assert "for the third day in a row." in text
    assert "brought\nhay,\nwater\nand a dog." in text


def test_the_fields_of_factiva_by_their_codes() -> None:
    made = example("factiva.html")[0]
    assert [(item.scheme, item.value) for item in made.identifiers] == [
        ("factiva", "COURCL0020240312ek3c0001a")
    ]
    assert [(topic.scheme, topic.code, topic.name) for topic in made.topics] == [
        (None, None, "Port"),
        ("factiva-industry", "itrans", "Transports"),
        ("factiva-industry", "iship", "Transport maritime"),
        ("factiva-subject", "gcat", "Nouvelles générales"),
        ("factiva-region", "fra", "France"),
    ]
    assert made.text.endswith("Mardi, personne ne savait quand le bac partirait.")


def test_the_labels_of_nexis_uni_are_none_in_the_body() -> None:
    made = example("nexis-uni.docx")[0]
    assert "Language: the crew had some, said Captain Ruth Penhallow." in made.text
    assert [topic.name for topic in made.topics] == ["HARBOUR", "SHIPPING", "SHEEP"]
    assert "User Name" not in made.text


def test_europresse_numbers_and_sections() -> None:
    first, second = example("europresse.html")
    assert first.identifiers[0].value == "news·20240312·CC·4711"
    assert [topic.name for topic in first.topics] == ["Port"]
    assert second.topics == ()


# ------------------------------------------------------------------ languages of the interface

PAGE = """{marker}


                              Le Courrier de Colmouth

                              {date}

{headline}

{author}: {name}

{length}: 12

   The ferry sailed at dawn, and all the sheep with it, to the surprise of all.

{language}: ENGLISH

"""


@pytest.mark.parametrize(
    ("marker", "date", "author", "length", "language"),
    [
        ("{} of {} DOCUMENTS", "March 12, 2024 Tuesday", "BYLINE", "LENGTH", "LANGUAGE"),
        ("Dokument {} von {}", "12. März 2024 Dienstag", "AUTOR", "LÄNGE", "SPRACHE"),
        ("Document {} de {}", "12 mars 2024 mardi", "AUTEUR", "LONGUEUR", "LANGUE"),
        ("Document {} van {}", "12 maart 2024", "AUTEUR", "LENGTE", "TAAL"),
        ("Documento {} de {}", "12 de marzo de 2024", "AUTOR", "LONGITUD", "IDIOMA"),
        ("Documento {} di {}", "12 marzo 2024", "AUTORE", "LUNGHEZZA", "LINGUA"),
        ("Documento {} de {}", "12 de março de 2024", "AUTOR", "EXTENSÃO", "IDIOMA"),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_nexis_in_the_languages_of_its_interface(
    marker: str, date: str, author: str, length: str, language: str, codec: str
) -> None:
    pages = [
        PAGE.format(
            marker=f"          {marker.format(number, 3)}",
            date=date,
            headline=f"Headline number {number}",
            author=author,
            name="Ada Marsh",
            length=length,
            language=language,
        )
        for number in (1, 2, 3)
    ]
    found = converted("\n".join(pages).encode(codec), "a.txt")
    assert codes(found) == []
    made = [item.record for item in found if item.record]
    heads = [item.headline.value for item in made if item.headline]
    assert heads == [f"Headline number {number}" for number in (1, 2, 3)]
    assert {published(item) for item in made} == {"2024-03-12"}
    assert {tuple(credited(item, "author")) for item in made} == {("Ada Marsh",)}
    assert all(item.text.endswith("to the surprise of all.") for item in made)


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("words", "12 March 2024"),
        ("mots", "12 mars 2024"),
        ("Wörter", "12 März 2024"),
        ("palabras", "12 marzo 2024"),
        ("parole", "12 marzo 2024"),
        ("palavras", "12 março 2024"),
        ("woorden", "12 maart 2024"),
        ("字", "2024 年 3 月 12 日"),
        ("語", "2024 年 3 月 12 日"),
        ("단어", "2024년 3월 12일"),
    ],
)
def test_factiva_in_the_languages_of_its_interface(words: str, date: str) -> None:
    head = "".join(
        f"<div>{field}</div>"
        for field in (f"1,012 {words}", date, "The Courier", "COURCM", "3", "X", "© 2024 Courier")
    )
    page = (
        "<html><head><title>Factiva</title></head><body>"
        '<div id="article-COURCM0020240312ek3c0001a"><div class="article enArticle">'
        f'<p><div id="hd"><span class="enHeadline">Sheep cross</span></div>{head}</p>'
        '<p class="articleParagraph enarticleParagraph">All the sheep are on the island now.</p>'
        "<p>The Courier Ltd</p><p>Document COURCM0020240312ek3c0001a</p></div></div></body></html>"
    )
    (made,) = records(page.encode(), "a.html")
    assert published(made) == "2024-03-12"
    assert made.text == "Sheep cross\n\nAll the sheep are on the island now."
    assert made.rights is not None
    assert made.rights.notice == "© 2024 Courier"


# ------------------------------------------------------------------ counting


def nexis(*numbers: int, total: int) -> bytes:
    return "".join(
        PAGE.format(
            marker=f"     {number} of {total} DOCUMENTS",
            date="March 12, 2024 Tuesday",
            headline=f"Number {number}",
            author="BYLINE",
            name="Ada Marsh",
            length="LENGTH",
            language="LANGUAGE",
        )
        for number in numbers
    ).encode()


def test_a_download_is_held_to_the_number_it_announces() -> None:
    assert codes(converted(nexis(1, 2, 3, total=3))) == []
    found = converted(nexis(1, 2, total=3))
    assert codes(found) == ["R070"]
    assert found[-1].record is not None
    assert "found 2 articles, wanted 3" in found[-1].problems[0].message


def test_a_download_without_any_article_says_so() -> None:
    for name in ("nexis", "factiva", "europresse", "kikuzo", "yomidasu", "integrum"):
        assert codes(converted(b"Nothing of the kind.", format=name)) == ["R072"]


def test_an_article_beyond_the_limit_is_refused_and_the_others_are_read() -> None:
    data = nexis(1, total=3) + nexis(2, total=3) + b"x " * 5000 + b"\n" + nexis(3, total=3)
    found = converted(data, max_size=4000)
    assert [item.record is not None for item in found] == [True, False, True]
    assert codes(found) == ["R004"]


def test_the_first_article_comes_before_the_last_is_read() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            nonlocal taken
            chunk = super().read(size)
            taken = max(taken, self.tell())
            return chunk

    taken = 0
    data = nexis(*range(1, 25_000), total=24_999)
    assert len(data) > 6_000_000
    stream = Stream("a.txt", "a.txt", lambda: Slow(data))
    first = next(convert(stream, settings=Settings(as_of=AS_OF)))
    assert first.record is not None
    assert taken <= 2 << 20


# ------------------------------------------------------------------ what is none


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"He held 1 of 10 DOCUMENTS.\n\nLENGTH: of the ferry, 20 m\n"),
        ("a.txt", b"1 of 10 documents\n\nwere found on the ferry, said the captain.\n"),
        ("a.txt", b"BYLINE: Ada Marsh\n\nLENGTH: 12 words\n\nThe ferry sailed.\n"),
        ("a.txt", b"Document COURCM2024 was signed.\n"),
        ("a.html", b"<html><title>About Factiva</title><p>article enArticle</p></html>"),
        ("a.html", b'<html><body class="article">DocPublicationName DocHeader</body></html>'),
        ("a.html", b'<html><table class="topic-list"><tr><td>1</td></tr></table></html>'),
        ("a.html", b"<html><p>yomiuriNews wrote</p></html>"),
        ("a.rtf", b"{\\rtf1 1 of 2 documents. Document COURCM2024.}"),
    ],
)
def test_a_text_that_mentions_such_words_is_no_download(name: str, data: bytes) -> None:
    choice = readers.choose(Stream.of(Source(name, name, data)), Settings())
    assert choice.reader is not None
    assert choice.reader.name in ("plain", "html", "rtf")


# ------------------------------------------------------------------ profiles of one's own


def test_a_profile_adds_labels_and_starts(tmp_path: Path) -> None:
    data = (
        "@@ 1\n\nLe Courrier\n\n12 mars 2024\n\nLe bac\n\nPLUME: Ada Marche\n\nLENGTH: 3\n\n"
        "Le bac est parti.\n@@ 2\n\nLe Courrier\n\n14 mars 2024\n\nLes moutons\n\nLENGTH: 3\n\n"
        "Ils sont passés.\n"
    ).encode()
    (tmp_path / "nexis.toml").write_text(
        "starts = ['(?m)^@@ (?P<number>\\d+)$']\n[labels]\n\"credit.author\" = ['PLUME']\n",
        "utf-8",
    )
    first, second = records(data, format="nexis", profiles=str(tmp_path))
    assert credited(first, "author") == ["Ada Marche"]
    assert second.headline is not None
    assert second.headline.value == "Les moutons"
    assert first.generator.components["profile.nexis"].startswith("sha256:")
    assert codes(converted(data, format="nexis")) == ["R072"]


@pytest.mark.parametrize(
    "text", ["ends = [", "ends = 'x'", "starts = ['(']", "starts = [1]", "labels = []", "\x00"]
)
def test_a_profile_that_is_none_is_one_problem(tmp_path: Path, text: str) -> None:
    (tmp_path / "database-nexis.toml").write_text(text, "utf-8")
    found = converted(nexis(1, total=1), profiles=str(tmp_path))
    assert codes(found) == ["R071"]
    assert "database-nexis.toml" in found[0].problems[0].message


# ------------------------------------------------------------------ tools


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("June 17, 1995, CITY EDITION", "June 17, 1995"),
        ("September 30, 2015 Wednesday 9:03 AM GMT", "September 30, 2015 Wednesday 9:03 AM GMT"),
        ("mardi 10 décembre 2019", "10 décembre 2019"),
        ("Dienstag 10.Dezember 2019", "10.Dezember 2019"),
        ("12 de março de 2024", "12 de março de 2024"),
        ("2018 年 10 月 7 日 17:04", "2018 年 10 月 7 日 17:04"),
        ("March 2024", "March 2024"),
        ("The day of March 12, 2024 was long", None),
        ("Copyright 2024 The Courier", None),
        ("12 sheep of 2024", None),
    ],
)
def test_the_day_a_line_begins_with(line: str, day: str | None) -> None:
    assert printed_days.begins(line) == day


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("a" * 70 + " bb\nccc d\n\n" + "y" * 78, ["a" * 70 + " bb\nccc d", "y" * 78]),
        ("a" * 70 + " bb\n" + "c" * 9 + " d\n", ["a" * 70 + " bb " + "c" * 9 + " d"]),
        ("one\ntwo\n\nthree", ["one\ntwo", "three"]),
        ("x" * 300 + "\n" + "y" * 300, ["x" * 300 + "\n" + "y" * 300]),
        ("", []),
    ],
)
def test_lines_are_joined_where_a_word_did_not_fit(text: str, paragraphs: list[str]) -> None:
    assert list(unwrapping.paragraphs(text)) == paragraphs


MARK = re.compile(rb"(?m)^(?P<number>\d) of (?P<total>\d)$")
LINES = [b"1 of 3\n", b"2 of 3\n", b"\n", b"words\n", b"x" * 30, b"3 of 3"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=25), st.integers(5, 80))
def test_pieces_are_the_stream_cut_at_its_marks(lines: list[bytes], most: int) -> None:
    data = b"".join(lines)
    chunk, margin = cutting.CHUNK, cutting._MARGIN
    cutting.CHUNK, cutting._MARGIN = 32, 12
    try:
        found = list(cutting.pieces(Stream.of(Source("a", "a", data)), MARK, most))
    finally:
        cutting.CHUNK, cutting._MARGIN = chunk, margin
    starts = [match.start() for match in MARK.finditer(data)]
    wanted = [data[a:b] for a, b in zip([0, *starts], [*starts, len(data)], strict=True)]
    assert [piece.data for piece in found] == [piece[: most + 1] for piece in wanted]
    assert [piece.size for piece in found] == [len(piece) for piece in wanted]
    assert [piece.number("number") for piece in found[1:]] == [
        int(data[start : start + 1]) for start in starts
    ]


NAMES = ["nexis", "factiva", "europresse", "kikuzo", "yomidasu", "integrum"]
FILES = [
    *("nexis.txt", "nexis.html", "nexis-uni.rtf", "nexis-uni.docx", "factiva.html", "factiva.rtf"),
    *("factiva.txt", "europresse.html", "kikuzo.html", "yomidasu.html", "integrum.html"),
    "integrum.xlsx",
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(FILES), st.data())
def test_damaged_downloads_end_in_records_or_problems(
    name: str, file: str, data: st.DataObject
) -> None:
    raw = bytearray((EXAMPLES / file).read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(raw)))
    for found in converted(bytes(raw[:cut]), file, format=name):
        errors = any(problem.severity == "error" for problem in found.problems)
        assert (found.record is None and found.set_aside is None) == errors


# ------------------------------------------------------------------ other forms of the same


def _word(*lines: str | tuple[str, str]) -> bytes:
    """A DOCX of paragraphs; a pair is a bookmark and its paragraph."""
    body = ""
    for line in lines:
        mark, text = line if isinstance(line, tuple) else ("", line)
        start = f'<w:bookmarkStart w:id="0" w:name="{mark}"/>' if mark else ""
        body += f'<w:p>{start}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    xml = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", "<Types/>")
        box.writestr("word/document.xml", xml)
    return held.getvalue()


NBSP = "\u00a0"


def test_nexis_uni_without_bookmarks_and_with_a_cover() -> None:
    data = _word(
        "User Name: ADA MARSH",
        "Date and Time: Wednesday, March 13, 2024",
        "Job Number: 79565034",
        "Documents (2)",
        "1. Sheep cross at last",
        "2. A ferry for sale",
        "Sheep cross at last",
        "The Colmouth Courier",
        "March 14, 2024 Thursday",
        f"Length:{NBSP}12 words",
        "Body",
        "The ferry sailed at dawn.",
        f"Load-Date:{NBSP}March 15, 2024",
        "End of Document",
        "A ferry for sale",
        "The Colmouth Courier",
        "March 15, 2024 Friday",
        f"Length:{NBSP}12 words",
        "Body",
        "Nobody wants it.",
        f"Load-Date:{NBSP}March 16, 2024",
        "End of Document",
    )
    found = converted(data, "a.docx")
    assert codes(found) == []
    made = [item.record for item in found if item.record]
    assert [item.headline.value for item in made if item.headline] == [
        "Sheep cross at last",
        "A ferry for sale",
    ]
    assert [item.text.partition("\n\n")[2] for item in made] == [
        "The ferry sailed at dawn.",
        "Nobody wants it.",
    ]


def test_bookmarks_say_in_any_language_where_the_body_is() -> None:
    data = _word(
        ("Bookmark_1", ""),
        "Lammas on meren yli",
        "Kolmun Sanomat",
        "14. maaliskuuta 2024",
        f"Pituus:{NBSP}12 sanaa",
        ("Body", "Leipäteksti"),
        "Lautta lähti aamunkoitteessa, ja kaikki lampaat sen mukana.",
        ("Classification", "Luokitus"),
        f"Language:{NBSP}FINNISH",
    )
    (made,) = records(data, "a.docx")
    assert published(made) == "2024-03-14"
    assert [block.role for block in made.blocks] == ["headline", "header", "paragraph"]
    assert made.blocks[1].span.of(made.text) == f"Pituus:{NBSP}12 sanaa"


def test_the_number_of_a_nexis_article_is_in_the_link_of_its_headline() -> None:
    from archivist.readers.databases import lexis, profiles
    from archivist.readers.office.styles import Paragraph

    link = "https://advance.lexis.com/api/document?id=urn:contentItem:5H1X-5WK1-JCJY-G05W-00000-00"
    held = [
        Paragraph("", "", ("Bookmark_1",)),
        Paragraph("", "Sheep cross", links=("https://example.org/", f"{link}&context=1")),
        Paragraph("", "Body", ("Body",)),
        Paragraph("", "The ferry sailed.", links=(link.replace("5H1X", "4X4X"),)),
    ]
    _, articles = lexis._cut(held, profiles.load("nexis", None))
    assert [list(lexis._numbers(article)) for article in articles] == [
        ["urn:contentItem:5H1X-5WK1-JCJY-G05W-00000-00"]
    ]


def test_europresse_in_its_older_markup() -> None:
    page = (
        "<html><body><table><tr><td>"
        '<span class="DocPublicationName">Le Courrier, no. 12</span><br>'
        '<span class="DocHeader">Port, </span><span class="DocHeader">mardi 12 mars 2024</span>'
        '<span class="DocHeader">, p. 3</span><p><span class="TitreArticleVisu">Le bac</span></p>'
        "<p>Le bac est resté au port lundi, pour le troisième jour.</p>"
        "<p>© 2024 Le Courrier. Tous droits réservés.</p></td></tr></table></body></html>"
    )
    (made,) = records(page.encode(), "a.html")
    assert published(made) == "2024-03-12"
    assert credited(made, "publisher") == ["Le Courrier"]
    assert made.text == "Le bac\n\nLe bac est resté au port lundi, pour le troisième jour."
    assert made.rights is not None


@pytest.mark.parametrize("gap", ["   ", "\t"])
def test_factiva_text_with_codes(gap: str) -> None:
    rows = [
        ("HD", "Sheep cross at last"),
        ("BY", "By Ada Marsh"),
        ("WC", "12 words"),
        ("PD", "14 March 2024"),
        ("ET", "07:10"),
        ("SN", "The Colmouth Courier"),
        ("LA", "English"),
        ("CY", "Copyright 2024 The Courier"),
        ("LP", "The ferry sailed at dawn."),
        ("TD", "All the sheep were on it.\n\nNobody had expected that."),
        ("NS", "gcat : General News | gsheep : Sheep"),
        ("AN", "Document COURCM0020240314ek3e0000b"),
    ]
    data = "\n\n".join(f"{code}{gap}{value}" for code, value in rows).encode()
    (made,) = records(data, "a.txt")
    assert published(made) == "2024-03-14T07:10:00"
    assert credited(made, "author") == ["Ada Marsh"]
    assert made.text.split("\n\n") == [
        "Sheep cross at last",
        "The ferry sailed at dawn.",
        "All the sheep were on it.",
        "Nobody had expected that.",
    ]
    assert [(topic.code, topic.name) for topic in made.topics] == [
        ("gcat", "General News"),
        ("gsheep", "Sheep"),
    ]


def test_nexis_with_the_body_behind_its_label_and_rights_at_the_top() -> None:
    data = (
        b"                    1 of 1 DOCUMENTS\n\n"
        b"           Copyright 2001 Colmouth Newspapers Limited\n"
        b"                 The Courier (Colmouth)\n\n"
        b"                    January 11, 2001\n\n"
        b"SECTION: Leader Pages, Pg. 23\n\nLENGTH: 355 words\n\n"
        b"HEADLINE: Sheep and the sea;\nThe ferry question\n\nBYLINE: Ada Marsh\n\n"
        b"BODY:\n   The ferry sailed.\n\n   NAME: that is what the sheep lack.\n\n   Baa.\n\n"
        b"GRAPHIC: The ferry.\n\nPhotograph: Tom Holloway\n\nLOAD-DATE: January 11, 2001\n"
    )
    (made,) = records(data, "a.txt")
    assert made.headline is not None
    assert made.headline.value == "Sheep and the sea; The ferry question"
    assert published(made) == "2001-01-11"
    assert credited(made, "publisher") == ["The Courier (Colmouth)"]
    assert made.rights is not None
    assert made.rights.notice == "Copyright 2001 Colmouth Newspapers Limited"
    assert [topic.name for topic in made.topics] == ["Leader Pages"]
    assert made.text.split("\n\n")[1:] == [
        "The ferry sailed.",
        "NAME: that is what the sheep lack.",
        "Baa.",
        "The ferry.",
        "Photograph: Tom Holloway",
    ]


def test_factiva_rtf_with_codes_in_tables() -> None:
    rows = [
        ("HD", "Sheep cross at last"),
        ("WC", "12 words"),
        ("PD", "14 March 2024"),
        ("SN", "The Colmouth Courier"),
        ("LP", "The ferry sailed at dawn."),
        ("TD", r"All the sheep were on it.\par Nobody had expected that."),
        ("AN", "Document COURCM0020240314ek3e0000b"),
    ]
    table = "".join(
        rf"\trowd\cellx900\cellx9000\pard\intbl {code}\cell {value}\cell\row "
        for code, value in rows
    )
    foot = r"{\footer Page 1 of 2 \'a9 2024 Factiva, Inc.\par}"
    data = rf"{{\rtf1\ansi\deff0 {foot}{table}\pard\page {table.replace('314', '315')}}}"
    first, second = records(data.encode(), "a.rtf")
    assert first.text.split("\n\n") == [
        "Sheep cross at last",
        "The ferry sailed at dawn.",
        "All the sheep were on it.",
        "Nobody had expected that.",
    ]
    assert second.identifiers[0].value == "COURCM0020240315ek3e0000b"


HOSTILE = [
    *(b"<SPAN", b"<!--", b"<META ", b"<div ", b"<div>", b"<div><table", b"<table class=", b"<a>\n"),
    *(b"\n", b" \n", b"1 of 2 ", b"1 of 2 DOCUMENTS\n", b"HD \n", b"Document A", b"^\xc8\xd1:"),
    *(b"BYLINE: \n", b"12 March ", b"a", b"\xc2\xa0", b"\\par ", b"{", b"A1"),
]


@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_files_take_linear_time(part: bytes) -> None:
    def look(size: int) -> None:
        data = part * (size // len(part))
        for name in NAMES:
            reader = readers.BY_NAME[name]
            assert reader.split is not None
            reader.signature(data[:65536])
            list(reader.split(Stream.of(Source("a", "a", data)), Settings(format=name)))

    assert_linear(look, 400_000)
