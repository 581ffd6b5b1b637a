"""This module finds and loads what lies in schemas/: in an installed package or beside it."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from archivist.record import SCHEMA_VERSION


def folder() -> Traversable:
    """`archivist/schemas` of a wheel, else `schemas` beside the package (checkout, editable)."""
    inside = files("archivist") / "schemas"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "schemas"


def names() -> list[str]:
    """File names of the bundled contracts, sorted."""
    return sorted(item.name for item in folder().iterdir() if item.is_file())


def read(name: str) -> bytes:
    """The bytes of one of them. Raises FileNotFoundError."""
    return (folder() / name).read_bytes()


@functools.cache
def record_schema() -> dict[str, Any]:
    """The JSON Schema of the record (2020-12)."""
    schema: dict[str, Any] = json.loads(read("record.schema.json"))
    return schema


@functools.cache
def frozen(version: str) -> dict[str, Any]:
    """The JSON Schema of a published version of the record. Raises FileNotFoundError."""
    if version == SCHEMA_VERSION:
        return record_schema()
    name = f"record-{version}.schema.json"
    schema: dict[str, Any] = json.loads((folder() / "frozen" / name).read_bytes())
    return schema
