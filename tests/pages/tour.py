"""A walk through every page of the URLconf that shows HTML: behind the door as the owner of North, outside of it as anybody."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.test import Client

from accounts.tokens import Kind, make
from happiness.gallery.letters import SAMPLE
from tests.accounts.tenancy.addresses import row_ids
from tests.accounts.tenancy.houses import House
from tests.architecture.site_map import Page, pages

LETTERS = {"mail-letter-content", "ui-letter"}  # another medium, with tests of its own


def walk(house: House) -> Iterator[tuple[Page, HttpResponse]]:
    """Open every page and yield it with its answer; answers that are no page (redirects, files, numbers) are left out.

    A page that only a stranger sees (sign-in, sign-up) is opened by a stranger.
    """
    owner, stranger = Client(raise_request_exception=False), Client(raise_request_exception=False)
    owner.force_login(house.owner.user)
    for page in pages():
        if page.name in LETTERS:
            continue
        address = _address(page, house)
        for browser in (owner, stranger):
            answer = browser.get(address)
            if answer.status_code == HTTPStatus.OK and answer["Content-Type"].startswith("text/html"):
                yield page, answer
                break


def _address(page: Page, house: House) -> str:
    token = make(
        kind=Kind.STAFF_INVITATION,
        organization_id=house.id,
        row_id=house.invitation.pk,
        nonce=bytes(house.invitation.token_nonce) if hasattr(house.invitation, "token_nonce") else b"n" * 16,
    )
    values: dict[str, Any] = {
        "slug": house.organization.slug,
        "name": SAMPLE,
        "token": token,
        **row_ids(house, page.arguments),
    }
    converters = {
        "StringConverter": token,
        "IntConverter": 1,
        "SlugConverter": house.organization.slug,
        "PathConverter": "x",
    }
    rest = {
        name: converters[kind] for name, kind in page.arguments.items() if name not in values and kind in converters
    }
    return page.address(**{**rest, **values}) if page.arguments else "/" + page.route
