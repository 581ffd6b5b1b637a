"""Every data table that ships has its licence in NOTICE."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_table_is_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    tables = [path.relative_to(ROOT).as_posix() for path in (ROOT / "archivist").rglob("*.tsv")]
    assert tables
    assert [path for path in tables if path not in notice] == []
