"""This module holds what no grammar can say of an item of ours: references, offsets, digest."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from archivist.exporters.newsml import names
from archivist.exporters.newsml.body import read_text
from archivist.exporters.newsml.found import Element, Found, find
from archivist.exporters.newsml.strings import carried
from archivist.namespaces import ARC_NEWSML, NAR, XHTML, XML
from archivist.problems import Location, Problem, problem

_NAR = "{" + NAR + "}"
_IDS = ("id", "partid")
_REFERENCES = ("idrefs", "sourceidref", "contentrefs", "original", "{" + ARC_NEWSML + "}ref")
_QCODES = ("qcode", "role", "rel", "type", "creator", "how", "why")
_CONCEPTS = ("assert", "inlineRef", "creator", "contributor", "infoSource")


def dangling(root: Element, file: str) -> Iterator[Problem]:
    """Every IDREF hits an id or partid: validators of XML Schema differ in whether they look."""
    ids = {element.get(name) for element in root.iter(_NAR + "*") for name in _IDS}
    for element in root.iter(_NAR + "*"):
        for name in _REFERENCES:
            for target in element.get(name, "").split():
                if target not in ids:
                    yield _at(element, file, "X023", f"no element has the id {target}")


def broken(root: Element, file: str) -> Iterator[Problem]:
    """The rules for an item that follows the grammar."""
    found = find(root)
    yield from _aliases(found, file)
    yield from _language(found, file)
    yield from _anchors(found, file)
    yield from _concepts(found, file)
    yield from _mentions(found, file)
    yield from _text(found, file)


def _aliases(found: Found, file: str) -> Iterator[Problem]:
    """The catalog of the item, or IPTC's, declares the alias of each QCode."""
    declared = {scheme.get("alias") for scheme in found.root.iter(_NAR + "scheme")}
    for element in found.root.iter(_NAR + "*"):
        for name in _QCODES:
            alias = element.get(name, "").partition(":")[0]
            if alias and alias not in declared and alias not in names.iptc_schemes():
                yield _at(element, file, "X028", f"no catalog declares the alias {alias}")


def _language(found: Found, file: str) -> Iterator[Problem]:
    """xml:lang of the item is the language of the content."""
    element = found.one(found.section("contentMeta"), "language")
    tag = names.UNDETERMINED if element is None else element.get("tag")
    lang = found.root.get("{" + XML + "}lang")
    if lang != tag:
        yield _at(found.root, file, "X022", f"xml:lang is {lang}, expected {tag} as in language")


def _anchors(found: Found, file: str) -> Iterator[Problem]:
    """The source of a value is a part with one range."""
    for element in found.sections("derivedFromValue"):
        source = element.get("sourceidref")
        if len(found.spans.get(source, ())) != 1:
            yield _at(element, file, "X026", f"{source} is not a part with one range")


def _concepts(found: Found, file: str) -> Iterator[Problem]:
    """Whoever is named by `literal` or `arc:ref` is a subject, with the same uri."""
    subjects = {
        subject.get("id"): subject.get("uri")
        for subject in found.all(found.section("contentMeta"), "subject")
    }
    for element in found.root.iter(*(_NAR + name for name in _CONCEPTS)):
        entity = found.entity(element)
        if entity is not None and subjects.get(entity, "") != element.get("uri"):
            yield _at(element, file, "X027", f"no subject is {entity} with the same uri")


def _mentions(found: Found, file: str) -> Iterator[Problem]:
    """A mention is a mention of one subject, and nothing else is."""
    targets = [
        partid
        for element in found.sections("inlineRef")
        for partid in element.get("idrefs").split()
    ]
    mentions = {
        part.get("partid"): part
        for part in found.sections("partMeta")
        if found.kind(part).startswith("mention")
    }
    for partid in sorted({*targets, *mentions}):
        if partid not in mentions or targets.count(partid) != 1:
            element = mentions.get(partid, found.section("inlineRef"))
            yield _at(element, file, "X027", f"{partid} is not the mention of one subject")


def _text(found: Found, file: str) -> Iterator[Problem]:
    """Digest, length and offsets of the exact text, and the XHTML beside it."""
    content = found.section("contentSet")
    data, digest = found.one(content, "inlineData"), found.one(found.section("itemMeta"), "hash")
    try:
        text = read_text(found)
    except ValueError as error:
        yield _at(data, file, "X025", f"the text is not base64 of UTF-8: {error}")
        return
    if sha256(text.encode()).hexdigest() != found.text(digest):
        yield _at(data, file, "X025", "the text has another sha256 than itemMeta/hash")
        return
    if data.get("charcount") != str(len(text)):
        yield _at(data, file, "X025", f"charcount is {data.get('charcount')}, found {len(text)}")
    yield from _ranges(found, file, len(text))
    if _shown(found) != _expected(found, text):
        yield _at(found.one(content, "inlineXML"), file, "X029", "XHTML is not the text's blocks")


def _ranges(found: Found, file: str, length: int) -> Iterator[Problem]:
    for part in found.sections("partMeta"):
        for start, end in found.spans[part.get("partid")]:
            if not start < end <= length:
                message = f"{start},{end} is no range of {length} characters"
                yield _at(part, file, "X026", message)


def _shown(found: Found) -> list[str]:
    return [found.text(element) for element in found.root.iter("{" + XHTML + "}p")]


def _expected(found: Found, text: str) -> list[str]:
    parts = [part for part in found.sections("partMeta") if part.get("seq") is not None]
    spans = [span for part in parts for span in found.spans[part.get("partid")]]
    return [carried(text[start:end]) for start, end in spans] or [carried(text)]


def _at(element: Element, file: str, code: str, message: str) -> Problem:
    return problem(code, message, Location(file, element.sourceline))
