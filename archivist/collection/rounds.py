"""This module takes a verify through its bags: which files are due, what was seen before, the log.

A round can be interrupted anywhere: what was found as listed is noted as it goes, and the same
round goes on there. A sample is drawn with a seed, and the same seed draws the same files.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from archivist import fingerprint
from archivist.collection import fixity
from archivist.collection.bag import Bag
from archivist.collection.bag_digests import Read
from archivist.collection.survey import Scope
from archivist.collection.verify import Pass, Verdict, nothing

NOTED_EVERY = 5.0  # seconds of work that a kill can cost


@dataclass(frozen=True, slots=True)
class Share:
    """How much a sample takes: `number` files, or percent of them."""

    number: float
    percent: bool

    def of(self, total: int) -> int:
        """Files out of `total`; at least one, where there is one."""
        wanted = -(-total * self.number // 100) if self.percent else self.number
        return min(total, max(1, int(wanted)))

    def __str__(self) -> str:
        return f"{self.number:g}%" if self.percent else f"{self.number:g}"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. `when`: the instant of the clock; `age`: only what was not verified
    for so long; `fresh`: never go on with a pass that was interrupted."""

    when: str
    jobs: int = 1
    sample: Share | None = None
    seed: int = 0
    age: timedelta | None = None
    fresh: bool = False
    operator: str | None = None

    @property
    def selection(self) -> str:
        """In words: `full`, `sample 10% seed 4`, `older than 90 days`."""
        words = []
        if self.sample is not None:
            words.append(f"sample {self.sample} seed {self.seed}")
        if self.age is not None:
            words.append(f"older than {_age(self.age)}")
        return ", ".join(words) or "full"


def _age(age: timedelta) -> str:
    hours = age // timedelta(hours=1)
    return f"{age.days} days" if hours % 24 == 0 else f"{hours} hours"


class Round:
    """One round over the bags of a scope. Raises OSError where the state cannot be read."""

    def __init__(
        self, scope: Scope, order: Order, tick: Callable[[Read], None] = nothing, *, note: bool
    ) -> None:
        self.scope = scope
        self.order = order
        self.verdicts: list[Verdict] = []
        self.resumed: str | None = None
        self._tick = tick
        self._state = fixity.State()
        if scope.collection is not None:
            self._state = fixity.state(scope.collection)
            if not note:
                self._state.path = None
        self._when = order.when
        self._waiting: list[str] = []
        self._noted = time.monotonic()
        self._earlier = 0  # files that a resumed round found as listed before
        if scope.collection is not None and not order.fresh:
            self._resume()
        self._due = {bag.label: self._due_of(bag) for bag in scope.bags}
        if order.sample is not None:
            self._draw(order.sample)

    def _resume(self) -> None:
        order = self.order
        begun = self._state.resumable(self.scope.names, order.selection, order.when)
        if begun is not None:
            self.resumed = self._when = begun

    # -------------------------------------------------------------- which files

    def _due_of(self, bag: Bag) -> set[str]:
        """The payload files that are to be read."""
        due = {path for path in bag.files.sizes if path.startswith("data/")}
        name = self._name(bag)
        if self.order.age is not None:
            begun = fixity.before(self.order.when, self.order.age)
            due -= self._state.since(name, begun, self.order.when)
        if self.order.sample is None and self.resumed is not None:
            due = self._without_earlier(name, due)
        return due

    def _without_earlier(self, name: str, due: set[str]) -> set[str]:
        left = due - self._state.since(name, self.resumed or "", self.order.when)
        self._earlier += len(due) - len(left)
        return left

    def _draw(self, share: Share) -> None:
        """Keep the drawn files only: the lowest of a digest of seed, bag and path."""
        key = str(self.order.seed).encode()[:64]
        ranked = sorted(
            (blake2b(f"{index}/{path}".encode("utf-8", "surrogateescape"), key=key).digest(),
             bag.label, path)
            for index, bag in enumerate(self.scope.bags)
            for path in self._due[bag.label]
        )  # fmt: skip
        drawn: dict[str, set[str]] = {label: set() for label in self._due}
        for _, label, path in ranked[: share.of(len(ranked))]:
            drawn[label].add(path)
        if self.resumed is not None:
            for bag in self.scope.bags:
                drawn[bag.label] = self._without_earlier(self._name(bag), drawn[bag.label])
        self._due = drawn

    def _name(self, bag: Bag) -> str:
        return bag.root.name or bag.root.resolve().name

    @property
    def ahead(self) -> tuple[int, str]:
        """(files that are noted as verified at a time that has not come, the latest time)."""
        return self._state.ahead(map(self._name, self.scope.bags), self.order.when)

    @property
    def total(self) -> int:
        """Bytes of payload that will be read."""
        sizes = ((bag, path) for bag in self.scope.bags for path in self._due[bag.label])
        return sum(bag.files.sizes[path] for bag, path in sizes)

    @property
    def checked(self) -> int:
        """Payload files that were read in this round, before it was interrupted too."""
        return self._earlier + sum(v.payload - v.passed_over for v in self.verdicts)

    @property
    def due(self) -> int:
        """Payload files that will be read."""
        return sum(len(due) for due in self._due.values())

    # -------------------------------------------------------------- the round

    def run(self) -> Iterator[Verdict]:
        """The verdict on each bag, in their order."""
        if self.resumed is None:
            self._state.begin(self._when, self.scope.names, self.order.selection)
        for bag in self.scope.bags:
            due, name = self._due[bag.label], self._name(bag)
            try:
                verdict = self._pass(bag, name).run(
                    lambda listed, due=due, bag=bag: _chosen(listed, due, bag)  # type: ignore[misc]
                )
            finally:
                self._note(name)
            self.verdicts.append(verdict)
            yield verdict
        self._state.end(self._when)

    def _pass(self, bag: Bag, name: str) -> Pass:
        def keep(path: str) -> None:
            self._waiting.append(path)
            if time.monotonic() - self._noted > NOTED_EVERY:
                self._note(name)

        return Pass(bag, jobs=self.order.jobs, tick=self._tick, keep=keep)

    def _note(self, name: str) -> None:
        waiting, self._waiting = self._waiting, []
        self._state.book(name, self._when, waiting)
        self._noted = time.monotonic()

    def entry(self, result: str, until: str, deep: str | None = None) -> fixity.Entry:
        """The line of the log."""
        verdicts = self.verdicts
        own = self.scope.problems
        return fixity.Entry(
            when=self.order.when,
            until=until,
            scope=tuple(self.scope.names),
            selection=self.order.selection,
            result=result,
            files=sum(verdict.payload for verdict in verdicts),
            checked=self.checked,
            bytes=sum(verdict.bytes for verdict in verdicts),
            errors=sum(v.errors for v in verdicts) + sum(p.severity == "error" for p in own),
            warnings=sum(v.warnings for v in verdicts) + sum(p.severity == "warning" for p in own),
            operator=self.order.operator,
            version=fingerprint.VERSION,
            resumed=self.resumed,
            deep=deep,
        )


def _chosen(listed: Iterable[str], due: set[str], bag: Bag) -> list[str]:
    """The listed files that are due; one whose name differs in normal form is always read."""
    return [path for path in listed if path in due or path not in bag.files.sizes]
