"""This module is `archivist doctor`: what an installation has, what it lacks, what was measured."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click

from archivist.cli import console, exits, options, surroundings
from archivist.cli.layout import cells, pad, wrap_items
from archivist.cli.surroundings import Library

NOT_MEASURED = "not measured"
FAMILIES = ("entities", "quotes", "speakers")
LABEL = 12  # columns


@click.command("doctor")
@click.option(
    "--engine", "asked", multiple=True, metavar="NAME", help="Look at its models; 7 if it lacks."
)
@click.option(
    "--part", "wanted", multiple=True, metavar="NAME", help="An optional part that must be there."
)
@click.option("-o", "--output", metavar="DIR", help="Try out the folder you would write to.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="As what."
)
@options.color
def command(asked: tuple[str, ...], wanted: tuple[str, ...], form: str, output: str | None) -> int:
    """Say what is installed, what is missing and how to get it, and what was measured.

    A language without annotated texts is called "not measured": its values have no confidence.
    Exit code 7 when something asked for, or something needed, is not there.
    """
    found = _examined(asked, [surroundings.known(part) for part in wanted], output)
    if form == "json":
        text = json.dumps(found, ensure_ascii=False, indent=2)
        console.data(f"{text}\n".encode("utf-8", "backslashreplace"))
    else:
        _print(found)
    for problem in found["problems"]:
        console.error(problem["message"], problem["help"])
    return exits.worst(problem["exit"] for problem in found["problems"])


# ------------------------------------------------------------------ what is looked at


def _examined(asked: Sequence[str], wanted: Sequence[str], output: str | None) -> dict[str, Any]:
    """Everything, as the JSON value that `--format json` prints."""
    from archivist import engines

    libraries, parts = surroundings.required(), surroundings.parts()
    found = {
        "archivist": surroundings.tool(),
        "libraries": [_as_json(item) for item in libraries],
        "parts": [_part(name, items) for name, items in parts.items()],
        "engines": [
            surroundings.engine(name, asked=name in asked)
            for name in sorted({*engines.names(), *asked})
        ],
        "languages": surroundings.spoken(),
        "terminal": surroundings.terminal(),
        "folders": _folders(output),
    }
    return {**found, "problems": list(_problems(found, asked, wanted, output))}


def _as_json(item: Library) -> dict[str, Any]:
    return {**item._asdict(), "fits": item.fits}


def _part(name: str, items: Iterable[Library]) -> dict[str, Any]:
    listed = [_as_json(item) for item in items]
    there = all(item["fits"] for item in listed)
    return {
        "name": name,
        "there": there,
        "install": surroundings.install(name),
        "libraries": listed,
    }


def _folders(output: str | None) -> list[dict[str, Any]]:
    """The folder to write to, only tried out when it was named, and the one for small files."""
    own = surroundings.folder(surroundings.existing(output or "."), probe=output is not None)
    temporary = surroundings.temporary()
    if temporary is None:
        return [own, {"path": "", "writable": False, "free": None}]
    return [own, surroundings.folder(temporary, probe=True)]


def _problems(
    found: dict[str, Any], asked: Sequence[str], wanted: Sequence[str], output: str | None
) -> Iterable[dict[str, Any]]:
    """What keeps archivist from working, or from what was asked for."""
    for item in found["libraries"]:
        if not item["fits"] and not (
            item["found"] is None and item["name"] in surroundings.REPLACEABLE
        ):
            said = f"found {item['found'] or 'nothing'}, wanted {item['name']}{item['wanted']}"
            yield _problem(said, f"pip install '{item['name']}{item['wanted']}'")
    for item in found["parts"]:
        if item["name"] in wanted and not item["there"]:
            lacking = [one["name"] for one in item["libraries"] if not one["fits"]]
            yield _problem(f"part {item['name']}: lacks {', '.join(lacking)}", item["install"])
    for item in found["engines"]:
        if item["name"] in asked and not item["there"]:
            yield _problem(item["why"], surroundings.install(item["name"]))
        elif item["name"] in asked and not item["languages"]:
            hint = "install a model that was built for your language"
            yield _problem(f"engine {item['name']}: there, but without a model", hint)
    where = found["folders"][0]
    if output is not None and not where["writable"]:
        said = f"{output}: {where.get('why', 'one may not write there')}"
        yield _problem(said, "name another folder with -o", exits.WORLD)


def _problem(message: str, hint: str, code: int = exits.MISSING_PART) -> dict[str, Any]:
    return {"message": message, "help": hint, "exit": code}


# ------------------------------------------------------------------ for people


def _print(found: dict[str, Any]) -> None:
    tool = found["archivist"]
    name = console.styled(f"archivist {tool['version']}", bold=True)
    console.out(f"{name}  {tool['implementation']} {tool['python']}  {tool['system']}")
    _row("installed", [console.visible(tool["installed"]), f"rules {tool['rules'][:19]}"])
    _libraries(found["libraries"])
    _parts(found["parts"])
    for item in found["engines"]:
        _row("engine", [_engine(item)])
    _languages(found["languages"])
    _terminal(found["terminal"])
    for label, item in zip(("folder", "temporary"), found["folders"], strict=True):
        _row(label, list(_folder(item)))


def _libraries(items: list[dict[str, Any]]) -> None:
    there = [f"{item['name']} {item['found']}" for item in items if item["fits"]]
    _row("libraries", there, most=6)
    for item in items:
        if not item["fits"]:
            slower = item["found"] is None and item["name"] in surroundings.REPLACEABLE
            note = "not there: slower without" if slower else "not there, and needed"
            note = f"{item['found']} is not {item['wanted']}" if item["found"] else note
            _row("", [_colored(f"{item['name']}: {note}", good=False)])


def _parts(items: list[dict[str, Any]]) -> None:
    width = max((len(item["name"]) for item in items), default=0)
    for number, item in enumerate(items):
        there = " · ".join(
            f"{one['name']} {one['found']}" for one in item["libraries"] if one["found"]
        )
        said = _colored(there, good=True) if item["there"] else f"–  {item['install']}"
        _row("parts" if not number else "", [f"{pad(item['name'], width)}  {said}"])


def _engine(item: dict[str, Any]) -> str:
    name = item["name"]
    if not item["there"]:
        return f"{name}  –  {surroundings.install(name)}"
    if item["models"] is None:
        return f"{name}  there; --engine {name} looks at its models"
    models = [
        f"{code}: {', '.join(f'{part} {version}' for part, version in parts.items())}"
        for code, parts in item["models"].items()
    ]
    return f"{name}  {'; '.join(models) or 'there, without a model'}"


def _languages(items: list[dict[str, Any]]) -> None:
    """A table: how many of a hundred values are right, of how many that were looked at."""
    rows = [(item["name"], *(_standing(item[family]) for family in FAMILIES)) for item in items]
    table = [("", *FAMILIES), *rows]
    widths = [max(cells(row[column]) for row in table) for column in range(4)]
    console.out()
    for number, row in enumerate(table):
        line = "  ".join(pad(text, width) for text, width in zip(row, widths, strict=True))
        label = console.styled(pad("languages" if not number else "", LABEL), fg="cyan")
        dim = line.replace(NOT_MEASURED, console.styled(NOT_MEASURED, fg="yellow"))
        console.out(f"  {label}{dim}".rstrip())
    _row("", ["right in 100 values that annotated texts could judge; docs/confidence.md"])
    console.out()
    _row("judged by", list(_judged(items)), most=8)


def _judged(items: list[dict[str, Any]]) -> Iterable[str]:
    """The annotated texts, and the last day of measuring by them."""
    standings = [item[family] for item in items for family in FAMILIES if item[family]]
    yield from sorted({name for item in standings for name in item["sets"]})
    if standings:
        yield f"measured {max(item['measured'] for item in standings)}"


def _standing(item: dict[str, Any] | None) -> str:
    return NOT_MEASURED if item is None else f"{item['precision']} % of {item['n']:,}"


def _terminal(item: dict[str, Any]) -> None:
    kind = f"terminal, {item['columns']} columns" if item["isTerminal"] else "no terminal"
    said = [f"stdout {item['stdout']}", f"locale {item['locale']}"]
    _row("terminal", [*said, f"file names {item['filenames']}", kind])


def _folder(item: dict[str, Any]) -> Iterable[str]:
    yield console.visible(item["path"]) or "–"
    yield (
        _colored("writable", good=True)
        if item["writable"]
        else _colored(item.get("why", "not writable"), good=False)
    )
    if item["free"] is not None:
        yield f"{item['free'] / 1024**3:,.1f} GiB free"
    if "caseSensitive" in item:
        yield "A and a are two files" if item["caseSensitive"] else "A and a are one file"
    if "hardLinks" in item:
        yield "hard links" if item["hardLinks"] else "no hard links"


def _row(label: str, items: Sequence[str], *, most: int = 3) -> None:
    room = console.columns() - LABEL - 2
    plain = [click.unstyle(item) for item in items]
    if plain != list(items):
        lines = [" · ".join(items)]
    else:
        lines = wrap_items(list(items), room, most=most)
    for number, line in enumerate(lines or [""]):
        shown = pad(label if not number else "", LABEL)
        console.out(f"  {console.styled(shown, fg='cyan')}{line}".rstrip())


def _colored(text: str, *, good: bool) -> str:
    return console.styled(text, fg="green" if good else "yellow")
