"""Engines are asked beside the rules: agreement shows, new names come in, the rules stay."""

from __future__ import annotations

import importlib.util
import itertools
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archivist import Settings, convert, engines
from archivist.engines import Found
from archivist.errors import ArchivistError, MissingPart, UsageError
from archivist.extractors import second_opinion
from archivist.extractors.rules import rules
from archivist.pipeline import Conversion
from archivist.problems import Location
from archivist.record import Block, Entity, EntityType, Evidence, Record, Span

ROOT = Path(__file__).parents[2]
TEXT = (
    "The keeper praised Vorlund before Ada Winslow in Genoa on Friday.\n\n"
    '"It holds," said Winslow. The bridge was closed. Many love Vorlund.\n'
)


class Saying:
    """An engine that names given words with given types wherever they stand."""

    name = "saying"

    def __init__(self, **said: EntityType) -> None:
        self.said = {words.replace("_", " "): kind for words, kind in said.items()}

    def languages(self) -> tuple[str, ...]:
        return ("en", "pl")

    def components(self, language: str) -> tuple[tuple[str, str], ...]:
        return (("saying", "1.0"), (f"saying-{language}", "2.0"))

    def find(self, text: str, language: str) -> tuple[Found, ...]:
        return tuple(
            Found(at, at + len(words), kind, kind.upper())
            for words, kind in self.said.items()
            for at in range(len(text))
            if text.startswith(words, at)
        )


@pytest.fixture
def saying(monkeypatch: pytest.MonkeyPatch) -> Saying:
    engine = Saying()
    monkeypatch.setitem(engines._loaded, "saying", engine)
    return engine


def converted(text: str, engine: str | None, lang: str = "en") -> Conversion:
    settings = Settings(as_of="2026-01-01T00:00:00Z", language=lang, engine=engine)
    (found,) = convert(text.encode(), to=("record", "jsonld", "newsml-g2"), settings=settings)
    return found


def record(text: str, engine: str | None, lang: str = "en") -> Record:
    found = converted(text, engine, lang)
    assert found.record is not None, found.problems
    return found.record


def said_of(found: Record) -> list[tuple[str, str, str]]:
    """Surface, type and rule of each mention, in the order of the text."""
    mentions = [(m.span, e.type, m.evidence.rule) for e in found.entities for m in e.mentions]
    return [(span.of(found.text), kind, rule) for span, kind, rule in sorted(mentions)]


def test_without_an_engine_nothing_is_asked(saying: Saying) -> None:
    saying.said = {"Vorlund": "place"}
    assert "Vorlund" not in {surface for surface, _, _ in said_of(record(TEXT, None))}


def test_agreement_is_evidence_and_no_confidence(saying: Saying) -> None:
    alone = {s: (k, r) for s, k, r in said_of(record(TEXT, None))}
    saying.said = {"Ada Winslow": "person"}
    found = record(TEXT, "saying")
    both = {s: (k, r) for s, k, r in said_of(found)}
    kind, rule = alone.pop("Ada Winslow")
    assert both.pop("Ada Winslow") == (kind, f"{rule}+saying")
    assert both == alone
    (mention,) = (m for e in found.entities for m in e.mentions if "+" in m.evidence.rule)
    assert mention.evidence.confidence is None


@pytest.mark.parametrize("words", ["Ada Winslow", "Ada", "Winslow in Genoa", "met Ada Winslow"])
def test_where_they_differ_the_rules_stay(saying: Saying, words: str) -> None:
    alone = said_of(record(TEXT, None))
    saying.said = {words: "organization"}
    both = [item for item in said_of(record(TEXT, "saying")) if item in alone]
    assert both == alone


def test_new_names_come_in_and_are_numbered_by_first_mention(saying: Saying) -> None:
    saying.said = {"Vorlund": "place"}
    found = record(TEXT, "saying")
    first = found.entities[0]
    assert (first.id, first.name, first.type, len(first.mentions)) == ("e1", "Vorlund", "place", 2)
    assert {m.evidence.rule for m in first.mentions} == {"entity.saying"}
    assert [e.id for e in found.entities] == [f"e{n + 1}" for n in range(len(found.entities))]
    starts = [e.mentions[0].span for e in found.entities]
    assert starts == sorted(starts)


def test_a_surname_joins_the_full_name_that_the_engine_found() -> None:
    text = "Quorbin was silent. So was Zelim Quorbin."
    said = [(Span(*p), Found(*p, "person", "PER")) for p in ((0, 7), (27, 40))]
    (found,) = second_opinion.merged(text, (), said, "saying")
    assert (found.id, found.name) == ("e1", "Zelim Quorbin")
    assert [m.span for m in found.mentions] == [span for span, _ in said]


def test_speakers_and_credits_link_to_the_entities_of_both(saying: Saying) -> None:
    saying.said = {"Vorlund": "place"}
    found = record(TEXT, "saying")
    (quote,) = [one for one in found.quotes if one.kind == "direct"]
    assert quote.speaker is not None
    names = {entity.id: entity.name for entity in found.entities}
    assert names[quote.speaker.entity or ""] == "Ada Winslow"


def test_every_export_says_it_and_reads_back(saying: Saying) -> None:
    saying.said = {"Vorlund": "place", "Ada Winslow": "person"}
    done = converted(TEXT, "saying")
    assert len(done.exports) == 3
    for _, data in done.exports:
        (back,) = convert(data)
        assert back.record == done.record


def test_the_fingerprint_says_what_the_engine_runs_on(saying: Saying) -> None:
    components = record(TEXT, "saying").generator.components
    assert components["options"] == "engine=saying;lang=en"
    assert (components["saying"], components["saying-en"]) == ("1.0", "2.0")
    assert "saying" not in record(TEXT, "saying", "it").generator.components


@pytest.mark.parametrize("lang", ["it", "fi"])
def test_a_language_without_a_model_is_refused_and_said(saying: Saying, lang: str) -> None:
    saying.said = {"Vorlund": "place"}
    done = converted(TEXT, "saying", lang)
    assert done.record is not None
    assert said_of(done.record) == said_of(record(TEXT, None, lang))
    (problem,) = done.problems
    assert (problem.code, problem.severity) == ("E006", "warning")
    assert f"found an article in {lang}, would be right: one of en, pl" in problem.message


def test_only_the_text_of_the_article_is_asked_about(saying: Saying) -> None:
    saying.said = {"Vorlund": "place"}
    text = "Vorlund is calm.\n\nVorlund"
    blocks = tuple(
        Block(role, Span(start, end), Evidence("block.x"))
        for role, start, end in (("paragraph", 0, 16), ("end-mark", 18, 25))
    )
    opinion = second_opinion.ask("saying", text, blocks, "en", (), Location("a"))
    assert [m.span for e in opinion.entities for m in e.mentions] == [Span(0, 7)]


@pytest.mark.parametrize(
    ("text", "said", "wanted"),
    [
        ("He saw Vorlund.", "Vorlund.", "Vorlund"),
        ("He saw “Vorlund” too.", "“Vorlund” ", "Vorlund"),
        ("He saw Vorlund S.A. too.", "Vorlund S.A.", "Vorlund S.A."),
        ("He saw Vorlunders too.", "Vorlund", None),
        ("He saw Vorlunders in Ost.", "lunders in Ost", None),
        ("He saw the ministry.", "ministry", None),
        ("He saw " + "Vorlund " * 30 + "too.", "Vorlund " * 30, None),
        ("東京で会った。", "東京", "東京"),
        ("He saw Jose\u0301 too.", "Jose\u0301", "Jose\u0301"),
    ],
)
def test_names_are_whole_words_with_a_capital(
    saying: Saying, text: str, said: str, wanted: str | None
) -> None:
    saying.said = {said: "place"}
    block = Block("paragraph", Span(0, len(text)), Evidence("block.x"))
    opinion = second_opinion.ask("saying", text, (block,), "en", (), Location("a"))
    found = [m.span.of(text) for e in opinion.entities for m in e.mentions]
    assert found == ([wanted] if wanted else [])


@given(
    st.text(alphabet="Ab c.\n“é", min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=6),
)
def test_whatever_an_engine_says_mentions_lie_within_and_apart(
    text: str, spans: list[tuple[int, int]]
) -> None:
    class Wild(Saying):
        def find(self, text: str, language: str) -> tuple[Found, ...]:
            return tuple(Found(start, end, "person", "PER") for start, end in spans)

    block = Block("paragraph", Span(0, len(text)), Evidence("block.x"))
    engines._loaded["wild"] = Wild()
    try:
        opinion = second_opinion.ask("wild", text, (block,), "en", (), Location("a"))
    finally:
        del engines._loaded["wild"]
    places = sorted(m.span for e in opinion.entities for m in e.mentions)
    assert all(0 <= one.start < one.end <= len(text) for one in places)
    assert all(one.end <= other.start for one, other in itertools.pairwise(places))
    assert all(one.of(text).strip() == one.of(text) for one in places)


def test_two_bearers_of_a_surname_leave_it_to_neither() -> None:
    text = "Ada Moor met Bo Moor. Moor left."
    people = tuple(
        Entity(f"e{n}", "person", Span(*place).of(text), (), (mention(*place),), ())
        for n, place in enumerate([(0, 8), (13, 20)], 1)
    )
    said = [(Span(22, 26), Found(22, 26, "person", "PER"))]
    found = second_opinion.merged(text, people, said, "saying")
    assert [len(entity.mentions) for entity in found] == [1, 1, 1]


def mention(start: int, end: int) -> second_opinion.Mention:
    return second_opinion.Mention(Span(start, end), False, Evidence("entity.given-name"))


# ------------------------------------------------------------------ which engines there are


def test_an_engine_that_nobody_has_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no engine is called 'oracle'") as refused:
        convert(b"a", settings=Settings(engine="oracle"))
    assert "spacy" in (refused.value.hint or "")


def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """A package of somebody else with an engine `other`, as pip leaves it."""
    (tmp_path / "their_engine.py").write_text(module, "utf-8")
    info = tmp_path / "their_engine-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-engine\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[archivist.entities]\nother = their_engine:ENGINE\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "their_engine", raising=False)
    monkeypatch.setattr(engines, "_loaded", {})


THEIRS = """
from archivist.engines import Found
class Other:
    name = "other"
    def languages(self): return ("en",)
    def components(self, language): return (("their-engine", "1.0"),)
    def find(self, text, language):
        at = text.find("Vorlund")
        return (Found(at, at + 7, "place", "LOC"),) if at >= 0 else ()
ENGINE = Other()
"""


def test_an_engine_of_another_package_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch, THEIRS)
    assert engines.names() == ("other", "spacy")
    assert ("Vorlund", "place", "entity.other") in said_of(record(TEXT, "other"))


@pytest.mark.parametrize(
    ("module", "refusal", "hint"),
    [
        ("import no_such_part", MissingPart, "install no_such_part"),
        (THEIRS.replace('"other"', '"Other One"'), UsageError, "a name is small letters"),
    ],
)
def test_an_engine_of_another_package_that_cannot_be_used(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    refusal: type[ArchivistError],
    hint: str,
) -> None:
    installed(tmp_path, monkeypatch, module)
    with pytest.raises(refusal) as refused:
        convert(b"a", settings=Settings(engine="other"))
    assert (refused.value.hint or "").startswith(hint)


def test_what_an_installation_declares_is_what_a_checkout_knows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = project["entry-points"][engines.GROUP]
    assert declared == {name: f"{module}:ENGINE" for name, module in engines.OWN.items()}
    assert set(declared) <= set(project["optional-dependencies"])


def test_an_engine_without_its_parts_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(engines._loaded, "spacy", raising=False)
    monkeypatch.delitem(sys.modules, "archivist.engines.spacy_engine", raising=False)
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingPart) as missing:
        convert(b"a", settings=Settings(engine="spacy"))
    assert missing.value.exit_code == 7
    assert missing.value.hint == "pip install archivist[spacy]"


def test_no_engine_is_imported_until_it_is_asked_for() -> None:
    program = "import sys, archivist; list(archivist.convert(b'Ada left.')); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "spacy" not in done.stdout.split()


def test_rules_of_agreement_are_explained() -> None:
    known = rules()
    assert known["entity.given-name+spacy"].does.startswith(known["entity.given-name"].does)
    assert "entity.spacy" in known
    assert not {"+spacy", "entity.spacy+spacy", "quote.marks+spacy"} & set(known)


# ------------------------------------------------------------------ spaCy and its French model

FRENCH = (
    "LYON, 25 octobre 2024 (AFP) - Le fabricant Brumelec ouvre une usine à Vaulx-le-Grand.\n\n"
    "« Nous y serons deux cents », a déclaré Odile Crampigny, directrice de Brumelec. "
    "Jean-Loup Vasserand, maire de Vaulx-le-Grand, a salué le ministère.\n"
)


@pytest.fixture
def spacy_model() -> None:
    """Skips where spaCy or the model is not installed."""
    pytest.importorskip("spacy", reason="spaCy is not installed: pip install archivist[spacy]")
    if importlib.util.find_spec("fr_core_news_sm") is None:
        pytest.skip("the French model fr_core_news_sm is not installed")


@pytest.mark.usefixtures("spacy_model")
def test_spacy_agrees_and_adds() -> None:
    found = record(FRENCH, "spacy", "fr")
    given = {rule for _, _, rule in said_of(found)}
    assert "entity.given-name+spacy" in given
    assert {rule for rule in given if "spacy" in rule} <= set(rules())
    components = found.generator.components
    evidence = [m.evidence for e in found.entities for m in e.mentions]
    known = [e.confidence for e in evidence if e.rule == "entity.given-name+spacy"]
    assert (known[0] is not None) == (components["fr_core_news_sm"] == "3.8.0")  # the one measured
    assert components["spacy"]


@pytest.mark.usefixtures("spacy_model")
def test_spacy_refuses_what_its_model_was_not_built_for() -> None:
    done = converted("Il ponte riapre domani, ha detto la sindaca.\n", "spacy", "it")
    assert done.record is not None
    if "it" not in engines.load("spacy").languages():
        assert [problem.code for problem in done.problems] == ["E006"]


@pytest.mark.usefixtures("spacy_model")
def test_spacy_says_the_same_every_time_and_of_long_texts() -> None:
    engine = engines.load("spacy")
    long = FRENCH * 400
    once = engine.find(long, "fr")
    assert engine.find(long, "fr") == once
    assert {long[f.start : f.end] for f in once} >= {"Odile Crampigny", "Jean-Loup Vasserand"}
    assert once[-1].end > len(long) - len(FRENCH)
    assert list(once) == sorted(once)
