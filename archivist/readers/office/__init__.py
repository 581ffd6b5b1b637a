"""This package reads office files: DOCX, ODT, RTF, and PDF with a text layer.

`package` opens those that are packed as ZIP, `styles` turns styles into roles, `properties` reads
what a file states of itself.
"""

from archivist.readers.office import docx, odt, package, pdf, rtf

__all__ = ["docx", "odt", "package", "pdf", "rtf"]
