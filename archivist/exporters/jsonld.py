"""This module writes a record as JSON-LD 1.1 and reads it back; it never fetches a context.

The same graph as RDF, shown as a tree in the order of the record: the document, its article, and
inside each node the parts that belong to it. The context stands in the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from archivist.errors import InvalidRecord
from archivist.exporters import graph
from archivist.exporters.graph.context import concept, context
from archivist.exporters.graph.lines import document_iri, is_iri, json_scalar, tag, work_iri
from archivist.exporters.graph.terms import TERM, TERMS, Term
from archivist.exporters.graph.writing import statements
from archivist.exporters.rdf import not_well_formed, parse
from archivist.jsontext.walk import short
from archivist.namespaces import PROFILE
from archivist.problems import Location, problem
from archivist.record import Record
from archivist.settings import Settings

try:
    import orjson
except ImportError:  # optional
    _pretty: Callable[[Any], bytes] | None = None
else:

    def _pretty(value: Any) -> bytes:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


# `</script>` and `<!--` end or hide a block inside HTML; JSON may write any character as \uXXXX.
_IN_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})

_KEY_OF = {term.name: term.key for term in reversed(TERMS)}


def document(record: Record, settings: Settings) -> dict[str, Any]:
    """The JSON value: context, document, article and all parts. Keys in fixed order."""
    base, language = document_iri(record, settings), tag(record)
    said = statements(record, settings)
    nodes: dict[str, dict[str, Any]] = {}
    for subject, _, _ in said:
        nodes.setdefault(subject, {"id": base + subject})
    inside = set()
    for subject, term, value in said:
        if term.kind == "part":
            inside.add(subject if term.reverse else value)
        _say(nodes, subject, term, value, base=base, language=language)
    loose = [node for name, node in nodes.items() if name and name not in inside]
    return {"@context": context(), **nodes[""], **({"includes": loose} if loose else {})}


def write(record: Record, settings: Settings) -> bytes:
    """The document, indented by two: UTF-8, ends with a newline."""
    found = document(record, settings)
    return pretty_in_python(found) if _pretty is None else _pretty(found)


def pretty_in_python(value: Any) -> bytes:
    """The same bytes by the standard library alone, fifty times slower."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def embed(record: Record, settings: Settings) -> str:
    """The document for a `<script type="application/ld+json">` block of HTML."""
    text = json.dumps(document(record, settings), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_IN_HTML)


def read(data: bytes, file: str) -> Record:
    """The record of a JSON-LD file at detail `full`.

    Raises InvalidRecord: R030 not well-formed, R031 a context elsewhere, R032-R035 as RDF.
    """
    _no_remote_context(data, file)
    return graph.record_of(parse(data, file, "jsonld"), file)


def recognises(data: bytes) -> bool:
    """Whether the bytes look like our JSON-LD."""
    return data.lstrip().startswith(b"{") and b'"@context"' in data and PROFILE.encode() in data


# ------------------------------------------------------------------ writing


def _say(
    nodes: dict[str, dict[str, Any]],
    subject: str,
    term: Term,
    value: Any,
    *,
    base: str,
    language: str | None,
) -> None:
    """Puts one statement where it is shown."""
    if term.reverse:
        subject, value = value, subject
    node = nodes[subject]
    if term.kind == "said":
        node = node.setdefault(term.key, {})
        _add(node, language or "@none", value)
    elif term.kind == "part":
        _add_part(node, term.key, nodes[value])
    else:
        _add(node, term.key, _value(term, value, base))


def _add(node: dict[str, Any], key: str, value: Any) -> None:
    """One value as it is, several as a list, none twice."""
    if key not in node:
        node[key] = value
    elif not isinstance(node[key], list):
        if node[key] != value:
            node[key] = [node[key], value]
    elif value not in node[key]:
        node[key].append(value)


def _add_part(node: dict[str, Any], key: str, part: dict[str, Any]) -> None:
    """A part has one owner, so nothing is compared."""
    if isinstance(node.get(key), list):
        node[key].append(part)
    else:
        node[key] = [node[key], part] if key in node else part


def _value(term: Term, value: Any, base: str) -> Any:
    match term.kind:
        case "node":
            return base + value
        case "concept":
            return concept(value) if term.key != "supports" else _KEY_OF[value]
        case "link":
            return value if is_iri(value) else {"@value": value}
        case "work":
            return work_iri(value, base) or _value(TERM["url"], value, base)
        case "dated":
            return {"@type": "xsd:" + value[1], "@value": value[0]}
        case "flag":
            return "true" if value else "false"
        case "json":
            return _json(value)
        case _:
            return str(value)


def _json(value: Any) -> Any:
    scalar = json_scalar(value)
    if scalar is None:
        return {"id": "arch:null"}
    lexical, datatype = scalar
    return lexical if datatype == "xsd:string" else {"@type": datatype, "@value": lexical}


# ------------------------------------------------------------------ reading


def _no_remote_context(data: bytes, file: str) -> None:
    """Raises InvalidRecord: R031 a context that would have to be fetched, R030 no JSON."""
    try:
        value = json.loads(data)
    except json.JSONDecodeError as error:
        where = Location(file, error.lineno, error.colno)
        raise not_well_formed(error.msg, "jsonld", where) from None
    except (ValueError, RecursionError) as error:
        raise not_well_formed(str(error), "jsonld", Location(file)) from None
    for found in _contexts(value):
        if isinstance(found, str) or (isinstance(found, dict) and "@import" in found):
            name = found if isinstance(found, str) else found["@import"]
            message = f"the context {short(str(name), 200)} is not in the file"
            hint = "Contexts are never fetched: put the whole context into the file."
            raise _refused("R031", message, Location(file), hint)


def _contexts(value: Any) -> list[Any]:
    """Every context inside a JSON value, at any depth."""
    found: list[Any] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            inner = one.get("@context")
            found += inner if isinstance(inner, list) else [inner]
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found


def _refused(code: str, message: str, where: Location, hint: str | None = None) -> InvalidRecord:
    return InvalidRecord((problem(code, message, where, hint=hint),))
