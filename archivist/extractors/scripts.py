"""This module says in which script a text is written (ISO 15924), and what that alone tells.

Greek, Thai or Korean letters name their language; Latin, Cyrillic, Arabic and Devanagari ones are
shared, and the words decide (`identification`). The ranges are those of the Unicode blocks.
"""

from __future__ import annotations

import functools
from bisect import bisect
from collections import Counter
from importlib.resources import files
from typing import NamedTuple

LEADING = 0.6  # share of the letters that a script must have to be the text's own
FEWEST = 3  # letters that tell a script; `Ω` in a formula does not
KANA = 0.05  # share of kana among Japanese signs; headlines have a tenth, articles a half
FEW_KANA = 2  # signs: one の adorns the name of a shop in Taipei
CHINESE = 0.04  # share of signs that Chinese prints and Japanese does not


class Block(NamedTuple):
    """A run of code points: both ends belong to it."""

    first: int
    last: int
    script: str
    weight: int
    language: str


def leading(text: str) -> Block | None:
    """A block of the script that most letters are in; None where no script leads."""
    if text.isascii():
        return _blocks()[0]
    found: dict[str, int] = {}
    blocks: dict[str, Block] = {}
    letters = 0
    for char, count in Counter(text).items():
        block = _block(char)
        if block:
            script = "Jpan" if block.script in ("Hani", "Kana") else block.script
            found[script] = found.get(script, 0) + count * block.weight
            blocks[script] = block
            letters += count
    if letters < FEWEST:
        return None
    best = max(sorted(found), key=lambda script: found[script])
    return blocks[best] if found[best] >= LEADING * sum(found.values()) else None


def of_signs(text: str, chinese: frozenset[str]) -> str | None:
    """`ja` or `zh` for a text in Chinese signs with or without kana, None for few signs."""
    counts: Counter[str] = Counter()
    for char, count in Counter(text).items():
        block = _block(char)
        if block and block.script in ("Hani", "Kana"):
            counts[block.script] += count
            counts["zh"] += count * (char in chinese)
    signs = counts["Hani"] + counts["Kana"]
    if counts["Kana"] >= max(FEW_KANA, KANA * signs):
        return "ja"
    return "zh" if counts["zh"] >= max(2, CHINESE * signs) else None


@functools.cache
def languages() -> frozenset[str]:
    """The languages that the script tells without the words."""
    return frozenset({"ja", "zh"} | {block.language for block in _blocks() if block.language})


@functools.lru_cache(maxsize=8192)
def _block(char: str) -> Block | None:
    if not char.isalpha():
        return None
    code = ord(char)
    at = bisect(_firsts(), code) - 1
    if at < 0:
        return None
    block = _blocks()[at]
    return block if code <= block.last else None


@functools.cache
def _firsts() -> list[int]:
    return [block.first for block in _blocks()]


@functools.cache
def _blocks() -> tuple[Block, ...]:
    """The table, in order of code points; the Latin letters are the first."""
    table = files("archivist").joinpath("data", "scripts.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple(
        Block(int(first, 16), int(last, 16), script, int(weight), language)
        for first, last, script, weight, language in rows
    )
