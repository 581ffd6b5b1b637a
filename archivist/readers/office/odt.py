"""This module reads ODT: OpenDocument text (ISO/IEC 26300, ODF 1.0 to 1.4).

Paragraphs, headings, lists, tables, text boxes and notes in reading order; what tracked changes
deleted, annotations, headers and footers are not the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archivist import markup
from archivist import text as texts
from archivist.problems import Problem
from archivist.readers import plain
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.office import package, properties
from archivist.readers.office.package import Broken, Package
from archivist.record import BlockRole, Document, Source
from archivist.settings import Settings

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_MAIN = "content.xml"

# By local name: what holds no text of the article.
_NO_TEXT = (
    "tracked-changes annotation annotation-end note-citation sequence-decls forms variable-decls"
    " user-field-decls dde-connection-decls alphabetical-index-auto-mark-file bookmark-ref-decls"
    " title desc event-listeners script shape object object-ole table-columns table-column"
    " soft-page-break ruby-text"
)
_SKIPPED = frozenset(_NO_TEXT.split())
_STYLES: dict[str, BlockRole] = {
    "title": "headline",
    "subtitle": "subhead",
    "caption": "caption",
    "illustration": "caption",
    "figure": "caption",
}


def read(source: Source, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document; or R080 (damaged), R081 (encrypted), R005 (no text)."""
    try:
        if source.data.lstrip()[:1] == b"<":
            root = _flat(source.data)
            facts = properties.of_meta(root)
        else:
            opened = Package(source.data, package.limit(settings.max_size))
            if b"encryption-data" in _manifest(opened):
                return None, (package.encrypted(source),)
            root, facts = opened.xml(_MAIN), properties.odf(opened)
    except Broken as error:
        return None, (package.broken(error, source),)
    text, blocks = lay_out(_Text(root, facts.title).leaves())
    if not texts.is_visible(text):
        return None, (plain.no_text(source),)
    declared = (*source.declared, *facts.declared)
    return Document(source, MEDIA_TYPE, text, None, blocks, declared), ()


def _flat(data: bytes) -> etree._Element:
    """The root of a flat file (`.fodt`). Raises Broken."""
    try:
        return markup.parse_xml(data)
    except etree.XMLSyntaxError as error:
        raise Broken(f"XML that is not well-formed: {error.msg}") from error


def _manifest(opened: Package) -> bytes:
    name = "META-INF/manifest.xml"
    return opened.read(name) if name in opened.names() else b""


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: etree._Element, name: str) -> str:
    found = (value for key, value in element.items() if str(key).rpartition("}")[2] == name)
    return str(next(found, ""))


class _Text:
    """The walk through one `office:text`: notes and boxes are kept for after their paragraph."""

    def __init__(self, root: etree._Element, title: str) -> None:
        body = next((item for item in root.iter() if _name(item) == "text"), None)
        self._body = body if body is not None else root
        self._parents = {
            _attribute(item, "name"): _attribute(item, "parent-style-name")
            for item in root.iter()
            if _name(item) == "style"
        }
        self._title = title
        self._headed = False
        self._number = 0
        self._notes: list[Leaf] = []

    def leaves(self) -> Iterator[Leaf]:
        yield from self._flow(self._body, "paragraph")
        yield from self._notes

    def _flow(self, parent: etree._Element, role: BlockRole) -> Iterator[Leaf]:
        for element in parent:
            name = _name(element)
            if name in ("p", "h"):
                yield from self._paragraph(element, role)
            elif name == "list":
                yield from self._flow(element, "list-item")
            elif name == "table":
                yield from self._table(element, role)
            elif name not in _SKIPPED:  # section, list-item, index-body, frame, text-box
                yield from self._flow(element, role)

    def _paragraph(self, element: etree._Element, role: BlockRole) -> Iterator[Leaf]:
        self._number += 1
        path = f"{_MAIN}#p{self._number}"
        boxes: list[etree._Element] = []
        text = "".join(self._letters(element, boxes))
        if text.strip():
            role, rule = self._role(element, text, role)
            self._headed = True
            yield Leaf(role, rule, path, text)
        for box in boxes:
            yield from self._flow(box, "paragraph")

    def _role(self, element: etree._Element, text: str, role: BlockRole) -> tuple[BlockRole, str]:
        style = self._style(_attribute(element, "style-name"))
        if _name(element) == "h" or style.startswith("heading"):
            level = _attribute(element, "outline-level") or style.removeprefix("heading").strip()
            first = not self._headed and level in ("", "1")
            return ("headline" if first else "subhead"), "odt.heading"
        styled = _STYLES.get(style)
        if styled == "headline" and self._headed:
            styled = "subhead"
        if styled is not None:
            return styled, "odt.style"
        if not self._headed and role == "paragraph" and properties.same(text, self._title):
            return "headline", "odt.title"
        return role, f"odt.{role}"

    def _style(self, name: str) -> str:
        """`P1` → what it rests on: `Heading_20_1` → `heading 1`."""
        named = self._parents.get(name) or name
        return named.replace("_20_", " ").lower()

    def _table(self, element: etree._Element, role: BlockRole) -> Iterator[Leaf]:
        """A row a line, its cells apart by tabs; a table of one column is a frame around text."""
        rows = [[cell for cell in row if _name(cell) == "table-cell"] for row in _rows(element)]
        if all(len(row) < 2 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self._flow(cell, role)
            return
        for row in rows:
            held = ([leaf.text.strip() for leaf in self._flow(cell, role)] for cell in row)
            words = ["\n".join(cell) for cell in held]
            yield Leaf("other", "odt.table", f"{_MAIN}#p{self._number}", "\t".join(words))

    def _letters(self, element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        """The visible characters of a paragraph; ODF 1.3, part 3, 6.1.2: white space is one."""
        yield _blanks(element.text)
        for child in element:
            name = _name(child)
            if name == "s":
                count = _attribute(child, "c")
                yield " " * (int(count[:4]) if count.isascii() and count.isdigit() else 1)
            elif name == "tab":
                yield "\t"
            elif name == "line-break":
                yield "\n"
            elif name == "note":
                self._note(child)
            elif name in ("frame", "text-box", "a") and _name(element) != "note":
                yield from self._framed(child, boxes)
            elif name not in _SKIPPED:
                yield from self._letters(child, boxes)
            yield _blanks(child.tail)

    def _framed(self, child: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        if _name(child) == "a":
            yield from self._letters(child, boxes)
        else:
            boxes.append(child)

    def _note(self, element: etree._Element) -> None:
        kind = _attribute(element, "note-class") or "footnote"
        body = next((child for child in element if _name(child) == "note-body"), None)
        if body is None:
            return
        headed, self._headed = self._headed, True
        words = [leaf.text.strip() for leaf in list(self._flow(body, "other"))]
        self._headed = headed
        path = f"{_MAIN}#{_attribute(element, 'id') or kind}"
        self._notes.append(Leaf("other", f"odt.{kind}", path, "\n".join(words)))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if _name(child) == "table-row":
            yield child
        elif _name(child) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _blanks(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")
