"""This module loads the language tables: one TOML file a language, beside it.

A table holds what a language prints: months, credit labels, bylines, datelines, cue verbs,
roles, organisation keywords. Adding a language is adding a file; adding a credit label is
adding a line to `[credits]` of `archivist/languages/xx.toml`.
"""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import Any

Tables = dict[str, Any]


@functools.cache
def codes() -> tuple[str, ...]:
    """The languages that have a table, as BCP 47 primary subtags, sorted."""
    names = (item.name for item in files(__package__).iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".toml")))


@functools.cache
def tables(language: str) -> Tables:
    """The tables of a language (`it`, `pt-BR` → `pt`); empty for one that has none."""
    code = language.split("-")[0].lower()
    if code not in codes():
        return {}
    return tomllib.loads((files(__package__) / f"{code}.toml").read_text("utf-8"))


@functools.cache
def section(language: str, name: str) -> Tables:
    """One section of a language's tables, empty where it is not there."""
    found: Tables = tables(language).get(name, {})
    return found
