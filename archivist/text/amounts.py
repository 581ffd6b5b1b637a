"""This module writes amounts for people."""

from __future__ import annotations


def size_words(number: int) -> str:
    """Bytes as people say them: `3.4 MB`."""
    size, unit = float(number), "bytes"
    for larger in ("KB", "MB", "GB", "TB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{number:,} bytes" if unit == "bytes" else f"{size:.1f} {unit}"
