"""What a rule would have done: beginning a replay of own history, its progress, and its report."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.clients import queries as clients
from accounts.clients.enums import BuyerRole
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from feedback.invitations import words as ledger
from feedback.triggers import actions, queries, reports
from feedback.triggers.models import Backtest, BacktestState, TriggerRule
from feedback.triggers.rules import BadRule

MONTHS = (3, 6, 12, 24)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def begin_backtest(request: OrganizationRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Replay the rule on the last months."""
    rule, now = get_object_or_404(TriggerRule, pk=rule_id), clock.now()
    wanted = request.POST.get("months", "")
    months = int(wanted) if wanted in {str(one) for one in MONTHS} else MONTHS[2]
    try:
        test = actions.begin_replay(
            rule=rule, since=now - timedelta(days=months * 365 // 12), until=now, by=request.employee, now=now
        )
    except actions.AlreadyRunning:
        messages.info(request, _("This rule is being tried already. Wait for its end, or stop it."))
    except (BadRule, actions.NothingToReplay):
        messages.error(request, _("This rule cannot be tried on history as it is. Edit it first."))
    else:
        return redirect("backtest", slug=request.seat.slug, backtest_id=test.pk)
    return redirect("rule", slug=request.seat.slug, rule_id=rule.pk)


@in_organization(Right.SEE_SURVEYS)
@require_safe
def backtest(request: OrganizationRequest, backtest_id: uuid.UUID) -> HttpResponse:
    """How far a replay is, or what it has found."""
    test = get_object_or_404(Backtest.objects.select_related("rule").defer("memory"), pk=backtest_id)
    page = pagination.page_of(
        queries.replayed_asks(backtest_id=test.pk), order="at", after=pagination.wanted_page(request)
    )
    context: dict[str, Any] = {
        "test": test,
        "is_running": test.state == BacktestState.RUNNING,
        "percent": round(100 * test.done / test.total) if test.total else 100,
        "report": reports.report_of(
            test, clients=clients.clients().count(), effect=queries.effect_of(backtest_id=test.pk)
        ),
        "roles": dict(BuyerRole.choices),
        "reasons": ledger.REFUSALS,
        "asks": page.rows,
        **pagination.links(request, page),
    }
    return render(request, "feedback/triggers/backtest.html", context)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def stop_backtest(request: OrganizationRequest, backtest_id: uuid.UUID) -> HttpResponse:
    """Stop a replay."""
    test = get_object_or_404(Backtest, pk=backtest_id)
    actions.stop_replay(test=test, now=clock.now())
    return redirect("backtest", slug=request.seat.slug, backtest_id=test.pk)
