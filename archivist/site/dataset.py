"""This module describes the site as a dataset: VoID, DCAT 3, and a page for people.

Triples are counted, not estimated. The licence of the metadata stands on the dataset and never on
the things it describes; that of a text is with its article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archivist import schema
from archivist.exporters import Exporter
from archivist.exporters.graph.lines import is_iri, literal
from archivist.namespaces import PREFIXES, PROFILE
from archivist.pages.markup import text
from archivist.site.folder import Folder
from archivist.site.layout import Frame, Page, address, facts, link, section, table, words, write
from archivist.site.state import State

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": PREFIXES["dcterms"],
    "prov": PREFIXES["prov"],
    "schema": PREFIXES["schema"],
    "void": "http://rdfs.org/ns/void#",
    "xsd": PREFIXES["xsd"],
}
# What ships with every site: name → what it is.
CONTRACTS = {
    "vocabulary.ttl": "the vocabulary, RDF Schema and OWL",
    "context.jsonld": "the JSON-LD 1.1 context",
    "shapes.ttl": "the shapes of the graph, SHACL",
    "record.schema.json": "the record, JSON Schema 2020-12",
}
LISTS = {
    "dataset.ttl": ("this description, VoID and DCAT 3, Turtle", "text/turtle"),
    "dataset.jsonld": ("the same, JSON-LD", "application/ld+json"),
    "sitemap.xml": ("all pages, sitemaps.org", "application/xml"),
    "changes.json": ("what was added, changed, withdrawn; ActivityStreams 2.0", "application/json"),
    "redirects.csv": ("identifiers and where they lead, for resolvers", "text/csv"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What the dataset holds. `identities`: triples about what was reconciled."""

    articles: int
    triples: int
    identities: int
    things: int
    example: str | None
    dumps: tuple[tuple[str, int], ...] = ()


def count(state: State, identities: int, dumps: tuple[tuple[str, int], ...]) -> Counts:
    """Counted from what the articles said."""
    return Counts(
        articles=state.number("SELECT count(*) FROM articles"),
        triples=state.number("SELECT sum(triples) FROM articles"),
        identities=identities,
        things=state.number("SELECT count(*) FROM temp.subjects WHERE page LIKE 'id/%'"),
        example=(state.one("SELECT min(id) FROM articles") or (None,))[0],
        dumps=dumps,
    )


def write_all(
    folder: Folder, frame: Frame, counts: Counts, formats: tuple[Exporter, ...], as_of: str
) -> None:
    turtle = _turtle(frame, counts, as_of)
    folder.put("dataset.ttl", turtle)
    folder.put(".well-known/void", turtle)
    folder.put("dataset.jsonld", _jsonld(frame, counts, as_of))
    for name in CONTRACTS:
        folder.put(f"vocabulary/{name}", schema.read(name))
    folder.put("data.html", write(_page(frame, counts, formats, as_of), frame))


# ------------------------------------------------------------------ for machines

Value = tuple[str, str]  # ("iri" | "text" | "integer" | "instant" | "said", value)


def _statements(frame: Frame, counts: Counts, as_of: str) -> Iterator[tuple[str, str, Value]]:
    base = frame.base
    own = f"{base}dataset#dataset"
    yield f"{base}dataset", "rdf:type", ("iri", "void:DatasetDescription")
    yield f"{base}dataset", "schema:mainEntity", ("iri", own)
    for kind in ("void:Dataset", "dcat:Dataset", "schema:Dataset"):
        yield own, "rdf:type", ("iri", kind)
    yield own, "dcterms:title", ("text", frame.title)
    yield own, "schema:name", ("text", frame.title)
    yield own, "dcterms:description", ("said", frame.label("description"))
    yield own, "dcterms:modified", ("instant", as_of)
    yield own, "dcterms:conformsTo", ("iri", PROFILE)
    if frame.metadata_licence and is_iri(frame.metadata_licence):
        yield own, "dcterms:license", ("iri", frame.metadata_licence)
    yield own, "dcat:landingPage", ("iri", base)
    yield own, "void:uriSpace", ("text", base)
    yield own, "void:rootResource", ("iri", f"{base}dataset")
    yield own, "void:triples", ("integer", str(counts.triples + counts.identities))
    yield own, "void:documents", ("integer", str(counts.articles + counts.things))
    if counts.example:
        example = f"{base}article/{counts.example[-36:]}"
        yield own, "void:exampleResource", ("iri", f"{example}#article")
    for name in sorted(PREFIXES.values()):
        yield own, "void:vocabulary", ("iri", name)
    yield from _subsets(own, base, counts)
    yield from _distributions(own, base, counts)


def _subsets(own: str, base: str, counts: Counts) -> Iterator[tuple[str, str, Value]]:
    parts = (("articles", "article/", counts.triples), ("identities", "id/", counts.identities))
    for name, below, triples in parts:
        part = f"{base}dataset#{name}"
        yield own, "void:subset", ("iri", part)
        yield part, "rdf:type", ("iri", "void:Dataset")
        yield part, "void:uriSpace", ("text", base + below)
        yield part, "void:triples", ("integer", str(triples))
        number = counts.articles if name == "articles" else counts.things
        yield part, "void:documents", ("integer", str(number))


def _distributions(own: str, base: str, counts: Counts) -> Iterator[tuple[str, str, Value]]:
    for path, size in counts.dumps:
        part = f"{base}dataset#{path.rpartition('/')[2].partition('.')[0]}"
        yield own, "void:dataDump", ("iri", base + path)
        yield own, "dcat:distribution", ("iri", part)
        yield part, "rdf:type", ("iri", "dcat:Distribution")
        yield part, "dcat:downloadURL", ("iri", base + path)
        yield part, "dcat:mediaType", ("iri", _MEDIA + "application/n-quads")
        yield part, "dcat:compressFormat", ("iri", _MEDIA + "application/gzip")
        yield part, "dcat:byteSize", ("integer", str(size))


_MEDIA = "http://www.iana.org/assignments/media-types/"


def _turtle(frame: Frame, counts: Counts, as_of: str) -> bytes:
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in _PREFIXES.items()]
    before = ""
    for subject, predicate, value in _statements(frame, counts, as_of):
        written = f"  {'a' if predicate == 'rdf:type' else predicate} {_term(value, frame)}"
        if subject == before:
            lines[-1] += " ;"
        else:
            if before:
                lines[-1] += " ."
            lines += ["", f"<{subject}>"]
        lines.append(written)
        before = subject
    return ("\n".join(lines) + " .\n").encode()


def _term(value: Value, frame: Frame) -> str:
    kind, said = value
    match kind:
        case "iri":
            return said if said.partition(":")[0] in _PREFIXES else f"<{said}>"
        case "integer":
            return said
        case "instant":
            return f'"{said}"^^xsd:dateTime'
        case "said":
            return f"{literal(said)}@{frame.language}"
    return literal(said)


def _jsonld(frame: Frame, counts: Counts, as_of: str) -> bytes:
    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in _statements(frame, counts, as_of):
        node = nodes.setdefault(subject, {"@id": subject})
        key = "@type" if predicate == "rdf:type" else predicate
        written = value[1] if key == "@type" else _json(value, frame)
        node.setdefault(key, []).append(written)
    document = {"@context": _PREFIXES, "@graph": list(nodes.values())}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _json(value: Value, frame: Frame) -> Any:
    kind, said = value
    match kind:
        case "iri":
            return {"@id": said}
        case "integer":
            return int(said)
        case "instant":
            return {"@value": said, "@type": "xsd:dateTime"}
        case "said":
            return {"@value": said, "@language": frame.language}
    return said


# ------------------------------------------------------------------ for people


def _page(frame: Frame, counts: Counts, formats: tuple[Exporter, ...], as_of: str) -> Page:
    here = "data.html"
    rows = [
        (frame.say("articles"), f"{counts.articles:,}"),
        (frame.say("triples"), f"{counts.triples + counts.identities:,}"),
        (frame.say("as-of"), f'<time datetime="{text(as_of)}">{text(as_of)}</time>'),
        ("base IRI", f"<code>{text(frame.base)}</code>"),
    ]
    if frame.metadata_licence:
        rows.append((frame.say("metadata-licence"), address(frame.metadata_licence)))
    heads = (frame.say("file"), frame.say("what"))
    files = [(link(here, name, text(name)), text(what)) for name, (what, _) in LISTS.items()]
    files += [
        (link(here, f"vocabulary/{name}", text(name)), text(what))
        for name, what in CONTRACTS.items()
    ]
    files += [(link(here, path, text(path)), f"{size:,} bytes") for path, size in counts.dumps]
    beside = [(f"<code>{text(item.suffix)}</code>", text(item.title)) for item in formats]
    main = (
        f"<h1>{frame.say('data')}</h1>\n<p>{frame.say('data-note')}</p>\n{facts(rows)}"
        + section(words(frame.title), table(frame.say("file"), heads, files, "small"))
        + section(frame.say("formats"), table(frame.say("formats"), heads, beside, "small"))
    )
    return Page(here, frame.label("data"), f'<div class="data">{main}</div>')
