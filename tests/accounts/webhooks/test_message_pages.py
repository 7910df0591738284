"""The pages of messages: what was sent to a webhook, and what became of it."""

import json
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.events import kinds
from accounts.jobs.models import Job
from accounts.tenancy.context import tenant_context
from accounts.web import pagination
from accounts.webhooks.models import WebhookDelivery
from tests.accounts.webhooks.receiver import status
from tests.factories.accounts import a_client


def test_test_event_is_sent_once_and_its_page_shows_the_answer(cast, add_webhook, act, work, world, open_page):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.planned = [status(500, "<b>out of order</b>")]

    page = act(cast.alice, f"{webhook.pk}/test/")
    assert "Not tried yet." in page
    work()

    with tenant_context(cast.north.pk):
        delivery = WebhookDelivery.objects.get()
    page = open_page(cast.alice, f"{webhook.pk}/deliveries/{delivery.pk}/")
    assert "HTTP 500" in page
    assert "&lt;b&gt;out of order&lt;/b&gt;" in page
    assert str(delivery.event_id) in page
    assert b'"type":"webhook.test"' in world.receiver.received[0].body


def test_replay_sends_the_same_message_again(cast, add_webhook, publish, act, work, world, acts, deliveries):
    webhook, _secret = add_webhook(cast.alice)
    publish(cast.alice)
    work()
    (delivery,) = deliveries(webhook)

    act(cast.alice, f"{webhook.pk}/deliveries/{delivery.pk}/replay/")
    work()

    first, second = world.receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    (delivery,) = deliveries(webhook)
    assert (delivery.state, len(delivery.attempts.all())) == ("delivered", 2)
    assert acts()[-1].action == "webhook.replayed"


def test_replay_does_not_wait_for_the_next_try_or_for_the_receivers_rest(
    cast, add_webhook, publish, act, work, world, time, deliveries, open_page
):
    webhook, _secret = add_webhook(cast.alice)
    world.receiver.planned = [status(500), status(500)]
    publish(cast.alice)
    work()
    time.step(seconds=6)
    work()
    (delivery,) = deliveries(webhook)
    assert "next try:" in open_page(cast.alice, f"{webhook.pk}/deliveries/{delivery.pk}/")

    act(cast.alice, f"{webhook.pk}/deliveries/{delivery.pk}/replay/")
    assert Job.objects.filter(queue="webhooks").count() == 1
    work()

    assert len(world.receiver.received) == 3
    assert deliveries(webhook)[0].state == "delivered"


def test_replay_of_a_webhook_that_is_off_is_refused(cast, add_webhook, publish, act, work, world, deliveries):
    webhook, _secret = add_webhook(cast.alice)
    publish(cast.alice)
    work()
    act(cast.alice, f"{webhook.pk}/off/")

    page = act(cast.alice, f"{webhook.pk}/deliveries/{deliveries(webhook)[0].pk}/replay/")

    assert "Switch it on first." in page
    assert deliveries(webhook)[0].state == "delivered"


def test_log_is_filtered_by_state_and_paged(cast, add_webhook, publish, work, world, open_page, monkeypatch):
    monkeypatch.setitem(pagination.page_of.__kwdefaults__, "size", 2)
    webhook, _secret = add_webhook(cast.alice)
    for _ in range(3):
        publish(cast.alice)
    work()

    page = open_page(cast.alice, f"{webhook.pk}/")
    following = re.search(r'href="(\?[^"]*|/o/[^"]*\?[^"]*after=[^"]*)"[^>]*>Show older', page)[1]

    assert page.count("HTTP 204") == 2
    assert open_page(cast.alice, f"{webhook.pk}/?{following.split('?')[1]}").count("HTTP 204") == 1
    assert "No message in this state" in open_page(cast.alice, f"{webhook.pk}/?state=failed")
    assert open_page(cast.alice, f"{webhook.pk}/?state=delivered").count("HTTP 204") == 2
    assert open_page(cast.alice, f"{webhook.pk}/?state=nonsense&after=x").count("HTTP 204") == 2


def test_log_asks_the_database_the_same_for_one_and_for_many(cast, client_of, add_webhook, publish, work):
    webhook, _secret = add_webhook(cast.alice)
    client, address = client_of(cast.alice), cast.alice.url(f"settings/webhooks/{webhook.pk}/")
    publish(cast.alice)
    work()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    publish(cast.alice)
    publish(cast.alice)
    work()

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


def test_chat_gets_a_sentence_that_everybody_may_read(cast, add_webhook, publish, act, work, world, now):
    slack, _secret = add_webhook(cast.alice, title="Slack", form="chat")
    add_webhook(cast.alice, title="Teams", form="teams")
    with tenant_context(cast.north.pk):
        client = a_client("Nord <werk>", by=cast.alice.employee, now=now, origin="history")
    payload = {"alert_id": str(client.pk), "number": 7, "rule": "low", "severity": "serious", "topic": "mood"}
    publish(cast.alice, kind=kinds.ALERT_RAISED, client_id=client.pk, payload=payload)
    publish(cast.alice, kind=kinds.RESPONSE_CONFIDED, payload={"response_id": str(client.pk)})
    work()
    act(cast.alice, f"{slack.pk}/test/")
    work()

    bodies = [json.loads(one.body) for one in world.receiver.received]
    lines = [one["text"] for one in bodies if "text" in one]
    (card,) = [one["attachments"][0]["content"] for one in bodies if "attachments" in one]
    assert lines[0].startswith("*Nord &lt;werk&gt;: An alert was raised*\n№ 7: A low answer\nhttp")
    assert lines[0].endswith("/o/north/alerts/7/")
    assert "This channel works" in lines[1]
    assert [one["text"] for one in card["body"]] == ["Nord <werk>: An alert was raised", "№ 7: A low answer"]
    assert card["actions"][0]["url"].endswith("/o/north/alerts/7/")
    assert all("webhook-signature" in one.headers for one in world.receiver.received)
