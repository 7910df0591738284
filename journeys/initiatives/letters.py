"""Letters about rulings: to whoever answers for the department, and to top management once the day has passed."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from accounts.mail import actions as mail
from accounts.organizations.models import Employee
from accounts.web import formats
from journeys.cases import queries as cases
from journeys.initiatives.models import Ruling

RULING, LATE = "ruling", "ruling_late"


def tell_lead(ruling: Ruling, *, is_reminder: bool, now: datetime) -> None:
    """Write to the lead what is owed, or that its day comes; where they have left, to the department's lead of today."""
    lead = ruling.lead if ruling.lead.left_at is None else ruling.department.lead
    if lead and lead.left_at is None:
        key = f"{RULING}:{ruling.pk}:{ruling.due_on if is_reminder else 'made'}:{'late' if ruling.late_at else ''}"
        _send(RULING, ruling, lead, {"is_reminder": is_reminder, "is_late": bool(ruling.late_at)}, key=key, now=now)


def tell_leader(ruling: Ruling, *, to: Employee, now: datetime) -> None:
    """Write to one of top management that the day has passed."""
    _send(LATE, ruling, to, {"lead": ruling.lead.name}, key=f"{LATE}:{ruling.pk}:{to.pk}", now=now)


def _send(letter: str, ruling: Ruling, to: Employee, more: dict[str, Any], *, key: str, now: datetime) -> None:
    house = ruling.organization
    url = reverse("department-debts", kwargs={"slug": house.slug, "department_id": ruling.department_id})
    with override(to.language):
        context = {
            "department": ruling.department.name,
            "what": ruling.what,
            "day": formats.day(ruling.due_on),
            "who": ruling.by.name,
            "case": f"{ruling.case}, {ruling.case.client.name}: {cases.heading(ruling.case)}" if ruling.case else "",
            "url": f"{settings.BASE_URL}{url}#ruling-{ruling.pk}",
            "organization": {"name": house.name},
            **more,
        }
    mail.send(
        letter,
        to=to.email,
        to_name=to.name,
        language=to.language,
        context=context,
        employee_id=to.pk,
        dedupe_key=key,
        now=now,
    )
