"""Onboarding is drawn anew and compared with what was before, in a real browser; its pages are accessible and narrow enough."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts import clock
from accounts.clients.enums import Stage
from accounts.events.models import Origin
from accounts.jobs import actions as jobs
from accounts.organizations.models import Department, Touchpoint
from accounts.tenancy.context import tenant_context
from journeys.stages import actions
from tests.factories.accounts import a_client
from tests.factories.journeys import a_journey


@pytest.fixture
def house(committed_cast):
    """Six clients were onboarded slowly by the path of North."""
    now, by = clock.real_now(), committed_cast.alice.employee
    with tenant_context(committed_cast.north.pk):
        department = Department.objects.create(name="Delivery")
        launch = Touchpoint.objects.create(name="Launch", department=department, position=1)
        a_journey(
            by=by, now=now - timedelta(days=400), parts=[("onboarding", launch, department, {"standard_days": 5})]
        )
        onboard("Slow", 6, began=200, took=80, by=by, now=now)
    return committed_cast


def onboard(name, number, *, began, took, by, now):
    for one in range(number):
        client = a_client(f"{name} {one}", by=by, now=now - timedelta(days=300), origin=Origin.IMPORT)
        actions.enter(client=client, stage=Stage.ONBOARDING, by=by, now=now - timedelta(days=began))
        actions.enter(client=client, stage=Stage.LONG_TERM, by=by, now=now - timedelta(days=began - took))


def test_onboarding_is_redesigned_and_compared(live_product, house, flaws):
    page = live_product.sign_in(house.alice, "/o/north/settings/journey/")
    page.get_by_role("button", name="Draw anew").click()
    page.locator("section", has=page.get_by_role("heading", name="Onboarding")).get_by_role(
        "link", name="Change"
    ).first.click()
    page.get_by_label("Days it may take").fill("45")
    page.get_by_label("Days after which it is stuck").fill("70")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Publish").click()
    page.get_by_label("What changes, and why").fill("One owner of every launch")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 2 is in force.")).to_be_visible()

    later = clock.real_now() + timedelta(days=120)  # six clients later
    with tenant_context(house.north.pk):
        onboard("Quick", 6, began=100, took=30, by=house.alice.employee, now=later)
        jobs.enqueue(queue=actions.FIGURES, subject_id=house.north.pk, now=later)
    jobs.drain(queue=actions.FIGURES, now=lambda: later)

    page.goto("/o/north/journey/")
    found = flaws(page)
    page.get_by_role("link", name="Before and after").click()
    expect(page.get_by_text("One owner of every launch").first).to_be_visible()
    expect(page.get_by_text("Ready within 45 days")).to_be_visible()
    expect(page.get_by_text("6 of 6")).to_be_visible()
    found += flaws(page)
    page.goto("/o/north/journey/board/")
    assert [*found, *flaws(page)] == []
