"""The cache stands outside of row-level security: its keys carry the organization."""

import pytest
from django.core.cache import caches

from accounts.tenancy.context import tenant_context
from tests.accounts.tenancy import walls

KEY = "dashboard"


@pytest.fixture
def cache():
    return caches["default"]


def test_one_key_has_a_room_in_each_organization_and_outside(cast, cache):
    rooms = (cast.north.pk, cast.south.pk)
    cache.set(KEY, "installation")
    for organization_id in rooms:
        with tenant_context(organization_id):
            assert cache.get(KEY) is None
            cache.set(KEY, str(organization_id))

    for organization_id in rooms:
        with tenant_context(organization_id):
            assert cache.get(KEY) == str(organization_id)
    assert cache.get(KEY) == "installation"


def test_every_way_to_the_cache_stays_in_its_room(cast, cache):
    with tenant_context(cast.north.pk):
        cache.set_many({KEY: 1, "other": 2})
    with tenant_context(cast.south.pk):
        assert cache.get_many([KEY, "other"]) == {}
        assert not cache.has_key(KEY)
        assert cache.add(KEY, 10)
        assert cache.incr(KEY) == 11
        assert cache.get_or_set("other", 20) == 20
        cache.delete_many([KEY, "other"])
    with tenant_context(cast.north.pk):
        assert cache.get_many([KEY, "other"]) == {KEY: 1, "other": 2}


def test_key_cannot_spell_its_way_into_another_room(cast, cache):
    with tenant_context(cast.north.pk):
        cache.set(KEY, "secret")
    with tenant_context(cast.south.pk):
        for key in (f"{cast.north.pk}:{KEY}", f"../{cast.north.pk}:{KEY}", f":1:{cast.north.pk}:{KEY}"):
            assert cache.get(key) is None
    for key in (f"{cast.north.pk}:{KEY}", f"installation:{cast.north.pk}:{KEY}"):
        assert cache.get(key) is None


def test_with_djangos_own_keys_it_leaks(cast, cache):
    with walls.without_rooms_in_the_cache():
        with tenant_context(cast.north.pk):
            cache.set(KEY, "secret of north")
        with tenant_context(cast.south.pk):
            assert cache.get(KEY) == "secret of north"
