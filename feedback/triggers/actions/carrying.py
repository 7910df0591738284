"""What a rule that fired brings about: questions and letters to people, a task, a playbook."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from accounts.clients.models import Client
from accounts.events import actions as events
from accounts.events import kinds
from accounts.worktime import Place
from feedback.invitations import actions as invitations
from feedback.invitations.models import Source
from feedback.letters import actions as letters
from feedback.triggers import queries, rules
from feedback.triggers.models import Outcome, TriggerRule
from feedback.triggers.rules import Candidate, Happening, Rule


@dataclass(frozen=True, slots=True)
class Fired:
    """What came of one happening: the people whom the rule wants to ask, in their roles.

    `has_choice`: the client's manager may choose others, and until then nobody is asked.
    """

    happening: Happening
    outcome: Outcome
    people: tuple[Candidate, ...] = ()
    has_choice: bool = False


def carry_out(row: TriggerRule, rule: Rule, fired: Fired) -> None:
    """Bring about what the firing wants, in its transaction; where it was quiet or found nobody, nothing."""
    match fired.outcome:
        case Outcome.ASKED:
            _plan(row, rule, fired)
        case Outcome.LETTER:
            _write(row, rule, fired)
        case Outcome.TASK:
            _want_task(row, rule, fired.happening)
        case Outcome.PLAYBOOK:
            _want_playbook(row, rule, fired)


def wishes_of(
    rule: Rule, fired: Fired, *, places: Mapping[queries.Pair, Place], source_id: uuid.UUID | None, prefix: str
) -> list[invitations.Wanted]:
    """Return the questions that a firing wants, for the ledger or for a replay; `places` are of queries.places_of."""
    happening, found = fired.happening, list[invitations.Wanted]()
    if rule.what.survey_id is None:
        return found
    until = None
    if fired.has_choice:
        until = rules.choice_until(rule, happening.at, place=queries.house_place())
    for one in fired.people:
        at = rules.wanted_at(rule, happening.at, place=places[one.contact_id, happening.client_id])
        at = max(at, until) if until else at
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
            window=rule.window,
            choice_until=until,
            facts={name: value for name, value in happening.payload.items() if not name.endswith("_id")},
        )
        found.append(wanted)
    return found


def limited(
    rule: Rule, wanted: Sequence[invitations.Wanted], *, rule_id: uuid.UUID | None, at: datetime
) -> list[invitations.Wanted]:
    """Return the questions with those marked that the rule's own limits forbid; a rule without an id has asked nobody yet."""
    pairs = [(one.contact_id, one.client_id) for one in wanted]
    lately, number = queries.asked_lately(rule_id, rule.limits, pairs=pairs, at=at) if rule_id else (set(), 0)
    over = rules.over_limit(rule.limits, pairs, lately=lately, number=number)
    return [replace(one, is_over_limit=is_over) for one, is_over in zip(wanted, over, strict=True)]


def _plan(row: TriggerRule, rule: Rule, fired: Fired) -> None:
    places = queries.places_of((one.contact_id, fired.happening.client_id) for one in fired.people)
    wanted = wishes_of(rule, fired, places=places, source_id=row.pk, prefix=f"rule:{row.pk}")
    invitations.plan(limited(rule, wanted, rule_id=row.pk, at=fired.happening.at), now=fired.happening.at)


def _want_task(row: TriggerRule, rule: Rule, happening: Happening) -> None:
    """Tell that the client's manager has something to do: whoever keeps tasks listens."""
    fact = events.Fact(
        kind=kinds.TASK_WANTED,
        happened_at=happening.at,
        client_id=happening.client_id,
        contact_id=happening.contact_id,
        payload={"rule_id": row.pk, "title": rule.what.task, "days": rule.delay.days + rule.what.task_days},
        dedupe_key=f"task.wanted:{uuid.uuid5(row.pk, happening.key)}",
    )
    events.publish(fact, now=happening.at)


def _write(row: TriggerRule, rule: Rule, fired: Fired) -> None:
    happening = fired.happening
    places = queries.places_of((one.contact_id, happening.client_id) for one in fired.people)
    manager = Client.objects.values_list("manager", flat=True).get(pk=happening.client_id)
    wanted = [
        letters.Wanted(
            contact_id=one.contact_id,
            client_id=happening.client_id,
            sender_id=manager or row.owner_id,
            source=Source.RULE,
            source_id=row.pk,
            occurrence=f"rule:{row.pk}:{happening.key}",
            subject=rule.what.subject,
            text=rule.what.text,
            wanted_at=rules.wanted_at(rule, happening.at, place=places[one.contact_id, happening.client_id]),
            window=rule.window,
        )
        for one in fired.people
    ]
    letters.plan(wanted, now=happening.at)


def _want_playbook(row: TriggerRule, rule: Rule, fired: Fired) -> None:
    """Tell that a playbook is to begin, for each person where people were chosen: whoever keeps playbooks listens."""
    happening = fired.happening
    zone, country = Client.objects.values_list("time_zone", "country").get(pk=happening.client_id)
    wait = rules.wanted_at(rule, happening.at, place=Place(zone, country)) - happening.at
    told = {
        "rule_id": row.pk,
        "playbook_id": rule.what.playbook_id,
        "occurrence": happening.key,
        "hours": round(wait / timedelta(hours=1)),
    }
    about: list[uuid.UUID | None] = [one.contact_id for one in fired.people]
    about = about or [happening.contact_id]
    facts = [
        events.Fact(
            kind=kinds.RULE_FIRED,
            happened_at=happening.at,
            client_id=happening.client_id,
            contact_id=person,
            payload=told,
            dedupe_key=f"rule.fired:{uuid.uuid5(row.pk, f'{happening.key}:{person}')}",
        )
        for person in about
    ]
    events.publish_many(facts, now=happening.at)
