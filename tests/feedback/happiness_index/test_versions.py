"""Versions of the index: counted beside, compared, switched over by hand; the past stays as it was shown."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.audit.models import AuditEntry
from accounts.clients.models import ClientFacts
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback import pipeline
from feedback.happiness_index import actions, queries
from feedback.happiness_index.actions import versioning
from feedback.happiness_index.formula import HALF_LIVES, Cause
from feedback.happiness_index.models import IndexBaseline, IndexSnapshot, IndexVersion, IndexWeights, VersionState
from tests.factories.accounts import a_client

pytestmark = pytest.mark.django_db
USERS = {"economic": 0, "technical": 0, "end_user": 100}
LIVES = {f"{kind}_days": days for kind, days in HALF_LIVES.items()}


def address(name, **rows):
    return reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in rows.items()}})


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.fixture
def divided(house, now):
    """For ten days the payer of Nordwerk has been delighted, its users upset; each day was kept as it was."""
    with tenant_context(house.organization.pk):
        house.answer(10, role="economic", days_ago=10)
        house.answer(0, role="end_user", days_ago=8)
        house.count(now - timedelta(days=8))
        house.count(now - timedelta(days=1))
    return house


def begin(house, now, **numbers):
    version = IndexVersion(title="Users first", **{**LIVES, **USERS, **numbers})
    return actions.begin_version(version=version, by=house.by, now=now)


def count_past(version, now):
    while version.state == VersionState.COUNTING:
        actions.go_on([version.pk], now)
        version.refresh_from_db()
    return version


def kept(**wanted):
    columns = ("client", "day", "version", "shown", "value", "contributions")
    return list(IndexSnapshot.objects.filter(**wanted).order_by("client", "day", "version").values_list(*columns))


def test_past_is_counted_beside_and_nothing_that_is_shown_changes(divided, now):
    with tenant_context(divided.organization.pk):
        before = kept(), ClientFacts.objects.get(client=divided.client).mood, Event.objects.count()

        version = count_past(begin(divided, now), now)

        assert (kept(shown=True), ClientFacts.objects.get(client=divided.client).mood, Event.objects.count()) == before
        days = {row[1] for row in before[0]}
        assert days <= {row[1] for row in kept(version=version.number)}
        assert (version.state, version.counted, version.total) == ("ready", 1, 1)
        last = IndexSnapshot.objects.filter(version=version.number).latest("day")
        assert last.value < 20 < before[1]
        assert queries.replay(last, queries.inputs_of([divided.client.pk])).value == last.value


def test_same_part_again_writes_the_same_and_a_part_is_whole(divided, now, monkeypatch):
    monkeypatch.setattr(versioning, "BATCH", 2)
    with tenant_context(divided.organization.pk):
        for number in range(4):
            other = a_client(f"Client {number}", by=divided.by, now=now - timedelta(days=400))
            divided.answer(number * 2, of=other, days_ago=number + 1)
            divided.count(of=other)
        version = begin(divided, now)
        actions.go_on([version.pk], now)
        version.refresh_from_db()
        assert (version.counted, version.total, version.state) == (2, 5, "counting")
        IndexVersion.objects.update(cursor=None, counted=0)  # as if the part had been lost with its worker
        first = kept(version=version.number)
        actions.go_on([version.pk], now)
        assert kept(version=version.number) == first
        assert count_past(IndexVersion.objects.get(), now).counted == 5
        actions.go_on([version.pk], now)  # a job that comes twice
        assert len({row[0] for row in kept(version=version.number)}) == 5


def test_version_given_up_leaves_nothing(divided, now):
    with tenant_context(divided.organization.pk):
        version = begin(divided, now)
        actions.go_on([version.pk], now)
        assert kept(version=version.number)
        assert actions.stop_version(version=version, by=divided.by, now=now)
        actions.go_on([version.pk], now)
        assert not kept(version=version.number)
        assert not IndexBaseline.objects.filter(version=version.number).exists()
        assert not actions.stop_version(version=version, by=divided.by, now=now)
        with pytest.raises(actions.NotCounted):
            actions.switch_over(version=version, by=divided.by, now=now)
        assert begin(divided, now).number == version.number + 1


def test_one_version_at_a_time_is_on_trial(divided, now):
    with tenant_context(divided.organization.pk):
        begin(divided, now)
        with pytest.raises(actions.TrialUnderWay):
            begin(divided, now)


def test_switch_over_keeps_the_past_as_it_was_shown_and_tells_no_news(divided, now):
    with tenant_context(divided.organization.pk):
        actions.set_weights(
            weights={"economic": 90, "technical": 5, "end_user": 5}, by=divided.by, now=now - timedelta(days=1)
        )
        divided.count(now - timedelta(hours=2))
        version = count_past(begin(divided, now - timedelta(hours=1)), now - timedelta(hours=1))
        shown, told = kept(shown=True), Event.objects.filter(kind="index.changed").count()
        then = [
            (one.day, one.value) for one in queries.history(divided.client.pk, now=now, as_known=queries.Known.THEN)
        ]

        actions.switch_over(version=version, by=divided.by, now=now)
        actions.switch_over(version=version, by=divided.by, now=now)
        facts = divided.count(now + timedelta(hours=1))

        assert facts.mood < 20
        assert Event.objects.filter(kind="index.changed").count() == told
        assert [row for row in kept(shown=True) if row[2] == 1] == shown
        later = queries.history(divided.client.pk, now=now + timedelta(hours=1), as_known=queries.Known.THEN)
        assert [(one.day, one.value) for one in later][:-1] == then[:-1]
        assert later[-1].value < 20 < then[-1][1]
        as_now = {one.day: one.value for one in queries.history(divided.client.pk, now=now + timedelta(hours=1))}
        assert as_now[then[1][0]] < then[1][1]
        assert not IndexWeights.objects.filter(replaced_at=None).exists()
        assert AuditEntry.objects.filter(action="index_version.adopted").count() == 1


def test_waterfall_over_a_switch_names_it_and_adds_up(divided, now):
    with tenant_context(divided.organization.pk):
        version = count_past(begin(divided, now, economic=40, technical=35, end_user=25, answer_days=5), now)
        actions.switch_over(version=version, by=divided.by, now=now)

        told = queries.waterfall(divided.client.pk, start=now - timedelta(days=2), end=now, now=now)

        assert Cause.VERSION in [step.cause for step in told.steps]
        assert told.begins + sum(step.points for step in told.steps) == told.ends == told.end.value
        alike = queries.waterfall(
            divided.client.pk, start=now - timedelta(days=2), end=now, now=now, as_known=queries.Known.NOW
        )
        assert Cause.VERSION not in [step.cause for step in alike.steps]


def test_days_between_trial_and_switch_are_counted_and_what_is_said_later_is_news(divided, now):
    with tenant_context(divided.organization.pk):
        version = count_past(begin(divided, now - timedelta(days=7)), now - timedelta(days=7))
        divided.answer(2, role="end_user", days_ago=4)
        divided.count(now - timedelta(days=4))
        actions.switch_over(version=version, by=divided.by, now=now)
        divided.count(now)
        between = queries.calendar().day(now - timedelta(days=4))
        assert [(row[2], row[3]) for row in kept(day=between)] == [(1, True), (version.number, False)]

        divided.answer(10, role="end_user")
        told = Event.objects.filter(kind="index.changed").count()
        divided.count(now + timedelta(hours=1))
        assert Event.objects.filter(kind="index.changed").count() == told + 1


def test_history_that_is_imported_after_a_switch_is_shown(divided, now):
    with tenant_context(divided.organization.pk):
        version = count_past(begin(divided, now), now)
        actions.switch_over(version=version, by=divided.by, now=now)
        divided.count(now)
        divided.answer(9, days_ago=300, known_ago=0)
        pipeline.process_history(client_ids=[divided.client.pk], now=now + timedelta(hours=1))
        first = IndexSnapshot.objects.earliest("day")
        assert (first.version, first.shown) == (version.number, True)


def test_what_is_confided_later_leaves_the_days_of_every_version(house, now):
    from tests.feedback.happiness_index.conftest import amend

    with tenant_context(house.organization.pk):
        response = house.answer(0, days_ago=5)
        house.count(now - timedelta(days=1))
        version = count_past(begin(house, now), now)
        assert IndexSnapshot.objects.filter(version=version.number, value__isnull=False).exists()
        amend(response, 0, now=now, confidentiality="leadership")
        house.count(now)
        assert not IndexSnapshot.objects.filter(value__isnull=False).exclude(contributions=[]).exists()


def test_pages_lead_from_numbers_to_the_switch(client_of, cast, divided, now):
    browser = client_of(cast.alice)
    with tenant_context(cast.north.pk):
        divided.answer(9, role="economic", days_ago=100)  # months to compare
        divided.count()
    typed = {"title": "Users first", **{role: str(one) for role, one in USERS.items()}, **LIVES}
    assert "Together they make 101" in words(browser.post(address("index-version-new"), typed | {"technical": "1"}))
    page = browser.post(address("index-version-new"), typed, follow=True)
    assert "The past is being counted" in words(page)
    assert "Another version is on trial" in words(browser.post(address("index-version-new"), typed))
    jobs.drain(queue=actions.VERSIONS, now=versioning.clock.real_now)
    with tenant_context(cast.north.pk):
        version = IndexVersion.objects.get()
    page = words(browser.get(address("index-version", version_id=version)))
    assert "1 client changes band." in page
    assert "Nordwerk" in page
    answer = browser.get(address("index-version-client", version_id=version, client_id=divided.client))
    compared = html.unescape(answer.content.decode())
    assert re.search(r"today: \d\d\.\d by the version in use, \d\d\.\d by “Users first”", compared)

    assert "Switched over." in words(browser.post(address("index-version-switch", version_id=version), follow=True))
    assert "Users first" in words(browser.get(address("index-versions")))
    assert "You count by a version of your own" in words(browser.get(address("index-formula")))
    with tenant_context(cast.north.pk):
        assert queries.in_use().version == version.number
    with tenant_context(cast.south.pk):
        assert queries.in_use().version == 1


def test_pages_need_the_right_and_hide_other_houses(client_of, cast, divided, now):
    with tenant_context(cast.north.pk):
        version = begin(divided, now)
    for name, rows in (("index-versions", {}), ("index-version-new", {}), ("index-version", {"version_id": version})):
        assert client_of(cast.carol).get(address(name, **rows)).status_code == 403
        assert client_of(cast.mallory).get(address(name, **rows)).status_code == 404
    for name in ("index-version-stop", "index-version-switch"):
        assert client_of(cast.carol).post(address(name, version_id=version)).status_code == 403
