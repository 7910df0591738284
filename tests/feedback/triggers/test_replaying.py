"""What a rule would have done is what it does: replayed on history and run live on the same events it decides alike."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from accounts import clock
from accounts.clients.models import Contact, CustomField
from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.tenancy.context import tenant_context
from feedback.invitations.actions import ASKS
from feedback.invitations.models import Invitation, PlannedAsk, SendDecision
from feedback.triggers import actions
from feedback.triggers.actions import replaying
from feedback.triggers.models import Backtest, BacktestAsk, TriggerFiring
from tests.factories.accounts import a_client, a_contact
from tests.feedback.triggers.conftest import DAY, LATE, TUESDAY


@pytest.fixture
def replay(cast):
    """Replay a rule on so many days since Tuesday, whole or until the end of some parts, and return what was found."""

    def replayed(rule, *, days=400, parts=50):
        with tenant_context(cast.north.pk):
            until = TUESDAY + days * DAY
            test = actions.begin_replay(
                rule=rule, since=TUESDAY - DAY, until=until, by=cast.alice.employee, now=until + DAY
            )
        for _part in range(parts):
            jobs.drain(queue=actions.BACKTESTS, now=clock.real_now)
        with tenant_context(cast.north.pk):
            return Backtest.objects.get(pk=test.pk)

    return replayed


@pytest.fixture
def more_clients(cast):
    """Two further clients in other zones, one of whose people wants to be asked less often and one not at all."""
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        found = []
        for number, zone in enumerate(("America/New_York", "Asia/Tokyo")):
            client = a_client(f"Client {number}", by=by, now=TUESDAY - DAY, manager=by)
            for name, role, asking in (
                ("Ann", "technical", "normal"),
                ("Bob", "technical", "less_often"),
                ("Cid", "economic", "never"),
            ):
                contact = a_contact(
                    f"{name} {number}",
                    at=client,
                    by=by,
                    now=TUESDAY - DAY,
                    email=f"{name}{number}@x.example",
                    roles=[role],
                ).contact
                Contact.objects.filter(pk=contact.pk).update(time_zone=zone, asking=asking, country="US")
            found.append(client)
    return found


def live_until(at):
    """Decide about every question that is due by then at its own moment: one that waits again may be due again by then."""
    waiting = Job.objects.filter(queue=ASKS, run_at__lte=at).order_by("run_at").values_list("run_at", flat=True)
    while moment := waiting.first():
        jobs.drain(queue=ASKS, now=lambda: moment)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "parts",
    [
        {"whom": {"roles": ["technical", "economic"], "first": "influential"}, "limits": {"patience_days": 20}},
        {
            "whom": {"roles": ["technical"], "most": 2, "first": "influential"},
            "delay": {"days": 2, "is_working": True, "hours": 3},
            "limits": {"topic": "delivery", "repeat": "days", "repeat_days": 5},
        },
        {"whom": {"roles": ["technical"], "first": "asked_long_ago"}, "delay": {"heads_up_days": 2}},
        {
            "whom": {"roles": ["technical", "economic"], "most": 2, "first": "influential"},
            "limits": {"person_days": 20, "most": 3, "most_days": 15},
        },
        {
            "whom": {"contacts": ["Petro", "Ann 0", "Cid 1", "Ann 1"]},
            "window": {"days": "24", "since": "16:00", "until": "03:00"},
        },
        {"whom": {"roles": ["technical"], "first": "influential", "choice_days": 2}},  # and nobody answers
    ],
)
def test_replay_decides_as_the_living_rule(switch_on, house, more_clients, replay, cast, parts, seed):
    chance = random.Random(seed)
    with tenant_context(cast.north.pk):
        ids = {name: str(pk) for name, pk in Contact.objects.values_list("name", "pk")}
    named = [ids[name] for name in parts.get("whom", {}).get("contacts", [])]
    rule = switch_on(**parts | {"whom": parts["whom"] | {"contacts": named}})
    clients = [house[0].pk, *(client.pk for client in more_clients)]
    at = TUESDAY
    for _event in range(30):
        at += timedelta(hours=chance.randrange(1, 90), minutes=chance.randrange(60))
        with tenant_context(cast.north.pk):
            fact = Fact(
                kind=LATE, client_id=chance.choice(clients), happened_at=at, payload={"days": chance.randrange(5)}
            )
        live_until(at)
        with tenant_context(cast.north.pk):
            events.publish(fact, now=at)
        jobs.drain(queue="events", now=lambda moment=at: moment)

    with tenant_context(cast.north.pk):
        lived = Counter(PlannedAsk.objects.values_list("state", "reason"))
        sent = set(PlannedAsk.objects.filter(state="sent").values_list("contact", "client", "role", "due_at"))
        fired = Counter(TriggerFiring.objects.values_list("outcome", flat=True))
        wanted = PlannedAsk.objects.count()
    test = replay(rule, days=(at - TUESDAY).days + 1)

    with tenant_context(cast.north.pk):
        would = set(BacktestAsk.objects.values_list("contact", "client", "role", "at"))
    refused = {reason: number for (state, reason), number in lived.items() if state == "refused"}
    assert test.state == "done"
    assert {one for one in would if one[3] <= at} == sent
    assert {name: number for name, number in test.result["reasons"].items() if name != "sent"} == refused
    assert test.result["firings"] == fired
    assert test.result["wanted"] == wanted
    assert wanted == sum(test.result["reasons"].values()) + test.result["waiting"]
    assert len(sent) > 3


def test_replay_asks_nobody_and_writes_nothing_but_itself(switch_on, happen, replay, cast):
    rule = switch_on()
    with tenant_context(cast.north.pk):
        actions.pause(rule=rule, why="by_hand", by=cast.alice.employee, now=TUESDAY)
    happen()
    with tenant_context(cast.north.pk):
        before = Event.objects.count()
    test = replay(rule)

    assert (test.state, test.result["reasons"], test.result["days"]) == ("done", {"sent": 1}, {"2026-03-17": 1})
    with tenant_context(cast.north.pk):
        for model in (PlannedAsk, SendDecision, Invitation, TriggerFiring):
            assert not model.objects.exists()
        assert Event.objects.count() == before


def test_replay_goes_on_after_each_part(switch_on, happen, replay, monkeypatch):
    rule = switch_on(limits={"repeat": "days", "repeat_days": 3})
    for day in range(0, 60, 2):
        happen(TUESDAY + day * DAY)
    whole = replay(rule)
    monkeypatch.setattr(replaying, "TURN", 7)
    in_parts = replay(rule)

    assert in_parts.result == whole.result
    assert in_parts.done == in_parts.total == 30


def test_stopped_replay_stays_stopped(switch_on, happen, replay, cast):
    happen()
    test = replay(switch_on(), parts=0)
    with tenant_context(cast.north.pk):
        stopped = [actions.stop_replay(test=test, now=TUESDAY) for _time in range(2)]
    jobs.drain(queue=actions.BACKTESTS, now=clock.real_now)

    assert stopped == [True, False]
    with tenant_context(cast.north.pk):
        assert (Backtest.objects.get().state, BacktestAsk.objects.count()) == ("stopped", 0)


def test_one_replay_of_a_rule_at_once_and_of_the_past_only(switch_on, replay, cast):
    rule = switch_on()
    replay(rule, parts=0)
    with tenant_context(cast.north.pk):
        with pytest.raises(actions.AlreadyRunning):
            actions.begin_replay(rule=rule, since=TUESDAY - DAY, until=TUESDAY, by=cast.alice.employee, now=TUESDAY)
        with pytest.raises(actions.NothingToReplay):
            actions.begin_replay(rule=rule, since=TUESDAY, until=TUESDAY + DAY, by=cast.alice.employee, now=TUESDAY)


def test_calendar_is_replayed_day_by_day(switch_on, replay):
    rule = switch_on(when={"every_days": 60}, where=None, whom={"roles": ["technical"]})
    test = replay(rule, days=130)

    # Two people in 131 days: one in the first days, sixty and a hundred and twenty days after; the other from the middle on.
    assert test.result["reasons"] == {"sent": 5}
    assert test.done == test.total


def test_replay_whose_field_is_gone_stops_and_can_be_read(switch_on, happen, cast, client_of):
    with tenant_context(cast.north.pk):
        field = CustomField.objects.create(subject="client", key="tier", label="Tier", kind="text", created_at=TUESDAY)
    rule = switch_on(where={"fact": "client.own.tier", "op": "unanswered"})
    happen()
    with tenant_context(cast.north.pk):
        test = actions.begin_replay(
            rule=rule, since=TUESDAY - DAY, until=TUESDAY + DAY, by=cast.alice.employee, now=TUESDAY + DAY
        )
        CustomField.objects.filter(pk=field.pk).update(archived_at=TUESDAY)
    jobs.drain(queue=actions.BACKTESTS, now=clock.real_now)

    with tenant_context(cast.north.pk):
        assert Backtest.objects.get().state == "stopped"
    assert client_of(cast.alice).get(cast.alice.url(f"rules/backtests/{test.pk}/")).status_code == 200
