"""A registry of any size, made by the database itself inside the tenancy rules, and what its pages read."""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.clients.models import Contact, Segment, Tag
from accounts.events.models import Event
from accounts.organizations.models import Employee, Membership, Organization, User
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.accounts.clients import many as clients
from tests.accounts.tenancy import walls
from tests.cast import sign_in_for

SPAN = "1000 days"
PEOPLE_AT_A_CLIENT, TALKS_IN_A_HUNDRED_EVENTS = 5, 20
EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, TIMING OFF) "
# Who is there, and which house it is: every page asks it.
DOOR = re.compile(
    r'memberships_of_user|FROM "(django_session|usersessions_usersession|accounts_user|accounts_employee)"'
)
PEOPLE = """
INSERT INTO accounts_contact (id, organization_id, name, sort_name, salutation, language, time_zone, country, phone,
  messengers, birthday_source, interests, notes, talk_card, consent, consent_source, asking, external_id, custom, created_at)
SELECT gen_random_uuid(), %(house)s, name, lower(name), '', 'en', 'UTC', '', '', '[]', '', '', '', '', 'unknown', '', 'normal',
  '', '{}', %(now)s
FROM (SELECT (ARRAY['Olena', 'Taras', 'Ivan', 'Mariia'])[1 + n %% 4] || ' ' || substr(md5(n::text), 1, 9) AS name
      FROM generate_series(1, %(people)s) AS n) AS made
"""
ADDRESSES = """
INSERT INTO accounts_contactemail (id, organization_id, contact_id, address, is_primary, created_at)
SELECT gen_random_uuid(), %(house)s, id, replace(sort_name, ' ', '.') || '@x.example', true, %(now)s
FROM accounts_contact WHERE organization_id = %(house)s
"""
PLACES = """
INSERT INTO accounts_position (id, organization_id, contact_id, client_id, job_title, influence, created_at)
SELECT gen_random_uuid(), %(house)s, p.id, c.id, 'Head', 2, %(now)s
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_client WHERE organization_id = %(house)s) AS c
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_contact WHERE organization_id = %(house)s) AS p
  ON c.n = 1 + (p.n - 1) / %(each)s
"""
ROLES = """
INSERT INTO accounts_contactrole (id, organization_id, position_id, role, valid_from)
SELECT gen_random_uuid(), %(house)s, id, (ARRAY['economic', 'technical', 'end_user'])[n], '2024-01-01'
FROM (SELECT id, row_number() OVER (PARTITION BY client_id ORDER BY id) AS n FROM accounts_position
      WHERE organization_id = %(house)s) AS made WHERE n <= 3
"""
# Most happens with few: the busiest of ten thousand clients has one in a hundred of all events.
BUSY = "1 + floor(%(clients)s * power((n * 0.6180339887) %% 1, 2))"
TALKS = f"""
INSERT INTO feedback_interaction (id, organization_id, client_id, channel, happened_at, mood, quote, notes, topics, stage,
  visibility, by_id, created_at, message_id, sender, draft, import_key)
SELECT gen_random_uuid(), %(house)s, c.id, 'call', %(now)s::timestamptz - n * %(span)s::interval / %(talks)s, n %% 101,
  'thanks for w' || n %% 400 || ' and v' || n %% 10000, '', '[]', '', 'team', %(by)s, %(now)s, '', '', false, ''
FROM (SELECT n, {BUSY} AS rank FROM generate_series(1, %(talks)s) AS n) AS made
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM accounts_client WHERE organization_id = %(house)s) AS c
  USING (rank)
"""
PARTNERS = """
INSERT INTO feedback_interactioncontact (id, organization_id, interaction_id, contact_id, roles)
SELECT gen_random_uuid(), %(house)s, t.id, p.contact_id, '["economic"]'
FROM (SELECT id, client_id, 1 + row_number() OVER (ORDER BY id) %% %(each)s AS n FROM feedback_interaction
      WHERE organization_id = %(house)s) AS t
JOIN (SELECT contact_id, client_id, row_number() OVER (PARTITION BY client_id ORDER BY id) AS n FROM accounts_position
      WHERE organization_id = %(house)s) AS p USING (client_id, n)
"""
TALKED = """
INSERT INTO accounts_event (id, organization_id, kind, client_id, contact_id, actor_id, happened_at, recorded_at, origin,
  payload, dedupe_key)
SELECT gen_random_uuid(), %(house)s, 'interaction.logged', t.client_id, p.contact_id, %(by)s, t.happened_at, t.happened_at,
  'live', jsonb_build_object('interaction_id', t.id, 'channel', 'call', 'mood', t.mood), 'interaction.logged:' || t.id
FROM feedback_interaction AS t JOIN feedback_interactioncontact AS p
  ON p.organization_id = t.organization_id AND p.interaction_id = t.id
WHERE t.organization_id = %(house)s
"""
HAPPENED = f"""
INSERT INTO accounts_event (id, organization_id, kind, client_id, contact_id, actor_id, happened_at, recorded_at, origin,
  payload, dedupe_key)
SELECT gen_random_uuid(), %(house)s, (ARRAY['coverage.gap_opened', 'coverage.gap_closed', 'stage.entered', 'contact.created',
  'custom.order'])[1 + n %% 5], c.id, CASE WHEN n %% 5 = 3 THEN p.contact_id END, %(by)s, at, at, 'live',
  CASE n %% 5 WHEN 2 THEN '{{"stage": "onboarding"}}' WHEN 3 THEN '{{}}' WHEN 4 THEN '{{"sum": 5}}'
  ELSE '{{"role": "economic"}}' END::jsonb, 'made:' || n
FROM (SELECT n, {BUSY} AS rank, %(now)s::timestamptz - n * %(span)s::interval / %(events)s AS at
      FROM generate_series(1, %(events)s) AS n) AS made
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM accounts_client WHERE organization_id = %(house)s) AS c
  USING (rank)
JOIN (SELECT client_id, min(contact_id::text)::uuid AS contact_id FROM accounts_position WHERE organization_id = %(house)s
      GROUP BY client_id) AS p ON p.client_id = c.id
"""
WORDS = """
INSERT INTO accounts_searchterm (id, organization_id, kind, term, object_id)
SELECT gen_random_uuid(), %(house)s, kind, term, id FROM (
  SELECT 'client' AS kind, left(sort_name, 40) AS term, id FROM accounts_client WHERE organization_id = %(house)s
  UNION ALL SELECT 'contact', unnest(string_to_array(sort_name, ' ')), id FROM accounts_contact
    WHERE organization_id = %(house)s
  UNION ALL SELECT 'interaction', unnest(string_to_array(quote, ' ')), id FROM feedback_interaction
    WHERE organization_id = %(house)s
) AS found
"""
ORDER = (PEOPLE, ADDRESSES, PLACES, ROLES, TALKS, PARTNERS, TALKED, HAPPENED, WORDS)
TABLES = (
    *("accounts_contact", "accounts_contactemail", "accounts_position", "accounts_contactrole", "accounts_event"),
    *("feedback_interaction", "feedback_interactioncontact", "accounts_searchterm"),
)
WATCHED = ("accounts_contact", "accounts_contactemail", "accounts_position", "feedback_interaction")
BIG = frozenset({*TABLES, "accounts_client", "accounts_clientfacts", "accounts_clienttag"})


def fill(sizes: dict[str, tuple[int, int]], *, now: datetime) -> dict[str, uuid.UUID]:
    """Found organizations with so many clients and events, by slug, five people for each client; return their ids."""
    houses = dict(zip(sizes, clients.fill({slug: number for slug, (number, _) in sizes.items()}, now=now), strict=True))
    for slug, (number, events) in sizes.items():
        _inhabit(houses[slug], clients=number, events=events, now=now)
    with walls.owner() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("TRUNCATE accounts_job")  # what triggers have asked for is done: the words are there
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")
    return houses


def _inhabit(house: uuid.UUID, *, clients: int, events: int, now: datetime) -> None:
    talks = events * TALKS_IN_A_HUNDRED_EVENTS // 100
    with tenant_context(house), connection.cursor() as cursor:
        by = Employee.objects.order_by("email").first()
        values = {"house": house, "now": now, "by": by.pk, "clients": clients, "each": PEOPLE_AT_A_CLIENT}
        values |= {"people": clients * PEOPLE_AT_A_CLIENT, "talks": talks, "events": events - talks, "span": SPAN}
        # Nobody has looked at the new rows yet; as few as the planner believes there are, it would join them one by one.
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '128MB'")
        for statement in ORDER:
            cursor.execute(statement, values)


def reader(house: uuid.UUID, *, now: datetime) -> Browser:
    """Return the browser of the organization's owner."""
    with tenant_context(house):
        person = Employee.objects.order_by("email").first()
        membership = Membership.objects.filter(employee=person).select_related("user").first()
        if membership is None:
            user: User = sign_in_for(person.email, now=now)
            membership = Membership.objects.create(employee=person, user=user, role=Role.OWNER, created_at=now)
    browser = Browser()
    browser.force_login(membership.user)
    return browser


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page has cost: its queries, the blocks they read, and the steps of their plans."""

    queries: int
    blocks: int
    steps: list[dict[str, Any]]
    next_url: str = ""

    @property
    def scanned(self) -> set[str]:
        """Return the big tables that were read from end to end."""
        return {step["Relation Name"] for step in self.steps if step["Node Type"] == "Seq Scan"} & BIG

    @property
    def indexes(self) -> set[str]:
        return {step["Index Name"] for step in self.steps if "Index Name" in step}


def visit(browser: Browser, house: uuid.UUID, url: str, *, besides: re.Pattern[str] | None = None) -> Visit:
    """Open the page, then ask the database how it answers each of the page's questions, `besides` some."""
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    plans = []
    with tenant_context(house), connection.cursor() as cursor:
        for query in asked.captured_queries:
            if besides and besides.search(query["sql"]):
                continue
            if query["sql"].lstrip("(\n").startswith(("SELECT", "WITH")):
                cursor.execute(EXPLAIN + query["sql"])
                ((plan,),) = cursor.fetchall()
                plans.append((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    blocks = sum(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in plans)
    steps = [step for plan in plans for step in _steps(plan)]
    return Visit(len(plans), blocks, steps, (answer.context or {}).get("next_url", ""))


def _steps(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _steps(child)


# Two things are found in the smaller organization, twenty in the larger: what is found is read, up to a page of it.
MORE_TO_FIND = {"search, a rare word of talks"}


def faults(small: Visit, large: Visit, *, name: str, most: float) -> list[str]:
    """Return what is wrong with a page: more questions, a big table from end to end, more blocks than the bar allows."""
    found = [f"reads all of {table}" for table in sorted(large.scanned)]
    if large.queries > small.queries:
        found.append(f"{small.queries} queries became {large.queries}")
    if name not in MORE_TO_FIND and large.blocks > small.blocks * most:
        found.append(f"{small.blocks} blocks became {large.blocks}")
    return found


def pages(house: uuid.UUID) -> dict[str, str]:
    """Return the addresses that are looked at: list, client, person, timeline, search."""
    with tenant_context(house):
        slug = Organization.objects.get().slug
        order = "SELECT client_id FROM accounts_event WHERE organization_id = %s GROUP BY 1 ORDER BY count(*) DESC, 1"
        with connection.cursor() as cursor:
            cursor.execute(order, [house])
            ranked = [client_id for (client_id,) in cursor.fetchall()]
        busiest, usual = ranked[0], ranked[len(ranked) // 2]
        word = Contact.objects.order_by("sort_name").first().sort_name.split()[1]
        person = Event.objects.filter(client_id=usual, contact_id__isnull=False).first().contact_id
    found = {f"list, {name}": f"clients/?{query}" for name, query in lists(house).items()}
    for name, client_id in (("usual", usual), ("busiest", busiest)):
        found[f"the {name} client"] = f"clients/{client_id}/"
        found[f"people of the {name} client"] = f"clients/{client_id}/people/"
        for kind in ("", "meeting", "signal", "note"):
            found[f"timeline of the {name} client, {kind or 'all'}"] = f"clients/{client_id}/timeline/?kind={kind}"
    found["person"] = f"people/{person}/"
    words = {"one person": word, "a first name": "olena", "two words": f"olena {word}", "a rare word of talks": "v1234"}
    words |= {
        "a word of every 400th talk": "w123",
        "a word of every talk": "thanks",
        "every talk, two words": "thanks for",
    }
    found |= {f"search, {name}": f"search/?{urlencode({'q': question})}" for name, question in words.items()}
    return {name: f"/o/{slug}/{path}" for name, path in found.items()}


def lists(house: uuid.UUID) -> dict[str, str]:
    """Return every filter of the list of clients, and every order, as its address says it."""
    with tenant_context(house):
        person, segment, tag = Employee.objects.first(), Segment.objects.first(), Tag.objects.first()
    narrowed = [
        *("", "text=a", "archived=on", "stage=onboarding", "pace=behind", f"manager={person.pk}", "manager=nobody"),
        *(f"mood={mood}" for mood in ("unhappy", "1", "5", "unknown")),
        *(f"gap={gap}" for gap in ("economic", "end_user", "one_sided")),
        *(f"segment={segment.pk}", f"tag={tag.pk}", "country=UA", "renewal=90", "silence=90", "silence=never"),
    ]
    orders = [f"sort={sign}{order}" for order in ("name", "mood", "renewal", "heard", "revenue") for sign in ("", "-")]
    return {_short(query): query for query in (*narrowed, *orders)}


def _short(query: str) -> str:
    name, _, value = query.partition("=")
    return (name if len(value) > 30 else query) or "everybody"
