"""Imports of answers through their pages, and a client to speak of."""

from collections.abc import Iterator

import pytest

from accounts.tenancy.context import tenant_context
from tests.accounts.exchange.conftest import Importer
from tests.factories.accounts import a_client, a_contact


@pytest.fixture
def alice(cast, client_of) -> Importer:
    return Importer(client_of(cast.alice), cast.alice, what="answers")


@pytest.fixture
def inside(alice) -> Iterator[None]:
    """The scope of North, for looking into its tables."""
    alice.look_inside()
    yield
    alice.scope.close()


@pytest.fixture
def acme(cast, now):
    """A client of North with Olha, who pays, and Petro, who works with it."""
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=by, now=now, domain="acme.example", language="uk", time_zone="Europe/Kyiv")
        a_contact("Olha", at=client, by=by, now=now, email="olha@acme.example", roles=["economic"], language="uk")
        a_contact("Petro", at=client, by=by, now=now, email="petro@acme.example", roles=["end_user"], external_id="7")
    return client
