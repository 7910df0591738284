"""The page as HTML: every type of question, and slots for what is one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.responses import forms, page
from feedback.responses.page import Personal, Sheet
from feedback.surveys import runner
from feedback.surveys.runner import Person
from tests.browser.test_answer import EVERYTHING
from tests.factories.feedback import QUESTIONS, a_document
from tests.pages.weighing import packed

RECALLING = [
    {**QUESTIONS[0], "title": {"uk": "{salutation}, чи порадили б ви {organization}, {fact:act|<b>}?"}},
    *QUESTIONS[1:],
]
NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)


def sheet(*questions, language: str = "uk", **more) -> Sheet:
    plain = {"organization": "North", "color": "", "has_sender": True, "hides_in_role": True, "seed": 3}
    return Sheet(
        document=a_document(*questions),
        person=Person(role="technical", language=language),
        language=language,
        **plain | more,
    )


def html_of(shown: Sheet, **slots) -> str:
    return page.render(shown, Personal(url="/s/x/", organization="North", **slots)).content.decode()


@given(salutation=NAMES, sender=NAMES, act=NAMES)
def test_names_fill_slots_and_nothing_else(salutation, sender, act):
    html = html_of(
        sheet(*RECALLING), ticket="t", salutation=salutation, sender=sender, sender_line=sender, facts={"act": act}
    )

    assert "\0" not in html
    assert 'value="t"' in html


def test_slots_are_escaped():
    html = html_of(sheet(*RECALLING), salutation="<script>", sender='"><i>')

    assert "<script" not in html
    assert "<i>" not in html.replace('<i aria-hidden="true">', "")
    assert "&lt;b&gt;?" in html


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_every_type_together_is_small(language):
    personal = Personal(url="/s/" + "x" * 78 + "/", organization="North", ticket="t" * 300)

    assert packed(page.render(sheet(*EVERYTHING, language=language), personal).content) < 8_000


def test_every_field_that_is_drawn_is_read():
    document = a_document(*EVERYTHING)
    answers = {
        "score": 4, "ease": 7, "rate": 10, "one": "other", "one.other": "Олег", "yes": False, "number": 12.5,
        "day": "2026-03-12", "short": "Так", "grid": {"r": "a"}, "rank": ["b", "a"], "ok": True, "long": "Два\nрядки",
    }  # fmt: skip
    fields = forms.fields_of(document, answers)
    html = html_of(sheet(*EVERYTHING, fields=fields))

    assert runner.clean(document, Person(), forms.raw_of(document, fields)).answers == answers
    for name in fields:
        assert f'name="{name}"' in html
    assert (
        html.count(" checked") == 7 + 1
    )  # the scores, the choices, yes or no, the grid, the consent; and who may read it
    assert html.count(" selected") == 2
