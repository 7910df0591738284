"""UUIDv7 (RFC 9562) for Python 3.11: ids that sort by the time they were made."""

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last_tick = 0


def uuid7() -> uuid.UUID:
    """Return a new id: 48 bits of milliseconds, 12 bits of the millisecond's fraction, 62 random bits.

    Ids made by one process strictly increase; ids of several processes sort by their clocks.
    """
    global _last_tick  # noqa: PLW0603 the last id of this process
    nanoseconds = time.time_ns()
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    tick = milliseconds << 12 | (rest << 12) // 1_000_000
    with _lock:
        _last_tick = tick = max(tick, _last_tick + 1)
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return uuid.UUID(int=(tick >> 12) << 80 | 0x7 << 76 | (tick & 0xFFF) << 64 | 0b10 << 62 | random)
