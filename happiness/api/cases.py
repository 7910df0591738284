"""Cases that everybody who works with clients may read; those in confidence are not there, whoever owns the token."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from feedback.interactions.models import Visibility
from happiness.api.fields import RowSerializer
from happiness.api.resources import UPDATED_SINCE, Rows, uuid_of
from journeys.cases import queries
from journeys.cases.models import Case, End, Sort, State


class CaseSerializer(RowSerializer):
    """A case. `end` says whether the client has confirmed it; moods are 0-100, before it and after it."""

    id = serializers.UUIDField(read_only=True)
    number = serializers.IntegerField(read_only=True)
    sort = serializers.ChoiceField(choices=Sort.choices, read_only=True)
    client = serializers.UUIDField(source="client_id", read_only=True)
    contact = serializers.UUIDField(source="contact_id", read_only=True, allow_null=True)
    role = serializers.CharField(read_only=True)
    topic = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    owner = serializers.CharField(source="owner.name", read_only=True)
    department = serializers.CharField(source="department.name", read_only=True, default=None, allow_null=True)
    cause = serializers.CharField(source="cause.name", read_only=True, default=None, allow_null=True)
    state = serializers.ChoiceField(choices=State.choices, read_only=True)
    end = serializers.ChoiceField(choices=[("", ""), *End.choices], read_only=True)
    opened_at = serializers.DateTimeField(read_only=True)
    due_at = serializers.DateTimeField(read_only=True, allow_null=True)
    promised_on = serializers.DateField(read_only=True, allow_null=True)
    closed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    mood_before = serializers.IntegerField(read_only=True, allow_null=True)
    mood_after = serializers.IntegerField(read_only=True, allow_null=True)


FILTERS = [
    OpenApiParameter("client", str, description="The id of a client."),
    OpenApiParameter("open", bool, description="true: cases that are open; false: those that are closed."),
    UPDATED_SINCE,
]


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class Cases(Rows):
    """Cases, to be read."""

    serializer_class = CaseSerializer
    resource, lookup_url_kwarg = "cases", "case_id"
    queryset = Case.objects.none()

    def rows(self) -> QuerySet[Any]:
        caller = self.request.auth
        rows = queries.cases(role=caller.role, employee_id=caller.employee.pk).filter(visibility=Visibility.TEAM)
        params = self.request.query_params
        if self.action == "list" and (client := params.get("client")):
            rows = rows.filter(client=uuid_of("client", client))
        if self.action == "list" and (wanted := params.get("open")) in {"true", "false"}:
            rows = rows.filter(closed_at__isnull=wanted == "true")
        return rows
