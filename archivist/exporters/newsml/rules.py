"""This module holds what no grammar can say of an item of ours: references, offsets, digest."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from archivist.exporters.newsml.body import read_text
from archivist.exporters.newsml.found import Element, Found, find
from archivist.namespaces import ARC_NEWSML, NAR
from archivist.problems import Location, Problem, problem
from archivist.xmlplaces import Places

_NAR = "{" + NAR + "}"
_IDS = ("id", "partid")
_REFERENCES = ("idrefs", "sourceidref", "contentrefs", "original", "{" + ARC_NEWSML + "}ref")
_CONCEPTS = ("assert", "inlineRef", "creator", "contributor", "infoSource")


class Flaw(NamedTuple):
    """What is wrong with an element of an item, before its line and column are looked up."""

    element: Element
    code: str
    message: str
    hint: str | None = None


def placed(flaws: Iterable[Flaw], data: bytes, root: Element, file: str) -> tuple[Problem, ...]:
    """The flaws as problems; `root` was parsed from `data`, which is read again where it must."""
    flaws = tuple(flaws)
    if not flaws:
        return ()
    places = Places(data, root).of((flaw.element, None) for flaw in flaws)
    return tuple(
        problem(flaw.code, flaw.message, Location(file, *place), hint=flaw.hint)
        for flaw, place in zip(flaws, places, strict=True)
    )


def dangling(root: Element) -> Iterator[Flaw]:
    """Every IDREF hits an id or partid: validators of XML Schema differ in whether they look."""
    ids = {element.get(name) for element in root.iter(_NAR + "*") for name in _IDS}
    for element in root.iter(_NAR + "*"):
        for name in _REFERENCES:
            for target in element.get(name, "").split():
                if target not in ids:
                    yield Flaw(element, "R043", f"no element has the id {target}")


def broken(root: Element) -> Iterator[Flaw]:
    """The rules for an item that follows the grammar."""
    found = find(root)
    yield from _anchors(found)
    yield from _concepts(found)
    yield from _mentions(found)
    yield from _text(found)


def _anchors(found: Found) -> Iterator[Flaw]:
    """The source of a value is a part with one range."""
    for element in found.sections("derivedFromValue"):
        source = element.get("sourceidref")
        if len(found.spans.get(source, ())) != 1:
            yield Flaw(element, "R045", f"{source} is not a part with one range")


def _concepts(found: Found) -> Iterator[Flaw]:
    """Whoever is named by `literal` or `arc:ref` is a subject, with the same uri."""
    subjects = {
        subject.get("id"): subject.get("uri")
        for subject in found.all(found.section("contentMeta"), "subject")
    }
    for element in found.root.iter(*(_NAR + name for name in _CONCEPTS)):
        entity = found.entity(element)
        if entity is not None and subjects.get(entity, "") != element.get("uri"):
            yield Flaw(element, "R046", f"no subject is {entity} with the same uri")


def _mentions(found: Found) -> Iterator[Flaw]:
    """A mention is a mention of one subject, and nothing else is."""
    targets = Counter(
        partid
        for element in found.sections("inlineRef")
        for partid in element.get("idrefs").split()
    )
    mentions = {
        part.get("partid"): part
        for part in found.sections("partMeta")
        if found.kind(part).startswith("mention")
    }
    for partid in sorted({*targets, *mentions}):
        if partid not in mentions or targets[partid] != 1:
            element = mentions.get(partid, found.section("inlineRef"))
            yield Flaw(element, "R046", f"{partid} is not the mention of one subject")


def _text(found: Found) -> Iterator[Flaw]:
    """The exact text is the one whose digest was written, and all parts lie in it."""
    data = found.one(found.section("contentSet"), "inlineData")
    digest = found.text(found.one(found.section("itemMeta"), "hash"))
    try:
        text = read_text(found)
    except ValueError as error:
        yield Flaw(data, "R044", f"the text is not base64 of UTF-8: {error}")
        return
    if sha256(text.encode()).hexdigest() != digest:
        yield Flaw(data, "R044", "the text has another sha256 than itemMeta/hash")
        return
    for part in found.sections("partMeta"):
        for start, end in found.spans[part.get("partid")]:
            if not start < end <= len(text):
                message = f"{start},{end} is no range of {len(text)} characters"
                yield Flaw(part, "R045", message)


def altered(root: Element, expected: Element) -> Iterator[Flaw]:
    """The first element that is not as the record in the item would be written.

    What we write says many things twice, once for us and once for others: names of speakers, the
    XHTML, contentCreated beside its EDTF. Blanks between elements do not count.
    """
    for ours, theirs in itertools.zip_longest(expected.iter("*"), root.iter("*")):
        how = _difference(ours, theirs)
        if how:
            yield Flaw(root if theirs is None else theirs, "R048", how)
            return


def _difference(ours: Element, theirs: Element) -> str:
    if theirs is None:
        return f"<{_name(ours)}> is missing at the end"
    if ours is None or ours.tag != theirs.tag:
        return f"<{_name(theirs)}> is nothing that the record in the item says"
    if ours.attrib != theirs.attrib:
        key = min(set(ours.items()) ^ set(theirs.items()))[0]
        values = f"{theirs.get(key)!r}, the record in the item says {ours.get(key)!r}"
        return f"{key.rpartition('}')[2]} of <{_name(theirs)}> is {values}"
    if ours.text != theirs.text and not len(ours):
        return f"<{_name(theirs)}> has another text than the record in the item says"
    return ""


def _name(element: Element) -> str:
    name: str = element.tag.rpartition("}")[2]
    return name
