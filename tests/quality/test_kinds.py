"""How many real articles are taken for something else: pages of the shared corpora.

`cnn_main_site` is a front page, `google_meta_refresh` a redirect: they are no articles.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from archivist import Source, convert

CORPORA = ("html_fundus", "html_aeb", "html_trafilatura", "html_htmldate", "html_mozilla")
STEP = 5  # of the pages in order of name


def test_real_articles_are_not_set_aside(shared: Path) -> None:
    paths = [
        path
        for name in CORPORA
        for path in sorted((shared / "corpora" / "articles" / name / "dev").rglob("*.html.gz"))
    ][::STEP]
    found = [
        next(convert(Source(path.name, path.name[:-3], gzip.decompress(path.read_bytes()))))
        for path in paths
    ]
    lost = [item.source.name for item in found if item.set_aside or not item.record]
    assert len(found) > 50
    assert len(lost) <= 0.01 * len(found), lost
