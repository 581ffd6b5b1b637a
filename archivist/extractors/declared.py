"""This module turns what the source format itself states into values: dates, credits, topics.

Declared facts are certain (confidence 100) about what the source says; a date that cannot be read
is a problem, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import get_args

from archivist import edtf
from archivist.extractors import authors, names, printed_dates
from archivist.extractors.phrases import Reading, numeric, phrase_to_edtf
from archivist.extractors.phrases.numeric import Order
from archivist.extractors.wording import fold
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


def evidence(item: Declared) -> Evidence:
    if item.supplied:
        return Evidence(item.rule, 100, context=item.path)
    return Evidence(item.rule, 100, declared=item.path)


def dates(
    facts: Sequence[Declared], language: str | None, order: Order | None
) -> tuple[list[Date], list[tuple[Declared, Reading | None]]]:
    """The dates, and the facts that gave none with what they say (None: not understood).

    What is stated twice in one role is kept once, the first.
    """
    found: dict[tuple[DateRole, str], Date] = {}
    unread: list[tuple[Declared, Reading | None]] = []
    for item in facts:
        kind, _, role = item.field.partition(".")
        if kind != "date" or role not in DATE_ROLES:
            continue
        reading = read_date(item.value, language, order, role)
        if reading is not None and reading.value is not None:
            date = _date(role, reading.value, item)
            found.setdefault((role, date.value), date)
        elif reading is None or reading.why != "undated":
            unread.append((item, reading))
    return list(found.values()), unread


_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00(?:Z|[+-]\d\d:\d\d)?")


def _date(role: DateRole, value: str, item: Declared) -> Date:
    """Hugo and Jekyll write a day in front matter as its midnight, `2024-10-25T00:00:00Z`."""
    why = evidence(item)
    midnight = _MIDNIGHT.fullmatch(value)
    if midnight and item.rule == "declared.front-matter":
        value, why = midnight[1], replace(why, rule="date.front-matter-midnight")
    return Date(role, value, item.value, why)


def read_date(
    text: str, language: str | None, order: Order | None, role: str = "published"
) -> Reading | None:
    """EDTF, an instant of ISO 8601 or RFC 5322, a phrase, or a line that labels its dates."""
    text = text.strip()
    if text.startswith(_NO_DATE):
        return Reading(None, "undated")
    if edtf.is_valid(text):
        return Reading(text, "read")
    found = _mail_date(text) or phrase_to_edtf(text, language, order=order)
    if found is not None and found.why == "impossible":
        return _day_of_instant(text) or found
    return found or _in_line(text, language, order, role)


# What MySQL and PHP print of a date that was never set (drafts of WordPress)
_NO_DATE = ("0000-00-00", "-0001-11-30")


def _day_of_instant(text: str) -> Reading | None:
    """`2024-10-25T99:00:00Z`: the day, where only the time of day cannot be."""
    match = numeric.EXTENDED.fullmatch(text)
    day = "-".join(match.group(1, 2, 3)) if match else ""
    return Reading(day, "read") if match and edtf.is_valid(day) else None


# Fri, 25 Oct 2024 14:03:00 +0200: RFC 5322, the weekday and the seconds may be missing
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2}\s+[A-Za-z]{3,9}\.?\s+\d{2,4})\s+(\d\d?:\d\d(?::\d\d)?)(.{0,12})"
)


def _mail_date(text: str) -> Reading | None:
    """RFC 5322 as feeds and mail print it; the weekday says nothing new and is not asked.

    A year of two digits is of 1950 to 2049 (section 4.3). Zones are read as names in `clocks`.
    """
    match = _MAIL.fullmatch(text)
    if match is None:
        return None
    day, time, zone = match.groups()
    first, _, year = day.rpartition(" ")
    if len(year) == 2:
        year = f"{'19' if int(year) >= 50 else '20'}{year}"
    # with an unknown zone the time is local, with an impossible time the day is left
    for behind in (f" {time}{zone}", f" {time}", ""):
        found = phrase_to_edtf(f"{first.strip()} {year}{behind}", "en")
        if found and found.value:
            return found
    return None


def _in_line(text: str, language: str | None, order: Order | None, role: str) -> Reading | None:
    """`Publié le 25/10/2024 à 14:03, mis à jour le 26/10/2024`: the date of that role."""
    found = printed_dates.in_line(text, language, order)
    if not found and len(text) <= LONGEST_DATE:
        found = printed_dates.after_names(text, language, order)
        found = found if len(found) == 1 else ()
    return next((item.reading for item in found if item.role == role), None)


LONGEST_DATE = 100  # code points of a declared date with words around it


def credits(facts: Sequence[Declared], language: str | None) -> tuple[Credit, ...]:
    """One credit a statement, an agency beside people apart; none for a mere address.

    The statement itself is the name where no other is found in it. What is stated twice in one
    role is kept once.
    """
    found: dict[tuple[CreditRole, tuple[str, ...]], Credit] = {}
    for item in facts:
        kind, _, role = item.field.partition(".")
        if kind == "credit" and role in CREDIT_ROLES and item.value.strip():
            for credit in _credits(role, item, language):
                key = (credit.role, tuple(fold(name.name) for name in credit.names))
                found.setdefault(key, credit)
    return tuple(found.values())


def _credits(role: CreditRole, item: Declared, language: str | None) -> Iterator[Credit]:
    read = authors.read if role in _OF_PEOPLE else names.split
    value = item.value.strip()
    if role == "publisher":
        yield _credit(role, item, [value])  # `Le Pont – Journal de Lyon` is one
        return
    people = read(value, language)
    if not people:
        if role not in _OF_PEOPLE or not authors.is_nobody(value):
            yield _credit(role, item, [value])
        return
    agencies = [name.text for name in people if name.agency]
    others = [name.text for name in people if not name.agency]
    if role in _OF_PEOPLE and agencies and others:
        yield _credit(role, item, others)
        yield _credit(_OF_PEOPLE[role], item, agencies)
    else:
        yield _credit(role, item, [name.text for name in people])


def _credit(role: CreditRole, item: Declared, people: Sequence[str]) -> Credit:
    entries = tuple(CreditName(name, None, None) for name in people)
    return Credit(role, entries, item.value.strip(), evidence(item))


# What people do → what an agency beside them did.
_OF_PEOPLE: dict[str, CreditRole] = {
    "author": "agency",
    "photographer": "image",
    "contributor": "agency",
    "editor": "agency",
    "translator": "agency",
}


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
    """A tag is the name of a topic; `topic.medtop` is a code in a scheme, which may have a name."""
    found = []
    for item in facts:
        kind, _, scheme = item.field.partition(".")
        value = item.value.strip()
        if kind != "topic" or not value:
            continue
        code, name = (value, item.name) if scheme else (None, value)
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
