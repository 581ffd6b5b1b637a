"""This module reads one article of Factiva: fields by the codes of the index, or by their order.

Without codes the head is, in this order: section, headline, author, number of words, date, time,
source, its code, page, edition, language, rights; only headline, words, date and source are
always there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from lxml import etree

from archivist.readers.databases import elements
from archivist.readers.databases.articles import Article
from archivist.readers.databases.profiles import Profile

_LANGUAGE = re.compile(r"([a-z]{2})([a-z]{2})?Article", re.IGNORECASE)
_CODE = re.compile(r"([A-Z]{2,4})(?:[ \t\xa0]{1,}|\n|$)(.*)", re.DOTALL)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s+[A-Z]{2,4})?")
_COUNTED = re.compile(r"\d{1,4}\)\s+")
_BYLINE = re.compile(r"(?:by|von|par|por|di|de|da|door|av|af)\s+[^\W\d_]", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


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
            _field(code, list(elements.paragraphs(cell)), article, profile)
        _finish(rows_time(rows), article)
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
    _ordered(after, article, profile)
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
        number = number_of(texts[-1][0], profile)
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
            _field(code, texts, article, profile)
        _finish(next((texts[0] for code, texts in coded if code == "ET" and texts), ""), article)
        return article
    lines = _flat(lines, profile)
    at = next((at for at, line in enumerate(lines) if _is_count(line, profile)), None)
    body = list(lines)
    if at is not None and at < 8:
        _title(list(lines[:at]), article)
        used = _ordered([line.strip() for line in lines[at : at + 12]], article, profile)
        body = list(lines[at + used :])
    elif lines:
        article.head(lines[0], "line 1")
        body = list(lines[1:])
    number = number_of(body[-1], profile) if body else None
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
        is_head = any(_is_count(line, profile) for line in lines)
        if is_head or number_of(lines[-1], profile):
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


# ------------------------------------------------------------------ the head by its order


def _ordered(lines: Sequence[str], article: Article, profile: Profile) -> int:
    """Number of words, date, time, source, …, rights; how many lines these are."""
    at = next((at for at, line in enumerate(lines) if _is_count(line, profile)), None)
    if at is None:
        return 0
    at += 1
    day = lines[at] if at < len(lines) else ""
    at += 1
    if at < len(lines) and _CLOCK.fullmatch(lines[at].strip()):
        day, at = f"{day} {lines[at].strip()}", at + 1
    article.state("date.published", day, "PD", "PD")
    if at < len(lines):
        article.state("credit.publisher", lines[at], "SN", "SN")
    rights = next((n for n in range(at + 1, len(lines)) if _is_rights(lines[n], profile)), None)
    if rights is None:
        return at + 1
    article.state("rights.notice", lines[rights], "CY", "CY")
    return rights + 1


@functools.lru_cache(maxsize=8)
def _counts(units: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\d[\d.,'\s]*(?:{'|'.join(units)})", re.IGNORECASE)


def _is_count(line: str, profile: Profile) -> bool:
    return len(line) < 30 and bool(_counts(profile.all("counts")).fullmatch(line.strip()))


def _is_rights(line: str, profile: Profile) -> bool:
    folded = line.casefold()
    stated = any(mark in folded for mark in profile.all("rights"))
    return stated or (len(line) > 12 and _YEAR.search(line) is not None)


def number_of(line: str, profile: Profile) -> str | None:
    """The number of a line such as `Document TESTFR0020111229e7ct0015j`."""
    if len(line) > 80:
        return None
    for pattern in profile.all("ends"):
        found = re.search(pattern, line.strip())
        if found:
            return found["id"]
    return None


# ------------------------------------------------------------------ the fields by their codes


def _field(code: str, texts: list[str], article: Article, profile: Profile) -> None:
    name = profile.field_of("labels", code) or "skip"
    words = " ".join(" ".join(text.split()) for text in texts)
    match name:
        case "headline":
            article.head(_COUNTED.sub("", words, count=1) if _COUNTED.match(words) else words, code)
        case "body":
            for text in texts:
                article.show("paragraph", text, code, "body")
        case "other":
            for text in texts:
                article.show("other", text, code, code)
        case "section":
            article.state("topic", words, code, code)
        case "identifier.factiva":
            article.state(name, number_of(words, profile) or words, code, code)
        case "language" if any(item.field == "language" for item in article.declared):
            return
        case "skip" | "time":
            return
        case _ if name.startswith("topic"):
            _topics(name, words, code, article)
        case _:
            article.state(name, words, code, code)


def _topics(name: str, words: str, code: str, article: Article) -> None:
    """`i1 : Industry | i2 : Other`: code and name of each."""
    for part in words.split(" | "):
        key, colon, label = part.partition(" : ")
        if name == "topic" or not colon:
            article.state("topic", label or key, code, code)
        else:
            article.state(name, key, code, code, called=label.strip())


def _finish(time: str, article: Article) -> None:
    """The time of day belongs to the date."""
    if not _CLOCK.fullmatch(time.strip()):
        return
    for at, item in enumerate(article.declared):
        if item.field == "date.published":
            moment = f"{item.value} {time.strip()}"
            article.declared[at] = type(item)(item.field, moment, item.path, item.rule)
