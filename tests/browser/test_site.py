"""A site in a real browser, opened from a disk: one reads, clicks, searches, and nothing harms."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from reuse import hostile
from sites import build, example_files, write_records

from archivist import Settings, convert
from archivist.record import Source
from archivist.site import search

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ARABIC = (
    "عودة العبّارة إلى الميناء القديم\n\n"
    "ميناء السلام، 3 مارس 2024 - عادت العبّارة إلى الإبحار أمس بعد عامين من التوقف.\n\n"
    "وقالت ليلى حداد، رئيسة البلدية: «انتظرنا عامين كاملين».\n"
)
HEBREW = "המעבורת חזרה לנמל\n\nנמל השלום, 3 במרץ 2024 - המעבורת חזרה לשוט אתמול.\n"


def _record(name: str, text: str) -> Any:
    source = Source(name, name, text.encode("utf-8"))
    (conversion,) = convert(source, settings=Settings(as_of=hostile.AS_OF))
    return conversion.record


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our examples, harmful words, and articles from right to left."""
    folder = tmp_path_factory.mktemp("site")
    others = [_record("ar.txt", ARABIC), _record("he.txt", HEBREW)]
    records = [*hostile.records(long=True).values(), *others]
    lines = write_records(folder / "records.jsonl", records)
    build(folder / "out", *example_files(), lines, title="Harbour archive")
    return folder / "out"


def _open(browser: Chrome, site: Path, page: str) -> None:
    path, _, anchor = page.partition("#")
    browser.get("about:blank")
    browser.get((site / path).as_uri() + ("#" + anchor if anchor else ""))


def _article(site: Path, words: str) -> str:
    (found,) = [
        p for p in sorted((site / "article").glob("*.html")) if words in p.read_text("utf-8")
    ]
    return f"article/{found.name}"


def _click(browser: Chrome, text: str) -> None:
    from selenium.webdriver.common.by import By

    browser.find_element(By.PARTIAL_LINK_TEXT, text).click()


def _heading(browser: Chrome) -> str:
    from selenium.webdriver.common.by import By

    return browser.find_element(By.TAG_NAME, "h1").text


def _search(browser: Chrome, words: str) -> list[str]:
    """What a search shows; it waits for the answer."""
    from selenium.webdriver.common.by import By

    field = browser.find_element(By.ID, "query")
    field.clear()
    browser.execute_script("delete document.documentElement.dataset.milliseconds")
    field.send_keys(words)
    for _ in range(100):
        time.sleep(0.05)
        said = browser.execute_script("return document.documentElement.dataset.milliseconds")
        if said and browser.find_element(By.ID, "query").get_attribute("value") == words:
            time.sleep(0.15)
            break
    return [item.text for item in browser.find_elements(By.CSS_SELECTOR, "#results li")]


def test_one_clicks_from_the_start_to_an_article_a_person_and_back(
    browser: Chrome, site: Path
) -> None:
    _open(browser, site, "index.html")
    assert _heading(browser) == "Harbour archive"
    _click(browser, "Secondo quanto riferito")
    assert _heading(browser).startswith("Secondo quanto riferito dal portavoce")
    _click(browser, "Ines Quaranta")
    assert _heading(browser) == "Ines Quaranta"
    assert "nothing merged" in browser.page_source
    _click(browser, "Secondo quanto riferito")
    browser.back(), browser.back(), browser.back()
    assert _heading(browser) == "Harbour archive"
    _click(browser, "Timeline")
    _click(browser, "2024")
    _click(browser, "November 2024")
    _click(browser, "Secondo quanto riferito")
    assert "(month known)" in browser.page_source


def test_search_finds_and_shows(browser: Chrome, site: Path) -> None:
    _open(browser, site, "search.html")
    assert any("Secondo quanto" in item for item in _search(browser, "lavori Regione"))
    assert any("Au col d’Aravel" in item for item in _search(browser, "GLACIÉR recu"))
    assert _search(browser, "nosuchword") == []
    (first, *_) = _search(browser, "Quaranta")
    assert "Secondo quanto" in first
    _click(browser, "Secondo quanto")
    assert _heading(browser).startswith("Secondo quanto")
    _open(browser, site, "search.html#Quaranta")
    time.sleep(0.5)
    assert "Secondo quanto" in browser.page_source


def test_words_are_cut_in_the_page_as_in_the_index(browser: Chrome, site: Path) -> None:
    _open(browser, site, "search.html")
    said = [
        "Größe straße ΟΔΟΣ οδός Ὀδυσσεύς İstanbul ŁÓDŹ l’été d'Aravel foo_bar 3.14 x²",
        ARABIC,
        HEBREW,
        "北京 に行きました。東京タワー a 犬 ภาษาไทย 한국어 हिन्दी",
        "\U00020000\U00020001 e\u0301 ﬁn \u202eabc\u202c",
        *hostile.WORDS.values(),
    ]
    cut = browser.execute_script("return arguments[0].map(archivistSearch.tokens)", said)
    assert cut == [list(search.tokens(one)) for one in said]


def test_it_is_used_by_keyboard_alone(browser: Chrome, site: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    _open(browser, site, "index.html")
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to content"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "main"
    _open(browser, site, "search.html")
    for _ in range(20):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        if browser.switch_to.active_element.get_attribute("id") == "query":
            break
    browser.switch_to.active_element.send_keys("Aravel")
    time.sleep(0.8)
    for _ in range(3):
        browser.switch_to.active_element.send_keys(Keys.TAB)
    assert "Aravel" in browser.switch_to.active_element.text
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert "Aravel" in _heading(browser)


def test_articles_run_from_right_to_left(browser: Chrome, site: Path) -> None:
    page = _article(site, "انتظرنا عامين")
    _open(browser, site, page)
    computed = browser.execute_script(
        "return [...document.querySelectorAll('.text p, h1')]"
        ".map(one => getComputedStyle(one).direction)"
    )
    assert set(computed) == {"rtl"}
    assert browser.execute_script("return getComputedStyle(document.body).direction") == "ltr"
    lang = browser.execute_script("return document.querySelector('.article').lang")
    assert lang == "ar"
    _open(browser, site, "search.html")
    assert any("العبّارة" in item for item in _search(browser, "رئيسة البلدية"))


KINDS = (
    "index.html",
    "search.html#Quaranta",
    "timeline.html",
    "network.html",
    "quality.html",
    "data.html",
    "gone.html",
    "person/index.html",
    "place/index.html",
    "date/2024.html",
    "date/2024-11.html",
    "date/undated.html",
    "id/wikidata/Q38.html",
)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nobody_is_shut_out(browser: Chrome, site: Path, dark: bool) -> None:
    from browser.driving import serious_issues

    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    person = min((site / "person").glob("ines-*.html")).relative_to(site).as_posix()
    letter = min((site / "person").glob("all-*.html")).relative_to(site).as_posix()
    articles = [_article(site, words) for words in ("Punta Sirena", "انتظرنا", "Aravel, le")]
    try:
        for page in (*KINDS, person, letter, *articles):
            _open(browser, site, page)
            time.sleep(0.1)
            assert serious_issues(browser) == [], page
            paper = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
            assert (int(paper.split("(")[1].split(",")[0]) < 60) == dark
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_nothing_is_wider_than_a_telephone(browser: Chrome, site: Path) -> None:
    size = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        for page in (*KINDS, _article(site, "Punta Sirena")):
            _open(browser, site, page)
            wide = browser.execute_script("return document.documentElement.scrollWidth")
            assert wide <= 360, page
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_harmful_words_do_nothing(browser: Chrome, site: Path) -> None:
    harmful = [
        path.relative_to(site).as_posix()
        for path in sorted(site.rglob("*.html"))
        if "harmed" in path.read_text("utf-8") or "HYPERLINK" in path.read_text("utf-8")
    ]
    assert len(harmful) > 10
    pictures = [path.relative_to(site).as_posix() for path in sorted(site.glob("*.svg"))]
    for page in [*harmful, *pictures]:
        _open(browser, site, page)
        assert browser.execute_script("return window.harmed") is None, page
    _open(browser, site, "search.html#harmed")
    time.sleep(0.4)
    assert browser.execute_script("return document.querySelectorAll('#results li').length") > 3
    assert browser.execute_script("return window.harmed") is None
    bad = "return [...document.querySelectorAll('[href]')].filter(e => /^javascript/i.test(e.href))"
    assert browser.execute_script(bad) == []


def test_quotes_and_names_are_where_their_addresses_say(browser: Chrome, site: Path) -> None:
    page = _article(site, "Punta Sirena")
    record = json.loads((site / page.replace(".html", ".record.json")).read_bytes())
    for quote in record["quotes"]:
        _open(browser, site, f"{page}#{quote['id']}")
        shown = browser.execute_script("return document.querySelector(':target').textContent")
        start = quote["spans"][0][0]
        assert record["text"][start : start + 12] in shown
