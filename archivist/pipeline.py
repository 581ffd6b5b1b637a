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

from archivist import checks, engines, exporters, fingerprint, own, readers, text, units
from archivist.checks.tags import is_language_tag
from archivist.errors import InvalidRecord, UsageError, WorldRefused
from archivist.problems import CODES, Location, Problem, problem
from archivist.readers import Stream, supplied
from archivist.record import (
    SCHEMA_VERSION,
    Aside,
    Document,
    HistoryEntry,
    Record,
    Source,
    SourceInfo,
    record_id,
)
from archivist.settings import ARTICLES, DETAILS, ORDERS, Settings
from archivist.units import Found, Unit

if TYPE_CHECKING:
    import rdflib

Input = Source | Stream | Path | str | bytes | bytearray | memoryview


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
    set_aside: Aside | None = None


# ------------------------------------------------------------------ the journey


def convert(
    source: Input, *, to: Sequence[str] = (), settings: Settings = Settings()
) -> Iterator[Conversion]:
    """Every article of a source as record and exports, in the order of the source.

    `source`: a path, bytes, a Source or a Stream; `to`: names of `EXPORTERS`. Raises at once
    UsageError for an unknown format or setting, WorldRefused for a file that cannot be read; on
    the way OSError where reading a Stream fails later.
    """
    chosen = writers((to,) if isinstance(to, str) else to, settings)
    fixed = dataclasses.replace(checked(settings), as_of=fingerprint.as_of(settings.as_of))
    opened = _stream(source)
    return (_export(part, chosen, fixed) for part in _read(opened, fixed))


def read(source: Input, *, settings: Settings = Settings()) -> Iterator[Document | Record]:
    """The documents of a source, or the records when it is one of our exports.

    Raises at once what `convert` does, and on the way InvalidRecord (its `problems` say where)
    when the source gives neither.
    """
    settings = checked(settings)
    opened = _stream(source)
    return (_or_raise(units.read(unit, settings)) for unit in units.cut(opened, settings))


def _or_raise(found: Found) -> Document | Record:
    """The document or record. Raises InvalidRecord for a part that is neither."""
    if found.record is not None:
        return found.record
    if found.document is not None:
        return found.document
    if found.aside is not None:
        what = f"set aside, {found.aside.reason}: {found.aside.evidence}"
        raise InvalidRecord((problem("R008", what, Location(found.source.location)),))
    raise InvalidRecord(found.problems)


def validate(
    data: Record | dict[str, Any] | Input, *, file: str | None = None
) -> tuple[Problem, ...]:
    """All problems of a record, or of a file that `archivist validate` takes; empty when valid.

    `data`: a Record, its JSON value, or what `convert` takes as source; `file` is the name that
    the problems show. Raises WorldRefused for a file that cannot be read.
    """
    if isinstance(data, Record):
        return checks.validate_record(data, file or "record")
    if isinstance(data, dict):
        return checks.validate_value(data, file or "record")[1]
    source = _stream(data).whole(None)
    location = file or ("record" if source.location == "-" else source.location)
    return validate_bytes(source.data, location)[1]


def validate_bytes(data: bytes, file: str) -> tuple[int, tuple[Problem, ...]]:
    """How many records were checked, and all their problems with line and column."""
    source = Source(file, file.replace("\\", "/").rpartition("/")[2], data)
    number = 0
    found: list[Problem] = []
    for problems in _problems_of(source):
        number += 1
        found.extend(problems)
    return number, tuple(found)


def _problems_of(source: Source) -> Iterator[tuple[Problem, ...]]:
    """The problems of each record, or of what anybody wrote."""
    from archivist import anybody

    stream = Stream.of(source)
    if own.is_lines(stream):
        for number, line in own.lines(stream, len(source.data)):
            yield own.read_line(line, number)[1]
    else:
        yield anybody.read(source)[1]


def export(record: Record, format: str, *, settings: Settings = Settings()) -> bytes:
    """The bytes of a record in a format of `EXPORTERS`.

    Raises InvalidRecord when the record has errors or the format cannot carry it.
    """
    (writer,) = writers((format,), settings)
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


def writers(names: Sequence[str], settings: Settings) -> list[exporters.Exporter]:
    """The exporters. Raises UsageError, too, for one that cannot leave out what is to be."""
    found = [exporter(name) for name in names]
    for item in found if settings.without_text else ():
        if not item.wordless:
            fit = ", ".join(one.name for one in exporters.EXPORTERS if one.wordless)
            hint = f"leave it out, or write one of {fit}"
            raise UsageError(f"{item.name} holds the text, --without-text leaves it out", hint=hint)
    return found


def checked(settings: Settings) -> Settings:
    """The settings. Raises UsageError for a value that means nothing, MissingPart for an engine."""
    if not isinstance(settings, Settings):
        raise TypeError(f"settings are Settings(…), not {type(settings).__name__}")
    names = [reader.name for reader in readers.READERS]
    choices = {
        "format": (None, *names),
        "date_order": ORDERS,
        "detail": DETAILS,
        "articles": ARTICLES,
    }
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
    least = settings.min_confidence
    if least is not None and (type(least) is not int or not 0 <= least <= 100):
        hint = "a whole number from 0 to 100, for example 70"
        raise UsageError(f"no confidence in percent: {least!r}", hint=hint)
    if settings.engine is not None:
        engines.load(settings.engine)
    supplied.check(settings)
    if settings.metadata_licence is not None:
        _check_licence(settings.metadata_licence)
    if settings.corrections:
        from archivist.corrections import ledger

        ledger.check(settings.corrections)
    return settings


def _check_licence(licence: str) -> None:
    """Raises UsageError for what no parser of RDF would keep as an IRI."""
    from archivist.exporters.graph.lines import is_iri

    if not is_iri(licence):
        hint = "for example https://creativecommons.org/publicdomain/zero/1.0/"
        raise UsageError(f"no IRI of a licence: {licence!r}", hint=hint)


def describe(source: Input, settings: Settings) -> tuple[str | None, str]:
    """The name of the format a source is read as (None: not read), and why."""
    stream = _stream(source)
    if not settings.format and own.is_lines(stream):
        return "record", "lines of our own records, by their profile"
    choice = readers.choose(stream, settings)
    if choice.reader is not None and choice.reader.split is not None:
        return choice.reader.name, choice.why
    whole = stream.whole(settings.max_size)
    refused = units.refusal(whole, stream, settings.max_size)
    if refused:
        return None, _titled(refused)
    found = None if settings.format else own.exporter_of(whole)
    if found:
        return found.name, "one of our own exports, by its profile"
    if choice.reader is None:
        return None, choice.why
    if choice.reader.name in TEXTS:
        decoded = text.decode(whole.data, whole.location, encoding=settings.encoding)
        if isinstance(decoded, Problem):
            return None, _titled(decoded)
    return choice.reader.name, choice.why


TEXTS = ("markdown", "plain")  # formats that take any text: what cannot be decoded is not theirs


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


def _stream(given: Input) -> Stream:
    match given:
        case Stream():
            return given
        case Source(data=bytes()):
            return Stream.of(given)
        case bytes() | bytearray() | memoryview():
            return Stream.of(Source("-", "stdin", bytes(given)))
        case str() | os.PathLike():
            return _opened(Path(given))
    raise TypeError(f"a source is a path, bytes or a Source of bytes, not {type(given).__name__}")


def _opened(path: Path) -> Stream:
    """The file as a stream, looked at once so that what cannot be read is refused here."""
    location = text.printable(str(path))
    stream = Stream(location, text.record_name(path.name), lambda: path.open("rb"))
    try:
        stream.head(1)
    except IsADirectoryError as error:
        hint = "one source is one file; the command `archivist convert` goes through folders"
        raise WorldRefused(f"{location}: {error.strerror}", hint=hint) from error
    except OSError as error:
        hint = "a str is a path; the text of an article is given as bytes"
        raise WorldRefused(f"{location}: {error.strerror or error}", hint=hint) from error
    except ValueError as error:  # a NUL in the name
        raise WorldRefused(f"{location!r}: {error}") from error
    return stream


def exported(part: Conversion, to: Sequence[str], settings: Settings) -> Conversion:
    """A conversion with its record in those formats, and a problem for each that cannot be."""
    return _export(part, writers(to, settings), settings)


def convert_unit(unit: Unit, to: Sequence[str], settings: Settings) -> Conversion:
    """One unit as record and exports, of which it knows no more than itself.

    `settings` are `checked` ones with the instant of the run.
    """
    return _export(_converted(unit, settings), [exporter(name) for name in to], settings)


def _read(stream: Stream, settings: Settings) -> Iterator[Conversion]:
    for unit in units.cut(stream, settings):
        yield _converted(unit, settings)


def _converted(unit: Unit, settings: Settings) -> Conversion:
    found = units.read(unit, settings)
    if found.document is not None and not _errors(found.problems):
        return _corrected(_extract(found.document, found.problems, settings), settings)
    made = Conversion(found.source, found.record, found.problems, set_aside=found.aside)
    return _corrected(made, settings)


def _corrected(part: Conversion, settings: Settings) -> Conversion:
    """The part with the corrections kept for its record; a conflict is an error, and it stays."""
    if part.record is None or not settings.corrections:
        return part
    from archivist import corrections

    patches = corrections.load_all(settings.corrections).of(part.record.id)
    done = corrections.correct(part.record, patches, again=True)
    problems = (*part.problems, *done.problems)
    return dataclasses.replace(part, record=done.record, problems=problems)


def _extract(document: Document, problems: tuple[Problem, ...], settings: Settings) -> Conversion:
    record, more = _record(document, settings)
    found = (*problems, *more, *checks.validate_record(record, document.source.location))
    return Conversion(document.source, None if _errors(found) else record, found)


def _record(document: Document, settings: Settings) -> tuple[Record, tuple[Problem, ...]]:
    """The record of a document: what was extracted, and where and how it was made."""
    from archivist import extractors  # rules of seven languages: not for reading records back

    article = extractors.extract(document, settings)
    source = document.source
    digest = source.digest()
    components = (
        *document.components,
        *article.components,
        *fingerprint.options(settings),
    )
    generator = fingerprint.generator(fingerprint.as_of(settings.as_of), components)
    record = Record(
        schema_version=SCHEMA_VERSION,
        id=record_id(digest),
        generator=generator,
        source=SourceInfo(
            name=source.name,
            part=source.part,
            places=source.places,
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
