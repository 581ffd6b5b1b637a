"""This module takes an HTTP message apart as it went over the wire (RFC 9110, RFC 9112).

Where a transfer is broken it does what browsers do: what came until then counts.
"""

from __future__ import annotations

import codecs
import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archivist.readers.boxes.inflate import BROKEN, Decoder, Gzip

LONGEST = 256 * 1024  # bytes of a header
BROTLI = 4  # bytes given to its decoder at once: they may become 16 MB each time
_STATUS = re.compile(rb"(?:HTTP/\d(?:\.\d)?|ICY)[ \t]+(\d{3})(?:[ \t]+([^\r\n]*))?\r?\n")
_END = re.compile(rb"\r?\n\r?\n")
_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Message:
    """A response: `status` is None where there is no HTTP header, and all is body."""

    status: int | None
    reason: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """What the message carries; `remarks` are in words, `missing` is a coding not known here."""

    data: bytes
    remarks: tuple[str, ...] = ()
    missing: str | None = None


def message(block: bytes) -> Message:
    """The message in a block of bytes."""
    status = _STATUS.match(block)
    if status is None:
        return Message(None, "", {}, block)
    end = _END.search(block, status.end() - 2, LONGEST)
    head = block[status.end() : end.start() if end else LONGEST]
    reason = (status[2] or b"").decode("latin-1").strip()
    body = block[end.end() :] if end else b""
    return Message(int(status[1]), reason, _fields(head), body)


def media_type(stated: str | None) -> tuple[str | None, str | None]:
    """(media type, charset) of a Content-Type; what says nothing (octet-stream) is None."""
    if not stated:
        return None, None
    kind = stated.partition(";")[0].strip().lower()
    charset = _CHARSET.search(stated)
    known = _TYPE.fullmatch(kind) and kind not in ("application/octet-stream", "unknown/unknown")
    return (kind if known else None), (charset[1] if charset else None)


def content(found: Message, most: int) -> Body:
    """The body as its author had it: chunks joined, codings undone; at most `most` + 1 bytes."""
    data, remarks = found.body, []
    if "chunked" in found.headers.get("transfer-encoding", "").lower():
        data, remark = _joined(data)
        remarks += [remark] if remark else []
    stated = found.headers.get("content-encoding", "").lower()
    for coding in reversed([name.strip() for name in stated.split(",")]):
        if coding in ("", "identity", "none", "utf-8", "binary"):
            continue
        undone = _decoded(data, coding, most)
        remarks += undone.remarks
        if undone.missing:
            return Body(data, tuple(remarks), undone.missing)
        data = undone.data
    return Body(data, tuple(remarks))


def _fields(head: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines():
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _joined(data: bytes) -> tuple[bytes, str | None]:
    """The chunks of a body, and what is wrong with them; a body without any is as it is.

    Many crawlers join the chunks and leave the header.
    """
    parts: list[bytes] = []
    at = 0
    while size := _SIZE.match(data, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts), None
        start = size.end()
        part = data[start : start + length]
        parts.append(part)
        if len(part) < length:
            return b"".join(parts), f"found {len(part):,} of the last {length:,} bytes of a body"
        at = start + length
        at += 2 if data[at : at + 2] == b"\r\n" else data[at : at + 1] == b"\n"
    if not parts:
        return data, None
    left = len(data) - at
    what = f"found a broken chunk size, left out {left:,} bytes after it" if left else None
    return b"".join(parts), what


def _decoded(data: bytes, coding: str, most: int) -> Body:
    match coding:
        case "gzip" | "x-gzip":
            return _inflated(data, coding, [31], most)
        case "deflate":  # zlib as the standard says, or raw as some servers have it
            return _inflated(data, coding, [15, -15], most)
        case "br":
            return _unbrotlied(data, most)
    return Body(data, missing=coding)


def _inflated(data: bytes, coding: str, forms: list[int], most: int) -> Body:
    """Undone by the first form that fits; data in none of them were undone by the crawler."""
    for bits in forms:
        decoder = Gzip(bits)
        out = bytearray()
        whole = True
        try:
            for piece in _pieces(decoder, data, most):
                out += piece
        except BROKEN:
            whole = False
        if out or decoder.eof:
            left = "" if whole and (decoder.eof or len(out) > most) else f"{coding} data break off"
            return Body(bytes(out), (f"found that {left}",) if left else ())
    return Body(data)


def _pieces(decoder: Decoder, data: bytes, most: int) -> Iterator[bytes]:
    size = 0
    piece = decoder.decompress(data, most + 1)
    while piece:
        yield piece
        size += len(piece)
        if size > most or decoder.eof:
            return
        piece = decoder.decompress(b"", most + 1 - size)


def _unbrotlied(data: bytes, most: int) -> Body:
    """Undone where a library for it is installed; text was undone by the crawler already."""
    if _is_text(data):
        return Body(data)
    try:
        library = importlib.import_module("brotli")
    except ImportError:
        return Body(data, missing="br (the Python package brotli reads it)")
    decoder, out = library.Decompressor(), bytearray()
    try:
        for at in range(0, len(data), BROTLI):
            out += decoder.process(data[at : at + BROTLI])
            if len(out) > most:
                return Body(bytes(out))
    except library.error:
        return Body(bytes(out), ("found that br data break off",)) if out else Body(data)
    return Body(bytes(out), () if decoder.is_finished() else ("found that br data break off",))


def _is_text(data: bytes) -> bool:
    """Whether the first bytes are characters of UTF-8 and no controls: packed data never are."""
    try:
        start = codecs.getincrementaldecoder("utf-8")().decode(data[:512])
    except UnicodeDecodeError:
        return False
    return not any(char < " " and char not in "\t\r\n\f" for char in start)
