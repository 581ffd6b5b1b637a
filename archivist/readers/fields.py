"""This module knows what the columns of tables and the keys of JSON articles are called.

`data/column-names.tsv` has the names in seven languages; here stands which field of a document a
key states. Tables, JSON and catalogues share both.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files

from archivist.readers.layout import lay_out
from archivist.record import Block
from archivist.text import paragraphs

# Key of a mapping → the field that it declares; `text` is the text itself.
FIELDS: dict[str, str] = {
    "text": "text",
    "headline": "headline",
    "summary": "summary",
    "date": "date.published",
    "created": "date.created",
    "modified": "date.modified",
    "captured": "date.captured",
    "coverage": "date.coverage",
    "authors": "credit.author",
    "photographers": "credit.photographer",
    "editors": "credit.editor",
    "translators": "credit.translator",
    "agency": "credit.agency",
    "publisher": "credit.publisher",
    "source": "credit.source",
    "contributors": "credit.contributor",
    "language": "language",
    "url": "identifier.url",
    "id": "identifier",
    "doi": "identifier.doi",
    "topics": "topic",
    "section": "topic",
    "rights": "rights.notice",
    "license": "rights.statement",
    "holder": "rights.holder",
}
TITLE = "title"  # of a catalogue: what the library calls the article, which is no headline
FILE = "file"  # the column of a catalogue that names the source
PREFIXES = frozenset(
    (
        *("dc", "dcterms", "dct", "schema", "og"),
        *("article", "news", "post", "story", "meta", "item", "web"),
    )
)


def normal(name: str) -> str:
    """A name as the table writes it: `dc.title` → title, `datePublished` → date published."""
    words = _words(name)
    joined = " ".join(words)
    if joined in names() or len(words) < 2 or words[0] not in PREFIXES:
        return joined
    return " ".join(words[1:])


def _words(name: str) -> list[str]:
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    name = unicodedata.normalize("NFKD", name.casefold())
    name = "".join(char for char in name if not unicodedata.combining(char))
    return re.findall(r"[^\W_]+", name)


def key_of(name: str) -> tuple[str, int] | None:
    """(key, rank of the name among the key's names: 0 the surest), None for a name not known.

    Of a dotted path the last name that says something counts: `_source.byline.original`.
    """
    known = names().get(normal(name))
    path = name.split(".")
    if known is None and len(path) > 1:
        last = path[-2] if path[-1].lower() in _SAYING_NOTHING else path[-1]
        known = names().get(normal(last))
    return known


_SAYING_NOTHING = ("main", "original", "rendered", "value", "name")


@functools.cache
def names() -> dict[str, tuple[str, int]]:
    """Name → (key, rank)."""
    table = (files("archivist") / "data" / "column-names.tsv").read_text("utf-8")
    found: dict[str, tuple[str, int]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            key, listed = line.split("\t")
            for rank, name in enumerate(listed.split(", ")):
                found.setdefault(name, (key, rank))
    return found


# ------------------------------------------------------------------ values


def items(key: str, value: str) -> Iterator[str]:
    """The values in a cell: a printed list is several, tags are parted by `|`, `;` or `,`."""
    value = value.strip()
    if value in _NOTHING:
        return
    listed = _list(value)
    if listed is None and key == "topics":
        mark = next((mark for mark in ("|", ";", "\n", ",", "،", "、") if mark in value), None)
        listed = value.split(mark) if mark else None
    for item in [value] if listed is None else listed:
        if item.strip() and item.strip() not in _NOTHING:
            yield item.strip()


# What programs print for nothing: Python, pandas, R, SQL.
_NOTHING = frozenset({"", "None", "nan", "NaN", "NA", "N/A", "NULL", "null", "\\N", "[]", "{}"})
_ITEM = r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\""
_LISTED = re.compile(rf"\[\s*(?:{_ITEM})(?:\s*,\s*(?:{_ITEM}))*+\s*,?\s*\]", re.DOTALL)


def _list(value: str) -> list[str] | None:
    """The strings of a list as JSON or Python print it, None for anything else."""
    if not value.startswith("["):
        return None
    if _LISTED.fullmatch(value):
        return [_unquoted(item) for item in re.findall(_ITEM, value, re.DOTALL)]
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return [str(item) for item in found if isinstance(item, str | int)]


def _unquoted(item: str) -> str:
    if item.startswith('"'):
        try:
            return str(json.loads(item, strict=False))
        except ValueError:
            pass
    return re.sub(r"\\(.)", r"\1", item[1:-1], flags=re.DOTALL)


# ------------------------------------------------------------------ text

_MARKUP = re.compile(
    r"</(?:p|div|a|b|i|em|strong|h[1-6]|ul|ol|li|span|table|blockquote|figure|article)\s*>"
    r"|<(?:p|br|hr|div)\b[^<>]*>",
    re.IGNORECASE,
)


def is_markup(text: str) -> bool:
    """Whether a text is HTML: `Jaguar <JAGR.L>` is none."""
    return _MARKUP.search(text) is not None


def shown(value: str) -> str:
    """A value as a reader sees it, if it is markup."""
    if "<" not in value and "&" not in value:
        return value
    from archivist.readers import xhtml  # lxml: 20 ms that most tables do not need

    return xhtml.plain(value)


def laid_out(text: str) -> tuple[str, tuple[Block, ...]]:
    """The text and its blocks; HTML as a browser shows it, all else as printed."""
    if is_markup(text):
        from archivist.readers import xhtml

        page, blocks = lay_out(xhtml.fragment(text))
        if blocks:
            return page, blocks
    return text, tuple(paragraphs(text))
