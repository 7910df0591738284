"""Sending digests: to each reader once a week, at the hour of their own zone."""

import logging
import uuid
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
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
from accounts.organizations import queries as organizations
from accounts.organizations.models import DigestPreference, Employee, Membership, Organization
from accounts.organizations.roles import LEADERSHIP
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from happiness.digest import content
from happiness.digest.content import Reader
from happiness.digest.told import told
from journeys.decisions import actions as decisions

log = logging.getLogger(__name__)

QUEUE = "digests"
RECENT = timedelta(days=14)  # no present week began earlier, in any zone
LATE = timedelta(hours=6)  # a digest that leaves later than that says so to the log


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
    preferences = {row.employee_id: row for row in DigestPreference.objects.all()}
    recent = LetterIssue.objects.filter(kind=DIGEST.name, period__gte=(now - RECENT).date())
    done = set(recent.values_list("employee_id", "period"))
    written = 0
    for row in organizations.current_memberships(now=now).filter(employee__left_at=None):
        try:
            with transaction.atomic():
                written += _send_if_due(row, preferences.get(row.employee_id) or _usual(row), done, now)
        except Exception:
            log.exception("a digest could not be written", extra={"employee": str(row.employee_id)})
    return written


@transaction.atomic
def send_sample(*, employee: Employee, role: str, now: datetime) -> None:
    """Send somebody the digest as it would be today. It is no issue: nothing is kept, and the weekly one comes as usual."""
    preference = DigestPreference.objects.filter(employee=employee).first() or DigestPreference(employee=employee)
    reader = _reader(employee, role, preference)
    with _in_words_of(employee):
        found = content.collect(
            organization=Organization.objects.get(), reader=reader, today=_today(employee, now), now=now
        )
        _send(reader, found, url=reverse("digests", args=[Organization.objects.get().slug]), key="", now=now)


@transaction.atomic
def save_preference(*, preference: DigestPreference, by: Employee, now: datetime) -> None:
    """Keep when somebody reads the digest. Saying the same again changes nothing."""
    stored = DigestPreference.objects.filter(employee=preference.employee).first()
    before = audit.snapshot(stored) if stored else audit.NEW
    preference.save()
    audit.record(action="digest.preferred", subject=preference, before=before, by=by, now=now)


def _send_if_due(
    row: Membership, preference: DigestPreference | None, done: set[tuple[uuid.UUID, date]], now: datetime
) -> bool:
    if preference is None or not preference.is_wanted:
        return False
    today = _today(row.employee, now)
    monday = _monday(today)
    moment = _moment(row.employee, monday, preference)
    is_paused = preference.paused_until is not None and today < preference.paused_until
    if moment > now or row.created_at > moment or is_paused or (row.employee_id, monday) in done:
        return False
    if now - moment > LATE:
        log.warning("a digest is late", extra={"employee": str(row.employee_id), "due": str(moment)})
    return _write(_reader(row.employee, row.role, preference), day=today, now=now)


def _usual(row: Membership) -> DigestPreference | None:
    return DigestPreference(employee=row.employee) if row.role in LEADERSHIP else None


def _reader(employee: Employee, role: str, preference: DigestPreference) -> Reader:
    return Reader(employee, role, is_mine=preference.whose == DigestPreference.Whose.MINE)


def _today(employee: Employee, now: datetime) -> date:
    return now.astimezone(zoneinfo.ZoneInfo(employee.time_zone)).date()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _moment(employee: Employee, monday: date, preference: DigestPreference) -> datetime:
    """Return when it is due; where the clocks skip that hour, after it."""
    day = monday + timedelta(days=preference.weekday - 1)
    zone = zoneinfo.ZoneInfo(employee.time_zone)
    return datetime(day.year, day.month, day.day, preference.hour, tzinfo=zone).astimezone(zoneinfo.ZoneInfo("UTC"))


def _write(reader: Reader, *, day: date, now: datetime) -> bool:
    """Freeze the issue and write its letter; False if another worker was faster."""
    organization = Organization.objects.get()
    with _in_words_of(reader.employee):
        found = content.collect(organization=organization, reader=reader, today=day, now=now)
        issue = LetterIssue(
            kind=DIGEST.name, period=_monday(day), employee_id=reader.employee.pk, content=found, created_at=now
        )
        LetterIssue.objects.bulk_create([issue], ignore_conflicts=True)
        if not LetterIssue.objects.filter(pk=issue.pk).exists():
            return False
        url = reverse("digest", args=[organization.slug, issue.pk])
        _send(reader, found, url=url, key=f"digest:{issue.pk}", now=now)
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
