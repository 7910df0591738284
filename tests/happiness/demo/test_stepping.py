"""Days that pass in a demo company: what is asked is answered, bad answers raise alerts, and the digest comes."""

from datetime import timedelta

import pytest

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.clients.models import Position
from accounts.jobs import actions as jobs
from accounts.mail.letters import DIGEST
from accounts.mail.models import LetterIssue
from accounts.organizations.models import Organization, User
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import organization_id_of
from feedback.alerts.models import Alert
from feedback.invitations import actions as invitations
from feedback.invitations.models import Invitation
from feedback.responses.models import Response
from feedback.surveys.models import SurveyVersion
from happiness.demo import actions, queries, stepping
from journeys.cases.models import Case

pytestmark = pytest.mark.django_db


def live() -> None:
    """Do what workers do, until no day is left; each look is a few seconds later."""
    for look in range(80):
        later = timedelta(seconds=5 * look)
        jobs.drain_all(now=lambda later=later: clock.real_now() + later)
        with house():
            if not stepping.waiting():
                break


def house():
    return tenant_context(organization_id_of("pivnich-soft"))


@pytest.fixture
def visitor(client, now):
    actions.seed(password="correct horse battery", now=now)
    client.force_login(User.objects.get(email="iryna@pivnich.example"))
    return client


def test_a_week_is_lived_day_by_day(visitor, now):
    with house():
        version = SurveyVersion.objects.filter(survey__name="Стосунки з клієнтом").order_by("-number")[0]
        asked = [
            invitations.invite(
                contact=one.contact,
                client=one.client,
                version=version,
                role="technical",
                by=one.client.manager,
                now=now,
            )[0]
            for one in _places()
        ]
    begun = visitor.post("/o/pivnich-soft/demo/clock/", {"days": "7"})
    with house():
        assert stepping.waiting() == 7
        begun_on = clock.now().date()
    live()

    assert begun.status_code == 302
    with house():
        assert stepping.waiting() == 0
        assert begun_on == (now + timedelta(days=1)).date()
        assert clock.now().date() == (now + timedelta(days=7)).date()
        answered = Response.objects.filter(invitation_id__in=[one.pk for one in asked])
        assert len({one.happened_at.date() for one in answered}) > 1
        assert answered.count() > len(asked) / 2
        assert answered.filter(has_words=True).exists()
        assert LetterIssue.objects.filter(kind=DIGEST.name).exists()
        assert AuditEntry.objects.filter(action="organization.clock_stepped").count() == 7 * len(stepping.STOPS)
        low = answered.filter(nps__lte=4)
        assert low.exists() == Case.objects.filter(opened_at__gt=now).exists()
        assert Alert.objects.filter(raised_at__gt=now).exists()
        seen = queries.days(zone="Europe/Kyiv", now=clock.now())
        assert sum(day.answered for day in seen) >= answered.count()
        # Who has a page of their own is the visitor's.
        assert {row.contact.name for row in Invitation.objects.filter(answered_at=None)} >= {
            "Олена Рибчук",
            "Марат Ким",
        }
    with tenant_context(organization_id_of("harbor-instruments")):
        assert clock.offset() == timedelta(0)


def _places():
    rows = Position.objects.filter(left_on=None, client__archived_at=None, contact__lines=None)
    return rows.select_related("contact", "client__manager").order_by("contact__name")[:16]


def test_a_real_house_has_no_demo_pages(cast, client_of):
    alice = client_of(cast.alice)
    for path, post in (("demo/", False), ("demo/clock/", True), ("demo/tour/", True)):
        answer = alice.post(cast.alice.url(path), {"days": "7"}) if post else alice.get(cast.alice.url(path))
        assert answer.status_code == 404
    assert "demo/tour" not in alice.get(cast.alice.url("")).content.decode()
    with tenant_context(cast.north.pk):
        assert Organization.objects.get().clock_offset == timedelta(0)


def test_tour_leads_through_the_main_job_and_is_taken_up_where_it_was_closed(visitor):
    def go(step):
        return visitor.post("/o/pivnich-soft/demo/tour/", {"step": step}, follow=True)

    assert "demo/tour/" in visitor.get("/o/pivnich-soft/").content.decode()
    pages = [go(str(number)).request["PATH_INFO"].removeprefix("/o/pivnich-soft/") for number in range(1, 8)]
    assert [page.split("/")[0] for page in pages] == ["", "clients", "alerts", "signals", "coverage", "digests", "demo"]
    assert all(len(page.split("/")) > 2 for page in pages[1:4])  # one client, one alert, one case
    third = go("3").content.decode()
    assert 'name="step" value="4"' in third
    assert 'name="step" value="2"' in third
    closed = go("0").content.decode()
    assert 'name="step" value="3"' in closed
    assert 'name="step" value="4"' not in closed
    assert go("nonsense").status_code == 200


def test_demo_page_follows_while_days_pass(visitor):
    page = "/o/pivnich-soft/demo/"
    assert "hx-trigger" not in visitor.get(page).content.decode().partition("demo-days")[2]
    visitor.post(f"{page}clock/", {"days": "7"})
    with house():
        stood = clock.offset()
    part = visitor.get(page, headers={"hx-request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="demo-days"')
    assert 'hx-trigger="load delay:2s"' in part
    again = visitor.post(f"{page}clock/", {"days": "1"})
    assert again.status_code == 302
    with house():
        assert clock.offset() == stood > timedelta(0)
