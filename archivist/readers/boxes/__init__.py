"""This package opens boxes of files: ZIP, TAR, gzip, bzip2, xz, and the crawls WARC and ARC.

Nothing is unpacked to the disk. Names that lead out of a box are refused, what expands without
end is stopped, and what is broken costs itself only.
"""
