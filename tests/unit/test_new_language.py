"""Adding a language is adding a file; a credit label is a line of its `[credits]`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
POLISH = """
[language]
name = "Polish"
words = "i w na nie się z że do to jest o po jak za od przez dla ale są tak już co oraz było który"

[credits]
image = ["Fot.:", "Zdjęcie:"]
"""
ARTICLE = """Stary most na potoku jest znowu otwarty, ale nie dla samochodów, i tak już zostanie.

Zdjęcie: Jan Kowal
"""
SCRIPT = """
import archivist, sys
(found,) = archivist.convert(sys.argv[1])
record = found.record
print(record.language.value, [(c.role, c.names[0].name) for c in record.credits])
"""


def test_a_file_with_two_sections_is_a_language(tmp_path: Path) -> None:
    for folder in ("archivist", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=_without_caches)
    (tmp_path / "archivist" / "languages" / "pl.toml").write_text(POLISH, "utf-8")
    article = tmp_path / "most.txt"
    article.write_text(ARTICLE, "utf-8")
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(article)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    assert run.stdout == "pl [('image', 'Jan Kowal')]\n"


def _without_caches(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__"]
