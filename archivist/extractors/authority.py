"""This module reads authority files, the library's own lists of names, and finds their names.

CSV: a row a name form, columns `name`, `type` (person, organization, place), `id` (an IRI),
optional `forms` (more forms, by `|`), `sameAs` (more IRIs, by blanks), `lang`. SKOS in any RDF
syntax: `skos:prefLabel` and `skos:altLabel` of a concept, its IRI, `skos:exactMatch`; a class such
as `schema:Person` or `foaf:Person` is its type.

A form that two entries share identifies neither. Nothing is ever guessed from likeness.
"""

from __future__ import annotations

import csv
import functools
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, get_args

from archivist.errors import UsageError
from archivist.extractors.entities.hints import Hint
from archivist.record import Entity, EntityIdentifier, EntityType, Evidence, Span
from archivist.text.cells import Rows

if TYPE_CHECKING:
    import pyoxigraph

TYPES: tuple[EntityType, ...] = get_args(EntityType)
_SPELLINGS = {"organisation": "organization", "body": "organization", "corporation": "organization"}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_WORD = re.compile(r"[^\W\d_][^\s,;:!?()\[\]\"“”«»„]*")
# Part of an IRI → the scheme it belongs to; what is in none is the library's own.
SCHEMES = (
    ("wikidata.org/", "wikidata"),
    ("geonames.org/", "geonames"),
    ("viaf.org/", "viaf"),
    ("d-nb.info/gnd/", "gnd"),
    ("isni.org/", "isni"),
    ("orcid.org/", "orcid"),
    ("id.loc.gov/", "lcnaf"),
)
SYNTAXES = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".xml": "application/rdf+xml",
    ".jsonld": "application/ld+json",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """One name form: of what type, with which IRIs, and where it is written."""

    form: str
    type: EntityType | None
    iris: tuple[str, ...]
    where: str


class Authority:
    """The forms of one or more files; `find` looks a form up."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        self._forms: dict[str, list[Heading]] = {}
        self._longest: dict[str, int] = {}
        for heading in headings:
            key = folded(heading.form)
            self._forms.setdefault(key, []).append(heading)
            first, words = key.split()[0], len(key.split())
            self._longest[first] = max(words, self._longest.get(first, 0))

    def find(self, form: str, type: EntityType | None = None) -> Heading | None:
        """The one heading of this form, of this type where it has one; None when several."""
        found = self._forms.get(folded(" ".join(form.split())), [])
        fitting = [h for h in found if type is None or h.type in (None, type)]
        if len({h.iris or (h.where,) for h in fitting}) != 1:
            return None
        return fitting[0]

    def with_hints(self, text: str, others: Sequence[Hint]) -> tuple[Hint, ...]:
        """The hints of the authority, and of the others those beside them."""
        own = list(self.hints(text))
        taken = [hint.span for hint in own]
        beside = [
            hint
            for hint in others
            if not any(s.start < hint.span.end and hint.span.start < s.end for s in taken)
        ]
        return tuple(sorted([*own, *beside], key=lambda hint: hint.span))

    def hints(self, text: str) -> Iterator[Hint]:
        """Where the text prints forms of several words with their capitals, left to right."""
        words = list(_WORD.finditer(text)) if self._forms else []
        at = 0
        while at < len(words):
            end = self._ending(text, words, at)
            if end is None:
                at += 1
                continue
            span = Span(words[at].start(), words[end - 1].end())
            heading = self.find(span.of(text))
            if heading is not None and heading.type is not None:
                yield Hint(span, heading.type, "entity.authority")
            at = end

    def _ending(self, text: str, words: list[re.Match[str]], at: int) -> int | None:
        """One past the last word of the longest form of several words that begins here."""
        first = words[at]
        if not first.group()[0].isupper():
            return None
        for length in range(self._longest.get(folded(first.group()), 0), 1, -1):
            if at + length <= len(words):
                surface = text[first.start() : words[at + length - 1].end()]
                if folded(" ".join(surface.split())) in self._forms:
                    return at + length
        return None

    def linked(self, entities: tuple[Entity, ...], text: str) -> tuple[Entity, ...]:
        """The entities with the identifiers of their headings, beside those they have."""
        return tuple(self._linked(entity, text) for entity in entities)

    def _linked(self, entity: Entity, text: str) -> Entity:
        surfaces = dict.fromkeys(mention.span.of(text) for mention in entity.mentions)
        found = [self.find(form, entity.type) for form in (entity.name, *surfaces)]
        headings = {h.iris: h for h in found if h is not None and h.iris}
        if len(headings) != 1:
            return entity
        (heading,) = headings.values()
        known = {item.iri for item in entity.identifiers}
        evidence = Evidence("link.authority", None, context=heading.where)
        added = tuple(
            EntityIdentifier(scheme(iri), iri, evidence) for iri in heading.iris if iri not in known
        )
        return replace(entity, identifiers=(*entity.identifiers, *added))


def folded(form: str) -> str:
    """Capitals and ways of spelling an accent in Unicode are no difference; accents are."""
    return unicodedata.normalize("NFC", form).casefold()


def scheme(iri: str) -> str:
    """`wikidata` for an IRI of Wikidata; `authority` for the library's own."""
    return next((name for part, name in SCHEMES if part in iri), "authority")


# ------------------------------------------------------------------ reading the files


def load(paths: tuple[str, ...]) -> Authority:
    """The authority of the files. Raises UsageError for one that cannot be used."""
    return _loaded(tuple((path, _state(path)) for path in paths))


def _state(path: str) -> tuple[int, int]:
    try:
        stat = os.stat(path)
    except OSError as refused:
        hint = "--authority wants a CSV file or SKOS in RDF"
        raise UsageError(f"{path}: {refused.strerror}", hint=hint) from refused
    return stat.st_mtime_ns, stat.st_size


@functools.lru_cache(2)
def _loaded(files: tuple[tuple[str, tuple[int, int]], ...]) -> Authority:
    return Authority([heading for path, _ in files for heading in _headings(path)])


def _headings(path: str) -> Iterator[Heading]:
    suffix = os.path.splitext(path)[1].lower()
    yield from _skos(path, SYNTAXES[suffix]) if suffix in SYNTAXES else _rows(path)


def _rows(path: str) -> Iterator[Heading]:
    name = os.path.basename(path)
    try:
        with open(path, encoding="utf-8-sig", newline="") as opened:
            content = opened.read()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start:,}") from error
    for found in look(content):
        if isinstance(found, Fault):
            where = f"{path}: {name}:{found.number}" if found.column else path
            raise UsageError(f"{where}: {found.message}", hint=found.hint)
        yield replace(found, where=f"{name}:{found.where}")


class Fault(NamedTuple):
    """What is wrong in a table: line and column from 1, no column for the table as a whole."""

    number: int
    column: int | None
    message: str
    hint: str


def look(content: str) -> Iterator[Heading | Fault]:
    """The headings of a table, `where` being their line, and what is wrong in it."""
    lines = Rows(io.StringIO(content))
    reader = csv.DictReader(lines)
    if "name" not in (reader.fieldnames or ()):
        hint = "the first line names the columns: name,type,id,forms,sameAs"
        yield Fault(1, None, "found no column called name", hint)
        return
    columns = list(reader.fieldnames or ())
    lines.done()
    for row in reader:
        cells = {key: (value or "").strip() for key, value in row.items() if key}
        faults = list(_faults(cells))
        for column, message, hint in faults:
            yield Fault(*lines.place(columns.index(column), ","), message, hint)
        if not faults:
            yield from _row(cells, str(reader.line_num))
        lines.done()


def _row(row: dict[str, str], where: str) -> Iterator[Heading]:
    iris = tuple(dict.fromkeys(f"{row.get('id', '')} {row.get('sameAs', '')}".split()))
    stated = row.get("type", "").lower()
    kind = _SPELLINGS.get(stated, stated)
    for form in (row["name"], *row.get("forms", "").split("|")):
        if form.strip():
            yield Heading(" ".join(form.split()), kind if kind in TYPES else None, iris, where)


def _faults(row: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """(column, what is wrong with its cell, hint)."""
    for column in ("id", "sameAs"):
        for iri in row.get(column, "").split():
            if not _IRI.fullmatch(iri):
                hint = "for example https://www.wikidata.org/entity/Q42"
                yield column, f"found {iri!r}, wanted an IRI", hint
    stated = row.get("type", "")
    if stated and _SPELLINGS.get(stated.lower(), stated.lower()) not in TYPES:
        yield "type", f"no type is called {stated!r}", f"types are {', '.join(TYPES)}"


def _skos(path: str, media_type: str) -> Iterator[Heading]:
    """The concepts of a graph, in the order of their IRIs."""
    concepts = _concepts(path, media_type)
    for iri in sorted(concepts):
        said = concepts[iri]
        iris = tuple(dict.fromkeys([iri, *sorted(said.get("exactMatch", ()))]))
        where = f"{os.path.basename(path)}#{iri}"
        for form in sorted({*said.get("prefLabel", ()), *said.get("altLabel", ())}):
            yield Heading(" ".join(form.split()), _class_of(said.get("type", ())), iris, where)


def _concepts(path: str, media_type: str) -> dict[str, dict[str, list[str]]]:
    """IRI → local name of a property → its values; of what has a preferred label."""
    import pyoxigraph

    found: dict[str, dict[str, list[str]]] = {}
    try:
        with open(path, "rb") as opened:
            for quad in pyoxigraph.parse(opened, format=_format(media_type)):
                local = re.split(r"[/#]", quad.predicate.value)[-1]
                if isinstance(quad.subject, pyoxigraph.NamedNode):
                    values = found.setdefault(quad.subject.value, {})
                    values.setdefault(local, []).append(getattr(quad.object, "value", ""))
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{path}: not readable as {media_type}: {error}") from error
    return {iri: said for iri, said in found.items() if said.get("prefLabel")}


def _format(media_type: str) -> pyoxigraph.RdfFormat:
    import pyoxigraph

    found = pyoxigraph.RdfFormat.from_media_type(media_type)
    assert found is not None  # one of SYNTAXES
    return found


def _class_of(classes: Iterable[str]) -> EntityType | None:
    for found in sorted(classes):
        local = re.split(r"[/#]", found)[-1].lower()
        local = _SPELLINGS.get(local, local)
        if local in TYPES:
            return local
    return None
