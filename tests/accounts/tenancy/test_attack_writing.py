"""Thirty ways to write into another organization, one of which is enough."""

import psycopg2
import pytest
from django.db import DatabaseError, transaction

from accounts.tenancy.context import tenant_context
from tests.accounts.tenancy import walls
from tests.accounts.tenancy.attacks_writing import STAMPED, WRITING
from tests.accounts.tenancy.houses import House, contents


def changes_south(attack, north: House, south: House) -> bool:
    before = contents(south)
    try:
        with tenant_context(north.id):
            attack(north, south)
    except (DatabaseError, psycopg2.Error, ValueError):
        pass
    return contents(south) != before


@pytest.mark.parametrize("attack", WRITING + STAMPED, ids=lambda attack: attack.__name__)
def test_writing_changes_nothing_of_another_organization(houses, attack):
    assert not changes_south(attack, houses.north, houses.south)


@pytest.mark.parametrize("attack", STAMPED, ids=lambda attack: attack.__name__)
def test_row_of_another_organization_is_refused_before_any_sql(houses, attack):
    with pytest.raises(ValueError, match="another organization"), tenant_context(houses.north.id):
        attack(houses.north, houses.south)


def test_without_row_level_security_every_one_of_them_succeeds(committed_houses):
    stopped = []

    with walls.without_row_level_security():
        for attack in WRITING:
            with transaction.atomic():
                if not changes_south(attack, committed_houses.north, committed_houses.south):
                    stopped.append(attack.__name__)
                transaction.set_rollback(True)

    assert stopped == []
