"""This module reads the configuration: `--config FILE`, else `./archivist.toml`.

A key is the long name of an option (`lang = "it"`), and an option given wins over it. Relative
paths are below the folder of the file. Nothing secret is ever read from it.
"""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import click

from archivist.errors import UsageError

NAME = "archivist.toml"


class Key(NamedTuple):
    """The parameter a key sets, and what its value is: `text`, `file`, `list`, `size`, `switch`,
    `number`, `tags`, `house`."""

    parameter: str
    kind: str = "text"


KEYS: dict[str, Key] = {
    "from": Key("format"),
    "encoding": Key("encoding"),
    "lang": Key("language"),
    "date-order": Key("date_order"),
    "articles": Key("articles"),
    "map": Key("mapping", "file"),
    "metadata": Key("metadata", "file"),
    "identifiers": Key("identifiers", "file"),
    "authority": Key("authority", "list"),
    "corrections": Key("corrections", "list"),
    "engine": Key("engine"),
    "min-confidence": Key("min_confidence", "number"),
    "path": Key("paths", "list"),
    "profiles": Key("profiles", "file"),
    "as-of": Key("as_of"),
    "max-size": Key("max_size", "size"),
    "to": Key("to", "list"),
    "output": Key("output", "file"),
    "quarantine": Key("quarantine", "file"),
    "base-iri": Key("base_iri"),
    "provider": Key("provider"),
    "detail": Key("detail"),
    "without-text": Key("without_text", "switch"),
    "metadata-licence": Key("metadata_licence"),
    "originals": Key("originals"),
    "jobs": Key("jobs", "number"),
    "cluster": Key("cluster"),
    "bag-size": Key("bag_size", "size"),
    "checksums": Key("checksums", "file"),
    "operator": Key("operator"),
    "rights": Key("rights"),
    "bag-info": Key("bag_info", "tags"),
    "strict": Key("strict", "switch"),
    "fail-fast": Key("fail_fast", "switch"),
    "validate": Key("house", "house"),
}
_WANTED = {
    "text": "a string",
    "file": "the name of a file, a string",
    "list": "a string or a list of strings",
    "size": 'a size such as "64M"',
    "switch": "true or false",
    "number": "a whole number",
    "house": "a table, [validate]",
    "tags": 'a table of strings such as Source-Organization = "Archive of X"',
}


def remember(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Makes the configuration the defaults of the command; the file used, None without one."""
    file = Path(value) if value is not None else Path(NAME)
    if value is None and not file.is_file():
        return None
    ctx.default_map = {**(ctx.default_map or {}), **load(file)}
    return str(file)


def load(file: Path) -> dict[str, Any]:
    """Parameter → value. Raises UsageError for what is no configuration, with a hint."""
    try:
        data = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or f"found no TOML: {error}"
        raise UsageError(f"{file}: {why}", hint='wanted lines such as lang = "it"') from None
    return {_key(file, name).parameter: _value(file, name, item) for name, item in data.items()}


def _key(file: Path, name: str) -> Key:
    if name in KEYS:
        return KEYS[name]
    close = get_close_matches(name.replace("_", "-"), KEYS, 1, 0.5)
    meant = f"did you mean {close[0]}? " if close else ""
    hint = f"{meant}there are: {', '.join(KEYS)}"
    raise UsageError(f"{file}: no key is called {name!r}", hint=hint)


def _value(file: Path, name: str, value: Any) -> Any:
    kind = KEYS[name].kind
    match kind, value:
        case ("switch", bool()) | ("text", str()):
            return value
        case ("file", str()):
            return value if value == "-" else str(file.parent / value)
        case ("size", int() | str()) | ("number", int()) if not isinstance(value, bool):
            return str(value)
        case ("tags", dict()):
            return _tags(file, value)
        case ("house", dict()):
            from archivist.cli import house  # the rules of `validate`: not for the others

            return house.read(file, value)
        case ("list", str()):
            return [value]
        case ("list", list()) if all(isinstance(item, str) for item in value):
            return value
    message = f"{file}: {name}: found {value!r}, wanted {_WANTED[kind]}"
    raise UsageError(message, hint=f"as --{name} would be given")


# RFC 8493, section 2.2.2: what archivist itself says of a bag, and nobody else.
_OURS = ("bagging-date", "payload-oxum", "bag-size", "bag-group-identifier", "bag-count")
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def _tags(file: Path, table: dict[str, Any]) -> list[tuple[str, str]]:
    """[bag-info] as tags for bag-info.txt; a list of strings repeats its tag."""
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        values = value if isinstance(value, list) else [value]
        where = f"{file}: [bag-info] {name}"
        if not _TAG.fullmatch(name):
            raise UsageError(f"{where}: no tag is named so", hint="letters, digits and -")
        if name.lower() in _OURS or name.lower().startswith("archivist-"):
            raise UsageError(f"{where}: archivist says this itself", hint="leave it out")
        for item in values:
            if not isinstance(item, str) or not item.strip():
                raise UsageError(
                    f"{where}: found {item!r}, wanted a string", hint="one line of text"
                )
            found.append((name, " ".join(item.split())))
    return found
