"""A walk through every page of the URLconf that shows HTML: behind the door as the owner of North, outside of it as anybody."""

from collections.abc import Iterator
from http import HTTPStatus

from django.http import HttpResponse
from django.test import Client

from accounts.tokens import Kind, make
from tests.accounts.tenancy.addresses import WORDS, row_ids
from tests.accounts.tenancy.houses import House
from tests.architecture.site_map import Page, pages

# Other media: tests/accounts/mail/test_layouts.py; the answer page in a frame: tests/feedback/responses.
LETTERS = {"mail-letter-content", "ui-letter", "survey-preview", "wave-letter"}
# Pages that first ask by the address what they are about: they are opened as the answer opens them.
ASKED = {"alert-rule-new": "?kind=low", "case-new": "?client={client_id}"}


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
            if is_page(answer):
                yield page, answer
                break


def is_page(answer: HttpResponse) -> bool:
    """Tell whether the answer is HTML; close the files that nobody reads here (close() would end the connection)."""
    for close in answer._resource_closers:
        close()
    return answer.status_code == HTTPStatus.OK and answer["Content-Type"].startswith("text/html")


def _address(page: Page, house: House) -> str:
    invitation = house.invitation
    kind, nonce = Kind.STAFF_INVITATION, bytes(invitation.nonce)
    token = make(kind=kind, organization_id=house.id, row_id=invitation.pk, nonce=nonce)
    of_kind = {
        "StringConverter": token,
        "SlugConverter": house.organization.slug,
        "IntConverter": 1,
        "PathConverter": "x",
    }
    values = {name: of_kind.get(converter) for name, converter in page.arguments.items()} | row_ids(
        house, page.arguments
    )
    values |= {name: WORDS[name] for name in ("question_id", "number") if name in page.arguments}
    address = page.address(**values) if page.arguments else "/" + page.route
    asked = ASKED.get(page.name, "")
    return address + asked.format(**row_ids(house, {"client_id": "UUIDConverter"})) if asked else address
