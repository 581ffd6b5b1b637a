"""The browser of these tests; where there is none they skip, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser puts what it downloads."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="session")
def chromium(downloads: Path) -> Iterator[Chrome]:
    """One browser for all tests of a run."""
    driving = pytest.importorskip("browser.driving", reason="selenium absent: it is in [dev]")
    why = driving.missing()
    if why:
        pytest.skip(why)
    started = driving.start(downloads)
    yield started
    started.quit()


@pytest.fixture
def browser(chromium: Chrome) -> Iterator[Chrome]:
    """The browser. A test fails where a request leaves the machine or the console complains."""
    from browser.driving import console_errors, requests_elsewhere

    console_errors(chromium), requests_elsewhere(chromium)
    yield chromium
    assert requests_elsewhere(chromium) == []
    assert console_errors(chromium) == []
