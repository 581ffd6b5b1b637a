"""This module reads the records of ARC files (Internet Archive 1996, versions 1 and 2).

A record is a line `URL IP date type … length` and that many bytes; it has no name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.readers.boxes.forward import PIECE
from archivist.readers.boxes.runs import Run, runs
from archivist.readers.boxes.webrecord import WebRecord, address, offset
from archivist.readers.parts import Stream

LONGEST = 16 * 1024  # bytes of a line
# `http://example.org/ 192.0.2.1 20080430204825 text/html 680`; version 2 has five fields more.
_LINE = re.compile(
    rb"(?P<url>[A-Za-z][A-Za-z0-9+.-]{0,30}:[^\n]*?) (?P<ip>[0-9A-Fa-f.:]{1,45}|-)"
    rb" (?P<date>\d{8,18}) (?P<type>[^\n]*?) (?P<length>[^\s]{1,20})\r?\n"
)
_NEXT = re.compile(
    rb"\n(?=[A-Za-z][A-Za-z0-9+.-]{0,30}:[^\s]{0,4096} [0-9A-Fa-f.:-]{1,45} \d{8,18} )"
)
_STRADDLE = 4300
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?")


def opens(head: bytes) -> bool:
    """Whether a record begins here."""
    line = head.partition(b"\n")[0] + b"\n"
    return len(line) < len(head) + 1 and _LINE.fullmatch(line) is not None


def records(stream: Stream, keep: int) -> Iterator[WebRecord]:
    """All records in order; of each block at most `keep` bytes. Raises OSError, Unpackable."""
    with stream.open() as opened:
        for run in runs(opened, stream.location, opens):
            yield from _records(run, keep)


def _records(run: Run, keep: int) -> Iterator[WebRecord]:
    told = False
    while run.pass_blank():
        record = _record(run, keep)
        told = record.fault is not None
        yield record
    if run.broken and not told:
        yield WebRecord("", offset(run.start, run.at), {}, fault=run.broken)


def _record(run: Run, keep: int) -> WebRecord:
    place = offset(run.start, run.at)
    line = run.line(LONGEST)
    found = _LINE.fullmatch(line)
    if found is None:
        _to_next(run)
        return WebRecord("", place, {}, fault="bytes that are no record")
    stated = found["length"].decode("ascii", "replace")
    if not (stated.isascii() and stated.isdecimal()):
        _to_next(run)
        of_file = found["url"].startswith(b"filedesc:")  # no capture is lost by it
        return _made(found, place, b"", 0, None if of_file else f"the length {stated!r}")
    length, size, kept = int(stated), 0, bytearray()
    while size < length and (piece := run.take(min(PIECE, length - size))):
        size += len(piece)
        kept += piece[: max(0, keep - len(kept))]
    return _made(found, place, bytes(kept), size, _fault(run, size, length))


def _fault(run: Run, size: int, length: int) -> str | None:
    """What is wrong with a block that does not end where its length says."""
    if size < length:
        return f"{size:,} of its {length:,} bytes{f', then {run.broken}' if run.broken else ''}"
    if run.is_over():
        return run.broken
    after = run.peek(LONGEST).lstrip(b"\r\n")
    if opens(after) or b"\n" not in after:
        return None
    lost = _to_next(run)
    return f"{lost:,} bytes more than its {length:,}"


def _made(
    found: re.Match[bytes], place: str, block: bytes, size: int, fault: str | None
) -> WebRecord:
    url = found["url"].decode("utf-8", "replace")
    scheme = url.partition(":")[0].lower()
    media_type = found["type"].split(b" ")[0].decode("ascii", "replace")
    return WebRecord(
        kind="response" if scheme in ("http", "https", "ftp") else scheme,
        place=place,
        headers={},
        url=address(url),
        date=_instant(found["date"].decode("ascii")),
        media_type=media_type if "/" in media_type else None,
        block=block,
        size=size,
        fault=fault,
    )


def _instant(digits: str) -> str:
    """`20080430204825` → `2008-04-30T20:48:25Z`: the date of an ARC is one of Greenwich."""
    found = _DATE.match(digits)
    if found is None:
        return digits
    year, month, day, *clock = found.groups()
    return f"{year}-{month}-{day}" + (f"T{':'.join(clock)}Z" if clock[0] else "")


def _to_next(run: Run) -> int:
    """Stand where the next record begins; how many bytes lie before it."""
    start, tail = run.at, b"\n"
    while piece := run.take(PIECE):
        window = tail + piece
        found = _NEXT.search(window)
        if found:
            run.give_back(window[found.end() :])
            break
        tail = window[-_STRADDLE:]
    return run.at - start
