"""This module holds one record of a crawl, WARC or ARC, as it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_RAW = re.compile(r"[^!$&-;=?-Z_a-z~\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef#%\[\]]")


@dataclass(frozen=True, slots=True)
class WebRecord:
    """`kind` is the WARC-Type, `place` where it lies (`!<urn:…>`, `!@1024`), `size` of the block.

    `block` may be cut to what is kept. `fault` says in words why the record is broken.
    """

    kind: str
    place: str
    headers: Mapping[str, str]
    url: str | None = None
    date: str | None = None
    media_type: str | None = None
    block: bytes = b""
    size: int = 0
    fault: str | None = None


def offset(start: int, at: int) -> str:
    """The place of a record without a name: its offset, in a packed file that of its member."""
    return f"!@{start}+{at}" if start and at else f"!@{start + at}"


def address(stated: str) -> str | None:
    """The URL as an IRI; crawlers write `<…>` around it (wget) and blanks into it."""
    url = stated.strip().removeprefix("<").removesuffix(">")
    if not _ADDRESS.match(url):
        return None
    quoted = _RAW.sub(lambda found: _escaped(found[0]), url)
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quoted)


def _escaped(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
