"""Measures EDTF parsing side by side with the `edtf` package on distinct strings; run by hand.

    python tests/bench/bench_edtf.py

Every string is parsed once, so no cache can help. "parse" is `parse` alone; "all" asks for level,
first and last day and the string again, which the other package computes in part while parsing.
Both parse the same strings (the other one fewer, being slow), in one process, best of three runs.
"""

import contextlib
import io
import time
from collections.abc import Callable, Iterator, Sequence

from archivist import edtf

OURS, THEIRS = 20_000, 300
RUNS = 3


def main() -> None:
    other = _other_parser()
    print(f"{'form':<22}{'ours/s':>12}{'all/s':>12}{'edtf/s':>10}{'ratio':>9}{'all ratio':>11}")
    rates = []
    for form, strings in FORMS.items():
        texts = [text for text, _ in zip(strings(), range(OURS), strict=False)]
        assert len(set(texts)) == len(texts), form
        rates.append(_row(form, texts, _spread(texts, THEIRS), other))
    mixed = [sum(1 / rate[i] for rate in rates) / len(rates) for i in range(3)]
    ours, everything, theirs = (1 / seconds for seconds in mixed)
    _print("equal parts of all", ours, everything, theirs)


def _row(
    form: str, texts: Sequence[str], few: Sequence[str], other: Callable[[str], object]
) -> tuple[float, float, float]:
    ours = _rate(edtf.parse, texts)
    everything = _rate(_all, texts)
    with contextlib.redirect_stdout(io.StringIO()):  # it prints what it cannot build
        theirs = _rate(other, few)
    _print(form, ours, everything, theirs)
    return ours, everything, theirs


def _print(form: str, ours: float, everything: float, theirs: float) -> None:
    rates = f"{ours:>12,.0f}{everything:>12,.0f}{theirs:>10,.0f}"
    print(f"{form:<22}{rates}{ours / theirs:>8,.0f}x{everything / theirs:>10,.0f}x")


def _rate(parse: Callable[[str], object], texts: Sequence[str]) -> float:
    """Strings per second, the best of some runs."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        for text in texts:
            parse(text)
        best = min(best, time.perf_counter() - start)
    return len(texts) / best


def _all(text: str) -> tuple[object, ...]:
    value = edtf.parse(text)
    return value.level, value.earliest(), value.latest(), str(value)


def _other_parser() -> Callable[[str], object]:
    from edtf import EDTFParseException, parse_edtf

    def parse(text: str) -> object:
        try:
            return parse_edtf(text, parse_all=True)
        except EDTFParseException:
            return None

    return parse


def _spread(texts: Sequence[str], count: int) -> Sequence[str]:
    return texts[:: max(1, len(texts) // count)][:count]


def _days() -> Iterator[str]:
    for year in range(1800, 2100):
        for month in range(1, 13):
            for day in range(1, 29):
                yield f"{year:04d}-{month:02d}-{day:02d}"


def _months() -> Iterator[str]:
    return (f"{year:04d}-{month:02d}" for year in range(0, 9999, 4) for month in range(1, 13))


def _years() -> Iterator[str]:
    return (f"{year:04d}" for year in range(10_000))


def _times() -> Iterator[str]:
    for number, day in enumerate(_days()):
        shift = ("", "Z", "-04", "+04:30")[number % 4]
        yield f"{day}T{number % 24:02d}:{number % 60:02d}:{number % 59:02d}{shift}"


def _qualified() -> Iterator[str]:
    return (day + "?~%"[number % 3] for number, day in enumerate(_days()))


def _components() -> Iterator[str]:
    for number, day in enumerate(_days()):
        year, month, rest = day.split("-")
        sign = "?~%"[number % 3]
        yield (f"{year}{sign}-{month}-{rest}", f"{year}-{sign}{month}-{rest}")[number % 2]


def _unspecified() -> Iterator[str]:
    for day in _days():
        year, month, rest = day.split("-")
        if rest == "01":
            yield f"{year}-{month}-XX"
        yield f"{year[:3]}X-{month}-{rest}" if year[3] == "0" else f"{day[:8]}{rest[0]}X"[:10]


def _unique(strings: Iterator[str]) -> Iterator[str]:
    return iter(dict.fromkeys(strings))


def _seasons() -> Iterator[str]:
    return (f"{year:04d}-{code}" for year in range(0, 9999, 8) for code in range(21, 42))


def _intervals() -> Iterator[str]:
    for number, day in enumerate(_days()):
        yield (f"{day}/2150", f"{day}/..", f"{day}/2150-01-01~", f"/{day}?")[number % 4]


def _long_years() -> Iterator[str]:
    for number in range(10_000, 30_000):
        yield (f"Y{number}", f"Y-{number}", f"Y{number}E3", f"Y{number}S2")[number % 4]


def _sets() -> Iterator[str]:
    for number, day in enumerate(_days()):
        yield (f"[..{day}]", f"{{{day[:4]},{day}}}", f"[{day}..2150-01-01]")[number % 3]


FORMS: dict[str, Callable[[], Iterator[str]]] = {
    "day": _days,
    "month": _months,
    "year": _years,
    "date and time": _times,
    "qualified": _qualified,
    "qualified components": _components,
    "unspecified digits": lambda: _unique(_unspecified()),
    "seasons": _seasons,
    "intervals": _intervals,
    "long years": _long_years,
    "sets": _sets,
}

if __name__ == "__main__":
    main()
