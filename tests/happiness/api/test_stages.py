from datetime import timedelta

import pytest

from accounts.clients.enums import Stage
from accounts.tenancy.context import tenant_context
from journeys.stages import actions
from tests.factories.accounts import a_client
from tests.happiness.api.conftest import System, is_problem

pytestmark = pytest.mark.django_db


def test_stays_are_read_by_client_and_stage_and_never_those_of_another_house(system, cast, now):
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now - timedelta(days=30))
        for days, stage in ((30, Stage.PREBOARDING), (10, Stage.ONBOARDING)):
            actions.enter(client=client, stage=stage, by=None, now=now - timedelta(days=days))

    answer = system.get("stages/", client=str(client.pk))
    assert answer.status_code == 200, answer.content
    rows = answer.json()["results"]

    assert [(row["stage"], row["left_at"] is None, row["contact"]) for row in rows] == [
        ("preboarding", False, None),
        ("onboarding", True, None),
    ]
    (one,) = system.get("stages/", stage="onboarding").json()["results"]
    assert system.get(f"stages/{one['id']}/").json() == one
    assert "stage" in str(is_problem(system.get("stages/", stage="moon"), 422))
    other = System(cast.mallory, now=now)
    assert other.get("stages/").json()["results"] == []
    is_problem(other.get(f"stages/{one['id']}/"), 404)
    is_problem(System(cast.alice, now=now, scopes=["clients:read"]).get("stages/"), 403)
