"""Aggregations over a collection: the store against rdflib in memory, on the same triples.

    python tests/bench/bench_query.py COLLECTION [--limit 60]

Prints how long the store takes to be built and to be brought up to date, and how much CPU time the
questions of the cookbook that count take in it and in rdflib, which is stopped after so many
seconds: its time is then a lower bound. Plain joins are measured too, but for them no ratio is
asked. Ends with 1 where the cookbook's questions together are less than 30 times as fast.
"""

from __future__ import annotations

import argparse
import signal
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
from archivist.store.recipes import recipes

LEAST = 30
PLAIN = {
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


def main(collection: Path, limit: int) -> int:
    with tempfile.TemporaryDirectory() as folder, Keeping(Path(folder), Settings()) as keeping:
        seconds, number = timed(lambda: updated(keeping, held(collection)))
        print(f"{number:,} articles, {len(keeping.graphs):,} quads")
        print(f"first build              {seconds:8.2f} s")
        places = [(one.record.id, one.place) for one in held(collection)]
        print(f"nothing new              {timed(lambda: known(keeping, places))[0]:8.2f} s")
        seconds, number = timed(lambda: updated(keeping, corrected(held(collection), 100)))
        print(f"one in 100 corrected     {seconds:8.2f} s", flush=True)
    with tempfile.TemporaryDirectory() as folder, Keeping(Path(folder), Settings()) as keeping:
        updated(keeping, held(collection))
        seconds, graph = timed(lambda: in_memory(collection))
        print(f"rdflib: load             {seconds:8.2f} s\n", flush=True)
        compared(keeping.graphs, graph, PLAIN, limit)
        asked = {name: r.query for name, r in recipes().items() if "COUNT(" in r.query}
        return int(compared(keeping.graphs, graph, asked, limit) < LEAST)


def compared(store: Any, graph: Any, queries: dict[str, str], limit: int) -> float:
    """How many times as long rdflib takes for all together, at least."""
    ours = theirs = 0.0
    for name, query in queries.items():
        one = statistics.median(
            cpu(lambda query=query: list(ask(store, query).rows())) for _ in range(3)
        )  # type: ignore[misc]
        other, is_whole = limited(graph, query, limit)
        ours, theirs = ours + one, theirs + other
        sign = " " if is_whole else ">"
        ratio = f"{sign}{other / one:6.0f} times"
        print(f"{name:26} {one:7.3f} s   rdflib {sign}{other:8.2f} s   {ratio}", flush=True)
    print(f"{'all':26} {ours:7.3f} s   rdflib  {theirs:8.2f} s    {theirs / ours:6.0f} times\n")
    return theirs / ours


def _asked(store: Any, query: str) -> list[Any]:
    return list(ask(store, query).rows())


def cpu(make: Callable[[], Any]) -> float:
    began = time.process_time()
    make()
    return time.process_time() - began


class TooLong(BaseException):
    """rdflib had its time; no Exception, which its evaluation of expressions would catch."""


def limited(graph: Any, query: str, limit: int) -> tuple[float, bool]:
    """CPU seconds of rdflib, and whether it came to the end of the query."""

    def stop(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    began = time.process_time()
    try:
        list(graph.query(query, initNs=KNOWN))
    except TooLong:
        return time.process_time() - began, False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - began, True


if __name__ == "__main__":
    given = argparse.ArgumentParser()
    given.add_argument("collection", type=Path)
    given.add_argument("--limit", type=int, default=60)
    sys.exit(main(**vars(given.parse_args())))
