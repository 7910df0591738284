"""A bottleneck becomes a plan: prefilled, approved, begun, measured before and after, and ended."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.clients.actions import people_data
from accounts.clients.enums import Stage
from accounts.clients.models import Contact
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.interactions.actions import Said
from feedback.interactions.models import Promise
from journeys.initiatives import actions, queries
from journeys.initiatives.models import Figures, Initiative, InitiativeStep, Metric
from journeys.playbooks import actions as tasks
from journeys.playbooks.models import Task
from journeys.stages import actions as stages
from tests.factories.accounts import a_contact
from tests.happiness.conftest import local

pytestmark = pytest.mark.django_db
LIST = "/o/north/initiatives/"


def proposed(path, cast, now, **fields):
    """Return a plan about the place of the path, to be at 80 in ninety days."""
    with tenant_context(path.organization.pk):
        values = {
            "name": "Acts in two days", "stage": "long_term", "touchpoint": path.acts, "department": path.accounting,
            "owner": cast.carol.employee, "goal_to": Decimal(80), "goal_on": local(now) + timedelta(days=90),
        }  # fmt: skip
        return actions.create(initiative=Initiative(**{**values, **fields}), by=cast.alice.employee, now=now)


def begun(path, cast, now, **fields):
    row = proposed(path, cast, now, **fields)
    with tenant_context(path.organization.pk):
        actions.approve(initiative=row, by=cast.bob.employee, now=now)
        return actions.start(initiative=row, by=cast.carol.employee, now=now)


@pytest.mark.parametrize(
    ("fields", "page"),
    [
        ({}, "journey/?stage=long_term&amp;touchpoint="),
        ({"touchpoint": None, "department": None, "metric": Metric.DAYS}, "journey/stays/?stage=long_term"),
        ({"stage": "", "touchpoint": None, "metric": Metric.KEPT}, "board/promises/?period=year&amp;department="),
        ({"stage": "", "touchpoint": None}, "board/said/?period=year&amp;department="),
        ({"stage": "", "department": None}, "board/said/?period=year&amp;touchpoint="),
    ],
)
def test_plan_leads_to_what_its_figures_rest_on(path, client_of, cast, now, fields, page):
    row = proposed(path, cast, now, **fields)
    browser = client_of(cast.bob)

    shown = browser.get(f"{LIST}{row.pk}/").content.decode()
    link = re.search(r'href="([^"]+)">What it rests on', shown)[1]
    assert page in link
    assert browser.get(link.replace("&amp;", "&")).status_code == 200


def test_bottleneck_of_the_map_offers_a_plan_that_is_half_written(path, client_of, cast, now):
    with tenant_context(path.organization.pk):
        clients = [path.client(f"Client {one}", revenue=1000) for one in range(5)]
        for one in clients:
            path.talk(one, 30)
        promised = {"promise": "The act", "promise_owner": path.by, "promise_due": (now - timedelta(days=9)).date()}
        path.talk(clients[0], 30, days_ago=20, said=Said(**promised))
        Promise.objects.update(kept_at=now - timedelta(days=11))
    path.count()
    browser = client_of(cast.alice)
    shown = browser.get("/o/north/journey/").content.decode()
    link = f"?from=journey&amp;stage=long_term&amp;touchpoint={path.acts.pk}&amp;dept={path.accounting.pk}"
    assert link in shown
    assert "Make a plan" not in client_of(cast.carol).get("/o/north/journey/").content.decode()

    form = browser.get(f"{LIST}new/{link.replace('&amp;', '&')}").context["form"]

    first = {
        name: form[name].value() for name in ("name", "problem", "goal_from", "goal_to", "stake", "metric", "source")
    }
    assert first == {
        "name": "Acts and invoices, Accounting",
        "problem": "5 clients are unhappy here. Promises take 9.0 days, the standard is 2.",
        "goal_from": Decimal("30.0"), "goal_to": Decimal(65), "stake": Decimal(5000), "metric": "mood",
        "source": "journey",
    }  # fmt: skip
    assert form["owner"].value() == path.by.pk
    fields = {field.html_name: getattr(field.value(), "pk", field.value()) or "" for field in form}
    answer = browser.post(f"{LIST}new/", fields, follow=True)
    assert "The plan is proposed" in answer.content.decode()
    assert "Its plan" in browser.get("/o/north/journey/").content.decode()
    with tenant_context(path.organization.pk):
        row = Initiative.objects.get()
        assert (row.state, row.currency, row.before_n, row.stage) == ("proposed", "EUR", 5, "long_term")
        assert AuditEntry.objects.filter(action="initiative.proposed").count() == 1


def test_theme_and_hand_prefill_what_is_known_and_nonsense_prefills_nothing(path, client_of, cast):
    browser = client_of(cast.bob)
    themed = browser.get(f"{LIST}new/?from=theme&aspect=speed&stage=onboarding").context["form"]
    assert (themed["problem"].value(), themed["stage"].value()) == ("People speak of it: Speed.", "onboarding")

    odd = browser.get(f"{LIST}new/?from=moon&aspect=x&stage=y&dept=z&touchpoint=1").context["form"]

    assert [odd[name].value() or "" for name in ("source", "aspect", "stage", "name")] == ["hand", "", "", ""]


def test_plan_is_measured_before_and_after_by_what_the_map_counts(path, cast, now, client_of, again):
    with tenant_context(path.organization.pk):
        clients = [path.client(f"Client {one}") for one in range(6)]
        for number, one in enumerate(clients):
            path.talk(one, 30 + number, days_ago=60)
            path.talk(one, 32 + number, days_ago=50)
            path.talk(one, 80 + number, days_ago=3)
    row = begun(path, cast, now - timedelta(days=30))
    assert (row.before_n, round(row.before_total / row.before_n, 1), row.after_n) == (6, Decimal("33.5"), 0)
    assert "Too early to say: n = 6 before and 0 after" in client_of(cast.erin).get(f"{LIST}{row.pk}/").content.decode()

    with tenant_context(path.organization.pk):
        actions.count_soon(now=now)
    jobs.drain(queue=actions.FIGURES, now=lambda: now + timedelta(hours=1))

    found = again(row).difference(fewest=5)
    assert (found.before, found.after, found.value) == (33.5, 82.5, 49.0)
    assert found.is_certain
    assert found.low < 49 < found.high
    assert again(row).difference(fewest=7) is None
    shown = client_of(cast.erin).get(f"{LIST}{row.pk}/").content.decode()
    assert "the goal is reached" in shown
    assert "so far +49" in client_of(cast.erin).get(LIST).content.decode()


def test_shares_and_days_are_counted_from_promises_and_stays(path, cast, now):
    start = now - timedelta(days=50)
    with tenant_context(path.organization.pk):
        client = path.client("Acme")
        for due, kept in ((80, 82), (70, 60), (20, 25), (10, None)):  # days ago
            day = (now - timedelta(days=due)).date()
            path.talk(client, 50, days_ago=90, said=Said(promise="Act", promise_owner=path.by, promise_due=day))
            newest = Promise.objects.order_by("-pk").first()
            newest.kept_at = now - timedelta(days=kept) if kept else None
            newest.save()
        rows = {metric: Initiative(metric=metric, stage="long_term", started_at=start) for metric in Metric}
        rows[Metric.KEPT].department = path.accounting

        before, after = queries.measured(rows[Metric.KEPT], now=now)

        assert [(one.n, int(one.total)) for one in (before, after)] == [(2, 1), (2, 1)]
        done = path.client("Done", Stage.ONBOARDING, days_ago=200)
        stages.enter(client=done, stage=Stage.LONG_TERM, by=path.by, now=now - timedelta(days=40))
        for metric in (Metric.READY, Metric.DAYS):
            rows[metric].stage = "onboarding"
        days = queries.measured(rows[Metric.DAYS], now=now)
        assert (days[0], days[1].n, round(days[1].total)) == (Figures(), 1, 160)
        ready = queries.measured(rows[Metric.READY], now=now)
        assert [(one.n, int(one.total)) for one in ready] == [(1, 0), (0, 0)]


def test_way_of_a_plan_goes_step_by_step_and_each_once(path, cast, now, client_of, again):
    row = proposed(path, cast, now)
    page, owner, leader = f"{LIST}{row.pk}/", client_of(cast.carol), client_of(cast.bob)
    assert owner.post(page + "approval/").status_code == 404
    assert "Nobody has approved the plan yet" in owner.post(page + "start/", follow=True).content.decode()
    leader.post(page + "approval/")
    leader.post(page + "approval/")
    assert again(row).state == "approved"
    step = {"text": "Ask for a second signature", "owner": cast.bob.employee.pk, "due_on": "2030-01-31"}
    assert owner.post(page + "steps/", step).status_code == 302
    assert owner.post(page + "steps/", {"text": "Nobody"}).status_code == 422

    owner.post(page + "start/")
    owner.post(page + "start/")

    with tenant_context(path.organization.pk):
        task = Task.objects.get()
        assert (task.title, task.owner_id, task.due_on.isoformat()) == (
            step["text"],
            cast.bob.employee.pk,
            "2030-01-31",
        )
        tasks.complete_task(task=task, by=cast.bob.employee, now=now)
    jobs.drain(queue="events", now=lambda: clock.real_now() + timedelta(hours=1))
    with tenant_context(path.organization.pk):
        assert InitiativeStep.objects.get().done_at
    assert owner.post(page + "end/", {"state": "finished"}).status_code == 422
    owner.post(page + "end/", {"state": "finished", "outcome": "Acts leave on the same day"})
    assert (
        "nothing was changed"
        in owner.post(page + "end/", {"state": "stopped", "outcome": "Late"}, follow=True).content.decode()
    )
    assert (again(row).state, again(row).outcome) == ("finished", "Acts leave on the same day")
    with tenant_context(path.organization.pk):
        kinds = Event.objects.filter(kind__startswith="initiative.").values_list("kind", flat=True)
        assert sorted(kinds) == ["initiative.approved", "initiative.ended", "initiative.started"]


def test_stopped_plan_says_why_and_leaves_nothing_to_do(path, cast, now, client_of, again):
    row = begun(path, cast, now)
    with tenant_context(path.organization.pk):
        step = InitiativeStep(
            initiative=row, text="Call them", owner=cast.bob.employee, due_on=local(now) + timedelta(days=3)
        )
        actions.save_step(step=step, by=cast.carol.employee, now=now)

    client_of(cast.carol).post(f"{LIST}{row.pk}/end/", {"state": "stopped", "outcome": "The client has left"})

    assert again(row).state == "stopped"
    shown = client_of(cast.erin).get(LIST + "?state=ended").content.decode()
    assert "Acts in two days" in shown
    with tenant_context(path.organization.pk):
        assert Task.objects.get().skipped_at


def test_what_does_not_fit_is_refused_in_words(path, cast, now, client_of):
    with tenant_context(path.organization.pk):
        a_contact("Olena", at=path.client("Acme"), by=path.by, now=now, email="olena@acme.example", roles=["economic"])
    good = {
        "name": "Faster", "owner": cast.alice.employee.pk, "metric": "mood", "goal_to": "70", "goal_on": "2030-01-01",
        "source": "hand", "spent": "12.50",
    }  # fmt: skip
    browser = client_of(cast.dave)
    faults = {
        "Choose the stage that is measured.": {"metric": "days"},
        "At most 100.": {"goal_to": "101"},
        "Name one champion": {"champion": cast.bob.employee.pk, "ally_address": "olena@acme.example"},
        "Nobody at a client has this address": {"ally_address": "nobody@acme.example"},
        "Money is not negative here.": {"expected": "-1"},
    }
    for words, change in faults.items():
        answer = browser.post(f"{LIST}new/", {**good, **change})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words

    assert browser.post(f"{LIST}new/", {**good, "ally_address": "Olena@acme.example "}).status_code == 302

    with tenant_context(path.organization.pk):
        row = Initiative.objects.get()
        assert (row.ally.name, row.spent) == ("Olena", Decimal("12.5"))
        row.problem = "Olena waits"
        row.save()
        people_data.request_erasure(contact=Contact.objects.get(), by=path.by, now=now)
    jobs.drain(queue=people_data.QUEUE, now=clock.real_now)
    with tenant_context(path.organization.pk):
        assert Initiative.objects.get().problem == "… waits"


def test_plans_are_for_their_makers_and_for_their_own_house(path, cast, now, client_of):
    row = proposed(path, cast, now, stake=Decimal(5000))
    page = f"{LIST}{row.pk}/"

    assert client_of(cast.mallory).get(page.replace("north", "south")).status_code == 404
    assert client_of(cast.carol).get(f"{LIST}new/").status_code == 403
    assert client_of(cast.carol).get(page + "edit/").status_code == 200  # its owner
    assert "5,000" not in client_of(cast.carol).get(page).content.decode()
    assert "5,000" in client_of(cast.bob).get(page).content.decode()
    with tenant_context(path.organization.pk):
        Initiative.objects.update(owner=cast.alice.employee)
    assert client_of(cast.carol).get(page + "edit/").status_code == 404


def test_list_asks_as_much_for_three_as_for_one(path, cast, now, client_of):
    browser, counts = client_of(cast.alice), []
    for number in (1, 3):
        for one in range(number):
            proposed(path, cast, now, name=f"Plan {number} {one}")
        browser.get(LIST)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(LIST).status_code == 200
        counts.append(len(found))

    assert counts[0] == counts[1]
