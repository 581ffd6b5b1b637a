"""What RFC 8493 and the drafts before it ask of a bag, case by case.

A case is what is changed in a right bag, and what verify must say of it: (code, file, line), no
more and no less. Errors make a bag invalid; warnings say what is tolerated.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from collection.bags import ALGORITHMS, PAYLOAD, bag, declaration, digest, manifest, put
from hypothesis import given
from hypothesis import strategies as st

from archivist.collection import bag_manifests, bag_names, bag_tags
from archivist.collection.verify import Verdict, verify
from archivist.problems import CODES

Said = list[tuple[str, str] | tuple[str, str, int]]

A = digest(PAYLOAD["data/a.txt"])
C = digest(PAYLOAD["data/b/c.txt"])
ONE = ("sha256",)
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Case:
    """A bag and what is said of it. `files` are written over or beside it, None takes away."""

    name: str
    said: Said = field(default_factory=list)
    files: Mapping[str, bytes | None] = field(default_factory=dict)
    version: str = "1.0"
    payload: Mapping[str, bytes] = field(default_factory=lambda: PAYLOAD)
    algorithms: tuple[str, ...] = ONE
    info: str | None = None
    tags: bool = False


def lines(*more: str) -> bytes:
    """The right manifest, and lines after it."""
    return manifest(PAYLOAD, "sha256") + "".join(f"{line}\n" for line in more).encode()


def only(*printed: str) -> bytes:
    """A manifest of these lines."""
    return "".join(f"{line}\n" for line in printed).encode()


def bagit(text: str) -> dict[str, bytes | None]:
    return {"bagit.txt": text.encode()}


def info(text: str) -> dict[str, bytes | None]:
    return {"bag-info.txt": text.encode()}


def sha256_manifest(data: bytes) -> dict[str, bytes | None]:
    return {"manifest-sha256.txt": data}


M = "manifest-sha256.txt"
T = "tagmanifest-sha256.txt"
V = "BagIt-Version: 1.0\n"
E = "Tag-File-Character-Encoding: UTF-8\n"

VALID = [
    Case("a bag of one algorithm"),
    Case("two algorithms and tag manifests", algorithms=ALGORITHMS, tags=True),
    Case("no bag-info.txt", files={"bag-info.txt": None}),
    Case("no payload at all", payload={}),
    Case("a payload file of no bytes", payload={"data/empty": b""}),
    *(Case(f"version {v}", version=v) for v in ("0.93", "0.94", "0.95", "0.96", "0.97", "1.0")),
    *(
        Case(f"algorithm {name}", algorithms=(name,))
        for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
    ),
    Case("bagit.txt without a last line end", files=bagit((V + E).rstrip())),
    Case("bagit.txt with CR LF", files=bagit((V + E).replace("\n", "\r\n"))),
    Case("bagit.txt with CR", files=bagit((V + E).replace("\n", "\r"))),
    Case("bagit.txt as the example of the RFC spells it", files=bagit(V.replace("V", "v") + E)),
    Case("encoding named in lower case", files=bagit(V + E.lower())),
    Case(
        "blanks around the colon before 1.0",
        version="0.97",
        files=bagit("BagIt-Version :  0.97\nTag-File-Character-Encoding:UTF-8\n"),
    ),
    Case("manifest with CR LF", files=sha256_manifest(lines().replace(b"\n", b"\r\n"))),
    Case("manifest with CR", files=sha256_manifest(lines().replace(b"\n", b"\r"))),
    Case("manifest without a last line end", files=sha256_manifest(lines().rstrip(b"\n"))),
    Case(
        "checksums in upper case",
        files=sha256_manifest(only(f"{A.upper()}  data/a.txt", f"{C} data/b/c.txt")),
    ),
    Case(
        "tabs and many blanks before the path",
        files=sha256_manifest(only(f"{A}\tdata/a.txt", f"{C} \t  data/b/c.txt")),
    ),
    Case("a name with blanks", payload={"data/a  b c.txt": b"x"}),
    Case("a name with a tilde within", payload={"data/~a.txt": b"x", "data/b~/c": b"y"}),
    Case("a name with two dots within", payload={"data/a..b": b"x", "data/..c": b"y"}),
    Case("a name in many scripts", payload={"data/ß-ж-語-🙂.txt": b"x"}),
    Case("a name as long as they get", payload={f"data/{'n' * 240}": b"x"}),
    Case("a folder of folders", payload={f"data/{'d/' * 40}f": b"x"}),
    Case("a bag in a bag", payload={"data/bagit.txt": declaration(), "data/manifest-md5.txt": b""}),
    Case(
        "CR, LF and % in names are encoded",
        payload={"data/a\nb": b"x", "data/c\rd": b"y", "data/50%": b"z"},
        files=sha256_manifest(
            only(
                f"{digest(b'x')} data/a%0Ab",
                f"{digest(b'y')} data/c%0dd",
                f"{digest(b'z')} data/50%25",
            )
        ),
    ),
    Case(
        "an encoded name that looks encoded",
        payload={"data/a%0Ab": b"x"},
        files=sha256_manifest(only(f"{digest(b'x')} data/a%250Ab")),
    ),
    Case(
        "before 1.0 a percent sign stands for itself",
        version="0.97",
        payload={"data/50%25": b"z"},
        files=sha256_manifest(only(f"{digest(b'z')} data/50%25")),
    ),
    Case(
        "before 1.0 a file is in one manifest at least",
        version="0.97",
        algorithms=ALGORITHMS,
        files=sha256_manifest(only(f"{A} data/a.txt")),
    ),
    Case(
        "before 0.96 metadata is in package-info.txt",
        version="0.95",
        files={"bag-info.txt": None, "package-info.txt": b"Payload-Oxum: 31.2\n"},
    ),
    Case("metadata in any order, repeated", info="Contact-Name: A\nX: y\nContact-Name: B\n"),
    Case("a long value is continued", info="External-Description: one\n  two\n\tthree\n"),
    Case("a label with blanks within", info="My own label: x\n"),
    Case("a value with colons", info="Time: 10:20: 30\n"),
    Case("a tab after the colon", info="Label:\tvalue\n"),
    Case("blanks around the colon of a label before 1.0", version="0.97", info="Label :  x\n"),
    Case("reserved labels have no case", info="PAYLOAD-OXUM: 31.2\n"),
    Case("Bag-Count of a group", info="Bag-Group-Identifier: g\nBag-Count: 1 of ?\n"),
    Case("other tag files and folders", files={"notes/readme.md": b"\xff", "x.bin": b"\0"}),
    Case("a tag file that is listed", files={"notes/readme.md": b"\xff"}, tags=True),
    Case(
        "fetch.txt of files that are there",
        files={"fetch.txt": b"https://example.org/a 16 data/a.txt\n"},
    ),
    Case(
        "fetch.txt without lengths, with tabs",
        files={"fetch.txt": b"https://example.org/a\t-\tdata/a.txt\n"},
    ),
    Case(
        "ISO-8859-1",
        payload={"data/é.txt": b"x"},
        files={
            "bagit.txt": declaration(encoding="ISO-8859-1"),
            M: f"{digest(b'x')} data/é.txt\n".encode("latin-1"),
            "bag-info.txt": "Contact-Name: René\n".encode("latin-1"),
        },
    ),
    Case(
        "UTF-16 with a byte-order mark",
        files={
            "bagit.txt": declaration(encoding="UTF-16"),
            M: lines().decode().encode("utf-16"),
            "bag-info.txt": "Payload-Oxum: 31.2\n".encode("utf-16"),
        },
    ),
    Case(
        "UTF-16BE without one",
        files={
            "bagit.txt": declaration(encoding="UTF-16BE"),
            M: lines().decode().encode("utf-16-be"),
            "bag-info.txt": "Payload-Oxum: 31.2\n".encode("utf-16-be"),
        },
    ),
]

TOLERATED = [
    Case("made with md5sum -b", [("C018", M, 1)],
         files=sha256_manifest(only(f"{A} *data/a.txt", f"{C}  data/b/c.txt"))),
    Case("a path with ./", [("C018", M, 1)],
         files=sha256_manifest(only(f"{A} ./data/a.txt", f"{C} data/b/c.txt"))),
    Case("a path with doubled slashes", [("C018", M, 2)],
         files=sha256_manifest(only(f"{A} data/a.txt", f"{C} data//b/./c.txt"))),
    Case("a blank line", [("C018", M, 1)], files=sha256_manifest(b"\n" + lines())),
    Case("a bare percent sign in 1.0", [("C018", M, 1)], payload={"data/5%.txt": b"x"}),
    Case("an encoded percent sign in 0.97", [("C018", M, 1)], version="0.97",
         payload={"data/5%.txt": b"x"},
         files=sha256_manifest(only(f"{digest(b'x')} data/5%25.txt"))),
    Case("the same line twice before 1.0", [("C018", M, 3)], version="0.97",
         files=sha256_manifest(lines(f"{A} data/a.txt"))),
    Case("Bagging-Date twice", [("C018", "bag-info.txt", 2)],
         info="Bagging-Date: 2020-01-02\nBagging-Date: 2020-01-02\n"),
    Case("Bagging-Date in another form", [("C018", "bag-info.txt", 1)],
         info="Bagging-Date: 2 Jan 2020\n"),
    Case("Bag-Count in another form", [("C018", "bag-info.txt", 1)], info="Bag-Count: 1/2\n"),
    Case("a blank line in bag-info.txt", [("C018", "bag-info.txt", 2)], info="A: b\n\nC: d\n"),
    Case("fetch.txt with another length", [("C018", "fetch.txt", 1)],
         files={"fetch.txt": b"https://example.org/a 17 data/a.txt\n"}),
    Case("a tag file that tag manifests do not list", [("C021", "new.txt")], tags=True,
         files={"new.txt": b"x", T: None}),
    Case("names that differ by case", [("C007", "data/b.txt")],
         payload={"data/A.txt": b"x", "data/B.txt": b"y", "data/b.txt": b"z"}),
    Case("what Finder left", [("C022", "data/.DS_Store")], files={"data/.DS_Store": b"x"}),
    Case("what Explorer left", [("C022", "data/b/Thumbs.db")], files={"data/b/Thumbs.db": b"x"}),
    Case("manifest named in upper case before 1.0", [("C018", "manifest-SHA256.txt")],
         version="0.97", files={M: None, "manifest-SHA256.txt": lines()}),
]  # fmt: skip

INVALID = [
    # --- bagit.txt
    Case("no bagit.txt", [("C013", "bagit.txt")], {"bagit.txt": None}),
    Case("bagit.txt empty", [("C012", "bagit.txt", 1), ("C012", "bagit.txt", 2)], bagit("")),
    Case("bagit.txt of one line", [("C012", "bagit.txt", 2)], bagit(V)),
    Case("bagit.txt of three lines", [("C012", "bagit.txt", 3)], bagit(V + E + "X: y\n")),
    Case("bagit.txt with a blank line", [("C012", "bagit.txt", 3)], bagit(V + E + "\n")),
    Case("bagit.txt repeats a line", [("C012", "bagit.txt", 3)], bagit(V + E + E)),
    Case("bagit.txt in the other order", [("C012", "bagit.txt", 1), ("C012", "bagit.txt", 2)],
         bagit(E + V)),
    Case("bagit.txt with a byte-order mark", [("C012", "bagit.txt", 1)],
         {"bagit.txt": BOM + declaration()}),
    Case("bagit.txt in UTF-16", [("C012", "bagit.txt"), ("C012", "bagit.txt", 1),
                                 ("C012", "bagit.txt", 2), ("C012", "bagit.txt", 3)],
         {"bagit.txt": (V + E).encode("utf-16")}),
    Case("version is a word", [("C012", "bagit.txt", 1)], bagit("BagIt-Version: one\n" + E)),
    Case("version without major", [("C012", "bagit.txt", 1)], bagit("BagIt-Version: .97\n" + E)),
    Case("version without minor", [("C012", "bagit.txt", 1)], bagit("BagIt-Version: 1\n" + E)),
    Case("version that is none", [("C012", "bagit.txt", 1)], bagit("BagIt-Version: 2.0\n" + E)),
    Case("version in three parts", [("C012", "bagit.txt", 1)],
         bagit("BagIt-Version: 1.0.0\n" + E)),
    Case("no blank after the colon in 1.0", [("C012", "bagit.txt", 1)],
         bagit("BagIt-Version:1.0\n" + E)),
    Case("two blanks after the colon in 1.0", [("C012", "bagit.txt", 2)],
         bagit(V + "Tag-File-Character-Encoding:  UTF-8\n")),
    Case("a blank before the colon in 1.0", [("C012", "bagit.txt", 1)],
         bagit("BagIt-Version : 1.0\n" + E)),
    Case("no encoding", [("C012", "bagit.txt", 2)], bagit(V + "Tag-File-Character-Encoding: \n")),
    Case("an encoding that is none", [("C014", "bagit.txt", 2)],
         bagit(V + "Tag-File-Character-Encoding: utf-99\n")),
    Case("an encoding of Python only", [("C014", "bagit.txt", 2)],
         bagit(V + "Tag-File-Character-Encoding: rot13\n")),
    # --- structure
    Case("no payload manifest", [("C002", "data/a.txt"), ("C002", "data/b/c.txt"),
                                 ("C013", "manifest-sha512.txt")], {M: None}),
    Case("an unknown algorithm only", [("C024", "manifest-foo.txt")],
         {M: None, "manifest-foo.txt": only("ab data/a.txt", "cd data/b/c.txt")}),
    Case("algorithm not normalized", [("C015", "manifest-SHA-256.txt")],
         {M: None, "manifest-SHA-256.txt": lines()}),
    Case("two manifests of one algorithm", [("C015", "manifest-sha256.txt"),
                                            ("C015", "manifest-SHA256.txt"),
                                            ("C007", "manifest-sha256.txt")],
         {"manifest-SHA256.txt": lines()}),
    # --- manifests
    Case("a file that is not there", [("C001", "data/n.txt")],
         sha256_manifest(lines(f"{A} data/n.txt"))),
    Case("a file that is not listed", [("C002", "data/n.txt")], {"data/n.txt": b"x"}),
    Case("a file not in every manifest of 1.0", [("C015", M)],
         sha256_manifest(only(f"{A} data/a.txt")), algorithms=ALGORITHMS),
    Case("a file in no manifest of 0.97", [("C002", "data/n.txt")], {"data/n.txt": b"x"},
         version="0.97"),
    Case("a checksum that does not hold", [("C003", "data/a.txt")],
         sha256_manifest(only(f"{'0' * 64} data/a.txt", f"{C} data/b/c.txt"))),
    Case("a checksum that does not hold in one of two", [("C010", M, 1)],
         sha256_manifest(only(f"{'0' * 64} data/a.txt", f"{C} data/b/c.txt")),
         algorithms=ALGORITHMS),
    Case("the same line twice in 1.0", [("C009", M, 3)],
         sha256_manifest(lines(f"{A} data/a.txt"))),
    Case("the same file by ./ in 1.0", [("C009", M, 3), ("C018", M, 3)],
         sha256_manifest(lines(f"{A} ./data/a.txt"))),
    Case("a file twice with two checksums in 0.97", [("C009", M, 3)],
         sha256_manifest(lines(f"{C} data/a.txt")), version="0.97"),
    Case("a checksum of another length", [("C010", M, 3)],
         sha256_manifest(lines("abcd data/a.txt"))),
    Case("a checksum that is not hexadecimal", [("C010", M, 3)],
         sha256_manifest(lines(f"{'g' * 64} data/a.txt"))),
    Case("a checksum without a path", [("C010", M, 3)], sha256_manifest(lines(A))),
    Case("a path without a checksum", [("C010", M, 3)], sha256_manifest(lines("data/a.txt"))),
    Case("a blank before the checksum", [("C010", M, 3)],
         sha256_manifest(lines(f" {A} data/a.txt"))),
    Case("a comment", [("C010", M, 3)], sha256_manifest(lines("# made by hand"))),
    Case("a folder", [("C010", M, 3)], sha256_manifest(lines(f"{A} data/b"))),
    Case("a folder with a slash", [("C010", M, 3)], sha256_manifest(lines(f"{A} data/b/"))),
    Case("a tag file in a payload manifest", [("C015", M, 3)],
         sha256_manifest(lines(f"{digest(declaration())} bagit.txt"))),
    Case("a byte-order mark in a manifest of UTF-8", [("C014", M)],
         sha256_manifest(BOM + lines())),
    Case("a manifest that is not UTF-8", [("C014", M), ("C001", "data/\\xe9")],
         sha256_manifest(lines() + A.encode() + b" data/\xe9\n")),
    Case("a manifest in UTF-16 that says UTF-8", [("C014", M)],
         sha256_manifest(lines().decode().encode("utf-16"))),
    # --- unsafe paths, on every system
    *(
        Case(f"unsafe: {path}", [("C011", M, 3)], sha256_manifest(lines(f"{A} {path}")))
        for path in (
            "../a.txt", "data/../../a.txt", "data/b/../a.txt", "/etc/passwd", "//host/share/a",
            "~/a.txt", "~root/a.txt", "C:/a.txt", "C:\\a.txt", "c:a.txt", "\\a.txt",
            "\\\\?\\C:\\a.txt", "\\\\host\\share\\a", "data\\a.txt", "data\\..\\..\\a.txt",
            "data/..\\a.txt", "data/CON", "data/nul.txt", "data/com1", "data/a\0b",
            "./../a.txt", "data/..",
        )
    ),
    *(
        Case(f"unsafe in a tag manifest: {path}", [("C011", T, 3)],
             {T: manifest({"bagit.txt": declaration(), M: lines()}, "sha256")
                 + f"{A} {path}\n".encode()})
        for path in ("../a.txt", "/etc/passwd", "~/.ssh/id", "C:\\a.txt", "..\\a.txt")
    ),
    *(
        Case(f"unsafe in fetch.txt: {path}", [("C011", "fetch.txt", 1)],
             {"fetch.txt": f"https://example.org/a - {path}\n".encode()})
        for path in (
            "../a.txt", "data/../../a.txt", "/etc/passwd", "~/a.txt", "C:/a.txt", "C:\\a.txt",
            "data\\a.txt", "data/..\\..\\a.txt", "data/aux", "data/LPT1.txt", "\\\\?\\C:\\a",
        )
    ),
    Case("unsafe behind an asterisk", [("C018", M, 3), ("C011", M, 3)],
         sha256_manifest(lines(f"{A} *../a.txt"))),
    # --- tag manifests
    Case("a tag file changed", [("C003", "bag-info.txt")],
         {T: manifest({"bagit.txt": declaration(), M: lines(), "bag-info.txt": b"x"}, "sha256")}),
    Case("a tag file gone", [("C001", "gone.txt")],
         {T: manifest({"bagit.txt": declaration(), M: lines(), "gone.txt": b"x"}, "sha256")}),
    Case("a tag manifest without the payload manifest", [("C015", T)],
         {T: manifest({"bagit.txt": declaration()}, "sha256")}),
    Case("a tag manifest lists payload", [("C015", T, 3)],
         {T: manifest({"bagit.txt": declaration(), M: lines(), "data/a.txt": b"x"}, "sha256")}),
    Case("a tag manifest lists itself", [("C015", T, 2)],
         {T: manifest({M: lines(), T: b"x"}, "sha256")}),
    Case("a tag manifest of no bytes", [("C005", T), ("C015", T)], {T: b""}),
    # --- bag-info.txt
    Case("Payload-Oxum of other octets", [("C017", "bag-info.txt", 1)],
         info="Payload-Oxum: 30.2\n"),
    Case("Payload-Oxum of other files", [("C017", "bag-info.txt", 2)],
         info="A: b\nPayload-Oxum: 31.3\n"),
    Case("Payload-Oxum in another form", [("C016", "bag-info.txt", 1)], info="Payload-Oxum: 31\n"),
    Case("Payload-Oxum twice", [("C016", "bag-info.txt", 2)],
         info="Payload-Oxum: 31.2\nPayload-Oxum: 31.2\n"),
    Case("metadata without a colon", [("C016", "bag-info.txt", 1)], info="no label\n"),
    Case("metadata without a label", [("C016", "bag-info.txt", 1)], info=": value\n"),
    Case("metadata without a blank in 1.0", [("C016", "bag-info.txt", 1)], info="Label:value\n"),
    Case("a blank before the colon in 1.0", [("C016", "bag-info.txt", 1)], info="Label : value\n"),
    Case("a continued line first", [("C016", "bag-info.txt", 1)], info="  two\nA: b\n"),
    Case("bag-info.txt with a byte-order mark", [("C014", "bag-info.txt")],
         {"bag-info.txt": BOM + b"A: b\n"}),
    # --- fetch.txt
    Case("a hole that fetch.txt fills", [("C019", "data/h.txt")],
         {M: lines(f"{A} data/h.txt"), "fetch.txt": b"https://example.org/h 16 data/h.txt\n"}),
    Case("fetch.txt names what no manifest lists", [("C020", "fetch.txt", 1)],
         {"fetch.txt": b"https://example.org/h 16 data/h.txt\n"}),
    Case("fetch.txt fills tag files", [("C020", "fetch.txt", 1)],
         {"fetch.txt": b"https://example.org/h 16 notes.txt\n"}),
    Case("fetch.txt of two columns", [("C020", "fetch.txt", 1)],
         {"fetch.txt": b"https://example.org/a data/a.txt\n"}),
    Case("fetch.txt with a length in words", [("C020", "fetch.txt", 1)],
         {"fetch.txt": b"https://example.org/a many data/a.txt\n"}),
    Case("fetch.txt without a scheme", [("C020", "fetch.txt", 1)],
         {"fetch.txt": b"example.org/a 16 data/a.txt\n"}),
    Case("fetch.txt fills a file twice", [("C020", "fetch.txt", 2)],
         {"fetch.txt": b"https://example.org/a 16 data/a.txt\n" * 2}),
]  # fmt: skip


def verdict(case: Case, root: Path) -> Verdict:
    made = bag(
        root / "bag",
        case.payload,
        version=case.version,
        algorithms=case.algorithms,
        tags=case.tags,
        info=case.info,
        extra=case.files,
    )
    if T in case.files and case.files[T] is None and case.tags:  # listed before the new file came
        listed = {name: (made / name).read_bytes() for name in ("bagit.txt", "bag-info.txt", M)}
        put(made, T, manifest(listed, "sha256"))
    return verify(made, "bag")


def said(found: Verdict) -> Said:
    """What was said, as cases have it."""
    told: Said = []
    for item in found.problems:
        file = item.location.file.removeprefix("bag/")
        line = item.location.line
        told.append((item.code, file) if line is None else (item.code, file, line))
    return sorted(told, key=str)


def _ids(case: Case) -> str:
    return case.name.replace("\0", "NUL")


@pytest.mark.parametrize("case", VALID, ids=_ids)
def test_a_valid_bag(case: Case, tmp_path: Path) -> None:
    found = verdict(case, tmp_path)
    assert said(found) == []
    assert found.read >= len(case.payload)
    assert sorted(found.held) == sorted(case.payload)


@pytest.mark.parametrize("case", TOLERATED, ids=_ids)
def test_what_is_tolerated_is_said(case: Case, tmp_path: Path) -> None:
    found = verdict(case, tmp_path)
    assert said(found) == sorted(case.said, key=str)
    assert found.errors == 0


@pytest.mark.parametrize("case", INVALID, ids=_ids)
def test_an_invalid_bag(case: Case, tmp_path: Path) -> None:
    found = verdict(case, tmp_path)
    assert said(found) == sorted(case.said, key=str)
    assert found.errors > 0


@pytest.mark.parametrize("case", [*TOLERATED, *INVALID], ids=_ids)
def test_a_message_says_what_was_found_and_wanted(case: Case, tmp_path: Path) -> None:
    for item in verdict(case, tmp_path).problems:
        assert item.message.startswith("found ") or ": found " in item.message
        assert ", wanted " in item.message
        assert item.severity == CODES[item.code].severity


# ------------------------------------------------------------------ what needs more than files


def test_no_data_folder(tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", {}, algorithms=ONE, tags=False)
    (made / "data").rmdir()
    assert said(verify(made, "bag")) == [("C013", "data")]


def test_data_is_a_file(tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", {}, algorithms=ONE, tags=False)
    (made / "data").rmdir()
    (made / "data").write_bytes(b"x")
    assert said(verify(made, "bag")) == [("C013", "data")]


def _link(path: Path, target: str | Path) -> None:
    try:
        path.symlink_to(target)
    except OSError:  # Windows without the right to
        pytest.skip("no symbolic links here")


OUT: dict[str, Callable[[Path, Path], None]] = {
    "a file": lambda bag, out: _link(bag / "data/a.txt", out / "a.txt"),
    "a relative link": lambda bag, out: _link(bag / "data/a.txt", "../../out/a.txt"),
    "nowhere": lambda bag, out: _link(bag / "data/a.txt", "nowhere"),
    "itself": lambda bag, out: _link(bag / "data/a.txt", "a.txt"),
}


@pytest.mark.parametrize("kind", OUT)
def test_a_link_out_of_the_bag_is_never_followed(kind: str, tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", algorithms=ONE, tags=False)
    put(tmp_path, "out/a.txt", PAYLOAD["data/a.txt"])
    (made / "data/a.txt").unlink()
    OUT[kind](made, tmp_path / "out")
    assert said(verify(made, "bag")) == [("C023", "data/a.txt")]


def test_a_folder_that_is_a_link_out_of_the_bag(tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", algorithms=ONE, tags=False)
    (made / "data/b").rename(tmp_path / "out")
    _link(made / "data/b", tmp_path / "out")
    assert said(verify(made, "bag")) == [("C023", "data/b")]


def test_a_payload_folder_that_is_a_link_out_of_the_bag(tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", algorithms=ONE, tags=False)
    (made / "data").rename(tmp_path / "out")
    _link(made / "data", tmp_path / "out")
    assert said(verify(made, "bag")) == [("C023", "data")]


def test_a_link_within_the_bag_is_its_file(tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", algorithms=ONE, tags=False)
    (made / "data/a.txt").rename(made / "kept.txt")
    _link(made / "data/a.txt", "../kept.txt")
    assert said(verify(made, "bag")) == []


def test_a_link_to_its_own_folder_ends(tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", algorithms=ONE, tags=False)
    _link(made / "data/b/again", "..")
    assert said(verify(made, "bag")) == [("C023", "data/b/again")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", algorithms=ONE, tags=False)
    (made / "data/a.txt").unlink()
    os.mkfifo(made / "data/a.txt")
    assert said(verify(made, "bag")) == [("C023", "data/a.txt")]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", algorithms=ONE, tags=False)
    (made / os.fsdecode(b"data/\xe9.txt")).write_bytes(b"x")
    put(made, M, lines() + f"{digest(b'x')} ".encode() + b"data/\xe9.txt\n")
    put(made, "bag-info.txt", b"A: b\n")
    found = verify(made, "bag")
    assert said(found) == [("C014", M)]
    assert len(found.held) == 3


@pytest.mark.skipif(sys.platform == "darwin", reason="names are always of form D there")
@pytest.mark.parametrize(("listed", "there"), [("é", "e\u0301"), ("e\u0301", "é")])
def test_another_normal_form_only_warns(listed: str, there: str, tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", {f"data/{listed}.txt": b"x"}, algorithms=ONE, tags=False)
    (made / f"data/{listed}.txt").rename(made / f"data/{there}.txt")
    found = verify(made, "bag")
    assert said(found) == [("C008", f"data/{there}.txt")]
    assert found.errors == 0
    put(made, f"data/{there}.txt", b"y")
    assert ("C003", f"data/{there}.txt") in said(verify(made, "bag"))


@pytest.mark.parametrize("name", ["sha3256", "sha3512", "blake2b512", "blake2s256", "blake2b256"])
def test_other_algorithms_of_hashlib(name: str, tmp_path: Path) -> None:
    known = bag_manifests.new_digest(name)
    assert known is not None
    known.update(b"x")
    made = bag(tmp_path / "bag", {"data/a": b"x"}, algorithms=(), tags=False)
    put(made, f"manifest-{name}.txt", f"{known.hexdigest()} data/a\n".encode())
    assert said(verify(made, "bag")) == []
    put(made, "data/a", b"y")
    assert said(verify(made, "bag")) == [("C003", "data/a")]


def test_digests_are_those_of_hashlib() -> None:
    for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
        ours = bag_manifests.new_digest(name)
        assert ours is not None
        ours.update(b"x")
        assert ours.hexdigest() == hashlib.new(name, b"x").hexdigest()
    assert bag_manifests.new_digest("foo") is None


def test_the_bag_is_left_as_it_is(tmp_path: Path) -> None:
    made = bag(tmp_path / "bag", tags=True)
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*")}
    verify(made, "bag")
    assert before == {path: path.stat().st_mtime_ns for path in made.rglob("*")}


# ------------------------------------------------------------------ any bytes


@given(st.binary(max_size=120))
def test_any_declaration_is_read_or_faulted(data: bytes) -> None:
    found = bag_tags.declaration(data)
    right = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    assert found.version in bag_tags.KNOWN
    if not found.faults and not found.unknown_encoding:
        assert right.count(b"\n") in (1, 2)


@given(st.text(alphabet=st.sampled_from("./\\~C:ab %0A25*\0"), max_size=24))
def test_no_path_that_leads_out_is_listed(path: str) -> None:
    told: list[tuple[object, ...]] = []
    listed = bag_manifests.Manifest(M, "sha256", lists_tags=False)
    text = f"{A} {path}\n"
    bag_manifests.read(listed, text, bag_names.V1, (), lambda *said: told.append(said))
    for entry in listed.entries:
        assert entry.startswith("data/")
        assert ".." not in entry.replace("\\", "/").split("/")
        assert "\0" not in entry
    assert listed.entries or told or not path.strip()
