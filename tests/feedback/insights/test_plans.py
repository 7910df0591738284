"""What answers are narrowed to is found by an index, and sums come as few rows however many answers there are."""

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.tenancy.context import tenant_context
from feedback.insights import distribution, queries
from feedback.insights.queries import AnswerFilter
from feedback.responses.models import Response
from tests.accounts.tenancy import walls
from tests.factories.feedback import a_version


def steps(node):
    yield node
    for child in node.get("Plans", []):
        yield from steps(child)


def plan_of(rows):
    return list(steps(json.loads(rows.explain(format="json"))[0]["Plan"]))


SURVEYS, ANSWERS = 4, 1500


@pytest.fixture
def surveys(committed_cast, now):
    """Return versions of several surveys of North, each answered a thousand times and more within a year."""
    versions = []
    with tenant_context(committed_cast.north.pk):
        for number in range(SURVEYS):
            version = a_version(f"Survey {number}", by=committed_cast.alice.employee, now=now)
            versions.append(version)
            Response.objects.bulk_create(
                Response(
                    version=version,
                    language="en",
                    nps=one % 11,
                    answers={"recommend": one % 11},
                    happened_at=now - timedelta(days=one * 365 / ANSWERS),
                    recorded_at=now,
                )
                for one in range(ANSWERS)
            )
    with walls.owner() as cursor:
        cursor.execute("VACUUM ANALYZE feedback_response")
    return versions


def test_period_and_version_are_found_by_the_index(committed_cast, surveys, now) -> None:
    version = surveys[1]
    wanted = AnswerFilter(start=now - timedelta(days=30), end=now + timedelta(days=1), version=version.pk)
    with tenant_context(committed_cast.north.pk):
        rows = queries.answers(wanted, of=queries.editions(version.survey_id), role="owner")
        for asked in (rows.order_by("-happened_at", "-id")[:51], rows.order_by().values("version_id", "answers")):
            scans = [step for step in plan_of(asked) if "Scan" in step["Node Type"]]
            found = " ".join(step.get("Index Cond", "") for step in scans)

            assert not [step for step in scans if step["Node Type"] == "Seq Scan"]
            assert "response_version_time" in {step.get("Index Name") for step in scans}
            assert all(name in found for name in ("organization_id", "version_id", "happened_at"))


def test_sums_are_few_rows_for_many_answers(cast, version, nordwerk, many, now) -> None:
    many([10, 9, 8, 3] * 10, at=nordwerk, by="Taras Melnyk", more={"reason": ["papers", "speed"]})
    zone = ZoneInfo("Europe/Kyiv")
    with tenant_context(cast.north.pk):
        editions = queries.editions(version.survey_id)
        wanted = AnswerFilter()
        rows = queries.answers(wanted, of=editions, role="owner")

        (cell,) = queries.cells(wanted, of=editions, role="owner", zone=zone)
        counts = queries.counts(rows, asked=distribution.asked(editions, wanted))

    assert cell.sums.n == 40
    assert sorted((one.value, one.n) for one in counts if one.key == "recommend") == [
        ("10", 10), ("3", 10), ("8", 10), ("9", 10),
    ]  # fmt: skip
    assert sorted((one.value, one.n) for one in counts if one.key == "reason") == [("papers", 40), ("speed", 40)]
