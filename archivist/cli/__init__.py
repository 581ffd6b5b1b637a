"""This module is the door of the command line: the only package that imports click or prints."""

from __future__ import annotations


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    from archivist.cli.group import archivist

    archivist()
