"""The page that says why a client's index is what it is, and moods that are set by hand."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clients.models import ClientFacts
from accounts.tenancy.context import tenant_context
from feedback.responses.models import Confidentiality
from feedback.sentiment.models import MoodReading
from tests.feedback.happiness_index.conftest import work

pytestmark = pytest.mark.django_db


def address(name, house, slug="north", **more):
    return reverse(name, kwargs={"slug": slug, "client_id": house.client.pk, **more})


def read(client_of, person, url):
    answer = client_of(person).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_unknown_is_said_and_no_number_is_shown(client_of, cast, house):
    text = read(client_of, cast.alice, address("client-mood", house))

    assert "Too early to say" in text
    assert "Nobody has been heard within a year" in text


def test_reasons_stand_with_their_points_and_add_up_to_the_number(client_of, cast, house):
    with tenant_context(cast.north.pk):
        house.answer(3, days_ago=40, role="technical")
        house.answer(9, days_ago=10)
        house.talk(20, days_ago=5)
        house.count()

    answer = client_of(cast.alice).get(address("client-mood", house))

    index, lines = answer.context["index"], answer.context["lines"]
    assert index.baseline + sum((one.value for one in lines), Decimal(0)) == index.value
    text = answer.content.decode()
    assert "Person economic, economic buyer: 9 of 10" in text
    assert "Person technical, technical buyer: Call" in text
    assert f">{index.value}<" in text


def test_overview_shows_the_number_and_its_strongest_reasons(client_of, cast, house):
    with tenant_context(cast.north.pk):
        for days in (200, 100, 3):
            house.answer(2, days_ago=days)
        facts = house.count()

    text = read(client_of, cast.alice, address("client", house))

    assert f"Why {facts.mood}" in text
    assert "2 of 10" in text
    assert "Mood along the way" in text


def test_who_spoke_for_their_role_alone_has_no_name_here(client_of, cast, house):
    with tenant_context(cast.north.pk):
        house.answer(2, days_ago=3, confidentiality=Confidentiality.ROLE)
        house.count()

    text = read(client_of, cast.alice, address("client-mood", house))

    assert "Economic buyer: 2 of 10" in text
    assert "Person economic, economic buyer" not in text


def test_confidential_answers_make_a_second_number_for_top_management_alone(client_of, cast, house):
    with tenant_context(cast.north.pk):
        house.answer(9, days_ago=8)
        house.answer(0, days_ago=3, role="technical", confidentiality=Confidentiality.LEADERSHIP)
        sealed = house.count().sealed_mood
    url = address("client-mood", house)

    assert f"With confidential answers: {sealed}" in read(client_of, cast.bob, url)
    assert "0 of 10" in read(client_of, cast.bob, url + "?with=confidential")
    text = read(client_of, cast.carol, url + "?with=confidential")
    assert "With confidential answers" not in text
    assert "0 of 10" not in text
    assert len(client_of(cast.carol).get(url + "?with=confidential").context["lines"]) == 1


def test_confidential_answers_stay_when_period_and_knowledge_change(client_of, cast, house):
    with tenant_context(cast.north.pk):
        house.answer(9, days_ago=8)
        house.answer(0, days_ago=3, role="technical", confidentiality=Confidentiality.LEADERSHIP)
        house.count()

    text = read(client_of, cast.bob, address("client-mood", house) + "?with=confidential&known=then&days=90")

    assert 'href="?with=confidential&amp;known=then&amp;days=7"' in text
    assert 'href="?with=confidential&amp;days=90"' in text
    assert 'href="?known=then&amp;days=90"' in text  # without them


def test_page_costs_the_same_for_two_answers_and_for_many(client_of, cast, house):
    alice, url = client_of(cast.alice), address("client-mood", house)
    with tenant_context(cast.north.pk):
        house.answer(3, days_ago=20)
        house.talk(30, days_ago=15)
        house.count()
    alice.get(url)
    with CaptureQueriesContext(connection) as few:
        alice.get(url)
    with tenant_context(cast.north.pk):
        for days in range(2, 12):
            house.answer(5, days_ago=days, role="technical")
            house.talk(60, days_ago=days)
        house.count()

    with CaptureQueriesContext(connection) as many:
        alice.get(url)

    assert len(many) == len(few)


@pytest.mark.parametrize(
    "query", ["?days=7", "?days=365&known=then", "?days=nonsense&known=never", "?with=confidential"]
)
def test_any_period_can_be_asked_for(client_of, cast, house, query):
    with tenant_context(cast.north.pk):
        for days in (300, 90, 2):
            house.answer(5, days_ago=days)
        house.count()

    assert "What has moved it" in read(client_of, cast.alice, address("client-mood", house) + query)


def test_person_has_a_mood_of_their_own_and_silence_is_a_signal(client_of, cast, house):
    person = house.people["economic"].contact
    url = reverse("contact", kwargs={"slug": "north", "contact_id": person.pk})
    assert "How this person feels" not in read(client_of, cast.alice, url)
    with tenant_context(cast.north.pk):
        for days in (330, 300, 270, 240):
            house.answer(2, days_ago=days)
        house.answer(9, days_ago=3, confidentiality=Confidentiality.ROLE)
        house.count()

    text = read(client_of, cast.alice, url)

    assert "How this person feels" in text
    assert "usually heard every 30 days" in text  # what was said for the role alone ends no silence


def test_mood_set_by_hand_counts_until_it_is_taken_back(client_of, cast, house):
    alice, person = client_of(cast.alice), house.people["technical"].contact
    with tenant_context(cast.north.pk):
        house.answer(9, days_ago=1)
        before = house.count().mood

    page = alice.get(address("mood-mark-new", house))
    sent = {"mood": "20", "contact": str(person.pk), "role": "", "note": "Angry in the corridor"}
    answer = alice.post(address("mood-mark-new", house), sent | {"form_key": _key(page)})

    assert answer.status_code == 302
    work()
    with tenant_context(cast.north.pk):
        reading = MoodReading.objects.get(source="mark")
        assert (reading.role, reading.value, reading.by_id) == ("technical", 20, cast.alice.employee.pk)
        assert ClientFacts.objects.get(client=house.client).mood < before
    assert "Angry in the corridor" in read(client_of, cast.alice, address("client-mood", house))

    take_back = reverse("mood-mark-removal", args=["north", reading.pk])
    assert client_of(cast.carol).post(take_back).status_code == 403  # neither hers, nor does she manage clients
    assert alice.post(take_back).status_code == 302
    work()
    assert "Angry in the corridor" not in read(client_of, cast.alice, address("client-mood", house))


def test_mark_without_a_mood_is_refused_and_keeps_what_was_typed(client_of, cast, house):
    answer = client_of(cast.alice).post(address("mood-mark-new", house), {"note": "I feel something"})

    assert answer.status_code == 422
    assert "I feel something" in answer.content.decode()


def test_moods_of_another_organization_are_not_found(client_of, cast, house, other_house):
    alice = client_of(cast.alice)
    for name in ("client-mood", "mood-mark-new"):
        assert alice.get(address(name, other_house)).status_code == 404
        assert client_of(cast.mallory).get(address(name, house)).status_code == 404


def _key(page):
    text = page.content.decode()
    return text.partition('name="form_key" value="')[2].partition('"')[0]
