"""This module draws a small sketch of a text, by which texts that are nearly the same are known.

One-permutation MinHash (Li, Owen and Zhang 2012) over three words in a row: every row of words is
hashed (CRC-32) into one of 128 bins, and of the smallest hash in each bin eight bits are kept. The
share of bins that agree estimates the Jaccard similarity, here within some 4 percent of the truth
at 80. Bins that stay empty are filled for the bands of locality-sensitive hashing from the next
one (Shrivastava and Li 2014). No clock, no seed, no `hash()`: the same on every machine.
"""

from __future__ import annotations

import binascii
import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from operator import eq, rshift
from pathlib import Path
from typing import BinaryIO, cast

from archivist.collection import layout

BINS = 128
BANDS = 21  # of six bins: at 80 % two texts share a band 998 times in 1,000, at 50 % 280, at 20 % 2
ROWS = 6
WORDS = 3  # in a row
LETTERS = 6  # in a row, where words are not parted by blanks
LONG = 12  # letters of a word on average: such a script has no blanks between words

_SHIFT = 25  # 32 bits less the 7 that name the bin
_STEP = 37  # a value borrowed from the next bin is not the same as one held

HEADER = "id,path,minhash"


@dataclass(frozen=True, slots=True)
class Sketch:
    """The sketch of one record; `path`: its place below the input, with the part."""

    id: str
    path: str
    bins: bytes


def sketch(text: str) -> bytes:
    """128 bytes, 0 for an empty bin; b"" for a text of fewer than three words."""
    words = text.casefold().split()
    hashes = _of_letters(words) if len(text) > LONG * len(words) else _of_words(words)
    ordered = sorted(hashes, reverse=True)
    smallest = dict(zip(map(rshift, ordered, repeat(_SHIFT)), ordered, strict=True))
    bins = bytearray(BINS)
    for at, value in smallest.items():
        bins[at] = value % 255 + 1
    return bytes(bins) if smallest else b""


def _of_words(words: list[str]) -> Iterable[int]:
    coded = " ".join(words).encode("utf-8", "surrogatepass").split(b" ")
    rows = zip(coded, coded[1:], coded[2:], strict=False)
    return map(zlib.crc32, map(b" ".join, rows))


def _of_letters(words: list[str]) -> Iterable[int]:
    coded = "".join(words).encode("utf-32-le", "surrogatepass")
    size = 4 * LETTERS
    return (zlib.crc32(coded[at : at + size]) for at in range(0, len(coded) - size + 4, 4))


def similarity(one: bytes, two: bytes) -> int:
    """The estimated Jaccard similarity of two sketches in percent, 0 to 100."""
    empty = sum(map(_is_none, one, two)) if 0 in one and 0 in two else 0
    same, held = sum(map(eq, one, two)) - empty, BINS - empty
    if not held:
        return 0
    # Of bins that hold different texts one in 255 agrees by chance; rounded half up.
    above, below = 255 * same - held, 254 * held
    return int(max(0, (200 * above + below) // (2 * below)))


def _is_none(one: int, two: int) -> bool:
    return not one and not two


def bands(bins: bytes) -> bytes:
    """The sketch with its empty bins filled: `BANDS` times `ROWS` bytes and a rest."""
    if 0 not in bins:
        return bins
    full = bytearray(bins)
    value, distance = next(item for item in bins if item), 0
    for at in range(BINS - 1, -1, -1):  # from the right, so that the next one is known
        if bins[at]:
            value, distance = bins[at], 0
        else:
            distance += 1
            full[at] = (value + _STEP * distance) & 0xFF
    return bytes(full)


# ------------------------------------------------------------------ in the bag


def line(sketch: Sketch) -> bytes:
    """One row of `sketches.csv.gz`, the bins in base64."""
    row = io.StringIO()
    # The default line end of CSV, so that a lone CR is put in quotes.
    bins = binascii.b2a_base64(sketch.bins, newline=False).decode()
    csv.writer(row).writerow((sketch.id, sketch.path, bins))
    return (row.getvalue()[:-2] + "\n").encode("utf-8", "surrogatepass")


def read(accession: Path) -> Iterator[Sketch]:
    """The sketches of an accession's records, in their order. Raises OSError.

    Where it has none, or of another make, they are drawn from the records.
    """
    path = accession / layout.SKETCHES
    if path.is_file():
        with gzip.open(path) as opened:
            lines = _text(cast("BinaryIO", opened))
            if next(lines, "").rstrip("\n") == HEADER:
                yield from _parsed(lines)
                return
    yield from _drawn(accession)


def _text(opened: BinaryIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(opened, "utf-8", "surrogatepass", newline="")


def _parsed(lines: Iterable[str]) -> Iterator[Sketch]:
    for id, path, bins in csv.reader(lines):
        yield Sketch(id, path, binascii.a2b_base64(bins))


def _drawn(accession: Path) -> Iterator[Sketch]:
    for shard in sorted((accession / layout.RECORDS).glob("*.jsonl.gz")):
        with gzip.open(shard) as opened:
            for item in map(json.loads, opened):
                if bins := sketch(item["text"]):
                    source = item["source"]
                    yield Sketch(item["id"], source["name"] + (source["part"] or ""), bins)
