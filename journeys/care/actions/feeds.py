"""The links under which calendar programs read occasions."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts import tokens
from accounts.audit import actions as audit
from accounts.organizations.models import Employee
from journeys.care.models import CareFeed


def url_of(feed: CareFeed) -> str:
    """Return the address that a calendar program asks."""
    token = tokens.make(
        kind=tokens.Kind.CARE_FEED, organization_id=feed.organization_id, row_id=feed.pk, nonce=bytes(feed.nonce)
    )
    return f"{settings.BASE_URL}/k/{token}/"


@transaction.atomic
def renew_feed(*, employee: Employee, now: datetime) -> CareFeed:
    """Give the person a link to their calendar; the former one opens nothing any more."""
    Employee.objects.select_for_update().get(pk=employee.pk)
    CareFeed.objects.filter(employee=employee, revoked_at=None).update(revoked_at=now)
    feed = CareFeed(employee=employee, created_at=now)
    feed.stamp()
    feed.renew_token(tokens.Kind.CARE_FEED)
    feed.save()
    audit.record(action="care_feed.renewed", subject=feed, by=employee, now=now)
    return feed


@transaction.atomic
def close_feed(*, employee: Employee, now: datetime) -> None:
    """Close the link. Twice is once."""
    for feed in CareFeed.objects.select_for_update().filter(employee=employee, revoked_at=None):
        before = audit.snapshot(feed)
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
        audit.record(action="care_feed.closed", subject=feed, by=employee, now=now, before=before)
