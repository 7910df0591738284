"""The overview: how happy the clients are, who needs somebody today, what is mine to do."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients import queries as clients
from accounts.contracts import queries as contracts
from accounts.organizations import queries as organizations
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right, Role, has_right
from accounts.web import charts, formats
from accounts.web.charts import sparkline
from accounts.web.parts import attempt
from happiness.dashboard import first_steps, words
from happiness.figures import curves, house, parts
from happiness.figures.parts import Part
from journeys.care import queries as care
from journeys.care.models import Gesture
from journeys.decisions import queries as decisions
from journeys.decisions.models import Decision
from journeys.playbooks import queries as playbooks
from journeys.playbooks.models import Task
from journeys.stages import queries as paths
from journeys.stages.models import PartFigures

FOLDER = "happiness/dashboard"
ROWS = 6  # clients that need somebody, on one look
TASKS = 6
DECISIONS = 3
GESTURES, CARE = 3, timedelta(days=14)


@in_organization(Right.OPEN)
@require_safe
def home(request: OrganizationRequest) -> HttpResponse:
    """How the clients are and who needs somebody; for a house without clients, what to do first."""
    if not has_right(request.seat.role, Right.SEE_CLIENTS):
        return _first_look(request)
    whole = parts.whole(fewest=request.organization.confidentiality_group)
    if not whole.rows:
        return _first_look(request)
    now = clock.now()
    mine, is_manager = _manager_of(request, whole)
    part = whole.of(mine)
    standings = part.standings(now=now, today=contracts.house_day(request.organization, now))
    context = {
        "whose": _choices(mine) if mine or is_manager else [],
        "mood": attempt(lambda: _mood(request, part, mine, now), part="overview mood"),
        "heard": part.heard,
        "stages": attempt(lambda: _stages(request, part, mine, now), part="overview stages"),
        "money": _money(request, part, standings),
        **_attention(request, standings),
        "decisions": attempt(lambda: _decisions(request, now), part="overview decisions"),
        "gestures": attempt(lambda: _gestures(request, now), part="overview care"),
        "today": timezone.localtime(now).date(),
        "days": attempt(lambda: _tasks(request, now), part="overview tasks"),
        "ownerless_clients": min(len(whole.of_nobody), clients.MOST_COUNTED),
        "most_counted": clients.MOST_COUNTED,
        "path": _path(request),
        "mine": mine,
        "of_manager": _of_manager(mine),
    }
    return render(request, f"{FOLDER}/home.html", context)


def _first_look(request: OrganizationRequest) -> HttpResponse:
    """The house as it stands: who works here, which departments and touchpoints exist, what is still missing."""
    context = {
        "members": organizations.current_memberships(now=clock.now()).count(),
        "employees": organizations.active_employees().count(),
        "departments": organizations.departments(),
        "touchpoints": organizations.touchpoints().count(),
        "ownerless": organizations.touchpoints().filter(owner=None),
        "ownerless_clients": clients.ownerless_count(),
        "most_counted": clients.MOST_COUNTED,
        "path": _path(request),
    }
    return render(request, f"{FOLDER}/house.html", context)


def _path(request: OrganizationRequest) -> first_steps.Path | None:
    found = first_steps.path_ahead(request)
    first_steps.lead_back(request, found)
    return found


def _manager_of(request: OrganizationRequest, whole: Part) -> tuple[uuid.UUID | None, bool]:
    """Return whose clients are shown, and whether the reader answers for any.

    A happiness manager's own, unless the address asks for all; None is everybody's.
    """
    is_manager = bool(whole.of(request.employee.pk).rows)
    wanted = request.GET.get("whose", "")
    is_usual = request.seat.role == Role.HAPPINESS_MANAGER and is_manager
    return request.employee.pk if wanted == "mine" or (is_usual and wanted != "all") else None, is_manager


def _of_manager(mine: uuid.UUID | None) -> str:
    """Return what narrows a list of clients to those that the overview tells of."""
    return f"&manager={mine}" if mine else ""


def _choices(mine: uuid.UUID | None) -> list[dict[str, Any]]:
    return [
        {"label": _("My clients"), "url": "?whose=mine", "is_current": mine is not None},
        {"label": _("All"), "url": "?whose=all", "is_current": mine is None},
    ]


def _mood(request: OrganizationRequest, part: Part, mine: uuid.UUID | None, now: datetime) -> dict[str, Any]:
    """Return how happy the clients are; one manager's have no curve, because who answers for whom changes."""
    change = part.index.change
    days = [] if mine else house.days(organization=request.organization, now=now)
    return {
        "index": part.index,
        "score": _whole(part.index.by_client),
        "change": change,
        "is_real": change is not None and house.is_real(change),
        "up": part.up,
        "down": part.down,
        "everybody": len(part.rows),
        "figure": curves.house_curve(days),
    }


def _whole(index: Decimal | None) -> int | None:
    """Return the points cut, and not rounded, so that number and face agree, as in the list of clients."""
    return None if index is None else int(index)


def _stages(request: OrganizationRequest, part: Part, mine: uuid.UUID | None, now: datetime) -> list[dict[str, Any]]:
    months = {} if mine else house.months(organization=request.organization, now=now)
    hurts = {} if mine else paths.worst_places()
    worst = max(hurts.values(), key=lambda one: (one.revenue or 0, one.unhappy), default=None)
    listed = reverse("clients", args=[request.seat.slug])
    return [
        {
            "name": one.stage.label,
            "url": f"{listed}?stage={one.stage.value}{_of_manager(mine)}",
            "clients": ngettext("%(number)s client", "%(number)s clients", one.clients) % {"number": one.clients},
            "score": _whole(one.index.by_client),
            "change": one.index.change.points if one.index.change else None,
            "figure": _curve(months.get(one.stage.value, [])),
            "note": _note(request, one, hurts.get(one.stage.value)),
            "is_bottleneck": worst is not None and worst.stage == one.stage.value,
        }
        for one in part.stages
    ]


def _curve(means: Sequence[Decimal]) -> str:
    return sparkline.draw([float(value) for value in means]) if len(means) > 1 else ""


def _note(request: OrganizationRequest, one: house.StageMood, place: PartFigures | None) -> str:
    """Return the money of a stage, and where it hurts most there."""
    sees_money = has_right(request.seat.role, Right.SEE_MONEY) and one.index.revenue
    money = formats.money_short(one.index.revenue or 0, request.organization.currency) if sees_money else ""
    hurts = _("hurts at “%(place)s”") % {"place": place.touchpoint.name} if place else ""
    return " · ".join(filter(None, (money, hurts)))


def _money(request: OrganizationRequest, part: Part, standings: Sequence[house.Standing]) -> dict[str, Any] | None:
    if not has_right(request.seat.role, Right.SEE_MONEY):
        return None
    found = house.money(standings)
    currency = request.organization.currency
    first = part.by_id[found.next.client_id] if found.next else None
    return {"found": found, "first": first, "bar": charts.money_bar(found.by_mood, currency=currency)}


def _attention(request: OrganizationRequest, standings: Sequence[house.Standing]) -> dict[str, Any]:
    by_money = request.GET.get("by") == "money" and has_right(request.seat.role, Right.SEE_MONEY)
    rows = house.attention(standings, by_money=by_money, size=ROWS, now=clock.now())
    query = request.GET.copy()
    query.pop("by", None)
    rest = f"&{query.urlencode()}" if query else ""
    choices = [
        {"label": _("By urgency"), "url": f"?by=urgency{rest}", "is_current": not by_money},
        {"label": _("By money"), "url": f"?by=money{rest}", "is_current": by_money},
    ]
    return {
        "attention": [words.attention(request, one) for one in rows],
        "attention_total": sum(bool(one.causes) for one in standings),
        "orders": choices if has_right(request.seat.role, Right.SEE_MONEY) else [],
    }


def _decisions(request: OrganizationRequest, now: datetime) -> list[Decision]:
    """Return what waits for the reader's word, as far as it is seen at a glance."""
    today = timezone.localtime(now).date()
    return list(decisions.waiting({request.employee.pk: today})[:DECISIONS])


def _tasks(request: OrganizationRequest, now: datetime) -> list[tuple[str, list[tuple[Task, bool]]]]:
    """Return what the reader has to do next, by day: what is late stands under today."""
    today = timezone.localtime(now).date()
    rows = playbooks.open_tasks(owner=request.employee)[:TASKS]
    days = groupby(rows, key=lambda task: max(task.due_on, today))
    return [(_day_name(day, today), [(task, task.due_on < today) for task in tasks]) for day, tasks in days]


def _gestures(request: OrganizationRequest, now: datetime) -> list[Gesture]:
    """Return whom the reader is to think of within two weeks."""
    until = timezone.localtime(now).date() + CARE
    return list(care.ahead(owner=request.employee, until=until)[:GESTURES])


def _day_name(day: date, today: date) -> str:
    if day == today:
        return _("Today")
    return _("Tomorrow") if day == today + timedelta(days=1) else formats.day_and_month(day)
