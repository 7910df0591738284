"""Thousands of clients, made by the database itself, and what the list reads of them."""

import json
import uuid
from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clients import queries
from accounts.clients.models import Segment, Tag
from accounts.clients.queries import ClientFilter
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from tests.accounts.tenancy import walls

TABLES = ("accounts_client", "accounts_clientfacts", "accounts_clienttag", "accounts_employee", "accounts_segment")
PEOPLE, SEGMENTS, TAGS = 8, 5, 8
EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, TIMING OFF) "
# Names in no order of the heap, everything else in shares that do not depend on the size and fill two pages at 1,000.
CLIENTS = """
INSERT INTO accounts_client (id, organization_id, name, sort_name, domain, country, time_zone, language, external_id,
  custom, created_at, manager_id, segment_id, archived_at)
SELECT gen_random_uuid(), %(house)s, name, name, '', (ARRAY['UA', 'DE', 'PL', ''])[1 + n %% 4], 'UTC', 'en', '', '{}',
  %(now)s, CASE WHEN n %% 25 > 0 THEN (%(people)s::uuid[])[1 + n %% 8] END, (%(segments)s::uuid[])[1 + n %% 5],
  CASE WHEN n %% 20 = 7 THEN %(now)s::timestamptz END
FROM (SELECT n, substr('abcd', 1 + n %% 4, 1) || md5(n::text) AS name FROM generate_series(1, %(number)s) AS n) AS made
"""
FACTS = """
INSERT INTO accounts_clientfacts (id, organization_id, client_id, stage, mood, lacks_economic, lacks_technical,
  lacks_end_user, last_heard_at, renewal_on, revenue, sort_name, state, country,
  mood_confidence, mood_roles, pace)
SELECT gen_random_uuid(), %(house)s, id, (ARRAY['preboarding', 'onboarding', 'long_term', 'reboarding'])[1 + n %% 4],
  CASE WHEN n %% 5 > 0 THEN n * 7 %% 101 END, n %% 3 = 0, n %% 4 = 0, n %% 2 = 0,
  CASE WHEN n %% 6 > 0 THEN %(now)s::timestamptz - n %% 365 * interval '1 day' END,
  CASE WHEN n %% 3 > 0 THEN %(now)s::date + (n %% 365)::int END, CASE WHEN n %% 4 > 0 THEN n * 37 %% 100000 END, '', '', '',
  '', '[]', ''
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_client WHERE organization_id = %(house)s) AS made
"""
WORN = """
INSERT INTO accounts_clienttag (id, organization_id, client_id, tag_id, sort_name)
SELECT gen_random_uuid(), %(house)s, id, (%(tags)s::uuid[])[1 + n %% 8], ''
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_client WHERE organization_id = %(house)s) AS made
"""


def fill(sizes: dict[str, int], *, now: datetime) -> list[uuid.UUID]:
    """Found organizations with so many clients, by slug, in tables that the database has looked at; return their ids."""
    houses = [_found(slug, clients=clients, now=now) for slug, clients in sizes.items()]
    _look()  # triggers plan by what the database knows of the clients
    for house in houses:
        with tenant_context(house), connection.cursor() as cursor:
            tags = [str(pk) for pk in Tag.objects.values_list("pk", flat=True)]
            for statement in (FACTS, WORN):
                cursor.execute(statement, {"house": house, "now": now, "tags": tags})
    _look()
    return houses


def _found(slug: str, *, clients: int, now: datetime) -> uuid.UUID:
    house = uuid7()
    with tenant_context(house), connection.cursor() as cursor:
        Organization.objects.create(id=house, name=slug, slug=slug, created_at=now)
        people = [Employee(name=f"Person {n}", email=f"p{n}@{slug}.example", created_at=now) for n in range(PEOPLE)]
        segments = [Segment(name=f"Segment {n}", created_at=now) for n in range(SEGMENTS)]
        Employee.objects.bulk_create(people)
        Segment.objects.bulk_create(segments)
        Tag.objects.bulk_create([Tag(name=f"Tag {n}", created_at=now) for n in range(TAGS)])
        values = {"people": [str(row.pk) for row in people], "segments": [str(row.pk) for row in segments]}
        cursor.execute(CLIENTS, {"house": house, "now": now, "number": clients} | values)
    return house


def _look() -> None:
    with walls.owner() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def wishes(house: uuid.UUID) -> dict[str, ClientFilter]:
    """Return every filter of the page in the order that it has by itself, and every order without a filter."""
    with tenant_context(house):
        person, segment, tag = Employee.objects.first(), Segment.objects.first(), Tag.objects.first()
    by_filter = {
        "no filter": {},
        "beginning of the name": {"text": "a"},
        "archived": {"is_archived": True},
        **{f"mood {mood}": {"mood": mood} for mood in ("unhappy", "1", "5", "unknown")},
        **{f"not heard: {gap}": {"gap": gap} for gap in ("economic", "end_user", "one_sided")},
        "stage": {"stage": "onboarding"},
        "manager": {"manager": person.pk},
        "no manager": {"manager": "nobody"},
        "segment": {"segment": segment.pk},
        "tag": {"tag": tag.pk},
        "country": {"country": "UA"},
        "renewal in 90 days": {"renewal": 90},
        "silent for 90 days": {"silence": "90"},
        "never heard": {"silence": "never"},
    }
    orders = [sign + order for order in ("name", "mood", "renewal", "heard", "revenue") for sign in ("", "-")]
    return {name: ClientFilter(**values) for name, values in by_filter.items()} | {
        f"by {order}": ClientFilter(order=order) for order in orders
    }


def cost(house: uuid.UUID, wanted: ClientFilter, *, now: datetime) -> tuple[int, list[dict]]:
    """Return the blocks that a page of the list and the page behind it read, and the plans."""
    with tenant_context(house):
        with CaptureQueriesContext(connection) as asked:
            first = queries.client_page(wanted, after=None, now=now, today=now.date())
            queries.client_page(wanted, after=first.after, now=now, today=now.date())
            queries.tags_by_client([row.client_id for row in first.rows])
            queries.ownerless_count()
        plans = []
        with connection.cursor() as cursor:
            for query in asked.captured_queries:
                cursor.execute(EXPLAIN + query["sql"])
                ((answer,),) = cursor.fetchall()
                plans.append((json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"])
    return sum(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in plans), plans
