"""The article the project started from, through the public door, against its gold.

It is read from the shared data and is no part of the project. Then every name in it is exchanged
for another of the same kind, and what was found must follow.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph
import pytest
import rdflib
from lxml import etree

from archivist import Record, Settings, convert
from archivist.exporters import BY_NAME, EXPORTERS
from archivist.record import Source

NAME = "000_45590c5bac757024.txt"
XSD = "standards/newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd"
TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}

# Printed name → another of the same kind, gender and first letter class (articles stay right).
EXCHANGES: dict[str, dict[str, str]] = {
    "known states, invented people and bodies": {
        "Pentagono": "Cremlino",
        "Sabrina Singh": "Carola Bentivegna",
        "Corea del Nord": "Bolivia",
        "Russia": "Tunisia",
        "Lloyd Austin": "Ernst Walden",
        "NATO": "ASEAN",
        "Mark Rutte": "Piet Haanstra",
        "Consiglio del Nord Atlantico": "Comitato per la Pace Duratura",
        "Repubblica di Corea": "Repubblica di Moldova",
        "Australia": "Austria",
        "Giappone": "Belgio",
        "Nuova Zelanda": "Sierra Leone",
        "Ucraina": "Islanda",
        "National Intelligence Service": "Federal Security Bureau",
        "Ministero della Difesa Nazionale della Repubblica di Corea": (
            "Ministero degli Affari Marittimi della Repubblica di Moldova"
        ),
        "Kursk": "Tarija",
        "DPRK": "Bolivia",
        "Consiglio di sicurezza delle Nazioni Unite": "Alto commissariato delle Nazioni Unite",
        "RPDC": "Bolivia",
        "penisola coreana": "penisola iberica",
        "Pyongyang": "Sucre",
        "Europa": "Africa",
        "Putin": "Marchetti",
        "USA": "Cina",
    },
    "other continents, foreign names": {
        "Pentagono": "Quirinale",
        "Sabrina Singh": "Amara Okonkwo",
        "Corea del Nord": "Guinea",
        "Russia": "Turchia",
        "Lloyd Austin": "Dmitri Halvorsen",
        "NATO": "FAO",
        "Mark Rutte": "Kwame Lindgren",
        "Consiglio del Nord Atlantico": "Consiglio dei Mari del Sud",
        "Repubblica di Corea": "Repubblica Ceca",
        "Australia": "Argentina",
        "Giappone": "Canada",
        "Nuova Zelanda": "Costa Rica",
        "Ucraina": "Etiopia",
        "National Intelligence Service": "Northern Relief Agency",
        "Ministero della Difesa Nazionale della Repubblica di Corea": (
            "Ministero della Pesca e delle Foreste della Repubblica Ceca"
        ),
        "Kursk": "Conakry",
        "DPRK": "Guinea",
        "Consiglio di sicurezza delle Nazioni Unite": "Comitato esecutivo delle Nazioni Unite",
        "RPDC": "Guinea",
        "penisola coreana": "penisola arabica",
        "Pyongyang": "Nairobi",
        "Europa": "Asia",
        "Putin": "Okafor",
        "USA": "Regno Unito",
    },
}


# Printed in this order in the sets below, one name a line.
PRINTED = """
Pentagono
Sabrina Singh
Corea del Nord
Russia
Lloyd Austin
NATO
Mark Rutte
Consiglio del Nord Atlantico
Repubblica di Corea
Australia
Giappone
Nuova Zelanda
Ucraina
National Intelligence Service
Ministero della Difesa Nazionale della Repubblica di Corea
Kursk
DPRK
Consiglio di sicurezza delle Nazioni Unite
RPDC
penisola coreana
Pyongyang
Europa
Putin
USA
Alleanza
""".strip().split("\n")
# Every name of it invented or of another corner of the world, the letters of states too.
OTHERS = {
    "invented states": """
Cubo
Zylla Korvath
Valdoria del Nord
Borduria
Dorn Valken
OTSE
Mork Rettan
Consiglio del Mare Orientale
Repubblica di Valdoria
Elbonia
Graustark
Nuova Sildavia
Ostravia
Federal Signals Agency
Ministero della Marina Mercantile della Repubblica di Valdoria
Tresk
RPDV
Comitato di vigilanza delle Comunità Marittime
RDPV
penisola valdoriana
Velgrad
Europa
Vutek
Latveria
Lega
""",
    "states that look like none": """
Esagono
Mirka Tolvan
Drennok del Sud
Skarv
Hollis Brandt
COMPAR
Aart Velsing
Consiglio del Sud Pacifico
Repubblica di Drennok
Aldmoor
Kelm
Nuova Threnn
Ulmeth
Central Warning Office
Ministero dei Trasporti Marittimi della Repubblica di Drennok
Ozzul
RPDD
Comitato di controllo delle Leghe Costiere
RPDS
penisola drennese
Grath
Europa
Zoril
Tarnhelm
Alleanza
""",
    "states that look like none, again": """
Rombo
Ines Baltar
Mordeth del Nord
Ghorm
Piers Aldane
FEDRA
Nils Overgaard
Consiglio del Baltico Interno
Repubblica di Mordeth
Ankoll
Quath
Nuova Brenn
Irkuth
Joint Harbour Authority
Ministero della Sanità Pubblica della Repubblica di Mordeth
Sprell
RPM
Consiglio di tutela delle Nazioni Libere
RDM
penisola mordethiana
Zhurk
Europa
Baskov
Orlais
Alleanza
""",
    "neighbours of the Black Sea": """
Cremlino
Jadwiga Krol
Macedonia del Nord
Serbia
Radek Novotny
OSCE
Tihomir Peric
Consiglio del Mar Nero
Repubblica di Cipro
Estonia
Giappone
Nuova Caledonia
Armenia
State Protection Service
Ministero dell'Economia Digitale della Repubblica di Cipro
Novi Sad
Macedonia del Nord
Tribunale internazionale del diritto del mare
Macedonia del Nord
penisola balcanica
Skopje
Europa
Vucic
Germania
Alleanza
""",
    "Asian names": """
Palazzo Chigi
Nguyen Thi Hoa
Mongolia
Malaysia
Haruto Ishikawa
APEC
Wei Zhang
Consiglio della Cooperazione Asiatica
Repubblica di Singapore
India
Pakistan
Sri Lanka
Indonesia
National Police Agency
Ministero del Commercio Estero della Repubblica di Singapore
Sabah
Mongolia
Corte penale internazionale
Mongolia
penisola malese
Ulan Bator
Asia
Mahathir
Thailandia
Unione
""",
    "Arab names": """
Eliseo
Layla Haddad
Siria
Giordania
Omar Khalil
OPEC
Yusuf Barakat
Consiglio di Cooperazione del Golfo
Repubblica di Turchia
Algeria
Kuwait
Arabia Saudita
Egitto
General Intelligence Directorate
Ministero degli Affari Esteri della Repubblica di Turchia
Aleppo
Siria
Lega degli Stati Arabi
Siria
penisola araba
Damasco
Africa
Assad
Iran
Lega
""",
    "invented, northern": """
Pilastro
Solveig Arneholt
Hjelmar del Nord
Skovland
Ketil Brandvold
NORDAK
Eirik Sandmoen
Consiglio del Mare Bianco
Repubblica di Hjelmar
Alfheim
Vestmark
Nuova Thule
Ísvik
Royal Signals Bureau
Ministero delle Foreste Demaniali della Repubblica di Hjelmar
Trollvik
RPH
Consiglio di sorveglianza delle Terre Unite
RPHN
penisola hjelmarese
Bjornstad
Europa
Haugen
Nordhavn
Alleanza
""",
    "invented, Turkic": """
Bastione
Aysel Durmaz
Karabulak del Nord
Turania
Timur Alpkan
TURKOM
Emre Sezgin
Consiglio delle Steppe Unite
Repubblica di Karabulak
Altaia
Zengistan
Nuova Anatolia
Uzgenia
Internal Guard Service
Ministero delle Acque Interne della Repubblica di Karabulak
Tashkul
RPDK
Consiglio di conciliazione delle Repubbliche Unite
RKD
penisola karabulaka
Kizilkent
Eurasia
Sultanov
Ottomania
Alleanza
""",
    "invented, African": """
Torrione
Adaeze Mbewe
Zambaru del Nord
Kwandia
Tendai Moyane
AFRISUD
Sipho Radebe
Consiglio dei Grandi Laghi
Repubblica di Zambaru
Oranje
Malumba
Nuova Zuma
Ubangi
National Rangers Service
Ministero delle Miniere Statali della Repubblica di Zambaru
Mbotu
RPDZ
Consiglio di mediazione dei Popoli Uniti
RPZD
penisola zambarese
Lukola
Africa
Mbeki
Katanga
Alleanza
""",
    "invented, Greek": """
Partenone
Despina Kalergi
Tracia del Nord
Illiria
Stavros Lambrou
HELLAS
Kostas Vrettos
Consiglio dell'Egeo Orientale
Repubblica di Tracia
Arcadia
Epiro
Nuova Corinto
Eubea
Hellenic Watch Agency
Ministero della Navigazione Aerea della Repubblica di Tracia
Larpos
RPDT
Consiglio di arbitrato delle Poleis Unite
RTPD
penisola tracia
Kalamos
Europa
Petridis
Ionia
Alleanza
""",
    "invented, English": """
Bunker
Tamsin Ashdown
Northmere
Westria
Alaric Finch
UPAC
Giles Mortimer
Northern Ocean Council
Repubblica di Northmere
Eastfold
Redmark
Nuova Albany
Islemark
Foreign Signals Directorate
Ministero della Difesa Aerea della Repubblica di Northmere
Kelso Downs
NDR
United Realms Security Council
PRN
penisola northmeriana
Harrowgate
Europa
Stannard
Loamshire
Alleanza
""",
    "invented, German": """
Turm
Friederike Osterloh
Grenzmark del Nord
Falkenau
Detlef Hagenow
BUNDEX
Ruprecht Sanders
Consiglio della Marca Orientale
Repubblica di Grenzmark
Ostheim
Weissenfels
Nuova Pomerania
Ulmenland
Amt für Seewesen
Ministero delle Finanze Pubbliche della Repubblica di Grenzmark
Kaltensee
RPDG
Consiglio di tutela delle Contee Unite
GDR
penisola grenzmarkiana
Dunkelburg
Europa
Krawehl
Westfalen
Alleanza
""",
    "invented, French": """
Louvre
Clothilde Vermandois
Aquilonia del Nord
Brettagna
Gaspard Delorme
UNIFRA
Thibault Marchenoir
Consiglio dei Due Mari
Repubblica di Aquilonia
Ardania
Montclair
Nuova Lorena
Oltremarna
Bureau Central de Vigilance
Ministero dell'Energia Nucleare della Repubblica di Aquilonia
Valcourt
RPDA
Consiglio di equilibrio delle Province Unite
RPAD
penisola aquiloniana
Port-Royal
Europa
Lagarde
Carcosa
Alleanza
""",
    "invented, and a region with an adjective": """
Ottagono
Elowen Dray
Narvia del Nord
Ruvenia
Bram Castell
UNICOR
Tobin Marsh
Consiglio del Nord Artico
Repubblica di Narvia
Ostania
Pelagia
Nuova Caledra
Umbria Alta
Coastal Defence Service
Ministero della Guerra Navale della Repubblica di Narvia
Volkhov
RPDN
Consiglio di garanzia delle Città Unite
NRPD
penisola narviana
Tirsk
Oceania
Drago
Solaria
Alleanza
""",
    "invented, short": """
Faro
Una Ket
Mu del Nord
Zara
Ode Rix
ZEF
Ion Pask
Consiglio del Lago Grande
Repubblica di Mu
Ost
Vek
Nuova Ur
Ilm
North Signal Corps
Ministero della Cultura Popolare della Repubblica di Mu
Brok
RPDM
Consiglio di custodia delle Isole Unite
DMU
penisola muana
Pel
Europa
Gax
Zor
Alleanza
""",
    "Latin American names": """
Palacio Quemado
Ximena Ordoñez
Colombia
Bolivia
Evaristo Paz
OEA
Joaquín Freire
Consiglio del Caribe Meridionale
Repubblica del Cile
Argentina
Perù
Costa Rica
Ecuador
Servicio Nacional de Inteligencia
Ministero della Pubblica Istruzione della Repubblica del Cile
Antioquia
Colombia
Corte interamericana dei diritti umani
Colombia
penisola dello Yucatan
Bogotà
America
Quiroga
Brasile
Alleanza
""",
}
EXCHANGES |= {
    case: dict(zip(PRINTED, names.strip().split("\n"), strict=True))
    for case, names in OTHERS.items()
}


class Gold(NamedTuple):
    """A text with the names that are in it: (start, end, type), and those that may be missed."""

    text: str
    entities: set[tuple[int, int, str]]
    optional: set[tuple[int, int, str]]
    at: dict[int, int]  # offset in the seed → offset here


@pytest.fixture(scope="module")
def seed(shared: Path) -> bytes:
    return (shared / "seed" / NAME).read_bytes()


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "seed" / "gold.json").read_text("utf-8"))
    return found


def record_of(text: str) -> Record:
    settings = Settings(as_of="2026-01-01T00:00:00Z")
    (found,) = convert(Source(NAME, NAME, text.encode()), settings=settings)
    assert found.problems == ()
    assert found.record is not None
    return found.record


def exchanged(text: str, gold: dict[str, Any], names: dict[str, str]) -> Gold:
    parts, entities, optional, at = [], set(), set(), {}
    length = last = 0
    for entity in sorted(gold["entities"], key=lambda item: item["start"]):
        start, end = entity["start"], entity["end"]
        at |= {offset: length + offset - last for offset in range(last, start + 1)}
        new = names.get(entity["surface"], entity["surface"])
        length += start - last
        span = (length, length + len(new), entity["type"])
        (optional if entity.get("optional") else entities).add(span)
        parts += [text[last:start], new]
        length, last = length + len(new), end
    at |= {offset: length + offset - last for offset in range(last, len(text) + 1)}
    return Gold("".join([*parts, text[last:]]), entities, optional, at)


def strict_f1(record: Record, gold: Gold) -> float:
    found = {
        (mention.span.start, mention.span.end, TYPES.get(entity.type, entity.type))
        for entity in record.entities
        for mention in entity.mentions
    } - gold.optional
    right = len(found & gold.entities)
    return 200 * right / (len(found) + len(gold.entities))


def quotes_of(record: Record) -> set[tuple[str, int, int, int]]:
    """(kind, start, end, start of the speaker) of each quote."""
    return {
        (q.kind, q.spans[0].start, q.spans[-1].end, q.speaker.span.start)
        for q in record.quotes
        if q.speaker and q.speaker.span
    }


def gold_quotes(gold: dict[str, Any], at: dict[int, int]) -> set[tuple[str, int, int, int]]:
    return {
        (
            quote["kind"],
            at[quote.get("inner_start", quote["start"])],
            at[quote.get("inner_end", quote["end"])],
            at[quote["speaker"]["start"]],
        )
        for quote in gold["quotes"]
    }


def test_facts_come_from_the_text_alone(seed: bytes) -> None:
    record = record_of(seed.decode())
    assert record.text.encode() == seed
    assert record.headline is None
    assert record.title.kind == "devised"
    assert record.title.value.startswith("Secondo quanto dichiarato dalla portavoce del Pentagono")
    (date,) = record.dates
    assert (date.role, date.value, date.verbatim) == ("published", "2024-10", "2024-10")
    assert date.evidence.span is not None
    assert date.evidence.span.of(record.text) == "2024-10"
    (credit,) = record.credits
    assert (credit.role, credit.names[0].name) == ("image", "NATO")
    assert credit.names[0].entity == entity(record, "NATO").id
    assert record.language is not None
    assert record.language.value == "it"
    notes = [note.code for note in record.notes]
    assert notes.count("glued-sentences") == 4
    assert notes.count("doubled-words") == 1
    assert sum("space" in code for code in notes) == 1


def entity(record: Record, name: str) -> Any:
    (found,) = [
        item
        for item in record.entities
        if name in {mention.span.of(record.text) for mention in item.mentions}
    ]
    return found


def test_north_is_not_south(seed: bytes) -> None:
    record = record_of(seed.decode())
    north = entity(record, "Corea del Nord")
    assert entity(record, "DPRK") is north
    assert entity(record, "RPDC") is north
    assert entity(record, "Repubblica di Corea") is not north
    iris = {item.iri for item in north.identifiers}
    assert iris
    assert not iris & {item.iri for item in entity(record, "Repubblica di Corea").identifiers}


def test_seed_against_its_gold(seed: bytes, gold: dict[str, Any]) -> None:
    same = exchanged(seed.decode(), gold, {})
    record = record_of(same.text)
    assert strict_f1(record, same) >= 95
    assert quotes_of(record) == gold_quotes(gold, same.at)


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_other_names_are_found_as_well(seed: bytes, gold: dict[str, Any], exchange: str) -> None:
    other = exchanged(seed.decode(), gold, EXCHANGES[exchange])
    record = record_of(other.text)
    assert strict_f1(record, other) >= 90
    assert len(quotes_of(record) & gold_quotes(gold, other.at)) == 4


@pytest.mark.parametrize("date", ["1999-03-07", "1948", "2031-12"])
def test_another_date_is_another_value(seed: bytes, date: str) -> None:
    text = seed.decode().replace(" date 2024-10 ", f" date {date} ")
    (found,) = record_of(text).dates
    assert (found.value, found.verbatim) == (date, date)


def test_paragraphs_in_another_order(seed: bytes) -> None:
    """The comment at the end moves before the lead-in: who said what does not change."""
    text = seed.decode()
    comment = text[text.index("Indignazione a parte") : text.index("\n\n\n\n")]
    moved = text.replace(comment, "").replace(
        "Anche il segretario", f"{comment}\n\nAnche il segretario"
    )
    before, after = record_of(text), record_of(moved)

    def said(record: Record) -> set[tuple[str, str, str]]:
        return {
            (kind, record.text[start:end], record.text[speaker : speaker + 9])
            for kind, start, end, speaker in quotes_of(record)
        }

    assert said(after) == said(before)
    assert {item.name for item in after.entities} == {item.name for item in before.entities}


def test_every_export_of_the_seed_is_valid_and_comes_back(seed: bytes, shared: Path) -> None:
    record = record_of(seed.decode())
    for exporter in EXPORTERS:
        data = exporter.write(record, Settings())
        (back,) = convert(data)
        assert (back.record, back.problems) == (record, ()), exporter.name
        if exporter.name == "newsml-g2":
            item = etree.fromstring(data)
            etree.XMLSchema(etree.parse(str(shared / XSD))).assertValid(item)
            assert not item.xpath("//*[@rel='arcrel:residual']")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it
def test_three_parsers_agree_on_the_jsonld_of_the_seed(seed: bytes) -> None:
    from pyld import jsonld

    data = BY_NAME["jsonld"].write(record_of(seed.decode()), Settings())
    ours = triples(data, pyoxigraph.RdfFormat.JSON_LD)
    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph().parse(data=data, format="json-ld")
    theirs = graph.serialize(format="nt", encoding="utf-8")
    normal = jsonld.to_rdf(json.loads(data), {"format": "application/n-quads"}).encode()
    assert triples(theirs, pyoxigraph.RdfFormat.N_QUADS) == ours
    assert triples(normal, pyoxigraph.RdfFormat.N_QUADS) == ours


def triples(data: bytes, format: pyoxigraph.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in pyoxigraph.parse(data, format=format)}
