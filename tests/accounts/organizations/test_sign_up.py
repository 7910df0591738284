"""A stranger founds an organization: named on the form, founded once the address is proven."""

import pytest
from django.test import Client

from accounts.audit.models import AuditEntry
from accounts.organizations.models import Employee, Membership, Organization, User
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import seats_of
from tests.accounts.organizations.signing import code_in, shape
from tests.cast import PASSWORD

SIGN_UP, CONFIRM = "/account/signup/", "/account/confirm-email/"


def fill_in(**changed):
    return {
        "organization_name": "Kobalt Werke",
        "your_name": "Ada Lovelace",
        "email": "ada@kobalt.example",
        "password1": PASSWORD,
    } | changed


def test_sign_up_founds_the_organization_with_its_owner(db, mailbox, now):
    client = Client()
    client.post(SIGN_UP, fill_in(email="Ada@Kobalt.Example"))
    [letter] = mailbox.to("ada@kobalt.example")

    answer = client.post(CONFIRM, {"code": code_in(letter)}, follow=True)

    assert answer.redirect_chain[-1][0] == "/o/kobalt-werke/"
    [seat] = seats_of(User.objects.get(email="ada@kobalt.example").pk, now=now)
    assert seat.role == Role.OWNER
    with tenant_context(seat.organization_id):
        assert Employee.objects.get().name == "Ada Lovelace"
        assert AuditEntry.objects.filter(action="organization.created").exists()


def test_organization_takes_the_language_of_the_page(db, mailbox, now):
    client = Client()
    client.post("/language/", {"language": "uk", "next": SIGN_UP})
    client.post(SIGN_UP, fill_in(organization_name="Північ Софт"))
    client.post(CONFIRM, {"code": code_in(mailbox[0])})

    [seat] = seats_of(User.objects.get().pk, now=now)
    assert seat.slug == "pivnich-soft"
    with tenant_context(seat.organization_id):
        assert Organization.objects.get().language == Employee.objects.get().language == "uk"


def test_nothing_is_founded_before_the_address_is_proven(db, mailbox, now):
    client = Client()
    client.post(SIGN_UP, fill_in())
    client.post(CONFIRM, {"code": "WRONG"})

    assert seats_of(User.objects.get().pk, now=now) == []
    assert client.get("/account/")["Location"].startswith("/account/login/")


def test_known_address_gets_another_letter_and_the_same_page(cast, mailbox):
    stranger, member = Client(), Client()

    fresh = stranger.post(SIGN_UP, fill_in(email="new@north.example"), follow=True)
    known = member.post(SIGN_UP, fill_in(email="alice@north.example"), follow=True)

    assert fresh.redirect_chain == known.redirect_chain == [(CONFIRM, 302)]
    assert shape(fresh, "new@north.example") == shape(known, "alice@north.example")
    [letter] = mailbox.to("alice@north.example")
    assert letter["Subject"] == "You already have a sign-in to happiness"
    assert User.objects.filter(email="alice@north.example").count() == 1


def test_pages_after_a_known_address_do_not_tell_it_either(cast, mailbox):
    """Wrong codes and asking again are answered alike."""
    stranger, member = Client(), Client()
    stranger.post(SIGN_UP, fill_in(email="new@north.example"))
    member.post(SIGN_UP, fill_in(email="alice@north.example"))

    for data in [{"code": "WRONG"}, {"action": "change", "email": "other@north.example"}, {"action": "resend"}]:
        fresh, known = stranger.post(CONFIRM, data), member.post(CONFIRM, data)
        assert fresh.status_code == known.status_code
        assert shape(fresh, "new@north.example") == shape(known, "alice@north.example")


def test_same_name_gets_another_address(cast, mailbox, now):
    client = Client()
    client.post(SIGN_UP, fill_in(organization_name="North"))

    client.post(CONFIRM, {"code": code_in(mailbox[0])})

    [seat] = seats_of(User.objects.get(email="ada@kobalt.example").pk, now=now)
    assert (seat.name, seat.slug) == ("North", "north-2")


def test_interrupted_sign_up_goes_on_at_the_next_sign_in(db, mailbox, now):
    Client().post(SIGN_UP, fill_in())
    elsewhere = Client()
    elsewhere.post("/account/login/code/", {"email": "ada@kobalt.example"})
    elsewhere.post("/account/login/code/confirm/", {"code": code_in(mailbox[-1])})

    page = elsewhere.get("/", follow=True)
    assert page.redirect_chain[-1][0] == "/organizations/new/"
    elsewhere.post("/organizations/new/", {"organization_name": "Kobalt", "your_name": "Ada"})

    assert [seat.slug for seat in seats_of(User.objects.get().pk, now=now)] == ["kobalt"]


def test_member_founds_another_organization(cast, client_of, now):
    answer = client_of(cast.bob).post("/organizations/new/", {"organization_name": "Bob & Söhne", "your_name": "Bob"})

    assert answer["Location"] == "/o/bob-sohne/"
    assert {seat.role for seat in seats_of(cast.bob.user.pk, now=now)} == {Role.EXECUTIVE, Role.OWNER}


@pytest.mark.parametrize(
    "wrong",
    [
        {"organization_name": ""},
        {"organization_name": "x" * 121},
        {"organization_name": "a\x00b"},
        {"your_name": ""},
        {"email": "half@"},
        {"email": "a@b.example\nBcc: c@d.example"},
        {"password1": "short"},
    ],
)
def test_unusable_input_is_refused_beside_its_field(db, mailbox, wrong):
    answer = Client().post(SIGN_UP, fill_in(**wrong))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in page
    assert f'href="#id_{next(iter(wrong))}"' in page
    assert not User.objects.exists()
    assert not mailbox


@pytest.mark.parametrize("name", ["Kobalt\r\nBcc: c@d.example", "\u200b"])
def test_name_that_is_no_line_to_read_is_refused(db, mailbox, name):
    answer = Client().post(SIGN_UP, fill_in(organization_name=name))

    assert 'aria-invalid="true"' in answer.content.decode()
    assert not User.objects.exists()
    assert not mailbox


def test_founding_needs_a_sign_in(db):
    assert Client().get("/organizations/new/")["Location"].startswith("/account/login/")


def test_memberships_of_the_new_organization_are_one(db, mailbox, now):
    client = Client()
    client.post(SIGN_UP, fill_in())
    for _ in range(2):  # the button pressed twice
        client.post(CONFIRM, {"code": code_in(mailbox[0])})

    [seat] = seats_of(User.objects.get().pk, now=now)
    with tenant_context(seat.organization_id):
        assert Membership.objects.count() == 1
