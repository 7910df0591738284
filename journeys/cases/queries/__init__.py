"""Reading cases: whoever reads gets only those that they may know of."""

from journeys.cases.queries.doors import case_of_claim, request_of_claim
from journeys.cases.queries.names import cause_names, clients_of_cases, clients_of_compensations, clients_of_requests
from journeys.cases.queries.reading import (
    by_label,
    cases,
    causes,
    counted_causes,
    has_open,
    heading,
    of_client,
    open_page,
    readable,
    settings,
    similar,
    steps_of,
)
from journeys.cases.queries.times import by_department, confirmations, owed, reactions, unanswered
from journeys.cases.queries.words import quote_of, score_of, words_of
from journeys.cases.queries.working import (
    approvers,
    carrier_of,
    colleagues,
    may_ask_from,
    may_carry,
    terms,
    waiting,
    worker_of,
)

__all__ = [
    "approvers",
    "by_department",
    "by_label",
    "carrier_of",
    "case_of_claim",
    "cases",
    "cause_names",
    "causes",
    "clients_of_cases",
    "clients_of_compensations",
    "clients_of_requests",
    "colleagues",
    "confirmations",
    "counted_causes",
    "has_open",
    "heading",
    "may_ask_from",
    "may_carry",
    "of_client",
    "open_page",
    "owed",
    "quote_of",
    "reactions",
    "readable",
    "request_of_claim",
    "score_of",
    "settings",
    "similar",
    "steps_of",
    "terms",
    "unanswered",
    "waiting",
    "words_of",
    "worker_of",
]
