"""This module reads downloads of Integrum: a page of articles, or a workbook with one a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archivist import edtf
from archivist.readers.databases import downloads, elements
from archivist.readers.databases.articles import Article
from archivist.readers.databases.downloads import Slice, Tally
from archivist.readers.databases.profiles import Profile
from archivist.readers.office import package, xlsx
from archivist.readers.office.package import Broken, Package
from archivist.readers.parts import Part, Stream, fitting
from archivist.record import Evidence, Value
from archivist.settings import Settings

# `^ДТ:` and `^ЗГ:` in windows-1251 and UTF-8: date and headline have labels in every article.
_MARKS = tuple(
    re.compile(b"\\^" + label.encode(codec) + b":")
    for codec in ("cp1251", "utf-8")
    for label in ("ДТ", "ЗГ")
)
_HEADS = ("Источник", "Заголовок", "Анонс")
_LABEL = re.compile(r"\^([А-ЯЁ]{2}):\s*")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


def opens(head: bytes) -> bool:
    """Whether the first bytes are those of such a page or workbook."""
    if head.startswith(b"PK\x03\x04"):
        return package.is_xlsx(head) and _has_heads(head)
    cp1251, utf8 = _MARKS[:2], _MARKS[2:]
    return any(all(mark.search(head) for mark in marks) for marks in (cp1251, utf8))


def _has_heads(head: bytes) -> bool:
    for name, start in package.members(head):
        if name == "xl/sharedStrings.xml":
            return all(word.encode("utf-8") in start[:4096] for word in _HEADS)
    return False


def split(stream: Stream, settings: Settings, profile: Profile, tally: Tally) -> Iterator[Part]:
    """The articles of a page or workbook."""
    if stream.head(4) == b"PK\x03\x04":
        yield from _workbook(stream, settings, profile)
        return
    number = 0
    for held in downloads.slices(stream, settings, profile, tally):
        if held.text is None:
            yield Part(held.source, problems=held.problems)
        elif "<pre" in held.text.lower() and _LABEL.search(held.text):
            number += 1
            article = _page(held.text, profile)
            yield downloads.part(held, "text/html", article.declared, article.leaves, profile)


def _page(text: str, profile: Profile) -> Article:
    """`^ИС:` source, `^ДТ:` date, `^ЗГ:` headline in a table, the body in `pre`."""
    article = Article("integrum")
    root = elements.tree(text)
    if root is None:
        return article
    body = next(root.iter("pre"), None)
    words = "\n".join(_lines(root, body))
    parts = _LABEL.split(words)
    facts = dict(zip(parts[1::2], parts[2::2], strict=False))
    texts = _paragraphs("".join(map(str, body.itertext()))) if body is not None else []
    _state({label: value.strip() for label, value in facts.items()}, texts, article, profile, "^")
    return article


def _lines(root: etree._Element, body: etree._Element | None) -> Iterator[str]:
    for cell in root.iter("td"):
        if body is None or body not in cell.iter():
            yield from (text for text in elements.paragraphs(cell))


def _paragraphs(text: str) -> list[str]:
    """In `pre` a line that begins with a blank begins a paragraph."""
    parts = re.split(r"\n[ \t\xa0]+|\n\s*\n", text)
    return [" ".join(part.split()) for part in parts if part.strip()]


def _workbook(stream: Stream, settings: Settings, profile: Profile) -> Iterator[Part]:
    """One article a row, under the heads of the first."""
    source = fitting(stream, settings.max_size)
    if isinstance(source, Part):
        yield source
        return
    try:
        rows = list(xlsx.rows(Package(source.data, package.limit(settings.max_size))))
    except Broken as error:
        yield Part(source, problems=(package.broken(error, source),))
        return
    heads = [cell.strip() for cell in rows[0]] if rows else []
    for number, row in enumerate(rows[1:], start=1):
        facts = {head: cell.strip() for head, cell in zip(heads, row, strict=False) if head}
        if any(facts.values()):
            yield _row(facts, number, stream, profile)


def _row(facts: dict[str, str], number: int, stream: Stream, profile: Profile) -> Part:
    words = "\n".join(f"{head}: {cell}" for head, cell in facts.items() if cell)
    source = stream.source(f"#{number}", words.encode("utf-8", "replace"), charset="utf-8")
    encoding = Value("utf-8", Evidence("integrum.cells", 100, declared="cells"))
    article = Article("integrum")
    body = [value for head, value in facts.items() if profile.field_of("labels", head) == "body"]
    texts = [part.strip() for text in body for part in re.split(r"\n\s*\n", text) if part.strip()]
    _state(facts, texts, article, profile, "")
    held = Slice(source, words, encoding)
    return downloads.part(held, "text/plain", article.declared, article.leaves, profile)


def _state(
    facts: dict[str, str], texts: list[str], article: Article, profile: Profile, mark: str
) -> None:
    """The fields, then the body; a headline that the body repeats is printed once."""
    clock = ""
    for label, value in facts.items():
        if profile.field_of("labels", label) == "time" and _CLOCK.fullmatch(value):
            clock = value
    for label, value in facts.items():
        name, path = profile.field_of("labels", label) or "skip", mark + label
        if name == "headline":
            article.head(value, path)
        elif name == "date.published":
            article.state(name, _day(value, clock, texts), path, "date")
        elif name not in ("skip", "body", "time"):
            article.state(name, value, path, name.rpartition(".")[2])
    title = " ".join(facts.get("Заголовок", "").split())
    for at, text in enumerate(texts, start=1):
        if at > 1 or " ".join(text.split()) != title:
            article.show("paragraph", text, f"body/p[{at}]", "body")


def _day(printed: str, clock: str, texts: list[str]) -> str:
    """`28.02.05`, day first as in Russia: the century is unknown, unless the body prints it."""
    found = _DAY.fullmatch(printed)
    if found is None:
        return printed
    day, month, year = found.groups()
    for text in texts[:3]:
        again = _DAY.match(text)
        if again and again[3].endswith(year) and (again[1], again[2]) == (day, month):
            year = max(year, again[3], key=len)
    value = f"{year if len(year) == 4 else 'XX' + year}-{month:0>2}-{day:0>2}"
    moment = f"{value} {clock}" if clock not in ("", "00:00") and len(year) == 4 else value
    return moment if edtf.is_valid(value) else printed
