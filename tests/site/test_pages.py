"""The pages of a site: they hold together, validate, and do no harm."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from reuse import hostile
from sites import BASE, broken, build, embedded, example_files, pages, parsed, write_records

from archivist.pages.markup import safe_link


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of our examples and of every kind of harmful words."""
    folder = tmp_path_factory.mktemp("site")
    harmful = write_records(folder / "harmful.jsonl", hostile.records(long=True).values())
    build(folder / "out", *example_files(), harmful, title="A & <b>site</b>")
    return folder / "out"


def test_every_link_leads_somewhere(made: Path) -> None:
    assert broken(made) == []


def test_every_page_validates_and_its_ids_are_unique(made: Path) -> None:
    for path in pages(made):
        page = parsed(path)  # strict: the least error raises
        twice = [id for id, times in Counter(page.ids()).items() if times > 1]
        assert not twice, (path, twice)
        assert page.tree.get("lang") == "en"
        assert len(list(page.elements("h1"))) == len(list(page.elements("main"))) == 1


def test_nothing_in_a_page_can_run_or_ask_elsewhere(made: Path) -> None:
    for path in pages(made):
        for element in parsed(path).elements():
            if not isinstance(element.tag, str):
                continue
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
            assert element.tag not in ("style", "iframe", "object", "embed", "base")
            if element.tag == "script":
                assert element.get("src") or element.get("type") == "application/ld+json"
            for name in ("href", "src"):
                address = element.get(name, "")
                assert not re.match(r"\s*(?:javascript|data|vbscript):", address, re.I), address
                if ":" in address.split("/")[0]:
                    assert safe_link(address)
            if element.tag in ("script", "img") or element.get("rel") in ("stylesheet", "icon"):
                assert "//" not in (element.get("src") or element.get("href") or "")


def test_the_pages_of_names_say_that_nothing_is_merged(made: Path) -> None:
    for path in (made / "person").glob("*-????????????.html"):
        assert "As printed; nothing merged" in path.read_text("utf-8")


def test_a_devised_title_is_marked_as_such(made: Path) -> None:
    (path,) = [p for p in (made / "article").glob("*.html") if "Punta" in p.read_text("utf-8")]
    page = path.read_text("utf-8")
    assert "title devised from the opening words" in page
    assert '<time datetime="2024-11">November 2024</time>' in page
    assert "(month known)" in page
    assert "headline" not in embedded(path)
    assert "datePublished" not in embedded(path)  # its day is not known


def test_quotes_are_marked_with_who_says_them(made: Path) -> None:
    (path,) = [p for p in (made / "article").glob("*.html") if "Punta" in p.read_text("utf-8")]
    page = path.read_text("utf-8")
    assert re.search(r'<q id="q\d+" class="quote direct">Quel faro', page)
    assert '<span class="said-by"><bdi>Ines Quaranta</bdi></span>' in page
    assert re.search(r'href="\.\./person/ines-quaranta-[0-9a-f]{12}\.html"', page)


def test_all_of_the_text_is_on_the_page(made: Path) -> None:
    for path in (made / "article").glob("*.txt"):
        text = path.read_text("utf-8")
        if len(text) > 100_000:
            continue
        page = parsed(path.with_suffix(".html"))
        shown = "".join(page.tree.find(".//article").itertext())
        for word in re.findall(r"[^\W\d_]{4,}", text):
            assert word in shown


def test_a_page_names_its_data(made: Path) -> None:
    path = min((made / "article").glob("*.html"))
    page = path.read_text("utf-8")
    uuid = path.stem
    assert f'<link rel="cite-as" href="{BASE}article/{uuid}">' in page
    for rel in ("alternate", "describedby"):
        assert f'<link rel="{rel}" href="{uuid}.ttl" type="text/turtle">' in page
    for rel in ("item", "type", "linkset"):
        assert f'<link rel="{rel}"' in page
