"""Each question of the cookbook, on a small set of articles of which the answers are known."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from collection.keeping import archivist
from reuse import library

from archivist import Record, Settings
from archivist.exporters import BY_NAME
from archivist.record import EntityIdentifier, Evidence, Relation
from archivist.store.asking import ask
from archivist.store.recipes import Recipe, recipes

DOCS = Path(__file__).parents[2] / "docs" / "queries.md"
SAID = Evidence("declared", context="test")

ANSWERS: dict[str, list[tuple[str | None, ...]]] = {
    "articles-by-month": [
        ("(no date)", "2"),
        ("2023 (month not known)", "1"),
        ("2024-02", "1"),
        ("2024-03", "3"),
    ],
    "authors": [("(no author)", "5"), ("Lena Brandt", "2")],
    "confidence": [("(not measured)", "1"), ("50 to 59", "1"), ("90 to 99", "4")],
    "credits-by-agency": [("(no agency)", "5", "71.4"), ("Reuters", "2", "28.6")],
    "devised-titles": [
        (
            "The library opens its doors to readers who like old maps of the coast.",
            "undated#article",
            "undated.jsonl",
        )
    ],
    "entities-by-type": [
        ("person", "4", "4", "1"),
        ("organization", "1", "2", "0"),
        ("place", "1", "2", "0"),
    ],
    "image-credits": [("Jan Vos", "image", "2")],
    "languages": [("en", "6", "5"), ("it", "1", "1")],
    "low-confidence": [("55", "The engine is new.", "Tom Reed", "ferry#article")],
    "mentioned-together": [
        ("Anna Moor", "Tom Reed", "3"),
        ("Anna Moor", "Jan Vos", "1"),
        ("Jan Vos", "Marta Neri", "1"),
        ("Jan Vos", "Tom Reed", "1"),
    ],
    "most-mentioned": [
        ("Anna Moor", "person", "3", "3"),
        ("Tom Reed", "person", "3", "3"),
        ("Jan Vos", "person", "2", "2"),
        ("Reuters", "organization", "2", "2"),
        ("VELGRAD", "place", "2", "2"),
        ("Marta Neri", "person", "1", "1"),
    ],
    "most-quoted": [
        ("Anna Moor", "3", "3", "50"),
        ("(no speaker resolved)", "1", "1", "16.7"),
        ("Marta Neri", "1", "1", "16.7"),
        ("Tom Reed", "1", "1", "16.7"),
    ],
    "quotes-by-speaker": [
        ("2024-02-10", "2024-02-10", "Marta Neri", "mixed", "Il ponte è sicuro", "ponte#article"),
        (
            "2024-03-01",
            "2024-03-31",
            "Anna Moor",
            "direct",
            "The bridge is safe,",
            "bridge#article",
        ),
        (
            "2024-03-03",
            "2024-03-03",
            "Anna Moor",
            "direct",
            "We waited two weeks for it,",
            "ferry#article",
        ),
        ("2024-03-03", "2024-03-03", "Tom Reed", "direct", "The engine is new.", "ferry#article"),
        (
            "2024-03-04",
            "2024-03-04",
            "Anna Moor",
            "direct",
            "The bridge is safe,",
            "reprint#article",
        ),
    ],
    "quotes-by-year": [("2024", "5", "4")],
    "quotes-within-quotes": [("Anna Moor", "Tom Reed", "The engine is new.", "ferry#article")],
    "quotes-without-speaker": [("budget#article", "It will be tight,", None)],
    "reprinted-quotes": [("The bridge is safe,", "2")],
    "roles": [("Tom Reed", "captain", "1")],
    "same-text": [
        ("reprint#article", "bridge#article", "as the record says"),
        ("undated#article", "twin#article", "same text"),
    ],
    "topics": [("budget", "", "2"), ("transport", "", "2")],
}


def changed() -> dict[str, Record]:
    """The library, with what its texts do not give: a nested quote, a twin, a known person."""
    twin = {"title": "Maps of the coast", "text": library.ARTICLES["undated"]["text"]}
    found = library.records({**library.ARTICLES, "twin": twin})
    ferry, ponte, budget = found["ferry"], found["ponte"], found["budget"]
    first, second = ferry.quotes
    unsure = replace(second, within=first.id, evidence=replace(second.evidence, confidence=55))
    known = EntityIdentifier("wikidata", "http://www.wikidata.org/entity/Q1", SAID)
    anna, *others = ferry.entities
    found["ferry"] = replace(
        ferry, quotes=(first, unsure), entities=(replace(anna, identifiers=(known,)), *others)
    )
    found["ponte"] = replace(ponte, quotes=(replace(ponte.quotes[0], kind="mixed"),))
    said = budget.quotes[0]
    unmeasured = replace(said, evidence=replace(said.evidence, confidence=None))
    found["budget"] = replace(budget, quotes=(unmeasured,))
    near = Relation("nearDuplicateOf", found["bridge"].id, SAID)
    found["reprint"] = replace(found["reprint"], relations=(near,))
    return found


def loaded(found: Iterable[Record]) -> ox.Store:
    store = ox.Store()
    for record in found:
        data = BY_NAME["nquads"].write(record, Settings(detail="compact"))
        store.bulk_load(data, format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def found() -> dict[str, Record]:
    return changed()


@pytest.fixture(scope="module")
def store(found: dict[str, Record]) -> ox.Store:
    return loaded(found.values())


def answered(store: Any, query: str, found: dict[str, Record]) -> list[tuple[str | None, ...]]:
    """The rows, with names instead of ids."""
    names = {record.id: name for name, record in found.items()}

    def named(cell: str | None) -> str | None:
        return cell and re.sub(r"urn:uuid:[0-9a-f-]{36}", lambda id: names[id[0]], cell)

    return [tuple(map(named, row)) for row in ask(store, query).rows()]


def test_there_are_twenty() -> None:
    assert sorted(ANSWERS) == sorted(recipes())
    assert len(ANSWERS) == 20


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_answer(name: str, store: ox.Store, found: dict[str, Record]) -> None:
    rows = answered(store, recipes()[name].query, found)
    if name == "same-text":  # the order is that of the ids
        rows = [tuple(sorted(row[:2], reverse=row[0] > row[1])) + row[2:] for row in rows]  # type: ignore
        assert {frozenset(row) for row in rows} == {frozenset(row) for row in ANSWERS[name]}
    else:
        assert rows == ANSWERS[name]


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_order_of_loading_does_not_matter(name: str, found: dict[str, Record]) -> None:
    query = recipes()[name].query
    shuffled = list(found.values())
    random.Random(5).shuffle(shuffled)
    assert answered(loaded(shuffled), query, found) == answered(
        loaded(found.values()), query, found
    )


def test_a_recipe_about_one_person(store: ox.Store, found: dict[str, Record]) -> None:
    query = recipes()["quotes-by-year"].asked({"speaker": "Anna Moor"})
    assert answered(store, query, found) == [("2024", "3", "3")]
    query = recipes()["quotes-by-speaker"].asked({"speaker": "Nobody"})
    assert answered(store, query, found) == []
    query = recipes()["roles"].asked({"name": "Tom Reed"})
    assert answered(store, query, found) == [("Tom Reed", "captain", "1")]


def test_shares_make_a_hundred(store: ox.Store, found: dict[str, Record]) -> None:
    for name in ("most-quoted", "credits-by-agency"):
        rows = answered(store, recipes()[name].query, found)
        assert (
            abs(sum(float(row[3 if name == "most-quoted" else 2] or 0) for row in rows) - 100) < 1
        )


def test_the_command_asks_a_recipe(tmp_path: Path) -> None:
    file = library.lines(library.records().values(), tmp_path / "all.jsonl")
    done = archivist("query", file, "--recipe", "languages", "--format", "csv")
    assert done.stdout == "language,articles,quotes\nen,5,5\nit,1,1\n"
    words = ("--recipe", "quotes-by-year", "--with", "speaker=Anna Moor", "--format", "csv")
    assert archivist("query", file, *words).stdout == "year,quotes,articles\n2024,3,3\n"


def test_the_command_lists_recipes() -> None:
    listed = archivist("query", "--recipes").stdout
    assert [line.split()[0] for line in listed.splitlines()] == sorted(recipes())
    shown = archivist("query", "--recipes", "--recipe", "roles").stdout
    assert "--with name=…" in shown
    assert recipes()["roles"].query.strip() in shown


# ------------------------------------------------------------------ the page


def _of_page() -> Iterator[tuple[str, str]]:
    """(name, query) of each recipe on the page."""
    page = DOCS.read_text("utf-8")
    yield from re.findall(
        r"^### [^\n]*\n\n`--recipe ([a-z-]+)`.*?```sparql\n(.*?)```", page, re.M | re.S
    )


def test_the_page_has_the_same_texts() -> None:
    assert dict(_of_page()) == {name: recipe.query for name, recipe in recipes().items()}


@pytest.mark.parametrize("recipe", recipes().values(), ids=lambda recipe: recipe.name)
def test_the_page_explains(recipe: Recipe) -> None:
    page = " ".join(DOCS.read_text("utf-8").split())
    assert f"### {recipe.title}" in page
    assert recipe.about in page
    assert all(f"`--with {name}=…`: {meaning}" in page for name, meaning in recipe.given.items())


@pytest.mark.parametrize(
    "query", re.findall(r"```sparql\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
)
def test_every_query_of_the_page_runs(query: str, store: ox.Store) -> None:
    answer = ask(store, query)
    if answer.is_graph:
        assert answer.turtle()
    elif not answer.is_yes_or_no:
        list(answer.rows())
