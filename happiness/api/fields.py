"""Fields of the API that clean as the fields of the pages do."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.web.text import one_line


class RowSerializer(serializers.Serializer):
    """A row as it is sent and answered. A field that nobody knows is a slip of the sender, and refused."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = [str(name) for name in data if name not in self.fields] if isinstance(data, Mapping) else []
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
