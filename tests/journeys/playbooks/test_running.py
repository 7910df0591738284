"""Playbooks at work: a step after the other, each once, and nothing after the end."""

from datetime import date, timedelta

import pytest

from accounts.clients import actions as registry
from accounts.clients.enums import Stage
from accounts.clients.models import ClientFacts
from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.events.models import Event
from accounts.jobs.models import Job
from accounts.organizations.models import Department, Employee
from accounts.tenancy.context import tenant_context
from feedback.alerts.models import Kind, Severity
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from feedback.invitations import actions as invitations
from feedback.invitations.models import PlannedAsk
from feedback.letters.models import PlannedLetter
from journeys.playbooks import actions, script
from journeys.playbooks.models import Playbook, PlaybookRun, Task
from journeys.stages import actions as stages
from journeys.subscribers import scenarios as subscribers
from tests.factories.accounts import a_client
from tests.journeys.playbooks.conftest import CALL, DAY, LETTER, TUESDAY

SURVEY = {"sort": "survey", "to": "technical"}


@pytest.fixture
def task(cast):
    def found():
        with tenant_context(cast.north.pk):
            return Task.objects.select_related("owner").get()

    return found


def end(cast, task, at=TUESDAY, act=actions.complete_task):
    with tenant_context(cast.north.pk):
        act(task=task, by=cast.alice.employee, now=at)


def test_task_goes_to_the_manager_in_working_days_and_the_next_step_waits_for_it(
    publish, begin, work, told, task, cast
):
    begin(publish({**CALL, "days": 4}, {"sort": "wait", "days": 1}))
    work()

    assert told() == [("active", ""), ("planned", "")]
    assert (task().owner_id, task().due_on) == (cast.alice.employee.pk, date(2026, 3, 23))  # Monday
    end(cast, task())
    work()
    assert told() == [("done", ""), ("active", "")]
    work(TUESDAY + 2 * DAY)
    assert told() == [("done", ""), ("done", "")]
    with tenant_context(cast.north.pk):
        kinds = (
            Event.objects.filter(kind__startswith="playbook.").order_by("recorded_at").values_list("kind", flat=True)
        )
        assert list(kinds) == ["playbook.started", "playbook.ended"]


def test_task_of_a_department_goes_to_its_lead_and_without_one_to_the_owner(publish, begin, work, cast):
    with tenant_context(cast.north.pk):
        led = Department.objects.create(name="Papers", lead=cast.carol.employee)
        bare = Department.objects.create(name="Stock")
    steps = [{**CALL, "who": "lead", "who_id": str(one.pk), "waits": False} for one in (led, bare)]
    begin(publish(*steps))
    work()

    with tenant_context(cast.north.pk):
        owners = list(Task.objects.order_by("created_at", "pk").values_list("owner__name", flat=True))
        assert owners == [cast.carol.employee.name, cast.alice.employee.name]


def test_skipped_task_leaves_its_step_out(publish, begin, work, told, task, cast):
    begin(publish(CALL))
    work()
    end(cast, task(), act=actions.skip_task)
    work()

    assert told() == [("skipped", "task")]


def test_talk_with_the_client_fulfills_a_meeting_and_a_talk_with_another_does_not(
    publish, begin, work, told, cast, house
):
    acme, people, _survey = house
    begin(publish({"sort": "meeting", "title": "Talk with Taras"}, about="person"), people["Taras"])
    work()
    for name, state in (("Olena", "active"), ("Taras", "done")):
        with tenant_context(cast.north.pk):
            talk = Interaction(client=acme, channel="call", mood=50, happened_at=TUESDAY + timedelta(hours=1))
            interactions.log(
                interaction=talk, people=[people[name]], by=cast.alice.employee, now=TUESDAY + timedelta(hours=2)
            )
        work(TUESDAY + timedelta(hours=2))
        assert told() == [(state, "")]


def test_letter_goes_to_the_role_in_their_language_by_name_once(publish, begin, work, told, cast, mailbox):
    begin(publish(LETTER))
    for hour in range(3):
        work(TUESDAY + timedelta(hours=hour))

    (letter,) = mailbox.to("taras@acme.example")
    assert letter["Subject"] == "How it goes"
    assert "Second." in letter.get_body(("plain",)).get_content()
    assert cast.alice.employee.name in letter["From"]
    assert told() == [("done", "")]


def test_letter_waits_for_the_persons_hours(publish, begin, work, told, mailbox):
    night = TUESDAY + timedelta(hours=12)
    begin(publish(LETTER), at=night)
    work(night)
    assert (told(), mailbox.received) == ([("active", "")], [])

    work(TUESDAY + DAY)
    work(TUESDAY + DAY + timedelta(minutes=2))
    assert told() == [("done", "")]
    assert len(mailbox.received) == 1


def test_letter_to_a_role_in_which_nobody_stands_is_left_out(publish, begin, work, told):
    begin(publish({**LETTER, "to": "end_user"}))
    work()

    assert told() == [("skipped", "nobody")]


def test_apology_leaves_while_questions_are_held_and_a_letter_of_retention_does_not(
    publish, begin, work, cast, house, mailbox
):
    with tenant_context(cast.north.pk):
        invitations.hold(client=house[0], cause="case:1", by=None, now=TUESDAY)
    begin(publish(LETTER))
    work()
    assert mailbox.received == []

    begin(publish(LETTER, name="Recovery", scenario="recovery"))
    work()
    assert len(mailbox.received) == 1


def test_question_is_planned_by_the_ledger_and_what_it_refuses_is_told(publish, begin, work, told, cast, house):
    with tenant_context(cast.north.pk):
        invitations.hold(client=house[0], cause="case:1", by=None, now=TUESDAY)
    begin(publish({**SURVEY, "survey": str(house[2].pk)}))
    work()
    with tenant_context(cast.north.pk):
        ask = PlannedAsk.objects.get()
        assert (ask.source, ask.role, ask.state) == ("playbook", "technical", "planned")
    assert told() == [("active", "")]

    with tenant_context(cast.north.pk):
        invitations.stop(PlannedAsk.objects.all(), by=cast.alice.employee, now=TUESDAY + DAY)
    work(TUESDAY + 2 * DAY)
    assert told() == [("skipped", "stopped")]


CONDITION = {"sort": "condition", "where": {"fact": "client.country", "op": "=", "value": "UA"}}


@pytest.mark.parametrize(
    ("country", "skips", "states"),
    [
        ("UA", 0, ["done", "active", "planned"]),
        ("PL", 0, ["done", "skipped", "skipped"]),
        ("PL", 1, ["done", "skipped", "active"]),
    ],
)
def test_condition_leaves_out_what_hangs_on_it(publish, begin, work, told, cast, house, country, skips, states):
    with tenant_context(cast.north.pk):
        ClientFacts.objects.filter(client=house[0]).update(country=country)
    begin(publish({**CONDITION, "skips": skips}, CALL, CALL))
    work()

    assert [state for state, _reason in told()] == states


def test_pause_takes_a_letter_back_and_it_is_written_anew(publish, begin, work, told, cast, mailbox):
    night = TUESDAY - timedelta(hours=10)
    run = begin(publish(LETTER), at=night)
    work(night)
    with tenant_context(cast.north.pk):
        actions.pause(run=run, by=cast.alice.employee, now=night)
    work(TUESDAY)
    assert (told(), mailbox.received) == ([("planned", "")], [])

    with tenant_context(cast.north.pk):
        actions.resume(run=run, by=cast.alice.employee, now=TUESDAY)
    work(TUESDAY)
    work(TUESDAY + timedelta(minutes=2))
    assert told() == [("done", "")]
    assert len(mailbox.received) == 1


def test_paused_wait_goes_on_with_what_was_left_of_it(publish, begin, work, told, cast):
    run = begin(publish({"sort": "wait", "days": 2, "is_working": False}, CALL))
    work()
    with tenant_context(cast.north.pk):
        actions.pause(run=run, by=cast.alice.employee, now=TUESDAY + DAY)
        actions.resume(run=run, by=cast.alice.employee, now=TUESDAY + 11 * DAY)
    work(TUESDAY + 11 * DAY)
    assert told()[0] == ("active", "")

    work(TUESDAY + 13 * DAY)
    assert told() == [("done", ""), ("active", "")]


def test_stop_takes_back_what_was_begun_and_says_why(publish, begin, work, told, task, cast):
    run = begin(publish(CALL, LETTER))
    work()
    for _again in range(2):
        with tenant_context(cast.north.pk):
            actions.stop(run=run, by=cast.alice.employee, now=TUESDAY, note="They called us")
    work(TUESDAY + DAY)

    assert told() == [("skipped", "run"), ("skipped", "run")]
    assert task().skipped_at is not None
    with tenant_context(cast.north.pk):
        run.refresh_from_db()
        assert (run.state, run.ending, run.note) == ("ended", "stopped", "They called us")


def test_left_out_step_lets_the_next_one_begin(publish, begin, work, told, task, cast):
    run = begin(publish(CALL, {"sort": "wait", "days": 1}))
    work()
    with tenant_context(cast.north.pk):
        actions.skip(step=run.steps.get(number=1), by=cast.alice.employee, now=TUESDAY, note="Done by chance")
    work()

    assert told() == [("skipped", "by_hand"), ("active", "")]
    assert task().skipped_at is not None
    with tenant_context(cast.north.pk), pytest.raises(actions.StepIsOver):
        actions.skip(step=run.steps.get(number=1), by=cast.alice.employee, now=TUESDAY)


def test_stage_begins_a_playbook_once_and_ends_it_when_it_is_left(publish, work, told, cast, house, mailbox):
    acme = house[0]
    publish(CALL, LETTER, begin="stage", stage="onboarding", ends=["stage"])
    with tenant_context(cast.north.pk):
        stages.enter(client=acme, stage=Stage.ONBOARDING, by=None, now=TUESDAY)
    work()
    with tenant_context(cast.north.pk):
        actions.wake([PlaybookRun.objects.get().pk])
        Job.objects.filter(queue="events").update(run_at=TUESDAY)
    work()
    assert told() == [("active", ""), ("planned", "")]

    with tenant_context(cast.north.pk):
        end_at = TUESDAY + timedelta(hours=1)
        stages.enter(client=acme, stage=Stage.LONG_TERM, by=None, now=end_at)
        # The task is done before anybody has told the run of the stage: it still does nothing more.
        actions.complete_task(task=Task.objects.get(), by=cast.alice.employee, now=end_at)
        assert PlaybookRun.objects.get().ended_at is None
        actions.work_off([PlaybookRun.objects.get().pk], TUESDAY + DAY)
        assert PlaybookRun.objects.get().ending == "stage"
        assert not PlannedLetter.objects.exists()
    work(TUESDAY + DAY)
    assert mailbox.received == []


def test_letter_that_waits_does_not_leave_after_its_stage_was_left(publish, work, cast, house, mailbox):
    night, acme = TUESDAY - timedelta(hours=10), house[0]
    publish(LETTER, begin="stage", stage="onboarding", ends=["stage"])
    with tenant_context(cast.north.pk):
        stages.enter(client=acme, stage=Stage.ONBOARDING, by=None, now=night)
    work(night)
    with tenant_context(cast.north.pk):
        assert PlannedLetter.objects.get().state == "planned"
        stages.enter(client=acme, stage=Stage.LONG_TERM, by=None, now=night)
        Job.objects.filter(queue__in=["events", "playbook_runs"]).delete()  # nobody has told the run
    work(TUESDAY)

    with tenant_context(cast.north.pk):
        assert PlannedLetter.objects.get().state == "refused"
    assert mailbox.received == []


def test_case_ends_what_its_alert_has_begun(publish, work, cast, house):
    publish(CALL, begin="alert", ends=["case"])
    publish(CALL, name="Of a case", begin="case", ends=["case"])
    case_id = "0195a000-0000-7000-8000-000000000001"
    with tenant_context(cast.north.pk):
        acme = house[0]
        raised = Event(kind="alert.raised", payload={"alert_id": "a", "topic": "mood"})
        opened = Event(kind="case.opened", payload={"case_id": case_id, "topic": "mood"})
        for event in (raised, opened):
            event.client_id, event.happened_at, event.recorded_at, event.origin = acme.pk, TUESDAY, TUESDAY, "live"
        for _twice in range(2):
            subscribers.begin_playbooks_of_alert(raised)
            subscribers.begin_playbooks_of_case(opened)
        assert {str(run.case_id) for run in PlaybookRun.objects.all()} == {case_id}
        assert PlaybookRun.objects.count() == 2
        payload = {"case_id": case_id, "said": "Late", "done": "Mended"}
        events.publish(Fact(kind="case.closed", client_id=acme.pk, happened_at=TUESDAY, payload=payload), now=TUESDAY)
    work()

    with tenant_context(cast.north.pk):
        assert {run.ending for run in PlaybookRun.objects.all()} == {"case"}


def test_alert_begins_the_playbooks_of_its_kind_and_severity(publish, cast, house, client_of):
    wanted = {"Any": {}, "Low": {"alert": "low"}, "Serious": {"severity": "serious"}}
    wanted |= {"Both": {"alert": "drop", "severity": "serious"}, "Other": {"alert": "silence"}}
    for name, parts in wanted.items():
        publish(CALL, name=name, begin="alert", **parts)
    with tenant_context(cast.north.pk):
        for number, (rule, severity) in enumerate((("low", "attention"), ("drop", "serious"))):
            payload = {"alert_id": f"{number}", "topic": "mood", "rule": rule, "severity": severity}
            raised = Event(kind="alert.raised", payload=payload, client_id=house[0].pk, origin="live")
            raised.happened_at = raised.recorded_at = TUESDAY
            subscribers.begin_playbooks_of_alert(raised)

        begun = PlaybookRun.objects.order_by("playbook__name").values_list("playbook__name", "occurrence")
        assert list(begun) == [("Any", "alert:0"), ("Both", "alert:1"), ("Low", "alert:0"), ("Serious", "alert:1")]
        both = Playbook.objects.get(name="Both")
    shown = client_of(cast.alice).get(f"/o/north/playbooks/{both.pk}/").content.decode()
    assert "Begins when an alert is raised. Only alerts of this kind: The index falls. Only serious alerts." in shown
    form = {
        "name": "Both",
        "scenario": "retention",
        "owner": cast.alice.employee.pk,
        "about": "client",
        "begin": "case",
    }
    client_of(cast.alice).post(f"/o/north/playbooks/{both.pk}/edit/", {**form, "alert": "drop", "severity": "serious"})
    with tenant_context(cast.north.pk):
        content = Playbook.objects.get(name="Both").content
        assert (content["begin"], content["alert"], content["severity"]) == ("case", "", "")


def test_kinds_of_alerts_are_those_that_there_are():
    assert list(script.ALERTS) == list(Kind.values)
    assert list(script.SEVERITIES) == list(Severity.values)


def test_person_who_leaves_ends_what_is_about_them(publish, begin, work, cast, house):
    person = house[1]["Taras"]
    begin(publish(CALL, about="person"), person)
    work()
    with tenant_context(cast.north.pk):
        position = person.positions.get()
        registry.mark_left(position=position, by=cast.alice.employee, now=TUESDAY, today=TUESDAY.date())
    work()

    with tenant_context(cast.north.pk):
        assert PlaybookRun.objects.get().ending == "person"


def test_one_run_of_a_playbook_at_a_client_at_a_time_and_another_after_it(publish, begin, work, task, cast, house):
    rescue = publish(CALL)
    begin(rescue)
    with pytest.raises(actions.AlreadyRuns):
        begin(rescue, at=TUESDAY + DAY)
    work()
    end(cast, task())
    work()
    begin(rescue, at=TUESDAY + DAY)

    with tenant_context(cast.north.pk):
        assert PlaybookRun.objects.count() == 2
        person = house[1]["Taras"]
        with pytest.raises(actions.NotOn):
            actions.pause_playbook(playbook=rescue, by=cast.alice.employee, now=TUESDAY)
            actions.start_by_hand(
                playbook=rescue, client=house[0], contact=person, by=cast.alice.employee, now=TUESDAY + 2 * DAY
            )


def test_runs_keep_the_version_of_their_beginning(publish, begin, work, told, cast):
    rescue = publish(CALL)
    begin(rescue)
    with tenant_context(cast.north.pk):
        content = script.read({"steps": [CALL, CALL]})
        actions.save_script(playbook=rescue, content=content, by=cast.alice.employee, now=TUESDAY)
        assert actions.publish(playbook=rescue, by=cast.alice.employee, now=TUESDAY).version == 2
    work()

    assert told() == [("active", "")]


def test_unfinished_playbook_is_not_published(cast, house, publish):
    with pytest.raises(actions.NotReady) as caught:
        publish({"sort": "survey", "to": ""}, {"sort": "task", "title": ""}, {"sort": "wait"})

    assert {number: str(fault) for number, fault in caught.value.faults.items()} == {
        1: "no_person",
        2: "no_title",
        3: "no_wait",
    }


def test_owner_who_has_left_gets_no_task(publish, begin, work, task, cast):
    rescue = publish({**CALL, "who": "employee", "who_id": str(cast.carol.employee.pk)})
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.carol.employee.pk).update(left_at=TUESDAY)
    begin(rescue)
    work()

    assert task().owner_id == cast.alice.employee.pk


def test_merged_clients_keep_one_run(publish, begin, work, cast, house):
    rescue = publish(CALL)
    begin(rescue)
    with tenant_context(cast.north.pk):
        by = cast.alice.employee
        twin = a_client("Acme GmbH", by=by, now=TUESDAY, manager=by)
        actions.start_by_hand(playbook=rescue, client=twin, by=by, now=TUESDAY)
        registry.merge_clients(source=twin, into=house[0], values={}, title="Acme", by=by, now=TUESDAY + DAY)
        found = PlaybookRun.objects.order_by("started_at", "pk").values_list("client__name", "state", "ending")
        assert list(found) == [("Acme", "running", ""), ("Acme", "ended", "merged")]
