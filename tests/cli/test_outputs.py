"""Names of outputs: the same below the output folder, possible on every system, never twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist.cli.inputs import Input
from archivist.cli.outputs import collisions, stem, target
from archivist.text import safe_name

PARTS = st.text(st.characters(blacklist_characters="/\0"), min_size=1, max_size=12)
DEVICES = st.sampled_from(["con", "NUL.txt", "Lpt1", "com9.x.y", "aux.", "prn "])


def inputs(*names: str) -> list[Input]:
    return [Input(f"in/{name}", f"in/{name}", name) for name in names]


def messages(*names: str) -> list[str]:
    return [message for message, _ in collisions(inputs(*names), ["record"], Path("out"))]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("it/articolo è.txt", "it/articolo è.txt"),
        ('a<b>c:d"e|f?g*h\\i', "a%3Cb%3Ec%3Ad%22e%7Cf%3Fg%2Ah%5Ci"),
        ("con/nul.txt", "%63on/%6Eul.txt"),
        ("console.txt", "console.txt"),
        ("falcon.txt", "falcon.txt"),
        ("end./blank /x", "end%2E/blank%20/x"),
        ("line\nbreak", "line%0Abreak"),
        (r"caf\xe9.txt", "caf%5Cxe9.txt"),
    ],
)
def test_names_windows_can_hold(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.lists(PARTS | DEVICES, min_size=1, max_size=3).map("/".join))
def test_any_name_is_made_safe(name: str) -> None:
    for part in safe_name(name).split("/"):
        assert not re.search(r'[<>:"|?*\\\x00-\x1f]', part)
        assert not part.endswith((".", " "))
        assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", part, re.IGNORECASE)


def test_an_export_is_named_after_the_source_of_its_record() -> None:
    assert stem("it/a.txt.record.json") == stem("it/a.txt.newsml.xml") == stem("it/a.txt")
    assert stem(".record.json") == ".record.json"
    place = target(inputs("it/a.txt.nq")[0], Path("out"))
    assert place.path("turtle") == Path("out/it/a.txt.ttl")
    assert place.path("turtle", "#2") == Path("out/it/a.txt#2.ttl")


@pytest.mark.parametrize(
    ("names", "help"),
    [
        (("a.txt", "A.TXT"), "other systems take the two names for one"),
        (("e\u0301.txt", "\xe9.txt"), "how Unicode spells"),
        (("a.txt.record.json", "a.txt.ttl"), "exports of one article"),
        (("straße.txt", "STRASSE.txt"), "other systems"),
    ],
)
def test_names_that_a_lesser_disk_takes_for_one_collide(names: tuple[str, str], help: str) -> None:
    ((message, hint),) = collisions(inputs(*names), ["record"], Path("out"))
    assert f"in/{names[0]} and in/{names[1]} would both be written to" in message
    assert help in hint


def test_different_names_do_not() -> None:
    assert messages("a.txt", "a.md", "b/a.txt") == []
