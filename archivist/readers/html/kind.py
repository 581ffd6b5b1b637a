"""This module says whether a page is an article: redirects, errors, front and list pages are not.

A page that states it is an article is taken for one. Of the others those are set aside that show
what else they are; a doubt is no reason. `--articles all` asks nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from archivist.readers.html.body import Main
from archivist.readers.html.page import Page
from archivist.record import Aside, AsideReason, Declared

LIST_TYPES = frozenset({"collectionpage", "searchresultspage", "profilepage"})
SITE_TYPES = frozenset({"website", "profile", "blog", "object"})
# Steps of an address, and classes of a body element, that hold lists of articles.
LIST_STEPS = frozenset(
    """
    tag tags etiquette etiqueta etiquetas schlagwort schlagworte category categories categoria
    categoría categorie kategorie author authors autor autore autori auteur auteurs autoren
    search suche recherche buscar ricerca zoeken busca thema themen topic topics archive archives
    archiv archivio archivo arquivo
    """.split()
)
LIST_CLASSES = frozenset("archive category tag author search search-results home blog".split())
LIST_HEADS = re.compile(
    r"(?:search results|results for|suchergebnis|résultats de (?:la )?recherche|risultati"
    r"|resultados|zoekresultaten|(?:category|categor[ií]a|kategorie|catégorie|categorie|tag"
    r"|thema|topic|schlagwort|étiquette|etiqueta|archiv\w{0,2}|archives?|autore?|author|auteur)"
    r"\s*[:–-])",
    re.IGNORECASE,
)
ERROR_HEADS = re.compile(
    r"""(?:(?:error|errore|fehler|erreur|fout|erro)?\W{0,3}(?:40[0134]|410|429|451|50[0234])(?!\d)
    |.{0,20}?(?:page|site|file|article|document)?\ ?(?:was\ |could\ )?not\ (?:be\ )?found\b
    |.{0,12}?seite\ (?:wurde\ )?nicht\ gefunden|.{0,12}?page\ (?:introuvable|non\ trouvée)
    |.{0,12}?pagina\ (?:non\ trovata|niet\ gevonden)|.{0,12}?página\ no\ encontrada
    |.{0,12}?página\ não\ encontrada|(?:access|permission)\ denied|forbidden\b
    |(?:bad\ gateway|service\ (?:temporarily\ )?unavailable|gateway\ time-?out)
    |internal\ server\ error|just\ a\ moment|attention\ required|are\ you\ a\ (?:robot|human)
    |(?:this\ )?(?:site|page)\ can.?t\ be\ reached|(?:session|page)\ (?:has\ )?expired
    |zugriff\ verweigert|accès\ refusé|acceso\ denegado|accesso\ negato)""",
    re.IGNORECASE | re.VERBOSE,
)
_ARTICLE_TYPE = re.compile(r'"@?type"\s*:\s*\[?\s*"[^"]{0,60}?(?:Article|BlogPosting|Report)"')
_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"([^"]{1,60})"')
_MOVED = re.compile(
    r"""(?:window\.|document\.|self\.|top\.)?location(?:\.href)?\s*(?:=\s*|\.(?:replace|assign)\(\s*)["']"""
)
_MARKUP = re.compile(r"<(?:html|body|p|div|span|a|h1|table|article|br|td)\b", re.IGNORECASE)
SHORT = 150  # words: an error page says less
FEW = 25  # words that are no article without a word of the page
ANSWER = 5  # words: `ok`, `Hello world`
PROSE = 20  # words of a paragraph that tells something
LISTED = 5  # headings that lead elsewhere


@dataclass(frozen=True, slots=True)
class _Look:
    """What a page shows of its kind. Words are counted once, for everybody."""

    title: str
    heading: str
    path: str | None  # of the page's own address
    types: frozenset[str]  # of its JSON-LD, lower case
    kind: str  # og:type
    states_article: bool
    teasers: int
    linked: float  # share of its words that lead elsewhere
    prose: int  # words in paragraphs that tell something
    classes: frozenset[str]


def judge(page: Page, facts: Sequence[Declared], main: Main) -> Aside | None:
    """Why the page is set aside; None for an article, and in doubt."""
    look = _look(page, facts)
    words = _count(main.text)
    for reason, evidence in _reasons(page, look, words):
        return Aside(reason, evidence)
    return None


def _reasons(page: Page, look: _Look, words: int) -> Iterator[tuple[AsideReason, str]]:
    """What speaks against an article, the strongest first."""
    if not look.states_article:
        if words < SHORT:
            yield from _moved(page, words)
            yield from _error(look)
        yield from _list(look, words)
        if words < FEW or not _MARKUP.search(page.markup):
            yield from _nothing(page, words)
    elif _is_front(look):
        yield "front-page", f"its address is that of the site; {look.teasers} headings lead on"


def _moved(page: Page, words: int) -> Iterator[tuple[AsideReason, str]]:
    for meta in page.tree.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            target = (meta.get("content") or "").partition("=")[2].strip(" '\"")
            if target and _address(target) != _address(page.url or ""):
                yield "redirect", f"meta refresh to {target[:200]}"
    if words < FEW:
        for script in page.tree.iter("script"):
            if _MOVED.match((script.text or "").strip()):
                yield "redirect", "a script that goes elsewhere, and no text"


def _error(look: _Look) -> Iterator[tuple[AsideReason, str]]:
    for where, said in (("title", look.title), ("h1", look.heading)):
        if ERROR_HEADS.match(said):
            yield "error-page", f"{where}: {said[:100]}"


def _list(look: _Look, words: int) -> Iterator[tuple[AsideReason, str]]:
    """A front or list page: two signs of it and little told, or a clear one and nothing told."""
    front = look.path is not None and _is_top(look.path)
    signs = [
        *(f"@type {name}" for name in sorted(look.types & LIST_TYPES)),
        *([f"og:type {look.kind}"] if look.kind in SITE_TYPES else []),
        *([f"address {look.path}"] if look.path and not front and _is_list(look.path) else []),
        *(["its address is that of the site"] if front else []),
        *([f"heading {look.heading[:60]}"] if LIST_HEADS.match(look.heading) else []),
        *(f"class {name}" for name in sorted(look.classes & LIST_CLASSES)),
        *([f"{look.teasers} headings lead on"] if look.teasers >= LISTED else []),
        *(["most words lead on"] if look.linked > 0.5 else []),
    ]
    listed = look.teasers >= LISTED or look.linked > 0.5
    clear = look.teasers >= LISTED or look.types & LIST_TYPES or LIST_HEADS.match(look.heading)
    told = look.prose >= (SHORT if listed else PROSE)
    if (len(signs) >= 2 and not told) or (clear and not look.prose and words < SHORT):
        is_front = front or ("website" in look.types and not look.types & LIST_TYPES)
        yield ("front-page" if is_front else "index-page"), "; ".join(signs)


def _nothing(page: Page, words: int) -> Iterator[tuple[AsideReason, str]]:
    if any((field.get("type") or "").lower() == "password" for field in page.tree.iter("input")):
        yield "no-article", "a form for a password"
    if not words:
        yield "no-article", "no main text, and nothing that says article"
    elif not _MARKUP.search(page.markup):
        yield "no-article", "no markup: a script, or the answer of a service"
    elif words < ANSWER and not _titled(page):
        yield "no-article", f"{words} words, and nothing that says article"


def _titled(page: Page) -> bool:
    return any(_shown(page.tree.find(f".//{name}")) for name in ("title", "h1"))


def _is_front(look: _Look) -> bool:
    """A front page may call itself an article; its address tells."""
    top = look.path is not None and _is_top(look.path)
    return top and look.teasers >= LISTED and look.linked > 0.5 and look.prose < SHORT


# ------------------------------------------------------------------ looking


def _look(page: Page, facts: Sequence[Declared]) -> _Look:
    scripts = _linked_data(page.tree)
    types = frozenset(name.lower() for name in _TYPE.findall(scripts))
    kind = _meta(page.tree, "og:type").lower()
    body = page.tree.find("body")
    path = _path(page)
    article = _states_article(page.tree, scripts, types, kind, facts)
    sure = article and not (path and _is_top(path))  # nobody asks for the rest: most pages
    words, linked = (0, 0) if sure else _words(body)
    return _Look(
        title=_shown(page.tree.find(".//title")),
        heading=_shown(page.tree.find(".//h1")),
        path=path,
        types=types,
        kind=kind,
        states_article=article,
        teasers=0 if sure else _teasers(page.tree),
        linked=linked / words if words else 0.0,
        prose=0 if sure else sum(_prose(page.tree)),
        classes=frozenset((body.get("class") or "").lower().split() if body is not None else ()),
    )


def _states_article(
    tree: html.HtmlElement,
    scripts: str,
    types: frozenset[str],
    kind: str,
    facts: Sequence[Declared],
) -> bool:
    """Whether the page itself says that it is an article, and not a list of them."""
    if types & LIST_TYPES:
        return False
    if kind == "article" or _meta(tree, "article:published_time"):
        return True
    if _ARTICLE_TYPE.search(scripts) or tree.find(".//*[@itemprop='articleBody']") is not None:
        return True
    stated = any(fact.field == "date.published" and "meta" in fact.path for fact in facts)
    return stated and kind not in SITE_TYPES


def _linked_data(tree: html.HtmlElement) -> str:
    found = (s.text or "" for s in tree.iter("script") if "ld+json" in (s.get("type") or ""))
    return "\n".join(found)


def _meta(tree: html.HtmlElement, name: str) -> str:
    for meta in tree.iter("meta"):
        if name in (meta.get("property"), meta.get("name")):
            return (meta.get("content") or "").strip()
    return ""


def _path(page: Page) -> str | None:
    """The path of the page's address: where it was captured, else what it calls canonical."""
    address = page.url
    if address is None:
        link = page.tree.find(".//link[@rel='canonical']")
        address = (link.get("href") if link is not None else None) or _meta(page.tree, "og:url")
    return _address(address) if address else None


def _address(url: str) -> str | None:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return (
        f"{parts.path or '/'}{'?' if parts.query else ''}" if parts.scheme or parts.path else None
    )


def _is_top(path: str) -> bool:
    """`/`, `/index.html`, `/de/`: the address of a site or of one of its languages."""
    return (
        re.fullmatch(r"/(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:index\.\w{3,5})?", path.lower()) is not None
    )


def _is_list(path: str) -> bool:
    steps = path.lower().rstrip("/?").split("/")
    is_paged = len(steps) > 1 and steps[-2] == "page" and steps[-1].isdigit()
    return is_paged or any(step in LIST_STEPS for step in steps[1:-1])


def _shown(element: html.HtmlElement | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _teasers(tree: html.HtmlElement) -> int:
    """Headings in the main part of the page that lead elsewhere."""
    beside = {h for box in tree.iter("aside", "nav", "footer") for h in box.iter("h2", "h3", "h4")}
    return sum(
        heading not in beside and _leads_on(heading) for heading in tree.iter("h2", "h3", "h4")
    )


def _leads_on(heading: html.HtmlElement) -> bool:
    around = heading.getparent()
    linked = heading.find(".//a") is not None or (around is not None and around.tag == "a")
    return linked and len(_shown(heading)) > 12


def _words(body: html.HtmlElement | None) -> tuple[int, int]:
    """How many words the page shows, and how many of them are in links."""
    if body is None:
        return 0, 0
    return _length(body), sum(_length(link) for link in body.iter("a"))


def _count(text: str) -> int:
    """Words; two letters of a script without blanks are taken for one."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2


_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_UNSEEN = frozenset({"script", "style", "noscript", "template"})


def _length(element: html.HtmlElement) -> int:
    words = 0
    for found in element.iter():
        if isinstance(found.tag, str) and found.tag not in _UNSEEN:
            words += _count(found.text or "")
        if found is not element:
            words += _count(found.tail or "")
    return words


def _prose(tree: html.HtmlElement) -> Iterator[int]:
    """The words of each paragraph that tells something: long, and mostly no link."""
    for paragraph in tree.iter("p"):
        words = _count(_shown(paragraph))
        linked = sum(_count(_shown(link)) for link in paragraph.iter("a"))
        if words - linked >= PROSE:
            yield words - linked
