"""This module knows what a well-formed language tag is (BCP 47: RFC 5646 section 2.1)."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"  # language, extended language
    r"(?:-[a-z]{4})?"  # script
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"  # region
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?P<extensions>(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*)"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
)
_PRIVATE = re.compile(r"x(?:-[a-z0-9]{1,8})+")
_SINGLETON = re.compile(r"-([0-9a-wyz])(?=-)")
# Section 2.2.8: registered before the grammar, and outside it.
_IRREGULAR = re.compile(
    r"en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    r"|sgn-(?:be-fr|be-nl|ch-de)"
)


def is_language_tag(text: str) -> bool:
    """Well-formed, and without a repeated variant or extension (section 2.2.9)."""
    tag = text.lower()
    if not text.isascii():  # U+212A KELVIN SIGN is k in lower case
        return False
    if _IRREGULAR.fullmatch(tag) or _PRIVATE.fullmatch(tag):
        return True
    match = _TAG.fullmatch(tag)
    if match is None:
        return False
    variants = match["variants"].split("-")[1:]
    singletons = _SINGLETON.findall(match["extensions"])
    return len(set(variants)) == len(variants) and len(set(singletons)) == len(singletons)
