"""This module finds the terms in a text of Turtle, TriG, N-Triples or N-Quads, with their places.

The parser tells no place of a term that is well-formed and wrong all the same: on a finding only,
the text is gone through a second time, term by term.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from archivist.checks.rdf.iris import BASE, resolved
from archivist.jsontext.walk import Lines

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    |(?P<long>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*''')
    |(?P<string>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>\n\r]*>)
    |(?P<type>\^\^)
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<blank>_:[\w.\-\u00b7]*[\w\-\u00b7]|\[)
    |(?P<name>(?:[^\W\d_](?:[\w.\-\u00b7]*[\w\-\u00b7])?)?:(?:(?:[\w:.\-\u00b7]|%[0-9A-Fa-f]{2}|\\.)*
        (?:[\w:\-\u00b7]|%[0-9A-Fa-f]{2}|\\.))?)
    |(?P<word>[\w+\-.]+)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROLS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Term(NamedTuple):
    """A term at `start`, in code points: its IRI, or value, datatype and tag of a literal."""

    start: int
    kind: str  # iri, blank, literal
    value: str
    datatype: str | None = None
    tag: str | None = None


def terms(text: str) -> Iterator[Term]:
    """The terms of a text, in order; declarations of prefixes are followed."""
    return _Scan(text).terms()


def subjects(text: str, wanted: Collection[str]) -> dict[str, tuple[int, int]]:
    """Line and column of IRIs, at the beginning of a line where one stands at one."""
    lines = Lines(text)
    found: dict[str, tuple[int, int]] = {}
    first: set[str] = set()
    for term in terms(text):
        if term.value in wanted and term.value not in first:
            place = lines.place(term.start)
            begins = not text[term.start - place[1] + 1 : term.start].strip()
            if begins or term.value not in found:
                found[term.value] = place
            first |= {term.value} if begins else set()
    return found


class _Scan:
    """One way through a text."""

    def __init__(self, text: str) -> None:
        self._tokens = (match for match in _TOKEN.finditer(text) if match.lastgroup != "comment")
        self._prefixes: dict[str, str] = {}
        self._base = BASE
        self._ahead: re.Match[str] | None = None

    def terms(self) -> Iterator[Term]:
        while (token := self._next()) is not None:
            match token.lastgroup:
                case "string" | "long":
                    yield self._literal(token)
                case "iri" | "name":
                    yield Term(token.start(), "iri", self._iri(token))
                case "blank":
                    yield Term(token.start(), "blank", token[0])
                case "tag" | "word":
                    self._declared(token[0].lstrip("@").lower())

    def _next(self) -> re.Match[str] | None:
        token, self._ahead = self._ahead, None
        return token or next(self._tokens, None)

    def _declared(self, word: str) -> None:
        if word == "prefix":
            name, iri = self._next(), self._next()
            if name is not None and iri is not None:
                self._prefixes[name[0].rstrip(":")] = self._iri(iri)
        elif word == "base" and (iri := self._next()) is not None:
            self._base = self._iri(iri)

    def _iri(self, token: re.Match[str]) -> str:
        if token.lastgroup == "iri":
            return resolved(_unescaped(token[0][1:-1]), self._base)
        prefix, _, local = token[0].partition(":")
        return self._prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)

    def _literal(self, token: re.Match[str]) -> Term:
        marks = 3 if token.lastgroup == "long" else 1
        value = _unescaped(token[0][marks:-marks])
        after = self._next()
        if after is None:
            return Term(token.start(), "literal", value)
        if after.lastgroup == "type" and (kind := self._next()) is not None:
            return Term(token.start(), "literal", value, self._iri(kind))
        if after.lastgroup == "tag" and after.start() == token.end():
            return Term(token.start(), "literal", value, None, after[0][1:].lower())
        self._ahead = after
        return Term(token.start(), "literal", value)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    if digits:
        number = int(digits, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _CONTROLS.get(found[3], found[3])
