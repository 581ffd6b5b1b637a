"""This module reads Markdown (CommonMark 0.31 and tables) with YAML or TOML front matter.

The text is what a reader of the page would see: marks taken off, blocks apart by an empty line.
What the front matter states is kept apart as declared facts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from archivist import text as texts
from archivist.jsontext.walk import Lines
from archivist.problems import Problem
from archivist.readers import frontmatter, layout, plain
from archivist.record import BlockRole, Declared, Document, Source
from archivist.settings import Settings

if TYPE_CHECKING:
    from markdown_it.token import Token

DEEPEST = 100  # lists, quotations, brackets inside each other: CommonMark has no limit, Python has


def read(source: Source, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document; a front matter that cannot be read is text and the problem R010."""
    decoded = texts.decode(source.data, source.location, encoding=settings.encoding)
    if isinstance(decoded, Problem):
        return None, (decoded,)
    facts, body, problems = frontmatter.split(decoded.text, source.location)
    first, _ = texts.line_and_column(decoded.text, len(decoded.text) - len(body))
    text, blocks = layout.lay_out(
        layout.Leaf(leaf.role, leaf.rule, f"line {first + leaf.line}", leaf.text)
        for leaf in _blocks(body)
    )
    if not texts.is_visible(text):
        return None, (*problems, plain.no_text(source))
    from importlib.metadata import version  # a whole mail parser: 10 ms

    document = Document(
        source,
        "text/markdown",
        text,
        decoded.encoding,
        blocks,
        (*source.declared, *facts, *_of_name(source, facts)),
        (("markdown-it-py", version("markdown-it-py")),),
    )
    return document, problems


# 2024-10-25-ferry.md: how Jekyll and its like name a post
_NAMED = re.compile(r"((?:19|20)\d\d-\d\d-\d\d)-.")


def _of_name(source: Source, facts: Iterable[Declared]) -> Iterator[Declared]:
    """The day in the name of the file, where no date is stated."""
    found = _NAMED.match((source.part or source.name).rpartition("/")[2])
    if found and all(fact.field != "date.published" for fact in facts):
        yield Declared("date.published", found[1], "file name", "markdown.file-name")


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

    if _open_brackets(body) > DEEPEST:
        return _unmarked(body)
    notes: dict[str, Any] = {}
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    tokens = parser.parse(body, notes)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        return _unmarked(body)
    leaves = [*_shown(tokens), *_footnotes(body, notes)]
    return iter(sorted(leaves, key=lambda leaf: leaf.line))


def _shown(tokens: Iterable[Token]) -> Iterator[_Leaf]:
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
        elif token.type == "html_block":
            yield from _html(token)


def _html(token: Token) -> Iterator[_Leaf]:
    """The paragraphs that a block of HTML shows."""
    page = _HIDDEN.sub("", token.content)
    page = html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n\n", page)))
    for part in re.split(r"\n\s*\n", page):
        yield _Leaf("paragraph", "markdown.html", _line(token), part)


_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|template)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|blockquote|br|center|caption|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table"
    r"|td|th|tr|ul)\b[^<>]*>",
    re.I,
)
_TAG = re.compile(r"</?[a-z][^<>]*>|<[!?][^<>]*>", re.I)


def _footnotes(body: str, notes: dict[str, Any]) -> Iterator[_Leaf]:
    """`[^1]: Ibidem` is a footnote; CommonMark takes it for the address of a link, and hides it."""
    lines = re.split(r"\r\n|\r|\n", body)
    for label, found in notes.get("references", {}).items():
        if label.startswith("^"):
            start, end = found["map"]
            yield _Leaf("other", "markdown.footnote", start, "\n".join(lines[start:end]))


def _open_brackets(body: str) -> int:
    """How many `[` of one paragraph wait for their `]`: the parser looks ahead from each."""
    most = depth = 0
    for mark in _BRACKET.findall(body) if body.count("[") > DEEPEST else ():
        depth = depth + 1 if mark == "[" else max(0, depth - 1) if mark == "]" else 0
        most = max(most, depth)
    return most


_BRACKET = re.compile(r"[\[\]]|(?:\r\n|\r|\n)[ \t]*[\r\n]")


def _unmarked(body: str) -> Iterator[_Leaf]:
    """A page nested so deeply that the parser would leave words out: its paragraphs as printed."""
    lines = Lines(body)
    for block in texts.paragraphs(body):
        line, _ = lines.place(block.span.start)
        yield _Leaf("paragraph", "markdown.unmarked", line - 1, block.span.of(body))


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
