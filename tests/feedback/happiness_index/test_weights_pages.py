"""Weights of roles: first shown who changes band, then saved; and the page that says how we count."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.audit.models import AuditEntry
from accounts.clients.models import Segment
from accounts.tenancy.context import tenant_context
from feedback.happiness_index import queries
from feedback.happiness_index.models import IndexWeights
from tests.factories.accounts import a_client

pytestmark = pytest.mark.django_db
ALL_ON_USERS = {"economic": "0", "technical": "0", "end_user": "100"}


def address(name, **rows):
    return reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in rows.items()}})


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.fixture
def divided(house):
    """The payer of Nordwerk is delighted, its users are upset."""
    with tenant_context(house.organization.pk):
        house.answer(10, role="economic")
        house.answer(0, role="end_user")
        house.count()
    return house


def test_first_step_shows_who_changes_band_and_writes_nothing(client_of, cast, divided) -> None:
    browser = client_of(cast.alice)

    text = words(browser.post(address("index-weights"), ALL_ON_USERS))

    assert "1 client changes band." in text
    assert re.search(r"Nordwerk 5\d\.\d Neutral 1\d\.\d Upset|Nordwerk [45]\d\.\d \w+ 1\d\.\d Upset", text)
    with tenant_context(cast.north.pk):
        assert not IndexWeights.objects.exists()


def test_second_step_saves_and_dropping_asks_first(client_of, cast, divided, now) -> None:
    browser = client_of(cast.alice)

    assert "Saved." in words(browser.post(address("index-weights"), ALL_ON_USERS | {"save": "1"}, follow=True))
    with tenant_context(cast.north.pk):
        assert queries.weights_in_force()[None].end_user == 100
    page = address("index-weights-removal")
    assert "1 client changes band." in words(browser.get(page))
    browser.post(page)

    with tenant_context(cast.north.pk):
        assert queries.weights_in_force() == {}
        assert AuditEntry.objects.filter(action__startswith="index_weights.").count() == 2
    with tenant_context(cast.south.pk):
        assert not IndexWeights.objects.exists()


def test_segment_with_its_own_weights_is_not_moved_by_the_house(client_of, cast, divided, now) -> None:
    with tenant_context(cast.north.pk):
        segment = Segment.objects.create(name="Key accounts", created_at=now)
        divided.client.segment = segment
        divided.client.save()
    browser = client_of(cast.alice)
    page = address("index-weights-of-segment", segment_id=segment)
    assert "1 client changes band." in words(browser.post(page, ALL_ON_USERS))
    browser.post(page, ALL_ON_USERS | {"save": "1"})

    text = words(browser.post(address("index-weights"), {"economic": "100", "technical": "0", "end_user": "0"}))

    assert "Nobody changes band." in text
    assert "End user: 100" in text
    browser.post(address("index-weights-of-segment-removal", segment_id=segment))
    with tenant_context(cast.north.pk):
        assert queries.weights_in_force() == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"economic": "50", "technical": "30", "end_user": "30"}, "Together they make 110, and should make 100."),
        ({"economic": "-10", "technical": "60", "end_user": "50"}, "greater than or equal to 0"),
        ({"economic": "", "technical": "60", "end_user": "40"}, "Economic buyer"),
    ],
)
def test_what_does_not_make_a_hundred_is_refused_and_kept(client_of, cast, typed, said) -> None:
    answer = client_of(cast.alice).post(address("index-weights"), typed | {"save": "1"})

    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{typed["technical"]}"' in answer.content.decode()


def test_how_we_count_shows_a_client_whose_points_add_up(client_of, cast, divided) -> None:
    text = words(client_of(cast.carol).get(address("index-formula")))

    found = re.search(r"(50\.0) \+?([−-]?\d+\.\d) \+?([−-]?\d+\.\d) = (\d+\.\d)", text)
    assert found, text
    start, one, other, value = (float(part.replace("−", "-")) for part in found.groups())
    assert round(start + one + other, 1) == value
    assert "Nordwerk" in text


def test_how_we_count_names_no_client_with_a_voice_without_a_name(client_of, cast, house) -> None:
    with tenant_context(house.organization.pk):
        house.answer(10, role="economic")
        house.answer(0, role="end_user", confidentiality="role")
        house.count()

    assert "No client to count yet" in words(client_of(cast.carol).get(address("index-formula")))


def test_pages_cost_the_same_for_more_clients(client_of, cast, divided, now) -> None:
    browser, counts = client_of(cast.alice), []
    browser.get(address("index-formula"))  # what is looked up once is not counted
    for name in ("first", "second", "third"):
        with tenant_context(cast.north.pk):
            other = a_client(name, by=cast.alice.employee, now=now)
            divided.answer(10, of=other)
            divided.answer(0, role="end_user", of=other)
            divided.count(of=other)
        found = []
        for ask in (
            lambda: browser.get(address("index-formula")),
            lambda: browser.post(address("index-weights"), ALL_ON_USERS),
        ):
            with CaptureQueriesContext(connection) as captured:
                assert ask().status_code == 200
            found.append(len(captured))
        counts.append(found)

    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("name", ["index-weights", "index-weights-removal"])
def test_weights_need_the_right_and_hide_other_houses(client_of, cast, name) -> None:
    assert client_of(cast.carol).get(address(name)).status_code == 403
    assert client_of(cast.mallory).get(address(name)).status_code == 404
    assert client_of(cast.erin).get(address("index-formula")).status_code == 200
