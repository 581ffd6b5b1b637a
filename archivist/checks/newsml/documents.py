"""This module says which standard of news agencies a document follows, and has it checked.

NewsML-G2 in any kind of item or message, NewsML 1, NITF and ninjs; everything else is nobody's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from lxml import etree

from archivist import markup
from archivist.checks import newsml
from archivist.checks.finding import Finding
from archivist.checks.newsml import ninjs, schema, siblings, tour
from archivist.checks.newsml.versions import Version, of_item
from archivist.errors import InvalidRecord
from archivist.jsontext import load, places
from archivist.namespaces import NAR
from archivist.problems import Location, Problem, problem
from archivist.xmlplaces import Places

# The beginning of XML, in UTF-8 or UTF-16.
_OPENS = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_ROOT = re.compile(
    rb"<(?:\w+:)?(newsItem|packageItem|conceptItem|knowledgeItem|planningItem|catalogItem"
    rb"|newsMessage|NewsML|nitf)[\s>/]"
)
NAMESPACE = NAR.encode()
HEAD = 4096  # bytes in which the root of a broken document is looked for


def check(data: bytes, file: str) -> tuple[Problem, ...] | None:
    """All problems of a document of news agencies; None for what is none."""
    if _OPENS.match(data):
        return _of_xml(data, file)
    if data.lstrip()[:1] == b"{":
        return _of_json(data, file)
    return None


def _of_xml(data: bytes, file: str) -> tuple[Problem, ...] | None:
    try:
        root = markup.parse_xml(data)
    except etree.XMLSyntaxError as error:
        if not _ROOT.search(data[:HEAD].replace(b"\0", b"")):
            return None
        line, column = error.position  # its `offset` is one less
        where = Location(file, line or 1, column or 1)
        said = re.sub(r", line \d+, column \d+$", "", str(error.msg))
        right = "well-formed XML, within the limits of libxml2"
        return (problem("R040", f"found {said}, would be right: {right}", where),)
    if newsml.is_one(root):
        found = tuple(newsml.faults(root))
    elif siblings.is_one(root):
        found = tuple(siblings.faults(root))
    else:
        return None
    return newsml.placed(found, data, root, file)


def editions(data: bytes) -> tuple[Version, ...]:
    """The versions of items in NewsML-G2; `where` is which of the items."""
    try:
        root = markup.parse_xml(data)
    except etree.XMLSyntaxError:
        return ()
    found = enumerate(tour.parts(root))
    return tuple(one for number, item in found if (one := of_item(item, number)) is not None)


def place_of(data: bytes, number: int, file: str) -> Location:
    """Where an item of `editions` stands; the file alone if it cannot be told."""
    try:
        root = markup.parse_xml(data)
    except etree.XMLSyntaxError:
        return Location(file)
    items = tour.parts(root)
    if number >= len(items):
        return Location(file)
    ((line, column),) = Places(data, root).of([(items[number], None)])
    return Location(file, line, column)


def _of_json(data: bytes, file: str) -> tuple[Problem, ...] | None:
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None  # no JSON, or in UTF-16 or behind a byte order mark: that is said elsewhere
    if not ninjs.is_one(value):
        return None
    return _carried(data, file) or placed(ninjs.check(value), data, file)


def _carried(data: bytes, file: str) -> tuple[Problem, ...]:
    """What is wrong with it as JSON; other than in a record, a number may have a fraction."""
    try:
        load(data, file)
    except InvalidRecord as error:
        return tuple(found for found in error.problems if found.code != "R025")
    return ()


def placed(findings: Iterable[Finding], data: bytes, file: str) -> tuple[Problem, ...]:
    """Problems with their places, in the order of the document."""
    findings = tuple(findings)
    where = places(data) if findings else {}
    return tuple(
        sorted(
            (
                problem(item.code, item.message, Location(file, *where[item.path]),
                        path=item.path, hint=item.hint)
                for item in findings
            ),
            key=newsml.order,
        )
    )  # fmt: skip


def of_ours(data: bytes, file: str) -> tuple[Problem, ...]:
    """What the XML Schema says of an item of ours, when it is cached: our profile is stricter."""
    root = markup.parse_xml(data)
    item, _ = newsml.chosen(root)
    found = tuple(schema.deviations(root, item, "G020")) if item is not None else ()
    return newsml.placed(found, data, root, file)
