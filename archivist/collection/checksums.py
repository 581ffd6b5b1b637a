"""This module reads the checksums that come with sources, and says which sources agree with them.

Lists of coreutils (`digest  name`, `digest *name`, `\\digest  na\\nme`), of BSD (`SHA256 (name) =
digest`), manifests of a bag, and CSV with a column for the name and one for the digest. The
algorithm is known by its name, else by the length of the digest.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import new as new_hash
from pathlib import Path
from typing import Literal

from archivist.collection.facts import Checked
from archivist.errors import UsageError, WorldRefused
from archivist.problems import Location, Problem, problem
from archivist.text import printable

Verdict = Literal["held", "failed", "unlisted"]

# Length of the hexadecimal digest → algorithm, strongest last.
BY_LENGTH: Mapping[int, str] = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
LENGTHS: Mapping[str, int] = {name: length for length, name in BY_LENGTH.items()}
SHOWN = 3  # names in a message
HINT = "wanted lines such as sha256sum prints, a bag's manifest, or CSV with columns path,sha256"


@dataclass(slots=True)
class Supplied:
    """The digests of a list by name, and what came of comparing them with the sources.

    `source` is the name of the list; a name has one digest for each algorithm, as bytes.
    """

    source: str
    digests: dict[str, dict[str, bytes]]
    held: int = 0
    unlisted: int = 0
    failed: list[str] = field(default_factory=list)
    _strangers: list[str] = field(default_factory=list)  # the first sources not listed
    _used: set[str] = field(default_factory=set)

    @property
    def algorithms(self) -> tuple[str, ...]:
        """What must be calculated of each source: md5, sha1, sha256, sha512, as far as listed."""
        found = {name for digests in self.digests.values() for name in digests}
        return tuple(name for name in LENGTHS if name in found)

    def listed(self, name: str) -> str | None:
        """The name in the list that stands for a source, None when it has none.

        By the whole name, else without its first folders: a list speaks from its own folder.
        """
        tail = _normal(name)
        while True:
            if tail in self.digests:
                return tail
            _, parted, tail = tail.partition("/")
            if not parted:
                return None

    def verify(self, name: str, digests: Mapping[str, str]) -> tuple[Verdict, Problem | None]:
        """Compare a source with the list, and book it. `digests`: algorithm → hexadecimal.

        Of several listed digests all must hold; C045 says which does not. Raises KeyError when
        a listed algorithm was not calculated.
        """
        found = self.listed(name)
        if found is None:
            self.unlisted += 1
            if len(self._strangers) < SHOWN:
                self._strangers.append(name)
            return "unlisted", None
        self._used.add(found)
        for algorithm, wanted in self.digests[found].items():
            if digests[algorithm].lower() != wanted.hex():
                self.failed.append(name)
                return "failed", self._differs(name, algorithm, digests[algorithm], wanted.hex())
        self.held += 1
        return "held", None

    def verify_bytes(self, name: str, data: bytes) -> tuple[Verdict, Problem | None]:
        """`verify` of bytes that are at hand."""
        return self.verify(name, {kind: digest(kind, data) for kind in self.algorithms})

    def unused(self) -> tuple[str, ...]:
        """Names of the list that no source had, in its order."""
        return tuple(name for name in self.digests if name not in self._used)

    def checked(self) -> Checked:
        """The facts for the seal; failed names sorted, so that their order of reading is not."""
        return Checked(self.source, self.held, tuple(sorted(self.failed)), self.unlisted)

    def problems(self) -> Iterator[Problem]:
        """C046 for sources that are not listed, C047 for listed names that no source has.

        One of each, with the first of them: a list of another collection names thousands.
        """
        if self.unlisted:
            hint = "they were archived; nobody says whether they are as they were"
            yield self._some("C046", "no checksum of", self._strangers, self.unlisted, hint)
        unused = self.unused()
        if unused:
            hint = "they were not given, or they got lost on the way"
            yield self._some("C047", "no source", unused[:SHOWN], len(unused), hint)

    def _some(self, code: str, what: str, names: Iterable[str], count: int, hint: str) -> Problem:
        listed = ", ".join(printable(name) for name in names)
        more = f" and {count - SHOWN:,} more" if count > SHOWN else ""
        return problem(code, f"found {what} {listed}{more}", Location(self.source), hint=hint)

    def _differs(self, name: str, algorithm: str, found: str, wanted: str) -> Problem:
        message = f"found {algorithm} {found}, wanted {wanted} as {self.source} says"
        hint = "fetch it again from where the list comes from"
        return problem("C045", message, Location(name), hint=hint)


def digest(algorithm: str, data: bytes) -> str:
    """Hexadecimal. MD5 and SHA-1 find accidents, which is what supplied lists are for."""
    return new_hash(algorithm, data, usedforsecurity=False).hexdigest()


# ------------------------------------------------------------------ reading lists


def load(path: str) -> Supplied:
    """The list in a file. Raises WorldRefused (unreadable), UsageError with file and line."""
    shown = printable(path)
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as refused:
        why = getattr(refused, "strerror", None) or refused
        raise WorldRefused(f"{shown}: {why}", hint=HINT) from None
    return parse(content, Path(path).name, shown=shown)


def parse(content: bytes, name: str, *, shown: str | None = None) -> Supplied:
    """The list in bytes; `name` is how evidence calls it, `shown` how messages do."""
    where = shown or printable(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        raise UsageError(f"{where}:{line}: found a byte that is not UTF-8", hint=HINT) from None
    supplied = Supplied(printable(name), {})
    lines = _table(text, where) if _is_table(text) else _lines(text, where, name)
    for line, kind, value, file in lines:
        _add(supplied, where, line, kind, value, file)
    if not supplied.digests:
        raise UsageError(f"{where}: found no checksum in it", hint=HINT)
    return supplied


def _add(supplied: Supplied, where: str, line: int, kind: str, value: str, file: str) -> None:
    key = _normal(file)
    if not key:
        raise UsageError(f"{where}:{line}: found a checksum without the name of a file", hint=HINT)
    known = supplied.digests.setdefault(key, {})
    digest = bytes.fromhex(value)
    if known.setdefault(kind, digest) != digest:
        message = f"{where}:{line}: found a second {kind} for {printable(file)}"
        raise UsageError(message, hint="one of the two lines is wrong; take it out")


def _normal(name: str) -> str:
    """`./a/b.txt` → a/b.txt, in one normal form: lists of a Mac and of Linux name the same."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return unicodedata.normalize("NFC", "/".join(parts))


_MANIFEST = re.compile(
    r"(?:tag)?manifest-([a-z0-9]+)\.txt|(?:.*[._-])?([a-z0-9-]+?)(?:sums?)?(?:\.txt)?"
)


def _named_after(name: str) -> str | None:
    """The algorithm that the file's name tells: `manifest-md5.txt`, `SHA256SUMS`, `a.sha1`."""
    match = _MANIFEST.fullmatch(name.lower())
    found = (match[1] or match[2]).replace("-", "") if match else ""
    return found if found in LENGTHS else None


_BSD = re.compile(r"(\\?)([A-Za-z0-9/-]+) ?\((.*)\) ?= ?([0-9A-Fa-f]+)")
_COREUTILS = re.compile(r"(\\?)([0-9A-Fa-f]{32,128})(?: [ *](?=.)|[ \t]+\*?(?=\S))(.+)")
_OTHER_NAMES = {"sha2256": "sha256", "sha2512": "sha512"}  # OpenSSL 3: SHA2-256(a.txt)= …


def _lines(text: str, where: str, name: str) -> Iterator[tuple[int, str, str, str]]:
    """(line, algorithm, digest, name) of a list with a file a line."""
    named = _named_after(name)
    manifest = _IS_MANIFEST.fullmatch(name) is not None
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.removesuffix("\r")
        if not line.strip() or line.startswith(("#", ";")):
            continue
        if found := _BSD.fullmatch(line):
            escaped, kind, file, value = found.groups()
            kind = kind.lower().replace("-", "").replace("/", "")
            kind = _checked(_OTHER_NAMES.get(kind, kind), value, where, number)
            yield number, kind, value, _decoded(file, escaped != "", False)
        elif found := _COREUTILS.fullmatch(line):
            escaped, value, file = found.groups()
            kind = _checked(named, value, where, number)
            yield number, kind, value, _decoded(file, escaped != "", manifest)
        else:
            raise UsageError(f"{where}:{number}: found {line[:60]!r}, no checksum", hint=HINT)


_IS_MANIFEST = re.compile(r"(?:tag)?manifest-[a-z0-9]+\.txt")


def _decoded(name: str, escaped: bool, manifest: bool) -> str:
    r"""A name as it is: coreutils writes `\n`, `\r` and `\\`, a bag `%0A`, `%0D` and `%25`."""
    if escaped:
        return re.sub(r"\\([nr\\])", lambda found: {"n": "\n", "r": "\r"}.get(found[1], "\\"), name)
    if manifest:
        name = re.sub(r"(?i)%(0A|0D|25)", lambda found: chr(int(found[1], 16)), name)
        return name.removeprefix("data/")
    return name


def _checked(kind: str | None, value: str, where: str, line: int) -> str:
    """The algorithm of a digest. Raises UsageError when its length is another's, or nobody's."""
    by_length = BY_LENGTH.get(len(value))
    if kind is not None and kind not in LENGTHS:
        found = f"found {kind}, which is not read"
        raise UsageError(f"{where}:{line}: {found}", hint=f"wanted {', '.join(LENGTHS)}")
    if by_length is None or (kind is not None and LENGTHS[kind] != len(value)):
        wanted = f"{LENGTHS[kind]} for {kind}" if kind else "32, 40, 64 or 128"
        found = f"found a digest of {len(value)} characters, wanted {wanted}"
        raise UsageError(f"{where}:{line}: {found}", hint=HINT)
    return kind or by_length


# ------------------------------------------------------------------ CSV

_FILE_COLUMNS = ("path", "file", "filename", "name", "filepath", "file_path", "file_name")
_DIGEST_COLUMNS = ("digest", "checksum", "hash", "hashvalue", "fixity", "message_digest")


def _is_table(text: str) -> bool:
    """Whether the first line names columns: a list has a digest in it."""
    head = text.partition("\n")[0]
    return ("," in head or "\t" in head or ";" in head) and _columns(_cells(head)) is not None


def _cells(head: str) -> list[str]:
    return next(csv.reader([head.rstrip("\r")], delimiter=_delimiter(head)), [])


def _delimiter(head: str) -> str:
    return max(",\t;", key=head.count)


def _columns(cells: Iterable[str]) -> tuple[int, tuple[tuple[int, str | None], ...]] | None:
    """(place of the name, ((place of a digest, its algorithm), …)), None without one of them."""
    names = [re.sub(r"[^a-z0-9_]", "", cell.strip().lower()) for cell in cells]
    file = next((at for at, name in enumerate(names) if name in _FILE_COLUMNS), None)
    found: list[tuple[int, str | None]] = [
        (at, name if name in LENGTHS else None)
        for at, name in enumerate(names)
        if name in LENGTHS or name in _DIGEST_COLUMNS
    ]
    return (file, tuple(found)) if file is not None and found else None


def _table(text: str, where: str) -> Iterator[tuple[int, str, str, str]]:
    head = text.partition("\n")[0]
    columns = _columns(_cells(head))
    assert columns is not None  # _is_table looked
    file, digests = columns
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(head), strict=True)
    try:
        next(rows)
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            line = rows.line_num
            if len(row) <= max(file, *(at for at, _ in digests)) or not row[file]:
                raise UsageError(f"{where}:{line}: found a row without file or digest", hint=HINT)
            for at, kind in digests:
                yield from _cell(row[at].strip(), kind, row[file], where, line)
    except csv.Error as broken:
        raise UsageError(f"{where}:{rows.line_num}: {broken}", hint=HINT) from None


def _cell(
    value: str, kind: str | None, file: str, where: str, line: int
) -> Iterator[tuple[int, str, str, str]]:
    """A digest in a cell, perhaps with its algorithm before it: `sha256:9dae…`."""
    if not value:
        return
    named, colon, bare = value.rpartition(":")
    if colon:
        kind, value = named.lower().replace("-", ""), bare
    if not re.fullmatch(r"[0-9A-Fa-f]+", value):
        raise UsageError(f"{where}:{line}: found {value[:60]!r}, wanted a digest", hint=HINT)
    yield line, _checked(kind, value, where, line), value, file
