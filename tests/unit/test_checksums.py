"""Lists of checksums as other tools print them, and what does not agree with them."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archivist.collection import checksums
from archivist.errors import UsageError, WorldRefused
from archivist.problems import Problem

TEXT = b"The ferry sailed again on Monday.\n"
MD5, SHA1, SHA256, SHA512 = (
    hashlib.new(name, TEXT).hexdigest() for name in ("md5", "sha1", "sha256", "sha512")
)
OTHER = hashlib.sha256(b"other").hexdigest()

LISTS = {
    "coreutils": ("SHA256SUMS", f"{SHA256}  a/b.txt\n"),
    "binary": ("sums.txt", f"{SHA256} *a/b.txt\n"),
    "from its own folder": ("sums.txt", f"{SHA256}  ./a/b.txt\n"),
    "md5": ("sums.md5", f"{MD5}  a/b.txt\n"),
    "sha1": ("sums", f"{SHA1}  a/b.txt\n"),
    "sha512": ("sums", f"{SHA512}  a/b.txt\n"),
    "capitals": ("sums", f"{SHA256.upper()}  a/b.txt\n"),
    "BSD": ("sums", f"SHA256 (a/b.txt) = {SHA256}\n"),
    "BSD, other name": ("sums", f"SHA2-256(a/b.txt)= {SHA256}\n"),
    "openssl": ("sums", f"MD5(a/b.txt)= {MD5}\n"),
    "CRLF, comments, empty lines": ("sums", f"\ufeff# made by hand\r\n\r\n{MD5}  a/b.txt\r\n"),
    "manifest of a bag": ("manifest-sha256.txt", f"{SHA256}  data/a/b.txt\n"),
    "two algorithms": ("sums", f"{MD5}  a/b.txt\n{SHA256}  a/b.txt\n"),
    "no line end": ("sums", f"{SHA256}  a/b.txt"),
    "CSV": ("sums.csv", f'path,sha256\n"a/b.txt",{SHA256}\n'),
    "CSV by length": ("sums.csv", f"id;File;Checksum\n1;a/b.txt;{SHA1}\n"),
    "CSV with the algorithm": ("sums.csv", f"filename,digest\na/b.txt,sha256:{SHA256}\n"),
    "TSV of two": ("sums.tsv", f"file\tMD5\tSHA-1\na/b.txt\t{MD5}\t{SHA1}\n"),
}


def compared(
    supplied: checksums.Supplied, name: str, data: bytes
) -> tuple[checksums.Verdict, Problem | None]:
    """What a list says of these bytes, by the digests that it wants."""
    kinds = supplied.algorithms
    return supplied.verify(name, {kind: hashlib.new(kind, data).hexdigest() for kind in kinds})


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_and_holds(name: str) -> None:
    file, text = LISTS[name]
    supplied = checksums.parse(text.encode(), file)
    assert compared(supplied, "a/b.txt", TEXT) == ("held", None)
    verdict, found = compared(checksums.parse(text.encode(), file), "a/b.txt", TEXT + b"\n")
    assert verdict == "failed"
    assert found is not None
    assert found.code == "C045"


@pytest.mark.parametrize("name", ["md5sum", "sha1sum", "sha256sum", "sha512sum"])
def test_what_coreutils_prints_is_read(name: str, tmp_path: Path) -> None:
    tool = shutil.which(name)
    if tool is None:
        pytest.skip(f"no {name} on this machine")
    names = ["plain.txt", "two  blanks.txt", "back\\slash.txt", "new\nline.txt", "Año (1).txt"]
    for item in names:
        (tmp_path / item).write_bytes(TEXT + item.encode())
    for options in ([], ["--tag"], ["--binary"]):
        printed = subprocess.run(
            [tool, *options, *names], cwd=tmp_path, capture_output=True, check=True
        )
        supplied = checksums.parse(printed.stdout, "sums")
        for item in names:
            assert compared(supplied, item, TEXT + item.encode())[0] == "held", (options, item)
        assert supplied.unused() == ()


def test_names_of_a_manifest_are_decoded() -> None:
    line = f"{SHA256}  data/a%0Ab%25.txt\n"
    supplied = checksums.parse(line.encode(), "manifest-sha256.txt")
    assert compared(supplied, "a\nb%.txt", TEXT)[0] == "held"
    plain = checksums.parse(f"{SHA256}  a%0Ab.txt\n".encode(), "sums")
    assert compared(plain, "a%0Ab.txt", TEXT)[0] == "held"


def test_normal_forms_are_one() -> None:
    supplied = checksums.parse(f"{SHA256}  An\u0303o.txt\n".encode(), "sums")
    assert compared(supplied, "A\u00f1o.txt", TEXT)[0] == "held"


def test_all_digests_of_a_file_must_hold() -> None:
    supplied = checksums.parse(f"{MD5}  a.txt\n{OTHER}  a.txt\n".encode(), "sums")
    assert supplied.algorithms == ("md5", "sha256")
    verdict, found = compared(supplied, "a.txt", TEXT)
    assert verdict == "failed"
    assert found is not None
    assert found.message == f"found sha256 {SHA256}, wanted {OTHER} as sums says"


def test_what_is_not_on_either_side_is_counted() -> None:
    text = f"{SHA256}  a.txt\n{OTHER}  b.txt\n{OTHER}  gone.txt\n"
    supplied = checksums.parse(text.encode(), "sums")
    compared(supplied, "in/a.txt", TEXT)  # the list speaks from its own folder
    compared(supplied, "in/b.txt", TEXT)
    assert compared(supplied, "in/c.txt", TEXT) == ("unlisted", None)
    assert supplied.unused() == ("gone.txt",)
    assert [(item.code, item.message) for item in supplied.problems()] == [
        ("C046", "found no checksum of in/c.txt"),
        ("C047", "found no source gone.txt"),
    ]
    checked = supplied.checked()
    assert (checked.held, checked.failed, checked.unlisted) == (1, ("in/b.txt",), 1)


def test_thousands_of_names_are_one_line() -> None:
    lines = "".join(f"{SHA256}  {n}.txt\n" for n in range(5000))
    supplied = checksums.parse(lines.encode(), "sums")
    for n in range(9000, 9999):
        compared(supplied, f"{n}.txt", TEXT)
    assert [item.message for item in supplied.problems()] == [
        "found no checksum of 9000.txt, 9001.txt, 9002.txt and 996 more",
        "found no source 0.txt, 1.txt, 2.txt and 4,997 more",
    ]


BAD = {
    "words": ("sums", "hello\n", "sums:1: found 'hello', no checksum"),
    "second line": ("sums", f"{MD5}  a\nxyz  b\n", "sums:2: "),
    "odd length": (
        "sums",
        f"{MD5}a  a\n",
        "sums:1: found a digest of 33 characters, wanted 32, 40",
    ),
    "other length than its name says": ("manifest-md5.txt", f"{SHA256}  data/a\n", "32 for md5"),
    "BSD of another length": ("sums", f"MD5 (a) = {SHA1}\n", "wanted 32 for md5"),
    "unknown algorithm": ("sums", f"BLAKE2b (a) = {SHA512}\n", "found blake2b, which is not read"),
    "two digests": ("sums", f"{MD5}  a\n{'0' * 32}  a\n", "sums:2: found a second md5 for a"),
    "empty": ("sums", "", "sums: found no checksum"),
    "only a header": ("sums.csv", "path,sha256\n", "found no checksum"),
    "not UTF-8": ("sums", b"\n\xff", "sums:2: found a byte that is not UTF-8"),
    "cell": ("sums.csv", "path,sha256\na,none\n", "sums.csv:2: found 'none', wanted a digest"),
    "short row": ("sums.csv", f"sha256,path\n{SHA256}\n", "sums.csv:2: found a row without file"),
    "open quote": ("sums.csv", f'path,sha256\n"a,{SHA256}\n', "sums.csv:2: "),
    "no name": ("sums", f"{MD5}  \n", "sums:1: "),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_named(name: str) -> None:
    file, text, words = BAD[name]
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(UsageError) as refused:
        checksums.parse(content, file)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WorldRefused, match=r"none\.md5"):
        checksums.load(str(tmp_path / "none.md5"))
    listed = tmp_path / "sums.md5"
    listed.write_text(f"{MD5}  a.txt\n")
    assert checksums.load(str(listed)).source == "sums.md5"
    listed.write_text("?\n")
    with pytest.raises(UsageError, match=r"sums\.md5:1"):
        checksums.load(str(listed))


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_list_or_refused(content: bytes) -> None:
    for name in ("sums", "sums.csv", "manifest-md5.txt"):
        with contextlib.suppress(UsageError):
            assert checksums.parse(content, name).algorithms


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20))
@settings(max_examples=300, deadline=None)
def test_a_name_survives_a_bsd_line(name: str) -> None:
    if any(part in (".", "") for part in name.split("/")) or set(name) & set("\r\n"):
        return
    supplied = checksums.parse(f"SHA256 ({name}) = {SHA256}\n".encode(), "sums")
    assert compared(supplied, name, TEXT)[0] == "held"
