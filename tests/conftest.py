"""Where the tests find data that is not part of the project."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import disks
import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
# What a developer has in the cache of official schemas is not there in tests.
os.environ["ARCHIVIST_CACHE"] = os.path.join(tempfile.gettempdir(), "archivist-no-cache")
SHARED = Path(os.environ.get("ARCHIVIST_SHARED", ROOT.parent / "shared"))

# Same examples on every machine and run: what fails here fails there.
settings.register_profile(
    "archivist",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("archivist")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data; the test skips, with the reason, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("shared data absent: set ARCHIVIST_SHARED or put it beside the project")
    return SHARED


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KB, which `disks.remount` changes; skips where none can be mounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = disks.mount(folder, "size=64k")
    if mounted:
        pytest.skip(f"no file system of its own can be mounted here: {mounted}")
    yield folder
    disks.unmount(folder)
