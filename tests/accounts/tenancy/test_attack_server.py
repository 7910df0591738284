"""The real server with its threads and kept connections: many clients of two organizations at once."""

import threading
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.test import Client

from tests.accounts.jobs.processes import web_server
from tests.accounts.tenancy.houses import House

ROUNDS, CLIENTS = 12, 4
MISSING = "settings/nowhere/"
PAGES = ["settings/people/", "settings/audit/export.csv", "settings/departments/", "", MISSING]
pytestmark = pytest.mark.xdist_group("processes")


def get(address: str, cookie: str = "") -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


class Visitor(threading.Thread):
    """A member of one organization who asks for pages of both in turn."""

    def __init__(self, server: str, own: House, foreign: House, number: int) -> None:
        super().__init__()
        self.server, self.own, self.foreign, self.number = server, own, foreign, number
        browser = Client()
        browser.force_login(own.owner.user)
        self.cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
        self.statuses: list[int] = []
        self.faults: list[str] = []

    def run(self) -> None:
        for turn in range(ROUNDS):
            page = PAGES[(turn + self.number) % len(PAGES)]
            self.expect(self.own, page, 404 if page == MISSING else 200)
            self.expect(self.foreign, page, 404)

    def expect(self, house: House, page: str, status: int) -> None:
        answered, text = get(f"{self.server}/o/{house.organization.slug}/{page}", self.cookie)
        self.statuses.append(answered)
        if answered != status or self.foreign.secret in text or (house is self.foreign and self.own.secret in text):
            self.faults.append(f"{house.organization.slug}: {page}: {answered}")


def test_threads_of_one_server_never_mix_organizations(committed_houses, tmp_path):
    north, south, log = committed_houses.north, committed_houses.south, tmp_path / "log"
    with web_server(log=log) as server:
        visitors = [
            Visitor(server, own, foreign, number)
            for number in range(CLIENTS)
            for own, foreign in ((north, south), (south, north))
        ]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()

    assert [fault for visitor in visitors for fault in visitor.faults] == []
    statuses = [status for visitor in visitors for status in visitor.statuses]
    assert len(statuses) == 2 * len(visitors) * ROUNDS
    assert statuses.count(200) > len(statuses) // 4
