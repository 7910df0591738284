"""What only the organization's own systems know: events of the kinds that it has defined itself, one or many at once."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import clock
from accounts.events.actions import own_key
from accounts.events.kinds import CUSTOM
from accounts.events.models import Event, Origin
from accounts.inbound import actions
from accounts.inbound.faults import LONGEST_KEY, text_of
from accounts.inbound.told import Answer, Status, Told
from accounts.organizations.roles import Right
from happiness.api.fields import LineField, MomentField, ReferenceField, RowSerializer
from happiness.api.problems import errors_of
from happiness.api.resources import Resource, uuid_of

DRY_RUN = OpenApiParameter(
    "dry_run", bool, description="true: record nothing, and answer in sentences what would happen."
)


class EventSerializer(RowSerializer):
    """An event of an own kind. The same `key` is the same event, however often it is told; nothing reacts to history.

    `client` and `contact` are ids, or objects such as {"external_id": "C-7"}, {"domain": "nordwerk.example"} and
    {"email": "taras@nordwerk.example"}.
    """

    id = serializers.UUIDField(read_only=True)
    kind = serializers.CharField(max_length=60)
    happened_at = MomentField(required=False)
    client = ReferenceField("id", "external_id", "domain", required=False, allow_null=True)
    contact = ReferenceField("id", "external_id", "email", required=False, allow_null=True)
    payload = serializers.DictField(required=False)
    key = LineField(max_length=LONGEST_KEY, required=False)
    is_history = serializers.BooleanField(required=False)
    recorded_at = serializers.DateTimeField(read_only=True)

    def to_representation(self, instance: Event) -> dict[str, Any]:
        sent = own_key(kind=instance.kind, key="")
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


class RowReport(serializers.Serializer):
    """What became of one event of a batch. A refused one has `errors`: texts for each field."""

    index = serializers.IntegerField()
    status = serializers.ChoiceField(choices=[str(one) for one in Status])
    id = serializers.UUIDField(required=False)
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)


class BatchReport(serializers.Serializer):
    """What became of a batch: how many of each, and each event by its place in the list."""

    created = serializers.IntegerField()
    duplicate = serializers.IntegerField()
    refused = serializers.IntegerField()
    rows = RowReport(many=True)
    sentences = serializers.ListField(child=serializers.CharField(), required=False)


FILTERS = [
    OpenApiParameter("kind", str, description="The key of a kind: custom.order_late."),
    OpenApiParameter("client", str, description="The id of a client."),
]


@extend_schema_view(list=extend_schema(parameters=FILTERS), create=extend_schema(parameters=[DRY_RUN]))
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

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Record one event, or the events of a list; with `dry_run` only say what would happen."""
        if isinstance(request.data, list):
            return self.batch(request)
        if not _is_rehearsal(request):
            return super().create(request, *args, **kwargs)
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        (answer,), sentences = self._rehearse([_told(serializer.validated_data)])
        _raise_if_refused(answer)
        return Response({"status": answer.status, "sentences": sentences})

    def create_row(self, values: Mapping[str, Any]) -> uuid.UUID:
        (answer,) = actions.take([_told(values)], by=self.request.auth.employee, now=clock.now())
        _raise_if_refused(answer)
        assert answer.event_id  # nosec B101 what was not refused is there
        return answer.event_id

    @extend_schema(request=EventSerializer(many=True), responses={200: BatchReport}, parameters=[DRY_RUN])
    def batch(self, request: Request) -> Response:
        """Record the good ones of up to 1,000 events, and say of each what became of it."""
        rows = request.data
        if not isinstance(rows, list) or len(rows) > actions.MOST_AT_ONCE:
            raise serializers.ValidationError([f"Send a list of at most {actions.MOST_AT_ONCE:,} events at once."])
        if _is_rehearsal(request):
            report, sentences = self._report(rows, self._rehearse)
            return Response(report | {"sentences": sentences})
        taken, kept = self._take(request)
        if kept:
            return Response(json.loads(kept), headers={"Idempotency-Replayed": "true"})
        report, _sentences = self._report(rows, self._record)
        self._keep(taken, json.dumps(report), request)
        return Response(report)

    def _record(self, tolds: Sequence[Told]) -> tuple[list[Answer], list[str]]:
        return actions.take(tolds, by=self.request.auth.employee, now=clock.now()), []

    def _rehearse(self, tolds: Sequence[Told]) -> tuple[list[Answer], list[str]]:
        language = translation.get_language()
        return actions.rehearse(tolds, by=self.request.auth.employee, now=clock.now(), language=language)

    def _report(self, rows: Sequence[Any], act: Any) -> tuple[dict[str, Any], list[str]]:
        """Return what became of each row: those that are no events at all are not even looked at."""
        reader, tolds, report = self.get_serializer(), {}, {}
        for index, row in enumerate(rows):
            try:
                tolds[index] = _told(reader.run_validation(row))
            except serializers.ValidationError as error:
                report[index] = {"index": index, "status": str(Status.REFUSED), "errors": errors_of(error)}
        answers, sentences = act(list(tolds.values()))
        report |= {index: _row(index, answer) for index, answer in zip(tolds, answers, strict=True)}
        counts = {str(one): sum(row["status"] == one for row in report.values()) for one in Status}
        return counts | {"rows": [report[index] for index in range(len(rows))]}, sentences


def _told(values: Mapping[str, Any]) -> Told:
    return Told(**{name: value for name, value in values.items() if value is not None})


def _row(index: int, answer: Answer) -> dict[str, Any]:
    row: dict[str, Any] = {"index": index, "status": str(answer.status)}
    if answer.event_id:
        row["id"] = str(answer.event_id)
    return row | ({"errors": _errors(answer)} if answer.faults else {})


def _errors(answer: Answer) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for fault in answer.faults:
        errors.setdefault(fault.field, []).append(text_of(fault))
    return errors


def _raise_if_refused(answer: Answer) -> None:
    if answer.faults:
        raise serializers.ValidationError(_errors(answer))


def _is_rehearsal(request: Request) -> bool:
    asked = request.query_params.get("dry_run", "false").lower()
    if asked not in {"true", "false", "1", "0"}:  # taken for "no", a slip would record what was only to be tried
        raise serializers.ValidationError({"dry_run": ["Write true or false."]})
    return asked in {"true", "1"}
