"""Leaving it to the client's manager whom a rule asks: the question to them, their answer, and the end of waiting for it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.models import Client
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.kinds import Kind
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from feedback.invitations import actions as invitations
from feedback.invitations.models import AskState, PlannedAsk
from feedback.invitations.rules import Reason
from feedback.triggers import queries, rules
from feedback.triggers.actions.carrying import Fired, limited, wishes_of
from feedback.triggers.models import Outcome, RuleChoice, TriggerFiring, TriggerRule
from feedback.triggers.rules import Rule

CHOICES = "rule_choices"  # the queue: a choice that nobody made in time


class ChoiceOver(RuntimeError):
    """It is settled already whom to ask: somebody has chosen, it is too late, or the rule was paused."""


class NotChoosable(RuntimeError):
    """Somebody chosen is not among the people to choose from, or there are too many."""


def let_choose(row: TriggerRule, rule: Rule, firings: Sequence[TriggerFiring]) -> None:
    """Ask each client's manager (or the rule's owner, where there is none) whom to ask, in the transaction of the firings."""
    managers = dict(Client.objects.filter(pk__in={one.client_id for one in firings}).values_list("pk", "manager"))
    for firing in firings:
        until = rules.choice_until(rule, firing.fired_at, place=queries.house_place())
        choice = RuleChoice(firing=firing, chooser_id=managers[firing.client_id] or row.owner_id, until=until)
        choice.save()
        payload = {"rule_id": row.pk, "choice_id": choice.pk, "employee_id": choice.chooser_id, "until": until}
        _tell(kinds.CHOICE_WANTED, choice, payload, now=firing.fired_at)
        _wait(choice)


@transaction.atomic
def choose(*, choice: RuleChoice, contact_ids: Collection[uuid.UUID], by: Employee, now: datetime) -> list[PlannedAsk]:
    """Let these people be asked, or nobody, and return what is planned; the calm limits and windows decide as for everything.

    Raises ChoiceOver, NotChoosable, and BadRule where the rule no longer fits what is known.
    """
    row = RuleChoice.objects.select_for_update(of=["self"]).select_related("firing__rule").get(pk=choice.pk)
    if row.ended_at or row.until <= now:
        raise ChoiceOver
    asked = queries.choice_of(row, now=now)
    people = [one for one in asked.candidates if one.contact_id in contact_ids]
    if len(people) < len(contact_ids) or len(people) > rules.most_chosen(asked.rule):
        raise NotChoosable
    before = audit.snapshot(row)
    planned = queries.asks_of_choice(row).filter(state=AskState.PLANNED)
    invitations.stop(planned.exclude(contact__in=contact_ids), by=by, now=now, reason=Reason.UNCHOSEN)
    kept = {ask.contact_id: ask.pk for ask in planned.filter(contact__in=contact_ids)}
    fired = Fired(asked.happening, Outcome.ASKED, tuple(people))
    places = queries.places_of((one.contact_id, asked.happening.client_id) for one in people)
    wishes = {
        one.contact_id: replace(one, wanted_at=max(one.wanted_at, now), asked_by_id=by.pk, choice_until=row.until)
        for one in wishes_of(
            asked.rule, fired, places=places, source_id=row.firing.rule_id, prefix=f"rule:{row.firing.rule_id}"
        )
    }
    found = invitations.hasten({pk: wishes[contact].wanted_at for contact, pk in kept.items()}, by=by, now=now)
    new = [wish for contact, wish in wishes.items() if contact not in kept]
    found += invitations.plan(limited(asked.rule, new, rule_id=row.firing.rule_id, at=now), now=now)
    row.answered_by = by
    _end(row, now=now)
    audit.record(action="rule.chosen", subject=row, by=by, now=now, before=before)
    return found


def end_choices(choice_ids: list[uuid.UUID], now: datetime) -> None:
    """End the choices that nobody has made in time: people are asked as the rule says. The ledger of work calls this."""
    own = now + clock.offset()
    for choice in _open().filter(pk__in=choice_ids):
        if choice.until <= own:
            _end(choice, now=own)
        else:  # the clock of a demo organization was stepped back
            _wait(choice)


def end_all(row: TriggerRule, *, now: datetime) -> None:
    """End every choice of a rule that asks nobody any more."""
    for choice in _open().filter(firing__rule=row):
        _end(choice, now=now)


def _open() -> QuerySet[RuleChoice]:
    rows = RuleChoice.objects.select_for_update(of=["self"]).select_related("firing")
    return rows.filter(ended_at=None).order_by("pk")


def _end(choice: RuleChoice, *, now: datetime) -> None:
    choice.ended_at = now
    choice.save(update_fields=["ended_at", "answered_by"])
    payload = {
        "rule_id": choice.firing.rule_id,
        "choice_id": choice.pk,
        "is_answered": choice.answered_by_id is not None,
    }
    _tell(kinds.CHOICE_ENDED, choice, payload, now=now)


def _tell(kind: Kind, choice: RuleChoice, payload: Mapping[str, Any], *, now: datetime) -> None:
    fact = events.Fact(
        kind=kind,
        happened_at=now,
        client_id=choice.firing.client_id,
        actor_id=choice.answered_by_id,
        payload=payload,
        dedupe_key=f"{kind.name}:{choice.pk}",
    )
    events.publish(fact, now=now)


def _wait(choice: RuleChoice) -> None:
    run_at = choice.until - clock.offset()
    jobs.enqueue(queue=CHOICES, subject_id=choice.pk, now=clock.real_now(), run_at=run_at)
