"""This module writes bags: payload files with their digests, then the tag files, bagit.txt last."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256, sha512
from pathlib import Path

from archivist import disk
from archivist import fingerprint as fingerprints
from archivist.collection import layout, premis
from archivist.collection.facts import Accession, PayloadFile
from archivist.text import size_words

DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write_payload(folder: Path, path: str, chunks: Iterable[bytes]) -> PayloadFile:
    """Write a file of a bag and its name to the disk. Raises OSError."""
    one, two, size = sha256(), sha512(), 0

    def digested() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            one.update(chunk)
            two.update(chunk)
            size += len(chunk)
            yield chunk

    target = folder / path
    disk.replace_streamed(target, digested())
    disk.sync_folder(target.parent)
    return PayloadFile(path, size, one.hexdigest(), two.hexdigest())


def declare(
    folder: Path,
    accession: Accession,
    files: Sequence[PayloadFile],
    info: Sequence[tuple[str, str]] = (),
) -> None:
    """Write the tag files of a bag, bagit.txt the last. Raises OSError."""
    listed = sorted(files, key=lambda file: file.path.encode("utf-8", "surrogateescape"))
    tags = {
        "manifest-sha256.txt": manifest((file.sha256, file.path) for file in listed),
        "manifest-sha512.txt": manifest((file.sha512, file.path) for file in listed),
        layout.INFO: bag_info(accession, listed, info),
    }
    tagged = {**tags, layout.DECLARATION: DECLARED}
    for name, digest in (("sha256", sha256), ("sha512", sha512)):
        lines = ((digest(tagged[path]).hexdigest(), path) for path in sorted(tagged))
        tags[f"tagmanifest-{name}.txt"] = manifest(lines)
    for name in os.listdir(folder):
        if disk.is_leftover(name):
            (folder / name).unlink()
    for path, content in tags.items():
        disk.write(folder / path, content, force=True)
    disk.sync_folder(folder)
    disk.write(folder / layout.DECLARATION, DECLARED, force=True)
    disk.sync_folder(folder)


def manifest(lines: Iterable[tuple[str, str]]) -> bytes:
    """(digest, path) as a manifest; `%`, CR and LF in paths are percent-encoded (RFC 8493)."""
    return "".join(f"{digest}  {_escaped(path)}\n" for digest, path in lines).encode()


def _escaped(path: str) -> str:
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def bag_info(
    accession: Accession, files: Sequence[PayloadFile], info: Sequence[tuple[str, str]]
) -> bytes:
    """bag-info.txt: what the archivist says first, then what follows from the run."""
    total = sum(file.size for file in files)
    tags = [
        *info,
        ("Bagging-Date", accession.as_of[:10]),
        ("Bag-Software-Agent", f"{fingerprints.NAME} {accession.version}"),
        ("Payload-Oxum", f"{total}.{len(files)}"),
        ("Bag-Size", size_words(total)),
        ("External-Identifier", premis.accession_id(accession)),
        *(_grouped(accession)),
        ("Archivist-Accession", accession.name),
        ("Archivist-Kind", accession.kind),
        ("Archivist-As-Of", accession.as_of),
        ("Archivist-Fingerprint", accession.fingerprint),
        ("Archivist-Originals", accession.originals),
        *(("Archivist-Supersedes", name) for name in accession.supersedes),
        *([("Archivist-Replaces", accession.replaces)] if accession.replaces else []),
        *(("Archivist-Replaces", name) for name in accession.replaced),
    ]
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in tags).encode()


def _grouped(accession: Accession) -> list[tuple[str, str]]:
    if accession.group is None:
        return []
    count = f"{accession.part} of {accession.of}"
    return [("Bag-Group-Identifier", accession.group), ("Bag-Count", count)]
