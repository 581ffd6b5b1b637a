"""This module makes the search of a site: an index in pieces that a page loads as scripts.

A page opened from a disk may not fetch, but may load scripts. The words of all articles lie in
`search/w-….js`, by a sum over their first two letters, so that a query loads one file a word; what
a result shows lies in `search/d-….js`, 50 articles each, newest first. `assets/search.js` cuts
words as `tokens` does here, and the two are tested against each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from archivist.pages.markup import script_json
from archivist.site import spoken
from archivist.site.article import Shown
from archivist.site.folder import Folder
from archivist.site.layout import Frame, one_line
from archivist.site.state import State

PARTS = 64  # in the state; files of words are 16, 64 or 256 by the number of articles
PER_FILE = 50  # a result shown costs at most one file, and it should be small
LONGEST = 40  # letters of a word that count

# Scripts that put no blanks between words: pairs of letters stand for words there.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_MARK = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")


def tokens(said: str) -> Iterator[str]:
    """The words of a text as they are looked up: small, without accents."""
    plain = _MARK.sub("", unicodedata.normalize("NFKD", said)).lower().replace("ς", "σ")
    for found in _WORD.finditer(plain):
        word = found[0]
        if not _IS_UNSPACED.match(word):
            yield word[:LONGEST]
        elif len(word) == 1:
            yield word
        else:
            yield from (word[at : at + 2] for at in range(len(word) - 1))


def part(word: str, parts: int) -> int:
    """Which of so many files a word is in: those that begin with the same two letters together."""
    second = ord(word[1]) if len(word) > 1 else 0
    return (ord(word[0]) * 31 + second) % parts


def indexed(shown: Shown, names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """(part, words) of an article; a word of its title or names has `!` behind it.

    Without text, only the words of what is shown: the title and the names.
    """
    record, hidden = shown.record, shown.settings.without_text
    said = [*names, *(n.name for credit in record.credits for n in credit.names)]
    if not (hidden and record.title.kind == "devised"):
        said.append(record.title.value)
    first = {word for one in said for word in tokens(one)}
    others = set() if hidden else set(tokens(record.text)) - first
    by_part: dict[int, list[str]] = {}
    for word in sorted(first | others):
        by_part.setdefault(part(word, PARTS), []).append(word + "!" * (word in first))
    for number in sorted(by_part):
        yield number, " ".join(by_part[number])


# ------------------------------------------------------------------ the files


def write(state: State, folder: Folder, frame: Frame) -> None:
    """The files of the index."""
    total = state.number("SELECT count(*) FROM articles")
    files = 16 if total <= 500 else 64 if total <= 5_000 else 256
    _number(state)
    years, languages = _documents(state, folder, frame)
    for number in range(min(files, PARTS)):
        _words(state, folder, range(number, PARTS, files), files)
    about = {"total": total, "files": files, "per": PER_FILE, "years": years, "langs": languages}
    folder.put("search/about.js", _script("about", about))


def _number(state: State) -> None:
    """Articles are numbered from the newest, so that numbers are the order of results."""
    state.say("DROP TABLE IF EXISTS temp.ordered")
    state.say("CREATE TEMP TABLE ordered (id TEXT PRIMARY KEY, number INT)")
    state.say(
        "INSERT INTO ordered SELECT id, row_number() OVER (ORDER BY filed DESC, id) - 1"
        " FROM articles"
    )


def _documents(state: State, folder: Folder, frame: Frame) -> tuple[list[str], list[str]]:
    """What is shown of results; the years and languages of all, each as one string of numbers."""
    rows = state.rows(
        "SELECT a.id, a.title, a.language, a.date, a.day, a.opening, a.devised FROM articles a"
        " JOIN temp.ordered USING (id) ORDER BY temp.ordered.number"
    )
    years: list[str] = []
    languages: list[str] = []
    waiting: list[list[str | int]] = []
    number = 0
    for id, title, language, date, day, opening, devised in rows:
        shown = title if title is not None else frame.label("no-title")
        when = spoken.in_words(date, frame.language) if date else frame.label("undated")
        below = "" if devised else one_line(opening or "", 160)
        waiting.append([id[-36:], one_line(shown, 160), language or "", when, below])
        years.append(day[:4] if day[:4].isdigit() else "")
        languages.append(language or "")
        if len(waiting) == PER_FILE:
            folder.put(f"search/d-{number}.js", _script("documents", number, waiting))
            number, waiting = number + 1, []
    if waiting:
        folder.put(f"search/d-{number}.js", _script("documents", number, waiting))
    return _runs(years), _runs(languages)


def _runs(values: list[str]) -> list[str]:
    """`["2024", "2024", ""]` → `["2024*2", "*1"]`: years come in long runs."""
    found: list[str] = []
    before, times = None, 0
    for value in [*values, None]:
        if value == before:
            times += 1
            continue
        if before is not None:
            found.append(f"{before}*{times}")
        before, times = value, 1
    return found


def _words(state: State, folder: Folder, groups: Iterable[int], files: int) -> None:
    """The files of the words that lie in some parts of the state: a few at a time in memory."""
    by_file: dict[int, list[str]] = {}
    first = 0
    for group in groups:
        first = group % files
        for word, line in _lines(state, group):
            by_file.setdefault(part(word, files), []).append(line)
    for number in range(first, files, PARTS):
        whole = "\n".join(sorted(by_file.get(number, [])))
        folder.put(f"search/w-{number}.js", _script("words", number, whole))


def _lines(state: State, group: int) -> Iterator[tuple[str, str]]:
    """(word, its line): the word and the articles it is in, each as the step from the one before,
    to base 36."""
    found: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    rows = state.rows(
        "SELECT o.number, w.words FROM words w JOIN temp.ordered o ON o.id=w.article"
        " WHERE w.part=? ORDER BY o.number",
        (group,),
    )
    for number, words in rows:
        for marked in words.split(" "):
            word = marked.rstrip("!")
            step = number - last.get(word, 0)
            last[word] = number
            found.setdefault(word, []).append(_base36(step) + "!" * (word != marked))
    for word, steps in found.items():
        yield word, f"{word} {' '.join(steps)}"


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _base36(number: int) -> str:
    written = ""
    while True:
        number, digit = divmod(number, 36)
        written = _DIGITS[digit] + written
        if not number:
            return written


def _script(name: str, *values: object) -> bytes:
    """A file that hands its values to the page: `archivistSearch.words(7, "…");`."""
    given = ",".join(script_json(value) for value in values)
    return f"archivistSearch.{name}({given});\n".encode()


def page(frame: Frame) -> str:
    """The main part of the search page."""
    say = frame.say
    return (
        f"<h1>{say('search')}</h1>\n"
        f'<form id="search" role="search" class="search">\n'
        f'<label for="query">{say("query")}</label>\n'
        '<input id="query" type="search" autocomplete="off" spellcheck="false"'
        ' aria-describedby="search-note">\n'
        f'<label for="year">{say("year")}</label>\n'
        f'<select id="year"><option value="">{say("any-year")}</option></select>\n'
        f'<label for="language">{say("language")}</label>\n'
        f'<select id="language"><option value="">{say("any-language")}</option></select>\n'
        "</form>\n"
        f'<p id="search-note" class="soft">{say("search-note")}</p>\n'
        f"<noscript><p>{say('no-script')}</p></noscript>\n"
        '<p id="status" role="status" aria-live="polite"></p>\n'
        '<div id="when"></div>\n'
        '<ol id="results" class="articles"></ol>\n'
        f'<p><button id="more" type="button" hidden>{say("more")}</button></p>\n'
        f'<div id="said" hidden data-none="{say("found-none")}" data-found="{say("found")}"'
        f' data-when="{say("when-found")}" data-undated="{say("undated")}"></div>\n'
    )
