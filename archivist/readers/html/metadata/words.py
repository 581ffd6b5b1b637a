"""This module holds the words by which a page tells what stands beside them."""

from __future__ import annotations

import functools
import re
from importlib.resources import files


@functools.cache
def _table() -> dict[str, list[str]]:
    text = files("archivist").joinpath("data", "page-words.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {kind: words.split("|") for kind, words in lines}


@functools.cache
def among(kind: str) -> re.Pattern[str]:
    """The words of a kind, anywhere in a line and as the beginning of longer ones."""
    return re.compile("|".join(map(re.escape, _table()[kind])), re.IGNORECASE)


@functools.cache
def whole(kind: str) -> re.Pattern[str]:
    """The words of a kind between blanks, hyphens and underscores."""
    joined = "|".join(map(re.escape, sorted(_table()[kind], key=lambda word: (-len(word), word))))
    return re.compile(rf"(?<![^\s_-])(?:{joined})(?![^\s_-])", re.IGNORECASE)
