"""Reading webhooks and their logs."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.events import queries as events
from accounts.events.kinds import CATALOGUE, title_of
from accounts.jobs.models import Job
from accounts.organizations import queries as organizations
from accounts.organizations.models import Membership
from accounts.organizations.roles import Right, roles_with
from accounts.tenancy.context import current_organization_id
from accounts.webhooks.models import DeliveryAttempt, Webhook, WebhookDelivery

QUEUE = "webhooks"


def webhooks() -> QuerySet[Webhook]:
    """Return the webhooks that were not removed, by name."""
    return Webhook.objects.filter(removed_at=None).order_by("title", "id")


def listening(*, kind: str) -> list[Webhook]:
    """Return the webhooks that are on and want events of the kind."""
    return [webhook for webhook in webhooks().filter(disabled_at=None) if webhook.wants(kind)]


def titled(title: str) -> QuerySet[Webhook]:
    """Return the webhook of this name, however its letters are written."""
    return webhooks().filter(title__iexact=title)


def webhook_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these webhooks, removed ones too: for the audit trail."""
    return dict(Webhook.objects.filter(pk__in=ids).values_list("pk", "title"))


def deliveries(*, webhook_id: uuid.UUID, state: str = "") -> QuerySet[WebhookDelivery]:
    """Return the log of a webhook, each message with what came of its last try."""
    last = DeliveryAttempt.objects.filter(delivery=OuterRef("pk")).order_by("-at", "-id")
    rows = WebhookDelivery.objects.filter(webhook=webhook_id).annotate(
        last_status=Subquery(last.values("status")[:1]), last_fault=Subquery(last.values("fault")[:1])
    )
    return rows.filter(state=state) if state else rows


def attempts(*, delivery_id: uuid.UUID) -> QuerySet[DeliveryAttempt]:
    """Return the tries of a message, newest first."""
    return DeliveryAttempt.objects.filter(delivery=delivery_id).order_by("-at", "-id")


def waiting_job(*, delivery_id: uuid.UUID) -> Job | None:
    """Return the job that will try the message again, unless somebody has it in hand right now."""
    jobs = Job.objects.filter(queue=QUEUE, organization_id=current_organization_id(), subject_id=delivery_id)
    return jobs.filter(leased_until=None).first()


def kind_titles() -> dict[str, str]:
    """Return every kind of event that can be chosen, with its title in the language of the page."""
    ours = {name: title_of(kind) for name, kind in CATALOGUE.items() if not kind.is_private}
    return ours | {kind.name: kind.title for kind in events.custom_kinds()}


def responsible(*, now: datetime) -> QuerySet[Membership]:
    """Return those who are told when a webhook is switched off, with their employees."""
    return organizations.current_memberships(now=now).filter(role__in=roles_with(Right.MANAGE_INTEGRATIONS))
