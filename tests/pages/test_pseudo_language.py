"""Every page in a language that nobody speaks: what stands outside of its brackets is no message, so it must be marked as data.

A text that was forgotten in gettext, glued to another one, or taken from code would be English on a Ukrainian page.
"""

import re

import pytest
from django.utils import translation
from drf_spectacular import plumbing

from tests.pages.reading import Reader
from tests.pages.tour import walk

LETTERS = re.compile(r"[^\W\d_]{2,}")
# What people are called and have typed in the rows of the tests, the product's own name, endings of files, and short days
# (Babel writes them in the page's language).
DATA = re.compile(
    r"\S+@\S+|https?://\S+|secret of north|North|Alice Ahlberg|Bob Berg|Carol Cole|Dave Dahl|Erin Ek|happiness|\.[a-z]{3,4}\b"
    r"|\d\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
)
SIGNS = {"NPS", "CSAT", "CES", "CSV", "MB", "JSON", "URL", "UUID", "UTC", "PNG", "XLSX"}


@pytest.fixture
def pseudo(monkeypatch):
    """Wrap every message in brackets, as a translation would replace it."""

    def one(message):
        return f"⟦{message}⟧"

    def many(singular, plural, number):
        return f"⟦{singular if number == 1 else plural}⟧"

    def one_in_context(context, message):
        return one(message)

    def many_in_context(context, singular, plural, number):
        return many(singular, plural, number)

    ways = {"gettext": one, "ngettext": many, "pgettext": one_in_context, "npgettext": many_in_context}
    for name, way in ways.items():
        monkeypatch.setattr(translation._trans, name, way, raising=False)
    yield
    plumbing._load_enum_name_overrides.cache_clear()  # the API's schema keeps names by texts that nobody speaks


def forgotten(html: str) -> list[str]:
    """Return the texts of a page that are neither messages nor data."""
    return [text for text in Reader(html).texts if set(LETTERS.findall(DATA.sub(" ", text))) - SIGNS]


def test_every_text_of_every_page_can_be_translated(houses, pseudo):
    seen, faults = set(), {}
    for page, answer in walk(houses.north):
        seen.add(page.name)
        if texts := forgotten(answer.content.decode()):
            faults[page.name] = sorted(set(texts))
    assert faults == {}
    assert {"home", "people", "mail-log", "account_login", "ui", "audit", "profile"} <= seen


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>⟦Save⟧</p>", []),
        ("<p>⟦Saved by ⟦nobody⟧⟧, 3</p>", []),
        ("<p>Save</p>", ["Save"]),
        ("<p>⟦Saved⟧ yesterday</p>", ["yesterday"]),
        ("<p>⟦All <b>6 people</b> of the house⟧ are here</p>", ["are here"]),
        ('<p translate="no">Kobalt <b>Söhne</b></p>', []),
        ('<p translate="no">Kobalt</p><p>Save</p>', ["Save"]),
        ('<input placeholder="Your name"><img alt="⟦Logo⟧">', ["Your name"]),
        ("<script>let word;</script><code>GET</code>", []),
    ],
)
def test_forgotten_text_would_be_found(html, found):
    assert forgotten(html) == found
