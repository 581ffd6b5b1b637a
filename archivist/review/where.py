"""This module reads conditions such as `lang=it` or `confidence<70`, and asks articles for them.

CODE             a problem (V013) or a note (glued-sentences) of this code
lang=it          the language, with those below it (it-CH); lang=none: not known
kind=indirect    a quotation of this kind
type=event       an entity of this type
rule=quote.      a value by this rule, or by one that begins so
status=withheld  the status of the record
speaker=none     a quotation without a speaker; speaker=Rutte: one whose speaker is called so
headline=none    no headline; date=none, quote=none, credit=none alike
confidence<70    a value with a measured confidence below; <= > >= alike; confidence=none
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from archivist.errors import UsageError
from archivist.problems import CODES
from archivist.record import EntityType, Evidence, QuoteKind, Record, Status
from archivist.review.article import Article

NONE = "none"
HINT = "e.g. V013, glued-sentences, lang=it, kind=indirect, confidence<70; see docs/review.md"

_Holds = Callable[[Article], bool]
_COMPARISON = re.compile(r"\s*([a-z]+)\s*(<=|>=|=|<|>)\s*(.*?)\s*", re.DOTALL)
_CODE = re.compile(r"[A-Z][0-9]{3}|[a-z][a-z0-9-]{2,47}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_TESTS: dict[str, Callable[[int, int], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "=": lambda one, other: one == other,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What was asked for, and whether an article has it."""

    words: str
    holds: _Holds


def condition(words: str) -> Condition:
    """The condition that words say. Raises UsageError for what is none."""
    found = _COMPARISON.fullmatch(words)
    if found is None:
        return Condition(words, _of_code(words.strip()))
    name, sign, value = found.groups()
    if name == "confidence":
        return Condition(words, _of_confidence(sign, value))
    if name not in _FIELDS:
        known = ", ".join((*_FIELDS, "confidence"))
        raise _wrong(words, f"nothing is called {name!r}; {known} would be right")
    if sign != "=":
        raise _wrong(words, f"found {name}{sign}, wanted {name}=; only confidence is compared")
    if not value:
        raise _wrong(words, f"found nothing behind {name}=, wanted a value, or none")
    return Condition(words, _FIELDS[name](value))


def _wrong(words: str, why: str) -> UsageError:
    return UsageError(f"--where {words!r}: {why}", hint=HINT)


# ------------------------------------------------------------------ codes and confidence


def _of_code(code: str) -> _Holds:
    if not _CODE.fullmatch(code):
        raise _wrong(code, "found no condition, wanted a code or a comparison")
    if code[0].isupper() and code not in CODES:
        raise _wrong(code, "no problem has this code")
    if code[0].isupper():
        return lambda article: any(found.code == code for found in article.problems)
    return lambda article: any(note.code == code for note in article.record.notes)


def _of_confidence(sign: str, value: str) -> _Holds:
    if value == NONE and sign == "=":
        return lambda article: any(e.confidence is None for e in evidence(article.record))
    if not re.fullmatch(r"[0-9]{1,3}", value) or int(value) > 100:
        right = "a number from 0 to 100, as percent, or confidence=none"
        raise _wrong(f"confidence{sign}{value}", f"found {value!r}, wanted {right}")
    limit, test = int(value), _TESTS[sign]
    return lambda article: any(
        held.confidence is not None and test(held.confidence, limit)
        for held in evidence(article.record)
    )


def evidence(record: Record) -> Iterator[Evidence]:
    """The evidence of everything that can be judged on the page."""
    for value in (record.headline, record.language, *record.dates, *record.credits):
        if value is not None:
            yield value.evidence
    for entity in record.entities:
        for mention in entity.mentions:
            yield mention.evidence
    for quote in record.quotes:
        yield quote.evidence
        if quote.speaker is not None:
            yield quote.speaker.evidence


# ------------------------------------------------------------------ fields


def _of_language(value: str) -> _Holds:
    if value == NONE:
        return lambda article: article.record.language is None
    if not _LANGUAGE.fullmatch(value):
        raise _wrong(f"lang={value}", "found no language tag, wanted one such as it or pt-BR")
    wanted = value.lower()

    def holds(article: Article) -> bool:
        language = article.record.language
        return language is not None and f"{language.value.lower()}-".startswith(f"{wanted}-")

    return holds


def _of_kind(value: str) -> _Holds:
    _one_of("kind", value, get_args(QuoteKind))
    return lambda article: any(quote.kind == value for quote in article.record.quotes)


def _of_type(value: str) -> _Holds:
    _one_of("type", value, get_args(EntityType))
    return lambda article: any(entity.type == value for entity in article.record.entities)


def _of_status(value: str) -> _Holds:
    _one_of("status", value, get_args(Status))
    return lambda article: article.record.status == value


def _of_rule(value: str) -> _Holds:
    return lambda article: any(held.rule.startswith(value) for held in evidence(article.record))


def _of_speaker(value: str) -> _Holds:
    if value == NONE:
        return lambda article: any(quote.speaker is None for quote in article.record.quotes)
    wanted = value.casefold()

    def holds(article: Article) -> bool:
        names = {entity.id: entity.name for entity in article.record.entities}
        speakers = (quote.speaker for quote in article.record.quotes if quote.speaker)
        return any(wanted in names.get(s.entity or "", "").casefold() for s in speakers)

    return holds


def _lacks(name: str, held: Callable[[Record], Any]) -> Callable[[str], _Holds]:
    def made(value: str) -> _Holds:
        _one_of(name, value, (NONE,))
        return lambda article: not held(article.record)

    return made


def _one_of(name: str, value: str, right: tuple[str, ...]) -> None:
    if value not in right:
        wanted = ", ".join(right)
        raise _wrong(f"{name}={value}", f"found {value!r}, wanted {wanted}")


_FIELDS: dict[str, Callable[[str], _Holds]] = {
    "lang": _of_language,
    "kind": _of_kind,
    "type": _of_type,
    "rule": _of_rule,
    "status": _of_status,
    "speaker": _of_speaker,
    "headline": _lacks("headline", lambda record: record.headline),
    "date": _lacks("date", lambda record: record.dates),
    "quote": _lacks("quote", lambda record: record.quotes),
    "credit": _lacks("credit", lambda record: record.credits),
}
