"""File systems of their own, small or read-only, for tests of a world that refuses."""

from __future__ import annotations

import subprocess
from pathlib import Path


def mount(folder: Path, options: str) -> str:
    """Why nothing can be mounted there; "" when it is."""
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as missing:
        return str(missing)
    return "" if done.returncode == 0 else done.stderr.strip()


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def unmount(folder: Path) -> None:
    subprocess.run(["umount", "-l", str(folder)], check=True)
