"""This module holds a web page decoded and parsed once, for everything that looks at it."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
