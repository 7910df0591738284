"""The map, what a mood of it rests on, the funnel, and the board."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clients.enums import Stage
from accounts.clients.models import ClientFacts
from accounts.tenancy.context import tenant_context
from feedback.interactions.actions import Said
from feedback.interactions.models import Promise, Visibility
from journeys.stages import actions, queries
from journeys.stages.models import StageFigures
from tests.factories.accounts import a_client

pytestmark = pytest.mark.django_db
MAP = "/o/north/journey/"


def place(path, **more):
    query = {"stage": "long_term", "touchpoint": path.acts.pk, "dept": path.accounting.pk, **more}
    return MAP + "?" + "&".join(f"{name}={value}" for name, value in query.items())


def unhappy(path, number, **more):
    """Let so many clients of a thousand each be unhappy with the acts."""
    found = []
    for one in range(number):
        found.append(path.client(f"Client {one}", revenue=1000))
        path.talk(found[-1], 30 + one, **more)
    return found


def test_map_shows_mood_money_and_time_of_a_place_and_leads_to_its_talks(path, client_of, cast, now):
    with tenant_context(path.organization.pk):
        clients = unhappy(path, 5)
        promised = {"promise": "The act", "promise_owner": path.by, "promise_due": (now - timedelta(days=9)).date()}
        path.talk(clients[0], 30, days_ago=20, said=Said(**promised))
        Promise.objects.update(kept_at=now - timedelta(days=11))
    path.count()
    browser = client_of(cast.alice)

    shown = browser.get(MAP).content.decode()

    for words in (
        "Acts and invoices",
        "Accounting",
        "€5k",
        "5 unhappy clients",
        "A promise took 9.0 days",
        "standard is 2 days",
    ):
        assert words in shown, words
    assert "heat__flag" in shown
    evidence = browser.get(place(path)).content.decode()
    assert all(f"Client {one}" in evidence for one in range(5))
    assert "The act is signed" in evidence
    assert "€5k" not in client_of(cast.carol).get(MAP).content.decode()


def test_few_clients_make_no_number_and_confidential_talks_are_for_their_readers(path, client_of, cast):
    with tenant_context(path.organization.pk):
        clients = unhappy(path, 4)
        path.talk(clients[0], 90, visibility=Visibility.LEADERSHIP)
    path.count()

    assert "Too early to say" in client_of(cast.alice).get(MAP).content.decode()
    assert "4 of 5 clients have spoken" in client_of(cast.dave).get(place(path)).content.decode()
    assert (
        "top management only" not in client_of(cast.dave).get(place(path, **{"with": "confidential"})).content.decode()
    )
    sealed = client_of(cast.bob).get(place(path, **{"with": "confidential"})).content.decode()
    assert "top management only" in sealed


def test_place_that_is_slow_and_of_which_nobody_said_how_they_feel(path, client_of, cast, now):
    with tenant_context(path.organization.pk):
        said = Said(promise="The act", promise_owner=path.by, promise_due=(now - timedelta(days=9)).date())
        path.talk(path.client("Nordwerk"), None, days_ago=20, said=said)
        Promise.objects.update(kept_at=now - timedelta(days=11))
    path.count()
    browser = client_of(cast.alice)

    shown = browser.get(MAP)
    assert shown.status_code == 200
    assert "A promise took 9.0 days; the standard is 2 days." in shown.content.decode()
    assert "0 of 5 clients have spoken" in browser.get(place(path)).content.decode()


def test_house_without_a_path_is_led_to_draw_one(client_of, cast):
    assert "Draw the path" in client_of(cast.mallory).get("/o/south/journey/").content.decode()
    assert client_of(cast.alice).get(MAP + "?touchpoint=x&stage=moon").status_code == 404
    assert client_of(cast.alice).get(MAP + "?touchpoint=x&stage=long_term").status_code == 404


def test_map_of_another_house_knows_no_place_of_ours(path, client_of, cast):
    assert client_of(cast.mallory).get(place(path).replace("north", "south")).status_code == 404


def test_funnel_says_who_moved_on_who_was_lost_and_who_is_stuck(path, client_of, cast, now):
    with tenant_context(path.organization.pk):
        done = path.client("Done", Stage.ONBOARDING, days_ago=100, revenue=10)
        actions.enter(client=done, stage=Stage.LONG_TERM, by=path.by, now=now - timedelta(days=40))
        slow = path.client("Slow", Stage.ONBOARDING, days_ago=200, revenue=30)
        gone = path.client("Gone", Stage.ONBOARDING, days_ago=200)
        ClientFacts.objects.filter(client=gone).update(state="archived")
    path.count()
    actions.request_sweeps(now=now)
    path.count()

    with tenant_context(path.organization.pk):
        row = StageFigures.objects.get(version=None, stage="onboarding")
        assert (row.entered, row.moved_on, row.lost, row.present, row.revenue) == (3, 1, 1, 1, 30)
        assert (row.median_days, row.timed, row.in_time) == (60, 3, 1)
        assert [
            one.client_id for one in queries.stays(stage="onboarding", end=queries.End.ONWARD, version=None, now=now)
        ] == [done.pk]
    browser = client_of(cast.alice)
    shown = browser.get(MAP).content.decode()
    assert "33%" in shown
    assert "1 lost" in shown
    assert (
        "Gone" in browser.get(reverse("journey-stays", args=["north"]) + "?stage=onboarding&end=lost").content.decode()
    )
    assert browser.get(reverse("journey-stays", args=["north"]) + "?stage=moon").status_code == 404
    assert slow.name in browser.get(reverse("clients", args=["north"]) + "?stage=onboarding").content.decode()


def test_board_moves_a_client_and_shows_twenty_of_a_stage(path, client_of, cast):
    with tenant_context(path.organization.pk):
        client = path.client("Movable")
    board, browser = reverse("journey-board", args=["north"]), client_of(cast.alice)
    move = reverse("journey-move", kwargs={"slug": "north", "client_id": client.pk})

    assert "Movable: Reboarding." in browser.post(move, {"stage": "reboarding"}, follow=True).content.decode()
    assert "nothing was moved" in browser.post(move, {"stage": "moon"}, follow=True).content.decode()
    assert "Movable" not in browser.get(board + "?pace=stuck").content.decode()
    assert "Movable" in client_of(cast.carol).get(board).content.decode()
    assert client_of(cast.carol).post(move, {"stage": "onboarding"}).status_code == 403
    with tenant_context(path.organization.pk):
        assert ClientFacts.objects.get(client=client).stage == "reboarding"


def test_pages_ask_as_much_for_one_client_as_for_three(path, client_of, cast, now):
    browser, counts = client_of(cast.alice), []
    with tenant_context(path.organization.pk):
        unhappy(path, 1)
    path.count()
    pages = [
        MAP,
        place(path),
        reverse("journey-board", args=["north"]),
        reverse("journey-stays", args=["north"]) + "?stage=long_term",
    ]
    for number in (1, 3):
        if number > 1:
            with tenant_context(path.organization.pk):
                for one in range(2):
                    path.talk(path.client(f"More {one}", revenue=5), 40)
                    a_client(f"Unplaced {one}", by=path.by, now=now)
            path.count()
        for page in pages:
            browser.get(page)  # what is kept between requests is there for both
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(page).status_code == 200
            counts.append(len(asked))

    assert counts[:4] == counts[4:], counts
    assert max(counts) <= 30
