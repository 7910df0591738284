"""Base classes of every tenant table, and the manager that nobody has to remember to filter."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from django.db import models

from accounts.tenancy.context import current_organization_id
from accounts.tenancy.fields import OrganizationField
from accounts.tenancy.uuid7 import uuid7


class CurrentOrganization(models.Expression):
    """The organization of the scope, read when SQL is compiled, not when the queryset is built.

    So querysets of modules, form classes and serializers are safe, and evaluating one without a scope raises.
    """

    def __init__(self) -> None:
        super().__init__(output_field=models.UUIDField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[uuid.UUID]]:  # type: ignore[override]
        return "%s", [current_organization_id()]


class TenantQuerySet(models.QuerySet):
    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            row.stamp()
        return super().bulk_create(rows, *args, **options)

    bulk_create.alters_data = True  # type: ignore[attr-defined]


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """The default manager: adds `organization_id = <scope>`."""

    def get_queryset(self) -> TenantQuerySet:
        return super().get_queryset().filter(organization_id=CurrentOrganization())


class UnscopedManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """No filter in Python; row-level security alone decides. For Django's internals and for tests."""


class TenantModel(models.Model):
    """A row of one organization. The organization is stamped from the scope; a row of another one is refused."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = OrganizationField()

    objects: ClassVar[Any] = TenantManager()
    unscoped: ClassVar[Any] = UnscopedManager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"

    def stamp(self) -> None:
        """Give a new row the organization of the scope; raise ValueError for a row of another one."""
        organization_id = current_organization_id()
        if self.organization_id is None:
            self.organization_id = organization_id
        elif self.organization_id != organization_id:
            raise ValueError("the row belongs to another organization than the scope")

    def validate_constraints(self, exclude: Iterable[str] | None = None) -> None:
        # The organization is no form field, but (organization, x) must still be checked, or a duplicate becomes a 500.
        self.stamp()
        super().validate_constraints(exclude={name for name in exclude or () if name != "organization"})

    def save(self, *args: Any, **options: Any) -> None:
        self.stamp()
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        self.stamp()
        return super().delete(*args, **options)


class AppendOnlyViolation(RuntimeError):
    """Code tried to change or delete a row that is written once."""


class AppendOnlyQuerySet(TenantQuerySet):
    def _refuse(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnlyViolation(f"{self.model._meta.label} is written once")

    update = delete = bulk_update = update_or_create = _refuse


class AppendOnlyModel(TenantModel):
    """A row that is written once: no grant, a trigger, and this class refuse every change."""

    organization = OrganizationField(append_only=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(AppendOnlyQuerySet)()
    unscoped: ClassVar[Any] = UnscopedManager.from_queryset(AppendOnlyQuerySet)()

    class Meta(TenantModel.Meta):
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyViolation(f"{self._meta.label} is written once")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnlyViolation(f"{self._meta.label} is written once")
