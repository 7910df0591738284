"""A house with a drawn path, a place on it, and clients that talk about it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from accounts import clock
from accounts.clients.enums import Stage
from accounts.clients.models import ClientFacts
from accounts.events.models import Origin
from accounts.jobs import actions as jobs
from accounts.organizations.models import Department, Touchpoint
from accounts.tenancy.context import tenant_context
from feedback import pipeline
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from journeys.stages import actions
from tests.factories.accounts import a_client
from tests.factories.journeys import a_journey


@pytest.fixture
def path(cast, now):
    """North with accounting on its path since a year, and short words for who stands where and what they say."""
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        accounting = Department.objects.create(name="Accounting")
        acts = Touchpoint.objects.create(name="Acts and invoices", department=accounting, position=1)
        parts = [("long_term", acts, accounting, {"standard_days": 2, "result": "The act is signed", "owner": by})]
        version = a_journey(by=by, now=now - timedelta(days=400), parts=parts)

    def client(name, stage=Stage.LONG_TERM, *, days_ago=100, revenue=None):
        row = a_client(name, by=by, now=now - timedelta(days=500), origin=Origin.IMPORT)
        actions.enter(client=row, stage=stage, by=by, now=now - timedelta(days=days_ago))
        ClientFacts.objects.filter(client=row).update(revenue=revenue)
        return row

    def talk(of, mood, *, days_ago=10, **more):
        at = now - timedelta(days=days_ago)
        row = Interaction(client=of, channel="call", mood=mood, happened_at=at, touchpoint=acts, department=accounting)
        for name, value in more.items():
            setattr(row, name, value)
        said = more.pop("said", None)
        interactions.log(interaction=row, people=[], by=by, now=at, **({"said": said} if said else {}))
        pipeline.process(client_ids=[of.pk], now=now)
        return row

    def count():
        for queue in ("events", "monthly_sums", actions.FIGURES):
            jobs.drain(queue=queue, now=lambda: clock.real_now() + timedelta(hours=1))

    return SimpleNamespace(
        organization=cast.north, by=by, version=version, accounting=accounting, acts=acts,
        client=client, talk=talk, count=count,
    )  # fmt: skip
