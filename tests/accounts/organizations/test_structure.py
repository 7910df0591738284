"""Departments and touchpoints."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from accounts.audit.models import AuditEntry
from accounts.organizations import actions
from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import hire


@pytest.fixture
def sales(cast):
    with tenant_context(cast.north.pk):
        return Department.objects.create(name="Sales", lead=cast.bob.employee)


@pytest.fixture
def first_call(cast, sales):
    with tenant_context(cast.north.pk):
        return Touchpoint.objects.create(name="First call", department=sales, position=1)


@pytest.fixture
def maria(cast, now):
    """The happiness manager of North: no administrator, but the structure is hers."""
    return hire(cast.north, "Maria Moss", role=Role.HAPPINESS_MANAGER, now=now)


def departments_of(organization):
    with tenant_context(organization.pk):
        return {row.name: row for row in Department.objects.select_related("lead")}


def touchpoints_of(organization):
    with tenant_context(organization.pk):
        return {row.name: row for row in Touchpoint.objects.select_related("department", "owner")}


# --- Departments ---


def test_departments_are_shown_with_lead_and_numbers(cast, client_of, first_call):
    page = client_of(cast.carol).get(cast.carol.url("settings/departments/")).content.decode()

    assert "Sales" in page
    assert "Bob Berg" in page
    assert "Change" not in page  # carol is no manager of the structure


def test_departments_of_the_other_organization_are_hidden(cast, client_of, sales):
    client = client_of(cast.mallory)

    assert "Sales" not in client.get(cast.mallory.url("settings/departments/")).content.decode()
    for path in (f"settings/departments/{sales.pk}/", f"settings/departments/{sales.pk}/archive/"):
        assert client.get(cast.mallory.url(path)).status_code == 404
        assert client.post(cast.mallory.url(path), {"name": "Mine"}).status_code == 404
    assert departments_of(cast.north)["Sales"].archived_at is None


@pytest.mark.parametrize("page", ["departments", "touchpoints"])
def test_lists_ask_the_database_the_same_for_one_and_for_many(cast, client_of, page):
    def add(name):
        with tenant_context(cast.south.pk):
            department = Department.objects.create(name=name, lead=cast.mallory.employee)
            Touchpoint.objects.create(name=name, department=department, owner=cast.mallory.employee)

    client, url = client_of(cast.mallory), cast.mallory.url(f"settings/{page}/")
    add("One")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    add("Two")
    add("Three")

    with CaptureQueriesContext(connection) as many:
        assert "Three" in client.get(url).content.decode()

    assert len(many) == len(one)


def test_department_is_added(cast, client_of, maria):
    answer = client_of(maria).post(
        maria.url("settings/departments/new/"), {"name": " Delivery ", "lead": cast.carol.employee.pk}
    )

    assert answer.headers["Location"] == maria.url("settings/departments/")
    assert departments_of(cast.north)["Delivery"].lead == cast.carol.employee
    with tenant_context(cast.north.pk):
        entry = AuditEntry.objects.get(action="department.created")
    assert entry.changes == {"name": [None, "Delivery"], "lead": [None, str(cast.carol.employee.pk)]}


def test_structure_needs_the_right(cast, client_of, first_call):
    paths = [
        "departments/new/",
        f"departments/{first_call.department_id}/",
        f"departments/{first_call.department_id}/archive/",
        "touchpoints/new/",
        f"touchpoints/{first_call.pk}/",
        f"touchpoints/{first_call.pk}/archive/",
    ]
    for person in (cast.bob, cast.carol, cast.erin):
        for path in paths:
            assert client_of(person).get(person.url(f"settings/{path}")).status_code == 403
            assert client_of(person).post(person.url(f"settings/{path}"), {"name": "Mine"}).status_code == 403


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x00b", "x" * 121, "\u200b"])
def test_department_rejects_bad_names(cast, client_of, name):
    answer = client_of(cast.alice).post(cast.alice.url("settings/departments/new/"), {"name": name, "lead": ""})

    assert answer.status_code == 422
    assert departments_of(cast.north) == {}


@pytest.mark.parametrize("name", ["Sales", "SALES", " sales "])
def test_department_name_is_taken_once_in_each_organization(cast, client_of, sales, name):
    north = client_of(cast.alice).post(cast.alice.url("settings/departments/new/"), {"name": name, "lead": ""})
    south = client_of(cast.mallory).post(cast.mallory.url("settings/departments/new/"), {"name": name, "lead": ""})

    assert north.status_code == 422
    assert north.context["form"].errors["name"] == ["There is a department of this name already."]
    assert south.status_code == 302


def test_department_names_are_compared_beyond_latin_letters(cast, client_of):
    client = client_of(cast.alice)
    client.post(cast.alice.url("settings/departments/new/"), {"name": "Продажі", "lead": ""})

    answer = client.post(cast.alice.url("settings/departments/new/"), {"name": "ПРОДАЖІ", "lead": ""})

    assert answer.status_code == 422


def test_department_keeps_its_name_and_gets_another_lead(cast, client_of, sales):
    client, url = client_of(cast.alice), cast.alice.url(f"settings/departments/{sales.pk}/")

    answer = client.post(url, {"name": "Sales", "lead": cast.carol.employee.pk})

    assert answer.status_code == 302
    assert departments_of(cast.north)["Sales"].lead == cast.carol.employee


def test_department_rejects_a_lead_of_the_other_organization_like_an_unknown_one(cast, client_of, sales):
    client, url = client_of(cast.alice), cast.alice.url(f"settings/departments/{sales.pk}/")

    answers = [
        client.post(url, {"name": "Sales", "lead": value})
        for value in (cast.mallory.employee.pk, "0196a000-0000-7000-8000-000000000000", "x", "1")
    ]

    assert {answer.status_code for answer in answers} == {422}
    foreign, unknown, *_rest = (str(answer.context["form"].errors["lead"]) for answer in answers)
    assert foreign == unknown
    assert departments_of(cast.north)["Sales"].lead == cast.bob.employee


def test_lead_who_left_is_marked_and_can_be_replaced(cast, client_of, sales, now):
    with tenant_context(cast.north.pk):
        actions.remove_employee(employee=cast.bob.employee, by=cast.alice.employee, by_role=Role.OWNER, now=now)
    client, url = client_of(cast.alice), cast.alice.url(f"settings/departments/{sales.pk}/")

    listed = client.get(cast.alice.url("settings/departments/")).content.decode()
    assert "has left" in listed
    assert "Bob Berg (has left)" in client.get(url).content.decode()
    client.post(url, {"name": "Sales and service", "lead": cast.bob.employee.pk})
    assert departments_of(cast.north)["Sales and service"].lead == cast.bob.employee
    client.post(url, {"name": "Sales", "lead": ""})
    assert departments_of(cast.north)["Sales"].lead is None


def test_department_in_use_is_not_archived(cast, client_of, first_call):
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.carol.employee.pk).update(department=first_call.department)
    client, url = client_of(cast.alice), cast.alice.url(f"settings/departments/{first_call.department_id}/archive/")

    answer = client.post(url)

    assert answer.status_code == 422
    assert "1 person" in answer.content.decode()
    assert "1 touchpoint" in answer.content.decode()
    assert departments_of(cast.north)["Sales"].archived_at is None


def test_empty_department_is_archived_and_frees_its_name(cast, client_of, sales):
    client, url = client_of(cast.alice), cast.alice.url(f"settings/departments/{sales.pk}/archive/")
    assert client.get(url).status_code == 200

    assert client.post(url).status_code == 302

    assert "Sales" not in client.get(cast.alice.url("settings/departments/")).context["departments"]
    assert client.post(url).status_code == 404
    assert client.post(cast.alice.url("settings/departments/new/"), {"name": "sales", "lead": ""}).status_code == 302


def test_archiving_twice_is_once(cast, sales, now):
    with tenant_context(cast.north.pk):
        for _ in range(2):
            actions.archive_department(department=sales, by=cast.alice.employee, now=now)

        assert AuditEntry.objects.filter(action="department.archived").count() == 1


# --- Touchpoints ---


def test_touchpoints_stand_by_department_and_the_ownerless_are_marked(cast, client_of, first_call):
    with tenant_context(cast.north.pk):
        accounting = Department.objects.create(name="Accounting")
        for name, position in (("Reminder", 2), ("Invoice", 1)):
            Touchpoint.objects.create(name=name, department=accounting, position=position, owner=cast.carol.employee)

    answer = client_of(cast.carol).get(cast.carol.url("settings/touchpoints/"))

    assert [row.name for row in answer.context["touchpoints"]] == ["Invoice", "Reminder", "First call"]
    assert "nobody yet" in answer.content.decode()


def test_touchpoints_of_the_other_organization_are_hidden(cast, client_of, first_call):
    client = client_of(cast.mallory)

    assert "First call" not in client.get(cast.mallory.url("settings/touchpoints/")).content.decode()
    for path in (f"settings/touchpoints/{first_call.pk}/", f"settings/touchpoints/{first_call.pk}/archive/"):
        assert client.get(cast.mallory.url(path)).status_code == 404
        assert client.post(cast.mallory.url(path), {"name": "Mine"}).status_code == 404


def test_touchpoint_is_added_behind_the_last_one(cast, client_of, maria, first_call):
    data = {"name": "Contract", "department": first_call.department_id, "owner": "", "position": ""}

    client_of(maria).post(maria.url("settings/touchpoints/new/"), data)

    assert touchpoints_of(cast.north)["Contract"].position == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "FIRST CALL"),
        ("name", "a\u0085b"),
        ("department", ""),
        ("department", "x"),
        ("owner", "0196a000-0000-7000-8000-000000000000"),
        ("position", "-1"),
        ("position", "1000"),
        ("position", "1e3"),
        ("position", "5.5"),
        ("position", "NaN"),
    ],
)
def test_touchpoint_rejects_bad_input(cast, client_of, first_call, field, value):
    data = {"name": "Contract", "department": first_call.department_id, "owner": "", "position": "3", field: value}

    answer = client_of(cast.alice).post(cast.alice.url("settings/touchpoints/new/"), data)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert list(touchpoints_of(cast.north)) == ["First call"]


def test_touchpoint_rejects_department_and_owner_of_the_other_organization(cast, client_of, first_call):
    with tenant_context(cast.south.pk):
        foreign = Department.objects.create(name="Secret works")
    data = {"name": "Contract", "department": foreign.pk, "owner": cast.mallory.employee.pk, "position": ""}

    answer = client_of(cast.alice).post(cast.alice.url("settings/touchpoints/new/"), data)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"department", "owner"}


def test_touchpoint_name_is_free_in_another_department(cast, client_of, first_call):
    with tenant_context(cast.north.pk):
        service = Department.objects.create(name="Service")
    data = {"name": "First call", "department": service.pk, "owner": "", "position": ""}

    assert client_of(cast.alice).post(cast.alice.url("settings/touchpoints/new/"), data).status_code == 302


def test_touchpoint_gets_an_owner_and_the_trail_says_so(cast, client_of, first_call):
    data = {
        "name": "First call",
        "department": first_call.department_id,
        "owner": cast.carol.employee.pk,
        "position": "1",
    }

    client_of(cast.alice).post(cast.alice.url(f"settings/touchpoints/{first_call.pk}/"), data)

    assert touchpoints_of(cast.north)["First call"].owner == cast.carol.employee
    page = client_of(cast.alice).get(cast.alice.url("settings/audit/")).content.decode()
    assert "Owner: Carol Cole" in " ".join(strip_tags(page).split())


def test_touchpoint_is_archived(cast, client_of, first_call):
    client, url = client_of(cast.alice), cast.alice.url(f"settings/touchpoints/{first_call.pk}/archive/")
    assert client.get(url).status_code == 200

    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 404
    assert touchpoints_of(cast.north)["First call"].archived_at is not None
