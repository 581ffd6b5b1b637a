"""This module takes the text out of a contentSet (NewsML-G2) or DataContent (NewsML 1).

One content may come several times: as XHTML, as NITF, as plain text, and beside it its headline
or teaser. The longest marked-up one is the article, else the longest plain one; what says the same
is left out, what says more follows as a notice.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from archivist.readers.layout import Leaf
from archivist.readers.news import nitf, standard
from archivist.readers.news.tree import attribute, child, children, inside, said
from archivist.readers.xhtml import XHTML, Vocabulary, fragment
from archivist.record import Declared
from archivist.text import paragraphs

SAME = 0.9  # share of the words of a rendition that the article has, when it says the same
INLINE = frozenset(
    {"a", "b", "i", "u", "em", "strong", "span", "br", "sup", "sub", "q", "cite", "font", "keyword"}
)
NITF = frozenset({"media", "block", "hl1", "hl2", "nitf-table", "body.head", "body.end"})


_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Content:
    """One form of the content: its pieces, what it states of itself, its rank and name.

    `rank`: 2 for XHTML and NITF, 1 for plain text and markup nobody knows.
    """

    leaves: tuple[Leaf, ...]
    facts: tuple[Declared, ...]
    rank: int
    rendition: str

    def words(self) -> list[str]:
        return [word for leaf in self.leaves for word in _WORD.findall(leaf.text)]


def of_set(content_set: etree._Element | None, at: str) -> list[Content]:
    """The contents of a contentSet that hold words."""
    found = []
    for number, item in enumerate(children(content_set, "inlineXML"), 1):
        path = f"{at}/inlineXML[{number}]"
        found.append(_content(item, tuple(marked_up(item, path)), path))
    for number, item in enumerate(children(content_set, "inlineData"), 1):
        path = f"{at}/inlineData[{number}]"
        found.append(_content(item, tuple(plain(item, path)), path))
    return [content for content in found if any(leaf.text.strip() for leaf in content.leaves)]


def _content(item: etree._Element, leaves: tuple[Leaf, ...], at: str) -> Content:
    inner = next(inside(item, "nitf"), None)
    facts = () if inner is None else tuple(nitf.declared(inner, f"{at}/nitf"))
    rendition = attribute(item, "rendition").rpartition(":")[2].lower()
    return Content(leaves, facts, rank(leaves), rendition)


def rank(leaves: tuple[Leaf, ...]) -> int:
    """2 for the pieces of XHTML and NITF, 1 for those of anything else."""
    return 2 if any(leaf.rule.startswith(("xhtml.", "nitf.")) for leaf in leaves) else 1


def chosen(contents: list[Content], headline: str) -> tuple[list[Leaf], tuple[Declared, ...]]:
    """The pieces of the article, what is said beside it, and what the article's content states.

    All stay in the order of the source.
    """
    if not contents:
        return [], ()
    article = max(contents, key=lambda item: (item.rank, sum(map(len, item.words()))))
    known = article.words()
    title = _WORD.findall(headline)
    words, pairs = Counter([*known, *title]), {*pairwise(known), *pairwise(title)}
    leaves: list[Leaf] = []
    for item in contents:
        if item is article:
            leaves += item.leaves
        elif not _is_said(item, words, pairs):
            leaves += (leaf._replace(role="notice") for leaf in item.leaves)
    return leaves, article.facts


def _is_said(item: Content, words: Counter[str], pairs: set[tuple[str, str]]) -> bool:
    """Whether the article has the words, and half of them in the same order: tables are reset.

    A rendition called headline is one, with the marks of the wire around it.
    """
    own = item.words()
    if item.rendition in ("headline", "slug", "slugline") or not own:
        return True
    both = sum((Counter(own) & words).values())
    following = sum(pair in pairs for pair in pairwise(own))
    return both >= SAME * len(own) and following * 2 >= len(own) - 1


# ------------------------------------------------------------------ one content


def marked_up(item: etree._Element, at: str) -> Iterator[Leaf]:
    """The pieces of NITF, XHTML, escaped HTML, or of any markup that holds words."""
    first = next((e for e in item if isinstance(e.tag, str)), None)
    above = f"/{standard.name(item)}[1]"
    is_nitf = next(item.iterdescendants("{*}nitf", "{*}body.content"), None) is not None
    if first is None:
        yield from _of_text("".join(str(text) for text in item.itertext()), at)
    elif is_nitf or any(standard.name(piece) in NITF for piece in item):
        yield from _placed(nitf.leaves(item), at, above)
    elif standard.name(first) in XHTML.blocks or standard.name(first) in INLINE:
        leaves = list(_placed(fragment(item, XHTML), at, above))
        yield from (*_title(first, leaves, at), *leaves)
    else:
        yield from _placed(fragment(item, _any_markup(item)), at, above)


def _title(page: etree._Element, leaves: list[Leaf], at: str) -> Iterator[Leaf]:
    """The title of a page whose body does not begin with it."""
    title = said(child(page, "head", "title"))
    start = _letters(" ".join(leaf.text for leaf in leaves[:9])[: NEAR + len(title)])
    if title and _letters(title) not in start:
        yield Leaf("header", "xhtml.title", f"{at}/html/head/title", title)


def _placed(found: Iterable[Leaf], at: str, above: str = "") -> Iterator[Leaf]:
    """The pieces with the place of their root before their path; `above` is the root itself."""
    for leaf in found:
        yield leaf._replace(path=at + leaf.path.removeprefix(above).rstrip("/"))


def _any_markup(root: etree._Element) -> Vocabulary:
    """Markup nobody knows: each element is a piece of its own, but for those known to be inline."""
    names = {standard.name(item) for item in root.iter("*")} - INLINE
    blocks = {**dict.fromkeys(sorted(names)), **XHTML.blocks}
    return Vocabulary("markup", blocks, frozenset({"script", "style"}))


def plain(item: etree._Element, at: str) -> Iterator[Leaf]:
    """The paragraphs of inlineData, decoded when it is base64; markup in it is read as such."""
    text = "".join(str(part) for part in item.itertext())
    kind = attribute(item, "contenttype").lower()
    if "base64" in (attribute(item, "encoding") + attribute(item, "encodinguri")).lower():
        is_text = kind.startswith("text/") or "html" in kind or "xml" in kind
        text = _decoded(text) if is_text else ""
    if kind.partition("/")[0] in ("image", "audio", "video"):
        return
    yield from _of_text(text, at)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


_TAGS = ("</p>", "<p>", "<br", "</div>", "</html>", "</P>", "</body>", "<p ")


def _of_text(text: str, at: str) -> Iterator[Leaf]:
    if any(tag in text for tag in _TAGS):
        yield from _placed(fragment(text), at)
        return
    for block in paragraphs(text):
        yield Leaf("paragraph", "plain.paragraph", at, block.span.of(text))


# ------------------------------------------------------------------ the pieces in their order


def headed(leaves: list[Leaf], headline: str) -> list[Leaf]:
    """The first heading, when it opens the text or repeats the declared headline, is the headline.

    What stands in a `header` beside it is no running text.
    """
    found = [
        leaf._replace(role="header")
        if "/header[" in leaf.path and leaf.role in ("paragraph", "list-item")
        else leaf
        for leaf in leaves
    ]
    text = next((i for i, leaf in enumerate(found) if leaf.role in ("paragraph", "list-item")), 0)
    for index, leaf in enumerate(found[: text + 1]):
        heading = leaf.role == "subhead" and "/h1[" in leaf.path
        if heading or (leaf.role != "headline" and same(leaf.text, headline)):
            found[index] = leaf._replace(role="headline")
            break
    return found


def same(one: str, other: str) -> bool:
    return bool(one.strip()) and one.split() == other.split()


NEAR = 400  # characters at the start of a page in which its title is looked for


def datelined(leaves: list[Leaf], line: Leaf) -> list[Leaf]:
    """The pieces with the dateline above the running text, unless it stands there already."""
    words = " ".join(line.text.split())
    if not words or words[0].isdigit() or any(leaf.role == "dateline" for leaf in leaves):
        return leaves
    at = next((i for i, x in enumerate(leaves) if x.role in ("paragraph", "list-item")), None)
    if at is None or any(nitf.opens_with(leaf.text, words) for leaf in leaves[at : at + 3]):
        return leaves
    return [*leaves[:at], line._replace(text=words), *leaves[at:]]


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
