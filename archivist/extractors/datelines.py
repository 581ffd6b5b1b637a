"""This module recognises datelines: `PARIS, 25 oct 2024 (AFP) -`, `(ANSA) - ROMA, 22 APR -`.

Grammar: `[(SOURCE) -] PLACE[/PLACE][, Region][, date] [(SOURCE)] DASH text`, the dash being one of
`-`, `--`, `–`, `—`, `_`, `.-`. Looked for at the start of the first lines only (Superdesk looks at
five); a place holds no digit and has at most 40 characters.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archivist import languages
from archivist.extractors import east_asian
from archivist.extractors.entities.gazetteer import gazetteer
from archivist.extractors.names import is_agency
from archivist.extractors.phrases.words import months
from archivist.extractors.wording import fold, primary, words
from archivist.record import Block, Dateline, Evidence, Span

HEAD = 140  # code points of a line that can hold a dateline
FIRST_LINES = 5
PLACES = ("country", "region", "city", "town")  # kinds of the gazetteer


class Found(NamedTuple):
    """Offsets into the line: where the text goes on, and the parts, each half-open or None."""

    end: int
    place: tuple[int, int] | None
    agency: tuple[int, int] | None
    date: tuple[int, int] | None
    rule: str


# `(ANSA) - `, `AFP - ` before the place
_SOURCE_FIRST = re.compile(r"\(([^()]{2,30})\)\s?[-–—]?\s?(?=\S)")
_PLACE = r"[^\W\d_](?:[^\W\d_]|[ .'’\-/](?=[^\W\d_.(,])|\.(?=[,\s])){1,39}"
_MARK = r"(?:\s?(?:--|—|–|_|-)\s|\s?(?:--|—|–)(?=\S)|\.\s?(?:-|–|—)\s?|\s?:\s?[-–—]\s)"
_AGENCY = r"\s?(?:[(\[](?P<agency>[^()\[\]]{2,40})[)\]]|/(?P<between>[^()\[\]/\d]{2,30})/)"
_BARE_AGENCY = r"(?P<agency>[^\W\d_][^()\[\]\d:;,]{1,30}?)"


# A day with the month in words or figures; whether the word is a month is asked afterwards.
_DAY = r"\d{1,2}(?:er|st|nd|rd|th|[.°º])?"
_MONTH = r"[^\W\d_]{3,12}"
_DATE = (
    rf"(?P<date>(?:le\s)?{_DAY}\s?(?:de\s|d['’])?{_MONTH}\b\.?(?:,?\s(?:de\s|del\s)?\d{{4}})?"
    rf"|{_MONTH}\.?\s{_DAY}(?:,?\s\d{{4}})?"
    rf"|\d{{4}}\.\s{_MONTH}\s\d{{1,2}}\.?(?:,\s[^\W\d_]{{4,10}})?"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
)
_WHERE = rf"(?P<place>{_PLACE})(?:\s?,\s?(?P<region>{_PLACE}))??"
_BRACKETS = r"(?:\s\([^()\d]{2,30}\))?"
# Rule and expression, the most certain first.
_PATTERNS = tuple(
    (rule, re.compile(pattern, re.IGNORECASE))
    for rule, pattern in (
        (
            "dateline.date-agency",
            rf"{_WHERE}{_BRACKETS}\s?,?\s{_DATE}(?:{_MARK}|\.)?{_AGENCY}\s?[-–—_.:]{{0,3}}\s?",
        ),
        ("dateline.agency-stop", rf"{_WHERE}\s?,?\s{_DATE}{_MARK}{_BARE_AGENCY}\.\s"),
        ("dateline.date-agency", rf"{_DATE}{_AGENCY}{_MARK}"),
        ("dateline.agency-stop", rf"(?:{_WHERE}\.\s)?{_DATE}\.\s{_BARE_AGENCY}(?:\.|\s-)\s"),
        ("dateline.agency-date", rf"{_WHERE}{_AGENCY},?\s{_DATE}{_MARK}"),
        ("dateline.agency", rf"{_WHERE}{_AGENCY}(?:{_MARK}|\s?:\s|\s?\.-?\s)"),
        ("dateline.agency", rf"(?P<place>{_PLACE})--\((?P<agency>[^()]{{2,40}})\)--"),
        ("dateline.agency-bare", rf"(?P<place>{_PLACE}){_AGENCY}\s"),
        ("dateline.agency-bar", rf"(?P<place>{_PLACE})\s(?P<agency>[^\W\d_]{{2,12}})\s\|\s"),
        ("dateline.date", rf"{_WHERE}{_BRACKETS}\s?,\s{_DATE}{_MARK}"),
        ("dateline.date", rf"{_WHERE}\s\({_DATE}\){_MARK}"),
        ("dateline.date", rf"{_WHERE}\s?,?\s{_DATE}{_MARK}"),
        ("dateline.date", rf"{_WHERE}{_MARK}{_DATE}{_MARK}"),
        ("dateline.date-only", rf"{_DATE}{_MARK}"),
        ("dateline.place", rf"{_WHERE}{_MARK}"),
        ("dateline.place-region", rf"(?P<place>{_PLACE})\s\([^()\d]{{2,30}}\){_MARK}"),
        ("dateline.place-stop", rf"{_WHERE}\.\s"),
        ("dateline.place-colon", rf"(?P<place>{_PLACE}):\s"),
    )
)


# Without one of these there is no dateline, but for a place and a full stop.
_SIGNS = re.compile(r"[-–—_)\]/|:]|\d\s?\S+\.")


def match(line: str, language: str | None) -> Found | None:
    """The dateline that the line starts with, before running text; None when there is none."""
    head = line[:HEAD]
    signed = east_asian.match(head, line)
    if signed:
        return Found(*signed)
    if not _SIGNS.search(head) and not _flag(language, "place_stop"):
        return None
    lead = _SOURCE_FIRST.match(head)
    start = lead.end() if lead and _is_source(lead.group(1), None, language) else 0
    for rule, pattern in _PATTERNS:
        found = pattern.match(head, start)
        if found and _holds(rule, found, line, language):
            return _found(found, rule, lead if start else None)
    if lead and is_agency(lead.group(1)) and _text_follows(line, start):
        return Found(start, None, lead.span(1), None, "dateline.source-first")
    return None


def _found(found: re.Match[str], rule: str, lead: re.Match[str] | None) -> Found:
    groups = found.groupdict()
    agency = found.span("agency") if groups.get("agency") else None
    if groups.get("between"):
        agency = found.span("between")
    if agency is None and lead:
        agency, rule = lead.span(1), "dateline.source-first"
    place = found.span("place") if groups.get("place") else None
    date = found.span("date") if groups.get("date") else None
    return Found(found.end(), place, agency, date, rule)


def _holds(rule: str, found: re.Match[str], line: str, language: str | None) -> bool:
    """What each rule asks besides its form."""
    groups = found.groupdict()
    place, date = groups.get("place"), groups.get("date")
    agency = groups.get("agency") or groups.get("between")
    if place and _is_kicker(place, language):
        return False
    if not _text_follows(line, found.end()) or (date and not _is_date(date, language)):
        return False
    if agency is not None:
        if _is_province(agency, language) or not _is_source(agency, date, language):
            return False
        if rule in _KNOWN_ONLY and not _is_known_agency(rule, agency, place, language):
            return False
        if is_agency(agency):
            # OCR loses the first letter: `lotterdam (anp) -`; but `He said (Reuters) - what`
            return place is None or " " not in place or _is_place(place)
        if date is None and not _capital_follows(line, found.end()):
            return False  # `The European Union (EU) - which …`
    if place is None:
        return True
    if rule == "dateline.place-colon":
        return place.isupper() and len(place) >= 4 and _is_listed(place, language)
    if rule == "dateline.place-stop":
        return place.isupper() and len(place) >= 4 and _flag(language, "place_stop")
    if rule in ("dateline.place", "dateline.place-region"):
        return _is_bare_place(place, found, line, language)
    return _is_place(place)


def _is_date(text: str, language: str | None) -> bool:
    """Whether the word in it is a month, of the language or of any."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    known = {**months(None), **(months(language) if language else {})}
    return not words or any(fold(word) in known for word in words)


def _capital_follows(line: str, at: int) -> bool:
    after = line[at : at + 1]
    return after.isupper() or (bool(after) and after in "\"“”«„'‘’¿¡<")


def _flag(language: str | None, key: str) -> bool:
    return bool(languages.section(language or "", "datelines").get(key))


def _is_source(text: str, date: str | None, language: str | None) -> bool:
    """An agency of the table, or one word as agencies are called; more words beside a date."""
    if is_agency(text) or all(is_agency(part) for part in text.split("/")):
        return True
    words = text.split()
    if _is_listed(text, language):
        return False  # `Bruxelles (Belgique), 25 oct. -`
    if any(char.isdigit() for char in text) or len(words) > (3 if date else 1):
        return False
    if len(words) == 1:
        return 2 <= len(text) <= 14 and text.replace("/", "").replace(".", "").isalpha()
    return all(word[0].isupper() for word in words)


_KNOWN_ONLY = ("dateline.agency-bare", "dateline.agency-bar", "dateline.agency-stop")


def _is_known_agency(rule: str, agency: str, place: str | None, language: str | None) -> bool:
    """`BERLIN/PARIS (AFP) Der …`, `BERLIN taz | Der …`: no dash, so both have to be sure."""
    if rule.endswith("stop"):
        return is_agency(agency)  # `МОСКВА, 3 мая - РИА Новости. …`; but `March 5 - U.S. …`
    if place is None or not place.isupper() or len(place) < 4:
        return False
    return is_agency(agency) or (rule.endswith("bar") and _is_listed(place, language))


def _is_kicker(place: str, language: str | None) -> bool:
    """`BREAKING NEWS - `, `VIDEO: `: what stands above a text and is no place."""
    known = _kickers(language)
    return any(fold(word) in known for word in re.findall(r"[^\W\d_]+", place))


@functools.cache
def _kickers(language: str | None) -> frozenset[str]:
    codes = (primary(language), "en") if language else languages.codes()
    return frozenset(fold(w) for code in codes for w in words(code, "datelines", "kickers"))


def _is_province(text: str, language: str | None) -> bool:
    """`Carini (PA) - …` is Palermo, not the Press Association."""
    return _flag(language, "provinces") and len(text) == 2 and text.isupper()


def _is_place(text: str) -> bool:
    """Every word has a capital, but for the small ones inside: `Villalba del Cierzo`."""
    words = [word for word in re.split(r"[ /\-]+", text) if word]
    if not words or len(words) > 6 or not words[0][0].isupper():
        return False
    return words[-1][0].isupper() and all(word[0].isupper() or len(word) <= 4 for word in words)


def _is_bare_place(place: str, found: re.Match[str], line: str, language: str | None) -> bool:
    """Only a place and a dash: `Roma – In vista …`, `Madrid.- El presidente …`.

    A capital has to follow, so `Mario – disse lei –` is none, and then a sentence, so
    `NUOVA ZELANDA - AUSTRALIA 34-17` is none.
    """
    words = place.replace("/", " ").split()
    if not _capital_follows(line, found.end()) or len(words) > 3:
        return False
    after = line[found.end() : found.end() + 120].split()[:10]
    if sum(word.islower() for word in after) < 3:
        return False
    return all(word[0].isupper() for word in words) and _is_known(place, language)


def _is_known(place: str, language: str | None) -> bool:
    """In capitals, as datelines are, or a place of the gazetteers."""
    return (place.isupper() and len(place) > 2) or _is_listed(place, language)


def _is_listed(place: str, language: str | None) -> bool:
    """A place of the gazetteers, whatever its capitals; both of `Berlin/Paris`."""
    known = gazetteer(language.split("-")[0].lower() if language else "")
    names = [part.strip() for part in place.split("/")]
    entries = [known.entry(name) or known.entry(name.title()) for name in names]
    return all(entry is not None and entry.kind in PLACES for entry in entries)


def _text_follows(line: str, at: int) -> bool:
    """A dateline stands before text: four words or more."""
    return len(line[at : at + 200].split(None, 4)) >= 4


# ------------------------------------------------------------------ what stands in the block


@dataclass(frozen=True, slots=True)
class Parts:
    """The spans of a dateline block in the text of the document."""

    block: Span
    place: Span | None
    agency: Span | None
    date: Span | None
    rule: str


def parts(text: str, blocks: Sequence[Block], language: str | None) -> Parts | None:
    """The parts of the first dateline block; the line is read again with the text behind it."""
    block = next((block for block in blocks if block.role == "dateline"), None)
    if block is None:
        return None
    start = block.span.start
    found = match(text[start : start + HEAD + 200], language)
    if found is None:
        return Parts(block.span, None, None, None, block.evidence.rule)
    return Parts(
        block.span,
        _moved(found.place, start),
        _moved(found.agency, start),
        _moved(found.date, start),
        found.rule,
    )


def _moved(part: tuple[int, int] | None, by: int) -> Span | None:
    return Span(part[0] + by, part[1] + by) if part else None


def dateline(text: str, found: Parts | None, date: int | None) -> Dateline | None:
    """The record's dateline; `date` is the index of its date in `Record.dates`."""
    if found is None:
        return None
    evidence = Evidence(found.rule, span=found.block)
    return Dateline(found.place, found.agency, date, found.block.of(text), evidence)
