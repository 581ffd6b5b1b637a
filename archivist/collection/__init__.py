"""This package keeps collections: a folder of accessions, each an immutable BagIt bag.

One run of `archive` plans its sources, makes shards of them in any order and on any number of
workers, and seals the bag; whatever kills it, the next run goes on to the same bytes.
"""
