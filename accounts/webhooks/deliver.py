"""The sender: a batch of one organization's messages. It reads and records in their scope, and posts outside of it.

A process that dies between the POST and its record makes the message go out twice, under the same id: receivers are told so.
"""

import logging
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from accounts import clock
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from accounts.webhooks import actions, chat, http, message, signing, vault
from accounts.webhooks.http import Answer, Fault, Network
from accounts.webhooks.models import TEST, Webhook, WebhookDelivery

log = logging.getLogger(__name__)

LATER = timedelta(seconds=30)
BATCH_SECONDS = 30.0  # then it is another organization's turn
WEBHOOK_SECONDS = 5.0  # within a batch: then it is another webhook's turn

Pairs = list[tuple[uuid.UUID, uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message in a worker's hands, with its job."""

    job_id: uuid.UUID
    delivery: WebhookDelivery
    body: bytes

    @property
    def receiver(self) -> uuid.UUID:
        return self.delivery.webhook_id


def deliver(organization_id: uuid.UUID, batch: Pairs, deadline: float, *, network: Network = http.INTERNET) -> None:
    """Try the messages of these (job, delivery) pairs. The ledger calls this outside of every scope.

    A receiver that fails gets one try of a batch, and a slow one a few seconds; the rest goes back to the ledger.
    """
    with tenant_context(organization_id):
        parcels = _load(batch, now=clock.real_now())
    ends = min(deadline, time.monotonic() + BATCH_SECONDS)
    spent: dict[uuid.UUID, float] = defaultdict(float)
    left_over = []
    for parcel in parcels:
        if time.monotonic() >= ends or spent[parcel.receiver] >= WEBHOOK_SECONDS:
            left_over.append(parcel)
            continue
        answer = _try(parcel, network)
        with tenant_context(organization_id):
            actions.record_attempt(
                delivery_id=parcel.delivery.pk, job_id=parcel.job_id, answer=answer, now=clock.real_now()
            )
        spent[parcel.receiver] += answer.ms / 1000 if answer.is_success else WEBHOOK_SECONDS
    if left_over:
        with tenant_context(organization_id):
            for parcel in left_over:  # behind what is due already; if the receiver rests, the next look sees it
                jobs.postpone(parcel.job_id, run_at=clock.real_now())


def _load(batch: Pairs, *, now: datetime) -> list[Parcel]:
    """Read what is to be sent now; finish what is settled, and let wait what is for a resting receiver.

    The installation's settings for letters are for messages, too: nothing leaves a copy of the house (MAIL_MODE), and what was
    written before a restore (MAIL_RESTORED_AT) goes when somebody replays it. Messages of an organization that was switched off
    a moment ago wait.
    """
    organization = Organization.objects.get()
    waits = settings.MAIL_MODE == "stopped" or not organization.is_active
    rows = WebhookDelivery.objects.filter(pk__in=[subject for _job, subject in batch]).select_related("webhook")
    found = {row.pk: row for row in rows}
    events = {event.pk: event for event in Event.objects.filter(pk__in=[row.event_id for row in found.values()])}
    parcels = []
    for job_id, subject in batch:
        delivery = found.get(subject)
        if delivery is None or delivery.state != WebhookDelivery.State.PENDING:
            jobs.finish(job_id)
            continue
        webhook = delivery.webhook
        body = _body(delivery, events.get(delivery.event_id), organization)
        if body is None or not webhook.is_on or settings.MAIL_MODE == "staging" or _may_have_left(delivery):
            actions.cancel(delivery=delivery)
            jobs.finish(job_id)
        elif webhook.resting_until and webhook.resting_until > now:
            jobs.postpone(job_id, run_at=webhook.resting_until)
        elif waits:
            jobs.postpone(job_id, run_at=now + LATER)
        else:
            parcels.append(Parcel(job_id, delivery, body))
    return sorted(parcels, key=lambda parcel: (parcel.delivery.created_at, parcel.delivery.pk))


def _may_have_left(delivery: WebhookDelivery) -> bool:
    """Tell whether it was written before the database was restored, and nobody has wanted it to go again since."""
    restored_at = settings.MAIL_RESTORED_AT
    return restored_at is not None and (delivery.replayed_at or delivery.created_at) < restored_at


def _body(delivery: WebhookDelivery, event: Event | None, organization: Organization) -> bytes | None:
    form, slug = delivery.webhook.form, organization.slug
    if form == Webhook.Form.JSON:
        if delivery.kind == TEST:
            return message.test_body_of(delivery, slug=slug)
        return message.body_of(event, slug=slug) if event else None
    if delivery.kind == TEST:
        return chat.test_body_of(delivery, form=form, organization=organization)
    return chat.body_of(event, form=form, organization=organization) if event else None


def _try(parcel: Parcel, network: Network) -> Answer:
    """Sign and send; whatever goes wrong is an answer, so that one message never holds up the others."""
    webhook, now = parcel.delivery.webhook, clock.real_now()
    try:
        headers = signing.headers(
            message_id=str(parcel.delivery.event_id),
            timestamp=int(now.timestamp()),
            body=parcel.body,
            secrets=webhook.secrets(now=now),
        )
        return http.post(webhook.url, headers=headers, body=parcel.body, network=network)
    except vault.Unreadable:
        return Answer(fault=Fault.SECRET)
    except Exception as error:
        log.exception("webhook not tried", extra={"delivery": str(parcel.delivery.pk), "error": type(error).__name__})
        return Answer(fault=Fault.OURS)
