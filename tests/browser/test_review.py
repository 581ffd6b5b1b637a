"""The page of `archivist review` in a browser: read, search, correct, save; and the patch applied."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from reuse import hostile

from archivist import Settings, convert
from archivist.cli.group import archivist
from archivist.record import Source

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".txt", ".md"))
AS_OF = "2026-01-01T00:00:00Z"


def run(*arguments: object) -> str:
    done = CliRunner().invoke(archivist, [str(word) for word in arguments])
    return f"{done.output}\nexit {done.exit_code}"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples as records of today, one a line."""
    folder = tmp_path_factory.mktemp("records")
    lines = [
        content
        for path in EXAMPLES
        for conversion in convert(path, to=["record"], settings=Settings(as_of=AS_OF))
        for _, content in conversion.exports
    ]
    (folder / "all.jsonl").write_bytes(b"".join(lines))
    return folder / "all.jsonl"


@pytest.fixture(scope="module")
def page(records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("page") / "review.html"
    assert "exit 0" in run("review", records, "-o", page, "--by", "Ada Byron")
    return page


class Reader:
    """Somebody at the page."""

    def __init__(self, browser: Chrome, page: Path, downloads: Path) -> None:
        self.browser, self.page, self.downloads = browser, page, downloads
        browser.set_window_size(1400, 950)
        browser.get(page.as_uri())
        browser.execute_script("localStorage.clear()")
        browser.get(page.as_uri())

    def js(self, script: str, *values: object) -> Any:
        return self.browser.execute_script(script, *values)

    def one(self, selector: str) -> Any:
        return self.browser.find_element("css selector", selector)

    def all(self, selector: str) -> list[Any]:
        return list(self.browser.find_elements("css selector", selector))

    def open(self, name: str) -> None:
        """By a click on its line in the list."""
        (found,) = [item for item in self.all("#articles button") if name in item.text]
        found.click()

    def card(self, words: str) -> Any:
        """Opens the card whose first line holds the words."""
        found = [item for item in self.all("[data-card] > .head") if words in item.text][0]
        if found.get_attribute("aria-expanded") != "true":
            found.click()
        return self.one('[data-card]:has(> .head[aria-expanded="true"])')

    def choose(self, control: str, words: str) -> None:
        """An option of a control of the open card."""
        from selenium.webdriver.support.ui import Select

        select = Select(self.one(f'[data-card] .body [data-c="{control}"]'))
        (option,) = [item.text for item in select.options if item.text.startswith(words)]
        select.select_by_visible_text(option)

    def write(self, control: str, words: str) -> None:
        """A text into a control of the open card, and sets it."""
        field = self.one(f'.body [data-c="{control}"]')
        field.clear()
        field.send_keys(words)
        self.one(f'.body [data-c="{control} save"]').click()

    def mark(self, words: str) -> None:
        """Selects words in the text, as a mouse would."""
        self.js(
            """
            const words = arguments[0], holder = document.getElementById("text");
            const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
            let text = "", nodes = [];
            while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(".chip")) {
              nodes.push([text.length, walker.currentNode]);
              text += walker.currentNode.data;
            }
            const at = text.indexOf(words);
            const place = (unit, end) => {
              const [start, node] = nodes.findLast(([start]) => end ? start < unit : start <= unit);
              return [node, unit - start];
            };
            getSelection().setBaseAndExtent(...place(at, false), ...place(at + words.length, true));
            """,
            words,
        )
        wait(lambda: self.one("#as").is_displayed())

    def keys(self, *keys: str) -> None:
        """To whatever has the focus."""
        from selenium.webdriver.common.action_chains import ActionChains

        for key in keys:
            ActionChains(self.browser).send_keys(key).perform()

    def said(self) -> str:
        return str(self.one("#said").text)

    def save(self, which: str) -> Path:
        """Downloads the patch or the judgements."""
        target = self.downloads / f"{self.page.stem}.{which}.jsonl"
        target.unlink(missing_ok=True)
        self.one("#save").click()
        self.one("#save-patch" if which == "patch" else "#save-judgements").click()
        wait(target.is_file)
        self.one("#save-dialog [data-close]").click()
        return target


def wait(until: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.02)


@pytest.fixture
def reader(browser: Chrome, page: Path, downloads: Path) -> Iterator[Reader]:
    yield Reader(browser, page, downloads)
    browser.execute_script("localStorage.clear()")


def applied(patch: Path, records: Path, to: Path) -> dict[str, dict[str, Any]]:
    """The corrected records by the names of their sources."""
    output = run("apply", patch, records, "-o", to)
    assert "exit 0" in output, output
    found = [json.loads(path.read_bytes()) for path in to.rglob("*.record.json")]
    return {record["source"]["name"]: record for record in found}


def test_a_speaker_is_corrected_and_the_patch_applied(
    reader: Reader, records: Path, tmp_path: Path
) -> None:
    reader.open("it-faro.txt")
    reader.card("Quel faro non")
    reader.choose("speaker", "Dalia Monteverdi")
    assert "Dalia Monteverdi" in reader.card("Quel faro non").text
    record = applied(reader.save("patch"), records, tmp_path)["it-faro.txt"]
    (quote,) = [quote for quote in record["quotes"] if quote["kind"] == "direct"]
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    assert names[quote["speaker"]["entity"]] == "Dalia Monteverdi"
    assert quote["speaker"]["evidence"]["corrected"]["by"] == "Ada Byron"
    assert record["history"][-1]["action"] == "corrected"
