"""This module says what each rule does: `data/rules.tsv`, for `archivist explain`."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import NamedTuple

AGREES = "+"  # entity.given-name+spacy: a rule, and an engine that named the same


class Rule(NamedTuple):
    """What a rule does, in a sentence, and an example of it."""

    does: str
    example: str


@functools.cache
def rules() -> dict[str, Rule]:
    """Rule id → what it does. Rules of readers are not among them: their name says the format.

    Of an engine that may agree (`+spacy`) there is one for each rule of entities besides its own.
    """
    lines = (files("archivist") / "data" / "rules.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    own = {name: Rule(does, example) for name, does, example in rows if name[0] != AGREES}
    for sign, agrees, _ in (row for row in rows if row[0][0] == AGREES):
        own |= {
            name + sign: Rule(f"{rule.does} {agrees}", rule.example)
            for name, rule in own.items()
            if name.startswith("entity.") and AGREES not in name and name[7:] != sign[1:]
        }
    return own
