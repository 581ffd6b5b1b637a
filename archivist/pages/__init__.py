"""This package has what pages share: labels in seven languages, and text that does no harm."""
