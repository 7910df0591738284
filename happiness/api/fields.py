"""Fields of the API that clean as the fields of the pages do."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import is_naive
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.inbound.faults import shown
from accounts.inbound.told import Reference
from accounts.web.text import as_id, one_line


class RowSerializer(serializers.Serializer):
    """A row as it is sent and answered. A field that nobody knows is a slip of the sender, and refused."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = [shown(str(name)) for name in data if name not in self.fields] if isinstance(data, Mapping) else []
        if unknown:
            raise serializers.ValidationError({name: ["There is no such field."] for name in unknown})
        return super().to_internal_value(data)


class LineField(serializers.CharField):
    """Text on one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(one_line)


@extend_schema_field(OpenApiTypes.STR)
class FormedField(serializers.CharField):
    """Text that a form's field cleans."""

    def __init__(self, field: Callable[[], forms.Field], **options: Any) -> None:
        super().__init__(required=False, allow_blank=True, **options)
        self.field = field

    def run_validation(self, data: Any = serializers.empty) -> Any:
        typed = super().run_validation(data)
        try:
            return self.field().clean(typed)
        except forms.ValidationError as error:
            raise serializers.ValidationError(error.messages) from error


class RowField(serializers.PrimaryKeyRelatedField):
    """The id of a row of the organization; the rows are asked for in each request."""

    def __init__(self, rows: Callable[[], QuerySet[Any]], **options: Any) -> None:
        self.rows = rows
        super().__init__(queryset=None if options.get("read_only") else rows(), **options)

    def get_queryset(self) -> Any:
        return self.rows()


class MomentField(serializers.DateTimeField):
    """A time that names its zone."""

    default_error_messages = {"no_zone": "Write the time with its zone: 2026-03-01T09:30:00+02:00."}  # noqa: RUF012

    def enforce_timezone(self, value: datetime) -> datetime:
        if is_naive(value):
            self.fail("no_zone")
        return super().enforce_timezone(value)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "format": "uuid"},
            {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1, "maxProperties": 1},
        ]
    }
)
class ReferenceField(serializers.Field):
    """A client or a person: our id as a text, or an object that names one thing by which we know them."""

    def __init__(self, *names: str, **options: Any) -> None:
        super().__init__(**options)
        self.names = names
        self.text = LineField(max_length=254)

    def to_internal_value(self, data: Any) -> Reference:
        pairs = list({"id": data}.items() if isinstance(data, str) else data.items() if isinstance(data, dict) else [])
        if len(pairs) != 1 or pairs[0][0] not in self.names:
            names = ", ".join(self.names)
            raise serializers.ValidationError(f"Send an id, or an object with one of these names: {names}.")
        name, value = pairs[0]
        found = Reference.of(name, self.text.run_validation(value))
        if name == "id" and as_id(found.value) is None:
            raise serializers.ValidationError("This is no id.")
        return found
