"""Somebody else's id in an address: for every address that names a row, the same answer as for an id that nobody has."""

import re

import pytest

from accounts.tenancy.uuid7 import uuid7
from tests.accounts.tenancy.houses import House, contents, shows
from tests.architecture.site_map import Page, pages_behind_the_door

NAMING_A_ROW = [page for page in pages_behind_the_door() if page.names_a_row]
METHODS = ["get", "head", "options", "post", "put", "patch", "delete"]


def rows(house: House) -> dict[str, object]:
    """Return the house's id for each argument that addresses use; an address with a new one must be entered here."""
    return {
        "person_id": house.owner.employee.pk,
        "department_id": house.department.pk,
        "touchpoint_id": house.touchpoint.pk,
        "slug": house.organization.slug,
    }


def unknown(house: House) -> dict[str, object]:
    return rows(house) | {name: uuid7() for name in rows(house) if name != "slug"}


def answer(client, method: str, address: str, **form: str) -> tuple[int, str]:
    response = getattr(client, method)(address, form)
    # Ids of the address itself, and tokens that differ on every page.
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"[0-9A-Za-z]{64}\"", "·", response.content.decode())
    return response.status_code, text


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("page", NAMING_A_ROW, ids=str)
def test_foreign_id_is_answered_like_an_unknown_one(houses, client_of, page: Page, method):
    alice = client_of(houses.north.owner)
    own_door = {"slug": houses.north.organization.slug}
    before = contents(houses.south)

    foreign = answer(alice, method, page.address(**rows(houses.south) | own_door))

    assert foreign == answer(alice, method, page.address(**unknown(houses.south) | own_door))
    assert foreign[0] in (404, 405)
    assert not shows(houses.south, foreign[1])
    assert contents(houses.south) == before


@pytest.mark.parametrize("page", NAMING_A_ROW, ids=str)
def test_own_id_is_found(houses, client_of, page: Page):
    """Else the test above would also pass for an address that never finds anything."""
    alice = client_of(houses.north.owner)

    statuses = {answer(alice, method, page.address(**rows(houses.north)))[0] for method in ("get", "post")}

    assert statuses & {200, 302, 422}


@pytest.mark.parametrize("page", pages_behind_the_door(), ids=str)
def test_foreign_organization_is_answered_like_an_unknown_one(houses, client_of, page: Page):
    mallory = client_of(houses.south.owner)
    own = rows(houses.north) | {"path": f"{houses.north.id}/logo/a.png"}
    before = contents(houses.north)

    for method in METHODS:
        foreign = answer(mallory, method, page.address(**own))
        assert foreign == answer(mallory, method, page.address(**own | {"slug": "nowhere"}))
        assert foreign[0] == 404
        assert not shows(houses.north, foreign[1])
    assert contents(houses.north) == before
