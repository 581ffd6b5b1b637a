"""This module takes the people out of a declared author: `By Ada Fenn, AP Business Writer`,
`dpa/Lia Kurz`, `Fenn, Ada; Roe, Amy`, `山田太郎記者`, `a.fenn@gazette.example (Ada Fenn)`.

Pages declare bylines, logins, profile addresses and whole lines with dates as their author. What is
left without labels, addresses, dates and offices is a name, as it was printed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from archivist import languages
from archivist.extractors import names, printed_dates
from archivist.extractors.entities.gazetteer import gazetteer
from archivist.extractors.names import Name
from archivist.extractors.wording import Labels, fold, primary, words

LONGEST_VALUE = 1000  # code points of a declared value that are looked at
LONGEST = 100  # code points of a name; what is longer is a text about somebody
_ADDRESS = re.compile(
    r"(?:https?:)?//\S+|www\.\S+|<[^<>]*>|\S+(?:@|\[at\]|\(at\))[\w-]+\.\S+|\{\{.*?\}\}"
    r"|(?<=\S)[\s(]@\w[\w.-]*\)?",
    re.IGNORECASE,
)
# `a.fenn@gazette.example (Ada Fenn)`: the author of RSS 2.0
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s+\(([^()]+)\)")
_PARTS = re.compile(r"\s*(?:[|·•;\r\n]|\s[-–—]\s|(?<=\S)[-–—]$)\s*")
# `Caroline LewisPublished Nov 9`: what stood in two elements of the page
_GLUED = re.compile(r"(?<=[a-zà-ÿ])(?:Published|Updated|Posted|Publicado|Publié|Veröffentlicht)\b")


def read(value: str, language: str | None) -> tuple[Name, ...]:
    """The names in a declared author, as printed; empty where there is nothing but an address.

    Offsets are those of the name alone: the value is not part of the text.
    """
    text = " ".join(value[:LONGEST_VALUE].split())
    mailed = _MAIL_AND_NAME.fullmatch(text)
    text = mailed.group(1) if mailed else _ADDRESS.sub(" ", text)
    text = _GLUED.sub(" | ", _without_dates(text, language))
    found: list[str] = []
    parts = [part for part in _PARTS.split(text) if part]
    if ";" in text and all(part.count(",") == 1 for part in parts):
        parts = [" ".join(reversed(part.split(", "))) for part in parts]  # `Fenn, Ada; Roe, Amy`
    for part in parts:
        for name in _people(part.strip(_OUTER), language, bool(found)):
            if found and fold(name.rstrip(".")) in _OF_SURNAMES:
                found[-1] = f"{found[-1]}, {name}"  # `Dan Hill, Jr.`
            elif fold(name) not in _DEGREES:
                found.append(name)
    distinct = dict.fromkeys(found)
    return tuple(Name(text, 0, len(text), names.is_agency(text)) for text in distinct)


_OF_SURNAMES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_DEGREES = frozenset("md m.d phd ph.d mba esq msc m.sc ba ma rn dds".split())


def is_nobody(value: str) -> bool:
    """Whether a declared author is an address and nothing else, or too long for a name."""
    if len(value) > LONGEST:
        return True
    return not any(char.isalpha() for char in _ADDRESS.sub(" ", f" {value} "))


_OUTER = ' \t,;:|/*·•–—-_"“”«»„'


def _without_dates(text: str, language: str | None) -> str:
    """`29. Juni 2017, 23:39 · von Tobi`: dates cut, with the words that belong to them."""
    if not any(char.isdigit() for char in text):
        return text
    printed = printed_dates.after_names(text, language, None)
    for item in reversed(printed):
        before = text[: item.start]
        _, end = printed_dates.without_labels(before, language)
        text = f"{before[:end]} | {text[item.end :]}"
    return re.sub(r"\s*\|[\s|]*$", "", text)


def _people(part: str, language: str | None, behind: bool) -> Iterator[str]:
    """The people of one part between bars and bullets; `behind` another name stand offices too."""
    part = _without_label(part, language)
    if not any(char.isalpha() for char in part) or len(part) > LONGEST * 4:
        return
    turned = _turned(part)
    if turned:
        yield turned
        return
    for separator, piece in _separate(part, language):
        name = _without_office(piece, language)
        joined = any(char.isalpha() for char in separator)
        if (separator or behind) and piece and _is_office(piece, language, joined):
            name = piece.split()[0] if names.is_agency(piece.split()[0]) else ""
        if len(name) <= LONGEST and any(char.isalpha() for char in name):
            yield name


def _separate(part: str, language: str | None) -> list[tuple[str, str]]:
    """The pieces between commas, slashes and `and`, each behind its separator; no brackets."""
    if names.is_agency(part):
        return [("", part)]
    bare = re.sub(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*", " ", part).strip() or part.strip("()[]")
    return [(mark, piece.strip(_OUTER)) for mark, piece in names.pieces(bare, language)]


# ------------------------------------------------------------------ labels


@functools.cache
def _labels(language: str | None) -> Labels:
    """`By`, `Von`, `Author:` of the language and of English; of others those that are no particles:
    `Von` begins a name in Dutch.
    """
    own = (primary(language), "en") if language else ("en",)
    found = {word: None for code in own for word in _of(code)}
    others = (word for code in languages.codes() for word in _of(code))
    found.update((word, None) for word in others if fold(word) not in names.particles())
    return Labels({"author": found})


def _of(code: str) -> tuple[str, ...]:
    return (*words(code, "bylines", "before"), *words(code, "credits", "author"))


def _without_label(part: str, language: str | None) -> str:
    """`By Ada Fenn`; but `Di Maio`, `von der Laan` and `Per Olsen` are names."""
    while True:
        label = _labels(language).at_start(part)
        if label is None:
            return part
        rest = part[label.value :].strip(_OUTER)
        printed = part[: label.end]
        if not rest or (_may_be_name(printed, language) and len(rest.split()) < 2):
            return part
        if fold(printed) in names.particles() and not rest[0].isupper():
            return part
        part = rest


def _may_be_name(word: str, language: str | None) -> bool:
    """A particle or given name in capitals: `Di`, `Von`, `Per`."""
    if not word[0].isupper():
        return False
    known = gazetteer(primary(language) if language else "").given
    return fold(word) in names.particles() or word in known


# ------------------------------------------------------------------ offices


@functools.cache
def _offices(language: str | None) -> frozenset[str]:
    codes = (primary(language), "en") if language else languages.codes()
    return frozenset(fold(word) for code in codes for word in words(code, "bylines", "roles"))


@functools.cache
def _desks(language: str | None) -> frozenset[str]:
    codes = (primary(language), "en") if language else languages.codes()
    return frozenset(fold(word) for code in codes for word in words(code, "bylines", "desks"))


def _without_office(piece: str, language: str | None) -> str:
    """`Ada Fenn Staff Writer`, `Korrespondent Jan Kurz`, `홍길동 기자`: the name alone."""
    piece = _CAPITALS_BEHIND.sub(r"\1", names.without_suffix(piece))
    found = piece.split()
    offices = _offices(language)
    for start in range(2, len(found)):
        if any(_is_one_of(found[start : start + size], offices) for size in (3, 2, 1)):
            found = found[:start]
            break
    for size in (3, 2, 1):
        if len(found) >= size + 2 and _is_one_of(found[:size], offices):
            found = found[size:]
            break
    if len(found) > 3 and found[-2] in ("in", "aus", "from") and found[-1][0].isupper():
        found = found[:-2]
    name = _ARTICLE.sub("", " ".join(found))
    return name.strip(_OUTER + ("" if _INITIAL.search(piece) else "."))


# `Meg Roe BRIDGE DAILY NEWS`
_CAPITALS_BEHIND = re.compile(
    r"^((?:[A-ZÀ-Þ][a-zà-ÿ]['’\w-]*\s){2,3})[A-ZÀ-Þ]{2,}(?:\s[A-ZÀ-Þ&]{2,})+$"
)
# `Jane Roe and the Bridge Team`
_ARTICLE = re.compile(r"^(?:the|die|der|das|la|le|les|el|los|il|lo) (?=[A-ZÀ-Þ])")


_INITIAL = re.compile(r"(?:^|[\s.])\w\.$|\b(?:Jr|Sr|Inc|Ltd|Co|Corp)\.$")


def _is_one_of(found: list[str], offices: frozenset[str]) -> bool:
    return fold(" ".join(found).strip(_OUTER + ".()")) in offices


def _is_office(piece: str, language: str | None, joined: bool) -> bool:
    """Whether a piece behind a name says an office, a desk or a paper and nobody; `joined` by a
    conjunction stand people and teams.
    """
    if names.is_agency(piece):
        return False
    if fold(piece) in _desks(language):
        return True
    offices = _offices(language)
    found = piece.split()
    ends = [part for size in (1, 2, 3) for part in (found[:size], found[-size:])]
    if any(_is_one_of(part, offices) for part in ends):
        return True
    if joined:
        return False
    place = gazetteer(primary(language) if language else "").entry(piece)
    if place is not None and place.kind in _PLACES:
        return len(found) == 1 or found[0] not in gazetteer("").given  # `Jan Kurz, Berlin`
    first = found[0].casefold()
    return first in _ARTICLES or (piece[0].islower() and first not in names.particles())


_PLACES = ("country", "region", "city", "town")
# `The San Diego Union-Tribune`, `Der Standard`: a paper
_ARTICLES = frozenset(
    "the der die das il la lo le el los de het for special with mit con avec".split()
)


# ------------------------------------------------------------------ surname first


_TURNED = re.compile(r"([^\W\d_][\w’'-]+), ([^\W\d_][\w’'-]+\.?(?: [^\W\d_][\w’'-]*\.?)?)")


def _turned(part: str) -> str | None:
    """`Fenn, Ada`: a surname and a given name; as printed where both words are given names."""
    match = _TURNED.fullmatch(part)
    if not match:
        return None
    last, first = match.groups()
    given = gazetteer("").given
    if first.split()[0] not in given or names.is_agency(last):
        return None
    return part if last in given else f"{first} {last}"
