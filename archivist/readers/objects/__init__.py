"""This package reads articles in JSON: one object, an array of them anywhere, or one a line.

A part is named `:17` after its line in JSON Lines, `#5` after its place in an array. Our own
records, ninjs and JSON Feed have readers of their own, which are asked first.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archivist import text as texts
from archivist.namespaces import PROFILE
from archivist.problems import Location, Problem, problem
from archivist.readers import mapping, statements
from archivist.readers.mapping import Mapping
from archivist.readers.objects import keys, scan
from archivist.readers.parts import Part, Stream, empty, too_large
from archivist.readers.tables import proposal
from archivist.readers.tables.lines import chunks, lines
from archivist.record import Aside, Source
from archivist.settings import Settings

MEDIA_TYPE = "application/json"
RULE = "json.key"
SAMPLE = 1 << 20  # bytes looked at
ITEMS = 50  # objects looked at
LINES = ("jsonl", "ndjson")
MARK = b"\xef\xbb\xbf"
# Of our own records and their JSON-LD, which are no articles: to look through them takes long.
_OURS = re.compile(rb'\A\{"blocks":\[\{"evidence":|"schemaVersion"|' + re.escape(PROFILE.encode()))


def opens(head: bytes) -> bool:
    """Whether first bytes are articles in JSON beyond doubt."""
    if head.removeprefix(MARK).lstrip()[:1] not in (b"{", b"[") or _OURS.search(head):
        return False
    found = _survey(head, "")
    return found is not None and any(keys.is_article(value) for value in found.values)


def is_lines(head: bytes) -> bool:
    """Whether first bytes are JSON Lines: an object on the first line, and on the second."""
    first, _, rest = head.removeprefix(MARK).lstrip().partition(b"\n")
    return first[:1] == b"{" and isinstance(_loaded(first), dict) and rest.lstrip()[:1] == b"{"


# ------------------------------------------------------------------ where the articles lie


@dataclass(frozen=True, slots=True)
class Survey:
    """Where the articles of a file lie, and the first of them. `path` None: one a line."""

    path: str | None
    values: tuple[Any, ...]


def _look(stream: Stream, settings: Settings) -> Survey | None:
    """The survey of the first bytes, and of more where the first object is longer than they."""
    name = stream.part or stream.name
    found = _survey(stream.head(SAMPLE), name)
    if (found is not None and found.values) or settings.max_size <= SAMPLE:
        return found
    return _survey(stream.head(settings.max_size), name)


def _survey(head: bytes, name: str) -> Survey | None:
    """Lines, else the path whose objects are articles, else the outermost; None when no JSON."""
    head = head.removeprefix(MARK)
    if head.lstrip()[:1] not in (b"{", b"["):
        return None
    named = name.lower().rpartition(".")[2] in LINES
    if is_lines(head) or (named and head.lstrip()[:1] == b"{"):
        whole = head.splitlines()[: ITEMS + 1]
        loaded = [_loaded(line) for line in whole if line.strip()]
        return Survey(None, tuple(value for value in loaded if isinstance(value, dict)))
    found = [Survey(path, tuple(_first(head, path))) for path in scan.paths(head)]
    return max(found, key=_likeness, default=None)


def _likeness(found: Survey) -> tuple[bool, bool, int]:
    """Articles first; of equals an object for itself before a list in it, then the first."""
    likely = [value for value in found.values if keys.is_article(value)]
    return bool(likely), found.path == "", len(found.values)


def _first(head: bytes, path: str) -> Iterator[Any]:
    for number, item in enumerate(scan.items(io.BytesIO(head), len(head), path)):
        if number == ITEMS:
            return
        value = _loaded(item.data)
        if isinstance(value, dict):
            yield value


def _loaded(data: bytes) -> Any:
    """The JSON value; None when it is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


# ------------------------------------------------------------------ objects → parts


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """One part an object; a line or object that is no JSON is the problem R021."""
    found = _look(stream, settings)
    given: Mapping | None = None
    wrong: Problem | None = None
    if settings.mapping:
        given = mapping.load(settings.mapping)
    elif found is not None and not any(keys.cells(value) for value in found.values):
        given, wrong = _guessed(found, stream)
    if found is None or wrong:
        whole = stream.whole(settings.max_size)
        nothing = empty(stream.location) if not whole.data else None
        wrong = wrong or nothing or _no_json("no object", Location(stream.location))
        yield Part(whole, problems=(wrong,))
        return
    if found.path is None:
        yield from _of_lines(stream, given, settings)
    else:
        yield from _of_items(stream, found.path, given, settings)


def _of_lines(stream: Stream, given: Mapping | None, settings: Settings) -> Iterator[Part]:
    with stream.open() as opened:
        for line in lines(chunks(opened), b"\n", settings.max_size):
            data = line.data.removeprefix(MARK) if line.number == 1 else line.data
            if not data.strip():
                continue
            source = stream.source(f":{line.number}", data, media_type=MEDIA_TYPE)
            where = Location(stream.location, line.number)
            if line.end is None:
                large = too_large(str(where), len(data), settings.max_size)
                yield Part(source, problems=(large,))
            else:
                yield _part(source, where, given, settings)


def _of_items(
    stream: Stream, path: str, given: Mapping | None, settings: Settings
) -> Iterator[Part]:
    most, number = settings.max_size, 0
    with stream.open() as opened:
        waiting: scan.Item | None = None
        for item in scan.items(opened, most, path):
            if waiting is not None:
                number += 1
                yield _of_item(stream, waiting, f"#{number}", given, settings)
            waiting = item
        if waiting is not None:
            alone = path == "" and number == 0
            yield _of_item(stream, waiting, "" if alone else f"#{number + 1}", given, settings)
    if waiting is None:
        wrong = _no_json("an object without its end", Location(stream.location))
        yield Part(stream.whole(most), problems=(wrong,))


def _of_item(
    stream: Stream, item: scan.Item, part: str, given: Mapping | None, settings: Settings
) -> Part:
    """The object alone in its file is the file."""
    source = stream.source(part, item.data, media_type=MEDIA_TYPE)
    if not part:
        whole = stream.whole(settings.max_size)
        source = whole if len(whole.data) <= settings.max_size else source
        source = Source(**{**_fields(source), "part": stream.part})
    where = Location(stream.location, item.line)
    if item.size > settings.max_size:
        return Part(source, problems=(too_large(str(where), item.size, settings.max_size),))
    return _part(source, where, given, settings)


def _fields(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in Source.__slots__}


def _part(source: Source, where: Location, given: Mapping | None, settings: Settings) -> Part:
    """The document of an object, or what is wrong with it."""
    decoded, problems = texts.decode_stated(
        source.data, source.location, source.charset, "charset", encoding=settings.encoding
    )
    if decoded is None:
        return Part(source, problems=problems)
    try:
        value = json.loads(decoded.text, strict=False)
    except RecursionError:
        deep = problem("R026", "found an object nested too deeply for an article", where)
        return Part(source, problems=(*problems, deep))
    except ValueError as error:
        return Part(source, problems=(*problems, _no_json(_why(error), where)))
    if not isinstance(value, dict):
        return Part(source, problems=(*problems, _no_json("a value that is no object", where)))
    if "schemaVersion" in value and "generator" in value:
        hint = "if archivist wrote it, archivist validate says what is wrong with it"
        ours = problem("R008", "found what looks like a damaged record", where, hint=hint)
        return Part(source, problems=(*problems, ours))
    cells = keys.cells(value, given)
    other = _other_type(value)
    if other and not any(cell.key == "text" for cell in cells):
        return Part(source, aside=other, problems=problems)
    supplied = statements.constants(given) if given else ()
    source = Source(**{**_fields(source), "declared": (*source.declared, *supplied)})
    document, more = statements.document(source, MEDIA_TYPE, decoded.encoding, cells, RULE)
    return Part(source, document, problems=(*problems, *more))


def _other_type(value: dict[str, Any]) -> Aside | None:
    """schema.org says what an object is: a web site or a picture is no article."""
    kinds = value.get("@type")
    named = [
        kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    ]
    if named and not any(re.search(r"Article|Posting|Report|Work|Review", kind) for kind in named):
        return Aside("other-type", f"/@type: {', '.join(named)[:100]}")
    return None


# ------------------------------------------------------------------ keys that nobody knows


def proposed(stream: Stream, settings: Settings) -> str | None:
    """The mapping that the objects seem to need, as TOML; None when there are none."""
    found = _look(stream, settings)
    if found is None or not found.values:
        return None
    return proposal.to_toml(_proposal(found), stream.name)


def _proposal(found: Survey) -> proposal.Proposal:
    rows = [dict(keys.flattened(value)) for value in found.values[:ITEMS]]
    names = tuple(dict.fromkeys(name for row in rows for name in row))[:200]
    return proposal.propose(
        names, True, [tuple(row.get(name, "") for name in names) for row in rows]
    )


def _guessed(found: Survey, stream: Stream) -> tuple[Mapping | None, Problem | None]:
    """The mapping of the one long text, or the problem R062."""
    guess = _proposal(found)
    if guess.certain:
        columns = [
            mapping.Column(c.key, guess.names[int(c.name) - 1]) for c in guess.mapping().columns
        ]
        return Mapping(tuple(columns)), None
    shown = ", ".join(guess.names[:8]) or "none"
    message = f"found the keys {shown}, wanted to know which one holds the text"
    hint = f"archivist formats {stream.name} --propose > keys.toml; correct it; --map keys.toml"
    return None, problem("R062", message, Location(stream.location), hint=hint)


def _no_json(what: str, where: Location) -> Problem:
    hint = "only this one is left out, if there are others"
    return problem("R021", f"found {what}, wanted a JSON object with an article", where, hint=hint)


def _why(error: ValueError) -> str:
    return f"no JSON ({str(error)[:80]})"
