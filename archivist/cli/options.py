"""This module holds the options that commands share, and makes settings and manner of them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from archivist.cli import config, console
from archivist.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])

_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "KB": 1000, "MB": 1000**2, "GB": 1000**3}
_UNITS |= {"B": 1, "KIB": 1024, "MIB": 1024**2, "GIB": 1024**3}


def size(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """Bytes: `8M` and `8MiB` are binary, `200MB` is decimal, as dd counts."""
    if value is None:
        return None
    found = re.fullmatch(r"\s*(\d+)\s*([A-Za-z]*)\s*", value)
    if found and int(found[1]) and found[2].upper() in _UNITS:
        return int(found[1]) * _UNITS[found[2].upper()]
    raise click.BadParameter(f"{value!r} is no size; 8M, 200MB or a number of bytes would be.")


def _encoding(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A text encoding Python knows: `rot13` and `base64` are codecs, but none."""
    if value is None:
        return None
    try:
        " ".encode(value)
        return codecs.lookup(value).name
    except (LookupError, ValueError):
        raise click.BadParameter(
            f"no text encoding is called {value!r}; utf-8 or cp1252 would be one."
        ) from None


def _language(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A BCP 47 tag, by its shape."""
    if value is None or re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", value):
        return value
    raise click.BadParameter(f"{value!r} is no language tag; it, pt-BR or zh-Hant would be one.")


def iri(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """An absolute IRI."""
    if value is None or re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+", value):
        return value
    raise click.BadParameter(f"{value!r} is no absolute IRI; https://example.org/ would be one.")


def inputs(command: Command) -> Command:
    """INPUT… and --files-from."""
    return _with(
        command,
        click.argument("named", metavar="INPUT...", nargs=-1, type=click.Path(readable=False)),
        click.option("--files-from", metavar="FILE", help="Read names from FILE, one a line."),
        click.option("--allow-empty", is_flag=True, help="No input matched is no error."),
    )


def reading(command: Command) -> Command:
    """How sources are read."""
    orders = click.Choice(["dmy", "mdy", "ymd"])
    return _with(
        command,
        click.option("--from", "format", metavar="FORMAT", help="Read every input as FORMAT."),
        encoding,
        click.option(
            "--lang",
            "language",
            metavar="TAG",
            callback=_language,
            help="The articles' language, e.g. it.",
        ),
        click.option("--date-order", type=orders, help="How 03/04/2024 is meant."),
        click.option(
            "--articles",
            type=click.Choice(["auto", "all"]),
            default="auto",
            help="all: keep pages that look like no article.",
        ),
        supplied,
        click.option("--engine", metavar="NAME", help="Ask this for entities too, e.g. spacy."),
        click.option(
            "--min-confidence",
            metavar="N",
            type=click.IntRange(0, 100),
            help="Leave out entities and quotes less sure than N %, or not measured.",
        ),
        click.option("--as-of", metavar="INSTANT", help="The instant written as time of the run."),
        max_size,
        configured,
    )


def supplied(command: Command) -> Command:
    """What is known beside the sources."""
    return _with(
        command,
        click.option(
            "--map", "mapping", metavar="FILE", help="TOML that says what a table's columns are."
        ),
        click.option(
            "--authority",
            multiple=True,
            metavar="FILE",
            help="Names and identifiers of your own: CSV or SKOS.",
        ),
        click.option(
            "--corrections",
            multiple=True,
            metavar="FILE",
            help="Patches to apply again; see archivist apply.",
        ),
        click.option("--metadata", metavar="FILE", help="What a catalogue knows, as CSV."),
        click.option(
            "--identifiers", metavar="FILE", help="Your ARKs, URNs and shelfmarks, as CSV."
        ),
        click.option(
            "--path",
            "paths",
            metavar="PATTERN",
            multiple=True,
            help="What folders say, e.g. {paper}/{year}/{month}/*.",
        ),
        click.option(
            "--profiles",
            metavar="DIR",
            type=click.Path(exists=True, file_okay=False),
            help="Your own labels and patterns of database downloads, as TOML.",
        ),
    )


def records(command: Command) -> Command:
    """How records are read: their sources are not."""
    return _with(command, max_size, configured)


def encoding(command: Command) -> Command:
    """--encoding."""
    help = "Decode as this, e.g. cp1252."
    return click.option("--encoding", metavar="NAME", callback=_encoding, help=help)(command)


def configured(command: Command) -> Command:
    """--config: options by their long names in a file."""
    return click.option(
        "--config",
        metavar="FILE",
        is_eager=True,
        expose_value=False,
        callback=config.remember,
        help="Options as TOML, else ./archivist.toml.",
    )(command)


def max_size(command: Command) -> Command:
    """--max-size."""
    help = "Largest file read, e.g. 8M (8 MiB, the default for articles) or 200MB."
    return click.option("--max-size", metavar="SIZE", callback=size, help=help)(command)


def exporting(command: Command) -> Command:
    """What is written, and where."""
    details = click.Choice(["core", "compact", "full"])
    return _with(
        command,
        click.option(
            "--to",
            "to",
            multiple=True,
            metavar="FORMAT,...",
            help="Formats; see archivist formats.",
        ),
        click.option("-o", "--output", metavar="DIR", help="Folder for the files."),
        click.option("-n", "--dry-run", is_flag=True, help="Write nothing, say what would be."),
        click.option("--force", is_flag=True, help="Replace files that differ."),
        click.option("--quarantine", metavar="DIR", help="Copy what gave no record to DIR."),
        click.option(
            "--base-iri", metavar="IRI", callback=iri, help="Where your linked data lives."
        ),
        click.option("--provider", metavar="NAME", help="Who provides the NewsML-G2 items."),
        click.option(
            "--detail", type=details, default="full", help="How much RDF and JSON-LD say."
        ),
        click.option(
            "--exact-cells",
            is_flag=True,
            help="Cells of tables as they are, also those a spreadsheet would run.",
        ),
        reduced,
    )


def reduced(command: Command) -> Command:
    """What graphs may show, and under which licence the description goes."""
    return _with(
        command,
        click.option(
            "--without-text",
            is_flag=True,
            help="Leave the article's words out of graphs: digests and offsets remain.",
        ),
        click.option(
            "--metadata-licence",
            metavar="IRI",
            callback=iri,
            help="The licence of the description, not of the text.",
        ),
    )


def manners(command: Command) -> Command:
    """How the run treats what it meets."""
    return _with(
        command,
        click.option("--strict", is_flag=True, help="Warnings count as errors (exit 1)."),
        click.option("--fail-fast", is_flag=True, help="Stop at the first error."),
        talking,
    )


def talking(command: Command) -> Command:
    """How much is said, and in colour or not."""
    return _with(
        command,
        click.option("-q", "--quiet", is_flag=True, help="Say errors and the account only."),
        click.option("-v", "--verbose", is_flag=True, help="Say more; tracebacks of bugs."),
        color,
    )


def color(command: Command) -> Command:
    """`--color`, remembered for everything printed after it."""
    choices = click.Choice(["auto", "always", "never"])
    option = click.option(
        "--color",
        type=choices,
        default="auto",
        expose_value=False,
        is_eager=True,
        callback=lambda _ctx, _param, value: console.choose_color(value),
        help="Colours; auto heeds the terminal and NO_COLOR.",
    )
    return option(command)


def _with(command: Command, *decorators: Callable[[Any], Any]) -> Command:
    for decorate in reversed(decorators):
        command = decorate(command)
    return command


# ------------------------------------------------------------------ options → settings, manner


def settings_of(given: dict[str, Any], *, max_size: int | None = None) -> Any:
    """The Settings of the options. Raises UsageError for a format or instant that is none."""
    from archivist import fingerprint
    from archivist.readers import READERS
    from archivist.settings import MAX_SIZE, Settings

    names = [reader.name for reader in READERS]
    if given.get("format") is not None and given["format"] not in names:
        raise _no_format(given["format"], names, "read")
    return Settings(
        format=given.get("format"),
        encoding=given.get("encoding"),
        language=given.get("language"),
        date_order=given.get("date_order"),
        as_of=fingerprint.as_of(given.get("as_of")),
        base_iri=given.get("base_iri"),
        provider=given.get("provider"),
        detail=given.get("detail", "full"),
        max_size=given.get("max_size") or max_size or MAX_SIZE,
        articles=given.get("articles") or "auto",
        mapping=given.get("mapping"),
        metadata=given.get("metadata"),
        identifiers=given.get("identifiers"),
        authority=tuple(given.get("authority") or ()),
        paths=tuple(given.get("paths") or ()),
        profiles=given.get("profiles"),
        engine=given.get("engine"),
        min_confidence=given.get("min_confidence"),
        corrections=tuple(given.get("corrections") or ()),
        without_text=bool(given.get("without_text")),
        metadata_licence=given.get("metadata_licence"),
    )


def files_of(given: dict[str, Any]) -> list[Path]:
    """Files that say how to read: in a folder of articles they are none."""
    alone = (given.get(name) for name in ("mapping", "metadata", "identifiers"))
    named = [*alone, *(given.get("corrections") or ())]
    profiles = Path(given["profiles"]).glob("*.toml") if given.get("profiles") else ()
    return [*(Path(name) for name in (*named, config.NAME) if name), *sorted(profiles)]


def manner_of(given: dict[str, Any]) -> Any:
    """The Manner of the options."""
    from archivist.cli.run import Manner

    names = ("strict", "fail_fast", "quiet", "verbose", "allow_empty")
    return Manner(**{name: bool(given.get(name)) for name in names})


def formats_of(
    to: Sequence[str], default: Sequence[str], *, beside: Sequence[str] = ()
) -> list[str]:
    """The names in `--to a,b --to c`, each once, in that order. Raises UsageError.

    `beside`: other names that could have been meant.
    """
    from archivist.exporters import BY_NAME

    names = [name.strip() for given in to for name in given.split(",") if name.strip()]
    for name in names:
        if name not in BY_NAME:
            raise _no_format(name, [*BY_NAME, *beside], "written")
    return list(dict.fromkeys(names or default))


def _no_format(name: str, names: list[str], done: str) -> UsageError:
    from difflib import get_close_matches

    close = get_close_matches(name, names, 1, 0.5)
    hint = f"did you mean {close[0]}? " if close else ""
    return UsageError(f"no format {name!r} is {done}", hint=f"{hint}formats: {', '.join(names)}")
