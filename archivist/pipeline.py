"""This module puts the stations in a row: source → documents → record → exports.

It is the only one that knows all four. What is wrong with a source becomes problems of its
conversion; only wrong usage and the refusals of the world are raised.
"""

from __future__ import annotations

import copy
import dataclasses
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archivist import checks, exporters, fingerprint, readers, text
from archivist.checks.tags import is_language_tag
from archivist.errors import InvalidRecord, UsageError, WorldRefused
from archivist.problems import CODES, Location, Problem, problem
from archivist.record import (
    SCHEMA_VERSION,
    Document,
    HistoryEntry,
    Record,
    Source,
    SourceInfo,
    record_id,
)
from archivist.settings import DETAILS, ORDERS, Settings

if TYPE_CHECKING:
    import rdflib

Input = Source | Path | str | bytes | bytearray | memoryview


@dataclass(frozen=True, slots=True)
class Conversion:
    """One source part and all that came of it.

    `record` is None when the part was quarantined (an error among the problems says why) or set
    aside. `exports` are (format, bytes) in the order asked for, without the formats that cannot
    carry the record: of each an error says why. When none can, `record` is None too.
    """

    source: Source
    record: Record | None
    problems: tuple[Problem, ...]
    exports: tuple[tuple[str, bytes], ...] = ()
    set_aside: str | None = None


# ------------------------------------------------------------------ the journey


def convert(
    source: Input, *, to: Sequence[str] = (), settings: Settings = Settings()
) -> Iterator[Conversion]:
    """Every article of a source as record and exports, in the order of the source.

    `source`: a path, bytes, or a Source; `to`: names of `EXPORTERS`. Raises at once UsageError for
    an unknown format or setting, WorldRefused for a file that cannot be read.
    """
    writers = [exporter(name) for name in ((to,) if isinstance(to, str) else to)]
    fixed = dataclasses.replace(checked(settings), as_of=fingerprint.as_of(settings.as_of))
    opened = _source(source)
    return (_export(part, writers, fixed) for part in _read(opened, fixed))


def read(source: Input, *, settings: Settings = Settings()) -> Iterator[Document | Record]:
    """The documents of a source, or the records when it is one of our exports.

    Raises at once what `convert` does, and on the way InvalidRecord (its `problems` say where)
    when the source gives neither.
    """
    settings = checked(settings)
    return _documents(_source(source), settings)


def _documents(source: Source, settings: Settings) -> Iterator[Document | Record]:
    refused = _refused(source, settings)
    if refused:
        raise InvalidRecord((refused,))
    if _is_ours(source, settings):
        for record, problems in _records(source):
            if record is None:
                raise InvalidRecord(problems)
            yield record
        return
    document, problems = readers.read(source, settings)
    if document is None:
        raise InvalidRecord(problems)
    yield document


def validate(
    data: Record | dict[str, Any] | Input, *, file: str | None = None
) -> tuple[Problem, ...]:
    """All problems of a record, or of a file of records or exports; empty when valid.

    `data`: a Record, its JSON value, or what `convert` takes as source; `file` is the name that
    the problems show. Raises WorldRefused for a file that cannot be read.
    """
    if isinstance(data, Record):
        return checks.validate_record(data, file or "record")
    if isinstance(data, dict):
        return checks.validate_value(data, file or "record")[1]
    source = _source(data)
    location = file or ("record" if source.location == "-" else source.location)
    return validate_bytes(source.data, location)[1]


def validate_bytes(data: bytes, file: str) -> tuple[int, tuple[Problem, ...]]:
    """How many records were checked, and all their problems with line and column."""
    source = Source(file, file.replace("\\", "/").rpartition("/")[2], data)
    number = 0
    found: list[Problem] = []
    for _, problems in _records(source):
        number += 1
        found.extend(problems)
    return number, tuple(found)


def export(record: Record, format: str, *, settings: Settings = Settings()) -> bytes:
    """The bytes of a record in a format of `EXPORTERS`.

    Raises InvalidRecord when the record has errors or the format cannot carry it.
    """
    writer = exporter(format)
    _ensure_valid(record)
    return writer.write(record, checked(settings))


def to_jsonld(record: Record, *, settings: Settings = Settings()) -> dict[str, Any]:
    """The record as a JSON-LD document with its context inside.

    Raises InvalidRecord when the record has errors.
    """
    from archivist.exporters import jsonld

    _ensure_valid(record)
    document = jsonld.document(record, checked(settings))
    return {**document, "@context": copy.deepcopy(document["@context"])}  # the caller's own


def to_newsml(record: Record, *, settings: Settings = Settings()) -> bytes:
    """The record as a NewsML-G2 2.35 newsItem, UTF-8. Raises InvalidRecord as `export` does."""
    return export(record, "newsml-g2", settings=settings)


def to_graph(record: Record, *, settings: Settings = Settings()) -> rdflib.Graph:
    """The record as an rdflib graph: the triples of the JSON-LD.

    Raises InvalidRecord when the record has errors.
    """
    from archivist.exporters import rdf

    _ensure_valid(record)
    return rdf.to_graph(record, checked(settings))


def exporter(name: str) -> exporters.Exporter:
    """The exporter of that name. Raises UsageError with the list of names."""
    if name not in exporters.BY_NAME:
        known = ", ".join(exporters.BY_NAME)
        raise UsageError(f"no format is called {name!r}", hint=f"formats: {known}")
    return exporters.BY_NAME[name]


def checked(settings: Settings) -> Settings:
    """The settings. Raises UsageError for a value that means nothing."""
    if not isinstance(settings, Settings):
        raise TypeError(f"settings are Settings(…), not {type(settings).__name__}")
    names = [reader.name for reader in readers.READERS]
    choices = {"format": (None, *names), "date_order": ORDERS, "detail": DETAILS}
    for name, known in choices.items():
        value = getattr(settings, name)
        if value not in known:
            listed = ", ".join(item for item in known if item)
            raise UsageError(f"no {name} is called {value!r}", hint=f"there are: {listed}")
    if settings.encoding is not None and not text.is_encoding(settings.encoding):
        hint = "for example utf-8 or cp1252"
        raise UsageError(f"no text encoding is called {settings.encoding!r}", hint=hint)
    if settings.language is not None and not is_language_tag(settings.language):
        hint = "for example it or pt-BR"
        raise UsageError(f"no language tag: {settings.language!r}", hint=hint)
    if settings.provider is not None and not settings.provider.strip():
        raise UsageError("the provider has no name", hint="leave it out, or name one")
    return settings


def describe(source: Source, settings: Settings) -> tuple[str | None, str]:
    """The name of the format a source is read as (None: not read), and why."""
    refused = _refused(source, settings)
    if refused:
        return None, _titled(refused)
    found = None if settings.format else _exporter_of(source)
    if found:
        return found.name, "one of our own exports, by its profile"
    choice = readers.choose(source, settings)
    if choice.reader is None:
        return None, choice.why
    decoded = text.decode(source.data, source.location, encoding=settings.encoding)
    if isinstance(decoded, Problem):
        return None, _titled(decoded)
    return choice.reader.name, choice.why


def _titled(found: Problem) -> str:
    return f"{CODES[found.code].title}: {found.message}"


def equal_but_for_as_of(new: bytes, old: bytes, as_of: str) -> bool:
    """Whether two exports say the same but for the instant of the run.

    Where `new` has its instant first, `old` must have its own, and in all the same places.
    """
    if new == old:
        return True
    instant = as_of.encode()
    at = new.find(instant)
    if at < 0 or len(new) != len(old):
        return False
    earlier = old[at : at + len(instant)]
    return new.replace(instant, earlier) == old


# ------------------------------------------------------------------ source → documents → record


def _source(given: Input) -> Source:
    match given:
        case Source(data=bytes()):
            return given
        case bytes() | bytearray() | memoryview():
            return Source("-", "stdin", bytes(given))
        case str() | os.PathLike():
            return _opened(Path(given))
    raise TypeError(f"a source is a path, bytes or a Source of bytes, not {type(given).__name__}")


def _opened(path: Path) -> Source:
    location = text.printable(str(path))
    try:
        return Source(location, text.record_name(path.name), path.read_bytes())
    except IsADirectoryError as error:
        hint = "one source is one file; the command `archivist convert` goes through folders"
        raise WorldRefused(f"{location}: {error.strerror}", hint=hint) from error
    except OSError as error:
        hint = "a str is a path; the text of an article is given as bytes"
        raise WorldRefused(f"{location}: {error.strerror or error}", hint=hint) from error
    except ValueError as error:  # a NUL in the name
        raise WorldRefused(f"{location!r}: {error}") from error


def _read(source: Source, settings: Settings) -> Iterator[Conversion]:
    """Records read back from our own exports, or one record extracted from an article."""
    refused = _refused(source, settings)
    if refused:
        yield Conversion(source, None, (refused,))
        return
    if not _is_ours(source, settings):
        yield _extract(source, settings)
        return
    for record, problems in _records(source):
        yield Conversion(source, record, problems)


def _refused(source: Source, settings: Settings) -> Problem | None:
    """What is wrong with a source before anybody looks into it."""
    where = Location(source.location)
    if not source.data:
        hint = "often a copy that broke off: fetch it again, or leave it out"
        return problem("R001", "found 0 bytes, wanted an article", where, hint=hint)
    if len(source.data) > settings.max_size:
        found, limit = f"{len(source.data):,} bytes", f"{settings.max_size:,}"
        hint = "raise the limit with --max-size, e.g. --max-size 64M"
        return problem("R004", f"found {found}, wanted at most {limit}", where, hint=hint)
    return None


def _extract(source: Source, settings: Settings) -> Conversion:
    document, problems = readers.read(source, settings)
    if document is None:
        return Conversion(source, None, problems)
    record, more = _record(document, settings)
    found = (*problems, *more, *checks.validate_record(record, source.location))
    return Conversion(source, None if _errors(found) else record, found)


def _record(document: Document, settings: Settings) -> tuple[Record, tuple[Problem, ...]]:
    """The record of a document: what was extracted, and where and how it was made."""
    from archivist import extractors  # rules of seven languages: not for reading records back

    article = extractors.extract(document, settings)
    source = document.source
    digest = source.digest()
    generator = fingerprint.generator(fingerprint.as_of(settings.as_of), document.components)
    record = Record(
        schema_version=SCHEMA_VERSION,
        id=record_id(digest),
        generator=generator,
        source=SourceInfo(
            name=source.name,
            part=source.part,
            places=(),
            media_type=document.media_type,
            encoding=document.encoding,
            size=len(source.data),
            sha256=digest,
            url=source.url,
            puid=None,
        ),
        identifiers=article.identifiers,
        language=article.language,
        text=document.text,
        blocks=article.blocks,
        title=article.title,
        headline=article.headline,
        summary=article.summary,
        dates=article.dates,
        dateline=article.dateline,
        credits=article.credits,
        rights=article.rights,
        topics=article.topics,
        entities=article.entities,
        quotes=article.quotes,
        notes=article.notes,
        relations=article.relations,
        revision=1,
        status="usable",
        history=(_extracted(generator.version, generator.components["rules"]),),
    )
    return record, article.problems


def _extracted(version: str, rules: str) -> HistoryEntry:
    return HistoryEntry("extracted", fingerprint.NAME, version, rules, None, ())


# ------------------------------------------------------------------ our own exports


Reading = tuple[Record | None, tuple[Problem, ...]]


def _records(source: Source) -> Iterator[Reading]:
    """The records of one of our exports, or what keeps the source from being one."""
    if _is_lines(source):
        yield from _lines(source)
        return
    found = _exporter_of(source) or exporters.meant(source.name, source.data)
    if found is None:
        yield None, (_no_export("no JSON, XML or RDF", source),)
        return
    record, problems = _record_back(found, source.data, source.location)
    if problems and found.name == "record" and _is_other_json(source.data, problems):
        problems = (_no_export("a JSON document without the keys of a record", source),)
    yield record, problems


def _no_export(what: str, source: Source) -> Problem:
    message = f"found {what}, wanted a record or an export of archivist"
    hint = "archivist convert makes a record of an article"
    return problem("R008", message, Location(source.location), hint=hint)


def _is_other_json(data: bytes, problems: tuple[Problem, ...]) -> bool:
    """Somebody else's JSON lacks every key: that is one problem and not thirty."""
    keys = (b'"schemaVersion"', b'"generator"', b'"blocks"', b'"source"')
    return {item.code for item in problems} == {"V001"} and not any(key in data for key in keys)


def _is_ours(source: Source, settings: Settings) -> bool:
    """Whether records are read back: not when the caller says what the source is."""
    if settings.format:
        return False
    return _is_lines(source) or _exporter_of(source) is not None


def _exporter_of(source: Source) -> exporters.Exporter | None:
    return next((item for item in exporters.EXPORTERS if item.recognises(source.data)), None)


def _is_lines(source: Source) -> bool:
    """JSON Lines of records: by its suffix, or two records on the first two lines."""
    if not exporters.BY_NAME["record"].recognises(source.data[:65536]):
        return False
    return source.name.endswith((".jsonl", ".ndjson")) or b"}\n{" in source.data[:1_000_000]


def _lines(source: Source) -> Iterator[Reading]:
    for number, line in enumerate(source.data.split(b"\n"), start=1):
        if line.strip():
            record, problems = checks.validate_bytes(line, source.location)
            yield record, tuple(_on_line(item, number) for item in problems)


def _on_line(found: Problem, number: int) -> Problem:
    """The problem of a record that stands on one line of a file."""
    where = dataclasses.replace(found.location, line=number)
    return dataclasses.replace(found, location=where)


def _record_back(found: exporters.Exporter, data: bytes, file: str) -> Reading:
    if found.name == "record":
        return checks.validate_bytes(data, file)
    try:
        record = found.read(data, file)
    except InvalidRecord as error:
        return None, error.problems
    problems = checks.validate_record(record, file)
    return (None if _errors(problems) else record), problems


# ------------------------------------------------------------------ record → exports


def _export(part: Conversion, writers: list[exporters.Exporter], settings: Settings) -> Conversion:
    """The part with its exports, and a problem for each format that cannot carry the record."""
    if part.record is None or not writers:
        return part
    written: list[tuple[str, bytes]] = []
    problems = list(part.problems)
    for item in writers:
        try:
            written.append((item.name, item.write(part.record, settings)))
        except InvalidRecord as error:
            problems += (_at(found, part.source.location) for found in error.problems)
    record = part.record if written else None
    return dataclasses.replace(
        part, record=record, problems=tuple(problems), exports=tuple(written)
    )


def _at(found: Problem, file: str) -> Problem:
    """The problem, placed in the file that was given; an exporter knows the record only."""
    return dataclasses.replace(found, location=dataclasses.replace(found.location, file=file))


def _ensure_valid(record: Record) -> None:
    """Raises InvalidRecord with all errors of the record; its `source.name` is the file named."""
    if not isinstance(record, Record):
        raise TypeError(f"wanted a Record, not {type(record).__name__}: see Record.from_json")
    errors = _errors(checks.validate_record(record, record.source.name))
    if errors:
        raise InvalidRecord(errors)


def _errors(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(item for item in problems if item.severity == "error")
