"""This module says what the columns of a table seem to be: by their names, then by their contents.

What is sure is used without asking; the rest is only proposed (`archivist formats FILE --propose`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archivist.readers import fields
from archivist.readers.mapping import Column, Mapping

SHOWN = 3  # values of a column that a proposal shows
LETTERS = 60  # of each
LONG = 80  # letters that a text column has on average
ADVANTAGE = 2.5  # how much longer it is than the next
LABELS = 0.3  # most different values among all that a column of labels has
SEVERAL = frozenset({"authors", "photographers", "editors", "translators", "contributors"})
SEVERAL |= {"topics", "section"}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column seems to be; `sure`: it may be used without asking."""

    key: str | None
    column: int
    sure: bool
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One guess a column; `certain`: the text column is sure, so that articles can be read."""

    names: tuple[str, ...]
    named: bool
    guesses: tuple[Guess, ...]
    samples: tuple[tuple[str, ...], ...]

    @property
    def certain(self) -> bool:
        return any(item.key == "text" and item.sure for item in self.guesses)

    def mapping(self) -> Mapping:
        """The sure columns."""
        sure = [item for item in self.guesses if item.key and item.sure]
        return Mapping(tuple(Column(str(item.key), str(item.column + 1)) for item in sure))


def propose(names: tuple[str, ...], named: bool, rows: Sequence[tuple[str, ...]]) -> Proposal:
    """What each column seems to be; `names` are numbers where the table has no header."""
    columns = [[row[at] for row in rows if row[at]] for at in range(len(names))]
    guesses: list[Guess | None] = [None] * len(names)
    if named:
        _by_name(names, columns, guesses)
    if not any(item and item.key == "text" for item in guesses):
        _longest(columns, guesses)
    for at, column in enumerate(columns):
        if guesses[at] is None:
            guesses[at] = _by_content(at, column, guesses, named)
    samples = tuple(tuple(dict.fromkeys(column))[:SHOWN] for column in columns)
    return Proposal(names, named, tuple(item for item in guesses if item), samples)


# ------------------------------------------------------------------ by name


def _by_name(names: tuple[str, ...], columns: list[list[str]], guesses: list[Guess | None]) -> None:
    """Of several columns for one key the one with the surest name; of texts the longest."""
    best: dict[str, tuple[float, int]] = {}
    for at, name in enumerate(names):
        known = fields.key_of(name)
        if known is None or known[0] == fields.FILE:
            continue
        key, rank = known
        weight = _mean(columns[at]) if key == "text" else -rank
        if (key == "url" and not _share(columns[at], _ADDRESS)) or not columns[at]:
            continue
        if key in SEVERAL:
            guesses[at] = Guess(key, at, True, "by its name")
        elif key not in best or weight > best[key][0]:
            best[key] = weight, at
    for key, (_, at) in best.items():
        guesses[at] = Guess(key, at, True, "by its name")
    _text_is_text(columns, guesses)


def _text_is_text(columns: list[list[str]], guesses: list[Guess | None]) -> None:
    """A column called article or post that holds figures or addresses is no text."""
    for at, item in enumerate(guesses):
        if item is None or item.key != "text":
            continue
        if _share(columns[at], _ADDRESS) or _share(columns[at], _FIGURES):
            guesses[at] = None


# ------------------------------------------------------------------ by contents

_FIGURES = re.compile(r"[^\w\s]*[\dA-F][\w.:/-]*", re.ASCII)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_DATE = re.compile(
    r"\d{4}-\d\d(?:-\d\d)?(?:[T ]\d\d:\d\d.*)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: \d.*)?"
    r"|\d{4}[./]\d\d[./]\d\d(?: \d.*)?|(?:\w{3,9},? )?\d{1,2}\.? \w{3,10}\.?,? \d{4}.*"
    r"|\w{3,10}\.? \d{1,2}, \d{4}.*"
)
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_WORDS = re.compile(r"[^\W\d_][^\n;|<>{}]{0,39}")


def _longest(columns: list[list[str]], guesses: list[Guess | None]) -> None:
    """The one column of running text, if one stands out."""
    means = [0.0 if _share(column, _ADDRESS) else _mean(column) for column in columns]
    if not means:
        return
    at = max(range(len(means)), key=lambda item: means[item])
    others = max((mean for item, mean in enumerate(means) if item != at), default=0.0)
    if means[at] >= LONG and _words(columns[at]) >= 8:
        sure = means[at] >= others * ADVANTAGE
        why = "the only column of long texts" if sure else "the column of the longest texts"
        guesses[at] = Guess("text", at, sure, why)


def _by_content(at: int, column: list[str], guesses: list[Guess | None], named: bool) -> Guess:
    taken = {item.key for item in guesses if item}
    if column and _share(column, _DATE) and "date" not in taken:
        return Guess("date", at, False, "its values look like dates")
    if column and _share(column, _ADDRESS) and "url" not in taken:
        return Guess("url", at, False, "its values look like addresses")
    if column and _share(column, _CODE) and "language" not in taken and len(set(column)) < 30:
        return Guess("language", at, False, "its values look like codes of languages")
    if _is_label(column) and not {"topics", "section"} & taken:
        return Guess("section", at, not named, "few words, often the same: the label of a text")
    return Guess(None, at, False, "")


def _is_label(column: list[str]) -> bool:
    different = len(set(column))
    few = 2 <= different <= max(2, len(column) * LABELS) and len(column) >= 4
    return few and _share(column, _WORDS)


def _share(column: list[str], form: re.Pattern[str]) -> bool:
    """Whether nine of ten values have the form."""
    return bool(column) and sum(bool(form.fullmatch(c)) for c in column) * 10 >= len(column) * 9


def _mean(column: list[str]) -> float:
    return sum(map(len, column)) / len(column) if column else 0.0


def _words(column: list[str]) -> float:
    """Words on average; letters of scripts without blanks count as half a word."""
    if not column:
        return 0.0
    cells = (len(cell.split()) + len(re.findall(r"[\u3040-\u9fff]", cell)) / 2 for cell in column)
    return sum(cells) / len(column)


# ------------------------------------------------------------------ as TOML


def to_toml(proposal: Proposal, file: str) -> str:
    """The proposal as a mapping, with values of each column; what is not sure is said."""
    lines = [f"# What the columns of {file} seem to be. Correct it and use it: --map FILE", ""]
    lines.append("[columns]")
    if not any(item.key == "text" for item in proposal.guesses):
        lines.append('# text = "…": no column of texts was found; name it here')
    listed: set[str] = set()
    for item in sorted(proposal.guesses, key=lambda guess: guess.column):
        lines.extend(_lines_of(item, proposal, listed))
    lines += ["", "# What holds for every row:", "# [values]", '# language = "it"', ""]
    return "\n".join(lines)


def _lines_of(item: Guess, proposal: Proposal, listed: set[str]) -> list[str]:
    name = proposal.names[item.column]
    shown = " · ".join(_shown(value) for value in proposal.samples[item.column]) or "(empty)"
    printed = _quoted(name) if proposal.named and name else str(item.column + 1)
    lines = [f"# {printed}: {shown}"]
    if item.key is None:
        return lines
    same = [g for g in proposal.guesses if g.key == item.key]
    if item.key in listed:
        return lines
    listed.add(item.key)
    columns = [
        _quoted(proposal.names[g.column])
        if proposal.named and proposal.names[g.column]
        else str(g.column + 1)
        for g in same
    ]
    value = columns[0] if len(columns) == 1 else f"[{', '.join(columns)}]"
    lines.append(f"{item.key} = {value}  # {item.why}{'' if item.sure else ': please check'}")
    return lines


def _shown(value: str) -> str:
    words = " ".join(value.split())
    return _quoted(words if len(words) <= LETTERS else words[: LETTERS - 1] + "…")


def _quoted(text: str) -> str:
    """A basic string of TOML 1.0."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\u{ord(c[0]):04X}", escaped) + '"'
