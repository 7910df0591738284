"""A house with clients of every sort, for the pages and letters that show all of them."""

import zoneinfo
from datetime import timedelta

import pytest

from accounts.clients.models import Client, ClientFacts
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client


def local(moment):
    """Return the day that it is in the house."""
    return moment.astimezone(zoneinfo.ZoneInfo("Europe/Kyiv")).date()


@pytest.fixture
def busy(cast, now):
    """Six clients of North: unhappy, silent, never heard, renewing, fine, and one of another manager."""
    with tenant_context(cast.north.pk):
        by, rows = cast.alice.employee, {}
        heard = {"last_heard_at": now - timedelta(days=3), "lacks_economic": False, "lacks_technical": False}
        facts = {
            "Unhappy": {**heard, "mood": 31, "mood_change": -14, "revenue": 64_000, "stage": "long_term"},
            "Silent": {**heard, "mood": 70, "last_heard_at": now - timedelta(days=94), "revenue": 112_000},
            "Unheard": {"revenue": 5_000},
            "Renewing": {**heard, "mood": 60, "revenue": 9_000, "renewal_on": local(now) + timedelta(days=20)},
            "Fine": {**heard, "mood": 90, "mood_change": 4, "revenue": 90_000},
            "Hers": {**heard, "mood": 95, "mood_change": 2, "revenue": 1_000},
        }
        for name, values in facts.items():
            rows[name] = a_client(name, by=by, now=now - timedelta(days=400))
            manager = cast.bob.employee if name == "Hers" else by
            Client.objects.filter(pk=rows[name].pk).update(manager=manager)
            ClientFacts.objects.filter(client=rows[name]).update(**values)
    return rows
