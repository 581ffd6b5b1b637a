"""This module reads what stands above a page between fences: YAML (`---`) or TOML (`+++`).

As Hugo, Jekyll, Pelican, Ghost, Zola and Pandoc print it. Values stay the strings that were
printed: a date keeps its precision, `no` is a word and not a falsehood.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from typing import Any

from archivist.problems import Location, Problem, problem
from archivist.record import Declared

# Keys → the field they state.
FIELDS: dict[str, str] = {
    "title": "headline",
    "headline": "headline",
    "date": "date.published",
    "published": "date.published",
    "publishdate": "date.published",
    "created": "date.created",
    "coverage": "date.coverage",
    "lastmod": "date.modified",
    "updated": "date.modified",
    "modified": "date.modified",
    "author": "credit.author",
    "authors": "credit.author",
    "editor": "credit.editor",
    "translator": "credit.translator",
    "photographer": "credit.photographer",
    "image_credit": "credit.image",
    "publisher": "credit.publisher",
    "source": "credit.source",
    "lang": "language",
    "language": "language",
    "locale": "language",
    "description": "summary",
    "summary": "summary",
    "excerpt": "summary",
    "abstract": "summary",
    "tags": "topic",
    "keywords": "topic",
    "categories": "topic",
    "category": "topic",
    "translation_of": "relation.translationOf",
    "revision_of": "relation.revisionOf",
    "part_of": "relation.partOf",
    "canonical": "identifier.canonical",
    "canonical_url": "identifier.canonical",
    "url": "identifier.url",
    "id": "identifier.id",
    "doi": "identifier.doi",
    "rights": "rights.notice",
    "copyright": "rights.notice",
    "license": "rights.statement",
    "licence": "rights.statement",
}

# Far more than any page has: YAML anchors can say a billion values in ten lines.
MOST_CHARACTERS = 65536
MOST_VALUES = 1000
DEEPEST = 20

_LINE_END = r"(?:\r\n|\r|\n)"
_FENCE = re.compile(
    rf"(---|\+\+\+)[ \t]*{_LINE_END}(?:(.*?){_LINE_END})??(?:\1|(?<!\+)\.\.\.)[ \t]*(?=[\r\n]|\Z)",
    re.DOTALL,
)
_KEY = re.compile(rb"(?:---|\+\+\+)[ \t]*(?:\r\n|\r|\n)[A-Za-z_][\w-]*[ \t]*[:=]")
_CLOSED = re.compile(rb"[\r\n](?:---|\+\+\+|\.\.\.)[ \t]*(?:[\r\n]|\Z)")


class Unreadable(ValueError):
    """Not YAML or TOML: why, and the line of the front matter (from 1) and column."""

    def __init__(self, why: str, line: int = 0, column: int | None = None) -> None:
        super().__init__(why)
        self.line = line
        self.column = column


def opens(data: bytes) -> bool:
    """Whether the first bytes of a source are a front matter: a fence, a key, a fence."""
    head = data.removeprefix(b"\xef\xbb\xbf")
    return bool(_KEY.match(head) and _CLOSED.search(head, 4))


def split(text: str, file: str) -> tuple[tuple[Declared, ...], str, tuple[Problem, ...]]:
    """What the front matter states, the text below it, and R010 when it cannot be read.

    A front matter that cannot be read is part of the text.
    """
    match = _FENCE.match(text)
    if not match:
        return (), text, ()
    fence, printed = match[1], match[2] or ""
    try:
        data = _load(fence, printed)
        facts = tuple(_declared(data))
    except Unreadable as error:
        message = f"{error}; wanted {_WANTED[fence]}"
        hint = "it was kept as text; put values with : # [ or { in quotes, and convert again"
        where = Location(file, error.line + 1, error.column)
        return (), text, (problem("R010", message, where, hint=hint),)
    return (*facts, *_of_address(data, facts)), text[match.end() :], ()


_WANTED = {"---": "YAML such as title: …", "+++": 'TOML such as title = "…"'}

# ------------------------------------------------------------------ YAML and TOML


def _load(fence: str, text: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"{len(text):,} characters, more than {MOST_CHARACTERS:,}")
    text = re.sub(_LINE_END, "\n", text)
    data = _yaml(text) if fence == "---" else _toml(text)
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise Unreadable("a list" if isinstance(data, list) else "a lone string", 1)
    return data


def _yaml(text: str) -> Any:
    """Every scalar but null stays the string it was printed as."""
    import yaml

    try:
        return yaml.load(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        why, mark = error.problem or error.context or "not well-formed", error.problem_mark
        why = re.sub(r"'?<([a-z ]+)>'?", r"the \1", why).replace("the stream end", "the end")
        raise Unreadable(
            _one_line(why), *((mark.line + 1, mark.column + 1) if mark else ())
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable(f"control character U+{int(error.character):04X}", line) from None
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(_one_line(str(error))) from None
    except RecursionError:
        raise Unreadable("nested too deeply") from None


@functools.cache
def _loader() -> Any:
    """PyYAML's loader of plain strings, which also knows `~` and `null` (YAML 1.2, 10.2.1.1)."""
    import yaml

    class Strings(yaml.BaseLoader):
        """Strings, lists, mappings, and nothing."""

    null = "tag:yaml.org,2002:null"
    Strings.add_implicit_resolver(null, re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
    Strings.add_constructor(null, lambda loader, node: None)
    return Strings


def _toml(text: str) -> Any:
    import tomllib

    try:
        data = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        why, line, column = _toml_place(str(error), text)
        raise Unreadable(why, line, column) from None
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    except ValueError as error:  # an integer of more than 4300 digits
        raise Unreadable(_one_line(str(error))) from None
    return _as_printed(data, text)


def _toml_place(message: str, text: str) -> tuple[str, int, int | None]:
    """`Invalid value (at line 1, column 8)` taken apart."""
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    if not found:
        return _one_line(message), 0, None
    why = _one_line(message[: found.start()])
    return (why, int(found[1]), int(found[2])) if found[1] else (why, text.count("\n") + 1, None)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:120].rstrip(".")


# TOML 1.0: offset and local date-times, local dates and times, as they are printed.
_TOML_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?)?"
    r"|\d\d:\d\d:\d\d(?:\.\d+)?"
)


def _as_printed(data: dict[str, Any], text: str) -> dict[str, Any]:
    """The mapping with dates as the strings they were printed as: `Z` is not `+00:00`."""
    printed: dict[str, str] = {}
    for found in _TOML_DATE.findall(text):
        printed.setdefault(_iso(found), found)
    return {key: _replaced(value, printed) for key, value in data.items()}


def _iso(printed: str) -> str:
    """How Python writes the value of a TOML date or time; as printed where it is none."""
    import tomllib

    try:
        return str(tomllib.loads(f"value = {printed}")["value"].isoformat())
    except ValueError:
        return printed


def _replaced(value: Any, printed: dict[str, str]) -> Any:
    match value:
        case dict():
            return {key: _replaced(item, printed) for key, item in value.items()}
        case list():
            return [_replaced(item, printed) for item in value]
        case datetime.date() | datetime.time():
            return printed.get(value.isoformat(), value.isoformat())
        case bool():
            return str(value).lower()
        case _:
            return value


# ------------------------------------------------------------------ values → declared facts


def _declared(data: dict[str, Any]) -> Iterator[Declared]:
    left = MOST_VALUES
    for key, value in data.items():
        field = FIELDS.get(str(key).lower().replace("-", "_"))
        if field is None:
            continue
        for path, item in _items(f"front-matter/{key}", value, DEEPEST):
            left -= 1
            if left < 0:
                raise Unreadable(f"more than {MOST_VALUES:,} values")
            if item:
                yield Declared(field, item, path, "declared.front-matter")


# Keys that hold the address of the page; many sites have the day in it: `2024/10/25/ferry`.
ADDRESSES = ("path", "permalink", "url", "slug", "aliases", "redirect_from")
_DAY = re.compile(r"(?:^|/)((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=[/-])")


def _of_address(data: dict[str, Any], facts: tuple[Declared, ...]) -> Iterator[Declared]:
    """The day in the page's own address, where no date is stated."""
    if any(fact.field == "date.published" for fact in facts):
        return
    for key in ADDRESSES:
        value = data.get(key)
        path = f"front-matter/{key}"
        if isinstance(value, list) and value:
            path, value = f"{path}/0", value[0]
        found = _DAY.search(value) if isinstance(value, str) else None
        if found:
            rule = "declared.front-matter-address"
            yield Declared("date.published", "-".join(found.groups()), path, rule)
            return


def _items(path: str, value: Any, deepest: int) -> Iterator[tuple[str, str]]:
    """A scalar, each item of a list, or the name of a mapping (`author: {name: …}`).

    What holds nothing gives "", so that whoever counts sees every value.
    """
    if isinstance(value, dict):
        path, value = f"{path}/name", value.get("name")
    if not isinstance(value, list | dict):
        yield path, _visible(value)
    elif not deepest:
        raise Unreadable(f"nested more than {DEEPEST} levels deep")
    elif isinstance(value, dict) or not value:
        yield from _items(path, value or None, deepest - 1)
    else:
        for number, item in enumerate(value):
            yield from _items(f"{path}/{number}", item, deepest - 1)


def _visible(value: Any) -> str:
    """The scalar without outer blanks. YAML may escape half a character, which is none."""
    item = "" if value is None else str(value).strip()
    if re.search("[\ud800-\udfff]", item):
        raise Unreadable("half a character, a surrogate without the other one")
    return item
