"""This module reads one document of Reuters-21578, LDC newswire (Gigaword) or TREC markup.

Reuters-21578: D. Lewis, README of distribution 1.0, section V. LDC: `<DOC id= type=>` with
`HEADLINE`, `DATELINE`, `TEXT`, `P`. TREC: `<DOC>` with `DOCNO`, and element names that differ from
newspaper to newspaper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archivist.readers.layout import Leaf, lay_out
from archivist.readers.sgml.elements import Element, attributes, elements, head_tag
from archivist.record import Block, BlockRole, Declared

Kind = str  # what an element holds: see below

# Element → what it holds: a field that it declares, a role of the text, `text`, `hidden`.
REUTERS: dict[str, Kind] = {
    "REUTERS": "hidden",
    "DATE": "date.published",
    "MKNOTE": "hidden",
    "TOPICS": "topic.reuters-topics",
    "PLACES": "topic.reuters-places",
    "PEOPLE": "topic.reuters-people",
    "ORGS": "topic.reuters-orgs",
    "EXCHANGES": "topic.reuters-exchanges",
    "COMPANIES": "topic.reuters-companies",
    "D": "item",
    "UNKNOWN": "hidden",
    "TEXT": "text",
    "TITLE": "headline",
    "AUTHOR": "byline",
    "DATELINE": "dateline",
    "BODY": "text",
}
DOC: dict[str, Kind] = {
    "DOC": "bare",
    "DOCNO": "identifier.docno",
    "DOCID": "identifier.docid",
    "DOCTYPE": "hidden",
    "STORYID": "identifier.storyid",
    "DATE_TIME": "date.published",
    "DATETIME": "date.published",
    "DATE": "date.published",
    "DATE1": "date.published",
    "PUBDATE": "date.published",
    "DD": "date.published",
    "HEADLINE": "headline",
    "HEAD": "headline",
    "HL": "headline",
    "TITLE": "headline",
    "TI": "headline",
    "TTL": "headline",
    "HEADER": "hidden",
    "TRAILER": "hidden",
    "SLUG": "hidden",
    "KEYWORD": "topic",
    "SUBJECT": "topic",
    "SECTION": "hidden",
    "LENGTH": "hidden",
    "COPYRGHT": "rights.notice",
    "COPYRIGHT": "rights.notice",
    "SO": "credit.source",
    "SOURCE": "credit.source",
    "LANGUAGE": "language",
    "BYLINE": "byline",
    "AUTHOR": "byline",
    "DATELINE": "dateline",
    "TEXT": "text",
    "BODY": "text",
    "LP": "text",
    "LEADPARA": "text",
    "GRAPHIC": "caption",
    "CORRECTION": "text",
    "P": "p",
    "ANNOTATION": "hidden",
    "TURN": "p",
}
_SKIPPED = ("hidden",)


@dataclass(slots=True)
class Wire:
    """What a document holds: text by layout, and what its elements declare."""

    number: str | None
    text: str
    blocks: tuple[Block, ...]
    declared: tuple[Declared, ...]


@dataclass(slots=True)
class _Pieces:
    """Element by element: leaves in the order of the document, facts by field."""

    known: dict[str, Kind]
    rule: str
    leaves: list[tuple[Kind, str, str]] = field(default_factory=list)  # kind, path, words
    facts: list[tuple[str, str, str]] = field(default_factory=list)  # field, path, value
    bare: str = ""  # what stands in no element, the text where there is no other

    def add(self, element: Element) -> None:
        kinds = [self.known[tag] for tag in element.tags]
        kind = kinds[-1] if kinds else "hidden"
        path = "/".join(element.tags)
        if kind == "item":
            kind = kinds[-2] if len(kinds) > 1 else "hidden"
        if kind == "bare":
            self.bare += element.text
        elif kind in ("p", "text", "dateline", "headline", "byline", "caption"):
            self.put(self.role(kind, kinds), path, element.text)
        elif "." in kind or kind in ("topic", "language"):
            self.state(kind, path, element.text)

    def role(self, kind: Kind, kinds: list[Kind]) -> Kind:
        """A `P` is what it lies in: paragraph of the text, or a part of the headline."""
        if kind != "p":
            return kind
        outer = [item for item in kinds if item not in ("p", "hidden", "bare")]
        return "p" if not outer or outer[-1] == "text" else outer[-1]

    def put(self, kind: Kind, path: str, words: str) -> None:
        same = self.leaves and self.leaves[-1][:2] == (kind, path)
        if same and words:
            last = self.leaves.pop()
            self.leaves.append((kind, path, last[2] + words))
        else:
            self.leaves.append((kind, path, words))

    def state(self, kind: str, path: str, words: str) -> None:
        if words.strip():
            self.facts.append((kind, path, words))


def read(text: str) -> Wire:
    """The document in the text of its markup."""
    tag = head_tag(text)
    named = attributes(tag)
    reuters = tag[:8].upper() == "<REUTERS"
    known, rule = (REUTERS, "reuters") if reuters else (DOC, "sgml")
    pieces = _Pieces(known, rule)
    for element in elements(text, known):
        pieces.add(element)
    if not any(kind in ("text", "p") and words.strip() for kind, _, words in pieces.leaves):
        pieces.put("text", "DOC", pieces.bare)
    declared = [*_numbers(named, reuters), *_stated(pieces)]
    shown, blocks = lay_out(_leaves(pieces, brief='TYPE="BRIEF"' in text[:2000].upper()))
    number = named.get("NEWID") or named.get("ID") or named.get("DOCID") or _docno(pieces)
    return Wire(number, shown, blocks, tuple(declared))


def _docno(pieces: _Pieces) -> str | None:
    found = (value.strip() for kind, _, value in pieces.facts if kind.startswith("identifier."))
    return next(found, None)


def _numbers(named: dict[str, str], reuters: bool) -> Iterator[Declared]:
    """The numbers in the start tag; of LDC the day is in the number: `NYT_ENG_19981001.0001`."""
    for name in ("NEWID", "OLDID") if reuters else ("ID",):
        if named.get(name):
            scheme = f"reuters-{name.lower()}" if reuters else "docid"
            yield Declared(f"identifier.{scheme}", named[name], f"@{name}", "sgml.attribute")
    for name, field_name in _ATTRIBUTES.items() if not reuters else ():
        if named.get(name, "").strip():
            yield Declared(field_name, named[name].strip(), f"@{name}", "sgml.attribute")


# Of a start tag: `<doc id="12" url="…" title="…">` as WikiExtractor prints it.
_ATTRIBUTES = {"LANGUAGE": "language", "TITLE": "headline", "URL": "identifier.url"}
_DAY = re.compile(r"[A-Za-z]{2,6}(?:_[A-Za-z]{3})?_?((?:19|20)\d{2})(\d\d)(\d\d)[._]\d+")


def day_of(number: str) -> str | None:
    """The day in the number of an LDC document."""
    found = _DAY.fullmatch(number.strip())
    return "-".join(found.groups()) if found else None


def _stated(pieces: _Pieces) -> Iterator[Declared]:
    """What the elements state; a code of Reuters is its own name (README, VI.A)."""
    for kind, path, value in pieces.facts:
        words = " ".join(value.split())
        name = words if kind.startswith("topic.") else None
        yield Declared(
            kind, words, path, f"{pieces.rule}.{path.rpartition('/')[2].lower()}", name=name
        )
    for kind, path, words in pieces.leaves:
        line = " ".join(words.split())
        if kind == "headline" and line:
            yield Declared("headline", line, path, f"{pieces.rule}.headline")


# ------------------------------------------------------------------ layout

_ROLES: dict[Kind, BlockRole] = {"headline": "headline", "byline": "byline", "caption": "caption"}
_BLAH = "Blah blah blah."  # what Reuters-21578 has for the text of a brief that has none
_INDENT = re.compile(r"\n(?=[ \t]{2,}\S)|\n\s*\n")


def _leaves(pieces: _Pieces, *, brief: bool) -> Iterator[Leaf]:
    """The pieces as they follow each other; a dateline opens the paragraph after it."""
    dateline = ""
    for kind, path, words in pieces.leaves:
        if kind == "dateline":
            dateline += words.strip() + ("\n" if "\n" in words.rstrip(" \t") else " ")
            continue
        if kind in _ROLES:
            role, line = _ROLES[kind], words.strip()
            if line:
                yield Leaf(role=role, rule=f"{pieces.rule}.{kind}", path=path, text=line)
            continue
        if not words.strip(" \n\r\t*") or (brief and words.strip(" *\n\r") == _BLAH):
            continue
        for part in _INDENT.split(words):
            if part.strip():
                yield Leaf(
                    role="paragraph",
                    rule=f"{pieces.rule}.text",
                    path=path,
                    text=dateline.lstrip() + part.strip(),
                )
                dateline = ""
    if dateline.strip():
        yield Leaf(role="dateline", rule=f"{pieces.rule}.dateline", path="DATELINE", text=dateline)
