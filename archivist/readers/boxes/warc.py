"""This module reads the records of WARC files (ISO 28500: 0.17 to 1.1), broken ones too.

Each record is as long as its Content-Length says. Where that is wrong, or the bytes end before
it, the record is broken, and the walk goes on at the next `WARC/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archivist.readers.boxes.forward import PIECE
from archivist.readers.boxes.names import Digests
from archivist.readers.boxes.runs import Run, runs
from archivist.readers.boxes.webrecord import WebRecord, address, offset
from archivist.readers.parts import Stream

LONGEST = 256 * 1024  # bytes of a record's header
TRIED = 8  # wrong lengths after which none is believed any more
_VERSION = re.compile(rb"WARC/\d{1,3}\.\d{1,3}[ \t]*\r?\n")
_START = re.compile(rb"\n(?=WARC/\d{1,3}\.\d{1,3}[ \t]*\r?\n)")
_MARK = re.compile(rb"\n\r?\n(?=WARC/\d{1,3}\.\d{1,3}[ \t]*\r?\n[A-Za-z-]{1,60}:)")
_STRADDLE = 128  # bytes that a mark may take
_ID = re.compile(r"<(?!.*\.\.)[A-Za-z][A-Za-z0-9+.-]{0,30}:[!-;=?-~]{1,200}>")


def opens(head: bytes) -> bool:
    """Whether a record begins here, or what is left of one."""
    return bool(head) and b"WARC/".startswith(head[:5])


def records(stream: Stream, keep: int) -> Iterator[WebRecord]:
    """All records in order; of each block at most `keep` bytes. Raises OSError, Unpackable."""
    with stream.open() as opened:
        walk = _Walk(keep)
        for run in runs(opened, stream.location, opens):
            yield from walk.records(run)


@dataclass(slots=True)
class _Walk:
    """What is remembered from one record to the next."""

    keep: int
    wrong: int = 0  # lengths that were wrong
    ids: Digests = field(default_factory=Digests)

    def records(self, run: Run) -> Iterator[WebRecord]:
        told = False
        while run.pass_blank():
            record = self._record(run)
            told = record.fault is not None
            yield record
        if run.broken and not told:
            yield _broken(run, run.at, run.broken)

    def _record(self, run: Run) -> WebRecord:
        at = run.at
        lines, fault = _header(run)
        headers = _fields(lines)
        length = headers.get("content-length", "")
        place = self._place(headers.get("warc-record-id", ""), offset(run.start, at))
        if fault is None and not (length.isdecimal() and length.isascii() and len(length) < 16):
            fault = f"the Content-Length {length!r}" if length else "no Content-Length"
        if fault is not None:
            _to_start(run)
            return _made(headers, place, b"", 0, fault)
        block, size, fault = self._block(run, int(length))
        return _made(headers, place, block, size, fault)

    def _place(self, stated: str, otherwise: str) -> str:
        """The record's name, or its offset where it has none or the name of another."""
        if not _ID.fullmatch(stated):
            return otherwise
        new = self.ids.add(stated.encode())
        return f"!{stated}" if new else f"!{stated}{otherwise[1:]}"

    def _block(self, run: Run, length: int) -> tuple[bytes, int, str | None]:
        """(bytes kept, size, what is wrong)."""
        kept, after, tail = bytearray(), bytearray(), b""
        size, mark = 0, 0  # mark: where in the block another record begins
        while size < length and (piece := run.take(min(PIECE, length - size))):
            window = tail + piece
            if mark:
                after += piece
            elif b"\nWARC/" in window and (found := _MARK.search(window)):
                mark = size - len(tail) + found.end()
                after += window[found.end() :]
            size += len(piece)
            kept += piece[: max(0, self.keep - len(kept))]
            if mark and (self.wrong >= TRIED or len(after) > self.keep):
                break
            tail = window[-_STRADDLE:]
        if size == length and _is_end(run):
            return bytes(kept), size, run.broken if run.is_over() else None
        found = None if mark else _MARK.search(tail + run.peek(_STRADDLE))
        if found and found.end() <= len(tail):  # a few bytes of the next record were taken
            mark = size - len(tail) + found.end()
            after += tail[found.end() :]
        if mark:
            self.wrong += 1
            run.give_back(after)
            return bytes(kept[:mark]), mark, f"another record amid its {length:,} bytes"
        return bytes(kept), size, self._unended(run, size, length)

    def _unended(self, run: Run, size: int, length: int) -> str:
        """What is wrong with a block that does not end where its Content-Length says."""
        if size < length:
            why = f", then {run.broken}" if run.broken else ""
            return f"{size:,} of its {length:,} bytes{why}"
        self.wrong += 1
        lost = _to_start(run)
        return f"{lost:,} bytes more than its {length:,}"


def _made(
    headers: dict[str, str], place: str, block: bytes, size: int, fault: str | None
) -> WebRecord:
    stated = headers.get("warc-target-uri", "")
    return WebRecord(
        kind=headers.get("warc-type", "").lower(),
        place=place,
        headers=headers,
        url=address(stated) if stated else None,
        date=headers.get("warc-date"),
        media_type=headers.get("content-type"),
        block=block,
        size=size,
        fault=fault,
    )


def _broken(run: Run, at: int, fault: str) -> WebRecord:
    return WebRecord("", offset(run.start, at), {}, fault=fault)


def _is_end(run: Run) -> bool:
    """Whether a record may end here."""
    return run.is_over() or opens(run.peek(64).lstrip(b"\r\n"))


def _header(run: Run) -> tuple[list[bytes], str | None]:
    """The lines of a record's header after the version, and what is wrong with them."""
    if not _VERSION.fullmatch(run.line(64)):
        return [], "bytes that are no record"
    lines: list[bytes] = []
    size = 0
    while (line := run.line(LONGEST)) and size < LONGEST:
        if not line.strip(b"\r\n"):
            return lines, None
        if _VERSION.fullmatch(line):
            run.give_back(line)
            return lines, "a header without an end"
        lines.append(line)
        size += len(line)
    return lines, f"a header that breaks off{f', then {run.broken}' if run.broken else ''}"


def _fields(lines: list[bytes]) -> dict[str, str]:
    """Names in lower case → values; of a name that comes twice the first counts."""
    fields: dict[str, str] = {}
    last = ""
    for line in lines:
        text = line.decode("utf-8", "replace").strip("\r\n")
        if text[:1] in (" ", "\t") and last:
            fields[last] += " " + text.strip()
            continue
        name, colon, value = text.partition(":")
        last = name.strip().lower() if colon else ""
        if last in fields:
            last = ""
        elif last:
            fields[last] = value.strip()
    return fields


def _to_start(run: Run) -> int:
    """Stand where the next record begins; how many bytes lie before it."""
    if opens(run.peek(5)):
        return 0
    start, tail = run.at, b"\n"
    while piece := run.take(PIECE):
        window = tail + piece
        found = _START.search(window) if b"\nWARC/" in window else None
        if found:
            run.give_back(window[found.end() :])
            break
        tail = window[-_STRADDLE:]
    return run.at - start
