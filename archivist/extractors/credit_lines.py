"""This module reads credit lines: `Crediti immagine: NATO`, `EFE/AF/Alberto Martín`, `(Reporting by
Ada Fenn; editing by Lewis Grant)`. Labels are in `[credits]` of the language tables, of any
language: Italian pages print `Photo:` too.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple, cast, get_args

from archivist.extractors import names
from archivist.extractors.wording import Label, Labels, own_first, words
from archivist.record import CreditRole

LONGEST = 300  # code points: a longer line is text
ROLES: tuple[CreditRole, ...] = get_args(CreditRole)


class Part(NamedTuple):
    """One statement of a credit line; offsets into the line, half-open."""

    role: CreditRole
    rule: str
    start: int
    end: int
    value: int
    names: tuple[names.Name, ...]


@functools.cache
def labels(language: str | None) -> Labels:
    """The labels of all languages, the article's own first; the kind is the role."""
    wordings: dict[str, list[str]] = {}
    for code in own_first(language):
        for role in ROLES:
            wordings.setdefault(role, []).extend(words(code, "credits", role))
    return Labels(wordings)


_ADDRESS = re.compile(r"://|www\.|\.(?:png|jpe?g|gif|svg|webp|pdf|html?|md)\b", re.IGNORECASE)


def match(line: str, language: str | None) -> tuple[Part, ...]:
    """The statements of a line that is nothing but a credit, empty for any other line."""
    if not 3 <= len(line) <= LONGEST or _ADDRESS.search(line):
        return ()
    start, end = _inside_brackets(line)
    return (
        _labelled(line, start, end, language)
        or _copyright_sign(line, start, end, language)
        or _agency_and_name(line, start, end, language)
    )


def _inside_brackets(line: str) -> tuple[int, int]:
    """`(AP Photo/…)`, `[Foto: …]`: the range without the brackets around the whole."""
    start, end = 0, len(line)
    while start < end and line[start] in "([（［【" and line[end - 1] in ")]）］】":
        start, end = start + 1, end - 1
    if start < end and line[start] in "([" and line.count("(") > line.count(")"):
        start += 1  # `(©(AP PHOTO/…)` was printed so
    return start, end


_CLAUSE = re.compile(r"\s*([;,])\s*")


def _labelled(line: str, start: int, end: int, language: str | None) -> tuple[Part, ...]:
    """Each clause between semicolons that starts with a label; the first one has to."""
    found: list[Part] = []
    at = start
    stops = [
        match.span()
        for match in _CLAUSE.finditer(line, start, end)
        if match[1] == ";" or labels(language).at_start(line[match.end() : end])
    ]
    for stop, following in [*stops, (end, end)]:
        label = labels(language).at_start(line[at:stop])
        if label is None and start:
            label = _in_brackets(line[at:stop], language)
        if label:
            found.append(_part(label.kind, line, at, stop, at + label.value, language))
        if not found or not found[0].names:
            return ()
        at = following
    return tuple(part for part in found if part.names)


def _in_brackets(clause: str, language: str | None) -> Label | None:
    """`(foto Ansa)`: in brackets the colon may be missing before an agency."""
    word, _, rest = clause.partition(" ")
    kind = labels(language).whole(word)
    return Label(kind, len(word), len(word) + 1) if kind and names.is_agency(rest) else None


def _part(role: str, line: str, start: int, end: int, value: int, language: str | None) -> Part:
    found = names.split(line[value:end], language)
    if names.is_sentence(line[value:end]) or _is_common(line[start:value], line[value:end]):
        found = ()  # `Foto: sì, ma senza flash`
    moved = tuple(name._replace(start=name.start + value, end=name.end + value) for name in found)
    return Part(cast("CreditRole", role), "credit.label", start, end, value, moved)


_OF = ("de", "di", "von", "van", "of", "del", "du", "da")


def _is_common(label: str, value: str) -> bool:
    """`Photo de famille`, `Text von gestern`: a noun; but `Article rédigé par franceinfo`."""
    word = value.strip()
    last = label.split()[-1:] or [""]
    return last[0] in _OF and word.islower() and " " not in word and not names.is_agency(word)


_SIGN = re.compile(r"(?:\(?©\)?|\(c\))\s*\(?\s*", re.IGNORECASE)


def _copyright_sign(line: str, start: int, end: int, language: str | None) -> tuple[Part, ...]:
    """`© Ahmad Gharabli/AFP` credits a picture; `© Agenzia Nova - Riproduzione …` is rights."""
    sign = _SIGN.match(line, start, end)
    if not sign or len(line) > 100:
        return ()
    part = _part("image", line, start, end, sign.end(), language)._replace(rule="credit.sign")
    if len(part.names) == 1 and part.names[0].agency and len(line) <= 30:
        return (part,)  # `© dpa` under a picture
    if len(part.names) < 2 or not any(name.agency for name in part.names[1:] + part.names[:1]):
        slash = "/" in line[sign.end() : end] and len(part.names) == 2
        if not slash:
            return ()
    return (part,) if names.looks_like_names(line[sign.end() : end]) else ()


_SLASH = re.compile(r"\s?[/|]\s?|\s[-–—]\s")


def _agency_and_name(line: str, start: int, end: int, language: str | None) -> tuple[Part, ...]:
    """`REUTERS/Carlos Barria`, `António Pedro Santos - Lusa`, `Themba Hadebe/ AP`: no label."""
    body = line[start:end]
    if len(body) <= 80 and "/" in body and all(map(names.is_agency, body.split("/"))):
        found = tuple(
            name._replace(start=name.start + start, end=name.end + start)
            for name in names.split(body, language)
        )
        return (Part("image", "credit.agency", start, end, start, found),)
    if len(body) > 80 or not _SLASH.search(body) or not names.looks_like_names(body):
        return ()
    part = _part("image", line, start, end, start, language)._replace(rule="credit.agency-name")
    agencies = [name for name in part.names if name.agency]
    others = [name for name in part.names if not name.agency]
    if not agencies or len(part.names) > 4 or not all(_is_person_like(n.text) for n in others):
        return ()
    return (part,)


def _is_person_like(text: str) -> bool:
    words = text.split()
    return len(words) <= 5 and sum(word[0].isupper() for word in words) * 2 >= len(words)


# `abc/def`, `SMA/TA// JPS`, `F. Q.`, `(Rin)`, `abc`: initials as agencies print them at the end.
INITIALS = re.compile(
    r"[A-Za-zÀ-ÿ]{2,4}(?:\s?//?\s?[A-Za-zÀ-ÿ]{2,4}){1,4}|(?:[A-Z]\.\s?){2,4}"
    r"|\([A-Za-zÀ-ÿ]{2,4}\)|[a-zà-ÿ]{2,4}"
)
