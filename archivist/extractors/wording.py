"""This module compares printed wording whatever its case and accents: `CREDIT PHOTO :` is a label.

A label of the language tables that ends in a colon needs one in print (`Foto:`); one that does not
stands before the name with a blank (`Foto di`), a colon is then allowed.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

from archivist import languages

LABEL = 60  # code points: no label of the tables is longer
MAX_WORDS = 8  # words in the longest label that needs no colon

CLOSERS = " :=/"  # behind a label, folded
_COLON = re.compile(r"[:：]|(?<=[\u3040-\u30ff\u4e00-\u9fff가-힣])[=＝/／]")
_FIRST = re.compile(r"[^\W_]+")
_WORD_END = re.compile(r"(?<=[^\W_])['’]?(?=[^\w'’]|$)|['’]")


@functools.lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes, one blank between words.

    >>> fold("Crédit  PHOTO")
    'credit photo'
    """
    plain = " ".join(text.replace("’", "'").casefold().split())
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in parts if not unicodedata.combining(char))


class Label(NamedTuple):
    """A label found at the start of a line: what it says, where it ends, where its value starts."""

    kind: str
    end: int
    value: int


class Labels:
    """The labels of one table: kind → wordings."""

    __slots__ = ("_closed", "_first", "_open", "_starts")

    def __init__(self, wordings: Mapping[str, Iterable[str]]) -> None:
        self._closed: dict[str, str] = {}
        self._open: dict[str, str] = {}
        for kind, items in wordings.items():
            for item in items:
                folded = fold(item)
                self._closed.setdefault(folded.rstrip(CLOSERS), kind)
                if folded[-1:] not in CLOSERS:
                    self._open.setdefault(folded, kind)
        self._first = frozenset(_first_word(item) for item in self._open)
        self._starts = frozenset(_first_word(item) for item in self._closed)

    def at_start(self, line: str) -> Label | None:
        """The label that the line starts with: one with a colon first, else the longest."""
        head = line[:LABEL]
        first = _FIRST.match(head)
        if first is None:
            return None
        start = fold(first.group())
        colon = _colon(head)
        if colon > 0 and start in self._starts and not line[colon + 1 : colon + 2].islower():
            wording = head[:colon].rstrip()
            kind = self._closed.get(fold(wording))
            if kind:
                return Label(kind, len(wording), _skip_blanks(line, colon + 1))
        return self._before_name(line, head) if start in self._first else None

    def _before_name(self, line: str, head: str) -> Label | None:
        ends = [match.end() for match in islice(_WORD_END.finditer(head), MAX_WORDS)]
        for end in reversed(ends):
            kind = self._open.get(fold(head[:end]))
            if kind and line[end:].strip():
                return Label(kind, end, _skip_blanks(line, end))
        return None

    def whole(self, text: str) -> str | None:
        """The kind of a text that is nothing but a label."""
        return self._closed.get(fold(text[: LABEL + 1]).rstrip(CLOSERS))


def _colon(head: str) -> int:
    """Where the first colon stands, -1 for none: `写真：`, and in East Asia `사진=`, `文/`."""
    match = _COLON.search(head)
    return match.end() - 1 if match else -1


def _first_word(folded: str) -> str:
    match = _FIRST.match(folded)
    return match.group() if match else ""


def _skip_blanks(line: str, at: int) -> int:
    while at < len(line) and line[at].isspace():
        at += 1
    return at


def own_first(language: str | None) -> tuple[str, ...]:
    """The languages with tables, the article's own first: pages mix `Foto:` and `Photo:`.

    A language that has rows in press-words.tsv only is looked at in its own articles.
    """
    own = primary(language) if language else None
    others = tuple(code for code in languages.codes() if code != own)
    known = own in languages.codes() or own in _press_words()
    return (own, *others) if own and known else others


def every_language() -> tuple[str, ...]:
    """The languages that have a table or rows in press-words.tsv, sorted."""
    return tuple(sorted({*languages.codes(), *_press_words()}))


def primary(language: str) -> str:
    """`nb-NO` → nb; Norwegian is Bokmål where nothing else is said."""
    code = language.split("-")[0].lower()
    return "nb" if code == "no" else code


@functools.cache
def words(language: str, section: str, key: str) -> tuple[str, ...]:
    """One list of a language's tables and of press-words.tsv, empty where neither has it."""
    listed = _press_words().get(primary(language), {}).get((section, key), ())
    return (*languages.section(language, section).get(key, ()), *listed)


@functools.cache
def _press_words() -> dict[str, dict[tuple[str, str], tuple[str, ...]]]:
    """language → (section, key) → wordings, from `data/press-words.tsv`."""
    found: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {}
    table = files("archivist").joinpath("data", "press-words.tsv").read_text("utf-8")
    for line in table.splitlines():
        language, section, key, forms = line.split("\t")
        found.setdefault(language, {})[section, key] = tuple(forms.split("|"))
    return found
