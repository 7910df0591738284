"""Talks. What only top management reads is not there, whoever owns the token."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, serializers

from accounts import clock
from accounts.clients import queries as clients
from accounts.organizations.roles import Right, has_right
from feedback.interactions import actions, queries
from feedback.interactions.forms import CLOCK_SKEW, LONGEST_TOPIC, MOST_TOPICS
from feedback.interactions.models import Channel, Interaction, Visibility
from happiness.api.fields import LineField, RowField, RowSerializer
from happiness.api.resources import UPDATED_SINCE, ChangeableResource, uuid_of

STAYS = ("client", "contacts", "happened_at")
SHOWN = [choice for choice in Visibility.choices if choice[0] != Visibility.LEADERSHIP]


class InteractionSerializer(RowSerializer):
    """A talk with people of a client. `mood` is 0-100; a talk has a mood, a quote or notes."""

    id = serializers.UUIDField(read_only=True)
    client = RowField(clients.clients)
    contacts = RowField(clients.contacts, many=True, required=False)
    channel = serializers.ChoiceField(choices=Channel.choices)
    happened_at = serializers.DateTimeField()
    mood = serializers.IntegerField(min_value=0, max_value=100, required=False, allow_null=True)
    quote = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    notes = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    topics = serializers.ListField(child=LineField(max_length=LONGEST_TOPIC), max_length=MOST_TOPICS, required=False)
    visibility = serializers.ChoiceField(choices=SHOWN, required=False)
    created_at = serializers.DateTimeField(read_only=True)

    def validate_channel(self, value: str) -> str:
        if value == Channel.LINE:
            raise serializers.ValidationError("People write on their own page themselves.")
        return value

    def validate_happened_at(self, value: datetime) -> datetime:
        if value > clock.now() + CLOCK_SKEW:
            raise serializers.ValidationError("A talk is written down when it has taken place.")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        said = {name: attrs.get(name, getattr(self.instance, name, None)) for name in ("mood", "quote", "notes")}
        if said["mood"] is None and not said["quote"] and not said["notes"]:
            raise serializers.ValidationError({"mood": ["Send a mood, a quote or notes: one of them is enough."]})
        if self.instance:
            return attrs
        here = {place.contact_id for place in queries.people_at(client_id=attrs["client"].pk)}
        if any(contact.pk not in here for contact in attrs.get("contacts", ())):
            raise serializers.ValidationError({"contacts": ["Somebody of them does not work at the client."]})
        return attrs

    def to_representation(self, instance: Interaction) -> dict[str, Any]:
        names = ("channel", "happened_at", "mood", "quote", "notes", "topics", "visibility", "created_at")
        return {
            "id": str(instance.pk),
            "client": instance.client_id,
            "contacts": [row.contact_id for row in instance.people.all()],
            **{name: getattr(instance, name) for name in names},
        }


FILTERS = [
    OpenApiParameter("client", str, description="The id of a client."),
    UPDATED_SINCE,
]


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class Interactions(ChangeableResource):
    """Talks that the token's owner may read, without those for top management only."""

    serializer_class = InteractionSerializer
    resource, writing, lookup_url_kwarg = "interactions", Right.LOG_CONTACTS, "interaction_id"
    queryset = Interaction.objects.none()

    def rows(self) -> QuerySet[Any]:
        caller = self.request.auth
        rows = queries.interactions(role=caller.role, employee_id=caller.employee.pk)
        if self.action == "list" and (client := self.request.query_params.get("client")):
            rows = rows.filter(client=uuid_of("client", client))
        return rows.exclude(visibility=Visibility.LEADERSHIP).prefetch_related("people")

    def create_row(self, values: Mapping[str, Any]) -> uuid.UUID:
        own = {name: value for name, value in values.items() if name != "contacts"}
        talk = Interaction(**own)
        by = self.request.auth.employee
        actions.log(interaction=talk, people=values.get("contacts", ()), by=by, now=clock.now())
        return talk.pk

    def change_row(self, row: Interaction, values: Mapping[str, Any], before: dict[str, Any]) -> None:
        caller = self.request.auth
        if row.by_id != caller.employee.pk and not has_right(caller.role, Right.MANAGE_CLIENTS):
            raise exceptions.PermissionDenied("Somebody else has written this talk down.")
        if row.channel == Channel.LINE:
            raise exceptions.PermissionDenied("A person of the client has written this: nobody changes it.")
        if named := [name for name in STAYS if name in values]:
            said = "This stays. Remove the talk in the product, and send another one."
            raise serializers.ValidationError({name: [said] for name in named})
        for name, value in values.items():
            setattr(row, name, value)
        actions.correct(interaction=row, by=caller.employee, now=clock.now(), before=before)
