"""This module makes a document of the values of one row or object that a mapping has sorted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archivist.problems import Problem
from archivist.readers import fields, plain
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.mapping import Mapping
from archivist.record import Block, BlockRole, Declared, Document, Source, Value
from archivist.text import is_visible


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: the key it states, its place in the source's own path language, its name."""

    key: str
    value: str
    path: str
    name: str


def document(
    source: Source, media_type: str, encoding: Value | None, cells: Sequence[Cell], rule: str
) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document; R005 when no value is text or headline."""
    declared = (*source.declared, *facts(cells, rule))
    texts = [cell.value for cell in cells if cell.key == "text" and is_visible(cell.value)]
    text, blocks = _text(texts, cells, rule)
    if not is_visible(text):
        return None, (plain.no_text(source),)
    return Document(source, media_type, text, encoding, blocks, declared), ()


def _text(texts: list[str], cells: Sequence[Cell], rule: str) -> tuple[str, tuple[Block, ...]]:
    """The texts one below the other; where there is none, the headline is all there is."""
    if len(texts) == 1:
        return fields.laid_out(texts[0])
    if texts:
        return fields.laid_out("\n\n".join(texts))
    for key, role in _INSTEAD:
        cell = next((item for item in cells if item.key == key and is_visible(item.value)), None)
        if cell:
            leaf = Leaf(role=role, rule=rule, path=cell.path, text=fields.shown(cell.value))
            return lay_out([leaf])
    return "", ()


# What stands for the text where there is none.
_INSTEAD: tuple[tuple[str, BlockRole], ...] = (("headline", "headline"), ("summary", "paragraph"))


def facts(cells: Iterable[Cell], rule: str, *, supplied: bool = False) -> Iterable[Declared]:
    """What the cells declare; a list in a cell is several facts."""
    for cell in cells:
        if cell.key == "text":
            continue
        field = fields.TITLE if cell.key == fields.TITLE else fields.FIELDS[cell.key]
        if cell.key == "id":
            field = f"identifier.{scheme(cell.name)}"
        for item in fields.items(cell.key, cell.value):
            shown = fields.shown(item) if fields.is_markup(item) or "&" in item else item
            if shown:
                yield Declared(field, shown, cell.path, rule, supplied)


def scheme(name: str) -> str:
    """The name of a column as the scheme of an identifier: `doc_id` → doc-id."""
    found = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return found if found[:1].isalpha() else "id"


def constants(mapping: Mapping) -> tuple[Declared, ...]:
    """What the mapping says of every row: supplied by the archivist."""
    return tuple(
        Declared(
            "identifier.id" if key == "id" else fields.FIELDS[key],
            value,
            f"{mapping.file}#values.{key}",
            "mapping.value",
            supplied=True,
        )
        for key, value in mapping.values
    )
