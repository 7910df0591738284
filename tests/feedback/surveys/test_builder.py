"""The builder through its pages: without JavaScript, and as htmx asks for parts."""

import re

import pytest
from django.urls import reverse

from accounts.audit.models import AuditEntry
from accounts.tenancy.context import tenant_context
from feedback.surveys import document, queries
from feedback.surveys.models import Survey, SurveyDraft
from tests.factories.feedback import a_document, a_survey, a_version

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def survey(cast, now):
    with tenant_context(cast.north.pk):
        return a_survey("Relation", by=cast.alice.employee, now=now)


def address(name, survey=None, **more):
    arguments = {"slug": "north", **more} | ({"survey_id": survey.pk} if survey else {})
    return reverse(name, kwargs=arguments)


def content(cast, survey):
    with tenant_context(cast.north.pk):
        return document.read(SurveyDraft.objects.get(survey=survey).content)


def ids(cast, survey):
    return [one.id for one in content(cast, survey).questions]


def sent(text, action):
    """Return what the form of this address would send, as a browser reads it from the page."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', text, re.DOTALL).group()
    values: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        is_off = ('type="checkbox"' in tag or 'type="radio"' in tag) and " checked" not in tag
        if name and not is_off and " disabled" not in tag:
            values.setdefault(name[1], []).append(value[1] if value else "on" if "checkbox" in tag else "")
    for name, text_ in re.findall(r'<textarea name="([^"]*)"[^>]*>\s?(.*?)</textarea>', form, re.DOTALL):
        values.setdefault(name, []).append(text_)
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        values.setdefault(name, []).append((chosen or first)[1])
    return values


def opened(browser, survey, question_id="reason"):
    """Return the page with the question open, and what its form would send."""
    url = address("survey-question", survey, question_id=question_id)
    text = browser.get(url).content.decode()
    return url, sent(text, url)


def test_builder_shows_questions_and_checks(client_of, cast, survey) -> None:
    text = client_of(cast.alice).get(address("survey-edit", survey)).content.decode()

    assert "Would you recommend us?" in text
    assert "Recommendation, 0–10" in text
    assert "which decision do the answers serve?" in text


def test_question_is_written_without_scripts(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    url, values = opened(browser, survey)

    answer = browser.post(url, values | {"title_en": "What decided it most?", "required": "on"})

    assert answer.status_code == 302
    question = content(cast, survey).question("reason")
    assert question.title["en"] == "What decided it most?"
    assert question.required
    before = document.read(a_document_json()).question("reason")
    assert question.choices == before.choices
    assert question.wordings == before.wordings


def a_document_json():
    return document.write(a_document())


def test_saving_what_is_shown_changes_nothing(client_of, cast, survey) -> None:
    browser = client_of(cast.alice)
    before = content(cast, survey)
    for question_id in ("recommend", "reason", "words"):
        url, values = opened(browser, survey, question_id)
        assert browser.post(url, values).status_code == 302
    url = address("survey-texts", survey)
    browser.post(url, sent(browser.get(url).content.decode(), url))

    assert content(cast, survey) == before
    with tenant_context(cast.north.pk):
        assert queries.draft_of(survey).revision == 1
