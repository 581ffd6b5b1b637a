"""This package corrects records: JSON patches (RFC 6902) that say whose they are and what they saw.

A patch names its record, the digest of the record's content, and by tests the values it found
there. It is applied whole or not at all; what it changed has the evidence `corrected`, and the
history holds its operations. A record that was extracted anew gets its patches again where their
values are found beyond doubt; all else is a conflict, and is reported.
"""

from archivist.corrections.applying import Corrected, content_digest, correct
from archivist.corrections.ledger import Ledger, load, load_all
from archivist.corrections.patch import Patch, digest_of, read
from archivist.corrections.proposal import propose

__all__ = [
    "Corrected",
    "Ledger",
    "Patch",
    "content_digest",
    "correct",
    "digest_of",
    "load",
    "load_all",
    "propose",
    "read",
]
