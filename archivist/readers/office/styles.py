"""This module gives the paragraphs of word processors their roles, by the styles they have.

Word knows its built-in styles by English names in every language (ISO/IEC 29500-1, 17.7.4.9), in
DOCX as in RTF.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archivist.readers.layout import Leaf
from archivist.readers.office import properties
from archivist.record import BlockRole

ROLES: dict[str, BlockRole] = {
    "title": "headline",
    "subtitle": "subhead",
    "list paragraph": "list-item",
    "list bullet": "list-item",
    "list number": "list-item",
    "caption": "caption",
    "footnote text": "other",
    "endnote text": "other",
    **{f"heading {level}": "subhead" for level in range(1, 10)},
}


class Paragraph(NamedTuple):
    """A paragraph, or a row of a table (style `row`).

    `style`: the name of its style, lower case; `bookmarks`: names of those that begin in it;
    `listed`: it has a number or a bullet; `links`: where its links go.
    """

    style: str
    text: str
    bookmarks: tuple[str, ...] = ()
    listed: bool = False
    links: tuple[str, ...] = ()


def leaves(found: Iterable[Paragraph], title: str, member: str, rule: str) -> Iterator[Leaf]:
    """The paragraphs that hold words; the first heading that nothing precedes is the headline.

    `title`: what the file is called in its properties; `member`, `rule`: how paths and rules begin.
    """
    headed = False
    for number, item in enumerate(found, start=1):
        if not item.text.strip():
            continue
        role, name = _role(item, headed)
        if not headed and role == "paragraph" and properties.same(item.text, title):
            role, name = "headline", "title"
        headed = True
        yield Leaf(role, f"{rule}.{name}", f"{member}#p{number}", item.text)


def _role(item: Paragraph, headed: bool) -> tuple[BlockRole, str]:
    if item.style == "row":
        return "other", "table"
    role = ROLES.get(item.style)
    if item.style == "heading 1" and not headed:
        return "headline", "style"
    if role == "headline" and headed:
        return "subhead", "style"
    if role is not None:
        return role, "style"
    return ("list-item", "list") if item.listed else ("paragraph", "paragraph")
