"""What a web page states of itself: each place read, the best believed, nothing made up."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist import Settings, Source, convert
from archivist.readers.html import metadata
from archivist.readers.html.metadata import moments, printed, tolerant
from archivist.readers.html.page import parse
from archivist.record import Declared
from tests.linear import assert_linear

TEXT = "<p>The council of Eastham opened the new bridge on Monday after two years of work.</p>" * 3
H1 = "<h1>Bridge opens after two years</h1>"
ARTICLE = {"@type": "NewsArticle", "headline": "Bridge opens after two years"}


def facts(markup: str | bytes, url: str | None = None) -> tuple[Declared, ...]:
    data = markup.encode() if isinstance(markup, str) else markup
    page, _ = parse(Source("page.html", "page.html", data, url=url), Settings())
    return metadata.read(page) if page else ()


def values(markup: str, field: str, url: str | None = None) -> list[str]:
    return [item.value for item in facts(markup, url) if item.field == field]


def page(head: str = "", body: str = H1 + TEXT, attributes: str = "") -> str:
    return f"<html {attributes}><head>{head}</head><body>{body}</body></html>"


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def ld(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


# ------------------------------------------------------------------ broken JSON-LD


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": "b", "c": [1, 2,],}', [{"a": "b", "c": ["1", "2"]}]),
        ('// note\n{"a": /* why */ "b"}', [{"a": "b"}]),
        ('{"a": "line\nbreak"}', [{"a": "line\nbreak"}]),
        ('{"a": "She said "no" and left", "b": "c"}', [{"a": 'She said "no" and left', "b": "c"}]),
        ('{"a": "1"}\n{"b": "2"}', [{"a": "1"}, {"b": "2"}]),
        ('<![CDATA[ {"a": "b"} ]]>', [{"a": "b"}]),
        ("{&quot;a&quot;: &quot;b&quot;}", [{"a": "b"}]),
        ('{a: "b", c: true}', [{"a": "b", "c": True}]),
        ('{"a": "b"\n"c": "d"}', [{"a": "b", "c": "d"}]),
        ('{"a": "b", "c": {"d": "e"', [{"a": "b", "c": {"d": "e"}}]),
        ('{"a": "b", "c": "half a val', [{"a": "b"}]),
        ('{"a": "b", "c":, "d": "e"}', [{"a": "b", "d": "e"}]),
        ('{"a": "\\u00e9\\q"}', [{"a": "éq"}]),
        ('{"a": "\\ud83d\\ude00",}', [{"a": "😀"}]),
        ("", []),
        ("nothing at all", []),
    ],
)
def test_broken_json_gives_what_is_there_and_no_more(text: str, expected: list[object]) -> None:
    assert tolerant.load(text) == expected


@given(
    st.recursive(
        st.text() | st.booleans() | st.none(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_sound_json_is_read_as_it_is(value: object) -> None:
    text = json.dumps([value])
    assert tolerant._Walk(text).values() == tolerant.load(text) == [[value]]


@given(st.text(alphabet='{}[]":,\\/*ab1 \n&', max_size=200))
def test_any_text_for_json_is_read_without_failing(text: str) -> None:
    tolerant.load(text)


@pytest.mark.parametrize("piece", ['{"a":', "[", '"', "/*", '{"a": "b" ', "\\u", '"," ', "]]>"])
def test_time_grows_with_the_script(piece: str) -> None:
    assert_linear(lambda size: tolerant.load(piece * (size // len(piece))), 200_000)


def test_half_a_character_is_left_out() -> None:
    script = ld('{"@type": "NewsArticle", "headline": "Bridge \\ud83d opens after two years"}')
    assert values(page(script, TEXT), "headline") == ["Bridge opens after two years"]


def test_the_article_is_found_in_a_graph_and_not_among_teasers() -> None:
    graph = {
        "@graph": [
            {"@type": "WebSite", "name": "Eastham Post"},
            {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "No"}]},
            {"@type": "WebPage", "mainEntity": {**ARTICLE, "author": {"@id": "#p"}}},
            {"@id": "#p", "@type": "Person", "name": "Anna Probe"},
        ]
    }
    found = page(ld(graph), TEXT)
    assert values(found, "headline") == ["Bridge opens after two years"]
    assert values(found, "credit.author") == ["Anna Probe"]


# ------------------------------------------------------------------ headline


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>Bridge opens after two years | Eastham Post</title>", H1),
        ("<title>Eastham Post :: Bridge opens after two years</title>", H1),
        (
            "<title>Bridge opens after two years - Eastham Post</title>"
            '<meta property="og:site_name" content="Eastham Post">',
            "",
        ),
        (
            "<title>Bridge opens after two years – The Eastham Post Online</title>"
            '<link rel=canonical href="https://easthampost.example/a">',
            "",
        ),
        (
            "<title>Bridge opens after two years</title>",
            "<h1>Eastham Post</h1><h2>Bridge opens after two years</h2>",
        ),
        ('<meta name="og:title" value="Bridge opens after two years">', ""),
        ("", "<aside><h1>Read this too, readers</h1></aside>" + H1),
    ],
)
def test_the_headline_has_no_name_of_the_site(head: str, body: str) -> None:
    assert values(page(head, body + TEXT), "headline") == ["Bridge opens after two years"]


def test_a_dash_of_the_headline_stays() -> None:
    head = "<title>Two years late - the bridge opens | Eastham Post</title>"
    body = "<h1>Two years late - the bridge opens</h1>" + TEXT
    assert values(page(head, body), "headline") == ["Two years late - the bridge opens"]


def test_what_the_page_shows_and_shares_beats_what_is_written_for_machines() -> None:
    head = (
        ld({"@type": "NewsArticle", "headline": "Bridge Eastham open new: all you need to know"})
        + '<meta property="og:title" content="Bridge opens after two years">'
    )
    assert values(page(head), "headline") == ["Bridge opens after two years"]


# ------------------------------------------------------------------ authors


SITE = '<meta property="og:site_name" content="Eastham Post">'


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (SITE + '<meta name=author content="Eastham Post">', H1, []),
        (SITE + '<meta name=author content="© 2024 Eastham Post">', H1, []),
        ('<meta name="article:author" content="https://social.example/anna">', H1, []),
        ('<meta name=author content="admin">', H1, []),
        (
            SITE + '<meta name=author content="Eastham Post">',
            H1 + "<p class=byline>By Anna Probe</p>",
            ["Anna Probe"],
        ),
        ("", H1 + "<p><span>By</span> <a href=/x>Anna Probe</a></p>", ["Anna Probe"]),
        ("", H1 + "<i>Von Anna Probe und Jan Muster</i>", ["Anna Probe und Jan Muster"]),
        ("", H1 + '<div class="post__author-name">Anna Probe</div>', ["Anna Probe"]),
        ("", H1 + '<div class="author">Posted by Anna Probe on 3 May 2024</div>', ["Anna Probe"]),
        ("", H1 + "<p class=byline>By Anna Probe Friday, May 3, 2024</p>", ["Anna Probe"]),
        ("", H1 + TEXT + "<div class=comments><a rel=author>Troll</a></div>", []),
        ("", H1 + '<div class="author-image">Anna Probe at her desk</div>', []),
        (
            meta("twitter:label1", "Written by") + meta("twitter:data1", "Anna Probe"),
            H1,
            ["Anna Probe"],
        ),
        (
            meta("citation_author", "Anna Probe") + meta("citation_author", "Jan Muster"),
            H1,
            ["Anna Probe", "Jan Muster"],
        ),
        (
            ld(
                {"@type": "NewsArticle", "author": [{"name": "Anna Probe"}, {"name": "Anna Probe"}]}
            ),
            H1,
            ["Anna Probe"],
        ),
        (
            ld(
                {"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Wire Agency"}}
            ),
            H1,
            ["Wire Agency"],
        ),
        (
            "",
            '<div itemscope itemtype="https://schema.org/NewsArticle">'
            + H1
            + '<span itemprop=author itemscope itemtype="https://schema.org/Person">'
            "<b itemprop=name>Anna Probe</b></span></div>",
            ["Anna Probe"],
        ),
    ],
)
def test_authors_are_those_who_are_named(head: str, body: str, expected: list[str]) -> None:
    assert values(page(head, body), "credit.author") == expected


def test_the_house_signs_only_where_nobody_else_is_named() -> None:
    house = {"@type": "NewsMediaOrganization", "name": "Eastham Post"}
    article = ld({"@type": "NewsArticle", "author": house, "publisher": house})
    alone = [item for item in facts(page(article)) if item.field == "credit.author"]
    assert [(item.value, item.rule) for item in alone] == [("Eastham Post", "html.house")]
    named = page(article, H1 + "<p class=byline>By Anna Probe</p>" + TEXT)
    assert values(named, "credit.author") == ["Anna Probe"]


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (
            ld({**ARTICLE, "datePublished": "2024-10-25T14:03:00+02:00"})
            + meta("article:published_time", "2024-10-25T14:03:00+00:00"),
            H1,
            "2024-10-25T14:03:00+02:00",
        ),
        (
            ld({**ARTICLE, "datePublished": "2024-10-25"})
            + meta("article:published_time", "2024-10-25T12:03:00Z"),
            H1,
            "2024-10-25T12:03:00Z",
        ),
        ("", H1 + "<p class=date>Published 25 October 2024, 14:03</p>", "25 October 2024, 14:03"),
        (
            "",
            H1 + "<p>Veröffentlicht am 25. Oktober 2024</p><p>Stand: heute</p>",
            "25. Oktober 2024",
        ),
        ("", H1 + "<span>2024年10月25日</span>", "2024年10月25日"),
        ("", H1 + "<time datetime='2024-10-25' pubdate>last Friday</time>", "2024-10-25"),
        ("", H1 + "<p class=date>25.10.24</p>", "2024-10-25"),
        ("", H1 + "<p class=date>03/05/2024</p>" + TEXT + "<p>31/12/2023</p>", "2024-05-03"),
        ('<meta name="pubdate" content="1729857780">', H1, "2024-10-25T12:03:00Z"),
        (
            '<meta name="date" content="Fri Oct 25 2024 14:03:00 GMT+0200 (CEST)">',
            H1,
            "2024-10-25T14:03:00+02:00",
        ),
        ('<meta name="acme:publish-date" content="2024-10-25">', H1, "2024-10-25"),
        (
            ld({**ARTICLE, "datePublished": "2024-10-25T23:30:00Z"}),
            H1 + "<p class=date>Saturday, 26 October 2024 01:30</p>",
            "2024-10-26T01:30:00+02:00",
        ),
        (
            meta("article:published_time", "2020-04-12T18:33:59+02:00")
            + meta("article:modified_time", "2024-02-19T15:24:33+01:00"),
            '<article itemscope itemtype="https://schema.org/NewsArticle">'
            + H1
            + '<meta itemprop=datePublished content="2024-02-19"></article>',
            "2020-04-12T18:33:59+02:00",
        ),
    ],
)
def test_the_day_of_publication(head: str, body: str, expected: str) -> None:
    assert values(page(head, body + TEXT), "date.published") == [expected]


@pytest.mark.parametrize(
    "body",
    [
        H1 + TEXT + "<footer>© 2024 Eastham Post, 25 October 2024</footer>",
        H1 + TEXT + "<div class=comments><p class=date>25 October 2024</p></div>",
        H1 + TEXT + '<aside><time datetime="2024-10-25">Friday</time></aside>',
        "<header><p>All rights reserved 25 October 2024</p></header>" + H1 + TEXT,
        H1
        + TEXT
        + "<p>On 25 October 2024 the council will meet again, said the mayor of Eastham.</p>" * 9,
        H1 + "<p class=date>Updated: 25 October 2024</p>" + TEXT,
    ],
)
def test_days_of_other_things_are_not_that_of_publication(body: str) -> None:
    assert values(page("", body), "date.published") == []


def test_the_day_of_the_address_is_the_last_resort() -> None:
    url = "https://post.example/2024/10/25/bridge-opens.html"
    (found,) = (item for item in facts(page(), url) if item.field == "date.published")
    assert (found.value, found.path, found.rule) == ("2024-10-25", "url", "html.address")
    stated = page("", H1 + "<p class=date>26 October 2024</p>" + TEXT)
    assert values(stated, "date.published", url) == ["26 October 2024"]
    for other in ("2024/13/25/x", "201234", "article-19852382", "2024/10"):
        assert values(page(), "date.published", f"https://post.example/{other}") == []


def test_an_empty_field_is_no_day() -> None:
    for nothing in ("1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "0", "null", "2024-00-00"):
        assert values(page(meta("article:published_time", nothing)), "date.published") == []


def test_places_that_disagree_on_the_day_are_both_kept() -> None:
    head = ld({**ARTICLE, "datePublished": "2024-10-25"})
    head += meta("article:published_time", "2023-03-01T10:00:00Z")
    expected = ["2024-10-25", "2023-03-01T10:00:00Z"]
    assert values(page(head), "date.published") == expected


def test_the_last_change_is_kept_apart() -> None:
    body = H1 + "<p>25 October 2024 · Updated 26 October 2024</p>" + TEXT
    found = page(ld({**ARTICLE, "dateModified": "2024-10-26"}), body)
    assert values(found, "date.published") == ["25 October 2024"]
    assert values(found, "date.modified") == ["2024-10-26"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("25 de octubre de 2024", "2024-10-25"),
        ("25 octobre 2024 à 14h03", "2024-10-25"),
        ("Oct 25th, 2024", "2024-10-25"),
        ("2024. október 25.", "2024-10-25"),
        ("25 октября 2024 года", "2024-10-25"),
        ("25.10.2024", "2024-10-25"),
        ("2024년 10월 25일", "2024-10-25"),
        ("25 نيسان / أبريل 2024", "2024-04-25"),
        ("২৫ অক্টোবর ২০২৪", "2024-10-25"),
    ],
)
def test_printed_days_of_many_languages(words: str, day: str) -> None:
    (found,) = printed.find(f"| {words} |")
    assert [item.isoformat() for item in found.days] == [day]


@pytest.mark.parametrize(
    "words", ["version 2.4.10.1", "31.02.2024", "tel. 0123-45-6789", "13/13/2024"]
)
def test_numbers_that_are_no_days(words: str) -> None:
    assert list(printed.find(words)) == []


@given(st.text(max_size=80) | st.text(alphabet="0123456789T:+-/. Zapm", max_size=40))
def test_any_words_may_stand_for_a_date(words: str) -> None:
    moment = moments.read(words)
    assert moment is None or moment.days
    moments.clock(words)


# ------------------------------------------------------------------ the other fields


CANONICAL = '<link rel=canonical href="https://post.example/news/bridge">'


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        (
            CANONICAL,
            "https://www.post.example/news/bridge?x=1",
            ["https://post.example/news/bridge"],
        ),
        (CANONICAL, "https://other.example/copy", []),
        (CANONICAL, None, []),
        (
            CANONICAL + meta("og:url", "https://post.example/news/bridge"),
            None,
            ["https://post.example/news/bridge"],
        ),
        (CANONICAL + meta("og:url", "https://post.example/"), None, []),
        (
            '<link rel=canonical href="https://post.example/">',
            "https://post.example/news/bridge",
            [],
        ),
        (
            '<link rel=canonical href="/news/bridge">',
            "https://post.example/a",
            ["https://post.example/news/bridge"],
        ),
        ('<link rel=canonical href="//[bad">', "https://post.example/a", []),
    ],
)
def test_a_canonical_address_is_one_only_where_it_is_the_pages_own(
    head: str, url: str | None, expected: list[str]
) -> None:
    assert values(page(head), "identifier.canonical", url) == expected


@pytest.mark.parametrize(
    ("head", "attributes", "expected"),
    [
        ("", 'lang="it"', ["it"]),
        ('<meta property="og:locale" content="de_AT">', 'lang="de"', ["de-AT"]),
        (
            '<meta property="og:locale" content="it_IT">' + ld({**ARTICLE, "inLanguage": "it"}),
            'lang="en"',
            ["it-IT"],
        ),
        ('<meta name=language content="deutsch, de">', "", ["de"]),
        ("", "", []),
    ],
)
def test_the_language_is_the_one_most_places_say(
    head: str, attributes: str, expected: list[str]
) -> None:
    assert values(page(head, H1 + TEXT, attributes), "language") == expected


def test_summary_topics_publisher_rights_and_numbers() -> None:
    head = (
        '<meta name=description content="Two years of work are over.">'
        '<meta name=keywords content="bridges, Eastham; traffic, Bridges">'
        '<meta property="article:section" content="Local">'
        '<meta name=copyright content="Eastham Post Ltd, 2024">'
        '<link rel=license href="https://licences.example/by/4.0/">'
        '<meta name=citation_doi content="10.1234/example">'
        + ld({**ARTICLE, "publisher": {"@type": "Organization", "name": "Eastham Post"}})
    )
    found = page(head)
    assert values(found, "summary") == ["Two years of work are over."]
    assert values(found, "topic") == ["bridges", "Eastham", "traffic"]
    assert values(found, "topic.section") == ["Local"]
    assert values(found, "credit.publisher") == ["Eastham Post"]
    assert values(found, "rights.notice") == ["Eastham Post Ltd, 2024"]
    assert values(found, "rights.statement") == ["https://licences.example/by/4.0/"]
    assert values(found, "identifier.doi") == ["10.1234/example"]


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("The bridge at night. <span class=credit>Foto: Anna Probe/dpa</span>", ["Anna Probe/dpa"]),
        ("The bridge at night. Photo: Anna Probe", ["Anna Probe"]),
        ("The bridge at night. © Anna Probe", ["Anna Probe"]),
        ("The bridge at night (AP Photo/Anna Probe)", ["AP Photo/Anna Probe"]),
        ("The bridge at night.", []),
    ],
)
def test_who_made_the_picture(caption: str, expected: list[str]) -> None:
    figure = f"<figure><img src=a><figcaption>{caption}</figcaption></figure>"
    assert values(page("", H1 + figure + TEXT), "credit.image") == expected


def test_every_fact_says_where_it_stands() -> None:
    head = ld({**ARTICLE, "author": [{"name": "Anna Probe"}], "datePublished": "2024-10-25"})
    found = {item.field: item.path for item in facts(page(head, attributes='lang="en"'))}
    assert found["credit.author"] == "json-ld[0]/author/0"
    assert found["date.published"] == "json-ld[0]/datePublished"
    assert found["language"] == "html[lang]"


def test_comments_of_the_markup_say_nothing() -> None:
    head = '<!-- <meta name=author content="Anna Probe"> ' + ld(ARTICLE) + " -->"
    assert facts(page(head, TEXT)) == ()


def test_the_record_has_what_the_page_states() -> None:
    head = ld({**ARTICLE, "author": "Anna Probe", "datePublished": "2024-10-25T14:03:00+02:00"})
    source = Source("page.html", "page.html", page(head, attributes='lang="en"').encode())
    (found,) = convert(source, settings=Settings(as_of="2026-01-01T00:00:00Z", articles="all"))
    assert found.record is not None
    assert found.record.headline is not None
    assert found.record.headline.value == "Bridge opens after two years"
    assert [date.value for date in found.record.dates] == ["2024-10-25T14:03:00+02:00"]
    assert [name.name for item in found.record.credits for name in item.names] == ["Anna Probe"]


# ------------------------------------------------------------------ any page

_PIECES = st.sampled_from(
    [
        "<h1>",
        "</h1>",
        "<p class=author>",
        "</p>",
        "<time datetime=",
        "'2024-10-25'>",
        "</time>",
        "<meta name=",
        "author content=",
        "'x'>",
        '<script type="application/ld+json">',
        "</script>",
        '{"@type":"NewsArticle",',
        '"author":',
        '[{"name":',
        '"headline":1}',
        "<div itemprop=author>",
        "By Anna Probe",
        "25 October 2024",
        "<link rel=canonical href=",
        "//[x",
        "<title>",
        " | ",
        "<article itemscope>",
        "<figure><figcaption>",
        "©",
        "\x00",
        "é",
        "&#0;",
        "<table>",
        "<a rel=author>",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=10), max_size=40))
def test_any_page_is_read_without_failing(pieces: list[str]) -> None:
    for item in facts("".join(pieces)):
        assert item.value
        assert item.path
        assert item.rule.startswith("html.")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_failing(data: bytes) -> None:
    facts(b"<html><h1>x</h1>" + data)


@pytest.mark.parametrize(
    "piece",
    [
        "<h1>Bridge opens | after - years</h1>",
        "<p class=author>By Anna Probe, Jan Muster",
        "<div class=date>25 October 2024 <b>x</b>",
        "<meta property=article:tag content=a>",
        "<figure><figcaption>Foto: Foto: ( ( (",
        "<a rel=author>x</a>",
        "<span itemprop=author itemscope>",
        "1/2/2024 ",
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":</script>',
    ],
)
def test_time_grows_with_the_page(piece: str) -> None:
    assert_linear(lambda size: facts(piece * (size // len(piece))), 200_000)
