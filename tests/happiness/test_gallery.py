"""/ui/: every component renders in every language, and nobody sees the page in production."""

import re

import pytest
from django.conf import settings

from accounts.web import theme


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_components_speak_the_chosen_language(client, language):
    page = client.get("/ui/", {"language": language, "theme": "dark"}).content.decode()

    assert f'<html lang="{language}" data-theme="dark">' in page
    words = re.sub(r"<(option|script).*?</\1>|<[^>]+>", " ", page)
    cyrillic = len(re.findall(r"[а-яіїєґ]{3,}", words.lower()))
    latin = len(re.findall(r"\b[a-z]{4,}\b", words.lower()))
    assert (cyrillic == 0) if language == "en" else (latin < cyrillic / 15)


@pytest.mark.django_db
def test_every_component_stands_on_the_page(client):
    page = client.get("/ui/").content.decode()

    block = re.compile(r'class="([a-z-]+?)(?:[ "]|--|__)')
    for template in (settings.BASE_DIR / "templates/components").glob("*.html"):
        name = block.search(template.read_text())
        if name and template.stem not in ELSEWHERE:
            assert f'class="{name[1]}' in page, template.name


ELSEWHERE = {
    "messages",  # needs an act; tests/browser/test_shell.py
    "page_states",  # shown by the behaviours; tests/browser/test_parts.py
    "passkey_trouble",
    "signed_in_as",
    "language_switch",
}


@pytest.mark.django_db
def test_nobody_sees_the_components_in_production(client, settings):
    settings.PRODUCTION = True

    paths = ("/ui/", "/ui/theme.css", "/ui/form/", "/ui/letters/sample/")
    assert [client.get(path).status_code for path in paths] == [404] * 4


@pytest.mark.django_db
def test_brand_of_the_page_is_a_known_one(client):
    assert client.get("/ui/theme.css", {"brand": "#1f4fd8"}).content.decode() == theme.stylesheet("#1f4fd8")
    assert client.get("/ui/theme.css", {"brand": "}"}).content.decode() == theme.stylesheet("#7b2d5e")
