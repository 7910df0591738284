"""The page as HTML: a kept skeleton with its slots filled is what would have been rendered for this person alone."""

import uuid

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


@given(salutation=NAMES, sender=NAMES, act=NAMES)
def test_kept_skeleton_is_the_same_page(salutation, sender, act):
    personal = Personal(
        url="/s/x/", ticket="t", salutation=salutation, sender=sender, sender_line=sender, facts={"act": act}
    )

    kept = page.render(sheet(*RECALLING), personal, kept_as=(uuid.UUID(int=1), uuid.UUID(int=2)))

    assert kept == page.render(sheet(*RECALLING), personal)
    assert "\0" not in kept.text


def test_slots_are_escaped():
    html = page.render(sheet(*RECALLING), Personal(url="/s/x/", salutation="<script>", sender='"><i>')).text

    assert "<script" not in html
    assert "<i>" not in html.replace('<i aria-hidden="true">', "")
    assert "&lt;b&gt;?" in html


def test_look_and_language_are_part_of_what_is_kept():
    kept_as = (uuid.UUID(int=1), uuid.UUID(int=3))
    personal = Personal(url="/s/x/")
    pages = {
        page.render(one, personal, kept_as=kept_as).text
        for one in (
            sheet(),
            sheet(language="ru"),
            sheet(color="#1f4fd8"),
            sheet(organization="South"),
            sheet(has_sender=False),
            sheet(hides_in_role=False),
            sheet(fields={"recommend": ["3"]}),
        )
    }

    assert len(pages) == 7


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_every_type_together_is_small(language):
    html = page.render(
        sheet(*EVERYTHING, language=language), Personal(url="/s/" + "x" * 78 + "/", ticket="t" * 300)
    ).text

    assert packed(html.encode()) < 8_000


def test_every_field_that_is_drawn_is_read():
    document = a_document(*EVERYTHING)
    answers = {
        "score": 4, "ease": 7, "rate": 10, "one": "other", "one.other": "Олег", "yes": False, "number": 12.5,
        "day": "2026-03-12", "short": "Так", "grid": {"r": "a"}, "rank": ["b", "a"], "ok": True, "long": "Два\nрядки",
    }  # fmt: skip
    fields = forms.fields_of(document, answers)
    html = page.render(sheet(*EVERYTHING, fields=fields), Personal(url="/s/x/")).text

    assert runner.clean(document, Person(), forms.raw_of(document, fields)).answers == answers
    for name in fields:
        assert f'name="{name}"' in html
    assert (
        html.count(" checked") == 7 + 1
    )  # the scores, the choices, yes or no, the grid, the consent; and who may read it
    assert html.count(" selected") == 2
