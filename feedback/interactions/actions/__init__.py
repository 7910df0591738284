"""What can be done with talks, needs and promises."""

from feedback.interactions.actions.letters import (
    AlreadyThere,
    renew_letter_address,
    revoke_letter_address,
    settle_draft,
    take_letter,
)
from feedback.interactions.actions.logging import Said, correct, dedupe_key, log, remove
from feedback.interactions.actions.past import PastTalk, record_past
from feedback.interactions.actions.promising import drop_need, drop_promise, keep_promise, meet_need

__all__ = [
    "AlreadyThere",
    "PastTalk",
    "Said",
    "correct",
    "dedupe_key",
    "drop_need",
    "drop_promise",
    "keep_promise",
    "log",
    "meet_need",
    "record_past",
    "remove",
    "renew_letter_address",
    "revoke_letter_address",
    "settle_draft",
    "take_letter",
]
