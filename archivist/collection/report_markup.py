"""This module writes the pieces of a report page: names of strangers, and tables, as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

LONGEST = 300  # characters of a cell; the ledger has the rest


def shown(text: str, longest: int = LONGEST) -> str:
    """Text as HTML: escaped, on one line, cut, and with invisible or steering characters named."""
    cut = len(text) - longest
    safe = _HIDDEN.sub(_named, html.escape(text[:longest]))
    return f'{safe}… <span class="soft">({cut:,} more characters)</span>' if cut > 0 else safe


# C0 and C1 controls, what joins or steers text, what is invisible, and half characters.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def _named(found: re.Match[str]) -> str:
    return f'<span class="control">U+{ord(found[0]):04X}</span>'


def name(text: str) -> str:
    """A name or other words of strangers, in their own direction."""
    return f'<bdi class="name">{shown(text)}</bdi>'


def code(text: str) -> str:
    """A word of the ledger or the record."""
    return f"<code>{shown(text)}</code>"


def number(count: int) -> str:
    """With commas, as in the account on the terminal."""
    return f"{count:,}"


def several(count: int, thing: str) -> str:
    """`1 record`, `4,902 records`."""
    return f"{number(count)} {thing}{'' if count == 1 else 's'}"


def counts(
    caption: str, heads: tuple[str, ...], lines: Iterable[tuple[tuple[str, ...], int]]
) -> str:
    """A table whose last column is a number; the other cells are HTML already."""
    body = "\n".join(
        f'{_cells(cells)}<td class="number">{number(count)}</td></tr>' for cells, count in lines
    )
    head = "".join(f'<th scope="col">{title}</th>' for title in heads[:-1])
    return (
        f'<div class="scroll"><table class="small">\n<caption>{caption}</caption>\n<thead><tr>'
        f'{head}<th scope="col" class="number">{heads[-1]}</th></tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>\n"
    )


def rows(caption: str, heads: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> str:
    """A wide table, which a keyboard can scroll; the cells are HTML already."""
    body = "\n".join(f"{_cells(cells)}</tr>" for cells in lines)
    head = "".join(f'<th scope="col">{title}</th>' for title in heads)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}">'
        f'<table class="rows">\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody></table></div>\n"
    )


def _cells(cells: tuple[str, ...]) -> str:
    first, *others = cells
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in others)
