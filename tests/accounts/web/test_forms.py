"""Slips are told when a field is left: by the form's own rules, and without anything being done."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context

NEW = reverse("person-new", args=["north"])
PERSON = {"name": "Nina Nord", "email": "nina@north.example", "language": "en", "time_zone": "Europe/Kyiv", "role": ""}


@pytest.fixture
def check(cast, client_of):
    """Return a function that leaves a field of a form, and returns what is shown instead of it."""

    def left(field, page=NEW, **typed):
        answer = client_of(cast.alice).post(
            page, PERSON | typed | {"check_field": field}, headers={"HX-Request": "true"}
        )
        assert answer.status_code == HTTPStatus.OK
        return answer.content.decode()

    return left


def test_half_an_address_is_told_beside_its_field(check):
    seen = check("email", email="half@address")

    assert seen.lstrip().startswith('<div class="field">')
    assert 'value="half@address"' in seen
    assert 'aria-invalid="true"' in seen
    assert 'name="name"' not in seen


def test_address_that_somebody_has_is_told(check):
    assert "Bob Berg has this address already." in check("email", email="bob@north.example")


def test_day_that_is_over_is_told(check):
    page = reverse("suppression-new", args=["north"])

    assert "This day is over." in check("until", page, address="taras@client.example", until="2020-01-01")


@pytest.mark.parametrize("typed", [{}, {"email": ""}, {"email": "nina@north.example", "name": ""}], ids=str)
def test_nothing_is_told_of_a_right_or_an_empty_field(check, typed):
    seen = check("email", **typed)

    assert "field__error" not in seen
    assert "aria-invalid" not in seen


def test_check_does_nothing(cast, check):
    check("email")

    with tenant_context(cast.north.pk):
        assert not Employee.objects.filter(email="nina@north.example").exists()


def test_field_that_the_form_does_not_have_is_no_check(cast, client_of):
    answer = client_of(cast.alice).post(NEW, PERSON | {"check_field": "nonsense"})

    assert answer.status_code == HTTPStatus.FOUND
