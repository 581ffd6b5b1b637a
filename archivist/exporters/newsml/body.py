"""This module maps the text: an XHTML rendition to read, and an exact one that offsets count in.

XHTML comes first and the exact text last, because readers take the last text rendition they know
as the article. The exact text is base64 where it holds a character that XML cannot carry.
"""

from __future__ import annotations

import base64
from typing import Any

from archivist.exporters.newsml.draft import Draft
from archivist.exporters.newsml.found import Element, Found
from archivist.exporters.newsml.strings import carried, in_text, is_carried
from archivist.namespaces import BASE64, XHTML
from archivist.record import Record

NOTE = "note."

# ------------------------------------------------------------------ to NewsML-G2


def write_parts(draft: Draft, record: Record) -> None:
    """Blocks and notes as parts."""
    for number, block in enumerate(record.blocks):
        own = f"b{number + 1}"
        cited = draft.cite(block.evidence, own, ("blocks", number))
        draft.part(own, block.role, block.span, f' seq="{number + 1}"{cited}')
    for number, note in enumerate(record.notes):
        own = f"n{number + 1}"
        cited = draft.cite(note.evidence, own, ("notes", number))
        draft.part(own, NOTE + note.code, note.span, cited)


def write_body(record: Record, language: str) -> list[str]:
    """The lines of contentSet; `language` is a tag, escaped."""
    return [
        '<contentSet original="text">',
        '<inlineXML id="body" contenttype="application/xhtml+xml">',
        f'<html xmlns="{XHTML}" xml:lang="{language}" lang="{language}">',
        f"<head><title>{record.id}</title></head>",
        "<body>",
        *_paragraphs(record),
        "</body>",
        "</html>",
        "</inlineXML>",
        _exact(record.text),
        "</contentSet>",
    ]


def _paragraphs(record: Record) -> list[str]:
    if not record.blocks:
        return [_paragraph(record.text, "x-b0", "paragraph")]
    return [
        _paragraph(block.span.of(record.text), f"x-b{number + 1}", block.role)
        for number, block in enumerate(record.blocks)
    ]


def _paragraph(text: str, own: str, role: str) -> str:
    kind = "" if role == "paragraph" else f' class="{role}"'
    return f'<p id="{own}"{kind}>{in_text(carried(text))}</p>'


def _exact(text: str) -> str:
    content, encoding = in_text(text), ""
    if not is_carried(text):
        content = base64.b64encode(text.encode()).decode()
        encoding = f' encodinguri="{BASE64}"'
    return (
        f'<inlineData id="text" contenttype="text/plain"{encoding} charcount="{len(text)}"'
        f' xml:space="preserve">{content}</inlineData>'
    )


# ------------------------------------------------------------------ from NewsML-G2


def read_text(found: Found) -> str:
    """The exact text. Raises ValueError where base64 holds no UTF-8."""
    data = found.one(found.section("contentSet"), "inlineData")
    if data.get("encodinguri") is None:
        return found.text(data)
    return base64.b64decode(found.text(data), validate=True).decode()


def read_parts(found: Found) -> dict[str, Any]:
    """blocks, which are numbered by `seq`, and notes."""
    parts = found.sections("partMeta")
    notes = [part for part in parts if found.kind(part).startswith(NOTE)]
    return {
        "blocks": [
            {"role": found.kind(part), **_read_placed(found, part)}
            for part in parts
            if part.get("seq") is not None
        ],
        "notes": [
            {"code": found.kind(part).removeprefix(NOTE), **_read_placed(found, part)}
            for part in notes
        ],
    }


def _read_placed(found: Found, part: Element) -> dict[str, Any]:
    span = found.range(part.get("partid"))
    return {"span": span, "evidence": found.evidence(part, placed=True)}
