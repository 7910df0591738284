"""What a rule makes of something that happens. Live and replayed on history it is the same."""

import uuid
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from accounts.worktime import Place, workdays_later
from feedback.surveys.conditions import holds
from feedback.triggers.rules.shape import (
    ANSWERS,
    BANDS,
    PLAYBOOKS,
    ROLES,
    SILENCE,
    TASK_DONE,
    Candidate,
    First,
    Happening,
    Limits,
    Pair,
    Repeat,
    Rule,
    When,
)  # fmt: skip

BAND_BEFORE = "mood.band_before"  # a fact beside the event's own: from which band the mood has moved


def fires(rule: Rule, facts: Mapping[str, Any]) -> bool:
    """Tell whether it is the sort of event that the rule waits for, and its conditions hold."""
    return _is_of_sort(rule.when, facts) and (rule.where is None or holds(rule.where, answers={}, facts=facts))


def sets_off(one: Rule, other: Rule) -> bool:
    """Tell whether what one rule brings about can set off another, or itself, without anything else happening at the client."""
    if one.what.playbook_id:  # its steps are tasks and questions
        return other.when.kind in {*PLAYBOOKS, TASK_DONE, *ANSWERS}
    if one.what.task:
        return other.when.kind == TASK_DONE
    if one.whom.choice_days and other.when.kind == TASK_DONE:  # whoever chooses has done a task
        return True
    return one.what.survey_id is not None and other.when.kind in ANSWERS


def endless(rule: Rule, others: Sequence[Rule]) -> list[Rule] | None:
    """Return through which of the others a rule would set itself off again and again; None: it would not.

    A rule that acts once for each client, or once in so many days, ends every round.
    """
    free = [one for one in others if one.limits.repeat == Repeat.ALWAYS]
    if rule.limits.repeat != Repeat.ALWAYS:
        return None
    paths: list[list[Rule]] = [[]]
    seen: list[Rule] = []
    while paths:
        path = paths.pop(0)
        last = path[-1] if path else rule
        if sets_off(last, rule):
            return path
        for one in free:
            if one not in seen and sets_off(last, one):
                seen.append(one)
                paths.append([*path, one])
    return None


def chosen(rule: Rule, happening: Happening, people: Sequence[Candidate]) -> list[Candidate]:
    """Return who is to be asked: `most` of each role, nobody twice.

    Without roles, and by the calendar, that is the person whom the happening is about; when a role fell silent, people of it.
    Where people are named it is those of them who work there, whatever their roles.
    """
    if rule.whom.contacts:
        return _named(rule, happening, people)
    roles = rule.whom.roles
    if rule.when.kind == SILENCE:
        roles = tuple(role for role in roles or ROLES if role == happening.payload.get("role"))
    elif not roles or rule.when.every_days:
        about = [one for one in people if one.contact_id == happening.contact_id]
        return [one for one in about if one.role in rule.whom.roles or not rule.whom.roles][:1]
    found, taken = [], set[uuid.UUID]()
    for role in roles:
        standing = [one for one in people if one.role == role and one.contact_id not in taken]
        for one in sorted(standing, key=lambda one: _order(rule.whom.first, one))[: rule.whom.most]:
            taken.add(one.contact_id)
            found.append(one)
    return found


def _named(rule: Rule, happening: Happening, people: Sequence[Candidate]) -> list[Candidate]:
    first = sorted(
        people, key=lambda one: ("", *reversed(ROLES)).index(one.role)
    )  # of several roles the first one counts
    by_id = {one.contact_id: one for one in first}
    wanted = [happening.contact_id] if rule.when.every_days else rule.whom.contacts
    return [by_id[one] for one in rule.whom.contacts if one in wanted and one in by_id]


def choosable(rule: Rule, happening: Happening, people: Sequence[Candidate]) -> list[Candidate]:
    """Return everybody among whom the client's manager may choose, nobody twice."""
    return chosen(replace(rule, whom=replace(rule.whom, most=max(len(people), 1))), happening, people)


def most_chosen(rule: Rule) -> int:
    """Return how many people may be chosen at once: as many as the rule would choose itself."""
    return rule.whom.most * (1 if rule.when.kind == SILENCE else len(rule.whom.roles))


def choice_until(rule: Rule, at: datetime, *, place: Place) -> datetime:
    """Return until when the client's manager may choose; `place` is of the house."""
    return workdays_later(at, days=rule.whom.choice_days, place=place)


def wanted_at(rule: Rule, at: datetime, *, place: Place) -> datetime:
    """Return when the question is wanted; the person's window decides later when it leaves."""
    delay = rule.delay
    moment = at + timedelta(hours=delay.hours)
    if delay.is_working:
        return workdays_later(moment, days=delay.days, place=place)
    return moment + timedelta(days=delay.days)


def over_limit(limits: Limits, wanted: Sequence[Pair], *, lately: Container[Pair], number: int) -> list[bool]:
    """Return for each person whom a rule wants to ask whether the rule's own limits forbid it.

    `lately`: whom it has asked within `person_days` or is about to; `number`: how many within `most_days`, or is about to.
    """
    found = []
    for pair in wanted:
        is_over = bool(limits.person_days and pair in lately) or bool(limits.most and number >= limits.most)
        number += not is_over
        found.append(is_over)
    return found


def is_quiet(rule: Rule, *, last_at: datetime | None, at: datetime) -> bool:
    """Tell whether the rule stays quiet at a client for which it fired last at `last_at`."""
    if last_at is None or rule.limits.repeat == Repeat.ALWAYS:
        return False
    return rule.limits.repeat == Repeat.ONCE or at - last_at < timedelta(days=rule.limits.repeat_days)


def _order(first: First, one: Candidate) -> tuple[Any, ...]:
    heard = (one.heard_at is not None, one.heard_at.timestamp() if one.heard_at else 0)
    asked_before = (one.asked_at is not None, one.asked_at.timestamp() if one.asked_at else 0)
    orders = {
        First.UNHEARD: (*heard, -one.influence),
        First.INFLUENTIAL: (-one.influence, *heard),
        First.ASKED_LONG_AGO: (*asked_before, -one.influence),
    }
    return (*orders[first], one.contact_id.bytes)


def _is_of_sort(when: When, facts: Mapping[str, Any]) -> bool:
    if when.stage and facts.get("event.stage") != when.stage:
        return False
    if when.role and facts.get("event.role") != when.role:
        return False
    before, after = facts.get("event.from"), facts.get("event.to")
    if when.drop and (before is None or after is None or before - after < when.drop):
        return False
    if not when.band:
        return True
    band, was = facts.get("event.band"), facts.get(BAND_BEFORE)
    return band == when.band and (was is None or BANDS.index(was) > BANDS.index(band))
