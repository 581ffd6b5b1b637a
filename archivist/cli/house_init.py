"""This module writes a commented configuration for `archivist validate --init`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archivist import disk
from archivist.checks.house import REQUIREMENTS
from archivist.cli import console, exits
from archivist.cli.config import NAME
from archivist.errors import OutputExists, UsageError, WorldRefused
from archivist.problems import CODES

_HEAD = """\
# What `archivist validate` demands beside the contract of a record. A line that begins with # is
# switched off; what is switched on is an example. docs/validation.md explains each.

[validate]
# profile = "google"              # warn of what search engines would miss
# baseline = "known-problems.json"  # only problems not in it count; --write-baseline makes it
# schema = "our-schema.json"      # a JSON Schema beside ours
# shapes = "our-shapes.ttl"       # SHACL beside ours; pip install 'archivist[shacl]'

[validate.require]
"""
_TAIL = """
# A code with another severity: error, warning, note or off. `archivist explain` lists the codes.
[validate.severity]
# V104 = "warning"

# Other demands for some paths: * within a folder, ** across folders; later tables win.
# [[validate.rules]]
# paths = ["2019/**", "*/agency/*"]
# require = { author = false, date = "month" }
# severity = { V106 = "warning" }
"""
_ON = {"headline": "true", "date": '"day"'}


def content() -> str:
    """The configuration: every requirement, with its code and its degrees."""
    lines = [_line(name) for name in REQUIREMENTS]
    return _HEAD + "\n".join(lines) + "\n" + _TAIL


def _line(name: str) -> str:
    demand = REQUIREMENTS[name]
    setting = f"{name} = {_ON.get(name, 'true')}"
    setting = setting if name in _ON else f"# {setting}"
    degrees = ", ".join(f'"{degree}"' for degree in demand.degrees if degree != "*")
    degrees = 'a scheme such as "ark"' if demand.degrees == ("*",) else degrees
    more = f"; or {degrees}" if degrees else ""
    return f"{setting:<24}# {demand.code} {CODES[demand.code].title}{more}"


def write(named: Sequence[str]) -> int:
    """Write ./archivist.toml. Raises OutputExists (exit 4) where there is one."""
    if named:
        raise UsageError("--init checks nothing", hint="leave the inputs out")
    path = Path(NAME)
    try:
        disk.write(path, content().encode(), force=False)
    except OutputExists:
        hint = "archivist never overwrites it; docs/validation.md has the keys of [validate]"
        raise OutputExists(f"{path} is there already", hint=hint) from None
    except OSError as refused:
        raise WorldRefused(f"{path}: {refused.strerror or refused}") from None
    console.say(f"wrote {path}; next: archivist validate FOLDER")
    return exits.DONE
