"""What became of a try: of the message, of its job, and of the receiver's good name."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.jobs import actions as jobs
from accounts.webhooks import schedule
from accounts.webhooks.actions.switching import switch_off
from accounts.webhooks.http import Answer
from accounts.webhooks.models import TEST, DeliveryAttempt, Webhook, WebhookDelivery

GONE = 410

State = WebhookDelivery.State


@transaction.atomic
def record_attempt(*, delivery_id: uuid.UUID, job_id: uuid.UUID, answer: Answer, now: datetime) -> None:
    """Write the try into the log, and finish or postpone its job.

    A message that somebody else has settled meanwhile stays as it is.
    """
    delivery = WebhookDelivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None:
        jobs.finish(job_id)
        return
    DeliveryAttempt.objects.create(
        delivery=delivery,
        at=now,
        ms=answer.ms,
        status=answer.status,
        fault=answer.fault or "",
        answer=answer.text,
    )
    if answer.is_success:
        Webhook.objects.filter(pk=delivery.webhook_id).exclude(failing_since=None).update(
            failing_since=None, resting_until=None
        )
    if delivery.state != State.PENDING:
        jobs.finish(job_id)
    elif answer.is_success:
        _settle(delivery, State.DELIVERED)
        jobs.finish(job_id)
    else:
        _fail(delivery, job_id=job_id, answer=answer, now=now)


def _fail(delivery: WebhookDelivery, *, job_id: uuid.UUID, answer: Answer, now: datetime) -> None:
    asked = schedule.asked_time(answer.retry_after, now=now)
    webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
    delivery.tries += 1
    run_at = None
    if delivery.kind != TEST:  # a test is tried once, and says nothing about the receiver's habits
        _note_failure(webhook, asked=asked, now=now)
        run_at = schedule.next_try(tries=delivery.tries, now=now, asked=asked)
    if answer.status == GONE:
        switch_off(webhook=webhook, reason=Webhook.Reason.GONE, by=None, now=now)
        run_at = None
    elif webhook.failing_since and schedule.is_hopeless(failing_since=webhook.failing_since, now=now):
        switch_off(webhook=webhook, reason=Webhook.Reason.FAILING, by=None, now=now)
        run_at = None
    _settle(delivery, State.PENDING if run_at else State.FAILED)
    if run_at:
        jobs.postpone(job_id, run_at=run_at, error=answer.fault or str(answer.status))
    else:
        jobs.finish(job_id)


def _note_failure(webhook: Webhook, *, asked: datetime | None, now: datetime) -> None:
    webhook.failing_since = webhook.failing_since or now
    webhook.resting_until = schedule.rest_until(failing_since=webhook.failing_since, now=now, asked=asked)
    webhook.save(update_fields=["failing_since", "resting_until"])


def _settle(delivery: WebhookDelivery, state: State) -> None:
    delivery.state = state
    delivery.save(update_fields=["state", "tries"])
