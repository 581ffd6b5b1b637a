"""This module lets `python -m archivist.cli` do what `archivist` does."""

from archivist.cli import main

main()
