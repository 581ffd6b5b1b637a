"""ZIP, TAR, gzip, bzip2 and xz: members, names, limits, and what is broken."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import boxes
import pytest
from boxes import ARTICLE, OTHER, tarred, zipped

from archivist import Settings, convert, pipeline
from archivist.pipeline import Conversion
from archivist.readers.boxes import members, zips
from archivist.record import Source

BOTH = [("it/ponte.txt", ARTICLE), ("de/museum.txt", OTHER)]


def read(data: bytes, file: str = "box", **settings: object) -> list[Conversion]:
    return list(convert(Source(file, file, data), settings=Settings(**settings)))  # type: ignore[arg-type]


def said(found: Conversion) -> tuple[str | None, str]:
    """(part, what became of it)."""
    if found.set_aside:
        return found.source.part, found.set_aside.reason
    return found.source.part, "record" if found.record else found.problems[-1].code


PACKED: dict[str, Callable[[], bytes]] = {
    "zip": lambda: zipped(BOTH),
    "zip, stored": lambda: zipped(BOTH, zipfile.ZIP_STORED),
    "zip, bzip2": lambda: zipped(BOTH, zipfile.ZIP_BZIP2),
    "zip, lzma": lambda: zipped(BOTH, zipfile.ZIP_LZMA),
    "tar": lambda: tarred(BOTH),
    "tar, ustar": lambda: tarred(BOTH, tarfile.USTAR_FORMAT),
    "tar.gz": lambda: gzip.compress(tarred(BOTH)),
    "tar.bz2": lambda: bz2.compress(tarred(BOTH)),
    "tar.xz": lambda: lzma.compress(tarred(BOTH)),
}


@pytest.mark.parametrize("form", PACKED)
def test_members_are_articles_with_their_places(form: str) -> None:
    found = read(PACKED[form]())
    assert [said(item) for item in found] == [
        ("!/it/ponte.txt", "record"),
        ("!/de/museum.txt", "record"),
    ]
    assert [item.source.location for item in found] == [
        "box!/it/ponte.txt",
        "box!/de/museum.txt",
    ]
    assert found[0].record is not None
    alone = next(convert(Source("a.txt", "a.txt", ARTICLE.encode())))
    assert alone.record is not None
    assert found[0].record.id == alone.record.id


@pytest.mark.parametrize("form", PACKED)
def test_a_box_is_known_by_its_first_bytes(form: str) -> None:
    source = Source("box", "box", PACKED[form]())
    assert pipeline.describe(source, Settings()) == (form[:3], "first bytes")


SINGLE = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


@pytest.mark.parametrize("suffix", SINGLE)
def test_a_packed_file_is_named_without_its_suffix(suffix: str) -> None:
    data = SINGLE[suffix](ARTICLE.encode())
    assert [said(item) for item in read(data, "ponte.txt" + suffix)] == [("!/ponte.txt", "record")]
    twice = SINGLE[suffix](ARTICLE.encode()[:30]) + SINGLE[suffix](ARTICLE.encode()[30:])
    (found,) = read(twice, "ponte.txt" + suffix)
    assert found.record is not None
    assert found.record.source.size == len(ARTICLE.encode())


def test_the_name_in_a_gzip_header() -> None:
    out = io.BytesIO()
    with gzip.GzipFile("folder/ponte.txt", "wb", fileobj=out, mtime=0) as packed:
        packed.write(ARTICLE.encode())
    assert [said(item)[0] for item in read(out.getvalue(), "download")] == ["!/ponte.txt"]
    assert [said(item)[0] for item in read(gzip.compress(b"x"), "download")] == ["!/download"]


def test_boxes_in_boxes() -> None:
    inner = zipped([("a.txt", ARTICLE)])
    outer = tarred([("b.txt", OTHER), ("in/x.zip", inner)])
    found = read(zipped([("y.tar.gz", gzip.compress(outer))]))
    assert [said(item) for item in found] == [
        ("!/y.tar.gz!/b.txt", "record"),
        ("!/y.tar.gz!/in/x.zip!/a.txt", "record"),
    ]
    crawl = boxes.packed([boxes.record(1, boxes.http())])
    found = read(zipped([("x.warc.gz", crawl)]))
    assert [said(item) for item in found] == [(f"!/x.warc.gz!{boxes.name(1)}", "record")]


def test_large_boxes_in_boxes_are_streams() -> None:
    noise = Random(1).randbytes(60_000)
    inner = [("a.txt", ARTICLE), ("b.bin", noise), ("c.txt", OTHER)]
    for box in (zipped(inner), tarred(inner), gzip.compress(tarred(inner))):
        for outer in (zipped([("x", box)]), gzip.compress(tarred([("x", box)]))):
            found = read(outer, max_size=20_000)
            assert [said(item) for item in found] == [
                ("!/x!/a.txt", "record"),
                ("!/x!/b.bin", "R004"),
                ("!/x!/c.txt", "record"),
            ]


def test_a_box_too_deep_is_a_problem() -> None:
    data = ARTICLE.encode()
    for _ in range(7):
        data = zipped([("x.zip", data)])
    assert [said(item)[1] for item in read(data)] == ["R026"]


# ------------------------------------------------------------------ names

UNSAFE = {
    "../evil.txt": "!/%2E%2E/evil.txt",
    "a/../../evil.txt": "!/a/%2E%2E/%2E%2E/evil.txt",
    "/etc/evil.txt": "!/%2Fetc/evil.txt",
    "C:/evil.txt": "!/C%3A/evil.txt",
    "a/con.txt": "!/a/con.txt",
    "LPT1": "!/LPT1",
}


@pytest.mark.parametrize("name", UNSAFE)
@pytest.mark.parametrize("make", [zipped, tarred])
def test_unsafe_names_are_refused(name: str, make: Callable[..., bytes]) -> None:
    found = read(make([(name, ARTICLE), ("good.txt", OTHER)]))
    assert [said(item) for item in found] == [(UNSAFE[name], "R052"), ("!/good.txt", "record")]


def test_backslashes_part_names_only_where_dos_packed_them() -> None:
    info = zipfile.ZipInfo()
    info.filename = "it\\ponte.txt"
    info.create_system = 3
    (found,) = read(zipped([(info, ARTICLE)]))
    assert said(found) == ("!/it%5Cponte.txt", "R052")
    info.create_system = 0
    (found,) = read(zipped([(info, ARTICLE)]))
    assert said(found) == ("!/it/ponte.txt", "record")
    info.filename = "..\\ponte.txt"
    (found,) = read(zipped([(info, ARTICLE)]))
    assert said(found) == ("!/%2E%2E/ponte.txt", "R052")


PASSED = [".hidden", "a/.git/x.txt", "~$ponte.txt", "ponte.txt~", "__MACOSX/._a.txt", "Thumbs.db"]


@pytest.mark.parametrize("make", [zipped, tarred])
def test_what_systems_leave_behind_is_passed(make: Callable[..., bytes]) -> None:
    found = read(make([*((name, ARTICLE) for name in PASSED), ("./good.txt", OTHER)]))
    assert [said(item) for item in found] == [("!/good.txt", "record")]


@pytest.mark.parametrize("make", [zipped, tarred])
def test_names_that_come_twice_are_numbered(make: Callable[..., bytes]) -> None:
    found = read(make([("a.txt", ARTICLE), ("a~2.txt", OTHER), ("a.txt", OTHER), ("a.txt", "x y")]))
    assert [item.source.part for item in found] == [
        "!/a.txt",
        "!/a~2.txt",
        "!/a~3.txt",
        "!/a~4.txt",
    ]


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_names_of_a_tar(form: int) -> None:
    name = "/".join(["perché"] * 30) + "/ponte.txt"
    assert [said(item) for item in read(tarred([(name, ARTICLE)], form))] == [
        ("!/" + name, "record")
    ]


def test_names_in_other_encodings() -> None:
    plain = zipped([("citta.txt", ARTICLE)])
    utf8 = plain.replace(b"citta.txt", "città".encode() + b"xxx")
    assert [item.source.part for item in read(utf8)] == ["!/cittàxxx"]
    dos = plain.replace(b"citta.txt", "città.txt".encode("cp437"))
    assert [item.source.part for item in read(dos)] == ["!/città.txt"]
    latin = tarred([("citt\udce0.txt", ARTICLE)], tarfile.GNU_FORMAT)
    assert [said(item) for item in read(latin)] == [("!/citt%E0.txt", "record")]


# ------------------------------------------------------------------ what is no file


def test_links_and_devices_are_set_aside() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as box:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"x{kind.decode()}")
            info.type, info.linkname = kind, "/etc/passwd"
            box.addfile(info)
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        box.addfile(folder)
    assert [said(item)[1] for item in read(out.getvalue())] == ["other-type"] * 4
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert [said(item)[1] for item in read(zipped([(link, "/etc/passwd")]))] == ["other-type"]


def test_pictures_are_set_aside() -> None:
    found = read(zipped([("a.png", b"\x89PNG\r\n"), ("style.css", "p {}"), ("a.txt", ARTICLE)]))
    assert [said(item)[1] for item in found] == ["media", "media", "record"]


def test_an_empty_box_gives_nothing() -> None:
    assert read(zipped([]), "x.zip") == []
    assert read(tarred([]), "x.tar") == []


@pytest.mark.parametrize("first", ["[Content_Types].xml", "mimetype", "_rels/.rels"])
def test_office_documents_are_no_boxes(first: str) -> None:
    data = zipped([(first, "application/epub+zip"), ("a.txt", ARTICLE)], zipfile.ZIP_STORED)
    assert pipeline.describe(Source("x", "x", data), Settings())[0] != "zip"


# ------------------------------------------------------------------ broken, locked, made to harm


def test_locked_members_are_a_problem_each() -> None:
    data = bytearray(zipped(BOTH))
    for at in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    found = read(bytes(data))
    assert [said(item)[1] for item in found] == ["R053", "record"]


def test_methods_that_are_not_known() -> None:
    data = bytearray(zipped(BOTH))
    for at in (data.index(b"PK\x03\x04") + 8, data.index(b"PK\x01\x02") + 10):
        data[at] = 97
    assert [said(item)[1] for item in read(bytes(data))] == ["R056", "record"]


def test_a_broken_member_costs_itself_only() -> None:
    data = bytearray(zipped(BOTH, zipfile.ZIP_STORED))
    data[data.index(b"sindaco")] ^= 1
    assert [said(item)[1] for item in read(bytes(data))] == ["R050", "record"]


def test_half_a_zip_is_a_problem() -> None:
    assert [said(item)[1] for item in read(zipped(BOTH)[:-30])] == ["R050"]


def test_half_a_tar_gives_what_is_there() -> None:
    data = tarred(BOTH, tarfile.USTAR_FORMAT)
    assert [said(item)[1] for item in read(data[: 512 * 3 + 40])] == ["record", "R059"]
    assert [said(item)[1] for item in read(data[: 512 * 2 + 40])] == ["record", "R050"]
    packed = gzip.compress(data)
    assert [said(item)[1] for item in read(packed[:-30])][-1] == "R059"


def test_a_garbled_header_costs_its_member_only() -> None:
    data = bytearray(tarred([("a.txt", ARTICLE), ("b.txt", OTHER), ("c.txt", "x y")]))
    at = data.index(b"b.txt")
    data[at : at + 5] = b"#####"
    assert [said(item)[1] for item in read(bytes(data))] == ["record", "R050", "record"]


@pytest.mark.parametrize("suffix", SINGLE)
def test_half_a_packed_file_is_no_article(suffix: str) -> None:
    data = SINGLE[suffix](ARTICLE.encode() * 20)[:-20]
    (found,) = read(data, "x.txt" + suffix)
    assert said(found)[1] == "R059"


ZEROS = b" " * 70_000_000


def test_bombs_are_stopped() -> None:
    packed = gzip.compress(ZEROS, 9)
    most = {"max_size": 200_000_000}
    assert [said(item)[1] for item in read(packed, "x.txt.gz", **most)] == ["R054"]
    assert [said(item)[1] for item in read(packed, "x.tar.gz", **most)] == ["R054"]
    box = zipped([("a.txt", ZEROS), ("b.txt", ARTICLE)])
    assert [said(item)[1] for item in read(box, **most)] == ["R054"]
    assert [said(item)[1] for item in read(box)] == ["R004", "record"]


def test_members_that_overlap_are_counted_once() -> None:
    """Of one packed block 30 names (Fifield 2019): small to read, endless to unpack."""
    block = zipped([("a", b" " * 7_000_000)])
    start, end = block.index(b"PK\x01\x02"), block.index(b"PK\x05\x06")
    entry = block[start:end]
    directory = b"".join(entry[:46] + b"a" + entry[47:] for _ in range(30))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 30, 30, len(directory), start, 0)
    found = [said(item)[1] for item in read(block[:start] + directory + tail)]
    assert found[-1] in ("R054", "R050")
    assert len(found) <= 30


@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_box_of_too_many_members_is_read_in_part(
    make: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MOST", 2)
    found = read(make([(f"{number}.txt", ARTICLE) for number in range(4)]))
    assert [said(item)[1] for item in found] == ["record", "record", "R058"]


def test_a_directory_that_fills_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "LISTED", 130)
    assert [said(item)[1] for item in read(zipped(BOTH[:1]))] == ["record"]
    assert [said(item)[1] for item in read(zipped(BOTH))] == ["record", "record"]
    assert [said(item)[1] for item in read(zipped([*BOTH, ("a.txt", "x y")]))] == ["R058"]


def test_a_member_without_a_name() -> None:
    data = bytearray(zipped([("a", ARTICLE)]))
    for sizes in (data.index(b"PK\x03\x04") + 26, data.index(b"PK\x01\x02") + 28):
        data[sizes : sizes + 4] = b"\x00\x00\x01\x00"  # the name becomes an extra field
    assert [said(item) for item in read(bytes(data))] == [("!/", "R052")]


def test_a_large_table_streams_out_of_its_box() -> None:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["title", "date", "text"])
    for number in range(40):
        rows.writerow(
            [f"Il ponte {number}", "2024-01-03", f"{ARTICLE} {number} " + "parola " * 500]
        )
    table = out.getvalue().encode()
    for data in (gzip.compress(table), tarred([("t.csv", table)]), zipped([("t.csv", table)])):
        found = read(data, "t.csv.gz", max_size=50_000)
        assert len(found) == 40
        assert {said(item)[1] for item in found} == {"record"}
        assert str(found[3].source.part).startswith("!/t.csv:")


# ------------------------------------------------------------------ the examples

EXAMPLES = Path(__file__).parents[2] / "samples"
IN_THEM = {
    "news.zip": ["record", "record", "record", "media"],
    "letters.tar.gz": ["record", "record", "other-type"],
    "pages.warc.gz": [
        *("record", "media", "redirect", "error-page", "robots"),
        *("duplicate", "revisit"),
    ],
}


@pytest.mark.parametrize("name", IN_THEM)
def test_the_examples(name: str) -> None:
    found = read((EXAMPLES / name).read_bytes(), name)
    assert [said(item)[1] for item in found] == IN_THEM[name]
    assert not [item.problems for item in found if item.problems]


def test_what_the_example_of_a_crawl_says() -> None:
    found = read((EXAMPLES / "pages.warc.gz").read_bytes(), "pages.warc.gz")[0].record
    assert found is not None
    assert found.headline is not None
    assert found.headline.value == "Old mill to become a school"
    assert {date.role: date.value for date in found.dates} == {
        "published": "2024-05-06T08:30:00+01:00",
        "captured": "2024-05-07T06:00:02Z",
    }
    assert len(found.source.places) == 2
    assert found.source.url == "https://post.example/2024/05/mill-school"


# ------------------------------------------------------------------ the command line


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from archivist.cli.group import archivist

    box = tmp_path / "box.zip"
    box.write_bytes(zipped([*BOTH, ("../evil.txt", OTHER)]))
    out, away = tmp_path / "out", tmp_path / "away"
    options = ["convert", str(box), "-o", str(out), "--quarantine", str(away), "--to", "record"]
    first = CliRunner().invoke(archivist, options)
    assert "read 3 = written 2 + unchanged 0 + set aside 0 + quarantined 1" in first.stderr
    written = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert written == [
        "box.zip!/de/museum.txt.record.json",
        "box.zip!/it/ponte.txt.record.json",
    ]
    assert (away / "box.zip!/%2E%2E/evil.txt").read_bytes() == OTHER.encode()
    second = CliRunner().invoke(archivist, options)
    assert "read 3 = written 0 + unchanged 2 + set aside 0 + quarantined 1" in second.stderr


def test_a_part_is_named_by_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from archivist.cli.group import archivist

    monkeypatch.chdir(tmp_path)
    Path("box.zip").write_bytes(zipped([*BOTH, ("in.tar", tarred(BOTH))]))

    def shown(place: str) -> tuple[int, str]:
        done = CliRunner().invoke(archivist, ["show", place, "--format", "jsonl"])
        return done.stdout.count("\n"), done.stderr.splitlines()[-1]

    assert shown("box.zip")[0] == 4
    for place in ("box.zip!/it/ponte.txt", "box.zip!/it", "box.zip!/in.tar!/de/museum.txt"):
        assert shown(place) == (1, "read 1 = shown 1 + set aside 0 + quarantined 0")
    assert shown("box.zip!/in.tar")[0] == 2
    assert shown("box.zip!/it/ponte") == (
        0,
        "read 0 = shown 0 + set aside 0 + quarantined 0; 1 could not be read",
    )
    options = ["box.zip!/it/ponte.txt", "box.zip!/in.tar", "-o", "out", "--to", "record"]
    done = CliRunner().invoke(archivist, ["convert", *options])
    assert done.exit_code == 0
    assert sorted(path.as_posix() for path in Path("out").rglob("*.json")) == [
        "out/box.zip!/in.tar!/de/museum.txt.record.json",
        "out/box.zip!/in.tar!/it/ponte.txt.record.json",
        "out/box.zip!/it/ponte.txt.record.json",
    ]
