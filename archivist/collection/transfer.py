"""This module writes what Archivematica takes in beside the objects of a transfer.

Names of files, metadata.csv, rights.csv and checksum.sha256 as its user manual describes them:
https://www.archivematica.org/docs/latest/user-manual/transfer/ (import-metadata, transfer,
clean-up-names). Dublin Core says what the article or its source says; what archivist devised
stands in columns of its own, which are no Dublin Core.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archivist.text import safe_name

FILES = 10_000  # in a transfer, all told
LONGEST = 120  # characters of one name: with what Archivematica adds it fits every disk

Fields = list[tuple[str, str]]  # column → value; a column may be repeated

# Folders and files that mean something to Archivematica where objects lie.
RESERVED = (
    "access",
    "dspace",
    "logs",
    "manualnormalization",
    "metadata",
    "processingmcp.xml",
    "service",
    "submissiondocumentation",
    "thumbnails",
    "thumbs.db",
)

RIGHTS = (
    "file,basis,status,determination_date,jurisdiction,start_date,end_date,terms,citation,note,"
    "grant_act,grant_restriction,grant_start_date,grant_end_date,grant_note,doc_id_type,"
    "doc_id_value,doc_id_role"
).split(",")

# Letters, digits and `-_.()`: all other characters would be changed on arrival.
_OTHER = re.compile(r"[^A-Za-z0-9\-_.()]")


def name(path: str) -> str:
    """A path below `objects/` that Archivematica leaves as it is."""
    return "/".join(_part(part) for part in path.split("/") if part)


def _part(part: str) -> str:
    plain = unicodedata.normalize("NFKD", part.replace("ß", "ss").replace("ø", "o"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = _OTHER.sub("_", plain)
    if plain.startswith((".", "-")):
        plain = f"_{plain[1:]}"
    if plain.endswith("."):
        plain = f"{plain[:-1]}_"
    if plain.lower() in RESERVED or safe_name(plain) != plain:  # CON.txt is a device somewhere
        plain = f"_{plain}"
    return plain if len(plain) <= LONGEST else _shortened(plain)


def _shortened(plain: str) -> str:
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > 10:
        return plain[:LONGEST]
    return f"{stem[: LONGEST - len(suffix) - 1]}.{suffix}"


# ------------------------------------------------------------------ metadata.csv


def described(record: Mapping[str, Any], place: str, rights: str | None) -> Fields:
    """The columns of one object. `place`: the path it had below the input, with the part."""
    title = record["title"]
    formal = title["kind"] == "formal"
    fields: Fields = [("dc.title", title["value"] if formal else "")]
    fields += _credited(record)
    fields += _subjects(record)
    fields += _dated(record)
    fields.append(("dc.identifier", record["id"]))
    fields += [("dc.identifier", item["value"]) for item in record["identifiers"]]
    fields.append(("dc.source", record["source"]["url"] or ""))
    fields.append(("dc.language", (record["language"] or {}).get("value") or ""))
    fields += _rights(record, rights)
    fields.append(("devised_title", "" if formal else title["value"]))
    fields.append(("original_name", place))
    return [(column, " ".join(value.split())) for column, value in fields]


def _credited(record: Mapping[str, Any]) -> Fields:
    columns = {"author": "dc.creator", "publisher": "dc.publisher"}
    found = [
        (columns.get(credit["role"], "dc.contributor"), item["name"])
        for credit in record["credits"]
        for item in credit["names"]
        if credit["role"] != "source"
    ]
    return list(dict.fromkeys(found))


def _subjects(record: Mapping[str, Any]) -> Fields:
    names = dict.fromkeys(topic["name"] for topic in record["topics"] if topic["name"])
    fields = [("dc.subject", word) for word in names]
    summary = record["summary"]
    return [*fields, ("dc.description", summary["value"])] if summary else fields


def _dated(record: Mapping[str, Any]) -> Fields:
    columns = {
        "published": "dc.date",
        "created": "dcterms.created",
        "modified": "dcterms.modified",
        "coverage": "dc.coverage",
    }
    found = [
        (columns[date["role"]], date["value"])
        for date in record["dates"]
        if date["role"] in columns
    ]
    return list(dict.fromkeys(found))


def _rights(record: Mapping[str, Any], iri: str | None) -> Fields:
    """What the article says of its rights, and what the archive does."""
    stated = record["rights"] or {}
    said = (stated.get("notice"), stated.get("statement"), iri)
    return [("dc.rights", value) for value in dict.fromkeys(said) if value]


COLUMNS = (
    "dc.title",
    "dc.creator",
    "dc.subject",
    "dc.description",
    "dc.publisher",
    "dc.contributor",
    "dc.date",
    "dcterms.created",
    "dcterms.modified",
    "dc.identifier",
    "dc.source",
    "dc.language",
    "dc.coverage",
    "dc.rights",
    "devised_title",
    "original_name",
)


def metadata(objects: Sequence[tuple[str, Fields]]) -> bytes:
    """metadata.csv: a row for each (path, fields); a column is repeated as often as needed."""
    most = dict.fromkeys(COLUMNS, 0)
    for _, fields in objects:
        for column in COLUMNS:
            most[column] = max(most[column], sum(found == column for found, _ in fields))
    header = [column for column in COLUMNS for _ in range(most[column])]
    rows = [["filename", *header]]
    for path, fields in objects:
        cells = [path]
        for column in COLUMNS:
            values = [value for found, value in fields if found == column]
            cells += values + [""] * (most[column] - len(values))
        rows.append(cells)
    return _csv(rows)


# ------------------------------------------------------------------ rights.csv, checksum.sha256


def rights(objects: Iterable[tuple[str, str]]) -> bytes:
    """rights.csv: a row for each (path, IRI of a licence or a rights statement)."""
    return _csv([RIGHTS, *(_right(path, iri) for path, iri in objects)])


def _right(path: str, iri: str) -> list[str]:
    licensed = re.match(r"https?://creativecommons\.org/licenses/", iri) is not None
    cells = dict.fromkeys(RIGHTS, "")
    cells |= {"file": path, "basis": "license" if licensed else "other"}
    cells |= {"doc_id_type": "URI", "doc_id_value": iri}
    cells["terms" if licensed else "note"] = iri
    return [cells[column] for column in RIGHTS]


def checksums(objects: Iterable[tuple[str, str]]) -> bytes:
    """checksum.sha256 of (path from the transfer, digest): as sha256sum writes it."""
    return "".join(f"{digest}  {path}\n" for path, digest in objects).encode()


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")
