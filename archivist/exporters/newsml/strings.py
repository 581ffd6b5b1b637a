"""This module knows which strings XML 1.0 carries as they are, and keeps the others.

Three cases: characters XML has no way to write (section 2.2) become U+FFFD and the string goes
into a residual; blanks that a `g2normalizedString` forbids become spaces and the string goes into
`arc:verbatim` beside it; everything else is written as it is, CR, LF and TAB as character
references where a parser would change them.
"""

from __future__ import annotations

import functools
import re
from urllib.parse import unquote

# libxml2's XML_MAX_TEXT_LENGTH: a longer text or attribute is refused by every reader built on it.
MOST_BYTES = 10_000_000

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\\ud800-\\udfff\ufffe\uffff]")
_IN_TEXT = re.compile("[&<>\r]")
_IN_ATTRIBUTE = re.compile('[&<>"\t\n\r]')
_TEXT = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;"))
_ATTRIBUTE = (*_TEXT, ('"', "&quot;"), ("\t", "&#9;"), ("\n", "&#10;"))
# What a QCode cannot hold, and the escape itself.
_NOT_IN_CODE = re.compile("[\x00-\x20%\x7f\\ud800-\\udfff\ufffe\uffff]")

# Absolute, and read alike by RFC 3987, xs:anyURI and libxml2: no blank or stray escape, brackets
# only around an IPv6 address, a port of digits.
_BEYOND_ASCII = "\xa0-\u2027\u202a-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd"
_PATH = rf"(?:[A-Za-z0-9._~:/?@!$&'()*+,;={_BEYOND_ASCII}-]|%[0-9A-Fa-f]{{2}})*"
_HOST = rf"(?:(?:[A-Za-z0-9._~{_BEYOND_ASCII}-]|%[0-9A-Fa-f]{{2}})*|\[[0-9A-Fa-f:]+\])"
_IRI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?:(?!//)|//{_HOST}(?::[0-9]{{1,5}})?(?=[/?#]|\Z)){_PATH}(?:#{_PATH})?"
)


def is_carried(value: str) -> bool:
    """Whether XML can hold every character."""
    return _ILLEGAL.search(value) is None


def carried(value: str) -> str:
    """The string with U+FFFD for each character that XML cannot hold: the same length."""
    return _ILLEGAL.sub("\ufffd", value)


def one_line(value: str) -> str:
    """TAB, LF and CR as one space each, as g2normalizedString wants: the same length."""
    return value.replace("\t", " ").replace("\n", " ").replace("\r", " ")


def in_text(value: str) -> str:
    """Escaped for element content."""
    return _replaced(value, _TEXT) if _IN_TEXT.search(value) else value


def in_attribute(value: str) -> str:
    """Escaped for an attribute in double quotes."""
    return _replaced(value, _ATTRIBUTE) if _IN_ATTRIBUTE.search(value) else value


def _replaced(value: str, escapes: tuple[tuple[str, str], ...]) -> str:
    """One after the other, & first: in a long text twenty times as fast as `str.translate`."""
    for character, escape in escapes:
        value = value.replace(character, escape)
    return value


def to_code(value: str) -> str:
    """The part of a QCode after the colon, percent-encoded where a QCode cannot hold it."""
    return _NOT_IN_CODE.sub(_percent, value)


def from_code(code: str) -> str:
    """The string `to_code` was given."""
    return unquote(code)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


@functools.lru_cache(maxsize=4096)
def is_iri(value: str) -> bool:
    """Whether an attribute of type xs:anyURI holds it, unchanged, for every reader."""
    return _IRI.fullmatch(value) is not None
