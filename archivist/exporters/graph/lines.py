"""This module spells statements as N-Triples and N-Quads lines (RDF 1.1, RDFC-1.0).

With no blank nodes, the sorted lines are the canonical form of the graph (RDFC-1.0, section 5).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from archivist.errors import InvalidRecord, UsageError
from archivist.exporters.graph.terms import DATATYPES, TERMS, Term
from archivist.exporters.graph.writing import Said, statements
from archivist.namespaces import PREFIXES, XSD, expand
from archivist.problems import Location, problem
from archivist.record import Record
from archivist.settings import Settings

ARTICLE_PATH = "article/"
_UUID = 36  # characters
# Record ids are UUIDs of version 5: no other urn:uuid: is taken for one.
_RECORD_ID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

# RDFC-1.0 (section 5.2) and N-Triples have names for these; other controls are \uXXXX.
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_SPECIAL = re.compile('[\x00-\x1f\x7f"\\\\\ufffe\uffff]')

# A well-formed language tag (RFC 5646, section 2.1), without the irregular ones of old, which
# RDF parsers judge differently.
_LANGTAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?"
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?"
)

# An absolute IRI (RFC 3987) that every parser leaves as it is: lower-case scheme, whole percent
# triplets, brackets only around an IPv6 address, no private characters, digits for a port.
_CHARS = (
    r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}"
    r"|[\u00a0-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    r"\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd\U000e1000-\U000efffd])"
)
_HOST = r"(?:\[[0-9A-Fa-f:.]+\]|(?:(?![:@])" + _CHARS + r")*)"
_IRI = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]+):(?://(?:(?:(?!@)" + _CHARS + r")*@)?" + _HOST + r"(?::[0-9]*)?"
    r"(?:/" + _CHARS + r"*)*|(?!//)(?:" + _CHARS + r"|/)+)"
    r"(?:\?(?:" + _CHARS + r"|[/?])*)?(?:#(?:" + _CHARS + r"|[/?])*)?"
)
# Schemes that the JSON-LD context would take for prefixes or keys of its own.
_TAKEN = frozenset(PREFIXES) | {term.key.lower() for term in TERMS} | {"id", "type", "includes"}


def lines(record: Record, settings: Settings, *, named: bool) -> list[str]:
    """The sorted lines of the graph, without line ends; `named`: each with the graph's IRI."""
    return sorted(set(_spelled(record, statements(record, settings), settings, named=named)))


def grouped(record: Record, settings: Settings, *, named: bool) -> list[str]:
    """The same lines in the order of the record, by subject and then by predicate."""
    groups: dict[str, dict[str, list[Said]]] = {}
    for one in statements(record, settings):
        group = groups.setdefault(one[0], {"rdf:type": []})
        group.setdefault(one[1].name, []).append(one)
    ordered = [one for group in groups.values() for said in group.values() for one in said]
    return list(dict.fromkeys(_spelled(record, ordered, settings, named=named)))


def _spelled(record: Record, said: list[Said], settings: Settings, *, named: bool) -> list[str]:
    document = document_iri(record, settings)
    spell = _spellings(document, tag(record))
    head, tail = f"<{document}", f" <{document}> ." if named else " ."
    found = []
    for subject, term, value in said:
        predicate, inside = _PREDICATES[term]
        if inside:  # most are: not worth a call
            found.append(f"{head}{subject}> {predicate} {head}{value}>{tail}")
        else:
            found.append(f"{head}{subject}> {predicate} {spell[term.kind](value)}{tail}")
    return found


def document_iri(record: Record, settings: Settings) -> str:
    """`urn:uuid:…`, or `{base}article/{uuid}`. Raises UsageError for a base that is no IRI."""
    return iri_of(record.id, settings.base_iri)


def iri_of(id: str, base: str | None) -> str:
    """The IRI of the document, and of the graph, about the record with that id, as above."""
    if base is None:
        return id
    if "#" in base or not is_iri(base):
        hint = "A base is an absolute IRI, as https://archive.example.org/"
        raise UsageError(f"not a base IRI: {base}", hint=hint)
    return base + ("" if base.endswith("/") else "/") + ARTICLE_PATH + id[-_UUID:]


def postmark(document: str, found: list[str]) -> str:
    """The line that a published graph has beside those `found`, which are sorted: their digest.

    Who has the graph can tell whether it is whole, and whether it is the one that would be sent.
    """
    digest = sha256("".join(f"{line}\n" for line in found).encode("utf-8")).hexdigest()
    return f'<{document}> <{expand("arch:graphDigest")}> "{digest}" .'


def tag(record: Record) -> str | None:
    """The language tag of the article's words, in lower case as all parsers keep it."""
    value = record.language.value.lower() if record.language else ""
    return value if _LANGTAG.fullmatch(value) else None


@functools.lru_cache(maxsize=4096)
def is_iri(value: str) -> bool:
    """Whether all parsers take it for an absolute IRI and keep every character."""
    match = _IRI.fullmatch(value)
    return match is not None and match["scheme"] not in _TAKEN


def work_iri(target: str, document: str) -> str | None:
    """The article that a record id names, beside `document`; None for what is no id of ours."""
    if not _RECORD_ID.fullmatch(target):
        return None
    return f"{document[:-_UUID]}{target[-_UUID:]}#article"


def literal(value: str) -> str:
    """A plain string in quotation marks."""
    if _SPECIAL.search(value):
        value = _SPECIAL.sub(_escaped, value)
    return f'"{value}"'


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return _NAMED.get(character) or f"\\u{ord(character):04X}"


# How a property is spelled, and whether its values are nodes of the document.
_PREDICATES: dict[Term, tuple[str, bool]] = {
    term: (f"<{term.iri}>", term.kind in ("part", "node")) for term in TERMS
}
_concept = functools.cache(lambda name: f"<{expand(name)}>")


def json_scalar(value: Any) -> tuple[str, str] | None:
    """Lexical form and datatype of a JSON string, integer or boolean; None for null.

    Raises InvalidRecord (R025) for anything else: there are no floats in a record.
    """
    match value:
        case None:
            return None
        case bool():
            return str(value).lower(), "xsd:boolean"
        case int():
            return str(value), "xsd:integer"
        case str():
            return value, "xsd:string"
        case _:
            message = f"a patch holds {value!r}, which is no value of I-JSON without fractions"
            raise InvalidRecord((problem("R025", message, Location("history"), path="/history"),))


def _json(value: Any) -> str:
    scalar = json_scalar(value)
    if scalar is None:
        return _concept("arch:null")
    lexical, datatype = scalar
    if datatype == "xsd:string":
        return literal(lexical)
    return f'"{lexical}"^^<{expand(datatype)}>'


def _link(value: str) -> str:
    return f"<{value}>" if is_iri(value) else literal(value)


def _typed(datatype: str) -> Callable[[Any], str]:
    ending = f'"^^<{expand(datatype)}>'
    return lambda value: f'"{value}{ending}'


def _flag(value: bool) -> str:
    return f'"{"true" if value else "false"}"^^<{XSD}boolean>'


def _dated(value: tuple[str, str]) -> str:
    return f'"{value[0]}"^^<{XSD}{value[1]}>'


_SPELL: dict[str, Callable[[Any], str]] = {
    **{kind: _typed(datatype) for kind, datatype in DATATYPES.items()},
    "flag": _flag,
    "text": literal,
    "json": _json,
    "link": _link,
    "concept": _concept,
    "dated": _dated,
    # EDTF is ASCII only when it is EDTF: an unchecked value is escaped like any other.
    "edtf": lambda value: f"{literal(value)}^^<{expand('edtf:EDTF')}>",
}


def _spellings(document: str, language: str | None) -> dict[str, Callable[[Any], str]]:
    ending = f"@{language}" if language else ""

    def said(value: str) -> str:
        return literal(value) + ending

    def work(value: str) -> str:
        found = work_iri(value, document)
        return f"<{found}>" if found else _link(value)

    return {**_SPELL, "said": said, "work": work}
