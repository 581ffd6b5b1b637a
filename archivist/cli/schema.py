"""This module is `archivist schema`: the bundled contracts, listed or printed."""

from __future__ import annotations

import json
from difflib import get_close_matches

import click

from archivist import schema
from archivist.cli import console, options
from archivist.errors import UsageError

# What contracts are that cannot name themselves as a JSON Schema does.
TITLES = {
    "context.jsonld": "JSON-LD 1.1 context of the exports",
    "newsml-profile.rng": "RELAX NG profile of NewsML-G2 2.35",
    "shapes.ttl": "SHACL shapes of the graphs",
    "vocabulary.ttl": "classes and properties of the vocabulary",
}


@click.command("schema")
@click.argument("name", required=False)
@options.color
def command(name: str | None) -> int:
    """List the bundled contracts, or print the one called NAME (record, problem, context, …)."""
    if name is None:
        names = schema.names()
        width = max(map(len, names), default=0)
        for item in names:
            console.out(f"{console.styled(f'{item:<{width}}', bold=True)}  {_title(item)}".rstrip())
    else:
        console.data(schema.read(_named(name)))
    return 0


def _named(name: str) -> str:
    """`record` is `record.schema.json`: the whole name, or what stands before a dot of it."""
    names = schema.names()
    found = [item for item in names if item == name or item.startswith(name + ".")]
    if len(found) == 1 or name in found:
        return name if name in found else found[0]
    if found:
        raise UsageError(f"{name!r} is the name of several", hint=", ".join(found))
    stems = {item.partition(".")[0]: item for item in names}
    close = get_close_matches(name, [*stems, *names], 1, 0.5)
    hint = f"did you mean {close[0]}? " if close else ""
    raise UsageError(f"no contract is called {name!r}", hint=f"{hint}there are: {', '.join(names)}")


def _title(name: str) -> str:
    """What the contract calls itself, or we call it."""
    if name in TITLES:
        return TITLES[name]
    try:
        content = json.loads(schema.read(name))
    except ValueError:
        return ""
    return str(content.get("title", "")) if isinstance(content, dict) else ""
