"""Rules that fire: at an event, and on their days. Whom they ask is planned, and stands in the ledger."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from accounts.clients.models import Client
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Event, Origin
from accounts.organizations.models import Organization
from accounts.worktime import Place
from feedback.invitations import actions as invitations
from feedback.invitations import queries as invited
from feedback.invitations.fatigue import Touch
from feedback.invitations.models import AskState, PlannedAsk, Source
from feedback.triggers import queries, rules
from feedback.triggers.actions.pausing import pause
from feedback.triggers.models import Outcome, Pause, TriggerFiring, TriggerRule
from feedback.triggers.rules import Candidate, Happening, Rule

AT_ONCE = timedelta(hours=1)  # what a rule reaches within this time, it reaches at once
AskedAt = Callable[[uuid.UUID, datetime], datetime | None]


@dataclass(frozen=True, slots=True)
class Fired:
    """What came of one happening: the people whom the rule wants to ask, in their roles."""

    happening: Happening
    outcome: Outcome
    people: tuple[Candidate, ...] = ()


def fire_for_event(*, event: Event) -> None:
    """Let every rule that waits for such events look at this one. Told twice, it acts once.

    Rules react to what happens now: not to history, imports and demo data, and not to what was told too late for the rule.
    """
    if event.origin != Origin.LIVE or not event.client_id or event.kind not in queries.waited_kinds():
        return
    running = [one for one in queries.active_rules(kind=event.kind) if _is_fresh(one[1], event)]
    if not running or not Client.objects.filter(pk=event.client_id, archived_at=None, merged_into=None).exists():
        return
    for row, rule in running:
        fire(row, rule, [queries.happening_of(event)])


@transaction.atomic
def fire(row: TriggerRule, rule: Rule, happenings: Sequence[Happening]) -> list[TriggerFiring]:
    """Let one rule look at happenings in their order, and return where its conditions held and it was new."""
    row = TriggerRule.objects.select_for_update().get(pk=row.pk)
    known = set(
        TriggerFiring.objects.filter(rule=row, occurrence__in=[one.key for one in happenings]).values_list(
            "occurrence", flat=True
        )
    )
    written = []
    new = [one for one in happenings if one.key not in known]
    for fired in judge(rule, new, last_at=last_fired(row, rule, new)):
        people = fired.people
        outcome = fired.outcome
        if outcome == Outcome.ASKED and not _may_reach(row, len(people), now=fired.happening.at):
            pause(rule=row, why=Pause.BLAST, by=None, now=fired.happening.at)
            outcome = Outcome.PAUSED
        elif outcome == Outcome.ASKED:
            _plan(row, rule, fired)
        elif outcome == Outcome.TASK:
            _want_task(row, rule, fired.happening)
        written.append(
            TriggerFiring(
                rule=row,
                version=row.version,
                client_id=fired.happening.client_id,
                occurrence=fired.happening.key,
                event_id=_event_id(fired.happening.key),
                fired_at=fired.happening.at,
                outcome=outcome,
                people=len(people),
            )
        )
        written[-1].stamp()
    return TriggerFiring.objects.bulk_create(written)


def judge(rule: Rule, happenings: Sequence[Happening], *, last_at: dict[uuid.UUID, datetime]) -> list[Fired]:
    """Return what the rule makes of happenings in their order, leaving out those whose conditions do not hold.

    Writes nothing. `last_at` is when the rule fired last for each client; it is brought up to date.
    """
    found = holding(rule, happenings)
    by_age = rule.whom.first == rules.First.ASKED_LONG_AGO
    people = {one.contact_id for _happening, crowd in found for one in crowd} if by_age else set()
    reached = invited.touches(people) if people else {}

    def asked_at(contact_id: uuid.UUID, at: datetime) -> datetime | None:
        letters = (one.at for one in reached.get(contact_id, ()) if one.touch != Touch.REMINDER and one.at <= at)
        return max(letters, default=None)

    return list(settle(rule, found, last_at=last_at, asked_at=asked_at))


def holding(rule: Rule, happenings: Sequence[Happening]) -> list[tuple[Happening, list[Candidate]]]:
    """Return the happenings at which the conditions hold, with the people at their clients; a constant number of queries."""
    facts = queries.facts_of(rule, happenings)
    found = [one for one, known in zip(happenings, facts, strict=True) if rules.fires(rule, known)]
    if rule.what.survey_id is None:
        return [(one, []) for one in found]
    crowds = queries.people_of(found, with_heard=rule.whom.first != rules.First.ASKED_LONG_AGO)
    return list(zip(found, crowds, strict=True))


def settle(
    rule: Rule,
    found: Iterable[tuple[Happening, list[Candidate]]],
    *,
    last_at: dict[uuid.UUID, datetime],
    asked_at: AskedAt,
) -> Iterator[Fired]:
    """Yield what the rule makes of what `holding` has found, in that order; it asks no database.

    Firing, trying today and replaying history all settle here. `asked_at` tells, while it is consumed, when somebody was asked
    last by then.
    """
    by_age = rule.whom.first == rules.First.ASKED_LONG_AGO
    for happening, crowd in found:
        if rules.is_quiet(rule, last_at=last_at.get(happening.client_id), at=happening.at):
            yield Fired(happening, Outcome.QUIET)
            continue
        last_at[happening.client_id] = happening.at
        if rule.what.survey_id is None:
            yield Fired(happening, Outcome.TASK)
            continue
        people = [replace(one, asked_at=asked_at(one.contact_id, happening.at)) for one in crowd] if by_age else crowd
        wanted = tuple(rules.chosen(rule, happening, people))
        yield Fired(happening, Outcome.ASKED if wanted else Outcome.NOBODY, wanted)


def wishes_of(
    rule: Rule, fired: Fired, *, places: Mapping[queries.Pair, Place], source_id: uuid.UUID | None, prefix: str
) -> list[invitations.Wanted]:
    """Return the questions that a firing wants, for the ledger or for a replay; `places` are of queries.places_of."""
    happening, found = fired.happening, list[invitations.Wanted]()
    if rule.what.survey_id is None:
        return found
    for one in fired.people:
        at = rules.wanted_at(rule, happening.at, place=places[one.contact_id, happening.client_id])
        wanted = invitations.Wanted(
            contact_id=one.contact_id,
            client_id=happening.client_id,
            survey_id=rule.what.survey_id,
            role=one.role,
            occurrence=f"{prefix}:{happening.key}",
            source=Source.RULE,
            source_id=source_id,
            wanted_at=at,
            give_up_at=at + timedelta(days=rule.limits.patience_days),
            topic=rule.limits.topic,
            heads_up_days=rule.delay.heads_up_days,
            facts={name: value for name, value in happening.payload.items() if not name.endswith("_id")},
        )
        found.append(wanted)
    return found


def _plan(row: TriggerRule, rule: Rule, fired: Fired) -> None:
    places = queries.places_of((one.contact_id, fired.happening.client_id) for one in fired.people)
    wanted = wishes_of(rule, fired, places=places, source_id=row.pk, prefix=f"rule:{row.pk}")
    invitations.plan(limited(rule, wanted, rule_id=row.pk, at=fired.happening.at), now=fired.happening.at)


def limited(
    rule: Rule, wanted: Sequence[invitations.Wanted], *, rule_id: uuid.UUID | None, at: datetime
) -> list[invitations.Wanted]:
    """Return the questions with those marked that the rule's own limits forbid; a rule without an id has asked nobody yet."""
    pairs = [(one.contact_id, one.client_id) for one in wanted]
    lately, number = queries.asked_lately(rule_id, rule.limits, pairs=pairs, at=at) if rule_id else (set(), 0)
    over = rules.over_limit(rule.limits, pairs, lately=lately, number=number)
    return [replace(one, is_over_limit=is_over) for one, is_over in zip(wanted, over, strict=True)]


def _want_task(row: TriggerRule, rule: Rule, happening: Happening) -> None:
    """Tell that the client's manager has something to do: whoever keeps tasks listens."""
    fact = events.Fact(
        kind=kinds.TASK_WANTED,
        happened_at=happening.at,
        client_id=happening.client_id,
        contact_id=happening.contact_id,
        payload={"rule_id": row.pk, "title": rule.what.task, "days": 3},
        dedupe_key=f"task.wanted:{uuid.uuid5(row.pk, happening.key)}",
    )
    events.publish(fact, now=happening.at)


def last_fired(row: TriggerRule, rule: Rule, happenings: Sequence[Happening]) -> dict[uuid.UUID, datetime]:
    """Return when the rule fired last for the client of each happening, where that matters to it."""
    if rule.limits.repeat == rules.Repeat.ALWAYS:
        return {}
    done = TriggerFiring.objects.filter(
        rule=row,
        client__in={one.client_id for one in happenings},
        outcome__in=[Outcome.ASKED, Outcome.TASK, Outcome.NOBODY],
    )
    return dict(done.order_by("fired_at").values_list("client", "fired_at"))


def _may_reach(row: TriggerRule, more: int, *, now: datetime) -> bool:
    """Tell whether the rule may reach so many more people at once, without a second person's approval."""
    if row.approved_by_id:
        return True
    limit = Organization.objects.values_list("blast_limit", flat=True).get(pk=row.organization_id)
    reached = PlannedAsk.objects.filter(source_id=row.pk, created_at__gt=now - AT_ONCE).exclude(state=AskState.REFUSED)
    return reached.count() + more <= limit


def _is_fresh(rule: Rule, event: Event) -> bool:
    return event.recorded_at - event.happened_at <= timedelta(days=rule.limits.patience_days)


def _event_id(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None
