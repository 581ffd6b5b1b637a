"""This module decodes text whose format states its encoding: HTML, XML, mail, HTTP, feeds.

The statement leads where the bytes allow it; bytes that are UTF-8 beyond doubt are UTF-8 whatever
is stated. A few bytes that fit nowhere become U+FFFD, visibly and with a warning: real pages have
them, and one broken byte is no reason to lose an article.
"""

from __future__ import annotations

import codecs

from archivist.problems import Location, Problem, problem
from archivist.record import Evidence, Value
from archivist.text.decoding import MARKS, Decoded, decode

# What a label means to every browser (https://encoding.spec.whatwg.org/#names-and-labels); the
# others mean what Python's codec of that name says.
LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode": "utf-16",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
FEW = 200  # one broken byte in so many is a page with broken bytes, more is another encoding


def codec_of(label: str) -> str | None:
    """Python's name for a stated encoding, None when nobody knows it."""
    name = label.strip().strip("\"'").lower()
    try:
        found = codecs.lookup(LABELS.get(name, name))
        " ".encode(found.name)  # rot13 and base64 are codecs, but no encodings
    except (LookupError, ValueError):
        return None
    return found.name


def decode_stated(
    data: bytes, file: str, label: str | None, path: str, *, encoding: str | None = None
) -> tuple[Decoded | None, tuple[Problem, ...]]:
    """The text, and what was wrong; no text when no encoding fits.

    `label`: the encoding as stated, at `path` of the format (`meta[charset]`, `HTTP/Content-Type`);
    `encoding`: the caller's word, which leads.
    """
    name = codec_of(label) if label and not encoding else None
    marked = data.startswith(tuple(mark for mark, _ in MARKS))
    if name and name != "utf-8" and not marked and not _is_utf8(data):
        text = _strictly(data, name)
        if text is not None:
            return Decoded(text, Value(name, Evidence("decode.stated", 100, declared=path))), ()
    found = decode(data, file, encoding=encoding)
    if not isinstance(found, Problem):
        return found, ()
    if found.code != "R003" or encoding:
        return None, (found,)
    return _with_marks(data, name or "utf-8", path if name else "bytes", found)


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 beyond doubt: they hold letters that only UTF-8 spells so."""
    try:
        return not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def _with_marks(
    data: bytes, name: str, path: str, refused: Problem
) -> tuple[Decoded | None, tuple[Problem, ...]]:
    """The text with U+FFFD for the few bytes that are no letters, and the warning R011."""
    text = data.decode(name, "replace")
    broken = text.count("\ufffd")
    if broken * FEW > len(text):
        return None, (refused,)
    message = f"found {broken:,} of {len(data):,} bytes that are no {name}, kept as U+FFFD"
    hint = "fetch the page again, or name its encoding with --encoding"
    warning = problem("R011", message, Location(refused.location.file), hint=hint)
    return Decoded(text, Value(name, Evidence("decode.broken", declared=path))), (warning,)
