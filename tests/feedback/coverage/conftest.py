"""Clients of North with people, and talks with them."""

from datetime import timedelta

import pytest

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from tests.factories.accounts import a_client, a_contact


@pytest.fixture
def nordwerk(cast, now):
    """A client with one person in each of two roles; nobody stands for the third."""
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now - timedelta(days=400))
        for name, role in (("Olena Shevchenko", "economic"), ("Taras Melnyk", "technical")):
            a_contact(name, at=client, by=cast.alice.employee, now=now - timedelta(days=400), roles=[role])
        return client


@pytest.fixture
def hear(cast, now):
    """Return a function that writes down a talk with a person of the client, and does what follows from it."""

    def hear(client, name=None, *, days_ago=0, by=cast.alice):
        with tenant_context(by.organization.pk):
            people = [one.contact for one in client.positions.filter(contact__name=name).select_related("contact")]
            at = now - timedelta(days=days_ago)
            talk = Interaction(client=client, channel="call", mood=70, happened_at=at)
            interactions.log(interaction=talk, people=people, by=by.employee, now=now)
        work()
        return talk

    return hear


def work(times=3):
    """Do what is due: events first, then what they have asked for."""
    for _ in range(times):
        jobs.drain_all(now=clock.real_now)
