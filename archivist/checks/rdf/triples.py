"""This module turns the terms of one RDF library into those of another."""

from __future__ import annotations

from typing import Any

from archivist.namespaces import XSD


def term(value: Any) -> Any:
    """A term of pyoxigraph as one of rdflib; literals keep every character as written."""
    import rdflib

    match type(value).__name__:
        case "NamedNode":
            return rdflib.URIRef(value.value)
        case "BlankNode":
            return rdflib.BNode(value.value)
        case "Triple":
            return rdflib.Literal(str(value))  # rdflib has no terms of RDF 1.2
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    plain = value.datatype.value == XSD + "string"
    datatype = None if plain else rdflib.URIRef(value.datatype.value)
    return rdflib.Literal(value.value, datatype=datatype, normalize=False)
