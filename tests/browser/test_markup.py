"""What the policy forbids is not written at all, on any page; letters are another medium."""

import re

import pytest
from django.conf import settings

from accounts.web import styles

ROOT = settings.BASE_DIR / "templates"
PAGES = sorted(
    path
    for path in ROOT.rglob("*.html")
    if "letter" not in path.relative_to(ROOT).as_posix()  # mail programs need inline styles
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_page_has_no_inline_code_and_no_foreign_source(path):
    text = path.read_text()

    assert not re.search(r"\sstyle\s*=|<style", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*(\bsrc=|type=\"application/json\"))", text)
    assert not re.search(r"(src|href)=\"https?:", text)
    assert "javascript:" not in text


def test_every_icon_that_pages_ask_for_is_in_the_sprite():
    sprite = (settings.BASE_DIR / "static/img/icons.svg").read_text()
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    asked = {name for path in ROOT.rglob("*.html") for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}

    assert asked - there == set()


def test_every_stylesheet_is_listed():
    folder = settings.BASE_DIR / "static/css"
    written = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.css")}

    # The page of a server error and those of clients' contacts stand alone.
    assert written - set(styles.ORDER) == {"failure", "answer", "line"}
    assert len(set(styles.ORDER)) == len(styles.ORDER)
    linked = re.findall(r"'(css/[^']+)'", (ROOT / "components/stylesheets.html").read_text())
    assert linked == ["css/pages.css"]
