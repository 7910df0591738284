"""Pages of talks, gaps, tasks and one client in a real browser: accessible in each look, and narrow enough."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import clock
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Channel, Interaction
from journeys.playbooks import actions as playbooks
from tests.factories.accounts import a_client, a_contact

LONG = "Запуск лінії пройшов за планом, а " + "підписаногоакта" * 3


@pytest.fixture
def addresses(committed_cast):
    """Let North have talked with a client, and owe it something; return the pages that tell of it."""
    now, by = clock.real_now(), committed_cast.alice.employee
    with tenant_context(committed_cast.north.pk):
        client = a_client("Мрія, науково-виробниче об’єднання", by=by, now=now - timedelta(days=9), manager=by)
        olena = a_contact("Olena", at=client, by=by, now=now - timedelta(days=9), roles=["economic"]).contact
        a_contact("Taras", at=client, by=by, now=now - timedelta(days=9), roles=["technical", "end_user"])
        talk = Interaction(client=client, channel=Channel.CALL, mood=20, happened_at=now, quote=LONG, notes=LONG)
        said = interactions.Said(need=LONG, promise=LONG, promise_due=(now - timedelta(days=1)).date())
        interactions.log(interaction=talk, people=[olena], by=by, now=now, said=said)
        playbooks.bring_task(origin="test", title=LONG, owner=by, due_on=now.date(), client=client, now=now)
        letter = Interaction(channel=Channel.LETTER, happened_at=now, notes=LONG, sender=f"{'x' * 40}@client.example")
        letter.draft, letter.created_at = True, now
        letter.save()
    plain = [
        "my-day",
        "task-new",
        "coverage",
        "coverage-targets",
        "interaction-client",
        "letter-address",
        "letter-drafts",
    ]
    of_client = [
        "client",
        "client-timeline",
        "client-journey",
        "client-people",
        "interaction-new",
        "coverage-of-client",
    ]
    return [
        *(reverse(name, args=["north"]) for name in plain),
        *(reverse(name, args=["north", client.pk]) for name in of_client),
        *(reverse(name, args=["north", talk.pk]) for name in ("interaction", "interaction-removal")),
        reverse("contact", args=["north", olena.pk]),
        reverse("letter-draft", args=["north", letter.pk]),
        f"{reverse('letter-draft', args=['north', letter.pk])}?client={client.pk}",
    ]


def test_pages_of_talks_are_accessible_and_narrow_enough(live_product, addresses, flaws):
    page = live_product.sign_in(live_product.cast.alice)
    wrong = []

    for path in addresses:
        assert page.goto(path).status == 200
        wrong += flaws(page)

    assert wrong == []


def test_filter_folds_behind_one_button_on_phones_alone(live_product, addresses):
    page = live_product.sign_in(live_product.cast.alice, "/o/north/clients/", viewport={"width": 390, "height": 844})
    button, manager = page.get_by_text("Filters", exact=True), page.get_by_label("Happiness manager", exact=True)

    assert not manager.is_visible()
    button.click()
    manager.select_option(label="Nobody")
    page.wait_for_url("**manager=nobody**")
    page.get_by_text("No client fits").wait_for()
    assert manager.is_visible()  # somebody is at it still
    page.reload()
    assert not manager.is_visible()
    assert page.get_by_text("Filters (in use)").is_visible()

    page.set_viewport_size({"width": 1440, "height": 900})
    assert manager.is_visible()
    assert not page.get_by_text("Filters (in use)").is_visible()
