"""This module holds a web page decoded and parsed once, for everything that looks at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from archivist import text
from archivist.problems import Problem
from archivist.record import Declared, Source, Value
from archivist.settings import Settings

# <meta charset="…">, <meta http-equiv=… content="text/html; charset=…">, <?xml … encoding="…"?>
_CHARSET = re.compile(
    rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
_LOOKED_AT = 65536  # bytes in which a page states its encoding


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its markup as text, its tree (never changed by who looks), its encoding."""

    source: Source
    markup: str
    tree: html.HtmlElement
    encoding: Value
    declared: tuple[Declared, ...] = ()

    @property
    def url(self) -> str | None:
        """Where the page was captured, when the container says so."""
        return self.source.url


def parse(source: Source, settings: Settings) -> tuple[Page | None, tuple[Problem, ...]]:
    """The page, or the problem that says why there is none."""
    label, path = _stated(source)
    decoded, problems = text.decode_stated(
        source.data, source.location, label, path, encoding=settings.encoding
    )
    if decoded is None:
        return None, problems
    tree = _tree(decoded.text)
    if tree is None:
        return None, problems
    return Page(source, decoded.text, tree, decoded.encoding), problems


def _stated(source: Source) -> tuple[str | None, str]:
    """The encoding as the container or the page states it, and where."""
    if source.charset:
        return source.charset, "Content-Type"
    found = _CHARSET.search(source.data[:_LOOKED_AT])
    if found is None:
        return None, "bytes"
    label = (found[1] or found[2]).decode("ascii")
    return label, "meta[charset]" if found[1] else "xml/encoding"


def _tree(markup: str) -> html.HtmlElement | None:
    """The element tree of a page as a browser would make it; None where nothing is shown."""
    markup = _LONG_TAG.sub(_bare, markup)
    tree, errors = _parsed(markup)
    if errors.filter_from_level(etree.ErrorLevels.ERROR).filter_types(_TOO_DEEP):
        tree, _ = _parsed(_NESTING.sub("", markup))
    if tree is not None:
        _open_noframes(tree)
    return tree


def _open_noframes(tree: html.HtmlElement) -> None:
    """What a page of frames shows without them; the parser leaves its markup as text."""
    for element in list(tree.iter("noframes")):
        inner, _ = _parsed(element.text or " ")
        if inner is not None:
            element.text = None
            element.extend(list(inner.iter("body")))


_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{9999,}+>")
_MOST_ATTRIBUTES = 500  # of one element; libxml2 compares each with all before it


def _bare(tag: re.Match[str]) -> str:
    """A tag of thousands of attributes without them; one long value stays."""
    words = tag[0].split(maxsplit=_MOST_ATTRIBUTES)
    return tag[0] if len(words) <= _MOST_ATTRIBUTES else f"{words[0]}>"


_TOO_DEEP = etree.ErrorTypes.ERR_RESOURCE_LIMIT  # libxml2 drops what is nested below 2,048 levels
# All but what ends what came before it (paragraphs, headings, items) and what is no text.
_NESTING = re.compile(
    r"</?(?!(?:html|head|body|title|meta|link|script|style|p|h[1-6]|li|br|a|time)\b)[a-z][^<>]*>",
    re.IGNORECASE,
)


def _parsed(markup: str) -> tuple[html.HtmlElement | None, Any]:
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        data = markup.encode("utf-8", "replace")
        return html.document_fromstring(data, parser=parser), parser.error_log
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, parser.error_log
