from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.clients.models import ClientFacts
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import hire
from tests.factories.accounts import a_client


@pytest.fixture
def maria(cast, now):
    """The happiness manager of North."""
    return hire(cast.north, "Maria Moss", role=Role.HAPPINESS_MANAGER, now=now)


@pytest.fixture
def page():
    """Return the address of a page of North by its name."""

    def address(name, query="", **arguments):
        path = reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in arguments.items()}})
        return f"{path}?{query}" if query else path

    return address


@pytest.fixture
def add(cast, now):
    """Add clients to North by name, with fields of the client and, as the apps above write them, facts."""

    def added(*names, tags=(), silent_for=None, **values):
        facts = {name: values.pop(name) for name in list(values) if name in {f.name for f in ClientFacts._meta.fields}}
        fields = {"manager_id", "segment_id", "country"} & facts.keys()
        values |= {name: facts.pop(name) for name in fields}
        if silent_for is not None:
            facts["last_heard_at"] = now - timedelta(days=silent_for)
        with tenant_context(cast.north.pk):
            rows = [a_client(name, by=cast.alice.employee, now=now, tags=tags, **values) for name in names]
            if facts:
                ClientFacts.objects.filter(client__in=rows).update(**facts)
        return rows if len(rows) > 1 else rows[0]

    return added
