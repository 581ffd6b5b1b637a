"""This script measures the rules on annotated texts and writes `data/confidence.tsv`.

    python archivist/data/make/confidence.py SHARED YYYY-MM-DD

For each rule and language: how many values it gave (n), how many of them are in the gold (the
precision, in percent), and which share of the gold it found (recall). A rule with fewer than
`ENOUGH` values is not measured: it has no line. News comes before other kinds of text; what a
language has no news gold for is measured on what there is, and the set's name says so.

What an engine says, and what it agrees with, is measured for the one model in `ENGINES`, and holds
for that model only; where it is not installed its lines stay as they are.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from archivist import engines
from archivist.errors import MissingPart
from archivist.extractors import entities, quotes, second_opinion
from archivist.problems import Location
from archivist.record import Quote
from archivist.text import paragraphs

ENOUGH = 30
KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
ENTITY_SETS = {
    "it": "it-kind-wikinews-train",
    "en": "en-conll-val",
    "de": "de-conll-val",
    "es": "es-conll-val",
    "nl": "nl-conll-val",
    "fr": "fr-wikineural-val",
    "pt": "pt-wikineural-val",
}
QUOTE_SETS = {
    "en": "en-polnear-dev",
    "de": "de-wikinews-traindev",
    "it": "it-wikinews-hand",
}
# Language → engine, model. The model learned from the French Wikipedia, of which the set is too.
ENGINES = {"fr": ("spacy", "fr_core_news_sm-3.8.0")}
# Quoted words inside a report: PolNeAR annotates the report alone, and cannot judge them.
UNJUDGED = {("quote.verbatim", "en")}
HEADER = "# rule\tlanguage\tn\tprecision\trecall\tset\tmeasured"
Count = tuple[Counter[str], Counter[str], Counter[str]]  # given, right, gold


def rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text("utf-8").splitlines())


def count_entities(path: Path, engine: str | None = None) -> Count:
    """Strict: same span, same type; with an engine what it says and agrees with."""
    given, right, gold = Counter[str](), Counter[str](), Counter[str]()
    for row in rows(path):
        wanted = {(e["start"], e["end"], e["type"]) for e in row["entities"]}
        gold[""] += len(wanted)
        text, blocks, language = row["text"], tuple(paragraphs(row["text"])), row["lang"]
        ours = entities.find(text, blocks, language)
        where = Location(path.name)
        opinion = second_opinion.ask(engine, text, blocks, language, ours, where)
        for entity in opinion.entities:
            if entity.type not in KINDS:
                continue  # no set says where events and works are
            for mention in entity.mentions:
                span, rule = mention.span, mention.evidence.rule
                given[rule] += 1
                right[rule] += (span.start, span.end, KINDS[entity.type]) in wanted
    return given, right, gold


def count_quotes(path: Path, score: ModuleType) -> Count:
    """A quote is right by its overlap with one of the gold, its speaker where the quote is."""
    given, right, gold = Counter[str](), Counter[str](), Counter[str]()
    for row in rows(path):
        text, blocks = row["text"], tuple(paragraphs(row["text"]))
        gold[""] += len(row["quotes"])
        for quote in quotes.find(
            text, blocks, row["lang"], entities.find(text, blocks, row["lang"])
        ):
            matched = _matched(quote, row, score)
            _add(given, right, quote.evidence.rule, matched is not None)
            if quote.speaker and matched and matched.get("speaker_start") is not None:
                span = quote.speaker.span
                said = {"speaker_start": span and span.start, "speaker_end": span and span.end}
                _add(given, right, quote.speaker.evidence.rule, score.spk_ok(text, matched, said))
    return given, right, gold


def _add(given: Counter[str], right: Counter[str], rule: str, hit: bool) -> None:
    given[rule] += 1
    right[rule] += hit


def _matched(quote: Quote, row: dict[str, Any], score: ModuleType) -> dict[str, Any] | None:
    """The quote of the gold that shares at least half of what both cover."""
    best, found = 0.5, None
    for wanted in row["quotes"]:
        first = score.trim(row["text"], wanted["start"], wanted["end"])
        for span in quote.spans:
            second = score.trim(row["text"], span.start, span.end)
            shared = min(first[1], second[1]) - max(first[0], second[0])
            whole = max(first[1], second[1]) - min(first[0], second[0])
            if whole and shared / whole >= best:
                best, found = shared / whole, wanted
    return found


def of_engine(count: Count, engine: str) -> Count:
    """What the engine has a part in."""
    given, right, gold = count
    own = {rule for rule in given if rule == f"entity.{engine}" or rule.endswith(f"+{engine}")}
    return Counter({rule: given[rule] for rule in own}), right, gold


def is_installed(engine: str, language: str, model: str) -> bool:
    """Whether this very model is what the engine would ask."""
    try:
        found = engines.load(engine)
    except MissingPart:
        return False
    known = found.components(language) if language in found.languages() else ()
    return model in [f"{name}-{version}" for name, version in known]


def lines(count: Count, language: str, name: str, day: str) -> Iterator[str]:
    given, right, gold = count
    for rule in sorted(given):
        if given[rule] >= ENOUGH and (rule, language) not in UNJUDGED:
            precision = round(100 * right[rule] / given[rule])
            recall = (
                round(100 * right[rule] / gold[""]) if rule.startswith(("entity", "quote")) else ""
            )
            yield f"{rule}\t{language}\t{given[rule]}\t{precision}\t{recall}\t{name}\t{day}"


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "corpora/gold/score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def with_engines(gold: Path, day: str, before: list[str]) -> Iterator[str]:
    for language, (engine, model) in ENGINES.items():
        name = ENTITY_SETS[language]
        if is_installed(engine, language, model):
            count = count_entities(gold / "ner-dev" / f"{name}.jsonl", engine)
            yield from lines(of_engine(count, engine), language, f"{name}+{model}", day)
        else:
            yield from (line for line in before if f"\t{name}+{model}\t" in line)


def main(shared: Path, day: str) -> None:
    gold, score, found = shared / "corpora" / "gold", scorer(shared), []
    for language, name in ENTITY_SETS.items():
        found += lines(count_entities(gold / "ner-dev" / f"{name}.jsonl"), language, name, day)
    for language, name in QUOTE_SETS.items():
        count = count_quotes(gold / "quotes-dev" / f"{name}.jsonl", score)
        found += lines(count, language, name, day)
    table = Path(__file__).parents[1] / "confidence.tsv"
    found += with_engines(gold, day, table.read_text("utf-8").splitlines())
    table.write_text("\n".join([HEADER, *sorted(found)]) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
