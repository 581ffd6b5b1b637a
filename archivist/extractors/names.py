"""This module takes the names out of the value of a credit or byline: `text/role/name/agency`.

Names are given with their place in the value; the printed line stays beside them in the record.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from typing import NamedTuple

from archivist import languages
from archivist.extractors.wording import fold, own_first, primary, words

LONGEST = 400  # code points of a credit line that are looked at
MAX_NAME_WORDS = 9


class Name(NamedTuple):
    """A name and where it stands in the value, half-open; `agency` when it is a known one."""

    text: str
    start: int
    end: int
    agency: bool


# Marks between names whatever the language. A dash needs blanks: `Santa-Bárbara` is one name.
_MARKS = r"\s*(?:[/|;·•]|//|\s[-–—]\s)\s*"
_BRACKETS = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\]")
_OUTER = " \t\xa0\"'’“”«»„*,;:.·•|/-–—_©"


@functools.cache
def agencies() -> dict[str, str]:
    """Folded form → the agency's short name, from `data/agencies.tsv`."""
    found: dict[str, str] = {}
    text = files("archivist").joinpath("data", "agencies.tsv").read_text("utf-8")
    for line in text.splitlines():
        name, _, forms = line.partition("\t")
        for form in (name, *forms.split("|")):
            if form:
                found.setdefault(fold(form), name)
    return found


def is_agency(text: str) -> bool:
    return len(text) <= 40 and fold(text.strip(_OUTER)) in agencies()


@functools.cache
def _separator(language: str | None) -> re.Pattern[str]:
    """Marks, commas, `and`, `for`, `via` between names, in the article's language or any."""
    own = (primary(language),) if language else languages.codes()
    found: dict[str, None] = {"via": None, "für": None, "&": None}
    for code in (*own, "en"):
        for key in ("and", "for"):
            found.update(dict.fromkeys(words(code, "credits", key)))
    joined = "|".join(re.escape(word) for word in sorted(found, key=lambda w: (-len(w), w)))
    pattern = rf"{_MARKS}|\s*[,、，،]\s*(?:(?:{joined})\s+)?|\s+(?P<word>{joined})\s+"
    return re.compile(pattern, re.IGNORECASE)


@functools.cache
def _generic(language: str | None) -> frozenset[str]:
    """Words that name nobody, of all languages: `Archivio`, `handout`."""
    return frozenset(
        fold(word) for code in own_first(language) for word in words(code, "credits", "generic")
    )


def split(value: str, language: str | None) -> tuple[Name, ...]:
    """The names in a value, in order; nothing in brackets, no words that name nobody."""
    value = value[:LONGEST]
    visible = _BRACKETS.sub(lambda match: "\x00" * len(match.group()), value)
    found = _between(visible, language)
    if len(found) == 1 and _ONE_WORD.fullmatch(value):
        return _one_word(value, language)
    names = (_name(visible, start, end, language) for start, end in found)
    return tuple(name for name in names if name)


def pieces(value: str, language: str | None) -> list[tuple[str, str]]:
    """What stands between the commas, slashes and conjunctions of a value, as printed, and the
    separator before each.
    """
    found = []
    before = 0
    for start, end in _between(value, language):
        found.append((value[before:start].strip(), value[start:end]))
        before = end
    return found


def _between(visible: str, language: str | None) -> list[tuple[int, int]]:
    """The ranges between separators, half-open."""
    marks = list(_separator(language).finditer(visible))
    found = []
    at = 0
    for index, match in enumerate(marks):
        stop = marks[index + 1].start() if index + 1 < len(marks) else len(visible)
        if _is_inside_name(match["word"], visible, visible[at : match.start()], stop, match.end()):
            continue
        found.append((at, match.start()))
        at = match.end()
    found.append((at, len(visible)))
    return found


def _is_inside_name(word: str | None, visible: str, before: str, stop: int, start: int) -> bool:
    """`Costa e Silva`, `Ortega y Gasset`, `John E Smith`: one letter joins two whole names only."""
    if word is None or len(word) > 1 or not word.isalpha() or "," in visible:
        return False
    if word.isupper() and not visible.isupper():
        return True
    return len(before.split()) < 2 or len(visible[start:stop].split()) < 2


_ONE_WORD = re.compile(r"[^\W\d_]{3,20}")


def _one_word(value: str, language: str | None) -> tuple[Name, ...]:
    """`Article rédigé par franceinfo`: a word alone behind a label is a name, however printed."""
    if fold(value) in _generic(language):
        return ()
    return (Name(value, 0, len(value), is_agency(value)),)


def _name(visible: str, start: int, end: int, language: str | None) -> Name | None:
    """The part without brackets, marks and a leading `via`; None when it names nobody."""
    outer = _OUTER + "\x00"
    part = visible[start:end]
    head = _LEADING.match(part)
    start += head.end() if head else 0
    part = visible[start:end]
    start += len(part) - len(part.lstrip(outer))
    start += _article(visible[start:end], language)
    text = visible[start:end].rstrip(outer)
    text = without_suffix(text)
    placed = _IN_PLACE.search(text)
    if placed and len(text[: placed.start()].split()) > 1:
        text = text[: placed.start()]
    if _INITIAL.search(text) and visible[start + len(text) : start + len(text) + 1] == ".":
        text += "."  # `F. Q.`, `Motors Inc.`
    if not _names_somebody(text) or fold(text) in _generic(language):
        return None
    return Name(text, start, start + len(text), is_agency(text))


def _article(part: str, language: str | None) -> int:
    """How long the article before a name is: `the Hill Museum`."""
    first, blank, rest = part.partition(" ")
    if blank and first.islower() and rest[:1].isupper():
        known = words(language, "particles", "articles") if language else ()
        return len(first) + 1 if first in known else 0
    return 0


def without_suffix(text: str) -> str:
    """`山田太郎記者`, `홍길동 기자`: the name alone; the text itself where nothing else is left."""
    match = None if text.isascii() else _suffix().search(text)
    return (text[: match.start()].rstrip(_OUTER) or text) if match else text


@functools.cache
def _suffix() -> re.Pattern[str]:
    """What stands behind a name without a blank, of the languages that print it so."""
    found = [word for code in ("ja", "zh", "ko") for word in words(code, "bylines", "after")]
    joined = "|".join(sorted(map(re.escape, found), key=lambda word: (-len(word), word)))
    return re.compile(rf"(?:\s|/|／)*(?:{joined})$")


# `Reporting by Ada Fenn in London`
_IN_PLACE = re.compile(r"\s(?:in|aus|at the)\s[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+)?$")
_LEADING = re.compile(r"(?:via|für)\s+", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|[\s.])[A-ZÀ-Þ]$|\b(?:Jr|Sr|Inc|Ltd|Co|Corp|S\.p\.A|e\.V)$")


def _names_somebody(text: str) -> bool:
    """A name has a capital, or is one short word as agencies print themselves: `dpa`, `npd`."""
    if not text or "\x00" in text or len(text.split()) > MAX_NAME_WORDS:
        return False
    if not any(char.isalpha() for char in text) or _NO_NAME.search(text):
        return False
    first = text.split()[0]
    if first[0].islower() and not is_agency(text):
        return len(text) <= 5 or first.casefold() in particles() or any(c.isupper() for c in first)
    return True


# Figures, addresses, the end of a sentence inside (`Rene Benko. Photographer: …`)
_NO_NAME = re.compile(r"\d{1,2}[:.]\d\d|\d{3,}|@|:\s|[^\W\d_]{4,}\.\s")


@functools.cache
def particles() -> frozenset[str]:
    """Small words inside names; a name may begin with one (`van der Laan`, `de la Roche`)."""
    return frozenset(
        word for code in languages.codes() for word in words(code, "particles", "names")
    )


# `and` in languages that have no file of their own
_CONJUNCTIONS = frozenset("och og ja i oraz a és și şi và и та й και dan ve ile in".split())


@functools.cache
def _small() -> frozenset[str]:
    """Particles and the words between names: `and`, `via`."""
    keys = ("and", "for")
    between = {w for code in languages.codes() for key in keys for w in words(code, "credits", key)}
    between |= _CONJUNCTIONS
    return particles() | between | {"via", "für"}


_QUOTED = re.compile(r"[。『』「」]|\d年")


def is_sentence(text: str) -> bool:
    """Whether a third of the words are small ones, or quoted: nobody is called so."""
    if _QUOTED.search(text):
        return True
    found = re.split(r"[\s/|]+", _BRACKETS.sub(" ", text).strip())
    small = [word for word in found if word[:1].islower() and not _is_small_name(word)]
    return len(found) > 1 and len(small) * 3 > len(found)


def _is_small_name(word: str) -> bool:
    bare = word.strip(_OUTER).casefold()
    return bare in _small() or is_agency(bare)


def looks_like_names(text: str) -> bool:
    """Whether a line holds nothing but names: capitals, particles, `and`, commas, initials."""
    if not text or len(text) > 120 or text[-1] in "!?:;…":
        return False
    parts = re.split(r"[\s/|]+", _BRACKETS.sub(" ", text).strip())
    capitals = 0
    for part in parts:
        bare = part.strip("\"'’“”«»*,.;·•&-–—")
        if not bare:
            continue
        if bare[0].isupper() or _has_no_case(bare[0]):
            capitals += 1
        elif bare.casefold() not in _small() and not is_agency(bare):
            return False
    return 0 < capitals <= (12 if text.upper() != text.lower() else MOST_WITHOUT_CASE)


MOST_WITHOUT_CASE = 8  # words of a line in Arabic or Chinese that is nothing but names


def _has_no_case(char: str) -> bool:
    """A letter of a script without capitals: every word could begin a name."""
    return char.isalpha() and char.upper() == char.lower()
