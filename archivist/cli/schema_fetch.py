"""This module is `archivist schema fetch`: official schemas into the cache, as they are pinned."""

from __future__ import annotations

import os
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path

import click

from archivist import official
from archivist.cli import console, exits, options
from archivist.cli.layout import count
from archivist.errors import UsageError, WorldRefused
from archivist.official import Official

LARGEST = 16 * 1024 * 1024  # bytes of a file; the largest has 330,783
Source = Callable[[Official], bytes]


@click.command("fetch")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--from", "origin", metavar="DIR|URL", help="A folder or mirror that has them.")
@click.option("--force", is_flag=True, help="Fetch what is there already, too.")
@options.color
def command(names: tuple[str, ...], origin: str | None, force: bool) -> int:
    """Fetch official schemas of IPTC into the cache, for archivist validate.

    NAME is a file, a family (newsml-g2, nitf, ninjs, newsml-1) or one with its version, such as
    newsml-g2/2.35; without one, all are fetched. Each is kept only if it has the sha256 that is
    pinned. ARCHIVIST_CACHE names another place for the cache.
    """
    wanted = _wanted(names)
    return _Fetch(_source(origin), force=force).run(wanted)


class _Fetch:
    """One run of the command."""

    def __init__(self, source: Source, *, force: bool) -> None:
        self._source = source
        self._force = force
        self._codes: set[int] = set()
        self._fetched = self._kept = 0

    def run(self, wanted: tuple[Official, ...]) -> int:
        try:
            for item in wanted:
                self._one(item)
        finally:  # what was fetched before a service failed stays
            said = f"{self._fetched:,} fetched, {self._kept:,} there already"
            console.say(f"{said}: {console.visible(str(official.folder() / 'schemas'))}")
        return exits.worst(self._codes)

    def _one(self, item: Official) -> None:
        if not self._force and official.cached(item) is not None:
            self._kept += 1
            return
        try:
            data = self._source(item)
            path = official.keep(item, data)
        except FileNotFoundError as lacking:
            console.error(f"{item.name}: {lacking}", "it is not there under this name")
            self._codes.add(exits.WORLD)
        except ValueError as other:
            console.error(f"{item.name}: {other}; it was not kept", "somebody changed it")
            self._codes.add(exits.INVALID)
        except OSError as refused:
            raise WorldRefused(f"{official.path(item)}: {refused.strerror or refused}") from None
        else:
            self._fetched += 1
            console.out(f"{path.name}  {count(len(data), 'byte')}")


def _wanted(names: tuple[str, ...]) -> tuple[Official, ...]:
    """In the order of the table, each once. Raises UsageError for what is none."""
    found: set[str] = set()
    for name in names or (None,):
        chosen = official.chosen(name)
        if not chosen:
            families = dict.fromkeys(item.family for item in official.schemas())
            hint = f"a file, or one of {', '.join(families)}, or one with a version: newsml-g2/2.35"
            raise UsageError(f"no official schema is called {name!r}", hint=hint)
        found |= {item.name for item in chosen}
    return tuple(item for item in official.schemas() if item.name in found)


# ------------------------------------------------------------------ where from


def _source(origin: str | None) -> Source:
    """What gives the bytes of a file. Raises UsageError for an origin that is none."""
    if origin is None:
        return lambda item: _over_network(item.address)
    if "://" in origin:
        from archivist.reconciliation.transport import checked

        checked(origin)
        base = origin if origin.endswith("/") else origin + "/"
        return lambda item: _over_network(urllib.parse.urljoin(base, item.name))
    folder = Path(origin)
    if not folder.is_dir():
        raise UsageError(f"{origin} is no folder", hint="--from a folder or an http address")
    found = _files(folder)
    return lambda item: _from_folder(item, found)


def _over_network(url: str) -> bytes:
    """Raises NetworkFailed after a few tries, UsageError for no address."""
    from archivist.reconciliation.transport import Transport, checked

    transport = Transport(checked(url), sleep=time.sleep, accept="*/*")
    return transport.get(url, lambda fetched: fetched.data)


def _files(folder: Path) -> dict[str, list[Path]]:
    """The files below a folder that are called as official ones, whatever their case."""
    names = {item.name.lower() for item in official.schemas()}
    found: dict[str, list[Path]] = {}
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            if name.lower() in names:
                found.setdefault(name.lower(), []).append(Path(parent, name))
    return found


def _from_folder(item: Official, found: dict[str, list[Path]]) -> bytes:
    """The right one of those with its name, else the first. Raises FileNotFoundError, OSError."""
    several = [_bounded(path) for path in found.get(item.name.lower(), ())]
    if not several:
        raise FileNotFoundError("found no such file")
    return next((data for data in several if item.accepts(data)), several[0])


def _bounded(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST)
