"""This module holds the words of RTF (Rich Text Format 1.9.1) that are read, and what they mean."""

from __future__ import annotations

import re

# A word with its number, a byte in hexadecimal, a sign, a brace, text; last a lone backslash.
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})?[ ]?|\\'([0-9a-fA-F]{2})|\\(\r\n|[^a-zA-Z])|([{}])"
    rb"|[\r\n\x00]+|([^\\{}\r\n\x00]+)|(\\)",
    re.S,
)

# \fcharsetN → Python's codec; 0 is Windows ANSI, 1 and 2 (default, symbols) the document's own.
CHARSETS = {
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
SETS = {b"ansi": "cp1252", b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
LETTERS = {
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
SIGNS = {b"~": "\xa0", b"-": "\xad", b"_": "\u2011", b"{": "{", b"}": "}", b"\\": "\\"}
ENDS = frozenset({b"par", b"sect", b"page", b"row", b"nestrow", b"column"})
# Groups that hold no text of the article, though nothing marks them as skippable.
SKIPPED = frozenset(
    b"colortbl header headerl headerr headerf footer footerl footerr footerf pict fldinst objdata"
    b" listtable listoverridetable revtbl rsidtbl filetbl annotation atnid atnauthor xe tc rxe txe"
    b" private nonshppict nonesttables shprslt ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn falt"
    b" panose themedata datastore bkmkend template comment subject author operator"
    b" company manager category doccomm hlinkbase printim revtim buptim userprops sp"
    b" latentstyles".split()
)
KEPT = frozenset({b"ud", b"shpinst", b"shptxt", b"footnote", b"nesttableprops"})
