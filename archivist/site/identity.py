"""This module writes what was reconciled as data: `id/wikidata/Q42.ttl` and `.jsonld`.

The thing is `…#this`; the page about it is not the thing. It is the same as what the authority
names (schema:sameAs), and an aspect of it is each node of an article's graph (prov:alternateOf).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archivist.exporters.graph.lines import is_iri, literal
from archivist.namespaces import PREFIXES
from archivist.site import addresses
from archivist.site.folder import Folder
from archivist.site.layout import Frame
from archivist.site.state import State

if TYPE_CHECKING:
    from archivist.site.names import Subject

TYPES = {
    "person": "Person",
    "organization": "Organization",
    "place": "Place",
    "event": "Event",
    "work": "CreativeWork",
    "topic": "DefinedTerm",
}
MOST = 2_000  # articles named in the data of one thing; its page has all of them


def head(page: str) -> str:
    """The links from the page to its data."""
    name = page.rpartition("/")[2].removesuffix(".html")
    return (
        f'<link rel="alternate" href="{name}.ttl" type="text/turtle">\n'
        f'<link rel="alternate" href="{name}.jsonld" type="application/ld+json">'
    )


def write(state: State, folder: Folder, frame: Frame, subject: Subject) -> int:
    """The two files; how many triples they say."""
    document = frame.base + subject.page.removesuffix(".html")
    names = [
        name
        for (name,) in state.rows(
            "SELECT DISTINCT name FROM named WHERE page=? ORDER BY name", (subject.page,)
        )
    ]
    same = [
        iri
        for (iri,) in state.rows(
            "SELECT DISTINCT iri FROM alike WHERE page=? ORDER BY iri", (subject.page,)
        )
    ]
    same = [iri for iri in same if is_iri(iri)]
    nodes = list(
        state.rows(
            "SELECT DISTINCT article, node FROM named WHERE page=? ORDER BY article, node LIMIT ?",
            (subject.page, MOST),
        )
    )
    articles = [(f"{frame.base}{addresses.ARTICLES}/{id[-36:]}", node) for id, node in nodes]
    path = subject.page.removesuffix(".html")
    folder.put(f"{path}.ttl", _turtle(document, subject.kind, names, same, articles))
    folder.put(f"{path}.jsonld", _jsonld(document, subject.kind, names, same, articles))
    return 3 + len(names) + len(same) + len({iri for iri, _ in articles}) + len(articles)


def _turtle(
    document: str, kind: str, names: list[str], same: list[str], articles: list[tuple[str, str]]
) -> bytes:
    said = [
        *(f"schema:name {literal(name)}" for name in names),
        *(f"schema:sameAs <{iri}>" for iri in same),
        *(f"schema:subjectOf <{iri}#article>" for iri in dict.fromkeys(a for a, _ in articles)),
        *(f"prov:alternateOf <{iri}#{node}>" for iri, node in articles),
    ]
    lines = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("prov", "schema")]
    lines += [
        "",
        f"<{document}> a schema:WebPage ;",
        f"  schema:mainEntity <{document}#this> .",
        "",
    ]
    lines += [f"<{document}#this> a schema:{TYPES[kind]} ;", "  " + " ;\n  ".join(said) + " ."]
    return ("\n".join(lines) + "\n").encode()


def _jsonld(
    document: str, kind: str, names: list[str], same: list[str], articles: list[tuple[str, str]]
) -> bytes:
    link = {"@type": "@id"}
    context: dict[str, Any] = {name: PREFIXES[name] for name in ("prov", "schema")}
    context |= {f"schema:{key}": link for key in ("mainEntity", "sameAs", "subjectOf")}
    context["prov:alternateOf"] = link
    thing = {
        "@id": f"{document}#this",
        "@type": f"schema:{TYPES[kind]}",
        "schema:name": names,
        "schema:sameAs": same,
        "schema:subjectOf": [f"{iri}#article" for iri in dict.fromkeys(a for a, _ in articles)],
        "prov:alternateOf": [f"{iri}#{node}" for iri, node in articles],
    }
    page = {"@id": document, "@type": "schema:WebPage", "schema:mainEntity": f"{document}#this"}
    value = {"@context": context, "@graph": [page, thing]}
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
