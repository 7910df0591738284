"""How answers are marked in each country, for a look at habits beside the scores."""

from collections import defaultdict
from datetime import datetime

from feedback.insights.culture import Scores
from feedback.insights.queries.marks import LATELY
from feedback.sentiment.models import MoodReading, Source

MOST = 5000  # the newest answers


def scores_by_country(*, now: datetime) -> dict[str, Scores]:
    """Return the scores of the newest answers of the last two years by the client's country, "" where it is unknown.

    What was said to top management only is not among them.
    """
    rows = MoodReading.objects.filter(
        source=Source.ANSWER,
        value__isnull=False,
        replaced_at=None,
        confidential=False,
        happened_at__range=(now - LATELY, now),
    )
    values: dict[str, list[int]] = defaultdict(list)
    for country, value in rows.order_by("-happened_at", "-id").values_list("client__country", "value")[:MOST]:
        values[country].append(value)
    return {country: Scores(len(one), sum(one), sum(value**2 for value in one)) for country, one in values.items()}
