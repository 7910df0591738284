"""Receivers that fail: when they are tried again, when they are given up, and whom they may hold up."""

from datetime import timedelta
from time import monotonic

import pytest

from accounts.audit.models import AuditEntry
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail.models import OutgoingEmail
from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from accounts.webhooks import deliver
from accounts.webhooks.models import Webhook
from tests.accounts.webhooks.receiver import HOST, raw, status

WAITS = ["5 s", "5 min", "30 min", "2 h", "5 h", "10 h", "14 h", "20 h", "24 h"]
UNITS = {"s": "seconds", "min": "minutes", "h": "hours"}


@pytest.fixture
def as_it_is():
    def read(webhook: Webhook) -> Webhook:
        with tenant_context(webhook.organization_id):
            return Webhook.objects.get(pk=webhook.pk)

    return read


def wait_of(text: str) -> timedelta:
    number, unit = text.split()
    return timedelta(**{UNITS[unit]: int(number)})


# --- Tries ---


def test_message_is_tried_ten_times_in_three_days_and_then_given_up(
    cast, add_webhook, publish, work, world, time, deliveries
):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.usual = status(500, "out of order")

    publish(cast.alice)
    work()
    for wait in WAITS:
        (job,) = Job.objects.filter(queue="webhooks")
        assert time.now + wait_of(wait) <= job.run_at <= time.now + wait_of(wait) * 1.1
        time.now = job.run_at - timedelta(seconds=0.1)
        assert work() == 0
        time.now = job.run_at
        assert work() == 1

    (delivery,) = deliveries(webhook)
    assert delivery.state == delivery.State.FAILED
    assert [(one.status, one.answer) for one in delivery.attempts.all()] == [(500, "out of order")] * 10
    assert len({received.headers["webhook-id"] for received in world.receiver.received}) == 1
    assert not Job.objects.filter(queue="webhooks").exists()


def test_message_is_delivered_when_the_receiver_is_back(
    cast, add_webhook, publish, work, world, time, deliveries, as_it_is
):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.planned = [status(503), status(200)]

    publish(cast.alice)
    work()
    assert as_it_is(webhook).failing_since == time.now
    time.step(seconds=6)
    work()

    (delivery,) = deliveries(webhook)
    assert delivery.state == delivery.State.DELIVERED
    assert (as_it_is(webhook).failing_since, as_it_is(webhook).resting_until) == (None, None)


def test_retry_after_is_respected(cast, add_webhook, publish, work, world, time):
    add_webhook(cast.alice)
    world.receiver.planned = [status(429, Retry_After="600")]

    publish(cast.alice)
    work()

    assert Job.objects.get(queue="webhooks").run_at == time.now + timedelta(minutes=10)
    time.step(minutes=9)
    publish(cast.alice)
    work()
    assert len(world.receiver.received) == 1


def test_name_is_looked_up_and_checked_at_every_try(cast, add_webhook, publish, work, world, time, deliveries):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.planned = [status(500)]

    publish(cast.alice)
    work()
    world.addresses = {HOST: ["127.0.0.1"]}
    time.step(seconds=6)
    work()

    assert (len(world.asked), len(world.dialed)) == (2, 1)
    assert [one.fault for one in deliveries(webhook)[0].attempts.all()] == ["", "address"]


# --- The breaker ---


def test_receiver_that_fails_for_three_days_is_switched_off(
    cast, add_webhook, publish, work, world, time, as_it_is, mailbox
):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.usual = status(500)
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.dave.employee.pk).update(language="uk")

    publish(cast.alice)
    work()
    began = time.now
    time.step(days=3)
    work()

    off = as_it_is(webhook)
    assert (off.disabled_at, off.disabled_for) == (began + timedelta(days=3), "failing")
    with tenant_context(cast.north.pk):
        letters = OutgoingEmail.objects.filter(letter="webhook_disabled")
        assert sorted(letters.values_list("to_address", "language")) == [
            ("alice@north.example", "en"),
            ("dave@north.example", "uk"),
        ]
        entry = AuditEntry.objects.get(action="webhook.disabled")
        assert (entry.actor_id, entry.subject_id) == (None, webhook.pk)
    with tenant_context(cast.south.pk):
        assert not OutgoingEmail.objects.exists()


def test_one_success_within_three_days_renews_the_patience(cast, add_webhook, publish, work, world, time, as_it_is):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.planned = [status(500), status(200)]
    world.receiver.usual = status(500)

    publish(cast.alice)
    work()
    time.step(days=2)
    work()
    publish(cast.alice)
    work()
    time.step(days=2)
    work()

    assert as_it_is(webhook).is_on


def test_receiver_that_is_gone_is_switched_off_at_once(
    cast, add_webhook, publish, work, world, time, as_it_is, deliveries
):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.planned = [status(410)]

    publish(cast.alice)
    publish(cast.alice)
    work()

    assert as_it_is(webhook).disabled_for == "gone"
    assert [delivery.state for delivery in deliveries(webhook)] == ["failed", "cancelled"]
    assert len(world.receiver.received) == 1
    with tenant_context(cast.north.pk):
        assert OutgoingEmail.objects.filter(letter="webhook_disabled").count() == 2


def test_failed_test_says_nothing_about_the_receiver(cast, client_of, add_webhook, work, world, as_it_is, deliveries):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.planned = [status(500)]

    client_of(cast.alice).post(cast.alice.url(f"settings/webhooks/{webhook.pk}/test/"))
    work()

    assert as_it_is(webhook).failing_since is None
    assert [delivery.state for delivery in deliveries(webhook)] == ["failed"]
    assert not Job.objects.filter(queue="webhooks").exists()


# --- Fairness ---


def test_failing_receiver_gets_one_try_of_many_messages(cast, add_webhook, publish, work, world, time, deliveries):
    webhook, _secret = add_webhook(cast.alice, title="Broken", url=f"https://{HOST}/broken")
    healthy, _secret = add_webhook(cast.alice, title="Healthy", url=f"https://{HOST}/healthy")
    world.receiver.usual = lambda handler: status(500 if handler.path == "/broken" else 200)(handler)

    for _ in range(30):
        publish(cast.alice)
    work()

    paths = [received.path for received in world.receiver.received]
    assert (paths.count("/broken"), paths.count("/healthy")) == (1, 30)
    assert {delivery.state for delivery in deliveries(healthy)} == {"delivered"}
    assert sum(delivery.tries for delivery in deliveries(webhook)) == 1
    world.receiver.usual = status(200)
    time.step(seconds=6)
    work()
    assert {delivery.state for delivery in deliveries(webhook)} == {"delivered"}


def test_slow_receiver_holds_up_neither_its_neighbor_nor_another_organization(
    cast, add_webhook, publish, work, world, monkeypatch
):
    monkeypatch.setattr(deliver, "WEBHOOK_SECONDS", 0.3)
    slow = raw(b"", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", pause=0.35)
    world.receiver.usual = lambda handler: (slow if handler.path == "/slow" else status(200))(handler)
    add_webhook(cast.alice, title="Slow", url=f"https://{HOST}/slow")
    for _ in range(4):
        publish(cast.alice)
    add_webhook(cast.alice, title="Quick", url=f"https://{HOST}/quick")
    publish(cast.alice)
    add_webhook(cast.mallory, title="Other", url=f"https://{HOST}/other")
    publish(cast.mallory)

    work()

    paths = [received.path for received in world.receiver.received]
    assert sorted(paths) == ["/other", "/quick", "/quick", "/quick", "/quick", "/quick", *["/slow"] * 5]
    assert paths.index("/slow", paths.index("/slow") + 1) > max(paths.index("/other"), paths.index("/quick"))


def test_no_message_is_tried_after_the_deadline(cast, add_webhook, publish, world, time):
    add_webhook(cast.alice)
    publish(cast.alice)
    jobs.drain(queue="events", now=lambda: time.now)
    job = Job.objects.get(queue="webhooks")

    deliver.deliver(cast.north.pk, [(job.pk, job.subject_id)], monotonic(), network=world.network)

    assert world.receiver.received == []
    job.refresh_from_db()
    assert job.run_at <= time.now


# --- Two workers ---


def test_late_failure_does_not_undo_a_delivery(cast, add_webhook, publish, work, world, deliveries, as_it_is):
    """A worker that was frozen loses its lease, and wakes up after another one has delivered the message."""
    webhook, _secret = add_webhook(cast.alice)
    publish(cast.alice)
    world.receiver.planned = [status(200), status(500)]

    def another_worker():
        world.while_dialing = None
        Job.objects.filter(queue="webhooks").update(leased_until=None)
        work()

    world.while_dialing = another_worker
    work()

    (delivery,) = deliveries(webhook)
    assert delivery.state == delivery.State.DELIVERED
    assert [one.status for one in delivery.attempts.all()] == [200, 500]
    assert as_it_is(webhook).failing_since is None
    assert not Job.objects.filter(queue="webhooks").exists()


def test_message_of_a_worker_that_died_is_sent_again_under_the_same_id(
    cast, add_webhook, publish, work, world, time, deliveries
):
    webhook, _secret = add_webhook(cast.alice)
    publish(cast.alice)

    def die():
        raise KeyboardInterrupt

    world.while_dialing = die
    with pytest.raises(KeyboardInterrupt):
        work()
    world.while_dialing = None
    assert work() == 0  # still in the dead worker's hands
    time.step(minutes=7)
    work()

    assert len(world.receiver.received) == 1
    assert [delivery.state for delivery in deliveries(webhook)] == ["delivered"]
