"""The data of a site: three parsers read the same, page and graph agree, counts are true."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reuse import hostile
from sites import BASE, build, example_files, write_records

from archivist.exporters import BY_NAME

SCHEMA = "http://schema.org/"
# schema.org's own context gives these a type; all else is text. Ours, for tests without network.
CONTEXT = {
    "@vocab": SCHEMA,
    **{key: {"@type": "@id"} for key in ("url", "sameAs", "usageInfo", "license")},
    **{key: {"@type": "Date"} for key in ("datePublished", "dateCreated", "dateModified")},
}
Fact = tuple[str, str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    lines = write_records(folder / "records.jsonl", hostile.records().values())
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
    build(folder / "out", *example_files(), lines, metadata_licence=licence)
    return folder / "out"


def _articles(site: Path) -> list[Path]:
    return sorted((site / "article").glob("*.ttl"))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_three_parsers_read_the_same_from_every_file(made: Path) -> None:
    files = [*_articles(made), *sorted((made / "id").rglob("*.ttl")), made / "dataset.ttl"]
    for path in files:
        turtle = _by_pyoxigraph(path, "TURTLE")
        assert turtle, path
        jsonld = path.with_suffix(".jsonld")
        assert _by_pyoxigraph(jsonld, "JSON_LD") == turtle
        assert _by_rdflib(path, "turtle") == turtle
        assert _by_rdflib(jsonld, "json-ld") == turtle
        assert _by_pyld(jsonld) == turtle
        if path.with_suffix(".nq").is_file():
            assert _by_pyoxigraph(path.with_suffix(".nq"), "N_QUADS") == turtle


def _by_pyoxigraph(path: Path, syntax: str) -> set[Fact]:
    import pyoxigraph as ox

    quads = ox.parse(path.read_bytes(), format=getattr(ox.RdfFormat, syntax))
    return {_fact(q.subject.value, q.predicate.value, q.object) for q in quads}


def _fact(subject: str, predicate: str, value: Any) -> Fact:
    import pyoxigraph as ox

    if isinstance(value, ox.NamedNode):
        return subject, predicate, f"<{value.value}>"
    kind = value.language.lower() if value.language else value.datatype.value
    return subject, predicate, f"{value.value}^{kind}"


def _by_rdflib(path: Path, syntax: str) -> set[Fact]:
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    try:
        graph = rdflib.Graph()
        graph.parse(data=path.read_bytes(), format=syntax)
    finally:
        rdflib.NORMALIZE_LITERALS = True
    found = set()
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.URIRef):
            found.add((str(subject), str(predicate), f"<{value}>"))
        else:
            assert isinstance(value, rdflib.Literal)
            kind = (value.language or "").lower() or str(value.datatype or rdflib.XSD.string)
            found.add((str(subject), str(predicate), f"{value}^{kind}"))
    return found


def _by_pyld(path: Path) -> set[Fact]:
    from pyld import jsonld

    dataset = jsonld.to_rdf(json.loads(path.read_bytes()))
    found = set()
    for triples in dataset.values():
        for triple in triples:
            value = triple["object"]
            if value["type"] == "IRI":
                written = f"<{value['value']}>"
            else:
                written = f"{value['value']}^{value.get('language') or value['datatype']}"
            found.add((triple["subject"]["value"], triple["predicate"]["value"], written))
    return found


# ------------------------------------------------------------------ page and graph


def test_the_block_in_a_page_says_what_the_graph_says(made: Path) -> None:
    """extruct reads it: its facts are in the .ttl, and of what both can say none is lacking."""
    for path in _articles(made):
        block = set(_embedded(path.with_suffix(".html")))
        graph = {(s, p, _plain(o)) for s, p, o in _by_pyoxigraph(path, "TURTLE")}
        assert block <= graph, (path, sorted(block - graph)[:3])
        missing = {fact for fact in graph - block if _is_for_both(fact)}
        assert not missing, (path, sorted(missing)[:3])


def _plain(written: str) -> str:
    """Without language or type, which a literal always has behind it."""
    return written if written.endswith(">") else written.rpartition("^")[0]


def _is_for_both(fact: Fact) -> bool:
    """Whether it is of those a search engine is told: about the article, its names and quotes."""
    _, predicate, _ = fact
    told = ("headline", "articleBody", "inLanguage", "mentions", "author", "about", "sameAs")
    quoted = ("spokenByCharacter", "text", "isPartOf", "jobTitle")
    return predicate in {SCHEMA + name for name in (*told, *quoted)}


def _embedded(page: Path) -> Iterator[Fact]:
    import extruct
    from pyld import jsonld

    found = extruct.extract(page.read_text("utf-8"), syntaxes=["json-ld"], errors="strict")
    (block,) = found["json-ld"]
    assert block["@context"] == "https://schema.org"
    dataset = jsonld.to_rdf({**block, "@context": CONTEXT})
    for triple in dataset["@default"]:
        value = triple["object"]
        written = f"<{value['value']}>" if value["type"] == "IRI" else value["value"]
        yield triple["subject"]["value"], triple["predicate"]["value"], written


def test_the_record_beside_the_page_is_the_record(made: Path) -> None:
    given = {json.loads(p.read_bytes())["id"]: p for p in example_files()}
    for id, path in given.items():
        beside = made / "article" / f"{id[-36:]}.record.json"
        record, first = (json.loads(one.read_bytes()) for one in (beside, path))
        for field in ("id", "text", "title", "dates", "credits", "entities", "quotes"):
            assert record[field] == first[field]
        newsml = (made / "article" / f"{id[-36:]}.newsml.xml").read_bytes()
        assert BY_NAME["newsml-g2"].read(newsml, "x").to_json() == record


def test_everything_has_its_base_and_what_is_reconciled_its_page(made: Path) -> None:
    import pyoxigraph as ox

    path = made / "id" / "wikidata" / "Q38.ttl"
    store = ox.Store()
    store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    thing = ox.NamedNode(f"{BASE}id/wikidata/Q38#this")
    same = ox.NamedNode(SCHEMA + "sameAs")
    assert ox.NamedNode("http://www.wikidata.org/entity/Q38") in {
        q.object for q in store.quads_for_pattern(thing, same, None)
    }
    (page, *_) = (p for p in (made / "article").glob("*.html") if "Punta Sirena" in p.read_text())
    assert 'href="../id/wikidata/Q38.html"' in page.read_text("utf-8")


# ------------------------------------------------------------------ the whole


def test_the_dataset_counts_what_is_there(made: Path) -> None:
    import pyoxigraph as ox

    void = "http://rdfs.org/ns/void#"
    facts = _by_pyoxigraph(made / "dataset.ttl", "TURTLE")
    counted = {s: int(o.partition("^")[0]) for s, p, o in facts if p == f"{void}triples"}
    own = f"{BASE}dataset#"
    in_articles = sum(path.read_bytes().count(b"\n") for path in (made / "article").glob("*.nq"))
    in_identities = sum(len(_by_pyoxigraph(p, "TURTLE")) for p in (made / "id").rglob("*.ttl"))
    assert counted[own + "articles"] == in_articles
    assert counted[own + "identities"] == in_identities
    assert counted[own + "dataset"] == in_articles + in_identities
    dumps = [o[1:-1] for _, p, o in facts if p == f"{void}dataDump"]
    quads = 0
    for dump in dumps:
        content = gzip.decompress((made / dump.removeprefix(BASE)).read_bytes())
        quads += len(list(ox.parse(content, format=ox.RdfFormat.N_QUADS)))
    assert quads == in_articles
    assert (made / ".well-known" / "void").read_bytes() == (made / "dataset.ttl").read_bytes()
    licence = {(s, o) for s, p, o in facts if p.endswith("terms/license")}
    assert licence == {
        (own + "dataset", "<https://creativecommons.org/publicdomain/zero/1.0/>")
    }  # of the description, never of a thing


def test_every_address_of_the_dataset_is_there(made: Path) -> None:
    for _, _, value in _by_pyoxigraph(made / "dataset.ttl", "TURTLE"):
        if value.startswith(f"<{BASE}") and value != f"<{BASE}>":
            path = value[1:-1].removeprefix(BASE).partition("#")[0]
            assert (made / path).is_file() or (made / f"{path}.html").is_file() or path == "dataset"


def test_sitemaps_name_each_page_once_and_validate(made: Path) -> None:
    from archivist.markup import parse_xml

    index = parse_xml((made / "sitemap.xml").read_bytes())
    names = [loc.text.removeprefix(BASE) for loc in index.iter("{*}loc")]
    assert names == ["sitemap-1.xml"]
    found = parse_xml((made / names[0]).read_bytes())
    pages = [loc.text.removeprefix(BASE) for loc in found.iter("{*}loc")]
    assert len(set(pages)) == len(pages)
    for page in pages:
        path = page or "index.html"
        assert (made / path).is_file() or (made / f"{path}.html").is_file(), page
    listed = set(pages)
    for page in (made / "article").glob("*.html"):
        assert f"article/{page.stem}" in listed


def test_linksets_lead_to_files_of_their_types(made: Path) -> None:
    for path in (made / "article").glob("*.linkset.json"):
        (own, *abouts) = json.loads(path.read_bytes())["linkset"]
        assert own["anchor"] == own["cite-as"][0]["href"]
        for relation in ("describedby", "item"):
            for link in own[relation]:
                assert (made / link["href"].removeprefix(BASE)).is_file()
        assert all(about["license"] for about in abouts)


def test_redirects_hold_no_formula_and_lead_to_pages(made: Path) -> None:
    rows = list(csv.DictReader((made / "redirects.csv").read_text("utf-8").splitlines()))
    assert len(rows) >= 25
    for row in rows:
        assert row["identifier"][0] not in "=+-@"
        assert (made / (row["target"].removeprefix(BASE) + ".html")).is_file()


def test_without_text_no_word_of_it_is_anywhere(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, *example_files(), without_text=True)
    said = "cercano le barche di Camogli"
    for path in out.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if path.suffix == ".gz":
                content = gzip.decompress(content)
            assert said.encode() not in content, path
            assert b"Camogli, di" not in content, path
            assert b"barche" not in content, path  # as a word of the search either
    assert not list(out.glob("article/*.txt"))
    assert not list(out.glob("article/*.record.json"))
    assert "is not published here" in min(out.glob("article/*.html")).read_text("utf-8")
