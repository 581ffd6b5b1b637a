"""This module finds the main text of a page: blocks with their roles, in reading order."""

from __future__ import annotations

from dataclasses import dataclass

from archivist.readers.html.page import Page
from archivist.record import Block


@dataclass(frozen=True, slots=True)
class Main:
    """The main text, its blocks (paths into the page as evidence), and what shaped it."""

    text: str
    blocks: tuple[Block, ...]
    components: tuple[tuple[str, str], ...] = ()


def read(page: Page) -> Main:
    """The main text of the page; empty where it has none."""
    raise NotImplementedError
