"""What a new survey can begin with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.surveys import document as documents
from feedback.surveys import queries
from feedback.surveys.document import Document
from feedback.surveys.models import Survey

BLANK = "blank"
MOST_COPIES = 50


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """`content` is called when it was chosen; `is_typed` tells that the title is the words of a colleague."""

    key: str
    title: Any
    note: Any
    content: Callable[[], Document]
    is_typed: bool = False


def starting_points(*, languages: Sequence[str]) -> list[StartingPoint]:
    """Return a blank survey in these languages, and a copy of each survey of the house."""
    blank = StartingPoint(
        BLANK, _("A blank page"), _("Write every question yourself."), lambda: Document(languages=tuple(languages))
    )
    return [blank, *(_copy(survey) for survey in queries.surveys()[:MOST_COPIES])]


def _copy(survey: Survey) -> StartingPoint:
    def content() -> Document:
        copied = documents.read(queries.draft_of(survey).content)
        # Trends belong to the survey that was copied.
        return replace(copied, questions=tuple(replace(one, series=1) for one in copied.questions))

    return StartingPoint(str(survey.pk), survey.name, _("A copy of its questions, rules and texts."), content, True)
