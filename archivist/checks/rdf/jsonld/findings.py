"""This module judges what a walk through JSON-LD meets: keys, links, types, values, languages."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from archivist.checks.rdf import iris, lexical
from archivist.checks.rdf.jsonld.contexts import UNSET, Context, Definition
from archivist.checks.tags import is_language_tag
from archivist.jsontext.walk import short
from archivist.namespaces import XSD

DOUBLES = (XSD + "double", XSD + "float")
Given = dict[str, tuple[str, Any]]  # keyword → (pointer, value) of a value object


class Found(NamedTuple):
    """One finding at a JSON Pointer: at the value, or at the key before it."""

    code: str
    path: str
    at_key: bool
    message: str
    hint: str | None = None


class Findings:
    """What is found; `all` in the order of the document."""

    def __init__(self) -> None:
        self.all: list[Found] = []
        self.blanks: list[str] = []
        self.ids: dict[str, str] = {}  # IRI of a node → pointer of its first @id
        self._elsewhere: set[str] = set()
        self._schema: dict[str, tuple[str, bool]] = {}  # namespace of schema.org → its first place

    def _add(
        self, code: str, path: str, message: str, hint: str | None = None, *, key: bool = False
    ) -> None:
        self.all.append(Found(code, path, key, message, hint))

    # ------------------------------------------------------------------ contexts and keys

    def not_fetched(self, address: str, at: str) -> None:
        """A context that is not in the file, once."""
        from archivist.checks.rdf.jsonld import known

        if address in self._elsewhere:
            return
        self._elsewhere.add(address)
        if known.is_schema_org(address):
            what = "its terms were taken as schema.org's, and few of their datatypes are known"
        else:
            what = "keys, links and datatypes that it explains were not checked"
        message = f"found the context {short(address, 90)}, which is never fetched: {what}"
        self._add("L010", at, message, "put the context itself into the file to have all checked")

    def dropped(self, found: Context, key: str, at: str, meant: str | None) -> None:
        """A key that says nothing in the graph."""
        definition = found.of(key)
        if key.startswith("@"):
            message = f"found the key {short(key)}, wanted a keyword of JSON-LD 1.1"
            self._add("L007", at, message, "keys that begin with @ are kept for keywords", key=True)
        elif definition is not None and definition.iri is None:
            message = f'found the key "{short(key)}", which the context leaves out with null'
            self._add("L008", at, message, key=True)
        elif not found.unknown:
            message = f'found the key "{short(key)}", wanted a key that the context explains'
            hint = "what it says is not in the graph: define a term for it, or @vocab"
            self._add("L006", at, message, hint, key=True)

    def property(self, found: Context, key: str, iri: str, at: str) -> None:
        """A key that is a property of the graph."""
        if iri.startswith("_:"):
            message = f'found the blank node {short(iri)} for the key "{short(key)}", wanted an IRI'
            self._add("L009", at, message, "RDF 1.1 has no such property", key=True)
            return
        self._iri(found, iri, key, at, key=True)
        self._namespace(iri, at, key=True)

    # ------------------------------------------------------------------ links

    def id(self, found: Context, value: str, at: str, *, of_key: bool = False) -> None:
        """A value of @id."""
        if value.startswith("_:"):
            self.blank(at)
            return
        iri = found.link(value)
        if iri is not None:  # what only looks like a keyword is none
            self.ids.setdefault(iri, at)
            self._iri(found, iri, value, at, key=of_key)

    def type(self, found: Context, value: str, at: str, *, of_key: bool = False) -> None:
        """A value of @type."""
        iri = found.type(value)
        if value.startswith("_:") or iri is None:
            return
        unexplained = iris.is_relative(iri) and not iris.is_absolute(value) and found.vocab is None
        if unexplained and not found.unknown and iris.fault(value) is None:
            message = f'found the type "{short(value)}", wanted one that the context explains'
            hint = "define a term for it, or @vocab"
            self._add("L006", at, message, hint, key=of_key)
            return
        self._iri(found, iri, value, at, key=of_key)
        self._namespace(iri, at, key=of_key)

    def _iri(self, found: Context, iri: str, value: str, at: str, *, key: bool) -> None:
        if fault := iris.fault(iri):
            hint = "every parser drops what it names without a word: write %20 for a blank"
            self._add("L004", at, f"{fault}, wanted an IRI", hint, key=key)
        elif found.unknown:
            return
        elif iris.is_relative(iri):
            message = f'found "{short(value, 90)}", wanted an IRI with its scheme'
            hint = "what it names changes with the place of the file; without one it is dropped"
            self._add("L005", at, message, hint, key=key)
        elif prefix := iris.undeclared(iri):
            message = f'found "{short(value, 90)}", wanted the prefix {prefix} in the context'
            self._add("L016", at, message, f'"{prefix}": "{iris.WELL_KNOWN[prefix]}"', key=key)

    def _namespace(self, iri: str, at: str, *, key: bool) -> None:
        for namespace in (iris.HTTP, iris.HTTPS):
            if iri.startswith(namespace):
                self._schema.setdefault(namespace, (at, key))
                if len(self._schema) == 2:
                    (other, _), (_, (place, of_key)) = self._schema.items()
                    message = f"found {namespace} beside {other}, wanted one of them"
                    if not any(item.code == "L012" for item in self.all):
                        hint = "schema.org's own context means http://schema.org/"
                        self._add("L012", place, message, hint, key=of_key)

    # ------------------------------------------------------------------ values

    def scalar(self, found: Context, value: Any, at: str, term: Definition) -> None:
        """A string, number or boolean as the value of a term."""
        kind = term.type
        if isinstance(value, str) and kind == "@id":
            self.id(found, value, at)
        elif isinstance(value, str) and kind == "@vocab":
            iri = found.type(value)
            if iri is not None and not value.startswith("_:"):
                self._iri(found, iri, value, at, key=False)
        elif kind is None or kind.startswith("@"):
            language = found.language if term.language is UNSET else term.language
            if isinstance(value, str) and language is not None and not found.unknown:
                self.language(language, at)
            if isinstance(value, float):
                self._float(value, at)
        else:
            self.literal(value, kind, at)

    def value(self, found: Context, given: Given, at: str) -> None:
        """A value object."""
        place, value = given["@value"]
        _, kind = given.get("@type", (at, None))
        if "@language" in given:
            where, tag = given["@language"]
            if isinstance(tag, str):
                self.language(tag, where)
        if isinstance(kind, str) and kind != "@json":
            datatype = found.type(kind)
            if datatype == "@json" or datatype is None:
                return
            if not found.unknown or iris.is_absolute(kind):
                self._namespace(datatype, given["@type"][0], key=False)
                self.literal(value, datatype, place)
        elif kind is None and isinstance(value, float):
            self._float(value, place)

    def literal(self, value: Any, datatype: str, at: str) -> None:
        """A typed value, written as a processor writes it (section 8.2.2)."""
        if value is None or isinstance(value, list | dict):
            return
        native = not isinstance(value, str)
        text = _canonical(value, datatype)
        if fault := lexical.fault(text, datatype):
            hint = 'write it as a string: "0.95"' if native else None
            fault = fault.replace("found ", "found a number that becomes ", 1) if native else fault
            code = "L003" if lexical.is_edtf(datatype) else "L001"
            self._add(code, at, fault, hint)

    def language(self, tag: Any, at: str, *, of_key: bool = False) -> None:
        """A language tag; a value with a wrong one is dropped."""
        if isinstance(tag, str) and not is_language_tag(tag):
            message = f'found the language "{short(tag)}", wanted a tag such as en or pt-BR'
            self._add("L002", at, message, "a value with such a tag is dropped", key=of_key)

    def _float(self, value: float, at: str) -> None:
        if not (value.is_integer() and abs(value) < 1e21):
            message = f"found the number {value!r}, which processors write in different ways"
            self._add("L013", at, message, "a string with a datatype is the same everywhere")

    def blank(self, at: str) -> None:
        """A node without a name of its own."""
        self.blanks.append(at)


def _canonical(value: Any, datatype: str) -> str:
    """A native value as it stands in the graph."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    whole = abs(value) < 1e21 and (isinstance(value, int) or value.is_integer())
    if whole and datatype not in DOUBLES:
        return str(int(value))
    try:
        number = float(value)
    except OverflowError:
        return str(value)
    if math.isinf(number) or math.isnan(number):
        return "INF"
    mantissa, _, exponent = f"{number:.15E}".partition("E")
    mantissa = mantissa.rstrip("0")
    return f"{mantissa}{'0' if mantissa.endswith('.') else ''}E{int(exponent)}"
