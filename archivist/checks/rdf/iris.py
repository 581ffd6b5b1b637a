"""This module knows what is no IRI (RFC 3987), and what no IRI is meant to be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from archivist.jsontext.walk import short

# Where a file lies is nobody's business: what is written relative to it shows by this.
BASE = "https://document.invalid/"
HTTP, HTTPS = "http://schema.org/", "https://schema.org/"

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]|%(?![0-9A-Fa-f]{2})")
# Prefixes that everybody uses: `dct:title` is an IRI by its form, and is never meant as one.
WELL_KNOWN: Mapping[str, str] = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dct": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def is_absolute(iri: str) -> bool:
    """Whether it begins with a scheme."""
    return _ABSOLUTE.match(iri) is not None


def resolved(iri: str, base: str) -> str:
    """`iri` against a base (RFC 3986 section 5)."""
    if is_absolute(iri):
        return iri
    try:
        found = urljoin(base, iri)
    except ValueError:  # `//[`: no host
        return base + iri
    return found + "#" if iri.endswith("#") and not found.endswith("#") else found


def fault(iri: str) -> str | None:
    """Which character no IRI has, in words; None when there is none."""
    found = _FORBIDDEN.search(iri)
    if found is None:
        return None
    char = found[0]
    name = {" ": "a blank", "%": "a % that begins no byte"}.get(char)
    name = name or (char if char.isprintable() else f"U+{ord(char):04X}")
    return f"found {name} in <{short(iri.removeprefix(BASE), 90)}>"


def is_relative(iri: str) -> bool:
    """Whether it was written relative to the place of its file."""
    return iri.startswith(BASE) or not is_absolute(iri)


def undeclared(iri: str) -> str | None:
    """The prefix of an IRI that is a compact name whose prefix nobody declared."""
    prefix, colon, local = iri.partition(":")
    return prefix if colon and prefix in WELL_KNOWN and not local.startswith("/") else None
