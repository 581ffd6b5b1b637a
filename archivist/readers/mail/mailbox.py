"""This module reads mailboxes (mbox, RFC 4155): one message after another, however many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archivist.readers.parts import Part, Stream, too_large
from archivist.settings import Settings

# From anna@example.org Fri Oct 25 14:03:00 2024
_START = re.compile(rb"From \S+ .{0,40}\d{1,2}:\d{2}.{0,40}\d{4}")


def opens(head: bytes) -> bool:
    """Whether the first line is the separator of a mailbox."""
    return _START.match(head) is not None


def split(stream: Stream, settings: Settings) -> Iterator[Part]:
    """A part a message, `#1` for the first, with its separator line."""
    with stream.open() as opened:
        number, lines, size, blank = 0, [b""], 0, True
        while line := opened.readline(settings.max_size + 1):
            if blank and _START.match(line) and size:
                number += 1
                yield _part(stream, number, lines, size, settings)
                lines, size = [], 0
            blank = not line.strip()
            size += len(line)
            if size <= settings.max_size:
                lines.append(line)
        if size:
            yield _part(stream, number + 1, lines, size, settings)


def _part(stream: Stream, number: int, lines: list[bytes], size: int, settings: Settings) -> Part:
    source = stream.source(f"#{number}", b"".join(lines), media_type="message/rfc822")
    if size > settings.max_size:
        return Part(source, problems=(too_large(source.location, size, settings.max_size),))
    return Part(source)
