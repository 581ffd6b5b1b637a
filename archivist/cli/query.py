"""This module is `archivist query`: questions to a collection, or to records, in SPARQL."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archivist import disk
from archivist.cli import console, exits, options
from archivist.cli.answers import FORMS, give
from archivist.cli.export import RECORD_SIZE
from archivist.cli.held import Holdings
from archivist.cli.layout import cells, pad
from archivist.cli.run import world
from archivist.collection import layout
from archivist.errors import UsageError, WorldRefused
from archivist.settings import Settings
from archivist.store.recipes import Recipe, recipes

if TYPE_CHECKING:
    from archivist.store.keeping import Keeping

GRAPHS = "graphs"  # in the work folder of a collection


@click.command("query")
@options.inputs
@click.option("--query-file", metavar="FILE", help="Read the query from FILE; - is stdin.")
@click.option("--recipe", metavar="NAME", help="Ask a question of the cookbook.")
@click.option("--recipes", "listed", is_flag=True, help="List the cookbook, or print --recipe.")
@click.option(
    "--with", "given", metavar="NAME=VALUE", multiple=True, help="What a recipe asks for."
)
@click.option("--format", "form", type=click.Choice(FORMS), help="How the answer is printed.")
@click.option("--construct", is_flag=True, help="The query gives a graph; as --format turtle.")
@click.option("--store", metavar="DIR", help="Keep the store of records there for the next query.")
@click.option("--base-iri", metavar="IRI", callback=options.iri, help="Where your data lives.")
@options.records
@options.manners
def command(**given: Any) -> int:
    """Ask a collection, or records, in SPARQL 1.1: COLLECTION 'SELECT …'.

    The last word is the query, unless --query-file or --recipe gives one. The graphs of the
    articles are kept in a store on the disk, for a collection in its work folder, and brought up
    to date before each query. Nothing goes over the network.
    """
    if given["listed"]:
        _list(given["recipe"])
        return exits.DONE
    query = _query(given)
    if given["construct"]:
        given["form"] = "turtle"
    _check(query, given["form"])
    settings = options.settings_of(given, max_size=RECORD_SIZE)
    holdings = Holdings(given, made="loaded", into=given["store"])
    try:
        with _kept(given, holdings, settings) as keeping:
            _load(holdings, keeping)
            if keeping.number():
                from archivist.store.asking import ask

                give(ask(keeping.graphs, query), given["form"])
    except OSError as refused:
        message, hint = world(refused.filename or "the store", refused)
        raise WorldRefused(message, hint=hint) from refused
    return holdings.run.exit_code()


# ------------------------------------------------------------------ what is asked


def _query(given: dict[str, Any]) -> str:
    """The text of the query. Raises UsageError, WorldRefused."""
    ways = [given["query_file"] is not None, given["recipe"] is not None]
    if all(ways):
        raise UsageError("found --query-file and --recipe, wanted one of them")
    if given["recipe"] is not None:
        return _asked(_recipe(given["recipe"]), given["given"])
    if given["given"]:
        raise UsageError("--with is for recipes", hint="archivist query --recipes lists them")
    if given["query_file"] is not None:
        return _of_file(given["query_file"])
    *named, query = given["named"] or ("",)
    if not query or os.path.lexists(query):
        what = f"found {query!r}, a name of a file, where the query should be" if query else ""
        hint = "archivist query COLLECTION 'SELECT …', or --recipe NAME (--recipes lists them)"
        raise UsageError(what or "no query", hint=hint)
    given["named"] = tuple(named)
    return str(query)


def _recipe(name: str) -> Recipe:
    if name not in recipes():
        from difflib import get_close_matches

        close = get_close_matches(name, recipes(), 1, 0.5)
        hint = f"did you mean {close[0]}?" if close else "archivist query --recipes lists them"
        raise UsageError(f"no recipe is called {name!r}", hint=hint)
    return recipes()[name]


def _asked(recipe: Recipe, pairs: tuple[str, ...]) -> str:
    said = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    try:
        if len(said) < len(pairs):
            raise KeyError
        return recipe.asked(said)
    except KeyError:
        known = ", ".join(f"--with {name}=…" for name in recipe.given) or "nothing"
        raise UsageError(f"recipe {recipe.name} takes {known}") from None


def _of_file(name: str) -> str:
    try:
        with click.open_file(name, "rb") as opened:
            return str(opened.read().decode("utf-8-sig"))
    except OSError as refused:
        raise WorldRefused(f"{name}: {refused.strerror or refused}") from refused
    except UnicodeDecodeError as wrong:
        raise UsageError(f"{name}: found bytes that are no UTF-8") from wrong


def _check(query: str, form: str | None) -> None:
    """Raises UsageError for a wrong query, before anything is loaded."""
    import pyoxigraph

    from archivist.store.asking import ask

    answer = ask(pyoxigraph.Store(), query)
    if form is not None and answer.is_graph != (form == "turtle"):
        give(answer, form)


def _list(name: str | None) -> None:
    """The titles of all recipes, or the text of one."""
    if name is not None:
        recipe = _recipe(name)
        console.out(f"# {recipe.title}\n# {recipe.about}")
        for key, meaning in recipe.given.items():
            console.out(f"# --with {key}=…: {meaning}")
        console.out(recipe.query.rstrip("\n"))
        return
    width = max(map(cells, recipes()))
    for name, recipe in recipes().items():
        takes = "".join(f"  --with {key}=…" for key in recipe.given)
        console.out(f"{console.styled(pad(name, width), fg='cyan')}  {recipe.title}{takes}")


# ------------------------------------------------------------------ what is loaded


@contextlib.contextmanager
def _kept(given: dict[str, Any], holdings: Holdings, settings: Settings) -> Iterator[Keeping]:
    """The store, held by this process. Raises OutputExists while another one has it, OSError."""
    from archivist.store.keeping import Keeping

    with _folder(given, holdings) as folder:
        folder.mkdir(parents=True, exist_ok=True)
        with disk.locked(folder / "lock", f"{folder}"), Keeping(folder, settings) as keeping:
            yield keeping


@contextlib.contextmanager
def _folder(given: dict[str, Any], holdings: Holdings) -> Iterator[Path]:
    """Where the store is kept: where asked, in a collection, or for this query only."""
    if given["store"] is not None:
        _refuse_other(Path(given["store"]))
        yield Path(given["store"])
        return
    alone = holdings.alone()
    if alone is not None and os.access(alone / layout.WORK, os.W_OK):
        yield alone / layout.WORK / GRAPHS
        return
    with tempfile.TemporaryDirectory(prefix="archivist-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _refuse_other(folder: Path) -> None:
    """Raises UsageError for a folder with anything else in it, which is nobody's to clear."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "graphs.sqlite").is_file():
        raise UsageError(f"{folder}: found a folder that holds other things", hint="name a new one")
    if os.path.lexists(folder) and not folder.is_dir():
        raise UsageError(f"{folder}: found a file, wanted a folder")


def _load(holdings: Holdings, keeping: Keeping) -> None:
    """Bring the store up to date with what the command line names."""
    update = keeping.update()
    with holdings.passing(update.is_known):
        for held in holdings:
            if update.add(held):
                holdings.run.account.written += 1
            else:
                holdings.run.account.unchanged += 1
        update.finish()
