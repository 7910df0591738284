"""Rendered pages: nothing that the policy forbids, every form protected, its key where it acts once, and a weight that fits."""

import re
from html.parser import HTMLParser

import pytest

from tests.architecture.site_map import Page
from tests.pages.tour import walk
from tests.pages.weighing import excess

FOREIGN = re.compile(r"^(https?:)?//|^javascript:", re.IGNORECASE)


class Markup(HTMLParser):
    """Collects what breaks a rule, and the hidden fields of the forms that send something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.posts: list[set[str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        self.faults += [f"<{tag} {name}>" for name in values if name == "style" or name.startswith("on")]
        is_data = values.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in values and not is_data):
            self.faults.append(f"<{tag}> with content")
        self.faults += [f"<{tag} {values[name]}>" for name in ("src", "action") if FOREIGN.match(values.get(name, ""))]
        if tag == "link" and FOREIGN.match(values.get("href", "")):
            self.faults.append(f"<link {values['href']}>")
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "form" and values.get("method", "").lower() == "post":
            self.posts.append(set())
        if tag == "input" and values.get("type") == "hidden" and self.posts:
            self.posts[-1].add(values.get("name", ""))


def faults_of(page: Page, html: bytes) -> list[str]:
    """Return what is wrong with the page: its markup, its forms, its weight."""
    markup = Markup(html.decode())
    faults = markup.faults + sorted({f"id {name} twice" for name in markup.ids if markup.ids.count(name) > 1})
    # The page of a letter's reader has no session: its link is what may act.
    if page.name != "unsubscribe" and not all("csrfmiddlewaretoken" in fields for fields in markup.posts):
        faults.append("a form without protection")
    if getattr(page.view, "acts_once", False) and not any("form_key" in fields for fields in markup.posts):
        faults.append("a form that acts once has no {% form_key %}")
    if page.name != "ui" and (heavy := excess(html)):  # every component at once, and never in production
        faults.append(f"too heavy: {heavy}")
    return faults


def test_every_page_keeps_the_rules(houses):
    found = {page.name: faults_of(page, answer.content) for page, answer in walk(houses.north)}

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert {"home", "clients", "coverage", "mail-log", "account_login", "join"} <= set(found)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<p style="color: red">', "<p style>"),
        ('<a onclick="go()">', "<a onclick>"),
        ("<script>go()</script>", "<script> with content"),
        ('<script src="https://cdn.example/x.js"></script>', "<script https://cdn.example/x.js>"),
        ('<form action="//evil.example">', "<form //evil.example>"),
        ('<link href="https://fonts.example">', "<link https://fonts.example>"),
    ],
)
def test_broken_rule_would_be_found(html, fault):
    assert Markup(html).faults == [fault]
