"""Answers to surveys. What was said to top management only is not there, and whoever gave no name has none here."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import response as rest
from rest_framework import serializers

from accounts import clock
from accounts.clients import queries as clients
from accounts.clients.enums import BuyerRole
from accounts.organizations.roles import Right
from feedback.interactions.forms import CLOCK_SKEW
from feedback.invitations.models import Invitation
from feedback.responses import actions, queries
from feedback.responses.controls import fault_in_words
from feedback.responses.models import Confidentiality, Response
from feedback.surveys.models import Survey
from happiness.api.fields import MomentField, RowField, RowSerializer
from happiness.api.resources import UPDATED_SINCE, Resource, moment_of, uuid_of

OLDEST = timedelta(days=30)
# "My role only" is a promise that depends on who else is there; the page makes it.
CHOSEN = [Confidentiality.NAMED, Confidentiality.LEADERSHIP]


class AnswerSerializer(RowSerializer):
    """What somebody answered. Sent with `invitation` alone, or with `survey`, `contact` and `client`.

    Of an answer without a name, `contact`, `invitation` and the times are null, and `month` says when.
    """

    id = serializers.UUIDField(read_only=True)
    invitation = RowField(Invitation.objects.all, required=False)
    survey = RowField(Survey.objects.all, required=False)
    version = serializers.UUIDField(read_only=True)
    client = RowField(clients.clients, required=False)
    contact = RowField(clients.contacts, required=False)
    role = serializers.ChoiceField(choices=BuyerRole.choices, required=False)
    language = serializers.CharField(max_length=2, required=False)
    confidentiality = serializers.ChoiceField(choices=[(str(one), one.label) for one in CHOSEN], required=False)
    answers = serializers.DictField()
    happened_at = MomentField(required=False)
    month = serializers.CharField(read_only=True)

    def validate_happened_at(self, value: datetime) -> datetime:
        now = clock.now()
        if value > now + CLOCK_SKEW:
            raise serializers.ValidationError("An answer is sent when it was given.")
        if value < now - OLDEST:
            raise serializers.ValidationError("This is more than 30 days ago. Import past answers in the product.")
        return min(value, now)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        named = {"survey", "contact", "client", "role"} & attrs.keys()
        if "invitation" in attrs:
            if named:
                said = "The invitation says this. Leave it out."
                raise serializers.ValidationError({name: [said] for name in sorted(named)})
            return attrs
        if missing := [name for name in ("survey", "contact", "client") if name not in attrs]:
            said = "Send an invitation, or a survey, a contact and a client."
            raise serializers.ValidationError({name: [said] for name in missing})
        places = clients.positions_of(contact_id=attrs["contact"].pk).filter(client=attrs["client"], left_on=None)
        if not places.exists():
            raise serializers.ValidationError({"contact": ["This person does not work at the client."]})
        return attrs

    def to_representation(self, instance: Any) -> dict[str, Any]:
        is_named = instance.confidentiality != Confidentiality.ROLE
        plain = ("role", "stage", "language", "confidentiality", "nps", "csat", "ces", "answers", "source", "origin")
        personal = {
            "invitation": instance.invitation_id,
            "contact": instance.contact_id,
            "happened_at": instance.happened_at,
            "recorded_at": instance.recorded_at,
            "amended_at": instance.amended_at,
        }
        return {
            "id": str(instance.pk),
            "survey": instance.survey_id,
            "version": instance.version_id,
            "client": instance.client_id,
            "segment": instance.segment_id,
            "is_by_phone": instance.proxy_by_id is not None,
            "month": instance.happened_at.strftime("%Y-%m"),
            **{name: getattr(instance, name) for name in plain},
            **{name: value if is_named else None for name, value in personal.items()},
        }


FILTERS = [
    OpenApiParameter("survey", str, description="The id of a survey."),
    OpenApiParameter("client", str, description="The id of a client."),
    UPDATED_SINCE,
]


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class Answers(Resource):
    """Answers, without those for top management only, whoever owns the token."""

    serializer_class = AnswerSerializer
    resource, lookup_url_kwarg = "answers", "response_id"
    reading, writing = Right.SEE_SURVEYS, Right.MANAGE_SURVEYS
    queryset = Response.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.rows()
        if since := self.request.query_params.get("updated_since"):
            moment = moment_of(since)  # a person's own answer stands in no audit trail
            rows = rows.filter(Q(recorded_at__gte=moment) | Q(amended_at__gte=moment))
        return rows

    def rows(self) -> QuerySet[Any]:
        rows = Response.objects.filter(queries.readable(role=self.request.auth.role), removed_at=None)
        rows = rows.exclude(confidentiality=Confidentiality.LEADERSHIP).annotate(survey_id=F("version__survey"))
        asked = self.request.query_params if self.action == "list" else {}
        columns = {"survey": "version__survey", "client": "client"}
        wanted = {column: uuid_of(name, asked[name]) for name, column in columns.items() if asked.get(name)}
        return rows.filter(**wanted)

    def create_row(self, values: Mapping[str, Any]) -> uuid.UUID:
        now, by = clock.now(), self.request.auth.employee
        invitation = values.get("invitation")
        handed = actions.Handed(
            survey=invitation.version.survey if invitation else values["survey"],
            contact=invitation.contact if invitation else values["contact"],
            client=invitation.client if invitation else values["client"],
            answers=values["answers"],
            happened_at=values.get("happened_at", now),
            role=values.get("role", ""),
            language=values.get("language", ""),
            confidentiality=Confidentiality(values.get("confidentiality", Confidentiality.NAMED)),
        )
        try:
            if invitation:
                return actions.hand_over_of(invitation, handed, by=by, now=now).pk
            return actions.hand_over(handed, by=by, now=now).pk
        except actions.NotOpen as error:
            said = "Nobody answers this any more: it is closed, over, or was answered more than seven days ago."
            raise serializers.ValidationError({"invitation" if invitation else "survey": [said]}) from error
        except actions.BadAnswers as error:
            raise serializers.ValidationError({"answers": _faults(error)}) from error

    def _made(self, row_id: uuid.UUID, headers: dict[str, str] | None = None) -> rest.Response:
        """Return what was made: of an answer for top management only, that it is there."""
        confided = Response.objects.filter(pk=row_id, confidentiality=Confidentiality.LEADERSHIP, removed_at=None)
        if confided.exists():
            told = {"id": str(row_id), "confidentiality": str(Confidentiality.LEADERSHIP)}
            return rest.Response(told, status=201, headers=headers)
        return super()._made(row_id, headers)


def _faults(error: actions.BadAnswers) -> list[str]:
    """Return what is wrong with each answer, named by its question."""
    if not error.faults:
        return ["Answer at least one question that this person is asked."]
    found = []
    for name, fault in error.faults.items():
        question = error.document.question(name)
        found.append(f"{name[:80]}: {fault_in_words(fault, question) if question else 'There is no such question.'}")
    return found
