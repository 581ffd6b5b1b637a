"""This module reads pages of text recognition: PAGE XML (PRImA, 2010 to 2019) and ALTO 1 to 4.

Regions become blocks in reading order, their lines stay lines: what was printed apart is kept
apart, and hyphens at the end of a line are where they were printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from archivist import markup
from archivist.problems import Location, problem
from archivist.readers import layout, plain, xmlhead
from archivist.readers.layout import Leaf
from archivist.readers.parts import Reading
from archivist.record import BlockRole, Declared, Source
from archivist.record import Document as Doc
from archivist.settings import Settings

# What PAGE calls a region of text; every other type is a paragraph.
ROLES: dict[str, BlockRole] = {
    "heading": "subhead",
    "caption": "caption",
    "credit": "credit",
    "header": "other",
    "footer": "other",
    "page-number": "other",
    "signature-mark": "other",
    "marginalia": "other",
    "catch-word": "other",
}


def opens(head: bytes) -> bool:
    """Whether the first element is that of a PAGE or an ALTO file."""
    return xmlhead.root(head)[0] in ("PcGts", "alto")


def read(source: Source, settings: Settings) -> Reading:
    """The page as one document; R040 when it is no XML, R005 when nothing was recognised."""
    try:
        tree = markup.parse_xml(source.data)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        where = Location(source.location, line or None, column or None)
        return None, (problem("R040", f"found broken XML: {error.msg}"[:300], where),)
    is_alto = markup.local_name(tree) == "alto"
    shown, blocks = layout.lay_out(_alto(tree) if is_alto else _page(tree))
    if not shown:
        return None, (plain.no_text(source),)
    declared = (*source.declared, *(_of_alto(tree) if is_alto else _of_page(tree)))
    return Doc(source, "application/xml", shown, None, blocks, declared), ()


# ------------------------------------------------------------------ PAGE


def _page(tree: etree._Element) -> Iterator[Leaf]:
    for number, page in enumerate(tree.iter("{*}Page"), 1):
        order = {ref.get("regionRef"): at for at, ref in enumerate(_refs(page))}
        regions = list(page.iter("{*}TextRegion"))
        last = len(order)
        for region in sorted(regions, key=lambda item: order.get(item.get("id"), last)):
            role = ROLES.get(region.get("type", ""), "paragraph")
            path = f"Page[{number}]/TextRegion[@id={region.get('id', '')}]"
            yield Leaf(role, "page-xml.region", path, _region(region))


def _refs(page: etree._Element) -> Iterator[etree._Element]:
    """The references of the reading order, groups in groups taken as they come."""
    for order in page.iter("{*}ReadingOrder"):
        for found in order.iter():
            if isinstance(found.tag, str) and found.get("regionRef"):
                yield found


def _region(region: etree._Element) -> str:
    lines = [_line(line) for line in region.findall("{*}TextLine")]
    return "\n".join(line for line in lines if line) or _unicode(region)


def _line(line: etree._Element) -> str:
    return _unicode(line) or " ".join(filter(None, map(_unicode, line.findall("{*}Word"))))


def _unicode(element: etree._Element) -> str:
    """The first reading of an element: `index` tells the best of several."""
    found = element.findall("{*}TextEquiv")
    best = min(found, key=lambda item: _index(item.get("index")), default=None)
    return "" if best is None else (best.findtext("{*}Unicode") or "").strip()


def _index(stated: str | None) -> int:
    return int(stated) if stated and stated.isascii() and stated.isdigit() else 0


def _of_page(tree: etree._Element) -> Iterator[Declared]:
    for page in tree.iter("{*}Page"):
        image = page.get("imageFilename")
        if image:
            yield Declared("identifier.image", image, "Page/@imageFilename", "page-xml.image")


# ------------------------------------------------------------------ ALTO


def _alto(tree: etree._Element) -> Iterator[Leaf]:
    for block in tree.iter("{*}TextBlock"):
        lines = [_strings(line) for line in block.iter("{*}TextLine")]
        path = f"TextBlock[@ID={block.get('ID', '')}]"
        yield Leaf("paragraph", "alto.block", path, "\n".join(line for line in lines if line))


def _strings(line: etree._Element) -> str:
    """The words of a line with the blanks between them, and its hyphen."""
    shown: list[str] = []
    for item in line:
        name = markup.local_name(item) if isinstance(item.tag, str) else ""
        if name == "string":
            if shown and shown[-1] != " ":
                shown.append(" ")  # some programs write no SP
            shown.append(item.get("CONTENT", ""))
        elif name == "sp" and shown:
            shown.append(" ")
        elif name == "hyp":
            shown.append(item.get("CONTENT", "-"))
    return "".join(shown).strip()


def _of_alto(tree: etree._Element) -> Iterator[Declared]:
    name = tree.findtext(".//{*}fileName")
    if name and name.strip():
        yield Declared("identifier.image", name.strip(), "fileName", "alto.image")
    stated = Counter(
        found.get("LANG") or found.get("language") or "" for found in tree.iter("{*}TextBlock")
    )
    del stated[""]
    for language, _ in stated.most_common(1):
        yield Declared("language", language, "TextBlock/@LANG", "alto.language")
