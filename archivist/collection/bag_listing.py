"""This module compares what the manifests of a bag list with what lies in it (RFC 8493, 3).

Names only: which file is missing, which is extra, which goes by another form of its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archivist.collection import bag_names as names
from archivist.collection.bag import DECLARATION, FETCH, INFO, Bag
from archivist.collection.bag_manifests import Line, Manifest, named

_KNOWN = (DECLARATION, INFO, FETCH)


class Claim(NamedTuple):
    """One line of a manifest about a file."""

    manifest: Manifest
    line: Line


@dataclass(slots=True)
class Listing:
    """Listed paths and files brought together.

    `claims`: listed path → lines about it. `there`: listed path → path on the disk, the same but
    for normal form. `missing`, `extra`: listed and not there, there and not listed.
    `cased`: missing path → the file that differs from it by case only.
    """

    claims: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    there: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    cased: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    _owners: dict[str, str] = field(default_factory=dict)
    _unlisted: dict[str, list[str]] = field(default_factory=dict)

    def owners(self) -> dict[str, str]:
        """Digest (`sha256:…`) → the path it is listed for."""
        if not self._owners:
            self._owners = {
                f"{claim.manifest.algorithm}:{claim.line.digest}": path
                for path, claims in self.claims.items()
                for claim in claims
            }
        return self._owners

    def unlisted(self, manifest: Manifest) -> list[str]:
        """Files that are there and listed, but not by this manifest."""
        if manifest.file not in self._unlisted:
            self._unlisted[manifest.file] = [
                path
                for path in self.there
                if all(claim.manifest is not manifest for claim in self.claims[path])
            ]
        return self._unlisted[manifest.file]


def listing(bag: Bag, manifests: Iterable[Manifest], files: Iterable[str]) -> Listing:
    """The listing of these manifests over these files of the bag."""
    found = Listing()
    for manifest in manifests:
        for path, line in manifest.entries.items():
            found.claims[path].append(Claim(manifest, line))
    there = dict.fromkeys(files)
    found.there = {path: path for path in found.claims if path in there}
    lost = [path for path in found.claims if path not in there]
    spare = [path for path in there if path not in found.claims]
    if lost and spare:
        lost, spare = _other_forms(found, lost, spare)
    if lost:
        lost, spare = _other_cases(found, lost, spare, there)
    found.missing = [path for path in lost if not bag.files.hides(path)]
    found.left = [path for path in spare if names.is_left_by_system(path)]
    found.extra = [path for path in spare if not names.is_left_by_system(path)]
    return found


def _other_forms(found: Listing, lost: list[str], spare: list[str]) -> tuple[list[str], list[str]]:
    """Files that differ from a listed path in the Unicode normal form of their names."""
    forms = {names.normal(path): path for path in spare}
    still = []
    for path in lost:
        file = forms.pop(names.normal(path), None)
        if file is None:
            still.append(path)
        else:
            found.there[path] = file
    taken = set(found.there.values())
    return still, [path for path in spare if path not in taken]


def _other_cases(
    found: Listing, lost: list[str], spare: list[str], there: Mapping[str, None]
) -> tuple[list[str], list[str]]:
    """Missing paths of which a file has the letters, but not their case."""
    wanted = {names.folded(path) for path in lost}
    cased = {fold: path for path in there if (fold := names.folded(path)) in wanted}
    found.cased = {path: cased[fold] for path in lost if (fold := names.folded(path)) in cased}
    taken = set(found.cased.values())
    return (
        [path for path in lost if path not in found.cased],
        [path for path in spare if path not in taken],
    )


# ------------------------------------------------------------------ what the lists must hold


def check_names(bag: Bag, found: Listing) -> None:
    """Book what names alone tell: files by another form, twins, folders that are listed."""
    for path in list(found.missing):
        if path.endswith("/") or path in bag.files.folders:
            _say(bag, "C010", found, path, f"found a folder, {path!r}, wanted files only")
            found.missing.remove(path)
    for path, file in found.there.items():
        if path != file:
            what = f"found the name in another Unicode normal form than in {_where(found, path)}"
            bag.say("C008", file, f"{what}, wanted the same")
    for path, file in found.cased.items():
        hint = "a system that takes both for one name lost it" if file in found.claims else None
        bag.say("C006", path, f"found {file!r}, wanted {path!r}", hint=hint)
    _twins(bag, [*found.there.values(), *found.extra])
    for path in found.left:
        bag.say("C022", path, "found what a system leaves in folders, wanted nothing; passed over")


def _twins(bag: Bag, files: list[str]) -> None:
    """Files whose names become one on some system."""
    for code, form, what in (
        ("C007", names.folded, "case"),
        ("C008", names.normal, "Unicode normal form"),
    ):
        if code == "C008" and all(map(str.isascii, files)):
            continue
        seen: dict[str, str] = {}
        for path in files:
            first = seen.setdefault(form(path), path)
            if first != path and (code == "C008" or names.normal(first) != names.normal(path)):
                found = f"found {first!r} too, wanted names that differ in more than {what}"
                bag.say(code, path, found)


def check_payload_lists(bag: Bag, manifests: list[Manifest], found: Listing) -> None:
    """Each file in each payload manifest (1.0), or in one at least; fetch.txt in them all."""
    for path in found.extra:
        bag.say("C002", path, _extra(bag, path))
    for manifest in manifests if bag.version >= names.V1 else ():
        for path in found.claims:
            if path not in manifest.entries and path in found.there:
                bag.say("C015", manifest.file, f"found no line for {path!r}, wanted one")
    for path, hole in bag.holes.items():
        lacking = [m.file for m in manifests if path not in m.entries]
        if lacking and (bag.version >= names.V1 or len(lacking) == len(manifests)):
            what = f"found {path!r}, which {', '.join(lacking)} does not list, wanted it listed"
            bag.say("C020", FETCH, what, hole.number)
        size = bag.files.sizes.get(found.there.get(path, ""))
        if size is not None and hole.length not in (None, size):
            what = f"found {hole.length:,} bytes for {path!r}, wanted the {size:,} it has"
            bag.say("C018", FETCH, what, hole.number)


def _extra(bag: Bag, path: str) -> str:
    size = names.sized(bag.files.sizes[path])
    return f"found a file of {size} that no manifest lists, wanted none"


def check_tag_lists(bag: Bag, found: Listing) -> None:
    """What tag manifests must list: each payload manifest; and should: each other tag file."""
    tags = list(bag.of_tags())
    if bag.is_ours:
        _check_ours(bag, tags)
    ours = [path for path in found.claims if path in found.there]
    for manifest in tags:
        must = [item.file for item in bag.of_payload()]
        for path in must:
            if path not in manifest.entries:
                code = "C015" if bag.version >= names.V1 else "C018"
                bag.say(code, manifest.file, f"found no line for {path!r}, wanted one")
        for path in ours:
            if path not in manifest.entries and path not in must:
                code = "C015" if bag.is_ours else "C018"
                bag.say(code, manifest.file, f"found no line for {path!r}, wanted one")
    for path in found.extra if tags else ():
        if path not in _KNOWN and not ("/" not in path and named(path)):
            size = names.sized(bag.files.sizes[path])
            what = f"found a file of {size} that no tag manifest lists, wanted none"
            bag.say("C021", path, what)


def _check_ours(bag: Bag, tags: list[Manifest]) -> None:
    """Archivist writes a tag manifest for each algorithm, and ends lines with LF."""
    for manifest in bag.of_payload():
        if all(item.algorithm != manifest.algorithm for item in tags):
            bag.say("C013", f"tag{manifest.file}", "found none, wanted the one archivist wrote")
    for manifest in tags:
        if b"\r" in (bag.root / manifest.file).read_bytes():
            bag.say("C018", manifest.file, "found CR LF line ends, wanted LF as it was written")


def _where(found: Listing, path: str) -> str:
    claim = found.claims[path][0]
    return f"{claim.manifest.file}:{claim.line.number}"


def _say(bag: Bag, code: str, found: Listing, path: str, message: str) -> None:
    claim = found.claims[path][0]
    bag.say(code, claim.manifest.file, message, claim.line.number)
