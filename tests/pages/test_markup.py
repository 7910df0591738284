"""The markup of rendered pages: nothing that the policy forbids, every form protected, and its key where it acts once."""

import re
from html.parser import HTMLParser

from tests.pages.tour import walk

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


def test_no_page_has_inline_code_or_styles_or_an_id_twice(houses):
    faults, seen = {}, set()
    for page, answer in walk(houses.north):
        seen.add(page.name)
        markup = Markup(answer.content.decode())
        twice = sorted({f"id {name} twice" for name in markup.ids if markup.ids.count(name) > 1})
        if markup.faults or twice:
            faults[page.name] = markup.faults + twice

    assert faults == {}
    assert len(seen) > 50


def test_every_form_that_sends_is_protected_and_says_its_key_where_it_acts_once(houses):
    unprotected, keyless = [], []
    for page, answer in walk(houses.north):
        posts = Markup(answer.content.decode()).posts
        # The page of a letter's reader has no session: its link is what may act.
        if page.name != "unsubscribe" and not all("csrfmiddlewaretoken" in fields for fields in posts):
            unprotected.append(page.name)
        if getattr(page.view, "acts_once", False) and not any("form_key" in fields for fields in posts):
            keyless.append(page.name)

    assert (unprotected, keyless) == ([], [])
