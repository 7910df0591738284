"""Somebody else's id in a form, in JSON, in a serializer: an unknown choice, like an id that nobody has."""

import json
import re

import pytest
from django import forms
from django.db import transaction
from rest_framework import serializers

from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.tenancy.context import TenantContextMissing, tenant_context
from accounts.tenancy.uuid7 import uuid7
from tests.accounts.tenancy.houses import House, contents, shows

# Page, the field that names a row of somebody else, whose row, and the rest of the form.
POSTED = [
    ("touchpoint-new", "department", "department", {"name": "x"}),
    ("touchpoint-new", "owner", "employee", {"name": "x", "department": "own"}),
    ("touchpoint", "department", "department", {"name": "x"}),
    ("touchpoint", "owner", "employee", {"name": "x", "department": "own"}),
    ("department-new", "lead", "employee", {"name": "x"}),
    ("department", "lead", "employee", {"name": "x"}),
    (
        "person-new",
        "department",
        "department",
        {"name": "x", "email": "x@x.example", "language": "en", "time_zone": "UTC"},
    ),
    ("person-edit", "department", "department", {"name": "x", "email": "x@x.example", "language": "en"}),
    ("people", "department", "department", {}),
    ("audit", "person", "employee", {}),
]


def ids(house: House) -> dict[str, object]:
    return {"department": house.department.pk, "employee": house.owner.employee.pk}


@pytest.mark.parametrize(
    ("page", "field", "kind", "rest"), POSTED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_foreign_row_is_no_choice_of_a_form(houses, client_of, page, field, kind, rest):
    alice, north = client_of(houses.north.owner), houses.north
    addresses = {
        "touchpoint-new": "touchpoints/new/",
        "touchpoint": f"touchpoints/{north.touchpoint.pk}/",
        "department-new": "departments/new/",
        "department": f"departments/{north.department.pk}/",
        "person-new": "people/new/",
        "person-edit": f"people/{north.owner.employee.pk}/edit/",
        "people": "people/",
        "audit": "audit/",
    }
    send = alice.get if page in ("people", "audit") else alice.post
    before = contents(north)

    def answer(foreign_id):
        form = {name: north.department.pk if value == "own" else value for name, value in rest.items()}
        response = send(north.owner.url("settings/" + addresses[page]), {**form, field: str(foreign_id)})
        text = response.content.decode().replace(str(foreign_id), "·")
        # Tokens against forgery and the keys of forms differ on every page.
        return response.status_code, re.sub(r'[0-9A-Za-z]{64}|name="form_key" value="[^"]*"', "·", text)

    foreign = answer(ids(houses.south)[kind])

    assert foreign == answer(uuid7())
    assert foreign[0] == 422
    assert not shows(houses.south, foreign[1])
    assert contents(north) == before


def test_fields_that_no_form_has_are_not_read(houses, client_of):
    south = houses.south
    form = {
        "name": "Desk",
        "organization": south.id,
        "organization_id": south.id,
        "id": south.department.pk,
        "slug": "south",
    }
    before = contents(south)

    assert client_of(houses.north.owner).post("/o/north/settings/departments/new/", form).status_code == 302

    assert contents(south) == before
    with tenant_context(houses.north.id):
        assert Department.objects.get(name="Desk").organization_id == houses.north.id


@pytest.mark.parametrize("page", ["departments/new/", "touchpoints/new/", "people/new/", "me/"])
def test_json_is_no_form(houses, client_of, page):
    body = json.dumps(
        {"name": "x", "department": str(houses.south.department.pk), "organization": str(houses.south.id)}
    )
    before = contents(houses.north), contents(houses.south)

    response = client_of(houses.north.owner).post(f"/o/north/settings/{page}", body, content_type="application/json")

    assert response.status_code == 422
    assert (contents(houses.north), contents(houses.south)) == before


# --- Django's own forms, made when the module is imported, outside of every scope ---


class TouchpointForm(forms.ModelForm):
    class Meta:
        model = Touchpoint
        fields = ("name", "department", "owner")


class EmployeeForm(forms.ModelForm):
    class Meta:
        model = Employee
        fields = ("name", "email", "work_starts", "work_ends", "work_days", "language", "time_zone")


DepartmentFormSet = forms.modelformset_factory(Department, fields=("name",), extra=0)
TouchpointFormSet = forms.inlineformset_factory(Department, Touchpoint, fields=("name",), extra=0)


def test_choices_of_a_model_form_are_those_of_the_scope(houses):
    for own, foreign in ((houses.north, houses.south), (houses.south, houses.north)):
        with tenant_context(own.id):
            page = str(TouchpointForm())
            assert str(own.department.pk) in page
            assert not shows(foreign, page)
            refused = TouchpointForm({"name": "x", "department": foreign.department.pk})
            assert set(refused.errors) == {"department"}
    with pytest.raises(TenantContextMissing):
        str(TouchpointForm())


def test_model_form_saves_into_the_scope(houses):
    with tenant_context(houses.north.id):
        saved = TouchpointForm({"name": "x", "department": houses.north.department.pk}).save()
        assert saved.organization_id == houses.north.id


def test_duplicate_is_an_error_of_the_form_and_no_crash(houses):
    def form(email):
        hours = {"work_starts": "09:00", "work_ends": "18:00", "work_days": "12345"}
        return EmployeeForm({"name": "x", "email": email, "language": "en", "time_zone": "UTC", **hours})

    with tenant_context(houses.north.id):
        assert "__all__" in form("alice@north.example").errors
        assert form("mallory@south.example").is_valid()  # free here, and nobody learns that it is in use elsewhere


@pytest.mark.parametrize("factory", [DepartmentFormSet, TouchpointFormSet])
def test_form_set_takes_no_foreign_row(houses, factory):
    row = houses.south.department if factory is DepartmentFormSet else houses.south.touchpoint
    prefix = "form" if factory is DepartmentFormSet else "touchpoints"
    data = {
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-INITIAL_FORMS": "1",
        f"{prefix}-0-id": str(row.pk),
        f"{prefix}-0-name": "pwned",
    }
    before = contents(houses.south)

    with tenant_context(houses.north.id):
        options = {} if factory is DepartmentFormSet else {"instance": houses.north.department}
        assert not factory(data, **options).is_valid()

    assert contents(houses.south) == before


# --- REST framework, the same way ---


class TouchpointSerializer(serializers.ModelSerializer):
    class Meta:
        model = Touchpoint
        fields = "__all__"


def test_serializer_knows_only_rows_of_the_scope(houses):
    south = houses.south
    with tenant_context(houses.north.id):
        foreign, unknown = (
            TouchpointSerializer(data={"name": "x", "department": str(pk)}) for pk in (south.department.pk, uuid7())
        )
        assert not foreign.is_valid()
        assert not unknown.is_valid()
        assert foreign.errors["department"][0].code == unknown.errors["department"][0].code == "does_not_exist"
        assert not shows(south, TouchpointSerializer(Touchpoint.objects.all(), many=True).data)


def test_serializer_does_not_take_the_organization_from_the_body(houses):
    body = {"name": "x", "department": str(houses.north.department.pk), "organization": str(houses.south.id)}
    with tenant_context(houses.north.id):
        serializer = TouchpointSerializer(data=body)
        assert serializer.is_valid(), serializer.errors
        assert serializer.save().organization_id == houses.north.id


def test_serializer_without_a_scope_is_an_error(houses):
    with pytest.raises(TenantContextMissing), transaction.atomic():
        TouchpointSerializer(data={"name": "x", "department": str(houses.north.department.pk)}).is_valid()
