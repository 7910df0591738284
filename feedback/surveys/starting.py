"""What a new survey can begin with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from feedback.surveys import document as documents
from feedback.surveys import library, queries
from feedback.surveys.document import Document
from feedback.surveys.models import Survey

BLANK = "blank"
MOST_COPIES = 50


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """`content` is called when it was chosen; `is_typed` tells that the title is no message but data."""

    key: str
    title: Any
    note: Any
    content: Callable[[], Document]
    is_typed: bool = False


def starting_points(*, languages: Sequence[str]) -> list[StartingPoint]:
    """Return a blank survey in these languages, the library's ready-made ones, and a copy of each survey of the house."""
    ready = [_ready(one, languages=languages) for one in library.sets().values()]
    blank = StartingPoint(
        BLANK, _("A blank page"), _("Write every question yourself."), lambda: Document(languages=tuple(languages))
    )
    return [blank, *ready, *(_copy(survey) for survey in queries.surveys()[:MOST_COPIES])]


def _ready(one: library.Set, *, languages: Sequence[str]) -> StartingPoint:
    """Return a ready-made survey, in every language of the library, the house's own first."""
    spoken = (*languages, *(code for code in one.name if code not in languages))
    reader = get_language() or spoken[0]

    def content() -> Document:
        return library.document_of(one.key, languages=spoken, language=reader)

    name = documents.say(one.name, reader, spoken)
    return StartingPoint(f"library:{one.key}", name, _("Ready-made, in three languages."), content, is_typed=True)


def _copy(survey: Survey) -> StartingPoint:
    def content() -> Document:
        copied = documents.read(queries.draft_of(survey).content)
        # Trends belong to the survey that was copied.
        return replace(copied, questions=tuple(replace(one, series=1) for one in copied.questions))

    return StartingPoint(str(survey.pk), survey.name, _("A copy of its questions, rules and texts."), content, True)
