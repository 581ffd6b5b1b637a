"""This module says articles as QuickStatements (version 1), the text that fills a Wikibase.

A date keeps its precision: a day is /11, a month /10, a year /9. What a Wikibase cannot say is a
problem and is left out: nothing is rounded, cut or escaped into something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from archivist.exporters.graph.lines import document_iri
from archivist.problems import Location, Problem, problem
from archivist.record import CreditName, Date, Entity, Quote, Record
from archivist.settings import Settings
from archivist.tables.rows import BETWEEN
from archivist.tables.runs import Runs
from archivist.tables.wikibase import Map

NAME = "quickstatements.tsv"
# Limits of a Wikibase as it comes (string-limits in its settings), in code points.
LABEL, TEXT, URL = 250, 400, 500
# A day, a month or a year of our era, and nothing uncertain about it.
_DATE = re.compile(r"(?!0000)(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T.*")
_REFUSED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]|^\s|\s$")


class QuickStatements:
    """The statements of a set of records, in the order of their ids. `scratch`: an empty folder."""

    def __init__(self, scratch: Path, settings: Settings, known: Map) -> None:
        self._settings, self._map = settings, known
        self._lines = Runs(scratch, "statements")
        self._articles = self._statements = 0

    def add(self, record: Record, problems: Iterable[Problem] = ()) -> tuple[Problem, ...]:
        """Take in a record; what a Wikibase cannot say of it. Raises OSError."""
        item = _Item(record, self._settings, self._map)
        lines = list(item.lines())
        self._articles += 1
        self._statements += len(lines)
        self._lines.add(json.dumps([record.id, lines], ensure_ascii=False).encode("utf-8"))
        return tuple(item.problems)

    def add_source(self, name: str, problems: Iterable[Problem]) -> None:
        """A source that gave no record gives no statement."""

    def write(self, folder: Path) -> dict[str, int]:
        """Write the file; how many articles and statements it holds. Raises OSError."""
        with (folder / NAME).open("wb") as file:
            for line in self._lines:
                _, lines = json.loads(line)
                file.write("".join(one + "\n" for one in lines).encode("utf-8"))
        return {"articles": self._articles, "statements": self._statements}


class _Item:
    """One article: an item that is there already, or one to be made."""

    def __init__(self, record: Record, settings: Settings, known: Map) -> None:
        self.problems: list[Problem] = []
        self._record, self._map = record, known
        self._wordless = settings.without_text
        self._iri = document_iri(record, settings)
        self._entities = {entity.id: entity for entity in record.entities}
        there = [item for one in record.identifiers if (item := known.item_of(one.value))]
        self._there = there[0] if there else None

    def lines(self) -> Iterator[str]:
        if self._there is None:
            yield "CREATE"
            yield from self._label()
        found = [
            *self._said("instance_of", self._map.items.get("article")),
            *self._said("record", self._quoted(self._iri, TEXT, "/id")),
            *self._title(),
            *self._language(),
            *self._dates(),
            *self._credits(),
            *self._said("url", self._url()),
            *self._mentions(),
            *self._quotes(),
        ]
        yield from dict.fromkeys(found)  # two bylines may be one item

    def _line(self, *cells: str) -> str:
        return "\t".join((self._there or "LAST", *cells))

    def _said(self, name: str, value: str | None, *more: str) -> Iterator[str]:
        """The statement, when the map has a property for it and there is a value."""
        property = self._map.properties.get(name)
        if property is not None and value is not None:
            yield self._line(property, value, *more)

    def _wants(self, name: str) -> bool:
        return name in self._map.properties

    # -------------------------------------------------------------- words

    def _tag(self) -> str | None:
        return self._record.language.value.lower() if self._record.language else None

    def _label(self) -> Iterator[str]:
        title, tag = self._record.title, self._tag() or self._map.label
        if self._wordless and title.kind == "devised":
            return
        if tag is None:
            self._report("Q002", "a label without a language", "/title", "[wikibase] language")
            return
        words = self._quoted(title.value, LABEL, "/title")
        if words is not None:
            yield self._line(f"L{tag}", words)

    def _title(self) -> Iterator[str]:
        headline = self._record.headline
        if headline and self._wants("title"):
            yield from self._said("title", self._worded(headline.value, "/headline"))

    def _worded(self, text: str, path: str) -> str | None:
        """Monolingual text; `und` is its code for a language that is not known."""
        words = self._quoted(text, TEXT, path)
        return words and f"{self._tag() or 'und'}:{words}"

    def _quoted(self, text: str, most: int, path: str) -> str | None:
        """The text in quotation marks, None where a Wikibase would refuse or change it."""
        if len(text) > most:
            what = f"{len(text):,} characters"
            self._report("Q002", what, path, f"at most {most}")
        elif _REFUSED.search(text):
            what = "a line end, tab or control character, or blanks around the text"
            self._report("Q002", what, path, "one line of text")
        else:
            return f'"{text}"'
        return None

    def _url(self) -> str | None:
        url = self._record.source.url
        return self._quoted(url, URL, "/source/url") if url and self._wants("url") else None

    def _language(self) -> Iterator[str]:
        tag = self._tag()
        if tag and self._wants("language"):
            item = self._map.languages.get(tag) or self._map.languages.get(tag.split("-")[0])
            if item is None:
                self._report("Q003", f"the language {tag}", "/language", "[languages] in the map")
            yield from self._said("language", item)

    # -------------------------------------------------------------- dates

    def _dates(self) -> Iterator[str]:
        for number, date in enumerate(self._record.dates):
            if date.role in ("published", "created", "modified") and self._wants(date.role):
                yield from self._said(date.role, self._time(date, f"/dates/{number}"))

    def _time(self, date: Date, path: str) -> str | None:
        """`+2024-10-00T00:00:00Z/10`; None for what is no day, month or year."""
        value = date.value
        instant = _INSTANT.fullmatch(value)
        if instant and self._map.days:
            value = instant[1]
        found = _DATE.fullmatch(value)
        if found is None:
            wanted = "a day, month or year"
            wanted += ' ([dates] instants = "day" lets the time of day go)' if instant else ""
            self._report("Q001", date.value, path, wanted)
            return None
        year, month, day = found.groups(default="00")
        precision = 9 + (month != "00") + (day != "00")
        return f"+{year}-{month}-{day}T00:00:00Z/{precision}"

    # -------------------------------------------------------------- people, bodies, quotes

    def _item(self, entity: Entity | None) -> str | None:
        iris = (one.iri for one in entity.identifiers) if entity else ()
        return next((item for iri in iris if (item := self._map.item_of(iri))), None)

    def _credits(self) -> Iterator[str]:
        for number, credit in enumerate(self._record.credits):
            for name in credit.names if credit.role in ("author", "agency", "publisher") else ():
                yield from self._credited(credit.role, name, f"/credits/{number}")

    def _credited(self, role: str, name: CreditName, path: str) -> Iterator[str]:
        item = self._item(self._entities.get(name.entity or ""))
        if item is not None or not self._wants(f"{role}_name"):
            if item is None and self._wants(role):
                self._report("Q003", name.name, path, "an identifier of that Wikibase")
            yield from self._said(role, item)
        else:
            yield from self._said(f"{role}_name", self._quoted(name.name, TEXT, path))

    def _mentions(self) -> Iterator[str]:
        for number, entity in enumerate(self._record.entities if self._wants("mentions") else ()):
            item = self._item(entity)
            if item is None:
                path = f"/entities/{number}"
                self._report("Q003", entity.name, path, "an identifier of that Wikibase")
            yield from self._said("mentions", item)

    def _quotes(self) -> Iterator[str]:
        if self._wants("quote") and not self._wordless:
            for number, quote in enumerate(self._record.quotes):
                yield from self._quote(quote, f"/quotes/{number}")

    def _quote(self, quote: Quote, path: str) -> Iterator[str]:
        if quote.kind != "direct":
            self._report("Q004", f"{quote.kind} speech", path, "words as they were said")
            return
        words = BETWEEN.join(span.of(self._record.text) for span in quote.spans)
        entity = self._entities.get((quote.speaker and quote.speaker.entity) or "")
        speaker, property = self._item(entity), self._map.properties.get("speaker")
        if property and entity and speaker is None:
            self._report("Q003", entity.name, path, "an identifier of that Wikibase")
        more = (property, speaker) if property and speaker else ()
        yield from self._said("quote", self._worded(words, path), *more)

    def _report(self, code: str, found: str, path: str, wanted: str) -> None:
        where = Location(self._record.source.name)
        message = f"found {found[:100]}, wanted {wanted}"
        self.problems.append(problem(code, message, where, path=path))
