"""This module says what each rule does: `data/rules.tsv`, for `archivist explain`."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import NamedTuple


class Rule(NamedTuple):
    """What a rule does, in a sentence, and an example of it."""

    does: str
    example: str


@functools.cache
def rules() -> dict[str, Rule]:
    """Rule id → what it does. Rules of readers are not among them: their name says the format."""
    lines = (files("archivist") / "data" / "rules.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return {name: Rule(does, example) for name, does, example in rows}
