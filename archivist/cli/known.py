"""This module counts which rows of a catalogue met a source in a run, and which sources none."""

from __future__ import annotations

from archivist.cli import console
from archivist.cli.layout import count
from archivist.pipeline import Conversion
from archivist.readers import catalogue
from archivist.settings import Settings

SHOWN = 10  # names of a list


class Known:
    """What a run saw of its catalogue and path patterns; nothing to say where there are none."""

    def __init__(self, settings: Settings) -> None:
        self._catalogue = catalogue.load(settings)
        self._patterns = bool(settings.paths)
        self._met: set[int] = set()  # lines of the catalogue
        self._without: dict[str, tuple[bool, bool]] = {}  # input → met by a row, by a pattern

    def book(self, location: str, conversion: Conversion) -> None:
        """Remembers where an article's supplied facts come from."""
        if self._catalogue is None and not self._patterns:
            return
        row, path = self._without.get(location, (False, False))
        for fact in conversion.source.declared:
            if fact.supplied and fact.rule == catalogue.RULE:
                self._met.add(int(fact.path.rpartition("#")[0].rpartition(":")[2]))
                row = True
            path = path or (fact.supplied and fact.rule == "path.pattern")
        self._without[location] = (row, path)

    def lines(self) -> list[str]:
        """The rows that no source met, and the sources that met none, in words."""
        said: list[str] = []
        if self._catalogue is not None:
            unmet = [entry for entry in self._catalogue.entries if entry.line not in self._met]
            rows = [f"{entry.line} {entry.file}" for entry in unmet if entry.facts]
            said += _listed(f"{self._catalogue.file}: no input for", rows, "row")
            bare = [name for name, (row, _) in self._without.items() if not row]
            said += _listed(f"{self._catalogue.file}: no row for", bare, "input")
        if self._patterns:
            bare = [name for name, (_, path) in self._without.items() if not path]
            said += _listed("path: no pattern fits", bare, "input")
        return said


def _listed(start: str, names: list[str], what: str) -> list[str]:
    if not names:
        return []
    shown = ", ".join(console.visible(name) for name in names[:SHOWN])
    more = f", and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return [f"{start} {count(len(names), what)}: {shown}{more}"]
