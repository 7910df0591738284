"""Reading tokens, and who stands behind one."""

import hmac
import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts import tokens
from accounts.api_tokens.models import ApiToken
from accounts.organizations import queries as organizations


def api_tokens() -> QuerySet[ApiToken]:
    """Return the tokens that were not revoked, by name, with their owners."""
    return ApiToken.objects.filter(revoked_at=None).select_related("owner").order_by("title", "id")


def token_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these tokens, revoked ones too: for the audit trail."""
    return dict(ApiToken.objects.filter(pk__in=ids).values_list("pk", "title"))


def valid_token(claim: tokens.Claim, *, now: datetime) -> ApiToken | None:
    """Return the token that the claim names with its organization, if it is neither revoked nor expired."""
    rows = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), pk=claim.row_id, revoked_at=None)
    token: ApiToken | None = rows.select_related("owner", "organization").first()
    if token is None or not hmac.compare_digest(bytes(token.token_digest or b""), claim.digest):
        return None
    return token


def role_of(token: ApiToken, *, now: datetime) -> str | None:
    """Return the present role of the token's owner, or None for somebody who has left or lost their access."""
    rows = organizations.current_memberships(now=now).filter(employee=token.owner_id, employee__left_at=None)
    return rows.values_list("role", flat=True).first()
