"""Reading and sending the builder's forms as a browser does."""

import re
from html import unescape

from django.urls import reverse

from accounts.tenancy.context import tenant_context
from feedback.surveys import document
from feedback.surveys.models import SurveyDraft

HTMX = {"HX-Request": "true"}


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
    return {name: [unescape(one) for one in some] for name, some in values.items()}


def opened(browser, survey, question_id="reason"):
    """Return the page with the question open, and what its form would send."""
    url = address("survey-question", survey, question_id=question_id)
    text = browser.get(url).content.decode()
    return url, sent(text, url)
