"""Mail: the message, its attachments, and mailboxes."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archivist import Settings, Source, convert
from archivist.pipeline import Conversion

EXAMPLES = Path(__file__).parents[2] / "samples"
SETTINGS = Settings(as_of="2026-01-01T00:00:00Z")


def conversions(name: str, data: bytes | None = None) -> list[Conversion]:
    content = (EXAMPLES / name).read_bytes() if data is None else data
    return list(convert(Source(name, name, content), settings=SETTINGS))


def test_a_message_and_its_attachment() -> None:
    letter, short = conversions("brief.eml")
    assert letter.record
    assert letter.record.headline
    assert letter.record.headline.value == "Brücke in Höfen wieder offen"
    assert letter.record.headline.evidence.declared == "Subject"
    assert [d.value for d in letter.record.dates] == ["2024-10-25T14:03:00+02:00"]
    assert [n.name for c in letter.record.credits for n in c.names] == ["Pressestelle Höfen"]
    assert letter.record.text.startswith("Die Brücke ist seit Freitag wieder offen.")
    assert short.source.location == "brief.eml!/kurz.txt"
    assert short.record


def test_a_mailbox_is_as_many_messages() -> None:
    ferry, library = conversions("letters.mbox")
    assert [item.source.part for item in (ferry, library)] == ["#1", "#2"]
    assert ferry.record
    assert library.record
    assert "\n\nFrom Monday it sails hourly." in ferry.record.text
    assert [i.value for i in library.record.identifiers] == ["2@courier.example"]


def test_html_alone_is_read_as_it_is_shown() -> None:
    data = (
        b"Date: Fri, 25 Oct 2024 14:03:00 +0200\nFrom: a@b.example\nSubject: News\n"
        b"Content-Type: text/html; charset=iso-8859-1\n\n<p>Perch\xe9 <b>no</b>?</p><p>Ecco.</p>"
    )
    (found,) = conversions("a.eml", data)
    assert found.record
    assert found.record.text == "Perché no?\n\nEcco."
    assert found.record.credits == ()


def test_raw_letters_in_a_header_and_a_mail_without_text() -> None:
    data = "Date: Fri, 25 Oct 2024 14:03:00 +0200\nFrom: x@y\nSubject: Perché no\n\n".encode(
        "cp1252"
    )
    (found,) = conversions("a.eml", data)
    assert found.record
    assert found.record.text == "Perché no"


def test_attachments_never_leave_their_mail() -> None:
    data = (
        b'Date: x\nFrom: y\nSubject: z\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        b'Content-Disposition: attachment; filename="../../etc/passwd.txt"\n\nhello\n'
        b'--b\nContent-Disposition: attachment; filename="passwd.txt"\n\nhello again\n--b--\n'
    )
    _, first, second = conversions("a.eml", data)
    assert first.source.part == "!/passwd.txt"
    assert second.source.part == "!/passwd.txt#2"


def test_multiparts_without_end() -> None:
    data = b"From: x\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000)
    )
    assert [found.problems[0].code for found in conversions("a.eml", data)] == ["R026"]


LINES = (
    b"From a@b.example Fri Oct 25 14:03:00 2024\n",
    b"Subject: =?utf-8?q?a=ff?= =?x?b?\xff?=\n",
    b"From: =?utf-8?b?w6k=?= <x@y>, \xff\n",
    b'Content-Type: multipart/mixed; boundary="b"\n',
    b"Content-Type: text/html; charset=nothing\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Disposition: attachment; filename*=x''%ff\n",
    b"Content-Type: message/rfc822\n",
    b"\n",
    b"--b\n",
    b"--b--\n",
    b"words\n",
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["a.eml", "a.mbox"]),
    st.lists(st.sampled_from(LINES) | st.binary(max_size=20), min_size=1, max_size=20),
)
def test_no_bytes_make_a_reader_fail(name: str, lines: list[bytes]) -> None:
    for found in conversions(name, b"".join(lines) or b"x"):
        assert found.record or found.set_aside or found.problems
