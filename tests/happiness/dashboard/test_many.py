"""A client's pages and search read by their indexes, however much the organization has; so does the overview."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from accounts.tenancy.context import tenant_context
from feedback.rollups import actions as rollups
from tests.accounts.clients import many as registry
from tests.accounts.tenancy import walls
from tests.benchmarks.moods import MORE
from tests.happiness.dashboard import many

CLIENTS, EVENTS = 2000, 40_000
INDEXES = {"timeline": "event_client", "search": "search_term_once"}
# Of a table as small as this the database rightly reads all for a word that stands everywhere: `make bench registry` has those.
FREQUENT = {"search, a word of every talk", "search, every talk, two words", "search, a first name"}


@pytest.mark.django_db(transaction=True)
def test_client_timeline_and_search_use_their_indexes(now):
    sizes = {"small": (CLIENTS // 4, EVENTS // 4), "large": (CLIENTS, EVENTS)}
    houses = many.fill(sizes | {f"other-{number}": (50, 200) for number in range(4)}, now=now)
    browsers = {slug: many.reader(houses[slug], now=now) for slug in sizes}
    addresses = {slug: many.pages(houses[slug]) for slug in sizes}

    for name in addresses["large"]:
        if name.startswith("list") or name in FREQUENT:
            continue
        small, large = (many.visit(browsers[slug], houses[slug], addresses[slug][name]) for slug in sizes)
        # Each kind of event among a person's last ones asks what to say of it, once.
        kinds = 3 if name == "person" else 0
        assert large.queries <= small.queries + kinds, name
        assert not large.scanned & {"accounts_event", "accounts_searchterm"}, name
        if index := INDEXES.get(name.split()[0].strip(",")):
            assert index in large.indexes, (name, large.indexes)


@pytest.mark.django_db(transaction=True)
def test_overview_reads_no_more_of_ten_times_the_answers(now):
    (house,) = registry.fill({"large": 50}, now=now)
    browser, visits = many.reader(house, now=now), []
    browser.get("/o/large/")
    for each in (30, 270):
        with tenant_context(house), connection.cursor() as cursor:
            cursor.execute(MORE, {"house": str(house), "now": now, "each": each})
            rollups.mark(moments=[now - timedelta(days=days) for days in range(0, 390, 15)], now=now)
            rollups.rebuild([uuid.uuid4()], now)
        with walls.owner() as cursor:
            for table in ("feedback_moodreading", "feedback_monthlymood"):
                cursor.execute(f"VACUUM ANALYZE {table}")
        visits.append(many.visit(browser, house, "/o/large/", besides=many.DOOR))

    few, much = visits
    assert much.queries == few.queries <= 12
    assert much.blocks <= min(200, 1.3 * few.blocks), (few.blocks, much.blocks)
