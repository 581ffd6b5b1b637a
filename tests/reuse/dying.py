"""Brings a store up to date, and is killed in the middle: `dying.py FOLDER RECORDS ACTION`."""

from __future__ import annotations

import json
import os
import signal
import sys
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from archivist import Record, Settings
from archivist.jsontext import canonical
from archivist.store.keeping import Keeping


class Dying:
    """A store whose process is killed in the middle of an action, half of which it did."""

    def __init__(self, store: Any, action: str) -> None:
        self._store, self._action = store, action

    def __getattr__(self, name: str) -> Any:
        if name == self._action:
            return object.__getattribute__(self, f"half_{name}")
        return getattr(self._store, name)

    def half_bulk_load(self, *, path: Path, format: Any) -> None:
        lines = path.read_bytes().splitlines(keepends=True)
        self._store.bulk_load(b"".join(lines[: len(lines) // 2]), format=format)
        self.half_flush()

    def half_remove_graph(self, _: Any) -> None:
        self.half_flush()

    def half_flush(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, records: Path, action: str) -> None:
    real = Keeping.graphs.fget  # type: ignore[attr-defined]
    Keeping.graphs = property(lambda self: Dying(real(self), action))  # type: ignore[assignment]
    with Keeping(folder, Settings()) as keeping:
        update = keeping.update()
        for line in records.read_text("utf-8").splitlines():
            record = Record.from_json(json.loads(line))
            digest = sha256(canonical(record.to_json())).hexdigest()
            update.add(SimpleNamespace(record=record, digest=digest, place=""))
        update.finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
