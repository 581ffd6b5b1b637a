"""This script prints the generated pages of docs/ from the code; a test compares them.

python docs/generate.py          writes them
python docs/generate.py --check  exits 1 and names what differs
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from archivist import exporters, readers
from archivist.cli.explain import STATIONS
from archivist.cli.group import COMMANDS
from archivist.exporters.graph.vocabulary import fields
from archivist.extractors.measured import table
from archivist.namespaces import ARCH
from archivist.problems import CODES

HERE = Path(__file__).parent
NOTE = "<!-- Made by docs/generate.py; edit the code, not this page. -->\n"


def problems() -> str:
    """docs/problems.md: every code with severity, title, the sentence and where it stands."""
    lines = ["# Problem codes\n", NOTE]
    lines.append("`archivist explain CODE` prints the same. A code is never reused.\n")
    for letter, station in STATIONS.items():
        lines.append(f"## {station[0].upper()}{station[1:]}\n")
        lines.append(
            "| code | severity | what | the rule | where it stands |\n|---|---|---|---|---|"
        )
        for code, meaning in sorted(CODES.items()):
            if code.startswith(letter):
                cells = (code, meaning.severity, meaning.title, meaning.rule, meaning.source)
                lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    return "\n".join(lines)


def commands() -> str:
    """docs/commands.md: the help of every command, as printed 100 columns wide."""
    lines = ["# Commands\n", NOTE]
    for name in ("", *_command_names()):
        lines.append(f"## archivist {name}".rstrip() + "\n")
        lines.append("```text")
        lines.append(_help(name))
        lines.append("```\n")
    return "\n".join(lines)


def _command_names() -> Iterator[str]:
    """Every command, and behind a group its own: `authority`, `authority propose`, …"""
    for name in COMMANDS:
        yield name
        command = import_module(f"archivist.cli.{name}").command
        yield from (f"{name} {inner}" for inner in sorted(getattr(command, "commands", ())))


def _help(name: str) -> str:
    program = "from archivist.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *name.split(), "--help"],
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines())


def formats() -> str:
    """docs/formats.md: what is read and what is written."""
    lines = ["# Formats\n", NOTE, "## Read\n"]
    lines.append("Asked from top to bottom; [sources.md](sources.md) says how. Gaps are what is in")
    lines.append("such files and is not read.\n")
    lines.append("| `--from` | what | suffixes | gaps |\n|---|---|---|---|")
    for reader in readers.READERS:
        suffixes = " ".join(reader.suffixes)
        lines.append(f"| {reader.name} | {reader.title} | {suffixes} | {reader.gaps} |")
    lines.append("\nEvery format of the next table is read back into the record it came from.\n")
    lines.append("## Written\n\n| `--to` | what | suffix | media type |\n|---|---|---|---|")
    for item in exporters.EXPORTERS:
        lines.append(f"| {item.name} | {item.title} | {item.suffix} | {item.media_type} |")
    return "\n".join([*lines, ""])


def confidence() -> str:
    """docs/confidence.md: what each rule reached where it was measured."""
    lines = ["# Confidence\n", NOTE]
    lines.append(
        "The confidence of a value is the precision of its rule in its language, in percent,"
    )
    lines.append(
        "measured on annotated texts: n values, the share that was right, the share of the"
    )
    lines.append(
        "gold that the rule found. A rule without a line is not measured: its confidence is"
    )
    lines.append(
        "null, shown as `–`. Quotes in French, Spanish, Portuguese and Dutch have small sets"
    )
    lines.append(
        "of our own only, and no line. `wikineural` is an encyclopaedia, the others are news.\n"
    )
    lines.append("| rule | language | n | precision | recall | set | measured |")
    lines.append("|---|---|---|---|---|---|---|")
    for (rule, language), measure in sorted(table().items()):
        recall = "–" if measure.recall is None else measure.recall
        cells = (
            rule,
            language,
            measure.n,
            measure.precision,
            recall,
            measure.set,
            measure.measured,
        )
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join([*lines, ""])


def vocabulary() -> str:
    """docs/vocabulary.md: the property that holds each field, and what we added to it."""
    lines = ["# Vocabulary\n", NOTE]
    lines.append(f"`arch:` is `{ARCH}`. It does not resolve yet: the names are names first. The")
    lines.append("definitions are in `schemas/vocabulary.ttl`, the JSON-LD context in")
    lines.append("`schemas/context.jsonld`, the SHACL shapes in `schemas/shapes.ttl`.\n")
    lines.append("| field of the record | property |\n|---|---|")
    lines += [f"| `{field}` | `{name}` |" for field, name in fields()]
    return "\n".join([*lines, ""])


PAGES = {
    "problems.md": problems,
    "commands.md": commands,
    "formats.md": formats,
    "confidence.md": confidence,
    "vocabulary.md": vocabulary,
}


def run(arguments: list[str]) -> int:
    """Write the pages, or with --check compare them."""
    stale = 0
    for name, page in PAGES.items():
        path, content = HERE / name, page().rstrip() + "\n"
        if path.exists() and path.read_text("utf-8") == content:
            continue
        stale += 1
        if "--check" in arguments:
            print(f"docs/{name} is not what the code says: run python docs/generate.py")
        else:
            path.write_text(content, "utf-8", newline="\n")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
