"""Times of tries, signatures, and secrets at rest."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from accounts.webhooks import schedule, signing, vault

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

# --- The schedule ---


@pytest.mark.parametrize(
    ("tries", "wait"),
    [
        *((1, 5 * SECOND), (2, 5 * MINUTE), (3, 30 * MINUTE), (4, 2 * HOUR), (5, 5 * HOUR)),
        *((6, 10 * HOUR), (7, 14 * HOUR), (8, 20 * HOUR), (9, 24 * HOUR)),
    ],
)
def test_waits_follow_the_specification_and_are_spread_a_little(tries, wait):
    times = [schedule.next_try(tries=tries, now=NOW, asked=None) for _ in range(50)]

    assert all(NOW + wait <= moment <= NOW + wait * 1.1 for moment in times)
    assert len(set(times)) > 1


def test_tenth_try_is_the_last():
    assert schedule.next_try(tries=10, now=NOW, asked=None) is None
    assert schedule.next_try(tries=10, now=NOW, asked=NOW + HOUR) is None


def test_retry_after_puts_off_and_never_hurries():
    assert schedule.next_try(tries=1, now=NOW, asked=NOW + HOUR) == NOW + HOUR
    assert schedule.next_try(tries=5, now=NOW, asked=NOW + HOUR) >= NOW + 5 * HOUR
    assert schedule.next_try(tries=1, now=NOW, asked=NOW + 300 * DAY) == NOW + DAY


@pytest.mark.parametrize(
    ("failing_for", "rest"),
    [(timedelta(0), 5 * SECOND), (10 * MINUTE, MINUTE), (2 * DAY, 5 * MINUTE)],
)
def test_receiver_rests_longer_the_longer_it_fails(failing_for, rest):
    assert schedule.rest_until(failing_since=NOW - failing_for, now=NOW, asked=None) == NOW + rest


def test_receiver_rests_as_it_asks_but_an_hour_at_most():
    assert schedule.rest_until(failing_since=NOW, now=NOW, asked=NOW + 30 * MINUTE) == NOW + 30 * MINUTE
    assert schedule.rest_until(failing_since=NOW, now=NOW, asked=NOW + DAY) == NOW + HOUR
    assert schedule.rest_until(failing_since=NOW, now=NOW, asked=NOW + SECOND) == NOW + 5 * SECOND


def test_patience_ends_after_three_days():
    assert not schedule.is_hopeless(failing_since=NOW - 3 * DAY + SECOND, now=NOW)
    assert schedule.is_hopeless(failing_since=NOW - 3 * DAY, now=NOW)


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("120", NOW + 2 * MINUTE),
        (" 5 ", NOW + 5 * SECOND),
        ("99999999999999999999999", NOW + DAY),
        ("Sun, 01 Mar 2026 13:00:00 GMT", NOW + HOUR),
        ("Sun, 01 Mar 2026 13:00:00 -0000", NOW + HOUR),
        *((text, None) for text in ("", "0", "-5", "soon", "1.5", "٣", "Sun, 01 Mar 2020 13:00:00 GMT", "1e9", "\x00")),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ],
)
def test_retry_after_is_read(header, moment):
    assert schedule.asked_time(header, now=NOW) == moment


# --- Signatures ---


def test_signature_is_the_one_that_other_libraries_test_with():
    """The example that the specification's own libraries share."""
    headers = signing.headers(
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
        secrets=[base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")],
    )

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_secrets_are_long_random_and_serialized():
    secret = signing.new_secret()

    assert secret != signing.new_secret()
    assert len(secret) == 32
    assert base64.b64decode(signing.serialize(secret).removeprefix("whsec_")) == secret


# --- The vault ---


def test_sealed_secret_opens_for_its_owner_alone():
    sealed = vault.seal(b"secret", owner=b"one")

    assert b"secret" not in sealed
    assert sealed != vault.seal(b"secret", owner=b"one")
    assert vault.open_sealed(sealed, owner=b"one") == b"secret"
    with pytest.raises(vault.Unreadable):
        vault.open_sealed(sealed, owner=b"two")


@pytest.mark.parametrize("sealed", [b"", b"short", b"x" * 100])
def test_what_nobody_sealed_does_not_open(sealed):
    with pytest.raises(vault.Unreadable):
        vault.open_sealed(sealed, owner=b"one")
    assert not vault.is_current(sealed, owner=b"one")


def test_fallback_key_opens_and_does_not_seal(settings):
    sealed = vault.seal(b"secret", owner=b"one")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]

    assert vault.open_sealed(sealed, owner=b"one") == b"secret"
    assert not vault.is_current(sealed, owner=b"one")
    assert vault.is_current(vault.seal(b"secret", owner=b"one"), owner=b"one")

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(vault.Unreadable):
        vault.open_sealed(sealed, owner=b"one")
