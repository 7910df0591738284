"""The reader's own page: a link in a letter that ends the letters, in one click, and takes that back."""

import dataclasses
import re
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.mail import actions as mail
from accounts.mail import letters
from accounts.mail.compose import compose, unsubscribe_url
from accounts.mail.models import OutgoingEmail, State, Suppression
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from accounts.tokens import Kind, make
from tests.accounts.mail.conftest import CONTEXT

LETTER = "webhook_disabled"
READER = "Taras@Client.example"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def optional(monkeypatch):
    """Treat the letter as one that may be declined."""
    monkeypatch.setitem(letters.KINDS, LETTER, dataclasses.replace(letters.KINDS[LETTER], optional=True))


@pytest.fixture
def write(cast, now):
    """Return a function that writes a letter of North that may be declined."""

    def written(to=READER, *, language="en", organization=cast.north, **options):
        with tenant_context(organization.pk):
            return mail.send(LETTER, to=to, language=language, context=CONTEXT, now=now, **options)

    return written


@pytest.fixture
def reader():
    """A browser, or a mail program, of somebody who is signed in nowhere; forgery checks are on, as for everybody."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def link(row):
    with tenant_context(row.organization_id):
        return urlsplit(unsubscribe_url(row)).path


def blocked(organization):
    with tenant_context(organization.pk):
        return list(Suppression.objects.values_list("address", "reason"))


def declined_events(organization):
    with tenant_context(organization.pk):
        return list(Event.objects.filter(kind="mail.unsubscribed"))


def acts(organization):
    with tenant_context(organization.pk):
        rows = AuditEntry.objects.filter(action__startswith="suppression").order_by("id")
        return list(rows.values_list("action", flat=True))


DECLINED = [("taras@client.example", "unsubscribed")]


def test_link_shows_whose_letters_these_are_and_changes_nothing(cast, reader, write):
    row = write()

    for _ in range(2):
        page = reader.get(link(row))
    head = reader.head(link(row))

    seen = page.content.decode()
    assert (page.status_code, head.status_code) == (200, 200)
    assert "North writes to Taras@Client.example." in seen
    assert "Send me no more letters" in seen
    assert blocked(cast.north) == []
    assert declined_events(cast.north) == []
    assert not page.cookies


def test_page_is_told_to_nobody(reader, write):
    page = reader.get(link(write()))

    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store"
    assert "noindex" in page["X-Robots-Tag"]


def test_button_ends_the_letters_once(cast, reader, write):
    contact_id = uuid7()
    row = write(contact_id=contact_id)

    for _ in range(3):
        page = reader.post(link(row))

    assert page.status_code == 200
    assert "You get no more letters" in page.content.decode()
    assert "Send me no more letters" not in page.content.decode()
    assert blocked(cast.north) == DECLINED
    (event,) = declined_events(cast.north)
    assert event.contact_id == contact_id
    assert event.payload == {"email_id": str(row.pk), "letter": LETTER}
    assert acts(cast.north) == ["suppression.declined"]
    assert blocked(cast.south) == []
    assert "You get no more letters" in reader.get(link(row)).content.decode()


def test_mail_program_ends_the_letters_in_one_click(cast, reader, write):
    """RFC 8058: the link and the body that the letter's own headers name, without cookies and forgery tokens."""
    row = write()
    with tenant_context(cast.north.pk):
        content = compose(row, kind=letters.kind_of(LETTER), profile=None, server_takes_eight_bit=True).content
    letter = message_from_bytes(content, policy=policy.default)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.fullmatch(r"<https?://[^/]+(/.*)>", letter["List-Unsubscribe"].replace(" ", ""))[1]

    answers = [reader.post(path, ONE_CLICK).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert blocked(cast.north) == DECLINED


def test_waiting_letter_stays_here_after_its_reader_has_declined(cast, reader, write, mailbox):
    first, second = write(), write()
    reader.post(link(first))

    jobs.drain(queue="mail", now=clock.real_now)

    assert mailbox.received == []
    with tenant_context(cast.north.pk):
        assert OutgoingEmail.objects.get(pk=second.pk).state == State.SUPPRESSED


def test_reader_takes_it_back(cast, reader, write):
    row = write()
    assert 'name="undo"' in reader.post(link(row)).content.decode()

    for _ in range(2):
        page = reader.post(link(row), {"undo": "1"})

    assert "You get letters again" in page.content.decode()
    assert blocked(cast.north) == []
    assert acts(cast.north) == ["suppression.declined", "suppression.undone"]

    reader.post(link(row))
    assert blocked(cast.north) == DECLINED
    assert len(declined_events(cast.north)) == 2


def test_letters_of_another_organization_go_on(cast, reader, write):
    ours, theirs = write(), write(organization=cast.south)

    reader.post(link(ours))

    assert blocked(cast.south) == []
    assert "South writes to" in reader.get(link(theirs)).content.decode()


@pytest.mark.parametrize("reason", ["by_hand", "bounce", "paused"])
def test_readers_word_is_stronger_than_every_other_reason(cast, reader, write, now, reason):
    row = write()
    with tenant_context(cast.north.pk):
        Suppression.objects.create(address=READER.lower(), reason=reason, created_at=now)
    assert "Send me no more letters" in reader.get(link(row)).content.decode()

    reader.post(link(row))

    assert blocked(cast.north) == DECLINED


def test_complaint_is_not_taken_back_by_a_link(cast, reader, write, now):
    row = write()
    with tenant_context(cast.north.pk):
        Suppression.objects.create(address=READER.lower(), reason="complaint", created_at=now)

    pages = [reader.post(link(row)).content.decode(), reader.post(link(row), {"undo": "1"}).content.decode()]

    assert all("You get no more letters" in page and 'name="undo"' not in page for page in pages)
    assert blocked(cast.north) == [(READER.lower(), "complaint")]


@pytest.mark.parametrize("reason", ["by_hand", "bounce"])
def test_undo_removes_only_the_readers_own_word(cast, reader, write, now, reason):
    row = write()
    with tenant_context(cast.north.pk):
        Suppression.objects.create(address=READER.lower(), reason=reason, created_at=now)

    page = reader.post(link(row), {"undo": "1"}).content.decode()

    assert blocked(cast.north) == [(READER.lower(), reason)]
    assert "You get letters again" not in page


def test_page_speaks_the_language_of_the_letter(reader, write):
    page = reader.get(link(write(language="uk")), headers={"accept-language": "ru"})

    assert page["Content-Language"] == "uk"
    assert '<html lang="uk"' in page.content.decode()


def test_names_are_shown_as_text(cast, reader, write):
    cast.north.name = "<script>alert(1)</script>"
    with tenant_context(cast.north.pk):
        cast.north.save()

    assert "<script>alert" not in reader.get(link(write())).content.decode()


@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_wrong_link_is_not_found(cast, reader, write, method):
    row = write()
    good = link(row)
    key = {"organization_id": row.organization_id, "row_id": row.pk, "nonce": bytes(row.nonce)}
    wrong = [
        "/u/abc/",
        good[:-3] + ("A/" if good[-3:-1] != "AA" else "B/"),
        f"/u/{'A' * 78}/",
        f"/u/{make(**{**key, 'kind': Kind.STAFF_INVITATION})}/",
        f"/u/{make(**{**key, 'kind': Kind.UNSUBSCRIBE, 'row_id': uuid7()})}/",
        f"/u/{make(**{**key, 'kind': Kind.UNSUBSCRIBE, 'nonce': b'x' * 16})}/",
        f"/u/{make(**{**key, 'kind': Kind.UNSUBSCRIBE, 'organization_id': cast.south.pk})}/",
    ]

    assert {getattr(reader, method)(address).status_code for address in wrong} == {404}
    assert reader.get(good).status_code == 200
    assert blocked(cast.north) == blocked(cast.south) == []


def test_link_that_was_revoked_is_not_found(cast, reader, write):
    row = write()
    address = link(row)
    with tenant_context(cast.north.pk):
        OutgoingEmail.objects.update(token_digest=None)

    assert reader.get(address).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(cast, reader, write, method):
    assert getattr(reader, method)(link(write())).status_code == 405
    assert blocked(cast.north) == []


def test_page_asks_the_database_the_same_for_one_letter_and_for_three(reader, write):
    row = write()
    reader.get(link(row))
    with CaptureQueriesContext(connection) as one:
        reader.get(link(row))
    write()
    write()

    with CaptureQueriesContext(connection) as three:
        reader.get(link(row))

    assert len(three) == len(one)


def test_signed_in_reader_of_another_house_may_decline_too(cast, client_of, write):
    row = write()

    assert client_of(cast.mallory).post(link(row)).status_code == 200
    assert blocked(cast.north) == DECLINED


def test_list_of_blocked_addresses_and_the_trail_tell_of_it(cast, client_of, reader, write):
    reader.post(link(write()))
    alice = client_of(cast.alice)

    listed = alice.get(cast.alice.url("settings/mail/blocked/")).content.decode()
    trail = alice.get(cast.alice.url("settings/audit/")).content.decode()

    assert "The reader declined letters" in listed
    assert "The reader <strong>taras@client.example</strong> wants no more letters" in trail
