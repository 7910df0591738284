import pytest
from django.urls import reverse

from accounts.audit.models import AuditEntry
from accounts.clients.models import Segment
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.coverage import queries
from feedback.coverage.models import CoverageTarget
from feedback.coverage.rules import Target

pytestmark = pytest.mark.django_db
TYPED = {
    "economic_people": "1",
    "economic_days": "60",
    "technical_people": "2",
    "technical_days": "90",
    "end_user_people": "3",
    "end_user_days": "30",
}
WANTED = {"economic": Target(1, 60), "technical": Target(2, 90), "end_user": Target(3, 30)}


def address(name, **rows):
    return reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in rows.items()}})


def test_house_sets_targets_and_the_share_of_revenue(client_of, cast) -> None:
    browser = client_of(cast.alice)
    assert 'value="80"' in browser.get(address("coverage-targets")).content.decode()

    answer = browser.post(address("coverage-targets"), TYPED | {"revenue_heard_goal": "70"}, follow=True)

    assert "Saved." in answer.content.decode()
    with tenant_context(cast.north.pk):
        assert queries.targets_in() == WANTED
        assert Organization.objects.get().revenue_heard_goal == 70
        assert AuditEntry.objects.filter(action="coverage_target.set").count() == 3
    with tenant_context(cast.south.pk):
        assert queries.targets_in() == dict.fromkeys(WANTED, Target(1, 90))


def test_house_rejects_what_nobody_can_keep_and_keeps_what_was_typed(client_of, cast) -> None:
    typed = TYPED | {"revenue_heard_goal": "70", "economic_days": "3", "technical_people": "0"}

    answer = client_of(cast.alice).post(address("coverage-targets"), typed)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "2 fields need a correction" in text
    assert 'value="30"' in text
    with tenant_context(cast.north.pk):
        assert not CoverageTarget.objects.exists()


def test_segment_has_targets_of_its_own_until_they_are_dropped(client_of, cast, now) -> None:
    with tenant_context(cast.north.pk):
        segment = Segment.objects.create(name="Key accounts", created_at=now)
    browser = client_of(cast.alice)
    page = address("coverage-of-segment", segment_id=segment)

    text = browser.post(page, TYPED, follow=True).content.decode()
    assert "Key accounts" in text
    assert "2 people / 90 days" in " ".join(text.split())
    assert "Drop these targets" in browser.get(page).content.decode()
    browser.post(address("coverage-of-segment-removal", segment_id=segment))

    assert "Drop these targets" not in browser.get(page).content.decode()
    with tenant_context(cast.north.pk):
        assert not CoverageTarget.objects.exists()


def test_client_has_targets_of_its_own_until_they_are_dropped(client_of, cast, nordwerk) -> None:
    browser = client_of(cast.alice)

    assert browser.post(address("coverage-of-client", client_id=nordwerk), TYPED).status_code == 302
    with tenant_context(cast.north.pk):
        assert queries.targets_of([nordwerk.pk])[nordwerk.pk] == WANTED
    assert "Nordwerk" in browser.get(address("coverage-targets")).content.decode()
    browser.post(address("coverage-of-client-removal", client_id=nordwerk))

    with tenant_context(cast.north.pk):
        assert queries.targets_of([nordwerk.pk])[nordwerk.pk] == {}


@pytest.mark.parametrize("name", ["coverage-targets", "coverage-of-client"])
def test_pages_need_the_right_and_hide_other_houses(client_of, cast, nordwerk, name) -> None:
    page = address(name, **({"client_id": nordwerk} if name == "coverage-of-client" else {}))

    assert client_of(cast.carol).get(page).status_code == 403
    assert client_of(cast.mallory).get(page).status_code == 404
