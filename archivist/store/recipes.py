"""This module knows the cookbook: queries with a title and an explanation, `data/recipes/*.rq`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from archivist.exporters.graph.lines import literal


@dataclass(frozen=True, slots=True)
class Recipe:
    """`given`: what a caller may say, name → meaning; the query has a VALUES for each."""

    name: str
    title: str
    about: str
    given: dict[str, str]
    query: str

    def asked(self, said: Mapping[str, str]) -> str:
        """The query with what the caller says. Raises KeyError for a name it does not know."""
        query = self.query
        for name, value in said.items():
            if name not in self.given:
                raise KeyError(name)
            start = f"VALUES ?given_{name} {{ "
            query = query.replace(start + "UNDEF", start + literal(value))
        return query


@functools.cache
def recipes() -> dict[str, Recipe]:
    """All recipes by name, in the order of their names."""
    folder = files("archivist").joinpath("data", "recipes")
    found = {part.name: part.read_text("utf-8") for part in folder.iterdir()}
    return {
        name.removesuffix(".rq"): _recipe(name.removesuffix(".rq"), text)
        for name, text in sorted(found.items())
        if name.endswith(".rq")
    }


def _recipe(name: str, text: str) -> Recipe:
    head = re.findall(r"^# (title|about|with): (.*)$", text, re.MULTILINE)
    (title,) = (said for key, said in head if key == "title")
    about = " ".join(said for key, said in head if key == "about")
    given = dict(said.split(": ", 1) for key, said in head if key == "with")
    query = re.sub(r"^# (?:title|about|with): .*\n", "", text, flags=re.MULTILINE)
    return Recipe(name, title, about, given, query)
