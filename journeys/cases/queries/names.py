"""Whose cases they are: for the audit trail, which repeats nothing of what was said."""

import uuid
from collections.abc import Collection

from journeys.cases.models import Case, Compensation, RootCause, UnitRequest


def clients_of_cases(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return each case by its number and client."""
    rows = Case.objects.filter(pk__in=ids).select_related("client")
    return {row.pk: f"{row}, {row.client.name}" for row in rows}


def clients_of_requests(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return each question to a department by the case and the department."""
    rows = UnitRequest.objects.filter(pk__in=ids).select_related("case", "department")
    return {row.pk: f"{row.case}, {row.department.name}" for row in rows}


def clients_of_compensations(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return each compensation by its case and client."""
    rows = Compensation.objects.filter(pk__in=ids).select_related("case__client")
    return {row.pk: f"{row.case}, {row.case.client.name}" for row in rows}


def cause_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of causes."""
    return dict(RootCause.objects.filter(pk__in=ids).values_list("pk", "name"))
