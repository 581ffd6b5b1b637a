"""This module shows how far a run is: a bar on a terminal, else a plain line every 30 seconds."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, Protocol

from archivist.cli import console

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PATIENCE = 1.0  # seconds before a bar appears: a short run needs none
PLAIN_EVERY = 30.0  # seconds between lines in a log


class Counts(Protocol):
    """What a run has counted so far."""

    @property
    def done(self) -> int: ...

    def brief(self) -> str: ...


class Progress:
    """Speaks from its own thread, so that one slow article does not look like a hang."""

    def __init__(self, counts: Counts, total: int, *, quiet: bool, of: str = "read") -> None:
        self._counts = counts
        self._total = total
        self._of = of  # what is counted, and what is done to it
        self._started = time.monotonic()
        self._over = threading.Event()
        self._lock = threading.RLock()
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        if total > 1 and not quiet:
            threading.Thread(target=self._tell, daemon=True).start()

    def say(self, line: str) -> None:
        """A line of talk above the bar."""
        with self._lock:
            if self._bar is None:
                console.say(line)
            else:
                self._bar.stop()
                console.say(line)
                self._bar.start()

    def out(self, text: str) -> None:
        """Data on stdout, which may be the terminal the bar stands on."""
        with self._lock:
            if self._bar is not None:
                self._bar.stop()
            console.out(text)
            if self._bar is not None:
                self._bar.start()

    def stop(self) -> None:
        self._over.set()
        with self._lock:
            if self._bar is not None:
                self._bar.stop()
                self._bar = None

    def _tell(self) -> None:
        if console.is_terminal(sys.stderr):
            self._draw()
            return
        while not self._over.wait(PLAIN_EVERY):
            console.say(f"{self._counts.done:,} of {self._total:,} {self._of}{self._eta()}")

    def _draw(self) -> None:
        if self._over.wait(PATIENCE):
            return
        bar = _bar()
        with self._lock:
            if self._over.is_set():
                return
            self._task = bar.add_task("", total=self._total, counts="")
            bar.start()
            self._bar = bar
        while not self._over.wait(0.2):
            with self._lock:
                if self._bar is not None:
                    done, counts = self._counts.done, self._counts.brief()
                    bar.update(self._task, completed=done, counts=counts)

    def _eta(self) -> str:
        done = self._counts.done
        if not done:
            return ""
        left = (time.monotonic() - self._started) / done * (self._total - done)
        return f", about {left / 60:.0f} min left" if left > 90 else f", about {left:.0f} s left"


def _bar() -> Bar:
    """A bar with done/total, time left and the counts; gone when it is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    return RichProgress(
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
