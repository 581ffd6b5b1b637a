"""This module is `archivist convert`: articles become files, named as their sources are."""

from __future__ import annotations

from typing import Any

import click

from archivist import pipeline
from archivist.cli import options
from archivist.cli.journey import Journey
from archivist.cli.outputs import articles


@click.command("convert")
@options.inputs
@options.exporting
@options.reading
@options.manners
def command(**given: Any) -> int:
    """Read articles, check them, and write each as record, JSON-LD, NewsML-G2 and RDF.

    INPUT is a file, a folder, a quoted pattern, or - for standard input. Files go below -o DIR,
    named after the input: x.txt becomes x.txt.record.json, x.txt.jsonld, x.txt.newsml.xml,
    x.txt.ttl. One file without -o goes to standard output, as a record unless --to says else.
    Nothing is overwritten without --force; equal files are left as they are.
    """
    settings = options.settings_of(given)
    return Journey(given, settings, articles).run(
        lambda source, to: pipeline.convert(source, to=to, settings=settings)
    )
