"""The demo's index tells the story of its answers and talks."""

import pytest

from accounts.clients.models import Client, ClientFacts
from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.happiness_index import queries
from feedback.happiness_index.models import IndexSnapshot
from feedback.rollups.models import MonthlyMood
from happiness.demo import actions

pytestmark = pytest.mark.django_db


def test_every_client_has_a_number_and_two_years_of_history(now):
    actions.seed(password="correct horse battery", now=now)

    seen = {}
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            facts = ClientFacts.objects.exclude(mood=None).select_related("client")
            seen |= {row.client.domain: row for row in facts}
            assert MonthlyMood.objects.count() > 10
            assert not Event.objects.filter(kind="index.changed").exists()
            for client in Client.objects.filter(domain__in=["polimer-zahid.example", "dockside.example"]):
                kept = IndexSnapshot.objects.filter(client=client)
                assert kept.count() > 40
                assert all(row.at == row.known_at for row in kept)
                inputs = queries.inputs_of([client.pk])
                assert [queries.replay(row, inputs).value for row in kept] == [row.value for row in kept]
                assert queries.curve(client.pk, now=now)[-1].value is not None
    assert seen["agrolan.example"].mood >= 80
    assert seen["dockside.example"].mood < 55
    assert seen["dockside.example"].sealed_mood is not None
    assert seen["polimer-zahid.example"].mood < 65  # a happy buyer and a bitter engineer
    assert seen["polimer-zahid.example"].mood_change < 0
