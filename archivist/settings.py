"""This module holds what a caller may set: one immutable value, handed down the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

MAX_SIZE = 8 * 1024 * 1024  # bytes of text in one source

Order = Literal["dmy", "mdy", "ymd"]
Detail = Literal["core", "compact", "full"]
Articles = Literal["auto", "all"]
ORDERS: tuple[Order | None, ...] = (None, *get_args(Order))
ARTICLES: tuple[Articles, ...] = get_args(Articles)
DETAILS: tuple[Detail, ...] = get_args(Detail)


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of a run; all but `max_size` can change the bytes of records or exports.

    `as_of`: UTC instant `YYYY-MM-DDThh:mm:ssZ`, None for the start of the run.
    `detail`: how much RDF and JSON-LD say; only `full` reads back into the same record.
    `date_order`: how `03/04/2024` is to be read, None to refuse it as ambiguous.
    `articles`: `all` keeps pages that look like no article, which are set aside else.
    `mapping`, `metadata`: files that say what the columns of a table mean, and what a catalogue
    knows of the sources; `identifiers`: a table of the library's own ARKs, URNs and shelfmarks;
    `paths`: patterns such as `{paper}/{year}/{month}/{day}/*`; `profiles`:
    a folder of the user's own profiles of database downloads; `authority`: files of the library's
    own names and identifiers; `engine`: a finder of names asked beside the rules, such as `spacy`.
    `min_confidence`: percent, 0 to 100; entities and quotes that are less sure, or were never
    measured, are left out; None keeps all. `corrections`: files of patches, applied to the records
    they name. `without_text`: graphs hold digests and offsets, not the words of the article.
    `metadata_licence`: the IRI of a licence for the description, which says nothing of the text's.
    """

    format: str | None = None
    encoding: str | None = None
    language: str | None = None
    date_order: Order | None = None
    as_of: str | None = None
    base_iri: str | None = None
    provider: str | None = None
    detail: Detail = "full"
    max_size: int = MAX_SIZE
    articles: Articles = "auto"
    mapping: str | None = None
    metadata: str | None = None
    identifiers: str | None = None
    paths: tuple[str, ...] = ()
    profiles: str | None = None
    authority: tuple[str, ...] = ()
    engine: str | None = None
    min_confidence: int | None = None
    corrections: tuple[str, ...] = ()
    without_text: bool = False
    metadata_licence: str | None = None
