"""What the entity rules reach, with floors that only rise.

Strict F1 (same span, same type) on annotated news and encyclopaedia sentences in seven languages,
on the seed, and on articles whose every name is exchanged: the names change, the result follows.
The shared sets are measured only; where they are absent the tests skip.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from archivist.extractors.entities import find
from archivist.record import Block, Evidence, Span
from archivist.text import paragraphs

KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
Names = set[tuple[int, int, str]]


def predicted(text: str, language: str, blocks: tuple[Block, ...] | None = None) -> Names:
    found = find(text, blocks or tuple(paragraphs(text)), language)
    return {
        (mention.span.start, mention.span.end, KINDS[entity.type])
        for entity in found
        if entity.type in KINDS  # the sets have no events and works
        for mention in entity.mentions
    }


def f1(pairs: list[tuple[Names, Names]]) -> float:
    """Micro-averaged F1 of (gold, predicted), in percent."""
    hits = sum(len(gold & found) for gold, found in pairs)
    total = sum(len(gold) + len(found) for gold, found in pairs)
    return 200 * hits / total


# ------------------------------------------------------------------ annotated sets

FLOORS = {
    "it-kind-wikinews-train": 70,
    "en-conll-val": 79,
    "es-conll-val": 72.5,
    "nl-conll-val": 73,
    "de-conll-val": 66,
    "it-wikineural-val": 72.5,
    "en-wikineural-val": 70,
    "fr-wikineural-val": 78.5,
    "de-wikineural-val": 72,
    "es-wikineural-val": 80,
    "pt-wikineural-val": 77.5,
    "nl-wikineural-val": 78,
}


@pytest.mark.parametrize("name", FLOORS)
def test_strict_f1_on_annotated_sets(name: str, shared: Path) -> None:
    path = shared / "corpora" / "gold" / "ner-dev" / f"{name}.jsonl"
    pairs = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        gold = {(e["start"], e["end"], e["type"]) for e in row["entities"]}
        pairs.append((gold, predicted(row["text"], row["lang"])))
    assert f1(pairs) >= FLOORS[name]


# ------------------------------------------------------------------ the seed, and its names changed

NORTH, SOUTH = "Corea del Nord", "Repubblica di Corea"
MINISTRY = "Ministero della Difesa Nazionale della Repubblica di Corea"
COUNCIL, SECURITY = "Consiglio del Nord Atlantico", "Consiglio di sicurezza delle Nazioni Unite"
PEOPLE = {
    "Sabrina Singh": "Zylla Korvath",
    "Lloyd Austin": "Dorn Valken",
    "Mark Rutte": "Mork Rettan",
    "Putin": "Vutek",
}
BODIES = {
    "Pentagono": "Triangolo",
    "NATO": "OTSE",
    COUNCIL: "Consiglio del Mare Orientale",
    "National Intelligence Service": "Federal Signals Agency",
    MINISTRY: "Ministero della Marina Mercantile della Repubblica di Corea",
    SECURITY: "Comitato di vigilanza delle Comunità Marittime",
    "Alleanza": "Lega",
}
OTHER_STATES = {
    NORTH: "Arabia Saudita",
    "Russia": "Turchia",
    SOUTH: "Repubblica del Sudan",
    "Australia": "Argentina",
    "Giappone": "Messico",
    "Nuova Zelanda": "Costa Rica",
    "Ucraina": "Armenia",
    MINISTRY: "Ministero della Giustizia Sociale della Repubblica del Sudan",
    "Kursk": "Belgorod",
    "Pyongyang": "Riad",
    "Europa": "Africa",
    "USA": "Cina",
}
NO_STATES = {
    NORTH: "Valdoria del Nord",
    "Russia": "Borduria",
    SOUTH: "Repubblica di Valdoria",
    "Australia": "Elbonia",
    "Giappone": "Graustark",
    "Nuova Zelanda": "Nuova Sildavia",
    "Ucraina": "Ostravia",
    MINISTRY: "Ministero della Difesa Nazionale della Repubblica di Valdoria",
    "Kursk": "Tresk",
    "DPRK": "RPDV",
    "RPDC": "RDPV",
    "penisola coreana": "penisola valdoriana",
    "Pyongyang": "Velgrad",
    "USA": "Latveria",
}
EXCHANGED = {
    "nothing": ({}, 97),
    "people": (PEOPLE, 95),
    "bodies": (BODIES, 95),
    "states for others": (OTHER_STATES, 92),
    "states for none": (NO_STATES, 88),
    "all for others": ({**OTHER_STATES, **PEOPLE, **BODIES, MINISTRY: OTHER_STATES[MINISTRY]}, 88),
    "all for none": ({**NO_STATES, **PEOPLE, **BODIES, MINISTRY: NO_STATES[MINISTRY]}, 85),
}


def exchange(text: str, entities: list[dict[str, Any]], names: dict[str, str]) -> tuple[str, Names]:
    """The text with other names in it, and where they stand now."""
    written, position, gold = "", 0, set()
    for entity in sorted(entities, key=lambda entity: entity["start"]):
        written += text[position : entity["start"]]
        name = names.get(entity["surface"], entity["surface"])
        gold.add((len(written), len(written) + len(name), entity["type"]))
        written += name
        position = entity["end"]
    return written + text[position:], gold


@pytest.mark.parametrize("case", EXCHANGED)
def test_the_seed_with_its_names_exchanged(case: str, shared: Path) -> None:
    names, floor = EXCHANGED[case]
    text = (shared / "seed" / "000_45590c5bac757024.txt").read_text("utf-8")
    gold = json.loads((shared / "seed" / "gold.json").read_text("utf-8"))
    changed, expected = exchange(text, gold["entities"], names)
    assert f1([(expected, predicted(changed, "it", seed_blocks(changed)))]) >= floor


def seed_blocks(text: str) -> tuple[Block, ...]:
    """The seed's pseudo-header apart, then its paragraphs."""
    header = Block("header", Span(1, 13), Evidence("block.test"))
    parts = re.finditer(r"\S(?:.*\S)?", text[13:])
    spans = [Span(13 + part.start(), 13 + part.end()) for part in parts]
    return (header, *[Block("paragraph", span, Evidence("block.test")) for span in spans])


def test_the_two_koreas_of_the_seed_are_two(shared: Path) -> None:
    text = (shared / "seed" / "000_45590c5bac757024.txt").read_text("utf-8")
    codes: dict[str, set[str]] = {}
    for entity in find(text, seed_blocks(text), "it"):
        for link in entity.identifiers[:1]:
            surfaces = {mention.span.of(text) for mention in entity.mentions}
            codes[link.iri.rsplit("/", 1)[1]] = surfaces
    assert codes["KP"] == {"Corea del Nord", "DPRK", "RPDC"}
    assert codes["KR"] == {"Repubblica di Corea"}


def test_the_traps_of_the_seed(shared: Path) -> None:
    text = (shared / "seed" / "000_45590c5bac757024.txt").read_text("utf-8")
    found = {text[start:end] for start, end, _ in predicted(text, "it", seed_blocks(text))}
    capitals = {
        "Anche",
        "Questa",
        "Gli",
        "Oggi",
        "La",
        "Mina",
        "Oltre",
        "Stiamo",
        "In",
        "Lo",
        "Ciò",
    }
    assert not found & (capitals | {"Indignazione", "Corea", "Difesa", "Crediti", "Lo spiegamento"})


# ------------------------------------------------------------------ articles with other names

ARTICLES = tomllib.loads((Path(__file__).parent / "entity-articles.toml").read_text("utf-8"))
SLOTS = {"p": "PER", "o": "ORG", "l": "LOC"}
CASES = [
    (language, number)
    for language in ARTICLES
    for number in range(len(ARTICLES[language]["fillers"]))
]


@pytest.mark.parametrize(("language", "number"), CASES)
def test_articles_with_their_names_exchanged(language: str, number: int) -> None:
    fillers = ARTICLES[language]["fillers"][number]
    text, gold = "", set()
    for part in re.split(r"(\{\w+\})", ARTICLES[language]["text"]):
        if part[:1] == "{":
            name = fillers[part[1:-1]]
            gold.add((len(text), len(text) + len(name), SLOTS[part[1].lower()]))
            text += name
        else:
            text += part
    assert f1([(gold, predicted(text, language))]) >= 95
    people = {
        frozenset(mention.span.of(text) for mention in entity.mentions)
        for entity in find(text, tuple(paragraphs(text)), language)
    }
    assert frozenset({fillers["P1"], fillers["p1"]}) in people  # one person under both names
