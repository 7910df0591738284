"""The map of ten thousand clients reads as much as that of a thousand: sums, and never the clients."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.tenancy.context import tenant_context
from tests.accounts.clients import many as clients
from tests.accounts.tenancy import walls
from tests.factories.journeys import a_journey
from tests.happiness.dashboard import many

SIZES = {"small": 1_000, "large": 10_000}
BLOCKS, WIDER = 200, 1.3
PAGES = ("journey/", "journey/?months=3")
# Every place in every month of a year: of a house of ten thousand each of them was spoken about by the most that are kept.
TOUCHES = """
INSERT INTO feedback_monthlytouch (id, organization_id, month, stage, department_id, touchpoint_id, clients, some_clients,
  readings, mean_sum, upset, tense, neutral, content, delighted)
SELECT gen_random_uuid(), %(house)s, date_trunc('month', %(now)s::timestamptz)::date - make_interval(months => month), stage,
  touchpoint.department_id, touchpoint.id, %(clients)s / 100, (SELECT array_agg(id) FROM (SELECT id FROM accounts_client
  WHERE organization_id = %(house)s ORDER BY id LIMIT 50) AS spoke), %(clients)s / 50, %(clients)s / 2, 1, 1, 1, 1, 1
FROM generate_series(0, 11) AS month, unnest(ARRAY['onboarding', 'long_term']) AS stage, accounts_touchpoint AS touchpoint
WHERE touchpoint.organization_id = %(house)s
"""
PARTS = """
INSERT INTO journeys_partfigures (id, organization_id, stage, touchpoint_id, department_id, unhappy, revenue,
  revenue_unknown, kept, median_days)
SELECT gen_random_uuid(), %(house)s, stage, id, department_id, %(clients)s / 20, %(clients)s, 3, 40, 9
FROM unnest(ARRAY['onboarding', 'long_term']) AS stage, accounts_touchpoint WHERE organization_id = %(house)s
"""
STAGES = """
INSERT INTO journeys_stagefigures (id, organization_id, stage, counted_at, present, behind, stuck, revenue, revenue_unknown,
  mood_clients, entered, moved_on, lost, timed, in_time, mood_n, mood_sum, mood_squares)
SELECT gen_random_uuid(), %(house)s, stage, %(now)s, %(clients)s / 4, 5, 5, %(clients)s, 3, 9, 9, 5, 1, 9, 4, 0, 0, 0
FROM unnest(ARRAY['preboarding', 'onboarding', 'long_term', 'reboarding']) AS stage
"""
VISITS = """
INSERT INTO journeys_stagevisit (id, organization_id, client_id, stage, entered_at, reason, is_mixed, step)
SELECT gen_random_uuid(), %(house)s, client_id, stage, %(now)s, '', false, '' FROM accounts_clientfacts
WHERE organization_id = %(house)s
"""
TABLES = ("feedback_monthlytouch", "journeys_partfigures", "journeys_stagefigures", "journeys_stagevisit")
NEVER = {"accounts_client", "accounts_clientfacts", "feedback_moodreading", "journeys_stagevisit"}


def draw(house, number, now):
    """Draw a path of ten touchpoints, and write what a worker would have counted of so many clients."""
    with tenant_context(house), connection.cursor() as cursor:
        by, parts = Employee.objects.order_by("email").first(), []
        for place in range(10):
            unit = Department.objects.create(name=f"Department {place}")
            touchpoint = Touchpoint.objects.create(name=f"Touchpoint {place}", department=unit, position=1)
            parts += [(stage, touchpoint, unit, {"standard_days": 2}) for stage in ("onboarding", "long_term")]
        a_journey(by=by, now=now - timedelta(days=400), parts=parts)
        for statement in (TOUCHES, PARTS, STAGES, VISITS):
            cursor.execute(statement, {"house": house, "now": now, "clients": number})


@pytest.mark.django_db(transaction=True)
def test_map_of_ten_thousand_clients_costs_what_that_of_a_thousand_costs(now):
    houses = dict(zip(SIZES, clients.fill(SIZES, now=now), strict=True))
    for slug, number in SIZES.items():
        draw(houses[slug], number, now)
    with walls.owner() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
    browsers = {slug: many.reader(houses[slug], now=now) for slug in SIZES}

    for page in PAGES:
        visits = [
            many.visit(browsers[slug], houses[slug], f"/o/{slug}/{page}") for slug in SIZES for _twice in range(2)
        ]
        small, large = visits[1], visits[3]  # the first one warms what is kept
        assert small.queries == large.queries, page
        assert large.blocks <= min(BLOCKS, small.blocks * WIDER), (page, small.blocks, large.blocks)
        assert not {step.get("Relation Name") for step in large.steps} & NEVER, page
