"""From an event to messages that wait, and people's wishes about them."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events.kinds import is_private
from accounts.events.models import Event, Origin
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from accounts.tenancy.uuid7 import uuid7
from accounts.webhooks import queries
from accounts.webhooks.models import TEST, Webhook, WebhookDelivery

PROMPT = 60  # somebody waits for it, but not longer than for its organization's turn


class SwitchedOff(RuntimeError):
    """Nothing is sent there: switch the webhook on first."""


def fan_out(*, event: Event, now: datetime) -> None:
    """Write a message for every webhook that wants the event; told twice, once. Live events only, and no private ones."""
    if event.origin != Origin.LIVE or is_private(event.kind):
        return
    offered = [
        WebhookDelivery(webhook=webhook, event_id=event.pk, kind=event.kind, created_at=now)
        for webhook in queries.listening(kind=event.kind)
    ]
    if not offered:
        return
    WebhookDelivery.objects.bulk_create(offered, ignore_conflicts=True)
    new = WebhookDelivery.objects.filter(pk__in=[one.pk for one in offered]).values_list("pk", flat=True)
    jobs.enqueue_many(queue=queries.QUEUE, subject_ids=list(new), now=now)


@transaction.atomic
def send_test(*, webhook: Webhook, by: Employee, now: datetime) -> WebhookDelivery:
    """Write a message that tells of nothing, to be tried once. Raises SwitchedOff."""
    webhook = _awake(webhook)
    delivery = WebhookDelivery.objects.create(webhook=webhook, event_id=uuid7(), kind=TEST, created_at=now)
    jobs.enqueue(queue=queries.QUEUE, subject_id=delivery.pk, now=now, priority=PROMPT)
    audit.record(action="webhook.tested", subject=webhook, by=by, now=now)
    return delivery


@transaction.atomic
def replay(*, delivery: WebhookDelivery, by: Employee, now: datetime) -> None:
    """Try a message again at once, under the same id, and for three days if need be. Raises SwitchedOff."""
    delivery = WebhookDelivery.objects.select_for_update().get(pk=delivery.pk)
    webhook = _awake(delivery.webhook)
    delivery.state, delivery.tries, delivery.replayed_at = WebhookDelivery.State.PENDING, 0, now
    delivery.save(update_fields=["state", "tries", "replayed_at"])
    waiting = queries.waiting_job(delivery_id=delivery.pk)
    if waiting:
        jobs.postpone(waiting.pk, run_at=now)
    else:
        jobs.enqueue(queue=queries.QUEUE, subject_id=delivery.pk, now=now, priority=PROMPT)
    audit.record(action="webhook.replayed", subject=webhook, by=by, now=now)


def cancel(*, delivery: WebhookDelivery) -> None:
    """Note that the message is not sent: its webhook is off, its event was erased, or it may not leave (a copy, a restore)."""
    waiting = WebhookDelivery.objects.filter(pk=delivery.pk, state=WebhookDelivery.State.PENDING)
    waiting.update(state=WebhookDelivery.State.CANCELLED)


def _awake(webhook: Webhook) -> Webhook:
    """Lock the webhook and end its rest: somebody wants to see now whether the receiver works."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if not webhook.is_on:
        raise SwitchedOff
    webhook.resting_until = None
    webhook.save(update_fields=["resting_until"])
    return webhook
