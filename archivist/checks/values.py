"""This module checks single values that a schema cannot: dates, tags, IRIs, instants, names."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from archivist import edtf
from archivist.checks.finding import Finding, found
from archivist.checks.iris import is_iri
from archivist.checks.tags import is_language_tag
from archivist.namespaces import PREFIXES
from archivist.record import Record, record_id

IRI_SCHEMES = frozenset({"url", "uri", "iri", "urn"})  # identifiers whose value is an IRI
_ENCODING = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,63}")
_NO_NAMES = frozenset(("", ".", ".."))
_DRIVE = re.compile(r"[A-Za-z]:[/\\]")


def check(record: Record) -> Iterator[Finding]:
    """V020 EDTF, V021 language, V022 IRIs, V023 asOf, V024 id, V025 encoding, V026 name."""
    yield from _as_of(record)
    yield from _id(record)
    yield from _source_name(record)
    yield from _encoding(record)
    yield from _language(record)
    yield from _dates(record)
    for path, iri in _iris(record):
        if not is_iri(iri):
            right = "an absolute IRI, https://example.org/a%20b"
            yield found("V022", path, "not an IRI", iri, right)._replace(hint=_iri_hint(iri))


def _iri_hint(iri: str) -> str | None:
    scheme = iri.partition(":")[0]
    if scheme in PREFIXES:
        return f"{scheme}: is a prefix of our own: write {PREFIXES[scheme]}… in full"
    return "percent-encode blanks and quotes" if ":" in iri else None


def _dates(record: Record) -> Iterator[Finding]:
    for index, date in enumerate(record.dates):
        try:
            edtf.parse(date.value)
        except edtf.EdtfError as error:
            yield Finding("V020", f"/dates/{index}/value", str(error))


def _language(record: Record) -> Iterator[Finding]:
    language = record.language
    if language is not None and not is_language_tag(language.value):
        right = "a BCP 47 tag such as it or pt-BR"
        yield found("V021", "/language/value", "not a language tag", language.value, right)


def _iris(record: Record) -> Iterator[tuple[str, str]]:
    """The values that must be IRIs, with their pointers."""
    if record.source.url is not None:
        yield "/source/url", record.source.url
    for index, identifier in enumerate(record.identifiers):
        if identifier.scheme in IRI_SCHEMES:
            yield f"/identifiers/{index}/value", identifier.value
    if record.rights is not None and record.rights.statement is not None:
        yield "/rights/statement", record.rights.statement
    for index, entity in enumerate(record.entities):
        for number, linked in enumerate(entity.identifiers):
            yield f"/entities/{index}/identifiers/{number}/iri", linked.iri
    for index, relation in enumerate(record.relations):
        yield f"/relations/{index}/target", relation.target


def _as_of(record: Record) -> Iterator[Finding]:
    """The schema has checked the form `YYYY-MM-DDThh:mm:ssZ`; the calendar remains."""
    text = record.generator.as_of
    try:
        datetime.datetime(*map(int, re.findall("[0-9]+", text)))  # type: ignore[arg-type]
    except ValueError as error:
        right = "an instant of the calendar, such as 2026-11-22T10:00:00Z"
        yield found("V023", "/generator/asOf", f"not an instant ({error})", text, right)


def _id(record: Record) -> Iterator[Finding]:
    right = record_id(record.source.sha256)
    if record.id != right:
        yield found("V024", "/id", "id not of the bytes", record.id, f"{right} for source.sha256")


def _encoding(record: Record) -> Iterator[Finding]:
    encoding = record.source.encoding
    if encoding is not None and not is_encoding(encoding.value):
        right = "a name such as utf-8 or windows-1252"
        yield found("V025", "/source/encoding/value", "unknown encoding", encoding.value, right)


def is_encoding(name: str) -> bool:
    """A text encoding that can be decoded again here; `rot13` and `hex` are no text encodings."""
    if not _ENCODING.fullmatch(name):
        return False
    try:
        "".encode(name)
    except (LookupError, ValueError):  # ValueError: the codec named `undefined`
        return False
    return True


def _source_name(record: Record) -> Iterator[Finding]:
    name = record.source.name
    if not is_relative(name):
        right = "a path below the input with / between its parts, no .., no drive"
        yield found("V026", "/source/name", "not a relative name", name, right)


def is_relative(name: str) -> bool:
    """A path below something, on any system."""
    parts = name.split("/")
    return not (_DRIVE.match(name) or "\\" in name) and _NO_NAMES.isdisjoint(parts)
