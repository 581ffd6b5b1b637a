"""This module makes the pages of articles that were withdrawn: since when, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from archivist.pages.markup import text
from archivist.site import addresses, spoken
from archivist.site.folder import Folder
from archivist.site.layout import Frame, Page, write
from archivist.site.state import State

_NO_INDEX = '<meta name="robots" content="noindex">'


def take_out(state: State, gone: Iterable[tuple[str, str]]) -> None:
    """Forget articles, (id, instant) each, and remember that they are gone. What a site never
    showed gets a page too: it was known by its id elsewhere."""
    for id, as_of in gone:
        if state.one("SELECT 1 FROM articles WHERE id=?", (id,)):
            state.change("Delete", id)
            state.forget(id)
        state.add("gone", [(id, as_of, state.run)])


def write_all(state: State, folder: Folder, frame: Frame) -> None:
    """The tombstones. Whose article is back has none."""
    state.say("DELETE FROM gone WHERE run<>? OR id IN (SELECT id FROM articles)", (state.run,))
    note = f"<h1>{frame.say('gone')}</h1>\n<p>{frame.say('gone-note')}</p>\n"
    page = Page("gone.html", frame.label("gone"), note, _NO_INDEX)
    folder.put(page.path, write(page, frame))
    for id, as_of in state.rows("SELECT id, as_of FROM gone ORDER BY id"):
        page = _page(id, as_of, frame)
        folder.put(page.path, write(page, frame))


def _page(id: str, as_of: str, frame: Frame) -> Page:
    day = as_of[:10]
    since = f'<time datetime="{text(day)}">{text(spoken.in_words(day, frame.language))}</time>'
    main = (
        f"<h1>{frame.say('gone')}</h1>\n<p>{frame.say('gone-note')}</p>\n"
        f"<p>{frame.say('gone-since')} {since}.</p>\n<p><code>{text(id)}</code></p>\n"
    )
    return Page(addresses.article(id), frame.label("gone"), main, _NO_INDEX)
