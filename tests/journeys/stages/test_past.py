"""Paths of the past: many clients at once, each stay under the version of its day, told to nobody, written once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clients.models import Client, ClientFacts
from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from journeys.stages import actions
from journeys.stages.actions import PastStay
from journeys.stages.models import StageVisit
from tests.factories.accounts import a_client

pytestmark = pytest.mark.django_db


def stays(names, path, now):
    """Return the way of new clients: onboarding from before the path was drawn, then growth."""
    found = []
    for name in names:
        client = a_client(name, by=path.by, now=now - timedelta(days=600))
        for stage, days in (("long_term", 300), ("onboarding", 500)):
            found.append(PastStay(client_id=client.pk, stage=stage, entered_at=now - timedelta(days=days)))
    return found


def test_clients_stand_where_their_last_stay_says(path, now, cast):
    with tenant_context(cast.north.pk):
        written = actions.record_past(stays(["Acme", "Zenit"], path, now), by=path.by, now=now)

        assert len(written) == 4
        acme = StageVisit.objects.filter(client__name="Acme").order_by("entered_at")
        assert [(one.stage, one.version_id, (now - one.entered_at).days) for one in acme] == [
            ("onboarding", None, 500),
            ("long_term", path.version.pk, 300),
        ]
        assert [one.left_at for one in acme] == [acme[1].entered_at, None]
        facts = ClientFacts.objects.get(client__name="Acme")
        assert (facts.stage, facts.stage_entered_at) == ("long_term", acme[1].entered_at)
        told = Event.objects.filter(client_id=facts.client_id, kind__startswith="stage.").order_by(
            "happened_at", "-kind"
        )
        assert [(one.kind, one.payload["stage"], one.origin) for one in told] == [
            ("stage.entered", "onboarding", "import"),
            ("stage.left", "onboarding", "import"),
            ("stage.entered", "long_term", "import"),
        ]
    with tenant_context(cast.south.pk):
        assert not StageVisit.objects.exists()


def test_who_stands_somewhere_stays_there(path, now, cast):
    with tenant_context(cast.north.pk):
        rows = stays(["Acme"], path, now)
        actions.enter(client=Client.objects.get(name="Acme"), stage="reboarding", by=path.by, now=now)

        assert actions.record_past(rows, by=path.by, now=now) == []
        assert ClientFacts.objects.get(client__name="Acme").stage == "reboarding"


def test_many_clients_cost_the_statements_of_one(path, now, cast):
    counts = []
    with tenant_context(cast.north.pk):
        for names in (["one"], [f"client {number}" for number in range(5)]):
            rows = stays(names, path, now)
            with CaptureQueriesContext(connection) as queries:
                actions.record_past(rows, by=path.by, now=now)
            counts.append(len(queries))
    assert counts[1] <= counts[0]  # the first one asks once for what is kept
