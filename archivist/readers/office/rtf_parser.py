"""This module goes through RTF (Rich Text Format 1.9.1) word by word and keeps what is text.

Letters are decoded as the font they are set in says (`\\fcharset204` is Cyrillic), `\\u` leads.
What tracked changes delete, hidden text, headers, footers, pictures and annotations are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from archivist import text as texts
from archivist.readers.layout import Leaf
from archivist.readers.office import rtf_words as words
from archivist.readers.office import styles
from archivist.readers.office.properties import Properties
from archivist.readers.office.properties import words as keywords
from archivist.readers.office.styles import Paragraph
from archivist.record import Declared


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
    """The reading of one file, word by word; what is found gathers in its fields."""

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
        while match := words.TOKEN.match(self.data, at):
            at = match.end()
            word, number, pair, sign, brace, plain_text, _ = match.groups()
            value = int(number) if number else None
            if plain_text is not None:
                self._bytes(plain_text)
            elif pair is not None:
                self._bytes(bytes.fromhex(pair.decode("ascii")))
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
        if self.state.into == "nothing" and word not in words.KEPT:
            return
        if self._destination(word):
            return
        self.skip = 0
        if word == b"u" and value is not None:
            self._unit(value % 65536)
        elif word in words.LETTERS:
            self._say(words.LETTERS[word])
        elif word in words.ENDS:
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
        elif word in words.SKIPPED or (starred and self._is_unknown(word)):
            self._into("nothing")
        else:
            return word in words.KEPT
        return True

    def _in_info(self, word: bytes) -> bool:
        return word == b"info" or self.state.into.startswith("info")

    def _is_unknown(self, word: bytes) -> bool:
        """Behind `\\*` unknown words are skipped; `{\\*\\cs10 …}` defines a style of letters."""
        return word not in words.KEPT and not (self.state.into == "styles" and word == b"cs")

    def _set(self, word: bytes, value: int | None) -> None:
        """Words that change how what follows is read."""
        if word == b"f":
            self._flush()
            self.key = value or 0
            self.state = replace(self.state, font=value)
        elif word == b"fcharset" and self.state.into == "fonts":
            self.fonts[self.key] = words.CHARSETS.get(value or 0, "")
        elif word == b"uc":
            self.state = replace(self.state, fallback=value if value is not None else 1)
        elif word == b"ansicpg":
            self.codec = texts.codec_of(f"cp{value}") or self.codec
        elif word in words.SETS and len(self.stack) == 1:
            self.codec = words.SETS[word]
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
        elif sign in words.SIGNS:
            self.skip = 0
            self._say(words.SIGNS[sign])
        elif sign in (b"\r\n", b"\r", b"\n"):
            self._end_paragraph(b"par")

    # -- letters

    def _bytes(self, raw: bytes) -> None:
        """Bytes of the text, less those that stand for a `\\u` before them."""
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
        for word in keywords("".join(self.aside.get("keywords", ()))):
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
