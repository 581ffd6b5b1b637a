"""What tests of sites share: sites of our own examples and of harmful words, and a crawler."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from collection.keeping import archivist

from archivist import Record
from archivist.jsontext import canonical

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
BASE = "https://archive.example.org/news/"
# What depends on what was there before.
HISTORY = ("changes",)


def example_files() -> list[Path]:
    return sorted(EXAMPLES.glob("*.record.json"))


def write_records(path: Path, records: Iterable[Record]) -> Path:
    """Records as a file of lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(canonical(record.to_json()) + b"\n" for record in records))
    return path


def build(out: Path, *inputs: object, **options: object) -> Any:
    """The command in a process of its own; it must end well."""
    code = options.pop("code", 0)
    more = [
        part
        for name, value in options.items()
        for part in (f"--{name.replace('_', '-')}", *(() if value is True else (value,)))
    ]
    done = archivist("site", *inputs, "-o", out, "--base-iri", BASE, *more)
    assert done.returncode == code, done.stderr
    return done


def contents(site: Path) -> dict[str, str]:
    """path → sha256 of every file of a site but its state and its history."""
    return {
        path.relative_to(site).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
        and ".archivist-site" not in path.relative_to(site).parts
        and not path.name.startswith(HISTORY)
    }


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@dataclass(frozen=True)
class Parsed:
    """A page as a browser would read it: its tree by html5lib, and all its elements."""

    path: Path
    tree: Any

    def elements(self, name: str | None = None) -> Iterator[Any]:
        return self.tree.iter(name) if name else self.tree.iter()

    def ids(self) -> list[str]:
        return [e.get("id") for e in self.elements() if isinstance(e.tag, str) and e.get("id")]


def parsed(path: Path) -> Parsed:
    """Raises html5lib's ParseError for the least error in the page."""
    import html5lib

    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return Parsed(path, parser.parse(path.read_text("utf-8")))


def links(page: Parsed) -> Iterator[str]:
    """Every address in a page but those of data and names: href and src."""
    for element in page.elements():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "link" and element.get("rel") in (
            "type",
            "license",
            "cite-as",
            "canonical",
        ):
            continue
        for name in ("href", "src"):
            if element.get(name) is not None:
                yield element.get(name)


def broken(site: Path) -> list[str]:
    """Links inside the site that lead nowhere: to no file, or to no element of a page."""
    read = {path: parsed(path) for path in pages(site)}
    ids = {path.resolve(): set(page.ids()) for path, page in read.items()}
    found = []
    for path, page in read.items():
        for address in links(page):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            if not target.is_file() or not target.is_relative_to(site.resolve()):
                found.append(f"{path.relative_to(site)}: {address}")
            elif parts.fragment and unquote(parts.fragment) not in ids.get(target, ()):
                found.append(f"{path.relative_to(site)}: {address} (no such place)")
    return found


def embedded(path: Path) -> dict[str, Any]:
    """The JSON-LD of a page."""
    (block,) = [
        e for e in parsed(path).elements("script") if e.get("type") == "application/ld+json"
    ]
    value: dict[str, Any] = json.loads(block.text)
    return value
