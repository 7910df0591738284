"""What people mark and write, as drivers are weighed by: a bounded number of the newest answers and texts."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KeyTransform

from feedback.insights.drivers import Row
from feedback.insights.queries.answers import AnswerFilter, Edition, answers, comparable
from feedback.interactions import queries as talks
from feedback.responses.models import Confidentiality
from feedback.responses.scores import TABLE, value_of
from feedback.sentiment.models import TextMood
from feedback.surveys import document as documents
from feedback.surveys.document import SCALES, SCORED, Document, Question
from feedback.surveys.models import Survey, SurveyVersion

LATELY = timedelta(days=730)
MOST = 3000  # answers or texts, the newest


@dataclass(frozen=True, slots=True)
class Weighable:
    """A survey whose marks can be weighed: it asks for a main score and for something besides."""

    survey: Survey
    document: Document


def weighable_surveys() -> list[Weighable]:
    """Return the surveys whose newest version asks for marks besides its main score, by name, by one statement."""
    newest = (
        SurveyVersion.objects.filter(survey__archived_at=None).order_by("survey_id", "-number").distinct("survey_id")
    )
    found = [Weighable(row.survey, documents.read(row.content)) for row in newest.select_related("survey")]
    fitting = [one for one in found if main_of(one.document) and marks_of(one.document)]
    return sorted(fitting, key=lambda one: (one.survey.name, one.survey.pk))


def main_of(document: Document) -> Question | None:
    """Return the question of the main score: NPS before CSAT before CES."""
    return next((one for kind in SCALES for one in document.questions if one.type == kind), None)


def marks_of(document: Document) -> list[Question]:
    """Return the other questions with marks."""
    main = main_of(document)
    return [one for one in document.questions if one.type in SCORED and one is not main]


def marks(editions: Sequence[Edition], *, role: str, now: datetime) -> tuple[list[Question], list[Row]]:
    """Return the questions with marks of the newest version, and what lately was answered to them, oldest first.

    Answers to another wording of the main question are not among them; what was said to top management only neither.
    """
    document = editions[-1].document
    main, asked = main_of(document), marks_of(document)
    assert main
    fitting = comparable(editions, main)
    known = {question.id: {one.id for one in comparable(editions, question)} for question in asked}
    rows = answers(AnswerFilter(start=now - LATELY, question=main.id), of=fitting, role=role)
    newest = rows.order_by("-happened_at", "-id").values_list("version_id", "answers")[:MOST]
    found = []
    for version, given in reversed(newest):
        outcome = on_moods(given.get(main.id), main)
        if outcome is not None:
            said = (on_moods(given.get(one.id) if version in known[one.id] else None, one) for one in asked)
            found.append(Row(outcome, tuple(said)))
    return asked, found


def on_moods(mark: Any, question: Question) -> float | None:
    """Return the mark on the scale of moods, 0 to 100; None where none was given."""
    if not question.scale or not isinstance(mark, int):
        return None
    first, last = question.scale
    return (mark - first) * 100 / (last - first)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer or a talk in words: how it was scored, where it stands, and what it speaks of (-1 to 1, None: no mood)."""

    id: uuid.UUID
    is_answer: bool
    at: datetime
    score: float | None
    role: str
    stage: str
    department: uuid.UUID | None
    aspects: Mapping[str, float | None] = field(default_factory=dict)


def said(*, role: str, employee_id: uuid.UUID, now: datetime) -> list[Said]:
    """Return what lately was said in words that a reader may know of, newest first, by one statement.

    What was said to top management only is in no theme. Of several engine versions the last one that read a text counts.
    """
    open_talks = talks.readable(role=role, employee_id=employee_id, path="interaction__")
    rows = TextMood.objects.filter(
        ~Q(response__confidentiality=Confidentiality.LEADERSHIP) & Q(response__removed_at=None, response__isnull=False)
        | Q(open_talks, interaction__removed_at=None, interaction__draft=False),
        confidential=False,
    )
    columns = (
        *(
            "response_id",
            "interaction_id",
            "part",
            "found",
            "interaction__mood",
            "interaction__stage",
            "response__role",
        ),
        *("response__stage", "interaction__department_id", "response__happened_at", "interaction__happened_at"),
        *("response__nps", "response__csat", "response__ces"),
    )
    newest = (
        rows.annotate(found=KeyTransform("aspects", "result")).order_by("-created_at", "-id").values(*columns)[:MOST]
    )
    return sorted(_joined(newest, since=now - LATELY, until=now), key=lambda one: (one.at, one.id), reverse=True)


def _joined(rows: Iterable[Mapping[str, Any]], *, since: datetime, until: datetime) -> Iterable[Said]:
    parts: dict[tuple[Any, ...], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in rows:
        parts[row["response_id"], row["interaction_id"]].setdefault(row["part"], row)
    for (response_id, interaction_id), texts in parts.items():
        row = next(iter(texts.values()))
        at = row["response__happened_at"] or row["interaction__happened_at"]
        if since <= at <= until:
            yield Said(
                id=response_id or interaction_id,
                is_answer=bool(response_id),
                at=at,
                score=_score(row),
                role=row["response__role"] or "",
                stage=row["response__stage"] or row["interaction__stage"] or "",
                department=row["interaction__department_id"],
                aspects=_aspects(texts.values()),
            )


def _score(row: Mapping[str, Any]) -> float | None:
    if row["response_id"] is None:
        return None if row["interaction__mood"] is None else float(row["interaction__mood"])
    return value_of({name: row[f"response__{name}"] for name in TABLE})


def _aspects(texts: Iterable[Mapping[str, Any]]) -> dict[str, float | None]:
    """Return the mean of what all the texts of one answer say about each topic."""
    found: dict[str, list[float]] = defaultdict(list)
    for row in texts:
        for one in row["found"] or []:
            found[one["name"]] += [] if one["score"] is None else [one["score"]]
    return {name: sum(scores) / len(scores) if scores else None for name, scores in found.items()}


def aspect_rows(rows: Iterable[Said], names: Sequence[str]) -> list[Row]:
    """Return the scored words as drivers are weighed by, oldest first: topics as marks of 0 to 100, None where unsaid."""
    found = []
    for one in rows:
        scores = [one.aspects.get(name) for name in names]
        if one.score is not None and any(score is not None for score in scores):
            found.append(Row(one.score, tuple(None if score is None else 50 + 50 * score for score in scores)))
    return found[::-1]
