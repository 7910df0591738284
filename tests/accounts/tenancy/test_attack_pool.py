"""Transaction pooling: the server's connections go from one organization to another with every transaction."""

import random
import threading
import time

import pytest
from django.db import connection

from accounts.organizations.models import Employee
from accounts.tenancy.context import TenantContextMissing, tenant_context
from tests.accounts.tenancy import pools, walls
from tests.accounts.tenancy.houses import sql


def answers(houses, *, clients: int, rounds: int) -> tuple[dict[object, set], set[int]]:
    """Let clients of both organizations take turns; return whose rows each organization saw, and the servers used."""
    seen: dict[object, set] = {houses.north.id: set(), houses.south.id: set()}
    servers: set[int] = set()

    def work(organization_id):
        chance = random.Random(str(organization_id))
        try:
            for _ in range(rounds):
                with tenant_context(organization_id):
                    time.sleep(chance.random() / 500)
                    seen[organization_id].update(Employee.unscoped.values_list("organization_id", flat=True))
                    servers.update(pid for (pid,) in sql("SELECT pg_backend_pid()"))
                time.sleep(chance.random() / 500)
                try:
                    seen[organization_id].update(Employee.unscoped.values_list("organization_id", flat=True))
                except TenantContextMissing:
                    seen[organization_id].add("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in list(seen) * (clients // 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen, servers


def test_one_connection_shared_by_two_organizations_answers_each_its_own(committed_houses):
    with pools.one_connection_for_all():
        seen, servers = answers(committed_houses, clients=4, rounds=15)

    assert len(servers) == 1
    assert seen == {one: {one, "refused"} for one in (committed_houses.north.id, committed_houses.south.id)}


def test_a_scope_of_the_session_would_leak(committed_houses):
    """What other packages do (`SET`, `set_config(…, false)`): here somebody reads what another client has left."""
    with pools.one_connection_for_all(), walls.with_a_scope_of_the_session():
        seen, _servers = answers(committed_houses, clients=4, rounds=15)

    assert any(own != whose for own, rows in seen.items() for whose in rows if whose != "refused")


@pytest.mark.skipif(pools.pgbouncer() is None, reason="pgbouncer is not installed")
def test_pgbouncer_answers_each_organization_its_own(committed_houses, tmp_path):
    with pools.behind_pgbouncer(tmp_path, servers=3):
        seen, servers = answers(committed_houses, clients=8, rounds=15)

    assert 1 <= len(servers) <= 3
    assert seen == {one: {one, "refused"} for one in (committed_houses.north.id, committed_houses.south.id)}
