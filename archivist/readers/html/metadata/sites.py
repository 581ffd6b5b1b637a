"""This module gathers the names of the site, which are neither authors nor parts of a headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archivist.readers.html.metadata.linked_data import folded
from archivist.readers.html.metadata.statements import Statement

_HOST = re.compile(r"(?:https?:)?//([^/?#\s:@]+)", re.IGNORECASE)
_GENERIC = {
    "www",
    "com",
    "co",
    "org",
    "net",
    "news",
    "m",
    "amp",
    "blog",
    "edition",
    "web",
    "archive",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Folded names of the site, those of them that organizations have, parts of its host."""

    sites: frozenset[str]
    organizations: frozenset[str]
    hosts: tuple[str, ...]

    def in_host(self, words: str) -> bool:
        """Whether words hold the name of the host: `Community Forum of Example`, example.org."""
        short = folded(words)
        return any(label in short for label in self.hosts)


def names(found: Iterable[Statement], addresses: Sequence[str]) -> Names:
    """What the site and its hosts are called, with and without the host's ending."""
    stated = [item for item in found if item.field in ("site", "publisher")]
    said = [form for item in stated for form in _forms(item.value)]
    run_by = [form for item in stated if item.field == "publisher" for form in _forms(item.value)]
    for address in addresses:
        name = host(address)
        if name:
            labels = name.split(".")
            said += [name, ".".join(labels[-2:]), *(x for x in labels[:-1] if x not in _GENERIC)]
    said += _closings(found)
    hosts = [label for address in addresses for label in host(address).split(".")[:-1]]
    long = [label for name in hosts if len(label := folded(name)) > 4 and name not in _GENERIC]
    return Names(_folded(said), _folded(run_by), tuple(dict.fromkeys(long)))


def _forms(value: str) -> list[str]:
    """`© 2023 Deutsche Welle (www.dw.com)` names Deutsche Welle."""
    bare = _YEARS.sub(" ", _BRACKETS.sub(" ", value)) if len(value) <= 200 else ""
    return [value, bare, *_BETWEEN.split(value)[:1]]


_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_YEARS = re.compile(r"©|\(c\)|\bcopyright\b|\b(?:19|20)\d\d\b|all rights reserved", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+[-–—|·•:]+\s+|\s*[|»]\s*|,\s+")


def _closings(found: Iterable[Statement]) -> Iterator[str]:
    """What stands in the title behind the headline that the page shows: `… | Name of the Site`."""
    stated = [item for item in found if item.field == "headline"]
    shown = [item.value for item in stated if item.rule in ("html.heading", "html.json-ld")]
    for title in (item.value for item in stated if item.rule == "html.title"):
        for heading in shown:
            rest = title.removeprefix(heading)
            if len(heading) > 10 and rest != title and _BETWEEN.match(rest):
                yield from _BETWEEN.split(rest)
                yield rest.strip(" -–—|·•:»")


def _folded(said: Iterable[str]) -> frozenset[str]:
    return frozenset(name for item in said if len(name := folded(item)) > 1)


def host(address: str) -> str:
    """The host of an address in lower case, without `www.`; empty where there is none."""
    match = _HOST.match(address.strip())
    return match[1].lower().removeprefix("www.") if match else ""
