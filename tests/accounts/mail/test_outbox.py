"""From a row to the server: what becomes of each letter, whatever the server says and whoever stops in the middle."""

import uuid
from datetime import timedelta

import pytest
from django.db.models import F

from accounts import clock
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail import addresses, letters, registry
from accounts.mail.letters import InDoubt, LetterKind, Priority
from accounts.mail.models import OutgoingEmail, SenderProfile, State, Suppression, SystemLetter
from accounts.tenancy.context import tenant_context
from tests.accounts.mail.server import start

LETTER = "unknown_account"  # a real letter that needs no context


@pytest.fixture
def server(settings):
    controller, moody, settings.EMAIL_PORT = start()
    yield moody
    controller.stop()


@pytest.fixture
def write(cast, now, server):
    """Return a function that writes a letter of North to an address."""

    def written(to="taras@client.example", *, organization=cast.north, letter=LETTER, **options):
        with tenant_context(organization.pk):
            return mail.send(letter, to=to, language="en", context={"email": to}, now=now, **options)

    return written


@pytest.fixture
def personal(monkeypatch):
    """Treat the letter as one of a person's, which waits for decisions when it is in doubt."""
    kind = LetterKind(LETTER, priority=Priority.PERSONAL, in_doubt=InDoubt.HOLD, secret=False)
    monkeypatch.setitem(letters.KINDS, LETTER, kind)


def drain(minutes=0):
    """Do what is due after so many minutes: instead of waiting, everything in the ledger is moved into the past."""
    moved = timedelta(minutes=minutes)
    Job.objects.update(run_at=F("run_at") - moved, leased_until=F("leased_until") - moved)
    jobs.drain(queue="mail", now=clock.real_now)


def look(row):
    with tenant_context(row.organization_id):
        return OutgoingEmail.objects.get(pk=row.pk)


def test_letter_leaves_once(write, server, personal):
    row = write()

    drain()
    drain()

    assert server.readers == ["taras@client.example"]
    seen = look(row)
    assert (seen.state, seen.attempts, seen.reason) == (State.SENT, 1, "")
    assert seen.subject
    assert addresses.message_id(row).encode() in server.taken[0][1]
    assert not Job.objects.filter(queue="mail").exists()


def test_secret_content_does_not_outlive_its_letter(write):
    row = write()

    drain()

    assert (look(row).context, look(row).subject) == ({}, "")


def test_same_letter_is_asked_for_twice_and_leaves_once(write, server):
    first, again = write(dedupe_key="digest:2026-W47:bob"), write(dedupe_key="digest:2026-W47:bob")

    drain()

    assert first.pk == again.pk
    assert len(server.taken) == 1


def test_letter_of_a_cause_that_failed_never_existed(cast, now, server):
    with pytest.raises(KeyError), tenant_context(cast.north.pk):
        mail.send(LETTER, to="taras@client.example", language="en", context={}, now=now)
        raise KeyError

    drain()

    assert server.taken == []


@pytest.mark.parametrize("mood", ["greylist", "closing"])
def test_letter_that_is_put_off_is_tried_again_later(write, mood):
    row = write(f"{mood}@client.example")

    drain()

    assert look(row).state == State.PENDING
    assert " 4" in f" {look(row).reason}"
    assert Job.objects.get(queue="mail").run_at > clock.real_now() + timedelta(seconds=15)
    drain(minutes=5)
    assert look(row).attempts == 2


def test_letter_that_is_put_off_for_too_long_fails_with_the_reason(write):
    row = write("greylist@client.example")

    for _ in range(20):
        drain(minutes=90)

    assert look(row).state == State.FAILED
    assert "try again later" in look(row).reason


def test_unknown_address_fails_and_gets_no_further_letters(write, server):
    first = write("unknown@client.example")
    drain()
    second = write("unknown@client.example")
    drain()

    assert look(first).state == State.FAILED
    assert look(second).state == State.SUPPRESSED
    with tenant_context(first.organization_id):
        assert Suppression.objects.get().reason == Suppression.Reason.BOUNCE


def test_full_mailbox_fails_but_may_get_the_next_letter(write):
    row = write("full@client.example")

    drain()

    assert look(row).state == State.FAILED
    with tenant_context(row.organization_id):
        assert not Suppression.objects.exists()


def test_server_that_is_away_makes_everything_wait(write, server, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    rows = [write(f"reader{number}@client.example") for number in range(3)]

    drain()
    assert {look(row).state for row in rows} == {State.PENDING}
    settings.EMAIL_PORT = port
    drain(minutes=2)

    assert sorted(server.readers) == [f"reader{number}@client.example" for number in range(3)]


def test_lost_answer_is_settled_by_the_witness(write, server, settings, tmp_path, personal):
    settings.MAIL_EVIDENCE = f"folder://{tmp_path}"
    taken, not_taken = write("lost@client.example"), write("dropped@client.example")
    server.archive = tmp_path / "all.eml"

    for minutes in (0, 0, 5):
        drain(minutes)

    assert look(taken).state == State.SENT
    assert server.readers == ["lost@client.example"]
    assert look(not_taken).state in {State.PENDING, State.UNKNOWN}
    assert look(not_taken).attempts == 2


def test_lost_answer_without_a_witness_waits_for_a_person(write, server, personal, cast, now):
    row = write("lost@client.example")
    for _ in range(3):
        drain()

    assert look(row).state == State.HELD
    assert server.readers == ["lost@client.example"]

    with tenant_context(cast.north.pk):
        mail.drop(email=look(row), by=cast.alice.employee, now=now)
        with pytest.raises(mail.NotDecidable):
            mail.drop(email=OutgoingEmail(pk=write().pk), by=cast.alice.employee, now=now)
    assert look(row).state == State.SUPPRESSED


def test_held_letter_is_sent_again_as_a_new_edition(write, server, personal, cast, now):
    row = write("lost@client.example")
    for _ in range(3):
        drain()
    with tenant_context(cast.north.pk):
        OutgoingEmail.objects.filter(pk=row.pk).update(to_address="taras@client.example")
        mail.send_again(email=look(row), by=cast.alice.employee, now=now)

    drain()

    assert look(row).state == State.SENT
    assert b".r2@" in server.taken[-1][1]


def test_sender_that_dies_in_the_middle_leaves_one_letter_in_doubt(write, server, personal, monkeypatch):
    from accounts.mail import smtp

    class Killed(BaseException):
        pass

    rows = [write(f"reader{number}@client.example") for number in range(3)]
    send = smtp.Connection.send

    def dies(self, **letter):
        result = send(self, **letter)
        if letter["to"].startswith("reader1"):
            raise Killed
        return result

    with monkeypatch.context() as patch:
        patch.setattr(smtp.Connection, "send", dies)
        with pytest.raises(Killed):
            drain()

    drain()
    assert len(server.taken) == 2  # the lease still runs
    drain(minutes=10)

    assert sorted(server.readers) == [f"reader{number}@client.example" for number in range(3)]
    assert [look(row).state for row in rows] == [State.SENT, State.HELD, State.SENT]


def test_frozen_worker_does_not_send_after_its_lease(write, server):
    from accounts.mail.outbox.deliver import deliver

    row = write()
    job = Job.objects.get(queue="mail")

    deliver(row.organization_id, [(job.pk, row.pk)], deadline=0.0)

    assert server.taken == []
    assert look(row).state == State.PENDING


def test_poison_fails_alone_with_a_reason(write, server, monkeypatch):
    monkeypatch.setitem(letters.KINDS, "no_such_letter", LetterKind("no_such_letter"))
    poison, impossible = write(letter="no_such_letter"), write("not an address")
    good = write()

    drain()

    assert look(poison).state == State.FAILED
    assert "TemplateDoesNotExist" in look(poison).reason
    assert look(impossible).state == State.FAILED
    assert "impossible" in look(impossible).reason
    assert look(good).state == State.SENT


def test_reader_who_is_suppressed_gets_nothing(write, server, now):
    row = write("Taras@Client.example")
    with tenant_context(row.organization_id):
        Suppression.objects.create(address="taras@client.example", reason=Suppression.Reason.COMPLAINT, created_at=now)

    drain()

    assert look(row).state == State.SUPPRESSED
    assert "unwanted" in look(row).reason
    assert server.taken == []


def test_reader_who_declined_letters_still_gets_what_they_ask_for(write, server, now, monkeypatch):
    monkeypatch.setitem(letters.KINDS, "password_set", LetterKind("password_set", optional=True))
    digest, code = write(letter="password_set"), write()
    with tenant_context(code.organization_id):
        Suppression.objects.create(
            address="taras@client.example", reason=Suppression.Reason.UNSUBSCRIBED, created_at=now
        )

    drain()

    assert (look(digest).state, look(code).state) == (State.SUPPRESSED, State.SENT)


def test_suppression_of_one_organization_says_nothing_to_another(write, server, cast, now):
    with tenant_context(cast.south.pk):
        Suppression.objects.create(address="taras@client.example", reason=Suppression.Reason.BY_HAND, created_at=now)
    write()

    drain()

    assert server.readers == ["taras@client.example"]


def test_pause_ends(write, server, now):
    row = write()
    with tenant_context(row.organization_id):
        Suppression.objects.create(
            address="taras@client.example", reason=Suppression.Reason.PAUSED, until=now, created_at=now
        )

    drain()

    assert look(row).state == State.SENT


def test_writer_is_asked_again_before_the_letter_leaves(write, server, monkeypatch):
    monkeypatch.setattr(registry, "_rechecks", {})

    @registry.recheck(LETTER)
    def look_again(email, now):
        return "the survey was closed" if email.to_address.startswith("late") else ""

    late, good = write("late@client.example"), write()

    drain()

    assert (look(late).state, look(late).reason) == (State.SUPPRESSED, "the survey was closed")
    assert look(good).state == State.SENT


def test_writer_that_cannot_look_again_stops_its_own_letter_alone(write, server, monkeypatch):
    monkeypatch.setattr(registry, "_rechecks", {})

    @registry.recheck(LETTER)
    def look_again(email, now):
        if email.to_address.startswith("broken"):
            raise KeyError("survey")
        return ""

    rows = [write(f"{name}@client.example") for name in ("first", "broken", "last")]

    drain()

    assert [look(row).state for row in rows] == [State.SENT, State.FAILED, State.SENT]
    assert "cannot be looked at: KeyError" in look(rows[1]).reason
    assert server.readers == ["first@client.example", "last@client.example"]
    assert not Job.objects.filter(queue="mail").exists()


def test_commit_whose_answer_was_lost_is_repeated(write):
    """The letter stays ours to send; nobody else's attempt at it counts."""
    from accounts.mail.outbox import gate, rows

    row = write()
    ours, another = (rows.Item(Job.objects.get(queue="mail").pk, row, uuid.uuid4()) for _ in range(2))

    def attempt(item):
        return rows.run(row.organization_id, gate.attempt(item, now=clock.real_now()))

    assert [attempt(ours), attempt(ours), attempt(another)] == [[(True, None)], [(True, None)], [(False, None)]]
    assert (look(row).state, look(row).attempts) == (State.ATTEMPTING, 1)

    for item in (another, ours, ours):
        rows.run(row.organization_id, rows.left(item, now=clock.real_now()))
        assert look(row).state == (State.ATTEMPTING if item is another else State.SENT)
    assert not Job.objects.filter(queue="mail").exists()


def test_staging_keeps_letters_here(write, server, settings, personal):
    settings.MAIL_MODE = "staging"
    row = write()

    drain()

    assert look(row).state == State.CAPTURED
    assert look(row).subject
    assert server.taken == []


def test_staging_needs_no_mail_server(write, settings):
    settings.MAIL_MODE, settings.EMAIL_PORT = "staging", 1
    row = write()

    drain()

    assert look(row).state == State.CAPTURED


def test_stopped_installation_sends_when_it_goes_on(write, server, settings):
    settings.MAIL_MODE = "stopped"
    row = write()
    drain()
    assert look(row).state == State.PENDING

    settings.MAIL_MODE = "live"
    drain(minutes=1)

    assert look(row).state == State.SENT


def test_organization_stops_its_own_letters_and_nobody_elses(write, server, cast, now, personal):
    with tenant_context(cast.north.pk):
        SenderProfile.objects.create(stopped_at=now)
    mine, theirs = write(), write("ivan@other.example", organization=cast.south)

    drain()

    assert look(mine).state == State.PENDING
    assert look(theirs).state == State.SENT


def test_hourly_limit_lets_the_rest_wait(write, server, cast, personal):
    with tenant_context(cast.north.pk):
        SenderProfile.objects.create(hourly_limit=2)
    rows = [write(f"reader{number}@client.example") for number in range(4)]

    drain()
    assert sorted(look(row).state for row in rows) == ["pending", "pending", "sent", "sent"]

    with tenant_context(cast.north.pk):
        OutgoingEmail.objects.filter(state=State.SENT).update(counted_at=F("counted_at") - timedelta(hours=1))
    drain(minutes=5)
    assert {look(row).state for row in rows} == {State.SENT}


def test_restored_database_holds_what_may_have_been_sent(write, server, settings, cast, now):
    row = write()
    settings.MAIL_RESTORED_AT = clock.real_now()
    drain()
    assert look(row).state == State.HELD

    with tenant_context(cast.north.pk):
        mail.send_again(email=look(row), by=cast.alice.employee, now=clock.real_now())
    drain()

    assert look(row).state == State.SENT


def test_alert_overtakes_a_bulk_mailing_of_another_organization(write, server, cast, monkeypatch):
    monkeypatch.setitem(letters.KINDS, "password_set", LetterKind("password_set", priority=Priority.ALERT))
    monkeypatch.setitem(letters.KINDS, LETTER, LetterKind(LETTER, priority=Priority.BULK))
    for number in range(60):
        write(f"bulk{number}@client.example")
    write("ceo@south.example", organization=cast.south, letter="password_set")

    drain()

    assert server.readers[0] == "ceo@south.example"
    assert len(server.taken) == 61


def test_two_organizations_take_turns(write, server, cast, personal):
    for number in range(50):
        write(f"north{number}@client.example")
    for number in range(5):
        write(f"south{number}@client.example", organization=cast.south)

    drain()

    last_of_south = max(index for index, address in enumerate(server.readers) if address.startswith("south"))
    assert last_of_south < 30


def test_letter_of_the_installation_leaves_and_is_erased(server, db, now):
    mail.send_system(LETTER, to="stranger@nowhere.example", language="uk", context={"email": "x"}, now=now)

    drain()

    row = SystemLetter.objects.get()
    assert (row.state, row.context) == (State.SENT, {})
    assert server.readers == ["stranger@nowhere.example"]
    mail.forget_system_letters(now=now + timedelta(days=31))
    assert not SystemLetter.objects.exists()


def test_sender_looks_as_the_organization_says(write, server, cast):
    with tenant_context(cast.north.pk):
        SenderProfile.objects.create(display_name="Північ Софт", reply_to="maryna@pivnich.example")
    write()

    drain()

    content = server.taken[0][1]
    assert b"Reply-To: maryna@pivnich.example" in content
    assert b"=?utf-8?b?" in content.partition(b"\r\nTo:")[0]
    assert b"Auto-Submitted: auto-generated" in content


def test_nothing_of_sending_is_an_event_of_the_client(write, server):
    row = write()
    drain()
    with tenant_context(row.organization_id):
        assert not Event.objects.exists()
