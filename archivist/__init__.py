"""A source becomes documents, a document becomes a record, a record becomes exports.

Whatever is wrong on the way becomes problems.
"""

from __future__ import annotations

__version__ = "0.1.0"
