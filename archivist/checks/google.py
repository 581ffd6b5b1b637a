"""This module warns of what Google's documentation of Article markup asks for and a record lacks.

https://developers.google.com/search/docs/appearance/structured-data/article (properties
recommended for Article, NewsArticle and BlogPosting; it demands none). What a source does not say
is not made up: each warning names what the markup will not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.checks.finding import Finding
from archivist.record import Record

# "Consider using a concise title, as long titles may be truncated on some devices"; 110
# characters were the limit as long as the documentation stated one.
LONG = 110
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d(:?\d\d)?)")
# "Only specify the author's name": no `By …`, no profession, no publisher, no second author.
_MORE_THAN_A_NAME = re.compile(
    r"[,;/|@]|\s(?:and|und|et|e|y|en|&)\s|^(?:by|von|par|di|de|por)\s", re.I
)


def check(record: Record) -> Iterator[Finding]:
    """Findings V131 to V137."""
    yield from _headline(record)
    yield from _authors(record)
    yield from _dates(record)
    right = "would be right: the address of an image of at least 50,000 pixels"
    message = f"image: found none, for a record holds no image, {right}"
    yield Finding("V133", "", message, "add it where the page is published")


def _headline(record: Record) -> Iterator[Finding]:
    if record.headline is None:
        message = "headline: found null, would be right: the title that the article printed"
        yield Finding("V131", "/headline", message, "a devised title is exported as no headline")
    elif len(record.headline.value) > LONG:
        message = f"headline: found {len(record.headline.value)} characters"
        right = f"would be right: at most {LONG}, for longer ones may be cut"
        yield Finding("V132", "/headline/value", f"{message}, {right}")


def _authors(record: Record) -> Iterator[Finding]:
    linked = {entity.id for entity in record.entities if entity.identifiers}
    named = False
    for at, credit in enumerate(record.credits):
        for number, name in enumerate(credit.names if credit.role == "author" else ()):
            named = True
            path = f"/credits/{at}/names/{number}"
            if _MORE_THAN_A_NAME.search(name.name):
                message = "author.name: found more than a name, would be right: one name alone"
                yield Finding("V135", f"{path}/name", message)
            if name.entity not in linked:
                message = "author.url: found no identifier of the author, would be right: an IRI"
                yield Finding("V136", path, message, "archivist authority gives people their IRIs")
    if not named:
        message = "author: found none, would be right: the name of whoever wrote it"
        yield Finding("V134", "/credits", message)


def _dates(record: Record) -> Iterator[Finding]:
    for at, date in enumerate(record.dates):
        if date.role in ("published", "modified") and not _ZONED.fullmatch(date.value):
            right = "would be right: a day, a time and its zone"
            message = f"date {date.role}: found {date.value}, {right}"
            yield Finding("V137", f"/dates/{at}/value", message)
    if not any(date.role == "published" for date in record.dates):
        message = "datePublished: found none, would be right: a day, a time and its zone"
        yield Finding("V137", "/dates", message)
