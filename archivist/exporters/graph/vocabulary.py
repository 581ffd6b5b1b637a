"""This module makes the vocabulary out of the mapping: schemas/vocabulary.ttl (RDF Schema, OWL).

It explains what is under `arch:`, and says of every property which field of the record it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archivist import record as r
from archivist.exporters.graph.mapping import ARTICLE, DOCUMENT, EVIDENCE, SHAPES, Field, item_of
from archivist.exporters.graph.terms import CONCEPTS, DATATYPES, TERM, TERMS, Term
from archivist.namespaces import ARCH, PREFIXES

# What a part is, where the mapping spells it without a class of its own.
_INNER: dict[str, tuple[tuple[str, str], ...]] = {
    "corrected": (("by", "correctedBy"), ("patch", "correction")),
    "cue": (("span", "cue"),),
}


def fields() -> list[tuple[str, str]]:
    """(field of the record, property) for all, in order: `("quotes/speaker/how", "arch:how")`.

    Evidence, which stands at so many of them, comes once, as `evidence/rule` and so on.
    """
    found = [*_of("", r.Record, (*DOCUMENT.fields, *ARTICLE.fields))]
    return [*found, *_of("evidence/", r.Evidence, EVIDENCE)]


def _of(path: str, cls: Any, shape: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    for field in shape:
        own = path + r.json_key(field.attribute)
        item = item_of(cls, field.attribute)
        if field.key and field.how not in _INNER:
            yield own + ("/value" if field.how == "valued" else ""), TERM[field.key].name
        if field.how in _INNER:
            yield from ((f"{own}/{name}", TERM[key].name) for name, key in _INNER[field.how])
        elif item in SHAPES:
            yield from _of(own + "/", item, SHAPES[item].fields)


# ------------------------------------------------------------------ Turtle


def vocabulary() -> bytes:
    """The vocabulary in Turtle: UTF-8, ends with a newline."""
    holds: dict[str, list[str]] = {}
    for path, name in fields():
        holds.setdefault(name, []).append(path)
    return "\n".join([*_head(), *_classes(), *_properties(holds)]).encode("utf-8")


def _head() -> Iterator[str]:
    names = {
        **PREFIXES,
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    }
    for prefix, namespace in sorted(names.items()):
        yield f"@prefix {prefix}: <{namespace}> ."
    yield ""
    yield f"<{ARCH.rstrip('#')}> a owl:Ontology ;"
    yield '  rdfs:label "archivist"@en ;'
    yield (
        '  rdfs:comment "What an archived article says, and why we think so. '
        'The names do not resolve yet: they are names first."@en .'
    )
    yield ""
    yield "arch:field a owl:AnnotationProperty ;"
    yield '  rdfs:label "field"@en ;'
    yield '  rdfs:comment "Field of the archivist record whose value the property has."@en .'
    yield ""


def _classes() -> Iterator[str]:
    for name, note in CONCEPTS.items():
        if note:
            kind = "owl:Class" if name[5].isupper() else "owl:NamedIndividual"
            yield from _block(name, kind, note, [])


def _properties(holds: dict[str, list[str]]) -> Iterator[str]:
    described: set[str] = set()
    for term in TERMS:
        if term.name in described:
            continue
        described.add(term.name)
        paths = [f'arch:field "{path}"' for path in holds.get(term.name, ())]
        if term.note:
            yield from _block(term.name, _kind(term), term.note, [*_range(term), *paths])
        elif paths:
            yield f"{term.name} " + " ;\n  ".join(paths) + " ."
            yield ""


def _block(name: str, kind: str, note: str, more: list[str]) -> Iterator[str]:
    label = name.partition(":")[2]
    lines = [f"{name} a {kind}", f'rdfs:label "{label}"@en', f'rdfs:comment "{note}"@en', *more]
    yield " ;\n  ".join(lines) + " ."
    yield ""


def _kind(term: Term) -> str:
    if term.kind == "json":
        return "rdf:Property"  # literals and nodes
    things = ("part", "node", "concept")
    if term.kind == "link":
        return "rdf:Property"  # an IRI where it is a valid one
    return "owl:ObjectProperty" if term.kind in things else "owl:DatatypeProperty"


def _range(term: Term) -> list[str]:
    if term.kind == "text":
        return ["rdfs:range xsd:string"]
    return [f"rdfs:range {DATATYPES[term.kind]}"] if term.kind in DATATYPES else []
