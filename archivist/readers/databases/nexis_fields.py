"""This module turns lines of LexisNexis and Nexis into what they state: labels, headline, date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archivist.readers.databases import printed_days
from archivist.readers.databases.articles import Article
from archivist.record import BlockRole

_SHARE = re.compile(r"\s*\(\d{1,3}\s?%\)\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with its place, and the field and value where a known label opens it."""

    text: str
    path: str
    field: str | None = None
    label: str = ""
    value: str = ""


def labelled(line: Line, article: Article) -> BlockRole | None:
    """A labelled line; the role of blocks that may follow as part of it."""
    name, value, path = line.field or "", line.value, line.label
    match name:
        case "headline":
            headline([Line(value, path)], article)
        case "summary":
            article.state("summary", value, path, "summary")
            article.show("subhead", value, path, "summary")
        case "caption" | "correction" | "dateline":
            article.show(_ROLES[name], value, path, name)
            return None if name == "dateline" else _ROLES[name]
        case "topic":
            for topic in _topics(value):
                article.state("topic", topic, path, "topic")
        case "date.modified":
            article.state(name, printed_days.begins(value) or value, path, "modified")
        case "section":
            article.state("topic", _without_page(value), path, "section")
        case "language":
            article.state("language", re.split(r"[;,]", value)[0].strip(), path, "language")
        case "skip" | "body" | "":
            return None
        case _:
            article.state(name, value, path, name.rpartition(".")[2])
    return None


_ROLES: dict[str, BlockRole] = {
    "caption": "caption",
    "correction": "correction",
    "dateline": "dateline",
}


def _topics(value: str) -> Iterator[str]:
    """`CLIMATE CHANGE (52%); TELEVISION (71%)` without the shares."""
    for part in value.split(";"):
        topic = _SHARE.sub(" ", part).strip()
        if topic:
            yield topic


def _without_page(value: str) -> str:
    """`MONEY; Pg. 1B` → `MONEY`: the page is no topic."""
    parts = [_COMMA_PAGE.sub("", part).strip() for part in value.split(";")]
    kept = dict.fromkeys(part for part in parts if part and not _PAGE.match(part))
    return "; ".join(kept)


_COMMA_PAGE = re.compile(r",\s*(?:pg|page|pp|p|s|seite|blz)\b\.?\s*\w+\s*$", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:pg|page|pp|p|s|seite|pág|pag|blz|column|col|spalte)\b\.?\s*(?:[\w-]*\d[\w-]*)?$|\d+$",
    re.IGNORECASE,
)


def headline(lines: Sequence[Line], article: Article) -> None:
    if not lines or not lines[0].text:
        return
    article.state("headline", lines[0].text, lines[0].path, "headline")
    article.show("headline", " ".join(lines[0].text.split()), lines[0].path, "headline")
    for line in lines[1:]:
        article.show("subhead", line.text, line.path, "headline")


def publication(line: Line, article: Article) -> None:
    article.state("credit.publisher", line.text.split("\n")[0], line.path, "publication")


def date(line: Line, article: Article) -> None:
    day = printed_days.begins(line.text)
    if day:
        article.state("date.published", day, line.path, "date")
