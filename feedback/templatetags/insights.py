"""Links from figures to the answers behind them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from feedback.insights import queries
from feedback.insights.words import ASPECTS

register = template.Library()

OF_THE_LIST = ("after", "group", "question", "answer", "row", "has_words")


@register.simple_tag(takes_context=True)
def answers_url(context: Context, narrowed: Mapping[str, str] | None = None, **more: Any) -> str:
    """Return where the answers stand that fit the page's filter and `narrowed`: one click from any figure."""
    query = context["request"].GET.copy()
    for name in OF_THE_LIST:
        query.pop(name, None)
    for name, value in {**(narrowed or {}), **more}.items():
        query[name] = str(value)
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    url = reverse("survey-answers", kwargs={"slug": context["seat"].slug, "survey_id": context["survey"].pk})
    return f"{url}?{query.urlencode()}" if query else url


@register.simple_tag
def heard_texts(*, response: Any = None, talk: Any = None) -> list[queries.Heard]:
    """Return how the words of an answer or of a talk, which the reader may read, sound."""
    return queries.heard_texts(response=response, talk=talk)


@register.filter
def aspect_name(name: str) -> str:
    """Return what pages call a topic of texts."""
    return str(ASPECTS.get(name, name))
