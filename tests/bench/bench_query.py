"""Aggregations over a collection: the store against rdflib in memory, on the same triples.

    python tests/bench/bench_query.py COLLECTION

Prints how long the store takes to be built, to be brought up to date and to answer, and how many
times as long rdflib takes; ends with 1 where that is less than 30 times, all queries together.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from archivist import Record
from archivist.collection import fetch
from archivist.collection.index import Index
from archivist.exporters.graph.lines import lines
from archivist.jsontext import load
from archivist.settings import Settings
from archivist.store.asking import KNOWN, ask
from archivist.store.keeping import Keeping

LEAST = 30
QUERIES = {
    "articles by language": (
        "SELECT ?tag (COUNT(?a) AS ?n) { ?a a schema:NewsArticle ; schema:inLanguage ?tag }"
        " GROUP BY ?tag ORDER BY DESC(?n) ?tag"
    ),
    "quotes by speaker": (
        "SELECT ?s (COUNT(?q) AS ?n) { ?q schema:spokenByCharacter ?who . ?who schema:name ?name"
        " BIND(STR(?name) AS ?s) } GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 20"
    ),
    "credits by role and name": (
        "SELECT ?role ?s (COUNT(?c) AS ?n) { ?c a arch:Credit ; arch:role ?role ;"
        " arch:creditName ?p . ?p schema:name ?name BIND(STR(?name) AS ?s) }"
        " GROUP BY ?role ?s ORDER BY DESC(?n) ?role ?s LIMIT 20"
    ),
    "mean confidence by rule": (
        "SELECT ?rule (COUNT(?q) AS ?n) (AVG(?sure) AS ?mean) { ?q a schema:Quotation ;"
        " arch:confidence ?sure ; prov:wasGeneratedBy ?r BIND(STRAFTER(STR(?r), '#') AS ?rule) }"
        " GROUP BY ?rule ORDER BY ?rule"
    ),
    "people by articles": (
        "SELECT ?s (COUNT(DISTINCT ?a) AS ?n) { ?a schema:mentions ?e . ?e a schema:Person ;"
        " schema:name ?name BIND(STR(?name) AS ?s) } GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 20"
    ),
}


@dataclass(frozen=True)
class Held:
    record: Record
    digest: str
    place: str


def held(collection: Path) -> Iterator[Held]:
    with Index(collection) as index:
        for row in index.current():
            line = fetch.record(collection, row)
            place = f"{row.accession} {row.shard} {row.offset} {row.line}"
            yield Held(Record.from_json(load(line, "")), sha256(line).hexdigest(), place)


def timed(make: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = make()
    return time.perf_counter() - began, made


def updated(keeping: Keeping, found: Iterator[Held]) -> int:
    update = keeping.update()
    new = sum([update.add(one) for one in found])
    update.finish()
    return new


def known(keeping: Keeping, found: list[tuple[str, str]]) -> None:
    update = keeping.update()
    assert all(update.is_known(*one) for one in found)
    update.finish()


def corrected(found: Iterator[Held], every: int) -> Iterator[Held]:
    for number, one in enumerate(found):
        if number % every:
            yield one
        else:
            record = replace(one.record, revision=one.record.revision + 1)
            yield Held(record, one.digest + "+", "")


def in_memory(collection: Path) -> Any:
    """rdflib with the same triples, without their graphs' names."""
    import rdflib

    settings = Settings(detail="compact")
    with tempfile.NamedTemporaryFile("w", suffix=".nt", encoding="utf-8") as file:
        for one in held(collection):
            file.writelines(f"{line}\n" for line in lines(one.record, settings, named=False))
        file.flush()
        return rdflib.Graph().parse(file.name, format="nt")


def main(collection: Path) -> int:
    with tempfile.TemporaryDirectory() as folder, Keeping(Path(folder), Settings()) as keeping:
        seconds, number = timed(lambda: updated(keeping, held(collection)))
        print(f"{number:,} articles, {len(keeping.graphs):,} quads")
        print(f"first build              {seconds:8.2f} s")
        places = [(one.record.id, one.place) for one in held(collection)]
        print(f"nothing new              {timed(lambda: known(keeping, places))[0]:8.2f} s")
        seconds, number = timed(lambda: updated(keeping, corrected(held(collection), 100)))
        print(f"one in 100 corrected     {seconds:8.2f} s")
        updated(keeping, held(collection))
        seconds, graph = timed(lambda: in_memory(collection))
        print(f"rdflib: load             {seconds:8.2f} s\n")
        return compared(keeping.graphs, graph)


def compared(store: Any, graph: Any) -> int:
    ours = theirs = 0.0
    for name, query in QUERIES.items():
        runs = [timed(lambda query=query: list(ask(store, query).rows())) for _ in range(5)]  # type: ignore[misc]
        one = statistics.median(seconds for seconds, _ in runs)
        other, rows = timed(lambda query=query: list(graph.query(query, initNs=KNOWN)))  # type: ignore[misc]
        assert [row[0] for row in runs[0][1]] == [str(row[0]) for row in rows], name
        ours, theirs = ours + one, theirs + other
        print(f"{name:26} {one:7.3f} s   rdflib {other:8.2f} s   {other / one:6.0f} times")
    print(f"{'all':26} {ours:7.3f} s   rdflib {theirs:8.2f} s   {theirs / ours:6.0f} times")
    return int(theirs < LEAST * ours)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
