"""This module draws who is mentioned together: names as boxes, joined by lines, none on another.

Names that are often together attract each other, all push each other away (Fruchterman and
Reingold 1991); boxes that still lie on each other are pushed apart. Nothing is random, and only
arithmetic that IEEE 754 rounds alike everywhere is used: equal counts give equal bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from archivist.pages import drawing

EDGE, HEAD = 32, 96  # user units around the picture, and above it for title and note
LEAST = 640  # width of a picture, however few the names
ROOM = 26  # letters of a name that are shown
BOX, MARGIN = 26.0, 8.0  # height of the smallest box; space between two
ROUNDS = 300  # of pulling and pushing
FLAT = 1.7  # a page is wider than high, and so are names

Node = tuple[str, int]
Line = tuple[int, int, int]


def svg(
    title: str, description: str, nodes: Sequence[Node], edges: Sequence[Line], lang: str = "en"
) -> bytes:
    """The picture: UTF-8, ends with a newline.

    `nodes`: (name, how often); `edges`: (index, index, how often together). Readable to some 40
    names; who draws more draws a larger picture.
    """
    edges = _sound(edges, len(nodes))
    boxes = [_Box(name, count, max((n for _, n in nodes), default=1)) for name, count in nodes]
    _spread(boxes, edges)
    _settle(boxes, edges)
    _part(boxes)
    width, height = _fit(boxes)
    pieces = [
        drawing.text(EDGE, EDGE + 16, title, "h1", width - 2 * EDGE, 12.5),
        drawing.text(EDGE, EDGE + 42, description, "soft", width - 2 * EDGE, 6.6),
        *_lines(boxes, edges),
        *(box.drawn() for box in boxes),
    ]
    listed = ", ".join(f"{name} {count:,}" for name, count in nodes[:12])
    said = f"{description} {listed}{', …' if len(nodes) > 12 else ''}".strip()
    return drawing.document(title, said, (width, height), pieces, lang)


class _Box:
    """A name with its place, the middle of its box."""

    def __init__(self, name: str, count: int, top: int) -> None:
        share = sqrt(count / top) if top > 0 else 0.0
        self.name, self.count = name, count
        self.shown = drawing.cut(name, ROOM)
        self.size = round(12 + 6 * share)  # of the letters
        self.width = drawing.letters(self.shown) * self.size * 0.6 + 20
        self.height = BOX + 8 * share
        self.x = self.y = 0.0

    def drawn(self) -> str:
        left, upper = self.x - self.width / 2, self.y - self.height / 2
        box = drawing.rect(left, upper, self.width, self.height, "node", round(self.height / 2))
        words = (
            f'<text class="mid" style="font-size:{self.size}px" x="{self.x:.1f}"'
            f' y="{self.y + self.size * 0.35:.1f}">{drawing.safe(self.shown)}</text>'
        )
        return drawing.titled(f"{self.name}: {self.count:,}", box + words)


def _sound(edges: Sequence[Line], number: int) -> list[Line]:
    """Each pair once, in a fixed order; none with itself or with nobody."""
    found: dict[tuple[int, int], int] = {}
    for a, b, weight in edges:
        if a != b and min(a, b) >= 0 and max(a, b) < number and weight > 0:
            pair = (min(a, b), max(a, b))
            found[pair] = found.get(pair, 0) + weight
    return [(a, b, weight) for (a, b), weight in sorted(found.items())]


# ------------------------------------------------------------------ places


def _spread(boxes: list[_Box], edges: list[Line]) -> None:
    """Where all begin: along a square spiral, those that belong together one after another."""
    step = 70.0
    x = y = 0
    dx, dy, leg, walked, turns = 1, 0, 1, 0, 0
    for at in _walk(len(boxes), edges):
        boxes[at].x, boxes[at].y = x * step, y * step
        x, y, walked = x + dx, y + dy, walked + 1
        if walked == leg:
            dx, dy, walked, turns = -dy, dx, 0, turns + 1
            leg += turns % 2 == 0


def _walk(number: int, edges: list[Line]) -> list[int]:
    """All nodes, each after one that it is tied to, the strongest ties first."""
    ties: list[dict[int, int]] = [{} for _ in range(number)]
    for a, b, weight in edges:
        ties[a][b] = ties[b][a] = weight
    order: list[int] = []
    for first in sorted(range(number), key=lambda at: (-sum(ties[at].values()), at)):
        waiting = [first]
        while waiting:
            at = waiting.pop(0)
            if at not in order:
                order.append(at)
                waiting += sorted(ties[at], key=lambda other: (-ties[at][other], other))
    return order


def _settle(boxes: list[_Box], edges: list[Line]) -> None:
    """Pull what is tied, push what is not, ever more gently."""
    if len(boxes) < 2:
        return
    natural = 90.0 if len(boxes) < 20 else 70.0  # the length a line would have by itself
    top = max((weight for _, _, weight in edges), default=1)
    pull = [(a, b, 0.35 + 0.65 * sqrt(weight / top)) for a, b, weight in edges]
    for turn in range(ROUNDS):
        moves = _pushes(boxes, natural)
        _add_pulls(moves, boxes, pull, natural)
        most = natural * (1 - turn / ROUNDS) + 1
        for box, (dx, dy) in zip(boxes, moves, strict=True):
            far = sqrt(dx * dx + dy * dy)
            share = min(far, most) / far if far else 0.0
            box.x += dx * share
            box.y += dy * share


def _pushes(boxes: list[_Box], natural: float) -> list[list[float]]:
    """What pushes each away from the others, and gently back to the middle."""
    moves = [[-box.x * 0.15, -box.y * 0.22] for box in boxes]
    far = 6 * natural * natural  # beyond, nobody is pushed: who has no tie would fly away
    for at, one in enumerate(boxes):
        for after, other in enumerate(boxes[at + 1 :], at + 1):
            dx, dy = (one.x - other.x) / FLAT, one.y - other.y
            square = dx * dx + dy * dy
            if square > far:
                continue
            if square < 1:
                dx, square = 1.0, 1.0
            force = natural * natural / square
            moves[at][0] += dx * force
            moves[at][1] += dy * force
            moves[after][0] -= dx * force
            moves[after][1] -= dy * force
    return moves


def _add_pulls(
    moves: list[list[float]],
    boxes: list[_Box],
    pull: list[tuple[int, int, float]],
    natural: float,
) -> None:
    for a, b, strength in pull:
        dx, dy = (boxes[a].x - boxes[b].x) / FLAT, boxes[a].y - boxes[b].y
        force = strength * sqrt(dx * dx + dy * dy) / natural
        moves[a][0] -= dx * force
        moves[a][1] -= dy * force
        moves[b][0] += dx * force
        moves[b][1] += dy * force


def _part(boxes: list[_Box]) -> None:
    """Push boxes apart that lie on each other, along the shorter way, until none does."""
    for turn in range(2000):
        touched = False
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                touched |= _push_apart(one, other, sideways=turn % 8 == 7)
        if not touched:
            return


def _push_apart(one: _Box, other: _Box, *, sideways: bool) -> bool:
    """Whether they lay on each other. `sideways`: for once the longer way, out of a jam."""
    dx, dy = other.x - one.x, other.y - one.y
    over_x = (one.width + other.width) / 2 + MARGIN - abs(dx)
    over_y = (one.height + other.height) / 2 + MARGIN - abs(dy)
    if over_x <= 0.01 or over_y <= 0.01:
        return False
    if (over_x < over_y) != sideways:
        half = over_x / 2 if dx >= 0 else -over_x / 2
        one.x -= half
        other.x += half
    else:
        half = over_y / 2 if dy >= 0 else -over_y / 2
        one.y -= half
        other.y += half
    return True


def _fit(boxes: list[_Box]) -> tuple[int, int]:
    """Move all onto the paper; its width and height."""
    if not boxes:
        return LEAST, HEAD + EDGE
    left = min(box.x - box.width / 2 for box in boxes)
    upper = min(box.y - box.height / 2 for box in boxes)
    right = max(box.x + box.width / 2 for box in boxes)
    lower = max(box.y + box.height / 2 for box in boxes)
    width = max(float(LEAST), right - left + 2 * EDGE)
    for box in boxes:
        box.x += (width - (right - left)) / 2 - left
        box.y += HEAD - upper
    return round(width), round(HEAD + lower - upper + EDGE)


# ------------------------------------------------------------------ lines


def _lines(boxes: list[_Box], edges: list[Line]) -> list[str]:
    """The strongest last, upon the others."""
    top = max((weight for _, _, weight in edges), default=1)
    return [_line(boxes[a], boxes[b], weight, top) for a, b, weight in sorted(edges, key=_weight)]


def _weight(line: Line) -> tuple[int, int, int]:
    return line[2], line[0], line[1]


def _line(one: _Box, other: _Box, weight: int, top: int) -> str:
    share = weight / top
    shape = (
        f'<path class="edge" stroke-width="{1 + 5 * share:.1f}" opacity="{0.35 + 0.5 * share:.2f}"'
        f' d="M{one.x:.1f} {one.y:.1f}L{other.x:.1f} {other.y:.1f}"/>'
    )
    return drawing.titled(f"{one.name} – {other.name}: {weight:,}", shape)
