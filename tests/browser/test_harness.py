"""The harness sees what it must see: a request that leaves, an error, a page that shuts out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

BAD = (
    '<!DOCTYPE html><html><head><title>x</title></head><body><img src="http://example.org/x.png">'
    '<p style="color:#eee;background:#fff">pale</p><script>console.error("wrong")</script></body>'
)


def test_what_is_wrong_is_seen(chromium: Chrome, tmp_path: Path) -> None:
    from browser.driving import console_errors, requests_elsewhere, serious_issues

    (tmp_path / "bad.html").write_text(BAD, "utf-8")
    chromium.get((tmp_path / "bad.html").as_uri())
    assert requests_elsewhere(chromium) == ["http://example.org/x.png"]
    assert any("wrong" in message for message in console_errors(chromium))
    assert {found.partition(":")[0] for found in serious_issues(chromium)} >= {
        "color-contrast",
        "image-alt",
        "html-has-lang",
    }
