"""The path of the demo: one client is stuck, one is reboarded, and a redesign can be compared."""

import pytest

from accounts.clients.models import ClientFacts
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from happiness.demo import actions
from journeys.stages import actions as stages
from journeys.stages import queries
from journeys.stages.models import StageFigures

pytestmark = pytest.mark.django_db


def test_demo_has_somebody_stuck_somebody_anew_and_a_redesign_with_numbers(now):
    actions.seed(password="correct horse battery", now=now)
    stages.request_sweeps(now=now)
    stages.request_counts(now=now)
    for queue in (stages.SWEEP, stages.FIGURES):
        jobs.drain(queue=queue, now=lambda: now)

    found = {}
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            for row in ClientFacts.objects.select_related("client"):
                found[row.client.domain] = (row.stage, row.pace)
            version = queries.versions().first()
            before, after = queries.compared(version)["onboarding"]
            if StageFigures.objects.filter(version=version, stage="onboarding", timed__gte=5).exists():
                found["redesign"] = (before.timed >= 5, after.in_time > 0)
    assert found["steplog.example"] == ("onboarding", "stuck")
    assert found["balticgrain.example"] == ("reboarding", "on_track")
    assert found["redesign"] == (True, True)
