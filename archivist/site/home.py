"""This module makes the first page of a site, and those of search, network and quality."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archivist.collection.charts import Dashboard
from archivist.collection.charts import svg as dashboard_svg
from archivist.pages import network
from archivist.pages.markup import attribute, text
from archivist.site import dates, lists, search
from archivist.site.addresses import FOLDERS
from archivist.site.folder import Folder
from archivist.site.layout import Frame, Page, link, section, table, words, write
from archivist.site.state import State

LATEST = 24
TOP = 12
NODES, EDGES = 36, 90  # names and pairs of the network


def write_all(state: State, folder: Folder, frame: Frame, picture: Dashboard | None) -> None:
    folder.put("index.html", write(_home(state, frame), frame))
    scripts = ("assets/search.js", "search/about.js")
    found = Page("search.html", frame.label("search"), search.page(frame), scripts=scripts)
    folder.put("search.html", write(found, frame))
    _network(state, folder, frame)
    _quality(folder, frame, picture)


def _home(state: State, frame: Frame) -> Page:
    total = state.number("SELECT count(*) FROM articles")
    shelves = dates.Shelves(state)
    main = f'<h1>{words(frame.title)}</h1>\n<p class="counts">{frame.say("description")}</p>\n'
    main += _tiles(state, total, frame) + _find(frame)
    chart = dates.chart("index.html", shelves, frame)
    more = f"<p>{link('index.html', 'timeline.html', frame.say('timeline'))}</p>\n"
    main += section(frame.say("by-year"), chart + more if chart else "")
    query = f"SELECT {lists.COLUMNS} FROM articles a ORDER BY {lists.ORDER} LIMIT ?"
    latest = lists.articles("index.html", state.rows(query, (LATEST,)), frame)
    main += section(frame.say("latest"), latest)
    tops = "".join(_top(state, kind, frame) for kind in FOLDERS)
    main += section(frame.say("most-named"), f'<div class="tops">\n{tops}</div>\n' if tops else "")
    return Page("index.html", frame.title, main, description=frame.label("description"))


def _find(frame: Frame) -> str:
    """A field that leads to the page of the search."""
    return (
        '<form class="find" role="search" action="search.html" method="get">'
        f'<label for="find">{frame.say("query")}</label>'
        '<input id="find" name="q" type="search" autocomplete="off">'
        f"<button>{frame.say('search')}</button></form>\n"
    )


def _tiles(state: State, total: int, frame: Frame) -> str:
    quotes = state.number("SELECT sum(quotes) FROM articles")
    tiles = [(frame.say("articles"), total, "timeline.html")]
    tiles += [(frame.say("said"), quotes, "")]
    query = "SELECT kind, count(*) FROM temp.subjects GROUP BY kind"
    counts = dict(state.rows(query))
    tiles += [
        (frame.say(kind), counts[kind], f"{FOLDERS[kind]}/index.html")
        for kind in FOLDERS
        if kind in counts
    ]
    cells = "".join(_tile(*tile) for tile in tiles)
    return f'<dl class="tiles">{cells}</dl>\n'


def _tile(name: str, count: int, path: str) -> str:
    shown = link("index.html", path, name) if path else name
    return f"<div><dt>{shown}</dt><dd>{count:,}</dd></div>"


def _top(state: State, kind: str, frame: Frame) -> str:
    query = (
        "SELECT page, name, articles FROM temp.subjects WHERE kind=?"
        " ORDER BY articles DESC, name, page LIMIT ?"
    )
    items = "".join(
        f'<li>{link("index.html", page, words(name))} <span class="soft">{number:,}</span></li>'
        for page, name, number in state.rows(query, (kind, TOP))
    )
    if not items:
        return ""
    home = link("index.html", f"{FOLDERS[kind]}/index.html", frame.say(kind))
    return f"<div><h3>{home}</h3><ol>{items}</ol></div>\n"


# ------------------------------------------------------------------ pictures


def _network(state: State, folder: Folder, frame: Frame) -> None:
    """The most frequent names and how often two of them are in one article."""
    title, note = frame.label("network"), frame.say("network-note")
    nodes, edges = _pairs(state)
    main = f"<h1>{text(title)}</h1>\n<p>{note}</p>\n"
    if edges:
        shown = [(name, number) for _, name, number in nodes]
        drawn = network.svg(title, frame.label("network-note"), shown, edges, frame.language)
        folder.put("network.svg", drawn)
        main += (
            '<figure class="picture" tabindex="0"><img src="network.svg"'
            f' alt="{attribute(title)}. {attribute(frame.label("network-note"))}"></figure>\n'
        )
        rows = [
            (
                link("network.html", nodes[a][0], words(nodes[a][1])),
                link("network.html", nodes[b][0], words(nodes[b][1])),
                f"{number:,}",
            )
            for a, b, number in edges
        ]
        heads = [frame.say("name"), frame.say("name"), frame.say("articles")]
        main += table(frame.say("together"), heads, rows, "ranking")
    folder.put("network.html", write(Page("network.html", title, main), frame))


def _pairs(state: State) -> tuple[list[tuple[str, str, int]], list[tuple[int, int, int]]]:
    """(page, name, articles) of people and bodies, and (one, other, articles with both)."""
    query = (
        "SELECT page, name, articles FROM temp.subjects WHERE kind IN ('person', 'organization')"
        " ORDER BY articles DESC, name, page LIMIT ?"
    )
    nodes: list[tuple[str, str, int]] = [(p, n, c) for p, n, c in state.rows(query, (NODES,))]
    at = {page: number for number, (page, _, _) in enumerate(nodes)}
    places = ",".join("?" * len(nodes))
    query = (
        "SELECT a.page, b.page, count(DISTINCT a.article) AS n FROM named a JOIN named b"
        f" ON b.article=a.article AND a.page<b.page WHERE a.page IN ({places})"
        f" AND b.page IN ({places}) GROUP BY a.page, b.page ORDER BY n DESC, a.page, b.page LIMIT ?"
    )
    pages: Sequence[Any] = [page for page, _, _ in nodes]
    rows = state.rows(query, (*pages, *pages, EDGES))
    edges = [(*sorted((at[one], at[other])), number) for one, other, number in rows]
    return nodes, [(one, other, number) for one, other, number in edges]


def _quality(folder: Folder, frame: Frame, picture: Dashboard | None) -> None:
    """Counts of all articles; where not all were seen, those of the run before."""
    if picture is None and folder.keeps("quality"):
        return
    title = frame.label("quality")
    main = f"<h1>{text(title)}</h1>\n<p>{frame.say('quality-note')}</p>\n"
    if picture is not None:
        folder.put("quality.svg", dashboard_svg(picture), "quality")
        main += (
            '<figure class="picture" tabindex="0"><img src="quality.svg"'
            f' alt="{attribute(picture.description)}"></figure>\n<div class="tops" lang="en">\n'
        )
        heads = [frame.say("name"), frame.say("number")]
        for panel in picture.panels:
            caption = f'{text(panel.title)} <span class="soft">{text(panel.note)}</span>'
            rows = [(words(name), f"{number:,}") for name, number in panel.bars]
            main += table(caption, heads, rows, "small")
        main += "</div>\n"
    folder.put("quality.html", write(Page("quality.html", title, main), frame), "quality")
