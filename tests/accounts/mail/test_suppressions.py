"""Blocked addresses: the list, by hand, and off the list again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.mail.models import Suppression
from accounts.tenancy.context import tenant_context

PATH = "settings/mail/blocked/"


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


@pytest.fixture
def block(cast, now):
    """Return a function that blocks an address in North, as bounces and readers do."""

    def blocked(address, *, reason=Suppression.Reason.BOUNCE, until=None, at=None, organization=cast.north):
        with tenant_context(organization.pk):
            return Suppression.objects.create(address=address, reason=reason, until=until, created_at=at or now)

    return blocked


@pytest.fixture
def blocked_in(cast):
    """Return a function that reads who is blocked in an organization."""

    def read(organization=cast.north):
        with tenant_context(organization.pk):
            return {row.address: row for row in Suppression.objects.all()}

    return read


def acts(organization):
    with tenant_context(organization.pk):
        rows = AuditEntry.objects.filter(action__startswith="suppression").order_by("id")
        return list(rows.values_list("action", flat=True))


# --- The list ---


def test_list_says_whom_why_and_until_when(cast, alice, block, now):
    block("gone@client.example")
    block("away@client.example", reason=Suppression.Reason.PAUSED, until=now + timedelta(days=3))
    block("back@client.example", reason=Suppression.Reason.PAUSED, until=now - timedelta(days=3))

    seen = alice.get(cast.alice.url(PATH)).content.decode()

    for expected in (
        "gone@client.example",
        "The address does not exist",
        "for ever",
        "Letters came back several times",
    ):
        assert expected in seen
    assert seen.count('<span class="chip">over</span>') == 1


def test_empty_list_is_good_news(cast, alice):
    assert "Every address gets its letters" in alice.get(cast.alice.url(PATH)).content.decode()


def test_list_is_found_by_reason_and_address(cast, alice, block):
    block("taras@client.example")
    block("oksana@client.example", reason=Suppression.Reason.COMPLAINT)

    by_reason = alice.get(cast.alice.url(PATH + "?reason=complaint")).content.decode()
    by_address = alice.get(cast.alice.url(PATH + "?address=TARAS")).content.decode()

    assert "oksana@" in by_reason
    assert "taras@" not in by_reason
    assert "taras@" in by_address
    assert "oksana@" not in by_address


@pytest.mark.parametrize(
    ("query", "status"), [("reason=mood", 422), ("address=" + "x" * 300, 422), ("after=abc", 200), ("address=%00", 400)]
)
def test_list_survives_any_query(cast, alice, query, status):
    assert alice.get(cast.alice.url(f"{PATH}?{query}")).status_code == status


def test_list_goes_on_behind_the_last_row(cast, alice, block, now):
    for number in range(51):
        block(f"reader{number}@client.example", at=now - timedelta(minutes=number))

    first = alice.get(cast.alice.url(PATH))
    second = alice.get(first.context["next_url"])

    assert len(first.context["rows"]) == 50
    assert [row.address for row in second.context["rows"]] == ["reader50@client.example"]


def test_list_asks_the_database_the_same_for_one_and_for_three(cast, alice, block):
    block("one@client.example")
    alice.get(cast.alice.url(PATH))
    with CaptureQueriesContext(connection) as one:
        alice.get(cast.alice.url(PATH))
    block("two@client.example")
    block("three@client.example")

    with CaptureQueriesContext(connection) as three:
        seen = alice.get(cast.alice.url(PATH)).content.decode()

    assert "three@client.example" in seen
    assert len(three) == len(one)


# --- By hand ---


def test_address_is_blocked_by_hand_once(cast, alice, blocked_in):
    assert alice.get(cast.alice.url(PATH + "new/")).status_code == 200
    for _ in range(2):
        answer = alice.post(cast.alice.url(PATH + "new/"), {"address": " Taras@Client.example "}, follow=True)

    assert "taras@client.example gets no letters." in answer.content.decode()
    assert set(blocked_in()) == {"taras@client.example"}
    row = blocked_in()["taras@client.example"]
    assert (row.reason, row.until) == (Suppression.Reason.BY_HAND, None)
    assert acts(cast.north) == ["suppression.added"]
    assert blocked_in(cast.south) == {}


def test_address_is_blocked_until_the_end_of_a_day(cast, alice, blocked_in):
    alice.post(cast.alice.url(PATH + "new/"), {"address": "taras@client.example", "until": "2199-01-05"})

    until = blocked_in()["taras@client.example"].until
    assert until.isoformat() == "2199-01-05T21:59:00+00:00"  # Alice lives in Kyiv


def test_address_whose_time_is_over_is_blocked_anew(cast, alice, block, blocked_in, now):
    past = now - timedelta(days=9)
    block("taras@client.example", reason=Suppression.Reason.PAUSED, until=past, at=past - timedelta(days=1))

    alice.post(cast.alice.url(PATH + "new/"), {"address": "taras@client.example"})

    row = blocked_in()["taras@client.example"]
    assert (row.reason, row.until) == (Suppression.Reason.BY_HAND, None)
    assert row.created_at >= now


def test_readers_own_word_is_not_weakened_by_hand(cast, alice, block, blocked_in):
    block("taras@client.example", reason=Suppression.Reason.UNSUBSCRIBED)

    alice.post(cast.alice.url(PATH + "new/"), {"address": "taras@client.example", "until": "2199-01-05"})

    row = blocked_in()["taras@client.example"]
    assert (row.reason, row.until) == (Suppression.Reason.UNSUBSCRIBED, None)


@pytest.mark.parametrize(
    "form",
    [
        {"address": ""},
        {"address": "half an address"},
        {"address": "x" * 250 + "@client.example"},
        {"address": "taras@client.example\r\nBcc: x@client.example"},
        {"address": "taras@client.example", "until": "2001-01-01"},
        {"address": "taras@client.example", "until": "9999-12-31"},
        {"address": "taras@client.example", "until": "soon"},
    ],
)
def test_bad_input_is_refused(cast, alice, blocked_in, form):
    answer = alice.post(cast.alice.url(PATH + "new/"), form)

    assert answer.status_code == 422
    assert blocked_in() == {}


# --- Off the list ---


@pytest.mark.parametrize("reason", [Suppression.Reason.BOUNCE, Suppression.Reason.PAUSED, Suppression.Reason.BY_HAND])
def test_address_is_removed(cast, alice, block, blocked_in, reason):
    row = block("taras@client.example", reason=reason)
    removal = cast.alice.url(f"{PATH}{row.pk}/removal/")

    asked = alice.get(removal).content.decode()
    assert "Send letters to taras@client.example again?" in asked
    assert set(blocked_in()) == {"taras@client.example"}
    answer = alice.post(removal, follow=True)

    assert "taras@client.example gets letters again." in answer.content.decode()
    assert blocked_in() == {}
    assert acts(cast.north) == ["suppression.removed"]
    assert alice.post(removal).status_code == 404
    assert "it gets letters again" in alice.get(cast.alice.url("settings/audit/")).content.decode()


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (Suppression.Reason.COMPLAINT, "This reader reported a letter of yours as unwanted."),
        (Suppression.Reason.UNSUBSCRIBED, "This reader asked for no more letters."),
    ],
)
def test_reader_who_asked_for_it_is_removed_only_on_their_word(cast, alice, block, blocked_in, reason, says):
    row = block("taras@client.example", reason=reason)
    removal = cast.alice.url(f"{PATH}{row.pk}/removal/")
    assert says in alice.get(removal).content.decode()

    refused = alice.post(removal)

    assert refused.status_code == 422
    assert "Tick this only if the reader has said so." in refused.content.decode()
    assert set(blocked_in()) == {"taras@client.example"}
    assert alice.post(removal, {"is_wanted": "on"}).status_code == 302
    assert blocked_in() == {}


# --- Whose pages they are ---


def test_list_is_the_administrations(cast, client_of, block, blocked_in):
    row = block("taras@client.example")
    paths = ("new/", f"{row.pk}/removal/")
    for person in (cast.bob, cast.carol, cast.erin):
        client = client_of(person)
        for path in ("", *paths):
            assert client.get(person.url(PATH + path)).status_code == 403
        for path in paths:
            assert client.post(person.url(PATH + path), {"address": "x@client.example"}).status_code == 403
    assert set(blocked_in()) == {"taras@client.example"}
    assert client_of(cast.dave).post(cast.dave.url(f"{PATH}{row.pk}/removal/")).status_code == 302


def test_list_of_another_organization_is_not_found(cast, client_of, block, blocked_in):
    row = block("taras@client.example")
    mallory = client_of(cast.mallory)

    for house in (cast.alice, cast.mallory):
        assert mallory.get(house.url(f"{PATH}{row.pk}/removal/")).status_code == 404
        assert mallory.post(house.url(f"{PATH}{row.pk}/removal/")).status_code == 404
    assert mallory.get(cast.alice.url(PATH)).status_code == 404
    assert mallory.post(cast.alice.url(PATH + "new/"), {"address": "x@client.example"}).status_code == 404
    assert "taras@" not in mallory.get(cast.mallory.url(PATH)).content.decode()
    assert set(blocked_in()) == {"taras@client.example"}
