"""Copies of letters: whose talk they become, what is left out, and who may send them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.clients import actions as clients
from accounts.clients.models import ClientFacts, Contact
from accounts.mail import inbound
from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions
from feedback.interactions.models import Interaction, LetterAddress
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db
TARAS, OLENA = "taras@nordwerk.example", "olena@nordwerk.example"
ALICE = "alice@north.example"


@pytest.fixture
def nordwerk(cast, now):
    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=cast.alice.employee, now=now)
        for name, email, role in (("Taras", TARAS, "technical"), ("Olena", OLENA, "economic")):
            a_contact(name, at=client, by=cast.alice.employee, now=now - timedelta(days=9), email=email, roles=[role])
        return client


@pytest.fixture
def mailbox_name(cast, now):
    with tenant_context(cast.north.pk):
        return actions.renew_letter_address(by=cast.alice.employee, now=now).name()


@pytest.fixture
def receive(mailbox_name, now):
    """Return a function that lets a letter come in a blind copy, as a mail server hands it over."""

    def receive(*, sender=ALICE, to=TARAS, text="We send the act today.", number=1, name=None, **headers):
        head = {
            "From": f"Somebody <{sender}>",
            "To": to,
            "Subject": "The act",
            "Message-ID": f"<{number}@mail.example>",
            "Date": (now - timedelta(hours=2)).strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "Content-Type": "text/plain; charset=utf-8",
        } | {key.replace("_", "-"): value for key, value in headers.items()}
        lines = "".join(f"{key}: {value}\r\n" for key, value in head.items())
        raw = f"{lines}\r\n{text}".encode()
        return inbound.receive(raw, now=now, envelope_to=[f"{name or mailbox_name}@back.example"])

    return receive


def kept(organization, **wanted):
    with tenant_context(organization.pk):
        rows = Interaction.objects.filter(removed_at=None, **wanted).order_by("id")
        return [(row, sorted(one.contact.name for one in row.people.select_related("contact"))) for row in rows]


def test_letter_of_ours_becomes_a_talk_with_whom_it_was_written_to(cast, nordwerk, receive, now) -> None:
    answer = "We send the act today.\n\nOn 3 Nov 2026, Taras <taras@nordwerk.example> wrote:\n> Where is the act?\n"

    assert receive(to=f"{TARAS}, Olena <{OLENA.upper()}>", text=answer) == 1

    ((row, people),) = kept(cast.north)
    assert (row.client_id, row.by_id, row.channel, row.draft) == (nordwerk.pk, cast.alice.employee.pk, "letter", False)
    assert people == ["Olena", "Taras"]
    assert row.notes == "The act\n\nWe send the act today."
    assert abs(row.happened_at - (now - timedelta(hours=2))) < timedelta(seconds=2)
    with tenant_context(cast.north.pk):
        assert ClientFacts.objects.get(client=nordwerk).last_heard_at == row.happened_at
        assert row.people.get(contact__name="Taras").roles == ["technical"]
    assert kept(cast.south) == []


def test_letter_of_the_person_is_theirs(cast, nordwerk, receive) -> None:
    receive(sender=TARAS, to="log@north.example", text="Still no act.")

    ((row, people),) = kept(cast.north)
    assert (people, row.by_id, row.draft) == (["Taras"], None, False)


def test_forwarded_letter_is_a_talk_with_who_wrote_it(cast, nordwerk, receive, mailbox_name) -> None:
    text = (
        "---------- Forwarded message ---------\nFrom: Taras <taras@nordwerk.example>\nDate: Tue, 3 Nov 2026\n"
        "Subject: Act\nTo: <alice@north.example>\n\nWhere is the act?\n"
    )
    receive(to=f"{mailbox_name}@back.example", text=text)

    ((row, people),) = kept(cast.north)
    assert people == ["Taras"]
    assert "Where is the act?" in row.notes


def test_same_letter_again_makes_nothing(cast, nordwerk, receive) -> None:
    assert (receive(), receive()) == (1, 0)
    assert receive(number=2) == 1
    assert len(kept(cast.north)) == 2


@pytest.mark.parametrize(
    "letter",
    [
        {"sender": TARAS, "Auto_Submitted": "auto-replied", "Subject": "Automatic reply: The act"},
        {"sender": "mailer-daemon@client.example", "text": "550 5.1.1 user unknown", "Subject": "Undelivered Mail"},
    ],
)
def test_what_programs_send_is_no_talk(cast, nordwerk, receive, letter) -> None:
    receive(**letter)

    assert [row for row, _people in kept(cast.north) if not row.draft] == []


def test_automatic_answer_makes_not_even_a_draft(cast, nordwerk, receive) -> None:
    receive(sender="boss@unknown.example", Auto_Submitted="auto-replied", Subject="Automatic reply: away")

    assert kept(cast.north) == []


@pytest.mark.parametrize(
    ("sender", "to", "whose"),
    [
        ("stranger@client.example", TARAS, "stranger@client.example"),
        (ALICE, "stranger@client.example", "stranger@client.example"),
    ],
)
def test_letter_of_a_stranger_waits_as_a_draft(cast, nordwerk, receive, sender, to, whose) -> None:
    receive(sender=sender, to=to)

    ((row, people),) = kept(cast.north)
    assert (row.draft, row.client_id, row.sender, people) == (True, None, whose, [])
    with tenant_context(cast.north.pk):
        assert ClientFacts.objects.get(client=nordwerk).last_heard_at is None


def test_colleague_who_has_left_speaks_for_nobody(cast, nordwerk, receive, now) -> None:
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.carol.employee.pk).update(left_at=now)
    receive(sender="carol@north.example")

    assert [row.draft for row, _people in kept(cast.north)] == [True]


def test_person_of_two_clients_is_asked_about(cast, nordwerk, receive, now) -> None:
    with tenant_context(cast.north.pk):
        other = a_client("Other", by=cast.alice.employee, now=now)
        clients.place(contact=Contact.objects.get(name="Taras"), client=other, by=cast.alice.employee, now=now)
    receive()

    assert [row.draft for row, _people in kept(cast.north)] == [True]


def test_wrong_former_and_foreign_addresses_take_nothing(cast, nordwerk, receive, mailbox_name, now) -> None:
    assert receive(name="log+" + "a" * 52) == 0
    with tenant_context(cast.north.pk):
        fresh = actions.renew_letter_address(by=cast.alice.employee, now=now).name()
    assert fresh != mailbox_name
    assert receive() == 0
    assert receive(name=fresh.upper()) == 1
    with tenant_context(cast.north.pk):
        actions.revoke_letter_address(by=cast.alice.employee, now=now)
    assert receive(name=fresh, number=2) == 0


def test_address_survives_a_new_key_while_the_former_one_is_known(cast, mailbox_name, settings) -> None:
    with tenant_context(cast.north.pk):
        row = LetterAddress.objects.get()
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
        assert row.name() == mailbox_name
        settings.SECRET_KEY_FALLBACKS = []
        assert row.name() == ""


def address(name, **rows):
    return reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in rows.items()}})


def test_page_shows_renews_and_revokes_the_address(client_of, cast, settings) -> None:
    settings.MAIL_BOUNCE_DOMAIN = "back.example"
    browser = client_of(cast.alice)
    assert "There is no address yet." in browser.get(address("letter-address")).content.decode()

    browser.post(address("letter-address-renewal"))
    with tenant_context(cast.north.pk):
        name = LetterAddress.objects.get().name()
    assert f"{name}@back.example" in browser.get(address("letter-address")).content.decode()
    assert len(name) <= 64
    browser.post(address("letter-address-removal"))
    assert "There is no address yet." in browser.get(address("letter-address")).content.decode()
    assert client_of(cast.carol).get(address("letter-address")).status_code == 403


def test_draft_is_assigned_to_people_of_a_client(client_of, cast, nordwerk, receive) -> None:
    receive(sender="stranger@client.example")
    ((draft, _people),) = kept(cast.north)
    browser = client_of(cast.alice)
    assert "stranger@client.example" in browser.get(address("letter-drafts")).content.decode()
    page = address("letter-draft", draft_id=draft)
    assert "Nordwerk" in browser.get(page, {"q": "nord"}).content.decode()
    with tenant_context(cast.north.pk):
        taras = nordwerk.positions.get(contact__name="Taras").contact

    answer = browser.post(f"{page}?client={nordwerk.pk}", {"people": [str(taras.pk)]}, follow=True)

    assert "The letter is in the story of Nordwerk." in answer.content.decode()
    ((row, people),) = kept(cast.north)
    assert (row.draft, row.client_id, people) == (False, nordwerk.pk, ["Taras"])
    assert browser.get(page).status_code == 404


def test_draft_is_discarded(client_of, cast, nordwerk, receive) -> None:
    receive(sender="stranger@client.example")
    ((draft, _people),) = kept(cast.north)

    client_of(cast.alice).post(address("letter-draft-discard", draft_id=draft))

    assert kept(cast.north) == []
