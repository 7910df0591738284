from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction, Promise
from journeys.playbooks import actions
from journeys.playbooks.models import Task
from tests.factories.accounts import a_client

pytestmark = pytest.mark.django_db


def address(name, **rows):
    return reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in rows.items()}})


@pytest.fixture
def promise(cast, now):
    """Carol promised Nordwerk the act until tomorrow."""
    with tenant_context(cast.north.pk):
        nordwerk = a_client("Nordwerk", by=cast.alice.employee, now=now)
        talk = Interaction(client=nordwerk, channel="call", mood=20, happened_at=now)
        said = interactions.Said(promise="Send the act", promise_due=(now + timedelta(days=1)).date())
        interactions.log(interaction=talk, people=[], by=cast.carol.employee, now=now, said=said)
    for _again in range(2):
        jobs.drain(queue="events", now=lambda: now)
    with tenant_context(cast.north.pk):
        return Promise.objects.get()


def test_a_promise_stands_on_the_day_of_whoever_keeps_it_once(client_of, cast, promise) -> None:
    page = client_of(cast.carol).get(address("my-day")).content.decode()

    assert page.count("Send the act") == 4  # the row, and the names of its link and its two buttons
    assert "Nordwerk" in page
    assert "Send the act" not in client_of(cast.bob).get(address("my-day")).content.decode()


def test_doing_the_task_keeps_the_promise(client_of, cast, promise, now) -> None:
    with tenant_context(cast.north.pk):
        task = Task.objects.get()
    for _again in range(2):
        client_of(cast.carol).post(address("task-done", task_id=task))
    jobs.drain(queue="events", now=lambda: now + timedelta(days=400))

    with tenant_context(cast.north.pk):
        promise.refresh_from_db()
        assert promise.kept_at is not None


def test_taking_the_promise_back_ends_the_task(cast, promise, now) -> None:
    with tenant_context(cast.north.pk):
        interactions.drop_promise(promise=promise, by=cast.carol.employee, now=now)
    jobs.drain(queue="events", now=lambda: now)

    with tenant_context(cast.north.pk):
        task = Task.objects.get()
        assert (task.done_at, task.skipped_at) == (None, now)


def test_tasks_of_others_are_not_mine_to_end(client_of, cast, promise) -> None:
    with tenant_context(cast.north.pk):
        task = Task.objects.get()

    assert client_of(cast.bob).post(address("task-done", task_id=task)).status_code == 404
    assert client_of(cast.erin).get(address("my-day")).status_code == 403


def test_a_task_by_hand_goes_to_a_colleague(client_of, cast, promise, now) -> None:
    form = {"title": "Call Taras", "due_on": "2020-01-01", "owner": str(cast.bob.employee.pk)}

    url = address("task-new") + f"?client={promise.client_id}"
    page = client_of(cast.carol).post(url, form, follow=True).content.decode()

    assert "Bob Berg has the task." in page
    day = client_of(cast.bob).get(address("my-day")).content.decode()
    assert "Late" in day
    assert "Nordwerk" in day
    assert client_of(cast.carol).post(url, form | {"due_on": "soon"}).status_code == 422


def test_my_day_costs_the_same_for_one_task_and_for_many(client_of, cast, promise, now) -> None:
    carol = client_of(cast.carol)
    carol.get(address("my-day"))
    with CaptureQueriesContext(connection) as one:
        carol.get(address("my-day"))
    with tenant_context(cast.north.pk):
        for number in range(3):
            values = {"owner": cast.carol.employee, "due_on": now.date(), "client": promise.client}
            actions.bring_task(origin=f"test:{number}", title=f"Task {number}", now=now, **values)

    with CaptureQueriesContext(connection) as many:
        carol.get(address("my-day"))

    assert len(many) == len(one)
