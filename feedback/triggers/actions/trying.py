"""Trying a rule without asking anybody: whom it would ask today, and what it would make of an event. Writes nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from accounts.events.models import Event
from accounts.worktime import NOWHERE
from feedback.invitations import queries as invitations
from feedback.invitations import rules as asking
from feedback.invitations.actions import Wanted
from feedback.invitations.models import Source
from feedback.surveys.models import Purpose, Survey
from feedback.triggers import queries
from feedback.triggers.actions import daily
from feedback.triggers.actions.carrying import Fired, limited, wishes_of
from feedback.triggers.actions.firing import AT_ONCE, judge
from feedback.triggers.models import Outcome, TriggerRule
from feedback.triggers.rules import Happening, Rule

MOST_TRIED = 20_000  # people; more are "more than"


@dataclass(frozen=True, slots=True)
class Tried:
    """Somebody whom the rule wants to ask because of a happening, and what would be decided of that now."""

    wanted: Wanted
    decision: asking.Decision


def reach_today(rule: Rule, *, now: datetime) -> int:
    """Return how many people the rule would want to ask today, were it on since today.

    A rule on an event reaches nobody by being switched on; it counts what happened in the last hour.
    """
    return sum(len(fired.people) for fired in judge(rule, _happenings(rule, now=now), last_at={}))


def try_today(rule: Rule, *, now: datetime, rule_id: uuid.UUID | None = None) -> list[Tried]:
    """Return whom the rule would ask if everything that is due today, or happened in the last hour, happened now."""
    return decide_on(rule, judge(rule, _happenings(rule, now=now), last_at={}), now=now, rule_id=rule_id)


def decide_on(rule: Rule, fired: Sequence[Fired], *, now: datetime, rule_id: uuid.UUID | None = None) -> list[Tried]:
    """Return what would be decided now of everybody whom these firings want to ask.

    With `rule_id` what the rule has asked already counts against its own limits.
    """
    places = queries.places_of((one.contact_id, each.happening.client_id) for each in fired for one in each.people)
    wanted = [
        wish for one in fired for wish in wishes_of(rule, one, places=places, source_id=None, prefix=str(Source.RULE))
    ]
    if not wanted:
        return []
    wanted = limited(rule, wanted, rule_id=rule_id, at=now)
    known = invitations.known_of_many({(one.contact_id, one.client_id) for one in wanted}, now=now)
    survey = Survey.objects.get(pk=rule.what.survey_id)
    limits, segments = invitations.calm_rules(), invitations.segments_of({one.client_id for one in wanted})
    found = []
    for one in wanted:
        if one.is_over_limit:
            found.append(Tried(one, asking.Decision(asking.Verdict.REFUSE, asking.Reason.LIMIT)))
            continue
        person = known[one.contact_id, one.client_id]
        calm = invitations.calm_for(
            limits, role=one.role, segment_id=segments.get(one.client_id), country=person.place.country
        )
        wish = asking.Wish(
            wanted_at=one.wanted_at,
            give_up_at=one.give_up_at or now,
            is_relation=survey.purpose == Purpose.RELATION,
            is_open=survey.closed_at is None and survey.archived_at is None,
            window=one.window,
        )
        found.append(Tried(one, asking.foresee(person, wish, heads_up_days=one.heads_up_days, calm=calm, now=now)))
    return found


def foresee_choice(asked: queries.Choice, *, now: datetime) -> dict[uuid.UUID, asking.Decision]:
    """Return what would become of the question to everybody who can be chosen, by person."""
    fired = Fired(asked.happening, Outcome.ASKED, tuple(asked.candidates))
    return {one.wanted.contact_id: one.decision for one in decide_on(asked.rule, [fired], now=now)}


def _happenings(rule: Rule, *, now: datetime) -> list[Happening]:
    """Return what the rule would look at today."""
    if rule.when.kind:
        events = Event.objects.filter(kind=rule.when.kind, client_id__isnull=False, origin="live")
        recent = events.filter(happened_at__gt=now - AT_ONCE, happened_at__lte=now)
        return [queries.happening_of(event) for event in recent.order_by("recorded_at", "id")[:MOST_TRIED]]
    row = TriggerRule(active_since=now)
    return list(islice(daily.occurrences(row, rule, today=NOWHERE.today(now), now=now), MOST_TRIED))
