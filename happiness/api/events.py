"""What only the organization's own systems know: events of the kinds that it has defined itself."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from accounts import clock
from accounts.clients import queries as clients
from accounts.events import actions, queries
from accounts.events.kinds import CUSTOM
from accounts.events.models import Event, Origin
from accounts.events.payload import BadPayload
from accounts.organizations.roles import Right
from feedback.interactions.forms import CLOCK_SKEW
from happiness.api.fields import LineField, RowField
from happiness.api.resources import Resource, uuid_of

LONGEST_KEY = 120


class EventSerializer(serializers.Serializer):
    """An event of an own kind. The same `key` is the same event, however often it is told; nothing reacts to history."""

    id = serializers.UUIDField(read_only=True)
    kind = serializers.CharField(max_length=60)
    happened_at = serializers.DateTimeField(required=False)
    client = RowField(clients.clients, required=False)
    contact = RowField(clients.contacts, required=False)
    payload = serializers.DictField(required=False)
    key = LineField(max_length=LONGEST_KEY, required=False)
    is_history = serializers.BooleanField(required=False)
    recorded_at = serializers.DateTimeField(read_only=True)

    def validate_happened_at(self, value: datetime) -> datetime:
        if value > clock.now() + CLOCK_SKEW:
            raise serializers.ValidationError("An event is told when it has happened.")
        return value

    def validate_kind(self, value: str) -> str:
        if not queries.custom_kinds().filter(name=value).exists():
            raise serializers.ValidationError("No kind of yours in use has this key: define it in the settings.")
        return value

    def to_representation(self, instance: Event) -> dict[str, Any]:
        sent = _key(instance.kind, "")
        return {
            "id": str(instance.pk),
            "kind": instance.kind,
            "happened_at": instance.happened_at,
            "client": instance.client_id,
            "contact": instance.contact_id,
            "payload": instance.payload,
            "key": instance.dedupe_key.removeprefix(sent) if instance.dedupe_key.startswith(sent) else None,
            "is_history": instance.origin != Origin.LIVE,
            "recorded_at": instance.recorded_at,
        }


FILTERS = [
    OpenApiParameter("kind", str, description="The key of a kind: custom.order_late."),
    OpenApiParameter("client", str, description="The id of a client."),
]


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class Events(Resource):
    """Events of own kinds, as they were recorded."""

    serializer_class = EventSerializer
    resource, writing, lookup_url_kwarg = "events", Right.MANAGE_CLIENTS, "event_id"
    queryset = Event.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows()  # an event never changes, so none was updated

    def rows(self) -> QuerySet[Any]:
        asked = self.request.query_params if self.action == "list" else {}
        rows = Event.objects.filter(kind__startswith=CUSTOM)
        if kind := asked.get("kind"):
            rows = rows.filter(kind=kind)
        if client := asked.get("client"):
            rows = rows.filter(client_id=uuid_of("client", client))
        return rows

    def create_row(self, values: Mapping[str, Any]) -> uuid.UUID:
        now = clock.now()
        client, contact, key = values.get("client"), values.get("contact"), values.get("key")
        fact = actions.Fact(
            kind=values["kind"],
            happened_at=values.get("happened_at", now),
            payload=values.get("payload", {}),
            client_id=client and client.pk,
            contact_id=contact and contact.pk,
            actor_id=self.request.auth.employee.pk,
            origin=Origin.HISTORY if values.get("is_history") else Origin.LIVE,
            dedupe_key=_key(values["kind"], key) if key else "",
        )
        try:
            return actions.publish(fact, now=now).pk
        except BadPayload as error:
            faults = [f"{name}: {fault}" for name, fault in error.faults.items()]
            raise serializers.ValidationError({"payload": faults}) from error


def _key(kind: str, key: str) -> str:
    """Return the key under which the event is kept: that of another system can be none of ours."""
    return f"api:{kind}:{key}"
