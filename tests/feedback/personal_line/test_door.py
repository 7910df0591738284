"""The door of a personal page: whose link opens it, and that looking changes nothing."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import tokens
from accounts.clients import actions
from accounts.clients.models import Contact, PersonalLine
from accounts.tenancy.context import tenant_context
from tests.architecture.test_access import CHANGING
from tests.factories import feedback as factory
from tests.factories.accounts import a_client, a_contact
from tests.feedback.personal_line.conftest import PAGES, line_of, open_line
from tests.pages.weighing import packed


def token_of(line, **other) -> str:
    with tenant_context(line.organization_id):
        row = PersonalLine.objects.get(contact=line.position.contact_id, revoked_at=None)
    values = {"kind": tokens.Kind.PERSONAL, "organization_id": row.organization_id, "row_id": row.pk}
    return tokens.make(**{**values, "nonce": bytes(row.nonce), **other})


@pytest.mark.parametrize("path", PAGES)
def test_page_opens_without_cookie_script_or_change(line, path):
    with CaptureQueriesContext(connection) as queries:
        answer = line.get(path)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert [one["sql"] for one in queries if CHANGING.match(one["sql"])] == []
    assert len(queries) < 15
    assert "<script" not in html
    assert " src=" not in html
    assert packed(answer.content) < 14_000
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_wrong_links_open_nothing(line, cast, now):
    token = token_of(line)
    south = open_line(cast.mallory, now=now)
    wrong = [
        token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
        "x",
        token_of(line, kind=tokens.Kind.SURVEY),
        token_of(line, kind=tokens.Kind.UNSUBSCRIBE),
        token_of(line, nonce=b"n" * 16),
        token_of(line, row_id=uuid.uuid4()),
        token_of(line, organization_id=cast.south.pk),
        token_of(south, organization_id=cast.north.pk),
    ]

    for one in wrong:
        for path in PAGES:
            assert line.browser.get(f"/p/{one}/{path}").status_code in {404, 429}, (one, path)
    assert line.browser.get(f"/s/{token}/").status_code in {404, 429}
    assert line.get().status_code == 200


def test_link_of_one_person_shows_nothing_of_another(line, cast, now):
    south = open_line(cast.mallory, now=now, name="Zoya", client="Umbrella")
    south.write("canary of the south")

    pages = "".join(line.page(path) for path in PAGES)

    assert "canary" not in pages
    assert "Umbrella" not in pages
    assert "canary of the south" in south.page("said/")


def test_closed_page_says_so_and_takes_nothing(line, cast, now):
    with tenant_context(line.organization_id):
        actions.close_line(contact=line.contact(), by=cast.alice.employee, now=now)

    for path in PAGES:
        assert line.get(path).status_code == 410
    assert "This page is closed" in line.get().content.decode()
    assert line.write("canary", key="0" * 32).status_code == 410
    assert line.post("letters/").status_code == 410
    assert line.post("data/file/").status_code == 410
    with tenant_context(line.organization_id):
        assert actions.line_url(contact_id=line.position.contact_id, now=now) == ""


def test_new_link_ends_the_former_one(line, client_of, cast, now):
    browser = client_of(cast.alice)
    url = cast.alice.url(f"people/{line.position.contact_id}/line/")
    html = browser.get(url).content.decode()
    assert line.url not in html
    key = html.partition('name="form_key" value="')[2].partition('"')[0]

    for _again in range(2):
        browser.post(url, {"act": "renew", "form_key": key})

    assert line.get().status_code == 410
    with tenant_context(line.organization_id):
        assert PersonalLine.objects.filter(contact=line.position.contact_id).count() == 2
        assert line_of(line.position, now=now).get().status_code == 200


def test_page_of_somebody_erased_is_closed_at_once(line, cast, now):
    with tenant_context(line.organization_id):
        Contact.objects.filter(pk=line.position.contact_id).update(erased_at=now)

    answer = line.get()

    assert answer.status_code == 410
    assert "Taras" not in answer.content.decode()


def test_too_many_acts_are_asked_to_wait(line):
    key = line.key()
    statuses = [line.write("again", key=key).status_code for _number in range(22)]

    assert statuses[0] == 303
    assert statuses[-1] == 429


def test_languages_are_equals_and_the_wish_is_kept_in_links(line):
    assert 'lang="uk"' in line.page("?l=uk")
    assert "write/?l=ru" in line.page("?l=ru")
    assert 'lang="en"' in line.page("?l=xx")


def test_queries_do_not_grow_with_what_was_said(line, cast, now):
    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            line.page(path)
        return len(queries)

    def say(number: int) -> None:
        with tenant_context(line.organization_id):
            factory.a_response(
                {"recommend": 9}, version=version, now=now, contact=line.position.contact, client=line.position.client
            )
            another = a_client(f"Client {number}", by=cast.alice.employee, now=now, manager=cast.alice.employee)
            actions.place(contact=line.position.contact, client=another, by=cast.alice.employee, now=now)
        line.write(f"note {number}")

    with tenant_context(line.organization_id):
        version = factory.a_version(by=cast.alice.employee, now=now)
        a_contact("Another", at=line.position.client, by=cast.alice.employee, now=now)
    say(1)
    count("said/")
    before = {path: count(path) for path in PAGES}
    say(2)
    say(3)

    assert {path: count(path) for path in PAGES} == before
