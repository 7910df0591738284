"""Every rule, and one rule with everything that it does and did."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from feedback.invitations import words as ledger
from feedback.letters import words as written
from feedback.triggers import actions, queries, starters, words
from feedback.triggers.models import RuleState, TriggerRule
from feedback.triggers.rules import BadRule, Rule

FOLDER = "feedback/triggers"
COUNTED = timedelta(days=90)
MOST_SHOWN = 50  # people whom a rule would ask today


@in_organization(Right.SEE_SURVEYS)
@require_safe
def trigger_rules(request: OrganizationRequest) -> HttpResponse:
    """Every rule: what it does, whether it runs, and what came of it in three months."""
    rows, names, read = list(queries.trigger_rules()), queries.names(), queries.reader()
    now = clock.now()
    counts = queries.counts_of(rows, since=now - COUNTED)
    context = {
        "now": now,
        "rules": [(row, _story(row, names, read)[:1], counts[row.pk]) for row in rows],
        "starters": starters.starters(),
    }
    return render(request, f"{FOLDER}/list.html", context)


@in_organization(Right.SEE_SURVEYS)
@require_safe
def trigger_rule(request: OrganizationRequest, rule_id: uuid.UUID) -> HttpResponse:
    """One rule in sentences, whom it would ask today, its versions and its story."""
    row = get_object_or_404(TriggerRule.objects.select_related("owner", "asked_by", "approved_by"), pk=rule_id)
    rule, now = _read(row), clock.now()
    names = queries.names(people=rule.whom.contacts if rule else ())
    page = pagination.page_of(
        queries.firings_of(rule_id=row.pk), order="-fired_at", after=pagination.wanted_page(request)
    )
    letters = queries.letters_at(page.rows, rule_id=row.pk)
    asks, versions = queries.asks_of(page.rows, rule_id=row.pk), queries.versions_of(rule_id=row.pk)
    context = {
        "rule": row,
        "differs": row.content not in [one.content for one in versions if one.number == row.version],
        "story": words.story(rule, names) if rule else [],
        "counts": queries.counts_of([row], since=now - COUNTED)[row.pk],
        "today": _today(row, rule) if row.state != RuleState.ACTIVE else None,
        "versions": versions,
        "firings": [
            (
                one,
                [
                    *((ask, ledger.told(ask, now=now)) for ask in asks.get(one.occurrence, [])),
                    *((letter, written.told(letter)) for letter in letters.get(one.occurrence, [])),
                ],
            )
            for one in page.rows
        ],
        "backtests": queries.backtests_of(rule_id=row.pk),
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/rule.html", context)


def _story(row: TriggerRule, names: words.Names, read: Callable[[Any], Rule]) -> list[str]:
    """Return the rule in sentences; none when it no longer fits what is known here."""
    try:
        return words.story(read(row.content), names)
    except BadRule:
        return []


def _read(row: TriggerRule) -> Rule | None:
    """Return the rule as it is written; None when it no longer fits what is known here."""
    try:
        return queries.read_rule(row.content)
    except BadRule:
        return None


def _today(row: TriggerRule, rule: Rule | None) -> list[dict[str, Any]]:
    """Return whom the rule would ask now, each with what would be decided of that."""
    if rule is None or not rule.what.survey_id:
        return []
    tried = actions.try_today(rule, now=clock.now(), rule_id=row.pk)[:MOST_SHOWN]
    people = registry.people_named({one.wanted.contact_id for one in tried})
    return [
        {
            "contact_id": one.wanted.contact_id,
            "name": people[one.wanted.contact_id],
            "role": one.wanted.role,
            "sentence": ledger.foretold(one.decision),
        }
        for one in tried
    ]
