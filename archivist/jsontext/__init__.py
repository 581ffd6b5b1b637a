"""This package reads JSON strictly and writes it canonically (RFC 8259, RFC 7493, RFC 8785).

Strict: UTF-8 without a byte order mark, no lone surrogate, no NaN, no duplicate key, no number
but I-JSON integers, 64 levels at most. Every refusal says line and column.
"""

from archivist.jsontext.canonical import canonical, of_record
from archivist.jsontext.places import places
from archivist.jsontext.strict import MAX_DEPTH, MAX_INTEGER, load, load_numbers

__all__ = ["MAX_DEPTH", "MAX_INTEGER", "canonical", "load", "load_numbers", "of_record", "places"]
