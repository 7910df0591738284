"""How fast the organization is, and what may be given without asking."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.models import Employee
from journeys.cases.models import CaseSettings


@transaction.atomic
def save_settings(*, row: CaseSettings, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save the settings. Steps that have begun keep their deadlines."""
    row.save()
    audit.record(action="cases.settings_changed", subject=row, by=by, now=now, before=before)
