"""This package makes a static site of records: pages for people, data for machines, no server.

`build` takes records one by one and leaves a folder that any file server can serve, and that works
opened from a disk. A second build rewrites only what changed.
"""
