"""Tables, JSON and SGML of articles, read through the public door."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archivist
from archivist import Conversion, Settings, Source
from archivist.errors import UsageError
from archivist.readers import objects, sgml, tables
from archivist.readers.parts import Part, Stream

TEXT = "The ferry was late again on Monday; nobody, said the captain, could have helped it."
OTHER = "The tower on the eastern rock has a keeper again, the first one since 1987."


def read(data: bytes, name: str = "a.csv", **options: object) -> list[Conversion]:
    chosen = Settings(as_of="2026-01-01", **options)  # type: ignore[arg-type]
    return list(archivist.convert(Source(name, name, data), settings=chosen))


def texts(found: list[Conversion]) -> list[str | None]:
    return [item.record.text if item.record else None for item in found]


def codes(found: list[Conversion]) -> list[str]:
    return [problem.code for item in found for problem in item.problems]


def headline(found: Conversion) -> str | None:
    assert found.record is not None
    return found.record.headline.value if found.record.headline else None


# ------------------------------------------------------------------ how a table is written


def table(delimiter: str, quote: str, end: str) -> str:
    rows = [("id", "title", "text"), ("1", "Ferry", TEXT), ("2", "Tower", OTHER)]
    return end.join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_quotes_and_line_ends_are_found(delimiter: str, quote: str, end: str) -> None:
    found = read(table(delimiter, quote, end).encode())
    assert texts(found) == [TEXT, OTHER]
    assert [headline(item) for item in found] == ["Ferry", "Tower"]
    assert [item.source.part for item in found] == [":2", ":3"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_encodings_are_found_and_bytes_stay(encoding: str) -> None:
    text = "Der Bürgermeister äußerte sich über die Fähre; sie fährt wieder, sagte er später."
    data = f'titel;text\nFähre;"{text}"\nTürme;"{text}"\n'.encode(encoding)
    found = read(data)
    assert texts(found) == [text, text]
    assert headline(found[0]) == "Fähre"
    row = f'Fähre;"{text}"'
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    bare = row.encode("utf-16-le" if encoding == "utf-16" else codec)
    assert found[0].source.data == bare
    assert bare in data


def test_a_cell_may_hold_lines_marks_and_delimiters() -> None:
    body = 'First, he said ""no"".\n\nThen; after a while,\r\n""yes"".'
    found = read(f'title,text\nA,"{body}"\nB,"{OTHER}"\n'.encode())
    assert texts(found) == [body.replace('""', '"'), OTHER]
    assert [item.source.part for item in found] == [":2", ":6"]


def test_backslashes_escape_where_marks_are_not_doubled() -> None:
    data = 'title,text\nA,"He said \\"no\\" to it, twice."\nB,"She said \\"yes\\", once."\n'
    assert texts(read(data.encode())) == [
        'He said "no" to it, twice.',
        'She said "yes", once.',
    ]


def test_a_dump_of_a_database_has_escapes_and_no_quotes() -> None:
    data = f'id\ttitle\ttext\n1\tFerry\t{TEXT}\\n\\n{OTHER}\n2\t\\N\t"No," he said. {OTHER}\n'
    found = read(data.encode(), "a.tsv")
    assert texts(found) == [f"{TEXT}\n\n{OTHER}", f'"No," he said. {OTHER}']
    assert headline(found[1]) is None


def test_excel_states_its_delimiter() -> None:
    data = f"sep=;\r\ntitle;text\r\nFerry;{TEXT.replace(';', ',')}\r\n".encode()
    assert [item.source.part for item in read(data)] == [":3"]


def test_a_table_without_header_has_rows_from_line_1() -> None:
    data = "".join(f"Sport;'{TEXT} {n}'\nKultur;'{OTHER} it''s {n}'\n" for n in range(5))
    found = read(data.encode())
    assert len(found) == 10
    assert texts(found)[1] == f"{OTHER} it's 0"
    assert found[0].record is not None
    assert [topic.name for topic in found[0].record.topics] == ["Sport"]


def test_the_encoding_and_format_can_be_said() -> None:
    text = "Паром снова опоздал в понедельник, сказал капитан."
    data = f"title;text\nПаром;{text}\nПаром;{text}\n".encode("cp1251")
    assert texts(read(data, "a.txt", encoding="cp1251", format="csv")) == [text, text]


# ------------------------------------------------------------------ rows that do not fit


def test_a_broken_row_is_quarantined_and_shifts_no_other() -> None:
    data = f'title,text,lang\nA,{OTHER},en\nB,{TEXT},en\nC,"{TEXT},en\nD,"{TEXT}",en\nE\n'
    found = read(data.replace(";", "").encode())
    assert [(i.source.part, i.record is not None) for i in found] == [
        (":2", False),
        (":3", False),
        (":4", False),
        (":5", True),
        (":6", False),
    ]
    assert codes(found) == ["R060", "R060", "R061", "R060"]
    assert [p.location.line for i in found for p in i.problems] == [2, 3, 4, 6]


def test_an_open_mark_does_not_swallow_the_rest() -> None:
    rows = "".join(f'{n},Ferry {n},"{OTHER}"\n' for n in range(50))
    found = read(f'id,title,text\n0,A,"never closed\n{rows}'.encode())
    assert [item.record is None for item in found] == [True] + [False] * 50


def test_a_row_without_text_gives_its_headline_or_nothing() -> None:
    found = read(f"title,text\nOnly a title,\n,\nFerry,{OTHER.replace(',', '')}\n".encode())
    assert texts(found)[:2] == ["Only a title", None]
    assert found[0].record is not None
    assert found[0].record.blocks[0].role == "headline"
    assert codes(found) == ["R005"]


def test_what_is_larger_than_the_limit_is_a_problem_and_the_rest_is_read() -> None:
    data = f"title;text\nA;{'x' * 5000}\nB;{OTHER}\n".encode()
    found = read(data, max_size=1000)
    assert codes(found) == ["R004"]
    assert texts(found) == [None, OTHER]


# ------------------------------------------------------------------ what the columns mean


@pytest.mark.parametrize(
    ("title", "text", "date", "author"),
    [
        ("titolo", "testo", "data", "autore"),
        ("Titre", "Contenu", "Date de publication", "Auteur"),
        ("Überschrift", "Inhalt", "Veröffentlicht", "Verfasser"),
        ("TITULAR", "CUERPO", "FECHA", "AUTOR"),
        ("título", "conteúdo", "data_publicação", "autoria" and "jornalista"),
        ("kop", "inhoud", "publicatiedatum", "auteur"),
        ("dc.title", "articleBody", "datePublished", "dc:creator"),
    ],
)
def test_names_of_columns_are_known_in_seven_languages(
    title: str, text: str, date: str, author: str
) -> None:
    data = f"{title};{text};{date};{author}\nFerry;{OTHER};1987-03-05;Ada Verdi\n"
    (found,) = read(data.encode())
    record = found.record
    assert record is not None
    assert (headline(found), record.text) == ("Ferry", OTHER)
    assert [(item.role, item.value) for item in record.dates] == [("published", "1987-03-05")]
    assert [name.name for name in record.credits[0].names] == ["Ada Verdi"]
    assert record.dates[0].evidence.declared == f"column[{date}]"


def test_a_first_object_longer_than_the_sample_is_read_all_the_same() -> None:
    lines = [{"title": "Ferry " * 200_000, "text": TEXT}, {"title": "Tower", "text": OTHER}]
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    assert texts(read(data, "a.jsonl")) == [TEXT, OTHER]


def test_one_long_column_is_the_text_and_two_are_a_question() -> None:
    one = "".join(f"{n};{TEXT.replace(';', ',')}\n" for n in range(5))
    assert len(read(one.encode())) == 5
    two = "".join(f"{TEXT.replace(';', ',')} {n};{OTHER * 2} {n}\n" for n in range(5))
    found = read(two.encode())
    assert codes(found) == ["R062"]
    assert "--propose" in (found[0].problems[0].hint or "")


def test_markup_in_a_cell_is_read_as_a_browser_shows_it() -> None:
    page = f"<p>One <b>bold</b> word.</p><p>{OTHER.replace(',', '')}</p>"
    (found,) = read(f"title,text\nA &amp; B,{page}\n".encode())
    assert texts([found]) == [f"One bold word.\n\n{OTHER.replace(',', '')}"]
    assert headline(found) == "A & B"
    assert texts(read(b"title,text\nA,Shares of Jaguar <JAGR.L> rose to 5 < 6 at last.\n")) == [
        "Shares of Jaguar <JAGR.L> rose to 5 < 6 at last."
    ]


def test_a_mapping_says_what_columns_are(tmp_path: Path) -> None:
    mapping = tmp_path / "columns.toml"
    mapping.write_text(
        '[columns]\ntext = ["lead", "rest"]\nheadline = 1\ntopics = "t"\n'
        '[values]\nlanguage = "en"\npublisher = "Gazette"\n'
    )
    data = f"x;lead;rest;t\nFerry;{TEXT.replace(';', ',')};{OTHER};a|b\n".encode()
    (found,) = read(data, mapping=str(mapping))
    record = found.record
    assert record is not None
    assert record.text == f"{TEXT.replace(';', ',')}\n\n{OTHER}"
    assert headline(found) == "Ferry"
    assert [topic.name for topic in record.topics] == ["a", "b"]
    assert record.language is not None
    assert record.language.evidence.context == "columns.toml#values.language"
    assert record.generator.components["options"].startswith("map=sha256:")


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("[colums]\n", "did you mean columns?"),
        ('[columns]\ntxt = "a"\n', "did you mean text?"),
        ("[columns]\ntext = 1.5\n", "--propose"),
        ("[values]\nlanguage = 5\n", "--propose"),
        ("columns = 3\n", "--propose"),
        ("= =\n", "--propose"),
    ],
)
def test_what_is_no_mapping_is_refused_with_help(tmp_path: Path, content: str, hint: str) -> None:
    mapping = tmp_path / "columns.toml"
    mapping.write_text(content)
    with pytest.raises(UsageError) as refused:
        read(b"a,b\n1,2\n", mapping=str(mapping))
    assert hint in (refused.value.hint or "")


def test_a_proposal_is_a_mapping_that_works(tmp_path: Path) -> None:
    data = "".join(
        f"{TEXT.replace(';', ',')} {n};2024-03-0{n};en;{OTHER * 2} {n}\n" for n in range(1, 6)
    )
    stream = Stream.of(Source("a.csv", "a.csv", data.encode()))
    proposed = tables.proposed(stream, Settings())
    assert proposed is not None
    assert '# 2: "2024-03-01" · "2024-03-02" · "2024-03-03"\ndate = 2' in proposed
    assert "text = 4" in proposed
    mapping = tmp_path / "columns.toml"
    mapping.write_text(proposed)
    found = read(data.encode(), mapping=str(mapping))
    assert len(found) == 5
    assert found[0].record is not None
    assert found[0].record.dates[0].value == "2024-03-01"


# ------------------------------------------------------------------ JSON

ARTICLE = {"title": "Ferry", "text": TEXT, "date": "2024-03-05", "url": "https://news.example/1"}


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (ARTICLE, [None]),
        ([ARTICLE, {**ARTICLE, "text": OTHER}], ["#1", "#2"]),
        ({"status": "ok", "articles": [ARTICLE, {**ARTICLE, "text": OTHER}]}, ["#1", "#2"]),
        ({"response": {"docs": [{"source": {"name": "x"}}, ARTICLE]}}, ["#1", "#2"]),
    ],
)
def test_articles_are_found_in_json_wherever_they_are(value: object, parts: list[str]) -> None:
    found = read(json.dumps(value, indent=1).encode(), "a.json")
    assert [item.source.part for item in found] == parts
    assert texts(found)[parts.index("#2") if "source" in str(value) else 0] == TEXT


def test_an_item_is_its_own_bytes() -> None:
    first, second = json.dumps(ARTICLE, indent=3), json.dumps({**ARTICLE, "text": OTHER})
    found = read(f"[\n {first} ,{second}]".encode(), "a.json")
    assert [item.source.data.decode() for item in found] == [first, second]


def test_json_lines_go_on_behind_a_broken_line() -> None:
    data = f"{json.dumps(ARTICLE)}\n\n{{broken\n5\n{json.dumps({**ARTICLE, 'text': OTHER})}\n"
    found = read(data.encode(), "a.jsonl")
    assert [(item.source.part, item.record is not None) for item in found] == [
        (":1", True),
        (":3", False),
        (":4", False),
        (":5", True),
    ]
    assert codes(found) == ["R021", "R021"]


def test_a_news_article_of_schema_org() -> None:
    value = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Ferry",
        "articleBody": TEXT,
        "datePublished": "2024-03-05T08:00:00+01:00",
        "dateModified": "2024-03-06",
        "author": [{"@type": "Person", "name": "Ada Verdi"}],
        "publisher": {"@type": "Organization", "name": "Gazette"},
        "inLanguage": "en",
        "keywords": "harbour, sea",
    }
    (found,) = read(json.dumps(value).encode(), "a.json")
    record = found.record
    assert record is not None
    assert [(d.role, d.value) for d in record.dates] == [
        ("published", "2024-03-05T08:00:00+01:00"),
        ("modified", "2024-03-06"),
    ]
    assert record.credits[0].evidence.declared == "/author/0/name"
    assert [(c.role, c.names[0].name) for c in record.credits] == [
        ("author", "Ada Verdi"),
        ("publisher", "Gazette"),
    ]
    assert [topic.name for topic in record.topics] == ["harbour", "sea"]
    (aside,) = read(
        json.dumps([{"@type": "WebSite", "name": "x"}]).encode(), "a.jsonl", format="json"
    )
    assert aside.set_aside is not None


def test_json_that_is_no_article_is_not_read() -> None:
    for value in ({"name": "x", "version": "1"}, {"title": "x"}, [1, 2], {"a": [{"b": 1}]}):
        assert codes(read(json.dumps(value).encode(), "a.json")) == ["R008"]


def test_half_a_character_in_json_is_marked() -> None:
    data = json.dumps(ARTICLE).replace("Ferry", "Ferry \\ud83d").encode()
    (found,) = read(data, "a.json")
    assert headline(found) == "Ferry \ufffd"


# ------------------------------------------------------------------ SGML

REUTERS = """<REUTERS TOPICS="YES" OLDID="9" NEWID="{number}">
<DATE> 5-MAR-1987 09:07:54.17</DATE>
<TOPICS><D>ship</D><D>grain</D></TOPICS><PLACES><D>italy</D></PLACES>
<UNKNOWN> &#5;&#5;F</UNKNOWN>
{text}
</REUTERS>
"""
FULL = """<TEXT>&#2;
<TITLE>SHIPS &lt;PVS.MI> WAIT</TITLE>
<AUTHOR>    By Ada Verdi, Reuters</AUTHOR>
<DATELINE>    PORTO VERDE, March 5 - </DATELINE><BODY>The harbour was closed on Thursday
after a storm, the mayor said.
    Six ships are waiting outside.
 Reuter
&#3;</BODY></TEXT>"""


def test_a_document_of_reuters() -> None:
    data = REUTERS.format(number=5, text=FULL).encode()
    (found,) = read(b'<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + data, "reut2.sgm")
    record = found.record
    assert record is not None
    assert found.source.part == "#5"
    assert found.source.data == data.strip()
    assert headline(found) == "SHIPS <PVS.MI> WAIT"
    assert record.dates[0].value == "1987-03-05T09:07:54"
    assert [(t.scheme, t.code, t.name) for t in record.topics] == [
        ("reuters-topics", "ship", "ship"),
        ("reuters-topics", "grain", "grain"),
        ("reuters-places", "italy", "italy"),
    ]
    assert record.dateline is not None
    assert record.dateline.verbatim == "PORTO VERDE, March 5 -"
    authors = [c for c in record.credits if c.role == "author"]
    assert [name.name for credit in authors for name in credit.names] == ["Ada Verdi"]
    assert "Six ships are waiting outside." in record.text
    assert "\x02" not in record.text


def test_documents_without_title_or_body() -> None:
    brief = (
        '<TEXT TYPE="BRIEF">&#2;\n******<TITLE>HARBOUR OPEN\n</TITLE>Blah blah blah.\n&#3;</TEXT>'
    )
    unproc = '<TEXT TYPE="UNPROC">&#2;\nSHIPS WAITING\n  Aurora  4,200\n&#3;</TEXT>'
    data = "".join(
        REUTERS.format(number=n, text=text) for n, text in ((1, brief), (2, unproc), (3, ""))
    )
    found = read(data.encode(), "a.sgm")
    assert texts(found) == ["HARBOUR OPEN", "SHIPS WAITING\n\nAurora  4,200", None]
    assert codes(found) == ["R005"]


def test_a_document_of_ldc_has_its_day_in_its_number() -> None:
    data = (
        '<DOC id="PVG_ENG_19981001.0001" type="story" >\n<HEADLINE>\nCafés open\n</HEADLINE>\n'
        f"<TEXT>\n<P>\n{TEXT}\n</P>\n<P>\nCaf&eacute;s &AMP; AT&T; bars.\n</P>\n</TEXT>\n</DOC>\n"
    )
    for encoding in ("utf-8", "latin-1"):
        (found,) = read(data.encode(encoding), "a.sgml")
        assert texts([found]) == [f"Cafés open\n\n{TEXT}\n\nCafés & AT&T; bars."]
        assert found.record is not None
        assert found.record.dates[0].value == "1998-10-01"
        assert found.source.part == "#PVG_ENG_19981001.0001"


def test_trec_and_what_breaks_off() -> None:
    data = (
        "<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<HEAD>Ferry</HEAD>\n"
        f"<TEXT>\n   {TEXT}\n</TEXT>\n</DOC>\n"
        f"<DOC>\n<DOCNO> AP880212-0002 </DOCNO>\n<TEXT>\n{OTHER}\n"
    )
    found = read(data.encode(), "ap880212")
    assert [item.source.part for item in found] == ["#AP880212-0001", "#AP880212-0002"]
    assert texts(found) == [f"Ferry\n\n{TEXT}", None]
    assert codes(found) == ["R065"]
    assert found[1].problems[0].location.line == 8


# ------------------------------------------------------------------ any bytes, any size

MARKS = st.sampled_from(
    [
        '"',
        "'",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "\\",
        "text",
        "title",
        "\0",
        "é",
        '<DOC id="a">',
        "</DOC>",
        "<TEXT>",
        '<REUTERS NEWID="1">',
        "&#5;",
        "{",
        "}",
        "[",
        "]",
        ":",
        '"text"',
        " ",
    ]
)
ANY = st.one_of(
    st.binary(max_size=300), st.lists(MARKS, max_size=60).map(lambda parts: "".join(parts).encode())
)


@settings(max_examples=250, deadline=None)
@given(data=ANY, most=st.sampled_from([20, 8_000_000]))
def test_no_bytes_make_a_reader_fail(data: bytes, most: int) -> None:
    stream = Stream.of(Source("a", "a.jsonl", data))
    for reader in (tables, objects, sgml):
        parts = list(reader.split(stream, Settings(max_size=most)))
        assert all(part.document or part.aside or part.problems for part in parts)
    tables.looks_like(data)
    objects.opens(data)
    sgml.opens(data)


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_by_the_rules_is_read_back(rows: list[tuple[str, str]], end: str) -> None:
    lines = ['"title","text"']
    lines += [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    data = end.join(lines).encode()
    parts = list(tables.split(Stream.of(Source("a.csv", "a.csv", data)), Settings()))
    if len(parts) == 1 and parts[0].problems and parts[0].problems[0].code == "R062":
        return  # nothing in the column called text
    assert [part.source.data for part in parts] == [line.encode() for line in lines[1:]]


class Endless(io.RawIOBase):
    """Bytes that are made while they are read: `unit` again and again."""

    def __init__(self, head: bytes, unit: bytes, times: int) -> None:
        self._pieces: Iterator[bytes] = iter([head, *(unit for _ in range(times))])
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._rest += piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


@pytest.mark.parametrize(
    ("split", "name", "head", "unit"),
    [
        (
            tables.split,
            "a.csv",
            b"id,title,text\n1,Ferry,It is late again.\n2,Tower,",
            b"x" * 65536,
        ),
        (objects.split, "a.json", b'[{"title": "x", "text": "', b"x" * 65536),
        (sgml.split, "a.sgm", b'<DOC id="A"><TEXT>', b"x" * 65536),
    ],
)
def test_memory_stays_small_whatever_the_size(
    split: object, name: str, head: bytes, unit: bytes
) -> None:
    import tracemalloc

    stream = Stream(name, name, lambda: Endless(head, unit, 200))  # 13 MB
    tracemalloc.start()
    parts = [_light(part) for part in split(stream, Settings(max_size=100_000))]  # type: ignore[operator]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert parts
    assert peak < 9_000_000 + len(parts) * 100


def _light(part: Part) -> bool:
    return part.document is not None


def test_our_own_exports_are_never_taken_for_articles_of_others() -> None:
    (found,) = read(f"title,text\nFerry,{OTHER.replace(',', '')}\n".encode())
    assert found.record is not None
    for format in ("record", "jsonld"):
        data = archivist.export(found.record, format)
        assert not objects.opens(data[:65536])
        (again,) = archivist.convert(data)
        assert again.record == found.record
        damaged = data.replace(b'"schemaVersion"', b'"schemaVersio"', 1)
        assert not objects.opens(damaged[:65536]) or format == "record"
    lines = archivist.export(found.record, "record") * 2
    assert [item.record for item in archivist.convert(lines)] == [found.record] * 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "R001"),
        (b"price,amount\n1,2\n", "R062"),
        (b"id,title,text\n", "no-article"),
    ],
)
def test_tables_without_articles_say_what_they_are(data: bytes, said: str) -> None:
    (found,) = read(data)
    aside = [found.set_aside.reason] if found.set_aside else []
    assert [*codes([found]), *aside] == [said]


def test_one_column_may_hold_any_delimiter() -> None:
    found = read(f"text\n{TEXT}\n{OTHER}\n".encode())
    assert texts(found) == [TEXT, OTHER]


def test_a_table_of_figures_in_a_box_is_set_aside() -> None:
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as box:
        box.writestr("prices.csv", "price,amount\n1,2\n3,4\n")
        box.writestr("news.csv", f"title,text\nFerry,{OTHER.replace(',', '')}\n")
    found = read(packed.getvalue(), "a.zip")
    asides = [item.set_aside.reason for item in found if item.set_aside]
    assert asides == ["other-type"]
    assert [item.source.part for item in found if item.record] == ["!/news.csv:2"]


def test_a_table_from_standard_input_is_known_by_its_header() -> None:
    data = f"id,title,date,text\n1,Ferry,1987,{OTHER.replace(',', '')}\n2,T,1988,{TEXT[:20]}\n"
    found = read(data.encode(), "stdin")
    assert [item.source.part for item in found] == [":2", ":3"]
    assert len(read(b"Dear reader,\nthe title, the text, the date.\n", "stdin")) == 1


def test_text_that_stands_in_no_element() -> None:
    data = f'<doc id="12" url="https://wiki.example/12" title="Ferry">\nFerry\n\n{TEXT}\n</doc>\n'
    (found,) = read(data.encode(), "wiki_00")
    assert headline(found) == "Ferry"
    assert texts([found]) == [f"Ferry\n\n{TEXT}"]
    assert found.record is not None
    assert ("url", "https://wiki.example/12") in [
        (item.scheme, item.value) for item in found.record.identifiers
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"title": "Ferry", "maintext": TEXT, "date_publish": "2024-03-05", "text": None},
        {"title": "Ferry", "text": TEXT, "raw_text": TEXT[:40], "date": "2024-03-05"},
        {"headline": {"main": "Ferry"}, "body": [TEXT], "pub_date": "2024-03-05"},
        {"webTitle": "Ferry", "webPublicationDate": "2024-03-05", "fields": {"bodyText": TEXT}},
        {"_id": "1", "_source": {"title": "Ferry", "content": TEXT, "published": "2024-03-05"}},
        {"title": {"rendered": "Ferry"}, "content": {"rendered": TEXT}, "date": "2024-03-05"},
        {"title": "Ferry", "text": TEXT, "date": {"$date": "2024-03-05"}, "_id": {"$oid": "a"}},
    ],
)
def test_programs_and_services_name_their_keys_in_many_ways(value: dict[str, object]) -> None:
    (found,) = read(json.dumps(value).encode(), "a.jsonl")
    assert (headline(found), texts([found])) == ("Ferry", [TEXT])
    assert found.record is not None
    assert [date.value for date in found.record.dates] == ["2024-03-05"]
