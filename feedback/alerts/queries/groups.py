"""How segments and touchpoints feel, month by month: only where enough clients spoke that nobody is recognized."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Avg
from django.db.models.functions import TruncMonth

from accounts.organizations.models import Organization
from feedback.alerts.rules import Day, Known
from feedback.sentiment.models import MoodReading

GROUPS = {"segment": "client__segment", "touchpoint": "touchpoint"}


def groups_known(*, since: datetime, now: datetime) -> Iterator[tuple[str, uuid.UUID, Known]]:
    """Yield each segment and touchpoint with the mean mood of its clients in each month: whoever says more counts no more.

    What was confided is in none of it. Two queries.
    """
    fewest = Organization.objects.get().confidentiality_group
    rows = MoodReading.objects.filter(replaced_at=None, value__isnull=False, confidential=False)
    rows = rows.filter(happened_at__range=(since, now)).order_by()
    for name, column in GROUPS.items():
        of_client = rows.exclude(**{column: None}).values(column, "client", month=TruncMonth("happened_at"))
        means: dict[tuple[uuid.UUID, datetime], list[float]] = defaultdict(list)
        for one in of_client.annotate(mean=Avg("value")):
            means[one[column], one["month"]].append(one["mean"])
        curves: dict[uuid.UUID, list[Day]] = defaultdict(list)
        for (group, month), values in sorted(means.items(), key=lambda item: (str(item[0][0]), item[0][1])):
            if len(values) >= fewest:
                at = min(_next_month(month), now)
                curves[group].append(Day(month.date(), at, sum(values) / len(values)))
        yield from ((name, group, Known(days=days)) for group, days in curves.items())


def _next_month(month: datetime) -> datetime:
    return (month + timedelta(days=32)).replace(day=1)
