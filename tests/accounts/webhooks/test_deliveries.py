"""From an event to a signed message at the receiver, once, and to nobody else's."""

import base64
import hashlib
import hmac
import json
import math
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.events import actions as events
from accounts.events.kinds import MAIL_BOUNCED
from accounts.events.models import CustomKind, Event, Origin
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.organizations import actions as organizations
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from accounts.webhooks.deliver import deliver
from accounts.webhooks.models import Webhook
from accounts.webhooks.queries import QUEUE
from tests.accounts.webhooks.receiver import HOST, status


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """Written from the specification, not from our code."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, b".".join([message_id.encode(), timestamp.encode(), body]), hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def is_signed(received, secret: str) -> bool:
    expected = signature(secret, received.headers["webhook-id"], received.headers["webhook-timestamp"], received.body)
    return expected in received.headers["webhook-signature"].split(" ")


# --- The message ---


def test_event_arrives_signed(cast, add_webhook, publish, work, world, time, deliveries):
    webhook, secret = add_webhook(cast.alice)
    client_id = uuid7()

    event = publish(cast.alice, client_id=client_id, happened_at=time.now - timedelta(hours=2))
    work()

    (received,) = world.receiver.received
    assert received.path == "/in?key=1"
    assert received.host == HOST
    assert received.headers["Host"] == HOST
    assert received.headers["Content-Type"] == "application/json"
    assert received.headers["webhook-id"] == str(event.pk)
    assert received.headers["webhook-timestamp"] == str(int(time.now.timestamp()))
    assert is_signed(received, secret)
    message = json.loads(received.body)
    assert message["type"] == "mail.replied"
    assert datetime.fromisoformat(message["timestamp"]) == time.now - timedelta(hours=2)
    assert message["data"] == {
        "text": "Дякую!",
        "event_id": str(event.pk),
        "client_id": str(client_id),
        "contact_id": None,
        "occurred_at": message["timestamp"],
        "recorded_at": time.now.isoformat().replace("+00:00", "Z"),
        "organization": "north",
    }
    (delivery,) = deliveries(webhook)
    assert delivery.state == delivery.State.DELIVERED
    assert [(attempt.status, attempt.fault) for attempt in delivery.attempts.all()] == [(204, "")]
    assert not Job.objects.filter(queue="webhooks").exists()


def test_fields_of_ours_win_over_fields_of_a_payload(cast, add_webhook, publish, work, world, time):
    add_webhook(cast.alice)
    with tenant_context(cast.north.pk):
        CustomKind.objects.create(
            name="custom.order", title="Order", fields={"organization": "text", "sum": "number"}, created_at=time.now
        )

    publish(cast.alice, kind="custom.order", payload={"organization": "south", "sum": 3})
    work()

    data = json.loads(world.receiver.received[0].body)["data"]
    assert (data["organization"], data["sum"]) == ("north", 3)


def test_id_and_body_stay_the_same_while_the_signature_follows_the_clock(cast, add_webhook, publish, work, world, time):
    _webhook, secret = add_webhook(cast.alice)
    world.receiver.planned = [status(500)]

    publish(cast.alice)
    work()
    time.step(seconds=6)
    work()

    first, second = world.receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert int(second.headers["webhook-timestamp"]) == int(first.headers["webhook-timestamp"]) + 6
    assert is_signed(first, secret)
    assert is_signed(second, secret)


# --- Which events ---


def test_chosen_kinds_alone_are_sent(cast, add_webhook, publish, work, world):
    add_webhook(cast.alice, everything="", kinds=["mail.bounced"])

    publish(cast.alice)
    bounced = publish(cast.alice, kind=MAIL_BOUNCED, payload={})
    work()

    assert [received.headers["webhook-id"] for received in world.receiver.received] == [str(bounced.pk)]


@pytest.mark.parametrize("origin", [origin for origin in Origin if origin != Origin.LIVE])
def test_what_did_not_happen_now_is_not_sent(cast, add_webhook, publish, work, world, deliveries, origin):
    webhook, _secret = add_webhook(cast.alice)

    publish(cast.alice, origin=origin)
    work()

    assert world.receiver.received == []
    assert deliveries(webhook) == []


def test_events_of_one_organization_never_reach_another_one(cast, add_webhook, publish, work, world, deliveries):
    north, _secret = add_webhook(cast.alice, url=f"https://{HOST}/north")
    south, _secret = add_webhook(cast.mallory, url=f"https://{HOST}/south")

    publish(cast.alice)
    work()

    assert [received.path for received in world.receiver.received] == ["/north"]
    assert (len(deliveries(north)), deliveries(south)) == (1, [])


def test_every_webhook_that_wants_it_gets_the_event(cast, add_webhook, publish, work, world):
    for title in ("One", "Two"):
        add_webhook(cast.alice, title=title, url=f"https://{HOST}/{title}")

    event = publish(cast.alice)
    work()

    assert sorted(received.path for received in world.receiver.received) == ["/One", "/Two"]
    assert {received.headers["webhook-id"] for received in world.receiver.received} == {str(event.pk)}


def test_event_that_is_dispatched_twice_is_sent_once(cast, add_webhook, publish, work, world, deliveries, time):
    webhook, _secret = add_webhook(cast.alice)

    event = publish(cast.alice)
    work()
    with tenant_context(cast.north.pk):
        events.dispatch([event.pk], time.now)
    work()

    assert len(world.receiver.received) == 1
    assert len(deliveries(webhook)) == 1


def test_event_that_is_dispatched_twice_before_it_was_sent_is_sent_once(cast, add_webhook, publish, work, world, time):
    add_webhook(cast.alice)

    event = publish(cast.alice)
    with tenant_context(cast.north.pk):
        events.dispatch([event.pk], time.now)
    work()

    assert len(world.receiver.received) == 1


def test_fan_out_asks_the_database_the_same_for_one_and_for_many_webhooks(cast, add_webhook, publish, time):
    def queries() -> int:
        event = publish(cast.alice)
        with tenant_context(cast.north.pk), CaptureQueriesContext(connection) as captured:
            events.dispatch([event.pk], time.now)
        return len(captured)

    add_webhook(cast.alice, title="1")
    one = queries()
    for title in ("2", "3", "4"):
        add_webhook(cast.alice, title=title)

    assert queries() == one


# --- What is not sent after all ---


def test_message_to_a_webhook_that_was_switched_off_is_not_sent(
    cast, client_of, add_webhook, publish, work, world, deliveries
):
    webhook, _secret = add_webhook(cast.alice)

    event = publish(cast.alice)
    with tenant_context(cast.north.pk):
        events.dispatch([event.pk], event.recorded_at)
    client_of(cast.alice).post(cast.alice.url(f"settings/webhooks/{webhook.pk}/off/"))
    publish(cast.alice)
    work()

    assert world.receiver.received == []
    (delivery,) = deliveries(webhook)
    assert delivery.state == delivery.State.CANCELLED
    assert not Job.objects.filter(queue="webhooks").exists()


def test_message_of_a_removed_webhook_is_not_sent(cast, client_of, add_webhook, publish, work, world, deliveries):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.planned = [status(500)]

    publish(cast.alice)
    work()
    client_of(cast.alice).post(cast.alice.url(f"settings/webhooks/{webhook.pk}/removal/"))
    Job.objects.filter(queue="webhooks").update(run_at=webhook.created_at)
    work()

    assert len(world.receiver.received) == 1
    assert [delivery.state for delivery in deliveries(webhook)] == ["cancelled"]


def test_message_about_an_erased_event_is_not_sent(cast, add_webhook, publish, work, world, deliveries):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.planned = [status(500)]

    event = publish(cast.alice)
    work()
    with tenant_context(cast.north.pk):
        Event.objects.filter(pk=event.pk).delete()
    Job.objects.filter(queue="webhooks").update(run_at=webhook.created_at)
    with tenant_context(cast.north.pk):
        Webhook.objects.update(resting_until=None)
    work()

    assert len(world.receiver.received) == 1
    assert [delivery.state for delivery in deliveries(webhook)] == ["cancelled"]


def test_nothing_leaves_a_copy_of_the_house(cast, add_webhook, publish, work, world, deliveries, settings):
    settings.MAIL_MODE = "staging"
    webhook, _secret = add_webhook(cast.alice)

    publish(cast.alice)
    work()

    assert world.receiver.received == []
    assert [delivery.state for delivery in deliveries(webhook)] == ["cancelled"]


def test_restored_database_sends_no_message_until_somebody_replays_it(
    cast, client_of, add_webhook, publish, work, world, time, deliveries, settings
):
    webhook, _secret = add_webhook(cast.alice)
    publish(cast.alice)
    settings.MAIL_MODE = "stopped"
    work()

    time.step(minutes=1)
    settings.MAIL_MODE, settings.MAIL_RESTORED_AT = "live", time.now
    work()
    assert world.receiver.received == []
    (delivery,) = deliveries(webhook)
    assert delivery.state == "cancelled"

    client_of(cast.alice).post(cast.alice.url(f"settings/webhooks/{webhook.pk}/deliveries/{delivery.pk}/replay/"))
    work()
    assert len(world.receiver.received) == 1


def test_messages_of_an_organization_that_is_switched_off_wait(
    cast, now, add_webhook, publish, work, world, time, deliveries
):
    webhook, _secret = add_webhook(cast.alice)
    publish(cast.alice)
    jobs.drain(queue=events.QUEUE, now=clock.real_now)
    with tenant_context(cast.north.pk):
        organizations.switch_off(now=now)
    pairs = Job.objects.filter(queue=QUEUE).values_list("pk", "subject_id")

    assert work() == 0
    deliver(cast.north.pk, list(pairs), math.inf, network=world.network)  # it was in somebody's hands already
    assert world.receiver.received == []
    assert [delivery.state for delivery in deliveries(webhook)] == ["pending"]

    with tenant_context(cast.north.pk):
        organizations.switch_on(now=now)
    time.step(minutes=1)
    work()
    assert len(world.receiver.received) == 1


def test_messages_wait_while_sending_is_stopped(cast, add_webhook, publish, work, world, time, settings):
    settings.MAIL_MODE = "stopped"
    add_webhook(cast.alice)

    publish(cast.alice)
    work()
    assert world.receiver.received == []
    settings.MAIL_MODE = "live"
    time.step(minutes=1)
    work()

    assert len(world.receiver.received) == 1


# --- Secrets ---


def test_both_secrets_sign_for_a_day_after_a_change(cast, client_of, add_webhook, publish, work, world, time):
    webhook, old = add_webhook(cast.alice)
    page = client_of(cast.alice).post(cast.alice.url(f"settings/webhooks/{webhook.pk}/secret/"), {"number": "1"})
    new = page.content.decode().split('<code class="secret">')[1].split("<")[0]

    publish(cast.alice)
    work()
    time.step(hours=24, seconds=1)
    publish(cast.alice)
    work()

    during, after = world.receiver.received
    assert new != old
    assert (is_signed(during, old), is_signed(during, new)) == (True, True)
    assert (is_signed(after, old), is_signed(after, new)) == (False, True)
    assert len(after.headers["webhook-signature"].split(" ")) == 1


def test_secret_is_readable_while_the_old_key_is_a_fallback(cast, add_webhook, publish, work, world, settings):
    _webhook, secret = add_webhook(cast.alice)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next key" * 5, [settings.SECRET_KEY]

    publish(cast.alice)
    work()

    assert is_signed(world.receiver.received[0], secret)


def test_secret_of_a_lost_key_fails_its_own_messages_alone(
    cast, add_webhook, publish, work, world, deliveries, settings
):
    lost, _secret = add_webhook(cast.alice, title="Lost")
    settings.SECRET_KEY = "the next key" * 5
    _webhook, secret = add_webhook(cast.alice, title="Fresh")

    publish(cast.alice)
    work()

    (received,) = world.receiver.received
    assert is_signed(received, secret)
    assert [attempt.fault for attempt in deliveries(lost)[0].attempts.all()] == ["secret"]


def test_fault_of_ours_is_logged_and_tried_again(cast, add_webhook, publish, work, world, deliveries, caplog):
    webhook, _secret = add_webhook(cast.alice)

    def stumble():
        raise ZeroDivisionError

    world.while_dialing = stumble
    publish(cast.alice)
    work()

    (delivery,) = deliveries(webhook)
    assert [attempt.fault for attempt in delivery.attempts.all()] == ["ours"]
    assert delivery.state == delivery.State.PENDING
    assert "webhook not tried" in caplog.text
    assert HOST not in caplog.text
