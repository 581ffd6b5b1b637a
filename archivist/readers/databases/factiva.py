"""This module reads one article of Factiva: fields by the codes of the index, or by their order.

Without codes the head is, in this order: section, headline, author, number of words, date, time,
source, its code, page, edition, language, rights; only headline, words, date and source are
always there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from archivist.readers.databases import elements, factiva_fields
from archivist.readers.databases.articles import Article
from archivist.readers.databases.profiles import Profile

_LANGUAGE = re.compile(r"([a-z]{2})([a-z]{2})?Article", re.IGNORECASE)
_CODE = re.compile(r"([A-Z]{2,4})(?:[ \t\xa0]{1,}|\n|$)(.*)", re.DOTALL)
_COUNTED = re.compile(r"\d{1,4}\)\s+")
_BYLINE = re.compile(r"(?:by|von|par|por|di|de|da|door|av|af)\s+[^\W\d_]", re.IGNORECASE)


# ------------------------------------------------------------------ HTML


def read_page(markup: str, profile: Profile) -> Article:
    """The article of a slice of a page."""
    article = Article("factiva")
    root = elements.tree(markup)
    box = _box(root) if root is not None else None
    if box is None:
        return article
    language = _LANGUAGE.search(str(box.get("class")))
    if language:
        tag = "-".join(part for part in language.groups() if part)
        article.state("language", tag, "div/@class", "language")
    rows = list(_coded_rows(box, profile))
    if rows:
        for code, cell in rows:
            factiva_fields.field(code, list(elements.paragraphs(cell)), article, profile)
        factiva_fields.finish(rows_time(rows), article)
    else:
        _ordered_page(box, article, profile)
    return article


def _box(root: etree._Element) -> etree._Element | None:
    """`<div class="article enArticle">`, else the first `div` that has an article's id."""
    for element in root.iter("div"):
        if _LANGUAGE.search(str(element.get("class") or "")):
            return element
    return next((el for el in root.iter("div") if str(el.get("id")).startswith("article-")), None)


def _coded_rows(box: etree._Element, profile: Profile) -> Iterable[tuple[str, etree._Element]]:
    """`<tr><td><b>HD</b></td><td>…</td></tr>`: code and cell."""
    for row in box.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) > 1:
            code = elements.words(cells[0])
            if code.isupper() and len(code) < 5 and profile.field_of("labels", code):
                yield code, cells[1]


def rows_time(rows: Iterable[tuple[str, etree._Element]]) -> str:
    """The time of day, which has a row of its own."""
    return next((elements.words(cell) for code, cell in rows if code == "ET"), "")


def _ordered_page(box: etree._Element, article: Article, profile: Profile) -> None:
    """The head is in `div`, the body in `p` and `pre`."""
    children = list(box)
    body = next((at for at, child in enumerate(children) if _is_body(child)), len(children))
    title = elements.first(box, "hd") or _titled(box)
    before: list[str] = []
    after: list[str] = []
    held = before
    for element in (div for child in children[:body] for div in child.iter("div")):
        if element.get("id") == "hd" or element is title:
            article.head(_uncounted(elements.words(element), element), "div[@id='hd']")
            held = after
        elif element.get("class") == "author":
            article.state("credit.author", elements.words(element), "div[author]", "BY")
        elif not len(element) or element.get("class") is None:
            held.append(elements.words(element))
    for words in before:
        article.state("topic", words, "div", "SE")
    factiva_fields.ordered(after, article, profile)
    _tail([p for child in children[body:] for p in _blocks(child)], article, profile)


def _is_body(child: etree._Element) -> bool:
    return "articleParagraph" in str(child.get("class")) or child.tag == "pre"


def _titled(box: etree._Element) -> etree._Element | None:
    found = (span for span in box.iter("span") if str(span.get("class")).endswith("Headline"))
    return next(found, None)


def _uncounted(words: str, element: etree._Element) -> str:
    """`15) Erinnerungen an …`: the number is of the list of hits."""
    numbered = any("counted" in str(span.get("class")) for span in element.iter("span"))
    return _COUNTED.sub("", words, count=1) if numbered else words


def _blocks(child: etree._Element) -> Iterable[tuple[str, bool]]:
    """Paragraphs of the body; True for those that the page marks as such."""
    marked = "article" in str(child.get("class"))
    return ((text, marked) for text in elements.paragraphs(child))


def _tail(found: Sequence[tuple[str, bool]], article: Article, profile: Profile) -> None:
    """The body; at its end captions, the publisher, and `Document …` with the number."""
    texts = list(found)
    if texts and not texts[-1][1]:
        number = factiva_fields.number_of(texts[-1][0], profile)
        if number:
            article.state("identifier.factiva", number, "p[last()]", "AN")
            texts.pop()
    if texts and not texts[-1][1] and len(texts[-1][0]) < 120:
        article.state("credit.publisher", texts.pop()[0], "p[last() - 1]", "PUB")
    for at, (text, marked) in enumerate(texts, start=1):
        article.show("paragraph" if marked else "other", text, f"p[{at}]", "body")


# ------------------------------------------------------------------ RTF and text


def read_lines(lines: Sequence[str], profile: Profile) -> Article:
    """The article of the paragraphs of RTF or text, `Document …` the last of them."""
    article = Article("factiva")
    lines = [line for line in lines if not _is_noise(line, profile)]
    coded = _coded(lines, profile)
    if len(coded) > 2:
        for code, texts in coded:
            factiva_fields.field(code, texts, article, profile)
        factiva_fields.finish(
            next((texts[0] for code, texts in coded if code == "ET" and texts), ""), article
        )
        return article
    lines = _flat(lines, profile)
    at = next((at for at, line in enumerate(lines) if factiva_fields.is_count(line, profile)), None)
    body = list(lines)
    if at is not None and at < 8:
        _title(list(lines[:at]), article)
        used = factiva_fields.ordered(
            [line.strip() for line in lines[at : at + 12]], article, profile
        )
        body = list(lines[at + used :])
    elif lines:
        article.head(lines[0], "line 1")
        body = list(lines[1:])
    number = factiva_fields.number_of(body[-1], profile) if body else None
    if number:
        article.state("identifier.factiva", number, "line last()", "AN")
        body.pop()
    for place, line in enumerate(body, start=1):
        article.show("paragraph", line, f"p[{place}]", "body")
    return article


def _is_noise(line: str, profile: Profile) -> bool:
    """`Page 2 of 40 © 2015 Factiva, Inc. All rights reserved.`: the foot of a page."""
    if len(line) > 120:
        return False
    return any(re.fullmatch(noise, line.strip()) for noise in profile.all("noise"))


def _flat(paragraphs: Sequence[str], profile: Profile) -> list[str]:
    """The paragraphs; one that holds the head, or the number, is as many as it has lines."""
    found: list[str] = []
    for text in paragraphs:
        lines = text.split("\n")
        is_head = any(factiva_fields.is_count(line, profile) for line in lines)
        if is_head or factiva_fields.number_of(lines[-1], profile):
            found.extend(line for line in lines if line.strip())
        else:
            found.append(text)
    return found


def _coded(lines: Sequence[str], profile: Profile) -> list[tuple[str, list[str]]]:
    """`HD` and what follows it, up to the next code."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        match = _CODE.match(line.strip())
        if match and profile.field_of("labels", match[1]):
            found.append((match[1], _own_lines(match[2])))
        elif found:
            found[-1][1].extend(_own_lines(line))
    return found


def _own_lines(text: str) -> list[str]:
    """In a cell of RTF each line is a paragraph; in text, wraps are off already."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def _title(lines: list[str], article: Article) -> None:
    """Section, headline, author; of two, the second is the author when it looks like one."""
    if len(lines) > 2 or (len(lines) == 2 and not _is_author(lines[1])):
        article.state("topic", lines.pop(0), "line 1", "SE")
    if lines:
        article.head(lines[0], "headline")
    for line in lines[1:]:
        article.state("credit.author", line, "author", "BY")


def _is_author(line: str) -> bool:
    names = line.split()
    capitals = sum(name[:1].isupper() for name in names)
    return bool(_BYLINE.match(line)) or (len(names) <= 6 and capitals >= len(names) - 1)
