"""What is written down of every act, and who hears of it. Of a case that not everybody may know of nothing is told elsewhere:
its own steps are its trail."""

from datetime import datetime
from typing import Any

from django.utils.translation import override

from accounts.audit import actions as audit
from accounts.events import actions as events
from accounts.events.kinds import Kind
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from feedback.invitations import actions as invitations
from journeys.cases import letters, queries, sla
from journeys.cases.models import Case, CaseSettings, CaseStep, Sort, State


def lock(case: Case) -> tuple[Case, dict[str, Any]]:
    """Return the case as it stands now, held until the end of the transaction, and how it was."""
    row: Case = (
        Case.objects.select_for_update(of=("self",)).select_related("client", "contact", "owner").get(pk=case.pk)
    )
    return row, audit.snapshot(row)


def step(
    case: Case,
    kind: CaseStep.Kind,
    *,
    by: Employee | None,
    now: datetime,
    text: str = "",
    is_by_client: bool = False,
    is_quiet: bool = False,
) -> CaseStep:
    """Write a line of the case's own story."""
    row: CaseStep = CaseStep.objects.create(
        case=case, kind=kind, by=by, at=now, text=text, is_by_client=is_by_client, is_quiet=is_quiet
    )
    return row


def save(case: Case, *, action: str, by: Employee | None, now: datetime, before: dict[str, Any]) -> None:
    """Save a case, and write the act into the trail where everybody may know of it."""
    case.save()
    if case.is_for_all:
        audit.record(action=action, subject=case, by=by, now=now, before=before)


def publish(
    kind: Kind,
    case: Case,
    *,
    by: Employee | None,
    now: datetime,
    once: str,
    origin: Origin = Origin.LIVE,
    **payload: Any,
) -> None:
    """Publish what happened with a case that everybody may know of."""
    if not case.is_for_all:
        return
    fact = events.Fact(
        kind=kind,
        client_id=case.client_id,
        contact_id=case.contact_id,
        actor_id=by.pk if by else None,
        happened_at=now,
        origin=origin,
        payload={"case_id": case.pk, **payload},
        dedupe_key=f"{kind.name}:{case.pk}:{once}",
    )
    events.publish(fact, now=now)


def count_from(case: Case, *, now: datetime, settings: CaseSettings | None = None) -> None:
    """Set until when the next step is due, counted from now; the caller saves."""
    case.is_overdue = False
    if case.sort == Sort.PRAISE or case.state == State.CLOSED:
        case.due_at = None
        return
    case.due_at = sla.due_at(
        case.state,
        heard_at=case.opened_at if case.rounds == 1 else max(case.opened_at, now),
        since=now,
        terms=queries.terms(settings or queries.settings()),
        worker=queries.worker_of(case.owner),
        promised_on=case.promised_on,
    )


def hold(case: Case, *, by: Employee | None, now: datetime) -> None:
    """Ask the person (or nobody at the client) nothing while the case is open. A hold is seen by everybody."""
    if case.is_for_all and case.sort == Sort.COMPLAINT:
        invitations.hold(client=case.client, contact=case.contact, cause=f"case:{case.pk}", by=by, now=now)


def release(case: Case, *, by: Employee | None, now: datetime) -> None:
    """Let the person be asked again."""
    invitations.release(cause=f"case:{case.pk}", by=by, now=now)


def notify(case: Case, *, to: Employee, why: letters.Why, by: Employee | None, now: datetime, once: str) -> None:
    """Write to one of us about a case; nobody is told what they have done themselves."""
    if to.left_at is None and to.pk != (by.pk if by else None):
        with override(to.language):
            letters.send_notice(case, to=to, why=why, by=by, once=once, now=now)
