"""Somebody with a browser: keeps cookies, reads forms, counts what was answered and how long it took."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Visitor:
    """Comes from another address with each form, so that limits of one address mean nothing here (TRUSTED_PROXIES=1)."""

    def __init__(self, server: str) -> None:
        self.server = server
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(cookies)
        self.statuses: list[int] = []
        self.headers: Mapping[str, str] = {}
        self.seconds = 0.0  # the last answer's
        self.url = ""  # where it led
        self.forms = 0

    def get(self, path: str) -> str:
        return self._ask(path, None)

    def post(self, path: str, **fields: str) -> str:
        """Fill in the form of a page; the time is that of the POST and where it leads."""
        token = TOKEN.search(self.get(path))[1]
        self.forms += 1
        return self._ask(path, {**fields, "csrfmiddlewaretoken": token})

    def sign_in(self, email: str, password: str) -> bool:
        self.post("/account/login/", login=email, password=password)
        return "/account/" not in self.url

    def _ask(self, path: str, fields: dict[str, str] | None) -> str:
        data = urllib.parse.urlencode(fields).encode() if fields else None
        origin = {"X-Forwarded-For": f"203.0.{self.forms // 250}.{self.forms % 250}"}
        request = urllib.request.Request(self.server + path, data, headers=origin)
        started = time.perf_counter()
        try:
            with self.browser.open(request, timeout=30) as answer:
                text, status, self.url, self.headers = answer.read().decode(), answer.status, answer.url, answer.headers
        except urllib.error.HTTPError as error:
            with error:
                text, status, self.url, self.headers = error.read().decode(), error.code, error.url, error.headers
        self.seconds = time.perf_counter() - started
        self.statuses.append(status)
        return text
