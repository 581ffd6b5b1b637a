"""This module checks a record's graph against SHACL shapes of somebody's own (W3C 2017-07-20).

pySHACL decides, the optional part `archivist[shacl]`. Each violation says subject and property.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archivist.errors import MissingPart, UsageError
from archivist.jsontext.walk import short
from archivist.problems import Location, Problem, Severity

if TYPE_CHECKING:
    import rdflib

# IRIs of subjects → line and column of each that is in the file.
Places = Callable[[Collection[str]], Mapping[str, tuple[int, int]]]

_SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES: dict[str, Severity] = {"Violation": "error", "Warning": "warning", "Info": "note"}
_LISTED = re.compile(r"(?<=in list \[)[^\]]*")  # pySHACL lists a set: in another order each time
_SYNTAX = {".nt": "nt", ".rdf": "xml", ".xml": "xml"}


class Shapes:
    """The shapes of a file. Raises MissingPart without pySHACL, UsageError for what is no RDF."""

    def __init__(self, file: str, data: bytes | None = None, code: str = "V121") -> None:
        """`data`: what is in the file, where it is not to be opened; `code`: of what is found."""
        from xml.sax import SAXException

        import rdflib
        from rdflib.exceptions import Error

        self._name = file
        self._code = code
        self._pyshacl = _pyshacl()
        try:
            data = Path(file).read_bytes() if data is None else data
            form = _SYNTAX.get(Path(file).suffix.lower(), "turtle")
            self._shapes = rdflib.Graph().parse(data=data, format=form)
        except OSError as refused:
            raise UsageError(f"{file}: {refused.strerror or refused}") from None
        except (SyntaxError, ValueError, SAXException, Error) as error:
            why = short(" ".join(str(error).split()), 80)
            raise UsageError(f"{file}: found no {form}: {why}") from None

    def check(
        self, graph: rdflib.Graph, location: Location, places: Places | None = None
    ) -> Iterator[Problem]:
        """A problem for each result, in the order of subject, property and message.

        `places`: where subjects stand in the file.
        """
        conforms, results, _ = self._pyshacl.validate(
            graph, shacl_graph=self._shapes, inference="none", do_owl_imports=False
        )
        if not conforms:
            nodes = {node: _value(results, node, "focusNode") or "" for node in _results(results)}
            where = places(set(nodes.values())) if places is not None else {}
            found = {
                self._problem(results, node, _at(location, where.get(subject)))
                for node, subject in nodes.items()
            }
            yield from sorted(found, key=lambda item: (item.message, item.severity))

    def _problem(self, results: rdflib.Graph, node: Any, location: Location) -> Problem:
        subject = _value(results, node, "focusNode")
        path = _value(results, node, "resultPath") or "itself"
        severity = _SEVERITIES.get((_value(results, node, "resultSeverity") or "")[len(_SH) :])
        value = _value(results, node, "value")
        said = " ".join((_value(results, node, "resultMessage") or "").split())
        said = _LISTED.sub(lambda match: ", ".join(sorted(match[0].split(", "))), said)
        found = f"found {short(value)}" if value else "found none that fits"
        message = f"{path} of {short(subject or '', 90)}: {found}, would be right: {said[:200]}"
        hint = f"demanded by {self._name}"
        return Problem(self._code, severity or "error", message, location, "", hint)


def _at(location: Location, place: tuple[int, int] | None) -> Location:
    return location if place is None else Location(location.file, *place)


def _pyshacl() -> Any:
    try:
        import pyshacl
    except ImportError:
        hint = "pip install 'archivist[shacl]'"
        raise MissingPart("--shapes wants pySHACL, which is not installed", hint=hint) from None
    return pyshacl


def _results(results: rdflib.Graph) -> Iterator[Any]:
    from rdflib import RDF, URIRef

    return results.subjects(RDF.type, URIRef(_SH + "ValidationResult"))


def _value(results: rdflib.Graph, node: Any, name: str) -> str | None:
    from rdflib import URIRef

    value = results.value(node, URIRef(_SH + name))
    return None if value is None else str(value)
