"""This module sees at a glance that a record is fine: the common case, at a sixth of the cost.

It looks at plain JSON, makes no `Record`, and says nothing of what is wrong. Its yes is that of
the strict loader, the schema and all of `CHECKS` together, which a property test holds to it; its
no only means that they must look. Whoever adds a check adds it here too: `COVERED` names them, and
a test compares.
"""

from __future__ import annotations

import datetime
import functools
import json
import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha1
from typing import Any

from archivist import edtf, schema
from archivist.checks import carriage, history, links, spans, surfaces, values, wholes
from archivist.checks.iris import is_iri
from archivist.checks.surfaces import ELLIPSIS, one_line
from archivist.checks.tags import is_language_tag
from archivist.errors import InvalidRecord
from archivist.jsontext import load
from archivist.record import NAMESPACE, SCHEMA_VERSION, PatchOperation

try:
    import orjson
except ImportError:  # optional: then all go the long way
    _loads: Callable[[bytes], Any] | None = None
else:
    _loads = orjson.loads

COVERED = (spans.check, surfaces.check, wholes.check, values.check, links.check, history.check)

Json = dict[str, Any]

_SINGLE = ("language", "title", "headline", "summary", "rights")
_AFTER_A_NUMBER = (b",", b"]", b"}")


def is_fine(data: bytes) -> bool:
    """Whether `data` is surely a record of the current version with no problem at all."""
    value = _loaded(data)
    return value is not None and _verdict()(value) and means_well(value)


def _loaded(data: bytes) -> Json | None:
    """What may be a current record, of a text that the strict loader takes; else None."""
    body = data.strip(b" \t\r\n")
    try:
        value = json.loads(body) if _loads is None else _loads(body)
        if not isinstance(value, dict) or value.get("schemaVersion") != SCHEMA_VERSION:
            return None
        if _loads is not None and not _may_hold_fractions(body):
            again = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
            if again == body:  # no key twice, no number of another kind, no odd escape
                return value
        return load(data, "") if "@context" not in value else None
    except (ValueError, TypeError, RecursionError, InvalidRecord):
        return None


def _may_hold_fractions(body: bytes) -> bool:
    """Whether a number with a fraction may be there: the schema takes 1.0 for 1, we do not."""
    at = body.find(b".0")
    while at >= 0 and body[at + 2 : at + 3] not in _AFTER_A_NUMBER:
        at = body.find(b".0", at + 2)
    return at >= 0


# ------------------------------------------------------------------ shape


@functools.cache
def _verdict() -> Callable[[Any], bool]:
    """The schema as jsonschema-rs decides it fastest: the same, with nothing to be looked up."""
    try:
        import jsonschema_rs
    except ImportError:
        return lambda value: False
    full = schema.record_schema()
    verdict: Callable[[Any], bool] = jsonschema_rs.Draft202012Validator(
        _plain(full, full["$defs"]), pattern_options=jsonschema_rs.RegexOptions()
    ).is_valid
    return verdict


def _plain(rule: Any, definitions: Json) -> Any:
    """A rule without references. `$` is the end in Rust's patterns, before no line break."""
    if isinstance(rule, list):
        return [_plain(item, definitions) for item in rule]
    if not isinstance(rule, dict):
        return rule
    name = rule["$ref"].rpartition("/")[2] if isinstance(rule.get("$ref"), str) else ""
    whole = {**definitions.get(name, {}), **{k: v for k, v in rule.items() if k != "$ref"}}
    return {
        key: item.replace("(?!\\n)", "")
        if key == "pattern" and isinstance(item, str)
        else _plain(item, definitions)
        for key, item in whole.items()
        if key not in ("$defs", "examples")
    }


# ------------------------------------------------------------------ meaning


def means_well(record: Json) -> bool:
    """Whether no check of meaning finds anything in a record that has its shape."""
    text = record["text"]
    return (
        _blocks_fit(record["blocks"], text)
        and _values_fit(record)
        and _evidence_fits(record, len(text))
        and _surfaces_fit(record, text)
        and _entities_fit(record, text)
        and _quotes_fit(record, len(text))
        and all(note["span"][0] < note["span"][1] <= len(text) for note in record["notes"])
        and all(_patch_fits(entry["patch"]) for entry in record["history"])
    )


def _blocks_fit(blocks: list[Json], text: str) -> bool:
    end = 0
    for block in blocks:
        start, stop = block["span"]
        if start != end and (start < end or not text[end:start].isspace()):
            return False
        if stop <= start:
            return False
        end = stop
    return end == len(text) or (end < len(text) and text[end:].isspace())


def _values_fit(record: Json) -> bool:
    source, language = record["source"], record["language"]
    rights = record["rights"]
    return (
        _is_instant(record["generator"]["asOf"])
        and record["id"] == _record_id(source["sha256"])
        and values.is_relative(source["name"])
        and (source["encoding"] is None or _is_encoding(source["encoding"]["value"]))
        and (language is None or _is_tag(language["value"]))
        and all(_is_edtf(date["value"]) for date in record["dates"])
        and (source["url"] is None or is_iri(source["url"]))
        and (rights is None or rights["statement"] is None or is_iri(rights["statement"]))
        and all(is_iri(link["target"]) for link in record["relations"])
        and all(
            is_iri(item["value"])
            for item in record["identifiers"]
            if item["scheme"] in values.IRI_SCHEMES
        )
    )


def _evidence_fits(record: Json, length: int) -> bool:
    """Every span that evidence of a value names; dates, credits and dateline have their own."""
    single = [record["source"]["encoding"], *(record[key] for key in _SINGLE)]
    return (
        _placed((item for item in single if item is not None), length)
        and _placed(record["identifiers"], length)
        and _placed(record["topics"], length)
        and _placed(record["relations"], length)
    )


def _placed(items: Iterable[Json], length: int) -> bool:
    for item in items:
        span = item["evidence"].get("span")
        if span is not None and not span[0] < span[1] <= length:
            return False
    return True


def _surfaces_fit(record: Json, text: str) -> bool:
    title, rights, line = record["title"], record["rights"], record["dateline"]
    return (
        _title_fits(title, text)
        and all(_says(item, "value", text) for item in (record["headline"], record["summary"]))
        and (rights is None or rights["notice"] is None or _says(rights, "notice", text))
        and all(_is_verbatim(date, text) for date in record["dates"])
        and all(_credit_fits(credit, text) for credit in record["credits"])
        and (line is None or _dateline_fits(line, text, len(record["dates"])))
    )


def _title_fits(title: Json, text: str) -> bool:
    if title["kind"] == "formal":
        return _says(title, "value", text)
    span, words = title["evidence"].get("span"), title["value"]
    if span is None:
        return title["evidence"].get("declared") is None
    opening = text[span[0] : span[1]]
    if words in (opening, opening + ELLIPSIS):
        return True
    return one_line(opening) in (one_line(words), one_line(words.removesuffix(ELLIPSIS)))


def _says(item: Json | None, key: str, text: str) -> bool:
    """Whether the place of the evidence says the value; white space may differ."""
    if item is None:
        return True
    span = item["evidence"].get("span")
    return span is None or _same(item[key], text[span[0] : span[1]])


def _same(value: str, surface: str) -> bool:
    return value == surface or one_line(value) == one_line(surface)


def _is_verbatim(item: Json, text: str) -> bool:
    span, verbatim = item["evidence"].get("span"), item["verbatim"]
    if span is None:
        return True
    start, end = span
    return start < end <= len(text) and (verbatim is None or verbatim == text[start:end])


def _credit_fits(credit: Json, text: str) -> bool:
    whole = credit["evidence"].get("span")
    for name in credit["names"]:
        span = name["span"]
        if span is not None:
            start, end = span
            if not (start < end <= len(text) and _same(name["name"], text[start:end])):
                return False
            if whole is not None and not (whole[0] <= start and end <= whole[1]):
                return False
    return _is_verbatim(credit, text)


def _dateline_fits(line: Json, text: str, dates: int) -> bool:
    whole = line["evidence"].get("span") or (0, len(text))
    for span in (line["place"], line["agency"]):
        if span is not None and not (whole[0] <= span[0] < span[1] <= whole[1]):
            return False
    return _is_verbatim(line, text) and (line["date"] is None or line["date"] < dates)


def _entities_fit(record: Json, text: str) -> bool:
    entities = record["entities"]
    types = {entity["id"]: entity["type"] for entity in entities}
    if list(types) != _ids("e", len(entities)):
        return False
    linked = {name["entity"] for credit in record["credits"] for name in credit["names"]}
    linked.discard(None)
    if not linked <= types.keys() or not _speakers_fit(record["quotes"], types):
        return False
    length = len(text)
    for entity in entities:
        mentions = entity["mentions"]
        if not mentions and entity["id"] not in linked:
            return False
        body = entity["type"] == "organization"
        for mention in mentions:
            start, end = mention["span"]
            if not start < end <= length or (mention["metonym"] and not body):
                return False
        if entity["roles"] and not _roles_fit(entity["roles"], text):
            return False
        if entity["identifiers"] and not _linked(entity["identifiers"], length):
            return False
    return True


def _roles_fit(roles: list[Json], text: str) -> bool:
    for role in roles:
        if role["span"] is not None:
            start, end = role["span"]
            if not (start < end <= len(text) and _same(role["value"], text[start:end])):
                return False
    return True


def _linked(identifiers: list[Json], length: int) -> bool:
    return all(is_iri(item["iri"]) for item in identifiers) and _placed(identifiers, length)


def _speakers_fit(quotes: list[Json], types: Mapping[str, str]) -> bool:
    for quote in quotes:
        for party in (quote["speaker"], quote["via"]):
            entity = party["entity"] if party is not None else None
            if entity is not None and types.get(entity, "place") == "place":
                return False
    return True


def _quotes_fit(record: Json, length: int) -> bool:
    quotes = record["quotes"]
    if [quote["id"] for quote in quotes] != _ids("q", len(quotes)):
        return False
    for quote in quotes:
        end = 0
        for piece in quote["spans"]:
            if not end <= piece[0] < piece[1]:
                return False
            end = piece[1]
        if end > length or not _parts_fit(quote, length):
            return False
        if quote["within"] is not None and not _nests(quote, quotes):
            return False
    return True


def _parts_fit(quote: Json, length: int) -> bool:
    for part in (quote["cue"], quote["speaker"], quote["via"]):
        span = part["span"] if part is not None else None
        if span is not None and not span[0] < span[1] <= length:
            return False
    for start, end in quote["interpolations"]:
        pieces = quote["spans"]
        if not start < end or not any(a <= start and end <= b for a, b in pieces):
            return False
    return True


def _nests(quote: Json, quotes: list[Json]) -> bool:
    """Whether it lies within a quote that there is, and not, in the end, within itself."""
    at, outer = 0, quote
    while outer["within"] is not None:
        number = int(outer["within"][1:])
        if number > len(quotes) or at == len(quotes):
            return False
        outer, at = quotes[number - 1], at + 1
    around = quotes[int(quote["within"][1:]) - 1]["spans"]
    return bool(around[0][0] <= quote["spans"][0][0] and quote["spans"][-1][1] <= around[-1][1])


def _patch_fits(patch: list[Json]) -> bool:
    """The schema leaves the values of a patch open: what JSON carries there is looked at here."""
    for step in patch:
        operation = PatchOperation(step["op"], step["path"], step["from"], step["value"])
        if any(history.operation_check("", operation)):
            return False
        if any(carriage.check(operation.value, "", carriage.PATCH_DEPTH)):
            return False
    return True


@functools.lru_cache(maxsize=1024)
def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}{number}" for number in range(1, count + 1))


def _ids(letter: str, count: int) -> list[str]:
    return list(_numbered(letter, count))


# ------------------------------------------------------------------ single values

_is_tag = functools.lru_cache(maxsize=256)(is_language_tag)
_is_encoding = functools.lru_cache(maxsize=256)(values.is_encoding)
_SEEDS = NAMESPACE.bytes + b"sha256:"


@functools.lru_cache(maxsize=4096)
def _is_edtf(text: str) -> bool:
    try:
        edtf.parse(text)
    except edtf.EdtfError:
        return False
    return True


@functools.lru_cache(maxsize=256)
def _is_instant(text: str) -> bool:
    try:
        datetime.datetime(*map(int, re.findall("[0-9]+", text)))  # type: ignore[arg-type]
    except ValueError:
        return False
    return True


def _record_id(digest: str) -> str:
    """As `record.record_id`, without an object for it (RFC 9562, section 5.5)."""
    made = sha1(_SEEDS + digest.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(made[16], 16) & 3]
    third, fourth = f"5{made[13:16]}", f"{variant}{made[17:20]}"
    return f"urn:uuid:{made[:8]}-{made[8:12]}-{third}-{fourth}-{made[20:32]}"
