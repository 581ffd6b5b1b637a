"""Fragments of XHTML become pieces of text, whatever they are nested in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linear import assert_linear

from archivist.readers.layout import lay_out
from archivist.readers.xhtml import fragment, plain


def shown(markup: str) -> list[tuple[str, str]]:
    return [(leaf.role, leaf.text) for leaf in fragment(markup)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One <b>bold</b>\n  line</p>", [("paragraph", "One bold line")]),
        ("loose <p>inside</p> behind", [("paragraph", w) for w in ("loose", "inside", "behind")]),
        ("<h2>Head</h2><p>Text</p>", [("subhead", "Head"), ("paragraph", "Text")]),
        ("<p>one<br/>two</p>", [("paragraph", "one\ntwo")]),
        ("<p>one<br/> <br/>two</p>", [("paragraph", "one"), ("paragraph", "two")]),
        ("<ul><li><p>a</p></li><li>b</li></ul>", [("list-item", "a"), ("list-item", "b")]),
        ("<figure><figcaption>Pier</figcaption></figure>", [("caption", "Pier")]),
        ("<table><tr><td>a</td><td><p>b</p></td></tr></table>", [("other", "a\tb")]),
        (
            "<table><tr><td><p>a</p><p>b</p></td></tr></table>",
            [("paragraph", "a"), ("paragraph", "b")],
        ),
        ("<pre>  a\n  b\n\n c</pre>", [("paragraph", "a\n  b"), ("paragraph", "c")]),
        ("<p>10&nbsp;km, Fenn &amp; Quill</p>", [("paragraph", "10\u00a0km, Fenn & Quill")]),
        ("<p>a</p><script>b</script><style>c</style>", [("paragraph", "a")]),
        ("no markup\n\nat all", [("paragraph", "no markup"), ("paragraph", "at all")]),
        ("", []),
    ],
)
def test_what_a_browser_shows(markup: str, expected: list[tuple[str, str]]) -> None:
    assert shown(markup) == expected


def test_the_place_is_named() -> None:
    assert [leaf.path for leaf in fragment("<p>a</p><div><p>b</p></div>")] == [
        "/html[1]/body[1]/p[1]",
        "/html[1]/body[1]/div[1]/p[1]",
    ]


def test_a_line_of_markup_is_plain() -> None:
    assert plain("Gr&ouml;&szlig;e <i>zählt</i>\n doch") == "Größe zählt doch"


def test_what_is_nested_too_deeply_keeps_its_words() -> None:
    deep = "<div>" * 60_000 + "at the bottom" + "</div>" * 60_000 + "<p>behind</p>"
    assert [text for _, text in shown(deep)] == ["at the bottom", "behind"]


@pytest.mark.parametrize(
    "piece", ["<p>a ", "<br>", "<td>", "a<b>", "<li>x</li>", "<pre>\n", "&lt;"]
)
def test_time_is_linear(piece: str) -> None:
    assert_linear(lambda size: fragment(piece * size), 20_000)


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<td>",
        "<tr>",
        "<table>",
        "<li>",
        "<br>",
        "<pre>",
        "</pre>",
        "<h1>",
        "word",
        " ",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
@settings(max_examples=150)
def test_blocks_cover_the_text(markup: str) -> None:
    text, blocks = lay_out(fragment(markup))
    at = 0
    for block in blocks:
        assert not text[at : block.span.start].strip()
        assert block.span.of(text).strip()
        at = block.span.end
    assert not text[at:].strip()


@given(st.lists(st.sampled_from(["<p>", "<b>", "</p>", "<div>", "<li>", " one", " two"])))
@settings(max_examples=100)
def test_no_word_is_lost(pieces: list[str]) -> None:
    words = sum(piece.count("o") for piece in pieces)
    assert sum(leaf.text.count("o") for leaf in fragment("".join(pieces))) == words
