"""Article or not: fixtures of each kind in `tests/pages`, named after what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from archivist import Settings, Source, convert
from archivist.pipeline import Conversion

PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*.html"))
SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")
KINDS = ("article", "error-page", "front-page", "index-page", "no-article", "redirect")


def converted(path: Path, settings: Settings = SETTINGS) -> Conversion:
    url = "https://paper.example/" if path.name.startswith("front-page") else None
    source = Source(path.name, path.name, path.read_bytes(), url=url)
    (found,) = convert(source, settings=settings)
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_each_kind_is_known(path: Path) -> None:
    found = converted(path)
    kind = found.set_aside.reason if found.set_aside else "article"
    assert path.name.startswith(kind), found.set_aside
    assert (found.record is not None) == (kind == "article")
    if found.set_aside:
        assert found.set_aside.evidence


def test_every_kind_has_fixtures() -> None:
    assert {kind for kind in KINDS for path in PAGES if path.name.startswith(kind)} == set(KINDS)


def test_all_pages_are_kept_when_asked_for() -> None:
    for path in PAGES:
        found = converted(path, Settings(as_of=SETTINGS.as_of, articles="all"))
        assert found.set_aside is None
        assert found.record or [item.code for item in found.problems] == ["R005"]


def test_a_page_that_says_article_and_shows_nothing_is_not_set_aside() -> None:
    page = b'<html><head><meta property="og:type" content="article"></head><body></body></html>'
    (found,) = convert(Source("a.html", "a.html", page), settings=SETTINGS)
    assert [item.code for item in found.problems] == ["R005"]
