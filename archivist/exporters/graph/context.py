"""This module makes the JSON-LD 1.1 context out of the terms: schemas/context.jsonld."""

from __future__ import annotations

import functools
import json
from typing import Any

from archivist.exporters.graph.terms import CONCEPTS, DATATYPES, TERMS, Term
from archivist.namespaces import PREFIXES


@functools.cache
def context() -> dict[str, Any]:
    """The context that stands in every JSON-LD document, in fixed order. Not to be changed."""
    found: dict[str, Any] = {"@version": 1.1, "@protected": True}
    found |= {"id": "@id", "type": "@type", "includes": "@included"}
    found |= dict(sorted(PREFIXES.items()))
    found |= {concept(name): name for name in CONCEPTS if name != "arch:null"}
    return found | {term.key: _definition(term) for term in TERMS if term.key != "type"}


def published() -> bytes:
    """schemas/context.jsonld: UTF-8, ends with a newline."""
    text = json.dumps({"@context": context()}, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8")


def concept(name: str) -> str:
    """The key of a class or individual: `schema:Person` → `Person`."""
    return name.partition(":")[2]


def _definition(term: Term) -> Any:
    """Every kind says how its values are to be typed, so that no parser guesses."""
    if term.reverse:
        return {"@reverse": term.name, "@type": "@id"}
    match term.kind:
        case "text" | "json" | "dated":
            return term.name
        case "said":
            return {"@id": term.name, "@container": "@language"}
        case "concept":
            return {"@id": term.name, "@type": "@vocab"}
        case "part" | "node" | "link" | "work":
            return {"@id": term.name, "@type": "@id"}
        case kind:
            return {"@id": term.name, "@type": DATATYPES[kind]}
