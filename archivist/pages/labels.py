"""This module knows the words of our pages in seven languages, from `data/labels.tsv`."""

from __future__ import annotations

import functools
from importlib.resources import files

LANGUAGES = ("en", "it", "de", "fr", "es", "pt", "nl")


def label(key: str, language: str | None) -> str:
    """The words of a label in a language (BCP 47), in English where there are none in it.

    Raises KeyError for a label that is not in the table.
    """
    row = _table()[key]
    return row.get((language or "").partition("-")[0].lower(), row["en"])


def labels(prefix: str, language: str | None) -> dict[str, str]:
    """All labels whose keys begin with `prefix`, which is cut off: for scripts of a page."""
    found = (key for key in _table() if key.startswith(prefix))
    return {key.removeprefix(prefix): label(key, language) for key in found}


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    """key → language → words."""
    text = files("archivist").joinpath("data", "labels.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {key: dict(zip(LANGUAGES, words, strict=True)) for key, *words in rows}
