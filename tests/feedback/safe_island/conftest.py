"""Taras of Acme writes to the leadership of North: Alice, who owns North and manages Acme, and Bob, its executive."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.tenancy.context import tenant_context
from feedback.safe_island.models import ConfidentialThread
from tests.feedback.personal_line.conftest import FORM, Line, line, open_line

__all__ = ["Desk", "line", "open_line"]

CANARY = "Zaubernuss"
KEY = re.compile(r'name="key" value="([0-9a-f]{32})"')


class Desk:
    """The page on which somebody writes to the leadership, behind one link, and a browser at it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.browser = Client(raise_request_exception=False, enforce_csrf_checks=True)

    def get(self, path: str = ""):
        return self.browser.get(path or self.url)

    def page(self, path: str = "") -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def key(self, path: str = "") -> str:
        return KEY.search(self.page(path))[1]

    def post(self, path: str = "", **fields: object):
        return self.browser.post(path or self.url, urlencode(fields, doseq=True), content_type=FORM)

    def write(self, text: str = f"{CANARY}: they shout at us", *, name: str = "named", key: str = "", **fields: object):
        return self.post(text=text, name=name, key=key or self.key(), **fields)

    def letter(self, text: str = f"{CANARY}: they shout at us", **fields: object) -> str:
        """Return the address of the letter that was written."""
        answer = self.write(text, **fields)
        assert answer.status_code == 303, answer.content
        return answer["Location"].partition("?")[0]

    def act(self, letter: str, act: str, **fields: object):
        return self.post(letter, act=act, **fields)


@pytest.fixture
def desk(line: Line) -> Desk:
    return Desk(line.url + "leaders/")


def threads(house) -> list[ConfidentialThread]:
    with tenant_context(house.pk):
        rows = ConfidentialThread.objects.select_related("contact", "client", "organization")
        return list(rows.order_by("id"))


@pytest.fixture
def taken(cast, desk, mailbox):
    """A letter of Taras: (its address for him, its address for Bob)."""
    url = desk.letter()
    (thread,) = threads(cast.north)
    return url, cast.bob.url(f"island/{thread.pk}/")
