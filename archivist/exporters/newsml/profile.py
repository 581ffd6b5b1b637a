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
from archivist.problems import Location, Problem, problem

DANGLING = "references an unknown ID"


def ensure(data: bytes, file: str) -> None:
    """Raises InvalidRecord if what was written for the source `file` breaks the profile."""
    found = tuple(_grammar(_root(data, file), file))
    if found:
        raise InvalidRecord(found)


def parse(data: bytes, file: str) -> Element:
    """The root of an item of ours. Raises InvalidRecord for anything else."""
    root = _root(data, file)
    found = tuple(_problems(root, file))
    if found:
        raise InvalidRecord(found)
    return root


def check(data: bytes, file: str) -> tuple[Problem, ...]:
    """What is wrong with an item that should be ours, with lines; nothing when it is right."""
    try:
        return tuple(_problems(_root(data, file), file))
    except InvalidRecord as error:
        return error.problems


def _root(data: bytes, file: str) -> Element:
    try:
        return markup.parse_xml(data)
    except etree.XMLSyntaxError as error:
        where = Location(file, error.lineno or None, error.offset or None)
        if len(data) > MOST_BYTES:
            hint = "give the parts of the text as sources of their own"
            message = f"libxml2 refuses it: {error.msg}"
            raise InvalidRecord((problem("X024", message, where, hint=hint),)) from error
        raise InvalidRecord((problem("X020", str(error.msg), where),)) from error


def _problems(root: Element, file: str) -> Iterator[Problem]:
    """The first kind of trouble only: what comes after would be its echo."""
    if not _is_ours(root):
        message = f"expected a newsItem of the profile {names.PROFILE}, found <{root.tag}>"
        hint = "other NewsML-G2 is read as a source: archivist convert FILE"
        yield problem("X021", message, Location(file, root.sourceline), hint=hint)
        return
    for stage in (_grammar, rules.broken):
        found = list(stage(root, file))
        yield from found
        if found:
            return


def _is_ours(root: Element) -> bool:
    profile: str | None = root.findtext(f"{{{NAR}}}itemMeta/{{{NAR}}}profile")
    return bool(root.tag == f"{{{NAR}}}newsItem") and profile == names.PROFILE


def _grammar(root: Element, file: str) -> Iterator[Problem]:
    """Breaches of the grammar; references to nothing come from `rules`, which knows their lines."""
    if root.getroottree().docinfo.internalDTD is not None:
        yield problem("X022", "an item has no document type", Location(file, 1))
    grammar = _profile()
    if grammar.validate(root):
        return
    dangling = list(rules.dangling(root, file))
    yield from dangling
    for entry in grammar.error_log:
        if DANGLING not in entry.message:
            yield problem("X022", entry.message, Location(file, entry.line or None))
            return
    if not dangling:
        yield problem("X022", grammar.error_log[0].message, Location(file))


@functools.cache
def _profile() -> etree.RelaxNG:
    return etree.RelaxNG(markup.parse_xml(schema.read("newsml-profile.rng")))
