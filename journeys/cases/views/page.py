"""What the page of a case shows, and a row of a list."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts import clock
from accounts.clients import queries as registry
from accounts.contracts import queries as contracts
from accounts.organizations.access import OrganizationRequest
from accounts.organizations.roles import LEADERSHIP, Right, has_right
from accounts.web import formats
from journeys.cases import queries, sla
from journeys.cases.forms import CompensationForm, NoteForm, OwnerForm, PauseForm, SolutionForm, UnitForm
from journeys.cases.models import Case, CaseStep, End, Pause, Sort, State

ORDER = [State.HEARD, State.ACCEPTED, State.CONTACTED, State.FIXED]
DONE_BY = {
    State.HEARD: CaseStep.Kind.HEARD,
    State.ACCEPTED: CaseStep.Kind.ACCEPTED,
    State.CONTACTED: CaseStep.Kind.CONTACTED,
    State.FIXED: CaseStep.Kind.FIXED,
}
K = CaseStep.Kind
ICONS = {
    K.HEARD: "signal", K.HEARD_AGAIN: "signal", K.OVERDUE: "signal", K.RECURRED: "signal", K.NOT_YET: "signal",
    K.CONTACTED: "meeting", K.NOTED: "meeting", K.UNIT_ANSWERED: "meeting",
    K.ASKED: "mail", K.UNIT_ASKED: "mail", K.APOLOGIZED: "mail", K.REFERENCE: "mail",
    K.OFFERED: "gesture", K.DECIDED: "gesture", K.THANKED: "gesture", K.CONFIRMED: "survey", K.MEASURED: "survey",
}  # fmt: skip


def page(request: OrganizationRequest, case: Case, *, status: int = 200, **bound: Any) -> HttpResponse:
    """Show the case; `bound` are forms that were refused, under the names that the page gives them."""
    now = clock.now()
    steps = list(queries.steps_of(case, role=request.seat.role, employee_id=request.employee.pk))
    may_act = has_right(request.seat.role, Right.LOG_CONTACTS)
    context = {
        "case": case,
        "heading": queries.heading(case),
        "mood": case.mood_before,
        "loop": _loop(case, steps, now=now),
        "signals": _signals(case),
        "items": [_item(one, now=now) for one in steps],
        "stake": _stake(request, case),
        "similar": listed(queries.similar(case, _rows(request)), now=now),
        "requests": case.requests.select_related("department", "lead").order_by("-asked_at"),
        "offers": case.compensations.select_related("wanted_by", "decided_by").order_by("-wanted_at"),
        "may_act": may_act,
        "may_decide": request.seat.role in LEADERSHIP,
        "currency": request.organization.currency,
        **(_forms(case, now=now) if may_act and case.is_open else {}),
        **bound,
    }
    return render(request, "journeys/cases/case.html", context, status=status)


def _rows(request: OrganizationRequest) -> Any:
    return queries.cases(role=request.seat.role, employee_id=request.employee.pk)


def _forms(case: Case, *, now: datetime) -> dict[str, Any]:
    able = queries.may_carry(visibility=case.visibility, now=now)
    return {
        "note_form": NoteForm(),
        "solution_form": SolutionForm(case=case, today=localtime(now).date()),
        "unit_form": UnitForm(case=case, prefix="unit"),
        "owner_form": OwnerForm(able=able, initial={"owner": str(case.owner_id)}),
        "pause_form": PauseForm(),
        "compensation_form": CompensationForm(),
    }


def _signals(case: Case) -> list[dict[str, Any]]:
    """Return what was said, the first first, each with where it came from."""
    rows = case.signals.select_related("response__version__survey", "interaction").order_by("heard_at", "id")
    found = []
    for one in rows:
        quote, language = queries.quote_of(case, one)
        told = {
            "quote": quote,
            "language": language,
            "score": queries.score_of(case, one),
            "survey": one.response.version.survey.name if one.response else "",
            "response_id": one.response_id,
            "interaction_id": one.interaction_id,
            "heard_at": one.heard_at,
        }
        found.append(told)
    return found


def _stake(request: OrganizationRequest, case: Case) -> dict[str, Any] | None:
    """Return the money of the client, for those who see money."""
    if not has_right(request.seat.role, Right.SEE_MONEY):
        return None
    facts = registry.facts(client_id=case.client_id)
    running = contracts.running_contracts().filter(client=case.client_id, ends_on__isnull=False).order_by("ends_on")
    return {"revenue": facts.revenue, "renewal_on": facts.renewal_on, "contract": running.first()}


def _loop(case: Case, steps: list[CaseStep], *, now: datetime) -> list[dict[str, Any]]:
    """Return the five steps, each with who reached it and when, or until when it is due."""
    if case.sort == Sort.PRAISE:
        return []
    reached = {one.kind: one for one in reversed(steps)}  # the latest of each kind wins
    at = len(ORDER) if case.state == State.CLOSED else ORDER.index(State(case.state)) + 1
    found = []
    for number, state in enumerate(ORDER):
        known = reached.get(DONE_BY[state])
        is_done = number < at and (known is not None or case.state != State.CLOSED)
        found.append(_step(str(state.label), is_done, number == at, known, case, now))
    return [*found, _last(case, is_now=at == len(ORDER), now=now)]


def _step(label: str, is_done: bool, is_now: bool, known: CaseStep | None, case: Case, now: datetime) -> dict[str, Any]:
    if is_done:
        who = f"{known.by.name}, " if known and known.by else ""
        return {"label": label, "state": "done", "note": f"{who}{moment(known.at, now=now)}" if known else ""}
    if is_now:
        return {"label": label, "state": "now", **until(case, now=now)}
    return {"label": label, "state": "next", "note": ""}


def _last(case: Case, *, is_now: bool, now: datetime) -> dict[str, Any]:
    label = _("The client confirmed")
    if case.closed_at:
        state = "done" if case.end == End.CONFIRMED else "next"
        return {"label": label, "state": state, "note": f"{case.get_end_display()}, {moment(case.closed_at, now=now)}"}
    if not is_now:
        return {"label": label, "state": "next", "note": ""}
    note = _("asked %(moment)s") % {"moment": moment(case.asked_at, now=now)} if case.asked_at else ""
    return {"label": label, "state": "now", "note": note, "is_urgent": case.is_overdue}


def until(case: Case, *, now: datetime) -> dict[str, Any]:
    """Return the deadline of the present step in words, and whether it is late."""
    if case.pause:
        return {"note": str(Pause(case.pause).label), "is_urgent": False}
    if case.due_at is None:
        return {"note": "", "is_urgent": False}
    left = sla.hours_left(case.due_at, now=now, worker=queries.worker_of(case.owner))
    is_late = case.due_at < now
    names = {"moment": moment(case.due_at, now=now), "left": span(abs(left))}
    said = _("was due %(moment)s") if is_late else _("until %(moment)s, %(left)s of work left")
    return {"note": said % names, "is_urgent": is_late or left < timedelta(hours=4)}


def moment(at: datetime, *, now: datetime) -> str:
    """Return a time as people say it: today the hour, else the day and the hour."""
    local, today = localtime(at), localtime(now)
    hour = time_format(local, "TIME_FORMAT")
    if local.date() == today.date():
        return hour
    day = formats.day_and_month(local.date()) if local.year == today.year else date_format(local, "DATE_FORMAT")
    return f"{day}, {hour}"


def span(left: timedelta) -> str:
    """Return so much time in hours and minutes."""
    minutes = int(left.total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": minutes}
    words = {"hours": hours, "minutes": minutes}
    return (_("%(hours)s h %(minutes)s min") if minutes else _("%(hours)s h")) % words


def _item(step: CaseStep, *, now: datetime) -> dict[str, Any]:
    who = step.by.name if step.by else ""
    title, text = str(step.get_kind_display()), step.text
    if step.kind == K.NOTED and who:
        title, who = who, ""
    if step.kind == K.PAUSED:
        text = str(Pause(step.text).label)
    if step.kind == K.MEASURED:
        text = ""
    return {
        "kind": ICONS.get(K(step.kind), "note"),
        "title": f"{title} · {who}" if who else title,
        "chip": _("quiet") if step.is_quiet else "",
        "text": "" if step.is_by_client else text,
        "quote": text if step.is_by_client else "",
        "score": int(step.text) if step.kind == K.MEASURED else None,
        "when": moment(step.at, now=now),
        "at": step.at,
    }


def listed(rows: Iterable[Case], *, now: datetime) -> list[dict[str, Any]]:
    """Return what a list shows of each case: its name, its step and its hour."""
    found = []
    for case in rows:
        at = case.due_at
        is_late = bool(at and at < now and not case.pause)
        if case.closed_at:
            chip = {"label": str(End(case.end).label), "tone": "info" if case.end in GOOD else "care"}
            note = _("closed %(moment)s") % {"moment": moment(case.closed_at, now=now)}
        else:
            chip = {"label": str(Pause(case.pause).label if case.pause else State(case.state).label), "tone": ""}
            note = _due(at, is_late=is_late, now=now)
        found.append({"case": case, "heading": queries.heading(case), "chip": chip, "note": note, "is_late": is_late})
    return found


GOOD = {End.CONFIRMED, End.THANKED}


def _due(at: datetime | None, *, is_late: bool, now: datetime) -> str:
    if at is None:
        return ""
    words = {"moment": moment(at, now=now)}
    return (_("was due %(moment)s") if is_late else _("until %(moment)s")) % words
