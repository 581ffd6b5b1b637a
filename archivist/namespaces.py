"""This module holds every URI and prefix that archivist writes."""

from __future__ import annotations

# Our own names. They do not resolve yet; they are names first.
HOME = "https://w3id.org/archivist/"
ARCH = HOME + "ns#"
PROFILE = HOME + "profile/1"
SCHEMA_RECORD = HOME + "schema/record/"  # and the version of the record
CV = HOME + "cv/"
ARC_NEWSML = HOME + "ns/newsml/1.0/"

SCHEMA = "http://schema.org/"  # http, as schema.org's own context maps it
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
EDTF = "http://id.loc.gov/datatypes/edtf/"
DOCO = "http://purl.org/spar/doco/"
ISO639_2 = "http://id.loc.gov/vocabulary/iso639-2/"

# Syntaxes of RDF: what people call them, and pyoxigraph.
SYNTAXES = {
    "turtle": ("Turtle", "TURTLE"),
    "ntriples": ("N-Triples", "N_TRIPLES"),
    "nquads": ("N-Quads", "N_QUADS"),
    "trig": ("TriG", "TRIG"),
    "rdfxml": ("RDF/XML", "RDF_XML"),
    "jsonld": ("JSON-LD", "JSON_LD"),
}

NAR = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
IPTC_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
BASE64 = "http://www.w3.org/2000/09/xmldsig#base64"  # XML-Signature 6.6.2
PRONOM = "info:pronom/"

PREFIXES: dict[str, str] = {
    "arch": ARCH,
    "dcterms": DCTERMS,
    "doco": DOCO,
    "edtf": EDTF,
    "oa": OA,
    "prov": PROV,
    "schema": SCHEMA,
    "xsd": XSD,
}


def expand(curie: str) -> str:
    """`schema:name` → `http://schema.org/name`; `rdf:` is known, though it is never printed."""
    prefix, _, name = curie.partition(":")
    return (RDF if prefix == "rdf" else PREFIXES[prefix]) + name
