"""This script prints the generated pages of docs/ from the code; a test compares them.

python docs/generate.py          writes them
python docs/generate.py --check  exits 1 and names what differs
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from click.testing import CliRunner

from archivist import exporters, readers
from archivist.cli import main
from archivist.problems import CODES

HERE = Path(__file__).parent
STATIONS = {"R": "Reading", "E": "Extraction", "V": "Checking", "X": "Export"}
NOTE = "<!-- Made by docs/generate.py; edit the code, not this page. -->\n"


def problems() -> str:
    """docs/problems.md: every code with severity, title, the sentence and where it stands."""
    lines = ["# Problem codes\n", NOTE]
    lines.append("`archivist explain CODE` prints the same. A code is never reused.\n")
    for letter, station in STATIONS.items():
        lines.append(f"## {station}\n")
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
    for name in ("", *_names()):
        lines.append(f"## archivist {name}".rstrip() + "\n")
        lines.append("```text")
        lines.append(_help(name))
        lines.append("```\n")
    return "\n".join(lines)


def _names() -> list[str]:
    assert isinstance(main, click.Group)
    return main.list_commands(click.Context(main))


def _help(name: str) -> str:
    arguments = [name, "--help"] if name else ["--help"]
    result = CliRunner().invoke(
        main, arguments, prog_name="archivist", terminal_width=100, max_content_width=100
    )
    return "\n".join(line.rstrip() for line in result.output.rstrip().splitlines())


def formats() -> str:
    """docs/formats.md: what is read and what is written."""
    lines = ["# Formats\n", NOTE, "## Read\n"]
    lines.append("| `--from` | what | suffixes |\n|---|---|---|")
    for reader in readers.READERS:
        lines.append(f"| {reader.name} | {reader.title} | {' '.join(reader.suffixes)} |")
    lines.append("\nEvery format of the next table is read back into the record it came from.\n")
    lines.append("## Written\n\n| `--to` | what | suffix | media type |\n|---|---|---|---|")
    for item in exporters.EXPORTERS:
        lines.append(f"| {item.name} | {item.title} | {item.suffix} | {item.media_type} |")
    return "\n".join([*lines, ""])


PAGES = {"problems.md": problems, "commands.md": commands, "formats.md": formats}


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
