"""A form acts once, however often and by however many it is sent; what was refused or has died may be sent again."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from accounts import clock
from accounts.clients.models import Client as ClientRow
from accounts.clients.models import CustomField, SavedView, Segment
from accounts.events.models import CustomKind
from accounts.exchange.models import ImportJob
from accounts.jobs import actions as jobs
from accounts.mail.models import Suppression
from accounts.organizations.models import Department, Employee, StaffInvitation, Touchpoint
from accounts.tenancy.context import tenant_context
from accounts.web import actions
from accounts.web.models import SentForm
from accounts.webhooks.models import Webhook
from tests.architecture.site_map import pages_behind_the_door

KEY = "0123456789abcdef0123456789abcdef"
CREATING = re.compile(r"-new$|^person-invitation$")
PERSON = {"name": "Nina Nord", "email": "nina@north.example", "language": "en", "time_zone": "Europe/Kyiv"}
PERSON |= {"work_days": ["1"], "work_starts": "09:00", "work_ends": "18:00", "role": "specialist"}
FORMS = {
    "department-new": (Department, {"name": "Care"}),
    "touchpoint-new": (Touchpoint, {"name": "First call"}),
    "person-new": (Employee, PERSON),
    "webhook-new": (Webhook, {"title": "Warehouse", "url": "https://hooks.example/in", "everything": "on"}),
    "event-kind-new": (
        CustomKind,
        {"title": "Order is late", "key": "order_late", "fields-TOTAL_FORMS": "0", "fields-INITIAL_FORMS": "0"},
    ),
    "import-new": (ImportJob, {"pasted": "Client,Email"}),
    "client-new": (ClientRow, {"name": "Nordwerk", "language": "en"}),
    "client-view-new": (SavedView, {"name": "Unhappy here", "query": "mood=unhappy"}),
    "segment-new": (Segment, {"name": "Key accounts"}),
    "custom-field-new": (CustomField, {"label": "Contract no.", "subject": "client", "kind": "text"}),
    "suppression-new": (Suppression, {"address": "taras@client.example"}),
}
story = pytest.mark.urls("tests.accounts.web.pages")


def count(model, organization):
    with tenant_context(organization.pk):
        return model.objects.count()


def departments(cast):
    return count(Department, cast.north)


def tell(browser, person, **changes):
    return browser.post(person.url("story/"), {"name": "Care", "form_key": KEY} | changes)


def test_every_form_that_creates_acts_once():
    creating = {page.name for page in pages_behind_the_door() if CREATING.search(page.name)}
    guarded = {page.name for page in pages_behind_the_door() if getattr(page.view, "acts_once", False)}

    assert {"person-invitation", *FORMS} <= creating
    assert creating <= guarded


@pytest.mark.parametrize("name", FORMS)
def test_form_sent_again_leads_where_the_first_one_led(cast, client_of, name):
    model, typed = FORMS[name]
    browser, address = client_of(cast.alice), reverse(name, args=["north"])
    with tenant_context(cast.north.pk):
        department = Department.objects.create(name="Sales")
    key = re.search(r'name="form_key" value="([0-9a-f]{32})"', browser.get(address).content.decode())[1]
    before = count(model, cast.north)

    first, second = [
        browser.post(address, typed | {"department": department.pk, "form_key": key}, follow=False) for _ in "12"
    ]

    assert count(model, cast.north) == before + 1
    assert (first.status_code, second.status_code) in {(302, 302), (200, 302)}  # a webhook's secret is shown once
    assert second["Location"] == first.get("Location", first.get("Content-Location"))
    assert browser.get(second["Location"]).status_code == HTTPStatus.OK


def test_invitation_sent_again_offers_one_seat(cast, client_of, now):
    with tenant_context(cast.north.pk):
        nina = Employee.objects.create(name="Nina Nord", email="nina@north.example", created_at=now)
    browser, address = client_of(cast.alice), reverse("person-invitation", args=["north", nina.pk])

    answers = [browser.post(address, {"role": "specialist", "form_key": KEY}).status_code for _ in "123"]

    assert answers == [302, 302, 302]
    assert count(StaffInvitation, cast.north) == 1


@story
@pytest.mark.django_db(transaction=True)
def test_ten_requests_at_once_act_once(committed_cast, client_of):
    cast = committed_cast
    gate = threading.Barrier(10)
    browsers = [client_of(cast.alice) for _ in range(10)]

    def send(browser):
        gate.wait()
        try:
            return tell(browser, cast.alice)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(send, browsers))

    assert departments(cast) == 1
    assert len({answer["Location"] for answer in answers}) == 1
    assert {answer.status_code for answer in answers} == {302}


@pytest.mark.django_db(transaction=True)
def test_form_of_a_process_that_dies_is_free_again(committed_cast, now):
    organization, digest = committed_cast.north, b"d" * 32
    taken, dying = threading.Event(), threading.Event()

    def die():
        with pytest.raises(Exception, match="connection"), tenant_context(organization.pk):
            assert actions.take(digest=digest, now=now)
            taken.set()
            dying.wait(10)
            connection.connection.close()  # what the database sees of kill -9: the end of the connection, no COMMIT
        connections.close_all()

    def follow():
        try:
            with tenant_context(organization.pk):
                return actions.take(digest=digest, now=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(die)
        assert taken.wait(10)
        second = threads.submit(follow)
        assert not second.done()
        dying.set()
        first.result()
        assert second.result() is not None
    assert count(SentForm, organization) == 1


@story
@pytest.mark.parametrize(
    "changes",
    [{"name": "Care for all"}, {"form_key": "f" * 32}, {"form_key": ""}],
    ids=["changed text", "another form", "no key"],
)
def test_another_form_acts_again(cast, client_of, changes):
    browser = client_of(cast.alice)

    tell(browser, cast.alice)
    tell(browser, cast.alice, **changes)

    assert departments(cast) == 2


@story
def test_key_is_of_its_sender_and_page_alone(cast, client_of):
    for person in (cast.alice, cast.dave, cast.mallory):
        tell(client_of(person), person)

    assert departments(cast) == 2
    assert count(Department, cast.south) == 1


@story
def test_refused_form_keeps_its_key_and_acts_when_it_is_right(cast, client_of):
    browser = client_of(cast.alice)

    refused = tell(browser, cast.alice, name="")
    told = tell(browser, cast.alice)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'value="{KEY}"' in refused.content.decode()
    assert "form_done" not in refused.cookies
    assert told.status_code == HTTPStatus.FOUND
    assert told.cookies["form_done"].value == KEY
    assert count(SentForm, cast.north) == 1


@story
def test_form_whose_page_broke_is_free_again(cast, client_of):
    browser = client_of(cast.alice)

    broken = [tell(browser, cast.alice, name="fail").status_code for _ in "12"]

    assert broken == [500, 500]
    assert departments(cast) == 0
    assert count(SentForm, cast.north) == 0


@story
def test_repetition_by_htmx_is_led_as_a_whole_page(cast, client_of):
    browser = client_of(cast.alice)
    first = tell(browser, cast.alice)

    again = browser.post(cast.alice.url("story/"), {"name": "Care", "form_key": KEY}, headers={"HX-Request": "true"})

    assert again["HX-Redirect"] == first["Location"]
    assert departments(cast) == 1


def test_forms_are_forgotten_after_a_day(cast, now):
    with tenant_context(cast.north.pk):
        actions.take(digest=b"o" * 32, now=now - timedelta(days=1, minutes=1))
        actions.take(digest=b"n" * 32, now=now - timedelta(hours=23))

    actions.request_forgetting(now=now)
    jobs.drain(queue=actions.QUEUE, now=clock.real_now)

    with tenant_context(cast.north.pk):
        assert [bytes(row.digest) for row in SentForm.objects.all()] == [b"n" * 32]


def test_anonymous_person_cannot_send_a_form(cast):
    answer = Client().post(cast.alice.url("settings/departments/new/"), {"name": "Care", "form_key": KEY})

    assert answer.status_code == HTTPStatus.FOUND
    assert count(SentForm, cast.north) == 0
