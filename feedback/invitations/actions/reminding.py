"""Reminding those who have not answered: seldom, in other words, within the same calm limits as every question."""

import uuid
from datetime import datetime, timedelta

from accounts import clock, tokens
from accounts.jobs import actions as jobs
from accounts.worktime import NeverOpen, opening
from feedback.invitations import letters, queries, rules
from feedback.invitations.fatigue import Calm, floor_at
from feedback.invitations.models import Invitation
from feedback.surveys.models import Purpose

REMINDERS = "reminders"  # the queue


def plan_reminder(invitation: Invitation, *, calm: Calm, now: datetime) -> None:
    """Plan the next reminder of an invitation, unless the person has had as many as the limits allow."""
    has_more = invitation.reminders < calm.reminders
    _save(invitation, now + timedelta(days=calm.reminder_days) if has_more else None)


def remind_due(invitation_ids: list[uuid.UUID], now: datetime) -> None:
    """Remind whose time has come, or plan that anew. The ledger of work calls this, as often as it likes."""
    own = now + clock.offset()
    rows = queries.open_invitations(now=own).filter(pk__in=invitation_ids, reminder_at__isnull=False)
    related = rows.select_for_update(of=["self"]).select_related("contact", "client", "version__survey", "sender")
    for invitation in related.order_by("contact", "pk"):
        _remind(invitation, now=own)


def stop_reminding(*, contact_id: uuid.UUID) -> None:
    """Send no further reminders of what the person was asked: they have spoken, if not on the page."""
    Invitation.objects.filter(contact=contact_id, answered_at=None, reminder_at__isnull=False).update(reminder_at=None)


def _remind(invitation: Invitation, *, now: datetime) -> None:
    queries.lock_contact(invitation.contact_id)
    person = queries.known_of(contact=invitation.contact, client_id=invitation.client_id, now=now)
    calm = person.calm(
        queries.calm_for(
            queries.calm_rules(),
            role=invitation.role,
            segment_id=invitation.segment_id,
            country=person.place.country,
        )
    )
    if set(rules.obstacles(person, by_letter=True, now=now)) - {rules.Obstacle.JUST_ASKED}:
        return _save(invitation, None)
    if not calm.reminders:
        return _save(invitation, None)
    at = max(filter(None, (invitation.reminder_at, now, floor_at(person.touched))))
    if person.is_held:
        at = max(at, now + rules.LOOK_AGAIN)
    is_relation = invitation.version.survey.purpose == Purpose.RELATION
    try:
        at = opening(at, window=calm.window(is_relation=is_relation), place=person.place)
    except NeverOpen:
        return _save(invitation, None)
    if at > now:
        return _save(invitation, at if at < invitation.expires_at else None)
    invitation.reminders += 1
    invitation.reminded_at = now
    letters.send_reminder(invitation, token=token_of(invitation), to=person.address, now=now)
    return plan_reminder(invitation, calm=calm, now=now)


def token_of(invitation: Invitation) -> str:
    """Return the token of the first letter again; a new one, unsaved, where the installation's key has changed since."""
    kind = tokens.Kind.SURVEY
    token = tokens.make(
        kind=kind,
        organization_id=invitation.organization_id,
        row_id=invitation.pk,
        nonce=bytes(invitation.nonce),
    )
    if tokens.read(token, kind=kind).digest == bytes(invitation.token_digest or b""):
        return token
    return invitation.renew_token(kind)


def _save(invitation: Invitation, at: datetime | None) -> None:
    invitation.reminder_at = at
    invitation.save(update_fields=["reminder_at", "reminded_at", "reminders", "nonce", "token_digest"])
    if at:
        run_at = at - clock.offset()
        jobs.enqueue(queue=REMINDERS, subject_id=invitation.pk, now=clock.real_now(), run_at=run_at)
