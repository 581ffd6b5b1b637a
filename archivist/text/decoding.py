"""This module turns bytes into text without guessing letters.

The ladder: byte order mark, the caller's word, UTF-16 by its zero bytes, strict UTF-8, then the
legacy encodings of the seven languages scored by the letters they give. What fits none is a
problem with the offset of the first bad byte, never a text with wrong letters.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from archivist.problems import Location, Problem, problem
from archivist.record import Evidence, Value
from archivist.text.letters import FIT, fit, letters_beyond

# Longest first: the UTF-32 mark begins with the UTF-16 one.
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# First bytes of what people put beside their articles: name for the message, and what would help.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP container (or DOCX, ODT, EPUB)"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x7fELF", "a program"),
    (b"RIFF", "a RIFF container"),
    (b"SQLite format 3", "a SQLite database"),
)

# The first is what most old files are in; the others have to show letters enough.
LEGACY = ("cp1252", "iso-8859-15", "mac_roman", "cp850", "cp437", "cp1250")
ENOUGH = 3


class Decoded(NamedTuple):
    """The text without its byte order mark, and what says it is in that encoding."""

    text: str
    encoding: Value


def decode(data: bytes, file: str, *, encoding: str | None = None) -> Decoded | Problem:
    """The text of the bytes, or the problem that says where and why there is none."""
    if encoding:
        return _decode_as(data, encoding, file)
    for mark, name in MARKS:
        if data.startswith(mark):
            return _decode_marked(data, mark, name, file)
    wide = _utf16_by_zeros(data)
    if wide:
        return _decoded(data.decode(wide), wide, "decode.utf-16-zeros", None)
    binary = _binary(data)
    if binary:
        return binary_file(binary, file)
    try:
        return _decoded(data.decode("utf-8"), "utf-8", "decode.utf-8", 100)
    except UnicodeDecodeError as error:
        return _decode_legacy(data, error.start, file)


def is_encoding(name: str) -> bool:
    """Whether Python decodes text so: `rot13` and `base64` are codecs, but no encodings."""
    try:
        " ".encode(name)
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return False
    return True


def binary_file(what: str, file: str) -> Problem:
    """The problem R002: what the bytes are instead of text."""
    hint = "give it as text, or leave it out; its bytes are not touched"
    if what.startswith("bytes of value zero"):
        hint = "if it is text in UTF-16 or UTF-32, say so: --encoding utf-16-le"
    return problem("R002", f"found {what}, wanted text", Location(file), hint=hint)


def _decoded(text: str, name: str, rule: str, confidence: int | None) -> Decoded:
    return Decoded(text, Value(name, Evidence(rule, confidence, declared="bytes")))


def _decode_as(data: bytes, encoding: str, file: str) -> Decoded | Problem:
    """What the caller said leads: no other encoding is tried."""
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(name)
    except LookupError:
        return problem("R003", f"no encoding is called {encoding!r}", Location(file))
    except UnicodeError as error:
        return _undecodable(
            data, getattr(error, "start", 0), f"{encoding}, as --encoding says", file
        )
    value = Value(name, Evidence("decode.option", 100, context="--encoding"))
    return Decoded(text.removeprefix("\ufeff"), value)


def _decode_marked(data: bytes, mark: bytes, name: str, file: str) -> Decoded | Problem:
    try:
        return _decoded(data[len(mark) :].decode(name), name, "decode.byte-order-mark", 100)
    except UnicodeDecodeError as error:
        return _undecodable(data, len(mark) + error.start, f"{name}, as its first bytes say", file)


def _undecodable(data: bytes, offset: int, wanted: str, file: str) -> Problem:
    line = data.count(b"\n", 0, offset) + 1
    found = f"byte 0x{data[offset]:02X}" if offset < len(data) else "the end"
    return problem(
        "R003",
        f"{found} at offset {offset:,} is not {wanted}",
        Location(file, line),
        hint="name the encoding with --encoding, e.g. --encoding cp1251",
    )


def _binary(data: bytes) -> str | None:
    """What makes these bytes no text: a known signature, zero bytes, control characters."""
    for magic, name in MAGIC:
        if data.startswith(magic):
            return name
    head = data[:65536]
    zeros = head.count(0)
    if zeros * 1000 > len(head):
        return f"bytes of value zero ({zeros:,} of the first {len(head):,})"
    controls = len(_CONTROLS.findall(head))
    if controls * 10 > len(head):
        return f"control characters ({controls:,} of the first {len(head):,} bytes)"
    return None


_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x19\x1b-\x1f\x7f]")


def _utf16_by_zeros(data: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has a zero in every second byte, on one side only."""
    head = data[:4096]
    if len(data) % 2 or len(head) < 8:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) * 10 < len(head) // 2 * 7 or min(even, odd) * 50 > len(head):
        return None
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return None
    return name


def _decode_legacy(data: bytes, bad: int, file: str) -> Decoded | Problem:
    """The encoding whose letters fit best, Windows' own before all; a doubt is a refusal."""
    scores: dict[str, float] = {}
    for name in LEGACY:
        scores[name] = _fit(data, name)
        if scores[LEGACY[0]] == 1:  # none fits better
            break
    best = max(scores.values())
    names = [name for name, score in scores.items() if score == best]
    if best >= FIT and (names[0] == LEGACY[0] or _is_certain(data, names)):
        return _decoded(data.decode(names[0]), names[0], "decode.letters-fit", None)
    return _undecodable(data, bad, "UTF-8, and no other encoding fits the letters", file)


def _is_certain(data: bytes, names: list[str]) -> bool:
    """Whether they all say the same, with more letters than chance would give."""
    texts = {data.decode(name) for name in names}
    return len(texts) == 1 and letters_beyond(texts.pop()) >= ENOUGH


def _fit(data: bytes, encoding: str) -> float:
    try:
        return fit(data.decode(encoding))
    except UnicodeDecodeError:
        return 0.0
