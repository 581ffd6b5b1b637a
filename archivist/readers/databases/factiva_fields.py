"""This module knows the fields of Factiva: their order in a head without codes, and their codes."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from archivist.readers.databases.articles import Article
from archivist.readers.databases.profiles import Profile

_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s+[A-Z]{2,4})?")
_COUNTED = re.compile(r"\d{1,4}\)\s+")
_YEAR = re.compile(r"(?:19|20)\d\d")


# ------------------------------------------------------------------ the head by its order


def ordered(lines: Sequence[str], article: Article, profile: Profile) -> int:
    """Number of words, date, time, source, …, rights; how many lines these are."""
    at = next((at for at, line in enumerate(lines) if is_count(line, profile)), None)
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


def is_count(line: str, profile: Profile) -> bool:
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


def field(code: str, texts: list[str], article: Article, profile: Profile) -> None:
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


def finish(time: str, article: Article) -> None:
    """The time of day belongs to the date."""
    if not _CLOCK.fullmatch(time.strip()):
        return
    for at, item in enumerate(article.declared):
        if item.field == "date.published":
            moment = f"{item.value} {time.strip()}"
            article.declared[at] = type(item)(item.field, moment, item.path, item.rule)
