"""Sending digests: to each reader once a week, at the hour of their own zone."""

import logging
import uuid
import zoneinfo
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.audit import actions as audit
from accounts.jobs import actions as jobs
from accounts.mail import issues, writing
from accounts.mail.letters import DIGEST
from accounts.mail.models import LetterIssue, OutgoingEmail
from accounts.organizations.models import DigestPreference, Employee, Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from happiness.digest import content, due, facts
from happiness.digest.facts import Facts, Reader
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
    members = due.members(now=now)
    if members:
        _send(members, now=now + members[0].organization.clock_offset)


def send_due(*, now: datetime) -> int:
    """Send every digest of this week that is due and was not written yet; return how many.

    Eight statements for the organization, however many clients it has and readers are due; one where nobody is. A reader
    whose digest cannot be told holds up no other: it is logged.
    """
    return _send(due.members(now=now), now=now)


@transaction.atomic
def send_sample(*, employee: Employee, role: str, now: datetime) -> None:
    """Send somebody the digest as it would be today. It is no issue: nothing is kept, and the weekly one comes as usual."""
    preference = DigestPreference.objects.filter(employee=employee).first() or DigestPreference(employee=employee)
    organization = Organization.objects.get()
    reader = due.reader(employee, role, preference, now=now)
    read = facts.read(organization=organization, readers=[reader], now=now)
    with _in_words_of(employee):
        url = reverse("digests", args=[organization.slug])
        letter = _letter(reader, read, content.of(read, reader), url=url, key="", now=now)
    writing.send_new(DIGEST.name, [letter], now=now)


@transaction.atomic
def save_preference(*, preference: DigestPreference, by: Employee, now: datetime) -> None:
    """Keep when somebody reads the digest. Saying the same again changes nothing."""
    stored = DigestPreference.objects.filter(employee=preference.employee).first()
    before = audit.snapshot(stored) if stored else audit.NEW
    preference.save()
    audit.record(action="digest.preferred", subject=preference, before=before, by=by, now=now)


@transaction.atomic
def _send(members: Sequence[Any], *, now: datetime) -> int:
    found = due.due(members, now=now)
    if not found:
        return 0
    for one in found:
        if one.is_late(now):
            log.warning("a digest is late", extra={"employee": str(one.reader.employee.pk), "due": str(one.since)})
    read = facts.read(organization=found[0].organization, readers=[one.reader for one in found], now=now)
    drafts = [draft for one in found if (draft := _draft(one.reader, read, now))]
    kept = issues.keep([issue for issue, _ in drafts])
    letters = [letter for issue, letter in drafts if issue.pk in kept]
    writing.send_new(DIGEST.name, letters, now=now)
    return len(letters)


def _draft(reader: Reader, read: Facts, now: datetime) -> tuple[LetterIssue, OutgoingEmail] | None:
    """Return the reader's issue with its letter; None where it cannot be told."""
    try:
        with _in_words_of(reader.employee):
            issue = LetterIssue(
                kind=DIGEST.name,
                period=due.monday(reader.today),
                employee_id=reader.employee.pk,
                content=content.of(read, reader),
                created_at=now,
            )
            url = reverse("digest", args=[read.organization.slug, issue.pk])
            return issue, _letter(reader, read, issue.content, url=url, key=f"digest:{issue.pk}", now=now)
    except Exception:
        log.exception("a digest could not be written", extra={"employee": str(reader.employee.pk)})
        return None


def _letter(reader: Reader, read: Facts, frozen: dict[str, Any], *, url: str, key: str, now: datetime) -> OutgoingEmail:
    links = {str(row.pk): decisions.url_of(row) for row in read.told[reader.employee.pk].asked.rows}
    said = told(frozen, slug=read.organization.slug, url=url, base_url=settings.BASE_URL, links=links)
    return writing.letter_to(
        DIGEST.name,
        to=reader.employee.email,
        to_name=reader.employee.name,
        language=reader.employee.language,
        context={"digest": said, "reader": reader.employee.name, "organization_name": read.organization.name},
        employee_id=reader.employee.pk,
        dedupe_key=key,
        now=now,
    )


@contextmanager
def _in_words_of(employee: Employee) -> Iterator[None]:
    """Speak the reader's language and time zone inside."""
    with translation.override(employee.language), timezone.override(zoneinfo.ZoneInfo(employee.time_zone)):
        yield
