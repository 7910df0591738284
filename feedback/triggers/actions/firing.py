"""Rules that fire: at an event, and on their days. Whom they ask is planned, and stands in the ledger."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from accounts.clients.models import Client
from accounts.events.models import Event, Origin
from accounts.organizations.models import Organization
from feedback.invitations import queries as invited
from feedback.invitations.fatigue import ASKS
from feedback.invitations.models import AskState, PlannedAsk
from feedback.letters.models import LetterState, PlannedLetter
from feedback.triggers import queries, rules
from feedback.triggers.actions import carrying, choosing
from feedback.triggers.actions.carrying import Fired
from feedback.triggers.actions.pausing import pause
from feedback.triggers.models import Outcome, Pause, TriggerFiring, TriggerRule
from feedback.triggers.rules import Candidate, Happening, Rule

AT_ONCE = timedelta(hours=1)  # what a rule reaches within this time, it reaches at once
REACHING = (Outcome.ASKED, Outcome.LETTER, Outcome.PLAYBOOK)
AskedAt = Callable[[uuid.UUID, datetime], datetime | None]


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
    written, choices = list[TriggerFiring](), list[TriggerFiring]()
    new = [one for one in happenings if one.key not in known]
    for fired in judge(rule, new, last_at=last_fired(row, rule, new)):
        people = fired.people
        outcome = fired.outcome
        if outcome in REACHING and not _may_reach(row, len(people), now=fired.happening.at):
            pause(rule=row, why=Pause.BLAST, by=None, now=fired.happening.at)
            outcome = Outcome.PAUSED
            choices.clear()  # nobody is asked any more, whatever has happened before
        else:
            carrying.carry_out(row, rule, fired)
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
        if fired.has_choice and outcome == Outcome.ASKED:
            choices.append(written[-1])
    TriggerFiring.objects.bulk_create(written)
    choosing.let_choose(row, rule, choices)
    return written


def judge(rule: Rule, happenings: Sequence[Happening], *, last_at: dict[uuid.UUID, datetime]) -> list[Fired]:
    """Return what the rule makes of happenings in their order, leaving out those whose conditions do not hold.

    Writes nothing. `last_at` is when the rule fired last for each client; it is brought up to date.
    """
    found = holding(rule, happenings)
    by_age = rule.whom.first == rules.First.ASKED_LONG_AGO
    people = {one.contact_id for _happening, crowd in found for one in crowd} if by_age else set()
    reached = invited.touches(people) if people else {}

    def asked_at(contact_id: uuid.UUID, at: datetime) -> datetime | None:
        letters = (one.at for one in reached.get(contact_id, ()) if one.touch in ASKS and one.at <= at)
        return max(letters, default=None)

    return list(settle(rule, found, last_at=last_at, asked_at=asked_at))


def holding(rule: Rule, happenings: Sequence[Happening]) -> list[tuple[Happening, list[Candidate]]]:
    """Return the happenings at which the conditions hold, with the people at their clients; a constant number of queries."""
    facts = queries.facts_of(rule, happenings)
    found = [one for one, known in zip(happenings, facts, strict=True) if rules.fires(rule, known)]
    if not _wants_people(rule):
        return [(one, []) for one in found]
    by_hearing = rule.whom.first != rules.First.ASKED_LONG_AGO
    crowds = queries.people_of(found, with_heard=by_hearing, named=rule.whom.contacts)
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
        if not _wants_people(rule):
            yield Fired(happening, Outcome.PLAYBOOK if rule.what.playbook_id else Outcome.TASK)
            continue
        people = [replace(one, asked_at=asked_at(one.contact_id, happening.at)) for one in crowd] if by_age else crowd
        wanted = tuple(rules.chosen(rule, happening, people))
        has_choice = bool(rule.whom.choice_days) and len(rules.choosable(rule, happening, people)) > len(wanted)
        yield Fired(happening, _outcome_of(rule) if wanted else Outcome.NOBODY, wanted, has_choice)


def _wants_people(rule: Rule) -> bool:
    """Tell whether people are chosen; a playbook without roles is about the client, or whom the event is about."""
    return rule.what.reaches_people or (
        rule.what.playbook_id is not None and bool(rule.whom.roles or rule.whom.contacts)
    )


def _outcome_of(rule: Rule) -> Outcome:
    if rule.what.playbook_id:
        return Outcome.PLAYBOOK
    return Outcome.ASKED if rule.what.survey_id else Outcome.LETTER


def last_fired(row: TriggerRule, rule: Rule, happenings: Sequence[Happening]) -> dict[uuid.UUID, datetime]:
    """Return when the rule fired last for the client of each happening, where that matters to it."""
    if rule.limits.repeat == rules.Repeat.ALWAYS:
        return {}
    done = TriggerFiring.objects.filter(
        rule=row,
        client__in={one.client_id for one in happenings},
        outcome__in=[*REACHING, Outcome.TASK, Outcome.NOBODY],
    )
    return dict(done.order_by("fired_at").values_list("client", "fired_at"))


def _may_reach(row: TriggerRule, more: int, *, now: datetime) -> bool:
    """Tell whether the rule may reach so many more people at once, without a second person's approval."""
    if row.approved_by_id:
        return True
    limit = Organization.objects.values_list("blast_limit", flat=True).get(pk=row.organization_id)
    reached = PlannedAsk.objects.filter(source_id=row.pk, created_at__gt=now - AT_ONCE).exclude(state=AskState.REFUSED)
    letters = PlannedLetter.objects.filter(source_id=row.pk, created_at__gt=now - AT_ONCE)
    return reached.count() + letters.exclude(state=LetterState.REFUSED).count() + more <= limit


def _is_fresh(rule: Rule, event: Event) -> bool:
    return event.recorded_at - event.happened_at <= timedelta(days=rule.limits.patience_days)


def _event_id(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None
