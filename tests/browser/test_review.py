"""The page of `archivist review` in a browser: read, correct, save; and the patch applied."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from reuse import hostile

from archivist import Settings, convert, edtf
from archivist.cli.group import archivist

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
        """Opens the card of a name, or else one whose first lines hold the words."""
        heads = [(item.text, item) for item in self.all("[data-card] > .head")]
        whole = [item for said, item in heads if words in said.split("\n")]
        found = (whole or [item for said, item in heads if words in said])[0]
        if found.get_attribute("aria-expanded") != "true":
            found.click()
        return self.one('[data-card]:has(> .head[aria-expanded="true"])')

    def verdict(self, name: str) -> str:
        """What a screen reader says of a card."""
        found = self.card(name).find_element("css selector", ".unseen")
        return str(found.get_attribute("textContent")).strip()

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
    lines = (path.read_bytes() for path in sorted(tmp_path.rglob("*.record.json")))
    again = tmp_path / "again.jsonl"
    again.write_bytes(b"".join(json.dumps(json.loads(item)).encode() + b"\n" for item in lines))
    said = run("apply", reader.downloads / "review.patch.jsonl", again, "-o", tmp_path / "twice")
    assert "1 there already" in said
    assert "exit 0" in said
    assert "exit 0" in run("review", again, "-o", tmp_path / "again.html")
    reader.browser.get((tmp_path / "again.html").as_uri())
    reader.open("it-faro.txt")
    assert "revision 2" in reader.one("#facts").text
    assert "corrected by Ada Byron" in reader.card("Quel faro non").text


def test_a_patch_of_a_record_that_changed_is_a_conflict(
    reader: Reader, records: Path, tmp_path: Path
) -> None:
    reader.open("it-faro.txt")
    reader.card("Punta Sirena")
    reader.choose("type", "event")
    patch = reader.save("patch")
    changed = tmp_path / "changed.jsonl"
    text = records.read_text("utf-8")
    assert '"value":"2024-11"' in text
    changed.write_text(text.replace('"value":"2024-11"', '"value":"2024-12"'), "utf-8")
    said = run("apply", patch, changed)
    assert "C074 error: record changed" in said
    assert "exit 1" in said
    assert "exit 0" in run("apply", patch, changed, "--again")


def test_each_kind_of_correction_arrives_in_the_record(
    reader: Reader, records: Path, tmp_path: Path
) -> None:
    reader.open("it-faro.txt")
    reader.card("published")
    reader.write("value", "2024-11-05")
    reader.card("Punta Sirena")
    reader.choose("type", "body")
    reader.card("Osservatorio del Mare")
    reader.write("value", "Osservatorio")
    reader.mark("primo, quanto tempo resteremo al buio")
    reader.one('[data-as="headline"]').click()
    reader.mark("Abbiamo chiesto un incontro")
    reader.one('[data-as="indirect"]').click()
    reader.mark("Camogli")
    reader.one('[data-as="place"]').click()
    reader.card("Corsica")
    reader.one('.body [data-c="remove"]').click()
    reader.card("Quel faro non")
    reader.one('[data-c="bound quotes/2 0 1-2"]').click()
    record = applied(reader.save("patch"), records, tmp_path)["it-faro.txt"]
    entities = {entity["name"]: entity for entity in record["entities"]}
    quotes = {record["text"][slice(*quote["spans"][0])]: quote for quote in record["quotes"]}
    assert record["dates"][0]["value"] == "2024-11-05"
    assert record["dates"][0]["evidence"]["corrected"]["by"] == "Ada Byron"
    assert entities["Punta Sirena"]["type"] == "organization"
    assert "Osservatorio" in entities
    assert record["headline"]["value"] == "primo, quanto tempo resteremo al buio"
    assert record["title"]["kind"] == "formal"
    assert quotes["Abbiamo chiesto un incontro"]["within"] == "q3"
    assert entities["Camogli"]["type"] == "place"
    assert "Corsica" not in entities
    assert any(words.endswith("e aspettiamo") for words in quotes)
    for name in ("jsonld", "turtle", "newsml-g2"):
        assert "exit 0" in run("export", tmp_path, "--to", name, "-o", tmp_path / name)


def test_what_is_no_date_is_not_set(reader: Reader) -> None:
    reader.open("it-faro.txt")
    reader.card("published")
    for words in ("2024-13-01", "2023-02-29", "5 November 2024", "2024-1"):
        field = reader.one('.body [data-c="value"]')
        field.clear()
        field.send_keys(words)
        assert field.get_attribute("aria-invalid") == "true"
        assert not reader.one('.body [data-c="value save"]').is_enabled()
        reader.keys("\ue007")  # Enter
        assert not reader.js("return archivistReview.desk.article().edited")
        assert reader.one(".body .wrong").text


def test_the_page_and_the_package_agree_on_every_date(reader: Reader) -> None:
    written = dates()
    assert len(written) > 3000
    said = reader.js("return arguments[0].map(archivistReview.isEdtf)", written)
    differ = [
        text for text, valid in zip(written, said, strict=True) if valid != edtf.is_valid(text)
    ]
    assert differ == []
    assert sum(said) > 250


def dates() -> list[str]:
    """Dates of all kinds, and each with a letter taken out, put in or changed."""
    seeds = """2024 2024-10 2024-10-25 2023-02-29 2024-02-29 1900-02-29 2000-02-29 -0044-03-15 0000
    -0000 2024-21 2024-41 2024-42 2024-13 2024-00 2024-10-00 2024-10-32 2024-04-31 198X 19XX XXXX
    2024-XX 2024-10-XX XXXX-10-25 XXXX-02-29 19X1-02-29 XXXX-02-30 2024-1X-31 2024-X2-31 2024-X1-31
    2024? 2024~ 2024-10% ?2024-10 2024-~10-25 2024-10-?25 2024?-10~-25% 2024-21~ ~2024-33
    2024-10-25T10:00:00 2024-10-25T10:00:00Z 2024-10-25T24:00:00 2024-10-25T24:00:01
    2024-10-25T23:59:60Z 2024-10-25T10:00:60 2024-10-25T09:14:60 2024-10-25T10:00:00+02
    2024-10-25T10:00:00+14:00 2024-10-25T10:00:00+14:01 2024-10-25T10:00:00-00:00
    2024-10-25T01:59:60+02:00 2024-10-25T10:60:00 2024-10-25T10:00 2024-10/2024-12 2024-12/2024-10
    2024/.. ../2024 2024/ /2024 / ../.. 2004-06-11/2004-06 2004-06/2004-06-11 1985~/1990? 198X/1980
    1990/198X 2024-24/2023-12 2024-24/2023-11 2024-28/2023-12 Y170000002 Y-170000002 Y2024 Y-17E7
    Y17E9999 Y17E99999 Y1E997 Y1E999 Y1E1000 1950S2 -0044S1 -0000S2 Y171010000S3 ~Y17000S2?
    1950S99999
    2024/Y20000 Y20000/2024 1950S2/1899 1950S2/1900 [2024,2025] [2024..2025] [..2024] [2024..]
    {2024,2025-10} [2024-10..2025] [2025..2024] [2024,..] [..] [] {} [2024 {2024] [2024,,2025]
    [2024,2025..] [..2024,2025] {1960,1961-12} [2024-10-25T10:00:00Z] 2024-10-25T10:00:00Z/2025
    [2024-21..2024-22] [2024-21..2024-33] 2024-10-25/ 20241025 +2024 2024- -2024 02024 2024-1-1
    ٢٠٢٤ 2024\u201310 2024-10-25t10:00:00z 2024-10-25T10:00:00+02:60 2024-3X 2024-2X
    20XX-2X""".split()
    rng = random.Random(7)
    signs = "0123456789-X?~%/.,[]{}TZ:+YSE 29"
    found = [*seeds, "", " ", "2024 ", "2024\n"]
    for seed in seeds:
        for _ in range(50):
            at = rng.randrange(len(seed) + 1)
            cut = rng.choice([0, 0, 1])
            found.append(seed[:at] + rng.choice(["", rng.choice(signs)]) + seed[at + cut :])
    return sorted(set(found))


def test_keys_alone_do_everything(reader: Reader, records: Path, tmp_path: Path) -> None:
    down, enter, shift, right = "\ue015", "\ue007", "\ue008", "\ue014"
    reader.js("archivistReview.desk.open(0)")
    while "it-faro" not in reader.one("#facts").text:
        reader.keys("n")
    while "Quel faro non" not in reader.js("return document.activeElement.textContent"):
        reader.keys("j")
    reader.keys("s")
    assert reader.js("return document.activeElement.dataset.c") == "speaker"
    reader.keys("Dalia")
    reader.keys(enter)
    wait(lambda: "Dalia" in reader.card("Quel faro non").text.split("\n")[2])
    reader.keys("\ue00c")  # Esc: from the control to its field
    reader.keys("m", *[right] * 3, shift + right, enter)
    assert reader.js("return document.activeElement.dataset.as") is not None
    reader.keys("\ue00c", "c")
    assert "1 of 8 checked" in reader.one("#progress").text
    reader.keys("p", "z", "z")
    assert "0 of 8 checked" in reader.one("#progress").text
    assert not reader.js("return archivistReview.desk.article().edited")
    reader.keys("y", "y", "x")
    assert reader.js("return document.activeElement.closest('dialog').id") == "save-dialog"
    target = reader.downloads / "review.patch.jsonl"
    target.unlink(missing_ok=True)
    while reader.js("return document.activeElement.id") != "save-patch":
        reader.keys("\ue004")
    reader.keys(enter)
    wait(target.is_file)
    reader.keys("\ue00c")
    record = applied(target, records, tmp_path)["it-faro.txt"]
    assert record["revision"] == 2
    assert down


def test_a_reload_loses_nothing_and_forgetting_forgets(reader: Reader) -> None:
    reader.open("en-bridge.txt")
    reader.card("Ruth Calloway")
    reader.keys("r")
    reader.mark("Rotterdam")
    reader.browser.get(reader.page.as_uri())
    reader.open("en-bridge.txt")
    assert reader.verdict("Ruth Calloway") == "right:"
    reader.one("#undo").click()
    assert reader.verdict("Ruth Calloway") == "not judged:"
    reader.one("#redo").click()
    reader.one("#save").click()
    reader.one("#forget").click()
    reader.one("#forget").click()
    assert reader.js("return Object.keys(localStorage).filter(key => key.length > 40)") == []
    reader.open("en-bridge.txt")
    assert reader.verdict("Ruth Calloway") == "not judged:"


def test_the_list_is_searched_and_sifted(reader: Reader) -> None:
    from selenium.webdriver.support.ui import Select

    def shown() -> int:
        return len([item for item in reader.all("#articles li") if item.is_displayed()])

    assert shown() == 8
    reader.one("#search").send_keys("azafran")  # the name has it, the text has azafrán
    assert shown() == 1
    reader.one("#search").send_keys("\ue007")
    assert "es-azafran" in reader.one("#facts").text
    reader.one("#search").clear()
    reader.one("#search").send_keys(" ")
    Select(reader.one("#filter")).select_by_value("lang it")
    assert shown() == 1
    Select(reader.one("#filter")).select_by_value("checked")
    assert shown() == 0


def test_a_click_in_the_text_opens_the_field_and_the_other_way_round(reader: Reader) -> None:
    reader.open("en-bridge.txt")
    piece = next(item for item in reader.all("#text .q") if "because the motor" in item.text)
    piece.click()
    card = reader.one('[data-card]:has(> .head[aria-expanded="true"])')
    assert "We opened it by hand" in card.text
    assert "characters 230–342" in card.text
    assert "line 7" in card.text
    lit = "".join(item.text for item in reader.all("#text .piece.on"))
    assert "We opened it by hand" in lit
    assert "because the motor is still in" in lit
    reader.card("Department for Transport")
    lit = [item.text for item in reader.all("#text .piece.on")]
    assert lit == ["Department for Transport"] * 2


def test_what_readers_judge_is_counted(reader: Reader, tmp_path: Path) -> None:
    reader.open("en-bridge.txt")
    reader.card("Ruth Calloway")
    reader.one("#check").click()
    reader.open("it-faro.txt")
    reader.card("Corsica")
    reader.one('.body [data-c="remove"]').click()
    reader.card("Quel faro non")
    reader.choose("speaker", "Dalia")
    reader.one("#check").click()
    reader.open("de-stoerche.txt")
    reader.card("language")
    reader.keys("r")
    counted = json.loads(
        run("stats", "--reviewed", reader.save("judgements"), "--format", "json").partition(
            "\nexit"
        )[0]
    )
    assert counted["checked"] == 2
    assert counted["articles"] == 3
    assert counted["fields"]["language"]["judged"] == 3
    assert counted["fields"]["speaker"]["wrong"] == 1
    assert counted["fields"]["speaker"]["right"] == 10
    assert counted["fields"]["mention"]["wrong"] == 1
    assert counted["notJudgedWhole"]["mention"] == 1
    rules = {(item["field"], item["rule"]): item for item in counted["rules"]}
    assert rules["speaker", "speaker.lead-in"]["precision"] == 0.0


@pytest.mark.parametrize("which", ["first", "open", "dialog"])
def test_nobody_is_shut_out(reader: Reader, which: str) -> None:
    from browser.driving import serious_issues

    reader.open("it-faro.txt")
    if which == "open":
        reader.card("Quel faro non")
        reader.mark("Camogli")
    if which == "dialog":
        reader.one("#help").click()
    assert serious_issues(reader.browser) == []


def test_hostile_words_do_nothing(browser: Chrome, tmp_path: Path, downloads: Path) -> None:
    from browser.driving import serious_issues

    page = hostile_page(tmp_path)
    reader = Reader(browser, page, downloads)
    number = reader.js("return archivistReview.desk.articles.length")
    for at in range(number):
        reader.js("archivistReview.desk.open(arguments[0])", at)
        keys = reader.js(
            "return [...document.querySelectorAll('[data-card]')].map(x => x.dataset.card)"
        )
        for key in keys:
            reader.js("archivistReview.desk.select(arguments[0], true)", key)
        reader.js("getSelection().selectAllChildren(document.getElementById('text'))")
    assert reader.js("return window.harmed === undefined")
    reader.js("archivistReview.desk.open(0)")  # axe takes minutes over a megabyte
    assert serious_issues(browser) == []


def hostile_page(folder: Path) -> Path:
    (folder / "all.jsonl").write_bytes(
        b"".join(
            json.dumps(record.to_json(), ensure_ascii=False).encode() + b"\n"
            for record in hostile.records(long=True).values()
        )
    )
    output = run("review", folder / "all.jsonl", "-o", folder / "page.html", "--max-size", "100M")
    assert "exit 0" in output, output
    return folder / "page.html"
