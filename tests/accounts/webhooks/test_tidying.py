"""Old logs go, and seals of a key that is being given up are renewed."""

from datetime import timedelta

from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.tenancy.context import tenant_context
from accounts.webhooks import actions, vault
from accounts.webhooks.actions import tidying
from accounts.webhooks.models import DeliveryAttempt, Webhook, WebhookDelivery
from happiness.schedule import TIMETABLE
from tests.accounts.webhooks.receiver import status


def tidy(now) -> None:
    actions.request_tidying(now=now)
    jobs.drain(queue=tidying.QUEUE, now=lambda: now)


def test_it_stands_in_the_timetable():
    assert "accounts.webhooks.actions.request_tidying" in {entry.action for entry in TIMETABLE}


def test_settled_messages_go_after_thirty_days(cast, add_webhook, publish, work, world, time, monkeypatch):
    monkeypatch.setattr(tidying, "BATCH", 2)
    add_webhook(cast.alice)
    add_webhook(cast.mallory)
    for _ in range(5):
        publish(cast.alice)
    publish(cast.mallory)
    work()
    time.step(days=30, seconds=-1)
    tidy(time.now)
    assert _kept(cast.north) == (5, 5)

    world.receiver.planned = [status(200)]
    publish(cast.alice)
    work()
    time.step(seconds=2)
    tidy(time.now)

    assert _kept(cast.north) == (1, 1)
    assert _kept(cast.south) == (0, 0)
    assert not Job.objects.filter(queue=tidying.QUEUE).exists()


def test_messages_that_wait_are_kept(cast, add_webhook, publish, work, world, time):
    add_webhook(cast.alice)
    world.receiver.usual = status(500)
    publish(cast.alice)
    work()

    tidy(time.now + timedelta(days=40))

    assert _kept(cast.north) == (1, 1)


def test_seals_of_an_older_key_are_renewed(cast, client_of, add_webhook, settings, time):
    webhook, _secret = add_webhook(cast.alice)
    lost, _secret = add_webhook(cast.alice, title="Lost")
    client_of(cast.alice).post(cast.alice.url(f"settings/webhooks/{webhook.pk}/secret/"), {"number": "1"})
    with tenant_context(cast.north.pk):
        Webhook.objects.filter(pk=lost.pk).update(sealed_secret=b"nobody's")
        before = Webhook.objects.get(pk=webhook.pk)
        secrets = before.secrets(now=time.now)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next key" * 5, [settings.SECRET_KEY]

    tidy(time.now)

    settings.SECRET_KEY_FALLBACKS = []
    with tenant_context(cast.north.pk):
        after = Webhook.objects.get(pk=webhook.pk)
        assert after.secrets(now=time.now) == secrets
        assert vault.is_current(bytes(after.sealed_previous), owner=after.pk.bytes)
        assert bytes(Webhook.objects.get(pk=lost.pk).sealed_secret) == b"nobody's"


def test_seals_of_the_present_key_are_left_alone(cast, add_webhook, time):
    webhook, _secret = add_webhook(cast.alice)

    tidy(time.now)

    with tenant_context(cast.north.pk):
        assert bytes(Webhook.objects.get().sealed_secret) == bytes(webhook.sealed_secret)


def _kept(organization) -> tuple[int, int]:
    with tenant_context(organization.pk):
        return WebhookDelivery.objects.count(), DeliveryAttempt.objects.count()
