"""Boxes made for the tests: crawls, ZIPs, TARs, and a count of their records by other means."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import warnings
import zipfile
from collections.abc import Iterable

ARTICLE = "Il sindaco apre il ponte\n\nROMA, 3 gen 2024 (ANSA) - Il ponte sul fiume è aperto.\n"
OTHER = "Ein Museum am Hafen\n\nHAMBURG, 4. Mai 2023 (dpa) - Das Museum am Hafen öffnet wieder.\n"
TEXT = "text/plain; charset=utf-8"


def http(
    body: bytes | str = ARTICLE,
    *,
    status: str = "200 OK",
    content_type: str = TEXT,
    headers: Iterable[str] = (),
) -> bytes:
    """A response as it went over the wire."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + data


def name(number: int) -> str:
    """The name of the record with that number."""
    return f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"


def record(
    number: int,
    block: bytes = b"",
    *,
    kind: str = "response",
    url: str = "http://example.org/",
    content_type: str = "application/http; msgtype=response",
    headers: Iterable[str] = (),
    length: int | str | None = None,
) -> bytes:
    """A WARC record; `length` lies about its block."""
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {name(number)}",
        "WARC-Date: 2024-05-03T10:11:12Z",
        f"WARC-Target-URI: {url}",
        f"Content-Type: {content_type}",
        *headers,
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def packed(records: Iterable[bytes]) -> bytes:
    """A .warc.gz: each record a member."""
    return b"".join(gzip.compress(item, mtime=0) for item in records)


def arc(records: Iterable[tuple[str, str, bytes]]) -> bytes:
    """An ARC file, version 1, of (url, media type, block)."""
    about = b"1 0 Tester\nURL IP-address Archive-date Content-type Archive-length\n"
    lines = [b"filedesc://x.arc 0.0.0.0 20240503101112 text/plain %d\n" % len(about) + about]
    for url, kind, block in records:
        line = f"{url} 192.0.2.1 20240503101112 {kind} {len(block)}\n"
        lines.append(line.encode() + block)
    return b"\n".join(lines) + b"\n"


def zipped(members: Iterable[tuple[str | zipfile.ZipInfo, bytes | str]], method: int = 8) -> bytes:
    """A ZIP with these members, in this order."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as box:
        warnings.simplefilter("ignore")  # duplicate names are meant
        for member, data in members:
            info = member if isinstance(member, zipfile.ZipInfo) else zipfile.ZipInfo(member)
            info.compress_type = method
            box.writestr(info, data)
    return out.getvalue()


def tarred(members: Iterable[tuple[str, bytes | str]], format: int = tarfile.PAX_FORMAT) -> bytes:
    """A TAR with these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as box:
        for path, text in members:
            data = text.encode() if isinstance(text, str) else text
            info = tarfile.TarInfo(path)
            info.size = len(data)
            box.addfile(info, io.BytesIO(data))
    return out.getvalue()


def crude_count(data: bytes) -> int:
    """How many captures a whole WARC has, counted without reading it as one."""
    plain = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    kinds = re.findall(rb"^WARC/1\.[01]\r\nWARC-Type: (\w+)\r$", plain, re.MULTILINE)
    return sum(kind in (b"response", b"resource", b"revisit") for kind in kinds)
