"""This module makes the rows of one record: of every table those that tell of its article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from archivist import edtf
from archivist.exporters.graph.lines import document_iri
from archivist.problems import Problem
from archivist.record import Credit, Date, Entity, Quote, Record
from archivist.settings import Settings
from archivist.tables.cells import Cell

Row = tuple[Cell, ...]
Rows = dict[str, list[Row]]

BETWEEN = " […] "  # the parts of an interrupted quote, as in the graph


def rows(record: Record, settings: Settings, problems: Iterable[Problem] = ()) -> Rows:
    """Table → rows in the order of the record. Cells of `duplicate_cluster` are None.

    Ids are those of the graph: `urn:uuid:…#q1`, or with a base `{base}article/{uuid}#q1`.
    """
    return _Rows(record, settings).all(problems)


def source_problems(source: str, problems: Iterable[Problem]) -> list[Row]:
    """Rows of `problems` for a source that gave no article."""
    return [_problem(None, source, found, found.message) for found in problems]


class _Rows:
    def __init__(self, record: Record, settings: Settings) -> None:
        self._record = record
        self._id = document_iri(record, settings)
        self._text: str | None = None if settings.without_text else record.text
        self._entities = {entity.id: entity for entity in record.entities}

    def all(self, problems: Iterable[Problem]) -> Rows:
        record = self._record
        source = record.source.name
        return {
            "articles": [self._article()],
            "quotes": [self._quote(quote) for quote in record.quotes],
            "speakers": list(self._speakers()),
            "mentions": [row for one in record.entities for row in self._mentions(one)],
            "entities": [self._entity(one) for one in record.entities],
            "credits": [
                row for n, one in enumerate(record.credits, 1) for row in self._credit(n, one)
            ],
            "dates": [self._date(n, one) for n, one in enumerate(record.dates, 1)],
            "problems": [
                *(_problem(self._id, source, one, self._said(one.message)) for one in problems),
                *self._notes(),
            ],
        }

    def _own(self, name: str) -> str:
        return f"{self._id}#{name}"

    def _words(self, start: int, end: int) -> str | None:
        return self._text[start:end] if self._text is not None else None

    def _said(self, words: str | None) -> str | None:
        """What repeats the text, unless the text is left out."""
        return words if self._text is not None else None

    def _role(self, entity: Entity) -> str | None:
        return self._said(entity.roles[0].value) if entity.roles else None

    # -------------------------------------------------------------- article, dates

    def _article(self) -> Row:
        record, source, rights = self._record, self._record.source, self._record.rights
        date = filed(record)
        return (
            self._id,
            record.title.value if record.title.kind == "formal" else self._said(record.title.value),
            record.title.kind,
            record.headline.value if record.headline else None,
            self._said(record.summary.value) if record.summary else None,
            self._language(),
            date.role if date else None,
            *self._filed(),
            source.name,
            source.part,
            source.url,
            source.sha256,
            source.size,
            source.media_type,
            rights.statement if rights else None,
            rights.holder if rights else None,
            rights.notice if rights else None,
            record.status,
            record.revision,
            len(record.text),
            None,
            self._text,
        )

    def _language(self) -> str | None:
        return self._record.language.value if self._record.language else None

    def _filed(self) -> Row:
        """EDTF, first and last day."""
        date = filed(self._record)
        return (date.value, *bounds(date.value)) if date else (None, None, None)

    def _date(self, number: int, date: Date) -> Row:
        found = date.evidence
        own = self._own(f"d{number}")
        days = bounds(date.value)
        return (
            own,
            self._id,
            date.role,
            date.value,
            *days,
            self._said(date.verbatim),
            found.rule,
            found.confidence,
        )

    # -------------------------------------------------------------- quotes, speakers

    def _quote(self, quote: Quote) -> Row:
        words = [self._words(span.start, span.end) for span in quote.spans]
        said = None if self._text is None else BETWEEN.join(word or "" for word in words)
        span = (quote.spans[0].start, quote.spans[-1].end)
        who = self._who(quote)
        how = quote.speaker.how if quote.speaker else None
        sure = quote.evidence.confidence
        return (
            self._id,
            *self._filed(),
            self._language(),
            quote.kind,
            said,
            *span,
            *who,
            how,
            sure,
            None,
        )

    def _who(self, quote: Quote) -> Row:
        """Id, name, role and identifier of the speaker."""
        speaker = quote.speaker
        entity = self._entities.get(speaker.entity or "") if speaker else None
        if entity:
            return (self._own(entity.id), entity.name, self._role(entity), _identifier(entity))
        span = speaker.span if speaker else None
        return (None, self._words(span.start, span.end) if span else None, None, None)

    def _speakers(self) -> Iterator[Row]:
        said = Counter(q.speaker.entity for q in self._record.quotes if q.speaker)
        for entity in self._record.entities:
            if entity.id in said:
                known = (entity.name, entity.type, self._role(entity), _identifier(entity))
                yield (self._own(entity.id), self._id, *known, said[entity.id])

    # -------------------------------------------------------------- entities, credits

    def _entity(self, entity: Entity) -> Row:
        known = (entity.type, entity.name, self._role(entity), _identifier(entity))
        return (self._own(entity.id), self._id, *known, len(entity.mentions))

    def _mentions(self, entity: Entity) -> Iterator[Row]:
        own = self._own(entity.id)
        for number, mention in enumerate(entity.mentions, 1):
            start, end, found = mention.span.start, mention.span.end, mention.evidence
            printed = (start, end, self._words(start, end), mention.metonym)
            yield (f"{own}-m{number}", self._id, own, *printed, found.rule, found.confidence)

    def _credit(self, number: int, credit: Credit) -> Iterator[Row]:
        own = self._own(f"c{number}")
        why = (self._said(credit.verbatim), credit.evidence.rule, credit.evidence.confidence)
        for place, name in enumerate(credit.names, 1):
            entity = self._own(name.entity) if name.entity in self._entities else None
            yield (f"{own}-n{place}", self._id, credit.role, name.name, entity, *why)
        if not credit.names:
            yield (own, self._id, credit.role, None, None, *why)

    # -------------------------------------------------------------- problems

    def _notes(self) -> Iterator[Row]:
        for note in self._record.notes:
            span = (note.span.start, note.span.end)
            source = self._record.source.name
            yield (self._id, source, note.code, "note", None, None, None, None, *span)


def _problem(id: str | None, source: str, found: Problem, said: str | None) -> Row:
    place = (found.path or None, found.location.line, found.location.column)
    return (id, source, found.code, found.severity, said, *place, None, None)


def _identifier(entity: Entity) -> str | None:
    return entity.identifiers[0].iri if entity.identifiers else None


def filed(record: Record) -> Date | None:
    """The date an article is filed by, as in collections: published, else the first there is."""
    published = (date for date in record.dates if date.role == "published")
    return next(published, record.dates[0] if record.dates else None)


def bounds(value: str) -> tuple[str | None, str | None]:
    """First and last day of an EDTF date, as in the graph: none outside the years 0001-9999."""
    try:
        when = edtf.parse(value)
    except edtf.EdtfError:
        return None, None
    first, last = when.earliest(), when.latest()
    if not all(1 <= day.year <= 9999 for day in (first, last) if day):
        return None, None
    return (str(first) if first else None, str(last) if last else None)
