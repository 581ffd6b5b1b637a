"""This module reads MediaWiki dumps (export schema 0.3 to 0.11): the latest revision of articles.

The text is what a reader of the page sees, without templates, files, references and categories.
What the templates of a Wikinews state (`{{date|…}}`, `{{byline|…}}`) is declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from lxml import etree

from archivist.readers import layout, xmlhead
from archivist.readers.feeds import slices
from archivist.readers.layout import Leaf
from archivist.readers.parts import Part, Stream
from archivist.record import Aside, Declared, Document, Source
from archivist.settings import Settings

if TYPE_CHECKING:
    import mwparserfromhell.nodes as nodes

# Templates by which Wikinews marks what is not published yet, and what is (names in lower case).
UNPUBLISHED = frozenset(
    {
        *("develop", "developing", "editing", "prepare", "review", "under review", "abandoned"),
        *("stale", "disputed", "draft", "in sviluppo", "bozza", "en développement", "à relire"),
        *("brouillon", "in arbeit", "entwurf", "en desarrollo", "borrador"),
        *("em desenvolvimento", "rascunho", "in uitvoering"),
    }
)
DATES = frozenset({"date", "data", "datum", "fecha", "dateline"})
# Templates that stand for words in their line, and which of their arguments the words are.
WORDS = {"w": ("2", "1"), "wikipedia": ("2", "1"), "lang": ("2",), "nowrap": ("1",), "nobr": ("1",)}
# Categories that say where a page stands in the newsroom, and nothing of its matter.
STATES = frozenset({"published", "archived", "pubblicati", "veröffentlicht", "article publié"})
_NO_TEXT = ("file", "image", "category", "media")  # namespaces of links that show no words
_SITE = re.compile(rb"<(dbname|base)>([^<]{1,300})</")
_REDIRECT = re.compile(r"\s*#[^\W\d_]+\s*:?\s*\[\[", re.UNICODE)


def opens(head: bytes) -> bool:
    """Whether the first element is `<mediawiki>`."""
    return xmlhead.root(head)[0] == "mediawiki"


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """A part a page, `#` and its id; the pages of other namespaces are set aside."""
    site = _Site(stream.head())
    with stream.open() as opened:
        for number, found in enumerate(slices.slices(opened, b"page", settings.max_size), 1):
            label = re.search(rb"<id>(\d+)</id>", found.data[:2000])
            part = f"#{label[1].decode() if label else number}"
            source = stream.source(part, found.data)
            yield slices.refused(found, source, settings) or _page(source, site)


class _Site:
    """What the head of the dump says of the wiki."""

    def __init__(self, head: bytes) -> None:
        facts = {
            name.decode(): value.decode("utf-8", "replace") for name, value in _SITE.findall(head)
        }
        self.name = facts.get("dbname", "")
        self.base = facts.get("base", "")
        language = re.search(r'xml:lang\s*=\s*"([^"]{1,35})"', xmlhead.root(head)[1])
        self.language = language[1] if language else None

    def url(self, title: str) -> str | None:
        """The address of a page: beside that of the main page."""
        if not urlsplit(self.base).scheme.startswith("http"):
            return None
        return f"{self.base.rpartition('/')[0]}/{quote(title.replace(' ', '_'), safe=':/()')}"


def _page(source: Source, site: _Site) -> Part:
    page, decoded, problems = slices.element(source, "utf-8")
    if page is None or decoded is None:
        return Part(source, problems=problems or (slices.cut_off(source),))
    title = _said(page, "title")
    revision = _last(page)
    words = "" if revision is None else _said(revision, "text")
    namespace = _said(page, "ns") or "0"
    if namespace != "0":
        return Part(source, aside=Aside("other-type", f"page of namespace {namespace}: {title}"))
    if page.find("{*}redirect") is not None or _REDIRECT.match(words):
        return Part(source, aside=Aside("redirect", f"redirect: {title}"))
    code = _parsed(words)
    draft = next((t for t in _templates(code) if _name(t) in UNPUBLISHED), None)
    if draft is not None:
        return Part(source, aside=Aside("draft", f"template {draft.name}".strip()))
    text, blocks = layout.lay_out(_headed(_leaves(code)))
    if not text:
        return Part(source, aside=Aside("no-article", "a page without text"))
    from importlib.metadata import version  # a whole mail parser: 10 ms

    facts = (*source.declared, *_facts(page, revision, code, title, site))
    parser = (("mwparserfromhell", version("mwparserfromhell")),)
    document = Document(source, "text/x-wiki", text, decoded.encoding, blocks, facts, parser)
    return Part(source, document, problems=problems)


def _last(page: etree._Element) -> etree._Element | None:
    """The revision with the latest time; a dump may hold all of them in any order."""
    found = page.findall("{*}revision")
    return max(found, key=lambda item: _said(item, "timestamp"), default=None)


def _said(element: etree._Element, name: str) -> str:
    return element.findtext(f"{{*}}{name}") or ""


# ------------------------------------------------------------------ what is stated


def _facts(
    page: etree._Element, revision: etree._Element | None, code: Any, title: str, site: _Site
) -> Iterator[Declared]:
    if title:
        yield Declared("headline", title, "page/title", "mediawiki.title")
    if site.language:
        yield Declared("language", site.language, "mediawiki/@xml:lang", "mediawiki.language")
    address = site.url(title)
    if address:
        yield Declared("identifier.url", address, "siteinfo/base", "mediawiki.address")
    if _said(page, "id"):
        yield Declared(
            "identifier.mediawiki", f"{site.name}:{_said(page, 'id')}", "page/id", "mediawiki.id"
        )
    yield from _template_dates(code)
    if revision is not None and _said(revision, "timestamp"):
        yield Declared(
            "date.modified",
            _said(revision, "timestamp"),
            "revision/timestamp",
            "mediawiki.revision",
        )
    for link in code.filter_wikilinks(recursive=False):
        name, _, topic = str(link.title).partition(":")
        if topic and _is_category(name) and topic.strip().lower() not in STATES:
            yield Declared("topic", topic.strip(), "[[Category:…]]", "mediawiki.category")


def _template_dates(code: Any) -> Iterator[Declared]:
    """`{{date|October 25, 2024}}`, `{{byline|date=…}}`."""
    for template in _templates(code):
        name = _name(template)
        value = None
        if name in DATES and template.has("1"):
            value = template.get("1").value
        elif name == "byline" and template.has("date"):
            value = template.get("date").value
        if value is not None and str(value).strip():
            path = f"{{{{{name}}}}}"
            yield Declared(
                "date.published", str(value.strip_code()).strip(), path, "mediawiki.date"
            )
            return


def _is_category(name: str) -> bool:
    return name.strip().lower() in (
        "category",
        "categoria",
        "catégorie",
        "kategorie",
        "categoría",
        "categorie",
    )


# ------------------------------------------------------------------ what is shown


def _parsed(words: str) -> Any:
    import mwparserfromhell

    return mwparserfromhell.parse(words, skip_style_tags=True)


def _templates(code: Any) -> list[nodes.Template]:
    return list(code.filter_templates(recursive=False))


def _name(template: Any) -> str:
    return str(template.name).strip().lower()


def _headed(leaves: Iterator[Leaf]) -> Iterator[Leaf]:
    """Without headings of nothing: what stood below them were templates."""
    heading: Leaf | None = None
    for leaf in leaves:
        if leaf.role == "subhead" or not leaf.text.strip():
            heading = leaf if leaf.role == "subhead" else heading
            continue
        if heading is not None:
            yield heading
        heading = None
        yield leaf


def _leaves(code: Any) -> Iterator[Leaf]:
    """Headings, list items and paragraphs of the page."""
    for number, line in enumerate(_shown(code).split("\n"), 1):
        heading = re.fullmatch(r"(={2,6})\s*(.+?)\s*\1\s*", line)
        item = re.match(r"[*#:;]+\s*", line)
        path = f"text/line {number}"
        if heading:
            yield Leaf("subhead", "mediawiki.heading", path, heading[2])
        elif item:
            yield Leaf("list-item", "mediawiki.list", path, line[item.end() :])
        elif line.strip() and not line.startswith(("{|", "|", "!")):
            yield Leaf("paragraph", "mediawiki.paragraph", path, line)


def _shown(code: Any) -> str:
    """The words a reader of the page sees; line ends and the marks of headings and lists stay."""
    import mwparserfromhell.nodes as nodes

    shown = []
    for node in code.nodes:
        match node:
            case nodes.Text():
                shown.append(str(node.value))
            case nodes.Heading():
                shown.append(f"{'=' * node.level} {_shown(node.title).strip()} {'=' * node.level}")
            case nodes.Wikilink():
                shown.append(_link(node))
            case nodes.ExternalLink():
                shown.append(_shown(node.title) if node.title else "")
            case nodes.Template():
                shown.append(_words(node))
            case nodes.HTMLEntity():
                shown.append(node.normalize())
            case nodes.Tag():
                shown.append(_tag(node))
    return re.sub(r"'{2,5}", "", "".join(shown))


def _words(template: Any) -> str:
    """What a template such as `{{w|Rome}}` shows in its line; nothing for those that show none."""
    for argument in WORDS.get(_name(template), ()):
        if template.has(argument):
            return _shown(template.get(argument).value).strip()
    return ""


def _link(link: Any) -> str:
    title = str(link.title).strip()
    space = title.partition(":")[0].lower() if ":" in title else ""
    if space and (space in _NO_TEXT or _is_category(space) or space in _FILES):
        return ""
    return _shown(link.text) if link.text is not None else title.lstrip(":")


_FILES = (
    "file",
    "fichier",
    "datei",
    "archivo",
    "ficheiro",
    "bestand",
    "immagine",
    "bild",
    "imagem",
)


def _tag(tag: Any) -> str:
    name = str(tag.tag).lower()
    if name == "br":
        return "\n"
    if name in ("ref", "gallery", "math", "timeline", "style", "script", "table"):
        return ""
    if name in ("li", "dt", "dd"):
        return str(tag.wiki_markup or "")
    return _shown(tag.contents) if tag.contents is not None else ""
