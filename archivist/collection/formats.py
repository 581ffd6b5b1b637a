"""This module names the formats of a bag's files, with PRONOM identifiers where there are some.

PRONOM, https://www.nationalarchives.gov.uk/PRONOM/ (The National Archives).
"""

from __future__ import annotations

from typing import NamedTuple


class Format(NamedTuple):
    """A format as PRONOM calls it; `puid` None where PRONOM has none or none is certain."""

    name: str
    version: str | None = None
    puid: str | None = None


GZIP = Format("GZIP Format", None, "x-fmt/266")
UNKNOWN = Format("unknown")

# By the end of the file name, the longest that fits; what is inside a .gz stands without it.
_BY_SUFFIX: tuple[tuple[str, Format], ...] = (
    (".jsonl", Format("JSON Lines")),
    (".jsonld", Format("JSON-LD", None, "fmt/880")),
    (".json", Format("JSON Data Interchange Format", None, "fmt/817")),
    (".csv", Format("Comma Separated Values", None, "x-fmt/18")),
    (".xml", Format("Extensible Markup Language", "1.0", "fmt/101")),
    (".txt", Format("Plain Text File", None, "x-fmt/111")),
    (".html", Format("Hypertext Markup Language", "5", "fmt/471")),
    (".nq", Format("N-Quads", "1.1")),
    (".nt", Format("N-Triples", "1.1")),
    (".ttl", Format("Turtle", "1.1")),
    (".trig", Format("TriG", "1.1")),
    (".zip", Format("ZIP Format", None, "x-fmt/263")),
    (".tar", Format("Tape Archive Format", None, "x-fmt/265")),
    (".warc", Format("WARC")),
)
_OURS = Format("WARC", "1.1", "fmt/1281")


def layers(path: str) -> tuple[Format, ...]:
    """The formats of a payload file from inside to outside: a `.jsonl.gz` is JSON Lines in gzip.

    The version of a WARC is known of those that archivist wrote, not of those that were given.
    """
    name = path.rpartition("/")[2].lower()
    packed = name.endswith(".gz")
    inner = name[:-3] if packed else name
    found = next((kind for suffix, kind in _BY_SUFFIX if inner.endswith(suffix)), UNKNOWN)
    if found.name == "WARC" and path.startswith("data/originals/") and path.count("/") == 2:
        found = _OURS
    return (found, GZIP) if packed else (found,)
