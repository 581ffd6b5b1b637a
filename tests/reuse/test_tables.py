"""Tables of articles: what they hold, that any order gives the same bytes, that nothing runs."""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from collection.keeping import AS_OF, archivist, articles
from hypothesis import given, settings
from hypothesis import strategies as st
from reuse import hostile, library

from archivist import Record, Settings, export
from archivist.namespaces import PREFIXES
from archivist.tables import runs, writing
from archivist.tables.cells import inert, original
from archivist.tables.columns import tables
from archivist.tables.rows import rows

csv.field_size_limit(1 << 30)
QUOTES = (
    "article_id,date_edtf,date_earliest,date_latest,lang,kind,text,start,end,speaker_id,"
    "speaker_name,role,speaker_iri,how_found,confidence,duplicate_cluster"
)
FILES = [f"{table.name}.csv" for table in tables()] + ["tables.csv-metadata.json"]


@pytest.fixture(scope="module")
def found() -> dict[str, Record]:
    return {**library.records(), **hostile.records(long=True)}


@pytest.fixture(scope="module")
def made(found: dict[str, Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    lines = library.lines(found.values(), folder / "all.jsonl")
    done = exported(lines, folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


def exported(
    given: Path, out: Path, *more: object, to: str = "tables"
) -> subprocess.CompletedProcess[str]:
    return archivist("export", given, "--to", to, "-o", out, *more)


def read(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, strict=True))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# ------------------------------------------------------------------ what they hold


def test_all_files_are_there_and_nothing_else(made: Path) -> None:
    assert sorted(path.name for path in made.iterdir()) == sorted(FILES)


def test_quotes_have_exactly_these_columns(made: Path) -> None:
    assert (made / "quotes.csv").read_text("utf-8").split("\n", 1)[0] == QUOTES


def test_a_quote_is_a_row(made: Path, found: dict[str, Record]) -> None:
    id = found["bridge"].id
    (row,) = [row for row in read(made, "quotes") if row["article_id"] == id]
    cluster = min(id, found["reprint"].id)
    start = found["bridge"].text.index("The bridge is safe")
    assert row == {
        "article_id": id,
        "date_edtf": "2024-03",
        "date_earliest": "2024-03-01",
        "date_latest": "2024-03-31",
        "lang": "en",
        "kind": "direct",
        "text": "The bridge is safe,",
        "start": str(start),
        "end": str(start + len("The bridge is safe,")),
        "speaker_id": f"{id}#e3",
        "speaker_name": "Anna Moor",
        "role": "",
        "speaker_iri": "",
        "how_found": "inversion",
        "confidence": str(found["bridge"].quotes[0].evidence.confidence),
        "duplicate_cluster": cluster,
    }


def test_who_is_named_by_a_word_has_no_id(made: Path, found: dict[str, Record]) -> None:
    (row,) = [row for row in read(made, "quotes") if row["article_id"] == found["budget"].id]
    assert (row["speaker_id"], row["speaker_name"], row["how_found"]) == ("", "she", "pronoun")
    assert (row["date_earliest"], row["date_latest"]) == ("2023-01-01", "2023-12-31")


def test_nearly_the_same_text_is_one_cluster(made: Path, found: dict[str, Record]) -> None:
    named = {row["article_id"]: row["duplicate_cluster"] for row in read(made, "articles")}
    alike = {found[name].id for name in ("bridge", "reprint")}
    assert {id for id, cluster in named.items() if cluster == min(alike)} == alike
    assert named[found["ferry"].id] == named[found["undated"].id] == ""


def test_the_same_counts_as_the_graph(made: Path, found: dict[str, Record]) -> None:
    graph = ox.Store()
    for record in found.values():
        graph.bulk_load(export(record, "nquads"), format=ox.RdfFormat.N_QUADS)
    counted = {
        "articles": "?x a schema:NewsArticle",
        "quotes": "?a schema:hasPart ?x . ?x schema:text ?t",
        "speakers": "?q arch:speaker/arch:entity ?x",
        "mentions": "?x oa:hasBody ?e",
        "entities": "?a schema:mentions ?x",
        "credits": (
            "?a arch:credit ?c . OPTIONAL { ?c arch:creditName ?n } BIND(COALESCE(?n, ?c) AS ?x)"
        ),
        "dates": "?a arch:date ?x",
        "problems": "?a arch:note ?x",
    }
    for table, pattern in counted.items():
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"
        (row,) = graph.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert len(read(made, table)) == int(row["n"].value), table


def test_the_same_values_as_the_graph(made: Path, found: dict[str, Record]) -> None:
    """Ids are those of the graph, and so are the words and bounds."""
    graph = ox.Store()
    for record in found.values():
        graph.bulk_load(export(record, "nquads"), format=ox.RdfFormat.N_QUADS)
    query = (
        "SELECT ?id ?name ?type WHERE { ?a schema:mentions ?id . ?id schema:name ?name ; a ?type }"
    )
    said = {
        (row["id"].value, row["name"].value)
        for row in graph.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    }
    listed = {(row["entity_id"], original(row["name"])) for row in read(made, "entities")}
    assert listed == said
    query = (
        "SELECT ?d ?first ?last WHERE"
        " { ?d a arch:Date ; arch:dateEarliest ?first ; arch:dateLatest ?last }"
    )
    days = {
        (row["d"].value, row["first"].value, row["last"].value)
        for row in graph.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    }
    assert {
        (row["date_id"], row["earliest"], row["latest"])
        for row in read(made, "dates")
        if row["earliest"]
    } == days


def test_every_cell_reads_back(made: Path, found: dict[str, Record]) -> None:
    wanted: dict[str, Counter[tuple[str, ...]]] = {table.name: Counter() for table in tables()}
    for record in found.values():
        for name, some in rows(record, Settings()).items():
            wanted[name].update(tuple(map(_said, row)) for row in some)
    for table in tables():
        there = [
            {key: original(cell) for key, cell in row.items()} for row in read(made, table.name)
        ]
        for row in there:
            if "duplicate_cluster" in row:
                row["duplicate_cluster"] = ""
        assert Counter(tuple(row.values()) for row in there) == wanted[table.name]


def _said(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


# ------------------------------------------------------------------ described (CSVW)


def test_the_description_is_of_the_vocabulary(made: Path) -> None:
    """Metadata Vocabulary for Tabular Data, W3C 2015: properties and datatypes, as used here."""
    data = json.loads((made / "tables.csv-metadata.json").read_bytes())
    assert data["@context"][0] == "http://www.w3.org/ns/csvw"
    assert set(data) <= {"@context", "dc:title", "dc:creator", "dialect", "notes", "tables"}
    assert [table["url"] for table in data["tables"]] == FILES[:-1]
    keys = {t["url"]: t["tableSchema"].get("primaryKey") for t in data["tables"]}
    columns = {
        t["url"]: {c["name"]: c for c in t["tableSchema"]["columns"]} for t in data["tables"]
    }
    for table in data["tables"]:
        schema = table["tableSchema"]
        assert set(schema) <= {"columns", "primaryKey", "foreignKeys", "aboutUrl"}
        for column in schema["columns"]:
            assert re.fullmatch("[a-z][a-z0-9_]+", column["name"])
            assert _base(column) in ("string", "anyURI", "date", "nonNegativeInteger", "boolean")
        for reference in schema.get("foreignKeys", ()):
            there = reference["reference"]
            assert reference["columnReference"] in columns[table["url"]]
            assert there["columnReference"] == keys[there["resource"]]


def _base(column: dict[str, Any]) -> str:
    datatype = column["datatype"]
    return str(datatype["base"] if isinstance(datatype, dict) else datatype)


_LEXICAL = {
    "anyURI": r"[a-z][a-z0-9+.-]*:\S+",
    "date": r"\d{4}-\d\d-\d\d",
    "nonNegativeInteger": r"\d+",
    "boolean": "true|false",
    "string": r"(?s).+",
}


def test_the_tables_are_as_described(made: Path) -> None:
    data = json.loads((made / "tables.csv-metadata.json").read_bytes())
    held = {table["url"]: read(made, table["url"].removesuffix(".csv")) for table in data["tables"]}
    for table in data["tables"]:
        schema, there = table["tableSchema"], held[table["url"]]
        with (made / table["url"]).open(encoding="utf-8", newline="") as opened:
            assert next(csv.reader(opened)) == [c["titles"] for c in schema["columns"]]
        for column in schema["columns"]:
            for row in there:
                cell = row[column["name"]]
                assert cell or not column["required"], (table["url"], column["name"])
                assert not cell or re.fullmatch(_LEXICAL[_base(column)], cell)
        if "primaryKey" in schema:
            assert len({row[schema["primaryKey"]] for row in there}) == len(there)
        for reference in schema.get("foreignKeys", ()):
            target = reference["reference"]
            keys = {row[target["columnReference"]] for row in held[target["resource"]]}
            assert {row[reference["columnReference"]] for row in there} <= {*keys, ""}


def test_a_reader_of_csvw_takes_them(made: Path) -> None:
    reader = pytest.importorskip("csvw", reason="the package csvw is not installed")
    taken = reader.CSVW(str(made / "tables.csv-metadata.json"), validate=True, strict=False)
    assert taken.is_valid, [str(warning.message) for warning in taken.warnings]


# ------------------------------------------------------------------ the same bytes


def test_any_order_gives_the_same_bytes(
    made: Path, found: dict[str, Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when next to nothing fits into memory, and runs are merged twice."""
    shuffled = list(found.values())
    random.Random(7).shuffle(shuffled)
    monkeypatch.setattr(runs, "OPEN", 3)
    (tmp_path / "scratch").mkdir()
    (tmp_path / "out").mkdir()
    sheets = writing.Tables(tmp_path / "scratch", Settings(), "csv", exact=False)
    sheets._rows._most = sheets._sketches._most = 100
    for record in shuffled:
        sheets.add(record)
    sheets.add(shuffled[0])  # twice: once in the tables
    sheets.write(tmp_path / "out")
    assert contents(tmp_path / "out") == contents(made)


def test_again_is_unchanged_and_other_is_refused(
    made: Path, found: dict[str, Record], tmp_path: Path
) -> None:
    lines = library.lines(found.values(), tmp_path / "all.jsonl")
    before = contents(made)
    again = exported(lines, made)
    assert again.returncode == 0
    assert f"written 0 + unchanged {len(found)}" in again.stderr
    fewer = library.lines([found["ferry"]], tmp_path / "one.jsonl")
    refused = exported(fewer, made)
    assert refused.returncode == 4
    assert "a different file is there" in refused.stderr
    assert contents(made) == before


def test_force_replaces(found: dict[str, Record], tmp_path: Path) -> None:
    one = library.lines([found["ferry"]], tmp_path / "one.jsonl")
    other = library.lines([found["ponte"]], tmp_path / "other.jsonl")
    exported(one, tmp_path / "out")
    assert exported(other, tmp_path / "out", "--force").returncode == 0
    assert read(tmp_path / "out", "articles")[0]["article_id"] == found["ponte"].id


def test_dry_run_writes_nothing(found: dict[str, Record], tmp_path: Path) -> None:
    one = library.lines([found["ferry"]], tmp_path / "one.jsonl")
    done = exported(one, tmp_path / "out", "-n")
    assert done.stdout.split() == [str(tmp_path / "out" / name) for name in FILES]
    assert not (tmp_path / "out").exists()


def test_without_a_folder_it_is_a_wrong_command(tmp_path: Path) -> None:
    done = archivist("export", tmp_path, "--to", "tables")
    assert done.returncode == 2
    assert "-o out" in done.stderr


# ------------------------------------------------------------------ from where


def test_a_collection_gives_what_its_records_give(tmp_path: Path) -> None:
    articles(tmp_path / "in", 7)
    kept = tmp_path / "kept"
    assert not archivist("archive", tmp_path / "in", "-o", kept, "--as-of", AS_OF).returncode
    command = ("convert", tmp_path / "in", "--as-of", AS_OF)
    assert not archivist(*command, "--to", "tables,record", "-o", tmp_path / "a").returncode
    assert not exported(kept, tmp_path / "b").returncode
    of_kept = contents(tmp_path / "b")
    assert len(of_kept) == len(FILES)
    for name, content in of_kept.items():
        assert (tmp_path / "a" / name).read_bytes() == content
    assert len(list((tmp_path / "a").glob("*.record.json"))) == 7
    assert not list((tmp_path / "a").glob(".archivist*"))


def test_a_collection_is_no_file_to_name_exports_after(tmp_path: Path) -> None:
    articles(tmp_path / "in", 1)
    kept = tmp_path / "kept"
    assert not archivist("archive", tmp_path / "in", "-o", kept, "--as-of", AS_OF).returncode
    done = exported(kept, tmp_path / "out", to="tables,turtle")
    assert (done.returncode, "is a collection" in done.stderr) == (2, True)


def test_a_withdrawn_article_is_in_no_table(tmp_path: Path) -> None:
    articles(tmp_path / "in", 3)
    kept = tmp_path / "kept"
    assert not archivist("archive", tmp_path / "in", "-o", kept, "--as-of", AS_OF).returncode
    assert not exported(kept, tmp_path / "a").returncode
    gone = read(tmp_path / "a", "articles")[1]["article_id"]
    assert not archivist("withdraw", kept, gone, "--reason", "test").returncode
    assert not exported(kept, tmp_path / "b").returncode
    assert len(read(tmp_path / "b", "articles")) == 2
    assert all(gone.encode() not in content for content in contents(tmp_path / "b").values())


def test_what_gave_no_article_is_among_the_problems(tmp_path: Path) -> None:
    articles(tmp_path / "in", 1)
    (tmp_path / "in" / "empty.txt").touch()
    command = ("convert", tmp_path / "in", "--to", "tables", "-o", tmp_path / "out")
    assert archivist(*command).returncode == 1
    (row,) = read(tmp_path / "out", "problems")
    assert (row["article_id"], row["source"], row["code"]) == ("", "empty.txt", "R001")


def test_with_a_base_ids_are_addresses(found: dict[str, Record], tmp_path: Path) -> None:
    one = library.lines([found["ferry"]], tmp_path / "one.jsonl")
    exported(one, tmp_path / "out", "--base-iri", "https://archive.example.org/")
    (row,) = read(tmp_path / "out", "articles")
    uuid = found["ferry"].id.removeprefix("urn:uuid:")
    assert row["article_id"] == f"https://archive.example.org/article/{uuid}"


def test_without_text_no_words_of_it_are_left(found: dict[str, Record], tmp_path: Path) -> None:
    lines = library.lines([found["ferry"], found["undated"]], tmp_path / "all.jsonl")
    exported(lines, tmp_path / "out", "--without-text")
    written = b"".join(contents(tmp_path / "out").values())
    for words in (b"We waited", b"The engine", b"The library opens", b"captain", b"Image credit"):
        assert words not in written
    assert b"Ferry sails again" in written
    assert len(read(tmp_path / "out", "quotes")) == 2


# ------------------------------------------------------------------ Parquet


def test_parquet_holds_the_same_rows(made: Path, found: dict[str, Record], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    lines = library.lines(found.values(), tmp_path / "all.jsonl")
    for out in ("a", "b"):
        assert not exported(lines, tmp_path / out, to="parquet").returncode
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    for table in tables():
        there = parquet.read_table(tmp_path / "a" / f"{table.name}.parquet")
        assert there.column_names == [column.name for column in table.columns]
        rows_ = [tuple(map(_said, row.values())) for row in there.to_pylist()]
        listed = [tuple(map(original, row.values())) for row in read(made, table.name)]
        assert rows_ == listed


# ------------------------------------------------------------------ nothing runs

_RUNS = re.compile('(?:^|[;\t\r\n])[ "\xa0]*[=+\\-@\uff1d\uff0b\uff0d\uff20]')


def test_no_cell_is_a_formula_however_it_is_split(made: Path) -> None:
    formulas = 0
    for table in tables():
        for row in read(made, table.name):
            for cell in row.values():
                assert not _RUNS.search(cell), (table.name, cell[:80])
                assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", cell)
                formulas += "'=HYPERLINK" in cell
    assert formulas


def test_no_line_is_a_formula_where_semicolons_part_cells(made: Path) -> None:
    """As a spreadsheet of another country reads it: quotes only count where a cell begins."""
    for name in FILES[:-1]:
        for line in (made / name).read_text("utf-8").splitlines():
            for cell in re.split("[;\t]", line):
                assert not re.match(r'[ "]*[=+@]|[ "]*-', cell), (name, cell[:80])


def test_exact_cells_are_exact(found: dict[str, Record], tmp_path: Path) -> None:
    one = library.lines([found["formula"]], tmp_path / "one.jsonl")
    exported(one, tmp_path / "out", "--exact-cells")
    (row,) = read(tmp_path / "out", "articles")
    assert row["headline"] == hostile.WORDS["formula"]
    assert row["text"] == found["formula"].text


_TRICKY = st.text(
    st.sampled_from("=+-@;,'\"\t\n\r \xa0a\uff1d\x00\x1b\x1a\x7f\u2400\u241a\u2426\u2421")
)


@settings(max_examples=500)
@given(st.one_of(_TRICKY, st.text()))
def test_an_inert_text_reads_back_and_does_not_run(text: str) -> None:
    cell = inert(text)
    assert original(cell) == text
    assert not _RUNS.search(cell)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", cell)
