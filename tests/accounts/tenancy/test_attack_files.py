"""Somebody else's file in an address. Files are outside of row-level security: the path carries the organization."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.accounts.tenancy.houses import House, Houses

PICTURE = b"\x89PNG\r\n\x1a\n the logo of "


def logo(house: House) -> str:
    return f"{house.id}/logo/picture.png"


@pytest.fixture
def stored(houses) -> Houses:
    for house in (houses.north, houses.south):
        default_storage.save(logo(house), ContentFile(PICTURE + house.secret.encode()))
        default_storage.save(f"{house.id}/audit/head.json", ContentFile(house.secret.encode()))
    default_storage.save("everybody.txt", ContentFile(b"secret of the installation"))
    return houses


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_member_sees_the_own_file(stored, client_of):
    response = client_of(stored.north.owner).get(f"/o/north/files/{logo(stored.north)}")

    assert response.status_code == 200
    assert stored.north.secret.encode() in body(response)


TRICKS = {
    "foreign path": "{foreign}/logo/picture.png",
    "up and down": "{own}/../{foreign}/logo/picture.png",
    "up and down, encoded": "{own}/%2e%2e/{foreign}/logo/picture.png",
    "slash encoded": "{own}%2f..%2f{foreign}%2flogo%2fpicture.png",
    "encoded twice": "{own}/%252e%252e/{foreign}/logo/picture.png",
    "backslash": "{own}\\..\\{foreign}\\logo\\picture.png",
    "in the folder": "{own}/logo/../../{foreign}/logo/picture.png",
    "absolute": "/{foreign}/logo/picture.png",
    "no organization": "everybody.txt",
    "above the store": "../../../etc/passwd",
    "folder that nobody serves": "{own}/audit/head.json",
    "foreign folder that nobody serves": "{foreign}/audit/head.json",
    "NUL": "{own}/logo/picture.png%00{foreign}",
    "newline": "{own}/logo/picture.png%0a",
    "folder itself": "{own}/logo/",
    "no such file": "{own}/logo/none.png",
}


@pytest.mark.parametrize("trick", TRICKS)
def test_path_of_another_organization_is_not_found(stored, client_of, trick):
    path = TRICKS[trick].format(own=stored.north.id, foreign=stored.south.id)

    response = client_of(stored.north.owner).get(f"/o/north/files/{path}")

    assert response.status_code in (400, 404)
    assert b"secret" not in body(response)


def test_foreign_and_missing_file_are_answered_alike(stored, client_of):
    alice = client_of(stored.north.owner)

    foreign, missing = (
        alice.get(f"/o/north/files/{path}") for path in (logo(stored.south), f"{stored.south.id}/logo/none.png")
    )

    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)


@pytest.mark.parametrize("slug", ["north", "south"])
def test_stranger_to_the_organization_gets_nothing(stored, client_of, slug):
    """South's owner asks for North's file, behind both doors."""
    response = client_of(stored.south.owner).get(f"/o/{slug}/files/{logo(stored.north)}")

    assert response.status_code == 404
