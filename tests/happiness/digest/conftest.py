"""A Monday morning, and what readers are to be told of."""

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest

from tests.happiness.conftest import local


@pytest.fixture
def monday(now):
    """Eight o'clock in Kyiv on a Monday, two weeks on."""
    day = local(now) + timedelta(days=14 - local(now).weekday())
    return datetime(day.year, day.month, day.day, 8, tzinfo=zoneinfo.ZoneInfo("Europe/Kyiv")).astimezone(UTC)
