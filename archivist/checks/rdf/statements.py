"""This module judges the statements of a graph: literals, languages, links, names of schema.org."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from archivist.checks.rdf import iris, lexical
from archivist.checks.rdf.marks import Mark
from archivist.checks.rdf.tokens import Term, terms
from archivist.checks.tags import is_language_tag
from archivist.jsontext.walk import Lines, short
from archivist.namespaces import RDF

if TYPE_CHECKING:
    import pyoxigraph


class Key(NamedTuple):
    """What a finding is about: an IRI, or the value, datatype and tag of a literal."""

    kind: str
    value: str
    datatype: str | None = None
    tag: str | None = None


class Statements:
    """What is wrong with the terms of statements: `wrong` by what it is about."""

    def __init__(self) -> None:
        self.wrong: dict[Key, tuple[str, str, str | None]] = {}  # → code, message, hint
        self.blanks: set[str] = set()
        self._seen: set[str] = set()
        self._schema: dict[str, str] = {}

    def look(self, quads: Iterable[pyoxigraph.Quad]) -> None:
        """Takes the statements in."""
        import pyoxigraph as ox

        for quad in quads:
            self._node(quad.subject, ox)
            self._named(quad.predicate.value)
            value = quad.object
            if isinstance(value, ox.Literal):
                self._literal(value)
            else:
                self._node(value, ox)
                if quad.predicate.value == RDF + "type" and isinstance(value, ox.NamedNode):
                    self._named(value.value)
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                self._node(quad.graph_name, ox)

    def _node(self, node: object, ox: object) -> None:
        kind = type(node).__name__
        if kind == "NamedNode":
            self._iri(node.value)  # type: ignore[attr-defined]
        elif kind == "BlankNode":
            self.blanks.add(node.value)  # type: ignore[attr-defined]
        elif kind == "Triple":
            self._beyond("a triple as a term")

    def _iri(self, iri: str) -> None:
        if iri in self._seen:
            return
        self._seen.add(iri)
        if iris.is_relative(iri):
            message = (
                f"found <{short(iri.removeprefix(iris.BASE), 90)}>, wanted an IRI with its scheme"
            )
            hint = "what it names changes with the place of the file: state a base"
            self.wrong[Key("iri", iri)] = ("L005", message, hint)
        elif prefix := iris.undeclared(iri):
            message = f"found <{short(iri, 90)}>, wanted {prefix}: declared as a prefix"
            self.wrong[Key("iri", iri)] = ("L016", message, f"it is {iris.WELL_KNOWN[prefix]}")

    def _named(self, iri: str) -> None:
        """A property, class or datatype."""
        self._iri(iri)
        for namespace in (iris.HTTP, iris.HTTPS):
            if iri.startswith(namespace) and namespace not in self._schema:
                self._schema[namespace] = iri
                if len(self._schema) == 2:
                    other = next(iter(self._schema))
                    message = f"found {namespace} beside {other}, wanted one of them"
                    hint = "schema.org's own context means http://schema.org/"
                    self.wrong[Key("iri", iri)] = ("L012", message, hint)

    def _literal(self, literal: pyoxigraph.Literal) -> None:
        value, datatype, tag = literal.value, literal.datatype.value, literal.language
        if tag is not None:
            if not is_language_tag(tag):
                message = f'found the language "{short(tag)}", wanted a tag such as en or pt-BR'
                self.wrong[Key("literal", value, None, tag)] = ("L002", message, None)
            if getattr(literal, "direction", None) is not None:
                self._beyond("a base direction")
            return
        self._named(datatype)
        if fault := lexical.fault(value, datatype):
            code = "L003" if lexical.is_edtf(datatype) else "L001"
            self.wrong[Key("literal", value, datatype)] = (code, fault, None)

    def _beyond(self, what: str) -> None:
        message = f"found {what}, which RDF 1.1 has not"
        self.wrong[Key("beyond", what)] = ("L014", message, "many parsers refuse it")


# ------------------------------------------------------------------ places


def marks(found: Statements, text: str) -> Iterator[Mark]:
    """The findings with line and column; links without scheme and blank nodes once each."""
    if not found.wrong and not found.blanks:
        return
    lines, left = Lines(text), dict(found.wrong)
    relative = sum(code == "L005" for code, _, _ in found.wrong.values())
    told: set[str] = set()
    for term in terms(text):
        if term.kind == "blank" and found.blanks and "L011" not in told:
            told.add("L011")
            yield Mark("L011", *lines.place(term.start), _blank(len(found.blanks)))
        for key in _keys(term):
            if key in found.wrong:
                code, message, hint = found.wrong[key]
                left.pop(key, None)
                if code not in told:
                    more = (
                        f" (and {relative - 1:,} more)" if code == "L005" and relative > 1 else ""
                    )
                    yield Mark(code, *lines.place(term.start), message + more, hint)
                told |= {code} & {"L005", "L012"}
    for code, message, hint in left.values():
        if code not in told:
            yield Mark(code, None, None, message, hint)
            told |= {code} & {"L005"}
    if found.blanks and "L011" not in told:
        yield Mark("L011", None, None, _blank(len(found.blanks)))


def _keys(term: Term) -> tuple[Key, ...]:
    if term.kind != "literal":
        return (Key("iri", term.value),)
    whole = Key("literal", term.value, term.datatype, term.tag)
    return (whole, Key("iri", term.datatype)) if term.datatype else (whole,)


def _blank(number: int) -> str:
    named = f"{number:,} blank nodes" if number > 1 else "a blank node"
    return f"found {named}, wanted IRIs for what is to be named"
