"""HTTP hooks of mail providers: real payload shapes, contradictions, and any JSON at all."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.mail.bounces import (
    Kind,
    Reason,
    classify_brevo,
    classify_mailgun,
    classify_postmark,
    classify_sendgrid,
    classify_ses,
)

OURS = "0123456789abcdef0123456789abcdef-fedcba9876543210fedcba9876543210.r1@mail.happiness.example"
HOOKS = (classify_ses, classify_postmark, classify_mailgun, classify_sendgrid, classify_brevo)
UNKNOWN = "smtp; 550 5.1.1 <olena@klinika.example>: user unknown"
FULL = "smtp; 552 5.2.2 mailbox full"


def ses(kind="Permanent", subtype="General", diagnostic=UNKNOWN, status="5.1.1", **changes):
    recipient = {
        "emailAddress": "Olena@klinika.example",
        "action": "failed",
        "status": status,
        "diagnosticCode": diagnostic,
    }
    return {
        "notificationType": "Bounce",
        "bounce": {"bounceType": kind, "bounceSubType": subtype, "bouncedRecipients": [recipient]},
        "mail": {
            "source": "bounce+k7Qx.9fA@mail.happiness.example",
            "messageId": "0100018a-provider",
            "headers": [{"name": "Message-ID", "value": f"<{OURS}>"}],
        },
        **changes,
    }


def test_ses_bounce():
    (report,) = classify_ses(ses())

    assert (report.kind, report.reason, report.recipient, report.status) == (
        Kind.HARD,
        Reason.MAILBOX_UNKNOWN,
        "olena@klinika.example",
        "5.1.1",
    )
    assert report.message_ids == (OURS,)
    assert report.return_path_tokens == ("k7Qx.9fA",)
    assert report.diagnostic == "550 5.1.1 <olena@klinika.example>: user unknown"


def test_ses_inside_the_envelope_of_sns():
    assert classify_ses({"Type": "Notification", "Message": json.dumps(ses())}) == classify_ses(ses())


@pytest.mark.parametrize(
    ("changes", "kind", "reason"),
    [
        (
            {"kind": "Transient", "subtype": "MailboxFull", "diagnostic": FULL, "status": "5.2.2"},
            Kind.SOFT,
            Reason.MAILBOX_FULL,
        ),
        ({"kind": "Transient"}, Kind.SOFT, Reason.MAILBOX_UNKNOWN),
        ({"diagnostic": FULL, "status": "5.2.2"}, Kind.SOFT, Reason.MAILBOX_FULL),
        ({"diagnostic": "smtp; 550 5.7.1 blocked", "status": "5.7.1"}, Kind.SOFT, Reason.POLICY),
        ({"subtype": "Suppressed", "diagnostic": "", "status": ""}, Kind.SOFT, Reason.POLICY),
        ({"subtype": "OnAccountSuppressionList"}, Kind.SOFT, Reason.MAILBOX_UNKNOWN),
        ({"diagnostic": "", "status": ""}, Kind.HARD, Reason.MAILBOX_UNKNOWN),
        ({"diagnostic": None, "status": None}, Kind.HARD, Reason.MAILBOX_UNKNOWN),
        ({"kind": "Undetermined", "diagnostic": "", "status": ""}, Kind.SOFT, Reason.OTHER),
    ],
)
def test_ses_bounce_is_weighed(changes, kind, reason):
    (report,) = classify_ses(ses(**changes))

    assert (report.kind, report.reason) == (kind, reason)


def test_ses_other_events():
    mail = ses()["mail"]
    complaint = {"complainedRecipients": [{"emailAddress": "a@b.example"}, {"emailAddress": "c@d.example"}]}
    delay = {"delayedRecipients": [{"emailAddress": "a@b.example", "status": "4.4.1", "diagnosticCode": "timed out"}]}

    complained = classify_ses({"eventType": "Complaint", "mail": mail, "complaint": complaint})
    (delivered,) = classify_ses({"eventType": "Delivery", "mail": mail, "delivery": {"recipients": ["a@b.example"]}})
    (delayed,) = classify_ses({"eventType": "DeliveryDelay", "mail": mail, "deliveryDelay": delay})

    assert [(each.kind, each.recipient) for each in complained] == [
        (Kind.COMPLAINT, "a@b.example"),
        (Kind.COMPLAINT, "c@d.example"),
    ]
    assert (delivered.kind, delivered.reason) == (Kind.NONE, Reason.DELIVERED)
    assert (delayed.kind, delayed.reason) == (Kind.SOFT, Reason.TIMEOUT)
    assert classify_ses({"eventType": "Open", "mail": mail}) == []


@pytest.mark.parametrize(
    ("label", "details", "kind", "reason"),
    [
        (
            "HardBounce",
            "smtp;550 5.1.1 The email account that you tried to reach does not exist",
            Kind.HARD,
            Reason.MAILBOX_UNKNOWN,
        ),
        ("HardBounce", "", Kind.HARD, Reason.MAILBOX_UNKNOWN),
        ("HardBounce", "smtp;552 5.2.2 over quota", Kind.SOFT, Reason.MAILBOX_FULL),
        ("SoftBounce", "smtp;550 5.1.1 user unknown", Kind.SOFT, Reason.MAILBOX_UNKNOWN),
        ("Transient", "", Kind.SOFT, Reason.OTHER),
        ("SpamNotification", "", Kind.SOFT, Reason.SPAM),
        ("Blocked", "", Kind.SOFT, Reason.SPAM),
        ("SpamComplaint", "", Kind.COMPLAINT, Reason.FEEDBACK_LOOP),
        ("AutoResponder", "", Kind.AUTO_REPLY, Reason.VACATION),
        ("ChallengeVerification", "", Kind.AUTO_REPLY, Reason.CHALLENGE),
        ("SomethingNew", "", Kind.SOFT, Reason.OTHER),
    ],
)
def test_postmark_bounce(label, details, kind, reason):
    payload = {"RecordType": "Bounce", "Type": label, "Email": "Olena@klinika.example", "Details": details}

    (report,) = classify_postmark({**payload, "Metadata": {"letter": OURS}})

    assert (report.kind, report.reason, report.recipient) == (kind, reason, "olena@klinika.example")
    assert report.message_ids == (OURS,)


def test_postmark_other_events():
    (delivered,) = classify_postmark({"RecordType": "Delivery", "Recipient": "a@b.example"})
    (complaint,) = classify_postmark({"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": "a@b.example"})

    assert (delivered.kind, delivered.reason) == (Kind.NONE, Reason.DELIVERED)
    assert complaint.kind is Kind.COMPLAINT
    assert classify_postmark({"RecordType": "Click", "Recipient": "a@b.example"}) == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, Kind.HARD),
        ({"severity": "temporary"}, Kind.SOFT),
        ({"reason": "suppress-bounce"}, Kind.SOFT),
        ({"delivery-status": {"code": 550, "message": "5.7.1 blocked as spam"}}, Kind.SOFT),
        ({"delivery-status": {"code": 452, "message": "5.1.1 user unknown"}}, Kind.SOFT),
        ({"delivery-status": {}}, Kind.SOFT),
        ({"event": "complained"}, Kind.COMPLAINT),
        ({"event": "delivered"}, Kind.NONE),
    ],
)
def test_mailgun(changes, kind):
    event = {
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "recipient": "olena@klinika.example",
        "delivery-status": {"code": 550, "message": "5.1.1 user unknown", "enhanced-code": "5.1.1"},
        "message": {"headers": {"message-id": OURS, "to": "olena@klinika.example"}},
        **changes,
    }

    (report,) = classify_mailgun({"signature": {}, "event-data": event})

    assert (report.kind, report.recipient, report.message_ids) == (kind, "olena@klinika.example", (OURS,))


def test_sendgrid_batch():
    common = {"email": "olena@klinika.example", "smtp-id": f"<{OURS}>"}
    batch = [
        {"event": "bounce", "type": "bounce", "reason": "550 5.1.1 user unknown", "status": "5.1.1", **common},
        {"event": "bounce", "type": "blocked", "reason": "550 5.1.1 user unknown", "status": "5.1.1", **common},
        {"event": "dropped", "reason": "Bounced Address", **common},
        {"event": "deferred", "response": "450 greylisted", **common},
        {"event": "spamreport", **common},
        {"event": "delivered", **common},
        {"event": "open", **common},
    ]

    found = classify_sendgrid(batch)

    assert [each.kind for each in found] == [Kind.HARD, Kind.SOFT, Kind.SOFT, Kind.SOFT, Kind.COMPLAINT, Kind.NONE]
    assert found[3].reason is Reason.GREYLISTED
    assert {each.message_ids for each in found} == {(OURS,)}


@pytest.mark.parametrize(
    ("event", "reason", "kind"),
    [
        ("hard_bounce", "550 5.1.1 user unknown", Kind.HARD),
        ("hard_bounce", "", Kind.HARD),
        ("hard_bounce", "552 mailbox full", Kind.SOFT),
        ("soft_bounce", "550 5.1.1 user unknown", Kind.SOFT),
        ("blocked", "", Kind.SOFT),
        ("invalid_email", "", Kind.SOFT),
        ("deferred", "try later", Kind.SOFT),
        ("spam", "", Kind.COMPLAINT),
        ("delivered", "", Kind.NONE),
    ],
)
def test_brevo(event, reason, kind):
    (report,) = classify_brevo({"event": event, "email": "a@b.example", "reason": reason, "message-id": f"<{OURS}>"})

    assert (report.kind, report.message_ids) == (kind, (OURS,))


def test_foreign_event_is_visible_as_such():
    foreign = ses(mail={"headers": [{"name": "Message-ID", "value": "<abc@elsewhere.example>"}]})

    assert [each.message_ids for each in classify_ses(foreign)] == [()]


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
NAMES = [
    "notificationType",
    "eventType",
    "bounce",
    "bounceType",
    "bouncedRecipients",
    "emailAddress",
    "diagnosticCode",
    "status",
    "mail",
    "headers",
    "Message",
    "complaint",
    "complainedRecipients",
    "delivery",
    "recipients",
    "RecordType",
    "Type",
    "Email",
    "Details",
    "event-data",
    "event",
    "recipient",
    "delivery-status",
    "code",
    "message",
    "reason",
    "severity",
    "email",
    "type",
    "smtp-id",
]
WORDS = (
    "Bounce",
    "Complaint",
    "Permanent",
    "HardBounce",
    "failed",
    "bounce",
    "hard_bounce",
    "permanent",
    "5.1.1",
    "a@b.example",
)
NEARLY_RIGHT = st.recursive(
    ANY_JSON | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=30,
)


@pytest.mark.parametrize("hook", HOOKS)
@given(payload=NEARLY_RIGHT)
def test_any_json(hook, payload):
    assert isinstance(hook(payload), list)


@pytest.mark.parametrize("hook", HOOKS)
def test_huge_and_deep_json(hook):
    deep: object = "x"
    for _ in range(100_000):
        deep = [deep]
    shapes = (
        {"Message": "[" * 100_000},
        {"Message": '{"a":' * 100_000},
        {"event-data": {"event": "failed", "delivery-status": {"code": 10**5000}}},
        {"event": "bounce", "email": "a@b.example", "headers": deep, "reason": "5" * 1_000_000},
    )

    for payload in shapes:
        assert isinstance(hook(payload), list)
    while isinstance(deep, list):  # taken apart by hand: freeing it at once would recurse
        deep = deep[0]
