"""What is described as JSON reads back, and leads where it should."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.stages.pace import BEHIND, ON_TRACK, STUCK, pace_of
from journeys.stages.rules import CLIENT, PERSON, EntryRule, Step, as_json, first_that_fits, read_rules, read_steps

START = datetime(2026, 1, 1, tzinfo=UTC)
SIGNED = EntryRule(kind="contract.signed", come_from=("", "preboarding"))
SPONSOR = EntryRule(
    kind="contact.role_started", come_from=("long_term",), whose=PERSON, role="economic", reason="sponsor"
)


def test_rules_and_steps_read_back_as_they_were_kept():
    assert read_rules(as_json([SIGNED, SPONSOR])) == [SIGNED, SPONSOR]
    assert read_steps(as_json([Step("k", "Kick-off", 14), Step("t", "Training")])) == [
        Step("k", "Kick-off", 14),
        Step("t", "Training"),
    ]


@pytest.mark.parametrize(
    ("whose", "kind", "stage", "payload", "into"),
    [
        (CLIENT, "contract.signed", "preboarding", {}, "onboarding"),
        (CLIENT, "contract.signed", "", {}, "onboarding"),
        (CLIENT, "contract.signed", "long_term", {}, None),
        (CLIENT, "contract.ended", "preboarding", {}, None),
        (PERSON, "contact.role_started", "long_term", {"role": "economic"}, "reboarding"),
        (PERSON, "contact.role_started", "long_term", {"role": "end_user"}, None),
        (CLIENT, "contact.role_started", "long_term", {"role": "economic"}, None),
    ],
)
def test_event_leads_where_its_rule_says(whose, kind, stage, payload, into):
    rules = {"onboarding": [SIGNED], "reboarding": [SPONSOR]}

    found = first_that_fits(rules, whose=whose, kind=kind, stage=stage, payload=payload)

    assert (found and found[0]) == into


@pytest.mark.parametrize(
    ("days", "allowed", "stuck", "pace"),
    [
        (0, 10, 20, ON_TRACK),
        (10, 10, 20, ON_TRACK),
        (11, 10, 20, BEHIND),
        (21, 10, 20, STUCK),
        (21, 10, None, BEHIND),
        (400, None, None, ""),
    ],
)
def test_pace_follows_the_allowed_days(days, allowed, stuck, pace):
    now = START + timedelta(days=days)

    assert pace_of(entered_at=START, now=now, allowed_days=allowed, stuck_days=stuck) == pace


def test_step_that_takes_too_long_is_behind_though_its_stage_has_time():
    now, step = START + timedelta(days=8), Step("k", "Kick-off", 7)

    assert pace_of(entered_at=START, now=now, allowed_days=90, stuck_days=135, step=step, step_since=START) == BEHIND
    assert pace_of(entered_at=START, now=now, allowed_days=None, stuck_days=None, step=step, step_since=now) == ON_TRACK


@given(first=st.integers(0, 500), more=st.integers(0, 500), allowed=st.integers(1, 300), beyond=st.integers(1, 300))
def test_pace_never_gets_better_by_waiting(first, more, allowed, beyond):
    order = [ON_TRACK, BEHIND, STUCK]
    paces = [
        pace_of(entered_at=START, now=START + timedelta(days=days), allowed_days=allowed, stuck_days=allowed + beyond)
        for days in (first, first + more)
    ]

    assert order.index(paces[0]) <= order.index(paces[1])
