"""This module reads JSON strictly and writes it canonically (RFC 8785, RFC 7493)."""

from __future__ import annotations

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """The canonical form: sorted keys, no blanks, UTF-8, no newline at the end (RFC 8785)."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")
