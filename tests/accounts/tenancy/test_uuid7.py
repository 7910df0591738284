"""Ids that sort by the time they were made (RFC 9562, version 7)."""

import threading
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.tenancy import uuid7 as module
from accounts.tenancy.uuid7 import uuid7


@given(count=st.integers(min_value=2, max_value=300))
def test_ids_of_one_process_strictly_increase(count):
    made = [uuid7() for _ in range(count)]

    assert made == sorted(set(made))
    assert [str(one) for one in made] == sorted(str(one) for one in made)


@given(st.integers(min_value=0, max_value=2**48 * 1_000_000 - 1))
def test_version_variant_and_time_are_where_they_belong(nanoseconds):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_last_tick", -1)
        patch.setattr(time, "time_ns", lambda: nanoseconds)
        made = uuid7()

    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == nanoseconds // 1_000_000
    assert made.int >> 64 & 0xFFF == (nanoseconds % 1_000_000 << 12) // 1_000_000


@pytest.mark.parametrize("step", [0, -1, -1_000_000_000], ids=["stopped", "a little back", "back"])
def test_clock_that_does_not_go_on_makes_no_id_twice(monkeypatch, step):
    start = time.time_ns()
    moments = iter(start + step * number for number in range(5000))
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))

    made = [uuid7() for _ in range(5000)]

    assert made == sorted(set(made))


def test_threads_get_different_ids_in_their_order():
    made: list[list[uuid.UUID]] = [[] for _ in range(4)]

    def work(mine):
        mine.extend(uuid7() for _ in range(2000))

    threads = [threading.Thread(target=work, args=(mine,)) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(mine == sorted(mine) for mine in made)
    assert len({one for mine in made for one in mine}) == 8000


def test_half_of_an_id_is_chance():
    assert len({uuid7().int & (1 << 62) - 1 for _ in range(1000)}) == 1000
