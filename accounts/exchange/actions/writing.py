"""Results of a batch of rows, in one statement."""

import json
from collections.abc import Sequence
from typing import Any, Literal

from django.db import connection

from accounts.exchange.models import ImportJob, ImportRow
from accounts.exchange.registry import Fault, Plan
from accounts.tenancy.context import current_organization_id

WRITE = """
UPDATE accounts_importrow AS r
SET plan = CASE WHEN %(column)s = 'plan' THEN x.outcome ELSE r.plan END,
    outcome = CASE WHEN %(column)s = 'outcome' THEN x.outcome ELSE r.outcome END,
    faults = x.faults, effects = x.effects, client_key = x.client_key, key = x.key,
    client_id = x.client_id, subject_id = x.subject_id
FROM jsonb_to_recordset(%(results)s::jsonb) AS x(
    id uuid, outcome text, faults jsonb, effects jsonb, client_key text, key text, client_id uuid, subject_id uuid)
WHERE r.organization_id = %(organization)s AND r.id = x.id
"""


def write_results(
    page: Sequence[ImportRow], plans: Sequence[Plan], job: ImportJob, *, column: Literal["plan", "outcome"]
) -> None:
    """Write what became of the rows, or would, into `column`; ids of a mere plan name nothing and are left out."""
    is_done = column == "outcome"
    results = [
        {
            "id": str(row.pk),
            "outcome": plan.outcome,
            "faults": [_fault(fault, job) for fault in plan.faults],
            "effects": plan.effects if is_done else [],
            "client_key": plan.client_key,
            "key": plan.key,
            "client_id": str(plan.client_id) if is_done and plan.client_id else None,
            "subject_id": str(plan.subject_id) if is_done and plan.subject_id else None,
        }
        for row, plan in zip(page, plans, strict=True)
    ]
    parameters: dict[str, Any] = {
        "column": column,
        "results": json.dumps(results),
        "organization": current_organization_id(),
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, parameters)


def _fault(fault: Fault, job: ImportJob) -> dict[str, str]:
    column = job.headers[job.mapping.index(fault.field)] if fault.field in job.mapping else ""
    return {"code": fault.code, "column": column, "value": fault.value, "more": fault.more}
