"""The calendar of an employee, as calendar programs read it."""

from datetime import date, timedelta

import pytest
import vobject
from django.conf import settings
from django.test import Client
from icalendar import Calendar

from accounts import clock
from accounts.organizations.models import Employee, Membership
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from journeys.care import actions
from journeys.care.models import CareFeed
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db
LONG = "Олександра-Вікторія Переяславська-Хмельницька, заступниця головної інженерки; «Захід, схід»"


@pytest.fixture
def url(cast, house):
    with tenant_context(cast.north.pk):
        house.taras.name = LONG
        house.taras.save()
        return actions.url_of(actions.renew_feed(employee=cast.alice.employee, now=clock.real_now()))


def ask(url):
    return Client().get(url.removeprefix(settings.BASE_URL))


def read_by_icalendar(content):
    return {
        str(one["uid"]): (one.decoded("dtstart"), one.decoded("dtend"), str(one["summary"]))
        for one in Calendar.from_ical(content).walk("VEVENT")
    }


def read_by_vobject(content):
    return {
        one.uid.value: (one.dtstart.value, one.dtend.value, one.summary.value)
        for one in vobject.readOne(content.decode()).vevent_list
    }


def test_two_libraries_read_the_same_days_and_the_same_cyrillic(url):
    answer = ask(url)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    first, second = read_by_icalendar(answer.content), read_by_vobject(answer.content)
    assert first == second
    assert len(first) >= 3
    for start, end, _summary in first.values():
        assert type(start) is date  # a day, without a clock
        assert end - start == timedelta(days=1)
    titles = [summary for _start, _end, summary in first.values()]
    assert any(title.startswith(f"Birthday: {LONG} (Nordwerk)") for title in titles)


def test_lines_are_folded_at_75_bytes_and_never_inside_a_letter(url):
    content = ask(url).content

    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # a letter of two bytes is on one side of a fold
    assert b"DTSTART;VALUE=DATE:" in content


def test_the_same_occasion_keeps_its_uid_and_a_get_writes_nothing(cast, url):
    with tenant_context(cast.north.pk):
        before = CareFeed.objects.values().get()

    assert read_by_icalendar(ask(url).content) == read_by_icalendar(ask(url).content)
    with tenant_context(cast.north.pk):
        assert CareFeed.objects.values().get() == before


def test_only_ones_own_clients_are_in_it(cast, url, now):
    with tenant_context(cast.north.pk):
        other = a_client("Agrolan", by=cast.alice.employee, now=now, country="UA", manager=cast.bob.employee)
        a_contact("Viktor", at=other, by=cast.alice.employee, now=now)

    assert "Agrolan" not in ask(url).content.decode()
    assert "Independence Day" not in ask(url).content.decode()


@pytest.mark.parametrize("how", ["closed", "replaced", "left", "no_role", "off", "tampered", "other_kind"])
def test_a_link_that_holds_no_more_opens_nothing(cast, url, how):
    with tenant_context(cast.north.pk):
        if how == "closed":
            for _again in range(2):
                actions.close_feed(employee=cast.alice.employee, now=clock.real_now())
        elif how == "replaced":
            actions.renew_feed(employee=cast.alice.employee, now=clock.real_now())
        elif how == "left":
            Employee.objects.filter(pk=cast.alice.employee.pk).update(left_at=clock.real_now())
        elif how == "no_role":
            Membership.objects.filter(employee=cast.alice.employee).update(
                role=Role.AUDITOR, ends_at=clock.real_now() - timedelta(days=1)
            )
        elif how == "off":
            type(cast.north).objects.update(is_active=False)
    if how == "tampered":
        url = url[:-3] + ("A/" if url[-3:] != "AA/" else "B/")
    if how == "other_kind":
        url = url.replace("/k/", "/p/")

    assert ask(url).status_code == 404


def test_ones_own_page_shows_makes_and_closes_the_link(client_of, cast, house, address):
    alice = client_of(cast.alice)
    page = alice.post(address("care-feed"), {"act": "renew"}, follow=True).content.decode()
    assert f"{settings.BASE_URL}/k/" in page
    assert f"{settings.BASE_URL}/k/" not in client_of(cast.bob).get(address("care-feed")).content.decode()

    page = alice.post(address("care-feed"), {"act": "close"}, follow=True).content.decode()
    assert f"{settings.BASE_URL}/k/" not in page
