"""This package holds engines: other finders of names, asked beside our rules by `--engine`.

An engine is an object of the entry point group `archivist.entities`:

    [project.entry-points."archivist.entities"]
    mine = "my_package:ENGINE"

It is imported when it is asked for, and never otherwise. `load` is the door.
"""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from archivist.errors import MissingPart, UsageError
from archivist.record import EntityType

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

GROUP = "archivist.entities"
# Our own, known in a checkout that nobody installed too: name → module with an ENGINE.
OWN = {"spacy": "archivist.engines.spacy_engine"}
NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")  # part of a rule id


class Found(NamedTuple):
    """A name: code points `[start, end)` of the text given, our type, the engine's own label."""

    start: int
    end: int
    type: EntityType
    label: str


class Engine(Protocol):
    """What finds names in the languages that its models were built for, the same on every run.

    `name`: small letters, digits, `-`, as in the rule id `entity.<name>`.
    """

    name: str

    def languages(self) -> tuple[str, ...]:
        """Primary tags (`fr`) of the languages with a model that is there, sorted."""
        ...

    def components(self, language: str) -> tuple[tuple[str, str], ...]:
        """Name and version of all that can change what is found in one of `languages()`."""
        ...

    def find(self, text: str, language: str) -> tuple[Found, ...]:
        """The names of a text in one of `languages()`; types that a record has no place for, not.

        Raises nothing for any text.
        """
        ...


_loaded: dict[str, Engine] = {}


def load(name: str) -> Engine:
    """The engine of that name.

    Raises UsageError for a name that nobody has, or that cannot be part of a rule id, MissingPart
    with the install line where what the engine runs on is not installed.
    """
    if name not in _loaded:
        _loaded[name] = _imported(name)
    return _loaded[name]


def names() -> tuple[str, ...]:
    """The names of all engines that can be asked for, sorted."""
    return tuple(sorted({*OWN, *_loaded, *(point.name for point in _points())}))


def _points() -> EntryPoints:
    from importlib.metadata import entry_points  # a tenth of the start of the command

    return entry_points(group=GROUP)


def _imported(name: str) -> Engine:
    try:
        engine = _found(name)
    except ImportError as error:
        hint = f"pip install archivist[{name}]" if name in OWN else f"install {error.name}"
        raise MissingPart(f"engine {name}: not installed: {error.name}", hint=hint) from error
    if engine is None:
        raise UsageError(f"no engine is called {name!r}", hint=f"there are: {', '.join(names())}")
    if not NAME.fullmatch(engine.name):
        hint = "a name is small letters, digits and -: rules are called after it"
        raise UsageError(f"engine {name}: found the name {engine.name!r}", hint=hint)
    return engine


def _found(name: str) -> Engine | None:
    """Our own, else the first of the entry points. Raises ImportError."""
    if name in OWN:
        own: Engine = importlib.import_module(OWN[name]).ENGINE
        return own
    points = sorted(_points().select(name=name), key=lambda point: point.value)
    return points[0].load() if points else None
