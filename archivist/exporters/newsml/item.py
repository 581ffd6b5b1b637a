"""This module maps what concerns the item as a whole: itemMeta and rightsInfo, both ways."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from archivist.exporters import unmeasured
from archivist.exporters.newsml import names
from archivist.exporters.newsml.draft import Draft
from archivist.exporters.newsml.found import Found
from archivist.exporters.newsml.strings import carried, in_attribute, in_text, is_iri, one_line
from archivist.namespaces import HOME, PRONOM, SCHEMA_RECORD, SHA256
from archivist.record import HistoryEntry, Record, Rights, SourceInfo

DERIVED_FROM = "irel:derivedFrom"
HISTORY = ("tool", "version", "rules", "by")

# ------------------------------------------------------------------ to NewsML-G2


def write_item(draft: Draft, record: Record, provider: str | None) -> list[str]:
    """The lines of itemMeta."""
    generator = record.generator
    digest = sha256(record.text.encode()).hexdigest()
    return [
        '<itemClass qcode="ninat:text"/>',
        _provider(provider),
        f"<versionCreated>{generator.as_of}</versionCreated>",
        f'<pubStatus qcode="{names.STATUS[record.status]}"/>',
        *_generators(draft, record),
        f'<profile versioninfo="{names.PROFILE_VERSION}">{names.PROFILE}</profile>',
        _title(draft, record),
        *_unmeasured(record),
        f'<hash hashtypeuri="{SHA256}" scopeuri="{names.TEXT_SCOPE}">{digest}</hash>',
        f'<metadataCreator uri="{HOME}"/>',
        *_links(draft, record),
        _schema(record.schema_version),
        *_source_properties(draft, record.source),
        *(
            line
            for number, entry in enumerate(record.history)
            for line in _entry(draft, entry, number)
        ),
    ]


def _provider(provider: str | None) -> str:
    """Who hands the item on; archivist never is the provider, so it is unknown unless told."""
    if provider is None:
        return '<provider literal="unknown"/>'
    if is_iri(provider):
        return f'<provider uri="{in_attribute(provider)}"/>'
    name = one_line(carried(provider))
    return f'<provider literal="{in_attribute(name)}"><name>{in_text(name)}</name></provider>'


def _generators(draft: Draft, record: Record) -> list[str]:
    generator, path = record.generator, ("generator",)
    version = draft.attribute("versioninfo", generator.version, (*path, "version"))
    lines = [draft.line("generator", version, generator.name, (*path, "name"))]
    for name, value in sorted(generator.components.items()):
        version = draft.attribute("versioninfo", value, (*path, "components", name))
        lines.append(f'<generator{version} role="arcrole:component">{in_text(name)}</generator>')
    return lines


def _title(draft: Draft, record: Record) -> str:
    title, path = record.title, ("title",)
    cited = draft.cite(title.evidence, "title", path)
    content = draft.content(title.value, (*path, "value"))
    return f'<title id="title"{cited} role="{names.TITLE[title.kind]}">{content}</title>'


def _unmeasured(record: Record) -> list[str]:
    """What nobody measured in this language, for people; reading takes it from the values."""
    found = unmeasured.fields(record)
    if not found:
        return []
    language = "" if record.language is None else f" in {in_text(record.language.value)}"
    note = f"Confidence not measured{language}: {', '.join(found)}"
    return [f'<edNote xml:lang="en" role="arcrole:notMeasured">{note}</edNote>']


def _links(draft: Draft, record: Record) -> list[str]:
    """The file the record was made from, then other items it is related to."""
    source, path = record.source, ("source",)
    href = ""
    if source.url is not None:
        name = "href" if is_iri(source.url) else "arc:verbatim"
        href = draft.attribute(name, source.url, (*path, "url"))
    name = draft.attribute("residref", source.name, (*path, "name"))
    part = draft.attribute("persistidref", source.part, (*path, "part"))
    puid = "" if source.puid is None else f' formaturi="{PRONOM}{source.puid}"'
    lines = [
        f'<link rel="{DERIVED_FROM}"{href}{name}{part} contenttype="{source.media_type}"'
        f'{puid} size="{source.size}"><hash hashtypeuri="{SHA256}">{source.sha256}</hash></link>'
    ]
    for number, relation in enumerate(record.relations):
        own, place = f"r{number + 1}", ("relations", number)
        cited = draft.cite(relation.evidence, own, place)
        target = draft.attribute("residref", relation.target, (*place, "target"))
        lines.append(f'<link id="{own}" rel="arcrel:{relation.type}"{target}{cited}/>')
    return lines


def _source_properties(draft: Draft, source: SourceInfo) -> list[str]:
    lines = []
    if source.encoding is not None:
        path = ("source", "encoding")
        cited = draft.cite(source.encoding.evidence, "encoding", path)
        value = draft.attribute("value", source.encoding.value, (*path, "value"))
        lines.append(f'<itemMetaExtProperty id="encoding" rel="arcrel:encoding"{value}{cited}/>')
    for number, place in enumerate(source.places):
        value = draft.attribute("value", place, ("source", "places", number))
        lines.append(f'<itemMetaExtProperty rel="arcrel:place"{value}/>')
    return lines


def _entry(draft: Draft, entry: HistoryEntry, number: int) -> list[str]:
    """One step of the history; a JSON Patch stays the JSON document that RFC 6902 defines."""
    related = ""
    for name in HISTORY:
        value = draft.attribute("value", getattr(entry, name), ("history", number, name))
        if value:
            related += f'<related rel="arcrel:{name}"{value}/>'
    if entry.patch:
        operations = [
            {"op": step.op, "path": step.path, "from": step.from_, "value": step.value}
            for step in entry.patch
        ]
        patch = in_attribute(json.dumps(operations, sort_keys=True, separators=(",", ":")))
        related += f'<related rel="arcrel:patch" value="{patch}"/>'
    return [
        f'<itemMetaExtProperty rel="arcrel:history" type="arcrel:{entry.action}">',
        f"{related}</itemMetaExtProperty>",
    ]


def write_rights(draft: Draft, rights: Rights | None) -> list[str]:
    """rightsInfo, or nothing when nothing is known."""
    if rights is None:
        return []
    path = ("rights",)
    lines = [f'<rightsInfo id="rights"{draft.cite(rights.evidence, "rights", path)}>']
    if rights.holder is not None:
        name = draft.line("name", "", rights.holder, (*path, "holder"))
        lines.append(f"<copyrightHolder>{name}</copyrightHolder>")
    if rights.notice is not None:
        notice = draft.content(rights.notice, (*path, "notice"))
        lines.append(f"<copyrightNotice>{notice}</copyrightNotice>")
    if rights.statement is not None:
        lines.append(_terms(draft, rights.statement, (*path, "statement")))
    return [*lines, "</rightsInfo>"]


def _schema(version: str) -> str:
    return f'<itemMetaExtProperty rel="arcrel:recordSchema" uri="{SCHEMA_RECORD}{version}"/>'


def _terms(draft: Draft, statement: str, path: tuple[str | int, ...]) -> str:
    if is_iri(statement):
        return f"<usageTerms{draft.attribute('href', statement, path)}/>"
    return f"<usageTerms>{draft.content(statement, path)}</usageTerms>"


# ------------------------------------------------------------------ from NewsML-G2


def read_item(found: Found) -> dict[str, Any]:
    """id, generator, source, title, relations, status, revision, history, schemaVersion."""
    meta = found.section("itemMeta")
    title = found.one(meta, "title")
    schema = found.property(meta, "arcrel:recordSchema")
    return {
        "schemaVersion": str(schema.get("uri")).rpartition("/")[2],
        "id": found.root.get("guid"),
        "generator": _read_generator(found, meta),
        "source": _read_source(found, meta),
        "title": {
            "value": found.text(title),
            "kind": names.backwards(names.TITLE)[title.get("role")],
            "evidence": found.evidence(title),
        },
        "relations": [
            {
                "type": found.code(link.get("rel")),
                "target": link.get("residref"),
                "evidence": found.evidence(link),
            }
            for link in found.all(meta, "link")
            if link.get("rel") != DERIVED_FROM
        ],
        "revision": int(found.root.get("version")),
        "status": names.backwards(names.STATUS)[found.one(meta, "pubStatus").get("qcode")],
        "history": [
            _read_entry(found, entry) for entry in found.properties(meta, "arcrel:history")
        ],
    }


def _read_generator(found: Found, meta: Any) -> dict[str, Any]:
    first, *components = found.all(meta, "generator")
    return {
        "name": found.text(first),
        "version": first.get("versioninfo"),
        "components": {found.text(part): part.get("versioninfo") for part in components},
        "asOf": found.text(found.one(meta, "versionCreated")),
    }


def _read_source(found: Found, meta: Any) -> dict[str, Any]:
    link = found.property(meta, DERIVED_FROM)
    puid, encoding = link.get("formaturi"), found.property(meta, "arcrel:encoding")
    return {
        "name": link.get("residref"),
        "part": link.get("persistidref"),
        "places": [place.get("value") for place in found.properties(meta, "arcrel:place")],
        "mediaType": link.get("contenttype"),
        "encoding": None
        if encoding is None
        else {"value": encoding.get("value"), "evidence": found.evidence(encoding)},
        "size": int(link.get("size")),
        "sha256": found.text(found.one(link, "hash")),
        "url": link.get("href") or found.own(link, "verbatim"),
        "puid": puid and puid.removeprefix(PRONOM),
    }


def _read_entry(found: Found, entry: Any) -> dict[str, Any]:
    values = {
        found.code(part.get("rel")): part.get("value") for part in found.all(entry, "related")
    }
    return {
        "action": found.code(entry.get("type")),
        **{name: values.get(name) for name in HISTORY},
        "patch": json.loads(values.get("patch", "[]")),
    }


def read_provider(found: Found) -> str | None:
    """What `provider` was set to; None where it was not known."""
    provider = found.one(found.section("itemMeta"), "provider")
    name = found.one(provider, "name")
    known: str | None = provider.get("uri") if name is None else found.text(name)
    return known


def read_rights(found: Found) -> dict[str, Any] | None:
    rights = found.section("rightsInfo")
    if rights is None:
        return None
    holder, terms = found.one(rights, "copyrightHolder"), found.one(rights, "usageTerms")
    notice = found.one(rights, "copyrightNotice")
    return {
        "statement": None if terms is None else terms.get("href") or found.text(terms),
        "holder": None if holder is None else found.text(found.one(holder, "name")),
        "notice": None if notice is None else found.text(notice),
        "evidence": found.evidence(rights),
    }
