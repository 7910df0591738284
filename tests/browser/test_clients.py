"""The list of clients in a real browser: accessible, narrow enough, filtered without a reload, changed and taken back."""

import pytest
from django.urls import reverse

from accounts import clock
from accounts.clients.models import Client, ClientFacts, Segment, Tag
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client


@pytest.fixture
def clients(committed_cast):
    now = clock.real_now()
    by = committed_cast.alice.employee
    with tenant_context(committed_cast.north.pk):
        segment = Segment.objects.create(name="Key accounts", owner=by, created_at=now)
        nordwerk = a_client(
            "Nordwerk", by=by, now=now, country="DE", manager=by, segment=segment, tags=["VIP", "logistics"]
        )
        a_client("Мрія, науково-виробниче об’єднання", by=by, now=now, country="UA")
        values = {"mood": 34, "stage": "onboarding", "lacks_economic": False, "last_heard_at": now, "revenue": 64_000}
        ClientFacts.objects.filter(client=nordwerk).update(renewal_on=now.date(), **values)
        return nordwerk


def addresses(cast, client):
    with tenant_context(cast.north.pk):
        tag, segment = Tag.objects.first(), Segment.objects.first()
    plain = ["clients", "client-new", "client-views", "client-view-new", "segments", "segment-new", "tags"]
    plain += ["custom-fields", "custom-field-new"]
    of_client = ["client-edit", "client-archive", "client-team", "team-member-new"]
    return [
        *(reverse(name, args=["north"]) for name in plain),
        *(reverse(name, args=["north", client.pk]) for name in of_client),
        f"{reverse('clients', args=['north'])}?mood=5&gap=one_sided",
        f"{reverse('clients', args=['north'])}?mood=wrong",
        f"{reverse('clients-bulk', args=['north'])}?which=chosen&rows={client.pk}",
        *(reverse(name, args=["north", tag.pk]) for name in ("tag", "tag-merge", "tag-removal")),
        reverse("segment-archive", args=["north", segment.pk]),
    ]


def test_pages_of_clients_are_accessible_and_narrow_enough(live_product, clients, flaws):
    page = live_product.sign_in(live_product.cast.alice)

    for path in addresses(live_product.cast, clients):
        page.goto(path)
        assert flaws(page) == []


def test_clients_are_filtered_chosen_changed_and_taken_back(live_product, clients):
    page = live_product.sign_in(live_product.cast.alice, "/o/north/clients/")

    with page.expect_response(lambda response: "mood=unhappy" in response.url):
        page.get_by_label("Mood", exact=True).select_option("unhappy")
    page.wait_for_url("**mood=unhappy**")
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="All", exact=True).first.click()
    page.get_by_label("Choose all on this page").check()
    page.get_by_role("button", name="Change the chosen ones…").click()
    page.get_by_label("Executive sponsor").select_option(label="Bob Berg")
    page.locator("form", has=page.get_by_label("Executive sponsor")).get_by_role("button").click()
    assert page.get_by_text("Executive sponsor: 2 clients changed.").is_visible()
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_text("Undone for 2 clients.").is_visible()

    with tenant_context(live_product.cast.north.pk):
        assert not Client.objects.exclude(sponsor=None).exists()
