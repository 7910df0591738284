"""The door: who gets in, who no longer does, and what strange addresses and headers open."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts import clock
from accounts.organizations.models import Department, Membership, Organization
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import Person, hire

STRANGE = [
    "/o/NORTH/",
    "/o/North/",
    "/O/north/",
    "/o/north ",
    "/o/north%20/",
    "/o/north%0a/",
    "/o/north%0d%0aX-Evil:%201/",
    "/o/north%00/",
    "/o/%00/north/",
    "/o/%6eorth/",
    "/o/%256eorth/",
    "/o/north%2F/",
    "/o/north%2F..%2Fsouth/",
    "/o/south%2F..%2Fnorth/",
    "/o/south/../north/",
    "/o/south/%2e%2e/north/",
    "/o/south/..%5cnorth/",
    "/o/south;north/",
    "/o/south,north/",
    "/o/./north/",
    "/o/../o/north/",
    "//o/north/",
    "/o//north/",
    "/o//",
    "/o/",
    "/o/north//",
    "/o/north?slug=south",
    "/o/north/?slug=south#south",
    "/o/ｎorth/",
    "/o/nоrth/",  # a Cyrillic о
    "/o/%C0%AEnorth/",
    "/o/%ff%fe/",
    "/o/' OR true --/",
    "/o/%25/",
    "/o/" + "n" * 10_000 + "/",
    "/o/" + "north/" * 500,
]


def plain(response: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    return response.status_code, response.content, headers


def opens(client: Client, address: str) -> bool:
    return client.get(address).status_code == 200


def ended(person: Person, **changes: object) -> None:
    with tenant_context(person.organization.pk):
        Membership.objects.filter(pk=person.membership.pk).update(**changes)


# --- Foreign and unknown ---


@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "patch", "delete", "trace"])
def test_foreign_and_unknown_organization_are_the_same_404(cast, client_of, method):
    mallory = client_of(cast.mallory)

    foreign, unknown = (plain(getattr(mallory, method)(f"/o/{slug}/")) for slug in ("north", "nowhere"))

    assert foreign[0] == 404
    assert foreign == unknown


@pytest.mark.parametrize("address", STRANGE)
def test_strange_address_opens_nothing(cast, client_of, address):
    response = client_of(cast.mallory).get(address)

    assert response.status_code in (301, 400, 404)
    if response.status_code == 301:  # a slash is added, to the same address for everybody
        assert response["Location"] in ("/o/north/?slug=south", "/o/north%20/")
    assert b"North" not in response.content


@pytest.mark.parametrize("address", STRANGE)
def test_strange_address_opens_nothing_of_ones_own_either(cast, client_of, address):
    """One spelling for one page: other spellings would be other keys for caches and logs."""
    response = client_of(cast.alice).get(address)

    if address in ("/o/%6eorth/", "/o/north/?slug=south#south"):  # the same address, written differently
        assert response.status_code == 200
    else:
        assert response.status_code in (301, 400, 404)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_ORIGINAL_URL": "/o/north/"},
        {"HTTP_X_REWRITE_URL": "/o/north/"},
        {"HTTP_X_FORWARDED_PREFIX": "/o/north"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "PUT", "HTTP_X_FORWARDED_HOST": "north"},
        {"SCRIPT_NAME": "/o/north"},
        {"REQUEST_URI": "/o/north/"},
    ],
    ids=str,
)
def test_headers_do_not_choose_the_organization(cast, client_of, headers):
    mallory = client_of(cast.mallory)

    assert b"North" not in mallory.get("/o/south/", **headers).content
    assert mallory.get("/o/north/", **headers).status_code == 404


def test_anonymous_person_learns_nothing_about_addresses(cast):
    foreign, unknown = (Client().get(f"/o/{slug}/") for slug in ("north", "nowhere"))

    assert foreign.status_code == unknown.status_code == 302
    assert foreign["Location"] == unknown["Location"].replace("nowhere", "north") == "/account/login/?next=/o/north/"


# --- Sessions ---


def test_session_does_not_choose_the_organization(cast, client_of):
    mallory = client_of(cast.mallory)
    session = mallory.session
    session.update({"organization_id": str(cast.north.pk), "slug": "north", "organization": "north"})
    session.save()

    assert mallory.get("/o/north/").status_code == 404
    assert b"North" not in mallory.get("/o/south/").content


@pytest.mark.parametrize("cookie", ["", "x", "' OR 1=1 --", "é" * 40, "0" * 10_000, "../../sessions"])
def test_invented_session_cookie_signs_nobody_in(cast, cookie):
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = cookie

    response = browser.get("/o/north/")

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_session_of_another_person_key_does_not_survive_a_new_password(cast, client_of):
    alice = client_of(cast.alice)
    assert opens(alice, "/o/north/")

    cast.alice.user.set_password("another horse battery")
    cast.alice.user.save()

    assert alice.get("/o/north/").status_code == 302


# --- Two organizations, one session ---


@pytest.fixture
def frida(cast, now) -> tuple[Person, Person]:
    """A person with a seat in both organizations."""
    at_north = hire(cast.north, "Frida Falk", role=Role.ADMINISTRATOR, now=now)
    return at_north, hire(cast.south, "Frida Falk", role=Role.ADMINISTRATOR, user=at_north.user, now=now)


def test_two_tabs_never_bleed_into_each_other(cast, client_of, frida):
    browser = client_of(frida[0])

    for number in range(3):
        for person, other in (frida, frida[::-1]):
            own, foreign = person.organization.slug, other.organization.slug
            assert (
                browser.post(person.url("settings/departments/new/"), {"name": f"Desk {own} {number}"}).status_code
                == 302
            )
            page = browser.get(person.url("settings/departments/")).content.decode()
            assert f"Desk {own} {number}" in page
            assert f"Desk {foreign}" not in page

    for person in frida:
        with tenant_context(person.organization.pk):
            names = set(Department.objects.values_list("name", flat=True))
        assert names == {f"Desk {person.organization.slug} {number}" for number in range(3)}


def test_right_in_one_organization_is_no_right_in_the_other(cast, client_of, frida):
    ended(frida[1], role=Role.VIEWER)
    browser = client_of(frida[0])

    assert browser.get("/o/north/settings/departments/new/").status_code == 200
    assert browser.get("/o/south/settings/departments/new/").status_code == 403


def test_leaving_one_organization_keeps_the_other(cast, client_of, frida, now):
    browser = client_of(frida[0])
    ended(frida[0], ends_at=now)

    assert browser.get("/o/north/").status_code == 404
    assert opens(browser, "/o/south/")


# --- Those who no longer belong ---


def test_guest_is_out_at_the_moment_the_time_ends(cast, client_of):
    erin = client_of(cast.erin)
    assert opens(erin, "/o/north/")

    ended(cast.erin, ends_at=clock.real_now() + timedelta(minutes=1))
    assert opens(erin, "/o/north/")

    ended(cast.erin, ends_at=clock.real_now())
    assert erin.get("/o/north/").status_code == 404


def test_demo_clock_does_not_prolong_a_guest(cast, client_of):
    """An organization may step its own clock, but not the time limits of its guests."""
    with tenant_context(cast.north.pk):
        Organization.objects.update(is_demo=True, clock_offset=timedelta(days=-60))
    ended(cast.erin, ends_at=clock.real_now() - timedelta(seconds=1))

    assert client_of(cast.erin).get("/o/north/").status_code == 404


def test_member_removed_while_signed_in_is_out_with_the_next_click(cast, client_of, now):
    carol = client_of(cast.carol)
    assert opens(carol, "/o/north/")

    ended(cast.carol, ends_at=now)

    assert carol.get("/o/north/").status_code == 404
    assert carol.post("/o/north/settings/me/", {"name": "still here"}).status_code == 404
    assert carol.get("/").status_code == 302  # signed in as before, and led elsewhere


def test_role_taken_away_while_signed_in_is_gone_with_the_next_click(cast, client_of):
    dave = client_of(cast.dave)
    assert opens(dave, "/o/north/settings/people/new/")

    ended(cast.dave, role=Role.VIEWER)

    assert dave.get("/o/north/settings/people/new/").status_code == 403


def test_organization_that_is_switched_off_is_an_unknown_one_to_others(cast, client_of):
    mallory = client_of(cast.mallory)
    with tenant_context(cast.north.pk):
        Organization.objects.update(is_active=False)

    assert client_of(cast.alice).get("/o/north/").status_code == 403
    assert plain(mallory.get("/o/north/")) == plain(mallory.get("/o/nowhere/"))


def test_inactive_person_is_signed_out(cast, client_of):
    alice = client_of(cast.alice)
    cast.alice.user.is_active = False
    cast.alice.user.save()

    assert alice.get("/o/north/").status_code == 302
