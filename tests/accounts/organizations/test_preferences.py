"""Language, time zone, theme and keys: a person's own, in all of their organizations, and before they sign in."""

import pytest

from accounts.organizations.models import Employee, User
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import hire

PAGE = "/account/preferences/"
CHOICE = {"language": "uk", "time_zone": "Asia/Tokyo", "theme": "dark", "has_shortcuts": "on"}


def employee(person):
    with tenant_context(person.organization.pk):
        return Employee.objects.get(pk=person.employee.pk)


def test_choice_reaches_every_organization_of_the_person(cast, client_of, now):
    both = hire(cast.south, "Carol Cole", role=Role.VIEWER, now=now, user=cast.carol.user)
    client = client_of(cast.carol)

    answer = client.post(PAGE, CHOICE, follow=True)

    assert "Збережено." in answer.content.decode()
    for person in (cast.carol, both):
        assert (employee(person).language, employee(person).time_zone) == ("uk", "Asia/Tokyo")
        page = client.get(person.url()).content.decode()
        assert '<html lang="uk" data-theme="dark">' in page
    assert employee(cast.alice).language == "en"


def test_theme_and_language_outlast_signing_out(cast, client_of):
    client = client_of(cast.carol)
    client.post(PAGE, CHOICE)

    client.post("/account/logout/")

    assert '<html lang="uk" data-theme="dark">' in client.get("/account/login/").content.decode()


def test_another_browser_learns_the_theme_when_the_person_comes_in(cast, client_of):
    client_of(cast.carol).post(PAGE, CHOICE)
    other = client_of(cast.carol)

    other.get(cast.carol.url())

    assert other.cookies["happiness_theme"].value == "dark"


def test_theme_of_the_system_needs_no_mark(cast, client_of):
    client = client_of(cast.carol)
    client.post(PAGE, CHOICE)

    client.post(PAGE, {**CHOICE, "theme": "system"})

    assert "data-theme" not in client.get(PAGE).content.decode().split(">")[1]
    assert client.cookies["happiness_theme"].value == ""


def test_foreign_word_in_the_cookie_is_nothing(client, db):
    client.cookies["happiness_theme"] = '"><script>'

    assert "<script>" not in client.get("/account/login/").content.decode().split("<head>")[0]


def test_shortcuts_can_be_switched_off(cast, client_of):
    client = client_of(cast.carol)
    assert 'id="shortcuts"' in client.get(cast.carol.url()).content.decode()

    client.post(PAGE, {key: value for key, value in CHOICE.items() if key != "has_shortcuts"})

    assert 'id="shortcuts"' not in client.get(cast.carol.url()).content.decode()
    assert User.objects.get(pk=cast.carol.user.pk).has_shortcuts is False


def test_page_asks_for_a_sign_in(client, db):
    assert client.get(PAGE).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("field", "value"), [("language", "de"), ("time_zone", "Europe/Nowhere"), ("theme", "pink"), ("theme", "")]
)
def test_page_rejects_bad_input(cast, client_of, field, value):
    answer = client_of(cast.carol).post(PAGE, {**CHOICE, field: value})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert employee(cast.carol).language == "en"


def test_person_without_an_organization_chooses_too(cast, client, now):
    user = User.objects.create_user(email="new@nowhere.example", password="x", created_at=now)
    client.force_login(user)

    assert client.post(PAGE, CHOICE).status_code == 302
    assert '<html lang="uk" data-theme="dark">' in client.get(PAGE).content.decode()
