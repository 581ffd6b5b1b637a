"""This module knows the lines that pages print between paragraphs: `Read more`, `Anzeige`, links.

The phrases stand in `data/page-lines.tsv`. What only leads to another page is told by its links.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files

from archivist.readers.html.boxes import Leaf, key, size

ENDS = re.compile(r"[.!?…。！？؟।။።:;](?:[\s\"'”’»“)\]]|\[\d+\])*$|[\"”’»][.,]?$")
_OPEN = re.compile(ENDS.pattern + r"|[-–—,)]\s*$")
SIDE = 45  # characters of a line that stands before or after the text
SHORT = 350  # characters of a line that is judged by its words
LINE = 250  # and by its links
_LABEL = re.compile(r"^\W*[^:|]{2,32}[:|]\s")


def is_between(leaf: Leaf) -> bool:
    """Whether the leaf is no text of the article but a line between its paragraphs."""
    return len(leaf.text) <= SHORT and (_is_said(leaf) or _is_link(leaf))


def ends(leaf: Leaf) -> bool:
    """Whether the leaf ends like a sentence."""
    return ENDS.search(leaf.text) is not None


def is_before(leaf: Leaf) -> bool:
    """Whether a leaf before the first paragraph is a kicker, a byline, a date: no sentence."""
    return leaf.size < SIDE and not leaf.box.heading() and not _OPEN.search(leaf.text)


def is_after(leaf: Leaf) -> bool:
    """Whether a leaf after the last paragraph is a heading of nothing, a name, a date."""
    if leaf.box.heading():
        return True
    listed = leaf.box.within("li", "tr", "pre", "blockquote")
    return leaf.size < SIDE and not listed and not _OPEN.search(leaf.text)


def _is_link(leaf: Leaf) -> bool:
    """A headline of another article, alone or after a label."""
    if len(leaf.text) > LINE or ends(leaf):
        return False
    share = leaf.linked / len(leaf.text)
    alone = share >= 0.85 and leaf.box.tag != "li"
    return alone or (share >= 0.5 and _LABEL.match(leaf.text) is not None)


def _is_said(leaf: Leaf) -> bool:
    whole, start, within = _phrases()
    if leaf.key in whole:
        return True
    text = " ".join(leaf.text.casefold().split())
    if within.search(text):
        return True
    opened = start.match(text)
    if opened is None:
        return False
    rest = text[opened.end() :].strip()
    return bool(opened[1]) or 2 * leaf.linked > len(rest)


@functools.cache
def _phrases() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    table = (files("archivist") / "data" / "page-lines.tsv").read_text("utf-8")
    kinds: dict[str, list[str]] = {"whole": [], "start": [], "within": []}
    for line in table.splitlines():
        kind, found, phrase = line.partition("\t")
        if found and kind in kinds:
            kinds[kind].append(" ".join(phrase.casefold().split()))
    either = "|".join(re.escape(phrase) for phrase in sorted(kinds["start"], key=_longest_first))
    within = "|".join(_bounded(phrase) for phrase in sorted(kinds["within"], key=_longest_first))
    return (
        frozenset(key(phrase) for phrase in kinds["whole"]),
        re.compile(rf"\W{{0,3}}(?:{either})(?!\w)\s*([:|>»]?)"),
        re.compile(within),
    )


def _bounded(phrase: str) -> str:
    """The phrase as whole words: `abone ol` is no `abone olan`. Thai and Chinese have none."""
    start = r"(?<!\w)" if phrase[0].isalnum() and size(phrase[0]) == 1 else ""
    end = r"(?!\w)" if phrase[-1].isalnum() and size(phrase[-1]) == 1 else ""
    return f"{start}{re.escape(phrase)}{end}"


def _longest_first(phrase: str) -> tuple[int, str]:
    return -len(phrase), phrase
