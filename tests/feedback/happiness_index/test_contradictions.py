"""What contradicts itself: found by rules that can be read, told with both sides, and to nobody who may not know of it."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tenancy.context import tenant_context
from feedback.alerts import rules
from feedback.alerts.queries.facts import known_of
from feedback.happiness_index import queries
from feedback.happiness_index.contradictions import Kind, Said, find
from feedback.happiness_index.formula import Disagreement
from feedback.responses.models import Confidentiality, Response
from feedback.sentiment import actions
from tests.feedback.happiness_index.conftest import house, other_house  # noqa: F401 fixtures

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
BITTER, KIND = "Terrible support, we are very disappointed and angry.", "Thank you, wonderful people and great work!"


def said(value, *, days=0, role="economic", **more):
    given = {"id": uuid.uuid4(), "source": None, "contact_id": None, "happened_at": NOW - timedelta(days=days)}
    return Said(**{**given, "value": value, "role": role, **more})


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ([said(60, score=100, text=-0.7)], ["words"]),
        ([said(60, score=30, text=0.6)], ["words"]),
        ([said(60, score=100, text=-0.5)], []),  # mild, or not sure
        ([said(60, score=70, text=-0.7)], []),  # content is not delighted
        ([said(60, score=72, text=-0.7, is_noted=True)], ["mark"]),  # our own note is less careful
        ([said(60, days=91, score=100, text=-0.7)], []),
        ([said(60, days=-1, score=100, text=-0.7)], []),
        ([said(20, is_ours=True), said(70, days=29)], ["mark"]),
        ([said(20, is_ours=True), said(70, days=31)], []),
        ([said(50, is_ours=True), said(66)], []),  # too near
        ([said(20, is_ours=True, role="technical"), said(70)], []),  # of another role
        ([said(20, is_ours=True, role=""), said(70)], ["mark"]),
        ([said(20, is_ours=True, contact_id=uuid.uuid4()), said(70)], []),  # of another person
        ([said(20, is_ours=True), said(70, days=9), said(30, days=2)], []),  # they agree by now
    ],
)
def test_rules(rows, kinds):
    assert [pair.kind for pair in find(rows, None, at=NOW)] == kinds


def test_roles_contradict_each_other_by_their_last_words_and_only_clearly():
    rows = [said(90, days=8), said(30, days=2), said(20, days=5, role="technical"), said(50, role="technical")]

    (pair,) = find(rows, Disagreement("economic", "technical", 40, is_clear=True), at=NOW)

    assert (pair.kind, pair.better, pair.worse, pair.points) == (Kind.ROLES, rows[0], rows[3], 40)
    assert find(rows, Disagreement("economic", "technical", 40, is_clear=False), at=NOW) == []


def test_talk_of_several_people_is_one_finding():
    talk = uuid.uuid4()
    rows = [said(60, source=talk, score=90, text=-0.8, is_noted=True, role=role) for role in ("economic", "technical")]

    assert len(find(rows, None, at=NOW)) == 1


def write(response, text):
    response.answers = {**response.answers, "words": text}
    response.has_words = True
    response.save()


def pages(house, response):  # noqa: F811
    of_client = {"slug": house.organization.slug, "client_id": house.client.pk}
    return [
        reverse("client", kwargs=of_client),
        reverse("client-mood", kwargs=of_client),
        reverse("answer", args=[house.organization.slug, response.pk]),
    ]


def test_high_score_with_bitter_words_stands_on_every_page_with_both_sides(client_of, cast, house, other_house):  # noqa: F811
    with tenant_context(house.organization.pk):
        response = house.answer(10, days_ago=3)
        write(response, BITTER)
        house.count()

    for url in pages(house, response):
        text = client_of(cast.carol).get(url).content.decode()
        assert "A high score, and bitter words" in text
        assert BITTER in text
        assert client_of(cast.mallory).get(url).status_code == 404
    with tenant_context(other_house.organization.pk):
        assert queries.contradictions(house.client.pk, now=response.happened_at + timedelta(days=1)) == []


def test_what_is_for_top_management_contradicts_nothing_that_others_see(client_of, cast, house, now):  # noqa: F811
    with tenant_context(house.organization.pk):
        house.answer(10, days_ago=20)
        response = house.answer(10, days_ago=3, role="technical", confidentiality=Confidentiality.LEADERSHIP)
        write(response, BITTER)
        house.count()
        assert queries.contradictions(house.client.pk, now=now) == []
        sealed = queries.contradictions(house.client.pk, now=now, confidential=True)
        assert {one.kind for one in sealed} == {Kind.WORDS, Kind.ROLES}

    overview, mood, answer = pages(house, response)
    for url in (overview, mood + "?with=confidential"):
        assert BITTER not in client_of(cast.carol).get(url).content.decode().partition("story")[0]
        assert "A high score" not in client_of(cast.carol).get(url).content.decode()
    assert client_of(cast.carol).get(answer).status_code == 404
    for url in (mood + "?with=confidential", answer):
        assert "A high score, and bitter words" in client_of(cast.bob).get(url).content.decode()


def test_mark_of_ours_against_their_own_words(client_of, cast, house, now):  # noqa: F811
    with tenant_context(house.organization.pk):
        response = house.answer(2, days_ago=3, confidentiality=Confidentiality.ROLE)
        write(response, BITTER)
        actions.record_by_hand(
            client=house.client, value=90, role="economic", note="All smiles at lunch", by=house.by, now=now
        )
        house.count()

    text = client_of(cast.carol).get(pages(house, response)[0]).content.decode()

    assert "We felt better about it than they say" in text
    assert "All smiles at lunch" in text
    assert "Person economic, economic buyer: 2 of 10" not in text


def test_talk_that_the_reader_may_not_open_has_a_mood_and_no_words(client_of, cast, house):  # noqa: F811
    with tenant_context(house.organization.pk):
        house.talk(90, days_ago=2, quote=BITTER, visibility="managers")
        house.count()
    url = reverse("client-mood", args=["north", house.client.pk])

    told = client_of(cast.carol).get(url).content.decode()
    known = client_of(cast.bob).get(url).content.decode()

    assert "We felt better about it than they say" in told
    assert (BITTER in told, BITTER in known) == (False, True)


def test_finding_costs_the_same_for_few_and_many(house, now):  # noqa: F811
    def cost():
        with CaptureQueriesContext(connection) as asked:
            found = queries.contradictions(house.client.pk, now=now)
        return len(found), len(asked)

    with tenant_context(house.organization.pk):
        for days in (3, 6):
            write(house.answer(10, days_ago=days), BITTER)
        house.count()
        few = cost()
        for days in range(10, 20):
            write(house.answer(1, days_ago=days), KIND)
        house.count()
        many = cost()
        assert Response.objects.count() == 12

    assert few[1] == many[1]
    assert (few[0], many[0]) == (2, 5)


def test_alerts_tell_of_what_pages_show(house, now):  # noqa: F811
    with tenant_context(house.organization.pk):
        for days in (9, 6, 3):
            house.answer(10, days_ago=days, role="economic")
            house.answer(0, days_ago=days, role="end_user")
        write(house.answer(10, days_ago=1, role="technical"), BITTER)
        actions.record_by_hand(client=house.client, value=90, role="end_user", by=house.by, now=now)
        house.count()
        shown = {one.kind for one in queries.contradictions(house.client.pk, now=now)}
        known = known_of([house.client.pk], since=now - timedelta(days=90), now=now)[house.client.pk]
        told = {one.evidence[0].what for one in rules.evaluate("contradiction", known, numbers={}, now=now)}

    assert shown == {Kind.WORDS, Kind.MARK, Kind.ROLES}
    assert told == {"score", "felt", "roles"}
