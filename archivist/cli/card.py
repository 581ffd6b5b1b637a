"""This module lays one record out as a card: every field with its evidence, gaps left visible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from archivist.cli import console
from archivist.cli.layout import Lines, cells, count, line_phrase
from archivist.cli.rows import GAP, Row, lay_out
from archivist.cli.speech import Speech
from archivist.cli.words import (
    date_words,
    evidence_words,
    language_name,
    media_words,
    other_surfaces,
    word_count,
)
from archivist.record import Entity, Evidence, Quote, Record, Span

Thing = TypeVar("Thing")

ENTITY_ROWS = (
    ("person", "people"),
    ("organization", "bodies"),
    ("place", "places"),
    ("event", "events"),
    ("work", "works"),
)
# Fields whose gap is a row of its own; the other gaps share one.
ALWAYS = ("people", "bodies", "places")
SHORT_BLOCK = 60  # cells of a block that is shown whole as evidence


def card(record: Record, width: int) -> list[str]:
    """The lines of the card, styled, at most `width` cells wide."""
    shown = Card(record)
    return lay_out(shown.head(), shown.facts(), shown.rows(), width)


class Card:
    """The rows of one record, before layout."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lines = Lines(record.text)
        self._speech = Speech(record)

    # -------------------------------------------------------------- head

    def head(self) -> str:
        source = self._record.source
        return source.name + (source.part or "")

    def facts(self) -> list[str]:
        record = self._record
        source = record.source
        language = language_name(record.language.value) if record.language else f"language {GAP}"
        encoding = source.encoding.value.upper() if source.encoding else f"encoding {GAP}"
        facts = [media_words(source.media_type), encoding, language, f"{source.size:,} bytes"]
        facts.append(f"sha256 {source.sha256[:9]}…")
        if record.status != "usable":
            facts.append(record.status)
        if record.revision > 1:
            facts.append(f"revision {record.revision}")
        return facts

    def rows(self) -> Iterator[Row]:
        yield from self._title_rows()
        yield from self._date_rows()
        yield from self._dateline_rows()
        yield from self._credit_rows()
        yield from self._declared_rows()
        yield self._text_row()
        yield from self._quote_rows()
        yield from self._entity_rows()
        yield from self._note_rows()
        yield from self._relation_rows()
        if self._record.source.places:
            yield Row("also at", items=self._record.source.places, evidence="the same bytes")
        yield from self._gap_rows()

    # -------------------------------------------------------------- what the article says of itself

    def _title_rows(self) -> Iterator[Row]:
        record = self._record
        if record.headline:
            why = self._why(record.headline.evidence)
            yield Row("headline", value=record.headline.value, evidence=why, bold=True)
        else:
            yield Row("headline", value=GAP, evidence="none in the source")
        if record.headline is None or record.headline.value != record.title.value:
            kind = "devised: the opening words" if record.title.kind == "devised" else "formal"
            why = f"{kind}, {self._where(record.title.evidence)}"
            yield Row("title", value=record.title.value, evidence=why, bold=not record.headline)
        if record.summary:
            why = self._why(record.summary.evidence)
            yield Row("summary", value=record.summary.value, evidence=why)

    def _date_rows(self) -> Iterator[Row]:
        of_the_article_first = sorted(self._record.dates, key=lambda date: date.role == "captured")
        for label, date in _labelled("date", of_the_article_first):
            role = "" if date.role == "published" else f"{date.role}, "
            value = role + date_words(date.value)
            printed = date.verbatim or date.value
            yield Row(label, date.value, value, evidence=self._why(date.evidence, printed))
        if not self._record.dates:
            yield Row("date", value=GAP, evidence="none found")

    def _dateline_rows(self) -> Iterator[Row]:
        line = self._record.dateline
        if not line:
            return
        parts = [span.of(self._record.text) for span in (line.place, line.agency) if span]
        if line.date is not None and line.date < len(self._record.dates):
            parts.append(self._record.dates[line.date].value)
        why = self._why(line.evidence, line.verbatim)
        yield Row("dateline", items=tuple(parts) or (line.verbatim,), evidence=why)

    def _credit_rows(self) -> Iterator[Row]:
        for label, credit in _labelled("credits", self._record.credits):
            names = ", ".join(name.name for name in credit.names) or GAP
            why = self._why(credit.evidence, credit.verbatim)
            yield Row(label, names, credit.role, evidence=why)
        if not self._record.credits:
            yield Row("credits", value=GAP, evidence="none found")

    def _declared_rows(self) -> Iterator[Row]:
        record = self._record
        if record.rights:
            parts = (record.rights.notice, record.rights.holder, record.rights.statement)
            why = self._why(record.rights.evidence)
            yield Row("rights", items=tuple(part for part in parts if part), evidence=why)
        if record.topics:
            names = tuple(item.name or item.code or GAP for item in record.topics)
            why = self._why(record.topics[0].evidence)
            yield Row("topics", items=names, evidence=re.sub(r"/\d+$", "", why))
        for label, item in _labelled("ids", record.identifiers):
            yield Row(label, item.scheme, item.value, evidence=self._why(item.evidence))

    # -------------------------------------------------------------- what the text says

    def _text_row(self) -> Row:
        roles = [block.role for block in self._record.blocks]
        paragraphs = [count(roles.count("paragraph"), "paragraph")]
        for role, name in (("list-item", "list item"), ("subhead", "subhead")):
            if role in roles:
                paragraphs.append(count(roles.count(role), name))
        return Row("text", value=", ".join([*paragraphs, word_count(self._record)]))

    def _quote_rows(self) -> Iterator[Row]:
        quotes = self._record.quotes
        kinds = (("direct", "direct"), ("mixed", "mixed"), ("indirect", "reported"))
        found = [(word, [q for q in quotes if q.kind == kind]) for kind, word in kinds]
        found = [(word, of_kind) for word, of_kind in found if of_kind]
        for label, (word, of_kind) in _labelled("quotes", found):
            items = self._speech.by_speaker(of_kind)
            lead = f"{len(of_kind):,} {word}"
            yield Row(label, lead, items=items, evidence=self._quote_lines(of_kind))
        if not found:
            yield Row("quotes", value=GAP, evidence=f"none found{self._asked()}")

    def _quote_lines(self, quotes: list[Quote]) -> str:
        where = [self._lines.of(Span(q.spans[0].start, q.spans[-1].end)) for q in quotes if q.spans]
        paragraphs = self._paragraphs(quotes[0]) if len(quotes) == 1 else 0
        more = f", {paragraphs} paragraphs" if paragraphs > 1 else ""
        return self._at(where) + more

    def _paragraphs(self, quote: Quote) -> int:
        """How many blocks the quotation runs over."""
        whole = Span(quote.spans[0].start, quote.spans[-1].end)
        blocks = self._record.blocks
        return sum(b.span.start < whole.end and whole.start < b.span.end for b in blocks)

    def _entity_rows(self) -> Iterator[Row]:
        for kind, label in ENTITY_ROWS:
            found = [entity for entity in self._record.entities if entity.type == kind]
            ranked = sorted(found, key=lambda entity: -len(entity.mentions))
            items = tuple(self._mentioned(entity) for entity in ranked)
            if items:
                where = [self._lines.of(m.span) for entity in found for m in entity.mentions]
                yield Row(label, items=items, evidence=self._at(_extent(where)))
            elif label in ALWAYS:
                yield Row(label, value=GAP, evidence=f"none found{self._asked()}")

    def _asked(self) -> str:
        """What --min-confidence asked of quotes and entities."""
        options = self._record.generator.components.get("options", "")
        least = re.search(r"(?:^|;)min-confidence=(\d+)", options)
        return f" that is measured to be {least[1]} % sure" if least else ""

    def _mentioned(self, entity: Entity) -> str:
        """`Corea del Nord ×6 (DPRK, RPDC)`."""
        times = len(entity.mentions)
        surfaces = [mention.span.of(self._record.text) for mention in entity.mentions]
        others = other_surfaces(entity.name, surfaces)[:3]
        named = f"{entity.name} ×{times}" if times > 1 else entity.name
        return f"{named} ({', '.join(others)})" if others else named

    def _note_rows(self) -> Iterator[Row]:
        notes = sorted(self._record.notes, key=lambda note: note.code)
        items = []
        for code, of_code in groupby(notes, key=lambda note: note.code):
            where = self._at(self._lines.of(note.span) for note in of_code)
            items.append(f"{code.replace('-', ' ')} {where}")
        if items:
            yield Row("notes", items=tuple(items))

    def _relation_rows(self) -> Iterator[Row]:
        for label, relation in _labelled("relations", self._record.relations):
            why = self._why(relation.evidence)
            yield Row(label, value=f"{relation.type} {relation.target}", evidence=why)

    def _gap_rows(self) -> Iterator[Row]:
        record = self._record
        fields: dict[str, object] = {
            "summary": record.summary,
            "dateline": record.dateline,
            "rights": record.rights,
            "topics": record.topics,
            "identifiers": record.identifiers,
            "notes": record.notes,
        }
        gaps = tuple(name for name, value in fields.items() if not value)
        if gaps:
            yield Row("not there", items=gaps)

    # -------------------------------------------------------------- evidence

    def _where(self, evidence: Evidence) -> str:
        if evidence.span:
            return self._at([self._lines.of(evidence.span)])
        return evidence_words(evidence)

    def _at(self, where: Iterable[range]) -> str:
        """Lines of the file; of the text where the text is not the file as it stands."""
        verbatim = self._record.source.media_type == "text/plain"
        return line_phrase(where) if verbatim else f"text {line_phrase(where)}"

    def _why(self, evidence: Evidence, printed: str = "") -> str:
        """`line 1  "date 2024-10"`, or the place in the source format."""
        where = self._where(evidence)
        if not printed or not where:
            return where
        quoted = console.visible(self._surroundings(evidence, printed))
        return f"{where}  “{quoted}”"

    def _surroundings(self, evidence: Evidence, printed: str) -> str:
        """The whole line that holds the value when it is a short one of its own, else the value."""
        span = evidence.span
        block = next((b for b in self._record.blocks if span and span in b.span), None)
        if block and block.role not in ("paragraph", "headline", "list-item"):
            whole = block.span.of(self._record.text)
            if cells(whole) <= SHORT_BLOCK and "\n" not in whole:
                return whole
        return printed


def _labelled(label: str, things: Sequence[Thing]) -> Iterator[tuple[str, Thing]]:
    """The label stands before the first of several rows."""
    for number, thing in enumerate(things):
        yield ("" if number else label), thing


def _extent(where: list[range]) -> list[range]:
    """Where a whole row of names comes from: few lines one by one, many as first to last."""
    lines = sorted({line for item in where for line in item})
    if len(lines) <= 4:
        return [range(line, line + 1) for line in lines]
    return [range(lines[0], lines[-1] + 1)]
