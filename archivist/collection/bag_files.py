"""This module walks a bag: every file that lies in it, and what is no plain file.

Links are followed only while they stay in the bag; devices, pipes and sockets are never opened.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Files:
    """What lies in a bag, by paths below it with `/`.

    `sizes`: bytes of each file. `odd`: why a path is no plain file of the bag.
    `unreadable`: folders and files that cannot be looked at, and why.
    """

    sizes: dict[str, int] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    odd: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)

    def hides(self, path: str) -> bool:
        """Whether a path lies where nothing can be seen: at or below what is odd or unreadable."""
        while path:
            if path in self.odd or path in self.unreadable:
                return True
            path = path.rpartition("/")[0]
        return "" in self.unreadable


def walk(root: Path) -> Files:
    """Everything below `root`, in the order of names."""
    found = Files()
    real = os.path.realpath(root)
    waiting = [("", str(root))]
    while waiting:
        path, folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as refused:
            found.unreadable[path] = refused.strerror or str(refused)
            continue
        below = [_seen(found, real, path, entry) for entry in inside]
        waiting += [item for item in reversed(below) if item is not None]
    return found


def _seen(found: Files, real: str, above: str, entry: os.DirEntry[str]) -> tuple[str, str] | None:
    """Book an entry; a folder to go into, as (path below the bag, path on the disk)."""
    path = f"{above}/{entry.name}" if above else entry.name
    try:
        if entry.is_symlink():
            odd = _odd_link(real, entry.path)
            if odd is not None:
                found.odd[path] = odd
                return None
        state = entry.stat()
    except OSError as refused:
        found.unreadable[path] = refused.strerror or str(refused)
        return None
    if stat.S_ISDIR(state.st_mode):
        found.folders.add(path)
        return path, entry.path
    if stat.S_ISREG(state.st_mode):
        found.sizes[path] = state.st_size
    else:
        found.odd[path] = "a device, pipe or socket"
    return None


def _odd_link(real: str, link: str) -> str | None:
    """Why a link is not followed; None when it leads to something in the bag."""
    target = os.path.realpath(link)
    if target != real and not target.startswith(real + os.sep):
        return "a link that leads out of the bag"
    if not os.path.exists(target):
        return "a link that leads nowhere"
    here = os.path.realpath(os.path.dirname(link))
    if here == target or here.startswith(target + os.sep):
        return "a link to a folder it lies in"
    return None
