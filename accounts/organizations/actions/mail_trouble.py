"""Telling those who look after the mail that readers were lost: one letter a day at most, about all of them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse

from accounts.jobs import actions as jobs
from accounts.mail import actions as mail
from accounts.mail.bounces import Kind
from accounts.mail.letters import READERS_LOST
from accounts.mail.models import Bounce
from accounts.organizations import queries
from accounts.organizations.models import Organization
from accounts.organizations.roles import Right, roles_with
from accounts.tenancy.context import current_organization_id

QUEUE = "mail_trouble"
FOR_GOOD = (Kind.HARD, Kind.COMPLAINT)
WAVE = timedelta(minutes=10)  # the letters of one mailing come back together
QUIET = timedelta(days=1)
OLDEST = timedelta(days=7)  # what is older is no news
LISTED = 20


def foresee(*, now: datetime) -> None:
    """Ask for the letter, because one of the organization's letters came back for good or was reported as unwanted."""
    jobs.enqueue(queue=QUEUE, subject_id=current_organization_id(), now=now, run_at=now + WAVE)


def tell(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Write one letter to each owner and administrator about every lost reader that they have not heard of.

    After a letter there is a day's rest; what comes back meanwhile stands in the next one.
    """
    last = Bounce.objects.filter(told_at__gt=now - QUIET).aggregate(last=Max("told_at"))["last"]
    if last:
        jobs.enqueue(queue=QUEUE, subject_id=current_organization_id(), now=now, run_at=last + QUIET)
        return
    untold = Bounce.objects.filter(told_at=None, kind__in=FOR_GOOD, received_at__gt=now - OLDEST)
    rows = list(untold.select_for_update().order_by("received_at", "id"))
    if rows:
        _write(rows, now)
        Bounce.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)


def _write(rows: list[Bounce], now: datetime) -> None:
    organization = Organization.objects.get()
    lost: dict[str, dict[str, Any]] = {}
    for row in rows:
        entry = lost.setdefault(row.address, {"address": row.address, "has_complained": False, "says": ""})
        entry["has_complained"] |= row.kind == Kind.COMPLAINT
        entry["says"] = row.diagnostic[:160]
    context = {
        "organization_name": organization.name,
        "readers": list(lost.values())[:LISTED],
        "number": len(lost),
        "more": max(0, len(lost) - LISTED),
        "url": settings.BASE_URL + reverse("suppressions", kwargs={"slug": organization.slug}),
    }
    responsible = queries.current_memberships(now=now).filter(role__in=roles_with(Right.MANAGE_MAIL))
    for employee in [membership.employee for membership in responsible]:
        mail.send(
            READERS_LOST.name,
            to=employee.email,
            to_name=employee.name,
            language=employee.language,
            employee_id=employee.pk,
            sender_name=organization.name,
            context=context,
            now=now,
        )
