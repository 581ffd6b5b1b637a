"""This package turns problems into the reports that people and pipelines read: pure, bytes out.

`FORMATS` is the list of all of them. To add one, write a module with `write(report)` that yields
bytes, and a line here; every format says the same facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from archivist.reporting.report import Report

__all__ = ["BY_SUFFIX", "FORMATS", "Format", "written"]


class Format(NamedTuple):
    """A format: its module, the suffix of a file that is taken for it, and words that show it.

    `signs`: one of them is near the start of each file of ours, or is all of it.
    """

    module: str
    suffix: str | None
    signs: tuple[bytes, ...]


FORMATS: dict[str, Format] = {
    "json": Format("json_report", ".json", (b'"checked": ',)),
    "github": Format("github", None, (b"::error ", b"::warning ", b"::notice ")),
    "gitlab": Format("gitlab", None, (b'"check_name": ', b"[]\n")),
    "sarif": Format("sarif", ".sarif", (b'"name": "archivist"',)),
    "junit": Format("junit", ".xml", (b'<testsuites name="archivist"',)),
}
BY_SUFFIX = {item.suffix: name for name, item in FORMATS.items() if item.suffix}


def written(report: Report, format: str) -> Iterator[bytes]:
    """The report in a format of `FORMATS`, piece by piece."""
    module = import_module(f"archivist.reporting.{FORMATS[format].module}")
    write = cast("Callable[[Report], Iterator[bytes]]", module.write)
    return write(report)
