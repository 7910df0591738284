"""What is late: told once for each step."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts import clock
from accounts.events import kinds
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from journeys.cases import letters
from journeys.cases.actions import telling
from journeys.cases.models import Case, CaseStep

QUEUE = "cases_due"
MOST = 200


def request_overdue(*, now: datetime) -> None:
    """Let every active organization look for steps that are late: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=QUEUE, subject_id=organization_id, now=now)


@transaction.atomic
def tell_overdue(_subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Note every step that is late, and publish case.overdue, once for each step. The ledger of work calls this.

    A case whose clock stands still is never late. Of one that not everybody may know of its readers hear by a letter that
    names nothing.
    """
    own = now + clock.offset()
    late = Case.objects.select_for_update(of=("self",), skip_locked=True).filter(
        closed_at=None, pause="", is_overdue=False, due_at__lte=own
    )
    for case in late.select_related("client", "contact", "owner").order_by("due_at", "id")[:MOST]:
        case.is_overdue = True
        case.save(update_fields=["is_overdue"])
        telling.step(case, CaseStep.Kind.OVERDUE, by=None, now=own)
        if not case.is_for_all:
            letters.tell_of_confided(case, is_late=True, by=None, now=own)
        once = f"{case.rounds}:{case.state}:{case.due_at:%Y%m%d%H%M}"
        telling.publish(kinds.CASE_OVERDUE, case, by=None, now=own, once=once, number=case.number)
