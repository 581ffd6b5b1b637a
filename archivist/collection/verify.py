"""This module verifies a bag: every file against every checksum that the bag lists for it.

A full pass: all that is wrong is named, with file, kind, and what was found and wanted; the first
fault never hides the second, and a damaged manifest is blamed itself, not the files it lists.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from archivist.collection import bag as bags
from archivist.collection import bag_damage, bag_digests, bag_listing
from archivist.collection.bag import Bag
from archivist.collection.bag_damage import Claimed
from archivist.collection.bag_digests import Read, Wanted
from archivist.collection.bag_listing import Claim, Listing
from archivist.collection.bag_manifests import Manifest
from archivist.problems import Problem

Choose = Callable[[Iterable[str]], Iterable[str]]


@dataclass(slots=True)
class Verdict:
    """What became of a bag: `problems`, and what was read.

    `held`: payload files that are as listed. `payload`: how many are listed and there; of these
    `read` were read, `bytes` in all with the tag files. `passed_over`: were not chosen.
    """

    bag: Bag
    problems: list[Problem] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    payload: int = 0
    payload_bytes: int = 0
    read: int = 0
    bytes: int = 0
    passed_over: int = 0

    @property
    def errors(self) -> int:
        return sum(found.severity == "error" for found in self.problems)

    @property
    def warnings(self) -> int:
        return sum(found.severity == "warning" for found in self.problems)


def everything(paths: Iterable[str]) -> Iterable[str]:
    """The choice of a full pass."""
    return paths


def nothing(done: object) -> None:
    """Nobody watches."""


def verify(
    root: Path,
    label: str | None = None,
    *,
    jobs: int = 1,
    choose: Choose = everything,
    tick: Callable[[Read], None] = nothing,
) -> Verdict:
    """The verdict on the bag in a folder.

    `choose` picks the payload files that are read, of those that are listed and there; tag files
    are always read. `tick` is called after each file that was read. Raises nothing for what is
    wrong with the bag, its files or the disk.
    """
    return Pass(bags.read(root, label), jobs=jobs, tick=tick).run(choose)


class Pass:
    """One pass over a bag. `keep` is told of each payload file that is as listed, at once."""

    def __init__(
        self,
        bag: Bag,
        *,
        jobs: int = 1,
        tick: Callable[[Read], None] = nothing,
        keep: Callable[[str], None] = nothing,
    ) -> None:
        self.bag = bag
        self.verdict = Verdict(bag)
        self._root = str(bag.root)
        self._jobs = jobs
        self._tick = tick
        self._keep = keep
        self._digests: dict[tuple[str, str], str | None] = {}

    def run(self, choose: Choose) -> Verdict:
        damaged = self._tags()
        self._payload(damaged, choose)
        self.verdict.problems = _ordered(self.bag.problems)
        return self.verdict

    # -------------------------------------------------------------- tag files

    def _tags(self) -> set[str]:
        """Check the tag files; those whose checksums fail in every tag manifest that has them."""
        bag = self.bag
        files = [path for path in bag.files.sizes if not path.startswith("data/")]
        manifests = list(bag.of_tags())
        found = bag_listing.listing(bag, manifests, files)
        bag_listing.check_names(bag, found)
        off = self._read(manifests, found, list(found.there))
        known = bag_damage.of_manifests(bag) if off else {}
        for read, failed in off.values():
            self._blame(found, read, failed, known)
        self._missing(found)
        bag_listing.check_tag_lists(bag, found)
        return {path for path, (read, failed) in off.items() if len(failed) == len(read.digests)}

    # -------------------------------------------------------------- payload

    def _payload(self, damaged: set[str], choose: Choose) -> None:
        bag, verdict = self.bag, self.verdict
        trusted = [item for item in bag.of_payload() if item.file not in damaged]
        manifests = trusted or list(bag.of_payload())
        files = [path for path in bag.files.sizes if path.startswith("data/")]
        found = bag_listing.listing(bag, manifests, files)
        readable = bool(trusted) or all(found.code != "C010" for found in bag.problems)
        if not readable:
            found.extra = []  # what is not listed stood in lines that cannot be read
        bag_listing.check_names(bag, found)
        chosen = list(choose(list(found.there)))
        verdict.payload = len(found.there)
        verdict.payload_bytes = sum(bag.files.sizes[file] for file in found.there.values())
        verdict.passed_over = len(found.there) - len(chosen)
        off = self._read(manifests, found, chosen)
        bad = [path for path, (read, _) in off.items()]
        verdict.held = [path for path in chosen if path not in off]
        self._judge(manifests, found, off, bad)
        if readable and not (bad or found.missing or found.extra or found.cased):
            self._sum(found)

    def _judge(
        self,
        manifests: list[Manifest],
        found: Listing,
        off: dict[str, tuple[Read, list[Claim]]],
        bad: list[str],
    ) -> None:
        bag = self.bag
        sizes = bag.files.sizes
        whole = {path: sizes[file] for path, file in found.there.items() if path not in off}
        known = bag_damage.sizes(bag, whole, bad) if bad else {}
        for read, failed in off.values():
            self._blame(found, read, failed, known)
        self._missing(found)
        bag_listing.check_payload_lists(bag, manifests, found)

    def _sum(self, found: Listing) -> None:
        """Payload-Oxum, where nothing else is wrong: else that says it better."""
        bag = self.bag
        if bag.oxum is None or any(p.code == "C023" for p in bag.problems):
            return
        octets = sum(bag.files.sizes[file] for file in found.there.values())
        for more in ([], found.left):
            there = (octets + sum(bag.files.sizes[p] for p in more), len(found.there) + len(more))
            if there == bag.oxum:
                return
        shown = f"{octets}.{len(found.there)}"
        wanted = f"{bag.oxum[0]}.{bag.oxum[1]}"
        line = next(item.line for item in bag.info if item.label.lower() == "payload-oxum")
        file = bags.INFO if bags.INFO in bag.files.sizes else bags.INFO_BEFORE
        bag.say("C017", file, f"found a payload of {shown}, wanted {wanted} as it says", line)

    # -------------------------------------------------------------- reading and blaming

    def _read(
        self, manifests: list[Manifest], found: Listing, chosen: list[str]
    ) -> dict[str, tuple[Read, list[Claim]]]:
        """Read the chosen files; of those that are not as listed what was read, and which lines
        they do not follow."""
        off: dict[str, tuple[Read, list[Claim]]] = {}
        wanted = (self._wanted(found, path) for path in chosen)
        for read in bag_digests.read_all(wanted, self._jobs, self._tick):
            self.verdict.read += 1
            self.verdict.bytes += read.size
            if read.refused is not None:
                off[read.path] = read, []
                continue
            digest_by = read.digests.get
            failed = [
                claim
                for claim in found.claims[read.path]
                if digest_by(claim.manifest.algorithm, claim.line.digest) != claim.line.digest
            ]
            if failed:
                off[read.path] = read, failed
            elif read.path.startswith("data/"):
                self._keep(read.path)
        return off

    def _wanted(self, found: Listing, path: str) -> Wanted:
        known = {c.manifest.algorithm: None for c in found.claims[path] if c.manifest.is_known}
        return Wanted(path, self._place(found.there[path]), tuple(known))

    def _place(self, file: str) -> str:
        """Where a file of the bag lies on the disk."""
        return f"{self._root}{os.sep}{file}"

    def _blame(
        self, found: Listing, read: Read, failed: list[Claim], known: dict[str, int]
    ) -> None:
        """Name a file whose bytes are not as listed; or the line, where another manifest has it."""
        bag, file = self.bag, found.there[read.path]
        if read.refused is not None:
            bag.say("C025", file, f"found {read.refused}, wanted something to read")
            return
        if len(failed) < len(read.digests):
            for claim in failed:
                name = claim.manifest.algorithm
                what = f"found {name} {claim.line.digest} for {read.path!r}"
                right = f"wanted {read.digests[name]}, by which another manifest agrees"
                bag.say("C010", claim.manifest.file, f"{what}, {right}", claim.line.number)
            return
        listed = {claim.manifest.algorithm: claim.line.digest for claim in failed}
        own_text = bag.is_ours and not file.startswith("data/")
        claimed = Claimed(listed, known.get(read.path), own_text)
        said = bag_damage.damage(bag.root / file, read, claimed, found.owners())
        bag.say(said.code, file, f"found {said.found}, wanted {said.wanted}", hint=said.hint)

    def _missing(self, found: Listing) -> None:
        """Name what is listed and not there. Lines with a damaged name, and files that only moved,
        are told apart by their digests."""
        bag = self.bag
        for path in found.missing:
            claims = found.claims[path]
            if path in bag.holes:
                hole = bag.holes[path]
                what = "found nothing yet, wanted the file: it is listed in fetch.txt"
                bag.say("C019", path, what, hint=f"fetch {hole.url}; archivist fetches nothing")
                continue
            twin = self._misnamed(found, path)
            if twin is not None:
                what = f"found the name {path!r}, wanted {twin!r}, whose checksum it has"
                bag.say("C010", claims[0].manifest.file, what, claims[0].line.number)
                continue
            moved = self._moved(found, path)
            listed = {c.manifest.algorithm: c.line.digest for c in claims}
            name = bag_damage.shown(listed)
            hint = f"its bytes are in {moved}" if moved else None
            bag.say("C001", path, f"found no file, wanted {name} {listed[name]}", hint=hint)

    def _misnamed(self, found: Listing, path: str) -> str | None:
        """The file that a line means, if its name was damaged: listed elsewhere, not by it."""
        (claim, *more) = found.claims[path]
        if more or not claim.manifest.is_known:
            return None
        for other in found.unlisted(claim.manifest):
            if self._digest(found.there[other], claim.manifest.algorithm) == claim.line.digest:
                found.claims[other].append(claim)
                claim.manifest.entries[other] = claim.line
                return other
        return None

    def _moved(self, found: Listing, path: str) -> str | None:
        """The extra file that has the bytes of a missing one."""
        claim = next((c for c in found.claims[path] if c.manifest.is_known), None)
        if claim is None:
            return None
        name, digest = claim.manifest.algorithm, claim.line.digest
        return next((file for file in found.extra if self._digest(file, name) == digest), None)

    def _digest(self, file: str, algorithm: str) -> str | None:
        """The digest of a file by an algorithm its own lines may not have; read once."""
        key = file, algorithm
        if key not in self._digests:
            done = bag_digests.read(Wanted(file, self._place(file), (algorithm,)))
            self._digests[key] = done.digests.get(algorithm)
        return self._digests[key]


def _ordered(problems: list[Problem]) -> list[Problem]:
    """By file, line and code; each once, and what is missing not as a part too."""
    missing = {found.location.file for found in problems if found.code == "C001"}
    once = dict.fromkeys(p for p in problems if p.code != "C013" or p.location.file not in missing)
    return sorted(once, key=lambda p: (p.location.file, p.location.line or 0, p.code, p.message))
