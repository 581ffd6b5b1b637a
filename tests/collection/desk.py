"""The command in this process, and small collections for the tests of what is done with them."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from click.testing import CliRunner, Result
from collection.keeping import AS_OF

from archivist.cli.group import archivist

SAMPLES = Path(__file__).parent.parent.parent / "samples"
BOXES = (
    "news.zip",
    "pages.warc.gz",
    "letters.mbox",
    "letters.tar.gz",
    "articles.csv",
    "mill.txt.gz",
)
MILL = "The old mill of Porto Sarno burned\n\nNobody was hurt, said the mayor, Lia Bruni.\n"
FERRY = "The ferry runs again\n\nIts engine was replaced over the winter.\n"


def call(*words: object) -> Result:
    """The command, as click's own runner does it."""
    return CliRunner().invoke(archivist, [str(word) for word in words])


def done(*words: object) -> Result:
    """The same, and it went well."""
    result = call(*words)
    assert result.exit_code == 0, result.stderr
    return result


def inputs(folder: Path) -> Path:
    """Two loose articles, a picture and boxes of articles."""
    folder.mkdir(parents=True)
    (folder / "fire.txt").write_text(MILL, "utf-8")
    (folder / "it").mkdir()
    (folder / "it" / "ferry.txt").write_text(FERRY, "utf-8")
    (folder / "harbour.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    for name in BOXES:
        shutil.copy(SAMPLES / name, folder / name)
    return folder


def archive(source: Path, collection: Path, *options: object) -> Path:
    """The collection with one more accession."""
    done("archive", source, "-o", collection, "-j1", "--as-of", AS_OF, *options)
    return collection


def catalog(collection: Path) -> dict[str, dict[str, str]]:
    """The rows of catalog.csv by path and part."""
    with (collection / "catalog.csv").open(encoding="utf-8", newline="") as opened:
        return {row["path"] + row["part"]: row for row in csv.DictReader(opened)}
