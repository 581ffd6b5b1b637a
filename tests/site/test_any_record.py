"""Whatever a record holds, its page validates, shows its text, and is the same twice."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import records, rich_record

from archivist import Record, Settings
from archivist.record import Span
from archivist.site import addresses, article, inline, intake, search, spoken, subjects
from archivist.site.article import Shown
from archivist.site.layout import Frame

SETTINGS = Settings(base_iri="https://archive.example.org/", detail="compact")
FRAME = Frame("A site", "en", "https://archive.example.org/", "0")
RECORDS: st.SearchStrategy[Record] = st.one_of(records(), st.just(rich_record()))
QUICK = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def _tree(page: bytes) -> Any:
    import html5lib

    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(io.StringIO(page.decode("utf-8")))


@QUICK
@given(st.data(), st.booleans())
def test_any_page_validates(data: st.DataObject, without_text: bool) -> None:
    record = data.draw(RECORDS)
    given_ = Settings(base_iri=SETTINGS.base_iri, detail="compact", without_text=without_text)
    page = article.page(Shown(record, given_, intake.formats(given_)), FRAME)
    tree = _tree(page)
    ids = Counter(
        one.get("id") for one in tree.iter() if isinstance(one.tag, str) and one.get("id")
    )
    assert max(ids.values()) == 1
    assert page == article.page(Shown(record, given_, intake.formats(given_)), FRAME)


MARKS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.integers(1, 20),
        st.sampled_from(("a", "q", "span")),
        st.integers(0, 2),
    ),
    max_size=12,
)


@QUICK
@given(MARKS, st.text("ab <&>\"'\n", min_size=60, max_size=60))
def test_marks_nest_however_they_overlap(drawn: list[Any], text: str) -> None:
    marks = [
        inline.Mark(Span(start, start + length), f"m{number}", name, ' class="x"', rank)
        for number, (start, length, name, rank) in enumerate(drawn)
    ]
    written = inline.inner(text, Span(0, 60), marks)
    head = '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>'
    tree = _tree(f"{head}<p>{written}</p></body></html>".encode())
    shown = tree.find(".//p")
    assert "".join(shown.itertext()) == text
    ids = Counter(one.get("id") for one in shown.iter() if one.get("id"))
    assert not ids or max(ids.values()) == 1
    for link in shown.iter("a"):
        assert not list(link.iterfind(".//a"))
    for mark in marks:  # what is not a link is marked letter for letter
        if mark.name != "a":
            assert mark.id in ids


@QUICK
@given(st.text(max_size=60), st.sampled_from(sorted(addresses.FOLDERS)))
def test_paths_are_safe_and_tell_names_apart(name: str, kind: str) -> None:
    path = addresses.named(kind, name)
    assert path.isascii()
    assert path == path.lower()
    assert not set(path) & set('<>:"|?*\\% ')
    assert len(path) < 100
    assert path != addresses.named(kind, name + "x")


@QUICK
@given(st.text(max_size=80))
def test_words_of_the_search_are_letters_and_digits(text: str) -> None:
    for word in search.tokens(text):
        assert word == word.lower()
        assert not set(word) & set(" !\n\"'<>&")
        assert list(search.tokens(word))[:1] == [word][:1] or not word.isascii()


def test_dates_in_words() -> None:
    said = {
        ("2024-10", "en"): ("October 2024", "month known"),
        ("2024-10", "it"): ("ottobre 2024", "mese noto"),
        ("2024-10-05", "de"): ("5. Oktober 2024", "Tag bekannt"),
        ("2024-10-05", "es"): ("5 de octubre de 2024", "día conocido"),
        ("2024", "nl"): ("2024", "jaar bekend"),
        ("XXXX-10-25", "en"): ("25 October", "day known, no year"),
        ("2024-21", "fr"): ("printemps 2024", "partie de l’année connue"),
        ("1914/1918", "pt"): ("de 1914 a 1918", "intervalo"),
        ("2024-10-05T14:30:00Z", "en"): ("5 October 2024, 14:30 Z", "time known"),
        ("2024?", "en"): ("2024", "year known, uncertain"),
        ("194X", "en"): ("194X", "year known, digits missing"),
        ("1985/..", "en"): ("since 1985", "interval"),
    }
    for (value, language), words in said.items():
        assert (spoken.in_words(value, language), spoken.known(value, language)) == words


def test_no_day_is_made_up() -> None:
    shelves = {
        "2024-10-05": "2024-10-05",
        "2024-10-05T14:30:00Z": "2024-10-05",
        "2024-10": "2024-10",
        "2024-10-XX": "2024-10",
        "2024": "2024",
        "2024-10-05?": "2024",  # perhaps another month, too
        "2024-21": "2024",
        "2024-01/2024-03": "2024",
        "194X": "other",
        "1914/1918": "other",
        "XXXX-10-25": "other",
        "no date": "other",
        None: "undated",
    }
    for value, shelf in shelves.items():
        assert subjects.shelf(value) == shelf
