"""Contracts, for tokens of those who see money. An amount is a text with its currency beside it, never a float."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers

from accounts import clock
from accounts.clients import queries as clients
from accounts.contracts import actions, queries
from accounts.contracts.models import Contract, Period
from accounts.fields import CURRENCIES, decimals_of
from accounts.organizations.roles import Right
from accounts.web.forms import EARLIEST, LATEST
from happiness.api.fields import LineField, RowField, RowSerializer
from happiness.api.resources import UPDATED_SINCE, ChangeableResource, uuid_of

MOST_NOTICE = 730


def _day(**options: Any) -> serializers.DateField:
    return serializers.DateField(validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)], **options)


class ContractSerializer(RowSerializer):
    """What a client pays, for what time. `amount` is of one period; both change together or not at all."""

    id = serializers.UUIDField(read_only=True)
    client = RowField(clients.clients)
    title = LineField(max_length=200)
    number = LineField(max_length=60, required=False, allow_blank=True)
    amount = serializers.DecimalField(max_digits=18, decimal_places=3, min_value=Decimal(0))
    currency = serializers.ChoiceField(choices=sorted(CURRENCIES))
    period = serializers.ChoiceField(choices=Period.choices, required=False)
    starts_on = _day()
    ends_on = _day(required=False, allow_null=True)
    renewal_on = _day(required=False, allow_null=True)
    notice_days = serializers.IntegerField(min_value=0, max_value=MOST_NOTICE, required=False)
    signed_by = RowField(clients.contacts, required=False, allow_null=True)
    ended_with = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        self._check_money(attrs)
        start = attrs.get("starts_on", self.instance and self.instance.starts_on)
        for name in ("ends_on", "renewal_on"):
            day = attrs.get(name, self.instance and getattr(self.instance, name))
            if start and day and day < start:
                raise serializers.ValidationError({name: ["This is before the first day."]})
        if self.instance and self.instance.ended_with and "ends_on" in attrs and attrs["ends_on"] is None:
            raise serializers.ValidationError({"ends_on": ["The contract has ended: say when."]})
        client_id = self.instance.client_id if self.instance else attrs["client"].pk
        signer = attrs.get("signed_by")
        if signer and not queries.signers(client_id=client_id).filter(contact=signer).exists():
            raise serializers.ValidationError({"signed_by": ["This person does not work at the client."]})
        return attrs

    def _check_money(self, attrs: dict[str, Any]) -> None:
        if ("amount" in attrs) != ("currency" in attrs):
            missing = "currency" if "amount" in attrs else "amount"
            raise serializers.ValidationError({missing: ["Send the amount and its currency together."]})
        if "amount" in attrs and -attrs["amount"].normalize().as_tuple().exponent > decimals_of(attrs["currency"]):
            raise serializers.ValidationError({"amount": [f"{attrs['currency']} has fewer decimals."]})

    def to_representation(self, instance: Contract) -> dict[str, Any]:
        plain = ("title", "number", "currency", "period", "starts_on", "ends_on", "renewal_on", "notice_days")
        return {
            "id": str(instance.pk),
            "client": instance.client_id,
            "amount": f"{instance.amount:.{decimals_of(instance.currency)}f}",
            **{name: getattr(instance, name) for name in plain},
            "signed_by": instance.signed_by_id,
            "ended_with": instance.ended_with,
            "created_at": instance.created_at,
        }


@contextmanager
def refused_twins() -> Iterator[None]:
    """Say of which field the client has a contract already."""
    try:
        yield
    except actions.NumberTaken as error:
        said = "The client has a contract with this number and this first day already."
        raise serializers.ValidationError({"number": [said]}) from error


FILTERS = [
    OpenApiParameter("client", str, description="The id of a client."),
    OpenApiParameter("number", str),
    UPDATED_SINCE,
]


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class Contracts(ChangeableResource):
    """Contracts, without those that were removed as entered by mistake. How one went on is not written here."""

    serializer_class = ContractSerializer
    resource, lookup_url_kwarg = "contracts", "contract_id"
    reading, writing = Right.SEE_MONEY, Right.MANAGE_MONEY
    queryset = Contract.objects.none()

    def rows(self) -> QuerySet[Any]:
        rows = queries.contracts()
        asked = self.request.query_params if self.action == "list" else {}
        if "client" in asked:
            rows = rows.filter(client=uuid_of("client", asked["client"]))
        return rows.filter(number=asked["number"]) if "number" in asked else rows

    def create_row(self, values: Mapping[str, Any]) -> uuid.UUID:
        contract = Contract(**values)
        with refused_twins():
            actions.add_contract(contract=contract, by=self.request.auth.employee, now=clock.now())
        return contract.pk

    def change_row(self, row: Contract, values: Mapping[str, Any], before: dict[str, Any]) -> None:
        if "client" in values:
            raise serializers.ValidationError({"client": ["A contract stays with its client."]})
        for name, value in values.items():
            setattr(row, name, value)
        with refused_twins():
            actions.save_contract(contract=row, by=self.request.auth.employee, now=clock.now(), before=before)
