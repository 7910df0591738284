"""What can be done to webhooks and their messages. What people do stands in the audit trail."""

from accounts.webhooks.actions.keeping import (
    AlreadyRotated,
    TitleTaken,
    TooMany,
    add_webhook,
    remove_webhook,
    rotate_secret,
    save_webhook,
)
from accounts.webhooks.actions.recording import record_attempt
from accounts.webhooks.actions.sending import SwitchedOff, cancel, fan_out, replay, send_test
from accounts.webhooks.actions.switching import switch_off, switch_on
from accounts.webhooks.actions.tidying import request_tidying, tidy

__all__ = [
    "AlreadyRotated",
    "SwitchedOff",
    "TitleTaken",
    "TooMany",
    "add_webhook",
    "cancel",
    "fan_out",
    "record_attempt",
    "remove_webhook",
    "replay",
    "request_tidying",
    "rotate_secret",
    "save_webhook",
    "send_test",
    "switch_off",
    "switch_on",
    "tidy",
]
