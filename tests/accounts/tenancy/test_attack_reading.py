"""Forty ways to read without a filter. Row-level security stops each of them, and nothing else would."""

import pytest

from accounts.tenancy.context import tenant_context
from tests.accounts.tenancy import walls
from tests.accounts.tenancy.attacks_reading import READING


@pytest.mark.parametrize("attack", READING, ids=lambda attack: attack.__name__)
def test_reading_shows_nothing_of_another_organization(houses, attack):
    with tenant_context(houses.north.id):
        assert attack(houses.north, houses.south) is False


def test_without_row_level_security_every_one_of_them_leaks(committed_houses):
    north, south = committed_houses.north, committed_houses.south
    stopped = []

    with walls.without_row_level_security():
        for attack in READING:
            with tenant_context(north.id):
                if not attack(north, south):
                    stopped.append(attack.__name__)

    assert stopped == []
