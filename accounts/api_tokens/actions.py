"""Making and revoking tokens."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.api_tokens import queries
from accounts.api_tokens.models import ApiToken
from accounts.audit import actions as audit
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee
from accounts.tokens import Kind

MOST_TOKENS = 50
NOTED_EVERY = timedelta(minutes=1)


class TitleTaken(RuntimeError):
    """There is a token of this name already."""


class TooMany(RuntimeError):
    """An organization has MOST_TOKENS at most."""


@transaction.atomic
def add_token(*, token: ApiToken, by: Employee, now: datetime) -> str:
    """Save a new token that acts in the name of `by`, and return its text for the only time it is known.

    Raises TitleTaken, TooMany.
    """
    if queries.api_tokens().count() >= MOST_TOKENS:
        raise TooMany
    token.owner, token.created_at = by, now
    token.stamp()
    secret = token.renew_token(Kind.API)
    token.nonce = b""  # without it nobody makes the text again, not even with the installation's key
    with saving.refuse_twins(TitleTaken):
        saving.save_new(token, action="api_token.created", by=by, now=now)
    return secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Employee, now: datetime) -> None:
    """Let the token open nothing from now on. Twice is once."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at:
        return
    before = audit.snapshot(token)
    token.revoked_at, token.token_digest = now, None
    token.save(update_fields=["revoked_at", "token_digest"])
    audit.record(action="api_token.revoked", subject=token, by=by, now=now, before=before)


def note_use(*, token: ApiToken, now: datetime) -> None:
    """Note that the token is in use, once a minute at most."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY)
    ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
