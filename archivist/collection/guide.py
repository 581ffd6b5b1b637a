"""This module writes `data/README.txt` of a bag: how to read it without archivist.

Whoever opens the bag in thirty years has a shell, or can read how it was done with one. Names of
shards are real; each command was run as it stands here.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from archivist.collection import layout
from archivist.collection.facts import Accession, Shard
from archivist.collection.originals import Original

WIDTH = 92  # columns of a paragraph; commands are as long as they are

Lines = tuple[str, ...]  # as they stand, indented: commands, lists


def readme(
    accession: Accession,
    shards: Iterable[Shard],
    example: Original | None = None,
    others: Collection[str] = (),
) -> bytes:
    """The guide: UTF-8, LF. `shards` may be many; the first and last are named.

    `example`: an original in a WARC file of the bag, to show how it is taken out. `others`: paths
    of payload files that are in no shard.
    """
    names, files = _sample(shards)
    chapters = (
        _opening(accession),
        _layout(accession, files, others),
        _checking(),
        _finding(),
        _records(files),
        _originals(accession, files, example),
        _exports(files),
        _more(accession, names),
    )
    return ("\n\n".join(chapter for chapter in chapters if chapter)).encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Names:
    """The first and last shard, and how many there are."""

    first: str = ""
    last: str = ""
    count: int = 0


def _sample(shards: Iterable[Shard]) -> tuple[_Names, dict[str, str]]:
    """Names of shards; of each folder of the payload (`records`, `exports/jsonld`) a path in it."""
    names = _Names()
    files: dict[str, str] = {}
    for shard in shards:
        names = _Names(names.first or shard.name, shard.name, names.count + 1)
        for file in shard.files:
            folder = file.path.partition("/")[2].rpartition("/")[0]
            files.setdefault(folder, file.path)
    return names, files


# ------------------------------------------------------------------ chapters


def _opening(accession: Accession) -> str:
    kind = {
        "articles": "articles taken into a collection",
        "withdrawal": "the note that articles of this collection were withdrawn",
        "replacement": f"what is left of {accession.replaces} after a purge",
    }[accession.kind]
    counts = accession.counts
    account = (
        f"read {counts.read:,} = written {counts.written:,} + unchanged {counts.unchanged:,}"
        f" + set aside {counts.set_aside:,} + quarantined {counts.quarantined:,}"
    )
    return _chapter(
        f"{accession.name}: how to read this without the program that wrote it",
        f"This folder is one sealed bag (BagIt 1.0, RFC 8493): {kind}, at {accession.as_of},"
        f" written by archivist {accession.version}. Nothing in it is ever changed.",
        (account,) if counts.read else (),
        "All text is UTF-8, and every format is open: CSV, JSON, gzip, ZIP, WARC, XML. The commands"
        " below are typed in a shell, in the folder that has the file bagit.txt.",
        rule="=",
    )


def _layout(accession: Accession, files: dict[str, str], others: Collection[str]) -> str:
    exports = any(folder.startswith("exports/") for folder in files)
    originals = _has_originals(accession)
    withdrawn = accession.kind != "articles"
    lines = (
        ("bagit.txt, bag-info.txt", "what this is, who gave it, when", True),
        ("manifest-sha256.txt, -sha512", "the digest of every file below data/", True),
        ("data/reports/report.csv", "the ledger: a row for every unit that was read", True),
        ("data/reports/report.html", "the same for people, in a web browser", True),
        (
            "data/reports/near-duplicates.csv",
            "records with nearly the same text",
            "records" in files,
        ),
        ("data/records/", "what was found in each article, and why", "records" in files),
        ("data/originals/", "the articles as they came, byte for byte", originals),
        ("data/corrections/", "what people corrected in the records", bool(accession.corrections)),
        ("data/exports/", "the records in other formats, made from them", exports),
        (
            "data/reports/containers.csv",
            "the files that several articles came in",
            layout.CONTAINERS in others,
        ),
        ("data/reports/withdrawn.csv", "what was withdrawn, why, by whom", withdrawn),
        ("data/schema/", "what the fields of a record mean", "records" in files),
        ("data/premis/premis.xml", "what was done, when and by whom (PREMIS 3)", True),
    )
    return _chapter(
        "What lies where", tuple(f"{name:<34}{what}" for name, what, there in lines if there)
    )


def _checking() -> str:
    return _chapter(
        "Is it all there, and as it was?",
        (
            "sha256sum --quiet -c manifest-sha256.txt",
            "sha256sum --quiet -c tagmanifest-sha256.txt",
        ),
        "Silence means that every file is as it was; a name with FAILED means that it is not. On a"
        " Mac the command is shasum -a 256 -c. Any BagIt tool checks the same.",
    )


def _finding() -> str:
    return _chapter(
        "What is in it?",
        (
            "sed -n 1,5p data/reports/report.csv",
            "grep -i 'a word of the title' data/reports/report.csv",
        ),
        "The ledger opens in a spreadsheet. Its first columns say where a unit was found and what"
        " became of it; then, where its record lies now: accession, shard, offset (the byte at"
        " which its gzip member begins), line (from 0, in that member). original and"
        " original_offset say the same of the bytes as they came.",
    )


def _records(files: dict[str, str]) -> str:
    path = files.get("records")
    if path is None:
        return ""
    return _chapter(
        "Read the records",
        f"A record is one line of JSON. {path} and those beside it are gzip:",
        (
            f"zcat {path} | sed -n 1p",
            f"zcat {path} | grep -c .",
            "zcat data/records/*.jsonl.gz | grep -F 'a word of an article'",
        ),
        "Each file is a row of gzip members of 100 lines, one after the other. With offset and line"
        " of the ledger (here 0 and 0) one record is had without reading the others:",
        (f"tail -c +$((0 + 1)) {path} | zcat | sed -n $((0 + 1))p",),
        "text is the article; all else says what was found in it, and why. Spans count characters"
        " (Unicode code points) of text from 0, the end not included. Dates are EDTF (ISO 8601-2)."
        " data/schema/record.schema.json has every field.",
    )


def _originals(accession: Accession, files: dict[str, str], example: Original | None) -> str:
    if accession.kind == "withdrawal":
        return ""
    if not _has_originals(accession):
        return _chapter(
            "Where are the originals?",
            "Not in this bag: it was made with --originals reference. The columns path and sha256"
            " of the ledger say which files they are, so that they can be found and recognised.",
        )
    path = files.get("originals")
    pieces: list[str | Lines] = []
    if path:
        pieces += [
            f"{path} and those beside it are WARC files (ISO 28500), one gzip member for each"
            " original: WARC/1.1, header lines, an empty line, then the bytes, as many as"
            " Content-Length says. WARC-Target-URI has the name, WARC-Block-Digest the SHA-256"
            " digest. Any WARC reader takes them out. To look:",
            (f"zcat {path} | grep -a '^WARC-Target-URI: '",),
        ]
    if example and example.offset is not None:
        pieces += [
            "data/originals/originals.csv has path, bytes, sha256, file and offset of each. With"
            f" these one original is had byte for byte, here that with offset {example.offset} and"
            f" {example.bytes} bytes:",
            (
                f"tail -c +$(({example.offset} + 1)) {example.file} | zcat |"
                f" LC_ALL=C sed '1,/^\\r$/d' | head -c {example.bytes}",
            ),
        ]
    pieces.append("Files in data/originals/files/, if there are any, are just as they came.")
    return _chapter("Read the originals", *pieces)


def _has_originals(accession: Accession) -> bool:
    return accession.originals == "kept" and accession.kind != "withdrawal"


def _exports(files: dict[str, str]) -> str:
    paths = [path for folder, path in files.items() if folder.startswith("exports/")]
    if not paths:
        return ""
    zipped = "Names in a ZIP are the ids of the records, without urn:uuid:."
    return _chapter(
        "Read the exports",
        tuple(f"zcat {p} | sed -n 1p" if p.endswith(".gz") else f"unzip -l {p}" for p in paths),
        zipped if any(path.endswith(".zip") for path in paths) else "",
    )


def _more(accession: Accession, names: _Names) -> str:
    pieces = []
    if names.count:
        shards = (
            f"shard, {names.first}"
            if names.count == 1
            else (f"shards, {names.first} to {names.last}")
        )
        pieces.append(
            f"{names.count:,} {shards}, of up to some hundred articles. Files with the same number"
            " belong together."
        )
    if accession.of > 1:
        pieces.append(f"This is bag {accession.part} of {accession.of} of one accession.")
    if accession.supersedes:
        older = ", ".join(accession.supersedes)
        pieces.append(
            f"Its records take the place of those in {older}, which stays as it is;"
            " data/reports/changes.csv says what differs."
        )
    if accession.corrections:
        pieces.append(
            "The files in data/corrections/ are JSON patches (RFC 6902), one a file or one a line,"
            " applied in the order of their names to what was found; the history of a record has"
            " those that were, and by whom."
        )
    if accession.rights:
        pieces.append(f"Rights: {_one_line(accession.rights)}")
    return _chapter(
        "More",
        *pieces,
        "Unchanged units lie in the accession that their row of the ledger names. Quarantined ones"
        " gave no record; reason and message of their row say why.",
    )


# ------------------------------------------------------------------ layout of the text


def _chapter(title: str, *pieces: str | Lines, rule: str = "-") -> str:
    """A title with a rule below, paragraphs, and lines as they stand, indented by four."""
    shown = [f"{title}\n{rule * len(title)}"]
    for piece in pieces:
        if isinstance(piece, str):
            shown.append(
                textwrap.fill(piece, WIDTH, break_on_hyphens=False, break_long_words=False)
            )
        else:
            shown.append("\n".join(f"    {line}" for line in piece))
    return "\n\n".join(part for part in shown if part) + "\n"


def _one_line(text: str) -> str:
    """What a configuration says, on one line and without control characters."""
    return "".join(char if char.isprintable() else " " for char in text)
