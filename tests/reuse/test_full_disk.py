"""A full disk is said in a line by whatever writes for reuse, and gone on from where it can be."""

from __future__ import annotations

from pathlib import Path

import pytest
from collection.keeping import AS_OF, archivist, articles
from disks import remount

BASE = ("--base-iri", "https://news.example/")
COMMANDS = {
    "site": ("site", "records", "-o", "small/site", *BASE, "--as-of", AS_OF),
    "tables": ("export", "records", "--to", "tables", "-o", "small/tables"),
    "review": ("review", "records", "-o", "small/review.html"),
    "bulk": ("publish", "records", "--mode", "bulk-file", "--detail", "full", "-o", "small/all.nq"),
    "query": ("query", "records", "--store", "small/store", "ASK { ?a ?b ?c }"),
    "migrate": ("migrate", "records", "-o", "small/new"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_said_and_gone_on_from(name: str, small: Path, tmp_path: Path) -> None:
    articles(tmp_path / "in", 20)
    made = ("convert", "in", "-o", "records", "--to", "record", "--as-of", AS_OF)
    assert archivist(*made, cwd=tmp_path).returncode == 0
    refused = 0
    for size in (64, 200, 700, 64_000):
        remount(small, f"size={size}k")
        done = archivist(*COMMANDS[name], cwd=tmp_path)
        assert "Traceback" not in done.stderr
        assert "bug" not in done.stderr
        if done.returncode == 0:
            break
        assert done.returncode == 5, done.stderr
        assert "full" in done.stderr or "No space left" in done.stderr
        assert "small/" not in done.stderr.splitlines()[-1]
        refused += 1
    assert refused
    assert done.returncode == 0, done.stderr
