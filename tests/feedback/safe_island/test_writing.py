"""Writing to top management: from one's own page, from a survey, without a name; and what is wrong with what was typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.clients import actions as clients
from accounts.mail.models import OutgoingEmail
from accounts.tenancy.context import tenant_context
from accounts.tokens import Kind, make
from feedback.surveys import actions as surveys
from tests.architecture.test_access import CHANGING
from tests.factories import feedback as factory
from tests.factories.accounts import a_client
from tests.feedback.safe_island.conftest import CANARY, Desk, threads


def test_page_says_who_reads_before_anything_is_written(desk, line):
    html = desk.page()

    assert "Bob Berg" in html
    assert "Alice Ahlberg" not in html  # she manages Acme
    assert "<script" not in html
    assert desk.url in line.page()
    assert desk.url in line.page("write/")


def test_letter_is_kept_once_and_shown_to_its_writer(desk, cast, line):
    key = desk.key()
    first, second = (desk.write(key=key) for _again in range(2))

    assert first["Location"] == second["Location"]
    (thread,) = threads(cast.north)
    assert (thread.contact_id, thread.client_id) == (line.position.contact_id, line.position.client_id)
    html = desk.page(first["Location"])
    assert CANARY in html
    assert "Nobody has opened it yet." in html
    assert first["Location"].partition("?")[0] in desk.page()


def test_readers_hear_that_something_waits_and_nothing_more(desk, cast, mailbox):
    desk.letter()

    (letter,) = mailbox
    assert letter["To"] == "bob@north.example"
    assert letter["Subject"] == "A message waits for you"
    for word in (CANARY, "Taras", "Acme", "client", "island/0"):
        assert word not in letter.as_string()
    with tenant_context(cast.north.pk):
        (row,) = OutgoingEmail.objects.all()
    assert (row.contact_id, row.context) == (None, {})


def test_without_a_name_nothing_tells_who_it_was(desk, cast):
    url = desk.letter(name="nameless")

    (thread,) = threads(cast.north)
    assert (thread.contact_id, thread.client_id) == (None, None)
    assert "Keep the address of this page." in desk.page(url)
    assert url not in desk.page()
    assert "May somebody be told?" not in desk.page(url)


def test_survey_leads_to_it(desk, line, cast, now):
    with tenant_context(cast.north.pk):
        version = factory.a_version(by=cast.alice.employee, now=now)
        _row, token = factory.an_invitation(to=line.position, version=version, by=cast.alice.employee, now=now)
    survey = Desk(f"/s/{token}/leaders/")

    assert survey.url in survey.page(f"/s/{token}/")
    survey.letter()

    assert threads(cast.north)[0].contact_id == line.position.contact_id


def test_open_survey_takes_letters_of_nobody(cast, now):
    with tenant_context(cast.north.pk):
        survey = factory.a_version(by=cast.alice.employee, now=now).survey
        token = surveys.open_to_all(survey=survey, role="", until=None, by=cast.alice.employee, now=now)
    kiosk = Desk(f"/s/open/{token}/leaders/")

    assert "With my name" not in kiosk.page()
    kiosk.letter(name="named")

    assert threads(cast.north)[0].contact_id is None


def test_person_at_several_clients_says_at_which(desk, line, cast, now):
    with tenant_context(cast.north.pk):
        beta = a_client("Beta", by=cast.alice.employee, now=now, manager=cast.bob.employee)
        clients.place(contact=line.position.contact, client=beta, by=cast.alice.employee, now=now)

    desk.letter(client=beta.pk)

    assert threads(cast.north)[0].client_id == beta.pk
    assert desk.write(client="0197c0de-0000-7000-8000-000000000000").status_code == 422


@pytest.mark.parametrize("text", ["", "   \n ", "я" * 10_001, "a\0b"])
def test_what_is_wrong_is_said_and_stays(desk, cast, text):
    answer = desk.write(text)

    assert answer.status_code == 422
    assert 'class="fault"' in answer.content.decode()
    if len(text) > 100:
        assert text in answer.content.decode()
    assert threads(cast.north) == []


@pytest.mark.parametrize("text", ["<b>x</b>\nдруга", "שלום עולם", "я" * 10_000, "👩‍👩‍👧"])
def test_every_text_comes_through_as_it_was_typed(desk, text):
    html = desk.page(desk.letter(text))

    shown = text.replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    assert shown in html
    assert 'dir="auto"' in html


def test_wrong_keys_and_unknown_acts_change_nothing(desk, cast):
    assert desk.write(key="no key").status_code == 422
    url = desk.letter()
    assert desk.act(url, "publish").status_code == 422
    assert desk.act(url, "answer", text="x", key="short").status_code == 422


def test_looking_changes_nothing(desk, taken):
    url, _reader = taken
    for path in (desk.url, url, f"{url}?done=delete"):
        with CaptureQueriesContext(connection) as queries:
            answer = desk.get(path)
        assert answer.status_code == 200
        assert [one["sql"] for one in queries if CHANGING.match(one["sql"])] == []
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies


def test_wrong_links_open_nothing(desk, taken, cast):
    url, _reader = taken
    (thread,) = threads(cast.north)
    values = {"organization_id": thread.organization_id, "row_id": thread.pk, "nonce": bytes(thread.nonce)}
    wrong = [
        make(kind=Kind.ISLAND, **{**values, "nonce": b"n" * 16}),
        make(kind=Kind.ISLAND, **{**values, "organization_id": cast.south.pk}),
        make(kind=Kind.PERSONAL, **values),
    ]

    assert {desk.get(f"/i/{one}/").status_code for one in wrong} == {404}
    assert desk.get(url.replace("/i/", "/p/")).status_code == 404


def test_too_many_letters_are_asked_to_wait(desk):
    key = desk.key()
    statuses = [desk.write(key=key).status_code for _number in range(22)]

    assert (statuses[0], statuses[-1]) == (303, 429)


def test_without_a_key_nothing_can_be_written(desk, line, settings, cast):
    settings.ISLAND_KEYS = []

    assert desk.get().status_code == 410
    assert desk.write(key="0" * 32).status_code == 410
    assert "leaders/" not in line.page()
    assert threads(cast.north) == []


def test_closed_page_takes_no_letter(desk, line, cast, now):
    with tenant_context(cast.north.pk):
        clients.close_line(contact=line.contact(), by=cast.alice.employee, now=now)

    assert desk.get().status_code == 410
    assert desk.write(key="0" * 32).status_code == 410


@pytest.mark.parametrize(("language", "words"), [("uk", "Написати керівництву"), ("ru", "Написать руководству")])
def test_languages_are_equals(desk, language, words):
    assert words in desk.page(f"{desk.url}?l={language}")


# --- The writer's own letter ---


def test_writer_goes_on_and_readers_hear_of_it(desk, taken, mailbox):
    url, _reader = taken
    key = desk.key(url)
    for _again in range(2):
        assert desk.act(url, "answer", text="And yesterday again", key=key).status_code == 303

    assert desk.page(url).count("And yesterday again") == 1
    assert len(mailbox.to("bob@north.example")) == 2


def test_deleting_asks_first_and_leaves_nothing(desk, taken, client_of, cast):
    url, reader = taken
    assert "Delete the letter?" in desk.act(url, "delete").content.decode()
    assert len(threads(cast.north)) == 1

    assert "is deleted" in desk.act(url, "delete", sure="yes").content.decode()

    assert threads(cast.north) == []
    assert desk.get(url).status_code == 404
    assert client_of(cast.bob).get(reader).status_code == 404


def test_letter_ends_after_a_year_unless_somebody_keeps_it(desk, taken, cast):
    url, _reader = taken
    with tenant_context(cast.north.pk):
        type(threads(cast.north)[0]).objects.update(delete_on=clock.real_now().date())

    desk.act(url, "prolong")

    assert (threads(cast.north)[0].delete_on - clock.real_now().date()).days >= 364
