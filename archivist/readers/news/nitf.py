"""This module reads NITF 2.5 to 3.6, as a file of its own and inside NewsML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from archivist.readers import xmlhead
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.news import standard, xmlfile
from archivist.readers.news.tree import (
    attribute,
    child,
    children,
    in_language,
    inside,
    said,
)
from archivist.readers.parts import Reading
from archivist.readers.xhtml import XHTML, Vocabulary, fragment
from archivist.record import Aside, BlockRole, Declared, Document, Source
from archivist.settings import Settings

VOCABULARY: Final = Vocabulary(
    "nitf",
    {
        **XHTML.blocks,
        **dict.fromkeys(("nitf", "body", "body.content", "body.end", "block", "media", "bq")),
        **dict.fromkeys(
            ("nitf-table", "custom-table", "nitf-col", "body.head", "hedline", "byttl")
        ),
        **dict.fromkeys(("hl1", "hl2", "hl3", "hl4", "hl5"), "subhead"),
        **dict.fromkeys(("tagline", "bibliography", "fn", "datasource", "credit"), "other"),
        **dict.fromkeys(("note", "copyrite", "rights", "series"), "notice"),
        **dict.fromkeys(("media-producer", "distributor"), "credit"),
        "media-caption": "caption",
        "abstract": "other",
        "byline": "byline",
        "dateline": "dateline",
    },
    frozenset({"head", "media-metadata", "media-object", "nitf-table-metadata"}),
)
ABOVE = frozenset({"dateline", "header", "byline", "credit", "notice"})
LINE: Final = Vocabulary("nitf", {"byttl": None, "p": None, "br": None}, frozenset())


def opens(head: bytes) -> bool:
    """Whether the root element is `<nitf>`."""
    return xmlhead.root(head)[0] == "nitf"


def read(source: Source, settings: Settings) -> Reading:
    """The article, or an aside for a file without words."""
    parsed, problems = xmlfile.parse(source, settings)
    if parsed is None:
        return None, problems
    root = parsed.root
    if standard.name(root) != "nitf":
        found = next(inside(root, "nitf"), None)
        if found is None:
            return None, (standard.other(root, "NITF", source.location),)
        root = found
    facts = tuple(declared(root, "nitf"))
    text, blocks = lay_out(with_headline(list(leaves(root)), facts))
    if not text:
        return Aside("no-article", "a NITF document without headline and text"), parsed.problems
    faults = standard.warning("NITF 3.6", standard.of_nitf(root), source.location)
    document = Document(
        source,
        "application/nitf+xml",
        text,
        parsed.encoding,
        blocks,
        (*source.declared, *facts),
    )
    status = attribute(child(root, "head", "docdata"), "management-status")
    recalled = standard.withdrawn(status, "docdata/@management-status", source.location)
    return document, (*parsed.problems, *faults, *recalled)


def with_headline(found: list[Leaf], facts: tuple[Declared, ...]) -> list[Leaf]:
    """The pieces; of a flash, which has a headline and no more, the headline."""
    if any(leaf.text.strip() and leaf.role not in ABOVE for leaf in found):
        return found
    headline = next((fact for fact in facts if fact.field == "headline"), None)
    if headline is None:
        return found
    return [*found, Leaf("headline", headline.rule, headline.path, headline.value)]


# ------------------------------------------------------------------ text


def leaves(root: etree._Element) -> Iterator[Leaf]:
    """The pieces in order: headline, byline and dateline above the text, body, what is below."""
    found = fragment(root, VOCABULARY)
    text = next((leaf.text for leaf in found if leaf.role == "paragraph"), "")
    for leaf in found:
        if "/hedline[" in leaf.path and leaf.role in ("subhead", "paragraph"):
            below = leaf.role == "subhead" and "/hl1[" not in leaf.path
            yield _named(leaf, "header" if below else "headline")
        elif leaf.role == "dateline":
            line = _INSTANT.sub("", leaf.text).strip()
            yield _named(
                leaf._replace(text=line), "header" if opens_with(text, line) else "dateline"
            )
        else:
            yield leaf


def _named(leaf: Leaf, role: BlockRole) -> Leaf:
    return leaf._replace(role=role, rule=f"nitf.{role}")


def opens_with(text: str, line: str) -> bool:
    """Whether the text has the dateline, or one of its own: `OTTAWA - …` under `Ottawa, Canada`."""
    start = text[:NEAR].casefold()
    for word in _WORD.findall(line.casefold()):
        place = re.search(rf"\b{word}\b", start[:FIRST])
        if place and _DASH.search(start, place.end()):
            return True
    return False


NEAR, FIRST = 90, 40  # characters of the text: a dateline ends in them, its place starts in them
_WORD = re.compile(r"[^\W\d_]{3,}")
_DASH = re.compile(r"\s[-–—_]+\s|\)\s?[-–—_:.]|--|\.[-–—]|/\.?\s|[^\W\d]\s?[–—]")
# EFE prints in the dateline, for machines, `20170102T222800+0000`.
_INSTANT = re.compile(r"\b\d{8}T\d{6}(?:Z|[+-]\d{4})?")


# ------------------------------------------------------------------ what is stated


def declared(root: etree._Element, at: str) -> Iterator[Declared]:
    """What head and body.head state; `at` is the path of the root."""
    head, top = child(root, "head"), child(root, "body", "body.head")
    body = child(root, "body")
    stated = {
        "@xml:lang": attribute(root, "lang"),
        "@baselang": attribute(root, "baselang"),
        "body/@xml:lang": attribute(body, "lang"),
    }
    path, tag = next(((p, t) for p, t in stated.items() if t), ("", ""))
    if tag:
        yield Declared("language", tag, f"{at}/{path}", "nitf.language")
    yield from _headline(head, top, f"{at}/body/body.head")
    yield from _of_docdata(child(head, "docdata"), f"{at}/head/docdata")
    yield from _dates(head, top, at)
    yield from _credits(top, f"{at}/body/body.head")
    yield from _topics(head, f"{at}/head")


def _headline(
    head: etree._Element | None, top: etree._Element | None, at: str
) -> Iterator[Declared]:
    found = next((item for item in inside(top, "hl1") if said(item)), None)
    if found is not None:
        yield Declared("headline", _line(found), f"{at}/hedline/hl1", "nitf.hl1")
    elif said(child(top, "hedline")):
        yield Declared("headline", _line(child(top, "hedline")), f"{at}/hedline", "nitf.hedline")
    elif said(child(head, "title")):
        yield Declared("headline", said(child(head, "title")), "nitf/head/title", "nitf.title")
    abstract = child(top, "abstract")
    if said(abstract):
        yield Declared("summary", _line(abstract), f"{at}/abstract", "nitf.abstract")


def _line(element: etree._Element | None) -> str:
    """The words of an element whose paragraphs stand apart, on one line."""
    if element is None:
        return ""
    return " ".join(" ".join(leaf.text.split()) for leaf in fragment(element, LINE))


def _of_docdata(docdata: etree._Element | None, at: str) -> Iterator[Declared]:
    for name, key, field in (
        ("doc-id", "id-string", "identifier.doc-id"),
        ("du-key", "key", "identifier.du-key"),
        ("doc.copyright", "holder", "rights.holder"),
        ("doc.rights", "owner", "rights.holder"),
    ):
        value = attribute(child(docdata, name), key)
        if value:
            yield Declared(field, value, f"{at}/{name}/@{key}", f"nitf.{name}")


def _dates(head: etree._Element | None, top: etree._Element | None, at: str) -> Iterator[Declared]:
    """Issue, release and publication are one act, told apart only when they differ."""
    docdata, story = child(head, "docdata"), next(inside(top, "story.date"), None)
    seen = set()
    for field, element, key, place in (
        ("date.published", child(docdata, "date.issue"), "norm", "head/docdata/date.issue"),
        ("date.published", child(docdata, "date.release"), "norm", "head/docdata/date.release"),
        ("date.published", child(head, "pubdata"), "date.publication", "head/pubdata"),
        ("date.dateline", story, "norm", "body/body.head/dateline/story.date"),
    ):
        value = attribute(element, key)
        if value and (field, value) not in seen:
            seen.add((field, value))
            rule = "nitf." + place.rpartition("/")[2]
            yield Declared(field, value, f"{at}/{place}/@{key}", rule)


def _credits(top: etree._Element | None, at: str) -> Iterator[Declared]:
    for line in children(top, "byline"):
        parts = [" ".join(leaf.text.split()) for leaf in fragment(line, LINE)]
        if any(parts):  # the first is the name, a title or an agency may follow in `byttl`
            yield Declared("credit.author", parts[0], f"{at}/byline", "nitf.byline")
    for line in children(top, "distributor"):
        if said(line):
            yield Declared("credit.agency", said(line), f"{at}/distributor", "nitf.distributor")
    for name in ("rights", "copyrite"):
        for line in in_language(list(children(top, name)), ""):
            yield Declared("rights.notice", said(line), f"{at}/{name}", f"nitf.{name}")


def _topics(head: etree._Element | None, at: str) -> Iterator[Declared]:
    for number, item in enumerate(inside(child(head, "tobject"), "tobject.subject"), 1):
        path = f"{at}/tobject/tobject.subject[{number}]"
        code = attribute(item, "tobject.subject.refnum") or attribute(item, "tobject.subject.code")
        scheme = (attribute(item, "tobject.subject.ipr") or "IPTC").lower()
        names = [attribute(item, f"tobject.subject.{key}") for key in ("type", "matter", "detail")]
        name = "; ".join(filter(None, names))
        if code:
            field = f"topic.{'subj' if scheme == 'iptc' else scheme}"
            yield Declared(field, code, path, "nitf.subject", name=name or None)
        elif name:
            yield Declared("topic", name, path, "nitf.subject")
    for number, item in enumerate(inside(child(head, "docdata", "key-list"), "keyword"), 1):
        if attribute(item, "key"):
            path = f"{at}/docdata/key-list/keyword[{number}]/@key"
            yield Declared("topic", attribute(item, "key"), path, "nitf.keyword")
