"""Whether texts may be read by another service, and by which."""

import uuid
from collections.abc import Collection
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from feedback.sentiment.models import RemoteConsent


def remote_host() -> str:
    """Return which host the operator has set up to read texts; "" for none."""
    return urlsplit(settings.TEXT_MOOD["url"]).hostname or ""


def covers(consent: RemoteConsent) -> bool:
    """Tell whether the consent is to the service that is set up now."""
    return (consent.host, consent.model) == (remote_host(), settings.TEXT_MOOD["model"])


def remote_version() -> str:
    """Return by which version results of the service are known."""
    return f"remote:{settings.TEXT_MOOD['model']}"


def remote_consent() -> RemoteConsent | None:
    """Return the consent in force to the service that is set up, or None; no query where there is no service."""
    if not remote_host():
        return None
    row = RemoteConsent.objects.filter(withdrawn_at=None).first()
    return row if row and covers(row) else None


def remote_consents() -> QuerySet[RemoteConsent]:
    """Return who agreed and who withdrew, the newest first."""
    return RemoteConsent.objects.select_related("by", "withdrawn_by").order_by("-given_at", "-pk")


def hosts_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return to which service these consents are: for the audit trail."""
    return dict(RemoteConsent.objects.filter(pk__in=ids).values_list("pk", "host"))
