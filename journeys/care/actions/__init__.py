"""What can be done about occasions and gestures."""

from journeys.care.actions.deciding import (
    LETTERS,
    Refused,
    approve,
    change,
    complete,
    decline,
    miss,
    propose,
)
from journeys.care.actions.feeds import close_feed, renew_feed, url_of
from journeys.care.actions.planning import PLANS, plan, plan_clients, request_plans, send_due
from journeys.care.actions.settings import (
    end_hard_moment,
    flag_hard_moment,
    save_client_care,
    save_person_care,
    save_rules,
)

__all__ = [
    "LETTERS",
    "PLANS",
    "Refused",
    "approve",
    "change",
    "close_feed",
    "complete",
    "decline",
    "end_hard_moment",
    "flag_hard_moment",
    "miss",
    "plan",
    "plan_clients",
    "propose",
    "renew_feed",
    "request_plans",
    "save_client_care",
    "save_person_care",
    "save_rules",
    "send_due",
    "url_of",
]
