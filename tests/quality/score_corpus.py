"""Runs corpora of the shared articles through archivist, and the scorer over what comes out.

    python tests/quality/score_corpus.py CORPUS... [--step N] [--text] [--misses N]

`--step 5` takes every fifth page; `--text` scores the whole text instead of paragraphs, subheads
and list items. The shared folder is ARCHIVIST_SHARED, else the one beside the checkout.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archivist import Settings, Source, convert
from archivist.pipeline import Conversion
from archivist.record import Record

SHARED = Path(os.environ.get("ARCHIVIST_SHARED", Path(__file__).parents[3] / "shared"))
ARTICLES = SHARED / "corpora" / "articles"
SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")
BODY = ("paragraph", "list-item", "subhead")


def predicted(file: str, record: Record, whole: bool) -> dict[str, Any]:
    """The record in the keys of the scorer; the first published date is the answer."""
    dates = [d.value for d in record.dates if d.role == "published"]
    dates += [d.value for d in record.dates if d.role == "dateline"]
    body = "\n".join(b.span.of(record.text) for b in record.blocks if b.role in BODY)
    return {
        "file": file,
        "headline": record.headline and record.headline.value,
        "date": dates[0] if dates else None,
        "authors": [n.name for c in record.credits if c.role == "author" for n in c.names],
        "language": record.language and record.language.value,
        "body": record.text if whole else body,
        "topics": [topic.name or topic.code for topic in record.topics],
    }


def _end(found: Conversion) -> str:
    if found.record:
        return "record"
    if found.set_aside:
        return f"set aside: {found.set_aside.reason}"
    return f"quarantined: {found.problems[-1].code}"


def converted(corpus: str, files: list[str], whole: bool, ends: Counter[str]) -> Iterator[str]:
    """A line of JSON an article; the part of a container stands behind the name of its file."""
    for file in files:
        path = ARTICLES / corpus / "dev" / file
        packed = path.with_name(path.name + ".gz")
        data = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
        for found in convert(Source(file, path.name, data), settings=SETTINGS):
            aside = found.set_aside and f"set aside: {found.set_aside.reason}"
            ends[
                "record" if found.record else aside or f"quarantined: {found.problems[-1].code}"
            ] += 1
            if found.record:
                yield json.dumps(predicted(file + (found.source.part or ""), found.record, whole))


def score(corpus: str, given: argparse.Namespace) -> None:
    lines = (ARTICLES / corpus / "dev.gold.jsonl").read_text("utf-8").splitlines()[:: given.step]
    files = list(dict.fromkeys(json.loads(line)["file"].partition("#")[0] for line in lines))
    ends = Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        gold, ours = Path(folder, "gold.jsonl"), Path(folder, "ours.jsonl")
        gold.write_text("\n".join(lines) + "\n", "utf-8")
        ours.write_text("\n".join(converted(corpus, files, given.text, ends)) + "\n", "utf-8")
        print(f"{corpus}: {dict(ends)}", flush=True)
        scorer = [sys.executable, str(ARTICLES / "score_articles.py"), str(gold)]
        options = ["--pred", str(ours), "--misses", str(given.misses)]
        subprocess.run([*scorer, *options], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", metavar="CORPUS")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--text", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    arguments = parser.parse_args()
    for name in arguments.corpora:
        score(name, arguments)
