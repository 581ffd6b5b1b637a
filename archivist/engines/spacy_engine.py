"""This module asks spaCy for names: the first engine, `pip install archivist[spacy]` and a model.

A model finds names of the language it was built for (`fr_core_news_sm`: French) and of no other:
asked about Italian, French models are right for a third of their names. Of the models installed
for a language the largest that this spaCy can run is taken. spaCy: https://spacy.io/api/doc#ents
"""

from __future__ import annotations

import functools
import itertools
import threading
from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import NamedTuple

import spacy
import spacy.about
from spacy.language import Language
from spacy.util import get_package_path, is_compatible_version, load_meta

from archivist.engines import Found
from archivist.record import EntityType

# The labels of news models (WikiNER: PER, LOC, ORG) and of OntoNotes; all others are left out:
# MISC may be a work, a people or a prize, and FAC, NORP, EVENT are guesses of the small models.
TYPES: dict[str, EntityType] = {
    "PER": "person",
    "PERSON": "person",
    "ORG": "organization",
    "LOC": "place",
    "GPE": "place",
}
SIZES = ("lg", "md", "sm")  # the best first; others, of the user's own, before them
PIECE = 20_000  # code points read at once: memory grows with them
NEEDLESS = ("parser", "senter", "morphologizer", "tagger", "attribute_ruler", "lemmatizer")


class Model(NamedTuple):
    """An installed model: its package, the language it was built for, its version."""

    package: str
    language: str
    version: str


class SpacyEngine:
    """Names as the installed models of spaCy find them."""

    name = "spacy"

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()  # a pipeline's vocabulary is written while it reads

    def languages(self) -> tuple[str, ...]:
        """Languages with an installed model that finds names."""
        return tuple(sorted(_models()))

    def components(self, language: str) -> tuple[tuple[str, str], ...]:
        """spaCy and the model."""
        model = _models()[language]
        return ((model.package, model.version), ("spacy", spacy.about.__version__))

    def find(self, text: str, language: str) -> tuple[Found, ...]:
        """The persons, organizations and places of a text, in order."""
        with self._one_at_a_time:
            pipeline = _pipeline(_models()[language].package)
            found = (_found(pipeline, text, start, end) for start, end in _pieces(text))
            return tuple(itertools.chain.from_iterable(found))


ENGINE = SpacyEngine()


def _found(pipeline: Language, text: str, start: int, end: int) -> Iterator[Found]:
    with pipeline.memory_zone():  # the words of the piece are forgotten after it
        for name in pipeline(text[start:end]).ents:
            kind = TYPES.get(name.label_)
            if kind is not None:
                yield Found(start + name.start_char, start + name.end_char, kind, name.label_)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The text in pieces of at most `PIECE`, cut at a blank where there is one."""
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            blanks = (at for at in range(end, start, -1) if text[at].isspace())
            end = next(blanks, end)
        yield start, end
        start = end


@functools.cache
def _models() -> dict[str, Model]:
    """Language → the model that is asked about it."""
    packages = sorted({point.name for point in entry_points(group="spacy_models")}, key=_rank)
    found: dict[str, Model] = {}
    for package in packages:
        model = _model(package)
        if model is not None:
            found.setdefault(model.language, model)
    return found


def _rank(package: str) -> tuple[int, str]:
    size = package.rpartition("_")[2]
    return SIZES.index(size) + 1 if size in SIZES else 0, package


def _model(package: str) -> Model | None:
    """The model of a package by what it says of itself; None: not for names, or not for us."""
    try:
        meta = load_meta(get_package_path(package) / "meta.json")
    except (ImportError, OSError, ValueError):  # an empty package under the name of a model
        return None
    runs = is_compatible_version(spacy.about.__version__, meta.get("spacy_version", ""))
    if not runs or "ner" not in meta.get("pipeline", ()):
        return None
    return Model(package, str(meta["lang"]), str(meta["version"]))


@functools.cache
def _pipeline(package: str) -> Language:
    """The model without what names do not need: the same names, in a third of the time."""
    return spacy.load(package, exclude=NEEDLESS)
