"""Answers of the past: in whole sets, once, silent, and seen by nobody of another organization."""

from datetime import timedelta

import pytest

from accounts.clients.models import ClientFacts
from accounts.events.models import Event, Origin
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail.models import OutgoingEmail
from accounts.tenancy.context import tenant_context
from feedback.responses import actions
from feedback.responses.actions import PastAnswer
from feedback.responses.models import Confidentiality, Response
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(cast, now):
    """Make answers of one person of North: called with how many, and what they have in common."""
    alice = cast.alice.employee
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=alice, now=now)
        place = a_contact("Olha", at=client, by=alice, now=now, roles=["technical"])
        version = a_version(by=alice, now=now)

    def make(count: int, start: int = 0, **more: object) -> list[PastAnswer]:
        return [
            PastAnswer(
                **{
                    "key": f"row {number}",
                    "version": version,
                    "client_id": client.pk,
                    "contact_id": place.contact_id,
                    "happened_at": now - timedelta(days=number + 1),
                    "answers": {"recommend": number % 11, "words": "Добре"},
                    "language": "uk",
                    "role": "technical",
                }
                | more
            )
            for number in range(start, start + count)
        ]

    return make


def test_answers_are_written_with_their_scores_and_told_quietly(cast, now, past):
    with tenant_context(cast.north.pk):
        written = actions.record_past(past(3), by=cast.alice.employee, now=now)

        assert [(one.nps, one.csat, one.has_words, one.origin, one.source) for one in written] == [
            (score, None, True, "import", "import") for score in (0, 1, 2)
        ]
        told = Event.objects.filter(kind="response.submitted").order_by("-happened_at")
        assert [(one.payload["nps"], one.origin, one.recorded_at, one.contact_id) for one in told] == [
            (score, Origin.IMPORT, now, written[0].contact_id) for score in (0, 1, 2)
        ]
        assert told[0].happened_at == now - timedelta(days=1)
    jobs.drain(queue="events", now=lambda: now)
    with tenant_context(cast.north.pk):
        assert not OutgoingEmail.objects.exists()


def test_same_rows_again_write_nothing(cast, now, past):
    with tenant_context(cast.north.pk):
        assert len(actions.record_past(past(3), by=None, now=now)) == 3
        assert [one.import_key for one in actions.record_past(past(4), by=None, now=now)] == ["row 3"]
        assert (Response.objects.count(), Event.objects.filter(kind="response.submitted").count()) == (4, 4)


def test_same_keys_in_another_organization_are_others(cast, now, past):
    with tenant_context(cast.north.pk):
        actions.record_past(past(2), by=None, now=now)
    with tenant_context(cast.south.pk):
        mallory = cast.mallory.employee
        place = a_contact("Ivan", at=a_client("Bolt", by=mallory, now=now), by=mallory, now=now)
        one = past(1, version=a_version(by=mallory, now=now), client_id=place.client_id, contact_id=place.contact_id)

        assert len(actions.record_past(one, by=mallory, now=now)) == 1
        assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("choice", "kind", "is_named"),
    [
        ("named", "response.submitted", True),
        ("role", "response.submitted", False),
        ("leadership", "response.confided", False),
    ],
)
def test_event_tells_no_more_than_the_person_allowed(cast, now, past, choice, kind, is_named):
    with tenant_context(cast.north.pk):
        actions.record_past(past(1, confidentiality=Confidentiality(choice)), by=None, now=now)

        event = Event.objects.get(kind__startswith="response.")
        assert (event.kind, event.contact_id is not None) == (kind, is_named)
        assert ("nps" in event.payload) == (choice != "leadership")


def test_thousand_rows_cost_the_statements_of_one(cast, now, past, django_assert_num_queries):
    with tenant_context(cast.north.pk):
        actions.record_past(past(1), by=None, now=now)  # whatever is read once is known now
        with django_assert_num_queries(14):
            actions.record_past(past(1, start=1), by=None, now=now)
        with django_assert_num_queries(14):
            actions.record_past(past(999, start=2), by=None, now=now)


def test_coverage_looks_once_at_a_client_and_hears_the_role(cast, now, past):
    with tenant_context(cast.north.pk):
        actions.record_past(past(100), by=None, now=now)
    jobs.drain(queue="events", now=lambda: now)
    assert Job.objects.filter(queue="coverage").count() == 1
    jobs.drain(queue="coverage", now=lambda: now)

    with tenant_context(cast.north.pk):
        facts = ClientFacts.objects.get()
        assert (facts.last_heard_at, facts.lacks_technical) == (now - timedelta(days=1), False)
        assert facts.lacks_economic
