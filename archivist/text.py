"""This module turns bytes into text without guessing letters, and cuts text into paragraphs.

The ladder: byte order mark, the caller's word, UTF-16 by its zero bytes, strict UTF-8, then the
legacy encodings of the seven languages scored by the letters they give. What fits none is a
problem with the offset of the first bad byte, never a text with wrong letters.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from archivist.problems import Location, Problem, problem
from archivist.record import Block, Evidence, Span, Value

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

LEGACY = ("cp1252", "iso-8859-15", "mac_roman", "cp850", "cp437", "cp1250")

# Lower-case letters beyond ASCII of it en fr de es pt nl, and the marks their typography uses.
LETTERS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšž")
MARKS_IN_PRINT = frozenset("«»‹›“”„‘’‚–—…€£§©®°ºª¿¡·•½¼¾²³´\u00a0\u00ad†×")
FIT = 0.9  # share of non-ASCII characters that must be plausible; below it we do not guess


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


def binary_file(what: str, file: str) -> Problem:
    """The problem R002: what the bytes are instead of text."""
    hint = "give it as text, or leave it out; its bytes are not touched"
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
        return _undecodable(data, getattr(error, "start", 0), encoding, file)
    value = Value(name, Evidence("decode.option", 100, context="--encoding"))
    return Decoded(text.removeprefix("\ufeff"), value)


def _decode_marked(data: bytes, mark: bytes, name: str, file: str) -> Decoded | Problem:
    try:
        return _decoded(data[len(mark) :].decode(name), name, "decode.byte-order-mark", 100)
    except UnicodeDecodeError as error:
        return _undecodable(data, len(mark) + error.start, name, file)


def _undecodable(data: bytes, offset: int, encoding: str, file: str) -> Problem:
    line = data.count(b"\n", 0, offset) + 1
    found = f"byte 0x{data[offset]:02X}" if offset < len(data) else "the end"
    return problem(
        "R003",
        f"{found} at offset {offset:,} is not {encoding}, and no other encoding fits the letters",
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
    """The legacy encoding whose letters fit best; a tie goes to the order of the list."""
    scored = [(fit, name) for name in LEGACY if (fit := _fit(data, name)) >= FIT]
    if not scored:
        return _undecodable(data, bad, "UTF-8", file)
    best = max(fit for fit, _ in scored)
    name = next(name for fit, name in scored if fit == best)
    return _decoded(data.decode(name), name, "decode.letters-fit", None)


def _fit(data: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that are plausible where they stand, 0.0 to 1.0."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    beyond = list(_BEYOND_ASCII.finditer(text, 0, 262144))
    if not beyond:
        return 0.0
    return sum(_plausible(match) for match in beyond) / len(beyond)


# A character beyond ASCII with its two neighbours: `perchÃ©` is told by the capital inside a word.
_BEYOND_ASCII = re.compile(r"(?<=(.))?([^\x00-\x7f])(?=(.))?", re.DOTALL)


def _plausible(match: re.Match[str]) -> bool:
    before, char, after = match.group(1) or " ", match.group(2), match.group(3) or " "
    if char in LETTERS:
        # a lone letter between blanks is a sign read as a letter, but for à é è ó and their like
        return before.isalpha() or after.isalpha() or char in "àáâéèêíìóòôöùúûäüœæ"
    if char in MARKS_IN_PRINT:
        return not (before.isalpha() and after.isalpha() and char not in "’‘–—·\u00ad")
    return char.lower() in LETTERS and not before.islower()


# ------------------------------------------------------------------ names of files


def printable(path: str) -> str:
    """A path as valid Unicode for people: bytes that are not UTF-8 become `\\xE9`."""
    return _raw(path).decode("utf-8", "backslashreplace")


def record_name(path: str) -> str:
    """A path as a record can hold it: Unicode, with `/`, relative on every system.

    Bytes that are not UTF-8, and what Windows takes for a separator or a drive, are escaped as in
    a URL: `caf%E9.txt`, `a%5Cb.txt`, `c%3A/x.txt`. `path` is one of this system, as `os` gives it.
    """
    name = _raw(path.replace(os.sep, "/")).decode("utf-8", "surrogateescape")
    return _FOREIGN.sub(lambda found: f"%{ord(found[0]) & 0xFF:02X}", name)


_FOREIGN = re.compile("[\\\\\udc80-\udcff]|(?<=\\A[A-Za-z]):(?=/)")


def _raw(path: str) -> bytes:
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:  # Windows allows half a character
        return path.encode("utf-8", "surrogatepass")


# ------------------------------------------------------------------ paragraphs

# Line ends: CR LF, LF, CR, and the form feed between OCR pages; a blank line has only white space.
# Possessive: what may be given back costs 120 bytes a character.
_PARAGRAPH = re.compile(
    r"[^\s](?:[^\r\n\f\u2028\u2029]++|(?:\r\n|[\r\n\u2028])(?=[^\S\r\n\f]*[^\s]))*+"
)


def paragraphs(text: str) -> Iterator[Block]:
    """Blocks of role `paragraph`: runs of lines that are not blank, without outer white space."""
    evidence = Evidence("block.paragraph")
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        end = start + len(match.group().rstrip())
        yield Block("paragraph", Span(start, end), evidence)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column (from 1, in code points) of an offset; CR LF, LF and CR end a line."""
    before = text[:offset]
    ends = [match.end() for match in _LINE_END.finditer(before)]
    if ends and before.endswith("\r") and text[offset : offset + 1] == "\n":
        ends.pop()  # the offset lies inside a CR LF
    return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1


_LINE_END = re.compile(r"\r\n|\r|\n")
