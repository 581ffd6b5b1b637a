"""This module says where the data of an article is: links for machines (Signposting, level 1).

As `<link>` elements of the page and as a linkset of its own (RFC 9264): what to cite, what
describes the article, its text, its type, its licence.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from archivist.exporters import Exporter
from archivist.exporters.graph.lines import document_iri
from archivist.namespaces import PROFILE
from archivist.pages.markup import attribute, safe_link
from archivist.record import Record
from archivist.settings import Settings

SUFFIX = ".linkset.json"
MEDIA_TYPE = "application/linkset+json"
TYPE = "http://schema.org/NewsArticle"


def head(record: Record, settings: Settings, formats: Sequence[Exporter]) -> str:
    """The `<link>` elements. Data lies beside the page: addresses are relative."""
    document, name = document_iri(record, settings), record.id[-36:]
    links = [f'<link rel="cite-as" href="{attribute(document)}">']
    links.append(f'<link rel="canonical" href="{attribute(document)}">')
    for item in formats:
        where = f'href="{name}{item.suffix}" type="{item.media_type}"'
        links.append(f'<link rel="alternate" {where}>')
        links.append(f'<link rel="describedby" {where}>')
    if not settings.without_text:
        links.append(f'<link rel="item" href="{name}.txt" type="text/plain">')
    links.append(f'<link rel="type" href="{TYPE}">')
    if found := licence(record):
        links.append(f'<link rel="license" href="{attribute(found)}">')
    links.append(f'<link rel="linkset" href="{name}{SUFFIX}" type="{MEDIA_TYPE}">')
    return "\n".join(links) + "\n"


def document(record: Record, settings: Settings, formats: Sequence[Exporter]) -> bytes:
    """The linkset: UTF-8, indented, ends with a newline. Addresses are absolute."""
    anchor = document_iri(record, settings)
    page: dict[str, Any] = {"anchor": anchor, "cite-as": [{"href": anchor}]}
    page["type"] = [{"href": TYPE}, {"href": "http://schema.org/WebPage"}]
    page["describedby"] = [
        {"href": anchor + item.suffix, "type": item.media_type, **_profile(item)}
        for item in formats
    ]
    if not settings.without_text:
        page["item"] = [{"href": f"{anchor}.txt", "type": "text/plain"}]
    if found := licence(record):
        page["license"] = [{"href": found}]
    sets = [page]
    for item in formats:
        about: dict[str, Any] = {"anchor": anchor + item.suffix, "describes": [{"href": anchor}]}
        if settings.metadata_licence and safe_link(settings.metadata_licence):
            about["license"] = [{"href": settings.metadata_licence}]
        sets.append(about)
    return (json.dumps({"linkset": sets}, ensure_ascii=False, indent=1) + "\n").encode()


def _profile(item: Exporter) -> dict[str, Any]:
    return {"profile": [PROFILE]} if item.marker == PROFILE else {}


def licence(record: Record) -> str | None:
    """The address of the licence of the text, where the record names one."""
    statement = record.rights.statement if record.rights else None
    return statement if statement and safe_link(statement) else None
