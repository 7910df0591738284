"""The mail log: what became of every letter, what its reader sees, and a person's decisions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail import letters
from accounts.mail.letters import LetterKind
from accounts.mail.models import Bounce, OutgoingEmail, State, Suppression
from accounts.tenancy.context import tenant_context
from tests.accounts.mail.conftest import CONTEXT

PATH = "settings/mail/"


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


@pytest.fixture
def page(cast, alice):
    """Return a function that opens a page of the log as Alice."""

    def opened(path="", **options):
        return alice.get(cast.alice.url(PATH + path), **options)

    return opened


def text(response):
    return response.content.decode()


# --- The list ---


def test_log_shows_state_reason_reader_and_subject(page, write_letter):
    write_letter(state=State.FAILED, reason="550 5.1.1 no such user", subject="The webhook Warehouse was switched off")

    seen = text(page())

    for expected in ("taras@client.example", "Not delivered", "550 5.1.1 no such user", "The webhook Warehouse was"):
        assert expected in seen


def test_log_begins_with_the_newest_letter(page, write_letter, now):
    for days in (2, 0, 1):
        write_letter(f"reader{days}@client.example", at=now - timedelta(days=days))

    rows = page().context["rows"]

    assert [row["letter"].to_address for row in rows] == [f"reader{days}@client.example" for days in (0, 1, 2)]


def test_log_goes_on_behind_the_last_row(page, write_letter, now, alice):
    for number in range(52):
        write_letter(f"reader{number}@client.example", at=now - timedelta(minutes=number))

    first = page("?address=READER")
    second = alice.get(first.context["next_url"])

    assert len(first.context["rows"]) == 50
    assert [row["letter"].to_address for row in second.context["rows"]] == [
        "reader50@client.example",
        "reader51@client.example",
    ]


def test_log_is_found_by_state_and_address(page, write_letter):
    write_letter("taras@client.example", state=State.HELD)
    write_letter("oksana@client.example", state=State.SENT)
    write_letter("olena@client.example", state=State.PENDING)

    for state, found in (("held", "taras@"), ("sent", "oksana@"), ("pending", "olena@")):
        seen = text(page(f"?state={state}"))
        assert [name for name in ("taras@", "oksana@", "olena@") if name in seen] == [found]
    assert "taras@" not in text(page("?address=OKSANA"))
    assert "No letter fits" in text(page("?state=failed"))


@pytest.mark.parametrize(
    ("query", "status"), [("state=lost", 422), ("address=" + "x" * 300, 422), ("after=abc", 200), ("address=%00", 400)]
)
def test_log_survives_any_query(page, query, status):
    assert page(f"?{query}").status_code == status


def test_log_counts_letters_that_wait_for_a_decision(page, write_letter):
    assert "your decision" not in text(page())
    for number in range(3):
        write_letter(f"reader{number}@client.example", state=State.HELD)

    assert "3 letters wait for your decision." in text(page())


def test_log_asks_the_database_the_same_for_one_and_for_three(page, write_letter):
    write_letter("one@client.example", state=State.FAILED)
    page()
    with CaptureQueriesContext(connection) as one:
        page()
    for number in range(2):
        write_letter(f"reader{number}@client.example", state=State.HELD)

    with CaptureQueriesContext(connection) as three:
        seen = text(page())

    assert "reader1@client.example" in seen
    assert len(three) == len(one)


# --- One letter ---


def test_letter_is_shown_as_its_reader_sees_it(page, write_letter):
    row = write_letter()

    seen, frame = text(page(f"{row.pk}/")), page(f"{row.pk}/content/")

    assert "answered that it wants no more messages" in seen
    assert f"{row.pk}/content/" in seen
    assert "Warehouse" in text(frame)
    policy = frame["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")
    assert "script" not in policy
    assert "allow" not in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in frame["Cache-Control"]


def test_letter_holds_content_of_others_as_text(page, write_letter):
    row = write_letter(context={**CONTEXT, "webhook_title": "<script>alert(1)</script>"})

    assert "<script>alert" not in text(page(f"{row.pk}/"))
    assert "<script>alert" not in text(page(f"{row.pk}/content/"))


def test_secret_letter_is_shown_to_nobody(page, write_letter):
    row = write_letter(
        letter="login_code", context={"code": "K7WQ-93TX"}, subject="K7WQ-93TX is your sign-in code", state=State.FAILED
    )

    pages = [page(), page("?address=taras"), page(f"{row.pk}/"), page(f"{row.pk}/content/")]

    assert [answer.status_code for answer in pages] == [200, 200, 200, 404]
    assert not any("K7WQ-93TX" in text(answer) for answer in pages)
    assert "Code for the sign-in" in text(pages[0])
    assert "shown to nobody" in text(pages[2])


def test_letter_of_a_kind_that_is_gone_is_secret(page, write_letter, monkeypatch):
    monkeypatch.setitem(letters.KINDS, "old_news", LetterKind("old_news", secret=False))
    row = write_letter(letter="old_news", subject="Private subject")
    monkeypatch.delitem(letters.KINDS, "old_news")

    seen = text(page(f"{row.pk}/"))

    assert "Private subject" not in seen
    assert "Old news" in seen


def test_letter_whose_content_was_erased_says_so(page, write_letter):
    row = write_letter(context={"webhook_title": "Warehouse"})
    with tenant_context(row.organization_id):
        OutgoingEmail.objects.update(context={})

    assert "no longer kept" in text(page(f"{row.pk}/"))
    assert page(f"{row.pk}/content/").status_code == 404


def test_letter_without_a_template_has_a_page_all_the_same(page, write_letter, monkeypatch):
    monkeypatch.setitem(letters.KINDS, "unwritten", LetterKind("unwritten", secret=False))
    row = write_letter(letter="unwritten")

    answer = page(f"{row.pk}/")

    assert answer.status_code == 200
    assert "cannot be written" in text(answer)


def test_letter_tells_what_came_back_and_that_its_reader_is_blocked(page, write_letter, now):
    row = write_letter("Taras@Client.example", state=State.FAILED)
    with tenant_context(row.organization_id):
        facts = {"address": "taras@client.example", "received_at": now}
        Bounce.objects.create(
            email=row.pk, kind="hard", status="5.1.1", diagnostic="who?", message_digest="a" * 64, **facts
        )
        Suppression.objects.create(address="taras@client.example", reason=Suppression.Reason.BOUNCE, created_at=now)

    seen = text(page(f"{row.pk}/"))

    for expected in ("What came back", "Refused for good", "5.1.1", "who?", "taras@client.example is blocked"):
        assert expected in seen


def test_waiting_letter_says_why_it_waits(page, write_letter):
    row = write_letter()
    Job.objects.filter(subject_id=row.pk).update(last_error="sending is stopped by the organization")

    assert "sending is stopped by the organization" in text(page(f"{row.pk}/"))


# --- Decisions ---


@pytest.mark.parametrize("state", [State.HELD, State.FAILED, State.SUPPRESSED])
def test_letter_is_sent_again_once(cast, alice, write_letter, look, state):
    row = write_letter(state=state, reason="it may have been sent", subject="x")
    Job.objects.filter(subject_id=row.pk).delete()
    again = cast.alice.url(f"{PATH}{row.pk}/resend/")

    first, second = alice.post(again, follow=True), alice.post(again, follow=True)

    assert "on its way to taras@client.example again" in text(first)
    assert "nothing to decide" in text(second)
    assert (look(row).state, look(row).edition, look(row).reason) == (State.PENDING, 2, "")
    assert Job.objects.filter(subject_id=row.pk).count() == 1
    with tenant_context(cast.north.pk):
        entry = AuditEntry.objects.get(action="email.sent_again")
    assert (entry.actor_id, entry.subject_id) == (cast.alice.employee.pk, row.pk)


@pytest.mark.parametrize("state", [State.HELD, State.FAILED])
def test_letter_is_dropped_once(cast, alice, write_letter, look, state):
    row = write_letter(state=state, subject="x")
    drop = cast.alice.url(f"{PATH}{row.pk}/drop/")

    first, second = alice.post(drop, follow=True), alice.post(drop, follow=True)

    assert "The letter is dropped" in text(first)
    assert "nothing to decide" in text(second)
    assert (look(row).state, look(row).reason) == (State.SUPPRESSED, "dropped by hand")


@pytest.mark.parametrize("state", [State.PENDING, State.ATTEMPTING, State.UNKNOWN, State.SENT, State.CAPTURED])
def test_letter_on_its_way_is_not_decided(cast, alice, page, write_letter, look, state):
    row = write_letter(state=state)
    seen = text(page(f"{row.pk}/"))

    for act in ("resend", "drop"):
        assert f"{row.pk}/{act}/" not in seen
        answer = alice.post(cast.alice.url(f"{PATH}{row.pk}/{act}/"), follow=True)
        assert "nothing to decide" in text(answer)
    assert (look(row).state, look(row).edition) == (state, 1)


def test_code_that_was_erased_is_not_sent_again(cast, alice, page, write_letter, look, now):
    row = write_letter(letter="login_code", context={"code": "x"}, state=State.FAILED, sent_at=now)

    assert "/resend/" not in text(page(f"{row.pk}/"))
    answer = alice.post(cast.alice.url(f"{PATH}{row.pk}/resend/"), follow=True)

    assert "content was erased" in text(answer)
    assert look(row).state == State.FAILED
    with tenant_context(cast.north.pk), pytest.raises(mail.ContentErased):
        mail.send_again(email=row, by=cast.alice.employee, now=now)


def test_decisions_stand_in_the_audit_trail_in_words(cast, alice, write_letter):
    row = write_letter(state=State.HELD, subject="x")
    alice.post(cast.alice.url(f"{PATH}{row.pk}/drop/"))

    seen = text(alice.get(cast.alice.url("settings/audit/")))

    assert "decided that the letter to <strong>taras@client.example</strong> is not sent" in seen


# --- Whose pages they are ---


def test_pages_need_the_right_to_manage_mail(cast, client_of, write_letter, look):
    row = write_letter(state=State.HELD)
    for person in (cast.bob, cast.carol, cast.erin):
        client = client_of(person)
        assert "settings/mail/" not in text(client.get(person.url("settings/people/")))
        for path in ("", f"{row.pk}/", f"{row.pk}/content/"):
            assert client.get(person.url(PATH + path)).status_code == 403
        for path in (f"{row.pk}/resend/", f"{row.pk}/drop/"):
            assert client.post(person.url(PATH + path)).status_code == 403
    dave = client_of(cast.dave)
    assert "settings/mail/" in text(dave.get(cast.dave.url("settings/people/")))
    assert dave.get(cast.dave.url(f"{PATH}{row.pk}/")).status_code == 200
    assert look(row).state == State.HELD


def test_letters_of_another_organization_are_not_found(cast, client_of, write_letter, look):
    row = write_letter(state=State.HELD)
    mallory = client_of(cast.mallory)

    for house in (cast.alice, cast.mallory):
        for path in ("", "content/"):
            assert mallory.get(house.url(f"{PATH}{row.pk}/{path}")).status_code == 404
        for path in ("resend/", "drop/"):
            assert mallory.post(house.url(f"{PATH}{row.pk}/{path}")).status_code == 404
    assert "taras@client.example" not in text(mallory.get(cast.mallory.url(PATH)))
    assert look(row).state == State.HELD


def test_decisions_are_posted(cast, alice, write_letter, look):
    row = write_letter(state=State.HELD)

    for act in ("resend", "drop"):
        assert alice.get(cast.alice.url(f"{PATH}{row.pk}/{act}/")).status_code == 405
    assert look(row).state == State.HELD
