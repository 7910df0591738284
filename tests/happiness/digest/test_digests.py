"""The weekly digest: once for each reader and week, at their hour, of frozen numbers, for their eyes alone."""

import re
import zoneinfo
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.clients.models import ClientFacts
from accounts.jobs import actions as jobs
from accounts.mail import render
from accounts.mail.models import LetterIssue, OutgoingEmail
from accounts.organizations.models import DigestPreference, Employee, Organization
from accounts.tenancy.context import tenant_context
from feedback.interactions.models import Promise
from happiness.digest import actions, due
from journeys.decisions import actions as decisions
from journeys.decisions.models import Decision
from tests.factories.accounts import a_client
from tests.happiness.conftest import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday(now):
    """Eight o'clock in Kyiv on a Monday, two weeks on."""
    day = local(now) + timedelta(days=14 - local(now).weekday())
    return datetime(day.year, day.month, day.day, 8, tzinfo=zoneinfo.ZoneInfo("Europe/Kyiv")).astimezone(UTC)


def send(cast, moment):
    with tenant_context(cast.north.pk):
        return actions.send_due(now=moment)


def letters(cast):
    with tenant_context(cast.north.pk):
        return list(OutgoingEmail.objects.filter(letter="digest").order_by("created_at", "to_address"))


def written(cast, to):
    """Return the letter as its reader sees it."""
    row = next(row for row in letters(cast) if row.to_address == f"{to}@north.example")
    with tenant_context(cast.north.pk):
        return render.written(row)


def readers(cast):
    return [row.to_address for row in letters(cast)]


def prefer(person, **values):
    with tenant_context(person.organization.pk):
        preference = DigestPreference(employee=person.employee, **values)
        actions.save_preference(preference=preference, by=person.employee, now=datetime.now(UTC))  # noqa: TID251 the trail's time


def ask_bob(cast, now, question, *, days=7, **fields):
    with tenant_context(cast.north.pk):
        row = Decision(
            question=question, asked_of=cast.bob.employee, due_on=local(now) + timedelta(days=days), **fields
        )
        return decisions.ask(decision=row, by=cast.carol.employee, now=now)


def link_of(row):
    with tenant_context(row.organization_id):
        return decisions.url_of(row)


def test_top_management_reads_it_on_monday_at_eight_and_once(cast, busy, monday):
    assert send(cast, monday - timedelta(minutes=1)) == 0
    assert send(cast, monday) == 2
    assert send(cast, monday) == 0
    assert send(cast, monday + timedelta(days=6, hours=15)) == 0

    assert readers(cast) == ["alice@north.example", "bob@north.example"]
    assert send(cast, monday + timedelta(days=7)) == 2


def test_reader_chooses_day_hour_and_zone(cast, busy, monday):
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.bob.employee.pk).update(time_zone="America/New_York")
    prefer(cast.bob, weekday=3, hour=17)
    prefer(cast.alice, is_wanted=False)
    day = local(monday) + timedelta(days=2)
    due = datetime(day.year, day.month, day.day, 17, tzinfo=zoneinfo.ZoneInfo("America/New_York"))

    assert send(cast, due - timedelta(minutes=1)) == 0
    assert send(cast, due) == 1
    assert readers(cast) == ["bob@north.example"]


def test_pause_ends_by_itself(cast, busy, monday):
    prefer(cast.alice, is_wanted=False)
    prefer(cast.bob, paused_until=local(monday) + timedelta(days=1))

    assert send(cast, monday) == 0
    assert send(cast, monday + timedelta(days=1)) == 1  # later in the week: this week's issue


def test_late_worker_sends_this_weeks_and_no_former_ones(cast, busy, monday):
    assert send(cast, monday + timedelta(days=17)) == 2

    with tenant_context(cast.north.pk):
        assert {row.period for row in LetterIssue.objects.all()} == {local(monday) + timedelta(days=14)}


def test_timetable_sends_through_the_ledger(cast, busy, monday):
    actions.request_digests(now=monday)
    jobs.drain(queue=actions.QUEUE, now=lambda: monday + timedelta(seconds=1))
    actions.request_digests(now=monday + timedelta(minutes=5))
    jobs.drain(queue=actions.QUEUE, now=lambda: monday + timedelta(minutes=6))

    assert readers(cast) == ["alice@north.example", "bob@north.example"]


def test_failing_digest_holds_up_no_other(cast, busy, monday, caplog):
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.bob.employee.pk).update(time_zone="Nowhere/Land")

    assert send(cast, monday) == 1
    assert readers(cast) == ["alice@north.example"]
    assert "a digest could not be written" in caplog.text


def test_digest_that_does_not_come_is_told_of(client_of, cast, busy, monday, now):
    with tenant_context(cast.north.pk):
        assert due.missed(now=monday + timedelta(hours=6)) == []
        assert sorted(due.missed(now=monday + timedelta(hours=7))) == ["Alice Ahlberg", "Bob Berg"]
        Organization.objects.update(is_demo=True, clock_offset=monday + timedelta(hours=7) - now)
    page = cast.dave.url("digests/")

    assert "should have come hours ago" in client_of(cast.dave).get(page).content.decode()
    assert "should have come" not in client_of(cast.carol).get(cast.carol.url("digests/")).content.decode()
    assert send(cast, monday + timedelta(hours=7)) == 2
    assert "should have come" not in client_of(cast.dave).get(page).content.decode()


def test_digest_tells_what_pages_tell_and_stays_as_it_was(client_of, cast, busy, monday, now):
    send(cast, monday)
    with tenant_context(cast.north.pk):
        issue = LetterIssue.objects.get(employee_id=cast.alice.employee.pk)
        ClientFacts.objects.update(mood=10)
    content = issue.content

    assert content["index"] == 69.2  # the mean of 31, 70, 60, 90, 95
    assert content["attention"]["rows"][0]["name"] == "Unhappy"
    assert content["money"]["known"] == 281_000
    page = client_of(cast.alice).get(cast.alice.url(f"digests/{issue.pk}/"))
    assert page.status_code == 200
    assert ">69<" in page.content.decode()
    assert "Unhappy" in page.content.decode()


def test_two_decisions_stand_first_and_the_rest_waits(client_of, cast, busy, monday, now):
    dear = ask_bob(
        cast, now, "Dear", client=busy["Unhappy"], amount=Decimal(64_000), details="The third act is late.", days=90
    )
    for name, amount in (("Middle", 5_000), ("Cheap", 10), ("None", None)):
        ask_bob(cast, now, name, amount=amount and Decimal(amount), days=90)
    send(cast, monday)
    letter = written(cast, "bob")

    assert "4 decisions wait for you" in letter.subject
    assert (
        letter.text.index("* Dear, €64k") < letter.text.index("* Middle, €5k") < letter.text.index("2 more wait: http")
    )
    assert "Cheap" not in letter.text
    assert f"I call them myself: {link_of(dear)}?c=call" in letter.text
    assert f'href="{link_of(dear)}?c=delegate"' in letter.html
    assert "decisions wait" not in written(cast, "alice").subject
    with tenant_context(cast.north.pk):
        issue = LetterIssue.objects.get(employee_id=cast.bob.employee.pk)
        decisions.answer(decision=dear, choice="approve", way=Decision.Way.LINK, now=monday)
    assert issue.content["decisions"]["rows"][0]["score"] == 31
    assert "/d/" not in str(issue.content)  # a link is made for a letter and kept nowhere else
    page = client_of(cast.bob).get(cast.bob.url(f"digests/{issue.pk}/")).content.decode()
    assert "Decided: <span" in page
    assert page.count("?c=call") == 1


def test_money_goes_to_those_who_may_see_it(cast, busy, monday):
    prefer(cast.carol, is_wanted=True)
    send(cast, monday)

    bobs, carols = written(cast, "bob").text, written(cast, "carol").text
    assert "€" in bobs
    assert "€" not in carols
    assert "Money at risk" not in carols


def test_managers_digest_is_about_their_own_clients(cast, busy, monday):
    prefer(cast.bob, whose="mine")
    send(cast, monday)

    with tenant_context(cast.north.pk):
        content = LetterIssue.objects.get(employee_id=cast.bob.employee.pk).content
    assert content["clients"] == 1
    assert content["index"] is None  # one client makes no number


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_letter_is_short_and_whole_in_every_language(cast, busy, monday, language, now):
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.bob.employee.pk).update(language=language)
        due = local(monday) - timedelta(days=3)
        for number in range(3):
            Promise.objects.create(
                client=busy["Fine"],
                text="x",
                owner=cast.bob.employee,
                due_on=due + timedelta(days=number),
                created_at=now,
            )
    for number in range(3):
        question = f"{number}: shall we send an engineer to Lviv for a whole week before the launch of the second line?"
        known = "The line stood twice in October, and the client counts the hours. " * 3
        ask_bob(cast, now, question, details=known, client=busy["Unhappy"], amount=Decimal(64_000), days=90)
    send(cast, monday)
    letter = written(cast, "bob")

    words = [word for word in re.findall(r"[\w’'-]+", re.sub(r"https?://\S+", "", letter.text)) if not word.isdigit()]
    assert len(words) <= 190
    assert len(letter.html.encode()) <= 40_000
    assert "<img" not in letter.html
    assert "69" in letter.subject
    assert "Unhappy" in letter.text
    assert ("3 promises are late." in letter.text) is (language == "en")
    assert "%(" not in letter.text + letter.html + letter.subject


def test_quiet_week_is_two_lines(cast, monday, now):
    with tenant_context(cast.north.pk):
        for number in range(5):
            client = a_client(f"Calm {number}", by=cast.alice.employee, now=now)
            facts = {"mood": 80, "last_heard_at": monday, "lacks_economic": False, "lacks_technical": False}
            ClientFacts.objects.filter(client=client).update(**facts, lacks_end_user=False)
    send(cast, monday)
    letter = written(cast, "alice")

    assert "nothing needs you" in letter.subject
    assert "Nothing needs you this week." in letter.text
    assert "Where your clients are" not in letter.text


def test_house_without_a_client_gets_a_digest_that_says_so(cast, monday):
    send(cast, monday)

    assert "It is too early for a number" in written(cast, "alice").text


def test_nobody_reads_anothers_issue(client_of, cast, busy, monday):
    send(cast, monday)
    with tenant_context(cast.north.pk):
        issue = LetterIssue.objects.get(employee_id=cast.alice.employee.pk)

    for person in (cast.bob, cast.carol):
        assert client_of(person).get(person.url(f"digests/{issue.pk}/")).status_code == 404
    assert client_of(cast.mallory).get(cast.mallory.url(f"digests/{issue.pk}/")).status_code == 404
    assert client_of(cast.mallory).get(cast.alice.url(f"digests/{issue.pk}/")).status_code == 404


def test_archive_shows_own_issues_and_who_got_it_to_those_who_look_after_letters(client_of, cast, busy, monday):
    send(cast, monday)

    mine, hers = (client_of(person).get(person.url("digests/")).content.decode() for person in (cast.bob, cast.carol))
    assert mine.count("index 69") == 1
    assert "Who got it" not in mine
    assert "No digest has come yet" in hers
    assert "Bob Berg" in client_of(cast.dave).get(cast.dave.url("digests/")).content.decode()


def test_preference_is_kept_audited_and_shown_when_wrong(client_of, cast):
    browser, url = client_of(cast.carol), cast.carol.url("digests/settings/")
    good = {"is_wanted": "on", "weekday": "5", "hour": "16", "whose": "mine", "paused_until": ""}

    assert browser.post(url, good | {"hour": "25"}).status_code == 422
    assert browser.post(url, good).status_code == 302
    assert browser.post(url, good | {"hour": "9"}).status_code == 302
    with tenant_context(cast.north.pk):
        row = DigestPreference.objects.get(employee=cast.carol.employee)
        assert (row.is_wanted, row.weekday, row.hour, row.whose) == (True, 5, 9, "mine")
        assert AuditEntry.objects.filter(action="digest.preferred").count() == 2


def test_sample_comes_at_once_and_is_no_issue(client_of, cast, busy, monday):
    assert client_of(cast.carol).post(cast.carol.url("digests/sample/")).status_code == 302

    assert readers(cast) == ["carol@north.example"]
    with tenant_context(cast.north.pk):
        assert not LetterIssue.objects.exists()


def test_queries_do_not_grow_with_clients(cast, busy, monday, now):
    counts = []
    for more in (0, 10):
        with tenant_context(cast.north.pk):
            for number in range(more):
                client = a_client(f"More {number}", by=cast.alice.employee, now=now)
                ClientFacts.objects.filter(client=client).update(mood=20, revenue=Decimal(10))
            LetterIssue.objects.all().delete()
            with CaptureQueriesContext(connection) as asked:
                actions.send_due(now=monday)
        counts.append(len(asked))
    assert counts[0] == counts[1]
