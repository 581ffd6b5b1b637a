"""NewsML-G2 and ninjs broken in one place: found there, by the right code, and nothing else."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist.checks.newsml import documents

XHTML = "http://www.w3.org/1999/xhtml"
SOUND = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" xml:lang="en"
 guid="urn:example:1"
 version="1" standardversion="2.35"
 conformance="power">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>
<rightsInfo>
<copyrightHolder literal="Daily Example"/>
</rightsInfo>
<itemMeta>
<itemClass qcode="ninat:text"/>
<provider literal="Daily Example"/>
<versionCreated>2026-01-03T12:00:00Z</versionCreated>
<firstCreated>2026-01-02T12:00:00Z</firstCreated>
<pubStatus qcode="stat:usable"/>
<signal qcode="sig:update"/>
</itemMeta>
<contentMeta>
<contentCreated>2026-01-01</contentCreated>
<creator id="c1" literal="Ada"/>
<language tag="en"/>
<subject id="s1" type="cpnat:abstract" qcode="medtop:01000000"/>
<headline>Rain</headline>
<contentMetaExtProperty rel="cpnat:event" literal="wet"/>
</contentMeta>
<partMeta partid="p1" contentrefs="body">
<role qcode="cpprole:author"/>
</partMeta>
<inlineRef idrefs="p1" literal="rain"/>
<contentSet>
<inlineXML id="body" contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Rain</title></head>
<body>
<p>Rain <a href="#x">and</a> hail.</p>
<ul>
<li>hail</li>
</ul>
<p id="x"><img src="rain.jpeg"/></p>
</body>
</html>
</inlineXML>
</contentSet>
</newsItem>"""


class Change(NamedTuple):
    """What is put for what, on the first line that has it, and the code that must say so."""

    old: str
    new: str
    code: str


CHANGES = (
    Change('idrefs="p1"', 'idrefs="p1 p2"', "G001"),
    Change('contentrefs="body"', 'contentrefs="text"', "G001"),
    Change("sig:update", "signals:update", "G002"),
    Change("cpprole:author", "role:author", "G002"),
    Change("T12:00:00Z</versionCreated", "T12:00:00</versionCreated", "G003"),
    Change("T12:00:00Z</firstCreated", "T12:00:00</firstCreated", "G003"),
    Change(">2026-01-01</contentCreated", "> 2026-01-01</contentCreated", "G004"),
    Change("ninat:text", "cinat:concept", "G005"),
    Change("stat:usable", "sig:usable", "G005"),
    Change("application/xhtml+xml", "text/xhtml+xml", "G006"),
    Change("application/xhtml+xml", "xhtml", "G006"),
    Change(f'html xmlns="{XHTML}"', 'html xmlns="http://www.w3.org/1999/XHTML"', "G006"),
    Change(' xml:lang="en"', "", "G007"),
    Change('conformance="power"', 'conformance="core"', "G008"),
    Change(' rel="cpnat:event"', "", "G009"),
    Change('provider literal="Daily Example"', "provider", "G009"),
    Change('<creator id="c1"', '<creator id="c1" guidref="a"', "G010"),
    Change("urn:example:1", "example 1", "G011"),
    Change('standard="NewsML-G2"', "", "G012"),
    Change('"2.35"', '"3"', "G012"),
    Change(">2026-01-02T", ">2026-01-04T", "G013"),
    Change(">2026-01-01<", ">2027<", "G013"),
    Change("medtop:01000000", "medtop:20000064", "G015"),
    Change('id="s1"', 'id="c1"', "G018"),
    Change("<a href", "<div href", "G022"),
    Change("<img", '<img id="x"', "G022"),
    Change("<ul>", "<ul>rain", "G022"),
    Change(' src="rain.jpeg"', "", "G022"),
    Change("<li>hail</li>", "<p>hail</p>", "G022"),
    Change('tag="en"', 'tag="en_GB"', "G027"),
)


def found(data: bytes) -> list[tuple[str, int | None]]:
    problems = documents.check(data, "x")
    assert problems is not None
    return [(item.code, item.location.line) for item in problems if item.code != "G021"]


def test_the_sound_item_is_sound() -> None:
    assert found(SOUND.encode()) == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.code}-{change.new[:24]}")
@settings(max_examples=12)
@given(data=st.data())
def test_what_is_broken_is_found_where_it_is(change: Change, data: st.DataObject) -> None:
    lines = SOUND.split("\n")
    number = next(index for index, line in enumerate(lines) if change.old in line)
    lines[number] = lines[number].replace(change.old, change.new, 1)
    if change.new.startswith("<div"):
        lines[number] = lines[number].replace("</a>", "</div>")
    # Blanks and remarks before any line move what follows.
    filler = st.sampled_from(["", "", "\n", "\n\n\n", "<!-- a remark\n of <two> lines -->\n"])
    before = [data.draw(filler) if index > 4 else "" for index in range(len(lines))]
    text = "".join(f"{extra}{line}\n" for extra, line in zip(before, lines, strict=True))
    where = text[: text.index(lines[number])].count("\n") + 1
    encoding = data.draw(st.sampled_from(["utf-8", "utf-16"]))
    raw = text.replace("UTF-8", encoding, 1).encode(encoding)
    assert found(raw) == [(change.code, where)]


NINJS = {
    "uri": "urn:example:1",
    "type": "text",
    "versioncreated": "2026-01-02T12:00:00Z",
    "language": "en",
    "associations": {"picture": {"uri": "urn:example:2", "language": "de"}},
}


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("uri", "example 1", "G031"),
        ("versioncreated", "2026-01-02T12:00:00", "G032"),
        ("language", "English!", "G033"),
    ],
)
@settings(max_examples=15)
@given(order=st.permutations(list(NINJS)), indent=st.sampled_from([None, 1, 4]))
def test_ninjs_that_is_broken(
    key: str, value: str, code: str, order: list[str], indent: int | None
) -> None:
    text = json.dumps({name: {**NINJS, key: value}[name] for name in order}, indent=indent)
    where = text[: text.index(json.dumps(value))].count("\n") + 1
    assert found(text.encode()) == [(code, where)]
