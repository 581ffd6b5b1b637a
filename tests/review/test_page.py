"""The page is one file: valid, closed to the network, in seven languages, the same every time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner
from reuse import hostile

from archivist import Record
from archivist.cli.group import archivist
from archivist.pages.labels import LANGUAGES, labels
from archivist.review import Article, Design, page
from archivist.review.page import FILTERS, KEYS, KINDS, SCRIPTS

ALL = Design(None, None, 2, ())
JS = {
    name: files("archivist").joinpath("data", "review", f"{name}.js").read_text()
    for name in SCRIPTS
}


class Held:
    """A record as a command holds it."""

    def __init__(self, record: Record, location: str = "a.record.json") -> None:
        self.record, self.location = record, location
        self.digest = sha256(record.id.encode()).hexdigest()


def written(records: dict[str, Record], language: str = "en") -> str:
    articles = [Article(Held(record)) for record in records.values()]
    pieces = page(articles, ALL, language=language, name="review", by=None)
    return b"".join(pieces).decode()


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    return hostile.records(long=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_valid_html(records: dict[str, Record], language: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(written({"bidi": records["bidi"], "end": records["end-of-script"]}, language))
    assert parser.errors == []


def test_words_of_strangers_end_no_script_and_open_no_element(records: dict[str, Record]) -> None:
    shown = written(records)
    assert shown.count("<script") == shown.count("</script>") == len(records) + 2
    assert "<img" not in shown
    assert "<svg" not in shown
    assert "\u202e" not in re.sub(r"<script.*?</script>", "", shown, flags=re.DOTALL)
    tree = html5lib.parse(shown, namespaceHTMLElements=False)
    held = [json.loads(item.text) for item in tree.iter("script") if item.get("type")]
    texts = [item["record"]["text"] for item in held if "record" in item]
    assert texts == [record.text for record in records.values()]


def test_only_its_own_script_and_style_run_and_nothing_is_fetched(
    records: dict[str, Record],
) -> None:
    shown = written({"one": records["bidi"]})
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', shown)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    for form in (r"<script>(.*?)</script>", r"<style>(.*?)</style>"):
        (content,) = re.findall(form, shown, re.DOTALL)
        assert b64encode(sha256(content.encode()).digest()).decode() in policy[1]
    assert not re.search(r"https?://(?!cvx|publications|sws|www\.wikidata)", "".join(JS.values()))
    for call in ("fetch(", "XMLHttpRequest", "innerHTML", "insertAdjacentHTML", "eval(", "import("):
        assert call not in "".join(JS.values()), call


FAMILIES = ("of", "did", "verdict", "severity", "status", "block", "credit", "date", "quote")


def test_every_label_is_there_and_none_is_idle() -> None:
    script = "".join(JS.values())
    source = script + (files("archivist") / "review" / "page.py").read_text()
    table = labels("review.", "en")
    asked = set(re.findall(r'\bsay\("([^"]+)"', source))
    asked |= {f"filter.{kind}" for kind in FILTERS} | {f"key.{name}" for _, name in KEYS}
    assert sorted(asked - set(table) - set(KINDS)) == []
    written = {*asked, *re.findall(r'"([a-z.]+)"', source)}
    idle = [key for key in table if key not in written and key.split(".")[0] not in FAMILIES]
    assert idle == []
    for family in FAMILIES:
        assert f"say(`{family}." in script, family


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labels_have_the_same_blanks_to_fill(language: str) -> None:
    for key, words in labels("review.", "en").items():
        own = labels("review.", language)[key]
        assert sorted(re.findall(r"\{\d\}", own)) == sorted(re.findall(r"\{\d\}", words)), key


def test_the_same_articles_give_the_same_bytes(records: dict[str, Record], tmp_path: Path) -> None:
    lines = [json.dumps(record.to_json()) for record in records.values()]
    (tmp_path / "all.jsonl").write_text("\n".join(lines) + "\n")
    made = []
    for seed, zone, name in (("1", "UTC", "one"), ("2", "Asia/Tokyo", "two")):
        (tmp_path / name).mkdir()
        target = tmp_path / name / "review.html"
        command = [
            sys.executable,
            "-m",
            "archivist.cli",
            "review",
            "all.jsonl",
            "-o",
            str(target),
            "-q",
        ]
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        subprocess.run(
            [*command, "--max-size", "100M"],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
        )
        made.append(target.read_bytes())
    assert made[0] == made[1]


# ------------------------------------------------------------------ the command


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(archivist, [str(word) for word in words])
    return done.exit_code, done.stderr


@pytest.fixture
def kept(records: dict[str, Record], tmp_path: Path) -> Path:
    small = [record for name, record in records.items() if name != "long"]
    lines = [json.dumps(record.to_json()) for record in small]
    (tmp_path / "all.jsonl").write_text("\n".join(lines) + "\n")
    return tmp_path / "all.jsonl"


def test_the_command_says_that_the_page_holds_texts(kept: Path, tmp_path: Path) -> None:
    code, said = run("review", kept, "-o", tmp_path / "a.html")
    assert code == 0
    assert "16 articles" in said
    assert "it holds the texts of the articles" in said
    assert run("review", kept, "-o", tmp_path / "a.html")[0] == 0  # the same bytes
    code, said = run("review", kept, "-o", tmp_path / "a.html", "--sample", "2")
    assert code == 4
    assert run("review", kept, "-o", tmp_path / "a.html", "--sample", "2", "--force")[0] == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-o", "a.txt"], "wanted a page"),
        (["-o", "a.html", "--seed", "1"], "--sample 200 --seed 1"),
        (["-o", "a.html", "--where", "lnag=it"], "nothing is called 'lnag'"),
        (["-o", "a.html", "--lang", "xx"], "'xx' is not one of"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_read(
    kept: Path, options: list[str], words: str
) -> None:
    code, said = run("review", kept, *options)
    assert code == 2
    assert words in said


def test_no_article_that_meets_it_is_no_page(kept: Path, tmp_path: Path) -> None:
    given = ("review", kept, "-o", tmp_path / "a.html", "--where", "status=withdrawn")
    code, said = run(*given)
    assert code == 3
    assert "no article meets" in said
    assert run(*given, "--allow-empty")[0] == 0
    assert not (tmp_path / "a.html").exists()


def test_withheld_articles_are_shown(kept: Path, tmp_path: Path) -> None:
    first, *rest = kept.read_text().splitlines()
    kept.write_text("\n".join([json.dumps({**json.loads(first), "status": "withheld"}), *rest]))
    code, _ = run("review", kept, "-o", tmp_path / "a.html", "--where", "status=withheld")
    assert code == 0
    assert '"status":"withheld"' in (tmp_path / "a.html").read_text()
