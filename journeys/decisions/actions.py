"""Asking for a decision, answering it, and what follows."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import tokens
from accounts.audit import actions as audit
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.actions import Fact
from accounts.events.models import Origin
from accounts.jobs import actions as jobs
from accounts.mail import actions as mail
from accounts.organizations.models import Employee
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.tokens import Kind
from accounts.web import formats
from journeys.decisions import queries
from journeys.decisions.models import APPROVE, CALL, DELEGATE, DISCUSS, LIMIT, Decision, DecisionLimit
from journeys.playbooks import actions as playbooks

QUEUE = "decisions"
ASKED, ANSWERED = "decision_asked", "decision_answered"
USUAL_CHOICES = (CALL, DELEGATE, APPROVE, DISCUSS)
Way = Decision.Way


class NotOpen(RuntimeError):
    """It was decided already, or taken back."""


class NoSuchChoice(ValueError):
    """Nobody offered this choice; or a delegation names nobody."""


@transaction.atomic
def ask(
    *,
    decision: Decision,
    by: Employee | None,
    now: datetime,
    own_choices: Sequence[str] = (),
    event_origin: Origin = Origin.LIVE,
) -> Decision:
    """Ask for a decision and write its reader a letter with their link. The same `decision.origin` asks once.

    The usual choices are offered, unless `own_choices` are given. Publishes decision.asked. Of a demo's one nobody gets a letter.
    """
    if decision.origin and (found := Decision.objects.filter(origin=decision.origin).first()):
        return found
    decision.asked_by, decision.asked_at = by, now
    decision.choices = [[f"own{at}", words] for at, words in enumerate(own_choices)] or [
        [key, ""] for key in USUAL_CHOICES
    ]
    decision.stamp()
    decision.currency = decision.organization.currency
    decision.renew_token(Kind.DECISION)
    decision.save()
    audit.record(action="decision.asked", subject=decision, by=by, now=now, before=audit.NEW)
    if event_origin == Origin.LIVE:
        _send_question(decision, is_reminder=False, now=now)
    _publish(kinds.DECISION_ASKED, decision, by=by, now=now, origin=event_origin)
    return decision


@transaction.atomic
def answer(
    *,
    decision: Decision,
    choice: str,
    way: Decision.Way,
    now: datetime,
    note: str = "",
    delegate: Employee | None = None,
    event_origin: Origin = Origin.LIVE,
) -> Decision:
    """Decide in the name of whoever was asked, and let the choice become work. Publishes decision.answered.

    The same answer twice is once; another one raises NotOpen. Raises NoSuchChoice.
    """
    row: Decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if row.answered_at and row.choice == choice:
        return row
    if not row.is_open:
        raise NotOpen
    if choice not in dict(row.options()) or (choice == DELEGATE and delegate is None):
        raise NoSuchChoice
    before = audit.snapshot(row)
    row.choice, row.note, row.answered_at, row.answered_how = choice, note, now, way
    row.answered_by, row.delegate = row.asked_of, delegate if choice == DELEGATE else None
    row.save()
    audit.record(action="decision.answered", subject=row, by=row.asked_of, now=now, before=before)
    _let_it_become_work(row, now)
    if event_origin == Origin.LIVE:
        _tell_asker(row, now)
    _publish(kinds.DECISION_ANSWERED, row, by=row.asked_of, now=now, origin=event_origin)
    return row


@transaction.atomic
def withdraw(*, decision: Decision, by: Employee, now: datetime) -> None:
    """Take the question back: its link opens nothing any more. Twice is once; raises NotOpen for one that was answered."""
    row: Decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if row.answered_at:
        raise NotOpen
    if row.withdrawn_at is None:
        before = audit.snapshot(row)
        row.withdrawn_at, row.token_digest = now, None
        row.save(update_fields=["withdrawn_at", "token_digest"])
        audit.record(action="decision.withdrawn", subject=row, by=by, now=now, before=before)


@transaction.atomic
def set_limit(*, amount: object, by: Employee, now: datetime) -> None:
    """Let decisions above this money ask for a sign-in."""
    row, _is_new = DecisionLimit.objects.select_for_update().get_or_create(defaults={"amount": LIMIT})
    before = audit.snapshot(row)
    row.amount = amount
    row.save()
    audit.record(action="decision_limit.set", subject=row, by=by, now=now, before=before)


# --- Every day ---


def request_reminders(*, now: datetime) -> None:
    """Ask for it in every active organization: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=QUEUE, subject_id=organization_id, now=now)


def remind(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Remind once of what should have been decided before today."""
    for row in queries.late(today=now.date()).select_for_update(of=("self",)):
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
        _send_question(row, is_reminder=True, now=now)


def url_of(decision: Decision) -> str:
    """Return the link of its reader, which decides in their name."""
    token = tokens.make(
        kind=Kind.DECISION,
        organization_id=current_organization_id(),
        row_id=decision.pk,
        nonce=bytes(decision.nonce),
    )
    return f"{settings.BASE_URL}/d/{token}/"


def _let_it_become_work(row: Decision, now: datetime) -> None:
    owner = {CALL: row.asked_of, DELEGATE: row.delegate}.get(row.choice)
    if owner:
        title = "\n".join(filter(None, (row.question, row.note)))[:500]
        playbooks.bring_task(
            origin=f"decision:{row.pk}",
            title=title,
            owner=owner,
            due_on=(now + timedelta(days=2)).date(),
            client=row.client,
            now=now,
        )


def _send_question(row: Decision, *, is_reminder: bool, now: datetime) -> None:
    context = {
        "question": row.question,
        "details": row.details,
        "client": row.client.name if row.client else "",
        "money": formats.money(row.amount, row.currency) if row.amount else "",
        "due_on": row.due_on,
        "is_reminder": is_reminder,
        "url": url_of(row),
        "organization": {"name": row.organization.name},
    }
    mail.send(
        ASKED,
        to=row.asked_of.email,
        to_name=row.asked_of.name,
        language=row.asked_of.language,
        context=context,
        employee_id=row.asked_of_id,
        dedupe_key=f"{ASKED}:{row.pk}:{'late' if is_reminder else 'first'}",
        now=now,
    )


def _tell_asker(row: Decision, now: datetime) -> None:
    if row.asked_by is None or row.asked_by_id == row.asked_of_id:
        return
    page = reverse("decision", args=[row.organization.slug, row.pk])
    context = {
        "question": row.question,
        "who": row.asked_of.name,
        "url": settings.BASE_URL + page,
        "organization": {"name": row.organization.name},
    }
    mail.send(
        ANSWERED,
        to=row.asked_by.email,
        to_name=row.asked_by.name,
        language=row.asked_by.language,
        context=context,
        employee_id=row.asked_by_id,
        dedupe_key=f"{ANSWERED}:{row.pk}",
        now=now,
    )


def _publish(kind: kinds.Kind, row: Decision, *, by: Employee | None, now: datetime, origin: Origin) -> None:
    payload: dict[str, object] = {"decision_id": row.pk}
    if row.choice:
        payload["choice"] = row.choice
    fact = Fact(
        kind=kind,
        happened_at=now,
        client_id=row.client_id,
        actor_id=by.pk if by else None,
        payload=payload,
        dedupe_key=f"{kind.name}:{row.pk}",
        origin=origin,
    )
    events.publish(fact, now=now)
