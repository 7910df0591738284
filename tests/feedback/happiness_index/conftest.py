"""Clients with people of every role, and what they say: written by the actions that pages use, and worked off as live."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from accounts import clock
from accounts.clients.models import ClientFacts
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback import pipeline
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from feedback.responses import actions as responses
from feedback.responses.models import Response
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_response, a_version

ROLES = ("economic", "technical", "end_user")


@pytest.fixture
def house(cast, now):
    """North with a client of three people, a version of a survey, and short words for what they say."""
    return furnish(cast.alice, now)


@pytest.fixture
def other_house(cast, now):
    return furnish(cast.mallory, now)


def furnish(owner, now):
    with tenant_context(owner.organization.pk):
        since = now - timedelta(days=800)
        client = a_client("Nordwerk", by=owner.employee, now=since)
        people = {
            role: a_contact(f"Person {role}", at=client, by=owner.employee, now=since, roles=[role]) for role in ROLES
        }
        version = a_version(by=owner.employee, now=since)

    def answer(nps, *, days_ago=0, role="economic", of=client, known_ago=None, **more):
        at = now - timedelta(days=days_ago)
        known = at if known_ago is None else now - timedelta(days=known_ago)
        more.setdefault("contact", people[role].contact)
        answers = {"recommend": nps}
        return a_response(
            answers, version=version, now=at, client=of, role=role, **{"happened_at": at, "recorded_at": known, **more}
        )

    def talk(mood, *, days_ago=0, roles=("technical",), of=client, **more):
        at = now - timedelta(days=days_ago)
        row = Interaction(client=of, channel="call", mood=mood, happened_at=at, **more)
        interactions.log(interaction=row, people=[people[role].contact for role in roles], by=owner.employee, now=at)
        return row

    def count(at=now, of=client):
        pipeline.process(client_ids=[of.pk], now=at)
        return ClientFacts.objects.get(client=of)

    return SimpleNamespace(
        organization=owner.organization,
        by=owner.employee,
        client=client,
        people=people,
        version=version,
        answer=answer,
        talk=talk,
        count=count,
    )


def work(times=4):
    """Do what is due: events first, then what they have asked for."""
    for _ in range(times):
        jobs.drain_all(now=clock.real_now)


def amend(response: Response, nps: int, *, now, confidentiality="named"):
    return responses.amend(
        response_id=response.pk,
        answers={"recommend": nps},
        confidentiality=confidentiality,
        language="en",
        now=now,
    )
