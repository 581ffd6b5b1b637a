"""This module goes through RDF/XML element by element: links, languages, typed literals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from archivist.checks.rdf import iris, lexical
from archivist.checks.rdf.marks import Mark
from archivist.checks.tags import is_language_tag
from archivist.jsontext.walk import short
from archivist.namespaces import RDF, XML

_ABOUT = (f"{RDF} about", f"{RDF} resource", f"{RDF} datatype")
_NAMED = (f"{RDF} about", f"{RDF} ID", f"{RDF} nodeID")


@dataclass(slots=True)
class _Element:
    """An open element; `node`: it stands for a subject or object, else for a property."""

    node: bool
    base: str
    place: tuple[int, int]
    datatype: str | None = None
    text: list[str] = field(default_factory=list)
    opaque: bool = False


class Markup:
    """What is found in a document; `marks` in its order. A document that is no XML ends early."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.subjects: dict[str, tuple[int, int]] = {}  # IRIs of nodes by their first place
        self._open: list[_Element] = []
        self._schema: dict[str, None] = {}
        self._blanks = 0
        self._relative = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")

    def look(self, data: bytes) -> None:
        """Goes through the document."""
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            what = f"found no XML: {expat.ErrorString(error.code)}; wanted RDF/XML"
            self.marks.append(Mark("R030", error.lineno, error.offset + 1, what))
        self._count("L005", self._relative)
        self._count("L011", self._blanks)

    def _count(self, code: str, number: int) -> None:
        """Only the first of them is told."""
        for at, mark in enumerate(self.marks):
            if mark.code == code and number > 1:
                self.marks[at] = mark._replace(message=f"{mark.message} (and {number - 1:,} more)")

    # ------------------------------------------------------------------ events

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        place = (self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)
        outer = self._open[-1] if self._open else None
        base = iris.resolved(attributes.get(f"{XML} base", ""), outer.base if outer else iris.BASE)
        if outer is not None and outer.opaque:
            self._open.append(_Element(False, base, place, opaque=True))
            return
        kind = attributes.get(f"{RDF} parseType")
        root = outer is None and name == f"{RDF} RDF"
        node = not root and (outer is None or not outer.node)
        # Inside rdf:RDF and inside properties stand nodes, inside nodes stand properties.
        element = _Element(node or kind == "Resource", base, place, opaque=kind == "Literal")
        self._open.append(element)
        if not root:
            self._element(name, attributes, element, node)

    def _element(
        self, name: str, attributes: Mapping[str, str], element: _Element, node: bool
    ) -> None:
        self._namespace(name, element)
        for key, value in attributes.items():
            if key == f"{RDF} about":
                self.subjects.setdefault(iris.resolved(value, element.base), element.place)
            if key in _ABOUT:
                self._link(value, element)
            elif key == f"{RDF} ID":
                self._link("#" + value, element)
            elif key == f"{XML} lang" and value and not is_language_tag(value):
                message = f'found the language "{short(value)}", wanted a tag such as en or pt-BR'
                self._mark("L002", element, message)
            self._namespace(key, element)
        datatype = attributes.get(f"{RDF} datatype")
        element.datatype = datatype and iris.resolved(datatype, element.base)
        unnamed = node and not any(key in attributes for key in _NAMED)
        if unnamed or (element.node and not node):
            self._blanks += 1
            if self._blanks == 1:
                self._mark(
                    "L011", element, "found a blank node, wanted IRIs for what is to be named"
                )

    def _end(self, name: str) -> None:
        element = self._open.pop()
        if element.datatype and not element.opaque:
            text = "".join(element.text)
            if fault := lexical.fault(text, element.datatype):
                code = "L003" if lexical.is_edtf(element.datatype) else "L001"
                self._mark(code, element, fault)

    def _text(self, text: str) -> None:
        if self._open and self._open[-1].datatype:
            self._open[-1].text.append(text)

    # ------------------------------------------------------------------ judgements

    def _link(self, value: str, element: _Element) -> None:
        iri = iris.resolved(value, element.base)
        if fault := iris.fault(value):
            self._mark("L004", element, f"{fault}, wanted an IRI", "write %20 for a blank")
        elif iris.is_relative(iri):
            self._relative += 1
            if self._relative == 1:
                message = f'found "{short(value, 90)}", wanted an IRI with its scheme'
                hint = "what it names changes with the place of the file: state xml:base"
                self._mark("L005", element, message, hint)
        elif prefix := iris.undeclared(iri):
            message = f'found "{short(value, 90)}", wanted the whole IRI'
            hint = f"attributes hold no compact names: {prefix}: is {iris.WELL_KNOWN[prefix]}"
            self._mark("L016", element, message, hint)

    def _namespace(self, name: str, element: _Element) -> None:
        namespace = name.partition(" ")[0]
        if namespace in (iris.HTTP, iris.HTTPS) and namespace not in self._schema:
            self._schema[namespace] = None
            if len(self._schema) == 2:
                other = next(iter(self._schema))
                message = f"found {namespace} beside {other}, wanted one of them"
                hint = "schema.org's own context means http://schema.org/"
                self._mark("L012", element, message, hint)

    def _mark(self, code: str, element: _Element, message: str, hint: str | None = None) -> None:
        self.marks.append(Mark(code, *element.place, message, hint))
