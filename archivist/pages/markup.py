"""This module writes the words of strangers into pages so that they do nothing there."""

from __future__ import annotations

import html
import json
import re
from typing import Any

# C0 and C1 controls but tab and line end, what steers the direction of text, what is invisible,
# half characters: shown, since what one cannot see can deceive. Joiners make letters: they stay.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# In a <script>: what could end it, and what JavaScript took for line ends before 2019.
_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_LINK = re.compile(r"(?:https?://|mailto:|urn:)[!-~\xa1-\U000efffd]+", re.IGNORECASE)


def text(value: str) -> str:
    """Text as the content of an element; hidden characters stand there by their code points."""
    return _HIDDEN.sub(_named, html.escape(value, quote=False))


def attribute(value: str) -> str:
    """Text as the value of an attribute in double quotes; hidden characters are a box."""
    return html.escape(_HIDDEN.sub("\u25a1", value), quote=True)


def script_json(value: Any) -> str:
    """A JSON value that can stand in a <script> element."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _no_halves(written).translate(_IN_SCRIPT)


def safe_link(address: str) -> str | None:
    """The address of a link that is safe to follow, else None: http, https, mailto or urn."""
    return address if _LINK.fullmatch(address) else None


def _named(found: re.Match[str]) -> str:
    return f'<span class="hidden-character">U+{ord(found[0]):04X}</span>'


def _no_halves(written: str) -> str:
    """JSON with lone surrogates escaped: UTF-8 has no bytes for them."""
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", written)
