"""This module is `archivist schema`: the contracts, listed or printed, and the official schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import groupby

import click

from archivist import official, schema
from archivist.cli import console, options, schema_fetch
from archivist.errors import UsageError

# What contracts are that cannot name themselves as a JSON Schema does.
TITLES = {
    "context.jsonld": "JSON-LD 1.1 context of the exports",
    "newsml-profile.rng": "RELAX NG profile of NewsML-G2 2.35",
    "shapes.ttl": "SHACL shapes of the graphs",
    "vocabulary.ttl": "classes and properties of the vocabulary",
}
PRINT = "print"


class _Contracts(click.Group):
    """A word that is no command is the name of a contract."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            args = [PRINT, *args]
        return super().resolve_command(ctx, args)


@click.group(
    "schema",
    cls=_Contracts,
    invoke_without_command=True,
    subcommand_metavar="[NAME | fetch ...]",
)
@options.color
@click.pass_context
def command(ctx: click.Context) -> int:
    """List the bundled contracts, or print the one called NAME (record, problem, context, …).

    Official schemas of NewsML-G2, NITF and ninjs come from IPTC: fetch puts them into a cache, and
    nothing else does. Those that are there are printed by their names too.
    """
    if ctx.invoked_subcommand is None:
        names = schema.names()
        width = max(map(len, names), default=0)
        for item in names:
            console.out(f"{console.styled(f'{item:<{width}}', bold=True)}  {_title(item)}".rstrip())
        for line in _official():
            console.out(line)
    return 0


command.add_command(schema_fetch.command)


@command.command(PRINT, hidden=True)
@click.argument("name")
@options.color
def print_(name: str) -> int:
    """Print a contract."""
    found = official.by_name().get(name)
    data = official.cached(found) if found is not None else None
    if found is not None and data is None:
        hint = f"{official.FETCH} {found.name}"
        raise UsageError(f"{name} is not in the cache", hint=hint)
    console.data(schema.read(_named(name)) if data is None else data)
    return 0


def _official() -> Iterator[str]:
    """A line for each family: how many of its files are cached, and where."""
    for family, items in groupby(official.schemas(), key=lambda item: item.family):
        files = [item for item in items if item.level != "part"]
        if not files:
            continue
        cached = [item.version for item in files if official.is_complete(item)]
        newest = f", up to {cached[-1]}" if cached else ""
        said = f"official, {len(cached)} of {len(files)} in the cache{newest}"
        console_name = console.styled(f"{family:<18}", bold=True)
        yield f"{console_name}  {said}"
    yield f"the cache is {console.visible(str(official.folder()))}; {official.FETCH} fills it"


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
