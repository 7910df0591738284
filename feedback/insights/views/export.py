"""The answers as a file. What was said to top management only is in no file, whoever makes it: files are passed on."""

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination, sheets
from feedback.insights import distribution, queries
from feedback.insights.forms import AnswersFilter
from feedback.insights.queries import AnswerFilter, Edition
from feedback.insights.views.answers import ORDER
from feedback.insights.views.answers import PAGE as ANSWERS
from feedback.insights.views.results import form_options, survey_of
from feedback.insights.views.showing import is_named, name_of, role_of
from feedback.responses.models import Confidentiality, Response
from feedback.surveys.document import Question, Type
from feedback.surveys.models import Survey
from feedback.surveys.wording import Reader

AT_ONCE = 500
JSON = "json"


@in_organization(Right.EXCHANGE_DATA)
@require_GET
def export_csv(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponseBase:
    """The answers that fit the filter, as CSV."""
    return _export(request, survey_id, sheets.CSV)


@in_organization(Right.EXCHANGE_DATA)
@require_GET
def export_xlsx(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponseBase:
    """The answers that fit the filter, as XLSX."""
    return _export(request, survey_id, sheets.XLSX)


@in_organization(Right.EXCHANGE_DATA)
@require_GET
def export_json(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponseBase:
    """The answers that fit the filter, as JSON: values as they are kept, with the questions that explain them."""
    return _export(request, survey_id, JSON)


def _export(request: OrganizationRequest, survey_id: uuid.UUID, kind: str) -> HttpResponseBase:
    survey, editions = survey_of(survey_id), queries.editions(survey_id)
    form = AnswersFilter(request.GET, reader=request.seat.role, **form_options(request.organization, editions))
    if not form.is_valid():
        return render(request, ANSWERS[0], {"survey": survey, "tab": "answers", "filter": form}, status=422)
    audit.record(action="survey.answers_exported", subject=survey, by=request.employee, now=clock.now())
    wanted = replace(form.wanted(), is_confided=False)
    zone = ZoneInfo(request.organization.time_zone)
    table = _Table(survey, editions, language=request.employee.language, zone=zone)
    parts = _parts(wanted, editions, role=request.seat.role)
    name = f"answers-{request.seat.slug}"
    return _json(table, parts, name=name) if kind == JSON else sheets.answer(table.rows(parts), kind=kind, name=name)


def _parts(wanted: AnswerFilter, editions: Sequence[Edition], *, role: str) -> Iterator[list[Response]]:
    """Yield the answers in parts, the newest first, each by one statement."""
    rows = queries.answers(wanted, of=editions, role=role).select_related("client", "contact", "segment")
    after: uuid.UUID | None = None
    while True:
        page = pagination.page_of(rows, order=ORDER, after=after, size=AT_ONCE)
        yield page.rows
        after = page.after
        if after is None:
            return


def _json(table: "_Table", parts: Iterator[list[Response]], *, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(table.json(parts), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


class _Table:
    """A file's columns: who and when, then one for each question, of a matrix one for each row.

    Its rows are made after the view has returned: the page's language is gone, so the reader's is set for each part.
    """

    def __init__(self, survey: Survey, editions: Sequence[Edition], *, language: str, zone: tzinfo) -> None:
        self.survey, self.language, self.zone = survey, language, zone
        self.numbers = {one.id: one.number for one in editions}
        self.asked = distribution.questions(editions)
        self.reader = Reader(language, editions[-1].document.languages if editions else ())

    def rows(self, parts: Iterator[list[Response]]) -> Iterator[list[Any]]:
        """Yield the head and a row for each answer."""
        with translation.override(self.language):
            yield [*self._titles(), *(title for question in self.asked for title in self._columns(question))]
        for part in parts:
            with translation.override(self.language):
                rows = [
                    [*self._who(row), *(cell for question in self.asked for cell in self._cells(question, row))]
                    for row in part
                ]
            yield from rows

    def json(self, parts: Iterator[list[Response]]) -> Iterator[str]:
        """Yield one JSON object piece by piece: the survey, its questions, its answers."""
        head = {
            "survey": self.survey.name,
            "questions": [
                {"id": one.id, "type": one.type, "series": one.series, "title": dict(one.title)} for one in self.asked
            ],
        }
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "answers": ['
        separator = "\n"
        for part in parts:
            with translation.override(self.language):
                texts = [json.dumps(self._object(row), ensure_ascii=False) for row in part]
            for text in texts:
                yield separator + text
                separator = ",\n"
        yield "\n]}\n"

    def _object(self, row: Response) -> dict[str, Any]:
        return {
            "day": _day(row, self.zone),
            "person": str(row.contact.name) if row.contact and is_named(row) else None,
            "role": row.role or None,
            "client": row.client.name if row.client else None,
            "stage": row.stage or None,
            "segment": row.segment.name if row.segment else None,
            "language": row.language,
            "version": self.numbers[row.version_id],
            "source": row.source,
            "origin": row.origin,
            "by_phone": row.proxy_by_id is not None,
            "confirmed": row.proxy_confirmed_at is not None if row.proxy_by_id else None,
            "confidentiality": row.confidentiality,
            "answers": row.answers,
        }

    def _titles(self) -> list[str]:
        return [
            *(_("Day"), _("Person"), _("Buyer role"), _("Client"), _("Stage"), _("Segment"), _("Language")),
            *(_("Version"), _("How it came"), _("Imported"), _("By phone"), _("Who may read it")),
        ]

    def _who(self, row: Response) -> list[Any]:
        return [
            *(_day(row, self.zone), name_of(row), role_of(row), row.client.name if row.client else ""),
            *(row.get_stage_display() if row.stage else "", row.segment.name if row.segment else "", row.language),
            *(self.numbers[row.version_id], row.get_source_display()),
            *(_yes(row.origin in queries.BROUGHT), self._phone(row), row.get_confidentiality_display()),
        ]

    @staticmethod
    def _phone(row: Response) -> str:
        if not row.proxy_by_id:
            return _yes(False)
        return pgettext("answer by phone", "Confirmed") if row.proxy_confirmed_at else _("Not confirmed yet")

    def _columns(self, question: Question) -> list[str]:
        title = self.reader.title(question)
        if question.type != Type.MATRIX:
            return [title]
        return [f"{title}: {self.reader.say(one.text) or one.id}" for one in question.rows]

    def _cells(self, question: Question, row: Response) -> list[Any]:
        value = row.answers.get(question.id)
        if question.type == Type.MATRIX:
            chosen = value if isinstance(value, dict) else {}
            return [
                self.reader.choice(question.choices, chosen[one.id]) if one.id in chosen else ""
                for one in question.rows
            ]
        if value is None:
            return [""]
        is_plain = question.type == Type.DATE or (isinstance(value, int | float) and not isinstance(value, bool))
        return [value if is_plain else "; ".join(self.reader.answer(question, row.answers))]


def _day(row: Response, zone: tzinfo) -> str:
    """Return the day; of an unnamed person the month, as pages do."""
    return row.happened_at.astimezone(zone).strftime(
        "%Y-%m" if row.confidentiality == Confidentiality.ROLE else "%Y-%m-%d"
    )


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")
