"""The main text of web pages: what is kept and what is not, in which order, with which words."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist import readers
from archivist.record import Block, Document, Source
from archivist.settings import Settings
from archivist.text import is_visible

EXAMPLES = Path(__file__).parents[2] / "samples"
EVERY = Settings(articles="all")
LEAD_IN = (
    "<p>The night ferry runs again since Monday, after nine weeks in the dock of the old harbour."
    "</p><p>Four hundred passengers came on the first day, said the captain, who had counted them."
    "</p>"
)


def document(page: str | bytes, name: str = "a.html") -> Document:
    data = page.encode() if isinstance(page, str) else page
    found, _ = readers.read(Source(name, name, data), EVERY)
    assert isinstance(found, Document), found
    return found


def said(block: Block, page: Document) -> str:
    return block.span.of(page.text)


def article(inside: str, after: str = "") -> Document:
    """A page whose article opens with two paragraphs, without them."""
    return document(
        "<!doctype html><html><head><title>Night ferry back in service</title></head><body>"
        "<nav><a href=/>Home</a> <a href=/sea>Sea</a></nav>"
        f"<article><h1>Night ferry back in service</h1>{LEAD_IN}{inside}</article>{after}</body>"
    )


def rest(inside: str, after: str = "") -> list[str]:
    """What is kept of an article below its first two paragraphs."""
    page = article(inside, after)
    blocks = [said(block, page) for block in page.blocks]
    assert blocks[0].startswith("The night ferry")
    return blocks[2:]


END = (
    "<p>The next boat leaves on Thursday at ten, if the wind lets it, said the harbour master.</p>"
)
LAST = "The next boat leaves on Thursday at ten, if the wind lets it, said the harbour master."


# ------------------------------------------------------------------ whole pages


def test_a_whole_english_page() -> None:
    page = document((EXAMPLES / "lagoon-gate.html").read_bytes())
    assert [(block.role, said(block, page)[:24]) for block in page.blocks] == [
        ("paragraph", "Keepers shut the old tid"),
        ("paragraph", "SALTMARSH – The tide gat"),
        ("paragraph", "“It took eleven minutes,"),
        ("subhead", "New chains, old stones"),
        ("paragraph", "The chains were replaced"),
        ("paragraph", "The harbour office lists"),
        ("list-item", "the hinges of the northe"),
        ("list-item", "the pump in the keeper’s"),
        ("list-item", "the lamp that went out a"),
        ("paragraph", "“A gate that is never sh"),
        ("paragraph", "The next surge is expect"),
    ]
    assert page.blocks[4].evidence.declared == "/html/body/main/article/div[2]/p[3]"
    assert "stones in which they run are those of 1846,\nand nobody" in page.text


def test_a_whole_italian_page() -> None:
    page = document((EXAMPLES / "forno-comune.html").read_bytes())
    assert page.text.startswith("Dopo quarant’anni il paese torna a cuocere insieme.")
    assert page.text.endswith("vendendo torte.")
    assert "fornaia Assunta Rebecchi," in page.text  # soft hyphens are no part of a name
    assert "Mercoledì\t5–8" in page.text
    for unwanted in ("Leggi anche", "Pubblicità", "Bonfanti", "capre", "newsletter", "Tassinari"):
        assert unwanted not in page.text


def test_the_path_of_a_block_leads_to_its_element() -> None:
    from lxml import html

    data = (EXAMPLES / "lagoon-gate.html").read_bytes()
    page = document(data)
    tree = html.document_fromstring(data)
    for block in page.blocks:
        assert block.evidence.declared is not None
        (element,) = tree.xpath(block.evidence.declared)
        shown = "".join(element.text_content().split())
        assert shown == "".join(said(block, page).split())


def test_libraries_that_shape_the_text_are_named() -> None:
    names = [name for name, _ in article("").components]
    assert names == ["libxml2", "lxml", "trafilatura"]


# ------------------------------------------------------------------ words and white space


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<b>O</b>bama  said\n so to <i>all</i>, twice.", "Obama said so to all, twice."),
        ("One line.<br>Another line.", "One line.\nAnother line."),
        ("10&nbsp;000 euros, said&#8203;he.", "10\u00a0000 euros, said\u200bhe."),
        ("H<sub>2</sub>O is wet, says <q>he</q>.", "H2O is wet, says “he”."),
        ("&#147;Ciao&#148;, it&#146;s &euro;5 &amp; more.", "“Ciao”, it’s €5 & more."),
        ("It was a <script>var x = 1</script>fine day.", "It was a fine day."),
        ("It was a <!-- not so -->fine day.", "It was a fine day."),
        ("Bra\u00adtis\u00adla\u00adva is far.", "Bratislava is far."),
    ],
)
def test_text_is_as_a_browser_shows_it(markup: str, shown: str) -> None:
    assert rest(f"<p>{markup}</p>{END}") == [shown, LAST]


def test_two_breaks_end_a_paragraph() -> None:
    lines = "The first part of it is long enough.<br><br>The second part of it is as well."
    assert rest(f"<p>{lines}</p>{END}")[:2] == [
        "The first part of it is long enough.",
        "The second part of it is as well.",
    ]


def test_a_table_of_data_is_a_row_a_block() -> None:
    table = "<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>3</td></tr></table>"
    assert rest(f"<p>So many boats left:</p>{table}{END}") == [
        "So many boats left:",
        "Day\tBoats",
        "Monday\t3",
        LAST,
    ]


def test_preformatted_text_is_cut_at_empty_lines() -> None:
    wire = "First paragraph of the wire,\n   on two lines.\n\n   Second paragraph of it, indented."
    page = article(f"<pre>{wire}</pre>{END}")
    assert [(block.role, said(block, page)) for block in page.blocks][2:4] == [
        ("paragraph", "First paragraph of the wire,\n   on two lines."),
        ("paragraph", "Second paragraph of it, indented."),
    ]


def test_marks_of_quotations_are_not_doubled() -> None:
    assert rest(f"<p>He said: <q>«No more»</q>, and <q>so <q>be</q> it</q>.</p>{END}")[0] == (
        "He said: «No more», and “so “be” it”."
    )


def test_code_is_no_paragraph_and_stays_as_it_is() -> None:
    page = article(f"<pre><code>if tide:\n    wait()</code></pre>{END}")
    assert ("other", "if tide:\n    wait()") in [
        (block.role, said(block, page)) for block in page.blocks
    ]


# ------------------------------------------------------------------ what is no part of it


@pytest.mark.parametrize(
    "between",
    [
        "<p>Read more: <a href=/x>Why the lighthouse keeper never sleeps</a></p>",
        "<p><a href=/x>Why the lighthouse keeper never sleeps</a></p>",
        "<p>Lesen Sie auch</p>",
        "<p>Anzeige</p>",
        "<p>À lire aussi : <a href=/x>Le gardien du phare ne dort jamais</a></p>",
        "<p>Sign up for our newsletter and get the tides by mail.</p>",
        "<p>Suscríbete a nuestro boletín.</p>",
        "<figure><img src=a><figcaption>The ferry. Photo: A. Bell</figcaption></figure>",
        "<div class='related-articles'><p>Nobody has seen the harbour cat since Easter.</p></div>",
        "<div class=newsletterSignup><p>The tide tables, every morning at six.</p></div>",
        "<div style='display: none'><p>Nobody has seen the harbour cat since Easter.</p></div>",
        "<h2>Night ferry back in service</h2>",
    ],
)
def test_what_stands_between_paragraphs_is_no_text(between: str) -> None:
    assert rest(between + END) == [LAST]


@pytest.mark.parametrize(
    "sentence",
    [
        "Read more books, the captain told the children, and they did so all summer long.",
        "“Follow the pilot,” said the captain of the second boat, and everybody laughed.",
        "En su canal de Telegram, el alcalde escribió que el barco no saldría hasta el lunes.",
        "Kanala abone olanların sayısı bir yılda iki katına çıktı, dedi kaptan gülerek.",
        "More – much more – is needed before the winter storms, the keeper of the light said.",
        "Advertisement was the word that the court could not define, the judge said later.",
    ],
)
def test_sentences_with_such_words_stay(sentence: str) -> None:
    assert rest(f"<p>{sentence}</p>{END}") == [sentence, LAST]


def test_what_follows_the_column_is_no_text() -> None:
    comment = "<div class=c><p>My cousin was on that boat, and he says that it was late.</p></div>"
    column = f"<div class=text>{LEAD_IN}{LEAD_IN.replace('first', 'second')}{END}</div>"
    page = document(f"<html><body><main><h1>Ferry</h1>{column}{comment}</main></body></html>")
    assert "cousin" not in page.text
    assert page.text.endswith(LAST)


def test_text_that_only_the_data_state() -> None:
    body = " ".join(f"Sentence number {n} says what the sea did to the boats." for n in range(20))
    page = document(
        "<html><head><script type='application/ld+json'>"
        f'{{"@type": "NewsArticle", "articleBody": "{body}\\n\\nIt is over."}}</script></head>'
        "<body><div id=app>Loading…</div></body></html>"
    )
    assert page.text == f"{body}\n\nIt is over."
    assert {block.evidence.rule for block in page.blocks} == {"html.json-ld"}
    assert page.blocks[0].evidence.declared == "/html/head/script/articleBody"


def test_text_for_those_without_script() -> None:
    page = document(
        "<html><body><script type='text/template'><p>x</p></script>"
        f"<noscript><div>{LEAD_IN}{LEAD_IN.replace('Four', 'Five')}{END}</div></noscript></body>"
    )
    assert page.text.startswith("The night ferry")
    assert page.text.endswith(LAST)


def test_a_request_for_script_is_no_text() -> None:
    page = "<html><body><div id=root></div><noscript>Enable JavaScript.</noscript></body></html>"
    found, problems = readers.read(Source("a.html", "a.html", page.encode()), EVERY)
    assert found is None
    assert [item.code for item in problems] == ["R005"]


# ------------------------------------------------------------------ odd pages


def test_nothing_is_lost_in_deep_nesting() -> None:
    levels = "".join(
        f"<div><p>Level {n} of this page has a sentence of its own.</p>" for n in range(3000)
    )
    text = document(f"<html><body>{levels}").text
    assert [n for n in range(3000) if f"Level {n} of" not in text] == []


def test_many_paragraphs_and_attributes_take_no_minute() -> None:
    start = time.monotonic()
    rows = "".join(
        f"<p>Paragraph number {n} of a very long page, as it were.</p>" for n in range(15000)
    )
    assert document(f"<html><body><div>{rows}</div>").text.count("Paragraph") == 15000
    attributes = " ".join(f"a{n}=1" for n in range(60000))
    assert "night ferry" in document(f"<html><body><p {attributes}>{LEAD_IN}").text
    assert time.monotonic() - start < 30


def test_frames_and_xhtml() -> None:
    frames = "<html><frameset><frame src=a><noframes><body>{}</body></noframes></frameset></html>"
    assert document(frames.format(LEAD_IN)).text.startswith("The night ferry")
    xhtml = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
    assert document(xhtml.format(LEAD_IN)).text.startswith("The night ferry")


def test_the_order_of_pages_changes_nothing() -> None:
    pages = [(EXAMPLES / name).read_bytes() for name in ("lagoon-gate.html", "forno-comune.html")]
    pages += [f"<html><body>{LEAD_IN * n}{END}".encode() for n in (1, 2, 3)]
    first = {page: document(page).text for page in pages}
    for seed in range(3):
        random.Random(seed).shuffle(pages)
        assert {page: document(page).text for page in pages} == first


MARKUP = st.lists(
    st.sampled_from(
        "<p> </p> <div> </div> <article> </article> <h1> <h2> <li> <ul> <table> <tr> <td> <br>"
        " <a> </a> <q> </q> <pre> </pre> <blockquote> <b> </b> <noscript> <noframes> <script>"
        " </script> <!-- --> &amp; &#0; &#x110000; <svg> <template> <select> <body> <html>"
        " <head> <title> Words. More&nbsp;words\u00ad, \u200b日本語。 \ud800".split(" ")
    )
    | st.text(max_size=40),
    max_size=60,
)


@settings(max_examples=60)
@given(MARKUP)
def test_any_markup_gives_ordered_blocks_or_a_problem(pieces: list[str]) -> None:
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    found, problems = readers.read(Source("a.html", "a.html", data), EVERY)
    if not isinstance(found, Document):
        assert any(item.severity == "error" for item in problems)
        return
    at = 0
    for block in found.blocks:
        assert at <= block.span.start < block.span.end
        assert found.text[at : block.span.start].strip() == ""
        assert is_visible(said(block, found))
        at = block.span.end
    assert at == len(found.text)


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    found, problems = readers.read(Source("a.html", "a.html", b"<html><p>" + data), EVERY)
    assert isinstance(found, Document) or any(item.severity == "error" for item in problems)


@settings(max_examples=40)
@given(st.lists(st.text("ab cdé日\u00a0,", min_size=1, max_size=30), min_size=1, max_size=6))
def test_no_letter_of_a_kept_paragraph_is_lost(parts: list[str]) -> None:
    marked = "".join(f"<{tag}>{part}</{tag}>" for part, tag in zip(parts, "bi" * 3, strict=False))
    page = article(f"<p>It was so: {marked} and no more.</p>{END}")
    letters = "".join("".join(parts[: len(parts)]).split())
    assert letters in "".join(page.text.split())
