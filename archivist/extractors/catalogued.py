"""This module compares what the library says of a source with what the source says itself.

Both are kept; where they cannot both be right, that is a problem for a person: E010.
(Dates that disagree are E003, whoever states them.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from archivist.problems import Location, Problem, problem
from archivist.record import Credit, Declared, Document, Title, Value


def disagreements(
    document: Document, title: Title, headline: Value | None, credits: Sequence[Credit]
) -> Iterator[Problem]:
    """E010 for a title, a language or authors that differ from those of the source."""
    facts = [item for item in document.declared if item.supplied]
    if not facts:
        return
    where = Location(document.source.location)
    if headline and title.evidence.context and not _alike(title.value, headline.value):
        yield _differs(where, "title", title.value, headline.value, "/title")
    yield from _languages(document.declared, where)
    yield from _authors(credits, where)


def _languages(facts: Sequence[Declared], where: Location) -> Iterator[Problem]:
    stated = [item for item in facts if item.field == "language"]
    theirs = next((item for item in stated if item.supplied), None)
    own = next((item for item in stated if not item.supplied), None)
    if theirs and own and _primary(theirs.value) != _primary(own.value):
        yield _differs(where, "language", theirs.value, own.value, "/language")


def _authors(credits: Sequence[Credit], where: Location) -> Iterator[Problem]:
    """Nobody of one side is named on the other."""
    people = [
        (item, {_key(n.name) for n in item.names}) for item in credits if item.role == "author"
    ]
    theirs = [item for item in people if item[0].evidence.context]
    own = [item for item in people if not item[0].evidence.context]
    if theirs and own and not any(a & b for _, a in theirs for _, b in own):
        yield _differs(where, "author", theirs[0][0].verbatim, own[0][0].verbatim, "/credits")


def _differs(where: Location, what: str, theirs: str, own: str, path: str) -> Problem:
    message = f"{what}: found {own[:60]!r} in the source, but {theirs[:60]!r} in the catalogue"
    return problem("E010", message, where, path=path, hint="both are kept; correct the wrong one")


def _alike(one: str, other: str) -> bool:
    """Titles are often shortened, and capitals and marks are a matter of style."""
    a, b = _folded(one), _folded(other)
    return a in b or b in a


def _key(name: str) -> str:
    """`Verdi, Ada` and `Ada Verdi` are one."""
    return " ".join(sorted(_folded(name).split()))


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        re.findall(r"[^\W_]+", "".join(c for c in text if not unicodedata.combining(c)))
    )


def _primary(tag: str) -> str:
    return re.split("[-_]", tag.strip().casefold())[0]
