"""This module says which of our languages a text is in, or that it does not know.

Function words decide: a third to a half of running text is made of them. The winner has to beat
each other language on the words that only one of the two has; the neighbours of
`data/neighbours.tsv` (Catalan, Danish, Romanian, …) stand for election too, and a text that one of
them may have won has no language of ours. Short texts, headlines without articles, are helped by
the ends of their words.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files

from archivist import languages
from archivist.problems import Location, Problem, problem
from archivist.record import Declared, Document, Evidence, Span, Value
from archivist.settings import Settings

SAMPLE = 2500  # code points looked at, from the start: more changes nothing but the time
MINIMUM_HITS = 3.0  # words that speak for the winner; below it a text is too short to tell
COVERAGE = 0.28  # share of words that are its function words; running text has a third to a half
MARGIN = 1.5  # how much more the winner's own words weigh than the rival's own
LEAD = 1.0  # and by how many words
SHORT = 40  # words: beyond it function words alone decide where they can
ENDING = 0.5  # weight of an ending beside a function word's 1

_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Decision:
    """`value` goes into the record; `tables` is the language whose tables are used, None if none.

    They differ where a page declares a language that its words contradict.
    """

    value: Value | None
    tables: str | None
    problems: tuple[Problem, ...] = ()


def decide(document: Document, settings: Settings) -> Decision:
    """The caller's word, else what the source declares, else what the words say."""
    if settings.language:
        evidence = Evidence("language.option", 100, context="--lang")
        return Decision(Value(settings.language, evidence), settings.language)
    sample = _sample(document)
    found = identify(sample.of(document.text))
    declared = next((item for item in document.declared if item.field == "language"), None)
    if declared:
        return _declared(declared, found, document)
    if found is None:
        return Decision(None, None)
    return Decision(Value(found, Evidence("language.function-words", span=sample)), found)


def _sample(document: Document) -> Span:
    """From the first block to the last, not more than `SAMPLE` code points."""
    if not document.blocks:
        return Span(0, min(len(document.text), SAMPLE))
    start = document.blocks[0].span.start
    return Span(start, min(document.blocks[-1].span.end, start + SAMPLE))


def _declared(item: Declared, found: str | None, document: Document) -> Decision:
    tag = normalise_tag(item.value)
    if tag is None:
        right = "a tag of BCP 47 such as it or pt-BR"
        message = f"declared language: found {item.value[:40]!r}, would be right: {right}"
        value = None if found is None else Value(found, _words_evidence(document))
        hint = "the words of the text decided"
        where = Location(document.source.location)
        return Decision(value, found, (problem("E005", message, where, hint=hint),))
    value = Value(tag, Evidence(item.rule, 100, declared=item.path))
    if found is None or found == tag.split("-")[0]:
        return Decision(value, tag)
    message = f"declared language: found {tag}, would be right by the words: {found}"
    where = Location(document.source.location)
    hint = f"the record says {tag}; names and dates were looked for with the tables of {found}"
    return Decision(value, found, (problem("E004", message, where, path="/language", hint=hint),))


def _words_evidence(document: Document) -> Evidence:
    return Evidence("language.function-words", span=_sample(document))


def normalise_tag(text: str) -> str | None:
    """`it_IT` → `it-IT`, `PT-br` → `pt-BR`, a name of ours (`Italian`) → its code, else None."""
    text = text.strip()
    named = _names().get(text.casefold())
    if named:
        return named
    if len(text) > 35 or not _TAG.fullmatch(text):
        return None
    first, *rest = text.replace("_", "-").split("-")
    if first.lower() == "und":
        return None
    return "-".join([first.lower(), *map(_subtag, rest)])


def _subtag(part: str) -> str:
    """Letters as BCP 47 writes them: `BR` region, `Hant` script, the rest small."""
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


@functools.cache
def _names() -> dict[str, str]:
    return {
        str(languages.section(code, "language").get("name", code)).casefold(): code
        for code in languages.codes()
    }


# ------------------------------------------------------------------ identification


def identify(text: str) -> str | None:
    """The code of one of our languages, None for another language or too short a text."""
    words = Counter(_WORD.findall(text[:SAMPLE].casefold()))
    patterns = _patterns(words)
    total = words.total()
    found = _winner(patterns, total) if total > SHORT else None
    return found or _winner(_with_endings(patterns, words), total)


# How often words occur that exactly these languages have.
Patterns = dict[tuple[str, ...], float]


def _patterns(words: Counter[str]) -> Patterns:
    functions = _function_words()
    found: Patterns = {}
    for word, count in words.items():
        codes = functions.get(word)
        if codes:
            found[codes] = found.get(codes, 0.0) + count
    return found


def _with_endings(patterns: Patterns, words: Counter[str]) -> Patterns:
    """The same with the ends of the other words, which count for less."""
    functions, endings = _function_words(), _endings()
    found = dict(patterns)
    for word, count in words.items():
        codes = _ending(word, endings) if len(word) >= 5 and word not in functions else None
        if codes:
            found[codes] = found.get(codes, 0.0) + ENDING * count
    return found


def _winner(patterns: Patterns, total: int) -> str | None:
    """The language of ours that has enough of the words and beats every other one."""
    hits = _hits(patterns)
    ours = [(hits[code], code) for code in languages.codes() if code in hits]
    if not ours:
        return None
    most, best = max(ours)
    if most < MINIMUM_HITS or most < COVERAGE * total:
        return None
    rivals = [code for code in hits if code != best]
    return best if all(_beats(best, rival, hits, patterns) for rival in rivals) else None


def _ending(word: str, endings: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The languages of the longest ending of the word that the tables know."""
    return (
        endings.get(word[-5:])
        or endings.get(word[-4:])
        or endings.get(word[-3:])
        or endings.get(word[-2:])
        or endings.get(word[-1:])
    )


def _hits(patterns: Patterns) -> dict[str, float]:
    found: dict[str, float] = {}
    for codes, count in patterns.items():
        for code in codes:
            found[code] = found.get(code, 0.0) + count
    return found


def _beats(code: str, rival: str, hits: dict[str, float], patterns: Patterns) -> bool:
    """Whether the words that only one of the two has speak clearly for the first."""
    if hits[code] - hits[rival] < LEAD:
        return False
    if hits[code] >= MARGIN * hits[rival]:
        return True  # then it is so whatever they share
    shared = sum(count for codes, count in patterns.items() if code in codes and rival in codes)
    return hits[code] - shared >= MARGIN * (hits[rival] - shared)


@functools.cache
def _function_words() -> dict[str, tuple[str, ...]]:
    """Function word → the languages that have it, ours and their neighbours."""
    lists = {
        code: str(languages.section(code, "language").get("words", "")).split()
        for code in languages.codes()
    }
    table = files("archivist").joinpath("data", "neighbours.tsv").read_text("utf-8")
    for line in table.splitlines():
        code, words = line.split("\t")
        lists.setdefault(code, words.split())
    return _by_item(lists)


@functools.cache
def _endings() -> dict[str, tuple[str, ...]]:
    return _by_item(
        {
            code: list(languages.section(code, "language").get("endings", ()))
            for code in languages.codes()
        }
    )


def _by_item(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in sorted(lists):
        for item in sorted(set(lists[code])):
            found.setdefault(item, []).append(code)
    return {item: tuple(codes) for item, codes in found.items()}
