"""This module takes one article onto the site: its page, its data, and what others need of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from archivist.errors import InvalidRecord
from archivist.exporters import BY_NAME, Exporter
from archivist.problems import Problem
from archivist.record import Record
from archivist.settings import Settings
from archivist.site import addresses, article, linkset, search, subjects
from archivist.site.article import Shown, opening
from archivist.site.folder import Folder
from archivist.site.layout import Frame
from archivist.site.state import State

FORMATS = ("jsonld", "turtle", "nquads", "record", "newsml-g2")


def formats(settings: Settings) -> tuple[Exporter, ...]:
    """The formats that an article's data is given in."""
    found = (BY_NAME[name] for name in FORMATS)
    return tuple(item for item in found if item.wordless or not settings.without_text)


class Intake:
    """The way of articles onto one site."""

    def __init__(self, state: State, folder: Folder, frame: Frame, settings: Settings) -> None:
        self._state, self._folder = state, folder
        self._frame, self._settings = frame, settings
        self._formats = formats(settings)
        self._made = _fingerprint(frame, settings)

    def is_known(self, id: str, digest: str) -> bool:
        """Whether the article is on the site as it is; then it stays."""
        row = self._state.one("SELECT digest, made FROM articles WHERE id=?", (id,))
        if row != (digest, self._made) or not self._folder.keeps(id):
            return False
        self._state.say("UPDATE articles SET run=? WHERE id=?", (self._state.run, id))
        return True

    def take(self, record: Record, digest: str, related: tuple[str, ...] = ()) -> list[Problem]:
        """Write its page and data; the problems of formats that cannot carry it. Raises OSError,
        OutputExists."""
        problems: list[Problem] = []
        data: dict[str, bytes] = {}
        for item in self._formats:
            try:
                data[item.name] = item.write(record, self._settings)
            except InvalidRecord as lacking:
                problems += lacking.problems
        carried = tuple(item for item in self._formats if item.name in data)
        shown = Shown(record, self._settings, carried, related)
        put = self._folder.put
        for item in carried:
            put(addresses.article(record.id, item.suffix), data[item.name], record.id)
        if not self._settings.without_text:
            text = record.text.encode("utf-8")
            put(addresses.article(record.id, ".txt"), text, record.id)
        links = linkset.document(record, self._settings, carried)
        put(addresses.article(record.id, linkset.SUFFIX), links, record.id)
        put(shown.path, article.page(shown, self._frame), record.id)
        # Known only when no article links to others: which of them are there can change.
        made = self._made if not record.relations else ""
        self._say(shown, digest, made, data.get("nquads", b"").count(b"\n"))
        return problems

    def _say(self, shown: Shown, digest: str, made: str, triples: int) -> None:
        """What the pages that gather articles show of it."""
        state, record = self._state, shown.record
        before = state.one("SELECT digest FROM articles WHERE id=?", (record.id,))
        if before is None or before[0] != digest:
            state.change("Update" if before else "Create", record.id, digest)
        state.forget(record.id)
        state.add("articles", [self._row(shown, digest, made, triples)])
        found = list(subjects.names(record))
        state.add("named", _named(record.id, found, roles=not self._settings.without_text))
        state.add("alike", [(n.page, *same, record.id) for n in found for same in n.identifiers])
        indexed = search.indexed(shown, [one.name for one in found])
        state.add("words", [(part, record.id, said) for part, said in indexed])
        state.add("resolved", [(i.scheme, i.value, record.id) for i in record.identifiers])

    def _row(self, shown: Shown, digest: str, made: str, triples: int) -> tuple[Any, ...]:
        record = shown.record
        date = subjects.filed_date(record)
        value = date.value if date else None
        hidden = self._settings.without_text
        title = None if hidden and record.title.kind == "devised" else shown.title(self._frame)
        return (
            record.id,
            digest,
            made,
            self._state.run,
            0,
            title[:1000] if title is not None else None,
            int(record.title.kind == "devised"),
            shown.language,
            value,
            subjects.earliest(value),
            subjects.shelf(value),
            record.generator.as_of,
            record.revision,
            len(record.quotes),
            len(record.text),
            triples,
            None if hidden else opening(record),
        )


def _named(id: str, found: list[subjects.Named], *, roles: bool) -> Iterator[tuple[Any, ...]]:
    for one in found:
        role = one.role if roles else None
        yield one.page, id, one.kind, one.name, one.mentions, one.quotes, role, one.node


def _fingerprint(frame: Frame, settings: Settings) -> str:
    """What else the files of an article depend on."""
    said = (frame.title, frame.language, frame.base, frame.version, frame.metadata_licence)
    given = (settings.base_iri, settings.detail, settings.provider, settings.without_text)
    return sha256(json.dumps([said, given]).encode()).hexdigest()
