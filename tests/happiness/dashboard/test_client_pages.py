from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clients.models import Client
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import CustomKind
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as talks
from feedback.interactions.models import Interaction
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def nordwerk(cast, now):
    with tenant_context(cast.north.pk):
        return a_client("Nordwerk", by=cast.alice.employee, now=now, country="DE")


def address(name, client, query=""):
    return reverse(name, kwargs={"slug": "north", "client_id": client.pk}) + query


def test_overview_says_who_is_heard_and_what_is_unknown(client_of, cast, nordwerk, now) -> None:
    with tenant_context(cast.north.pk):
        a_contact("Olena", at=nordwerk, by=cast.alice.employee, now=now, roles=["economic"])
        Client.objects.filter(pk=nordwerk.pk).update(manager=cast.carol.employee)

    text = client_of(cast.alice).get(address("client", nordwerk)).content.decode()

    for said in (
        "Nordwerk",
        "Germany",
        "Too early to say",
        "Olena",
        "nobody yet",
        "Carol Cole",
        "A person took a buyer role",
    ):
        assert said in text


def test_an_ownerless_client_is_an_alarm(client_of, cast, nordwerk) -> None:
    assert "Nobody answers for this client" in client_of(cast.alice).get(address("client", nordwerk)).content.decode()


def test_money_is_shown_to_those_who_may_see_it(client_of, cast, nordwerk) -> None:
    assert "Renewal" in client_of(cast.bob).get(address("client", nordwerk)).content.decode()
    assert "Renewal" not in client_of(cast.carol).get(address("client", nordwerk)).content.decode()


def test_timeline_costs_the_same_for_one_event_and_for_many(client_of, cast, nordwerk, now) -> None:
    alice = client_of(cast.alice)
    with tenant_context(cast.north.pk):
        a_contact("Olena", at=nordwerk, by=cast.alice.employee, now=now, roles=["economic"])
    alice.get(address("client-timeline", nordwerk))
    with CaptureQueriesContext(connection) as few:
        alice.get(address("client-timeline", nordwerk))
    with tenant_context(cast.north.pk):
        for number in range(4):
            a_contact(f"Person {number}", at=nordwerk, by=cast.alice.employee, now=now, roles=["technical"])

    with CaptureQueriesContext(connection) as many:
        answer = alice.get(address("client-timeline", nordwerk))

    assert answer.content.decode().count("A person took a buyer role") == 5
    assert len(many) == len(few)


def test_timeline_shows_one_group_and_turns_its_pages(client_of, cast, nordwerk, now) -> None:
    with tenant_context(cast.north.pk):
        CustomKind.objects.create(name="custom.act", title="Act sent", fields={"number": "number"}, created_at=now)
        facts = [
            events.Fact(
                kind="custom.act",
                client_id=nordwerk.pk,
                happened_at=now - timedelta(days=number),
                payload={"number": number},
            )
            for number in range(60)
        ]
        events.publish_many(facts, now=now)
        bounced = {"client_id": nordwerk.pk, "happened_at": now, "payload": {"reason": "no such mailbox"}}
        events.publish(events.Fact(kind=kinds.MAIL_BOUNCED, **bounced), now=now)
    alice = client_of(cast.alice)

    letters = alice.get(address("client-timeline", nordwerk, "?kind=mail")).content.decode()
    first = alice.get(address("client-timeline", nordwerk))
    second = alice.get(first.context["next_url"]).content.decode()

    assert ("A letter came back" in letters, "Act sent" in letters) == (True, False)
    assert "number: 5<" in first.content.decode()
    assert "number: 59<" in second


def test_a_part_for_htmx_is_the_stream_alone(client_of, cast, nordwerk) -> None:
    answer = client_of(cast.alice).get(address("client-timeline", nordwerk), headers={"HX-Request": "true"})

    text = answer.content.decode()
    assert "The client was added" in text
    assert "<html" not in text


def test_another_house_finds_nothing(client_of, cast, nordwerk) -> None:
    here = reverse("client", kwargs={"slug": "south", "client_id": nordwerk.pk})

    assert client_of(cast.mallory).get(here).status_code == 404


def test_moods_stand_as_a_line_above_the_stream_for_those_who_may_read_the_talks(
    client_of, cast, nordwerk, now
) -> None:
    with tenant_context(cast.north.pk):
        for days, mood, visibility in ((40, 20, "team"), (30, 90, "leadership"), (3, 61, "team"), (3, 64, "team")):
            talk = Interaction(client=nordwerk, channel="call", mood=mood, happened_at=now - timedelta(days=days))
            talk.visibility = visibility
            talks.log(interaction=talk, people=[], by=cast.alice.employee, now=now)

    def line(person):
        answer = client_of(person).get(address("client-timeline", nordwerk))
        return answer.context["moods"], answer.content.decode()

    figure, page = line(cast.dave)
    assert [row[-1] for row in figure.table.rows] == ["20", "62"]  # two of one day are one point
    assert "Mood in talks and answers: Neutral" in page
    assert len(line(cast.alice)[0].table.rows) == 3
    assert client_of(cast.alice).get(address("client-timeline", nordwerk, "?kind=mail")).context["moods"] is None
