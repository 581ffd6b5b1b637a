"""Entities: one line per printed form; who is who, roles as printed, identifiers of states."""

from __future__ import annotations

import pytest

from archivist.engines import Found
from archivist.extractors.entities import find
from archivist.extractors.second_opinion import merged
from archivist.record import Block, Entity, Evidence, Span
from archivist.text import paragraphs

KINDS = {"person": "P", "organization": "O", "place": "L", "event": "E", "work": "W"}


def extract(text: str, language: str | None) -> tuple[Entity, ...]:
    return find(text, tuple(paragraphs(text)), language)


def marked(text: str, language: str | None) -> str:
    """The text with its mentions in brackets: `[Mark Rutte]P`, `[slag bij [Waterloo]L]E`."""
    signs: list[tuple[int, int, str]] = []
    for entity in extract(text, language):
        for mention in entity.mentions:
            start, end = mention.span.start, mention.span.end
            signs += [(start, end, "["), (end, start - len(text), f"]{KINDS[entity.type]}")]
    for at, _, sign in sorted(signs, key=lambda item: (item[0], -item[1]), reverse=True):
        text = text[:at] + sign + text[at:]
    return text


def bare(line: str) -> str:
    for kind in "POLEW":
        line = line.replace(f"]{kind}", "")
    return line.replace("[", "")


# ------------------------------------------------------------------ what is a name, and of what

PRINTED = [
    # given names, particles, initials, numbers of rulers
    ("it", "Ieri [Gilberto De Luca]P e [Anna Maria Rossetti]P erano in sala."),
    ("it", "Ha parlato [Ursula von der Leyen]P."),
    ("en", "It was [George W. Bush]P who called."),
    ("en", "She thanked [Sean O'Brien]P warmly."),
    ("es", "Habló [Juan de la Cruz]P."),
    ("fr", "Il cite [Jean-Pierre de Beaumont]P."),
    ("de", "Es sprach [Annalena von Rabenau]P."),
    ("nl", "Toen sprak [Jan van der Velde]P."),
    ("it", "Lo disse [Benedetto XVI]P."),
    # roles and titles are no part of a name
    ("it", "Il presidente [Vutek]P ha firmato."),
    ("it", "«In cambio, ⟦il presidente⟧ [Vutek]P sta fornendo armi», ha detto."),
    ("en", "Prime Minister [Draycott]P resigned on Monday."),
    ("en", "Mr. [Draycott]P resigned."),
    ("de", "Bundeskanzlerin [Merz]P reiste ab."),
    ("nl", "VRT-journalist [Herman Claes]P vertrok."),
    # who says it behind an occupation that no table has
    ("nl", "Dat zegt monteur [Kees Hoekstra]P."),
    ("nl", "Dat zegt de bakker [Yaro Keldan]P."),
    ("de", "Das sagt Monteur [Kees Hoekstra]P."),
    ("de", "Danach erzählt Monteur [Jan Tiedeken]P davon."),
    ("fr", "« Dur », raconte le mécanicien [Yaro Keldan]P."),
    ("it", "Lo racconta il meccanico [Yaro Keldan]P."),
    ("es", "Así lo cuenta el mecánico [Yaro Keldan]P."),
    ("pt", "Assim conta o mecânico [Yaro Keldan]P."),
    ("en", "It is hard, says mechanic [Yaro Keldan]P."),
    # behind a role and a given name everything is a surname
    ("de", "Am Montag kam Ministerin [Anna Berg]P."),
    ("de", "Die Sprecherin [Anna Wald]P schwieg."),
    ("de", "Der Minister [Paul Jordan]P schwieg."),
    ("de", "Er wohnt an der [Kaiserin Elisabeth Straße]L."),
    ("nl", "Minister [Anna Berg]P zweeg."),
    ("nl", "Volgens woordvoerder [Anna Holland]P is het klaar."),
    ("it", "Il ministro [Paolo Romagna]P tace."),
    ("fr", "La ministre [Anne France]P se tait."),
    ("es", "El ministro [Pedro España]P calla."),
    ("pt", "O ministro [Pedro França]P falou."),
    ("en", "The mayor [Tom Street]P was silent."),
    ("en", "He sailed past [King George Island]L."),
    # a small word before a common noun or a feast is a preposition
    ("de", "Wir sind Tasha zu Dank verpflichtet."),
    ("de", "Da war [Anna von Arnim]P und [Karl zu Guttenberg]P."),
    ("de", "Da war Anna von Anfang an dabei."),
    ("de", "[Karl zu Land]P kam. [Karl zu Land]P ging."),
    ("de", "Es sprach [Jan van der Land]P."),
    ("it", "Lo disse [Luca da Vinci]P."),
    ("fr", "Il cite [Anne de Beaumont]P."),
    # context beats the table
    ("it", "I soldati sono in [Zara]L. L'esercito della [Zara]L avanza."),
    ("pt", "As tropas estão em [Zara]L. O exército da [Zara]L avança."),
    ("it", "Il negozio è in [Zara]O. I capi della [Zara]O piacciono."),
    ("it", "Vive in [Umbria Alta]L."),
    ("es", "Vive en [Galicia Alta]L."),
    ("it", "Il [Palacio Quemado]O smentisce. Il [Palacio Quemado]O ha taciuto."),
    # organizations by head, tail, legal form, acronym
    ("it", "Il [Ministero della Difesa Nazionale della Repubblica di Corea]O tace."),
    ("it", "Il [Comitato di vigilanza sui prezzi]O ha deciso."),
    ("it", "La [Fincantieri Adriatica S.p.A.]O assume."),
    ("en", "He joined the [Northmoor University]O staff."),
    ("en", "The [Ministry of Foreign Affairs]O said so."),
    ("de", "Die [Falkensee Werke GmbH]O wächst."),
    ("es", "El [Consejo de Seguridad Nacional]O se reunió."),
    ("pt", "A [Universidade de Aveiro]O abriu."),
    ("fr", "Le [Conseil supérieur des ports]O a tranché."),
    ("it", "L'accordo tra la [FLR]O e il governo è saltato."),
    # states, cities, lands, buildings
    ("it", "La [Corea del Nord]L e la [Nuova Zelanda]L hanno firmato."),
    ("it", "Truppe nella regione di [Kursk]L e nella [penisola coreana]L."),
    ("en", "Talks in [North Korea]L and [New Zealand]L failed."),
    ("fr", "Il vit à [Lausanne]L, près du [lac Léman]L."),
    ("de", "Der Norden [Griechenlands]L brennt, auch [Aachen]L."),
    ("es", "Llueve en [Albacete]L y en [México]L."),
    ("it", "La [Casa Bianca]O smentisce."),
    ("it", "Il presidente è tornato alla [Casa Bianca]L."),
    ("it", "Ha vinto il [Napoli]O, ma a [Napoli]L piove."),
    # known words that are no names
    ("it", "Mina la pace e alimenta la guerra."),
    ("it", "Anche questa volta. Oggi no. Gli alleati tacciono. Stiamo qui."),
    ("it", "Indignazione a parte, tutto tace."),
    ("it", "Soldati nordcoreani e forze ucraine."),
    ("en", "The Russian army met Ukrainian troops on Monday."),
    ("en", "Moscow-backed rebels left."),
    ("de", "Die Regierung und das Parlament beraten über die Lage."),
    ("nl", "Waarschijnlijk wordt het morgen beter."),
    ("it", "La [Coppa del Mondo]E comincia a [Torino]L."),
    ("en", "[Rebecca Stone]P won the [Australian Open]E."),
]


@pytest.mark.parametrize(("language", "line"), PRINTED, ids=lambda value: value[:40])
def test_names_as_printed(language: str, line: str) -> None:
    text = bare(line).replace("⟦", "[").replace("⟧", "]")
    assert marked(text, language) == line.replace("⟦", "[").replace("⟧", "]")


# ------------------------------------------------------------------ events and works

HAPPENED = [
    # a noun and a name; the place inside is a place all the same
    ("it", "Al [vertice di [Genova]L]E si parlò della [battaglia di Lepanto]E."),
    ("it", "Dopo l'[uragano Katrina]E il [Gran Premio di [Monza]L]E fu rinviato."),
    ("en", "The [Battle of Hastings]E and the [Cannes Film Festival]E."),
    ("en", "[Hurricane Katrina]E hit during the [[G7]O summit]E in [Quebec]L."),
    ("fr", "Après la [bataille de [Verdun]L]E, l'[ouragan Irma]E."),
    ("de", "Beim [EU-Gipfel]E ging es um die [Schlacht von Verdun]E."),
    ("es", "La [cumbre de [Lima]L]E siguió al [huracán Katrina]E."),
    ("pt", "A [cimeira de [Lisboa]L]E e a [batalha de Aljubarrota]E."),
    ("nl", "De [slag bij [Waterloo]L]E en de [EU-top]E in [Brussel]L."),
    # with a year
    ("en", "The [World Cup 2022]E was in [Qatar]L."),
    ("it", "La [Coppa UEFA 2006-2007]E finì presto, al [Festival di Cannes]E no."),
    # names that all use
    ("it", "Torna a [Pasqua]E, dopo la [seconda guerra mondiale]E."),
    ("en", "Since the [Cold War]E they meet at [Christmas]E."),
    ("fr", "Les [Jeux olympiques de [Londres]L]E sont finis."),
    ("de", "Der [Zweite Weltkrieg]E endete nach [Ostern]E."),
    ("es", "La [Segunda Guerra Mundial]E acabó antes de [Navidad]E."),
    ("pt", "A [Segunda Guerra Mundial]E acabou antes da [Páscoa]E."),
    ("nl", "De [Elfstedentocht]E komt na [Kerstmis]E."),
    # a fight of somebody, a meeting of nobody, a price
    ("it", "La battaglia di [Matteo Renzi]P continua."),
    ("en", "The summit failed, the referendum was held and a festival began."),
    ("it", "Un vertice di maggioranza, un festival in piazza."),
    ("de", "Der US-Preis sinkt, der Krieg dauert."),
    # titles
    ("it", 'Il romanzo "[Erba alta]W" e il film [Titanic]W.'),
    ("it", "«[Erba alta]W», il romanzo «[Erba alta]W»."),
    ("en", 'She wrote the novel "[Salt Harbour]W" and saw the film [Pulp Harbour]W.'),
    ("fr", "Le film « [La Grande Nuit]W » et le roman [Germinal]W."),
    ("de", "Der Spielfilm „[Das Boot]W“ lief."),
    ("es", 'La novela "[Hierba alta]W" y la película [Titanic]W.'),
    ("pt", 'O romance "[Erva alta]W" e o filme [Titanic]W.'),
    ("nl", "De roman '[Hoog gras]W' verscheen."),
    # speech, nicknames, newspapers, half a title
    ("it", 'L\'autore del film ha detto: "Vieni". Si parla del libro "vero".'),
    ("en", "The film director left. The novel was good. "),
    ("en", "He saw the film Hide and Seek."),
    ("en", "[The New York Times]O reported."),
]


@pytest.mark.parametrize(("language", "line"), HAPPENED, ids=lambda value: value[:40])
def test_events_and_works(language: str, line: str) -> None:
    assert marked(bare(line), language) == line


def test_an_event_and_a_work_carry_their_rules() -> None:
    text = 'Il film "Erba alta" al vertice di Erice, a Natale. "Erba alta" e il film Titanic.'
    rules = [(e.name, [m.evidence.rule for m in e.mentions]) for e in extract(text, "it")]
    assert rules == [
        ("Erba alta", ["entity.work-title", "entity.work-memory"]),
        ("vertice di Erice", ["entity.event-keyword"]),
        ("Natale", ["entity.event-name"]),
        ("Titanic", ["entity.work-capitals"]),
    ]


# ------------------------------------------------------------------ the document decides


def test_a_surname_joins_its_full_name() -> None:
    text = "Ha parlato Marta De Santis. Poi De Santis è uscita.\n\nDe Santis non commenta."
    (person,) = extract(text, "it")
    assert person.name == "Marta De Santis"
    assert [mention.span.of(text) for mention in person.mentions] == [
        "Marta De Santis",
        "De Santis",
        "De Santis",
    ]
    assert person.mentions[1].evidence.rule == "entity.surname-memory"


def test_a_surname_joins_the_bearer_named_before_it() -> None:
    text = "Anna Rossi arriva. Rossi saluta. Paolo Rossi arriva. Rossi saluta."
    first, second = extract(text, "it")
    assert (first.name, len(first.mentions)) == ("Anna Rossi", 2)
    assert (second.name, len(second.mentions)) == ("Paolo Rossi", 2)


def test_an_acronym_joins_its_expansion() -> None:
    text = "La Federazione Italiana Mulini (FIM) protesta. La FIM chiede aiuto."
    (body,) = extract(text, "it")
    assert body.name == "Federazione Italiana Mulini"
    assert len(body.mentions) == 3


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "de",
            "Das Bundesamt für Wasserwege (BfW) warnt. Das BfW tagt.",
            "Bundesamt für Wasserwege",
        ),
        ("fr", "L'Agence de la transition (ADT) agit. L'ADT répond.", "Agence de la transition"),
        ("pt", "A Agência Nacional da Água (ANA) avisa. A ANA cala.", "Agência Nacional da Água"),
        ("nl", "Het Centraal Planbureau (CPB) zwijgt. Het CPB gaat.", "Centraal Planbureau"),
        (
            "es",
            "La Agencia Nacional del Agua (ANA) avisa. La ANA calla.",
            "Agencia Nacional del Agua",
        ),
        ("en", "The World Mill Federation (WMF) met. The WMF left.", "World Mill Federation"),
    ],
)
def test_letters_in_brackets_are_the_body_before(language: str, text: str, name: str) -> None:
    bodies = [entity for entity in extract(text, language) if entity.type == "organization"]
    assert [(body.name, len(body.mentions)) for body in bodies] == [(name, 3)]


def test_a_surname_keeps_its_particle() -> None:
    text = "Minister Anna de Vries kwam. De Vries zweeg. Jan van der Velde ook. Van der Velde ging."
    first, second = extract(text, "nl")
    assert [m.span.of(text) for m in first.mentions] == ["Anna de Vries", "De Vries"]
    assert [m.span.of(text) for m in second.mentions] == ["Jan van der Velde", "Van der Velde"]
    text = "Marco di Pietro è qui. Si parla di Pietro."
    (person,) = extract(text, "it")
    assert [m.span.of(text) for m in person.mentions] == ["Marco di Pietro", "Pietro"]


def test_a_row_shares_its_kind() -> None:
    text = "Sono sbarcati in Australia, Elbonia e Nuova Sildavia."
    assert marked(text, "it").count("]L") == 3


def test_a_word_also_printed_small_is_no_name() -> None:
    text = "Crisi nera. La crisi continua. Crisi ha detto il ministro."
    assert extract(text, "it") == ()


def test_names_never_cross_a_block() -> None:
    text = "Ha scritto Marco\n\nRossi ha letto."
    assert all("\n" not in m.span.of(text) for e in extract(text, "it") for m in e.mentions)


def test_a_header_is_not_read() -> None:
    text = " date Roma\nA Torino piove."
    blocks = (
        Block("header", Span(1, 10), Evidence("block.test")),
        Block("paragraph", Span(11, len(text)), Evidence("block.test")),
    )
    assert [entity.name for entity in find(text, blocks, "it")] == ["Torino"]


def test_an_engine_beside_an_event_that_holds_a_place() -> None:
    text = "La battaglia di Verdun finì, e Sprell tacque."
    verdun, sprell = Span(16, 22), Span(31, 37)
    said = [
        (verdun, Found(16, 22, "place", "LOC")),
        (Span(3, 12), Found(3, 12, "work", "MISC")),
        (sprell, Found(31, 37, "place", "LOC")),
    ]
    found = merged(text, extract(text, "it"), said, "saying")
    assert [(e.type, m.span, m.evidence.rule) for e in found for m in e.mentions] == [
        ("event", Span(3, 22), "entity.event-keyword"),
        ("place", verdun, "entity.gazetteer.city+saying"),
        ("place", sprell, "entity.saying"),
    ]


STATES_IN_CONTEXT = [
    # a row goes on from what is known in it
    ("it", "Partner come [Aldmoor]L, [Kelm]L e [Nuova Threnn]L."),
    # the long name tells the short one, and what the letters are of
    ("it", "La [Repubblica di Northmere]L tace. La [Northmere]L tace. La [RPDN]L tace."),
    ("en", "The [Republic of Mordeth]L fell. The [DPRM]L fell."),
    # an army, a border, a war of the …
    ("it", "I soldati della [Skarv]L hanno passato il confine dell'[Ulmeth]L."),
    # a direction belongs to the name, and the name is another
    ("it", "Truppe in [Tracia del Nord]L e in [Nuova Pomerania]L."),
    # a region is nobody, whatever its name looks like
    ("it", "Nella regione di [Novi Sad]L piove. A [Novi Sad]L nevica."),
    # a body and its speaker
    ("it", "La portavoce dell'[Eliseo]O [Layla Haddad]P tace."),
    ("it", "La relazione dello [State Protection Service]O tace."),
    ("it", "Una violazione dell'[Alto commissariato delle Nazioni Unite]O resta."),
    # letters of parties stay bodies
    ("it", "La [CGIL]O e il [PRI]O tacciono, l'[Italia]L no."),
]


@pytest.mark.parametrize(("language", "line"), STATES_IN_CONTEXT, ids=lambda value: value[:40])
def test_unknown_states_in_their_context(language: str, line: str) -> None:
    assert marked(bare(line), language) == line


IN_SPORT = [
    (
        "de",
        "[Mulmheim]O: Kol - Brandt, Fess (72. Ott) - Bax, Lenz, Rau - Sohn, Marin.",
        ["Kol", "Brandt", "Fess", "Ott", "Bax", "Lenz", "Rau", "Sohn", "Marin"],
    ),
    (
        "it",
        "Mulmese: Bruni; Carli, Dossi, Ferri (65' Galli); Lanza, Motta, Nardi.",
        ["Bruni", "Carli", "Dossi", "Ferri", "Galli", "Lanza", "Motta", "Nardi"],
    ),
]


@pytest.mark.parametrize(("language", "line", "players"), IN_SPORT)
def test_a_line_up_names_players(language: str, line: str, players: list[str]) -> None:
    text = bare(line)
    people = [e for e in extract(text, language) if e.type == "person"]
    assert [m.span.of(text) for e in people for m in e.mentions] == players
    assert {m.evidence.rule for e in people for m in e.mentions} == {"entity.line-up"}


@pytest.mark.parametrize(
    "text",
    [
        "Erste Runde: SG Mulm - SV Bax (10. September), FC Kol - TSV Rau (15. September), SV Ost.",
        "Teilnehmer: Italien - Spanien, Frankreich, Portugal - Belgien, Polen, Ungarn.",
    ],
)
def test_clubs_and_states_in_rows_are_no_players(text: str) -> None:
    assert all(entity.type != "person" for entity in extract(text, "de"))


RESULTS = [
    ("de", "[Hamburg]O - [Mulmheim]O 2:1 (1:0)"),
    ("it", "Finisce così [Torino]O-[Mulmese]O 2-1."),
    ("de", "[Costa Rica]L - [Panama]L 5:1"),
    ("de", "Der [1. FC Mulmheim]O und der [TSV 1860 Rottal]O stiegen ab."),
    ("de", "Die [Borussia Mulmheim]O gewann."),
    # bodies that keep their name abroad
    ("it", "Il capo del [Servicio Nacional de Inteligencia]O tace."),
    # behind a verb of saying a surname speaks
    ("de", "Das reicht nicht, urteilte [Rothenburger]P."),
    ("it", "«Basta», ha detto [Brezjuk]P."),
    ("nl", "Het is genoeg, zei [Wouters]P."),
    ("de", "Vor der Küste [Malaysias]L sank ein Schiff."),
]


@pytest.mark.parametrize(("language", "line"), RESULTS, ids=lambda value: value[:40])
def test_results_and_speakers(language: str, line: str) -> None:
    assert marked(bare(line), language) == line


# ------------------------------------------------------------------ states and their identifiers


def test_one_state_under_all_its_names() -> None:
    text = "La RPDC tace. La DPRK tace. La Corea del Nord tace. La Repubblica di Corea no."
    north, south = extract(text, "it")
    assert len(north.mentions) == 3
    assert [link.iri for link in north.identifiers] == [
        "http://cvx.iptc.org/iso3166-1a2/KP",
        "http://publications.europa.eu/resource/authority/country/PRK",
        "https://sws.geonames.org/1873107/",
        "http://www.wikidata.org/entity/Q423",
    ]
    assert south.identifiers[0].iri.endswith("/KR")


STATES = [
    ("it", "Stati Uniti d'America", "US"),
    ("it", "Federazione Russa", "RU"),
    ("en", "Holland", "NL"),
    ("fr", "République démocratique du Congo", "CD"),
    ("de", "Bundesrepublik Deutschland", "DE"),
    ("de", "Weißrussland", "BY"),
    ("es", "Corea del Sur", "KR"),
    ("pt", "Coreia do Norte", "KP"),
    ("nl", "Verenigd Koninkrijk", "GB"),
    ("it", "Emirati Arabi Uniti", "AE"),
    ("it", "Costa d’Avorio", "CI"),
]


@pytest.mark.parametrize(("language", "name", "code"), STATES)
def test_states_have_their_code(language: str, name: str, code: str) -> None:
    (state,) = extract(f"({name})", language)
    assert state.identifiers[0].iri == f"http://cvx.iptc.org/iso3166-1a2/{code}"
    assert state.identifiers[0].evidence.span == Span(1, 1 + len(name))


def test_a_city_has_a_geonames_id_and_a_name_of_several_cities_none() -> None:
    (city,) = extract("Vive a Salisburgo.", "it")
    assert [link.scheme for link in city.identifiers] == ["geonames"]
    (city,) = extract("He lives in Springfield.", "en")
    assert city.identifiers == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "(Georgia)"), ("it", "(Georgia)"), ("es", "(Congo)"), ("fr", "(Géorgie)")],
)
def test_a_name_of_several_states_has_no_identifier(language: str, text: str) -> None:
    (place,) = extract(text, language)
    assert (place.type, place.identifiers) == ("place", ())


@pytest.mark.parametrize("language", ["it", "en", "fr", "de", "es", "pt", "nl"])
def test_products_are_nobody(language: str) -> None:
    assert extract("Internet Explorer, Windows XP.", language) == ()


def test_a_building_that_acts_is_a_metonym() -> None:
    text = "Il Pentagono smentisce."
    (body,) = extract(text, "it")
    assert (body.type, body.mentions[0].metonym) == ("organization", True)


# ------------------------------------------------------------------ roles

ROLES = [
    (
        "it",
        "Il segretario generale della NATO, Mark Rutte, tace.",
        "segretario generale della NATO",
    ),
    ("it", "Parla la portavoce del Pentagono Sabrina Singh.", "portavoce del Pentagono"),
    ("it", "Ecco il Segretario alla Difesa Lloyd Austin.", "Segretario alla Difesa"),
    ("it", "In cambio, [il presidente] Vutek tace.", "presidente"),
    ("it", "Marta Rossi, sindaca di Torino, tace.", "sindaca di Torino"),
    ("it", "L'ex ministro degli Esteri Paolo Rossi tace.", "ex ministro degli Esteri"),
    ("en", "NATO Secretary General Mark Rutte left.", "NATO Secretary General"),
    ("en", "Jane Smith, mayor of York, left.", "mayor of York"),
    ("en", "Prime Minister Keith Draycott left.", "Prime Minister"),
    ("fr", "Le ministre de l'Intérieur Gérard Petit part.", "ministre de l'Intérieur"),
    ("de", "Außenministerin Annette Kraus reist ab.", "Außenministerin"),
    ("es", "El alcalde de Sevilla, Juan Pérez, calla.", "alcalde de Sevilla"),
    ("pt", "A ministra da Saúde, Marta Vilar, falou.", "ministra da Saúde"),
    ("nl", "Burgemeester Wouter Claes zwijgt.", "Burgemeester"),
    # no role goes over a person
    ("pt", "A ministra Ana Lopes recebeu Rui Mota.", "ministra"),
    ("es", "La ministra Ana López critica Rui Mota.", "ministra"),
    ("it", "La ministra Anna Rossi critica Paolo Bianchi.", "ministra"),
    ("fr", "La ministre Anne Petit signale Luc Ferrand.", "ministre"),
    ("pt", "O ministro da critica Rui Mota falou.", "ministro da critica"),
]


@pytest.mark.parametrize(("language", "text", "role"), ROLES)
def test_roles_as_printed(language: str, text: str, role: str) -> None:
    people = [entity for entity in extract(text, language) if entity.type == "person"]
    assert [r.value for person in people for r in person.roles] == [role]
    assert all(r.span and r.span.of(text) == r.value for p in people for r in p.roles)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Il presidente ha incontrato Paolo Rossi."),
        ("it", "Per il presidente, Paolo Rossi ha torto."),
        ("en", "The president has met Jane Smith."),
        ("it", "La ministra critica Paolo Rossi."),
        ("it", "Il presidente difese Paolo Rossi."),
        ("fr", "La ministre critique Luc Ferrand."),
        ("es", "El presidente nombra Juan Pérez."),
        ("pt", "A ministra recebeu Rui Mota."),
        ("pt", "O presidente conheceu Rui Mota."),
    ],
)
def test_what_is_no_role(language: str, text: str) -> None:
    people = [entity for entity in extract(text, language) if entity.type == "person"]
    assert people
    assert all(not person.roles for person in people)


# ------------------------------------------------------------------ other languages


WITHOUT_TABLES = [
    ("fi", "Pääministeri [Petteri Orpo]P sanoi Kultarannassa, että [Nokia]O kasvaa."),
    ("fi", "Presidentti [Alexander Stubbin]P Kultarannassa. Suomen Pankki arvioi."),
    ("pl", "Tak twierdzi Gazeta Wyborcza. Minister [Anna Moskwa]P dodała."),
    ("pl", "Ale Most Poniatowskiego pozostanie. Dla Polski to ważne."),
    ("el", "Ο [Joe Biden]P μίλησε. Η [Microsoft]O δεν σχολίασε. Το Κέντρο Υγείας."),
    ("ar", "وتراقب منظمة [FAO]O والبنك الدولي الوضع."),
    ("ckb", "کۆمپانیای [Huawei]O کۆبووەوە. کۆنفرانسی ICCEFA."),
    ("ja", "[CNN]Oによると、9日(UTC+9)、JRの列車が。PDFファイル。[NASA]Oは。"),
]


@pytest.mark.parametrize(("language", "line"), WITHOUT_TABLES, ids=lambda value: value[:40])
def test_in_a_language_without_tables_only_what_tables_know(language: str, line: str) -> None:
    assert marked(bare(line), language) == line


@pytest.mark.parametrize("language", [None, "pl", "ja", "pt-BR", "x"])
def test_any_language_gives_entities_or_none(language: str | None) -> None:
    text = "Wczoraj Anna Kowalska spotkała się z Markiem w Warszawie. 東京。"
    for entity in extract(text, language):
        assert entity.mentions


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ferry sank. Nobody was hurt when it went down."),
        ("de", "Die Fähre sank. Niemand kam zu Schaden."),
        ("it", "Il traghetto è affondato. Nessuno è rimasto ferito."),
        ("nl", "De veerboot zonk. Niemand raakte gewond."),
        ("pt", "A balsa afundou. Ninguém ficou ferido."),
        ("es", "El ferry se hundió. Nadie resultó herido."),
    ],
)
def test_nobody_is_nobody(language: str, text: str) -> None:
    assert [entity.name for entity in extract(text, language)] == []
