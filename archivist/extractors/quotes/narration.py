"""This module lays the text out for finding speakers: words, gaps between them, quotations as one.

The narration is a row of items. An item is a word outside quotation marks, or a whole quotation
(its `low` is `QUOTE`). Between two items stands a gap of one kind, from `SPACE` to `PARAGRAPH`;
sentences end at gaps from `STOP` on. Words are found once, gaps are classed once.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence

from archivist.extractors.quotes.lexicon import Lexicon
from archivist.extractors.quotes.marks import Quoted
from archivist.record import Block

SPACE, COMMA, DASH, BRACKET, SEMICOLON, COLON, STOP, PARAGRAPH = range(8)
QUOTE = "\0"

# A word; combining marks belong to it, so that decomposed accents do not cut it. A pronoun after
# a hyphen is a word of its own: `dit-il`, `a-t-elle`, `disse-lhe`.
_WORD = re.compile(
    r"[^\W_][\w\u0300-\u036f]*"
    r"(?:-(?!(?:t-)?(?:ils?|elles?|on|je|nous|vous|lhes?|me|se|nos)\b)[^\W_][\w\u0300-\u036f]*)*"
)


class Narration:
    """Parallel lists over the items; `quoted` holds the pair of marks of a quotation item."""

    def __init__(
        self,
        text: str,
        blocks: tuple[Block, ...],
        quotations: Sequence[Quoted],
        lexicon: Lexicon,
        *,
        start: int = 0,
        end: int | None = None,
        folded: str | None = None,
    ) -> None:
        """`quotations`: those to take as one item, in order, disjoint, inside [start, end);
        `folded`: the text in lower case where it is known already.
        """
        self.text, self.lexicon, self.folded = text, lexicon, folded or _folded(text)
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.lows: list[str] = []
        self.capitals: list[bool] = []
        self.quoted: dict[int, Quoted] = {}
        self._fill(quotations, start, len(text) if end is None else end)
        self.gaps = self._gaps(blocks)
        self.small = self._small()
        self.sentence_starts = [0]
        self.sentence_starts += [i + 1 for i, gap in enumerate(self.gaps) if gap >= STOP]

    def part(self, quotations: Sequence[Quoted], start: int, end: int) -> Narration:
        """What stands between two offsets, laid out again with these quotations as items."""
        text, lexicon, folded = self.text, self.lexicon, self.folded
        return Narration(text, (), quotations, lexicon, start=start, end=end, folded=folded)

    def __len__(self) -> int:
        return len(self.starts)

    def sentence(self, item: int) -> tuple[int, int]:
        """First item and one past the last of the sentence that has this item."""
        at = bisect_left(self.sentence_starts, item + 1)
        first = self.sentence_starts[at - 1]
        after = self.sentence_starts[at] if at < len(self.sentence_starts) else len(self)
        return first, after

    def item_at(self, offset: int) -> int:
        """The first item that starts at or after this code point."""
        return bisect_left(self.starts, offset)

    def is_capital(self, item: int) -> bool:
        """The word begins with a capital letter."""
        return self.capitals[item]

    def colon_before(self, item: int) -> bool:
        """The visible character before the item is a colon, be it a paragraph back."""
        if item == 0:
            return False
        between = self.text[self.ends[item - 1] : self.starts[item]]
        return between.rstrip("\"'“„«‘ \t\r\n\u00a0—–-*_>").endswith(":")

    # -------------------------------------------------------------- making it

    def _fill(self, quotations: Sequence[Quoted], start: int, end: int) -> None:
        for quoted in quotations:
            self._words(start, quoted.start)
            self.quoted[len(self.starts)] = quoted
            self.starts.append(quoted.start)
            self.ends.append(quoted.end)
            self.lows.append(QUOTE)
            self.capitals.append(False)
            start = quoted.end
        self._words(start, end)

    def _words(self, start: int, end: int) -> None:
        spans = [match.span() for match in _WORD.finditer(self.text, start, end)]
        text, folded = self.text, self.folded
        self.starts += [first for first, _ in spans]
        self.ends += [last for _, last in spans]
        self.lows += [folded[first:last] for first, last in spans]
        self.capitals += [text[first] != folded[first] for first, _ in spans]

    def _gaps(self, blocks: tuple[Block, ...]) -> list[int]:
        starts, ends, text = self.starts, self.ends, self.text
        gaps = [_kind(text[ends[i] : starts[i + 1]]) for i in range(len(starts) - 1)]
        for i, kind in enumerate(gaps):
            if kind == STOP or i in self.quoted:
                gaps[i] = self._stop(i, kind)
        if starts:
            gaps.append(PARAGRAPH)
        for block in blocks:
            item = bisect_left(starts, block.span.start)
            if 0 < item < len(starts):
                gaps[item - 1] = PARAGRAPH
        return gaps

    def _small(self) -> list[str]:
        """The words that can be small words: `De Vries` inside a sentence has none."""
        small, gaps = self.lows.copy(), self.gaps
        self.inner_capitals: set[str] = set()
        for i, capital in enumerate(self.capitals):
            if capital and i and gaps[i - 1] < BRACKET and i - 1 not in self.quoted:
                small[i] = ""
                self.inner_capitals.add(self.lows[i])
        return small

    def _stop(self, i: int, kind: int) -> int:
        """Is this full stop the end of a sentence, or an abbreviation, a number, a quoted `!`?"""
        between = self.text[self.ends[i] : self.starts[i + 1]]
        nearest = self._first_letter(i + 1)
        if i in self.quoted:
            return self._after_quotation(i, kind, between, nearest)
        mark = between.lstrip("\"'”’“»")[:1]
        if mark in _SOFT:
            return _SOFT[mark]
        if "\n" in between and mark not in (".", "!", "?", "…"):
            return STOP if nearest.isupper() or nearest.isdigit() else SPACE
        if mark == ".":
            return self._full_stop(i, between, nearest)
        return SPACE if nearest.islower() else STOP

    def _full_stop(self, i: int, between: str, nearest: str) -> int:
        low, following = self.lows[i], self.lows[i + 1]
        glued = not any(char.isspace() for char in between)
        initial = len(low) == 1 and not low.isdigit()
        short = initial or low in self.lexicon.abbreviations
        if nearest.islower():
            return SPACE
        if glued:
            plain = len(low) > 1 and not low.isdigit() and nearest.isupper()
            return STOP if plain and len(following) > 1 and between == "." else SPACE
        if short and not (initial and self._opens_sentence(following)):
            return SPACE
        if low.isdigit() and len(low) < 3 and self.lexicon.noun_capitals:
            return STOP if following in self.lexicon.small else SPACE  # `am 5. August`
        return STOP

    def _opens_sentence(self, low: str) -> bool:
        """`in the U.S. He said`: a small word with a capital after an initial."""
        lexicon = self.lexicon
        return len(low) > 1 and (low in lexicon.determiners or low in lexicon.pronouns)

    def _after_quotation(self, i: int, kind: int, between: str, nearest: str) -> int:
        """`…," she said` goes on, `….” He left` does not, `…!” Moor said` may."""
        if kind == STOP and between.strip(" \t\u00a0")[:1] in (".", "!", "?", "…", ";"):
            return COMMA if nearest.islower() else STOP
        last = self.text[self.quoted[i].spans[-1].end - 1]
        if last == "," and kind in (SPACE, STOP):
            return COMMA
        if last in ".…" and kind in (SPACE, STOP) and not nearest.islower():
            return STOP
        if "\n" in between and kind == STOP:
            return STOP if nearest.isupper() else SPACE
        return kind

    def _first_letter(self, item: int) -> str:
        quoted = self.quoted.get(item)
        at = quoted.spans[0].start if quoted else self.starts[item]
        while quoted and at < quoted.end - 1 and not self.text[at].isalnum():
            at += 1
        return self.text[at]


def _folded(text: str) -> str:
    """Lower case with the same offsets; `İ`, which lowers to two characters, stays."""
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


@functools.lru_cache(maxsize=4096)
def _kind(between: str) -> int:
    """The kind of a gap by its characters; a line break without a blank line may end a sentence."""
    if between in _PLAIN:
        return SPACE
    found = _STRONGEST.search(between)
    if found:
        return STOP
    for chars, kind in _KINDS:
        if any(char in between for char in chars):
            return kind
    return DASH if _DASH.search(between) else SPACE


# What leaves two words in one phrase: a blank, an elision, the point or comma of a number or time.
_PLAIN = frozenset((" ", "-", "'", "’", "\u00a0", ",", ":", "/", "&"))
_STRONGEST = re.compile(r"[.!?…]|\n(?=\s*$)")
_SOFT = {",": COMMA, ";": SEMICOLON, ":": COLON}
_KINDS = ((":", COLON), (";", SEMICOLON), ("()[]", BRACKET), (",", COMMA))
_DASH = re.compile(r"\s[-–—―]|[—–―]|--")
