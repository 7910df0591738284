"""Asking for a decision, answering it, and what follows."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override

from accounts import clock, tokens
from accounts.audit import actions as audit
from accounts.contracts import queries as money
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.actions import Fact
from accounts.events.models import Origin
from accounts.jobs import actions as jobs
from accounts.mail import actions as mail
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.tokens import Kind
from accounts.web import formats
from journeys.decisions import queries
from journeys.decisions.actions.following import follow
from journeys.decisions.models import CALL, DELEGATE, DISCUSS, LIMIT, OFFER_ABOVE, USUAL, Decision, DecisionLimit
from journeys.playbooks import actions as playbooks

QUEUE = "decisions"
ASKED, ANSWERED = "decision_asked", "decision_answered"
USUAL_CHOICES = tuple((key, "") for key in USUAL)


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
    choices: Sequence[tuple[str, str]] = USUAL_CHOICES,
    event_origin: Origin = Origin.LIVE,
    sends: bool = True,
) -> Decision:
    """Ask for a decision, and write its reader a letter with their link. Publishes decision.asked.

    A cause (`decision.origin`) asks once: the decision that it has brought is returned. `choices` are keys with words; those of
    the usual ones stay empty. For a demo or a history nobody gets a letter, nor without `sends`: it waits for the digest.
    """
    if decision.origin and (found := Decision.objects.filter(origin=decision.origin).first()):
        return found
    decision.asked_by, decision.asked_at = by, now
    decision.choices = [list(choice) for choice in choices]
    decision.stamp()
    decision.currency = decision.organization.currency
    decision.renew_token(Kind.DECISION)
    decision.save()
    audit.record(action="decision.asked", subject=decision, by=by, now=now, before=audit.NEW)
    if sends and event_origin == Origin.LIVE:
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
    row.delegate = delegate if choice == DELEGATE else None
    row.save()
    audit.record(action="decision.answered", subject=row, by=row.asked_of, now=now, before=before)
    _let_it_become_work(row, now)
    follow(row, now=now)
    if event_origin == Origin.LIVE:
        _tell_asker(row, now)
    _publish(kinds.DECISION_ANSWERED, row, by=row.asked_of, now=now, origin=event_origin)
    return row


@transaction.atomic
def withdraw(*, decision: Decision, by: Employee | None, now: datetime) -> None:
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
def set_limit(*, amount: Decimal, by: Employee, now: datetime, offer_above: Decimal | None = OFFER_ABOVE) -> None:
    """Let decisions above this money of the organization's currency ask for a sign-in.

    A complaint of a client with more revenue a year than `offer_above` is offered to top management at once; None: none is.
    """
    row, _is_new = DecisionLimit.objects.select_for_update().get_or_create(defaults={"amount": LIMIT})
    before = audit.snapshot(row)
    row.amount, row.offer_above = amount, offer_above
    row.save()
    audit.record(action="decision_limit.set", subject=row, by=by, now=now, before=before)


# --- What is late ---


def request_reminders(*, now: datetime) -> None:
    """Ask for it in every active organization: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=QUEUE, subject_id=organization_id, now=now)


@transaction.atomic
def remind(_subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Remind once of what should have been decided before the organization's today. The ledger calls this."""
    now += clock.offset()
    today = money.house_day(Organization.objects.get(), now)
    for row in queries.late(today=today).select_for_update(of=("self",)):
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
        _send_question(row, is_reminder=True, now=now)


def url_of(decision: Decision) -> str:
    """Return the link of its reader, which decides in their name; it belongs into letters to them alone."""
    token = tokens.make(
        kind=Kind.DECISION,
        organization_id=current_organization_id(),
        row_id=decision.pk,
        nonce=bytes(decision.nonce),
    )
    return settings.BASE_URL + reverse("decide", args=[token])


def _let_it_become_work(row: Decision, now: datetime) -> None:
    """Give a task to whoever does it next: who calls, who it was handed to, who wants to discuss it."""
    asker = row.asked_by or (row.client.manager if row.client else None)
    owner = {CALL: row.asked_of, DELEGATE: row.delegate, DISCUSS: asker}.get(row.choice)
    if owner is None:
        return
    title = "\n".join(filter(None, (row.question, row.note)))
    if row.choice == DISCUSS:
        with override(owner.language):
            title = gettext("Discuss with %(name)s: %(question)s") % {"name": row.asked_of.name, "question": title}
    today = money.house_day(row.organization, now)
    playbooks.bring_task(
        origin=f"decision:{row.pk}",
        title=title[:500],
        owner=owner,
        due_on=max(row.due_on, today),
        client=row.client,
        now=now,
    )


def _send_question(row: Decision, *, is_reminder: bool, now: datetime) -> None:
    url = url_of(row)
    with override(row.asked_of.language):
        context = {
            "question": row.question,
            "details": row.details,
            "client": row.client.name if row.client else "",
            "money": formats.money(row.amount, row.currency) if row.amount else "",
            "day": formats.day(row.due_on),
            "who": row.asked_by.name if row.asked_by else "",
            "choices": [{"words": words, "url": f"{url}?c={key}"} for key, words in row.options()],
        }
    key = f"{ASKED}:{row.pk}:{'late' if is_reminder else 'first'}"
    _send(ASKED, row, row.asked_of, {**context, "is_reminder": is_reminder, "url": url}, key=key, now=now)


def _tell_asker(row: Decision, now: datetime) -> None:
    asker = row.asked_by
    if asker is None or asker == row.asked_of:
        return
    with override(asker.language):
        context = {
            "question": row.question,
            "who": row.asked_of.name,
            "chosen": row.chosen,
            "delegate": row.delegate.name if row.delegate else "",
            "note": row.note,
            "url": settings.BASE_URL + reverse("decision", args=[row.organization.slug, row.pk]),
        }
    _send(ANSWERED, row, asker, context, key=f"{ANSWERED}:{row.pk}", now=now)


def _send(letter: str, row: Decision, to: Employee, context: Mapping[str, object], *, key: str, now: datetime) -> None:
    mail.send(
        letter,
        to=to.email,
        to_name=to.name,
        language=to.language,
        context={**context, "organization": {"name": row.organization.name}},
        employee_id=to.pk,
        dedupe_key=key,
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
