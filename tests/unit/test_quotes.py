"""Quotes: pairing by typography, speakers by cues, reported speech; one line per printed form."""

from __future__ import annotations

import pytest

from archivist.extractors import entities
from archivist.extractors.quotes import find
from archivist.record import Block, Entity, Evidence, Mention, Quote, Role, Span
from archivist.text import paragraphs


def extract(text: str, language: str | None, *entities: Entity) -> tuple[Quote, ...]:
    return find(text, tuple(paragraphs(text)), language, entities)


def entity(text: str, name: str, *, id: str = "e1", type: str = "person", role: str = "") -> Entity:
    """An entity with a mention wherever its name is printed."""
    mentions, at = [], text.find(name)
    while at >= 0:
        span = Span(at, at + len(name))
        mentions.append(Mention(span, False, Evidence("entity.test")))
        at = text.find(name, at + 1)
    roles = (Role(role, None, Evidence("entity.test")),) if role else ()
    return Entity(id, type, name, roles, tuple(mentions), ())  # type: ignore[arg-type]


def contents(text: str, quotes: tuple[Quote, ...]) -> list[str]:
    return [" | ".join(span.of(text) for span in quote.spans) for quote in quotes]


def speakers(text: str, quotes: tuple[Quote, ...]) -> list[str | None]:
    return [
        quote.speaker.span.of(text) if quote.speaker and quote.speaker.span else None
        for quote in quotes
    ]


# ------------------------------------------------------------------ pairing

LONG = "we will build the new bridge before winter"

MARKS = [
    ("en", f'"{LONG}", said Ada Moor.', LONG),
    ("en", f"“{LONG},” said Ada Moor.", LONG + ","),
    ("en", f"‘{LONG},’ said Ada Moor.", LONG + ","),
    ("en", f"``{LONG},'' said Ada Moor.", LONG + ","),
    ("en", f"''{LONG},'' said Ada Moor.", LONG + ","),
    ("en", f"'{LONG}', said Ada Moor.", LONG),
    ("en", f'Ada Moor said:"{LONG}"and left.', LONG),
    ("en", "“The workers’ flats aren’t ready ‘yet’,” said Ada Moor.", None),
    ("en", "‘The workers’ flats aren’t ready’, said Ada Moor.", None),
    ("de", f"„{LONG}“, sagte Ada Moor.", LONG),
    ("de", f"„{LONG}”, sagte Ada Moor.", LONG),
    ("de", f"»{LONG}«, sagte Ada Moor.", LONG),
    ("de", f"«{LONG}», sagte Ada Moor.", LONG),
    ("de", f"‚{LONG}‘, sagte Ada Moor.", LONG),
    ("fr", f"« {LONG} », a déclaré Ada Moor.", LONG),
    ("fr", f"«\u00a0{LONG}\u00a0», a déclaré Ada Moor.", LONG),
    ("fr", f"‹ {LONG} ›, a déclaré Ada Moor.", LONG),
    ("it", f"«{LONG}», ha detto Ada Moor.", LONG),
    ("it", f'"{LONG}". ha detto Ada Moor.', LONG),
    ("nl", f"„{LONG}”, zei Ada Moor.", LONG),
    ("nl", f",,{LONG}'', zei Ada Moor.", LONG),
    ("nl", "'Dat is 's avonds een mooie brug', zei Ada Moor.", "Dat is 's avonds een mooie brug"),
    ("es", f"“{LONG}”, dijo Ada Moor.", LONG),
    ("pt", f"“{LONG}”, disse Ada Moor.", LONG),
    (
        None,
        f"“{LONG}, all of us, and nobody will stop it.”",
        f"{LONG}, all of us, and nobody will stop it.",
    ),
]


@pytest.mark.parametrize(("language", "text", "wanted"), MARKS)
def test_every_style_of_marks_is_paired(
    language: str | None, text: str, wanted: str | None
) -> None:
    found = extract(text, language)
    assert len(found) == 1
    assert found[0].kind == "direct"
    wanted = wanted or text[1 : text.index("said") - 3].rstrip("’")
    assert contents(text, found)[0].rstrip(",’”") == wanted.rstrip(",")
    assert language is None or speakers(text, found) == ["Ada Moor"]


def test_paragraphs_that_open_again_are_one_quote_with_several_spans() -> None:
    text = "“One is here,\n\n“two is there,\n\n“three is away,” said Ada Moor."
    found = extract(text, "en")
    assert contents(text, found) == ["One is here, | two is there, | three is away,"]
    assert found[0].evidence.rule == "quote.continuation"


def test_without_opening_marks_a_quote_over_paragraphs_has_one_span() -> None:
    text = (
        'La ministra ha detto:\n\n"Prima la scuola. Poi:\n\nuno, i libri;\n\ndue, i banchi". Fine.'
    )
    found = extract(text, "it")
    assert contents(text, found) == ["Prima la scuola. Poi:\n\nuno, i libri;\n\ndue, i banchi"]
    assert speakers(text, found) == ["La ministra"]
    assert found[0].speaker is not None
    assert found[0].speaker.how == "colon lead-in"


def test_a_missing_closing_mark_ends_with_its_paragraph() -> None:
    text = (
        "Ada Moor said: “We will build it before winter.\n\nThe bridge is long. He said “no” to it."
    )
    found = extract(text, "en")
    assert contents(text, found)[0] == "We will build it before winter."
    assert found[0].evidence.rule == "quote.unclosed"


def test_a_caption_does_not_swallow_a_quote() -> None:
    text = "“We will build it, said no one.\n\nA bridge.” he wrote\n\nThe end is near."
    spans = [block.span for block in paragraphs(text)]
    roles = ("paragraph", "caption", "paragraph")
    blocks = tuple(
        Block(role, span, Evidence("block.test"))  # type: ignore[arg-type]
        for role, span in zip(roles, spans, strict=True)
    )
    for quote in find(text, blocks, "en", ()):
        assert all(span.end <= spans[0].end for span in quote.spans)


def test_an_interrupted_quote_is_one_quote() -> None:
    text = '"We will build it", said Ada Moor, "before winter comes".'
    found = extract(text, "en")
    assert contents(text, found) == ["We will build it | before winter comes"]


ASIDES = [
    (
        "it",
        "«È la prima volta - dice la sindaca Ada Moor - che il ponte resta chiuso».",
        "Ada Moor",
    ),
    ("it", '"È la prima volta – spiega Ada Moor –, ma non sarà l\'ultima per noi".', "Ada Moor"),
    ("es", "«Es la primera vez —explicó Ada Moor— que el puente está cerrado».", "Ada Moor"),
    ("fr", "« Moi, dit-il, j’ai vu le pont fermé pendant deux ans ».", "il"),
]


@pytest.mark.parametrize(("language", "text", "speaker"), ASIDES)
def test_the_narrator_inside_the_marks_names_the_speaker_and_is_no_speech(
    language: str, text: str, speaker: str
) -> None:
    found = extract(text, language, entity(text, "Ada Moor"))
    assert speakers(text, found) == [speaker]
    assert len(found[0].spans) == 2
    assert all("dice" not in part and "dit" not in part for part in contents(text, found))


def test_an_insertion_by_the_editor_is_marked_and_an_omission_is_not() -> None:
    text = '"In cambio [il sindaco] Bruni (Carlo, ndr) ha dato [...] tutto", ha detto Ada Moor.'
    (quote,) = extract(text, "it")
    assert [span.of(text) for span in quote.interpolations] == ["[il sindaco]", "(Carlo, ndr)"]


# ------------------------------------------------------------------ what is not speech

NOT_SPEECH = [
    ("en", "The film “The Long Way Home to the Sea” won the prize."),
    ("en", "She spoke of a “difficult” winter in the “old town”."),
    ("en", "A so-called “tax on the poor and the old” was voted down."),
    ("it", "Il romanzo «La casa sul fiume» è in libreria."),
    ("it", 'Si tratta di una "svolta" per il paese.'),
    ("de", "Der Film „Die lange Reise nach Süden“ läuft im Kino."),
    ("fr", "Le film « La longue route vers la mer » sort demain."),
    ("es", "La novela «La casa del río grande» ganó el premio."),
    ("pt", "O filme “A casa do rio grande” ganhou o prémio."),
    ("nl", "De film ‘Het huis aan de rivier’ draait in de bioscoop."),
    ("it", "Ha presentato la denuncia che nessuno voleva leggere."),
    ("it", "La legge che prevede i fondi è pronta da un anno."),
    ("fr", "Il a reçu la demande que la commune attendait."),
    ("es", "Ha llegado la denuncia que nadie quería leer."),
    ("en", "It was an hourlong show that nobody saw on Friday."),
    ("en", "On the programme “Face the Whole Town,” the mayor said nothing."),
    ("en", "Ada Moor, author of “The House by the River”, wrote nothing else."),
    ("it", "Il motto era in inglese (“Who is eating all the fish?”)."),
    ("en", '<i title="a long line of words that nobody ever said">x</i>'),
    (None, "Ta sama “nowa” polityka."),
    (None, "Powieść „Dom nad wielką rzeką i pod lasem” jest w księgarniach."),
    ("ja", "「大阪」で火災"),
]


@pytest.mark.parametrize(("language", "text"), NOT_SPEECH)
def test_titles_slogans_and_scare_quotes_are_no_quotes(language: str | None, text: str) -> None:
    assert extract(text, language) == ()


# ------------------------------------------------------------------ speakers

SPEAKERS = [
    ("en", f"“{LONG},” said Ada Moor.", "Ada Moor", "inversion"),
    ("en", f"“{LONG},” Ada Moor said.", "Ada Moor", "cue verb"),
    ("en", f"“{LONG},” Ada Moor, a spokeswoman for the town, said.", "Ada Moor", "cue verb"),
    ("en", f"“{LONG},” he said.", "he", "pronoun"),
    ("en", f"“{LONG},” said a spokesman for the town.", "a spokesman for the town", "inversion"),
    (
        "en",
        f"Ada Moor, the mayor, told reporters on Monday: “{LONG}.”",
        "Ada Moor",
        "colon lead-in",
    ),
    ("en", f"According to Ada Moor, “{LONG}.”", "Ada Moor", "prepositional frame"),
    ("it", f"«{LONG}», afferma Ada Moor.", "Ada Moor", "inversion"),
    ("it", f"«{LONG}», ha spiegato la sindaca Ada Moor ai giornalisti.", "Ada Moor", "inversion"),
    ("it", f"Il sindaco, Ugo Neri, ha detto: «{LONG}».", "Ugo Neri", "colon lead-in"),
    ("it", f"Ada Moor: «{LONG}».", "Ada Moor", "colon lead-in"),
    ("it", f"«{LONG}», racconta un testimone.", "un testimone", "inversion"),
    ("it", f"«{LONG}», ha detto all'Ansa la sindaca Ada Moor.", "Ada Moor", "inversion"),
    ("it", f"Secondo Ada Moor, che ha aggiunto: «{LONG}».", "Ada Moor", "colon lead-in"),
    (
        "it",
        f"Rispondendo al sindaco, Ada Moor ha accolto l'invito: «{LONG}».",
        "Ada Moor",
        "colon lead-in",
    ),
    ("en", f"“{LONG}.” ― Ada Moor", "Ada Moor", "signature"),
    ("en", f"“{LONG},” were the words of Ada Moor.", "Ada Moor", "noun of saying"),
    ("en", f"Ada Moor closed the bridge, saying, “{LONG}.”", "Ada Moor", "cue verb"),
    ("en", f"Ada Moor (Left Party), the mayor, said: “{LONG}.”", "Ada Moor", "colon lead-in"),
    ("de", f"„{LONG}“, sagte die Leiterin, Dr. Ada Moor.", "Ada Moor", "inversion"),
    ("de", f"Gegenüber dem Blatt sagte Ada Moor: „{LONG}.“", "Ada Moor", "colon lead-in"),
    ("de", f"So hatte Ada Moor noch im Mai zugesichert: „{LONG}.“", "Ada Moor", "colon lead-in"),
    ("de", f"„{LONG}“, teilte Ada Moor mit.", "Ada Moor", "inversion"),
    ("de", f"„{LONG}“, so Ada Moor.", "Ada Moor", "prepositional frame"),
    ("de", f"„{LONG}“, heißt es in dem Schreiben.", "dem Schreiben", "inversion"),
    ("fr", f"« {LONG} », a déclaré Ada Moor.", "Ada Moor", "inversion"),
    ("fr", f"« {LONG} », a-t-il dit.", "il", "pronoun"),
    ("fr", f"« {LONG} », explique-t-elle.", "elle", "pronoun"),
    ("de", f"„{LONG}“, sagte Ada Moor am Montag.", "Ada Moor", "inversion"),
    ("de", f"Dazu sagte Ada Moor: „{LONG}.“", "Ada Moor", "colon lead-in"),
    ("es", f"«{LONG}», afirmó Ada Moor.", "Ada Moor", "inversion"),
    ("pt", f"“{LONG}”, disse Ada Moor.", "Ada Moor", "inversion"),
    ("pt", f"“{LONG}”, disse ele.", "ele", "pronoun"),
    ("nl", f"„{LONG}”, zei Ada Moor.", "Ada Moor", "inversion"),
    ("nl", f"„{LONG}”, aldus Ada Moor.", "Ada Moor", "prepositional frame"),
]


@pytest.mark.parametrize(("language", "text", "speaker", "how"), SPEAKERS)
def test_the_words_beside_the_marks_name_the_speaker(
    language: str, text: str, speaker: str, how: str
) -> None:
    known = [entity(text, name) for name in ("Ada Moor", "Ugo Neri") if name in text]
    (quote,) = extract(text, language, *known)
    assert quote.speaker is not None
    assert quote.speaker.span is not None
    assert (quote.speaker.span.of(text), quote.speaker.how) == (speaker, how)
    assert quote.speaker.entity == ("e1" if speaker in ("Ada Moor", "Ugo Neri") else None)


def test_a_role_is_resolved_to_the_person_it_was_printed_with() -> None:
    text = (
        "La portavoce del porto Ada Moor ha parlato ieri.\n\n"
        "La portavoce del porto ha sottolineato che il molo resta chiuso."
    )
    (quote,) = [q for q in extract(text, "it", entity(text, "Ada Moor")) if q.kind == "indirect"]
    assert quote.speaker is not None
    assert (quote.speaker.entity, quote.speaker.how) == ("e1", "role anaphora")
    assert quote.speaker.span is not None
    assert quote.speaker.span.of(text) == "La portavoce del porto"


def test_a_pronoun_is_resolved_to_the_only_person_near() -> None:
    text = "“We will build it,” said Ada Moor. “It is late,” she said."
    found = extract(text, "en", entity(text, "Ada Moor"))
    assert [q.speaker and q.speaker.entity for q in found] == ["e1", "e1"]


def test_a_full_name_behind_an_office_is_the_speaker() -> None:
    text = "Il Segretario alla Difesa Ada Moor ha detto che il ponte resta chiuso."
    assert speakers(text, extract(text, "it", entity(text, "Ada Moor"))) == ["Ada Moor"]


def test_who_speaks_for_an_organization_is_named_beside_it() -> None:
    text = "La Lega, per bocca del portavoce Ugo Neri, ha detto che il ponte resta chiuso."
    lega = entity(text, "Lega", type="organization")
    (quote,) = extract(text, "it", lega, entity(text, "Ugo Neri", id="e2"))
    assert quote.speaker is not None
    assert quote.via is not None
    assert (quote.speaker.entity, quote.via.entity) == ("e1", "e2")


def test_a_place_is_never_the_speaker() -> None:
    text = f"“{LONG},” said Ruritania."
    (quote,) = extract(text, "en", entity(text, "Ruritania", type="place"))
    assert quote.speaker is not None
    assert quote.speaker.entity is None


def test_an_untagged_sentence_goes_on_with_the_speaker_before() -> None:
    text = "“We will build it,” said Ada Moor. “It will be ready before the winter.”"
    found = extract(text, "en")
    assert speakers(text, found) == ["Ada Moor", "Ada Moor"]
    assert found[1].speaker is not None
    assert found[1].speaker.how == "previous speaker"


def test_dialogue_dashes_set_off_speech_from_its_narrator() -> None:
    text = "—Hola —dijo Juan—. ¿Cómo estás?\n\n—Bien, gracias —respondió Eva."
    found = extract(text, "es")
    assert contents(text, found) == ["Hola", "¿Cómo estás?", "Bien, gracias"]
    assert speakers(text, found) == ["Juan", "Juan", "Eva"]


def test_a_list_with_dashes_is_no_dialogue() -> None:
    assert extract("— tre mele rosse;\n— due pere verdi;\n— una noce.", "it") == ()


# ------------------------------------------------------------------ dialogue of two

ALTERNATING = [
    (
        "it",
        "«Non vendiamo», disse Ada Moor.\n\n«Allora compriamo», rispose Ugo Neri.\n\n"
        "«Mai e poi mai.»\n\n«Vedremo domani.»",
    ),
    (
        "es",
        "—No vendemos —dijo Ada Moor.\n\n—Pues compramos —respondió Ugo Neri.\n\n"
        "—¿Con qué dinero?\n\n—Con el tuyo.",
    ),
    (
        "de",
        "„Wir verkaufen nicht“, sagte Ada Moor.\n\n„Dann kaufen wir“, erwiderte Ugo Neri.\n\n"
        "„Niemals.“\n\n„Das werden wir sehen.“",
    ),
]


@pytest.mark.parametrize(("language", "text"), ALTERNATING)
def test_two_who_are_named_take_turns(language: str, text: str) -> None:
    known = [entity(text, "Ada Moor"), entity(text, "Ugo Neri", id="e2")]
    found = extract(text, language, *known)
    assert [q.speaker and q.speaker.entity for q in found] == ["e1", "e2", "e1", "e2"]
    assert [q.speaker and q.speaker.how for q in found][2:] == ["alternation"] * 2


def test_a_long_answer_in_paragraphs_is_no_dialogue() -> None:
    text = (
        "“We will not sell,” said Ada Moor.\n\n“Then we will buy it,” said Ugo Neri.\n\n"
        "“We have the money for it.”\n\nThe council met on Friday."
    )
    known = [entity(text, "Ada Moor"), entity(text, "Ugo Neri", id="e2")]
    assert [q.speaker and q.speaker.entity for q in extract(text, "en", *known)][-1] == "e2"


# ------------------------------------------------------------------ he, she, the minister

GENDERS = [
    ("en", "Mrs. Ada Moor met Ugo Neri. “The bridge is closed,” she said.", "e1"),
    ("en", "Mrs. Ada Moor met Ugo Neri. “The bridge is closed,” he said.", "e2"),
    ("en", "Spokeswoman Ada Moor left. “The bridge is closed,” he said.", None),
    ("de", "Die Ministerin Ada Moor traf Ugo Neri. „Die Brücke ist zu“, sagte er.", "e2"),
    ("de", "Frau Ada Moor kam. „Die Brücke ist zu“, sagten sie.", None),
    ("it", "La portavoce del porto Ada Moor è qui. «Il ponte è chiuso», ha detto lui.", None),
    ("it", "La sindaca Ada Moor ha visto Ugo Neri. «Il ponte è chiuso», ha detto lui.", "e2"),
    ("fr", "Mme Ada Moor a vu Ugo Neri. « Le pont est fermé », a-t-elle répondu.", "e1"),
    ("es", "La ministra Ada Moor vio a Ugo Neri. «El puente está cerrado», dijo él.", "e2"),
    ("pt", "A ministra Ada Moor viu Ugo Neri. “A ponte está fechada”, disse ele.", "e2"),
    ("nl", "Mevrouw Ada Moor sprak met Ugo Neri. „De brug is dicht”, zei hij.", "e2"),
    ("en", "Ada Moor met Ugo Neri. “The bridge is closed,” she said.", None),
]


@pytest.mark.parametrize(("language", "text", "who"), GENDERS)
def test_a_pronoun_is_nobody_of_the_other_gender(language: str, text: str, who: str | None) -> None:
    known = [entity(text, "Ada Moor"), entity(text, "Ugo Neri", id="e2")]
    (quote,) = extract(text, language, *[one for one in known if one.mentions])
    assert quote.speaker is not None
    assert quote.speaker.entity == who


def test_an_opinion_has_the_one_whose_it_is() -> None:
    text = "Ada Moor sah den Plan. Seiner Meinung nach sei das „völlig übertrieben“."
    (quote,) = [q for q in extract(text, "de") if q.kind == "direct"]
    assert speakers(text, (quote,)) == ["Seiner"]


# ------------------------------------------------------------------ reported speech

OBJECTS = [
    ("Ada Moor vowed to build the bridge again.", "to build the bridge again"),
    ("Ada Moor accused the council of hiding the report.", "the council of hiding the report"),
    ("Ada Moor called for an end to the works.", "an end to the works"),
    ("Ada Moor said trains deserve a bridge of their own.", None),
    ("The council said Moor deserves a bridge of her own.", "Moor deserves a bridge of her own"),
]


@pytest.mark.parametrize(("text", "content"), OBJECTS)
def test_what_is_promised_or_blamed_is_a_report(text: str, content: str | None) -> None:
    found = extract(text, "en", entity(text, "Ada Moor"))
    assert contents(text, found) == ([content] if content else [])


REPORTED = [
    ("en", "Ada Moor said that the bridge is closed.", "the bridge is closed", "Ada Moor"),
    ("en", "Ada Moor said the bridge was closed.", "the bridge was closed", "Ada Moor"),
    (
        "en",
        "The bridge was closed at noon, Ada Moor said.",
        "The bridge was closed at noon",
        "Ada Moor",
    ),
    ("en", "According to Ada Moor, the bridge is closed.", "the bridge is closed", "Ada Moor"),
    ("it", "Ada Moor ha detto che il ponte è chiuso.", "il ponte è chiuso", "Ada Moor"),
    ("it", "Secondo Ada Moor, il ponte resta chiuso.", "il ponte resta chiuso", "Ada Moor"),
    (
        "it",
        "Secondo quanto dichiarato dal sindaco Ada Moor il ponte resta chiuso.",
        "il ponte resta chiuso",
        "Ada Moor",
    ),
    ("fr", "Ada Moor a déclaré que le pont est fermé.", "le pont est fermé", "Ada Moor"),
    ("fr", "Selon Ada Moor, le pont est fermé.", "le pont est fermé", "Ada Moor"),
    ("de", "Ada Moor sagte, dass die Brücke gesperrt ist.", "die Brücke gesperrt ist", "Ada Moor"),
    ("de", "Ada Moor sagte, die Brücke sei gesperrt.", "die Brücke sei gesperrt", "Ada Moor"),
    ("de", "Laut Ada Moor ist die Brücke gesperrt.", "ist die Brücke gesperrt", "Ada Moor"),
    ("es", "Ada Moor dijo que el puente está cerrado.", "el puente está cerrado", "Ada Moor"),
    ("es", "Según Ada Moor, el puente está cerrado.", "el puente está cerrado", "Ada Moor"),
    (
        "pt",
        "A ponte está fechada desde ontem, disse à Lusa a presidente, Ada Moor.",
        "A ponte está fechada desde ontem",
        "Ada Moor",
    ),
    ("fr", "Le pont est fermé, a annoncé vendredi Ada Moor.", "Le pont est fermé", "Ada Moor"),
    (
        "fr",
        "Selon Ada Moor, maire de Saint-Aubin, le pont est fermé.",
        "le pont est fermé",
        "Ada Moor",
    ),
    (
        "de",
        "Wie Ada Moor berichtete, ist die Brücke gesperrt.",
        "ist die Brücke gesperrt",
        "Ada Moor",
    ),
    (
        "de",
        "Nach Angaben von Ada Moor ist die Brücke gesperrt.",
        "ist die Brücke gesperrt",
        "Ada Moor",
    ),
    (
        "nl",
        "Volgens Ada Moor kostte het herstel veel geld.",
        "kostte het herstel veel geld",
        "Ada Moor",
    ),
    ("pt", "Ada Moor disse que a ponte está fechada.", "a ponte está fechada", "Ada Moor"),
    ("pt", "Segundo Ada Moor, a ponte está fechada.", "a ponte está fechada", "Ada Moor"),
    ("nl", "Ada Moor zei dat de brug dicht is.", "de brug dicht is", "Ada Moor"),
    ("nl", "Volgens Ada Moor is de brug dicht.", "is de brug dicht", "Ada Moor"),
]


@pytest.mark.parametrize(("language", "text", "content", "speaker"), REPORTED)
def test_reported_speech_has_content_and_speaker(
    language: str, text: str, content: str, speaker: str
) -> None:
    found = extract(text, language, entity(text, "Ada Moor"))
    assert contents(text, found) == [content]
    assert [quote.kind for quote in found] == ["indirect"]
    assert speakers(text, found) == [speaker]
    assert found[0].speaker is not None
    assert found[0].speaker.entity == "e1"


def test_a_report_with_quoted_words_is_mixed() -> None:
    text = "Ada Moor said that the bridge was “a danger” to the town."
    report, words = extract(text, "en")
    assert (report.kind, words.kind) == ("mixed", "direct")
    assert contents(text, (report, words)) == ["the bridge was “a danger” to the town", "a danger"]
    assert (words.within, words.speaker) == (report.id, report.speaker)


def test_a_report_inside_a_report_names_the_outer_one() -> None:
    text = "La portavoce ha detto che Ada Moor ha pubblicamente dichiarato che il ponte è chiuso."
    outer, inner = extract(text, "it", entity(text, "Ada Moor"))
    assert (outer.within, inner.within) == (None, outer.id)
    assert contents(text, (inner,)) == ["il ponte è chiuso"]
    assert inner.cue is not None
    assert inner.cue.span.of(text) == "ha pubblicamente dichiarato che"
    assert speakers(text, (outer, inner)) == ["La portavoce", "Ada Moor"]


def test_german_reported_speech_goes_on_while_its_mood_lasts() -> None:
    text = "Ada Moor sagte, die Brücke sei gesperrt. Sie werde neu gebaut. Der Fluss ist breit."
    found = extract(text, "de", entity(text, "Ada Moor"))
    assert contents(text, found) == ["die Brücke sei gesperrt", "Sie werde neu gebaut"]
    assert [q.speaker and q.speaker.entity for q in found] == ["e1", "e1"]
    assert found[1].cue is None


def test_two_reports_of_one_sentence_are_cut_at_the_conjunction() -> None:
    text = "Ada Moor said that the bridge is closed and Ugo Neri added that the road is open."
    found = extract(text, "en", entity(text, "Ada Moor"), entity(text, "Ugo Neri", id="e2"))
    assert contents(text, found) == ["the bridge is closed", "the road is open"]
    assert speakers(text, found) == ["Ada Moor", "Ugo Neri"]


def test_what_the_speaker_quotes_is_a_quote_within() -> None:
    text = "“My brother Ugo Neri said, ‘Leave the bridge alone.’ I did not,” said Ada Moor."
    outer, inner = extract(text, "en", entity(text, "Ada Moor"), entity(text, "Ugo Neri", id="e2"))
    assert speakers(text, (outer, inner)) == ["Ada Moor", "Ugo Neri"]
    assert (inner.within, contents(text, (inner,))) == (outer.id, ["Leave the bridge alone."])


def test_what_an_ordinal_governs_is_no_frame() -> None:
    assert extract("Il secondo ministro è arrivato, il primo è partito.", "it") == ()


def test_a_headline_says_who_said_it() -> None:
    text = "Moor: The bridge stays closed\n\nAnna Moor, the mayor, spoke. Moor left at noon."
    blocks = tuple(paragraphs(text))
    found = find(text, blocks, "en", entities.find(text, blocks, "en"))
    (report,) = [quote for quote in found if quote.evidence.rule == "quote.headline"]
    assert report.spans[0].of(text) == "The bridge stays closed"
    assert report.speaker
    assert report.speaker.entity
    assert report.speaker.span
    assert report.speaker.span.of(text) == "Moor"


def test_a_headline_with_another_colon_says_nothing() -> None:
    text = "Low Quay: where the ferry landed\n\nThe ferry landed at Low Quay on Friday."
    blocks = tuple(paragraphs(text))
    found = find(text, blocks, "en", entities.find(text, blocks, "en"))
    assert all(quote.evidence.rule != "quote.headline" for quote in found)


@pytest.mark.parametrize(
    ("text", "speaker", "rule"),
    [
        ("Dem Bericht zufolge war der Damm „seit Jahren undicht“.", "Dem Bericht", "speaker.frame"),
        (
            "Im Brief, den Anna Müller geschickt hat, erklärt sie: „Das war nie so geplant.“",
            "sie",
            "speaker.pronoun",
        ),
        (
            "Die Zeitung berichtet von fünfzig Gästen. Der Empfang sei „zu laut“ gewesen.",
            "Die Zeitung",
            "speaker.cue-before",
        ),
    ],
)
def test_german_speakers(text: str, speaker: str, rule: str) -> None:
    blocks = tuple(paragraphs(text))
    found = find(text, blocks, "de", entities.find(text, blocks, "de"))
    said = [q.speaker for q in found if q.kind == "direct" and q.speaker]
    assert [(s.span and s.span.of(text), s.evidence.rule) for s in said] == [(speaker, rule)]
