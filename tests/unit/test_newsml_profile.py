"""The RELAX NG profile against the official XML Schema, over systematic damage to our own items.

Every mutation that the XML Schema rejects, the profile must reject as well: users have no XML
Schema, so the profile is what stands between them and an item that others refuse.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree
from strategies import rich_record

from archivist import record as r
from archivist import schema
from archivist.exporters import newsml
from archivist.settings import Settings

XSD = "standards/newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd"
XHTML = "{http://www.w3.org/1999/xhtml}"
# Values that some type of the XML Schema refuses: lists, numbers, dates, codes, names, languages.
VALUES = ("", "x", " e1", "1.5", "-1", "101", "a:", "a\tb")
DECLARED = r.Evidence("declared", 100, declared="meta[x]")


def every_element() -> r.Record:
    """A record whose item has every element and attribute that we write."""
    rich = rich_record()
    hole = r.Evidence("text", 90, span=r.Span(0, 3))
    names = (r.CreditName("Ada\nValli", r.Span(26, 35), "e3"), r.CreditName("Ugo", None, None))
    identifiers = (
        r.EntityIdentifier("geonames", "https://sws.geonames.org/3165185/", hole),
        r.EntityIdentifier("url", "http://[x", DECLARED),
    )
    first = dataclasses.replace(rich.entities[0], identifiers=identifiers)
    return dataclasses.replace(
        rich,
        dates=(
            r.Date("created", "2024-05-03T10:00:00Z", "3 maggio\n2024", hole),
            r.Date("modified", "2024-05", None, DECLARED),
            *rich.dates,
        ),
        topics=(
            *rich.topics,
            r.Topic("own", "a b", None, hole),
            r.Topic(None, "a\tb", "c\x01", DECLARED),
            r.Topic("medtop", None, "d", hole),
        ),
        credits=(
            *(r.Credit(role, names[:1], "a\nb", hole) for role in get_args(r.CreditRole)),
            r.Credit("author", names[1:], "a b", DECLARED),
            r.Credit("image", (), "a b", DECLARED),
        ),
        entities=(first, *rich.entities[1:]),
    )


@functools.cache
def write() -> bytes:
    return newsml.write(every_element(), Settings())


@functools.cache
def profile() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(schema.read("newsml-profile.rng")))


# ------------------------------------------------------------------ mutations

Mutation = Callable[[etree._Element], object]


def drop(element: etree._Element) -> None:
    element.getparent().remove(element)


def double(element: etree._Element) -> None:
    element.addnext(etree.fromstring(etree.tostring(element, with_tail=False)))


def rename(element: etree._Element) -> None:
    element.tag = etree.QName(element).text + "x"


def move_first(element: etree._Element) -> None:
    element.getparent().insert(0, element)


def move_last(element: etree._Element) -> None:
    element.getparent().append(element)


def move_up(element: etree._Element) -> None:
    """Among the siblings of its parent; from the top level to the very end."""
    parent = element.getparent()
    (parent.getparent() if parent.getparent() is not None else parent).append(element)


def move_down(element: etree._Element) -> None:
    before = element.getprevious()
    if before is not None:
        before.append(element)


def add_text(element: etree._Element) -> None:
    element.text = (element.text or "") + "x"


def add_child(element: etree._Element) -> None:
    element.append(etree.Element(etree.QName(element).text))


def add_attribute(element: etree._Element) -> None:
    element.set("unknown", "x")


def other_namespace(element: etree._Element) -> None:
    element.tag = "{http://example.org/}" + etree.QName(element).localname


ELEMENT = (
    drop, double, rename, move_first, move_last, move_up, move_down,
    add_text, add_child, add_attribute, other_namespace,
)  # fmt: skip


def set_text(value: str) -> Mutation:
    return lambda element: setattr(element, "text", value)


def set_attribute(name: str, value: str) -> Mutation:
    return lambda element: element.set(name, value)


def rename_attribute(name: str) -> Mutation:
    return lambda element: element.set(name + "x", element.attrib.pop(name))


def mutations(element: etree._Element, seen: set[object]) -> Iterator[tuple[str, Mutation]]:
    """Of the element; of its text and each attribute once for its tag and the kind of value."""
    yield from ((mutate.__name__, mutate) for mutate in ELEMENT)
    if not len(element) and element.text and not seen & {element.tag}:
        seen.add(element.tag)
        yield from ((f"text {value!r}", set_text(value)) for value in VALUES)
    for name in map(str, element.attrib):
        yield f"drop @{name}", lambda element, name=name: element.attrib.pop(name)
        kind = (element.tag, name, str(element.get(name)).partition(":")[0])
        if kind not in seen:
            seen.add(kind)
            yield f"rename @{name}", rename_attribute(name)
            yield from ((f"@{name}={value!r}", set_attribute(name, value)) for value in VALUES)


def shape(element: etree._Element) -> tuple[object, ...]:
    """Elements alike in place, attributes and code are damaged once."""
    parent = element.getparent()
    code = element.get("qcode") or element.get("rel") or element.get("role") or ""
    first = element[0].get("qcode") if len(element) else None
    return element.tag, None if parent is None else parent.tag, code, first, *element.keys()


def targets(item: bytes) -> list[int]:
    """Positions in document order of one element of each shape, outside the XHTML."""
    shapes: dict[object, int] = {}
    for position, element in enumerate(etree.fromstring(item).iter()):
        if not str(element.tag).startswith(XHTML) and element.getparent() is not None:
            shapes.setdefault(shape(element), position)
    return list(shapes.values())


# ------------------------------------------------------------------ tests


@pytest.mark.parametrize("record", [every_element(), rich_record()], ids=["every element", "rich"])
def test_our_items_are_valid(record: r.Record) -> None:
    item = newsml.write(record, Settings())
    root = etree.fromstring(item)
    assert profile().validate(root), profile().error_log
    assert newsml.check(item, "a.xml") == ()
    assert newsml.read(item, "a.xml") == record


def mutants() -> Iterator[tuple[str, etree._Element]]:
    """What was done, and the root of the damaged item."""
    item, seen = write(), set[object]()
    for position in targets(item):
        element = list(etree.fromstring(item).iter())[position]
        for label, mutate in mutations(element, seen):
            root = etree.fromstring(item)
            mutate(list(root.iter())[position])
            yield f"{position} {etree.QName(element).localname}: {label}", root


def test_what_the_official_schema_rejects_the_profile_rejects(shared: Path) -> None:
    official = etree.XMLSchema(etree.parse(shared / XSD))
    assert official.validate(etree.fromstring(write())), official.error_log
    rejected, missed = 0, []
    for label, root in mutants():
        if not official.validate(root):
            rejected += 1
            missed += [label] if profile().validate(root) else []
    assert missed == []
    assert rejected > 1000


def test_whatever_is_done_to_an_item_it_is_read_or_refused_with_a_code() -> None:
    codes = set()
    for label, root in itertools.islice(mutants(), 0, None, 4):
        problems = newsml.check(etree.tostring(root), "a.xml")
        codes.update(problem.code for problem in problems)
        if not profile().validate(root):
            assert problems, label
    assert codes >= {"R042", "R043", "R048"}
