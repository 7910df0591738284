"""What the demo's clients have said as moods, and two years of their index: counted by the action that live answers use."""

from datetime import datetime

from accounts.clients.models import Client
from accounts.tenancy.context import current_organization_id
from feedback import pipeline
from feedback.coverage import actions as coverage
from feedback.insights import actions as insights
from feedback.rollups import actions as rollups


def load(*, now: datetime) -> None:
    """Count readings, index and monthly sums of every client, who is heard there, and the days of the house."""
    client_ids = list(Client.objects.values_list("pk", flat=True))
    pipeline.process_history(client_ids=client_ids, now=now)
    rollups.rebuild([current_organization_id()], now)
    coverage.report_gaps(client_ids=client_ids, now=now)
    insights.keep_day(now=now)
