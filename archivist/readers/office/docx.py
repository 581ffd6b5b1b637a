"""This module reads DOCX: WordprocessingML (ISO/IEC 29500-1, transitional and strict).

Paragraphs, headings, lists, tables, text boxes and notes in reading order; what tracked changes
delete, hidden text, comments, headers and footers are not the text. Styles are known by their
built-in names, which are English in every language of Word (17.7.4.9).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archivist import text as texts
from archivist.problems import Problem
from archivist.readers import plain
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.office import package, properties, styles
from archivist.readers.office.package import Broken, Package
from archivist.readers.office.styles import Paragraph
from archivist.readers.xhtml import fragment
from archivist.record import Document, Source
from archivist.settings import Settings

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "word/document.xml"
_DEEPEST = 20  # styles that rest on styles

# Deleted text, codes of fields, properties; and `Fallback`, which says again for old versions of
# Word what `Choice` beside it says (ISO/IEC 29500-3, 7.6).
_NO_TEXT = (
    "del moveFrom delText instrText delInstrText rPr pPr sectPr tblPr trPr tcPr Fallback"
    " annotationRef footnoteRef endnoteRef"
)
_SKIPPED = frozenset(_NO_TEXT.split())
_LETTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\xad"}


def read(source: Source, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document; or R080 (damaged), R005 (no text)."""
    try:
        opened = Package(source.data, package.limit(settings.max_size))
        found = list(paragraphs(opened))
        notes = list(_notes(opened))
    except Broken as error:
        return None, (package.broken(error, source),)
    facts = properties.opc(opened)
    text, blocks = lay_out([*styles.leaves(found, facts.title, _MAIN, "docx"), *notes])
    if not texts.is_visible(text):
        return None, (plain.no_text(source),)
    declared = (*source.declared, *facts.declared)
    return Document(source, MEDIA_TYPE, text, None, blocks, declared), ()


def paragraphs(opened: Package) -> Iterator[Paragraph]:
    """The paragraphs of the main text in reading order. Raises Broken."""
    root = opened.xml(_main(opened))
    names = _style_names(opened.optional("word/styles.xml"))
    targets = _targets(opened)
    body = next((child for child in root if _name(child) == "body"), root)
    for element in body:
        if _name(element) == "altChunk":
            yield from _chunk(opened, targets.get(_attribute(element, "id"), ""))
        else:
            for item in _part(element, names):
                links = (targets.get(key, "") for key in item.links)
                yield item._replace(links=tuple(link for link in links if link))


def _targets(opened: Package) -> dict[str, str]:
    """Id of a relation → where it goes (ISO/IEC 29500-2, 9.3)."""
    stated = opened.optional("word/_rels/document.xml.rels")
    relations = stated if stated is not None else ()
    return {str(item.get("Id", "")): str(item.get("Target", "")) for item in relations}


def _chunk(opened: Package, target: str) -> Iterator[Paragraph]:
    """Text that a service put in as HTML, for Word to take over (17.17.2.1)."""
    target = target.lstrip("/")
    if target.lower().endswith((".htm", ".html", ".xhtml")):
        name = target if target in opened.names() else f"word/{target}"
        held, _ = texts.decode_stated(opened.read(name), name, None, "bytes")
        for leaf in fragment(held.text) if held is not None else ():
            style = "heading 2" if leaf.role == "subhead" else ""
            yield Paragraph(style, leaf.text, (), leaf.role == "list-item")


def _main(opened: Package) -> str:
    """The member with the main text: nearly always the same, else as the package states."""
    names = opened.names()
    if _MAIN in names:
        return _MAIN
    stated = opened.optional("_rels/.rels")
    for relation in stated if stated is not None else ():
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return str(relation.get("Target", _MAIN)).lstrip("/")
    return _MAIN


def _name(element: etree._Element) -> str:
    """The local name; transitional and strict files have different namespaces."""
    return str(element.tag).rpartition("}")[2]


def _attribute(element: etree._Element | None, name: str) -> str:
    if element is None:
        return ""
    found = (value for key, value in element.items() if str(key).rpartition("}")[2] == name)
    return str(next(found, ""))


def _child(element: etree._Element | None, *names: str) -> etree._Element | None:
    for name in names:
        if element is None:
            return None
        element = next((child for child in element if _name(child) == name), None)
    return element


# ------------------------------------------------------------------ styles


def _style_names(root: etree._Element | None) -> dict[str, str]:
    """Style id → the built-in name it is or rests on, else its own name; lower case."""
    names: dict[str, str] = {}
    parents: dict[str, str] = {}
    for style in root if root is not None else ():
        key = _attribute(style, "styleId")
        if _name(style) == "style" and key:
            names[key] = _attribute(_child(style, "name"), "val").lower()
            parents[key] = _attribute(_child(style, "basedOn"), "val")
    return {key: _built_in(key, names, parents) for key in names}


def _built_in(key: str, names: dict[str, str], parents: dict[str, str]) -> str:
    at = key
    for _ in range(_DEEPEST):
        if names.get(at, "") in styles.ROLES:
            return names[at]
        at = parents.get(at, "")
    return names[key]


# ------------------------------------------------------------------ paragraphs


def _flow(parent: etree._Element, names: dict[str, str]) -> Iterator[Paragraph]:
    """What stands in a body, a cell, a text box: paragraphs, tables, and boxes around them."""
    for element in parent:
        yield from _part(element, names)


def _part(element: etree._Element, names: dict[str, str]) -> Iterator[Paragraph]:
    name = _name(element)
    if name == "p":
        yield from _paragraph(element, names)
    elif name == "tbl":
        yield from _table(element, names)
    elif name not in _SKIPPED:  # sdt, ins, customXml, smartTag: what they hold
        yield from _flow(element, names)


def _paragraph(element: etree._Element, names: dict[str, str]) -> Iterator[Paragraph]:
    form = _child(element, "pPr")
    key = _attribute(_child(form, "pStyle"), "val")
    number = _child(form, "numPr", "numId")
    listed = number is not None and _attribute(number, "val") != "0"
    boxes: list[etree._Element] = []
    marks: list[str] = []
    links: list[str] = []
    text = "".join(_letters(element, boxes, marks, links))
    yield Paragraph(names.get(key, key.lower()), text, tuple(marks), listed, tuple(links))
    for box in boxes:
        yield from _flow(box, names)


def _letters(
    element: etree._Element, boxes: list[etree._Element], marks: list[str], links: list[str]
) -> Iterator[str]:
    """The visible characters; text boxes, bookmarks and ids of links are put aside."""
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _LETTERS:
            yield _LETTERS[name]
        elif name == "sym":
            yield _symbol(child)
        elif name == "bookmarkStart":
            marks.append(_attribute(child, "name"))
        elif name == "txbxContent":
            boxes.append(child)
        elif name == "r" and _is_hidden(child):
            continue
        elif name not in _SKIPPED:
            if name == "hyperlink":
                links.append(_attribute(child, "id"))
            yield from _letters(child, boxes, marks, links)


def _is_hidden(run: etree._Element) -> bool:
    mark = _child(run, "rPr", "vanish")
    return mark is not None and _attribute(mark, "val") not in ("0", "false", "off")


def _symbol(element: etree._Element) -> str:
    """`w:sym w:char="F0B7"`: a letter of a symbol font, which has no letter of Unicode."""
    try:
        return chr(int(_attribute(element, "char"), 16))
    except (ValueError, OverflowError):
        return ""


def _table(element: etree._Element, names: dict[str, str]) -> Iterator[Paragraph]:
    """A row a line, its cells apart by tabs; a table of one column is a frame around text."""
    rows = [row for row in _inside(element, "tr") if _child(row, "trPr", "del") is None]
    cells = [list(_inside(row, "tc")) for row in rows]
    if all(len(row) < 2 for row in cells):
        for row in cells:
            for cell in row:
                yield from _flow(cell, names)
        return
    for row in cells:
        held = [[p for p in _flow(cell, names) if p.text.strip()] for cell in row]
        marks = tuple(mark for cell in held for p in cell for mark in p.bookmarks)
        words = ("\n".join(p.text.strip() for p in cell) for cell in held)
        yield Paragraph("row", "\t".join(words), marks, False)


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table, cells of a row: also those in a content control or a tracked insertion."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(child, name)


# ------------------------------------------------------------------ notes


def _notes(opened: Package) -> Iterator[Leaf]:
    """Footnotes and endnotes, after the text; those without an id of their own are rules."""
    names: dict[str, str] = {}
    for kind in ("footnote", "endnote"):
        root = opened.optional(f"word/{kind}s.xml")
        for note in root if root is not None else ():
            if _attribute(note, "type") not in ("", "normal"):
                continue
            text = "\n".join(p.text.strip() for p in _flow(note, names) if p.text.strip())
            path = f"word/{kind}s.xml#{_attribute(note, 'id')}"
            yield Leaf("other", f"docx.{kind}", path, text)
