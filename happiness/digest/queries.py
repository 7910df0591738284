"""Reading digests that were written."""

import uuid

from django.db.models import QuerySet

from accounts.mail.letters import DIGEST
from accounts.mail.models import LetterIssue
from accounts.organizations.models import DigestPreference, Employee
from accounts.organizations.roles import LEADERSHIP


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
