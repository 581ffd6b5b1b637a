"""The command with shards of few articles, and little patience with clusters: see test_cluster."""

from __future__ import annotations

import sys

from archivist.cli import main
from archivist.collection import sharding, workers

sharding.SHARD_UNITS = 20
workers.LOOK = 0.2
workers.ALONE = 2
workers.CONNECT = "5s"

if __name__ == "__main__":  # a worker process imports this file again, and must not begin anew
    sys.exit(main())
