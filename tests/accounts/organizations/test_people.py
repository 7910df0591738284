"""The list of people, a new person, and the details of one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.organizations import actions
from accounts.organizations.models import Department, Employee, StaffInvitation
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import hire

NEW = {
    "name": "Frida Falk",
    "email": "Frida@North.Example",
    "job_title": "Support",
    "department": "",
    "language": "uk",
    "time_zone": "Europe/Kyiv",
    "role": "",
    "guest_until": "",
}
DETAILS = {
    "name": "Carol Cole",
    "email": "carol@north.example",
    "job_title": "Engineer",
    "department": "",
    "language": "en",
    "time_zone": "Europe/Lisbon",
    "work_days": ["1", "2", "3"],
    "work_starts": "10:00",
    "work_ends": "16:00",
}


@pytest.fixture
def employee_called(cast):
    def find(name):
        with tenant_context(cast.north.pk):
            return Employee.objects.select_related("department").get(name=name)

    return find


# --- The list ---


def test_list_shows_everybody_with_role_and_access(cast, client_of):
    page = client_of(cast.carol).get(cast.carol.url("settings/people/")).content.decode()

    for expected in ("Alice Ahlberg", "Owner", "Dave Dahl", "Administrator", "Erin Ek", "Guest until", "Signs in"):
        assert expected in page


def test_list_hides_the_other_organization(cast, client_of):
    assert "Mallory" not in client_of(cast.alice).get(cast.alice.url("settings/people/")).content.decode()
    assert client_of(cast.mallory).get(cast.alice.url("settings/people/")).status_code == 404


def test_list_of_members_offers_no_acts_to_specialists(cast, client_of):
    page = client_of(cast.carol).get(cast.carol.url("settings/people/")).content.decode()

    assert "settings/people/new/" not in page


def test_list_asks_the_database_the_same_for_one_and_for_many(cast, client_of, now):
    client = client_of(cast.mallory)
    client.get(cast.mallory.url("settings/people/"))
    with CaptureQueriesContext(connection) as one:
        client.get(cast.mallory.url("settings/people/"))
    for name in ("Nina Noel", "Otto Ohm"):
        person = hire(cast.south, name, role=Role.VIEWER, now=now)
        with tenant_context(cast.south.pk):
            department = Department.objects.create(name=f"Of {name}")
            Employee.objects.filter(pk=person.employee.pk).update(department=department)

    with CaptureQueriesContext(connection) as many:
        page = client.get(cast.mallory.url("settings/people/"))

    assert "Otto Ohm" in page.content.decode()
    assert len(many) == len(one)


def test_list_is_found_by_text_and_department(cast, client_of):
    with tenant_context(cast.north.pk):
        sales = Department.objects.create(name="Sales")
        Employee.objects.filter(name="Bob Berg").update(department=sales)
    client = client_of(cast.alice)

    by_text = client.get(cast.alice.url("settings/people/?text=CAROL")).content.decode()
    by_department = client.get(cast.alice.url(f"settings/people/?department={sales.pk}")).content.decode()

    assert "Carol Cole" in by_text
    assert "bob@north.example" not in by_text
    assert "bob@north.example" in by_department
    assert "carol@north.example" not in by_department


def test_list_rejects_a_foreign_department_like_an_unknown_one(cast, client_of):
    with tenant_context(cast.south.pk):
        foreign = Department.objects.create(name="Secret works")
    client = client_of(cast.alice)

    answers = [
        client.get(cast.alice.url(f"settings/people/?department={value}"))
        for value in (foreign.pk, "0196a000-0000-7000-8000-000000000000", "abc", "1e9")
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert all("Secret works" not in answer.content.decode() for answer in answers)


@pytest.mark.parametrize("query", ["text=%00", "text=" + "x" * 200, "after=abc", "after=-1", "has_left=;drop"])
def test_list_survives_any_query(cast, client_of, query):
    answer = client_of(cast.alice).get(cast.alice.url(f"settings/people/?{query}"))

    assert answer.status_code in {200, 400, 422}


def test_list_goes_on_behind_the_last_row(cast, client_of, now):
    with tenant_context(cast.north.pk):
        for number in range(60):
            Employee.objects.create(name=f"Worker {number:02}", email=f"w{number}@north.example", created_at=now)
    client = client_of(cast.alice)

    first = client.get(cast.alice.url("settings/people/?text=worker"))
    second = client.get(first.context["next_url"])

    assert len(first.context["rows"]) == 50
    assert [row.name for row, _access in second.context["rows"]] == [f"Worker {number}" for number in range(50, 60)]
    assert not second.context["next_url"]
    assert second.context["first_url"].endswith("?text=worker")


def test_list_of_those_who_left_is_apart(cast, client_of, now):
    with tenant_context(cast.north.pk):
        actions.remove_employee(employee=cast.bob.employee, by=cast.alice.employee, by_role=Role.OWNER, now=now)
    client = client_of(cast.alice)

    here = client.get(cast.alice.url("settings/people/")).content.decode()
    gone = client.get(cast.alice.url("settings/people/?has_left=on")).content.decode()

    assert "bob@north.example" not in here
    assert "bob@north.example" in gone
    assert "Left" in gone


def test_names_are_shown_as_text(cast, client_of, now):
    with tenant_context(cast.north.pk):
        Employee.objects.create(name="<script>alert(1)</script>{{7*7}}", email="x@north.example", created_at=now)

    page = client_of(cast.alice).get(cast.alice.url("settings/people/")).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page


# --- A new person ---


def test_new_person_without_sign_in(cast, client_of, employee_called, mailbox):
    answer = client_of(cast.dave).post(cast.dave.url("settings/people/new/"), NEW, follow=True)

    assert answer.redirect_chain == [(cast.dave.url("settings/people/"), 302)]
    assert "Frida Falk is added." in answer.content.decode()
    assert employee_called("Frida Falk").email == "frida@north.example"
    assert not mailbox


def test_new_person_with_a_role_gets_a_letter(cast, client_of, employee_called, mailbox):
    answer = client_of(cast.dave).post(cast.dave.url("settings/people/new/"), {**NEW, "role": "viewer"}, follow=True)

    assert "An invitation is on its way to frida@north.example." in answer.content.decode()
    assert len(mailbox.to("frida@north.example")) == 1
    assert "Invited, open until" in answer.content.decode()
    with tenant_context(cast.north.pk):
        assert StaffInvitation.objects.get(employee=employee_called("Frida Falk")).role == Role.VIEWER


def test_new_person_needs_the_right(cast, client_of):
    for person in (cast.bob, cast.carol, cast.erin):
        assert client_of(person).get(person.url("settings/people/new/")).status_code == 403
        assert client_of(person).post(person.url("settings/people/new/"), NEW).status_code == 403
    with tenant_context(cast.north.pk):
        assert not Employee.objects.filter(name="Frida Falk").exists()


def test_new_person_in_the_other_organization_stays_there(cast, client_of, employee_called):
    client_of(cast.mallory).post(cast.mallory.url("settings/people/new/"), {**NEW, "email": "carol@north.example"})

    with tenant_context(cast.south.pk):
        assert Employee.objects.filter(name="Frida Falk").exists()
    with tenant_context(cast.north.pk):
        assert not Employee.objects.filter(name="Frida Falk").exists()
        assert Employee.objects.filter(email="carol@north.example").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "\u200b\u200b"),
        ("name", "two\nlines"),
        ("name", "NUL\x00byte"),
        ("name", "x" * 121),
        ("name", "bell\x07"),
        ("email", "half@address"),
        ("email", "a@b.example\nBcc: x@y.example"),
        ("email", "a@@b.example"),
        ("email", "x" * 250 + "@b.example"),
        ("job_title", "a\u2028b"),
        ("language", "xx"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("department", "abc"),
        ("department", "0196a000-0000-7000-8000-000000000000"),
        ("role", "king"),
        ("role", "owner"),
    ],
)
def test_new_person_rejects_bad_input(cast, client_of, field, value):
    answer = client_of(cast.dave).post(cast.dave.url("settings/people/new/"), {**NEW, field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert field == "job_title" or "Support" in answer.content.decode()  # what was typed stays
    with tenant_context(cast.north.pk):
        assert not Employee.objects.filter(email="frida@north.example").exists()


@pytest.mark.parametrize("name", ["Ґанна Їжакевич 🙂", "مها", "=cmd|' /C calc'!A0", "O’Neil <o@x>", "{{7*7}} ${jndi}"])
def test_new_person_keeps_any_honest_text(cast, client_of, employee_called, name):
    client_of(cast.dave).post(cast.dave.url("settings/people/new/"), {**NEW, "name": f"  {name} "})

    assert employee_called(name)


def test_new_person_rejects_an_address_of_this_house(cast, client_of, now):
    with tenant_context(cast.north.pk):
        actions.remove_employee(employee=cast.bob.employee, by=cast.alice.employee, by_role=Role.OWNER, now=now)
    client = client_of(cast.dave)

    active = client.post(cast.dave.url("settings/people/new/"), {**NEW, "email": "CAROL@north.example"})
    gone = client.post(cast.dave.url("settings/people/new/"), {**NEW, "email": "bob@north.example"})

    assert active.context["form"].errors["email"] == ["Carol Cole has this address already."]
    assert "Bob Berg has left and still has this address" in gone.context["form"].errors["email"][0]


def test_new_person_rejects_the_sign_in_of_a_member(cast, client_of, now):
    """Carol's letters go elsewhere now; her sign-in still is carol@north.example."""
    with tenant_context(cast.north.pk):
        Employee.objects.filter(name="Carol Cole").update(email="letters@north.example")

    answer = client_of(cast.dave).post(
        cast.dave.url("settings/people/new/"), {**NEW, "email": "carol@north.example", "role": "viewer"}
    )

    assert answer.status_code == 422
    assert "access already" in answer.context["form"].errors["email"][0]
    with tenant_context(cast.north.pk):
        assert not Employee.objects.filter(name="Frida Falk").exists()


def test_new_person_with_a_foreign_department_is_refused(cast, client_of):
    with tenant_context(cast.south.pk):
        foreign = Department.objects.create(name="Secret works")

    answer = client_of(cast.dave).post(cast.dave.url("settings/people/new/"), {**NEW, "department": foreign.pk})

    assert answer.status_code == 422
    assert "Secret works" not in answer.content.decode()


# --- Details ---


def test_person_shows_details_and_duties(cast, client_of, now):
    with tenant_context(cast.north.pk):
        actions.save_department(
            department=Department(name="Delivery", lead=cast.carol.employee), by=cast.alice.employee, now=now
        )

    page = client_of(cast.bob).get(cast.bob.url(f"settings/people/{cast.carol.employee.pk}/")).content.decode()

    assert "carol@north.example" in page
    assert "Delivery" in page
    assert "Mon" in page
    assert "Change details" not in page
    assert "Change access" not in page


def test_person_of_the_other_organization_is_not_found(cast, client_of):
    client, foreign = client_of(cast.mallory), cast.carol.employee.pk
    for path in ("", "edit/", "departure/"):
        assert client.get(cast.mallory.url(f"settings/people/{foreign}/{path}")).status_code == 404
    for path in ("edit/", "access/", "invitation/", "invitation/letter/", "invitation/revocation/", "departure/"):
        answer = client.post(cast.mallory.url(f"settings/people/{foreign}/{path}"), {**DETAILS, "role": "viewer"})
        assert answer.status_code == 404


def test_details_are_changed(cast, client_of, employee_called):
    answer = client_of(cast.dave).post(
        cast.dave.url(f"settings/people/{cast.carol.employee.pk}/edit/"), DETAILS, follow=True
    )

    carol = employee_called("Carol Cole")
    assert answer.redirect_chain == [(cast.dave.url(f"settings/people/{carol.pk}/"), 302)]
    assert (carol.job_title, carol.time_zone, carol.work_days, carol.work_starts.hour) == (
        "Engineer",
        "Europe/Lisbon",
        "123",
        10,
    )


def test_details_need_the_right(cast, client_of):
    url = f"settings/people/{cast.carol.employee.pk}/edit/"

    assert client_of(cast.bob).post(cast.bob.url(url), DETAILS).status_code == 403


def test_unchanged_details_leave_no_entry(cast, client_of):
    client, url = client_of(cast.dave), cast.dave.url(f"settings/people/{cast.carol.employee.pk}/edit/")
    client.post(url, DETAILS)
    client.post(url, DETAILS)

    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.filter(action="employee.changed").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("work_days", []),
        ("work_days", ["8"]),
        ("work_ends", "09:00"),
        ("work_starts", "25:00"),
        ("work_starts", ""),
        ("email", "dave@north.example"),
        ("name", "a\rb"),
    ],
)
def test_details_reject_bad_input(cast, client_of, field, value):
    answer = client_of(cast.dave).post(
        cast.dave.url(f"settings/people/{cast.carol.employee.pk}/edit/"), {**DETAILS, field: value}
    )

    assert answer.status_code == 422
    assert {field, "work_ends"} & set(answer.context["form"].errors)


def test_only_owners_change_an_owner(cast, client_of, employee_called):
    alice = {**DETAILS, "name": "Alice Renamed", "email": "alice@north.example"}

    answer = client_of(cast.dave).post(cast.dave.url(f"settings/people/{cast.alice.employee.pk}/edit/"), alice)

    assert answer.status_code == 422
    assert "Only an owner" in answer.content.decode()
    assert employee_called("Alice Ahlberg").email == "alice@north.example"


def test_nobody_changes_the_address_of_another_owner(cast, client_of, employee_called, now):
    hire(cast.north, "Olga Olsen", role=Role.OWNER, now=now)
    olga = employee_called("Olga Olsen")
    client, url = client_of(cast.alice), cast.alice.url(f"settings/people/{olga.pk}/edit/")

    renamed = client.post(url, {**DETAILS, "name": "Olga Olsen-Berg", "email": "olga@north.example"})
    moved = client.post(url, {**DETAILS, "name": "Olga Olsen-Berg", "email": "alice+olga@north.example"})

    assert renamed.status_code == 302
    assert moved.status_code == 422
    assert employee_called("Olga Olsen-Berg").email == "olga@north.example"


def test_new_address_withdraws_the_open_invitation(cast, client_of, employee_called, mailbox):
    client = client_of(cast.dave)
    client.post(cast.dave.url("settings/people/new/"), {**NEW, "role": "viewer"})
    frida = employee_called("Frida Falk")
    link = next(word for word in mailbox[-1].get_body(("plain",)).get_content().split() if "/join/" in word)

    client.post(
        cast.dave.url(f"settings/people/{frida.pk}/edit/"),
        {**DETAILS, "name": "Frida Falk", "email": "other@north.example"},
    )

    assert client.get(link.split("localhost:8000")[-1]).status_code == 410
    with tenant_context(cast.north.pk):
        assert not StaffInvitation.objects.filter(revoked_at=None).exists()


def test_new_address_leaves_the_sign_in_alone(cast, client_of, employee_called):
    client_of(cast.dave).post(
        cast.dave.url(f"settings/people/{cast.carol.employee.pk}/edit/"), {**DETAILS, "email": "new@north.example"}
    )

    cast.carol.user.refresh_from_db()
    assert employee_called("Carol Cole").email == "new@north.example"
    assert cast.carol.user.email == "carol@north.example"
    assert client_of(cast.carol).get(cast.carol.url()).status_code == 200


def test_department_that_was_archived_stays_chosen(cast, client_of, employee_called, now):
    with tenant_context(cast.north.pk):
        old = Department.objects.create(name="Old works", archived_at=now)
        Employee.objects.filter(pk=cast.carol.employee.pk).update(department=old)
    client, url = client_of(cast.dave), cast.dave.url(f"settings/people/{cast.carol.employee.pk}/edit/")

    assert "Old works (archived)" in client.get(url).content.decode()
    assert client.post(url, {**DETAILS, "department": old.pk}).status_code == 302
    assert employee_called("Carol Cole").department == old
