"""Webhooks themselves, and their secrets."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee
from accounts.webhooks import queries, signing
from accounts.webhooks.models import Webhook

MOST_WEBHOOKS = 20  # each one is asked at every event
OVERLAP = timedelta(hours=24)  # how long the secret before the present one still signs


class TitleTaken(RuntimeError):
    """There is a webhook of this name already."""


class TooMany(RuntimeError):
    """An organization has MOST_WEBHOOKS at most."""


class AlreadyRotated(RuntimeError):
    """The secret was changed since the page was opened: a second change would end the first one's overlap."""


@transaction.atomic
def add_webhook(*, webhook: Webhook, by: Employee, now: datetime) -> str:
    """Save a new webhook with a new secret, and return the secret for the only time it is shown.

    Raises TitleTaken, TooMany.
    """
    if queries.webhooks().count() >= MOST_WEBHOOKS:
        raise TooMany
    secret = signing.new_secret()
    webhook.created_at = now
    webhook.set_secret(secret)
    with saving.refuse_twins(TitleTaken):
        saving.save_new(webhook, action="webhook.created", by=by, now=now)
    return signing.serialize(secret)


@transaction.atomic
def save_webhook(*, webhook: Webhook, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has changed. Messages that wait go to the new address. Raises TitleTaken."""
    with saving.refuse_twins(TitleTaken):
        saving.save_changes(webhook, action="webhook.changed", by=by, now=now, before=before)


@transaction.atomic
def rotate_secret(*, webhook: Webhook, number: int, by: Employee, now: datetime) -> str:
    """Replace the secret of this number by a new one and return it for the only time it is shown.

    Messages are signed with both for a day. Raises AlreadyRotated when the present secret has another number.
    """
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if webhook.secret_number != number:
        raise AlreadyRotated
    before = audit.snapshot(webhook)
    secret = signing.new_secret()
    webhook.sealed_previous, webhook.previous_until = webhook.sealed_secret, now + OVERLAP
    webhook.set_secret(secret)
    webhook.secret_number += 1
    webhook.save(update_fields=["sealed_secret", "sealed_previous", "previous_until", "secret_number"])
    audit.record(action="webhook.rotated", subject=webhook, by=by, now=now, before=before)
    return signing.serialize(secret)


@transaction.atomic
def remove_webhook(*, webhook: Webhook, by: Employee, now: datetime) -> None:
    """Send nothing there any more, forget address and secrets, and free the name. Twice is once.

    The row stays, so that the audit trail can call it by its name; its log is pruned like every other.
    """
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if webhook.removed_at:
        return
    before = audit.snapshot(webhook)
    webhook.removed_at = now
    webhook.url = "https://"
    webhook.sealed_secret, webhook.sealed_previous, webhook.previous_until = b"", None, None
    webhook.save(update_fields=["removed_at", "url", "sealed_secret", "sealed_previous", "previous_until"])
    audit.record(action="webhook.removed", subject=webhook, by=by, now=now, before=before)
