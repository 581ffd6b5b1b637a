"""This module reads manifests, tag manifests and fetch.txt (RFC 8493, 2.1.3, 2.2.1 and 2.2.3)."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from archivist.collection import bag_names as names
from archivist.collection.bag_names import Version
from archivist.collection.bag_tags import lines

if TYPE_CHECKING:
    from hashlib import _Hash

    Digest = _Hash
    Begin = Callable[..., _Hash]

_NAME = re.compile(r"(tag)?manifest-(.+)\.txt", re.IGNORECASE)
_LINE = re.compile(r"(\\?)([0-9A-Fa-f]+)([ \t]+)(.+)", re.DOTALL)
_FETCH = re.compile(r"([^ \t]+)[ \t]+([0-9]+|-)[ \t]+(.+)", re.DOTALL)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_SHORT = {"blake2b512": ("blake2b", 64), "blake2s256": ("blake2s", 32)}

Say = Callable[..., None]


class Line(NamedTuple):
    """One line of a manifest: its number from 1, and the digest in lower-case hexadecimal."""

    number: int
    digest: str


class Hole(NamedTuple):
    """One line of fetch.txt: a file that the sender left out; `length` in bytes, if it says."""

    number: int
    url: str
    length: int | None


@dataclass(slots=True)
class Manifest:
    """A manifest: the file it stands in, its algorithm, and path → line."""

    file: str
    algorithm: str
    lists_tags: bool
    entries: dict[str, Line] = field(default_factory=dict)
    is_known: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_known = beginning(self.algorithm) is not None


class Named(NamedTuple):
    """What the name of a manifest says; `strict`: it is spelled as RFC 8493, 2.4 wants it."""

    lists_tags: bool
    algorithm: str
    strict: bool


def named(file: str) -> Named | None:
    """The algorithm of a manifest by its name; None for any other file."""
    found = _NAME.fullmatch(file)
    if found is None:
        return None
    algorithm = re.sub("[^a-z0-9]", "", found[2].lower())
    return Named(
        bool(found[1]), algorithm, file == f"{(found[1] or '').lower()}manifest-{algorithm}.txt"
    )


# ------------------------------------------------------------------ algorithms


@functools.cache
def beginning(algorithm: str) -> Begin | None:
    """What begins a digest, by the normalized name (`sha256`, `sha3512`); None for an unknown one.

    It takes the first bytes, if there are any.
    """
    name = _KNOWN.get(algorithm)
    if name is not None:
        direct = getattr(hashlib, name, None) or functools.partial(hashlib.new, name)
        return functools.partial(direct, usedforsecurity=False)
    size = re.fullmatch(r"(blake2[bs])([0-9]+)", algorithm)
    if (
        size is None
        or int(size[2]) % 8
        or not 0 < int(size[2]) <= {"b": 512, "s": 256}[size[1][-1]]
    ):
        return None
    return functools.partial(getattr(hashlib, size[1]), digest_size=int(size[2]) // 8)


def new_digest(algorithm: str) -> Digest | None:
    """A digest to feed; None for an unknown algorithm."""
    begin = beginning(algorithm)
    return begin() if begin is not None else None


def _working() -> dict[str, str]:
    """Normalized name → hashlib's; some that OpenSSL lists are switched off in it."""
    found = {}
    for name in sorted(hashlib.algorithms_available):
        if name.startswith("shake"):
            continue  # no length of its own
        try:
            hashlib.new(name, usedforsecurity=False).hexdigest()
        except (ValueError, TypeError):
            continue
        found[re.sub("[^a-z0-9]", "", name.lower())] = name
    return found


_KNOWN = _working()


# ------------------------------------------------------------------ manifests


def read(manifest: Manifest, text: str, version: Version, there: Container[str], say: Say) -> None:
    """Fill in the entries. `there`: paths of the files in the bag. `say(code, line, found,
    wanted)` is told of every line that is not as it must be."""
    begin = beginning(manifest.algorithm)
    width = 2 * begin().digest_size if begin is not None else None
    harmless = names.is_harmless(text)
    for number, line in enumerate(lines(text), start=1):
        if not line.strip():
            say("C018", number, "a blank line", "none")
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            say("C010", number, repr(line[:80]), "a checksum in hexadecimal, a blank and a path")
            continue
        if width is not None and len(found[2]) != width:
            found_digits = f"a checksum of {len(found[2])} digits"
            say("C010", number, found_digits, f"{width} digits of {manifest.algorithm}")
            continue
        path: str | None = found[4]
        if not (harmless and path in there):  # else it is as a file of the bag is called
            written = _unescaped(found[4]) if found[1] else found[4]
            if found[1]:
                say("C018", number, "a backslash before the checksum, as md5sum writes it", "none")
            path = _path(written, number, version, there, say)
        if path is not None and _belongs(manifest, path, number, version, say):
            _enter(manifest, path, Line(number, found[2].lower()), version, say)


def _unescaped(path: str) -> str:
    """As md5sum escapes a name: `\\\\\\\\` and `\\\\n`."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), path)


def _path(
    written: str, number: int, version: Version, there: Container[str], say: Say
) -> str | None:
    """The path that a manifest writes so; None when it is refused."""
    if written in there and "%" not in written and names.unsafe_elsewhere(written) is None:
        return written  # as a file of the bag is called: it leads nowhere else
    if written.startswith("*") and written not in there:
        say("C018", number, "an asterisk before the path, as md5sum writes it", "none")
        written = written[1:]
    out = names.leads_out(names.decoded(written, version))
    if out is not None:
        say("C011", number, f"{out} in {written[:80]!r}", "a path below the bag")
        return None
    path = _as_found(written, number, version, there, say)
    simple = names.plain(path)
    if simple != path:
        say("C018", number, f"{path[:80]!r}", f"{simple[:80]!r}")
    elsewhere = names.unsafe_elsewhere(simple)
    if elsewhere is not None and simple not in there:
        say("C011", number, f"{elsewhere} in {simple[:80]!r}", "a path of any system, with '/'")
        return None
    if elsewhere is not None:
        say("C018", number, f"{elsewhere} in {simple[:80]!r}", "a name that any system can hold")
    return simple


def _as_found(written: str, number: int, version: Version, there: Container[str], say: Say) -> str:
    """The path with its percent signs read as the version asks, or as the bag's maker meant."""
    path = names.decoded(written, version)
    if "%" not in written or names.plain(path) in there:
        if names.bare_percent(written, version):
            say("C018", number, f"a bare percent sign in {written[:80]!r}", "%25")
        return path
    for meant in (names.plain(written), names.plain(names.decoded(written, names.V1))):
        if meant in there:
            say("C018", number, f"{written[:80]!r}", "percent signs as this version writes them")
            return meant
    return path


def _belongs(manifest: Manifest, path: str, number: int, version: Version, say: Say) -> bool:
    """Whether a manifest of this kind may list the path at all."""
    payload = path == "data" or path.startswith("data/")
    if payload is manifest.lists_tags:
        what = "a payload file" if payload else "a file outside data/"
        say("C015", number, f"{what}, {path[:80]!r}", "tag files" if payload else "payload only")
        return False
    listed = named(path) if manifest.lists_tags else None
    if listed is not None and listed.lists_tags:
        say("C015" if version >= names.V1 else "C018", number, f"a tag manifest, {path!r}", "none")
        return version < names.V1
    return True


def _enter(manifest: Manifest, path: str, line: Line, version: Version, say: Say) -> None:
    known = manifest.entries.get(path)
    if known is None:
        manifest.entries[path] = line
        return
    same = known.digest == line.digest
    code = "C018" if same and version < names.V1 else "C009"
    found = f"{path[:80]!r} again{'' if same else ' with another checksum'}"
    say(code, line.number, found, f"once, as in line {known.number}")


# ------------------------------------------------------------------ fetch.txt


def holes(text: str, version: Version, there: Container[str], say: Say) -> dict[str, Hole]:
    """Path → line of fetch.txt. Nothing is ever fetched."""
    found: dict[str, Hole] = {}
    for number, line in enumerate(lines(text), start=1):
        if not line.strip():
            say("C018", number, "a blank line", "none")
            continue
        parts = _FETCH.fullmatch(line)
        if parts is None:
            say("C020", number, repr(line[:80]), "an address, a length or -, and a path")
            continue
        if not _URI.fullmatch(parts[1]):
            say("C020", number, f"{parts[1][:80]!r}", "an absolute address")
        path = _hole(parts[3], number, version, there, say)
        if path is not None and path in found:
            say("C020", number, f"{path[:80]!r} again", f"once, as in line {found[path].number}")
        elif path is not None:
            length = None if parts[2] == "-" else int(parts[2])
            found[path] = Hole(number, parts[1], length)
    return found


def _hole(
    written: str, number: int, version: Version, there: Container[str], say: Say
) -> str | None:
    """The path to be filled; None when filling it could write elsewhere, on any system."""
    read = names.decoded(written, version)
    unsafe = names.leads_out(read) or names.unsafe_elsewhere(read)
    if unsafe is not None:
        say("C011", number, f"{unsafe} in {written[:80]!r}", "a path below data/")
        return None
    path = names.plain(_as_found(written, number, version, there, say))
    if not path.startswith("data/"):
        say("C020", number, f"{path[:80]!r}, which is no payload file", "a path below data/")
        return None
    return path
