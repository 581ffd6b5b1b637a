"""This module checks NITF and NewsML 1, alone or within NewsML-G2, against their schemas.

NITF 3.3 to 3.6 have XML Schemas, NewsML 1.0 and 1.2 DTDs. NITF was often written without its
namespace, as its DTDs have none: it is checked as if it stood there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from archivist import markup, official
from archivist.checks.newsml import schema
from archivist.checks.newsml.fault import Fault

NITF = "http://iptc.org/std/NITF/2006-10-18/"
NEWSML = "http://iptc.org/std/NewsML/2003-10-10/"  # of an XML Schema beside the DTD of 1.2
FAMILIES = {"nitf": "nitf", "NewsML": "newsml-1"}
_VERSION = re.compile(r"(?:NITF|nitf|NewsML)[^0-9]{1,6}(\d)[.-](\d)")


def is_one(root: Any) -> bool:
    namespace, _, name = str(root.tag).rpartition("}")
    return name in FAMILIES and namespace in ("", "{" + NITF, "{" + NEWSML)


def faults(root: Any) -> Iterator[Fault]:
    """G023 for each deviation from the schema of its version, G021 when it was not asked."""
    family = FAMILIES[str(root.tag).rpartition("}")[2]]
    if NEWSML in str(root.tag):
        yield Fault("G021", root, "found a namespace that its DTD has not: not checked against it")
        return
    item = chosen(root, family)
    if schema.compiled(item) is None:
        hint = f"{official.FETCH} {family}/{item.version}"
        message = f"{item.name} is not in the cache: not checked against it"
        yield Fault("G021", root, message, None, hint)
        return
    if next(root.iter(etree.Entity), None) is not None:
        yield Fault("G021", root, f"found entities of its own: not checked by {item.name}")
        return
    is_bare = family == "nitf" and not str(root.tag).startswith("{")
    yield from schema.deviations(root, item, "G023", in_namespace(root) if is_bare else None)


def chosen(root: Any, family: str) -> official.Official:
    """The schema of the version that the document states, else the newest."""
    known = {
        item.version: item
        for item in official.schemas()
        if item.family == family and item.level != "part"
    }
    type_ = root.getroottree().docinfo
    stated = _VERSION.search(f"{root.get('version', '')} {type_.public_id} {type_.system_url}")
    version = f"{stated[1]}.{stated[2]}" if stated else ""
    return known.get(version) or known[max(known)]


def in_namespace(root: Any) -> Any:
    """The same elements in the namespace of NITF."""
    text = etree.tostring(root, with_tail=False)
    return markup.parse_xml(re.sub(rb"<nitf(?=[\s/>])", _BEGIN, text, count=1))


_BEGIN = f'<nitf xmlns="{NITF}"'.encode()
