"""This module reads RTF (Rich Text Format 1.9.1): text, paragraphs, styles, notes, tables.

Letters are decoded as the font they are set in says (`\\fcharset204` is Cyrillic), `\\u` leads.
What tracked changes delete, hidden text, headers, footers, pictures and annotations are not the
text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from archivist import text as texts
from archivist.problems import Location, Problem, problem
from archivist.readers import plain
from archivist.readers.layout import Leaf, lay_out
from archivist.readers.office import package, styles
from archivist.readers.office.properties import Properties, words
from archivist.readers.office.styles import Paragraph
from archivist.record import Declared, Document, Evidence, Source, Value
from archivist.settings import Settings

MEDIA_TYPE = "application/rtf"


def opens(head: bytes) -> bool:
    """Whether the first bytes are those of an RTF document."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf")


def read(source: Source, settings: Settings) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document; or R080 (no RTF, or one that breaks off before any text), R005 (no text)."""
    if not opens(source.data):
        return None, (package.broken("no {\\rtf at the start", source),)
    found = parse(source.data)
    body = styles.leaves(found.paragraphs, found.properties.title, "body", "rtf")
    text, blocks = lay_out([*body, *found.notes])
    if not texts.is_visible(text):
        return None, (plain.no_text(source),)
    declared = (*source.declared, *found.properties.declared)
    evidence = Evidence("decode.stated", 100, declared="\\ansicpg")
    encoding = Value(found.codec, evidence)
    problems = _broken_letters(text, found.codec, source)
    return Document(source, MEDIA_TYPE, text, encoding, blocks, declared), problems


def _broken_letters(text: str, codec: str, source: Source) -> tuple[Problem, ...]:
    broken = text.count("\ufffd")
    if not broken:
        return ()
    message = (
        f"found {broken:,} bytes that are no letters of {codec} or of their font, kept as U+FFFD"
    )
    return (problem("R011", message, Location(source.location)),)


@dataclass(slots=True)
class Found:
    """What a file holds: paragraphs of the text, notes after it, properties, its code page."""

    paragraphs: list[Paragraph]
    notes: list[Leaf]
    properties: Properties
    codec: str


def parse(data: bytes) -> Found:
    """Everything in the file that is read, whatever it is worth."""
    return _Parser(data).parse()


# ------------------------------------------------------------------ the language of RTF

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})?[ ]?|\\'([0-9a-fA-F]{2})|\\(\r\n|[^a-zA-Z])|([{}])"
    rb"|[\r\n\x00]+|([^\\{}\r\n\x00]+)|(\\)",
    re.S,
)

# \fcharsetN → Python's codec; 0 is Windows ANSI, 1 and 2 (default, symbols) the document's own.
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_SETS = {b"ansi": "cp1252", b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_LETTERS = {
    b"line": "\n",
    b"lbr": "\n",
    b"tab": "\t",
    b"emdash": "\u2014",
    b"endash": "\u2013",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": "\u2005",
    b"bullet": "\u2022",
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
    b"ltrmark": "\u200e",
    b"rtlmark": "\u200f",
}
_SIGNS = {b"~": "\xa0", b"-": "\xad", b"_": "\u2011", b"{": "{", b"}": "}", b"\\": "\\"}
_ENDS = frozenset({b"par", b"sect", b"page", b"row", b"nestrow", b"column"})
# Groups that hold no text of the article, though nothing marks them as skippable.
_SKIPPED = frozenset(
    b"colortbl header headerl headerr headerf footer footerl footerr footerf pict fldinst objdata"
    b" listtable listoverridetable revtbl rsidtbl filetbl annotation atnid atnauthor xe tc rxe txe"
    b" private nonshppict nonesttables shprslt ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn falt"
    b" panose themedata datastore bkmkend template comment subject author operator"
    b" company manager category doccomm hlinkbase printim revtim buptim userprops sp"
    b" latentstyles object_ upr_ans".split()
)
_KEPT = frozenset({b"ud", b"shpinst", b"shptxt", b"footnote", b"nesttableprops", b"shppict_"})


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    into: str = "body"  # body, note, fonts, styles, info/title, info/created, …, nothing
    font: int | None = None
    fallback: int = 1  # \ucN: characters after \u for readers that do not know it
    hidden: bool = False
    deleted: bool = False


@dataclass(slots=True)
class _Form:
    """The paragraph as far as it is read."""

    style: int = 0
    table: bool = False
    listed: bool = False
    level: int | None = None


@dataclass(slots=True)
class _Parser:
    data: bytes
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    form: _Form = field(default_factory=_Form)
    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    default: int | None = None
    names: dict[int, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    aside: dict[str, list[str]] = field(default_factory=dict)
    pending: bytearray = field(default_factory=bytearray)
    units: list[int] = field(default_factory=list)
    skip: int = 0  # characters still to be left out after \u
    starred: bool = False
    key: int = 0  # of the font or style that is being defined
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Leaf] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)  # bookmarks of the paragraph
    cells: int = 0

    def parse(self) -> Found:
        at = 0
        while match := _TOKEN.match(self.data, at):
            at = match.end()
            word, number, pair, sign, brace, plain_text, _ = match.groups()
            value = int(number) if number else None
            if plain_text is not None:
                self._bytes(plain_text)
            elif pair is not None:
                self._bytes(bytes.fromhex(pair.decode("ascii")), one=True)
            elif brace == b"{":
                self._open()
            elif brace == b"}":
                if not self._close():
                    break  # what stands behind the document is none of it
            elif word == b"bin":
                at += max(0, value or 0)
            elif word is not None:
                self._word(word, value)
            elif sign is not None:
                self._sign(sign)
        self._end_paragraph(b"par")
        return Found(self.paragraphs, self.notes, self._properties(), self.codec)

    # -- groups

    def _open(self) -> None:
        self._flush()
        self.skip = 0
        self.stack.append(self.state)
        self.starred = False

    def _close(self) -> bool:
        """Whether the document goes on."""
        self._flush()
        self.skip = 0
        self.starred = False
        if not self.stack:
            return False
        left, self.state = self.state, self.stack.pop()
        if left.into == "note" and self.state.into != "note":
            self._end_note()
        return bool(self.stack)

    def _into(self, place: str) -> None:
        self._flush()
        self.state = replace(self.state, into=place)

    # -- words

    def _word(self, word: bytes, value: int | None) -> None:
        if self.state.into == "nothing" and word not in _KEPT:
            return
        if self._destination(word):
            return
        self.skip = 0
        if word == b"u" and value is not None:
            self._unit(value % 65536)
        elif word in _LETTERS:
            self._say(_LETTERS[word])
        elif word in _ENDS:
            self._end_paragraph(word)
        elif word in (b"cell", b"nestcell"):
            self.cells += 1
            self._say("\t")
        else:
            self._set(word, value)

    def _destination(self, word: bytes) -> bool:
        """Whether the word says where what follows in the group goes."""
        starred, self.starred = self.starred, False
        if word == b"footnote":
            self._into("note")
        elif word == b"bkmkstart" and self.state.into == "body":
            self._into("bookmark")
        elif word == b"fonttbl":
            self._into("fonts")
        elif word == b"stylesheet":
            self._into("styles")
        elif word in (b"info", b"title", b"keywords", b"creatim") and self._in_info(word):
            self._into(f"info/{word.decode()}")
        elif word in (b"listtext", b"pntext"):
            self.form.listed = True
            self._into("nothing")
        elif word in (b"ud", b"shptxt") and self.state.into in ("nothing", "body"):
            self._into("body")
        elif word in _SKIPPED or (starred and word not in _KEPT and self._starts_nothing(word)):
            self._into("nothing")
        else:
            return word in _KEPT
        return True

    def _in_info(self, word: bytes) -> bool:
        return word == b"info" or self.state.into.startswith("info")

    def _starts_nothing(self, word: bytes) -> bool:
        """`{\\*\\cs10 …}` in the style sheet defines a style of letters; else it is skipped."""
        return self.state.into != "styles" or word != b"cs"

    def _set(self, word: bytes, value: int | None) -> None:
        """Words that change how what follows is read."""
        if word == b"f":
            self._flush()
            self.key = value or 0
            self.state = replace(self.state, font=value)
        elif word == b"fcharset" and self.state.into == "fonts":
            self.fonts[self.key] = _CHARSETS.get(value or 0, "")
        elif word == b"uc":
            self.state = replace(self.state, fallback=value if value is not None else 1)
        elif word == b"ansicpg":
            self.codec = texts.codec_of(f"cp{value}") or self.codec
        elif word in _SETS and len(self.stack) == 1:
            self.codec = _SETS[word]
        elif word == b"deff":
            self.default = value
        elif word in (b"v", b"deleted", b"plain"):
            self._flush()
            self._show(word, value != 0)
        elif self.state.into == "info/creatim":
            self.aside.setdefault("creatim", []).append(f"{word.decode()}={value}")
        else:
            self._shape(word, value)

    def _show(self, word: bytes, on: bool) -> None:
        if word == b"v":
            self.state = replace(self.state, hidden=on)
        elif word == b"deleted":
            self.state = replace(self.state, deleted=on)
        else:
            self.state = replace(self.state, hidden=False, deleted=False, font=self.default)

    def _shape(self, word: bytes, value: int | None) -> None:
        """What the paragraph is; in the style sheet, which style is defined."""
        if word == b"s":
            self.key = self.form.style = value or 0
        elif self.state.into == "styles":
            self.key = -1 if word in (b"cs", b"ts") else self.key
        elif word == b"pard":
            self.form = _Form()
        elif word in (b"intbl", b"itap"):
            self.form.table = value != 0
        elif word == b"ls":
            self.form.listed = bool(value)
        elif word == b"outlinelevel":
            self.form.level = value

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
        elif sign in _SIGNS:
            self.skip = 0
            self._say(_SIGNS[sign])
        elif sign in (b"\r\n", b"\r", b"\n"):
            self._end_paragraph(b"par")

    # -- letters

    def _bytes(self, raw: bytes, *, one: bool = False) -> None:
        """Bytes of the text; `one`: they are one character of the fallback of `\\u`."""
        if self.skip:
            left = max(0, self.skip - len(raw))
            raw, self.skip = raw[self.skip :], left
        if raw and self._is_shown():
            if self.units:
                self._flush()
            self.pending += raw

    def _unit(self, unit: int) -> None:
        if self.pending:
            self._flush()
        if self._is_shown():
            self.units.append(unit)
        self.skip = self.state.fallback

    def _is_shown(self) -> bool:
        state = self.state
        return state.into != "nothing" and not state.hidden and not state.deleted

    def _flush(self) -> None:
        """Bytes and units as letters; two halves of a letter beyond U+FFFF are one."""
        if self.units:
            raw = b"".join(unit.to_bytes(2, "little") for unit in self.units)
            self.units.clear()
            self._put(raw.decode("utf-16-le", "replace"))
        if self.pending:
            font = self.state.font if self.state.font is not None else self.default
            codec = self.fonts.get(font if font is not None else -1) or self.codec
            raw = bytes(self.pending)
            self.pending.clear()
            self._put(raw.decode(codec, "replace"))

    def _say(self, letters: str) -> None:
        self._flush()
        if self._is_shown():
            self._put(letters)

    def _put(self, letters: str) -> None:
        match self.state.into:
            case "body":
                self.body.append(letters)
            case "note":
                self.note.append(letters)
            case "bookmark":
                self.marks.append(letters.strip())
            case "styles" if self.key >= 0:
                name = self.names.get(self.key, "") + letters
                self.names[self.key] = name
                if ";" in letters:
                    self.names[self.key] = name.partition(";")[0].strip().lower()
                    self.key = 0
            case place if place.startswith("info/"):
                self.aside.setdefault(place.removeprefix("info/"), []).append(letters)

    # -- paragraphs

    def _end_paragraph(self, word: bytes) -> None:
        self._flush()
        if self.state.into == "note":
            self.note.append("\n")
        elif self.state.into != "body":
            return
        elif self.form.table and word not in (b"row", b"nestrow"):
            self.body.append("\n")
        else:
            self._paragraph(is_row=word in (b"row", b"nestrow") and self.cells > 1)

    def _paragraph(self, *, is_row: bool) -> None:
        text = "".join(self.body)
        marks = tuple(self.marks)
        self.body.clear()
        self.marks.clear()
        self.cells = 0
        if is_row:
            cells = (cell.strip() for cell in text.rstrip("\t\n").split("\t"))
            self.paragraphs.append(Paragraph("row", "\t".join(cells), marks))
            return
        style = self.names.get(self.form.style, "")
        if self.form.level is not None and 0 <= self.form.level < 9 and style not in styles.ROLES:
            style = f"heading {self.form.level + 1}"
        self.paragraphs.append(Paragraph(style, text, marks, self.form.listed))
        self.form.listed = False

    def _end_note(self) -> None:
        text = "".join(self.note)
        self.note.clear()
        self.notes.append(Leaf("other", "rtf.footnote", f"footnote#{len(self.notes) + 1}", text))

    # -- properties

    def _properties(self) -> Properties:
        facts = []
        made = dict(item.split("=") for item in self.aside.get("creatim", ()) if "=" in item)
        if made.get("yr", "None").isdigit() and made.get("yr") != "0":
            facts.append(Declared("date.created", _moment(made), "info/creatim", "rtf.created"))
        for word in words("".join(self.aside.get("keywords", ()))):
            facts.append(Declared("topic", word, "info/keywords", "rtf.keywords"))
        return Properties("".join(self.aside.get("title", ())).strip(), tuple(facts))


def _moment(made: dict[str, str]) -> str:
    """`\\yr2024\\mo10\\dy25\\hr14\\min3` → `2024-10-25 14:03`, as far as it goes."""
    day = [made["yr"].zfill(4)]
    for part in ("mo", "dy"):
        if not made.get(part, "").isdigit():
            return "-".join(day)
        day.append(made[part].zfill(2))
    clock = [made.get(part, "0").zfill(2) for part in ("hr", "min")]
    return f"{'-'.join(day)} {':'.join(clock)}"
