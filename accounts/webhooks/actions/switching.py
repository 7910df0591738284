"""On and off: by a person, or because the receiver is gone."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.audit import actions as audit
from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail
from accounts.mail.registry import recheck
from accounts.organizations.models import Employee, Organization
from accounts.webhooks import queries
from accounts.webhooks.models import Webhook

LETTER = "webhook_disabled"


@transaction.atomic
def switch_off(*, webhook: Webhook, reason: Webhook.Reason, by: Employee | None, now: datetime) -> None:
    """Send nothing until somebody switches the webhook on; events of the meantime are not kept for it. Twice is once.

    Without a person (`by`) who did it, everybody who may switch it on again gets a letter.
    """
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if not webhook.is_on:
        return
    before = audit.snapshot(webhook)
    webhook.disabled_at, webhook.disabled_for = now, reason
    webhook.save(update_fields=["disabled_at", "disabled_for"])
    audit.record(action="webhook.disabled", subject=webhook, by=by, now=now, before=before)
    if by is None:
        _tell(webhook, now=now)


@transaction.atomic
def switch_on(*, webhook: Webhook, by: Employee, now: datetime) -> None:
    """Send new events again, with all of its patience back. Twice is once."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if webhook.disabled_at is None:
        return
    before = audit.snapshot(webhook)
    webhook.disabled_at, webhook.disabled_for = None, ""
    webhook.failing_since = webhook.resting_until = None
    webhook.save(update_fields=["disabled_at", "disabled_for", "failing_since", "resting_until"])
    audit.record(action="webhook.enabled", subject=webhook, by=by, now=now, before=before)


def _tell(webhook: Webhook, *, now: datetime) -> None:
    organization = Organization.objects.get()
    path = reverse("webhook", kwargs={"slug": organization.slug, "webhook_id": webhook.pk})
    for membership in queries.responsible(now=now):
        employee = membership.employee
        mail.send(
            LETTER,
            to=employee.email,
            to_name=employee.name,
            language=employee.language,
            employee_id=employee.pk,
            sender_name=organization.name,
            now=now,
            context={
                "organization_name": organization.name,
                "webhook_title": webhook.title,
                "is_gone": webhook.disabled_for == Webhook.Reason.GONE,
                "failing_since": webhook.failing_since,
                "url": settings.BASE_URL + path,
            },
        )


@recheck(LETTER)
def _has_left(email: OutgoingEmail, now: datetime) -> str:
    has_left = Employee.objects.filter(pk=email.employee_id).exclude(left_at=None).exists()
    return "the reader has left the organization" if has_left else ""
