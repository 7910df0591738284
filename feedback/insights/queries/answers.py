"""The answers that a reader may know of, narrowed as they wish."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.events.models import Origin
from accounts.organizations.roles import LEADERSHIP
from feedback.responses import queries as responses
from feedback.responses.models import Confidentiality, Response
from feedback.surveys import document as documents
from feedback.surveys.document import Document, Question, Type
from feedback.surveys.models import Survey, SurveyVersion

CONFIDED = Q(confidentiality=Confidentiality.LEADERSHIP)
BROUGHT = (Origin.IMPORT, Origin.HISTORY)
GROUPS = {
    "promoters": Q(nps__gte=9),
    "passives": Q(nps__in=(7, 8)),
    "detractors": Q(nps__lte=6),
    "satisfied": Q(csat__gte=4),
    "unsatisfied": Q(csat__lte=3),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """A published version with what it asks."""

    id: uuid.UUID
    number: int
    published_at: datetime
    document: Document

    def asked(self, question_id: str, series: int) -> Question | None:
        """Return the question if this version asks it so that answers can be compared with that series."""
        question = self.document.question(question_id)
        return question if question and question.series == series else None

    def first_of(self, kind: Type) -> Question | None:
        """Return the question that fills the column of this kind of score."""
        return next((one for one in self.document.questions if one.type == kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFilter:
    """What answers are narrowed to; what is empty narrows nothing. `start` counts, `end` does not."""

    start: datetime | None = None
    end: datetime | None = None
    version: uuid.UUID | None = None
    role: str = ""
    stage: str = ""
    segment: uuid.UUID | None = None
    client: uuid.UUID | None = None
    language: str = ""
    origin: str = ""  # "live": without imported ones, "import": these alone
    proxy: str = ""  # "own": without those that one of us wrote down, "proxy": these alone
    # For lists alone:
    group: str = ""  # one of GROUPS
    question: str = ""
    answer: str = ""  # a choice, a mark, "true", a month
    row: str = ""  # of a matrix
    has_words: bool = False
    is_confided: bool = False  # with what was said to top management only

    def holds_for(self, edition: Edition) -> bool:
        """Tell whether the version is asked for."""
        return self.version in {None, edition.id}


def survey_or_none(survey_id: uuid.UUID) -> Survey | None:
    """Return the survey, archived ones too: what people answered can still be read."""
    return Survey.objects.select_related("owner").filter(pk=survey_id).first()


def editions(survey_id: uuid.UUID) -> list[Edition]:
    """Return the survey's published versions, the oldest first, by one statement."""
    rows = SurveyVersion.objects.filter(survey_id=survey_id).order_by("number")
    return [
        Edition(row.pk, row.number, row.published_at, documents.read(row.content))
        for row in rows.only("number", "published_at", "content")
    ]


def documents_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Document]:
    """Return what each of these versions asks."""
    rows = SurveyVersion.objects.filter(pk__in=ids).values_list("pk", "content")
    return {pk: documents.read(content) for pk, content in rows}


def answers(wanted: AnswerFilter, *, of: Sequence[Edition], role: str) -> QuerySet[Response]:
    """Return the answers to these versions that a member of the role may know of.

    What was said to top management only is among them for top management alone, and only when they ask for it.
    """
    rows = Response.objects.filter(
        responses.readable(role=role),
        version__in=[one.id for one in of if wanted.holds_for(one)],
        removed_at=None,
        **_narrowed(wanted),
    )
    if role not in LEADERSHIP or not wanted.is_confided:
        rows = rows.exclude(CONFIDED)
    if wanted.origin:
        imported = Q(origin__in=BROUGHT)
        rows = rows.filter(imported if wanted.origin == "import" else ~imported)
    if wanted.proxy:
        rows = rows.filter(proxy_by__isnull=wanted.proxy == "own")
    return _chosen(rows, wanted)


def _narrowed(wanted: AnswerFilter) -> dict[str, Any]:
    columns = {
        "happened_at__gte": wanted.start,
        "happened_at__lt": wanted.end,
        "role": wanted.role,
        "stage": wanted.stage,
        "segment": wanted.segment,
        "client": wanted.client,
        "language": wanted.language,
        "has_words": wanted.has_words,
    }
    return {name: value for name, value in columns.items() if value}


def _chosen(rows: QuerySet[Response], wanted: AnswerFilter) -> QuerySet[Response]:
    """Return those that answered a question, or answered it so. A mark is kept as a number, a tick as true or false."""
    if wanted.group:
        rows = rows.filter(GROUPS[wanted.group])
    if not wanted.question:
        return rows
    if not wanted.answer:
        return rows.filter(answers__has_key=wanted.question)
    if wanted.row:
        return rows.filter(answers__contains={wanted.question: {wanted.row: wanted.answer}})
    forms: list[Any] = [wanted.answer, [wanted.answer]]
    if wanted.answer.lstrip("-").isdigit():
        forms.append(int(wanted.answer))
    if wanted.answer in {"true", "false"}:
        forms.append(wanted.answer == "true")
    fits = Q()
    for form in forms:
        fits |= Q(answers__contains={wanted.question: form})
    return rows.filter(fits)


def answer_of(response_id: uuid.UUID, *, role: str) -> Response | None:
    """Return one answer with all that its page shows, if a member of the role may know of it."""
    rows = Response.objects.filter(responses.readable(role=role), removed_at=None)
    return (
        rows.select_related("client", "contact", "version__survey", "segment", "proxy_by", "invitation__sender")
        .filter(pk=response_id)
        .first()
    )


def comparable(versions: Sequence[Edition], question: Question) -> list[Edition]:
    """Return the versions whose answers to the question can be compared with its present ones."""
    return [one for one in versions if one.asked(question.id, question.series)]
