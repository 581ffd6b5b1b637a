"""This module says what a record of a crawl brought: bytes for a reader, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from archivist.readers.boxes import http
from archivist.readers.boxes.webrecord import WebRecord
from archivist.record import Aside
from archivist.settings import Settings

# Addresses under which crawlers note their own: wget's log, the page list of a browser.
_NOTES = ("metadata:", "urn:pageinfo:", "urn:crawl")
_NO_PAGES = ("dns:", "whois:", "filedesc:")


@dataclass(frozen=True, slots=True)
class Capture:
    """`size`: of the block, where more came than is held; `missing`: a coding not known here."""

    data: bytes
    media_type: str | None = None
    charset: str | None = None
    aside: Aside | None = None
    remarks: tuple[str, ...] = ()
    missing: str | None = None
    size: int | None = None


def capture(record: WebRecord, settings: Settings) -> Capture | None:
    """What was captured; None for what only describes the crawl (warcinfo, request, DNS)."""
    url = record.url or ""
    if record.kind not in ("response", "resource", "conversion") or url.startswith(_NO_PAGES):
        return None
    size = record.size if record.size > len(record.block) else None
    if record.kind == "response" and _is_http(record):
        return _response(record, size, settings)
    kind, charset = http.media_type(record.media_type)
    aside = _aside(url, record.block)
    return Capture(record.block, kind, charset, aside, _remarks(record), None, size)


def _is_http(record: WebRecord) -> bool:
    stated = (record.media_type or "").lower()
    return stated.startswith("application/http") or record.block.startswith((b"HTTP/", b"ICY "))


def _response(record: WebRecord, size: int | None, settings: Settings) -> Capture:
    found = http.message(record.block)
    kind, charset = http.media_type(found.headers.get("content-type"))
    refused = _status(found, settings)
    if refused:
        return Capture(found.body, kind, charset, refused)
    if size is not None:
        return Capture(found.body, kind, charset, _aside(record.url or "", b"-"), size=size)
    body = http.content(found, settings.max_size)
    remarks = (*_remarks(record), *body.remarks)
    aside = _aside(record.url or "", body.data)
    return Capture(body.data, kind, charset, aside, remarks, body.missing)


def _status(found: http.Message, settings: Settings) -> Aside | None:
    """Why a response is no page, by its status (RFC 9110 section 15)."""
    status, said = found.status, f"HTTP {found.status} {found.reason}".strip()
    if status is None or status == 200 or status == 203:
        return None
    if status == 304:
        return Aside("revisit", f"{said}: nothing was sent")
    if 300 <= status < 400:
        return Aside("redirect", f"HTTP {status} → {found.headers.get('location', 'nowhere')}")
    if status >= 400:
        keep = settings.articles == "all" and found.body.strip()
        return None if keep else Aside("error-page", said)
    return None if status == 206 and _is_whole(found) else Aside("no-article", said)


def _is_whole(found: http.Message) -> bool:
    """`bytes 0-999/1000`: the part that was asked for is all of it."""
    stated = found.headers.get("content-range", "").removeprefix("bytes").strip()
    part, _, total = stated.partition("/")
    return total.isdecimal() and part == f"0-{int(total) - 1}"


def _aside(url: str, data: bytes) -> Aside | None:
    if url.startswith(_NOTES):
        return Aside("other-type", f"the crawler's own notes: {url}")
    if path_of(url) == "/robots.txt":
        return Aside("robots", url)
    return None if data.strip() else Aside("no-article", "found no bytes in the body")


def path_of(url: str) -> str:
    """The path of a URL, none of one that has no form."""
    try:
        return urlsplit(url).path
    except ValueError:  # `http://[::1/`
        return ""


def _remarks(record: WebRecord) -> tuple[str, ...]:
    """What the crawler says is not whole."""
    found = []
    if "warc-truncated" in record.headers:
        found.append(f"found WARC-Truncated: {record.headers['warc-truncated']}")
    if "warc-segment-number" in record.headers:
        found.append("found a record in segments, of which only the first is read")
    return tuple(found)
