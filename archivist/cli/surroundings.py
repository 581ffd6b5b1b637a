"""This module gathers what an installation has and lacks: plain values, for `archivist doctor`.

Nothing is imported that was not asked for, and nothing goes over the network.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import locale
import os
import platform
import re
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from archivist import __version__, engines, fingerprint, languages
from archivist.cli import console
from archivist.cli.words import language_name
from archivist.errors import MissingPart, UsageError
from archivist.extractors import measured

# Libraries that the fast path takes, and that slower code of our own stands in for.
REPLACEABLE = ("orjson", "jsonschema-rs")
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*([^;]*?)\s*(?:;\s*(.*))?")
_CLAUSE = re.compile(r"(>=|<=|==|!=|~=|>|<)\s*([0-9]+(?:\.[0-9]+)*)(\.\*)?")


class Library(NamedTuple):
    """A library by its name on PyPI: what is wanted, and what is there, None for nothing."""

    name: str
    wanted: str
    found: str | None

    @property
    def fits(self) -> bool:
        return self.found is not None and satisfies(self.found, self.wanted)


def tool() -> dict[str, str]:
    """Version of archivist, digest of its rules, Python, system."""
    return {
        "version": __version__,
        "rules": fingerprint.rules_digest(),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}".strip(),
        "installed": str(Path(__file__).parents[1]),
    }


# ------------------------------------------------------------------ libraries


def required() -> list[Library]:
    """What must be there, in the order of pyproject.toml."""
    return [_library(line) for line in _requirements() if _part_of(line) is None]


def parts() -> dict[str, list[Library]]:
    """The optional parts but the one for developers, each with its libraries."""
    found: dict[str, list[Library]] = {}
    for line in _requirements():
        part = _part_of(line)
        if part not in (None, "dev"):
            found.setdefault(str(part), []).append(_library(line))
    return dict(sorted(found.items()))


def install(part: str) -> str:
    return f"pip install archivist[{part}]"


def _requirements() -> list[str]:
    """As pyproject.toml of a checkout states them, else as the installed package does."""
    try:
        file = Path(__file__).parents[2] / "pyproject.toml"
        project = tomllib.loads(file.read_text("utf-8"))["project"]
    except (OSError, ValueError, KeyError):
        project = {}
    if project.get("name") != "archivist":
        return _installed()
    optional = project.get("optional-dependencies", {})
    inside = [f'{line}; extra == "{part}"' for part, lines in optional.items() for line in lines]
    return [*project.get("dependencies", ()), *inside]


def _installed() -> list[str]:
    try:
        return importlib.metadata.requires("archivist") or []
    except importlib.metadata.PackageNotFoundError:
        return []


def _part_of(line: str) -> str | None:
    marker = re.search(r"extra\s*==\s*['\"]([^'\"]+)", line)
    return marker[1] if marker else None


def _library(line: str) -> Library:
    match = _REQUIREMENT.fullmatch(line.strip())
    name, wanted = (match[1], match[2].strip("() ")) if match else (line, "")
    try:
        found: str | None = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        found = None
    return Library(name, wanted.replace(" ", ""), found)


def satisfies(version: str, wanted: str) -> bool:
    """Whether a version is within `>=2.3,<2.4`; a clause that is not understood is no hindrance.

    Releases are compared (PEP 440), which is all that the clauses of pyproject.toml ask.
    """
    return all(_is_within(_release(version), clause) for clause in wanted.split(",") if clause)


def _is_within(release: tuple[int, ...], clause: str) -> bool:
    match = _CLAUSE.fullmatch(clause.strip())
    if not match or not release:
        return True
    sign, bound, open_end = match[1], _release(match[2]), match[3]
    width = max(len(release), len(bound))
    ours, theirs = _filled(release, width), _filled(bound, width)
    if sign == "~=":
        return ours >= theirs and release[: len(bound) - 1] == bound[:-1]
    if open_end:
        return (release[: len(bound)] == bound) == (sign == "==")
    order = (ours > theirs) - (ours < theirs)
    return (
        order
        in {">=": (0, 1), "<=": (0, -1), "==": (0,), "!=": (1, -1), ">": (1,), "<": (-1,)}[sign]
    )


def _release(version: str) -> tuple[int, ...]:
    found = re.match(r"[0-9]+(?:\.[0-9]+)*", version.removeprefix("v"))
    return tuple(map(int, found[0].split("."))) if found else ()


def _filled(release: tuple[int, ...], width: int) -> tuple[int, ...]:
    return (*release, *[0] * (width - len(release)))


# ------------------------------------------------------------------ engines


def engine(name: str, *, asked: bool) -> dict[str, Any]:
    """Whether an engine is there; its languages and models only when it was asked for.

    Raises UsageError for a name that nobody has. To look at models is to import it: seconds.
    """
    if not asked:
        own = name in engines.OWN
        there = importlib.util.find_spec(name) is not None if own else True
        return {"name": name, "there": there, "languages": None, "models": None}
    try:
        found = engines.load(name)
    except MissingPart as missing:
        return {"name": name, "there": False, "languages": [], "models": {}, "why": str(missing)}
    spoken = found.languages()
    models = {code: dict(found.components(code)) for code in spoken}
    return {"name": name, "there": True, "languages": list(spoken), "models": models}


# ------------------------------------------------------------------ languages


def spoken() -> list[dict[str, Any]]:
    """Each language with tables, and of each kind of value how it stands; None: not measured."""
    return [
        {"code": code, "name": language_name(code), **_standings(code)}
        for code in languages.codes()
    ]


def _standings(code: str) -> dict[str, Any]:
    found = {family: measured.standing(family, code) for family in measured.FAMILIES}
    return {
        family: None if item is None else {**item._asdict(), "sets": list(item.sets)}
        for family, item in found.items()
    }


# ------------------------------------------------------------------ terminal, folders


def terminal() -> dict[str, Any]:
    """What we would write to, and what it says of itself."""
    return {
        "stdout": sys.stdout.encoding,
        "locale": locale.getpreferredencoding(do_setlocale=False),
        "filenames": sys.getfilesystemencoding(),
        "isTerminal": console.is_terminal(sys.stdout),
        "columns": console.columns(),
        "noColor": bool(os.environ.get("NO_COLOR")),
    }


def existing(path: str) -> Path:
    """The folder, or the one above it in which it would be made."""
    found = Path(path)
    while not found.exists() and found != found.parent:
        found = found.parent
    return found


def folder(path: str | Path, *, probe: bool) -> dict[str, Any]:
    """Free bytes and whether one may write there; with `probe` also what only trying tells.

    A probe makes a folder of its own in it and takes it away again.
    """
    found: dict[str, Any] = {"path": str(path), "writable": os.access(path, os.W_OK | os.X_OK)}
    try:
        found["free"] = shutil.disk_usage(path).free
    except OSError:
        found["free"] = None
    return {**found, **(_probed(path) if probe else {})}


def _probed(path: str | Path) -> dict[str, Any]:
    try:
        with tempfile.TemporaryDirectory(prefix=".archivist-", dir=path) as made:
            return dict(_tried(Path(made)))
    except OSError as refused:
        return {"writable": False, "why": refused.strerror or str(refused)}


def _tried(made: Path) -> Iterator[tuple[str, bool]]:
    """Whether names of other capitals are other files, and a file may have two names."""
    first = made / "case"
    first.write_bytes(b"archivist")
    yield "writable", True
    yield "caseSensitive", not (made / "CASE").exists()
    try:
        os.link(first, made / "link")
        yield "hardLinks", True
    except (OSError, AttributeError, NotImplementedError):
        yield "hardLinks", False


def temporary() -> str | None:
    """The folder for temporary files; None where there is none to be had."""
    try:
        return tempfile.gettempdir()
    except OSError:
        return None


def known(part: str) -> str:
    """The name of an optional part. Raises UsageError for one that is none."""
    if part not in parts():
        hint = f"there are: {', '.join(parts()) or 'none'}"
        raise UsageError(f"no optional part is called {part!r}", hint=hint)
    return part
