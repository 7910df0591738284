"""Every page asks for a right or stands in a short list with a reason, and looking changes nothing."""

import re
import uuid

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.organizations.roles import Right, has_right
from accounts.tenancy.uuid7 import uuid7
from accounts.tokens import Kind, make
from tests.architecture.site_map import Page, pages, pages_behind_the_door

FOR_MACHINES = "asked by machines that sign in nowhere"
OF_ALLAUTH = "of django-allauth, which asks for a sign-in where one is needed"
FOR_DEVELOPERS = "the components, with invented data; 404 in production"
PUBLIC = {
    "front-door": "leads everybody to their place",
    "security": "the person's own password, codes and sessions",
    "preferences": "the person's own language and look",
    "organizations": "the person's own organizations",
    "new-organization": "founding one",
    "join": "the link of an invitation says whose it is",
    "unsubscribe": "the link of a letter says whose it is; a button declines",
    **dict.fromkeys(
        ("survey", "survey-done", "survey-stop", "survey-data", "survey-again", "survey-colleague"),
        "the link of an invitation says who may answer; a GET writes nothing",
    ),
    **dict.fromkeys(
        ("open-survey", "open-survey-done"), "the open link of a survey, which a colleague has opened until a day"
    ),
    **dict.fromkeys(
        (
            *("line", "line-write", "line-said", "line-talk", "line-asking"),
            *("line-letters", "line-colleague", "line-data", "line-data-file"),
        ),
        "the link of a person says whose page it is; a GET writes nothing",
    ),
    "case-link": "the link of a case says who may confirm it; a GET writes nothing",
    "case-unit": "the link of a question says whose answer it is; a GET writes nothing",
    "decide": "the link of a question says whose decision it is; a GET writes nothing",
    "care-feed-document": "a calendar program asks; the link says whose calendar it is",
    "alert-link": "the link of a letter says in whose name it acts; a GET writes nothing",
    **dict.fromkeys(
        ("line-leaders", "survey-leaders", "open-survey-leaders", "island-letter"),
        "the link says who may write to top management, and whose letter it is; a GET writes nothing",
    ),
    "set-language": "Django's own; keeps the language in a cookie",
    "ui": FOR_DEVELOPERS,
    "ui-theme": FOR_DEVELOPERS,
    "ui-form": FOR_DEVELOPERS,
    "ui-letter": FOR_DEVELOPERS,
    "livez": FOR_MACHINES,
    "readyz": FOR_MACHINES,
    "metrics": FOR_MACHINES,
    **dict.fromkeys(
        (
            *("api-cases", "api-case", "api-clients", "api-client", "api-contacts", "api-contact"),
            *("api-answers", "api-answer", "api-surveys", "api-survey", "api-survey-questions"),
            *("api-stages", "api-stage"),
            *(
                "api-contracts",
                "api-contract",
                "api-events",
                "api-event",
                "api-event-batch",
                "api-interactions",
                "api-interaction",
            ),
        ),
        "asked with a bearer token, whose scope and owner's role decide",
    ),
    "api-schema": "describes the API and no organization",
    "inbound-hook-call": "a tool calls it; the address holds a token of the organization",
    "mail-hook": "the mail provider's reports; the address holds a secret",
}
REDIRECT = "account/2fa/"  # to the page of sign-in; allauth returns there
ALLAUTH = re.compile(r"^(account|mfa|usersessions)_")
OUTSIDE = [page for page in pages() if not page.is_behind_the_door]
CHANGING = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|CREATE|ALTER|DROP|WITH\b.*\b(INSERT|UPDATE|DELETE)\b)", re.IGNORECASE
)
SESSIONS = re.compile(r'"?(django_session|usersessions_usersession)"?')


def address(page: Page) -> str:
    """Return an address of the page with arguments that nobody has."""
    if not page.arguments:
        return "/" + page.route
    token = make(kind=Kind.STAFF_INVITATION, organization_id=uuid7(), row_id=uuid7(), nonce=b"n" * 16)
    values = {
        "StringConverter": token,
        "IntConverter": 1,
        "UUIDConverter": uuid.UUID(int=7),
        "SlugConverter": "north",
        "PathConverter": "x",
    }
    return page.address(**{name: values[converter] for name, converter in page.arguments.items()})


@pytest.mark.parametrize("page", pages_behind_the_door(), ids=str)
def test_page_behind_the_door_asks_for_a_right(page):
    assert isinstance(getattr(page.view, "right", None), Right), f"decorate {page.view} with in_organization(right)"


def test_every_other_page_is_in_the_list():
    names = {page.name for page in OUTSIDE if page.route != REDIRECT and not ALLAUTH.match(page.name)}

    assert names == set(PUBLIC)


def test_every_page_of_allauth_is_of_allauth():
    views = {page.view.__module__ for page in OUTSIDE if ALLAUTH.match(page.name)}

    assert {module for module in views if not module.startswith(("allauth.", "django.views.generic"))} == set()


@pytest.mark.parametrize("page", OUTSIDE, ids=str)
def test_looking_at_a_public_page_changes_nothing(cast, page):
    """Mail scanners and browsers open every link before a person does."""
    browser = Client(raise_request_exception=False)
    for method in ("get", "head"):
        with CaptureQueriesContext(connection) as queries:
            response = getattr(browser, method)(address(page))

        assert response.status_code < 500
        changes = [
            query["sql"] for query in queries if CHANGING.match(query["sql"]) and not SESSIONS.search(query["sql"])
        ]
        assert changes == []


def test_a_change_would_be_noticed():
    for statement in ('INSERT INTO "x"', ' update "x" set', "WITH a AS (DELETE FROM x) SELECT 1", "TRUNCATE x"):
        assert CHANGING.match(statement)
    assert not CHANGING.match('SELECT "x"."updated" FROM "x"')


@pytest.mark.parametrize("page", pages_behind_the_door(), ids=str)
def test_anonymous_person_is_led_to_the_sign_in(cast, page):
    browser = Client(raise_request_exception=False)

    for method in ("get", "post"):
        response = getattr(browser, method)(address(page))
        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/?next=/o/north/")


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dave", "erin"])
def test_page_opens_for_those_whose_role_holds_its_right_alone(cast, client_of, name):
    person = getattr(cast, name)
    browser = client_of(person)
    wrong = []

    for page in pages_behind_the_door():
        for method in ("get", "post"):
            with transaction.atomic():  # one of the pages is for leaving
                status = getattr(browser, method)(address(page)).status_code
                transaction.set_rollback(True)
            if (status == 403) == has_right(person.membership.role, page.view.right) or status >= 500:
                wrong.append((page.name, method, status))

    assert wrong == []
