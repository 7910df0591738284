"""What departments owe, and what was ruled: told, reminded, escalated, shown on the case."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.clients.models import ClientFacts
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.organizations.models import Department
from accounts.tenancy.context import tenant_context
from feedback.interactions.actions import Said
from feedback.interactions.models import Visibility
from journeys.cases import actions as cases
from journeys.cases.actions import Heard
from journeys.initiatives import actions, queries
from journeys.initiatives.models import Ruling
from tests.happiness.conftest import local

pytestmark = pytest.mark.django_db
ARBITER = "/o/north/arbiter/"


@pytest.fixture
def led(path, cast):
    """Let Carol lead accounting."""
    with tenant_context(path.organization.pk):
        Department.objects.filter(pk=path.accounting.pk).update(lead=cast.carol.employee)
    return path


def complaint(path, client, now, *, visibility=Visibility.TEAM, talk=None):
    """Return a case that accounting has to mend, heard in a talk."""
    heard = Heard(
        origin=f"hand:{client.pk}:{visibility}", client=client, topic=f"t:{client.pk}", heard_at=now, interaction=talk,
        visibility=visibility,
    )  # fmt: skip
    case = cases.hear(heard, by=path.by, now=now, title="The act is late", owner=path.by)
    values = {"cause": None, "promised_on": None, "whys": ""}
    return cases.name_cause(case=case, department=path.accounting, **values, by=path.by, now=now)


def owed(path, now):
    """Let two clients wait for accounting: one of them with a promise that is late, and one in confidence."""
    with tenant_context(path.organization.pk):
        acme, beta, gamma = (
            path.client(name, revenue=money) for name, money in (("Acme", 700), ("Beta", None), ("Gamma", 9))
        )
        said = Said(promise="Send the act", promise_owner=path.by, promise_due=(now - timedelta(days=2)).date())
        talk = path.talk(acme, 20, days_ago=9, said=said)
        path.talk(beta, 25, days_ago=1, said=Said(promise="Next", promise_owner=path.by, promise_due=local(now)))
        path.talk(
            gamma,
            25,
            visibility=Visibility.LEADERSHIP,
            said=Said(promise="X", promise_owner=path.by, promise_due=local(now)),
        )
        complaint(path, gamma, now, visibility=Visibility.LEADERSHIP)
        return complaint(path, acme, now - timedelta(days=5), talk=talk)


def test_debts_are_counted_by_place_and_what_is_confided_is_not(led, now, client_of, cast):
    owed(led, now)
    with tenant_context(led.organization.pk):
        (found,) = queries.debts(now=now, today=local(now))
        (row,) = found.rows
        assert (row.touchpoint, row.cases, row.late_cases, row.promises, row.late_promises) == (led.acts, 1, 1, 2, 1)
        assert (row.clients, row.revenue, row.revenue_unknown, row.late) == (2, 700, 1, 2)
        assert (now - row.since).days in {8, 9}

    shown = client_of(cast.dave).get(ARBITER).content.decode()

    assert "Acts and invoices" in shown
    assert "€700" in shown
    assert "€700" not in client_of(cast.carol).get(ARBITER).content.decode()
    page = client_of(cast.dave).get(f"{ARBITER}{led.accounting.pk}/").content.decode()
    assert all(words in page for words in ("The act is late", "Send the act", "Next", "Make a plan"))
    assert "Gamma" not in page
    assert client_of(cast.mallory).get(f"/o/south/arbiter/{led.accounting.pk}/").status_code == 404
    form = client_of(cast.dave).get(f"/o/north/initiatives/new/?from=debts&dept={led.accounting.pk}").context["form"]
    assert (form["problem"].value(), form["metric"].value()) == ("1 complaint is open. 1 promise is late.", "kept")
    with tenant_context(led.organization.pk):
        ClientFacts.objects.update(state="archived")
        assert queries.debts(now=now, today=local(now)) == []


def test_ruling_on_a_case_is_told_reminded_escalated_and_kept(led, now, client_of, cast, mailbox):
    case = owed(led, now)
    browser, day = client_of(cast.bob), local(now) + timedelta(days=1)
    form = f"/o/north/rulings/new/?case={case.label}"
    assert browser.get(form).context["form"]["department"].value() == led.accounting.pk
    data = {"what": "Send the act, and name who signs", "department": led.accounting.pk, "due_on": day.isoformat()}
    assert browser.post(form, {**data, "due_on": "2020-01-01"}).status_code == 422
    assert browser.post(form, data).status_code == 302

    (told,) = mailbox.to("carol@north.example")
    assert "until" in told["Subject"]
    assert "Send the act, and name who signs" in told.get_body(("plain",)).get_content()
    assert "Send the act, and name who signs" in browser.get(f"/o/north/signals/{case.label}/").content.decode()
    for due_on in (day, day, local(now) - timedelta(days=1), local(now) - timedelta(days=1)):
        with tenant_context(led.organization.pk):
            Ruling.objects.update(due_on=due_on)
        actions.request_reminders(now=now)
        jobs.drain(queue=actions.RULINGS, now=lambda: now)
    subjects = [one["Subject"] for one in mailbox.to("carol@north.example")]
    assert len(subjects) == 3
    assert subjects[2].startswith("Late: Accounting")
    leaders = [mailbox.to(f"{name}@north.example") for name in ("alice", "bob")]
    assert [[one["Subject"] for one in each if "late with what was ruled" in one["Subject"]] for each in leaders] == [
        ["Accounting is late with what was ruled"]
    ] * 2
    with tenant_context(led.organization.pk):
        ruling = Ruling.objects.get()
        assert ruling.late_at
    keep = f"/o/north/rulings/{ruling.pk}/keeping/"
    assert client_of(cast.erin).post(keep).status_code == 403
    client_of(cast.carol).post(keep, {"note": "Signed by two from now on"})
    client_of(cast.carol).post(keep, {"note": "Again"})
    with tenant_context(led.organization.pk):
        assert (Ruling.objects.get().note, queries.open_rulings().count()) == ("Signed by two from now on", 0)
        found = Event.objects.filter(kind__startswith="ruling.", client_id=case.client_id).values_list(
            "kind", flat=True
        )
        assert sorted(found) == ["ruling.kept", "ruling.late", "ruling.made"]
        assert AuditEntry.objects.filter(action="ruling.kept").count() == 1
    assert "was kept already" in browser.post(f"/o/north/rulings/{ruling.pk}/withdrawal/", follow=True).content.decode()


def test_ruling_needs_a_right_a_lead_and_a_case_that_all_may_read(path, now, client_of, cast):
    with tenant_context(path.organization.pk):
        sealed = complaint(path, path.client("Acme"), now, visibility=Visibility.LEADERSHIP)
    assert client_of(cast.carol).get("/o/north/rulings/new/").status_code == 403
    assert "No department has a lead" in client_of(cast.alice).get("/o/north/rulings/new/").content.decode()
    assert client_of(cast.alice).get(f"/o/north/rulings/new/?case={sealed.label}").status_code == 404
    assert "Rule who owes what" not in client_of(cast.alice).get(f"/o/north/signals/{sealed.label}/").content.decode()


def test_pages_ask_as_much_for_three_as_for_one(led, now, client_of, cast):
    browser, counts = client_of(cast.alice), []
    for number in (1, 3):
        with tenant_context(led.organization.pk):
            for one in range(number):
                client = led.client(f"Client {number} {one}", revenue=5)
                said = Said(promise="Act", promise_owner=led.by, promise_due=local(now))
                case = complaint(led, client, now, talk=led.talk(client, 20, said=said))
                ruling = Ruling(
                    what="Send it",
                    department=led.accounting,
                    touchpoint=led.acts,
                    case=case,
                    lead=led.by,
                    due_on=local(now),
                )
                actions.make(ruling=ruling, by=led.by, now=now)
        for page in (ARBITER, f"{ARBITER}{led.accounting.pk}/"):
            browser.get(page)
            with CaptureQueriesContext(connection) as found:
                assert browser.get(page).status_code == 200
            counts.append(len(found))

    assert counts[:2] == counts[2:]
