"""The bytes of a letter: any reader reads them, no header can be broken, no line is too long."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.mail import mime

WHEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NASTY = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    [
        "Bcc: victim@example.com\r\n\r\nbody",
        "привіт\nBcc: x@y.example",
        'Bank" <evil@bank.example>, "',
        "=?utf-8?q?=0ABcc:_x?=",
        "\u2028Subject: two",
        "a" * 3000,
        "Ж" * 500,
        "\x00\x01\x7f",
        "👩‍👩‍👧‍👦" * 20,
    ]
)


def letter(**given):
    defaults = {
        "sender": ("Північ Софт", "hello@happiness.example"),
        "to": ("Taras", "taras@client.example"),
        "subject": "Новий код",
        "text": "Привіт\n.\n..двічі\n",
        "html": "<p>Привіт</p>",
        "message_id": "<a.b.r1@happiness.example>",
        "date": WHEN,
    }
    return mime.build(**defaults | given)


def read(content: bytes):
    return message_from_bytes(content, policy=policy.default)


def test_reader_gets_what_was_written():
    message = read(letter(headers=[("Reply-To", "maryna@pivnich.example"), ("Auto-Submitted", "auto-generated")]))

    assert message["Subject"] == "Новий код"
    assert message["From"].addresses[0].display_name == "Північ Софт"
    assert message["From"].addresses[0].addr_spec == "hello@happiness.example"
    assert message["To"] == "Taras <taras@client.example>"
    assert message["Reply-To"] == "maryna@pivnich.example"
    assert message["Message-ID"] == "<a.b.r1@happiness.example>"
    assert message["Date"].datetime == WHEN
    assert message.get_body(("plain",)).get_content().splitlines() == ["Привіт", ".", "..двічі"]
    assert message.get_body(("html",)).get_content().strip() == "<p>Привіт</p>"
    assert not message.defects


def test_seven_bit_server_gets_ascii_only():
    content = letter(eight_bit=False)

    assert content.isascii()
    assert read(content).get_body(("plain",)).get_content().splitlines()[0] == "Привіт"


def test_long_line_is_wrapped_without_a_change():
    line = "Дуже довгий рядок без кінця " * 200

    content = letter(text=line)

    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert read(content).get_body(("plain",)).get_content().rstrip("\n") == line


@given(subject=NASTY, name=NASTY, sender=NASTY, header=NASTY)
def test_no_input_breaks_a_header(subject, name, sender, header):
    content = letter(
        subject=subject,
        to=(name, "taras@client.example"),
        sender=(sender, "hello@happiness.example"),
        headers=[("X-Test", mime.words(header))],
    )
    message = read(content)

    assert sorted(set(message.keys())) == sorted(
        {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "X-Test", "Content-Type"}
    )
    assert [one.addr_spec for one in message["To"].addresses] == ["taras@client.example"]
    assert [one.addr_spec for one in message["From"].addresses] == ["hello@happiness.example"]
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")


@given(text=NASTY, html=NASTY)
def test_no_body_breaks_the_frame(text, html):
    message = read(letter(text=text, html=html))

    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@given(subject=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1))
def test_subject_survives(subject):
    assert read(letter(subject=subject))["Subject"] == subject


@pytest.mark.parametrize("address", ["a@b.example\r\nRCPT TO:<x@y.example>", "a@b.example, c@d.example\n"])
def test_address_cannot_add_a_header(address):
    assert "\n" not in mime.address("", address)
