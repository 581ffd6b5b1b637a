"""This module pairs quotation marks by typography: every style, over paragraphs, nested, unclosed.

No word is looked at, only the marks, their neighbours and the layout: `"…"` has its direction
from the blanks around it, `“` opens in English and closes in German, `»…«` is told from `«…»`
by what opened, a mark at the start of the next paragraph continues the quotation (or none does,
and the closing mark comes paragraphs later), an apostrophe is no mark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from archivist.record import Block, Span

# What can close each opening mark. `“` closes `„`; typists mix straight and curly.
CLOSERS = {
    '"': '"”“',
    "“": '”"“',
    "”": "”",
    "„": '“”"',
    "‟": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
    "‘": "’'",
    "‚": "‘’'",
    "'": "'’",
    "``": "''”\"",
    "''": "''",
    ",,": "''”\"“",
    "「": "」",
    "『": "』",
}
SINGLE = frozenset("‘‚'‹›")
# Marks whose form alone says that they open; the rest is told by their neighbours.
_OPENING = frozenset(("„", "‟", "‚", "``", ",,", "「", "『"))
_CLOSING = frozenset(("」", "』"))

_MARK = re.compile(r"[\"“”„‟«»‹›‘’‚'`]{5,}|``|''|,,(?=[^\W\d_])|[\"“”„‟«»‹›‘’‚'「」『』]")
CURLY = frozenset("‘‚")  # single marks that no apostrophe is
DECORATION = 5  # marks in a row: a ruler, no quotation
# Neighbours on the left that let a mark open, on the right that let it close.
_BEFORE = frozenset("([{—–-/¡¿>*_ \t\n\r\f\u00a0\u202f\u2009\u200b“„«‹‘‚\"'’")
_AFTER = frozenset(".,;:!?)]}…—–-/<*_ \t\n\r\f\u00a0\u202f\u2009\u200b”»›’“\"'")

DEPTH = 8  # nested deeper than this is not speech but decoration; keeps closing linear
REACH = 15_000  # code points: how far a closing mark may be when no paragraph repeats the opening
# Text roles through which one quotation may run on; any other block ends it.
_RUNNING = frozenset(("paragraph", "list-item", "subhead", "other"))


@dataclass(slots=True)
class Quoted:
    """A pair of marks: `start`, `end` with the marks, `spans` without them, one per stretch.

    `usual`: single marks are what this article sets speech in, as British and Dutch papers do.
    """

    start: int
    end: int
    spans: tuple[Span, ...]
    mark: str
    rule: str
    parent: Quoted | None = None
    usual: bool = False

    @property
    def single(self) -> bool:
        """Set in single marks: seldom speech unless inside another quotation."""
        return self.mark in SINGLE and not self.usual


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    inner: int
    done: list[Span] = field(default_factory=list)


def pair(
    text: str, blocks: tuple[Block, ...], elisions: frozenset[str] = frozenset()
) -> list[Quoted]:
    """All pairs in the order of their opening marks, outer before inner."""
    found: list[Quoted] = []
    closing = frozenset(_inward(text, pair) for pair in (("«", "»"), ("‹", "›")))
    for flow in _flows(blocks, len(text)):
        found.extend(_Pairing(text, flow, elisions, closing).run())
    found.sort(key=lambda quoted: (quoted.start, -quoted.end))
    _nest(found)
    if all(quoted.mark in SINGLE for quoted in found):
        for quoted in found:
            quoted.usual = quoted.parent is None and quoted.mark in CURLY
    return found


def _inward(text: str, pair: tuple[str, str]) -> str:
    """Of `«` and `»` the one that only closes here: German books print »…«, the French «…»."""
    first, second = pair
    if second not in text or first not in text:
        return ""  # »…» of Sweden and Finland: one mark for both
    outward = len(re.findall(rf"(?<![^\s(\[—–-]){first}\w|\w[.,!?…]?{second}(?!\w)", text))
    inward = len(re.findall(rf"(?<![^\s(\[—–-]){second}\w|\w[.,!?…]?{first}(?!\w)", text))
    return first if inward > outward else second


def _flows(blocks: tuple[Block, ...], size: int) -> Iterator[list[Span]]:
    """Runs of paragraphs through which a quotation may go on; a caption stands alone."""
    flow: list[Span] = []
    for block in blocks:
        if block.role in _RUNNING:
            flow.append(block.span)
            continue
        yield [block.span]
        if block.role not in ("caption", "credit", "dateline"):
            yield flow
            flow = []
    yield flow
    if not blocks:
        yield [Span(0, size)]


def _nest(found: list[Quoted]) -> None:
    """Set `parent`; pairs are in order of start, outer first."""
    stack: list[Quoted] = []
    for quoted in found:
        while stack and stack[-1].end <= quoted.start:
            stack.pop()
        quoted.parent = stack[-1] if stack else None
        stack.append(quoted)


class _Pairing:
    """One pass over the marks of one flow."""

    def __init__(
        self, text: str, flow: list[Span], elisions: frozenset[str], closing: frozenset[str]
    ) -> None:
        self.text, self.flow, self.elisions, self.closing = text, flow, elisions, closing
        self.stack: list[_Open] = []
        self.found: list[Quoted] = []
        self.marks = [
            match
            for paragraph in flow
            for match in _MARK.finditer(text, paragraph.start, paragraph.end)
            if match.end() - match.start() < DECORATION
        ]

    def run(self) -> list[Quoted]:
        starts = [match.start() for match in self.marks]
        at = 0
        for number, paragraph in enumerate(self.flow):
            self.paragraph = paragraph
            end = bisect_right(starts, paragraph.end - 1)
            if self.stack and at < end and self._continues(self.marks[at]):
                at += 1
            while at < end:
                self.number = at
                self._take(self.marks[at])
                at += 1
            self._end_paragraph(at, last=number + 1 == len(self.flow))
        return self.found

    # -------------------------------------------------------------- one mark

    def _take(self, match: re.Match[str]) -> None:
        mark, at = match.group(), match.start()
        if mark in "'’‘":
            self._take_single(mark, match)
            return
        closes = self._closable(mark)
        if mark in _OPENING or (closes is None and mark not in _CLOSING):
            if self._may_open(mark, match):
                self._open(mark, at, match.end())
        elif closes is not None and (mark in _CLOSING or self._closes_here(mark, match, closes)):
            self._close(closes, at, match.end())
        elif self._may_open(mark, match):
            self._open(mark, at, match.end())

    def _may_open(self, mark: str, match: re.Match[str]) -> bool:
        """Nothing is open that it could close: does it look like an opening mark at all?"""
        if mark in self.closing or mark in _CLOSING:
            return False
        before, after = self._neighbours(match)
        if mark in _OPENING or mark in "«“‹":
            return before in _BEFORE or before == ":" or after not in _AFTER
        if before == "=":
            return False  # an attribute of left-over markup
        if before.isdigit() and mark in ('"', "''", "”"):
            return False  # 6'2", 19": inches
        if before in _BEFORE or before == ":":
            return not after.isspace() or before not in _BEFORE or after != "\n"
        return mark == '"' and after not in _AFTER

    def _closes_here(self, mark: str, match: re.Match[str], level: int) -> bool:
        """Something is open that it could close: or does it open one more?"""
        before, after = self._neighbours(match)
        opens, closes = before in _BEFORE, after in _AFTER
        opener = self.stack[level].mark
        if mark in self.closing:
            return True
        if mark in "»›”" or (mark == "«" and opener == "»") or (mark == "‹" and opener == "›"):
            return not (mark == opener and opens and not closes)
        if mark == "“":
            return opener in ("„", ",,") or not opens or closes
        return not opens or closes

    def _take_single(self, mark: str, match: re.Match[str]) -> None:
        """Apostrophes outnumber single marks: open only at a word's start, close at its end."""
        before, after = self._neighbours(match)
        closes = self._closable(mark)
        opens_here = before in _BEFORE and after.isalpha() and before not in "'’"
        ends_here = closes is not None and not after.isalnum() and not before.isspace()
        if mark == "‘" and closes is None and not before.isalnum():
            self._open(mark, match.start(), match.end())
        elif mark != "’" and opens_here and not (closes is not None and mark == "‘"):
            if not self._elided(match.end()):
                self._open(mark, match.start(), match.end())
        elif closes is not None and ends_here and not self._possessive(match, before, after):
            self._close(closes, match.start(), match.end())

    def _elided(self, at: int) -> bool:
        """`'s avonds`, `'em`: a word that begins with an apostrophe."""
        word = _WORD.match(self.text, at, at + 12)
        return bool(word) and word is not None and word.group().lower() in self.elisions

    def _possessive(self, match: re.Match[str], before: str, after: str) -> bool:
        """`the workers' rights'`: the next single mark closes too, so this one is an apostrophe."""
        if before not in "sSzxo" or not after.isspace():
            return False
        for later in self.marks[self.number + 1 : self.number + 4]:
            if later.start() >= self.paragraph.end or later.group() not in "'’":
                return False
            left, right = self.text[later.start() - 1], self.text[later.end() : later.end() + 1]
            if left.isalnum() and right.isalnum():
                continue
            return not left.isspace() and not right.isalnum()
        return False

    def _neighbours(self, match: re.Match[str]) -> tuple[str, str]:
        """The characters before and after, `\\n` at the ends of the paragraph."""
        before = self.text[match.start() - 1] if match.start() > self.paragraph.start else "\n"
        after = self.text[match.end()] if match.end() < self.paragraph.end else "\n"
        return before, after

    # -------------------------------------------------------------- the stack

    def _closable(self, mark: str) -> int | None:
        """The level of the innermost open mark that this one can close."""
        for level in range(len(self.stack) - 1, -1, -1):
            if mark in _CLOSED_BY[self.stack[level].mark]:
                return level
        return None

    def _open(self, mark: str, start: int, inner: int) -> None:
        if len(self.stack) == DEPTH:
            del self.stack[0]
        self.stack.append(_Open(mark, start, inner))

    def _close(self, level: int, at: int, end: int) -> None:
        opened = self.stack[level]
        del self.stack[level:]
        rule = "quote.continuation" if opened.done else "quote.marks"
        self._found(opened, at, end, rule)

    def _found(self, opened: _Open, inner_end: int, end: int, rule: str) -> None:
        last = self._trimmed(opened.inner, inner_end)
        spans = (*opened.done, last) if last.start < last.end else tuple(opened.done)
        if spans:
            self.found.append(Quoted(opened.start, end, spans, opened.mark, rule))

    def _trimmed(self, start: int, end: int) -> Span:
        """Without the white space French sets inside the marks."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    # -------------------------------------------------------------- paragraphs

    def _continues(self, match: re.Match[str]) -> bool:
        """A paragraph inside a quotation begins with its opening mark again."""
        opened = self.stack[-1]
        if self.text[self.paragraph.start : match.start()].strip():
            return False
        again = match.group() == opened.mark or (opened.mark == "«" and match.group() == "»")
        if again:
            opened.inner = match.end()
        return again

    def _end_paragraph(self, at: int, *, last: bool) -> None:
        """What is still open goes on, ends here, or was never a quotation."""
        outer = next((o for o in self.stack if o.mark not in SINGLE or o.mark == "‘"), None)
        self.stack.clear()
        if outer is None:
            return
        following = self.marks[at] if at < len(self.marks) and not last else None
        if following and self._reopens(outer, following):
            span = self._trimmed(outer.inner, self.paragraph.end)
            outer.done.append(span)
            self.stack.append(outer)
        elif following and self._closes_later(outer, at):
            self.stack.append(outer)
        elif outer.done or self._plain_start(outer):
            self._found(outer, self.paragraph.end, self.paragraph.end, "quote.unclosed")

    def _reopens(self, outer: _Open, following: re.Match[str]) -> bool:
        """The next paragraph begins with the opening mark."""
        between = self.text[self.paragraph.end : following.start()]
        again = following.group() == outer.mark or (outer.mark == "«" and following.group() == "»")
        return again and not between.strip()

    def _closes_later(self, outer: _Open, at: int) -> bool:
        """The next mark of its kind is a closing one, and not too far."""
        for match in self.marks[at : at + 40]:
            mark, start, end = match.group(), match.start(), match.end()
            if start - self.paragraph.end > REACH:
                return False
            if mark in "'’‘‚‹›" and outer.mark != "‘":
                continue
            before, after = self.text[start - 1], self.text[end : end + 1] or "\n"
            if mark in _CLOSED_BY[outer.mark]:
                return not before.isspace() and (before not in _BEFORE) and after in _AFTER
            return False
        return False

    def _plain_start(self, outer: _Open) -> bool:
        """Unclosed, but plainly meant: it opens the paragraph, or stands after a colon."""
        before = self.text[self.paragraph.start : outer.start].rstrip()
        return not before or before[-1] == ":"


_WORD = re.compile(r"[^\W\d_]+")
_CLOSED_BY = {
    opener: frozenset(["''"] if "''" in closers else []) | frozenset(closers.replace("''", ""))
    for opener, closers in CLOSERS.items()
}
