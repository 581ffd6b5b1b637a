"""This module says what can be wrong with somebody's article or record: values, not exceptions.

The table `CODES` is the only place where a code gets its meaning; `archivist explain CODE` and
docs/problems.md are printed from it. A code is a letter for the station (R read, E extract,
V check, L linked data, G standards of news agencies, X export, C collection, P publishing) and
three digits, and is never reused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Location:
    """Where a person should look: file (or `box.zip!/a.txt`), line and column from 1."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `path` is a JSON Pointer (RFC 6901) into the record, "" for the whole."""

    code: str
    severity: Severity
    message: str
    location: Location
    path: str = ""
    hint: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The JSON value of `schemas/problem.schema.json`."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "file": self.location.file,
            "line": self.location.line,
            "column": self.location.column,
            "path": self.path,
            "hint": self.hint,
        }


class Code(NamedTuple):
    """The meaning of a code: severity, title, the sentence behind it and where that stands."""

    severity: Severity
    title: str
    rule: str
    source: str


def problem(
    code: str, message: str, where: Location, *, path: str = "", hint: str | None = None
) -> Problem:
    """A problem with the severity its code has in the table."""
    return Problem(code, CODES[code].severity, message, where, path, hint)


REPORT = "this is a bug in archivist; please report it with the command and, if you may, the file"


def bug_problem(location: str, bug: Exception, hint: str = REPORT) -> Problem:
    """R009 for what went wrong in archivist itself."""
    what = f"{type(bug).__name__}: {bug}" if str(bug) else type(bug).__name__
    return problem("R009", what, Location(location), hint=hint)


RECORD = "the archivist record, docs/record.md"
KEEPING = "collections of archivist, docs/preservation-statement.md"
SUPPLIED = "tables of articles, docs/formats.md"
AUTHORITIES = "authority files, docs/authorities.md"
RFC8259 = "RFC 8259, https://www.rfc-editor.org/rfc/rfc8259"
IJSON = "RFC 7493, https://www.rfc-editor.org/rfc/rfc7493"
EDTF = "EDTF, https://www.loc.gov/standards/datetime/"
BCP47 = "BCP 47, https://www.rfc-editor.org/info/bcp47"
RFC4180 = "RFC 4180, https://www.rfc-editor.org/rfc/rfc4180#section-2"
RFC6902 = "RFC 6902, https://www.rfc-editor.org/rfc/rfc6902"
TESTS = RFC6902 + "#section-4.6"
ADDRESS = RFC6902 + "#section-4"
PATCHES = "corrections of records, docs/corrections.md"
RDF = "RDF 1.1, https://www.w3.org/TR/rdf11-concepts/"
LITERAL = "RDF 1.1, https://www.w3.org/TR/rdf11-concepts/#dfn-ill-typed"
RDF_IRI = "RDF 1.1, https://www.w3.org/TR/rdf11-concepts/#section-IRIs"
RDF_TRIPLE = "RDF 1.1, https://www.w3.org/TR/rdf11-concepts/#section-triples"
RDF_BLANK = "RDF 1.1, https://www.w3.org/TR/rdf11-concepts/#section-blank-nodes"
RDF12 = "RDF 1.2, https://www.w3.org/TR/rdf12-concepts/#section-Introduction"
EXPANSION = "JSON-LD 1.1, https://www.w3.org/TR/json-ld11-api/#expansion-algorithm"
NUMBERS = "JSON-LD 1.1, https://www.w3.org/TR/json-ld11-api/#data-round-tripping"
COMPACT = "JSON-LD 1.1, https://www.w3.org/TR/json-ld11/#compact-iris"
SCHEMA_ORG = "schema.org, https://schema.org/docs/faq.html#19"
XML10 = "XML 1.0, https://www.w3.org/TR/xml/"
NEWSML = "NewsML-G2 2.35, https://iptc.org/std/NewsML-G2/2.35/"
RFC5147 = "RFC 5147, https://www.rfc-editor.org/rfc/rfc5147#section-2.1"
LIBXML2 = "libxml2, XML_MAX_TEXT_LENGTH in parserInternals.h"
NTRIPLES = "RDF 1.1 N-Triples, https://www.w3.org/TR/n-triples/"
GSP = "SPARQL 1.1 Graph Store HTTP Protocol, https://www.w3.org/TR/sparql11-http-rdf-update/"
PUBLISHING = "publishing, docs/publishing.md"
REVIEW = "reviewing, docs/review.md"
WARC = "WARC 1.1, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
HTTP = "RFC 9112, https://www.rfc-editor.org/rfc/rfc9112"
BAGIT = "RFC 8493, https://www.rfc-editor.org/rfc/rfc8493"
RFC3987 = "RFC 3987, https://www.rfc-editor.org/rfc/rfc3987"
IPTC_XSD = NEWSML + "specification/NewsML-G2_2.35-spec-All-Power.xsd"
XSD_DATES = "XML Schema, https://www.w3.org/TR/xmlschema-2/#dateTime"
IPTC_GUIDE = "NewsML-G2 Guidelines, https://iptc.org/std/NewsML-G2/guidelines/"
IPTC_CV = "IPTC NewsCodes, https://cv.iptc.org/newscodes/"
NINJS = "ninjs, https://iptc.org/standards/ninjs/"
NITF = "NITF, https://iptc.org/standards/nitf/"
XHTML10 = "XHTML 1.0, https://www.w3.org/TR/xhtml1/; HTML, https://html.spec.whatwg.org/"
RFC6838 = "RFC 6838, https://www.rfc-editor.org/rfc/rfc6838#section-4.2"
HOUSE = "your own rules, docs/validation.md"
GOOGLE = (
    "Google Search Central, Article,"
    " https://developers.google.com/search/docs/appearance/structured-data/article"
)
SHACL = "SHACL, https://www.w3.org/TR/shacl/#validation-report"
JSON_SCHEMA = "JSON Schema, https://json-schema.org/draft/2020-12/json-schema-validation"
WIKIBASE = "statements for a Wikibase, docs/tables.md"

CODES: dict[str, Code] = {
    # --- reading: no record comes of it (quarantined), or a remark about the bytes
    "R001": Code("error", "empty file", "A source has at least one byte.", RECORD),
    "R002": Code("error", "binary file", "A text source holds characters only.", RECORD),
    "R003": Code("error", "undecodable text", "Bytes are never guessed into letters.", RECORD),
    "R004": Code("error", "too large", "Text is read up to --max-size.", RECORD),
    "R005": Code("error", "no text", "A record has at least one visible character.", RECORD),
    "R007": Code("error", "unreadable", "A source must be readable.", RECORD),
    "R008": Code("error", "format not readable", "A source is in a format of the list.", RECORD),
    "R009": Code("error", "archivist failed on it", "A bug never stops the other inputs.", RECORD),
    "R010": Code("warning", "front matter not readable", "Front matter is YAML or TOML.", RECORD),
    "R011": Code("warning", "broken bytes", "What is no letter is marked U+FFFD.", RECORD),
    # --- reading JSON strictly
    "R020": Code("error", "not UTF-8", "JSON text MUST be encoded using UTF-8.", RFC8259 + "#8.1"),
    "R021": Code("error", "not JSON", "A JSON text is a serialized value.", RFC8259 + "#2"),
    "R022": Code("error", "duplicate key", "Object member names are unique.", IJSON + "#2.3"),
    "R023": Code("error", "lone surrogate", "Strings MUST NOT include surrogates.", IJSON + "#2.1"),
    "R024": Code("error", "NaN or Infinity", "NaN and Infinity are not permitted.", RFC8259 + "#6"),
    "R025": Code(
        "error", "not an I-JSON integer", "Numbers are integers to 2^53-1.", IJSON + "#2.2"
    ),
    "R026": Code("error", "nested too deeply", "Nesting goes 64 levels deep at most.", RECORD),
    # --- reading our own JSON-LD and RDF back
    "R030": Code("error", "not well-formed RDF", "A file follows the grammar of its syntax.", RDF),
    "R031": Code("error", "context elsewhere", "A JSON-LD context is never fetched.", RECORD),
    "R032": Code("error", "not one article", "A graph conforms to the profile, once.", RECORD),
    "R033": Code("error", "not in full detail", "Only detail full reads back.", RECORD),
    "R034": Code("error", "graph incomplete", "A graph says the whole record.", RECORD),
    "R035": Code("error", "graph says more", "Nothing is lost in reading back.", RECORD),
    # --- reading our NewsML-G2 back
    "R040": Code("error", "not XML", "A document is well-formed.", XML10 + "#sec-well-formed"),
    "R041": Code("error", "not our item", "Only what archivist wrote is read back.", NEWSML),
    "R042": Code("error", "not as the profile says", "An item follows its profile.", NEWSML),
    "R043": Code("error", "reference to nothing", "An IDREF names an id.", XML10 + "#idref"),
    "R044": Code("error", "text changed", "The digest of the text is in itemMeta/hash.", NEWSML),
    "R045": Code("error", "part outside the text", "A part lies within the text.", RFC5147),
    "R046": Code("error", "concept without subject", "What is referred to is a subject.", NEWSML),
    "R047": Code("error", "cannot be put together", "Values are of the record's form.", RECORD),
    "R048": Code("error", "item says something else", "Nothing is lost in reading back.", RECORD),
    # --- reading the standards of news agencies
    "R085": Code(
        "warning", "not as its standard says", "What is not valid is read all the same.", RECORD
    ),
    "R086": Code("warning", "withdrawn by its sender", "What was recalled is said so.", RECORD),
    # --- reading feeds, dumps and mail
    "R095": Code("warning", "broken markup", "XML is well-formed.", XML10 + "#sec-well-formed"),
    "R096": Code("error", "item cut off", "An element has an end tag.", XML10 + "#sec-starttags"),
    # --- reading tables, JSON and SGML of articles
    "R060": Code("error", "row does not fit", "A row has a field for each column.", RFC4180),
    "R061": Code("error", "quote not closed", "What opens a field closes it.", RFC4180),
    "R062": Code("error", "columns not known", "What a column means is never guessed.", RECORD),
    "R063": Code("error", "no such column", "A mapping names columns that are there.", RECORD),
    "R064": Code("warning", "quotes not doubled", "Marks inside fields are doubled.", RFC4180),
    "R065": Code("error", "document not closed", "What opens a document closes it.", RECORD),
    # --- reading boxes of files: ZIP, TAR, WARC, ARC, gzip, bzip2, xz
    "R050": Code("error", "broken box", "A box can be opened.", RECORD),
    "R051": Code("error", "broken record", "A record is as long as it says.", WARC),
    "R052": Code("error", "unsafe name", "A name stays within its box, on any system.", RECORD),
    "R053": Code("error", "encrypted", "What is locked is for its owner to open.", RECORD),
    "R054": Code("error", "expands too much", "At most 200 bytes come out of one.", RECORD),
    "R055": Code("warning", "original elsewhere", "A revisit refers to what it repeats.", WARC),
    "R056": Code("error", "packed in an unknown way", "What packs a member is known.", RECORD),
    "R057": Code("warning", "transfer broken", "What came over the wire is complete.", HTTP),
    "R058": Code("error", "too many members", "A box has a million members at most.", RECORD),
    "R059": Code("error", "box broke off", "A box is there to its end.", RECORD),
    # --- reading downloads of databases
    "R070": Code("warning", "other number of articles", "Announced is what is found.", RECORD),
    "R071": Code("error", "profile not readable", "A profile is TOML with lists.", RECORD),
    "R072": Code("error", "no article in it", "A download begins its articles.", RECORD),
    # --- reading office files
    "R080": Code("error", "damaged file", "A file is whole, and what its name says.", RECORD),
    "R081": Code("error", "encrypted file", "A source can be read without a password.", RECORD),
    "R082": Code("error", "no text layer", "Text is never read from pictures.", RECORD),
    "R083": Code("error", "reader not installed", "Its optional part must be there.", RECORD),
    "R084": Code("warning", "pages without text", "What holds no text is reported.", RECORD),
    # --- extracting: what the article itself leaves open; nothing is guessed
    "E001": Code("warning", "ambiguous date", "The order of 03/04/2024 is never guessed.", RECORD),
    "E002": Code("warning", "impossible date", "A date is a day that the calendar has.", RECORD),
    "E003": Code("warning", "dates disagree", "Sources that disagree are all kept.", RECORD),
    "E004": Code("warning", "language not as declared", "A declared language is checked.", RECORD),
    "E005": Code("warning", "declared value not read", "What is not read is reported.", RECORD),
    "E006": Code("warning", "no model of the language", "Engines know their languages.", RECORD),
    "E010": Code("warning", "catalogue and source differ", "Both are kept and reported.", RECORD),
    # --- reading records to publish, ask or review them
    "R100": Code("error", "two records of one id", "An article has one record in a set.", RECORD),
    # --- checking: shape
    "V001": Code("error", "not as the schema says", "A record follows its JSON Schema.", RECORD),
    "V002": Code("error", "validators disagree", "Both validators give one verdict.", RECORD),
    "V003": Code("error", "unknown version", "A version has its frozen schema.", RECORD),
    "V004": Code("note", "older versions", "Records of one set are of one version.", RECORD),
    # --- checking: spans and surfaces
    "V010": Code("error", "span out of range", "0 <= start < end <= length of text.", RECORD),
    "V011": Code("error", "blocks overlap", "Blocks are ordered and disjoint.", RECORD),
    "V012": Code("error", "text outside blocks", "Only white space lies between blocks.", RECORD),
    "V013": Code("error", "surface differs", "A span's slice is the surface it claims.", RECORD),
    "V014": Code("error", "title not devised so", "A devised title is the opening words.", RECORD),
    "V015": Code("error", "part outside its whole", "A part lies inside its whole.", RECORD),
    "V016": Code("error", "quote out of order", "Pieces are ordered and disjoint.", RECORD),
    # --- checking: values
    "V020": Code("error", "not EDTF", "A date is EDTF, levels 0-2.", EDTF),
    "V021": Code("error", "not a language tag", "A language is a BCP 47 tag.", BCP47),
    "V022": Code("error", "not an IRI", "An IRI is absolute and holds no blank.", RFC3987),
    "V023": Code("error", "not an instant", "asOf is an instant that exists.", RECORD),
    "V024": Code("error", "id not of the bytes", "id = UUIDv5 of the source's sha256.", RECORD),
    "V025": Code("error", "unknown encoding", "An encoding can be decoded again.", RECORD),
    "V026": Code("error", "name not relative", "A name is a path below the input.", RECORD),
    "V027": Code("error", "not a JSON Patch", "A patch has the form of RFC 6902.", RFC6902),
    # --- checking: links between parts
    "V030": Code("error", "no such entity", "A link goes to an entity of the record.", RECORD),
    "V031": Code("error", "no such quote", "A quote lies within a quote of the record.", RECORD),
    "V032": Code("error", "duplicate id", "Ids are unique and count from 1 in order.", RECORD),
    "V033": Code("error", "no such date", "A dateline's date is an index into dates.", RECORD),
    "V034": Code("error", "entity without evidence", "A mention or credit names it.", RECORD),
    "V035": Code("error", "a place does not speak", "A speaker is never a place.", RECORD),
    "V036": Code("error", "metonym of a non-body", "A metonym is an organization.", RECORD),
    # --- checking: what a house demands of its records, when it is asked for
    "V101": Code("error", "no headline", "Your records have a headline.", HOUSE),
    "V102": Code("error", "no author", "Your records credit an author.", HOUSE),
    "V103": Code("error", "no date", "Your records say when, as exactly as you want.", HOUSE),
    "V104": Code("error", "no image credit", "Your records credit their images.", HOUSE),
    "V105": Code("error", "no rights", "Your records say what is allowed.", HOUSE),
    "V106": Code("error", "no language", "Your records say their language.", HOUSE),
    "V107": Code("error", "no dateline", "Your records have a dateline.", HOUSE),
    "V108": Code("error", "no summary", "Your records have a summary.", HOUSE),
    "V109": Code("error", "no identifier", "Your records have identifiers.", HOUSE),
    "V110": Code("error", "no publisher", "Your records credit who published them.", HOUSE),
    "V111": Code("error", "no topic", "Your records have topics.", HOUSE),
    "V112": Code("error", "no address", "Your records say where the source was.", HOUSE),
    "V120": Code("error", "not as your schema says", "A record follows --schema.", JSON_SCHEMA),
    "V121": Code("error", "not as your shapes say", "A graph follows --shapes.", SHACL),
    # --- checking: what search engines want of the markup, with --profile google
    "V131": Code("warning", "markup without headline", "headline is recommended.", GOOGLE),
    "V132": Code("warning", "long headline", "Long titles may be truncated.", GOOGLE),
    "V133": Code("note", "markup without image", "image is recommended.", GOOGLE),
    "V134": Code("warning", "markup without author", "author is recommended.", GOOGLE),
    "V135": Code("warning", "more than a name", "author.name holds only the name.", GOOGLE),
    "V136": Code("warning", "author without address", "author.url is recommended.", GOOGLE),
    "V137": Code("warning", "date without zone", "Dates have a time and a zone.", GOOGLE),
    # --- checking: RDF and JSON-LD of anybody
    "L001": Code("error", "ill-typed literal", "A literal is of its datatype.", LITERAL),
    "L002": Code("error", "language tag broken", "A language is a BCP 47 tag.", BCP47),
    "L003": Code("error", "EDTF literal broken", "A literal of type edtf:EDTF is EDTF.", EDTF),
    "L004": Code("error", "IRI broken", 'An IRI holds no blank and no <>"{}|^`.', RFC3987),
    "L005": Code("warning", "IRI without scheme", "An IRI in a graph is absolute.", RDF_IRI),
    "L006": Code("warning", "key would vanish", "A key without a term is dropped.", EXPANSION),
    "L007": Code("warning", "not a keyword", "A key of a keyword's form is ignored.", EXPANSION),
    "L008": Code("note", "key left out", "A term that is null is dropped.", EXPANSION),
    "L009": Code("warning", "property without name", "A property is an IRI.", RDF_TRIPLE),
    "L010": Code("note", "context not fetched", "A JSON-LD context is never fetched.", RECORD),
    "L011": Code("note", "blank nodes", "What has no IRI cannot be named from outside.", RDF_BLANK),
    "L012": Code("warning", "two schema.orgs", "http and https are two namespaces.", SCHEMA_ORG),
    "L013": Code("note", "number written variously", "A fraction becomes a double.", NUMBERS),
    "L014": Code("warning", "beyond RDF 1.1", "RDF 1.2 is not everybody's.", RDF12),
    "L015": Code("note", "less than all", "Only detail full is compared with its record.", RECORD),
    "L017": Code("error", "not as the profile says", "A graph follows shapes.ttl.", SHACL),
    "L016": Code("warning", "prefix not declared", "A compact name has a prefix.", COMPACT),
    # --- collections: what is supplied with the sources
    "C030": Code("error", "changed meanwhile", "A source stays as it was planned.", RECORD),
    "C040": Code("error", "identifier not valid", "An identifier follows its scheme.", KEEPING),
    "C041": Code("error", "identifier twice", "An identifier names one thing.", KEEPING),
    "C042": Code("warning", "identifier of nothing", "What a row names was read.", KEEPING),
    "C043": Code("error", "mapping not valid", "A mapping names keys and columns.", SUPPLIED),
    "C044": Code("error", "no checksum", "A line is a checksum and a path.", KEEPING),
    "C048": Code(
        "error", "authority not valid", "A row has a name, its type and IRIs.", AUTHORITIES
    ),
    "C049": Code("error", "row does not fit", "A row has a field for each column.", RFC4180),
    "C045": Code("error", "checksum differs", "A source has its supplied checksum.", KEEPING),
    "C046": Code("warning", "no checksum supplied", "A list names every source.", KEEPING),
    "C047": Code("warning", "listed and not there", "What a list names is there.", KEEPING),
    # --- keeping: what a bag lists and what it holds
    "C001": Code("error", "missing", "What is listed MUST be present.", BAGIT + "#section-3"),
    "C002": Code("error", "extra", "A payload file MUST be listed.", BAGIT + "#section-3"),
    "C003": Code("error", "changed", "A file has the listed checksums.", BAGIT + "#section-3"),
    "C004": Code("error", "truncated", "A file is there to its end.", BAGIT + "#section-3"),
    "C005": Code("error", "zero length", "A file has the listed bytes.", BAGIT + "#section-3"),
    "C006": Code("error", "other case", "A has the name listed, not a.", BAGIT + "#section-6.1.1"),
    "C007": Code("warning", "case clash", "Names differ not only in case.", BAGIT + "#section-6.1"),
    "C008": Code(
        "warning", "normal form", "Names keep their Unicode form.", BAGIT + "#section-6.1"
    ),
    "C009": Code(
        "error", "listed twice", "A file is listed exactly once.", BAGIT + "#section-2.1.3"
    ),
    "C010": Code("error", "bad line", "A line is a checksum and a path.", BAGIT + "#section-2.1.3"),
    "C011": Code("error", "unsafe path", "No path leads out of the bag.", BAGIT + "#section-5.1"),
    "C012": Code("error", "bad declaration", "bagit.txt is two lines.", BAGIT + "#section-2.1.1"),
    "C013": Code("error", "no such part", "What a bag must have is there.", BAGIT + "#section-2.1"),
    "C014": Code("error", "wrong encoding", "Tag files are as declared.", BAGIT + "#section-2.3"),
    "C015": Code(
        "error", "lists disagree", "A manifest lists all its files.", BAGIT + "#section-3"
    ),
    "C016": Code("error", "bad metadata", "Metadata is label and value.", BAGIT + "#section-2.2.2"),
    "C017": Code("error", "other sum", "Payload-Oxum sums the payload.", BAGIT + "#section-2.2.2"),
    "C018": Code(
        "warning", "not strictly BagIt", "What is tolerated is said.", BAGIT + "#section-6"
    ),
    "C019": Code("error", "to be fetched", "A whole bag has no holes.", BAGIT + "#section-2.2.3"),
    "C020": Code(
        "error", "bad fetch line", "A line has URL, length, path.", BAGIT + "#section-2.2.3"
    ),
    "C021": Code("warning", "unlisted tag file", "Tag files are listed.", BAGIT + "#section-2.2.1"),
    "C022": Code("note", "left by a system", "What a system left is passed over.", KEEPING),
    "C023": Code(
        "error", "no plain file", "A bag holds files, not ways out.", BAGIT + "#section-5.1"
    ),
    "C024": Code(
        "error", "unknown algorithm", "A checksum can be computed.", BAGIT + "#section-2.4"
    ),
    "C025": Code("error", "unreadable", "What is kept can be read.", KEEPING),
    "C026": Code("warning", "in the making", "An accession is sealed.", KEEPING),
    "C027": Code("error", "record does not hold", "A record says what its source says.", KEEPING),
    "C028": Code("error", "ledger does not hold", "A ledger says where things lie.", KEEPING),
    "C029": Code("error", "export does not hold", "An export says what its record says.", KEEPING),
    # --- correcting: patches, and what keeps one from being applied
    "C070": Code("error", "not a patch", "A patch follows patch.schema.json.", PATCHES),
    "C071": Code("error", "value not tested", "A patch tests first what it changes.", PATCHES),
    "C072": Code("error", "patch of no record", "A patch names a record that is there.", PATCHES),
    "C073": Code("error", "patch of other bytes", "A patch names its source's sha256.", PATCHES),
    "C074": Code("error", "record changed", "A patch names the content it was made for.", PATCHES),
    "C075": Code("error", "value differs", "The test operation equals the value.", TESTS),
    "C076": Code("error", "leads nowhere", "The target location MUST exist.", ADDRESS),
    "C077": Code("error", "not to be corrected", "Id, source and text stay as found.", PATCHES),
    "C078": Code("error", "not found again", "A corrected value is found or reported.", PATCHES),
    "C079": Code("error", "found more than once", "A correction is never guessed.", PATCHES),
    "C080": Code("error", "result not valid", "A corrected record passes all checks.", PATCHES),
    "C081": Code("error", "link to what is gone", "A link goes to what is there.", PATCHES),
    "C082": Code("note", "nothing to correct", "A patch is applied once.", PATCHES),
    "C083": Code("error", "patch too large", "A patch fits in memory.", PATCHES),
    # --- checking NewsML-G2 by anybody: what its XML Schema demands in words only
    "G001": Code("error", "reference to nothing", "An IDREF names an id.", XML10 + "#idref"),
    "G002": Code("error", "alias not declared", "A catalog declares each alias.", IPTC_GUIDE),
    "G003": Code("error", "no time zone", "The instants of an item have a zone.", IPTC_GUIDE),
    "G004": Code("note", "blanks around a date", "Blanks around a date do not count.", XSD_DATES),
    "G005": Code("error", "not of the list", "Nature and status are codes of IPTC.", IPTC_CV),
    "G006": Code("error", "not that content", "contenttype is a media type.", RFC6838),
    "G007": Code("warning", "item without language", "xml:lang is on the item.", IPTC_GUIDE),
    "G008": Code("error", "level not stated", "conformance is core by default.", IPTC_XSD),
    "G009": Code("error", "no identifier", "Either of two attributes MUST be used.", IPTC_XSD),
    "G010": Code("warning", "deprecated", "What is DEPRECATED is not used.", IPTC_XSD),
    "G011": Code("error", "not its identity", "Guid and version name one item.", IPTC_XSD),
    "G012": Code("error", "not its standard", "An item names standard and version.", IPTC_XSD),
    "G013": Code("warning", "dates out of order", "What is first is not later.", IPTC_GUIDE),
    "G014": Code("note", "no rights", "An item says who has the rights.", IPTC_GUIDE),
    "G015": Code("warning", "no such topic", "A Media Topic is in use.", IPTC_CV + "mediatopic/"),
    "G016": Code("error", "id changed", "An id MUST be persistent for all versions.", IPTC_XSD),
    "G018": Code("error", "id twice", "An id is there once.", XML10 + "#id"),
    "G019": Code("note", "catalog not known", "Catalogs are never fetched.", IPTC_GUIDE),
    "G020": Code("error", "not as the XML Schema says", "An item follows the schema.", IPTC_XSD),
    "G021": Code("note", "schema not asked", "A schema is never fetched unasked.", IPTC_XSD),
    "G022": Code("error", "broken XHTML", "XHTML has its elements in place.", XHTML10),
    "G023": Code("error", "not as its schema says", "NITF and NewsML 1 have schemas.", NITF),
    "G024": Code("error", "wrong namespace", "NewsML-G2 has one namespace.", IPTC_XSD),
    "G025": Code("warning", "no status", 'pubStatus is "usable" by default.', IPTC_XSD),
    "G026": Code("warning", "text without language", "A text has a language.", IPTC_XSD),
    "G027": Code("warning", "not a language tag", "A language is a BCP 47 tag.", BCP47),
    # --- checking ninjs by anybody
    "G030": Code("error", "not as the schema says", "ninjs follows its JSON Schema.", NINJS),
    "G031": Code("error", "item without uri", "An item has a uri.", NINJS),
    "G032": Code("error", "no time zone", "An instant has a zone.", NINJS),
    "G033": Code("warning", "not a language tag", "A language is a BCP 47 tag.", BCP47),
    # --- exporting
    "X010": Code(
        "error", "not for XML", "XML has no way to write this character.", XML10 + "#charsets"
    ),
    "X020": Code("error", "no valid item", "What is written follows its profile.", NEWSML),
    "X021": Code("error", "too long for XML", "XML readers stop at 10 MB in one place.", LIBXML2),
    # --- publishing
    "P001": Code("error", "graph not well-formed", "Only N-Triples are sent.", NTRIPLES),
    "P002": Code("error", "graph refused", "A store takes the graph, or says why not.", GSP),
    "P003": Code("error", "graph differs", "A store has the graph that was sent.", PUBLISHING),
    "P004": Code("error", "graph lacking", "A store has the graph of every record.", PUBLISHING),
    "P005": Code("error", "withdrawn and there", "What was withdrawn is deleted.", PUBLISHING),
    # --- saying articles as QuickStatements
    "Q001": Code("warning", "date not for Wikibase", "A date keeps its precision.", WIKIBASE),
    "Q002": Code("warning", "text not for Wikibase", "Words are never cut or changed.", WIKIBASE),
    "Q003": Code("note", "no item", "Who has no identifier there is not guessed.", WIKIBASE),
    "Q004": Code("note", "not word for word", "A quotation gives the words.", WIKIBASE),
    # --- reviewing
    "W001": Code("error", "no judgement", "Only judgements of a review are counted.", REVIEW),
}
