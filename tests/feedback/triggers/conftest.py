"""North with Acme, a kind of event of its own, and a rule that waits for it."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.events.models import CustomKind
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.surveys.models import Purpose, Survey
from feedback.triggers import actions
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version

TUESDAY = datetime(2026, 3, 17, 9, tzinfo=UTC)
DAY = timedelta(days=1)
LATE = "custom.order_late"


@pytest.fixture
def house(cast):
    """North with Acme, where Olena pays, Taras and Petro judge how it works, and orders that may be late."""
    by, before = cast.alice.employee, TUESDAY - DAY
    with tenant_context(cast.north.pk):
        acme = a_client("Acme", by=by, now=before, manager=by)
        people = {
            name: a_contact(
                name, at=acme, by=by, now=before, email=f"{name.lower()}@acme.example", roles=[role]
            ).contact
            for name, role in (("Olena", "economic"), ("Taras", "technical"), ("Petro", "technical"))
        }
        survey = a_version("Delivery", by=by, now=before).survey
        Survey.objects.update(purpose=Purpose.EVENT)
        CustomKind.objects.create(name=LATE, title="Order late", fields={"days": "number"}, created_at=before)
    return acme, people, survey


@pytest.fixture
def switch_on(cast, house):
    """Switch on a rule; parts given by name replace the usual ones."""

    def switched(name="Late orders", **parts):
        content = {
            "when": {"kind": LATE},
            "where": {"fact": "event.days", "op": ">=", "value": 2},
            "whom": {"roles": ["technical"]},
            "what": {"survey": str(house[2].pk)},
            **parts,
        }
        with tenant_context(cast.north.pk):
            rule = actions.create_rule(
                name=name, owner=cast.alice.employee, content=content, by=cast.alice.employee, now=TUESDAY
            )
            return actions.switch_on(rule=rule, by=cast.alice.employee, now=TUESDAY)

    return switched


@pytest.fixture
def happen(cast, house):
    """Let an order be late at Acme, and let everything react that listens."""

    def happened(at=TUESDAY, *, days=3, key="", **fields):
        with tenant_context(cast.north.pk):
            values = {"client_id": house[0].pk, "happened_at": at, "payload": {"days": days}, "dedupe_key": key}
            event = events.publish(Fact(**{"kind": LATE} | values | fields), now=at)
        jobs.drain(queue="events", now=lambda: at)
        return event

    return happened
