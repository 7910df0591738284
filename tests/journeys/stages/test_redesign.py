"""Drawing the path by its pages, and comparing two versions of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.clients.enums import Stage
from accounts.tenancy.context import tenant_context
from journeys.stages import actions, queries
from journeys.stages.models import JourneyPart, JourneyVersion, StageFigures
from tests.factories.journeys import a_journey

pytestmark = pytest.mark.django_db
DESIGN = "/o/north/settings/journey/"
DRAFT = DESIGN + "draft/"


def stage_of(stage):
    return queries.stages_of(queries.draft())[stage]


def test_path_is_drawn_and_published_by_its_pages(client_of, cast):
    browser = client_of(cast.alice)
    assert "Begin with the usual path" in browser.get(DESIGN).content.decode()
    assert "A contract was signed" in browser.post(DRAFT, follow=True).content.decode()
    with tenant_context(cast.north.pk):
        onboarding = stage_of("onboarding")
    url = reverse("journey-stage", kwargs={"slug": "north", "stage_id": onboarding.pk})
    form = {
        "allowed_days": 60,
        "stuck_days": 50,
        "step_name_0": "Kick-off",
        "step_days_0": 7,
        "step_name_1": "Training",
    }
    form |= {"rule_kind_0": "days", "rule_from_0": ["preboarding"], "rule_whose_0": "client"}

    refused = browser.post(url, form).content.decode()

    assert "Write more days than the stage may take." in refused
    assert "Write after how many days." in refused
    assert 'value="Kick-off"' in refused
    assert "Kick-off" in browser.post(url, form | {"stuck_days": 90, "rule_days_0": 30}, follow=True).content.decode()
    published = browser.post(reverse("journey-publication", args=["north"]), {"note": "Shorter"}, follow=True)
    assert "Version 1 is in force." in published.content.decode()
    with tenant_context(cast.north.pk):
        drawn = queries.stages_of(JourneyVersion.objects.get())["onboarding"]
        assert (drawn.allowed_days, drawn.stuck_days) == (60, 90)
        assert [(one.name, one.allowed_days) for one in drawn.own_steps] == [("Kick-off", 7), ("Training", None)]
        assert [(one.kind, one.come_from, one.days) for one in drawn.own_rules] == [("days", ("preboarding",), 30)]
    assert browser.post(url, form).status_code == 404  # what was published is changed no more
    assert client_of(cast.carol).post(DRAFT).status_code == 403


def test_touchpoint_is_placed_once_and_taken_off(path, client_of, cast):
    browser = client_of(cast.alice)
    browser.post(DRAFT)
    with tenant_context(cast.north.pk):
        stage = stage_of("onboarding")
    new = reverse("journey-part-new", kwargs={"slug": "north", "stage_id": stage.pk})
    form = {"touchpoint": path.acts.pk, "department": path.accounting.pk, "standard_days": 3}

    assert "Acts and invoices" in browser.post(new, form, follow=True).content.decode()
    assert "has its part at this touchpoint already" in browser.post(new, form).content.decode()
    with tenant_context(cast.north.pk):
        part = JourneyPart.objects.get(stage=stage)
    removal = reverse("journey-part-removal", kwargs={"slug": "north", "part_id": part.pk})
    browser.post(removal)
    browser.post(reverse("journey-drop", args=["north"]))
    browser.post(reverse("journey-drop", args=["north"]))
    with tenant_context(cast.north.pk):
        assert queries.draft() is None
        assert [one.touchpoint_id for one in queries.parts_of(queries.versions().first())] == [path.acts.pk]


def onboard(path, number, *, days_ago, took, mood, now):
    """Let so many clients be onboarded, each a few days later than the one before."""
    for one in range(number):
        began = days_ago - one
        client = path.client(f"{days_ago}-{one}", Stage.ONBOARDING, days_ago=began)
        path.talk(client, mood + one, days_ago=began - 5, touchpoint=None, department=None)
        actions.enter(client=client, stage=Stage.LONG_TERM, by=path.by, now=now - timedelta(days=began - took))


def test_redesign_is_compared_by_one_yardstick_with_an_interval(path, client_of, cast, now):
    with tenant_context(path.organization.pk):
        onboard(path, 6, days_ago=300, took=80, mood=40, now=now)
        second = a_journey(by=path.by, now=now - timedelta(days=200), days={"onboarding": (45, 70)})
        onboard(path, 6, days_ago=150, took=30, mood=70, now=now)
        path.client("Fresh", Stage.ONBOARDING, days_ago=5)
    path.count()
    url = reverse("journey-version", kwargs={"slug": "north", "journey_id": second.pk})

    shown = client_of(cast.alice).get(url).content.decode()

    with tenant_context(path.organization.pk):
        rows = {row.version_id: row for row in StageFigures.objects.filter(measured_by=second, stage="onboarding")}
        before, after = rows[path.version.pk], rows[second.pk]
        assert (before.entered, before.timed, before.in_time, before.mood_n) == (6, 6, 0, 6)
        assert (after.entered, after.timed, after.in_time, after.mood_n) == (7, 6, 6, 6)
    assert "Ready within 45 days" in shown
    assert "0 of 6" in shown
    assert "6 of 6" in shown
    assert "+100" in shown
    assert "+30" in shown
    assert "not certain" not in shown


def test_few_stays_are_compared_by_no_number(path, client_of, cast, now):
    with tenant_context(path.organization.pk):
        onboard(path, 2, days_ago=300, took=80, mood=40, now=now)
        second = a_journey(by=path.by, now=now - timedelta(days=200), days={"onboarding": (45, 70)})
        onboard(path, 2, days_ago=150, took=30, mood=70, now=now)
    path.count()

    shown = client_of(cast.alice).get(reverse("journey-version", args=["north", second.pk])).content.decode()
    assert "Too early to say: 2 clients before and 2 after had the time, 5 are needed in each." in shown
    assert client_of(cast.mallory).get(f"/o/south/journey/versions/{second.pk}/").status_code == 404
