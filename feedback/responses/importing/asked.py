"""Columns that hold answers to the questions of published surveys: one for each question, of a matrix one for each row."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.exchange.drafts import Attribute
from accounts.exchange.registry import Field
from accounts.exchange.words import fold
from feedback.responses.importing import replies
from feedback.surveys import document as documents
from feedback.surveys.document import Choice, Document, Question, Type
from feedback.surveys.models import SurveyVersion
from feedback.surveys.wording import Reader

SIDE = "asked"
IMPORTED = "import"  # the source of a question that was made for an import; the columns of marks and words lead there


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a column may hold: the answers to a question of a survey, of a matrix those to one row."""

    survey_id: uuid.UUID
    survey: str
    question: Question
    languages: Sequence[str]
    row: Choice | None = None

    @property
    def key(self) -> str:
        """Return the field's key; ids hold no dots."""
        return ".".join([SIDE, self.survey_id.hex, self.question.id, *([self.row.id] if self.row else [])])

    def label(self, language: str) -> str:
        """Return the title as exports write it above the column."""
        reader = Reader(language, self.languages)
        title = reader.title(self.question)
        return f"{title}: {reader.say(self.row.text) or self.row.id}" if self.row else title

    def attribute(self) -> Attribute:
        """Return how the column's cells are read."""
        return Attribute(self.key, self.label(get_language() or ""), partial(replies.read, self.question))

    def field(self) -> Field:
        group = _("Answers to “%(survey)s”") % {"survey": self.survey}
        return Field(key=self.key, label=self.label(get_language() or ""), group=group)

    def names(self) -> set[str]:
        """Return what a column of its answers may be called: the title in any language, or the ids as our JSON has them."""
        ids = f"{self.question.id} {self.row.id}" if self.row else self.question.id
        return {fold(self.label(language)) for language in self.languages} | {fold(f"answers {ids}")}


def is_answer(key: str) -> bool:
    """Tell whether a field of this key holds answers to a question."""
    return key.startswith(f"{SIDE}.")


def survey_of(key: str) -> uuid.UUID:
    """Return the survey whose question the field of this key belongs to."""
    return uuid.UUID(key.split(".")[1])


def question_of(key: str) -> tuple[str, str]:
    """Return the ids of question and row ("" but for a matrix) of a field's key."""
    _side, _survey, question, *row = key.split(".")
    return question, row[0] if row else ""


def columns() -> list[Column]:
    """Return every question of every survey that was published and is not archived, as its newest wording puts it."""
    versions = SurveyVersion.objects.filter(survey__archived_at=None).select_related("survey")
    found: dict[str, Column] = {}
    for version in versions.order_by("survey__name", "survey", "number"):
        content = documents.read(version.content)
        found |= {one.key: one for one in _columns(version, content)}
    return list(found.values())


def guess(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, of: Collection[Column], survey_at: int | None
) -> Mapping[str, str]:
    """Return fields by the folded names of columns.

    Where several surveys ask the same, it is meant by the one that the table names, or else by the one that alone asks the
    table's other questions.
    """
    named = {row[survey_at].strip().casefold() for row in rows if survey_at is not None and survey_at < len(row)} - {""}
    keys: dict[str, set[str]] = defaultdict(set)
    for column in of:
        if not named or column.survey.casefold() in named:
            for name in column.names():
                keys[name].add(column.key)
    wanted = {fold(header) for header in headers}
    claims = {name: found for name, found in keys.items() if name in wanted}
    meant = {survey_of(key) for found in claims.values() if len(found) == 1 for key in found}
    if len(meant) == 1:
        claims = {name: {key for key in found if survey_of(key) in meant} for name, found in claims.items()}
    return {name: next(iter(found)) for name, found in claims.items() if len(found) == 1}


def _columns(version: SurveyVersion, content: Document) -> Iterator[Column]:
    for question in content.questions:
        if question.type == Type.INFORMATION or question.source == IMPORTED:
            continue
        rows: Sequence[Choice | None] = question.rows if question.type == Type.MATRIX else (None,)
        for row in rows:
            yield Column(
                survey_id=version.survey_id,
                survey=version.survey.name,
                question=question,
                languages=content.languages,
                row=row,
            )
