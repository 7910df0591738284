"""What nobody needs any longer: old logs, and seals of a key that is being given up."""

import uuid
from datetime import datetime, timedelta

from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.webhooks import vault
from accounts.webhooks.models import Webhook, WebhookDelivery

QUEUE = "webhook_tidying"
KEPT = timedelta(days=30)
BATCH = 1000


def request_tidying(*, now: datetime) -> None:
    """Ask for it in every active organization: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=QUEUE, subject_id=organization_id, now=now)


def tidy(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Delete messages and tries that were settled a month ago, a batch at a time, and renew seals of an older key."""
    old = WebhookDelivery.objects.filter(created_at__lt=now - KEPT).exclude(state=WebhookDelivery.State.PENDING)
    ids = list(old.order_by("created_at").values_list("pk", flat=True)[:BATCH])
    WebhookDelivery.objects.filter(pk__in=ids).delete()
    for webhook in Webhook.objects.filter(removed_at=None):
        _renew_seals(webhook)
    if len(ids) == BATCH:  # the rest in a transaction of its own
        jobs.enqueue(queue=QUEUE, subject_id=current_organization_id(), now=now)


def _renew_seals(webhook: Webhook) -> None:
    """Seal with SECRET_KEY what one of its fallbacks has sealed, so that the fallbacks can be given up after a day."""
    owner = webhook.pk.bytes
    for name in ("sealed_secret", "sealed_previous"):
        sealed = bytes(getattr(webhook, name) or b"")
        if not sealed or vault.is_current(sealed, owner=owner):
            continue
        try:
            renewed = vault.seal(vault.open_sealed(sealed, owner=owner), owner=owner)
        except vault.Unreadable:  # the log of its next message says so
            continue
        # Only while it is what we have seen: somebody may be changing the secret right now.
        Webhook.objects.filter(pk=webhook.pk, **{name: sealed}).update(**{name: renewed})
