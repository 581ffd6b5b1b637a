"""This module checks a news item against `schemas/newsml-profile.rng`, RELAX NG (ISO/IEC 19757-2).

The profile is stricter than IPTC's XML Schema on what we write and needs nothing a user would have
to fetch. What a grammar cannot say is in `rules`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from lxml import etree

from archivist import markup, schema
from archivist.errors import InvalidRecord
from archivist.exporters.newsml import names, rules
from archivist.exporters.newsml.found import Element
from archivist.exporters.newsml.strings import MOST_BYTES
from archivist.namespaces import NAR
from archivist.problems import Location, problem
from archivist.xmlplaces import at

DANGLING = "references an unknown ID"  # libxml2's words; it gives no line


def ensure(data: bytes, file: str) -> None:
    """Raises InvalidRecord (X020, X021) if what was written for the source `file` is no item."""
    try:
        root = markup.parse_xml(data)
    except etree.XMLSyntaxError as error:
        message = f"more than {MOST_BYTES} bytes in one place: {error.msg}"
        hint = "split the text: no reader built on libxml2 takes it"
        raise InvalidRecord((problem("X021", message, Location(file), hint=hint),)) from error
    grammar = _profile()
    if not grammar.validate(root):
        message = f"it would be an invalid item: {grammar.error_log[0].message}"
        raise InvalidRecord((problem("X020", message, Location(file)),))


def parse(data: bytes, file: str) -> Element:
    """The root of an item of ours. Raises InvalidRecord (R040 to R046) for anything else."""
    try:
        root = markup.parse_xml(data)
    except etree.XMLSyntaxError as error:
        line, column = error.position  # its `offset` is one less
        where = Location(file, line or None, column or None)
        raise InvalidRecord((problem("R040", str(error.msg), where),)) from error
    # The first kind of trouble only: what comes after would be its echo.
    for stage in (_foreign, _grammar, rules.broken):
        found = rules.placed(stage(root), data, root, file)
        if found:
            raise InvalidRecord(found)
    return root


def _foreign(root: Element) -> Iterator[rules.Flaw]:
    profile = root.findtext(f"{{{NAR}}}itemMeta/{{{NAR}}}profile")
    if root.tag != f"{{{NAR}}}newsItem" or profile != names.PROFILE:
        message = f"expected a newsItem of the profile {names.PROFILE}, found <{root.tag}>"
        hint = "other NewsML-G2 is read as a source: archivist convert FILE"
        yield rules.Flaw(root, "R041", message, hint)


def _grammar(root: Element) -> Iterator[rules.Flaw]:
    """References to nothing, and the first breach of the grammar."""
    if root.getroottree().docinfo.internalDTD is not None:
        yield rules.Flaw(root, "R042", "an item has no document type")
    grammar = _profile()
    if grammar.validate(root):
        return
    yield from rules.dangling(root)
    for entry in grammar.error_log:
        if DANGLING not in entry.message:
            yield rules.Flaw(at(root, entry.path), "R042", entry.message)
            return


@functools.cache
def _profile() -> etree.RelaxNG:
    return etree.RelaxNG(markup.parse_xml(schema.read("newsml-profile.rng")))
