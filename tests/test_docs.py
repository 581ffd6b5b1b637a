"""The commands and lines of code in README and docs do what the pages say.

A ```console block is a session: lines after `$` are run in a copy of the checkout's examples, the
lines below must be printed (`…` stands for any characters, a line of `…` for any lines).
A ```python block is run. ```text, ```powershell and the two set-up lines of the README are not.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = [
    pytest.param(kind, code, id=f"{page.name}-{number}")
    for page in PAGES
    for number, (kind, code) in enumerate(BLOCK.findall(page.read_text("utf-8")), start=1)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader of the pages sits: a folder with the examples in it."""
    folder = tmp_path_factory.mktemp("reader")
    for name in ("examples", "samples"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def environment() -> dict[str, str]:
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join([scripts, os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "COLUMNS": "100", "SOURCE_DATE_EPOCH": "1763805600"}


@pytest.mark.parametrize(("kind", "code"), BLOCKS)
def test_block(kind: str, code: str, folder: Path) -> None:
    if kind == "python":
        run = [sys.executable, "-W", "error", "-c", code]
        subprocess.run(run, cwd=folder, env=environment(), check=True)
        return
    for command, expected in sessions(code):
        done = subprocess.run(
            command,
            shell=True,
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert matches(expected, done.stdout), f"$ {command}\n{done.stdout}"


def sessions(code: str) -> list[tuple[str, str]]:
    """(command, what it prints) for each `$` line."""
    parts = re.split(r"^\$ (.*)\n", code, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def matches(expected: str, printed: str) -> bool:
    lines = [re.escape(line.rstrip()).replace("…", ".*") for line in expected.splitlines()]
    pattern = "\n".join(lines)
    pattern = re.sub(r"(^|\n)\.\*(?=\n|$)", r"\1(?:.*\n?)*", pattern)
    found = "\n".join(line.rstrip() for line in printed.splitlines())
    return re.fullmatch(pattern, found) is not None


def test_generated_pages_are_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_has_the_two_lines() -> None:
    lines = [
        line
        for line in (ROOT / "README.md").read_text("utf-8").splitlines()
        if line.startswith("python3 -m venv")
    ]
    assert len(lines) == 2
    assert "archivist convert examples" in lines[0]
    assert lines[1].endswith("pytest")
