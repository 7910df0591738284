"""Events as the timeline shows them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from accounts.events import queries as events
from accounts.events.models import Event
from accounts.events.registry import Reader
from accounts.organizations.access import OrganizationRequest
from accounts.web import formats

NEAR = timedelta(days=7)  # nearer than this "3 days ago" says more than a date


def items(request: OrganizationRequest, rows: Sequence[Event], *, now: datetime) -> list[dict[str, Any]]:
    """Return what components/timeline.html shows of the events, without those that are not for this reader."""
    reader = Reader(employee_id=request.employee.pk, role=request.seat.role, slug=request.seat.slug)
    return [
        {
            "kind": group.value,
            "title": said.title,
            "text": said.text,
            "quote": said.quote,
            "language": said.language,
            "score": said.score,
            "url": said.url,
            "at": event.happened_at,
            "when": _when(event.happened_at, now),
            "month": formats.month(event.happened_at),
        }
        for event, group, said in events.said(rows, reader=reader)
    ]


def _when(moment: datetime, now: datetime) -> str:
    return formats.relative(moment, now) if abs(now - moment) < NEAR else formats.day_and_month(moment)
