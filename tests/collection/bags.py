"""Bags for tests, written by hand: any version, algorithm and encoding, right or wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

PAYLOAD: dict[str, bytes] = {
    "data/a.txt": b"the mill burned\n",
    "data/b/c.txt": b"the ferry runs\n",
}
ALGORITHMS = ("sha256", "sha512")


def digest(data: bytes, algorithm: str = "sha256") -> str:
    """The checksum in hexadecimal."""
    return hashlib.new(algorithm, data).hexdigest()


def manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    """A manifest of files, one line each."""
    lines = (f"{digest(data, algorithm)}  {path}\n" for path, data in files.items())
    return "".join(lines).encode()


def declaration(version: str = "1.0", encoding: str = "UTF-8") -> bytes:
    """bagit.txt."""
    return f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n".encode()


def bag(
    root: Path,
    payload: Mapping[str, bytes] = PAYLOAD,
    *,
    version: str = "1.0",
    algorithms: Iterable[str] = ALGORITHMS,
    tags: bool = True,
    info: str | None = None,
    extra: Mapping[str, bytes | None] | None = None,
) -> Path:
    """A bag in the folder `root`. `extra`: files written over or beside it, None to leave out.

    Tag manifests list what is in `extra` as it is there.
    """
    files: dict[str, bytes] = {"bagit.txt": declaration(version)}
    octets = sum(map(len, payload.values()))
    files["bag-info.txt"] = (info or f"Payload-Oxum: {octets}.{len(payload)}\n").encode()
    for algorithm in algorithms:
        files[f"manifest-{algorithm}.txt"] = manifest(payload, algorithm)
    for path, data in (extra or {}).items():
        files.pop(path, None)
        if data is not None:
            files[path] = data
    if tags:
        listed = {p: d for p, d in files.items() if not p.startswith(("data/", "tagmanifest"))}
        for algorithm in algorithms:
            files.setdefault(f"tagmanifest-{algorithm}.txt", manifest(listed, algorithm))
    (root / "data").mkdir(parents=True, exist_ok=True)
    for path, data in {**payload, **files}.items():
        put(root, path, data)
    return root


def put(root: Path, path: str, data: bytes) -> None:
    """Write a file of a bag."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)
