"""The rules of the demo organizations: two that run, and one that is still being thought about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.clients.enums import BuyerRole
from accounts.organizations.models import Employee
from feedback.surveys.models import Survey
from feedback.triggers import actions
from happiness.demo.surveys import ACT, RELATION, START, SURVEYS

EVERYBODY = list(BuyerRole.values)
AGO = timedelta(days=30)  # when they were written


@dataclass(frozen=True, slots=True)
class Told:
    """A rule by its parts, about a survey of the demo."""

    name: str
    survey: str
    parts: Mapping[str, Any]
    is_on: bool = True


AFTER_START: dict[str, Any] = {
    "when": {"kind": "stage.entered"},
    "where": {"fact": "event.stage", "op": "=", "value": "onboarding"},
    "whom": {"roles": ["technical", "end_user"]},
    "delay": {"days": 10, "is_working": True},
    "limits": {"repeat": "once"},
}
SILENCE: dict[str, Any] = {
    "when": {"kind": "coverage.gap_opened"},
    "whom": {"roles": EVERYBODY},
    "limits": {"repeat": "days", "repeat_days": 30},
}
RENEWAL: dict[str, Any] = {"when": {"before": "renewal_on", "days": 60}, "whom": {"roles": ["economic"]}}
# Only among many clients: of a few there would be nobody to ask for days.
QUARTER: dict[str, Any] = {"when": {"every_days": 90}, "whom": {"roles": EVERYBODY}}
OF_MANY = {
    "pivnich-soft": Told("Раз на квартал", RELATION, QUARTER),
    "harbor-instruments": Told("Every quarter", RELATION, QUARTER),
}
RULES = {
    "pivnich-soft": (
        Told("Два тижні після старту", START, AFTER_START),
        Told("За два місяці до продовження", RELATION, RENEWAL),
        Told("Роль замовкла", ACT, SILENCE, is_on=False),
    ),
    "harbor-instruments": (Told("Two months before the renewal", RELATION, RENEWAL),),
}


def load(slug: str, *, has_many: bool, by: Employee, now: datetime) -> None:
    """Write the rules down, and switch on those that run; of many clients some are asked every day, from today on."""
    names = {told.key: told.name for told in SURVEYS[slug]}
    for told, since in [*((one, now - AGO) for one in RULES[slug]), *([(OF_MANY[slug], now)] if has_many else [])]:
        survey = Survey.objects.get(name=names[told.survey])
        content = {**told.parts, "what": {"survey": str(survey.pk)}}
        rule = actions.create_rule(name=told.name, owner=survey.owner or by, content=content, by=by, now=since)
        if told.is_on:
            actions.switch_on(rule=rule, by=by, now=since)
