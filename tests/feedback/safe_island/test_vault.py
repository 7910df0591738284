"""Words at rest: under their own key, in their own row, and through a change of keys."""

import pytest

from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from feedback.safe_island import actions, vault
from feedback.safe_island.models import ConfidentialMessage
from tests.feedback.safe_island.conftest import CANARY

OLD, NEW = "the old key of the safe island, long enough", "the new key of the safe island, long enough"


def test_only_the_keys_and_the_row_open_it(settings):
    settings.ISLAND_KEYS = [OLD]
    row = uuid7()
    sealed = vault.seal("слово", owner=row)

    assert vault.open_sealed(sealed, owner=row) == "слово"
    assert "слово".encode() not in sealed
    assert sealed != vault.seal("слово", owner=row)
    for wrong, owner in ((sealed, uuid7()), (sealed[:-1] + bytes([sealed[-1] ^ 1]), row), (b"", row)):
        with pytest.raises(vault.Unreadable):
            vault.open_sealed(wrong, owner=owner)
    settings.SECRET_KEY = "another key of the house"
    assert vault.open_sealed(sealed, owner=row) == "слово"
    settings.ISLAND_KEYS = [NEW]
    with pytest.raises(vault.Unreadable):
        vault.open_sealed(sealed, owner=row)


@pytest.mark.parametrize(
    ("keys", "is_ready"), [([], False), (["short"], False), ([NEW, "short"], False), ([NEW], True)]
)
def test_short_keys_are_no_keys(settings, keys, is_ready):
    settings.ISLAND_KEYS = keys

    assert vault.is_ready() is is_ready


def test_key_is_changed_without_losing_a_word(desk, settings, cast, now):
    settings.ISLAND_KEYS = [OLD]
    url = desk.letter()
    desk.act(url, "tell", words="may be told")
    settings.ISLAND_KEYS = [NEW, OLD]
    assert CANARY in desk.page(url)

    with tenant_context(cast.north.pk):
        actions.tidy([], now)
        (row,) = ConfidentialMessage.objects.all()
        assert vault.is_current(bytes(row.sealed), owner=row.pk)
    settings.ISLAND_KEYS = [NEW]
    assert CANARY in desk.page(url)
    assert "may be told" in desk.page(url)


def test_lost_key_is_said_and_breaks_nothing(desk, settings, cast, now):
    settings.ISLAND_KEYS = [OLD]
    url = desk.letter()
    settings.ISLAND_KEYS = [NEW]

    html = desk.page(url)
    with tenant_context(cast.north.pk):
        actions.tidy([], now)

    assert CANARY not in html
    assert "cannot be read any more" in html
    settings.ISLAND_KEYS = [NEW, OLD]
    assert CANARY in desk.page(url)
