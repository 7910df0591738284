"""Taras of North's client Acme, who may be asked about the last delivery."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.tenancy.context import tenant_context
from feedback.invitations import actions
from feedback.invitations.models import Source
from feedback.surveys.models import Purpose, Survey
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version

TUESDAY = datetime(2026, 3, 17, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def house(cast):
    """North, where Acme's Taras may be asked about the last delivery."""
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=cast.alice.employee, now=TUESDAY - DAY, manager=cast.alice.employee)
        taras = a_contact(
            "Taras Melnyk", at=client, by=cast.alice.employee, now=TUESDAY - DAY, email="taras@acme.example",
            roles=["technical"], language="uk",
        )  # fmt: skip
        survey = a_version("Delivery", by=cast.alice.employee, now=TUESDAY - DAY).survey
        Survey.objects.update(purpose=Purpose.EVENT)
    return client, taras.contact, survey


@pytest.fixture
def plan(house, cast):
    """Plan a question to Taras; fields given by name replace the usual ones."""
    client, taras, survey = house

    def planned(occurrence="rule:1", *, now=TUESDAY, **fields):
        values = {
            "contact_id": taras.pk,
            "client_id": client.pk,
            "survey_id": survey.pk,
            "role": "technical",
            "occurrence": occurrence,
            "source": Source.RULE,
            "wanted_at": now,
        }
        with tenant_context(cast.north.pk):
            return actions.plan([actions.Wanted(**values | fields)], now=now)[0]

    return planned
