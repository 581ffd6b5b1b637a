"""This module knows what an absolute IRI is (RFC 3987 section 2.2, RFC 3986 for the address)."""

from __future__ import annotations

import functools
import ipaddress
import re

from archivist.namespaces import PREFIXES

_UCS = (
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    "\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd\U00040000-\U0004fffd"
    "\U00050000-\U0005fffd\U00060000-\U0006fffd\U00070000-\U0007fffd\U00080000-\U0008fffd"
    "\U00090000-\U0009fffd\U000a0000-\U000afffd\U000b0000-\U000bfffd\U000c0000-\U000cfffd"
    "\U000d0000-\U000dfffd\U000e1000-\U000efffd"
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_PLAIN = r"A-Za-z0-9\-._~!$&'()*+,;=" + _UCS  # iunreserved and sub-delims
_PERCENT = "%[0-9A-Fa-f]{2}"
_HOST = rf"(?:\[(?P<address>[0-9A-Za-z:.\-_~!$&'()*+,;=]*)\]|(?:[{_PLAIN}]|{_PERCENT})*+)"
_USER = rf"(?:(?:[{_PLAIN}:]|{_PERCENT})*+@)?"
_CHAR = rf"(?:[{_PLAIN}:@]|{_PERCENT})"
_IRI = (
    rf"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):"
    rf"(?://{_USER}{_HOST}(?::[0-9]*)?(?:/{_CHAR}*+)*+|/?(?:{_CHAR}++(?:/{_CHAR}*+)*+)?)"
    rf"(?:\?(?:[{_PLAIN}:@/?{_PRIVATE}]|{_PERCENT})*+)?"
    rf"(?:\#(?:[{_PLAIN}:@/?]|{_PERCENT})*+)?"
)
_FUTURE = re.compile(r"[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+")


@functools.lru_cache(maxsize=4096)
def is_iri(text: str) -> bool:
    """Whether `text` is an absolute IRI that every RDF parser takes as it is.

    `schema:Person` is none: with a prefix of ours it is a compact name, and JSON-LD expands it.
    """
    match = _pattern().fullmatch(text)
    if match is None or match["scheme"] in PREFIXES:
        return False
    return match["address"] is None or _is_address(match["address"])


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Compiled for the first IRI: 15 ms that most articles do not need."""
    return re.compile(_IRI)


def _is_address(text: str) -> bool:
    if _FUTURE.fullmatch(text):
        return True
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True
