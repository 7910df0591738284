"""How soon complaints were taken in hand, and how long it took until the client said that it is well again."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, When

from journeys.cases.models import Case, CaseStep, End, Sort, UnitRequest
from journeys.cases.queries.reading import readable

TAKEN = (CaseStep.Kind.ACCEPTED, CaseStep.Kind.CONTACTED, CaseStep.Kind.FIXED, CaseStep.Kind.ENDED)


def reactions(*, role: str, employee_id: uuid.UUID, since: datetime, until: datetime) -> QuerySet[Case]:
    """Return the complaints of this time that the reader may know of: they `began` when heard, and `ended` when one of us
    took them in hand."""
    steps = CaseStep.objects.filter(case=OuterRef("pk"), kind__in=TAKEN).order_by("at")
    rows = _heard(role, employee_id, since, until)
    return rows.annotate(began=F("opened_at"), ended=Subquery(steps.values("at")[:1]))


def confirmations(*, role: str, employee_id: uuid.UUID, since: datetime, until: datetime) -> QuerySet[Case]:
    """Return the same, `ended` when the client confirmed it. What was closed without the client's word is left out."""
    confirmed = Choice(When(end=End.CONFIRMED, then=F("closed_at")))
    rows = _heard(role, employee_id, since, until).filter(Q(closed_at=None) | Q(end=End.CONFIRMED))
    return rows.annotate(began=F("opened_at"), ended=confirmed)


def _heard(role: str, employee_id: uuid.UUID, since: datetime, until: datetime) -> QuerySet[Case]:
    rows = Case.objects.filter(readable(role=role, employee_id=employee_id), sort=Sort.COMPLAINT)
    return rows.filter(opened_at__gte=since, opened_at__lt=until).select_related("client", "contact", "owner")


def owed(*, role: str, employee_id: uuid.UUID) -> QuerySet[Case]:
    """Return the open complaints that a department is to mend, as far as the reader may know of them."""
    rows = Case.objects.filter(readable(role=role, employee_id=employee_id), sort=Sort.COMPLAINT, closed_at=None)
    return rows.exclude(department=None).select_related("client", "contact", "owner")


def unanswered(*, role: str, employee_id: uuid.UUID) -> QuerySet[UnitRequest]:
    """Return what departments were asked in open cases and have not answered yet, as far as the reader may know of it."""
    cases = Case.objects.filter(readable(role=role, employee_id=employee_id), closed_at=None)
    rows = UnitRequest.objects.filter(answered_at=None, case__in=cases)
    return rows.select_related("case__client", "lead", "department")


def by_department(rows: QuerySet[Any]) -> Mapping[uuid.UUID, int]:
    """Return how many of the rows each department has. One query."""
    found = rows.order_by().values("department").annotate(number=Count("pk"))
    return {row["department"]: row["number"] for row in found}
