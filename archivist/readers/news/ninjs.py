"""This module reads ninjs 1.0 to 3.1, and what Superdesk calls so: one JSON object an article.

The keys of version 1 and 2 are lower case, those of 3 are `camelCase`; they are read alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from archivist import text as texts
from archivist.problems import Location, Problem, problem
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.news import content, nitf, standard
from archivist.readers.news.g2facts import sending
from archivist.readers.news.tree import is_later
from archivist.readers.parts import Reading
from archivist.readers.xhtml import fragment, plain
from archivist.record import Aside, Declared, Document, Source
from archivist.settings import Settings

TITLE = "ninjs"
TYPES = (
    *(
        "text",
        "audio",
        "video",
        "picture",
        "graphic",
        "composite",
        "planning",
        "component",
        "event",
    ),
)
# Keys that name an article, and keys that only ninjs has.
_IDENTITY = re.compile(rb'"(?:uri|guid|_id)"\s*:\s*"')
_OWN = re.compile(
    rb'"(?:body_x?html|body_text|bodies|version_?created|representation_?type|pub_?status'
    rb'|copyright_?holder|copyright_?notice|headlines)"\s*:|ninjs',
    re.IGNORECASE,
)
_URI = re.compile(rb'"uri"\s*:\s*"')
_TYPE = re.compile(rb'"type"\s*:\s*"(?:%b)"' % "|".join(TYPES).encode())
_OTHERS = (b'"schemaVersion"', b'"@context"', b"jsonfeed.org", b'"articleBody"')

Object = dict[str, Any]


def opens(head: bytes) -> bool:
    """Whether it is one JSON object with an id and keys that only ninjs has."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{") or re.search(rb"\}\s*\n\s*\{", head) or b"}\r\n{" in head:
        return False
    named = _IDENTITY.search(head) is not None and _OWN.search(head) is not None
    typed = _URI.search(head) is not None and _TYPE.search(head) is not None
    return (named or typed) and not any(mark in head for mark in _OTHERS)


def read(source: Source, settings: Settings) -> Reading:
    """The article, or an aside for a picture, film, package or plan."""
    decoded = texts.decode(source.data, source.location, encoding=settings.encoding)
    if isinstance(decoded, Problem):
        return None, (decoded,)
    item = _object(decoded.text)
    if item is None:
        message = "found no JSON object, wanted an article in ninjs"
        return None, (problem("R021", message, Location(source.location)),)
    facts = tuple(_declared(item))
    contents = list(_contents(item))
    headline = next((fact.value for fact in facts if fact.field == "headline"), "")
    shown = [item for item in contents if any(leaf.text for leaf in item.leaves)]
    known = [item for item in shown if item.rank] or shown  # bodies are forms of one text
    leaves, _ = content.chosen(known, headline)
    leaves = content.headed(leaves, headline)
    kind = _string(item, "type")
    if not leaves and (not contents or kind not in ("", "text", "composite")):
        if kind in ("", "text"):
            return Aside("no-article", "an object without a body"), ()
        return Aside("other-type", f"type {kind[:40]}, without a body"), ()
    text, blocks = lay_out(nitf.with_headline(leaves, facts))
    if not text:
        return Aside("no-article", "without headline and body"), ()
    warnings = standard.warning(TITLE, _faults(item), source.location)
    stated = (*source.declared, *facts)
    encoding = decoded.encoding
    recalled = standard.withdrawn(_string(item, "pubstatus"), "/pubstatus", source.location)
    document = Document(source, "application/json", text, encoding, blocks, stated)
    return document, (*warnings, *recalled)


def _object(text: str) -> Object | None:
    """The object with its keys in lower case; of one key written twice the last."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _lower(found) if isinstance(found, dict) else None


def _lower(found: Object) -> Object:
    return {str(key).lower(): value for key, value in found.items()}


def _clean(value: Any) -> str:
    """A string without the lone surrogates that JSON can spell and no text can hold."""
    return value.encode("utf-8", "replace").decode().strip() if isinstance(value, str) else ""


def _string(item: Object, *keys: str) -> str:
    """The first of the keys that holds words."""
    return next((value for key in keys if (value := _clean(item.get(key)))), "")


def _objects(item: Object, *keys: str) -> Iterator[tuple[str, Object]]:
    """(JSON pointer, object) of every object in the lists of these keys."""
    for key in keys:
        found = item.get(key)
        for number, value in enumerate(found if isinstance(found, list) else ()):
            if isinstance(value, dict):
                yield f"/{key}/{number}", _lower(value)


def _faults(item: Object) -> Iterator[str]:
    if not _string(item, "uri"):
        yield "no uri"
    if _string(item, "type") not in ("", *TYPES):
        yield f"type {_string(item, 'type')[:40]!r}, would be right: one of {', '.join(TYPES)}"
    for key in ("versioncreated", "firstcreated", "embargoed"):
        value = _string(item, key)
        if value and not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$", value):
            yield f"{key} {value[:40]!r}, would be right: 2024-10-25T14:03:00+02:00"


# ------------------------------------------------------------------ text


def _contents(item: Object) -> Iterator[content.Content]:
    """`body_xhtml`, `body_text`, … of version 1, `bodies` of the later ones; empty ones too."""
    for key, value in item.items():
        if key.startswith("body_") and isinstance(value, str):
            yield _content(_clean(value), f"/{key}", key.removeprefix("body_"))
    for path, body in _objects(item, "bodies"):
        kind = f"{_string(body, 'contenttype')} {_string(body, 'role')}".lower()
        yield _content(_string(body, "value"), f"{path}/value", kind)


def _content(value: str, path: str, kind: str) -> content.Content:
    """One body; XML that is neither XHTML nor NITF (`TTNITF`) ranks behind plain text."""
    is_nitf = "application/nitf" in kind or value.lstrip().startswith("<nitf")
    marked = "html" in kind or is_nitf or any(tag in value for tag in ("<p>", "<br", "</"))
    if marked:
        found = fragment(value, nitf.VOCABULARY) if is_nitf else fragment(value)
    else:
        found = [
            Leaf("paragraph", "ninjs.text", path, block.span.of(value))
            for block in texts.paragraphs(value)
        ]
    rank = 2 if "html" in kind or is_nitf else 0 if "xml" in kind else 1
    return content.Content(tuple(leaf._replace(path=path) for leaf in found), (), rank, kind)


# ------------------------------------------------------------------ what is stated

_SIMPLE = (
    ("identifier.guid", ("uri", "guid")),
    ("identifier.slugline", ("slugline",)),
    ("language", ("language",)),
    ("rights.holder", ("copyrightholder",)),
    ("rights.notice", ("copyrightnotice", "usageterms")),
    ("credit.author", ("byline", "by")),
    ("credit.source", ("infosource", "source")),
    ("credit.agency", ("description_creditline", "creditline")),
)


def _declared(item: Object) -> Iterator[Declared]:
    yield from _texts(item)
    for field, keys in _SIMPLE:
        key = next((key for key in keys if _clean(item.get(key))), None)
        if key:
            yield Declared(
                field, _clean(item[key]), f"/{key}", f"ninjs.{field.partition('.')[2] or field}"
            )
    version = item.get("version")
    if isinstance(version, str | int) and not isinstance(version, bool) and str(version).strip():
        yield Declared("identifier.version", str(version).strip(), "/version", "ninjs.version")
    yield from _dates(item, str(version))
    yield from _people(item)
    yield from _topics(item)
    for path, other in _objects(item, "altids"):
        scheme = _string(other, "role") or "altid"
        if _string(other, "value"):
            value = _string(other, "value")
            yield Declared(f"identifier.{scheme}", value, path, "ninjs.altid")


def _texts(item: Object) -> Iterator[Declared]:
    """The headline and the summary, without markup."""
    listed = [(p, h) for p, h in _objects(item, "headlines") if _string(h, "value")]
    main = next((x for x in listed if _string(x[1], "role") in ("", "main")), None)
    path, value = "/headline", _string(item, "headline", "headline_main")
    if not value and listed:
        path, value = (main or listed[0])[0], _string((main or listed[0])[1], "value")
    if value and plain(value):
        yield Declared("headline", plain(value), path, "ninjs.headline")
    for key in ("description_text", "description_html", "description_xhtml"):
        if plain(_string(item, key)):
            yield Declared("summary", plain(_string(item, key)), f"/{key}", "ninjs.description")
            return
    for path, found in _objects(item, "descriptions"):
        if _string(found, "role") not in ("caption", "creditline") and _string(found, "value"):
            yield Declared("summary", plain(_string(found, "value")), path, "ninjs.description")
            return


def _dates(item: Object, version: str) -> Iterator[Declared]:
    """As in NewsML-G2: version 1 is published, a later one modifies it."""
    later = is_later(version) and bool(_string(item, "firstcreated"))
    this, first = sending(later=later, held=bool(_string(item, "embargoed")))
    for key, role in (
        ("versioncreated", this),
        ("firstcreated", first),
        ("contentcreated", "created"),
        ("embargoed", "published"),
    ):
        if _string(item, key):
            yield Declared(f"date.{role}", _string(item, key), f"/{key}", f"ninjs.{key}")


def _people(item: Object) -> Iterator[Declared]:
    """Superdesk's authors, where there is no byline; the sources of the later versions."""
    if not _string(item, "byline", "by"):
        for path, found in _objects(item, "authors"):
            if _string(found, "name"):
                role = "editor" if _string(found, "role") == "editor" else "author"
                yield Declared(f"credit.{role}", _string(found, "name"), path, "ninjs.author")
    for path, found in _objects(item, "infosources"):
        if _string(found, "name"):
            yield Declared("credit.source", _string(found, "name"), path, "ninjs.source")


def _topics(item: Object) -> Iterator[Declared]:
    for path, found in _objects(item, "subject", "subjects"):
        scheme = _string(found, "scheme").rstrip("/").rpartition("/")[2]
        code, name = _string(found, "code", "uri", "literal"), _string(found, "name")
        if code:
            field = f"topic.{scheme or ('uri' if ':' in code else 'code')}"
            yield Declared(field, code, path, "ninjs.subject", name=name or None)
        elif name:
            yield Declared("topic", name, path, "ninjs.subject")
    listed = item.get("keywords")
    for number, word in enumerate(listed if isinstance(listed, list) else ()):
        if _clean(word):
            yield Declared("topic", _clean(word), f"/keywords/{number}", "ninjs.keyword")
