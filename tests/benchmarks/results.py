"""What the page of a survey's results costs, at 10,000 and at 100,000 answers.

    make bench results      make bench results ARGS="--answers 200000"

In a database of its own, as the restricted role: every statement of the page with its time and the blocks it touches, for all
answers and for those of the last 30 days. The bar: a page of 30 days reads at most 1.5 times the blocks for each answer in it.
"""

import argparse
import json
import sys
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from tests.benchmarks.database import own_database

MOST, ROUNDS, DAYS = 1.5, 3, 30
FILL = """
INSERT INTO feedback_response (id, organization_id, version_id, role, stage, language, confidentiality, nps, csat, ces, answers,
  has_words, source, origin, happened_at, recorded_at, revision, import_key)
SELECT gen_random_uuid(), %(house)s, %(version)s, (ARRAY['economic', 'technical', 'end_user'])[1 + n %% 3],
  (ARRAY['preboarding', 'onboarding', 'long_term', 'reboarding'])[1 + n %% 4], 'en',
  (ARRAY['named', 'named', 'role', 'leadership'])[1 + n * 7 %% 4], n * 13 %% 11, NULL, NULL,
  jsonb_build_object('recommend', n * 13 %% 11, 'reason', '["papers", "speed"]'::jsonb, 'words', md5(n::text)),
  true, 'link', 'live', %(now)s::timestamptz - n * (interval '730 days' / %(number)s), %(now)s, 1, ''
FROM generate_series(1, %(number)s) AS n
"""


def main() -> int:
    """Fill a database, ask for the page's figures, and print what they cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=100_000)
    options = parser.parse_args()
    with own_database():
        found = {number: costs(number) for number in (options.answers // 10, options.answers)}
    ratio = report(found)
    print(
        f"\nblocks for each answer of 30 days, ratio {ratio:.2f}, at most {MOST}: {'good' if ratio <= MOST else 'TOO MUCH'}"
    )
    return 0 if ratio <= MOST else 1


def costs(number: int) -> dict[str, dict[str, tuple[float, int]]]:
    """Return milliseconds and blocks of each statement, for all answers and for those of the last days."""
    from django.db import connection

    from accounts import clock
    from accounts.tenancy.context import tenant_context
    from feedback.insights.queries import AnswerFilter
    from tests.accounts.tenancy import walls
    from tests.cast import found as found_house
    from tests.factories.feedback import a_version

    now = clock.real_now()
    owner = found_house(f"house-{number}", "Olga Owner", now=now)
    with tenant_context(owner.organization.pk), connection.cursor() as cursor:
        version = a_version(by=owner.employee, now=now)
        cursor.execute(FILL, {"house": owner.organization.pk, "version": version.pk, "number": number, "now": now})
    with walls.owner() as cursor:
        cursor.execute("VACUUM ANALYZE feedback_response")
    wishes = {"all": AnswerFilter(), "30 days": AnswerFilter(start=now - timedelta(days=DAYS))}
    with tenant_context(owner.organization.pk):
        return {name: _ask(wanted, version.survey_id, now) for name, wanted in wishes.items()}


def _ask(wanted: Any, survey_id: Any, now: datetime) -> dict[str, tuple[float, int]]:
    from zoneinfo import ZoneInfo

    from feedback.insights import distribution, queries

    editions = queries.editions(survey_id)
    rows = queries.answers(wanted, of=editions, role="owner")
    asked = distribution.asked(editions, wanted)
    acts = {
        "sums by month, role and stage": lambda: queries.cells(wanted, of=editions, role="owner", zone=ZoneInfo("UTC")),
        "who was asked": lambda: queries.askings(wanted, of=editions),
        "answers by question": lambda: queries.counts(rows, asked=asked),
        "how many answered each question": lambda: queries.given(rows),
        "a page of answers": lambda: list(rows.order_by("-happened_at", "-id")[:51]),
    }
    return {name: _measure(act) for name, act in acts.items()}


def _measure(act: Any) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _round in range(ROUNDS):
        started = perf_counter()
        with CaptureQueriesContext(connection) as captured:
            act()
        times.append((perf_counter() - started) * 1000)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, TIMING OFF) " + captured[-1]["sql"].replace("%", "%%"))
        ((plan,),) = cursor.fetchall()
    top = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return sorted(times)[ROUNDS // 2], top["Shared Hit Blocks"] + top["Shared Read Blocks"]


def report(found: dict[int, dict[str, dict[str, tuple[float, int]]]]) -> float:
    """Print a table, and return how much more blocks an answer of the last days costs at the larger size."""
    small, large = found
    for name in found[large]:
        print(f"\n| {name}: ms (blocks) | {small:,} answers | {large:,} answers |\n|---|---|---|")
        for act in found[large][name]:
            cells = (f"{found[number][name][act][0]:.1f} ({found[number][name][act][1]:,})" for number in found)
            print(f"| {act} | {' | '.join(cells)} |")
    blocks = {number: sum(cost[1] for cost in found[number]["30 days"].values()) for number in found}
    return blocks[large] / large / (blocks[small] / small)


if __name__ == "__main__":
    sys.exit(main())
