"""Taras at Nordwerk, who has his birthday on 10 December and wants to be greeted; today is 2 December 2025."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from journeys.care import actions
from journeys.care.models import PersonCare
from tests.factories.accounts import a_client, a_contact


@pytest.fixture
def now():
    return datetime(2025, 12, 2, 8, tzinfo=UTC)  # a Tuesday, long enough ago for letters to leave now


@pytest.fixture
def house(cast, now):
    """The client Nordwerk with its person Taras, looked after by Alice."""
    with tenant_context(cast.north.pk):
        client = a_client(
            "Nordwerk", by=cast.alice.employee, now=now, country="DE", language="en", time_zone="Europe/Berlin",
            manager=cast.alice.employee,
        )  # fmt: skip
        taras = a_contact(
            "Taras Melnyk", at=client, by=cast.alice.employee, now=now, email="taras@nordwerk.example", language="uk",
            salutation="Шановний Тарасе", birth_day=10, birth_month=12, birthday_source="said so",
            time_zone="Europe/Berlin",
        ).contact  # fmt: skip
        wishes = PersonCare(contact=taras, greets_birthday=True, consent_source="said so")
        actions.save_person_care(care=wishes, by=cast.alice.employee, now=now, before=None)
    return SimpleNamespace(client=client, taras=taras, wishes=wishes)


@pytest.fixture
def address():
    def of(name, slug="north", **rows):
        return reverse(name, kwargs={"slug": slug, **{key: getattr(row, "pk", row) for key, row in rows.items()}})

    return of


@pytest.fixture
def plan(cast, house):
    """Let the daily look at what comes up happen, as the timetable lets it."""

    def run(moment):
        actions.request_plans(now=moment)
        jobs.drain(queue=actions.PLANS, now=lambda: moment)

    return run
