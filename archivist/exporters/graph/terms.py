"""This module names what the graph can say: each property with its JSON-LD key and its kind.

The JSON-LD context, the vocabulary file, the writers and the readers all come from `TERMS`.
Definitions of foreign properties were checked in schema.org 30.0, PROV-O, Web Annotation (2017)
and DCMI Terms; a property under `arch:` is our own and is explained here, in its last column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archivist.namespaces import expand

Kind = Literal[
    "text",  # a plain string
    "said",  # a string in the language of the article
    "integer",
    "offset",  # code points, from 0
    "flag",
    "edtf",
    "day",
    "instant",
    "dated",  # a pair: lexical form, local name of an XML Schema type
    "json",  # a scalar of a JSON Patch
    "part",  # a node of this document, shown inside the node that owns it
    "node",  # a node of this document
    "concept",  # a class or individual of a vocabulary, as prefix:name
    "link",  # something outside: an IRI, or a plain string where it is not a valid one
    "work",  # the article of that id, else a link
]

DATATYPES: dict[str, str] = {
    "integer": "xsd:integer",
    "offset": "xsd:nonNegativeInteger",
    "flag": "xsd:boolean",
    "edtf": "edtf:EDTF",
    "day": "xsd:date",
    "instant": "xsd:dateTime",
}


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A property; compared and hashed as the one object it is, which is fast.

    `reverse`: in JSON-LD the object shows the subject, under this key.
    """

    key: str
    name: str
    kind: Kind
    note: str = ""
    reverse: bool = False

    @property
    def iri(self) -> str:
        return expand(self.name)


TERMS: tuple[Term, ...] = (
    Term("type", "rdf:type", "concept"),
    # --- the document and what wrote it
    Term("conformsTo", "dcterms:conformsTo", "link"),
    Term("detail", "arch:detail", "text", "How much the graph says: core, compact or full."),
    Term("schemaVersion", "arch:schemaVersion", "text", "Version of the record's JSON Schema."),
    Term(
        "contentDigest",
        "arch:contentDigest",
        "text",
        "SHA-256 of the canonical record (RFC 8785) without asOf: nothing was lost or changed.",
    ),
    Term(
        "unmeasuredField",
        "arch:unmeasuredField",
        "text",
        "A field of the record with values whose confidence was never measured.",
    ),
    Term("withoutText", "arch:withoutText", "flag", "True: the words of the article are left out."),
    Term("sdLicense", "schema:sdLicense", "link"),
    Term("license", "dcterms:license", "link"),
    Term(
        "graphDigest",
        "arch:graphDigest",
        "text",
        "SHA-256 of all other statements of a published graph, as sorted N-Triples.",
    ),
    Term("mainEntity", "schema:mainEntity", "part"),
    Term("generatedAtTime", "prov:generatedAtTime", "instant"),
    Term("wasAttributedTo", "prov:wasAttributedTo", "part"),
    Term("softwareVersion", "schema:softwareVersion", "text"),
    Term("component", "arch:component", "part", "What can change the text or a value of a record."),
    Term("asOf", "arch:asOf", "instant", "The UTC instant of the run, or the one it was told."),
    Term("wasAssociatedWith", "prov:wasAssociatedWith", "node"),
    # --- the article
    Term("identifier", "schema:identifier", "text"),
    Term("identifiers", "schema:identifier", "part"),
    Term("url", "schema:url", "link"),
    Term("status", "schema:creativeWorkStatus", "text"),
    Term("version", "schema:version", "integer"),
    Term("inLanguage", "schema:inLanguage", "text"),
    Term("language", "dcterms:language", "link"),
    Term("name", "schema:name", "said"),
    Term("label", "schema:name", "text"),
    Term("titleKind", "arch:titleKind", "text", "formal: printed or declared; devised: not."),
    Term("headline", "schema:headline", "said"),
    Term("abstract", "schema:abstract", "said"),
    Term("articleBody", "schema:articleBody", "said"),
    # --- its bytes and its text
    Term("encoding", "schema:encoding", "part"),
    Term("encodingFormat", "schema:encodingFormat", "text"),
    Term("sha256", "schema:sha256", "text"),
    Term("contentSize", "schema:contentSize", "text"),
    Term("size", "arch:size", "integer", "Size in bytes."),
    Term("contentUrl", "schema:contentUrl", "link"),
    Term("puid", "arch:puid", "text", "Format identifier of the PRONOM registry."),
    Term("containerPart", "arch:containerPart", "text", "Place inside a container: #3, !/a.txt."),
    Term("location", "arch:location", "part", "A further place where the same bytes were found."),
    Term("characterEncoding", "arch:characterEncoding", "text", "The encoding it was read with."),
    # --- evidence: on every derived value
    Term("evidence", "arch:evidence", "part", "Why a value of the subject is there."),
    Term("supports", "arch:supports", "concept", "The property whose value the evidence is for."),
    Term("wasGeneratedBy", "prov:wasGeneratedBy", "node"),
    Term("rule", "arch:rule", "text", "Id of the rule that gave the value."),
    Term("confidence", "arch:confidence", "integer", "Percent, measured; absent: not measured."),
    Term("notMeasured", "arch:notMeasured", "flag", "True: how sure the rule is, nobody measured."),
    Term("wasDerivedFrom", "prov:wasDerivedFrom", "node"),
    Term("declared", "arch:declared", "text", "Path in the source format that states the value."),
    Term("context", "arch:context", "text", "Where the archivist supplied the value."),
    Term("correctedBy", "arch:correctedBy", "text", "Who corrected the value."),
    Term("correction", "arch:correction", "text", "The patch that corrected the value."),
    # --- ranges of the text
    Term("span", "arch:span", "node", "The range of the text where the subject is printed."),
    Term("hasTarget", "oa:hasTarget", "node"),
    Term("hasSource", "oa:hasSource", "node"),
    Term("hasSelector", "oa:hasSelector", "part"),
    Term("start", "oa:start", "offset"),
    Term("end", "oa:end", "offset"),
    Term("exact", "oa:exact", "text"),
    Term("motivatedBy", "oa:motivatedBy", "concept"),
    # --- blocks, notes
    Term("blocks", "dcterms:hasPart", "part"),
    Term("role", "arch:role", "text", "Role of a block, a credit or a date in the article."),
    Term("notes", "arch:note", "part", "Something odd in the text that was kept as it is."),
    Term("code", "arch:code", "text", "What is odd: glued-sentences, doubled-words, …"),
    # --- dates
    Term("dates", "arch:date", "part", "A date of the article, with its role and evidence."),
    Term("date", "dcterms:date", "edtf"),
    Term("verbatim", "arch:verbatim", "text", "What was printed or declared, unchanged."),
    Term("dateEarliest", "arch:dateEarliest", "day", "First day the date can mean (0001-9999)."),
    Term("dateLatest", "arch:dateLatest", "day", "Last day the date can mean (0001-9999)."),
    Term("datePublished", "schema:datePublished", "dated"),
    Term("dateCreated", "schema:dateCreated", "dated"),
    Term("dateModified", "schema:dateModified", "dated"),
    Term("temporalCoverage", "schema:temporalCoverage", "text"),
    Term("dateline", "schema:dateline", "text"),
    Term("printedDateline", "arch:printedDateline", "part", "The dateline with its parts."),
    Term("place", "arch:place", "node", "The range of a dateline that names the place."),
    Term("agency", "arch:agency", "node", "The range of a dateline that names the agency."),
    Term("datelineDate", "arch:datelineDate", "node", "The date that a dateline states."),
    # --- credits, rights, topics
    Term("credits", "arch:credit", "part", "A credit line of the article."),
    Term("names", "arch:creditName", "part", "One name of a credit line."),
    Term("entity", "arch:entity", "node", "The person, organization, … that is meant."),
    Term("author", "schema:author", "node"),
    Term("editor", "schema:editor", "node"),
    Term("translator", "schema:translator", "node"),
    Term("contributor", "schema:contributor", "node"),
    Term("publisher", "schema:publisher", "node"),
    Term("sourceOrganization", "schema:sourceOrganization", "node"),
    Term("citation", "schema:citation", "text"),
    Term("image", "schema:image", "part"),
    Term("creditText", "schema:creditText", "text"),
    Term("attributedTo", "prov:wasAttributedTo", "node"),
    Term("rights", "dcterms:rights", "part"),
    Term("statement", "arch:rightsStatement", "link", "The statement of rights or licence."),
    Term("holder", "arch:rightsHolder", "text", "Who holds the rights, as stated."),
    Term("notice", "arch:rightsNotice", "text", "The notice of rights, as stated."),
    Term("copyrightNotice", "schema:copyrightNotice", "text"),
    Term("usageInfo", "schema:usageInfo", "link"),
    Term("about", "schema:about", "part"),
    Term("scheme", "arch:scheme", "text", "Short name of the scheme a topic is of."),
    Term("termCode", "schema:termCode", "text"),
    Term("subject", "dcterms:subject", "link"),
    Term("propertyID", "schema:propertyID", "text"),
    Term("value", "schema:value", "text"),
    # --- entities
    Term("mentions", "schema:mentions", "part"),
    Term("position", "schema:position", "integer"),
    Term("sameAs", "schema:sameAs", "link"),
    Term("jobTitle", "schema:jobTitle", "said"),
    Term("roles", "arch:printedRole", "part", "What the article says somebody is."),
    Term("roleName", "schema:roleName", "said"),
    Term("occurrences", "oa:hasBody", "part", reverse=True),
    Term("metonym", "arch:metonym", "flag", "A place or building is named, a body is meant."),
    # --- quotes
    Term("quotes", "schema:hasPart", "part"),
    Term("isPartOf", "schema:isPartOf", "node"),
    Term("appearance", "schema:appearance", "node"),
    Term("text", "schema:text", "said"),
    Term("creator", "schema:creator", "node"),
    Term("spokenByCharacter", "schema:spokenByCharacter", "node"),
    Term("parts", "arch:part", "part", "A stretch of an (interrupted) quote, without the marks."),
    Term("interpolations", "arch:interpolation", "part", "An insertion of the newsroom."),
    Term("within", "arch:within", "node", "The quote in which this quote is reported."),
    Term("cue", "arch:cue", "node", "The range with the words of saying."),
    Term("speaker", "arch:speaker", "part", "Whose words they are, and how that is known."),
    Term("how", "arch:how", "text", "The construction that names the speaker."),
    Term("via", "arch:via", "part", "The spokesperson through whom an organization spoke."),
    # --- relations, history
    Term("relations", "arch:relation", "part", "How the article stands to another."),
    Term("relationType", "arch:relationType", "text", "revisionOf, translationOf, partOf, …"),
    Term("target", "arch:target", "text", "The other article."),
    Term("wasRevisionOf", "prov:wasRevisionOf", "work"),
    Term("translationOfWork", "schema:translationOfWork", "work"),
    Term("partOfWork", "schema:isPartOf", "work"),
    Term("relation", "dcterms:relation", "work"),
    Term("history", "arch:history", "part", "What was done to the record."),
    Term("action", "arch:action", "text", "extracted, corrected or migrated."),
    Term("tool", "arch:tool", "text", "The tool that did it."),
    Term("rules", "arch:rules", "text", "The rule tables the tool used."),
    Term("by", "arch:by", "text", "Who did it."),
    Term("patch", "arch:operation", "part", "An operation of a JSON Patch (RFC 6902)."),
    Term("op", "arch:op", "text", "add, remove, replace, move, copy or test."),
    Term("path", "arch:path", "text", "JSON Pointer to what is changed."),
    Term("from", "arch:from", "text", "JSON Pointer to what is moved or copied."),
    Term("json", "arch:value", "json", "A JSON value: a literal, arch:null, an Object or Array."),
    Term("container", "arch:value", "part"),
    Term("member", "arch:member", "part", "A member of an Object or element of an Array."),
    Term("memberKey", "arch:key", "text", "Name of a member of a JSON object."),
)

TERM: dict[str, Term] = {term.key: term for term in TERMS}

# Classes and individuals that the graph names, as prefix:name, with a note for our own.
CONCEPTS: dict[str, str] = {
    "schema:WebPage": "",
    "schema:NewsArticle": "",
    "schema:MediaObject": "",
    "schema:ImageObject": "",
    "schema:SoftwareApplication": "",
    "schema:Person": "",
    "schema:Organization": "",
    "schema:Place": "",
    "schema:Event": "",
    "schema:CreativeWork": "",
    "schema:Role": "",
    "schema:Quotation": "",
    "schema:Claim": "",
    "schema:DefinedTerm": "",
    "schema:PropertyValue": "",
    "dcterms:RightsStatement": "",
    "prov:Activity": "",
    "prov:Agent": "",
    "prov:Location": "",
    "prov:SoftwareAgent": "",
    "oa:Annotation": "",
    "oa:SpecificResource": "",
    "oa:TextPositionSelector": "",
    "oa:TextQuoteSelector": "",
    "oa:identifying": "",
    "oa:commenting": "",
    "doco:Paragraph": "",
    "arch:Evidence": "Why one value is there: rule, confidence, place.",
    "arch:Block": "A part of the text by layout.",
    "arch:Date": "A date with its role, as EDTF.",
    "arch:Dateline": "A printed dateline with its parts.",
    "arch:Credit": "A credit line.",
    "arch:CreditName": "One name of a credit line.",
    "arch:QuotePart": "A stretch of a quote, or an insertion in it.",
    "arch:Speaker": "Whose words a quote gives, and how that is known.",
    "arch:Via": "A spokesperson.",
    "arch:Relation": "How an article stands to another.",
    "arch:Operation": "An operation of a JSON Patch.",
    "arch:Member": "A member of an Object or an element of an Array.",
    "arch:Object": "A JSON object.",
    "arch:Array": "A JSON array.",
    "arch:null": "JSON null.",
}
