"""This module says in which language a text is written, or that it does not know.

The script comes first (`scripts`); where languages share one, function words decide: a fifth to a
half of running text is made of them. The winner has to beat each other language on the words that
only one of the two has; languages that we know only as rivals stand for election too, and a text
that one of them may have won has no language. Short texts, headlines without articles, are helped
by letters that few languages write and by the ends of their words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files

from archivist import languages
from archivist.extractors import scripts

SAMPLE = 2500  # code points looked at, from the start: more changes nothing but the time
MINIMUM_HITS = 3.0  # words that speak for the winner; below it a text is too short to tell
SHARE = 0.28  # of all words that are its function words, where the table says nothing else
MARGIN = 1.5  # how much more the winner's own words weigh than the rival's own
LEAD = 1.0  # and by how many words;
LEAD_OVER_RIVALS = 0.5  # less over those that few papers are printed in
OVERRULING = 20  # words that outweigh what a template declares; a title quoted in it is shorter
SHORT = 40  # words: beyond it function words alone decide where they can
HINT = 0.5  # weight of an ending or a letter beside a function word's 1
DISTINCT = 0.025  # different words among all that must speak for the winner,
FEWEST = 3  # three in a headline, their letters and ends included
MOST = 6  # and six in an article: one word again and again is a table or another language
FOREIGN = 0.1  # share of words with letters that the winner does not write; names have some,
FOREIGN_TRANSCRIBED = 0.05  # but fewer in scripts that transcribe them
LETTER_SPACED = 0.25  # share of words of one letter; beyond it `P a r i s` is printed so

# A letter alone is a word where some language has it, or where something is elided: `l’`, `’s`;
# in initials, tickers and codes it is none.
_WORD = re.compile(
    r"[^\W\d_]{2,}|[^\W\d_](?=['’])|(?<=['’])[^\W\d_]"
    r"|(?<![.&/<-])[aeiouyàèéòóâåøöwzkvsваеиікосуяў](?![^\W\d_]|[.&/>-])"
)
# Where vowels are marks beside the letters, whatever stands between blanks and points is a word.
_MARKED_WORD = re.compile(
    r"[^\s!-@\[-`{-~\xa0-\xbf\u05be\u060c\u061b\u061f\u0660-\u066d\u06d4\u06f0-\u06f9\u0964-\u096f"
    r"\u09e6-\u09ef\u1361-\u1368\u2000-\u206f]+"
)
_MARKED_SCRIPTS = frozenset({"Arab", "Hebr", "Deva", "Beng", "Ethi"})
# Letters that all languages of a script write; where vowels are marks, the letters say nothing.
_COMMON = frozenset("abcdefghijklmnopqrstuvwxyz'’ʼʻ") | frozenset(
    "абвгдежзиклмнопрстуфхцчшьюяابتثجحخدذرزسشصضطظعغفقلمنهو"
)
# Kurdish and Persian are typed with Arabic letters too, and the other way round.
_ARABIC = str.maketrans("يىك", "ییک")
_UNJUDGED = frozenset({"Hebr", "Deva", "Beng", "Ethi"})
# Vowel signs and the stretching line, which newspapers leave out or put in as they like.
_ORNAMENTS = re.compile("[\u0640\u064b-\u0652\u0670\u0591-\u05bd\u05bf-\u05c7]")


def identify(text: str) -> str | None:
    """The BCP 47 tag of the language; None for one we do not know or too short a text."""
    sample = unicodedata.normalize("NFC", text[:SAMPLE])
    block = scripts.leading(sample)
    if block is None:
        return None
    if block.script in ("Hani", "Kana"):
        return scripts.of_signs(sample, _chinese())
    if block.language:
        return block.language
    words = Counter(_words(sample, block.script))
    total = words.total()
    found = _elected(words, total) if total else None
    if found is None or block.script in _UNJUDGED:
        return found
    most = FOREIGN if block.script == "Latn" else FOREIGN_TRANSCRIBED
    return None if _foreign(found, words) > max(most * total, 2.0) else found


def is_rival(code: str) -> bool:
    """Whether we know a language, but not so well that its words could be told from a sister's."""
    return code not in _shares() and any(code == row[0] for row in _table())


def _elected(words: Counter[str], total: int) -> str | None:
    """The winner by function words where there are enough, else with the help of hints."""
    patterns = _patterns(words)
    found = _winner(patterns, total) if total > SHORT else None
    if found:
        wanted = min(MOST, max(FEWEST, DISTINCT * total))
        return found if _different(found, words) >= wanted else None
    found = _winner(_with_hints(patterns, words), total)
    return found if found and _different(found, words, hints=True) >= FEWEST else None


def _different(code: str, words: Iterable[str], *, hints: bool = False) -> int:
    """How many different words speak for a language."""
    functions = _function_words()
    return sum(
        code in functions.get(word, ()) or (hints and word not in functions and code in _hint(word))
        for word in words
    )


def _foreign(code: str, words: Counter[str]) -> int:
    """How many words have letters that the language does not write."""
    own = _alphabets().get(code, frozenset()) | _COMMON
    return sum(count for word, count in words.items() if not own.issuperset(word))


def is_long(text: str) -> bool:
    """Whether the words of a text can overrule what is declared."""
    sample = text[:SAMPLE]
    block = scripts.leading(sample)
    if block is None:
        return False
    if block.script in ("Hani", "Kana") or block.language:
        return len(sample) > 2 * OVERRULING
    return len(_words(sample, block.script)) > OVERRULING


def _words(text: str, script: str) -> list[str]:
    lower = text.replace("İ", "i").casefold()
    if script in _MARKED_SCRIPTS:
        return _MARKED_WORD.findall(_ORNAMENTS.sub("", lower))
    found: list[str] = _WORD.findall(lower)
    letters = sum(len(word) == 1 for word in found)
    return found if letters < LETTER_SPACED * len(found) else [w for w in found if len(w) > 1]


# How often words occur that exactly these languages have.
Patterns = dict[tuple[str, ...], float]


def _patterns(words: Counter[str]) -> Patterns:
    functions = _function_words()
    found: Patterns = {}
    for word, count in words.items():
        codes = functions.get(word) or functions.get(word.translate(_ARABIC))
        if codes:
            found[codes] = found.get(codes, 0.0) + count
    return found


def _with_hints(patterns: Patterns, words: Counter[str]) -> Patterns:
    """The same with the letters and the ends of the other words, which count for less."""
    functions = _function_words()
    found = dict(patterns)
    for word, count in words.items():
        codes = () if word in functions else _hint(word)
        if codes:
            found[codes] = found.get(codes, 0.0) + HINT * count
    return found


@functools.lru_cache(maxsize=16384)
def _hint(word: str) -> tuple[str, ...]:
    """The languages that write all letters of a word, and its end; () where nothing is special."""
    letters, endings = _letters(), _endings()
    known: tuple[str, ...] | None = None
    for char in word:
        codes = letters.get(char)
        if codes:
            known = codes if known is None else tuple(code for code in known if code in codes)
    if len(word) < 5:
        return known or ()
    ended = next((endings[word[-n:]] for n in (5, 4, 3, 2, 1) if word[-n:] in endings), ())
    if known is None:
        return ended
    return tuple(code for code in ended if code in known) or known


def _winner(patterns: Patterns, total: int) -> str | None:
    """The language that has enough of the words and beats every other one."""
    hits = _hits(patterns)
    if not hits:
        return None
    most, best = max((count, code) for code, count in hits.items())
    if most < MINIMUM_HITS or most < _shares().get(best, 2.0) * total:
        return None
    rivals = [code for code in hits if code != best]
    return best if all(_beats(best, rival, hits, patterns) for rival in rivals) else None


def _hits(patterns: Patterns) -> dict[str, float]:
    found: dict[str, float] = {}
    for codes, count in patterns.items():
        for code in codes:
            found[code] = found.get(code, 0.0) + count
    return found


def _beats(code: str, rival: str, hits: Mapping[str, float], patterns: Patterns) -> bool:
    """Whether the words that only one of the two has speak clearly for the first."""
    lead = LEAD if rival in _shares() else LEAD_OVER_RIVALS
    if hits[code] - hits[rival] < lead:
        return False
    if hits[code] >= MARGIN * hits[rival]:
        return True  # then it is so whatever they share
    shared = sum(count for codes, count in patterns.items() if code in codes and rival in codes)
    return hits[code] - shared >= MARGIN * (hits[rival] - shared)


# ------------------------------------------------------------------ tables


@functools.cache
def _table() -> tuple[tuple[str, ...], ...]:
    """`data/language-words.tsv`: language, least share or `rival`, words."""
    return tuple(tuple(line.split("\t")) for line in _lines("language-words.tsv"))


def _lines(name: str) -> list[str]:
    table = files("archivist").joinpath("data", name).read_text("utf-8")
    return [line for line in table.splitlines() if not line.startswith("#")]


@functools.cache
def _function_words() -> dict[str, tuple[str, ...]]:
    """Function word → the languages that have it."""
    lists = {code: _own_words(code) for code in languages.codes()}
    for code, _, words in _table():
        block = scripts.leading(words)
        if block and code != "zh":
            own = _words(words, block.script)
            lists[code] = [*lists.get(code, []), *own, *(word.translate(_ARABIC) for word in own)]
    return _by_item(lists)


def _own_words(code: str) -> list[str]:
    return str(languages.section(code, "language").get("words", "")).split()


@functools.cache
def _shares() -> dict[str, float]:
    """Language → the least share of its function words in a text of it; no rivals."""
    found = dict.fromkeys(languages.codes(), SHARE)
    found.update({code: int(kind) / 100 for code, kind, _ in _table() if kind != "rival"})
    return found


@functools.cache
def _chinese() -> frozenset[str]:
    """Signs that Chinese prints, and Japanese since 1946 does not."""
    return frozenset(char for code, _, words in _table() if code == "zh" for char in words.split())


@functools.cache
def _hints() -> tuple[tuple[str, ...], ...]:
    """`data/language-hints.tsv`: language, its letters, letters of names in it, ends of words."""
    return tuple(tuple(line.split("\t")) for line in _lines("language-hints.tsv"))


@functools.cache
def _letters() -> dict[str, tuple[str, ...]]:
    """Letter → the languages that write it, for letters that not all of a script have."""
    return _by_item({code: letters for code, letters, _, _ in _hints()})


@functools.cache
def _alphabets() -> dict[str, frozenset[str]]:
    return {code: frozenset(own + others) for code, own, others, _ in _hints()}


@functools.cache
def _endings() -> dict[str, tuple[str, ...]]:
    lists = {code: ends.split() for code, *_, ends in _hints()}
    for code in languages.codes():
        own = languages.section(code, "language").get("endings", ())
        lists[code] = [*lists.get(code, []), *own]
    return _by_item(lists)


def _by_item(lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in sorted(lists):
        for item in sorted(set(lists[code])):
            found.setdefault(item, []).append(code)
    return {item: tuple(codes) for item, codes in found.items()}
