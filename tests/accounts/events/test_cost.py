"""What an event costs does not depend on how many wait; `make bench events` shows it at full size."""

import pytest

from tests.benchmarks.events import compare


def test_event_costs_the_same_in_a_backlog_ten_times_as_long(cast):
    few, many = compare(2000, [cast.north.pk, cast.south.pk], rounds=1)

    assert many.publish_queries == few.publish_queries <= 0.1
    # 1.3: a listener asks once for each event, the ledger six times for twenty of them; and once more for the last look.
    assert many.dispatch_queries == pytest.approx(few.dispatch_queries, rel=0.05)
    assert many.dispatch_queries <= 1.5
    # What grew with the backlog would cost ten times as much; the rest is what else the machine does.
    assert many.publish_ms + many.dispatch_ms <= 2 * (few.publish_ms + few.dispatch_ms)
