"""Each wall bears a load: the table says which walls must fall for an attack to succeed, and nothing less lets it through.

An attack tells whether it succeeded. It is run with all walls up, with each wall down alone, with each combination of the
table, and with each combination short of one wall; what succeeds must be exactly what the table says. So an attack that
stays closed although a wall is down shows which other wall held.
"""

from contextlib import ExitStack

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.organizations.models import Department, Touchpoint
from accounts.tenancy import audit_catalog
from accounts.tenancy.context import TenantContextMissing, tenant_context
from tests.accounts.tenancy.houses import Houses, shows, sql
from tests.accounts.tenancy.walls import WALLS

REFUSED = (DatabaseError, TenantContextMissing)


def foreign_page(houses: Houses) -> bool:
    """South's owner opens North's page."""
    browser = Client(raise_request_exception=False)
    browser.force_login(houses.south.owner.user)
    return shows(houses.north, browser.get("/o/north/settings/departments/").content.decode())


def row_past_the_manager(houses: Houses) -> bool:
    """Code of North forgets the filter."""
    with tenant_context(houses.north.id):
        return shows(houses.south, Touchpoint.unscoped.all())


def row_through_the_manager(houses: Houses) -> bool:
    """Code of North does not forget it."""
    with tenant_context(houses.north.id):
        return shows(houses.south, Touchpoint.objects.all())


def row_without_a_scope(houses: Houses) -> bool:
    """Code opens no scope at all, before anybody else on this connection did."""
    return shows(houses.south, sql("SELECT * FROM accounts_touchpoint"))


def row_after_a_scope(houses: Houses) -> bool:
    """Code opens no scope, on a connection that has just served South."""
    with tenant_context(houses.south.id):
        sql("SELECT 1")
    return shows(houses.south, sql("SELECT * FROM accounts_touchpoint"))


def key_to_a_foreign_row(houses: Houses) -> bool:
    """A row of North points to South's department: whoever can do that can ask which ids exist."""
    with tenant_context(houses.north.id):
        Touchpoint.objects.create(name="x", department_id=houses.south.department.pk)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    return True


def row_behind_a_foreign_key(houses: Houses) -> bool:
    """And reads South's department through it."""
    with tenant_context(houses.north.id):
        Touchpoint.objects.create(name="x", department_id=houses.south.department.pk)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        seen = shows(houses.south, Touchpoint.objects.values_list("department__name"))
        transaction.set_rollback(True)
    return seen


def policy_switched_off(houses: Houses) -> bool:
    """Code of North takes the wall down itself."""
    with tenant_context(houses.north.id):
        sql("ALTER TABLE accounts_department DISABLE ROW LEVEL SECURITY")
        seen = shows(houses.south, Department.unscoped.all())
        transaction.set_rollback(True)
    return seen


def entry_of_the_cache(houses: Houses) -> bool:
    """North keeps something under a name that South uses too."""
    with tenant_context(houses.north.id):
        cache.set("walls", houses.north.secret, 10)
    with tenant_context(houses.south.id):
        return shows(houses.north, cache.get("walls"))


def trail_rewritten(houses: Houses) -> bool:
    """Code of North changes what it did."""
    with tenant_context(houses.north.id):
        changed = sql("UPDATE accounts_auditentry SET action = 'nothing'")
        transaction.set_rollback(True)
    return bool(changed)


OPENED_BY = {
    foreign_page: [{"door"}],
    row_past_the_manager: [{"row-level security"}, {"role", "force"}],
    row_through_the_manager: [{"manager", "row-level security"}, {"manager", "role", "force"}],
    row_without_a_scope: [{"row-level security"}, {"role", "force"}],
    row_after_a_scope: [{"scope"}, {"row-level security"}, {"role", "force"}],
    key_to_a_foreign_row: [{"composite key"}],
    row_behind_a_foreign_key: [{"composite key", "row-level security", "join"}],
    policy_switched_off: [{"role"}],
    entry_of_the_cache: [{"cache"}],
    trail_rewritten: [{"grants", "trigger"}, {"role", "trigger"}],
}
ALONE = {frozenset({wall}) for wall in WALLS}
TOGETHER = {frozenset(way) for ways in OPENED_BY.values() for way in ways}
ALL_BUT_ONE = {way - {wall} for way in TOGETHER for wall in way} - {frozenset()}


def succeeds(attack, houses: Houses) -> bool:
    try:
        return attack(houses)
    except REFUSED:
        return False


def succeeding(houses: Houses) -> set[str]:
    return {attack.__name__ for attack in OPENED_BY if succeeds(attack, houses)}


def test_nothing_succeeds_while_all_walls_stand(committed_houses):
    assert succeeding(committed_houses) == set()


@pytest.mark.parametrize(
    "down", sorted(ALONE | TOGETHER | ALL_BUT_ONE, key=sorted), ids=lambda down: "+".join(sorted(down))
)
def test_with_these_walls_down_exactly_these_attacks_succeed(committed_houses, down):
    expected = {attack.__name__ for attack, ways in OPENED_BY.items() if any(way <= down for way in ways)}

    with ExitStack() as ruins:
        for wall in WALLS:  # in this order: the owner connects last
            if wall in down:
                ruins.enter_context(WALLS[wall]())
        assert succeeding(committed_houses) == expected

    assert audit_catalog.findings() == []
    assert succeeding(committed_houses) == set()


def test_every_wall_bears_a_load():
    assert set().union(*(way for ways in OPENED_BY.values() for way in ways)) == set(WALLS)
