"""/livez, /readyz and /metrics: what machines watch."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from accounts.jobs import actions as jobs
from accounts.tenancy.owner import as_owner

FORM = "application/x-www-form-urlencoded"


def test_livez_asks_nothing_of_the_database(client):
    # No `db` fixture: a query would fail this test.
    assert client.get("/livez").content == b"ok"


def test_readyz_answers_when_everything_is_there(client, db):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "database": "ok", "migrations": "ok", "redis": "ok"}


def test_readyz_says_that_a_migration_is_missing(client, transactional_db):
    ((_app, newest),) = MigrationLoader(None).graph.leaf_nodes("accounts")
    move = "UPDATE django_migrations SET app = %s WHERE app = %s AND name = %s"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(move, ["elsewhere", "accounts", newest])
    try:
        response = client.get("/readyz")
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(move, ["accounts", "elsewhere", newest])

    assert response.status_code == 503
    assert response.json()["migrations"] == "pending"


def test_readyz_is_degraded_not_down_without_redis(client, db, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["redis"] == "away"


def test_probes_refuse_to_be_posted_to(client, db):
    for path in ("/livez", "/readyz", "/metrics"):
        assert client.post(path).status_code == 405


def test_metrics_tell_the_ledger_and_the_clockwork(client, cast, now):
    jobs.run_recurring(name="seal-audit", every=now - now, action="accounts.audit.actions.request_seals", now=now)

    text = client.get("/metrics").content.decode()

    assert 'happiness_jobs_waiting{queue="seal_audit"} 2.0' in text
    assert 'happiness_jobs_oldest_due_seconds{queue="seal_audit"}' in text
    assert 'happiness_heartbeat_age_seconds{job="seal-audit"}' in text
    assert "happiness_mail_oldest_due_seconds 0.0" in text
    assert "happiness_http_requests_total" in text
    assert str(cast.north.pk) not in text


def test_metrics_need_the_token_in_production(client, db, settings):
    settings.PRODUCTION = True

    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "only for prometheus"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer only for prometheus"}).status_code == 200


def test_every_answer_names_its_request():
    client = Client()

    given = client.get("/livez", headers={"X-Request-ID": "0a1b2c3d4e5f"})
    forged = client.get("/livez", headers={"X-Request-ID": 'x" injected="1'})

    assert given["X-Request-ID"] == "0a1b2c3d4e5f"
    assert "injected" not in forged["X-Request-ID"]


@pytest.mark.parametrize("address", ["/%00", "/?next=%00", "/o/north/%00/", "/join/%00/"])
def test_nul_byte_in_an_address_is_a_bad_request(client, db, address):
    assert client.get(address).status_code == 400


def test_text_or_fields_over_the_limit_are_413_and_say_what_to_do(client, db, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    long = client.post("/account/login/", "login=" + "x" * (1024 * 1024), content_type=FORM)
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    many = client.post("/account/login/", "a=1&b=2&c=3&d=4", content_type=FORM)

    assert (long.status_code, many.status_code) == (413, 413)
    assert "A file may have 10 MB at most, and the text of a form 1 MB." in long.content.decode()
    assert "more fields or files than we take at once" in many.content.decode()


def test_body_over_the_limit_is_413(client, db, settings):
    settings.MAX_BODY_BYTES = 1000

    response = client.post("/account/login/", {"login": "x" * 2000})

    assert response.status_code == 413
