"""This module checks ninjs by anybody, 1.0 to 3.1: its JSON Schema when cached, and some rules.

A schema is asked with all its formats; what it refers to outside of itself is never fetched, but
for GeoJSON, of which `_GEOJSON` is as much as RFC 7946 says of its shape.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from typing import Any

from archivist import official
from archivist.checks.finding import Finding, found, shown
from archivist.checks.iris import is_iri
from archivist.checks.tags import is_language_tag
from archivist.jsontext.walk import escape, short

FAMILY = "ninjs"
MOST = 100  # deviations of a document that are told
# Instants, as the versions of the standard spell them.
INSTANTS = (
    "versioncreated", "firstcreated", "contentcreated", "contentmodified", "embargoed", "expires",
)  # fmt: skip
_TIME = re.compile(r"\d{4}-\d\d-\d\dT")
_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$", re.IGNORECASE)
_OWN = frozenset(
    "versioncreated firstcreated contentcreated pubstatus body_text body_xhtml body_html bodies"
    " headlines representationtype usageterms copyrightholder copyrightnotice descriptions"
    " headline trustindicator rightsinfo".split()
)
_TYPES = frozenset("text audio video picture graphic composite planning component event".split())
_OTHERS = ("@context", "schemaVersion", "articleBody")
_GEOJSON: dict[str, Any] = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {
            "enum": [
                "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
                "GeometryCollection", "Feature", "FeatureCollection",
            ]
        },
        "coordinates": {"type": "array"},
    },
}  # fmt: skip
_GEOJSON_ID = "https://geojson.org/schema/GeoJSON.json"


def is_one(value: Any) -> bool:
    """Whether it is ninjs: it says so, or it has a uri and keys that nothing else has."""
    if not isinstance(value, dict) or any(key in value for key in _OTHERS):
        return False
    keys = {key.lower() for key in value}
    says = json.dumps([value.get("standard"), value.get("$standard")])
    named = "uri" in keys and (bool(keys & _OWN) or value.get("type") in _TYPES)
    return "ninjs" in says.lower() or named or {"type", "versioncreated"} <= keys


def check(value: dict[str, Any]) -> Iterator[Finding]:
    """What the rules say, then what the JSON Schema says."""
    yield from _identity(value)
    yield from _values(value, "")
    yield from _by_schema(value)


def _identity(value: dict[str, Any]) -> Iterator[Finding]:
    uri = value.get("uri")
    if "uri" not in value:
        message = "uri: found nothing, would be right: the IRI of the item"
        yield Finding("G031", "", message)
    elif isinstance(uri, str) and not is_iri(uri):
        yield found("G031", "/uri", "uri", uri, "an absolute IRI")


def _values(value: Any, path: str) -> Iterator[Finding]:
    """G032 and G033 for the item and all that it holds."""
    if isinstance(value, dict):
        for key, inner in value.items():
            place = f"{path}/{escape(key)}"
            if not isinstance(inner, str):
                yield from _values(inner, place)
            elif key.lower() in INSTANTS and _TIME.match(inner) and not _ZONE.search(inner):
                yield found("G032", place, key, inner, "a zone at the end, such as Z or +01:00")
            elif key == "language" and not is_language_tag(inner):
                yield found("G033", place, key, inner, "a tag of BCP 47, such as en or de-AT")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _values(inner, f"{path}/{number}")


# ------------------------------------------------------------------ the JSON Schema


def _by_schema(value: dict[str, Any]) -> Iterator[Finding]:
    stated = stated_version(value)
    known = [item for item in official.schemas() if item.family == FAMILY]
    asked = [item for item in known if stated in (None, item.version)]
    if stated == "":
        message = "found a standard made out of ninjs: not checked by a JSON Schema"
        yield Finding("G021", "/standard", message)
        return
    if not asked:
        message = f"found version {short(str(stated))}, of which no JSON Schema is known"
        yield Finding("G021", "/standard", f"{message}: not checked by one")
        return
    cached = [item for item in asked if official.is_complete(item)]
    if any(accepts(item, value) for item in cached):
        return
    if len(cached) < len(asked):
        what = asked[-1].name if stated else "no JSON Schema of ninjs"
        message = f"{what} is not in the cache: not checked against it"
        if not stated:
            message = "the JSON Schemas of ninjs are not all in the cache: not checked against them"
        hint = f"{official.FETCH} {FAMILY}" + (f"/{stated}" if stated else "")
        yield Finding("G021", "", message, hint)
        return
    nearest = min(reversed(cached), key=lambda item: len(_errors(item, value)))
    yield from _deviations(nearest, value)


def stated_version(value: dict[str, Any]) -> str | None:
    """`3.0` of the standard it names; None where it names none, empty for another standard."""
    standard = value.get("standard")
    if not isinstance(standard, dict):
        return None
    address = re.search(r"/ninjs-schema_(\d+\.\d+)\.json", str(standard.get("schema", "")))
    if address:
        return address[1]
    name = str(standard.get("name", "ninjs"))
    if name.lower() != "ninjs":
        return ""
    version = standard.get("version")
    return None if version is None else str(version)


def accepts(item: official.Official, value: Any) -> bool:
    """The verdict of the reference validator; the schema is in the cache."""
    return bool(_validator(item, str(official.folder())).is_valid(value))


def _errors(item: official.Official, value: Any) -> list[Any]:
    validator = _validator(item, str(official.folder()))
    return list(validator.iter_errors(value))


def _deviations(item: official.Official, value: Any) -> Iterator[Finding]:
    for error in _errors(item, value)[:MOST]:
        path = "".join(f"/{escape(str(part))}" for part in error.absolute_path)
        wanted = short(json.dumps(error.validator_value, ensure_ascii=False), 60)
        if error.validator in ("oneOf", "anyOf", "not", "additionalProperties"):
            message = f"found {short(error.message, 100)}, would be right: as {item.name} says"
        else:
            message = f"found {shown(error.instance)}, would be right: {error.validator} {wanted}"
        yield Finding("G030", path, message, f"demanded by {item.name}")


@functools.lru_cache(maxsize=16)
def _validator(item: official.Official, folder: str) -> Any:
    import jsonschema
    import referencing
    from jsonschema.validators import validator_for
    from referencing.jsonschema import DRAFT202012

    data = official.cached(item)
    if data is None:
        raise FileNotFoundError(item.name)
    schema = json.loads(data)
    kind = validator_for(schema, default=jsonschema.Draft202012Validator)
    resource = DRAFT202012.create_resource(_GEOJSON)
    registry = referencing.Registry().with_resource(_GEOJSON_ID, resource)
    return kind(schema, registry=registry, format_checker=kind.FORMAT_CHECKER)
