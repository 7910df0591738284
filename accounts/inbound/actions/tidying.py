"""What nobody needs any longer: samples and calls of a week ago, and seals of a key that is being given up."""

import uuid
from datetime import datetime, timedelta

from accounts.inbound.models import HookCall, HookSample, InboundHook
from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.webhooks import vault

QUEUE = "inbound_tidying"
KEPT = timedelta(days=7)
BATCH = 1000


def request_tidying(*, now: datetime) -> None:
    """Ask for it in every active organization: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=QUEUE, subject_id=organization_id, now=now)


def tidy(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Delete samples and calls that are older than a week, calls a batch at a time, and renew seals of an older key."""
    HookSample.objects.filter(received_at__lt=now - KEPT).delete()
    old = HookCall.objects.filter(received_at__lt=now - KEPT).order_by("received_at")
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    HookCall.objects.filter(pk__in=ids).delete()
    for hook in InboundHook.objects.filter(sealed_secret__isnull=False):
        _renew_seal(hook)
    if len(ids) == BATCH:  # the rest in a transaction of its own
        jobs.enqueue(queue=QUEUE, subject_id=current_organization_id(), now=now)


def _renew_seal(hook: InboundHook) -> None:
    sealed = bytes(hook.sealed_secret or b"")
    if vault.is_current(sealed, owner=hook.pk.bytes):
        return
    try:
        renewed = vault.seal(hook.secret(), owner=hook.pk.bytes)
    except vault.Unreadable:  # its calls are refused, and their list says so
        return
    # Only while it is what we have seen: somebody may be changing the secret right now.
    InboundHook.objects.filter(pk=hook.pk, sealed_secret=sealed).update(sealed_secret=renewed)
