"""A letter is rendered once for each look, and filled for each reader: nobody can tell it from one rendered for them."""

from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.mail import letters, render
from accounts.mail.letters import KINDS
from accounts.mail.plain import lively, plain
from accounts.web.theme import theme_of

SLOTTED = [name for name, kind in KINDS.items() if kind.slots]
WHEN = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
# What templates ask for besides their slots.
CONTEXT = {
    "timestamp": WHEN,
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    "organization": {"name": "Північ & Софт"},
    "organization_name": "Північ & Софт",
    "expires_at": WHEN,
    "guest_until": None,
    "failing_since": WHEN,
}
COLORS = st.sampled_from([None, "#00695c"])
TEXTS = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    ["", " ", "<b>&amp;'\"", "%(name)s %s %%", "{{ code }}", "{% now 'Y' %}", "two\nlines", "0", "\x000\x00", "І" * 300]
)


def rendered_for(name, language, context):
    """Return the letter as templates make it, with nothing kept."""
    values = {**lively(context), "base_url": "http://localhost:8000", "letter_language": language}
    values["brand"] = theme_of(context.get("brand_color") or render.BRAND)
    with translation.override(language):
        subject, text, html = (
            render_to_string(f"letters/{name}/{part}", values) for part in ("subject.txt", "body.txt", "body.html")
        )
    return render.Letter(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html)


def put(context, slot, value):
    *path, last = slot.split(".")
    for key in path:
        context[key] = context = dict(context.get(key, {}))
    context[last] = value


@pytest.fixture(autouse=True)
def _address(monkeypatch, settings):
    settings.BASE_URL = "http://localhost:8000"


@pytest.mark.parametrize("name", SLOTTED)
@given(
    data=st.data(),
    language=st.sampled_from(["uk", "ru", "en"]),
    is_gone=st.booleans(),
    color=st.sampled_from([None, "#00695c"]),
)
@settings(max_examples=15)
def test_filled_letter_is_the_rendered_one(name, data, language, is_gone, color):
    context = {**CONTEXT, "is_gone": is_gone, "brand_color": color}
    for slot in KINDS[name].slots:
        put(context, slot, data.draw(TEXTS, label=slot))
    context = plain(context)

    assert render.letter(name, language=language, context=context) == rendered_for(name, language, context)


def test_slot_that_is_no_text_is_left_to_the_template():
    for code in (None, 123456, ["x"]):
        context = plain({"email": "a@client.example", "code": code})
        assert render.letter("login_code", language="en", context=context) == rendered_for("login_code", "en", context)
    assert render.letter("login_code", language="en", context={}) == rendered_for("login_code", "en", {})


def test_templates_run_once_for_many_readers(monkeypatch):
    rendered = []
    monkeypatch.setattr(
        render, "render_to_string", lambda name, values: rendered.append(name) or render_to_string(name, values)
    )
    render._form.cache_clear()

    subjects = {
        render.letter(
            "login_code", language="uk", context={"email": f"{number}@client.example", "code": str(number)}
        ).subject
        for number in range(1000, 1050)
    }

    assert len(subjects) == 50
    assert len(rendered) == 3
    render.letter("login_code", language="ru", context={"email": "a@client.example", "code": "1"})
    assert len(rendered) == 6


def test_huge_context_is_not_kept(monkeypatch):
    monkeypatch.setitem(letters.KINDS, "login_code", letters.LetterKind("login_code"))
    render._form.cache_clear()

    content = render.letter("login_code", language="en", context={"code": "9" * 100_000})

    assert "9" * 100_000 in content.text
    assert render._form.cache_info().currsize == 0
