"""How an organization's letters look, how many may leave, and the switch that stops them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.mail.models import SenderProfile
from accounts.tenancy.context import tenant_context

PATH = "settings/mail/sender/"
FORM = {"display_name": "North, client care", "reply_to": "care@north.example", "hourly_limit": "200"}


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


@pytest.fixture
def profile(cast):
    """Return a function that reads North's profile; None while nobody has changed anything."""

    def read(organization=cast.north):
        with tenant_context(organization.pk):
            return SenderProfile.objects.first()

    return read


def acts(organization):
    with tenant_context(organization.pk):
        return list(
            AuditEntry.objects.filter(action__startswith="sender_profile")
            .order_by("id")
            .values_list("action", flat=True)
        )


def test_sender_is_saved_and_shown(cast, alice, profile):
    assert alice.get(cast.alice.url(PATH)).status_code == 200

    answer = alice.post(cast.alice.url(PATH), FORM, follow=True)

    assert "Saved." in answer.content.decode()
    assert "North, client care" in answer.content.decode()
    row = profile()
    assert (row.display_name, row.reply_to, row.hourly_limit) == ("North, client care", "care@north.example", 200)
    assert acts(cast.north) == ["sender_profile.changed"]
    assert profile(cast.south) is None


def test_sender_that_is_saved_twice_is_one_act(cast, alice):
    for _ in range(2):
        alice.post(cast.alice.url(PATH), FORM)

    assert acts(cast.north) == ["sender_profile.changed"]


def test_sender_may_be_empty(cast, alice, profile):
    alice.post(cast.alice.url(PATH), FORM)

    alice.post(cast.alice.url(PATH), {"display_name": "", "reply_to": "", "hourly_limit": ""})

    assert (profile().display_name, profile().reply_to, profile().hourly_limit) == ("", "", None)


def test_opening_the_page_writes_nothing(cast, alice, profile):
    alice.get(cast.alice.url(PATH))

    assert profile() is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", "North\r\nBcc: everybody@client.example"),
        ("display_name", "x" * 121),
        ("display_name", "\u200b"),
        ("reply_to", "half an address"),
        ("reply_to", "care@north.example\r\nBcc: x@client.example"),
        ("hourly_limit", "0"),
        ("hourly_limit", "-5"),
        ("hourly_limit", "99999999999"),
        ("hourly_limit", "many"),
    ],
)
def test_bad_input_is_refused_and_kept_in_the_form(cast, alice, profile, field, value):
    answer = alice.post(cast.alice.url(PATH), {**FORM, field: value})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert profile() is None


def test_letters_are_stopped_and_leave_again(cast, alice, profile):
    stopped = alice.post(cast.alice.url(PATH + "stop/"), follow=True).content.decode()
    first = profile().stopped_at
    alice.post(cast.alice.url(PATH + "stop/"))

    assert "Letters are stopped." in stopped
    assert "Let letters leave again" in stopped
    assert profile().stopped_at == first
    assert "Sending is stopped" in alice.get(cast.alice.url("settings/mail/")).content.decode()

    for _ in range(2):
        resumed = alice.post(cast.alice.url(PATH + "resume/"), follow=True).content.decode()

    assert "Stop all letters" in resumed
    assert profile().stopped_at is None
    assert acts(cast.north) == ["sender_profile.stopped", "sender_profile.resumed"]
    trail = alice.get(cast.alice.url("settings/audit/")).content.decode()
    assert "stopped the letters of the organization" in trail


def test_saving_the_sender_does_not_let_stopped_letters_leave(cast, alice, profile):
    alice.post(cast.alice.url(PATH + "stop/"))

    alice.post(cast.alice.url(PATH), {**FORM, "stopped_at": ""})

    assert profile().stopped_at is not None
    assert profile().hourly_limit == 200


def test_page_asks_the_database_the_same_with_and_without_a_profile(cast, alice):
    alice.get(cast.alice.url(PATH))
    with CaptureQueriesContext(connection) as without:
        alice.get(cast.alice.url(PATH))
    alice.post(cast.alice.url(PATH), FORM)
    alice.get(cast.alice.url(PATH))  # shows the message of the act, which is a write of the session

    with CaptureQueriesContext(connection) as with_profile:
        alice.get(cast.alice.url(PATH))

    assert len(with_profile) == len(without)


def test_sender_is_the_administrations(cast, client_of, profile):
    for person in (cast.bob, cast.carol, cast.erin):
        client = client_of(person)
        assert client.get(person.url(PATH)).status_code == 403
        for path in ("", "stop/", "resume/"):
            assert client.post(person.url(PATH + path), FORM).status_code == 403
    assert profile() is None
    assert client_of(cast.dave).post(cast.dave.url(PATH), FORM).status_code == 302


def test_sender_of_another_organization_is_not_found(cast, client_of, profile):
    mallory = client_of(cast.mallory)

    assert mallory.get(cast.alice.url(PATH)).status_code == 404
    for path in ("", "stop/", "resume/"):
        assert mallory.post(cast.alice.url(PATH + path), FORM).status_code == 404
    assert profile() is None


def test_switch_is_posted(cast, alice, profile):
    for path in ("stop/", "resume/"):
        assert alice.get(cast.alice.url(PATH + path)).status_code == 405
    assert profile() is None
