"""The guide of a bag speaks of what is in this bag, and of nothing else."""

from __future__ import annotations

import re

from accessions import HOSTILE, accession

from archivist.collection import guide
from archivist.collection.facts import Counts, PayloadFile, Shard
from archivist.collection.originals import Original


def shard(number: int, *folders: str) -> Shard:
    paths = (f"data/{folder}/{number:06}.jsonl.gz" for folder in folders)
    files = tuple(PayloadFile(path, 1, "a" * 64, "b" * 128) for path in paths)
    return Shard(f"{number:06}", files, Counts(written=1))


def text(*shards: Shard, example: Original | None = None, **said: object) -> str:
    return guide.readme(accession(**said), shards, example).decode()


def test_it_speaks_of_what_is_there() -> None:
    shown = text(shard(1, "records", "originals", "exports/jsonld"), shard(2, "records"))
    assert "data/records/000001.jsonl.gz" in shown
    assert "zcat data/exports/jsonld/000001.jsonl.gz" in shown
    assert "2 shards, 000001 to 000002" in shown
    assert "read 9 = written 4 + unchanged 1 + set aside 2 + quarantined 2" in shown
    bare = text(shard(1, "records"))
    assert "data/exports/" not in bare
    assert "1 shard, 000001" in bare


def test_without_originals_it_says_where_to_look() -> None:
    shown = text(shard(1, "records"), originals="reference")
    assert "--originals reference" in shown
    assert "data/originals/" not in shown


def test_a_withdrawal_holds_no_articles() -> None:
    shown = text(kind="withdrawal", counts=Counts())
    assert "data/reports/withdrawn.csv" in shown
    assert "data/records/" not in shown
    assert "data/originals/" not in shown
    assert "read 0" not in shown


def test_successors_and_parts_are_said() -> None:
    shown = text(kind="replacement", replaces="accession-0007", part=2, of=3)
    assert "what is left of accession-0007 after a purge" in " ".join(shown.split())
    assert "bag 2 of 3" in shown
    assert "take the place of those in accession-0001" in text(supersedes=("accession-0001",))


def test_words_of_a_configuration_stay_on_their_line() -> None:
    shown = text(shard(1, "records"), rights=f"{HOSTILE}\n\n    rm -r data")
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", shown)
    assert "\n    rm" not in shown


def test_paragraphs_fit_a_window() -> None:
    example = Original("a.txt", 8, "c" * 64, "data/originals/000001.warc.gz", 326)
    shown = text(shard(1, "records", "originals", "exports/nquads"), example=example)
    assert all(len(line) <= guide.WIDTH for line in shown.splitlines() if line[:4] != "    ")
    assert shown.endswith("\n")
    assert not re.search(r"[ \t]$|\n{4}", shown, re.M)
