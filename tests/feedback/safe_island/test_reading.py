"""The readers' pages: who reads, what is noted, the answer, and what is passed on with the writer's consent."""

import re
from datetime import timedelta

import pytest

from accounts.audit.models import AuditEntry
from accounts.clients.models import ClientTeamMember
from accounts.jobs import actions as jobs
from accounts.mail import inbound
from accounts.mail.models import Bounce, OutgoingEmail, Suppression
from accounts.tenancy.context import tenant_context
from feedback.safe_island import actions
from feedback.safe_island.models import ConfidentialAccess, ConfidentialMessage, ConfidentialThread
from journeys.cases.models import Case, CaseSignal
from tests.feedback.safe_island.conftest import CANARY, Desk, threads


def named(cast, *people, now):
    with tenant_context(cast.north.pk):
        actions.name_readers(people=[one.employee for one in people], by=cast.alice.employee, now=now)


def test_reader_reads_and_nobody_else_does(taken, client_of, cast):
    _writer, url = taken
    page = client_of(cast.bob).get(url).content.decode()

    assert CANARY in page
    assert "Taras" in page
    # The owner manages the client; an administrator, a specialist and an auditor hold no right.
    assert client_of(cast.alice).get(url).status_code == 404
    assert {client_of(one).get(url).status_code for one in (cast.carol, cast.dave, cast.erin)} == {403}
    assert client_of(cast.mallory).get(url).status_code == 404


def test_list_tells_of_news_without_words(taken, client_of, cast):
    _writer, url = taken
    browser, island = client_of(cast.bob), cast.bob.url("island/")
    before = browser.get(island).content.decode()
    browser.get(url)
    after = browser.get(island).content.decode()

    assert CANARY not in before
    assert "New</span>" in before
    assert "New</span>" not in after
    assert "No letter waits" in client_of(cast.alice).get(island).content.decode()


def test_list_asks_as_much_for_one_letter_as_for_three(desk, client_of, cast, django_assert_max_num_queries):
    browser = client_of(cast.bob)

    def count() -> int:
        with django_assert_max_num_queries(60) as queries:
            browser.get(cast.bob.url("island/"))
        return len(queries)

    desk.letter()
    count()
    before = count()
    desk.letter()
    desk.letter()
    assert count() == before


def test_every_opening_is_noted_where_the_writer_sees_it(desk, taken, client_of, cast):
    writer, url = taken
    for _again in range(2):
        client_of(cast.bob).get(url)

    assert re.search(r"Bob Berg</span>, opened it", desk.page(writer))
    with tenant_context(cast.north.pk):
        assert ConfidentialAccess.objects.count() == 1


def test_answer_reaches_the_writer_and_stands_in_no_letter(desk, taken, client_of, cast, mailbox):
    writer, url = taken
    browser = client_of(cast.bob)
    page = browser.get(url).content.decode()
    key = re.search(r'name="key" value="([0-9a-f]{32})"', page)[1]
    for _again in range(2):
        assert browser.post(f"{url}answer/", {"text": "Thank you, I am on it", "key": key}).status_code == 302

    html = desk.page(writer)
    assert html.count("Thank you, I am on it") == 1
    assert "Bob Berg</span>, answered" in html
    (letter,) = mailbox.to("taras@acme.example")
    assert writer in letter.get_body(("plain",)).get_content()
    assert "on it" not in letter.as_string()
    empty = browser.post(f"{url}answer/", {"text": " ", "key": key})
    assert (empty.status_code, b"Please write something first." in empty.content) == (422, True)


def test_whoever_works_for_the_client_reads_nothing_unless_nobody_else_does(desk, client_of, cast, now):
    with tenant_context(cast.north.pk):
        desk.letter()
        thread = threads(cast.north)[0]
        ClientTeamMember.objects.create(client=thread.client, employee=cast.bob.employee, started_on=now.date())
    url = f"island/{thread.pk}/"

    assert {client_of(one).get(one.url(url)).status_code for one in (cast.alice, cast.bob)} == {200}
    named(cast, cast.alice, now=now)
    assert "Alice Ahlberg" in desk.page()


def test_readers_are_named_audited_and_told(client_of, cast, now, mailbox):
    browser, url = client_of(cast.alice), cast.alice.url("island/readers/")
    ids = [str(cast.alice.employee.pk)]

    assert browser.post(url, {"people": []}).status_code == 422
    assert browser.post(url, {"people": [str(cast.carol.employee.pk)]}).status_code == 422
    assert browser.post(url, {"people": ids}).status_code == 302

    for address in ("alice@north.example", "bob@north.example"):
        (letter,) = mailbox.to(address)
        assert "Alice Ahlberg" in letter.get_body(("plain",)).get_content()
    assert "Bob Berg" not in letter.get_body(("plain",)).get_content()
    with tenant_context(cast.north.pk):
        assert [one.action for one in AuditEntry.objects.filter(action__startswith="confidential")] == [
            "confidential_reader.named"
        ]
    trail = browser.get(cast.alice.url("settings/audit/")).content.decode()
    assert "Alice Ahlberg read letters to leadership" in re.sub(r"<[^>]+>", "", trail)
    assert client_of(cast.bob).get(url).status_code == 403


def test_reader_who_was_removed_reads_no_more(taken, client_of, cast, now):
    _writer, url = taken
    named(cast, cast.bob, now=now)
    assert client_of(cast.bob).get(url).status_code == 200

    named(cast, cast.alice, now=now)

    browser = client_of(cast.bob)
    assert browser.get(url).status_code == 404
    assert browser.post(f"{url}answer/", {"text": "x", "key": "0" * 32}).status_code == 404
    assert "No letter waits" not in browser.get(cast.bob.url("island/")).content.decode()
    assert client_of(cast.alice).get(url).status_code == 200  # nobody else is left


def test_nothing_is_passed_on_without_consent_and_then_in_the_writers_words(desk, taken, client_of, cast):
    writer, url = taken
    browser = client_of(cast.bob)

    def cases() -> list[Case]:
        with tenant_context(cast.north.pk):
            return list(Case.objects.all())

    browser.post(f"{url}case/")
    assert cases() == []
    desk.act(writer, "tell", words="Invoices are wrong every month")
    assert "Invoices are wrong every month" in browser.get(url).content.decode()
    desk.act(writer, "untell")
    browser.post(f"{url}case/")
    assert cases() == []

    desk.act(writer, "tell", words="Invoices are wrong every month")
    for _again in range(2):
        browser.post(f"{url}case/")

    (case,) = cases()
    with tenant_context(cast.north.pk):
        (signal,) = CaseSignal.objects.all()
    assert (signal.quote, case.owner_id) == ("Invoices are wrong every month", cast.alice.employee.pk)
    page = client_of(cast.carol).get(cast.carol.url(f"signals/{case.number}/")).content.decode()
    assert "Invoices are wrong every month" in page
    assert CANARY not in page
    assert "passed on in your words" in desk.page(writer)
    desk.act(writer, "untell")
    assert "passed on in your words" in desk.page(writer)


def test_both_sides_are_warned_a_month_before_the_end(desk, taken, cast, mailbox, now):
    end = now + timedelta(days=365)
    with tenant_context(cast.north.pk):
        for day in (end - timedelta(days=40), end - timedelta(days=29), end - timedelta(days=28)):
            actions.tidy([], day)
    jobs.drain(queue="mail", now=lambda: end)
    assert (len(mailbox.to("bob@north.example")), len(mailbox.to("taras@acme.example"))) == (2, 1)

    with tenant_context(cast.north.pk):
        actions.tidy([], end)
        assert ConfidentialThread.objects.count() == 1  # warned 29 days ago
        actions.tidy([], end + timedelta(days=2))
        assert ConfidentialThread.objects.count() == 0
        assert ConfidentialMessage.objects.count() == 0


def test_reader_keeps_it_longer(taken, client_of, cast, now):
    _writer, url = taken
    with tenant_context(cast.north.pk):
        ConfidentialThread.objects.update(delete_on=now.date(), warned_at=now)

    client_of(cast.bob).post(f"{url}longer/")

    (thread,) = threads(cast.north)
    assert (thread.warned_at, (thread.delete_on - now.date()).days >= 364) == (None, True)


@pytest.mark.parametrize("text", ["שלום", "<script>alert(1)</script>"])
def test_words_are_shown_as_words(cast, line, client_of, text):
    desk = Desk(line.url + "leaders/")
    desk.letter(text)
    (thread,) = threads(cast.north)

    html = client_of(cast.bob).get(cast.bob.url(f"island/{thread.pk}/")).content.decode()

    assert text.replace("<", "&lt;").replace(">", "&gt;") in html
    assert "<script>alert" not in html


def test_letter_that_came_back_tells_nobody(taken, cast, now, mailbox):
    assert len(mailbox) == 1
    with tenant_context(cast.north.pk):
        row = OutgoingEmail.objects.get(letter="message_waits")
        inbound.refused(row, says="550 5.1.1 unknown", now=now)
        assert not Bounce.objects.exists()
        assert not Suppression.objects.exists()
