"""Clients."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from accounts import clock
from accounts.clients import actions, queries
from accounts.clients.forms.fields import LONGEST_TAG, MOST_TAGS, DomainField, TypedTimeZoneField
from accounts.clients.models import Client
from accounts.organizations import queries as organizations
from accounts.organizations.forms import CountryField
from accounts.organizations.roles import Right
from happiness.api.fields import FormedField, LineField, RowField, RowSerializer
from happiness.api.resources import UPDATED_SINCE, ChangeableResource


class ClientSerializer(RowSerializer):
    """A company that the organization serves."""

    id = serializers.UUIDField(read_only=True)
    name = LineField(max_length=200)
    domain = FormedField(DomainField)
    external_id = LineField(max_length=100, required=False, allow_blank=True)
    country = FormedField(lambda: CountryField(empty_label=""), max_length=2)
    time_zone = FormedField(lambda: TypedTimeZoneField(required=False))
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    segment = RowField(queries.segments, required=False, allow_null=True)
    manager = RowField(organizations.active_employees, required=False, allow_null=True)
    sponsor = RowField(organizations.active_employees, required=False, allow_null=True)
    tags = serializers.ListField(child=LineField(max_length=LONGEST_TAG), max_length=MOST_TAGS, required=False)
    created_at = serializers.DateTimeField(read_only=True)
    archived_at = serializers.DateTimeField(read_only=True)

    def to_representation(self, instance: Client) -> dict[str, Any]:
        links = sorted(link.tag.name for link in instance.tag_links.all())
        plain = ("name", "domain", "external_id", "country", "time_zone", "language")
        keys = ("segment", "manager", "sponsor")
        return {
            "id": str(instance.pk),
            **{name: getattr(instance, name) for name in plain},
            **{name: getattr(instance, f"{name}_id") for name in keys},
            "tags": links,
            "created_at": instance.created_at,
            "archived_at": instance.archived_at,
        }


@contextmanager
def refused_twins() -> Iterator[None]:
    """Say of which field somebody else has the value already."""
    try:
        yield
    except actions.ExternalIdTaken as error:
        raise serializers.ValidationError({"external_id": ["Another client has this number already."]}) from error


FILTERS = [
    OpenApiParameter("external_id", str),
    OpenApiParameter("domain", str),
    UPDATED_SINCE,
]


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class Clients(ChangeableResource):
    """Clients, archived ones too, without those that were merged into another one."""

    serializer_class = ClientSerializer
    resource, writing, lookup_url_kwarg = "clients", Right.MANAGE_CLIENTS, "client_id"
    queryset = Client.objects.none()

    def rows(self) -> QuerySet[Any]:
        wanted = {
            name: self.request.query_params[name]
            for name in ("external_id", "domain")
            if self.action == "list" and name in self.request.query_params
        }
        return queries.known_clients().filter(**wanted).prefetch_related("tag_links__tag")

    def create_row(self, values: Mapping[str, Any]) -> uuid.UUID:
        own = {name: value for name, value in values.items() if name != "tags"}
        own["time_zone"] = own.get("time_zone") or self.request.auth.token.organization.time_zone
        client = Client(**own)
        with refused_twins():
            actions.register_client(
                client=client, tags=values.get("tags", ()), by=self.request.auth.employee, now=clock.now()
            )
        return client.pk

    def change_row(self, row: Client, values: Mapping[str, Any], before: dict[str, Any]) -> None:
        own = dict(values)
        tags = own.pop("tags", None)
        for name, value in own.items():
            setattr(row, name, value)
        with refused_twins():
            actions.save_client(client=row, tags=tags, by=self.request.auth.employee, now=clock.now(), before=before)
