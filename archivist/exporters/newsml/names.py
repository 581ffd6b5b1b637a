"""This module holds the codes of the mapping: what a record says, and what NewsML-G2 says for it.

Read the tables left to right to write and right to left to read. Codes of IPTC are those whose
meaning was looked up at cv.iptc.org; where none fits, the code is one of ours (`arcpart`, `arcrel`,
`arcrole`, `arcmeth`), declared in the item's own catalog.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import NamedTuple

from archivist.namespaces import CV

STANDARD_VERSION = "2.35"
PROFILE = "archivist-article"
PROFILE_VERSION = "1.0"
UNDETERMINED = "und"  # BCP 47

SCHEMES = {
    "arcpart": CV + "part/",
    "arcrel": CV + "rel/",
    "arcrole": CV + "role/",
    "arcmeth": CV + "method/",
}
TEXT_SCOPE = CV + "hashscope/source-text"

STATUS = {"usable": "stat:usable", "withheld": "stat:withheld", "withdrawn": "stat:canceled"}

ENTITY = {
    "person": "cpnat:person",
    "organization": "cpnat:organisation",
    "place": "cpnat:geoArea",
    "event": "cpnat:event",
    "work": "cpnat:object",
}
TOPIC = "cpnat:abstract"

TITLE = {"formal": "arcrole:formal", "devised": "arcrole:devised"}


class Party(NamedTuple):
    """How the names of a credit are written: the element, and its role."""

    element: str
    role: str


CREDIT = {
    "author": Party("creator", "cpprole:author"),
    "editor": Party("contributor", "cpprole:editor"),
    "translator": Party("contributor", "arcrole:translator"),
    "contributor": Party("contributor", "arcrole:contributor"),
    "other": Party("contributor", "arcrole:other"),
    "publisher": Party("contributor", "arcrole:publisher"),
    "agency": Party("infoSource", "arcrole:agency"),
    "source": Party("infoSource", "cpprole:contentSource"),
    "image": Party("contributor", "cpprole:imgSupplier"),
    "photographer": Party("contributor", "arcrole:photographer"),
    "illustrator": Party("contributor", "arcrole:illustrator"),
}
# Credits of a picture are a part of the content: in contentMeta they would credit the text.
PICTURE = ("image", "photographer", "illustrator")

SPEAKER = "arcrole:speaker"
VIA = "cpprole:spokesperson"


@functools.cache
def iptc_schemes() -> frozenset[str]:
    """The aliases that IPTC's catalog 41 declares, which every item refers to."""
    table = (files(__package__) / "catalog-41.tsv").read_text("utf-8")
    return frozenset(line.split("\t")[0] for line in table.splitlines())


def backwards(table: dict[str, str]) -> dict[str, str]:
    """Right to left."""
    return {code: word for word, code in table.items()}
