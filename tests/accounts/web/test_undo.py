"""The way back of an act: for whoever acted, for that act, for ten minutes."""

from datetime import timedelta

import pytest
from django.core import signing

from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context

LOOK, UNDO = "settings/look/", "settings/look/undo/"


def color(cast):
    with tenant_context(cast.north.pk):
        return Organization.objects.get().brand_color


def offered(page):
    """Return the form that the message carries."""
    message = next(message for message in page.context["messages"] if message.extra_tags)
    _mark, url, token = message.extra_tags.split()
    return url, {"undo": token}


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


@pytest.fixture
def offer(cast, alice):
    """Alice has chosen a color; here is the way back."""
    return offered(alice.post(cast.alice.url(LOOK), {"brand_color": "#1f4fd8"}, follow=True))


def test_act_is_taken_back(cast, alice, offer):
    url, form = offer

    page = alice.post(url, form, follow=True).content.decode()

    assert color(cast) == ""
    assert "The former color is back." in page


def test_way_back_is_a_form_of_the_page(cast, alice):
    page = alice.post(cast.alice.url(LOOK), {"brand_color": "#1f4fd8"}, follow=True).content.decode()

    assert f'action="{cast.alice.url(UNDO)}"' in page
    assert "data-toast" in page


def test_way_back_is_of_whoever_acted(cast, client_of, offer):
    url, form = offer

    page = client_of(cast.dave).post(url, form, follow=True).content.decode()

    assert color(cast) == "#1f4fd8"
    assert "too late to undo" in page


@pytest.mark.parametrize("token", ["", "x", "of another salt"])
def test_only_our_token_undoes(cast, alice, offer, token):
    if token == "of another salt":
        token = signing.dumps({"url": "/", "user": "", "facts": {}}, salt="other")
    alice.post(offer[0], {"undo": token})

    assert color(cast) == "#1f4fd8"


def test_way_back_of_another_act_is_refused(cast, alice, offer):
    _url, form = offer
    other = signing.loads(form["undo"], salt="accounts.web.undo") | {"url": "/o/north/elsewhere/"}

    alice.post(offer[0], {"undo": signing.dumps(other, salt="accounts.web.undo")})

    assert color(cast) == "#1f4fd8"


def test_way_back_ends_after_ten_minutes(cast, alice, offer, monkeypatch):
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + timedelta(minutes=11).total_seconds())

    page = alice.post(offer[0], offer[1], follow=True).content.decode()

    assert color(cast) == "#1f4fd8"
    assert "too late to undo" in page


def test_what_somebody_else_has_chosen_meanwhile_stays(cast, alice, client_of, offer):
    client_of(cast.dave).post(cast.dave.url(LOOK), {"brand_color": "#0b6b4f"})

    alice.post(*offer)

    assert color(cast) == "#0b6b4f"
