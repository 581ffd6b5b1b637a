"""This package turns bytes into text, and text into paragraphs with lines.

`decoding` is the ladder of encodings, `letters` judges what a legacy encoding gives, `paragraphs`
cuts and counts, `paths` writes the names of files, `amounts` sizes.
"""

from archivist.text.amounts import size_words
from archivist.text.decoding import Decoded, binary_file, decode, is_encoding
from archivist.text.paragraphs import is_visible, line_and_column, paragraphs
from archivist.text.paths import folded, is_hidden, printable, record_name, safe_name
from archivist.text.stated import codec_of, decode_stated

__all__ = [
    "Decoded",
    "binary_file",
    "codec_of",
    "decode",
    "decode_stated",
    "folded",
    "is_encoding",
    "is_hidden",
    "is_visible",
    "line_and_column",
    "paragraphs",
    "printable",
    "record_name",
    "safe_name",
    "size_words",
]
