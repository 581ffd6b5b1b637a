"""This module makes parts of the captures of a crawl: pages, and what is set aside and why.

It walks twice: first it learns which captures have equal bytes and what revisits repeat, in a few
bytes a record; then it gives the parts. A broken record counts, whatever it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from archivist.problems import Location, Problem, problem
from archivist.readers import media
from archivist.readers.boxes import arc, warc
from archivist.readers.boxes.names import Digests
from archivist.readers.boxes.responses import Capture, capture, path_of
from archivist.readers.boxes.webrecord import WebRecord
from archivist.readers.parts import HEAD, Part, Stream, Unpackable, too_large
from archivist.record import Aside, Declared, Source
from archivist.settings import Settings

_PICTURES = ("image/", "video/", "audio/", "font/")
Records = Callable[[Stream, int], Iterator[WebRecord]]


def split_warc(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The captures of a WARC file. Raises OSError from the stream."""
    return _Crawl(stream, settings, warc.records, ("WARC-Date", "warc.date")).parts()


def split_arc(stream: Stream, settings: Settings) -> Iterator[Part]:
    """The captures of an ARC file. Raises OSError from the stream."""
    return _Crawl(stream, settings, arc.records, ("Archive-date", "arc.date")).parts()


@dataclass(slots=True)
class _Index:
    """What the first walk learns.

    `places`: by digest of bytes that come again, or by a key of what a revisit repeats; `again`:
    key of a capture with bytes seen before → their digest; `lost`: revisits of what is not here.
    """

    contents: Digests = field(default_factory=Digests)
    originals: Digests = field(default_factory=Digests)
    lost: Digests = field(default_factory=Digests)
    places: dict[bytes, list[str]] = field(default_factory=dict)
    again: dict[bytes, bytes] = field(default_factory=dict)

    def learn(self, record: WebRecord, found: Capture | None) -> None:
        if record.kind == "revisit":
            self._learn_revisit(record)
        elif found is not None:
            keys = _keys(record)
            for key in keys:
                self.originals.add(key)
            digest = _digest(found) if _is_page(found) else None
            if digest is not None and not self.contents.add(digest):
                self.places.setdefault(digest, []).append(record.place)
                if not keys[0].startswith(b"payload "):  # which is that of the first as well
                    self.again.setdefault(keys[0], digest)

    def _learn_revisit(self, record: WebRecord) -> None:
        for key in _repeated(record):
            if key in self.originals:
                key = self.again.get(key, key)
                self.places.setdefault(key, []).append(record.place)
                return
        self.lost.add(record.place.encode())

    def of(self, record: WebRecord, digest: bytes) -> tuple[str, ...]:
        """Where else the bytes of a capture lie: in captures, then in revisits."""
        found = self.places.get(digest, []).copy()
        for key in _keys(record):
            found += self.places.get(key, ())
        return tuple(found)


@dataclass(slots=True)
class _Crawl:
    stream: Stream
    settings: Settings
    records: Records
    dated: tuple[str, str]  # path and rule of the capture's date
    index: _Index = field(default_factory=_Index)
    first: dict[bytes, str] = field(default_factory=dict)  # digest of what comes again → place

    def parts(self) -> Iterator[Part]:
        try:
            for record in self._records():
                if record.fault is None:
                    self.index.learn(record, capture(record, self.settings))
        except Unpackable:
            pass  # the second walk meets it as well, and tells
        try:
            for record in self._records():
                part = self._part(record)
                if part is not None:
                    yield part
        except Unpackable as trouble:
            yield Part(self.stream.source("!", b""), problems=(trouble.problem,))

    def _records(self) -> Iterator[WebRecord]:
        return self.records(self.stream, self.settings.max_size + HEAD)

    def _part(self, record: WebRecord) -> Part | None:
        if record.fault is not None:
            source = self._source(record, Capture(record.block))
            hint = "often a copy that broke off: fetch it again; the other records are read"
            message = f"found {record.fault}, wanted a whole record"
            return Part(source, problems=(_at(source, "R051", message, hint),))
        if record.kind == "revisit":
            return self._revisit(record)
        found = capture(record, self.settings)
        if found is None or (record.kind == "conversion" and self._has_original(record)):
            return None
        if found.aside is not None:
            return Part(self._source(record, found), aside=found.aside)
        return self._page(record, found)

    def _has_original(self, record: WebRecord) -> bool:
        """Whether what a conversion was made from lies here too: else it is all there is (WET)."""
        return b"id " + record.headers.get("warc-refers-to", "").encode() in self.index.originals

    def _revisit(self, record: WebRecord) -> Part:
        source = self._source(record, Capture(b""))
        headers = record.headers
        of = headers.get("warc-refers-to") or headers.get("warc-payload-digest") or record.url
        aside = Aside("revisit", f"repeats {of}")
        if record.place.encode() not in self.index.lost:
            return Part(source, aside=aside)
        message = f"found a revisit of {of}, which is not in this file"
        hint = "convert the file that has the original as well"
        return Part(source, aside=aside, problems=(_at(source, "R055", message, hint),))

    def _page(self, record: WebRecord, found: Capture) -> Part:
        source = self._source(record, found)
        aside = media.aside(source) or _by_address(source)
        if aside:
            return Part(source, aside=aside)
        if found.missing:
            message = f"found the content coding {found.missing}, wanted gzip or deflate"
            return Part(source, problems=(_at(source, "R056", message, None),))
        if found.size is not None or len(found.data) > self.settings.max_size:
            large = too_large(source.location, found.size, self.settings.max_size)
            return Part(source, problems=(large,))
        digest = _digest(found)
        if digest in self.first:
            return Part(source, aside=Aside("duplicate", f"same bytes as {self.first[digest]}"))
        places = self.index.of(record, digest)
        if digest in self.index.places:
            self.first[digest] = record.place
        hint = "it is read as a browser would show it"
        problems = tuple(_at(source, "R057", remark, hint) for remark in found.remarks)
        return Part(self._source(record, found, places), problems=problems)

    def _source(self, record: WebRecord, found: Capture, places: tuple[str, ...] = ()) -> Source:
        path, rule = self.dated
        dated = (Declared("date.captured", record.date, path, rule),) if record.date else ()
        return self.stream.source(
            record.place,
            found.data,
            media_type=found.media_type,
            url=record.url,
            charset=found.charset,
            declared=dated,
            places=places,
        )


def _by_address(source: Source) -> Aside | None:
    """`/app.js` is a script whatever type the server states, if it does not begin as a page."""
    name = path_of(source.url or "").rpartition("/")[2]
    if not media.is_media_name(name) or source.data.lstrip()[:1] == b"<":
        return None
    return Aside("media", f"name {name}")


def _at(source: Source, code: str, message: str, hint: str | None) -> Problem:
    return problem(code, message, Location(source.location), hint=hint)


def _is_page(found: Capture) -> bool:
    """Whether it may become a record; pictures would, too, but for their type."""
    whole = found.aside is None and found.missing is None and found.size is None
    return whole and not (found.media_type or "").startswith(_PICTURES)


def _digest(found: Capture) -> bytes:
    return blake2b(found.data, digest_size=16).digest()


def _keys(record: WebRecord) -> tuple[bytes, ...]:
    """Under what a revisit may refer to a capture: its name, its payload, its URL and date."""
    headers = record.headers
    found = (
        ("payload", headers.get("warc-payload-digest")),
        ("id", headers.get("warc-record-id")),
        ("date", f"{record.date} {headers.get('warc-target-uri')}"),
    )
    return tuple(f"{kind} {value}".encode() for kind, value in found if value)


def _repeated(record: WebRecord) -> tuple[bytes, ...]:
    """The keys of what a revisit repeats."""
    headers = record.headers
    uri = headers.get("warc-refers-to-target-uri", headers.get("warc-target-uri"))
    date = headers.get("warc-refers-to-date")
    found = (
        ("payload", headers.get("warc-payload-digest")),
        ("id", headers.get("warc-refers-to")),
        ("date", date and f"{date} {uri}"),
    )
    return tuple(f"{kind} {value}".encode() for kind, value in found if value)
