"""Small bags by the clauses of RFC 8493: our verdict, and where bagit.py says otherwise, why."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import bagit
import pytest
from collection.bags import PAYLOAD, bag, declaration, digest, manifest
from unit.test_bag import INVALID, TOLERATED, VALID, Case, verdict

from archivist.collection.verify import verify

M = "manifest-sha256.txt"
INFO = "bag-info.txt"
ADDRESS = "https://example.org/x"
Files = Mapping[str, bytes | None]


def one(path: str, as_: str | None = None) -> tuple[dict[str, bytes], Files]:
    """A payload of one file, and the manifest that lists it, by another path perhaps."""
    line = f"{digest(b'x')}  {as_ or path}\n"
    return {path: b"x"}, {M: line.encode()}


def info(text: str) -> tuple[dict[str, bytes], Files]:
    return PAYLOAD, {INFO: text.encode()}


def tags(**files: bytes | None) -> tuple[dict[str, bytes], Files]:
    return PAYLOAD, {name.replace("_", "-") + ".txt": data for name, data in files.items()}


def mixed(data: bytes) -> bytes:
    """The lines ended in turn by LF, CR and CR LF."""
    ends = (b"\n", b"\r", b"\r\n")
    return b"".join(line + ends[at % 3] for at, line in enumerate(data.splitlines()))


HOLE = {**PAYLOAD, "data/hole": b"x"}
# Clause and what it is about → (payload, files written over or beside the bag's).
GOOD: dict[str, tuple[Mapping[str, bytes], Files]] = {
    "2.1.2 a name that begins with a blank": one("data/ a.txt"),
    "2.1.2 a name that ends with a blank": one("data/a "),
    "2.1.2 a name that begins with an asterisk": one("data/*a.txt"),
    "2.1.2 a name that begins with a minus": one("data/-rf"),
    "2.1.2 a hidden file": one("data/.hidden/.file"),
    "2.1.2 what a Finder left, and the sender listed": one("data/.DS_Store"),
    "2.1.2 a name of quotes and brackets": one("data/\"a' (b) [c] {d}.txt"),
    "2.1.2 a name that looks like a checksum": one(f"data/{'a' * 64}"),
    "2.1.2 a device's name within a longer one": one("data/console/auxiliary.txt"),
    "2.1.3 LF in a name, encoded in lower case": one("data/a\nb", "data/a%0ab"),
    "2.1.3 an encoded percent sign twice over": one("data/a%25b", "data/a%2525b"),
    "2.1.3 sha3-256": (PAYLOAD, {"manifest-sha3256.txt": manifest(PAYLOAD, "sha3_256"), M: None}),
    "2.1.3 blake2b": (PAYLOAD, {"manifest-blake2b512.txt": manifest(PAYLOAD, "blake2b"), M: None}),
    "2.1.3 mixed line ends": (PAYLOAD, {M: mixed(manifest(PAYLOAD, "sha256"))}),
    "2.1.3 checksums in capitals in one of two": (
        PAYLOAD,
        {"manifest-md5.txt": "".join(
            f"{digest(data, 'md5').upper()} {path}\n" for path, data in PAYLOAD.items()).encode()},
    ),
    "2.2.1 a tag manifest of another algorithm": (
        PAYLOAD,
        {"tagmanifest-md5.txt": manifest(
            {M: manifest(PAYLOAD, "sha256"), "bagit.txt": declaration()}, "md5")},
    ),
    "2.2.2 no element at all": info(""),
    "2.2.2 an element without a value": info("Contact-Name: \n"),
    "2.2.2 blanks at the end of a line": info("Payload-Oxum: 31.2  \n"),
    "2.2.2 zeros before a number": info("Payload-Oxum: 0031.02\n"),
    "2.2.2 mixed line ends": info("A: b\rC: d\r\nE: f\n"),
    "2.2.2 a value in many scripts": info("Contact-Name: Ünal 語\n"),
    "2.2.2 a label of any kind, many times": info("Archivist-Note: a\n" * 40),
    "2.2.3 a list of nothing to fetch": tags(fetch=b""),
    "2.2.3 an address with escapes": tags(fetch=f"{ADDRESS}%20y?z=1#w 16 data/a.txt\n".encode()),
    "2.2.3 addresses that are no web": tags(
        fetch=b"urn:x:y - data/a.txt\nftp://h/y 15 data/b/c.txt\n"
    ),
    "2.2.4 a tag folder with a data folder in it": (PAYLOAD, {"notes/data/x.txt": b"x"}),
    "2.2.4 a tag file that is named like a manifest": (PAYLOAD, {"notes/manifest-md5.txt": b"x"}),
}  # fmt: skip
BAD: dict[str, tuple[Mapping[str, bytes], Files]] = {
    "2.1.1 the word Version": tags(bagit=declaration().replace(b"Version", b"Versions")),
    "2.1.1 a comma for the full stop": tags(bagit=declaration("1,0")),
    "2.1.2 listed, and not there": (PAYLOAD, {M: manifest(HOLE, "sha256")}),
    "2.1.2 there, and not listed": (PAYLOAD, {"data/hole": b"x"}),
    "2.1.3 the folder in other letters": one("data/a.txt", "DATA/a.txt"),
    "2.1.3 the name in other letters": one("data/a.txt", "data/A.txt"),
    "2.1.3 the path from within data": one("data/a.txt", "a.txt"),
    "2.1.3 a checksum cut short": (
        {"data/a.txt": b"x"},
        {M: f"{digest(b'x')[:40]}  data/a.txt\n".encode()},
    ),
    "2.1.3 checksums of another algorithm": (PAYLOAD, {M: manifest(PAYLOAD, "sha512")}),
    "2.1.3 checksum and path the wrong way round": (
        PAYLOAD,
        {M: b"".join(b"%b %b\n" % tuple(reversed(line.split()))
                     for line in manifest(PAYLOAD, "sha256").splitlines())},
    ),
    "2.1.3 one manifest damaged of two": (
        PAYLOAD,
        {"manifest-md5.txt": manifest({**PAYLOAD, "data/a.txt": b"y"}, "md5")},
    ),
    "2.1.3 one manifest lacks a file of two": (
        PAYLOAD,
        {"manifest-md5.txt": manifest({"data/a.txt": PAYLOAD["data/a.txt"]}, "md5")},
    ),
    "2.2.1 a manifest is not as the tag manifest says": (
        PAYLOAD,
        {"tagmanifest-md5.txt": manifest({M: b"other"}, "md5")},
    ),
    "2.2.1 a tag file is not there": (
        PAYLOAD,
        {"tagmanifest-md5.txt": manifest({M: manifest(PAYLOAD, "sha256"), "no.txt": b""}, "md5")},
    ),
    "2.2.2 octets and files the wrong way round": info("Payload-Oxum: 2.31\n"),
    "2.2.2 thousands are parted": info("Payload-Oxum: 0,031.2\n"),
    "2.2.2 a colon of another script": info("Contact-Name\uff1a A\n"),
    "2.2.3 a file that is still to be fetched": (
        PAYLOAD,
        {M: manifest(HOLE, "sha256"), "fetch.txt": f"{ADDRESS} 1 data/hole\n".encode()},
    ),
    "2.2.3 a length below nothing": tags(fetch=f"{ADDRESS} -1 data/a.txt\n".encode()),
    "5.1 a way out, encoded": one("data/a.txt", "data/%2e%2e/a.txt"),
    "5.1 a way out behind a folder": one("data/a.txt", "data/b/../../a.txt"),
}  # fmt: skip


def made(root: Path, payload: Mapping[str, bytes], files: Files) -> Path:
    return bag(root, payload, algorithms=("sha256",), tags=False, info=None, extra=files)


@pytest.mark.parametrize("name", GOOD)
def test_what_the_standard_allows(name: str, tmp_path: Path) -> None:
    found = verify(made(tmp_path / "bag", *GOOD[name]))
    assert [item for item in found.problems if item.severity == "error"] == []
    assert len(found.held) == len(GOOD[name][0])


@pytest.mark.parametrize("name", BAD)
def test_what_the_standard_forbids(name: str, tmp_path: Path) -> None:
    found = verify(made(tmp_path / "bag", *BAD[name]))
    assert found.errors


# ------------------------------------------------------------------ another program


def others(root: Path) -> bool:
    """Whether bagit.py takes a bag for valid; where it falls over, it does not."""
    logging.disable(logging.CRITICAL)
    try:
        bagit.Bag(str(root)).validate()
    except (bagit.BagError, UnicodeError, ValueError, OSError, LookupError, TypeError):
        return False
    finally:
        logging.disable(logging.NOTSET)
    return True


# Why bagit.py 1.9 says otherwise; a name that ends in a colon stands for all that begin with it.
OTHERWISE = {
    "2.1.1 it reads bagit.txt as metadata: order, number of lines and blanks are not looked at": (
        "bagit.txt of three lines",
        "bagit.txt with a blank line",
        "bagit.txt in the other order",
        "version without minor",
        "no blank after the colon in 1.0",
        "two blanks after the colon in 1.0",
        "a blank before the colon in 1.0",
    ),
    "2.1.1 it knows the labels and the name of the encoding in one spelling only": (
        "bagit.txt as the example of the RFC spells it",
        "encoding named in lower case",
    ),
    "2.1.3 it does not read %25": (
        "CR, LF and % in names are encoded",
        "an encoded name that looks encoded",
        "an encoded percent sign in 0.97",
        "2.1.3 an encoded percent sign twice over",
    ),
    "2.1.3 it decodes CR and LF in capitals only": ("2.1.3 LF in a name, encoded in lower case",),
    "2.1.3 it takes blanks away at the end of a name": ("2.1.2 a name that ends with a blank",),
    "2.1.3 it passes over lines that are none": (
        "a checksum without a path",
        "a path without a checksum",
        "a comment",
    ),
    "2.1.3 it takes any path for payload, and one manifest of two for enough": (
        "a tag file in a payload manifest",
        "a file not in every manifest of 1.0",
        "2.1.3 one manifest lacks a file of two",
        "two manifests of one algorithm",
    ),
    "2.1.3 a byte-order mark is no part of UTF-8 here": (
        "a byte-order mark in a manifest of UTF-8",
        "bag-info.txt with a byte-order mark",
    ),
    "2.1.3 it knows algorithms by the names that Python gives them": (
        "manifest named in upper case before 1.0",
        "2.1.3 sha3-256",
        "2.1.3 blake2b",
    ),
    "2.2.1 it does not ask what a tag manifest must list": (
        "a tag manifest without the payload manifest",
        "a tag manifest of no bytes",
    ),
    "2.2.2 it takes any line for metadata": (
        "Payload-Oxum twice",
        "metadata without a label",
        "metadata without a blank in 1.0",
        "a blank before the colon in 1.0",
    ),
    "2.2.3 it looks at the addresses of fetch.txt, and at little else": (
        "fetch.txt names what no manifest lists",
        "fetch.txt fills tag files",
        "fetch.txt with a length in words",
        "fetch.txt fills a file twice",
        "2.2.3 a length below nothing",
        "2.2.3 addresses that are no web",
    ),
    "5.1 it refuses what is unsafe on its own system, and not elsewhere": (
        "unsafe in fetch.txt: C:",
        "unsafe in fetch.txt: data",
        "unsafe in fetch.txt: \\\\?",
    ),
    "ours is lenient: what systems leave in folders is a note, as users ask": (
        "what Finder left",
        "what Explorer left",
    ),
}
DIFFERING = tuple(name for names in OTHERWISE.values() for name in names)


def is_otherwise(name: str) -> bool:
    """Whether the difference is known; of unsafe paths that ours refuses it knows some too."""
    starts = tuple(start for start in DIFFERING if start.startswith("unsafe"))
    return name in DIFFERING or (name.startswith(starts) and "../a.txt" not in name)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("case", [*VALID, *TOLERATED, *INVALID], ids=lambda case: ascii(case.name))
def test_bagit_says_the_same_of_our_cases(case: Case, tmp_path: Path) -> None:
    ours = not verdict(case, tmp_path).errors
    assert (others(tmp_path / "bag") != ours) is is_otherwise(case.name)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_bagit_says_the_same_of_these_cases(name: str, tmp_path: Path) -> None:
    root = made(tmp_path / "bag", *{**GOOD, **BAD}[name])
    assert (others(root) == (name in GOOD)) is not is_otherwise(name)
