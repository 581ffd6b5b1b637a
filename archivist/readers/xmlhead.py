"""This module looks at the first bytes of XML, whatever its encoding: tags are ASCII in all."""

from __future__ import annotations

import re

_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""")
_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>\s*)*"
    r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^>]*)",
    re.DOTALL,
)
# The first bytes of XML in UTF-16, with and without a byte order mark.
_WIDE = (
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# What XML 1.0 cannot hold and programs write all the same.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def root(head: bytes) -> tuple[str, str]:
    """(local name, attributes as printed) of the first element; empty where there is none."""
    found = _ROOT.match(_characters(head))
    return (found[1], found[2]) if found else ("", "")


def encoding(head: bytes) -> str | None:
    """The encoding that the declaration states."""
    found = _ENCODING.search(head[:1024])
    return found[1].decode("ascii") if found else None


def _characters(head: bytes) -> str:
    for start, name in _WIDE:
        if head.startswith(start):
            return head.decode(name, "replace").removeprefix("\ufeff")
    return head.lstrip(b" \t\r\n\xef\xbb\xbf").decode("latin-1")
