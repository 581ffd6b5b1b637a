"""Damage to collections for tests, and how a sealed accession is sealed again around it."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable
from pathlib import Path

BOM = b"\xef\xbb\xbf"


def reseal(accession: Path) -> None:
    """Write the manifests anew over what lies there now: fixity holds, whatever it means."""
    data = sorted(path for path in (accession / "data").rglob("*") if path.is_file())
    files = {path.relative_to(accession).as_posix(): path.read_bytes() for path in data}
    info = (accession / "bag-info.txt").read_text("utf-8").splitlines()
    oxum = f"Payload-Oxum: {sum(map(len, files.values()))}.{len(files)}"
    kept = [oxum if line.startswith("Payload-Oxum") else line for line in info]
    (accession / "bag-info.txt").write_text("\n".join([*kept, ""]), "utf-8")
    for name in ("sha256", "sha512"):
        _list(accession / f"manifest-{name}.txt", name, files)
    tags = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt")
    listed = {tag: (accession / tag).read_bytes() for tag in tags}
    for name in ("sha256", "sha512"):
        _list(accession / f"tagmanifest-{name}.txt", name, listed)


def _list(path: Path, algorithm: str, files: dict[str, bytes]) -> None:
    lines = (
        f"{hashlib.new(algorithm, data).hexdigest()}  {file}\n" for file, data in files.items()
    )
    path.write_bytes("".join(lines).encode())


def repack(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change the lines of a .gz file; members as they were, one each hundred lines."""
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    lines = change(b"".join(lines)).splitlines(keepends=True)
    groups = (lines[at : at + 100] for at in range(0, len(lines), 100))
    path.write_bytes(b"".join(gzip.compress(b"".join(group), mtime=0) for group in groups))


def member_edges(path: Path) -> list[int]:
    """Where the members of a .gz file end, but for the last."""
    data, edges, at = path.read_bytes(), [], 0
    while at < len(data):
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        member.decompress(data[at:])
        at = len(data) - len(member.unused_data)
        edges.append(at)
    return edges[:-1]


# ------------------------------------------------------------------ damage, one each


def flip(path: Path) -> None:
    """One bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    """Less than half of it is left, and it ends in a line."""
    data = path.read_bytes()
    path.write_bytes(data[: max(1, len(data) * 2 // 5)].rstrip(b"\n"))


def cut_one(path: Path) -> None:
    """The last byte is gone."""
    path.write_bytes(path.read_bytes()[:-1])


def cut_at_member(path: Path) -> None:
    """It ends where a gzip member ends."""
    path.write_bytes(path.read_bytes()[: member_edges(path)[0]])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def delete(path: Path) -> None:
    path.unlink()


def mark(path: Path) -> None:
    """A byte-order mark comes first."""
    path.write_bytes(BOM + path.read_bytes())


def crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def swap(one: Path, two: Path) -> None:
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


def other_case(path: Path) -> Path:
    """`Report.csv` for `report.csv`."""
    return path.rename(path.with_name(path.name.swapcase()))


def link_out(path: Path, outside: Path) -> None:
    """A link to the same bytes outside the bag."""
    outside.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(outside)
