"""Sending digests: to each reader once a week, at the hour of their own zone."""

import logging
import uuid
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts import clock
from accounts.audit import actions as audit
from accounts.jobs import actions as jobs
from accounts.mail import actions as mail
from accounts.mail.letters import DIGEST
from accounts.mail.models import LetterIssue
from accounts.organizations.models import DigestPreference, Employee, Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from happiness.digest import content, due
from happiness.digest.content import Reader
from happiness.digest.due import Due
from happiness.digest.told import told
from journeys.decisions import actions as decisions

log = logging.getLogger(__name__)

QUEUE = "digests"


def request_digests(*, now: datetime) -> None:
    """Ask every active organization whose readers wait: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=QUEUE, subject_id=organization_id, now=now)


def work_off(_subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Send what is due, at the organization's own time. The ledger calls this; twice is once."""
    send_due(now=now + clock.offset())


def send_due(*, now: datetime) -> int:
    """Send every digest of this week that is due and was not written yet; return how many.

    A reader whose digest fails holds up no other: each is written in a transaction of its own, and the failure is logged.
    """
    done, count = due.written(now=now), 0
    for row, preference in due.readers(now=now):
        try:
            with transaction.atomic():
                if found := due.of(row, preference, done=done, now=now):
                    count += _write(found, now=now)
        except Exception:
            log.exception("a digest could not be written", extra={"employee": str(row.employee_id)})
    return count


@transaction.atomic
def send_sample(*, employee: Employee, role: str, now: datetime) -> None:
    """Send somebody the digest as it would be today. It is no issue: nothing is kept, and the weekly one comes as usual."""
    preference = DigestPreference.objects.filter(employee=employee).first() or DigestPreference(employee=employee)
    reader = due.reader(employee, role, preference)
    with _in_words_of(employee):
        found = content.collect(
            organization=Organization.objects.get(), reader=reader, today=due.day_of(employee, now), now=now
        )
        _send(reader, found, url=reverse("digests", args=[Organization.objects.get().slug]), key="", now=now)


@transaction.atomic
def save_preference(*, preference: DigestPreference, by: Employee, now: datetime) -> None:
    """Keep when somebody reads the digest. Saying the same again changes nothing."""
    stored = DigestPreference.objects.filter(employee=preference.employee).first()
    before = audit.snapshot(stored) if stored else audit.NEW
    preference.save()
    audit.record(action="digest.preferred", subject=preference, before=before, by=by, now=now)


def _write(found: Due, *, now: datetime) -> bool:
    """Freeze the issue and write its letter; False if another worker was faster."""
    organization, reader = Organization.objects.get(), found.reader
    if found.is_late(now):
        log.warning("a digest is late", extra={"employee": str(reader.employee.pk), "due": str(found.since)})
    with _in_words_of(reader.employee):
        frozen = content.collect(organization=organization, reader=reader, today=found.day, now=now)
        issue = LetterIssue(
            kind=DIGEST.name,
            period=due.monday(found.day),
            employee_id=reader.employee.pk,
            content=frozen,
            created_at=now,
        )
        LetterIssue.objects.bulk_create([issue], ignore_conflicts=True)
        if not LetterIssue.objects.filter(pk=issue.pk).exists():
            return False
        url = reverse("digest", args=[organization.slug, issue.pk])
        _send(reader, frozen, url=url, key=f"digest:{issue.pk}", now=now)
    return True


def _send(reader: Reader, found: dict[str, Any], *, url: str, key: str, now: datetime) -> None:
    organization = Organization.objects.get()
    links = decisions.urls_of([one["id"] for one in found["decisions"]["rows"]])
    said = told(found, slug=organization.slug, url=url, base_url=settings.BASE_URL, links=links)
    mail.send(
        DIGEST.name,
        to=reader.employee.email,
        to_name=reader.employee.name,
        language=reader.employee.language,
        context={"digest": said, "reader": reader.employee.name, "organization_name": organization.name},
        employee_id=reader.employee.pk,
        dedupe_key=key,
        now=now,
    )


@contextmanager
def _in_words_of(employee: Employee) -> Iterator[None]:
    """Speak the reader's language and time zone inside."""
    with translation.override(employee.language), timezone.override(zoneinfo.ZoneInfo(employee.time_zone)):
        yield
