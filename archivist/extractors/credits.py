"""This module reads credit lines: `Crediti immagine: NATO`, `EFE/AF/Alberto Martín`, `(Reporting by
Ada Fenn; editing by Lewis Grant)`. Labels are in `[credits]` of the language tables, of any
language: Italian pages print `Photo:` too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast, get_args

from archivist import languages
from archivist.extractors import bylines, imprint, names
from archivist.extractors.datelines import Parts
from archivist.extractors.wording import Label, Labels, own_first
from archivist.record import Block, Credit, CreditName, CreditRole, Evidence, Span

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
        section = languages.section(code, "credits")
        for role in ROLES:
            wordings.setdefault(role, []).extend(section.get(role, ()))
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
    while start < end and line[start] in "([" and line[end - 1] in ")]":
        start, end = start + 1, end - 1
    if start < end and line[start] in "([" and line.count("(") > line.count(")"):
        start += 1  # `(©(AP PHOTO/…)` was printed so
    return start, end


_CLAUSE = re.compile(r"\s*;\s*")


def _labelled(line: str, start: int, end: int, language: str | None) -> tuple[Part, ...]:
    """Each clause between semicolons that starts with a label; the first one has to."""
    found: list[Part] = []
    at = start
    stops = [match.span() for match in _CLAUSE.finditer(line, start, end)]
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
    if names.is_sentence(line[value:end]):
        found = ()  # `Foto: sì, ma senza flash`
    moved = tuple(name._replace(start=name.start + value, end=name.end + value) for name in found)
    return Part(cast("CreditRole", role), "credit.label", start, end, value, moved)


_SIGN = re.compile(r"(?:\(?©\)?|\(c\))\s*\(?\s*", re.IGNORECASE)


def _copyright_sign(line: str, start: int, end: int, language: str | None) -> tuple[Part, ...]:
    """`© Ahmad Gharabli/AFP` credits a picture; `© Agenzia Nova - Riproduzione …` is rights."""
    sign = _SIGN.match(line, start, end)
    if not sign or len(line) > 100:
        return ()
    part = _part("image", line, start, end, sign.end(), language)._replace(rule="credit.sign")
    if len(part.names) < 2 or not any(name.agency for name in part.names[1:] + part.names[:1]):
        slash = "/" in line[sign.end() : end] and len(part.names) == 2
        if not slash:
            return ()
    return (part,) if names.looks_like_names(line[sign.end() : end]) else ()


_SLASH = re.compile(r"\s?[/|]\s?|\s[-–—]\s")


def _agency_and_name(line: str, start: int, end: int, language: str | None) -> tuple[Part, ...]:
    """`REUTERS/Carlos Barria`, `António Pedro Santos - Lusa`, `Themba Hadebe/ AP`: no label."""
    body = line[start:end]
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


# ------------------------------------------------------------------ credits of a record


def read(text: str, blocks: Sequence[Block], language: str | None) -> tuple[Credit, ...]:
    """The credits of byline and credit blocks and of end marks, in the order of the text."""
    found: list[Credit] = []
    for block in blocks:
        if block.role == "credit":
            found.extend(_of_credit(text, block, language))
        elif block.role == "byline":
            found.extend(_of_byline(text, block, language))
        elif block.role == "end-mark":
            found.extend(_of_mark(text, block))
        elif block.evidence.rule == "block.imprint":
            found.extend(_of_imprint(text, block, language))
    return tuple(found)


def merged(found: Iterable[Credit]) -> tuple[Credit, ...]:
    """An agency is credited once, though dateline and end mark both name it."""
    kept: list[Credit] = []
    seen: set[tuple[str, ...]] = set()
    for credit in found:
        key = tuple(name.name.casefold() for name in credit.names)
        if credit.role != "agency" or key not in seen:
            kept.append(credit)
        if credit.role == "agency":
            seen.add(key)
    return tuple(kept)


def _of_credit(text: str, block: Block, language: str | None) -> Iterator[Credit]:
    line = block.span.of(text)
    parts = match(line, language)
    if not parts:
        yield from _of_signature(text, block, language)
    for part in parts:
        yield from of_part(text, block.span.start, part, _without_subject(text, line, part))


def _without_subject(text: str, line: str, part: Part) -> tuple[names.Name, ...]:
    """`Foto: Stephan Weil (Archiv), via dts`: who is named in the article is in the picture."""
    via = _VIA.search(line, part.value)
    if via is None:
        return part.names
    kept = (n for n in part.names if n.start > via.start() or text.count(n.text) < 2)
    return tuple(kept) or part.names


_VIA = re.compile(r"\bvia\b", re.IGNORECASE)


def of_part(text: str, offset: int, part: Part, found: Sequence[names.Name]) -> Iterator[Credit]:
    """One credit; an agency beside a photographer is credited with the picture, apart."""
    people = [name for name in found if not name.agency]
    agencies = [name for name in found if name.agency]
    if part.role in _OF_PEOPLE and agencies:
        if people:
            yield _credit(text, offset, part, part.role, people)
        yield _credit(text, offset, part, _OF_PEOPLE[part.role], agencies)
    elif found:
        yield _credit(text, offset, part, part.role, found)


# Roles of people → what an agency in such a line did.
_OF_PEOPLE: dict[CreditRole, CreditRole] = {
    "photographer": "image",
    "author": "agency",
    "source": "agency",
}


def _credit(
    text: str, offset: int, part: Part, role: CreditRole, found: Sequence[names.Name]
) -> Credit:
    span = Span(offset + part.start, offset + part.end)
    people = tuple(
        CreditName(name.text, Span(offset + name.start, offset + name.end), None) for name in found
    )
    return Credit(role, people, span.of(text), Evidence(part.rule, span=span))


def _of_byline(text: str, block: Block, language: str | None) -> Iterator[Credit]:
    found = bylines.match(block.span.of(text), language)
    if found is None:
        yield from _of_signature(text, block, language)
        return
    part = Part("author", found.rule, 0, len(block.span.of(text)), 0, found.names)
    yield from of_part(text, block.span.start, part, found.names)


def _of_imprint(text: str, block: Block, language: str | None) -> Iterator[Credit]:
    """`Reuters | London | …`, `Vinicius Sales · …`: the agency, and who wrote it."""
    line = block.span.of(text)
    found = imprint.match(line, language, None)
    if found:
        part = Part("author", "credit.imprint", 0, len(line), 0, ())
        yield from of_part(text, block.span.start, part, (*found.agencies, *found.people))


# ------------------------------------------------------------------ agencies and initials

# `abc/def`, `SMA/TA// JPS`, `F. Q.`, `(Rin)`, `abc`: initials as agencies print them at the end.
INITIALS = re.compile(
    r"[A-Za-zÀ-ÿ]{2,4}(?:\s?//?\s?[A-Za-zÀ-ÿ]{2,4}){1,4}|(?:[A-Z]\.\s?){2,4}"
    r"|\([A-Za-zÀ-ÿ]{2,4}\)|[a-zà-ÿ]{2,4}"
)
_WORD = re.compile(r"[^\W\d_][^\s/()]*\.?(?:\s(?=[A-Z]\.)[A-Z]\.)*")


def _of_signature(text: str, block: Block, language: str | None) -> Iterator[Credit]:
    """The end of an article: an agency alone, `(ANSA)`, or initials."""
    span, line = block.span, block.span.of(text)
    bare = line.strip("()[] .–-")
    start = span.start + line.find(bare)
    evidence = Evidence(block.evidence.rule, span=span)
    if names.is_agency(bare):
        name = CreditName(bare, Span(start, start + len(bare)), None)
        yield Credit("agency", (name,), line, evidence)
    elif block.evidence.rule in ("byline.name", "byline.signature"):
        yield Credit("author", (CreditName(line, span, None),), line, evidence)
    elif block.evidence.rule == "byline.initials":
        people = tuple(
            CreditName(m.group(), Span(span.start + m.start(), span.start + m.end()), None)
            for m in _WORD.finditer(line)
        )
        yield Credit("author", people, line, evidence)


_MARKED = re.compile(r"([^\W\d_]{2,20})\s?/\s?[^\W\d_]{2,10}")


def _of_mark(text: str, block: Block) -> Iterator[Credit]:
    """`Lusa/fim`: the agency says that its text ends. `Reuter`: the mark is the agency."""
    line = block.span.of(text)
    match = _MARKED.fullmatch(line)
    word = match.group(1) if match else line.strip("() ")
    if match or names.is_agency(word):
        start = block.span.start + line.index(word)
        name = CreditName(word, Span(start, start + len(word)), None)
        yield Credit("agency", (name,), line, Evidence("credit.end-mark", span=block.span))


def of_dateline(text: str, line: Parts | None) -> tuple[Credit, ...]:
    """The agency of a dateline is a credit too."""
    if line is None or line.agency is None:
        return ()
    agency = line.agency
    people = tuple(
        CreditName(name.text, Span(agency.start + name.start, agency.start + name.end), None)
        for name in names.split(agency.of(text), None)
    )
    return (Credit("agency", people, agency.of(text), Evidence(line.rule, span=agency)),)
