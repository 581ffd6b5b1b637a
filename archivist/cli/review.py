"""This module is `archivist review`: one page on which people check and correct records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from archivist import disk, review
from archivist.cli import console, exits, options
from archivist.cli.held import Holdings
from archivist.cli.layout import count
from archivist.cli.run import world
from archivist.errors import UsageError, WorldRefused
from archivist.pages.labels import LANGUAGES
from archivist.review import Article, Condition, Design, Sample

# Beyond so many articles a page is slow to open: measured, docs/review.md.
MANY = 1000
SUFFIXES = (".html", ".htm")


@click.command("review")
@options.inputs
@click.option("-o", "--output", metavar="FILE.html", required=True, help="The page.")
@click.option("--sample", metavar="N", type=click.IntRange(1), help="N articles by chance.")
@click.option("--seed", metavar="WORDS", help="Which N: the same words, the same articles.")
@click.option(
    "--where", multiple=True, metavar="CONDITION", help="lang=it, kind=direct, confidence<70, V013."
)
@click.option("--by", metavar="NAME", help="Who reviews; the page asks for it otherwise.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="en",
    help="The language of the page's own words.",
)
@click.option("--force", is_flag=True, help="Replace a page that differs.")
@options.records
@options.manners
def command(**given: Any) -> int:
    """Write one page on which articles are read, checked and corrected.

    INPUT is a collection, or records as `export` takes them; withheld ones too. The page needs no
    network and no other file. It saves corrections, which `archivist apply` takes, and judgements,
    of which `archivist stats --reviewed` counts the precision of each field.

    \b
    archivist review collection -o review.html --sample 200 --seed 1
    archivist review out -o doubtful.html --where lang=it --where 'confidence<70'
    """
    output = _output(given)
    conditions = [review.condition(words) for words in given["where"]]
    chosen: list[Article] = []
    of = 0
    with Holdings(given, made="shown", into=given["output"]) as holdings:
        sample = Sample[Article](given["sample"], given["seed"]) if given["sample"] else None
        for found in _articles(holdings, conditions):
            of += 1
            if sample is None:
                chosen.append(found)
            else:
                sample.add(found.record.id, found)
        chosen = list(sample) if sample is not None else chosen
        design = Design(given["sample"], given["seed"], of, tuple(given["where"]))
        if chosen:
            _write(output, chosen, design, given)
        elif holdings.run.account.written:
            holdings.run.say("no page was written: no article meets --where")
            if not given["allow_empty"]:
                holdings.run.codes.add(exits.NOTHING)
    return holdings.run.exit_code()


def _output(given: dict[str, Any]) -> Path:
    """Raises UsageError for what does not go together."""
    output = Path(given["output"])
    if output.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{output}: found no .html, wanted a page", hint="e.g. -o review.html")
    if output.is_dir():
        raise UsageError(f"{output}: found a folder, wanted a file", hint="e.g. -o review.html")
    if given["seed"] is not None and given["sample"] is None:
        raise UsageError("--seed is of a sample", hint="--sample 200 --seed 1")
    given["seed"] = given["seed"] or "1"
    return output


def _articles(holdings: Holdings, conditions: Sequence[Condition]) -> Iterator[Article]:
    """Those that meet all conditions; each record is booked."""
    account = holdings.run.account
    for held in holdings:
        found = Article(held)
        account.written += 1
        if all(condition.holds(found) for condition in conditions):
            yield found


def _write(output: Path, chosen: Sequence[Article], design: Design, given: dict[str, Any]) -> None:
    """Raises WorldRefused, OutputExists."""
    name = re.sub(r"[^\w.-]+", "-", output.stem) or "review"
    content = b"".join(
        review.page(chosen, design, language=given["language"], name=name, by=given["by"])
    )
    try:
        if not (output.is_file() and output.read_bytes() == content):
            disk.write(output, content, force=given["force"])
    except OSError as refused:
        message, hint = world(output, refused)
        raise WorldRefused(message, hint=hint) from refused
    _tell(output, chosen, design, len(content), quiet=bool(given["quiet"]))


def _tell(
    output: Path, chosen: Sequence[Article], design: Design, size: int, *, quiet: bool
) -> None:
    of = "" if len(chosen) == design.of else f" of {design.of:,}"
    megabytes = size / 1_000_000
    console.say(
        f"{console.visible(str(output))}: {count(len(chosen), 'article')}{of}, {megabytes:.1f} MB;"
        " it holds the texts of the articles: hand it on only to those who may read them"
    )
    if len(chosen) > MANY and not quiet:
        console.say(f"over {MANY:,} articles open slowly: --sample 200 takes some by chance")
