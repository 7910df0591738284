"""One report for each recipient, and what they say together."""

import subprocess
import sys

import pytest

from accounts.mail.bounces import Kind, Reason, classify, classify_each
from tests.accounts.mail.bounces.specimens import specimen

REPORT = """\
From: MAILER-DAEMON@mx.para.example
To: bounce+k7@mail.happiness.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.para.example

{recipients}
--b
Content-Type: text/rfc822-headers

Message-ID: <0123456789abcdef-fedcba9876543210.r2@mail.happiness.example>
To: {to}
--b--
"""
DEAD = "Final-Recipient: rfc822; {}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n"
FULL = "Final-Recipient: rfc822; {}\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\n"
DONE = "Final-Recipient: rfc822; {}\nAction: delivered\nStatus: 2.0.0\n"


def report(*recipients: str, to: str = "first@para.example") -> bytes:
    return REPORT.format(recipients="\n".join(recipients), to=to).encode()


def test_each_recipient_has_a_report():
    raw = report(
        DEAD.format("First@Para.example"), FULL.format("second@para.example"), DONE.format("third@para.example")
    )

    found = classify_each(raw)

    assert [(each.recipient, each.kind, each.reason) for each in found] == [
        ("first@para.example", Kind.HARD, Reason.MAILBOX_UNKNOWN),
        ("second@para.example", Kind.SOFT, Reason.MAILBOX_FULL),
        ("third@para.example", Kind.NONE, Reason.DELIVERED),
    ]
    assert {each.message_ids for each in found} == {("0123456789abcdef-fedcba9876543210.r2@mail.happiness.example",)}
    assert {each.return_path_tokens for each in found} == {("k7",)}


@pytest.mark.parametrize(
    ("to", "kind"),
    [("first@para.example", Kind.HARD), ("second@para.example", Kind.SOFT), ("list@para.example", Kind.SOFT)],
)
def test_the_recipient_we_wrote_to_counts(to, kind):
    raw = report(DEAD.format("first@para.example"), FULL.format("second@para.example"), to=to)

    assert classify(raw).kind is kind


def test_one_dead_member_is_no_dead_list():
    mixed = report(DEAD.format("a@para.example"), DONE.format("b@para.example"), to="list@para.example")
    agreed = report(DEAD.format("a@para.example"), DEAD.format("b@para.example"), to="list@para.example")

    assert [each.kind for each in classify_each(mixed)] == [Kind.SOFT, Kind.NONE]
    assert [each.kind for each in classify_each(agreed)] == [Kind.HARD, Kind.HARD]


def test_fields_without_empty_lines_between_recipients():
    found = classify_each(report(DEAD.format("a@para.example") + FULL.format("b@para.example"), to="a@para.example"))

    assert [each.kind for each in found] == [Kind.HARD, Kind.SOFT]


@pytest.mark.parametrize(
    ("final", "kind"),
    [
        ("first@para.example", Kind.HARD),
        ("f.irst@para.example", Kind.HARD),  # an alias at the same place
        ("first@mail.para.example", Kind.HARD),  # the server's inner name
        ("first@para.onmicrosoft.example", Kind.HARD),
        ("someone@elsewhere.example", Kind.SOFT),  # a forwarding that leads nowhere
    ],
)
def test_dead_forwarding_is_no_dead_mailbox(final, kind):
    assert classify(report(DEAD.format(final))).kind is kind


@pytest.mark.parametrize("line", ["Action: failed\n", "Status: 5.1.1\n"])
def test_incomplete_report_is_soft(line):
    assert classify(report(DEAD.format("first@para.example").replace(line, ""))).kind is Kind.SOFT


def test_report_without_end_is_soft():
    raw = report(DEAD.format("first@para.example"))

    assert classify(raw[: raw.index(b"\n--b\nContent-Type: text")]).kind is Kind.SOFT


def test_two_addresses_in_one_notice():
    assert [each.recipient for each in classify_each(specimen("two-failed-in-one-notice").raw)] == [
        "one@pair.example",
        "two@pair.example",
    ]


def test_our_own_letter_in_a_circle_is_nothing():
    raw = (
        b"Message-ID: <0123456789abcdef-fedcba9876543210.r1@mail.happiness.example>\nSubject: Re: x\n\nHow did we do?\n"
    )

    assert classify(raw).kind is Kind.NONE


def test_plain_python():
    """The parser runs where there is no Django: nothing it does may depend on settings or a database."""
    code = "import sys, accounts.mail.bounces; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
