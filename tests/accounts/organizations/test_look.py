"""The organization's color: chosen, previewed, worn by its pages alone."""

import re

import pytest
from django.db import IntegrityError, transaction

from accounts.audit.models import AuditEntry
from accounts.mail import actions as mail
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from accounts.web import theme

LOOK = "settings/look/"
STYLESHEET = re.compile(r"/o/\w+/theme\.\w+\.css")


def wear(cast, color):
    with tenant_context(cast.north.pk):
        Organization.objects.update(brand_color=color)


def worn(page):
    return STYLESHEET.findall(page.content.decode())


def test_color_is_kept_and_worn_by_every_page(cast, client_of):
    client = client_of(cast.dave)

    page = client.post(cast.dave.url(LOOK), {"brand_color": " #1F4FD8 "}, follow=True)

    [address] = worn(page)
    assert worn(client.get(cast.dave.url())) == [address]
    answer = client.get(address)
    assert answer.content.decode() == theme.stylesheet("#1f4fd8")
    assert answer.headers["Content-Type"] == "text/css"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.get(action="organization.changed").changes == {"brand_color": ["", "#1f4fd8"]}


def test_pages_without_a_color_load_nothing_more(cast, client_of):
    assert worn(client_of(cast.alice).get(cast.alice.url())) == []
    assert client_of(cast.alice).get(cast.alice.url("theme.0123456789ab.css")).status_code == 404


def test_color_is_taken_away(cast, client_of):
    wear(cast, "#1f4fd8")

    page = client_of(cast.alice).post(cast.alice.url(LOOK), {"brand_color": ""}, follow=True)

    assert worn(page) == []


def test_page_from_before_the_change_gets_the_new_colors(cast, client_of):
    wear(cast, "#0b6b4f")

    answer = client_of(cast.carol).get(cast.carol.url("theme.0123456789ab.css"))

    assert answer.headers["Location"] == cast.carol.url(f"theme.{theme.version('#0b6b4f')}.css")
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_colors_are_of_one_organization(cast, client_of):
    wear(cast, "#0b6b4f")

    assert worn(client_of(cast.mallory).get(cast.mallory.url())) == []
    assert client_of(cast.mallory).get(cast.alice.url(f"theme.{theme.version('#0b6b4f')}.css")).status_code == 404


def test_look_needs_the_right(cast, client_of):
    for person in (cast.bob, cast.carol, cast.erin):
        assert client_of(person).post(person.url(LOOK), {"brand_color": "#1f4fd8"}).status_code == 403
        assert client_of(person).get(person.url(LOOK)).status_code == 403


@pytest.mark.parametrize("color", ["red", "#12", "1f4fd8", "#1f4fdg", "#1f4fd8;}", "#1f4fd8\n#"])
def test_what_is_no_color_is_refused_and_stays_in_the_field(cast, client_of, color):
    answer = client_of(cast.alice).post(cast.alice.url(LOOK), {"brand_color": color})

    assert answer.status_code == 422
    assert answer.context["form"]["brand_color"].value() == color
    assert worn(answer) == []


def test_preview_shows_and_saves_nothing(cast, client_of):
    client = client_of(cast.alice)

    page = client.get(cast.alice.url(LOOK), {"brand_color": "#ffd400"})

    assert "Nothing is saved yet." in page.content.decode()
    assert "Links on light pages are darker" in page.content.decode()
    [address] = re.findall(r"/o/north/settings/look/preview/\w+\.css", page.content.decode())
    assert client.get(address).content.decode() == theme.stylesheet("#ffd400")
    assert worn(client.get(cast.alice.url())) == []


def test_preview_of_no_color_is_nowhere(cast, client_of):
    assert client_of(cast.alice).get(cast.alice.url("settings/look/preview/xyz.css")).status_code == 404


def test_letters_of_the_organization_wear_its_color(cast, mailbox, now):
    wear(cast, "#0b6b4f")
    for organization in (cast.north, cast.south):
        with tenant_context(organization.pk):
            reader = f"taras@{organization.slug}.example"
            mail.send("webhook_disabled", to=reader, language="en", context={"webhook_title": "Warehouse"}, now=now)

    letters = {letter["To"]: letter.get_body(("html",)).get_content() for letter in mailbox}

    assert "background:#0b6b4f" in letters["taras@north.example"]
    assert "#0b6b4f" not in letters["taras@south.example"]
    assert "background:#7b2d5e" in letters["taras@south.example"]


@pytest.mark.parametrize("color", ["red", "#12345", "#ABCDEF"])
def test_database_keeps_colors_alone(cast, color):
    with pytest.raises(IntegrityError), transaction.atomic():
        wear(cast, color)
