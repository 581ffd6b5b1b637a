"""How time grows with size, as a ratio within one run: seconds mean nothing on a noisy machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

MORE = 4  # times the size: linear takes 4 times as long, quadratic 16 times
ALLOWED = 10
NOISE = 0.2  # seconds of CPU that a cold cache may take


def assert_linear(step: Callable[[int], object], size: int) -> None:
    """`step(n)` works on input of size n; a run that looks worse than linear is tried again."""
    step(size // 100)
    for _ in range(3):
        quarter, whole = seconds(step, size // MORE), seconds(step, size)
        if whole < ALLOWED * quarter + NOISE:
            return
    raise AssertionError(f"{quarter:.2f} s for a quarter, {whole:.2f} s for {size:,}")


def seconds(step: Callable[[int], object], size: int) -> float:
    """CPU seconds of one call, without the garbage collector, whose share grows with the heap."""
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        step(size)
        return time.process_time() - started
    finally:
        gc.enable()
