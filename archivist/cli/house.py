"""This module reads the rules of a house: `[validate]` in the configuration, `--require`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from archivist.checks.house import REQUIREMENTS, Wanted
from archivist.errors import UsageError
from archivist.problems import CODES

KEYS = ("require", "rules", "severity", "schema", "shapes", "profile", "baseline")
PROFILES = ("google",)
SEVERITIES = ("error", "warning", "note", "off")


@dataclass(frozen=True, slots=True)
class PathRule:
    """What is demanded of records below some paths; later rules win."""

    paths: tuple[str, ...]
    require: Mapping[str, Wanted]
    severity: Mapping[str, str]

    def fits(self, names: Iterable[str]) -> bool:
        """Whether one of the names of a record fits one of the patterns."""
        return any(re.fullmatch(pattern(p), name) for name in names for p in self.paths)


@dataclass(frozen=True, slots=True)
class House:
    """The rules of a house. `severity`: code → error, warning, note or off."""

    require: Mapping[str, Wanted] = field(default_factory=dict)
    rules: tuple[PathRule, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    schemas: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    profile: str | None = None
    baseline: str | None = None

    def demands(self, names: Iterable[str]) -> dict[str, Wanted]:
        """What is demanded of a record with these names (file, path below the input, source)."""
        names = tuple(names)
        found = dict(self.require)
        for rule in self.rules:
            if rule.require and rule.fits(names):
                found |= rule.require
        return found

    def severities(self, names: Iterable[str]) -> dict[str, str]:
        """The severities that differ from the table of codes, of a record with these names."""
        names = tuple(names)
        found = dict(self.severity)
        for rule in self.rules:
            if rule.severity and rule.fits(names):
                found |= rule.severity
        return found


def read(file: Path, table: dict[str, Any]) -> House:
    """The rules of `[validate]`. Raises UsageError with the nearest name for what is unknown."""
    where = f"{file}: [validate]"
    for name in table:
        _known(where, name, KEYS, "key")
    rules = table.get("rules", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        _wrong(f"{where} rules", rules, 'tables: [[validate.rules]] paths = ["2019/**"]')
    return House(
        _require(f"{where} require", table.get("require", {})),
        tuple(_rule(f"{file}: [[validate.rules]] {n}", rule) for n, rule in enumerate(rules, 1)),
        _severity(f"{where} severity", table.get("severity", {})),
        _files(f"{where} schema", table.get("schema", []), file),
        _files(f"{where} shapes", table.get("shapes", []), file),
        _profile(where, table.get("profile")),
        next(iter(_files(f"{where} baseline", table.get("baseline", []), file)), None),
    )


def with_options(house: House, given: Mapping[str, Any]) -> House:
    """The rules with what the command line adds: its demands win, its files come last."""
    require: dict[str, Wanted] = {}
    for item in ",".join(given["require"]).split(",") if given["require"] else ():
        name, equals, degree = item.strip().partition("=")
        value = {"": True, "true": True, "false": False}.get(degree.strip(), degree.strip())
        if item.strip():
            require |= _require("--require", {name.strip(): value if equals else True})
    return replace(
        house,
        require={**house.require, **require},
        schemas=(*house.schemas, *given["own_schema"]),
        shapes=(*house.shapes, *given["own_shapes"]),
        profile=given["profile"] or house.profile,
        baseline=given["baseline"] or house.baseline,
    )


def pattern(glob: str) -> str:
    """A path pattern as a regular expression: `*` and `?` within a folder, `**` across folders."""
    out = ""
    for piece in re.split(r"(\*\*/|\*\*|\*|\?|\[!?[^\]]+\])", glob.removeprefix("./")):
        match piece:
            case "**/":
                out += "(?:[^/]+/)*"
            case "**":
                out += ".*"
            case "*":
                out += "[^/]*"
            case "?":
                out += "[^/]"
            case _ if piece.startswith("[") and len(piece) > 2:
                out += piece.replace("[!", "[^").replace("\\", "\\\\")
            case _:
                out += re.escape(piece)
    return out


# ------------------------------------------------------------------ the parts of the table


def _rule(where: str, table: dict[str, Any]) -> PathRule:
    for name in table:
        _known(where, name, ("paths", "require", "severity"), "key")
    paths = table.get("paths", [])
    paths = [paths] if isinstance(paths, str) else paths
    if not isinstance(paths, list) or not paths or not all(isinstance(p, str) for p in paths):
        _wrong(f"{where} paths", paths, 'a list of patterns such as ["2019/**"]')
    for path in paths:
        try:
            re.compile(pattern(path))
        except re.error:
            _wrong(f"{where} paths", path, "a pattern such as 2019/**")
    require = _require(f"{where} require", table.get("require", {}))
    return PathRule(
        tuple(paths), require, _severity(f"{where} severity", table.get("severity", {}))
    )


def _require(where: str, table: Any) -> dict[str, Wanted]:
    if not isinstance(table, dict):
        _wrong(where, table, "a table such as { headline = true }")
    for name, wanted in table.items():
        _known(where, name, tuple(REQUIREMENTS), "requirement")
        degrees = REQUIREMENTS[name].degrees
        free = degrees == ("*",) and isinstance(wanted, str) and wanted
        if not isinstance(wanted, bool) and wanted not in degrees and not free:
            words = ["true", "false", *(f'"{degree}"' for degree in degrees if degree != "*")]
            words += ['a scheme such as "ark"'] if degrees == ("*",) else []
            _wrong(f"{where} {name}", wanted, " or ".join(words))
    return dict(table)


def _severity(where: str, table: Any) -> dict[str, str]:
    if not isinstance(table, dict):
        _wrong(where, table, 'a table such as { V013 = "warning" }')
    for code, severity in table.items():
        _known(where, code, tuple(CODES), "code")
        if severity not in SEVERITIES:
            _wrong(f"{where} {code}", severity, " or ".join(f'"{name}"' for name in SEVERITIES))
    return dict(table)


def _files(where: str, value: Any, file: Path) -> tuple[str, ...]:
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(name, str) and name for name in value):
        _wrong(where, value, "the name of a file")
    return tuple(str(file.parent / name) for name in value)


def _profile(where: str, value: Any) -> str | None:
    if value is not None and value not in PROFILES:
        _wrong(f"{where} profile", value, " or ".join(f'"{name}"' for name in PROFILES))
    return value if value is None else str(value)


def _known(where: str, name: str, names: tuple[str, ...], kind: str) -> None:
    if name in names:
        return
    close = get_close_matches(name.replace("_", "-"), names, 1, 0.5)
    meant = f"did you mean {close[0]}? " if close else ""
    listed = "archivist explain lists them" if kind == "code" else f"there are: {', '.join(names)}"
    raise UsageError(f"{where}: no {kind} is called {name!r}", hint=meant + listed)


def _wrong(where: str, value: Any, right: str) -> NoReturn:
    message = f"{where}: found {value!r}, wanted {right}"
    raise UsageError(message, hint="docs/validation.md has the whole table")
