"""This module knows what is no text at all: pictures, sound, films, fonts, styles, scripts."""

from __future__ import annotations

from mimetypes import MimeTypes

from archivist.record import Aside, Source

_TYPES = MimeTypes()  # Python's own table: the machine's mime.types would differ
_NEVER = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript")
_STATED = (
    *_NEVER,
    "application/javascript",
    "application/x-javascript",
    "application/ecmascript",
    "application/font",
    "application/x-font",
    "application/vnd.ms-fontobject",
    "application/x-shockwave-flash",
    "application/wasm",
    "application/vnd.apple.mpegurl",
    "application/dash+xml",
    "application/manifest+json",
    "application/x-www-form-urlencoded",
    "text/event-stream",
)
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a RIFF container (sound, film or WebP image)"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
)


def is_media_name(name: str) -> bool:
    """Whether the suffix says picture, sound, film, font, style or script."""
    kind, _ = _TYPES.guess_type(name)
    return bool(kind) and str(kind).startswith(_NEVER)


def aside(source: Source) -> Aside | None:
    """Why a file in a box is no article, by its first bytes, stated type or name."""
    for start, what in _STARTS:
        if source.data.startswith(start):
            return Aside("media", f"first bytes: {what}")
    if source.media_type and source.media_type.startswith(_STATED):
        return Aside("media", f"media type {source.media_type}")
    name = (source.part or "").rpartition("/")[2]
    if source.media_type is None and is_media_name(name):
        return Aside("media", f"name {name}")
    return None
