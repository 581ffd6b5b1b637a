"""This package reads web pages: main text, what the page states of itself, article or not.

`page` decodes and parses, `body` finds the main text, `metadata` ranks what the page states,
`kind` says whether it is an article at all.
"""

from __future__ import annotations

import re

from archivist.problems import Problem
from archivist.readers import plain
from archivist.record import Aside, Document, Source
from archivist.settings import Settings

# Atomic: a page may open with thousands of comments, and then be none.
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?><\?xml[^>]*+>|<!--.*?-->)\s*+)*+"
    rb"<(?:!doctype\s++html|html|head|body)\b",
    re.I | re.S,
)


def opens(head: bytes) -> bool:
    """Whether the first bytes are those of a web page."""
    return _START.match(head) is not None


def read(source: Source, settings: Settings) -> tuple[Document | Aside | None, tuple[Problem, ...]]:
    """The document of a page; or why it is no article; or R003, R005."""
    from archivist.readers.html import body, kind, metadata  # lxml: 20 ms
    from archivist.readers.html.page import parse

    page, problems = parse(source, settings)
    if page is None:
        return None, problems or (plain.no_text(source),)
    facts = metadata.read(page)
    main = body.read(page)
    if settings.articles != "all":
        aside = kind.judge(page, facts, main)
        if aside is not None:
            return aside, problems
    if not main.text:
        return None, (*problems, plain.no_text(source))
    declared = (*source.declared, *facts)
    document = Document(
        source, "text/html", main.text, page.encoding, main.blocks, declared, main.components
    )
    return document, problems
