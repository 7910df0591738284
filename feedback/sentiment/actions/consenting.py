"""That texts may be read by another service: agreed to by an organization, and withdrawn at any time."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.models import Employee, Organization
from feedback.sentiment import queries
from feedback.sentiment.models import RemoteConsent


class NoService(RuntimeError):
    """The operator has set up no service."""


@transaction.atomic
def give_consent(*, by: Employee, now: datetime) -> RemoteConsent:
    """Let what is said from now on be read by the service that is set up. Twice is once. Raises NoService.

    Consent to another host or model is withdrawn by it: one is in force at a time.
    """
    host = queries.remote_host()
    if not host:
        raise NoService
    Organization.objects.select_for_update().get()  # who comes second finds what the first has written
    former = RemoteConsent.objects.filter(withdrawn_at=None).first()
    if former and queries.covers(former):
        return former
    if former:
        _end(former, by, now)
    row = RemoteConsent(host=host, model=settings.TEXT_MOOD["model"], by=by, given_at=now)
    row.save()
    audit.record(action="remote_mood.agreed", subject=row, by=by, now=now, before=audit.NEW)
    return row


@transaction.atomic
def withdraw_consent(*, by: Employee, now: datetime) -> None:
    """Let no text leave from now on; what was read stays. Twice is once."""
    row = RemoteConsent.objects.select_for_update().filter(withdrawn_at=None).first()
    if row:
        _end(row, by, now)


def _end(row: RemoteConsent, by: Employee, now: datetime) -> None:
    before = audit.snapshot(row)
    row.withdrawn_at, row.withdrawn_by = now, by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(action="remote_mood.withdrawn", subject=row, by=by, now=now, before=before)
