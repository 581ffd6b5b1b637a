"""This module sorts the keys of a JSON object that is an article, as people and programs name them.

schema.org NewsArticle, the output of trafilatura, news-please and newspaper, the WordPress REST
API, NewsAPI, answers of Elasticsearch and Solr, and whatever else calls a headline `title`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from archivist.readers import fields
from archivist.readers.mapping import Mapping
from archivist.readers.statements import Cell

DEEPEST = 12
MOST = 20000  # values of one object
WRAPPERS = ("_source", "article", "data", "fields", "attributes", "doc", "document", "item", "news")
# What says the value of an object: a person's name, the `main` headline, WordPress's `rendered`.
_NAMES: tuple[str, ...] = (
    *("name", "rendered", "main", "@value", "value", "#text", "text", "title", "original"),
    *("$date", "$oid"),  # MongoDB
)
_ADDRESSES = ("@id", "url", "href")
_SEVERAL = frozenset({"authors", "photographers", "editors", "translators", "contributors"})
_SEVERAL |= {"topics", "section"}


def unwrapped(value: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The object that holds the article, and the pointer to it: Elasticsearch's `_source`."""
    for wanted in (("text",), ("text", "headline")):
        if _has(value, wanted):
            break
        for name in WRAPPERS:
            inner = value.get(name)
            if isinstance(inner, dict) and _has(inner, wanted):
                return inner, f"/{name}"
    return value, ""


def _has(value: dict[str, Any], keys: tuple[str, ...]) -> bool:
    return any((fields.key_of(name) or ("",))[0] in keys for name in value)


def is_article(value: Any) -> bool:
    """Whether an object is an article beyond doubt: a text, and two more keys of articles."""
    if not isinstance(value, dict) or "schemaVersion" in value:
        return False
    if "@context" in value and "schema.org" not in str(value["@context"]):
        return False  # other JSON-LD, ours among it
    found = {cell.key: cell.value for cell in cells(value)}
    others = {"headline", "date", "url", "authors", "summary"} & found.keys()
    return bool(re.search(r"\w\W+\w|[\u3040-\u9fff]{4}", found.get("text", ""))) and len(others) > 1


def cells(value: dict[str, Any], mapping: Mapping | None = None) -> list[Cell]:
    """The values of an object by the keys they state; paths are JSON Pointers (RFC 6901)."""
    if mapping is not None:
        return [
            cell for column in mapping.columns for cell in _mapped(value, column.key, column.name)
        ]
    inner, pointer = unwrapped(value)
    found = _ranked(inner, pointer)
    if pointer:
        outer = _ranked({key: item for key, item in value.items() if item is not inner}, "")
        found = {**outer, **found}
    result: list[Cell] = []
    for key, ranked in found.items():
        for path, name, item in _chosen(key, ranked):
            result.extend(_cells(key, item, path, name))
    return result


Ranked = tuple[int, str, str, Any]  # rank of the name, path, name, value


def _ranked(value: dict[str, Any], pointer: str) -> dict[str, list[Ranked]]:
    """The values by the keys that their names state; what holds nothing is left out."""
    found: dict[str, list[Ranked]] = {}
    for name, item in value.items():
        known = fields.key_of(name)
        if known and known[0] != fields.FILE and item not in (None, "", [], {}):
            key = known[0]
            if key == "source" and isinstance(item, str) and item.startswith(("http:", "https:")):
                key = "url"
            path = f"{pointer}/{_escaped(name)}"
            found.setdefault(key, []).append((known[1], path, name, item))
    return found


def _chosen(key: str, ranked: list[Ranked]) -> list[tuple[str, str, Any]]:
    """All tags and names; of anything else the surest, of texts one that is not much shorter."""
    if key in _SEVERAL:
        return [entry[1:] for entry in ranked]
    ranked.sort(key=lambda entry: entry[0])
    best = ranked[0]
    if key == "text" and len(ranked) > 1:
        texts = [text_of(entry[3]) for entry in ranked]
        plain = [0 if fields.is_markup(text) else len(text) for text in texts]
        longest = max(range(len(ranked)), key=lambda at: plain[at])
        if len(texts[0]) * 2 < plain[longest]:
            best = ranked[longest]
    return [best[1:]]


def _cells(key: str, value: Any, path: str, name: str) -> Iterator[Cell]:
    if key == "text":
        yield Cell(key, text_of(value), path, name)
        return
    for place, item in strings(value, path, _ADDRESSES if key == "url" else _NAMES):
        yield Cell(key, item, place, name)


def _mapped(value: dict[str, Any], key: str, name: str) -> Iterator[Cell]:
    """The value at a dotted path: `article.body`; a key that has the dots itself comes first."""
    pointer, at = "", value
    for part in [name] if name in value else name.split("."):
        if isinstance(at, list) and at:
            at, pointer = at[0], f"{pointer}/0"
        if not isinstance(at, dict) or part not in at:
            return
        at, pointer = at[part], f"{pointer}/{_escaped(part)}"
    yield from _cells(key, at, pointer, name.rpartition(".")[2])


# ------------------------------------------------------------------ values


def strings(
    value: Any, path: str, names: Sequence[str], deepest: int = DEEPEST
) -> Iterator[tuple[str, str]]:
    """Each string in a value with its pointer: itself, the items of a list, an object's name."""
    if isinstance(value, bool) or value is None or deepest == 0:
        return
    if isinstance(value, str | int | float):
        shown = clean(str(value)).strip()
        if shown:
            yield path, shown
    elif isinstance(value, list):
        for number, item in enumerate(value[:MOST]):
            yield from strings(item, f"{path}/{number}", names, deepest - 1)
    elif isinstance(value, dict):
        both = "name" in value and "value" in value  # `{"name": "subject", "value": "Harbours"}`
        for name in (*(("value",) if both else ()), *names, *_NAMES):
            if value.get(name):
                yield from strings(value[name], f"{path}/{_escaped(name)}", names, deepest - 1)
                return


def text_of(value: Any) -> str:
    """The text of an article: a string, or paragraphs in lists and objects, in their order."""
    parts: list[str] = []
    _gather(value, parts, DEEPEST)
    return "\n\n".join(parts)


def _gather(value: Any, parts: list[str], deepest: int) -> None:
    if len(parts) >= MOST or deepest == 0:
        return
    if isinstance(value, str):
        if value.strip():
            parts.append(clean(value))
    elif isinstance(value, list):
        for item in value:
            _gather(item, parts, deepest - 1)
    elif isinstance(value, dict):
        named = next((value[name] for name in _TEXTS if isinstance(value.get(name), str)), None)
        for item in [named] if named is not None else value.values():
            _gather(item, parts, deepest - 1)


_TEXTS = ("rendered", "text", "content", "value", "@value", "html", "plain", "paragraph")


def clean(text: str) -> str:
    """Half a character (a surrogate alone, as `\\ud83d` of a cut text) is none."""
    return _HALF.sub("\ufffd", text)


_HALF = re.compile("[\ud800-\udfff]")


def _escaped(name: str) -> str:
    """A token of a JSON Pointer."""
    return clean(name).replace("~", "~0").replace("/", "~1")


def flattened(value: dict[str, Any], deepest: int = 3) -> Iterator[tuple[str, str]]:
    """(dotted path, value) of all strings and numbers, and of lists as printed."""
    for name, item in value.items():
        if isinstance(item, dict) and deepest:
            for path, inner in flattened(item, deepest - 1):
                yield f"{clean(name)}.{path}", inner
        elif isinstance(item, list):
            yield clean(name), "; ".join(found for _, found in strings(item, "", _NAMES))
        elif item is not None and not isinstance(item, bool):
            yield clean(name), clean(str(item)).strip()
