"""What people are told when something is wrong: in their language, with the next step, needing nothing that could fail too."""

from http import HTTPStatus

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import OperationalError
from django.test import Client

from accounts.organizations import queries
from accounts.organizations.roles import Role
from happiness import errors
from tests.cast import hire

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/no-such-page/", "/%00"])
def test_failures_speak_the_language_of_the_browser(db, language, address):
    page = Client().get(address, headers={"Accept-Language": language}).content.decode()

    assert f'<html lang="{language}"' in page


def test_missing_right_names_roles_and_people_who_can_give_them(cast, client_of, now):
    hire(cast.north, "Olga Olsen", role=Role.ADMINISTRATOR, now=now)

    page = client_of(cast.carol).get(cast.carol.url("settings/organization/")).content.decode()

    assert "Administrator" in page
    assert "Alice Ahlberg, Dave Dahl, Olga Olsen" in page
    assert "Mallory" not in page


# --- The last line: no database, no static files, no session ---


@pytest.fixture
def bare(rf):
    """Return a function that asks for the page of a failure as Django does, with nothing that a middleware has prepared."""

    def asked(failure):
        try:
            raise failure
        except type(failure):
            return errors.server_error(rf.get("/o/north/"))

    return asked


@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        (RuntimeError("a fault"), 500, ["on our side", "зламалося в нас", "сломалось у нас"]),
        (OperationalError("gone"), 503, ["Back in a moment", "За мить повернемося", "Вернёмся через минуту"]),
    ],
    ids=["500", "503"],
)
def test_last_page_needs_no_database_and_no_static_files(bare, monkeypatch, failure, status, words):
    def missing(name):
        raise ValueError("no manifest")

    monkeypatch.setattr(staticfiles_storage, "url", missing)

    answer = bare(failure)  # a query would fail: the test has not asked for the database

    page = answer.content.decode()
    assert answer.status_code == status
    assert all(word in page for word in words)
    assert "stylesheet" not in page
    assert [f'lang="{language}"' in page for language in LANGUAGES] == [True] * 3
    assert (answer.get("Retry-After") == "10") == (status == 503)


def test_database_that_goes_away_is_503_and_comes_back(cast, client_of, monkeypatch):
    def away(**options):
        raise OperationalError("server closed the connection unexpectedly")

    browser = client_of(cast.alice)
    with monkeypatch.context() as patch:
        patch.setattr(queries, "departments", away)
        assert browser.get(cast.alice.url()).status_code == HTTPStatus.SERVICE_UNAVAILABLE

    assert browser.get(cast.alice.url()).status_code == HTTPStatus.OK
