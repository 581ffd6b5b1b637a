"""This module describes the tables for machines: CSV on the Web (W3C, Metadata Vocabulary 2015)."""

from __future__ import annotations

import json
from typing import Any

from archivist.namespaces import HOME, expand
from archivist.tables.columns import Column, Kind, Table, tables

NAME = "tables.csv-metadata.json"
INERT = (
    "Where a text begins with =, +, - or @ (also in full width), or such a sign follows a"
    " semicolon, a tab or a line end, with blanks or quotation marks between, an apostrophe stands"
    " before the sign, so that no spreadsheet runs it: take one away to get the text. Control"
    " characters but tab, LF and CR are written as their pictures U+2400 to U+2426; pictures of"
    " the text itself follow U+241A. Offsets count in the text without these."
)
EXACT = (
    "All texts are exactly those of the records: a spreadsheet may run what looks like a formula."
)
_TYPES: dict[Kind, Any] = {
    "id": "anyURI",
    "text": "string",
    "language": "string",  # the Python library csvw 4.1 does not know `language`
    "edtf": {"@id": expand("edtf:EDTF"), "base": "string"},
    "date": "date",
    "integer": "nonNegativeInteger",
    "flag": "boolean",
}


def description(*, exact: bool = False) -> bytes:
    """`tables.csv-metadata.json`: a group of tables with columns, keys and references."""
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "Articles as tables",
        "dc:creator": {"@id": HOME},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True},
        "notes": [{"rdfs:comment": EXACT if exact else INERT}],
        "tables": [_table(table) for table in tables()],
    }
    return json.dumps(group, ensure_ascii=False, indent=2).encode() + b"\n"


def _table(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.columns]}
    keys = [column.name for column in table.columns if column.key]
    if keys:
        schema["primaryKey"] = keys[0]
        schema["aboutUrl"] = "{+" + keys[0] + "}"
    references = [_reference(column) for column in table.columns if column.refers]
    if references:
        schema["foreignKeys"] = references
    return {"url": f"{table.name}.csv", "dc:title": table.name, "tableSchema": schema}


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.about,
        "datatype": _TYPES[column.kind],
        "required": not column.may_be_null,
    }


def _reference(column: Column) -> dict[str, Any]:
    table, referred = column.refers or ("", "")
    reference = {"resource": f"{table}.csv", "columnReference": referred}
    return {"columnReference": column.name, "reference": reference}
