"""Lists of another tool: who declined letters, and whose address is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.audit.models import AuditEntry
from accounts.clients.models import Contact, ContactEmail
from accounts.events.models import Event, Origin
from accounts.exchange.refusals.fields import ATTRIBUTES, SAMPLES
from accounts.exchange.registry import importer_of
from accounts.jobs import actions as jobs
from accounts.mail.models import OutgoingEmail, Suppression
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client, a_contact

TABLE = (
    "Person ID\tEmail\tName\tUnsubscribed At\tBounced At\n"
    "1\tOlha@acme.example\tOlha\t1710410400\t\n"
    "2\tpetro@acme.example\tPetro\t\t2024-03-15 16:20:00 UTC\n"
    "3\tstranger@else.example\t\tyes\t\n"
    "4\tivan@acme.example\tIvan\tno\t\n"
)


@pytest.fixture
def alice(alice):
    alice.what = "refusals"
    return alice


@pytest.fixture
def acme(cast, now):
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=by, now=now)
        for name in ("Olha", "Petro", "Ivan"):
            a_contact(name, at=client, by=by, now=now, email=f"{name.lower()}@acme.example")
    return client


def state() -> dict[str, object]:
    return {
        "people": list(Contact.objects.order_by("name").values_list("name", "asking", "consent", "consent_at")),
        "lost": list(ContactEmail.objects.exclude(bounced_at=None).values_list("address", "bounced_at")),
        "blocked": sorted(Suppression.objects.values_list("address", "reason", "until")),
    }


def test_declined_and_lost_addresses(alice, acme, cast, now, inside):
    job = alice.run(TABLE)

    assert job.mapping == ["", "person.emails", "", "refusal.declined_at", "refusal.lost_at"]
    declined, lost = datetime(2024, 3, 14, 10, tzinfo=UTC), datetime(2024, 3, 15, 16, 20, tzinfo=UTC)
    assert state() == {
        "people": [
            ("Ivan", "normal", "unknown", None),
            ("Olha", "never", "withdrawn", declined),
            ("Petro", "normal", "unknown", None),
        ],
        "lost": [("petro@acme.example", lost)],
        "blocked": [
            ("olha@acme.example", "unsubscribed", None),
            ("petro@acme.example", "bounce", None),
            ("stranger@else.example", "unsubscribed", None),
        ],
    }
    assert job.counts == {"create": 3, "same": 1, "suppression.create": 3, "person.update": 2}
    told = Event.objects.filter(kind__startswith="mail.").order_by("happened_at")
    assert list(told.values_list("kind", "origin", "happened_at")) == [
        ("mail.unsubscribed", Origin.IMPORT, declined),
        ("mail.bounced", Origin.IMPORT, lost),
    ]
    assert AuditEntry.objects.filter(action="suppression.added").count() == 3
    with alice.outside():
        jobs.drain_all(now=lambda: now + timedelta(days=2))
    assert not OutgoingEmail.objects.exists()


def test_preview_shows_what_changes_and_writes_nothing(alice, acme, inside):
    before = state()

    alice.check(TABLE)

    page = alice.page()
    assert "<ins>The reader declined letters</ins>" in page
    assert "<ins>Not at all</ins>" in page
    assert state() == before


def test_same_table_again_changes_nothing(alice, acme, inside):
    alice.run(TABLE)

    assert alice.run(TABLE).counts == {"same": 4}


def test_undo_restores_everything(alice, acme, cast, now, inside):
    Suppression.objects.create(
        address="petro@acme.example", reason="paused", until=now + timedelta(days=3), created_at=now
    )
    before = state()

    alice.run(TABLE)
    assert state() != before
    alice.undo()

    assert state() == before
    assert not Event.objects.filter(kind__startswith="mail.").exists()


def test_what_the_reader_said_is_stronger_than_what_a_server_said(alice, acme, now, inside):
    for name, reason in (("olha", "bounce"), ("petro", "unsubscribed"), ("ivan", "complaint")):
        Suppression.objects.create(address=f"{name}@acme.example", reason=reason, created_at=now)

    alice.run(
        "Email\tUnsubscribed\tBounced\nolha@acme.example\tyes\t\npetro@acme.example\t\tyes\nivan@acme.example\tyes\t\n"
    )

    assert sorted(Suppression.objects.values_list("reason", flat=True)) == ["complaint", "unsubscribed", "unsubscribed"]


def test_consent_that_was_given_later_stands(alice, acme, now, inside):
    Contact.objects.filter(name="Olha").update(consent="given", consent_at=now - timedelta(days=1))

    alice.run("Email\tUnsubscribed\nolha@acme.example\t2024-03-14\n")

    assert alice.faults() == {2: [("newer_consent", "Unsubscribed")]}
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("nobody\t2024-03-14", ("email", "Email")),
        ("\t2024-03-14", ("no_address", "Email")),
        ("a@b.example\t31.04.2024", ("day", "Unsubscribed")),
        ("a@b.example\t2099-01-01", ("not_yet", "Unsubscribed")),
        ("a@b.example\tperhaps", ("day", "Unsubscribed")),
    ],
)
def test_bad_row_is_refused_by_its_column(alice, acme, row, fault):
    job = alice.run(f"Email\tUnsubscribed\n{row}\nolha@acme.example\tyes\n")

    assert fault in alice.faults()[2]
    assert (job.counts["failed"], job.counts["create"]) == (1, 1)


def test_address_of_another_organization_is_blocked_in_this_one_only(alice, acme, cast):
    with tenant_context(cast.south.pk):
        by = cast.mallory.employee
        now = by.created_at
        a_contact("Olha", at=a_client("Acme", by=by, now=now), by=by, now=now, email="olha@acme.example")

    alice.run(TABLE)

    with tenant_context(cast.south.pk):
        assert not Suppression.objects.exists()
        assert Contact.objects.get().asking == "normal"


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_sample_of_each_language_can_be_imported_as_it_is(alice, language, cast):
    answer = alice.get(cast.alice.url(f"imports/sample.csv?what=refusals&in={language}"))

    job = alice.run(b"".join(answer.streaming_content))

    assert job.counts == {"create": 2, "suppression.create": 2}
    assert job.mapping == list(ATTRIBUTES)
    assert len(SAMPLES[language]) == 3


def test_every_field_is_recognized_by_its_own_name():
    labels = [str(one.label) for one in ATTRIBUTES.values()]

    assert importer_of("refusals").guess(labels, []) == list(ATTRIBUTES)
