from datetime import UTC, datetime, timedelta

import pytest

from feedback.invitations.rules import Asked, Caution, Obstacle, cautions, obstacles

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
WELL = {"address": "taras@client.example"}


@pytest.mark.parametrize(
    ("known", "by_letter", "wanted"),
    [
        (WELL, True, []),
        ({}, True, [Obstacle.NO_ADDRESS]),
        ({}, False, []),
        (WELL | {"is_erased": True}, False, [Obstacle.ERASED]),
        (WELL | {"works_there": False}, False, [Obstacle.LEFT]),
        (WELL | {"is_blocked": True}, True, [Obstacle.BLOCKED]),
        (WELL | {"is_blocked": True}, False, []),
        (WELL | {"has_withdrawn": True}, False, [Obstacle.WITHDRAWN]),
        (WELL | {"asking": "never"}, False, [Obstacle.NEVER]),
        (WELL | {"asking": "phone"}, True, [Obstacle.PHONE_ONLY]),
        (WELL | {"asking": "phone"}, False, []),
        (WELL | {"asking": "less_often"}, True, []),
        (WELL | {"last_asked_at": NOW - timedelta(hours=23, minutes=59)}, True, [Obstacle.JUST_ASKED]),
        (WELL | {"last_asked_at": NOW - timedelta(hours=24)}, True, []),
    ],
)
def test_obstacles(known, by_letter, wanted):
    assert obstacles(Asked(**known), by_letter=by_letter, now=NOW) == wanted


@pytest.mark.parametrize(
    ("known", "is_relation", "wanted"),
    [
        ({}, True, []),
        ({"last_asked_at": NOW - timedelta(days=29)}, False, [Caution.RECENTLY_ASKED]),
        ({"last_asked_at": NOW - timedelta(days=30)}, False, []),
        ({"last_asked_at": NOW - timedelta(days=30)}, True, [Caution.RECENTLY_ASKED]),
        ({"last_asked_at": NOW - timedelta(days=90)}, True, []),
        ({"has_open": True}, False, [Caution.WAITING]),
    ],
)
def test_cautions(known, is_relation, wanted):
    assert cautions(Asked(**known), is_relation=is_relation, now=NOW) == wanted
