"""Which reader takes a source and why; what Markdown states and what it shows."""

from __future__ import annotations

from itertools import pairwise

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
        ("a.log", b"ciao", "plain", "nothing else fits"),
        ("a", b"---\ntitle: never closed\n\nciao", "plain", "nothing else fits"),
        ("a", b"[Update] ciao", "plain", "nothing else fits"),
        ("a", b' {"a": [1]}', None, "a JSON document"),
        ("a.jsonld", b"{}", None, "a JSON-LD document"),
        ("a.ttl", b"", None, "a Turtle document"),
        ("a", b"@prefix a: <b:> .", None, "a Turtle document"),
        ("a.nq", b"<", None, "a list of N-Quads"),
        ("a", b"---\ntitle: x\n---\nciao", "markdown", "first bytes"),
        ("a.txt", b"# ciao", "plain", "suffix .txt"),
        ("a.html", b"ciao", "html", "suffix .html"),
        ("a", b"\n <!DOCTYPE HTML>", "html", "first bytes"),
        ("a.txt", b"<!-- saved --><html lang=it>", "html", "first bytes"),
    ],
)
def test_choice_and_its_reason(name: str, data: bytes, reader: str | None, why: str) -> None:
    choice = readers.choose(readers.Stream.of(source(data, name)), Settings())
    assert (choice.reader.name if choice.reader else None, choice.why) == (reader, why)


def test_what_is_not_read_is_named() -> None:
    found, problems = readers.read(source("@prefix a: <b:> .", "a.ttl"), Settings())
    assert found is None
    assert [item.code for item in problems] == ["R008"]
    assert "a Turtle document" in problems[0].message


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


TOML = """
date = 2024-10-05T10:00:00Z
lastmod = 2024-10-05 10:00:00.50+02:00
created = 07:32:00
lang = true
id = 1_000
tags = ["a", ["b", 1.50]]
[author]
name = "Ada"
"""


def test_toml_values_are_as_printed() -> None:
    page = document(f"+++{TOML}+++\nHello.\n")
    assert [(item.path.removeprefix("front-matter/"), item.value) for item in page.declared] == [
        ("date", "2024-10-05T10:00:00Z"),
        ("lastmod", "2024-10-05 10:00:00.50+02:00"),
        ("created", "07:32:00"),
        ("lang", "true"),
        ("id", "1000"),
        ("tags/0", "a"),
        ("tags/1/0", "b"),
        ("tags/1/1", "1.50"),
        ("author/name", "Ada"),
    ]


@pytest.mark.parametrize("null", ["", "~", "null", "[]", "{}", "[null, ~]", "{x: y}", '" "'])
def test_what_says_nothing_declares_nothing(null: str) -> None:
    page = document(f"---\ntitle: {null}\nlang: it\n---\nHello.\n")
    assert [item.value for item in page.declared] == ["it"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("close", ["---", "..."])
def test_front_matter_ends_where_its_fence_is(end: str, close: str) -> None:
    lines = ["---", "title: x", close, "", "Hello.", "", "---", "", "Bye."]
    page = document(end.join(lines))
    assert page.text == "Hello.\n\nBye."
    assert [item.value for item in page.declared] == ["x"]
    assert [block.evidence.declared for block in page.blocks] == ["line 5", "line 9"]


def test_an_empty_front_matter_hides_nothing() -> None:
    assert document("---\n---\nText: hello\n\n---\nmore\n").text == "Text: hello\n\nmore"


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ("a: [1", (2, 6)),
        ("- a\n- b", (2, None)),
        ("key: !!python/object:os.system x\n: :", (3, 1)),
        ("title: Ferry: it runs", (2, 13)),
        ("title: x\nlang: *it", (3, 7)),
        ("title: a\x07b", (2, None)),
        ('title: "\\ud800"', (1, None)),
        ("a: &a [*a]\ntitle: x", (2, 4)),
        ("title: " + "[" * 50 + "]" * 50, (1, None)),
        ("title: " + "[" * 5000, (1, None)),
        ("title: " + "x" * 70000, (1, None)),
    ],
)
def test_broken_front_matter_stays_text_with_a_problem(
    front: str, place: tuple[int, int | None]
) -> None:
    found, problems = readers.read(source(f"---\n{front}\n---\n\nHello.\n"), Settings())
    assert found is not None
    assert not found.declared
    (problem,) = problems
    assert problem.code == "R010"
    assert (problem.location.line, problem.location.column) == place
    assert problem.message.isprintable()
    assert "<" not in problem.message
    assert "Hello." in found.text
    assert front.split()[-1] in found.text


@pytest.mark.parametrize("item", ["x", "[]", "{}", "{name: x}"])
def test_a_billion_values_in_ten_lines_are_not_read(item: str) -> None:
    lines = [f"a: &a [{item}, {item}]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise("abcdefghij")]
    found, problems = readers.read(
        source("\n".join(["---", *lines, "title: *j", "---", "Hello."])), Settings()
    )
    assert found is not None
    assert [item.code for item in problems] == ["R010"]


@pytest.mark.parametrize("front", ["title = ", "title = 'x'\ntitle = 'y'", "id = " + "1" * 5000])
def test_broken_toml_stays_text_with_a_problem(front: str) -> None:
    found, problems = readers.read(source(f"+++\n{front}\n+++\n\nHello.\n"), Settings())
    assert found is not None
    assert [item.code for item in problems] == ["R010"]
    assert found.text.startswith("+++")


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("<p>one</p>\n<p>two &amp; <b>three</b></p>\n\nfour", "one|two & three|four"),
        ("<!-- not\nthis -->\n\n<script>\nnor()\n</script>\n\nthis", "this"),
        ("<div>\nprice < 5\n</div>", "price < 5"),
        (
            "Said.[^1]\n\n[^1]: Ibidem\n\n[^2]: A long note.\n",
            "Said.^1|[^1]: Ibidem|[^2]: A long note.",
        ),
        ("see [x][1] and [y]\n\n[1]: http://a.b/c 'T'\n[y]: <http://z.z>\n", "see x and y"),
        ("&egrave; &#8220;x&#x201D; \\* `c`", "è “x” * c"),
        ("a  \nb\\\nc", "a\nb\nc"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "a|b|1|2"),
        ("![alt](x.jpg) text", "alt text"),
        ("> " * 60 + "deep", "deep"),
        ("- " * 40 + "deep", "deep"),
    ],
)
def test_what_a_reader_of_the_page_sees(printed: str, shown: str) -> None:
    assert document(printed).text == shown.replace("|", "\n\n")


@pytest.mark.parametrize(
    "printed", ["> " * 3000 + "deep", "1. " * 3000 + "deep", "[" * 3000, "![" * 3000]
)
def test_a_page_nested_too_deeply_keeps_its_characters(printed: str) -> None:
    page = document(printed)
    assert page.text == printed
    assert {block.evidence.rule for block in page.blocks} == {"markdown.unmarked"}


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


UNSEEN = ["  \n\t\n", "\u00a0\u3000", "\u200b\u00ad\u2060", "\ufeff\ufeff", "\x0c", "\u2028"]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("data", UNSEEN)
def test_nothing_to_see_is_said(data: str, name: str) -> None:
    found, problems = readers.read(source(data, name), Settings())
    assert found is None
    assert [item.code for item in problems] == ["R005"]


@pytest.mark.parametrize("data", ["---\ntitle: x\n---\n\n", "[a]: x", "<!-- a -->", "***"])
def test_a_page_that_shows_nothing_is_said(data: str) -> None:
    found, problems = readers.read(source(data), Settings())
    assert found is None
    assert [item.code for item in problems] == ["R005"]


def test_what_a_page_is_part_of_is_declared() -> None:
    from archivist import convert

    page = "---\ntranslation_of: https://a.example/1\npart_of: dossier\n---\n\nA page in English.\n"
    (found,) = convert(page.encode())
    assert found.record is not None
    (relation,) = found.record.relations
    assert (relation.type, relation.target) == ("translationOf", "https://a.example/1")
    assert relation.evidence.declared == "front-matter/translation_of"
    assert [item.code for item in found.problems] == ["E005"]


@pytest.mark.parametrize(
    ("front", "name", "dates"),
    [
        ('path = "2019/10/29/ferry"', "ferry.md", ["front-matter/path"]),
        ('aliases = ["2019/10/29/ferry.html"]', "ferry.md", ["front-matter/aliases/0"]),
        ('title = "Ferry"', "2019-10-29-ferry.md", ["file name"]),
        ("date = 2019-10-29", "2020-01-01-ferry.md", ["front-matter/date"]),
        ('slug = "version-2019-10"', "ferry.md", []),
    ],
)
def test_a_page_without_a_date_may_have_it_in_its_address(
    front: str, name: str, dates: list[str]
) -> None:
    found, _ = readers.read(source(f"+++\n{front}\n+++\n\nHello.\n", name), Settings())
    assert found
    stated = [fact for fact in found.declared if fact.field == "date.published"]
    assert [fact.path for fact in stated] == dates
    assert all(fact.value == "2019-10-29" for fact in stated)
