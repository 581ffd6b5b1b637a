"""This module makes the pages of people, bodies, places, events, works and topics.

A name has one page for all articles that print it, and the page says that nothing is merged: it
gathers a name, not a person. What was reconciled with an authority has the page of its identifier,
`id/wikidata/Q42`, with the same as data: there the articles are about one and the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from archivist.pages.markup import attribute, text
from archivist.site import identity, lists
from archivist.site.addresses import FOLDERS
from archivist.site.folder import Folder
from archivist.site.layout import Frame, Page, address, facts, link, section, table, words, write
from archivist.site.state import State

TOP = 60  # names at the top of the list of a kind
TOGETHER = 15  # names shown that are named in the same articles
SAMPLED = 300  # articles looked through for those, the newest


class Subject(NamedTuple):
    """A page of a name. `kind` and `name`: those that most articles have."""

    page: str
    kind: str
    name: str
    articles: int
    quotes: int


def write_all(state: State, folder: Folder, frame: Frame) -> int:
    """All pages of names, and the lists of each kind; how many triples were written."""
    gather(state)
    triples = 0
    query = "SELECT page, kind, name, articles, quotes FROM temp.subjects ORDER BY page"
    for row in state.rows(query):
        subject = Subject(*row)
        for page in _pages(state, subject, frame):
            folder.put(page.path, write(page, frame))
        if subject.page.startswith("id/"):
            triples += identity.write(state, folder, frame, subject)
    for kind in FOLDERS:
        for page in _index(state, kind, frame):
            folder.put(page.path, write(page, frame))
    return triples


def gather(state: State) -> None:
    """How many articles and quotes each page has, and what it is called most."""
    state.say("DROP TABLE IF EXISTS temp.subjects")
    state.say(
        "CREATE TEMP TABLE subjects (page TEXT PRIMARY KEY, kind TEXT, name TEXT, articles INT,"
        " quotes INT, letter TEXT)"
    )
    state.function("letter_of", letter)
    state.say(
        "INSERT INTO subjects SELECT page, kind, name, articles, quotes, letter_of(name) FROM ("
        "SELECT page, kind, name, sum(n) OVER whole AS articles, sum(q) OVER whole AS quotes,"
        " row_number() OVER (PARTITION BY page ORDER BY n DESC, kind, name) AS rank FROM ("
        "SELECT page, kind, name, count(DISTINCT article) AS n, sum(quotes) AS q FROM named"
        " GROUP BY page, kind, name) WINDOW whole AS (PARTITION BY page)) WHERE rank=1"
    )
    state.say("CREATE INDEX temp.subjects_kind ON subjects (kind, letter)")


def letter(name: str) -> str:
    """The letter a name is listed under: its first, without accents; `#` for none."""
    for char in unicodedata.normalize("NFKD", name).upper():
        if char.isalpha():
            return char
    return "#"


# ------------------------------------------------------------------ one name


def _pages(state: State, subject: Subject, frame: Frame) -> Iterator[Page]:
    query = (
        f"SELECT DISTINCT {lists.COLUMNS} FROM articles a JOIN named n ON n.article=a.id"
        f" WHERE n.page=? ORDER BY {lists.ORDER}"
    )
    rows = state.rows(query, (subject.page,))
    total = state.number("SELECT count(DISTINCT article) FROM named WHERE page=?", (subject.page,))
    for here, number, part, pager in lists.paged(subject.page, total, rows, frame):
        main = _head(state, here, subject, total, frame)
        if number == 1:
            main += _known(state, subject, frame)
        main += section(frame.say("articles"), lists.articles(here, part, frame) + pager)
        if number == 1:
            main += section(frame.say("together"), _together(state, subject, frame))
        head = identity.head(subject.page) if subject.page.startswith("id/") else ""
        yield Page(here, subject.name, main, head)


def _head(state: State, here: str, subject: Subject, total: int, frame: Frame) -> str:
    up = link(here, f"{FOLDERS[subject.kind]}/index.html", frame.say(subject.kind))
    note = "reconciled" if subject.page.startswith("id/") else "as-printed"
    counts = [lists.counted(total, frame)]
    if subject.quotes:
        one = "said-one" if subject.quotes == 1 else "said"
        counts.append(f"{subject.quotes:,} {frame.say(one)}")
    return (
        f'<p class="over">{up}</p>\n<h1>{words(subject.name)}</h1>\n'
        f'<p class="counts">{" · ".join(counts)}</p>\n<p class="note">{frame.say(note)}</p>\n'
    )


def _known(state: State, subject: Subject, frame: Frame) -> str:
    rows: list[tuple[str, str]] = []
    query = "SELECT DISTINCT scheme, iri FROM alike WHERE page=? ORDER BY scheme, iri LIMIT 20"
    for scheme, iri in state.rows(query, (subject.page,)):
        said = f'{address(iri)} <span class="soft">{text(scheme)}</span>'
        rows.append((frame.say("identifiers"), said))
    query = (
        "SELECT name, count(DISTINCT article) AS n FROM named WHERE page=? GROUP BY name"
        " ORDER BY n DESC, name LIMIT 20"
    )
    forms = list(state.rows(query, (subject.page,)))
    if len(forms) > 1:
        rows += [(frame.say("forms"), _times(name, number)) for name, number in forms]
    query = (
        "SELECT role, count(*) AS n FROM named WHERE page=? AND role IS NOT NULL GROUP BY role"
        " ORDER BY n DESC, role LIMIT 12"
    )
    roles = state.rows(query, (subject.page,))
    rows += [(frame.say("roles"), _times(role, number)) for role, number in roles]
    return facts(rows)


def _times(said: str, number: int) -> str:
    return words(said) + (f' <span class="soft">×{number:,}</span>' if number > 1 else "")


def _together(state: State, subject: Subject, frame: Frame) -> str:
    """Names in the same articles: the newest of them, where there are very many."""
    query = (
        "SELECT s.page, s.kind, s.name, count(*) AS n FROM (SELECT DISTINCT n.page, n.article"
        " FROM named n WHERE n.article IN (SELECT m.article FROM named m JOIN articles a"
        " ON a.id=m.article WHERE m.page=? ORDER BY a.filed DESC, a.id LIMIT ?) AND n.page<>?)"
        " JOIN temp.subjects s USING (page) WHERE s.kind<>'topic' GROUP BY s.page"
        " ORDER BY n DESC, s.name, s.page LIMIT ?"
    )
    given = (subject.page, SAMPLED, subject.page, TOGETHER)
    items = "".join(
        f'<li class="{kind}">{link(subject.page, page, words(name))}'
        f' <span class="soft">{number:,}</span></li>'
        for page, kind, name, number in state.rows(query, given)
    )
    return f'<ul class="columns">{items}</ul>\n' if items else ""


# ------------------------------------------------------------------ all names of a kind


def _index(state: State, kind: str, frame: Frame) -> Iterator[Page]:
    """The names most articles have, then all by their first letters."""
    home = f"{FOLDERS[kind]}/index.html"
    query = (
        "SELECT letter, count(*) FROM temp.subjects WHERE kind=? GROUP BY letter ORDER BY letter"
    )
    letters = list(state.rows(query, (kind,)))
    query = (
        "SELECT page, name, articles, quotes FROM temp.subjects WHERE kind=?"
        " ORDER BY articles DESC, name, page LIMIT ?"
    )
    top = list(state.rows(query, (kind, TOP)))
    total = sum(number for _, number in letters)
    title = frame.label(kind)
    main = f'<h1>{text(title)}</h1>\n<p class="counts">{total:,}</p>\n'
    main += f'<p class="note">{frame.say("as-printed")}</p>\n'
    main += _letters(home, kind, letters, frame)
    main += _ranking(home, frame.say("most-named"), top, frame)
    yield Page(home, title, main)
    for first, number in letters:
        yield from _by_letter(state, kind, first, number, letters, frame)


def _ranking(here: str, caption: str, rows: list[tuple[Any, ...]], frame: Frame) -> str:
    if not rows:
        return ""
    heads = [frame.say("name"), frame.say("articles"), frame.say("said")]
    cells = [
        (link(here, page, words(name)), f"{articles:,}", f"{quotes:,}" if quotes else "–")
        for page, name, articles, quotes in rows
    ]
    return table(caption, heads, cells, "ranking")


def _letters(here: str, kind: str, letters: list[tuple[str, int]], frame: Frame) -> str:
    items = "".join(
        f"<li>{link(here, letter_page(kind, first), text(first))}</li>" for first, _ in letters
    )
    if not items:
        return ""
    name = attribute(frame.label("by-letter"))
    return f'<nav class="letters" aria-label="{name}"><ul>{items}</ul></nav>\n'


def letter_page(kind: str, first: str) -> str:
    """`person/all-a.html`; by code point for letters beyond ASCII."""
    name = first.lower() if first.isascii() and first.isalpha() else f"{ord(first[0]):x}"
    return f"{FOLDERS[kind]}/all-{name}.html"


def _by_letter(
    state: State, kind: str, first: str, number: int, letters: list[tuple[str, int]], frame: Frame
) -> Iterator[Page]:
    query = (
        "SELECT page, name, articles, quotes FROM temp.subjects WHERE kind=? AND letter=?"
        " ORDER BY name, page"
    )
    path = letter_page(kind, first)
    title = f"{frame.label(kind)}: {first}"
    rows = state.rows(query, (kind, first))
    for here, _, part, pager in lists.paged(path, number, rows, frame):
        up = link(here, f"{FOLDERS[kind]}/index.html", frame.say(kind))
        main = f'<p class="over">{up}</p>\n<h1>{text(title)}</h1>\n'
        main += _letters(here, kind, letters, frame)
        items = "".join(
            f'<li>{link(here, page, words(name))} <span class="soft">{articles:,}</span></li>\n'
            for page, name, articles, _ in part
        )
        yield Page(here, title, main + f'<ul class="columns">\n{items}</ul>\n{pager}')
