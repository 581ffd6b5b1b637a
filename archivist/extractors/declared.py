"""This module turns what the source format itself states into values: dates, credits, topics.

Declared facts are certain (confidence 100) about what the source says; a date that cannot be read
is a problem, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from email.utils import parsedate_to_datetime
from typing import get_args

from archivist import edtf
from archivist.extractors import names
from archivist.extractors.phrases import Reading, phrase_to_edtf
from archivist.extractors.phrases.numeric import Order
from archivist.problems import Location, Problem, problem
from archivist.record import (
    Credit,
    CreditName,
    CreditRole,
    Date,
    DateRole,
    Declared,
    Document,
    Evidence,
    Identifier,
    Relation,
    RelationType,
    Rights,
    Topic,
)

DATE_ROLES: tuple[DateRole, ...] = get_args(DateRole)
CREDIT_ROLES: tuple[CreditRole, ...] = get_args(CreditRole)
RELATION_TYPES: tuple[RelationType, ...] = get_args(RelationType)

# 2024-10-25 14:03:00 +0200 · 2024-10-25T14:03:00.000+0200: ISO 8601 as YAML and feeds print it
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)? ?(Z|[+-]\d{1,2}(?::?\d{2})?)?"
)


def evidence(item: Declared) -> Evidence:
    if item.supplied:
        return Evidence(item.rule, 100, context=item.path)
    return Evidence(item.rule, 100, declared=item.path)


def dates(
    facts: Sequence[Declared], language: str | None, order: Order | None
) -> tuple[list[Date], list[tuple[Declared, Reading | None]]]:
    """The dates, and the facts that gave none with what they say (None: not understood)."""
    found: list[Date] = []
    unread: list[tuple[Declared, Reading | None]] = []
    for item in facts:
        kind, _, role = item.field.partition(".")
        if kind != "date" or role not in DATE_ROLES:
            continue
        reading = read_date(item.value, language, order)
        if reading is not None and reading.value is not None:
            found.append(Date(role, reading.value, item.value, evidence(item)))
        elif reading is None or reading.why != "undated":
            unread.append((item, reading))
    return found, unread


def read_date(text: str, language: str | None, order: Order | None) -> Reading | None:
    """EDTF, an instant of ISO 8601 or RFC 5322, or a phrase."""
    text = text.strip()
    if edtf.is_valid(text):
        return Reading(text, "read")
    match = _INSTANT.fullmatch(text)
    if match:
        return _instant(match)
    if re.search(r"\d{1,2}:\d{2}", text) and text[:3].isalpha():
        mail = _mail_date(text)
        if mail:
            return mail
    return phrase_to_edtf(text, language, order=order)


def _instant(match: re.Match[str]) -> Reading:
    """EDTF has no minutes without seconds: what is less than a second is a day."""
    day, hour, minute, second, zone = match.groups()
    if not edtf.is_valid(day):
        return Reading(None, "impossible")
    if second is None:
        return Reading(day, "read")
    value = f"{day}T{hour}:{minute}:{second}{_zone(zone or '')}"
    return Reading(value if edtf.is_valid(value) else day, "read")


def _zone(printed: str) -> str:
    """`+0200`, `+02`, `-4` as EDTF writes a shift: `+02:00`, `-04:00`."""
    match = re.fullmatch(r"([+-])(\d{1,2}?):?(\d{2})?", printed)
    return f"{match[1]}{match[2]:0>2}:{match[3] or '00'}" if match else printed


def _mail_date(text: str) -> Reading | None:
    """RFC 5322 with its obsolete zones (`EST`); None where Python's reader refuses it."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    value = moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return Reading(value, "read") if edtf.is_valid(value) else None


def credits(facts: Sequence[Declared], language: str | None) -> tuple[Credit, ...]:
    """One credit a statement; the names in it, the statement itself where none is found."""
    found = []
    for item in facts:
        kind, _, role = item.field.partition(".")
        if kind == "credit" and role in CREDIT_ROLES and item.value.strip():
            found.append(_credit(role, item, language))
    return tuple(found)


def _credit(role: CreditRole, item: Declared, language: str | None) -> Credit:
    value = item.value.strip()
    people = [name.text for name in names.split(value, language)] or [value]
    entries = tuple(CreditName(name, None, None) for name in people)
    return Credit(role, entries, value, evidence(item))


def identifiers(facts: Iterable[Declared]) -> tuple[Identifier, ...]:
    """`identifier.doi` → scheme doi; the schemes are those of the reader."""
    return tuple(
        Identifier(_scheme(item.field.partition(".")[2]), item.value.strip(), evidence(item))
        for item in facts
        if item.field.startswith("identifier.") and item.value.strip()
    )


def _scheme(name: str) -> str:
    cleaned = re.sub(r"[^a-z0-9._-]", "-", name.lower())[:64]
    return cleaned if cleaned[:1].isalpha() else f"x{cleaned}"[:64]


def topics(facts: Iterable[Declared]) -> tuple[Topic, ...]:
    """A tag is the name of a topic; `topic.medtop` is a code in a scheme."""
    found = []
    for item in facts:
        kind, _, scheme = item.field.partition(".")
        value = item.value.strip()
        if kind != "topic" or not value:
            continue
        code, name = (value, None) if scheme else (None, value)
        found.append(Topic(_scheme(scheme) if scheme else None, code, name, evidence(item)))
    return tuple(found)


def relations(document: Document) -> tuple[tuple[Relation, ...], tuple[Problem, ...]]:
    """`relation.translationOf: https://…`; a target that is no address is the problem E005."""
    found: list[Relation] = []
    problems: list[Problem] = []
    for item in document.declared:
        kind, _, name = item.field.partition(".")
        if kind != "relation" or name not in RELATION_TYPES:
            continue
        if _IRI.fullmatch(item.value):
            found.append(Relation(name, item.value, evidence(item)))
        else:
            message = f"{item.path}: found {item.value!r}, wanted the address of an article"
            problems.append(problem("E005", message, Location(document.source.location)))
    return tuple(found), tuple(problems)


_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_IRI = re.compile(r"(?:https?://|urn:)[^\s<>\"{}|\\^`]+")


def rights(facts: Sequence[Declared]) -> Rights | None:
    """The statement if it is an address, else the notice; evidence is the first of the facts."""
    stated = {item.field: item for item in reversed(facts) if item.field.startswith("rights.")}
    if not stated:
        return None
    statement = stated.get("rights.statement")
    notice = stated.get("rights.notice")
    holder = stated.get("rights.holder")
    if statement and not _ADDRESS.fullmatch(statement.value.strip()):
        notice, statement = notice or statement, None
    first = statement or notice or holder
    if first is None:
        return None
    return Rights(
        statement.value.strip() if statement else None,
        holder.value.strip() if holder else None,
        notice.value.strip() if notice else None,
        evidence(first),
    )
