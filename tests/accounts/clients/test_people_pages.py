import pytest
from django.urls import reverse

from accounts.clients import queries
from accounts.clients.actions.people_data import request_erasure
from accounts.clients.models import Contact, ContactRole, CustomField, Position
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def nordwerk(cast, now):
    with tenant_context(cast.north.pk):
        return a_client("Nordwerk", by=cast.alice.employee, now=now, language="uk", country="UA")


@pytest.fixture
def olena(nordwerk, cast, now):
    with tenant_context(cast.north.pk):
        return a_contact(
            "Olena Rybchuk",
            at=nordwerk,
            by=cast.alice.employee,
            now=now,
            email="olena@nordwerk.example",
            roles=["economic"],
            talk_card="Formal. Calls until 17:00.",
        )


def page(name, **arguments):
    return reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in arguments.items()}})


def test_people_stand_under_their_roles_and_gaps_are_said(client_of, cast, nordwerk, olena) -> None:
    answer = client_of(cast.alice).get(page("client-people", client_id=nordwerk))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.index("Economic buyer") < text.index("Olena Rybchuk") < text.index("Technical buyer")
    assert text.count("Nobody yet: what this role thinks stays unknown.") == 2


def test_people_of_a_client_need_as_many_queries_as_one_person(
    client_of, cast, nordwerk, olena, now, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    alice = client_of(cast.alice)
    alice.get(page("client-people", client_id=nordwerk))
    with CaptureQueriesContext(connection) as one:
        alice.get(page("client-people", client_id=nordwerk))
    with tenant_context(cast.north.pk):
        for number in range(3):
            a_contact(
                f"Person {number}",
                at=nordwerk,
                by=cast.alice.employee,
                now=now,
                email=f"p{number}@nordwerk.example",
                roles=["technical", "end_user"],
            )

    with django_assert_num_queries(len(one)):
        alice.get(page("client-people", client_id=nordwerk))


def test_a_new_person_inherits_language_and_zone_of_the_client(client_of, cast, nordwerk) -> None:
    form = {
        "name": "Taras",
        "email": "Taras@Nordwerk.example",
        "job_title": "CTO",
        "roles": ["technical"],
        "language": "uk",
    }

    answer = client_of(cast.alice).post(page("contact-new", client_id=nordwerk), form, follow=True)

    assert "Taras is added." in answer.content.decode()
    with tenant_context(cast.north.pk):
        position = Position.objects.select_related("contact").get(contact__name="Taras")
        assert position.contact.time_zone == nordwerk.time_zone
        assert queries.owner_of_address("taras@nordwerk.example") == position.contact
        assert list(position.roles.values_list("role", flat=True)) == ["technical"]


def test_a_known_address_offers_the_known_person_and_makes_no_second_one(client_of, cast, nordwerk, olena, now) -> None:
    with tenant_context(cast.north.pk):
        sudwerk = a_client("Sudwerk", by=cast.alice.employee, now=now)
    form = {"name": "O. Rybchuk", "email": "olena@nordwerk.example", "roles": ["technical"], "language": "uk"}
    alice = client_of(cast.alice)

    answer = alice.post(page("contact-new", client_id=sudwerk), form)
    assert answer.status_code == 422
    assert "belongs to Olena Rybchuk" in answer.content.decode()
    alice.post(page("contact-new", client_id=sudwerk), form | {"known": str(olena.contact_id)})

    with tenant_context(cast.north.pk):
        assert Contact.objects.count() == 1
        roles = ContactRole.objects.filter(position__contact=olena.contact_id).order_by("position__client__name")
        assert list(roles.values_list("position__client__name", "role")) == [
            ("Nordwerk", "economic"),
            ("Sudwerk", "technical"),
        ]


def test_a_page_of_a_person_tells_everything(client_of, cast, olena) -> None:
    text = client_of(cast.alice).get(page("contact", contact_id=olena.contact)).content.decode()

    for said in ("Olena Rybchuk", "Formal. Calls until 17:00.", "olena@nordwerk.example", "Economic buyer", "Nordwerk"):
        assert said in text


FULL = {
    "name": "Olena Rybchuk",
    "salutation": "Шановна Олено",
    "addresses": "olena.r@nordwerk.example\nolena@nordwerk.example",
    "messengers": "Telegram @olena\nsome place: olena",
    "language": "uk",
    "time_zone": "Europe/Kyiv",
    "birth_day": "29",
    "birth_month": "2",
    "birthday_source": "said so",
    "consent": "given",
    "consent_source": "contract",
    "asking": "normal",
}


def test_details_are_saved_and_letters_go_to_the_first_address(client_of, cast, olena) -> None:
    answer = client_of(cast.alice).post(page("contact-edit", contact_id=olena.contact), FULL)

    assert answer.status_code == 302
    with tenant_context(cast.north.pk):
        contact = Contact.objects.get(pk=olena.contact_id)
        rows = queries.addresses(contact_id=contact.pk)
        assert [(row.address, row.is_primary) for row in rows] == [
            ("olena.r@nordwerk.example", True),
            ("olena@nordwerk.example", False),
        ]
        assert contact.messengers == [
            {"kind": "telegram", "handle": "@olena"},
            {"kind": "other", "handle": "some place: olena"},
        ]
        assert contact.consent_at is not None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"addresses": "olena@"}, "“olena@” is no e-mail address."),
        ({"birth_month": ""}, "A birthday is a day and a month."),
        ({"birth_day": "31", "birth_month": "4"}, "This month has fewer days."),
        ({"birthday_source": ""}, "Say how we know the birthday"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_a_slip_is_said_and_nothing_typed_is_lost(client_of, cast, olena, wrong, said) -> None:
    answer = client_of(cast.alice).post(page("contact-edit", contact_id=olena.contact), FULL | wrong)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "Шановна Олено" in text


def test_an_address_of_somebody_else_is_refused_whole(client_of, cast, nordwerk, olena, now) -> None:
    with tenant_context(cast.north.pk):
        a_contact("Taras", at=nordwerk, by=cast.alice.employee, now=now, email="taras@nordwerk.example")

    answer = client_of(cast.alice).post(
        page("contact-edit", contact_id=olena.contact), FULL | {"addresses": "taras@nordwerk.example"}
    )

    assert answer.status_code == 422
    assert "taras@nordwerk.example belongs to another person already." in answer.content.decode()
    with tenant_context(cast.north.pk):
        assert [row.address for row in queries.addresses(contact_id=olena.contact_id)] == ["olena@nordwerk.example"]
        assert Contact.objects.get(pk=olena.contact_id).salutation == ""


def test_address_of_somebody_who_is_being_erased_waits(client_of, cast, nordwerk, olena, now) -> None:
    with tenant_context(cast.north.pk):
        request_erasure(contact=olena.contact, by=cast.alice.employee, now=now)
    form = {"name": "Olena Nova", "email": "olena@nordwerk.example", "language": "uk"}

    answer = client_of(cast.alice).post(page("contact-new", client_id=nordwerk), form)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Send the form again." in text
    assert "Olena Nova" in text
    assert "Olena Rybchuk" not in text


def test_own_fields_of_people_are_filled_in_by_hand(client_of, cast, olena, now) -> None:
    with tenant_context(cast.north.pk):
        for key, kind in (("hobby", "text"), ("met_on", "date")):
            CustomField.objects.create(key=key, label=key.title(), subject="contact", kind=kind, created_at=now)
        Contact.objects.filter(pk=olena.contact_id).update(custom={"archived": "stays"})
    alice, address = client_of(cast.alice), page("contact-edit", contact_id=olena.contact)

    assert alice.post(address, FULL | {"custom_hobby": "Chess", "custom_met_on": "soon"}).status_code == 422
    alice.post(address, FULL | {"country": "PL", "custom_hobby": "Chess", "custom_met_on": "1999-05-04"})

    text = alice.get(page("contact", contact_id=olena.contact)).content.decode()
    assert "Chess" in text
    assert "1999" in text
    with tenant_context(cast.north.pk):
        olena = Contact.objects.get(pk=olena.contact_id)
        assert (olena.country, olena.custom) == ("PL", {"archived": "stays", "hobby": "Chess", "met_on": "1999-05-04"})


def test_leaving_hands_the_roles_over(client_of, cast, nordwerk, olena, now) -> None:
    with tenant_context(cast.north.pk):
        iryna = a_contact("Iryna", at=nordwerk, by=cast.alice.employee, now=now)
    form = {"left_on": "2026-11-01", "successor": str(iryna.contact_id)}

    answer = client_of(cast.alice).post(page("position-departure", position_id=olena), form, follow=True)

    text = answer.content.decode()
    assert "successor: Iryna" in text
    with tenant_context(cast.north.pk):
        assert list(iryna.roles.values_list("role", flat=True)) == ["economic"]


def test_nobody_leaves_tomorrow(client_of, cast, olena) -> None:
    answer = client_of(cast.alice).post(page("position-departure", position_id=olena), {"left_on": "2099-01-01"})

    assert answer.status_code == 422
    with tenant_context(cast.north.pk):
        assert Position.objects.get(pk=olena.pk).left_on is None


@pytest.mark.parametrize("name", ["contact-new", "contact-edit", "position", "position-departure"])
def test_changing_people_needs_the_right(client_of, cast, nordwerk, olena, name) -> None:
    rows = {"contact-new": {"client_id": nordwerk}, "contact-edit": {"contact_id": olena.contact}}
    address = page(name, **rows.get(name, {"position_id": olena}))

    assert client_of(cast.carol).get(address).status_code == 403
    assert client_of(cast.carol).get(page("client-people", client_id=nordwerk)).status_code == 200
