"""Which reader takes a source and why; what Markdown states and what it shows."""

from __future__ import annotations

import pytest

from archivist import readers
from archivist.record import Document, Source
from archivist.settings import Settings


def source(data: bytes | str, name: str = "a.md", media_type: str | None = None) -> Source:
    raw = data.encode() if isinstance(data, str) else data
    return Source(name, name, raw, media_type=media_type)


def document(data: str, name: str = "a.md") -> Document:
    found, _ = readers.read(source(data, name), Settings())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "data", "reader", "why"),
    [
        ("a.txt", b"ciao", "plain", "suffix .txt"),
        ("a.MD", b"ciao", "markdown", "suffix .md"),
        ("a.log", b"ciao", "plain", "first bytes"),
        ("a", b"---\ntitle: x\n---\nciao", "markdown", "first bytes"),
        ("a.txt", b"# ciao", "plain", "suffix .txt"),
        ("a.html", b"ciao", None, "an HTML page"),
        ("a", b"\n <!DOCTYPE HTML>", None, "an HTML page"),
    ],
)
def test_choice_and_its_reason(name: str, data: bytes, reader: str | None, why: str) -> None:
    choice = readers.choose(source(data, name), Settings())
    assert (choice.reader.name if choice.reader else None, choice.why) == (reader, why)


def test_what_is_not_read_is_named() -> None:
    found, problems = readers.read(source("<html><p>x", "a.html"), Settings())
    assert found is None
    assert [item.code for item in problems] == ["R008"]
    assert "an HTML page" in problems[0].message


def test_front_matter_is_declared_and_not_text() -> None:
    page = document(
        '---\ntitle: "A: b"\ndate: 2024-10\nauthor: [Ada, Tom]\n---\n\nHello *there*.\n'
    )
    assert page.text == "Hello there."
    assert [(item.field, item.value, item.path) for item in page.declared] == [
        ("headline", "A: b", "front-matter/title"),
        ("date.published", "2024-10", "front-matter/date"),
        ("credit.author", "Ada", "front-matter/author/0"),
        ("credit.author", "Tom", "front-matter/author/1"),
    ]


def test_toml_front_matter_keeps_the_precision_of_its_dates() -> None:
    page = document("+++\ndate = 2024-10-05\ntitle = 'x'\n+++\nHello.\n")
    assert [(item.field, item.value) for item in page.declared] == [
        ("date.published", "2024-10-05"),
        ("headline", "x"),
    ]


@pytest.mark.parametrize("front", ["a: [1", "- a\n- b", "key: !!python/object:os.system x\n: :"])
def test_broken_front_matter_stays_text_with_a_problem(front: str) -> None:
    found, problems = readers.read(source(f"---\n{front}\n---\n\nHello.\n"), Settings())
    assert found is not None
    assert [item.code for item in problems] == ["R010"]
    assert "Hello." in found.text
    assert front.split()[-1] in found.text


def test_blocks_have_roles_and_the_line_they_stand_on() -> None:
    page = document(
        "---\ntitle: x\n---\n# Head\n\nText\nmore\n\n## Sub\n\n- one\n- two\n\n```\ncode\n```\n"
    )
    shown = [(b.role, b.span.of(page.text), b.evidence.declared) for b in page.blocks]
    assert shown == [
        ("headline", "Head", "line 4"),
        ("paragraph", "Text\nmore", "line 6"),
        ("subhead", "Sub", "line 9"),
        ("list-item", "one", "line 11"),
        ("list-item", "two", "line 12"),
        ("other", "code", "line 14"),
    ]


def test_a_heading_below_text_is_no_headline() -> None:
    assert [block.role for block in document("Text\n\n# Late\n").blocks] == ["paragraph", "subhead"]


@pytest.mark.parametrize("data", ["", "  \n\t\n", "---\ntitle: x\n---\n\n"])
def test_nothing_to_read_is_said(data: str) -> None:
    found, problems = readers.read(source(data), Settings())
    assert found is None
    assert problems[-1].code == "R005"
