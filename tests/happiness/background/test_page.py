"""The page of background work: an organization's own part of the ledger, and the installation's clockwork."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.jobs import actions as jobs
from accounts.jobs import registry
from accounts.jobs.models import Heartbeat, Job
from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail, State
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from happiness import schedule
from happiness.background import said
from tests.cast import Person

MINUTE = timedelta(minutes=1)


@pytest.fixture
def open_page(client_of):
    def get(person: Person, code: int = 200) -> str:
        response = client_of(person).get(person.url("settings/background/"))
        assert response.status_code == code
        return " ".join(response.content.decode().partition("<main")[2].split())

    return get


@pytest.fixture
def in_time(db, now):
    for entry in schedule.TIMETABLE:
        jobs.run_recurring(name=entry.name, every=entry.every, action=entry.action, now=now)
    Job.objects.all().delete()


def fail(organization, now, **values) -> Job:
    """Write a job of an organization that has failed."""
    kept = {
        "queue": "seal_audit",
        "run_at": now + MINUTE,
        "last_error": "KeyError",
        "attempts": 3,
        "failing_since": now,
    }
    return Job.objects.create(organization_id=organization.pk, subject_id=uuid7(), **kept | values)


def test_healthy_house_has_nothing_to_tell(cast, in_time, open_page):
    page = open_page(cast.alice)

    for words in ("Nothing waits", "Nothing failed", "Letters may leave"):
        assert words in page
    assert page.count("In time") == len(schedule.TIMETABLE)
    assert "Tell whoever runs this installation" not in page


def test_stopped_clockwork_is_said_with_what_to_do(cast, in_time, open_page, settings, now):
    settings.OPERATOR_EMAIL = "operator@house.example"
    Heartbeat.objects.filter(name="seal-audit").update(ran_at=now - 7 * MINUTE)
    Heartbeat.objects.filter(name="tidy-webhooks").delete()

    page = open_page(cast.dave)

    assert "The clockwork is late" in page
    assert "Tell whoever runs this installation (operator@house.example)" in page
    assert page.count("Late <") == 0
    assert len(re.findall(r"</svg>Late</span>", page)) == 2
    assert "not yet" in page


def test_recurring_work_that_fails_says_so(cast, in_time, open_page, now):
    with pytest.raises(ImportError):
        jobs.run_recurring(name="seal-audit", every=MINUTE, action="accounts.nowhere.at_all", now=now + MINUTE)

    page = open_page(cast.alice)

    assert "ModuleNotFoundError. It is tried again every second." in page


def test_queues_are_those_of_the_own_organization(cast, in_time, open_page, now):
    for _ in range(3):
        fail(cast.north, now)
    Job.objects.create(organization_id=cast.north.pk, queue="mail", subject_id=uuid7(), run_at=now - 2 * MINUTE)
    Job.objects.create(organization_id=cast.south.pk, queue="webhooks", subject_id=uuid7(), run_at=now)
    Job.objects.create(organization_id=jobs.INSTALLATION, queue="events", subject_id=uuid7(), run_at=now)

    page = open_page(cast.alice)

    rows = re.findall(r"<tr>.*?</tr>", page.partition('id="waiting"')[2].partition("</section>")[0])[1:]
    told = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    assert told == ["Letters 1 0 2 minutes", "Seals of the audit trail 3 3 nothing is due"]
    assert "Messages to webhooks" not in open_page(cast.alice)


def test_failed_work_is_tried_again_at_once(cast, in_time, client_of, open_page, now):
    job, foreign = fail(cast.north, now), fail(cast.south, now)
    assert "An error of the product (KeyError)." in open_page(cast.dave)

    answer = client_of(cast.dave).post(cast.dave.url(f"settings/background/{job.pk}/retry/"), follow=True)

    assert "It is tried again now." in answer.content.decode()
    job.refresh_from_db()
    foreign.refresh_from_db()
    assert job.run_at < now + MINUTE
    assert foreign.run_at == now + MINUTE
    with tenant_context(cast.north.pk):
        entry = AuditEntry.objects.get(action="job.tried_again")
    assert (entry.actor_id, entry.subject_id) == (cast.dave.employee.pk, job.pk)
    audit = client_of(cast.erin).get(cast.erin.url("settings/audit/")).content.decode()
    assert "had background work that failed tried again" in audit


def test_work_in_a_workers_hand_is_left_alone(cast, in_time, client_of, open_page, now):
    job = fail(cast.north, now, leased_until=now + MINUTE)
    assert "is being done" in open_page(cast.alice)

    answer = client_of(cast.alice).post(cast.alice.url(f"settings/background/{job.pk}/retry/"), follow=True)

    assert "Somebody is at it already." in answer.content.decode()
    job.refresh_from_db()
    assert job.run_at == now + MINUTE


def test_job_of_another_organization_and_one_that_is_done_are_not_there(cast, client_of, now):
    for job_id in (fail(cast.south, now).pk, uuid7()):
        assert client_of(cast.alice).post(cast.alice.url(f"settings/background/{job_id}/retry/")).status_code == 404


@pytest.mark.parametrize(
    ("queue", "error", "says"),
    [
        ("mail", "the hour's limit is reached", "the hour&#x27;s limit is reached"),
        ("mail", "the mail server is away: TimeoutError", "the mail server is away: TimeoutError"),
        ("webhooks", "503", "HTTP 503"),
        ("webhooks", "timeout", "No answer in time"),
        ("seal_audit", "<b>", "(&lt;b&gt;)"),
    ],
)
def test_reason_is_said_in_words(cast, in_time, open_page, now, queue, error, says):
    fail(cast.north, now, queue=queue, last_error=error)

    assert says in open_page(cast.alice)


def test_letter_that_failed_leads_to_its_page(cast, in_time, open_page, now):
    job = fail(cast.north, now, queue="mail")

    assert f'href="/o/north/settings/mail/{job.subject_id}/"' in open_page(cast.alice)


def test_state_of_the_mail_is_told(cast, in_time, open_page, settings, now):
    with tenant_context(cast.north.pk):
        mail.stop_sending(by=cast.alice.employee, now=now)
        row = mail.send("webhook_disabled", to="a@client.example", language="en", context={}, now=now)
        OutgoingEmail.objects.filter(pk=row.pk).update(state=State.HELD)
    settings.MAIL_MODE, settings.MAIL_RESTORED_AT = "staging", now

    page = open_page(cast.alice)

    for words in ("Stopped", "Staging", "The database was restored", "1 letter", "settings/mail/?state=held"):
        assert words in page
    assert "The database was restored" in open_page(cast.mallory)
    assert "settings/mail/?state=held" not in open_page(cast.mallory)


def test_letter_that_does_not_leave_is_an_alarm_for_its_own_organization(cast, in_time, open_page, now):
    Job.objects.create(organization_id=cast.north.pk, queue="mail", subject_id=uuid7(), run_at=now - 9 * MINUTE)

    assert "1 letter should have left and waits since" in open_page(cast.alice)
    assert "should have left" not in open_page(cast.mallory)


def test_long_list_of_failures_has_pages(cast, in_time, client_of, now):
    for number in range(51):
        fail(cast.north, now, run_at=now + number * MINUTE)
    client, address = client_of(cast.alice), cast.alice.url("settings/background/")

    page = client.get(address).content.decode()
    following = re.search(r'href="[^"]*\?(after=[^"]*)"', page)[1]

    assert page.count("KeyError") == 50
    assert client.get(f"{address}?{following}").content.decode().count("KeyError") == 1


def test_page_asks_the_database_the_same_for_one_failure_and_for_many(cast, in_time, client_of, now):
    client, address = client_of(cast.alice), cast.alice.url("settings/background/")
    fail(cast.north, now)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    fail(cast.north, now, queue="mail")
    fail(cast.north, now, queue="webhooks")

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


def test_page_is_for_administrators(cast, open_page, client_of, now):
    job = fail(cast.north, now)
    for person in (cast.bob, cast.carol, cast.erin):
        open_page(person, code=403)
        assert client_of(person).post(person.url(f"settings/background/{job.pk}/retry/")).status_code == 403
        assert "settings/background/" not in client_of(person).get(person.url("settings/people/")).content.decode()
    open_page(cast.dave)


def test_every_queue_and_every_recurring_job_has_a_title():
    assert set(registry.queues()) - said.QUEUES.keys() == set()
    assert {entry.name for entry in schedule.TIMETABLE} - said.RECURRING.keys() == set()


@pytest.mark.parametrize(
    ("every", "says"),
    [
        (timedelta(seconds=1), "every second"),
        (timedelta(seconds=90), "every 90 seconds"),
        (timedelta(minutes=1), "every minute"),
        (timedelta(minutes=5), "every 5 minutes"),
        (timedelta(hours=1), "every hour"),
        (timedelta(days=2), "every 2 days"),
    ],
)
def test_period_is_said_in_its_largest_unit(every, says):
    assert said.how_often(every) == says
