"""Making, mapping and revoking addresses for tools."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.inbound import queries
from accounts.inbound.bodies import LARGEST_SAMPLE
from accounts.inbound.models import HookSample, InboundHook
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee
from accounts.tokens import Kind

MOST_HOOKS = 50
MOST_SAMPLES = 5
CAPTURED_FOR = timedelta(hours=1)


class TitleTaken(RuntimeError):
    """There is an address of this name already."""


class TooMany(RuntimeError):
    """An organization has MOST_HOOKS at most."""


@transaction.atomic
def add_hook(*, hook: InboundHook, by: Employee, now: datetime) -> str:
    """Save a new address and return its token for the only time it is known. Raises TitleTaken, TooMany."""
    if queries.hooks().count() >= MOST_HOOKS:
        raise TooMany
    hook.created_at = now
    hook.stamp()
    token = _new_token(hook)
    with saving.refuse_twins(TitleTaken):
        saving.save_new(hook, action="inbound_hook.created", by=by, now=now)
    return token


@transaction.atomic
def save_hook(*, hook: InboundHook, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has changed: name, signature, or mapping. Raises TitleTaken."""
    InboundHook.objects.filter(pk=hook.pk).update(sealed_secret=hook.sealed_secret)
    with saving.refuse_twins(TitleTaken):
        saving.save_changes(hook, action="inbound_hook.changed", by=by, now=now, before=before)


@transaction.atomic
def rotate_hook(*, hook: InboundHook, by: Employee, now: datetime) -> str:
    """Give the address a new token and return it; the former one opens nothing from now on."""
    before = audit.snapshot(hook)
    token = _new_token(hook)
    hook.rotated_at = now
    hook.save(update_fields=["nonce", "token_digest", "rotated_at"])
    audit.record(action="inbound_hook.rotated", subject=hook, by=by, now=now, before=before)
    return token


@transaction.atomic
def revoke_hook(*, hook: InboundHook, by: Employee, now: datetime) -> None:
    """Let the address take nothing from now on, and forget its samples. Twice is once."""
    hook = InboundHook.objects.select_for_update().get(pk=hook.pk)
    if hook.revoked_at:
        return
    before = audit.snapshot(hook)
    hook.revoked_at, hook.token_digest, hook.sealed_secret = now, None, None
    hook.save(update_fields=["revoked_at", "token_digest", "sealed_secret"])
    HookSample.objects.filter(hook=hook).delete()
    audit.record(action="inbound_hook.revoked", subject=hook, by=by, now=now, before=before)


def capture(*, hook: InboundHook, now: datetime) -> None:
    """Keep the bodies of the next hour as samples, the last five of them."""
    InboundHook.objects.filter(pk=hook.pk).update(capturing_until=now + CAPTURED_FOR)


@transaction.atomic
def add_sample(*, hook: InboundHook, body: Any, now: datetime) -> None:
    """Keep a body as a sample and drop the sixth; one that is too large is not kept."""
    text = json.dumps(body)
    if len(text) > LARGEST_SAMPLE:
        return
    HookSample.objects.create(hook=hook, body=text, received_at=now)
    kept = queries.samples(hook=hook).values_list("pk", flat=True)[:MOST_SAMPLES]
    HookSample.objects.filter(hook=hook).exclude(pk__in=list(kept)).delete()


def _new_token(hook: InboundHook) -> str:
    token = hook.renew_token(Kind.INBOUND_HOOK)
    hook.nonce = b""  # without it nobody makes the text again, not even with the installation's key
    return token
