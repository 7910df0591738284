"""Before you call: what stands on the page, and for whose eyes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as talks
from feedback.interactions.models import Interaction
from journeys.care import actions as care
from journeys.care.models import PersonCare
from journeys.cases import actions as cases
from journeys.cases.actions.opening import Heard
from journeys.cases.models import RootCause
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db


def address(name, **rows):
    return reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in rows.items()}})


@pytest.fixture
def taras(cast, now):
    """Taras at an American client has said two things, one of them for top management alone."""
    alice, soon = cast.alice.employee, (now + timedelta(days=5)).date()
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=alice, now=now, country="US", time_zone="America/New_York")
        position = a_contact(
            "Taras Melnyk", at=client, by=alice, now=now, job_title="Chief engineer", roles=["technical"],
            talk_card="No calls before ten", birth_day=soon.day, birth_month=soon.month, birthday_source="said so",
        )  # fmt: skip
        for quote, visibility in (("We wait for the act", "team"), ("I am looking elsewhere", "leadership")):
            talk = Interaction(
                client=client, channel="call", mood=30, quote=quote, visibility=visibility, happened_at=now
            )
            said = talks.Said(promise=f"Promise: {quote}", promise_due=soon, need=f"Need: {quote}")
            talks.log(interaction=talk, people=[position.contact], by=cast.bob.employee, now=now, said=said)
        wishes = PersonCare(contact=position.contact, greets_birthday=True, consent_source="said so", feasts=[])
        care.save_person_care(care=wishes, by=alice, now=now, before=None)
    jobs.drain(queue="events", now=clock.real_now)
    return position


def test_one_page_says_who_and_how_and_what_we_owe(client_of, cast, taras):
    page = client_of(cast.carol).get(address("contact-briefing", contact_id=taras.contact)).content.decode()

    for words in (
        "Taras Melnyk", "Chief engineer", "Technical buyer", "No calls before ten", "Promise: We wait for the act",
        "Need: We wait for the act", "We wait for the act", "The lead takes part", "Birthday", "there it is",
    ):  # fmt: skip
        assert words in page, words


def test_what_is_for_top_management_stands_for_nobody_else(client_of, cast, taras):
    for name, rows in (
        ("contact-briefing", {"contact_id": taras.contact}),
        ("client-briefing", {"client_id": taras.client}),
    ):
        hidden = client_of(cast.carol).get(address(name, **rows)).content.decode()
        shown = client_of(cast.bob).get(address(name, **rows)).content.decode()

        assert "elsewhere" not in hidden
        assert "I am looking elsewhere" in shown


def test_a_hold_and_a_hard_moment_stand_first_and_stop_congratulations(client_of, cast, taras, now):
    with tenant_context(cast.north.pk):
        cause = RootCause.objects.create(name="Late acts", created_at=now)
        heard = Heard(origin="test:1", client=taras.client, contact=taras.contact, topic="acts", heard_at=now)
        case = cases.hear(heard, by=cast.alice.employee, now=now, title="The act is late", owner=cast.alice.employee)
        type(case).objects.update(cause=cause)
    page = client_of(cast.carol).get(address("contact-briefing", contact_id=taras.contact)).content.decode()
    assert "A case is open at the client: first help, then congratulate." in page
    assert "The act is late" in page
    assert "Late acts" in page
    assert "1 case" in page

    with tenant_context(cast.north.pk):
        facts = {"note": "be gentle", "since": now.date(), "by": cast.alice.employee, "now": now}
        care.flag_hard_moment(client=taras.client, contact=taras.contact, **facts)
    page = client_of(cast.carol).get(address("client-briefing", client_id=taras.client)).content.decode()
    assert "A hard moment of Taras Melnyk" in page


def test_it_is_reached_from_client_person_and_task(client_of, cast, taras, now):
    carol = client_of(cast.carol)
    of_person = address("contact-briefing", contact_id=taras.contact)
    of_client = address("client-briefing", client_id=taras.client)

    assert of_client in carol.get(address("client", client_id=taras.client)).content.decode()
    assert of_person in carol.get(address("contact", contact_id=taras.contact)).content.decode()
    # The promise is a task of whoever gave it.
    assert "/briefing/" in client_of(cast.bob).get(address("my-day")).content.decode()


def test_who_has_left_has_a_page_and_no_briefing(client_of, cast, taras, now):
    with tenant_context(cast.north.pk):
        type(taras).objects.update(left_on=now.date())

    answer = client_of(cast.carol).get(address("contact-briefing", contact_id=taras.contact))

    assert answer["Location"] == address("contact", contact_id=taras.contact)


def test_it_costs_the_same_for_one_colleague_and_for_three(client_of, cast, taras, now):
    carol = client_of(cast.carol)

    def count():
        with CaptureQueriesContext(connection) as done:
            page = carol.get(address("client-briefing", client_id=taras.client))
        assert page.status_code == 200
        return len(done)

    count()
    one = count()
    with tenant_context(cast.north.pk):
        for number in range(3):
            a_contact(f"Person {number}", at=taras.client, by=cast.alice.employee, now=now, roles=["end_user"])

    assert count() == one
