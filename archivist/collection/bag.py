"""This module reads a BagIt bag of anybody: what it declares, lists and holds (RFC 8493).

Versions 0.93 to 1.0. `read` opens the tag files only; archivist.collection.verify compares what
is listed with what is there, and reads every file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archivist.collection import bag_files, bag_manifests, bag_tags
from archivist.collection.bag_files import Files
from archivist.collection.bag_manifests import Hole, Manifest
from archivist.collection.bag_names import V1, Version
from archivist.collection.bag_tags import Element
from archivist.problems import Location, Problem, problem
from archivist.text import printable

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
INFO_BEFORE = "package-info.txt"  # its name before 0.96
FETCH = "fetch.txt"
_OURS = ("data/reports/report.csv", "data/premis/premis.xml")
_TAG_LIMIT = 1 << 30  # bytes of a tag file that is read into memory
_OXUM = re.compile(r"([0-9]+)\.([0-9]+)")
_NO_REPEAT = ("bagging-date", "bag-size", "bag-group-identifier", "bag-count")
_FORMS = {
    "bagging-date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "YYYY-MM-DD"),
    "bag-count": (re.compile(r"[0-9]+ of ([0-9]+|\?)"), "N of T"),
}


@dataclass(slots=True)
class Bag:
    """A bag as its tag files tell it. `label`: how it was named; paths are below it, with `/`.

    `info`: the metadata elements in their order. `oxum`: (octets, files) of Payload-Oxum.
    `problems`: what is wrong with tag files and structure, before any digest is computed.
    """

    root: Path
    label: str
    version: Version = V1
    encoding: str = "utf-8"
    files: Files = field(default_factory=Files)
    manifests: tuple[Manifest, ...] = ()
    holes: dict[str, Hole] = field(default_factory=dict)
    info: tuple[Element, ...] = ()
    oxum: tuple[int, int] | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def declared(self) -> bool:
        return DECLARATION in self.files.sizes

    @property
    def is_ours(self) -> bool:
        """Whether archivist made it: what the standard only recommends, ours has.

        By its metadata, or where that is damaged by what lies in it.
        """
        return self.value("archivist-accession") is not None or all(
            path in self.files.sizes for path in _OURS
        )

    def value(self, label: str) -> str | None:
        """The first value of a label of bag-info.txt, whatever its case."""
        return next((item.value for item in self.info if item.label.lower() == label), None)

    def values(self, label: str) -> list[str]:
        """All values of a label, in their order."""
        return [item.value for item in self.info if item.label.lower() == label]

    def of_payload(self) -> Iterator[Manifest]:
        return (item for item in self.manifests if not item.lists_tags)

    def of_tags(self) -> Iterator[Manifest]:
        return (item for item in self.manifests if item.lists_tags)

    def say(
        self, code: str, path: str, message: str, line: int | None = None, hint: str | None = None
    ) -> None:
        """Book a problem of a file of the bag."""
        self.problems.append(self.problem(code, path, message, line, hint))

    def problem(
        self, code: str, path: str, message: str, line: int | None = None, hint: str | None = None
    ) -> Problem:
        shown = printable(f"{self.label}/{path}" if path else self.label)
        return problem(code, message, Location(shown, line), hint=hint)


def is_bag(folder: Path) -> bool:
    """Whether a folder is a bag, or what is left of one."""
    if not folder.is_dir():
        return False
    if (folder / DECLARATION).is_file():
        return True
    found = (bag_manifests.named(path.name) for path in folder.iterdir())
    return any(found) and (folder / "data").is_dir()


def read(root: Path, label: str | None = None) -> Bag:
    """The bag in a folder; whatever is wrong with it is among its problems."""
    bag = Bag(root, label or str(root))
    bag.files = bag_files.walk(root)
    _odd(bag)
    _declare(bag)
    _required(bag)
    _info(bag)
    there = bag.files.sizes
    bag.manifests = tuple(_manifests(bag))
    for manifest in bag.manifests:
        text = _text(bag, manifest.file)
        bag_manifests.read(manifest, text, bag.version, there, _saying(bag, manifest.file))
    if FETCH in there:
        say = _saying(bag, FETCH)
        bag.holes = bag_manifests.holes(_text(bag, FETCH), bag.version, there, say)
    return bag


# ------------------------------------------------------------------ structure


def _odd(bag: Bag) -> None:
    """What lies in the bag and is no plain file, or cannot be looked at."""
    for path, why in bag.files.odd.items():
        bag.say("C023", path, f"found {why}, wanted a file in the bag")
    for path, why in bag.files.unreadable.items():
        bag.say("C025", path, f"found {why}, wanted something to read")


def _declare(bag: Bag) -> None:
    if not bag.declared:
        if not bag.files.hides(DECLARATION):
            bag.say("C013", DECLARATION, "found none, wanted the bag declaration")
        return
    data = _data(bag, DECLARATION)
    if data is None:
        return
    said = bag_tags.declaration(data)
    bag.version, bag.encoding = said.version, said.encoding
    for line, found, wanted in said.faults:
        bag.say("C012", DECLARATION, f"found {found}, wanted {wanted}", line)
    if said.unknown_encoding is not None:
        found = f"found {said.unknown_encoding[:40]!r}, wanted a character set of IANA's registry"
        bag.say("C014", DECLARATION, found, 2, "the other tag files were read as UTF-8")


def _required(bag: Bag) -> None:
    """The payload folder; manifests are looked for where they are read."""
    if "data" not in bag.files.folders and not bag.files.hides("data"):
        what = "a file" if "data" in bag.files.sizes else "none"
        bag.say("C013", "data", f"found {what}, wanted the payload folder")


def _manifests(bag: Bag) -> Iterator[Manifest]:
    seen: dict[tuple[bool, str], str] = {}
    for file in bag.files.sizes:
        found = None if "/" in file else bag_manifests.named(file)
        if found is None:
            continue
        manifest = Manifest(file, found.algorithm, found.lists_tags)
        if not found.strict:
            kind = "tagmanifest" if found.lists_tags else "manifest"
            right = f"{kind}-{found.algorithm}.txt"
            bag.say("C018" if bag.version < V1 else "C015", file,
                    f"found the name {file!r}, wanted {right}")  # fmt: skip
        twin = seen.setdefault((found.lists_tags, found.algorithm), file)
        if twin != file:
            bag.say("C015", file, f"found a second manifest for {found.algorithm}, wanted {twin}")
        if not manifest.is_known:
            hint = "its checksums could not be compared"
            known = "an algorithm that can be computed here, such as sha512"
            bag.say("C024", file, f"found {found.algorithm!r}, wanted {known}", hint=hint)
        if found.lists_tags and not bag.files.sizes[file]:
            bag.say("C005", file, "found 0 bytes, wanted a line for each payload manifest")
        elif not bag.files.sizes[file] and bag.version < V1 and _has_payload(bag):
            bag.say("C018", file, "found 0 bytes, wanted a line for each payload file")
        yield manifest
    if not any(not lists_tags for lists_tags, _ in seen) and not bag.files.hides(""):
        bag.say("C013", "manifest-sha512.txt", "found no payload manifest, wanted at least one")


def _has_payload(bag: Bag) -> bool:
    return any(path.startswith("data/") for path in bag.files.sizes)


# ------------------------------------------------------------------ tag files


def _data(bag: Bag, path: str) -> bytes | None:
    """The bytes of a tag file; None, and a problem, when they cannot be read."""
    if bag.files.sizes[path] > _TAG_LIMIT:
        found = f"found {bag.files.sizes[path]:,} bytes, wanted at most {_TAG_LIMIT:,}"
        bag.say("C025", path, found)
        return None
    try:
        return (bag.root / path).read_bytes()
    except OSError as refused:
        bag.say("C025", path, f"found {refused.strerror or refused}, wanted something to read")
        return None


def _text(bag: Bag, path: str) -> str:
    """The text of a tag file, "" when it cannot be read."""
    data = _data(bag, path)
    if data is None:
        return ""
    text, fault = bag_tags.decode(data, bag.encoding)
    if fault is not None:
        wanted = f"{bag.encoding.upper()}, as {DECLARATION} says"
        bag.say("C014", path, f"found {fault}, wanted {wanted}")
    return text


def _saying(bag: Bag, file: str) -> bag_manifests.Say:
    def say(code: str, line: int, found: str, wanted: str) -> None:
        bag.say(code, file, f"found {found}, wanted {wanted}", line)

    return say


def _info(bag: Bag) -> None:
    """Metadata, with what 2.2.2 asks of it."""
    file = INFO
    if INFO not in bag.files.sizes and bag.version < (0, 96):
        file = INFO_BEFORE
    if file not in bag.files.sizes:
        return
    found, faults = bag_tags.elements(_text(bag, file), bag.version)
    bag.info = tuple(found)
    for line, what, wanted in faults:
        code = "C018" if what == "a blank line" else "C016"
        bag.say(code, file, f"found {what}, wanted {wanted}", line)
    _repeated(bag, file)
    for item in bag.info:
        form, wanted = _FORMS.get(item.label.lower(), (None, ""))
        if form is not None and not form.fullmatch(item.value):
            bag.say("C018", file, f"{item.label}: found {item.value[:60]!r}, wanted {wanted}",
                    item.line)  # fmt: skip
    _oxum(bag, file)


def _repeated(bag: Bag, file: str) -> None:
    """Elements that should stand once: all but Payload-Oxum, which must."""
    seen: dict[str, int] = {}
    for item in bag.info:
        label = item.label.lower()
        first = seen.setdefault(label, item.line)
        if label in _NO_REPEAT and first != item.line:
            what = f"found {item.label} again, wanted it once, as in line {first}"
            bag.say("C018", file, what, item.line)


def _oxum(bag: Bag, file: str) -> None:
    sums = [item for item in bag.info if item.label.lower() == "payload-oxum"]
    for item in sums[1:]:
        same = item.value == sums[0].value
        code = "C018" if same and bag.version < V1 else "C016"
        what = f"found Payload-Oxum again, wanted it once, as in line {sums[0].line}"
        bag.say(code, file, what, item.line)
    for item in sums:
        form = _OXUM.fullmatch(item.value)
        if form is None:
            what = f"Payload-Oxum: found {item.value[:60]!r}, wanted octets.files"
            bag.say("C016", file, what, item.line)
        elif bag.oxum is None:
            bag.oxum = int(form[1]), int(form[2])
