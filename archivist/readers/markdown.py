"""This module reads Markdown (CommonMark 0.31 and tables) with YAML or TOML front matter.

The text is what a reader of the page would see: marks taken off, blocks apart by an empty line.
What the front matter states is kept apart as declared facts.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from archivist import text as texts
from archivist.problems import Location, Problem, problem
from archivist.readers import plain
from archivist.record import Block, BlockRole, Declared, Document, Evidence, Source, Span
from archivist.settings import Settings

if TYPE_CHECKING:
    from markdown_it.token import Token

# Keys of front matter as Hugo, Jekyll, Pelican, Ghost and Zola print them → the field they state.
FIELDS: dict[str, str] = {
    "title": "headline",
    "headline": "headline",
    "date": "date.published",
    "published": "date.published",
    "publishdate": "date.published",
    "created": "date.created",
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

_FENCE = re.compile(
    r"(---|\+\+\+)[ \t]*(\r\n|\r|\n)(.*?)(?:\r\n|\r|\n)\1[ \t]*(?=\r|\n|$)", re.DOTALL
)


def sniff(data: bytes) -> bool:
    """Front matter tells Markdown from plain text; a lone `#` would not."""
    head = data.removeprefix(b"\xef\xbb\xbf")
    return bool(re.match(rb"(---|\+\+\+)[ \t]*\r?\n[A-Za-z_][\w-]*[ \t]*[:=]", head))


def read(source: Source, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document; a front matter that cannot be read is text and the problem R010."""
    decoded = texts.decode(source.data, source.location, encoding=settings.encoding)
    if isinstance(decoded, Problem):
        return None, (decoded,)
    facts, body, problems = _front_matter(decoded.text, source.location)
    first = decoded.text.count("\n", 0, len(decoded.text) - len(body)) + 1
    text, blocks = _lay_out(_blocks(body), first)
    if not blocks:
        return None, (*problems, plain.no_text(source))
    document = Document(
        source,
        "text/markdown",
        text,
        decoded.encoding,
        blocks,
        facts,
        (("markdown-it-py", version("markdown-it-py")),),
    )
    return document, problems


# ------------------------------------------------------------------ front matter


def _front_matter(text: str, file: str) -> tuple[tuple[Declared, ...], str, tuple[Problem, ...]]:
    match = _FENCE.match(text)
    if not match:
        return (), text, ()
    try:
        data = _load(match.group(1), match.group(3))
    except ValueError as error:
        message = f"the front matter is not {_language(match.group(1))}: {error}"
        hint = "it was kept as text; mend it and convert again"
        return (), text, (problem("R010", message, Location(file, 1), hint=hint),)
    return tuple(_declared(data)), text[match.end() :], ()


def _language(fence: str) -> str:
    return "YAML" if fence == "---" else "TOML"


def _load(fence: str, text: str) -> dict[str, Any]:
    """The mapping; every YAML scalar stays the string it was printed as."""
    if fence == "+++":
        return tomllib.loads(text.replace("\r\n", "\n"))
    import yaml

    try:
        data = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split())[:200]) from error
    if not isinstance(data, dict):
        raise ValueError("no `key: value` lines")
    return data


def _declared(data: dict[str, Any]) -> Iterator[Declared]:
    for key, value in data.items():
        field = FIELDS.get(str(key).lower().replace("-", "_"))
        if field is None:
            continue
        for path, item in _items(f"front-matter/{key}", value):
            yield Declared(field, item, path, "declared.front-matter")


def _items(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """A scalar, each item of a list, or the name of a mapping (`author: {name: …}`)."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _items(f"{path}/{number}", item)
    elif isinstance(value, dict):
        if "name" in value:
            yield from _items(f"{path}/name", value["name"])
    else:
        item = str(value).strip()
        if item:
            yield path, item


# ------------------------------------------------------------------ body


class _Leaf(NamedTuple):
    """A leaf block of the page: role, rule, line of the body (from 0), visible text."""

    role: BlockRole
    rule: str
    line: int
    text: str


def _blocks(body: str) -> Iterator[_Leaf]:
    """The leaf blocks in reading order; the first `#`, when it opens the page, is the headline."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    lists, heading, headed = 0, "", False
    for token in tokens:
        if token.type in ("list_item_open", "list_item_close"):
            lists += token.nesting
        elif token.type in ("heading_open", "heading_close"):
            heading = token.tag if token.nesting == 1 else ""
        elif token.type == "inline":
            role, rule = _role(heading, lists, headed)
            headed = True
            yield _Leaf(role, rule, _line(token), _inline(token.children or []))
        elif token.type in ("fence", "code_block"):
            yield _Leaf("other", "markdown.code", _line(token), token.content)


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0


def _role(heading: str, lists: int, headed: bool) -> tuple[BlockRole, str]:
    if heading == "h1" and not headed:
        return "headline", "markdown.heading"
    if heading:
        return "subhead", "markdown.heading"
    if lists:
        return "list-item", "markdown.list-item"
    return "paragraph", "markdown.paragraph"


def _inline(tokens: Iterable[Token]) -> str:
    """Visible characters: text, code and link text; an image gives its description."""
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline", "image", "text_special"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)


def _lay_out(leaves: Iterable[_Leaf], first_line: int) -> tuple[str, tuple[Block, ...]]:
    """The text with an empty line between blocks, and the blocks with their spans in it."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for leaf in leaves:
        text = leaf.text.strip()
        if text:
            evidence = Evidence(leaf.rule, 100, declared=f"line {first_line + leaf.line}")
            blocks.append(Block(leaf.role, Span(at, at + len(text)), evidence))
            parts.append(text)
            at += len(text) + 2
    return "\n\n".join(parts), tuple(blocks)
