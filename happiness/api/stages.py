"""Where clients and their people stand on the path, and where they stood: to be read."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from accounts.clients.enums import Stage
from happiness.api.resources import UPDATED_SINCE, Rows, uuid_of
from journeys.stages.models import Reason, StageVisit


class StageSerializer(serializers.Serializer):
    """A stay in a stage: of a client, or of one of its people, whom `contact` names. It goes on while `left_at` is null."""

    id = serializers.UUIDField()
    client = serializers.UUIDField(source="client_id")
    contact = serializers.UUIDField(source="contact_id", allow_null=True)
    stage = serializers.ChoiceField(choices=Stage.choices)
    reason = serializers.ChoiceField(choices=[*Reason.choices, ""])
    entered_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)


FILTERS = [
    UPDATED_SINCE,
    OpenApiParameter("client", OpenApiTypes.UUID, description="Stays of this client and of its people."),
    OpenApiParameter("stage", str, enum=Stage.values, description="Stays in this stage."),
]


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class Stages(Rows):
    """Stays of clients and of their people in stages, those that are over too. People who were erased are not among them."""

    serializer_class = StageSerializer
    resource, lookup_url_kwarg = "stages", "visit_id"
    queryset = StageVisit.objects.none()

    def rows(self) -> QuerySet[Any]:
        rows = StageVisit.objects.exclude(contact__erased_at__isnull=False)
        asked = self.request.query_params
        if client := asked.get("client"):
            rows = rows.filter(client=uuid_of("client", client))
        if stage := asked.get("stage"):
            if stage not in Stage.values:
                raise serializers.ValidationError({"stage": [f"One of these: {', '.join(Stage.values)}."]})
            rows = rows.filter(stage=stage)
        return rows
