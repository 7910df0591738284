"""Somebody else's id in an address: for every address that names a row, the same answer as for an id that nobody has."""

import re

import pytest
from django.conf import settings

from accounts.tenancy.uuid7 import uuid7
from tests.accounts.tenancy.addresses import ROWS, WORDS, row_ids
from tests.accounts.tenancy.houses import contents, shows
from tests.architecture.site_map import Page, pages_behind_the_door

NAMING_A_ROW = [page for page in pages_behind_the_door() if page.names_a_row]
KNOWN = [page for page in NAMING_A_ROW if page.rows <= set(ROWS)]
# Which methods a page has is the same in every shape of the tables; what it asks of them is not.
METHODS = ["get", "post"] + ["head", "options", "put", "patch", "delete"] * (not settings.TENANCY["DISTRIBUTED"])


def answer(client, method: str, address: str) -> tuple[int, str]:
    response = getattr(client, method)(address)
    content = b"".join(response) if response.streaming else response.content
    # Ids of the address itself, and tokens that differ on every page.
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"[0-9A-Za-z]{64}\"", "·", content.decode(errors="replace"))
    return response.status_code, text


def test_every_address_that_names_a_row_is_attacked():
    assert [page.route for page in NAMING_A_ROW if page not in KNOWN] == [], "enter its row in addresses.py"


@pytest.mark.parametrize("page", KNOWN, ids=str)
def test_foreign_id_is_answered_like_an_unknown_one(houses, client_of, page: Page):
    alice, (north, south) = client_of(houses.north.owner), (houses.north, houses.south)
    own, foreign = row_ids(north, page.arguments), row_ids(south, page.arguments)
    before = contents(north), contents(south)

    # Also with an own id in front of the foreign one: a delivery of theirs under a webhook of ours.
    for name in page.rows:
        for method in METHODS:
            stolen, unknown = (
                answer(alice, method, page.address(slug="north", **WORDS | ids))
                for ids in (own | {name: foreign[name]}, own | {name: uuid7()})
            )
            assert stolen == unknown
            assert stolen[0] in (404, 405)
            assert not shows(south, stolen[1])
    assert (contents(north), contents(south)) == before


@pytest.mark.parametrize("page", KNOWN, ids=str)
def test_own_id_is_found(houses, client_of, page: Page):
    """Else the test above would also pass for an address that never finds anything."""
    alice = client_of(houses.north.owner)
    address = page.address(slug="north", **WORDS | row_ids(houses.north, page.arguments))

    assert {answer(alice, method, address)[0] for method in ("get", "post")} & {200, 302, 303, 422}


@pytest.mark.parametrize("page", pages_behind_the_door(), ids=str)
def test_foreign_organization_is_answered_like_an_unknown_one(houses, client_of, page: Page):
    mallory, north = client_of(houses.south.owner), houses.north
    arguments = {
        **WORDS,
        "path": f"{north.id}/logo/a.png",
        **dict.fromkeys(page.rows, uuid7()),
        **row_ids(north, page.arguments),
    }
    before = contents(north)

    for method in METHODS:
        foreign, unknown = (
            answer(mallory, method, page.address(slug=slug, **arguments)) for slug in ("north", "nowhere")
        )
        assert foreign == unknown
        assert foreign[0] == 404
        assert not shows(north, foreign[1])
    assert contents(north) == before
