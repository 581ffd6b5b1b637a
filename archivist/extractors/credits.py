"""This module gives the credits of a record: from credit lines, bylines, imprints, end marks.

The printed line stays beside the names; an agency in a line about a person is credited apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archivist.extractors import bylines, imprint, names
from archivist.extractors.credit_lines import Part, match
from archivist.extractors.datelines import Parts
from archivist.record import Block, Credit, CreditName, CreditRole, Evidence, Span


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
