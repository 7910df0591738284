"""Keeping issues of letters that come again and again, each once: of several workers the first one keeps it."""

import json
import uuid
from collections.abc import Collection
from typing import Any

from django.db import connection

from accounts.mail.models import LetterIssue
from accounts.tenancy.context import current_organization_id

KEEP = """
INSERT INTO accounts_letterissue (organization_id, id, kind, period, employee_id, content, created_at)
SELECT %(organization)s, issue.* FROM unnest(%(id)s::uuid[], %(kind)s::text[], %(period)s::date[], %(employee_id)s::uuid[],
  %(content)s::jsonb[], %(created_at)s::timestamptz[]) AS issue
ON CONFLICT DO NOTHING RETURNING id
"""
COLUMNS = ("id", "kind", "period", "employee_id", "content", "created_at")


def keep(rows: Collection[LetterIssue]) -> set[uuid.UUID]:
    """Keep these issues by one statement; return the ids of those that nobody had kept before.

    Waits for another worker who keeps the same ones, until that one's end.
    """
    # In one order, so that two workers never wait for each other.
    ordered = sorted(rows, key=lambda row: (row.kind, row.employee_id, row.period))
    values: dict[str, Any] = {name: [_plain(getattr(row, name)) for row in ordered] for name in COLUMNS}
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {**values, "organization": str(current_organization_id())})
        return {issue_id for (issue_id,) in cursor}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value)
    return str(value) if isinstance(value, uuid.UUID) else value
