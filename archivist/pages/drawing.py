"""This module draws the parts that pictures share: an SVG 1.1 document, text, boxes.

A picture has a style of its own for light and dark paper (`prefers-color-scheme`); no script, no
network, no font but those of the reader's machine. Words of strangers are text and nothing else.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Sequence

WIDTH, EDGE = 960, 32  # of a picture and of its margins, in user units
TILE = 64  # height of a figure with its label
LETTER = 7.3  # width of a letter of 14 units on average, for cutting

# --step1 … --step4: from the surest to the least sure; --none: what nobody measured.
STYLE = """
svg{--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--bar:#1f5f99;--back:#eef2f6;
--edge:#8c96a1;--step1:#12406b;--step2:#2f76b5;--step3:#79aedb;--step4:#b9d6ee;--none:#e3e6ea}
@media (prefers-color-scheme:dark){svg{--paper:#14181d;--ink:#e6e8ea;--soft:#a5afb9;--line:#38414b;
--bar:#7fb5ea;--back:#232b33;--edge:#6b7682;--step1:#b5dafa;--step2:#6fabe3;--step3:#3d74a8;
--step4:#274b6e;--none:#2b333b}}
svg{color-scheme:light dark}
text{fill:var(--ink);font:14px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
unicode-bidi:plaintext}
.paper{fill:var(--paper)}.h1{font-size:24px;font-weight:600}.h2{font-size:16px;font-weight:600}
.soft{fill:var(--soft);font-size:13px}.big{font-size:22px;font-weight:600}
.n{text-anchor:end;font-variant-numeric:tabular-nums}.mid{text-anchor:middle}
.node{fill:var(--back);stroke:var(--bar);stroke-width:1.5}
.edge{stroke:var(--edge);fill:none;stroke-linecap:round}
.step1{fill:var(--step1)}.step2{fill:var(--step2)}.step3{fill:var(--step3)}
.step4{fill:var(--step4)}.none{fill:var(--none)}.seam{stroke:var(--soft);stroke-width:.5}
.bar{fill:var(--bar)}.back{fill:var(--back)}.axis{stroke:var(--line);fill:none}
"""


def document(
    title: str, description: str, size: tuple[int, int], pieces: list[str], lang: str = "en"
) -> bytes:
    """The picture: UTF-8, ends with a newline. `size`: width and height in user units."""
    width, height = size
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" aria-labelledby="title desc" lang="{safe(lang)}">\n'
        f'<title id="title">{safe(title)}</title>\n'
        f'<desc id="desc">{safe(description)}</desc>\n<style>{STYLE}</style>\n'
        f'<rect class="paper" width="{width}" height="{height}"/>\n'
        + "\n".join(pieces)
        + "\n</svg>\n"
    ).encode("utf-8", "replace")


def tiles(pieces: list[str], shown: Sequence[tuple[str, str]], y: float) -> float:
    """(label, figure) side by side, from `y` down; where they end below."""
    width = (WIDTH - 2 * EDGE - 12 * (len(shown) - 1)) / max(1, len(shown))
    for at, (name, figure) in enumerate(shown):
        x = EDGE + at * (width + 12)
        pieces.append(rect(x, y, width, TILE, "back", 6))
        pieces.append(text(x + 14, y + 29, figure, "big", width - 20, 12))
        pieces.append(text(x + 14, y + 50, name, "soft", width - 20, 7))
    return y + TILE


def rect(x: float, y: float, width: float, height: float, kind: str, round_: int = 0) -> str:
    """A box; `kind`: its classes; `round_`: the radius of its corners."""
    corner = f' rx="{round_}"' if round_ else ""
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" {size}{corner}/>'


def titled(title: str, shape: str) -> str:
    """A shape that says what it is when one points at it."""
    return f"<g><title>{safe(title)}</title>{shape}</g>"


def text(
    x: float, y: float, words: str, kind: str = "", width: float = 0, letter: float = LETTER
) -> str:
    """Words at a place; what is longer than `width` is cut, and whole in a title."""
    shown = cut(words, width / letter) if width else words
    whole = f"<title>{safe(words)}</title>" if shown != words else ""
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}">{whole}{safe(shown)}</text>'


def cut(words: str, letters: float) -> str:
    """As much as has room, and `…`; wide letters count for two."""
    kept = sum(1 for _ in _within(words, letters))
    if kept == len(words):
        return words
    return words[: sum(1 for _ in _within(words, letters - 1))] + "…"


def letters(words: str) -> float:
    """How many letters wide; wide ones (East Asian Width, UAX #11) count for two."""
    return sum(map(_wide, words))


def _within(words: str, room: float) -> Iterator[str]:
    for char in words:
        room -= _wide(char)
        if room < 0:
            return
        yield char


def _wide(char: str) -> float:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 1.9 if unicodedata.east_asian_width(char) in "WF" else 1


def safe(words: str) -> str:
    """Text for XML: escaped; controls and what steers or cannot stand in XML shown as a box."""
    return html.escape("".join(char if _is_shown(char) else "\u25a1" for char in words))


def _is_shown(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn") or char in "\u200c\u200d"
