"""This package reads downloads of news databases: many articles in one file, under labels.

`profiles` has the patterns and labels of each product as data, `cutting` and `downloads` make
parts of a file, the other modules know one product each.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from archivist.problems import Location, problem
from archivist.readers.databases import downloads, integrum, lexis, profiles, saved
from archivist.readers.databases.downloads import Tally
from archivist.readers.databases.profiles import Profile
from archivist.readers.parts import Part, Stream
from archivist.settings import Settings

Splitter = Callable[[Stream, Settings, Profile, Tally], Iterator[Part]]


def _split(name: str, articles: Splitter, stream: Stream, settings: Settings) -> Iterator[Part]:
    """The articles of a download; R071 when the user's profile cannot be used."""
    try:
        profile = profiles.load(name, settings.profiles)
    except profiles.Unusable as error:
        message = f"found {error}"
        hint = "correct the file in the folder of --profiles, or leave the option out"
        refused = problem("R071", message, Location(stream.location), hint=hint)
        yield Part(stream.whole(0), problems=(refused,))
        return
    tally = Tally()
    yield from downloads.counted(articles(stream, settings, profile, tally), tally, stream)


is_nexis = lexis.opens
is_factiva = saved.is_factiva
is_europresse = saved.is_europresse
is_kikuzo = saved.is_kikuzo
is_yomidasu = saved.is_yomidasu
is_integrum = integrum.opens

split_nexis = functools.partial(_split, "nexis", lexis.split)
split_factiva = functools.partial(_split, "factiva", saved.split_factiva)
split_europresse = functools.partial(_split, "europresse", saved.pages("europresse"))
split_kikuzo = functools.partial(_split, "kikuzo", saved.pages("kikuzo"))
split_yomidasu = functools.partial(_split, "yomidasu", saved.pages("yomidasu"))
split_integrum = functools.partial(_split, "integrum", integrum.split)
