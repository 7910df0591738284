"""Pages of playbooks: take one, change it, publish it, begin it, and see how it goes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from journeys.playbooks.gallery import GALLERY
from journeys.playbooks.models import Playbook, PlaybookRun, Task
from tests.cast import hire
from tests.journeys.playbooks.conftest import CALL, LETTER, TUESDAY

pytestmark = pytest.mark.django_db


def address(name, **more):
    return reverse(name, kwargs={"slug": "north", **{key: getattr(one, "pk", one) for key, one in more.items()}})


@pytest.fixture
def alice(client_of, cast):
    return client_of(cast.alice)


@pytest.mark.parametrize("ready", GALLERY, ids=lambda one: one.key)
def test_ready_made_playbook_lacks_nothing_but_its_surveys(alice, cast, house, ready):
    page = alice.post(address("playbook-install"), {"key": ready.key}, follow=True).content.decode()

    with tenant_context(cast.north.pk):
        row = Playbook.objects.get()
        asks = [one for one in row.content["steps"] if one["sort"] == "survey"]
        letters = [one for one in row.content["steps"] if one["sort"] == "letter"]
    assert page.count("Choose a survey that people can answer now.") == len(asks)
    assert page.count("chip--urgent") == len(asks)
    assert all(set(one["text"]) == set(one["subject"]) == {"uk", "ru", "en"} for one in letters)


def test_playbook_is_written_step_by_step_published_begun_and_followed(alice, cast, house, work):
    acme, _people, survey = house
    new = {"name": "Rescue", "scenario": "retention", "owner": cast.alice.employee.pk, "about": "client"}
    alice.post(address("playbook-new"), {**new, "begin": "call"})
    with tenant_context(cast.north.pk):
        rescue = Playbook.objects.get()
    steps = {
        "task": {"title": "Call them", "owner": "manager", "days": 2, "checklist": "First\nSecond", "waits": "on"},
        "letter": {"to": "technical", "subject_en": "Hello", "text_en": "How are you?"},
        "survey": {"to": "economic", "survey": survey.pk},
        "wait": {"days": 3, "hours": 0, "is_working": "on"},
        "condition": {"join": "all", "fact_0": "client.mood", "op_0": "<", "value_0": "60", "skips": 1, "kept": ""},
        "meeting": {"title": "Meet", "owner": f"employee:{cast.carol.employee.pk}", "days": 0, "waits": "on"},
    }
    for sort, data in steps.items():
        answer = alice.post(f"{address('playbook-step-new', playbook_id=rescue)}?sort={sort}", data)
        assert answer.status_code == 302, answer.content.decode()
    alice.post(address("playbook-step-move", playbook_id=rescue, number=2), {"to": "up"})
    alice.post(address("playbook-step-removal", playbook_id=rescue, number=4))
    page = alice.post(address("playbook-publication", playbook_id=rescue), follow=True).content.decode()
    for said in (
        "The playbook is on.", "A letter to technical buyer: “Hello”.", "Call them", "within 2 working days",
        "The survey “Delivery” to economic buyer.", "Otherwise the next step is left out.", "on the same day",
    ):  # fmt: skip
        assert said in page
    assert page.index("Hello") < page.index("Call them")

    work()  # the house stands on its Tuesday
    alice.post(address("playbook-start", client_id=acme), {"playbook": rescue.pk})
    work(TUESDAY + timedelta(hours=1))
    with tenant_context(cast.north.pk):
        run = PlaybookRun.objects.get()
    page = alice.get(address("playbook-run", run_id=run)).content.decode()
    assert "The letter left on" in page
    assert "Is still to come." in page
    assert "Rescue" in alice.get(address("client-playbooks", client_id=acme)).content.decode()


def test_checklist_stands_on_the_day_and_keeps_its_ticks(alice, cast, publish, begin, work):
    begin(publish({**CALL, "checklist": ["Ask why", "Ask when"]}))
    work()
    with tenant_context(cast.north.pk):
        task = Task.objects.get()
    alice.post(address("task-checklist", task_id=task), {"line": ["1", "x", "99"]})
    page = alice.get(address("my-day")).content.decode()

    assert "Rescue" in page
    assert page.count(" checked") == 1
    assert page.index("Ask why") < page.index(" checked") < page.index("Ask when")


def test_run_is_paused_resumed_skipped_and_stopped_with_a_reason(alice, cast, publish, begin, work):
    run = begin(publish(CALL, LETTER))
    work()
    assert "Go on" in alice.post(address("playbook-run-pause", run_id=run), follow=True).content.decode()
    alice.post(address("playbook-run-resumption", run_id=run))
    skip = address("playbook-run-skip", run_id=run, number=2)
    assert alice.post(skip, {"note": ""}).status_code == 422
    page = alice.post(skip, {"note": "They know"}, follow=True).content.decode()
    assert "They know" in page
    page = alice.post(address("playbook-run-stop", run_id=run), {"note": "All is well"}, follow=True).content.decode()
    assert "All is well" in page
    assert "One of you stopped it." in page


def test_colleague_sees_playbooks_and_changes_nothing(client_of, cast, publish, begin, house):
    run = begin(publish(CALL))
    viewer = client_of(hire(cast.north, "Viktor Viewer", role=Role.VIEWER, now=TUESDAY))
    page = viewer.get(address("playbook", playbook_id=run.playbook)).content.decode()

    assert "Call them" in page
    assert "Add a step" not in page
    for name, more in (
        ("playbook-pause", {"playbook_id": run.playbook}),
        ("playbook-run-pause", {"run_id": run}),
        ("playbook-start", {"client_id": house[0]}),
    ):
        assert viewer.post(address(name, **more)).status_code == 403


@pytest.mark.parametrize(
    ("sort", "data", "field"),
    [
        ("task", {"title": "", "owner": "manager", "days": 1}, "title"),
        ("task", {"title": "Call", "owner": "manager", "days": 1, "checklist": "x" * 300}, "checklist"),
        ("wait", {"days": 0, "hours": 0}, "days"),
        ("condition", {"join": "all", "skips": 0, "kept": ""}, "fact_0"),
    ],
)
def test_step_that_is_unfinished_keeps_what_was_typed(alice, cast, publish, house, sort, data, field):
    rescue = publish(CALL)
    answer = alice.post(f"{address('playbook-step-new', playbook_id=rescue)}?sort={sort}", data)

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    with tenant_context(cast.north.pk):
        rescue.refresh_from_db()
        assert len(rescue.content["steps"]) == 1


def test_lists_ask_the_database_as_often_for_three_as_for_one(alice, cast, publish, begin, house):
    def counted(url):
        with CaptureQueriesContext(connection) as found:
            assert alice.get(url).status_code == 200
        return len(found)

    first = publish(CALL)
    begin(first)
    urls = [address("playbooks"), address("client-playbooks", client_id=house[0]), address("my-day")]
    [counted(url) for url in urls]
    few = [counted(url) for url in urls]
    for number in range(2):
        begin(publish(CALL, name=f"Another {number}"))

    assert [counted(url) for url in urls] == few
