"""The people at clients."""

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
from accounts.clients.enums import BuyerRole
from accounts.clients.forms.fields import TypedTimeZoneField
from accounts.clients.forms.people import MOST_ADDRESSES
from accounts.clients.models import Contact
from accounts.organizations.roles import Right
from happiness.api.fields import FormedField, LineField, RowField, RowSerializer
from happiness.api.resources import UPDATED_SINCE, ChangeableResource

PLACE = ("client", "job_title", "roles")


class PlaceSerializer(serializers.Serializer):
    """Where a person works or has worked."""

    client = serializers.UUIDField(source="client_id")
    job_title = serializers.CharField()
    left_on = serializers.DateField(allow_null=True)


class ContactSerializer(RowSerializer):
    """A person at clients. `client`, `job_title` and `roles` place a new person at a client; `emails` replace all addresses."""

    id = serializers.UUIDField(read_only=True)
    name = LineField(max_length=200)
    salutation = LineField(max_length=120, required=False, allow_blank=True)
    emails = serializers.ListField(child=serializers.EmailField(), max_length=MOST_ADDRESSES, required=False)
    phone = LineField(max_length=40, required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    time_zone = FormedField(lambda: TypedTimeZoneField(required=False))
    external_id = LineField(max_length=100, required=False, allow_blank=True)
    client = RowField(queries.clients, required=False, write_only=True)
    job_title = LineField(max_length=200, required=False, write_only=True, allow_blank=True)
    roles = serializers.MultipleChoiceField(choices=BuyerRole.choices, required=False, write_only=True)
    positions = PlaceSerializer(many=True, read_only=True)
    created_at = serializers.DateTimeField(read_only=True)

    def validate_emails(self, value: list[str]) -> list[str]:
        return list(dict.fromkeys(address.lower() for address in value))

    def to_representation(self, instance: Contact) -> dict[str, Any]:
        names = ("name", "salutation", "phone", "language", "time_zone", "external_id", "created_at")
        addresses = sorted(instance.emails.all(), key=lambda row: (not row.is_primary, row.created_at))
        return {
            "id": str(instance.pk),
            **{name: getattr(instance, name) for name in names},
            "emails": [row.address for row in addresses],
            "positions": PlaceSerializer(instance.positions.all(), many=True).data,
        }


@contextmanager
def refused_twins() -> Iterator[None]:
    """Say of which field somebody else has the value already."""
    try:
        yield
    except actions.AddressTaken as error:
        raise serializers.ValidationError({"emails": [f"Another person has {error} already."]}) from error


FILTERS = [
    OpenApiParameter("external_id", str),
    OpenApiParameter("email", str),
    UPDATED_SINCE,
]


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class Contacts(ChangeableResource):
    """People at clients, without those who were erased or merged into another person."""

    serializer_class = ContactSerializer
    resource, writing, lookup_url_kwarg = "contacts", Right.MANAGE_CLIENTS, "contact_id"
    queryset = Contact.objects.none()

    def rows(self) -> QuerySet[Any]:
        rows = queries.contacts().prefetch_related("emails", "positions")
        asked = self.request.query_params if self.action == "list" else {}
        if "external_id" in asked:
            rows = rows.filter(external_id=asked["external_id"])
        if "email" in asked:
            rows = rows.filter(emails__address=asked["email"].strip().lower())
        return rows

    def create_row(self, values: Mapping[str, Any]) -> uuid.UUID:
        by, now = self.request.auth.employee, clock.now()
        own = {name: value for name, value in values.items() if name not in {*PLACE, "emails"}}
        own["time_zone"] = own.get("time_zone") or self.request.auth.token.organization.time_zone
        contact, client = Contact(**own), values.get("client")
        if client is None and (values.get("roles") or values.get("job_title")):
            raise serializers.ValidationError({"client": ["Say at which client."]})
        with refused_twins():
            actions.register_contact(contact=contact, addresses=values.get("emails", ()), by=by, now=now)
        if client:
            job_title = values.get("job_title", "")
            position = actions.place(contact=contact, client=client, by=by, now=now, job_title=job_title)
            roles = values.get("roles", ())
            actions.give_roles(position=position, roles=roles, by=by, now=now, today=client.local_date(now))
        return contact.pk

    def change_row(self, row: Contact, values: Mapping[str, Any], before: dict[str, Any]) -> None:
        if placing := [name for name in PLACE if name in values]:
            raise serializers.ValidationError({name: ["Only a new person is placed at a client."] for name in placing})
        own = dict(values)
        addresses = own.pop("emails", None)
        if addresses is None:  # none were sent: all of them stay
            addresses = [known.address for known in queries.addresses(contact_id=row.pk)]
        for name, value in own.items():
            setattr(row, name, value)
        with refused_twins():
            actions.save_person(
                contact=row, addresses=addresses, by=self.request.auth.employee, now=clock.now(), before=before
            )
