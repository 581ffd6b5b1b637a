"""This module decides which leaves of a page are its main text.

It starts from what trafilatura took, adds what stands in the same place of the page (leads,
headings, paragraphs after an advertisement), and takes away what only stands between: headlines
printed again, captions, links to other articles, boxes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from archivist.readers.html import asides, lines, witness
from archivist.readers.html.boxes import Box, Leaf, key
from archivist.readers.html.claims import Claims
from archivist.readers.html.zones import HEADINGS

LONG = 60  # characters of a paragraph
COLUMN = 0.85  # of the text stands in one box, and its end is the end of the text
STATED = 600  # letters of a stated body that is more than a teaser
AGREED = 0.7  # of the letters
EDGE = 12  # lines before or after the text; more of them are a text without punctuation
LEAD = 60  # leaves before the first paragraph among which a lead is looked for


def choose(leaves: Sequence[Leaf], taken: Sequence[bool], claims: Claims) -> list[bool]:
    """Which leaves are main text; `taken`: those that trafilatura took."""
    kept = asides.never(leaves, taken)
    beside = asides.find(leaves, kept)
    out = [_is_out(leaf, claims) or asides.within(leaf, beside) for leaf in leaves]
    kept = [keep and not stray for keep, stray in zip(kept, out, strict=True)]
    _hear(leaves, kept, out, claims)
    _add_neighbours(leaves, kept, out)
    kept = [keep and not lines.is_between(leaf) for leaf, keep in zip(leaves, kept, strict=True)]
    _end_column(leaves, kept)
    _trim(leaves, kept, claims)
    _add_lead(leaves, kept, out, claims)
    return kept


def _hear(leaves: Sequence[Leaf], kept: list[bool], out: Sequence[bool], claims: Claims) -> None:
    """The body that the page states in its data leads where the page shows nearly all of it."""
    said = key(claims.body)
    if len(said) < STATED:
        return
    heard = witness.seen(leaves, said)
    shown = sum(len(leaf.key) for leaf, hear in zip(leaves, heard, strict=True) if hear)
    both = sum(
        len(leaf.key) for leaf, hear, keep in zip(leaves, heard, kept, strict=True) if hear and keep
    )
    whole = sum(len(leaf.key) for leaf, keep in zip(leaves, kept, strict=True) if keep)
    if shown < AGREED * len(said) or (both < AGREED * whole and whole > len(said)):
        return
    for index, leaf in enumerate(leaves):
        if heard[index] and not out[index] and leaf.size >= LONG:
            kept[index] = True
        elif not heard[index] and leaf.size >= LONG and not leaf.box.heading():
            kept[index] = False


def densest(leaves: Sequence[Leaf]) -> list[bool]:
    """What has most of the running text, for a page that trafilatura cannot read."""
    held: dict[Box, int] = defaultdict(int)
    for leaf in leaves:
        if leaf.size >= LONG and 3 * leaf.linked < len(leaf.text) and leaf.box.around is not None:
            held[leaf.box] += leaf.size
            held[leaf.box.around] += leaf.size
    best = max(held, key=lambda box: held[box], default=None)
    return [
        2 * leaf.linked < len(leaf.text)
        and (best is None or any(box is best for box in leaf.box.path()))
        for leaf in leaves
    ]


def _is_out(leaf: Leaf, claims: Claims) -> bool:
    return leaf.box.heading() == "h1" or is_headline(leaf, claims)


def is_headline(leaf: Leaf, claims: Claims) -> bool:
    """Whether the leaf prints the headline again, alone or with a word before or after it."""
    if leaf.key in claims.headlines:
        return True
    if leaf.size > 250 or (lines.ends(leaf) and leaf.box.tag not in HEADINGS):
        return False
    return any(
        2 * len(found) > len(leaf.key) and (leaf.key.startswith(found) or leaf.key.endswith(found))
        for found in claims.headlines
    )


def _long(leaves: Sequence[Leaf], kept: Sequence[bool]) -> list[int]:
    return [i for i, leaf in enumerate(leaves) if kept[i] and leaf.size >= LONG]


# ------------------------------------------------------------------ what stands there as well


def _signature(box: Box) -> tuple[str, ...]:
    return tuple(f"{each.tag}.{each.element.get('class') or ''}" for each in box.path())


def _add_neighbours(leaves: Sequence[Leaf], kept: list[bool], out: Sequence[bool]) -> None:
    """Paragraphs and headings that stand where the kept ones stand, in the same kind of box."""
    long = _long(leaves, kept)
    if not long:
        return
    counted = Counter(_signature(leaves[i].box) for i in long)
    signatures = {signature for signature, count in counted.items() if count > 1}
    parents = {leaves[i].box.around for i in long}
    for index in range(long[0], len(leaves)):
        leaf = leaves[index]
        if kept[index] or out[index] or leaf.box.hidden:
            continue
        ends = lines.ends(leaf)
        if 2 * leaf.linked > len(leaf.text) and not ends:
            continue
        inside = index < long[-1]
        beside = leaf.box.around in parents or leaf.box in parents
        kept[index] = (
            (inside and beside and leaf.box.tag in HEADINGS)
            or (inside and beside and ends and leaf.box.tag in ("p", "blockquote"))
            or (leaf.size >= LONG and _signature(leaf.box) in signatures)
        )


def _add_lead(
    leaves: Sequence[Leaf], kept: list[bool], out: Sequence[bool], claims: Claims
) -> None:
    """The lead between the headline and the first paragraph."""
    first, heads = _start(leaves, kept, claims)
    if not heads:
        return
    marked = [i for i in heads if leaves[i].box.heading() == "h1"] or heads[-1:]
    said = {leaf.key for leaf, keep in zip(leaves, kept, strict=True) if keep}
    for index in range(max(marked[0], first - LEAD) + 1, first):
        leaf = leaves[index]
        if kept[index] or out[index] or leaf.box.hidden or leaf.key in said:
            continue
        if 4 * leaf.linked <= len(leaf.text) and _is_lead(leaf, claims):
            kept[index] = True


def _start(leaves: Sequence[Leaf], kept: Sequence[bool], claims: Claims) -> tuple[int, list[int]]:
    """The first paragraph, and the headlines before it."""
    running = (i for i in _long(leaves, kept) if not leaves[i].box.heading())
    first = next(running, 0)
    return first, [i for i in range(first) if is_headline(leaves[i], claims)]


def _is_lead(leaf: Leaf, claims: Claims) -> bool:
    if leaf.size >= 40 and any(
        leaf.key.startswith(found[:80]) or found.startswith(leaf.key[:80])
        for found in claims.summaries
    ):
        return True
    named = any(kind == "lead" for box in list(leaf.box.path())[:2] for kind, _ in box.zones)
    return (named and leaf.size >= 40) or (leaf.size >= 120 and lines.ends(leaf))


# ------------------------------------------------------------------ where the text ends


def _end_column(leaves: Sequence[Leaf], kept: list[bool]) -> None:
    """What follows the box that holds nearly all of the text is no part of it."""
    column = _column(leaves, kept)
    if column is None:
        return
    inside = [
        i for i, leaf in enumerate(leaves) if kept[i] and any(b is column for b in leaf.box.path())
    ]
    for index in range(inside[-1] + 1, len(leaves)):
        kept[index] = False


def _column(leaves: Sequence[Leaf], kept: Sequence[bool]) -> Box | None:
    """The innermost box that holds nearly all of the text."""
    held: dict[Box, int] = defaultdict(int)
    whole = 0
    found = None
    for leaf, keep in zip(leaves, kept, strict=True):
        if keep:
            whole += len(leaf.key)
            for box in leaf.box.path():
                held[box] += len(leaf.key)
    depth = -1
    for box, weight in held.items():
        if weight >= COLUMN * whole and (deep := sum(1 for _ in box.path())) > depth:
            found, depth = box, deep
    return found


def _trim(leaves: Sequence[Leaf], kept: list[bool], claims: Claims) -> None:
    """Kickers, bylines and dates before the first paragraph, headings and lines after the last."""
    long = _long(leaves, kept)
    if not long:
        return
    first, heads = _start(leaves, kept, claims)
    headline = heads[-1] if heads else 0
    before = [
        i
        for i in range(first)
        if kept[i] and (i < headline or _is_before(leaves[i], leaves[first]))
    ]
    after: list[int] = []
    for index in range(len(leaves) - 1, long[-1], -1):
        if kept[index] and not lines.is_after(leaves[index]):
            break
        after.append(index)
    for indexes in (before, after):
        if len([i for i in indexes if kept[i]]) <= EDGE:
            for index in indexes:
                kept[index] = False


def _is_before(leaf: Leaf, first: Leaf) -> bool:
    return lines.is_before(leaf) and not (
        leaf.box.tag == "p" and leaf.box.around is first.box.around
    )
