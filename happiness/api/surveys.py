"""Surveys, and what they ask: for a form of one's own."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.clients.enums import BuyerRole, Stage
from accounts.organizations.roles import Right
from feedback.surveys import queries, runner
from feedback.surveys.document import Choice, Document, say
from feedback.surveys.models import Purpose, Survey, SurveyVersion
from feedback.surveys.recall import fill
from feedback.surveys.runner import Asked, Person
from happiness.api.resources import UPDATED_SINCE, Rows, uuid_of


class SurveySerializer(serializers.Serializer):
    """A survey. `version` is what is asked now, null before the first publication; an open one can be answered."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    is_open = serializers.BooleanField()
    version = serializers.UUIDField(allow_null=True)
    number = serializers.IntegerField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        names = ("name", "purpose", "version", "number", "published_at", "created_at")
        is_open = instance.version is not None and instance.closed_at is None and instance.archived_at is None
        return {"id": str(instance.pk), "is_open": is_open} | {name: getattr(instance, name) for name in names}


class QuestionsReport(serializers.Serializer):
    """What a person is asked, in one language, in this order. Answers are sent by the questions' ids."""

    survey = serializers.UUIDField()
    version = serializers.UUIDField()
    number = serializers.IntegerField()
    language = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    title = serializers.CharField()
    intro = serializers.CharField()
    thanks = serializers.CharField()
    questions = serializers.ListField(child=serializers.DictField())


AS_WHOM = [
    OpenApiParameter("language", str, description="One of the survey's languages; its first one otherwise."),
    OpenApiParameter("role", str, enum=BuyerRole.values, description="The person's buyer role."),
    OpenApiParameter("stage", str, enum=Stage.values, description="The stage of the person's client."),
    OpenApiParameter("segment", OpenApiTypes.UUID, description="The id of the client's segment."),
    OpenApiParameter("answers", str, description="JSON of what was answered so far: it may decide what follows."),
]


@extend_schema_view(list=extend_schema(parameters=[UPDATED_SINCE]))
class Surveys(Rows):
    """Surveys, archived ones too, because their answers can still be read."""

    serializer_class = SurveySerializer
    resource, reading, lookup_url_kwarg = "surveys", Right.SEE_SURVEYS, "survey_id"
    queryset = Survey.objects.none()

    def rows(self) -> QuerySet[Any]:
        versions = SurveyVersion.objects.filter(survey=OuterRef("pk")).order_by("-number")
        latest = {"version": "pk", "number": "number", "published_at": "published_at"}
        return Survey.objects.annotate(
            **{name: Subquery(versions.values(column)[:1]) for name, column in latest.items()}
        )

    @extend_schema(responses=QuestionsReport, parameters=AS_WHOM)
    def questions(self, request: Request, survey_id: uuid.UUID) -> Response:
        """Say what the latest version asks of a person, as far as these answers decide it: the questions of the page."""
        survey = self.get_object()
        if survey.version is None:
            raise exceptions.NotFound("Nothing of this survey was published yet.")
        document = queries.document_of(survey.version)
        person = _person(request.query_params, document)
        answers = runner.clean(document, person, _answers(request.query_params), is_partial=True).answers
        names = ("title", "intro", "thanks")
        return Response(
            {
                "survey": str(survey.pk),
                "version": str(survey.version),
                "number": survey.number,
                "language": person.language,
                "languages": document.languages,
                **{name: _say(getattr(document, name), person, document) for name in names},
                "questions": [_question(one, person, document) for one in runner.walk(document, person, answers)],
            }
        )


def _person(asked: Mapping[str, str], document: Document) -> Person:
    language = asked.get("language", document.languages[0])
    known = {"language": document.languages, "role": BuyerRole.values, "stage": Stage.values}
    found = {"language": language, "role": asked.get("role", ""), "stage": asked.get("stage", "")}
    wrong = {
        name: [f"One of these: {', '.join(known[name])}."]
        for name, value in found.items()
        if value and value not in known[name]
    }
    if wrong:
        raise serializers.ValidationError(wrong)
    segment = str(uuid_of("segment", asked["segment"])) if asked.get("segment") else ""
    return Person(role=found["role"], stage=found["stage"], language=language, segment=segment)


def _answers(asked: Mapping[str, str]) -> dict[str, Any]:
    try:
        found = json.loads(asked.get("answers") or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise serializers.ValidationError({"answers": ['Write JSON: {"recommend": 9}.']})
    return found


def _question(one: Asked, person: Person, document: Document) -> dict[str, Any]:
    question = one.question

    def say_all(choices: tuple[Choice, ...]) -> list[dict[str, str]]:
        return [{"id": choice.id, "text": _say(choice.text, person, document)} for choice in choices]

    first, last = question.scale or (None, None)
    found = {
        "id": question.id,
        "type": str(question.type),
        "title": _say(one.title, person, document),
        "help": _say(question.help, person, document),
        "is_required": one.is_required,
        "first": first,
        "last": last,
        "low": _say(question.low, person, document),
        "high": _say(question.high, person, document),
        "choices": say_all(one.choices),
        "rows": say_all(question.rows),
        "has_other": question.has_other,
        **{name: getattr(question, name) for name in ("least", "most", "longest")},
    }
    return {name: value for name, value in found.items() if value not in (None, "", []) or name == "title"}


def _say(texts: Mapping[str, str], person: Person, document: Document) -> str:
    """Return a text in the person's language; what it would recall of them is left out."""
    return fill(say(texts, person.language, document.languages), {})
