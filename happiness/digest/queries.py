"""Reading digests: those that were written, and the one that would be written now."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.mail.letters import DIGEST
from accounts.mail.models import LetterIssue
from accounts.organizations.models import DigestPreference, Employee, Organization
from accounts.organizations.roles import LEADERSHIP
from happiness.digest import content, due, facts


def issues() -> QuerySet[LetterIssue]:
    """Return every issue of the digest, the newest first."""
    return LetterIssue.objects.filter(kind=DIGEST.name).order_by("-created_at", "-id")


def issues_of(employee_id: uuid.UUID) -> QuerySet[LetterIssue]:
    """Return the issues that this person reads: nobody reads another one's."""
    return issues().filter(employee_id=employee_id)


def preference_of(employee: Employee, *, role: str) -> DigestPreference:
    """Return when this person reads the digest; without a word of theirs, top management does on Monday at eight."""
    stored = DigestPreference.objects.filter(employee=employee).first()
    return stored or DigestPreference(employee=employee, is_wanted=role in LEADERSHIP)


def of_now(*, employee: Employee, role: str, now: datetime) -> dict[str, Any]:
    """Return what this person's digest would tell at `now`, in the present language: nothing is kept and nothing sent."""
    reader = due.reader(employee, role, preference_of(employee, role=role), now=now)
    return content.of(facts.read(organization=Organization.objects.get(), readers=[reader], now=now), reader)
