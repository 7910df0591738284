"""Taking what other systems tell, and keeping the addresses of tools that cannot be told how."""

from accounts.inbound.actions.hooks import (
    CAPTURED_FOR,
    MOST_HOOKS,
    TitleTaken,
    TooMany,
    add_hook,
    add_sample,
    capture,
    revoke_hook,
    rotate_hook,
    save_hook,
)
from accounts.inbound.actions.receiving import Received, receive, told_by
from accounts.inbound.actions.taking import MOST_AT_ONCE, rehearse, take
from accounts.inbound.actions.tidying import QUEUE, request_tidying, tidy

__all__ = [
    "CAPTURED_FOR",
    "MOST_AT_ONCE",
    "MOST_HOOKS",
    "QUEUE",
    "Received",
    "TitleTaken",
    "TooMany",
    "add_hook",
    "add_sample",
    "capture",
    "receive",
    "rehearse",
    "request_tidying",
    "revoke_hook",
    "rotate_hook",
    "save_hook",
    "take",
    "tidy",
    "told_by",
]
