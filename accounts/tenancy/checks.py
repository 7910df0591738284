"""System checks: a model that would weaken a wall does not start."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import models

from accounts.tenancy.backend.schema import ROOT, is_tenant, organization_field
from accounts.tenancy.fields import OrganizationField, TenantForeignKey
from accounts.tenancy.models import TenantManager

MAY_POINT_TO_USER = "accounts.Membership"


@checks.register("tenancy")
def check_models(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """Return an error for every model that stands in no table class or breaks a rule of its class."""
    return [
        checks.Error(message, obj=model, id=f"tenancy.E{number:03d}")
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for number, message in _faults(model)
    ]


def _faults(model: Any) -> Iterator[tuple[int, str]]:
    if model._meta.label == ROOT:
        return
    if organization_field(model) is None:
        yield from _faults_of_global(model)
        return
    yield from _faults_of_keys(model)
    yield from _faults_of_indexes(model)
    if model._meta.base_manager_name != "unscoped":
        yield 9, "Meta must inherit TenantModel.Meta"
    if not isinstance(model._meta.default_manager, TenantManager):
        yield 9, "the first manager must be a TenantManager"


def _faults_of_global(model: Any) -> Iterator[tuple[int, str]]:
    if model._meta.label not in settings.TENANCY["GLOBAL_MODELS"]:
        yield 1, "neither a TenantModel nor listed in accounts/tenancy/tables.py"
    for field in model._meta.local_fields:
        if field.remote_field and is_tenant(field.remote_field.model):
            yield 2, f"a global model points to a tenant model: {field.name}"


def _faults_of_keys(model: Any) -> Iterator[tuple[int, str]]:
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            yield 3, f"unique=True on {field.name}: uniqueness must include the organization"
        if not field.remote_field or isinstance(field, OrganizationField):
            continue
        target = field.remote_field.model
        if is_tenant(target) and not (isinstance(field, TenantForeignKey) and field.db_constraint):  # type: ignore[attr-defined]
            yield 4, f"{field.name}: use TenantForeignKey, with its constraint"
        if _points_to_user(field) and model._meta.label != MAY_POINT_TO_USER:
            yield 5, f"{field.name}: point to Employee, not to User"
    for field in model._meta.private_fields:
        if hasattr(field, "ct_field"):
            yield 4, f"{field.name}: a generic key has no constraint, name the targets one by one"
    for field in model._meta.local_many_to_many:
        if field.remote_field.through._meta.auto_created:
            yield 6, f"{field.name}: name an explicit TenantModel as through"


def _faults_of_indexes(model: Any) -> Iterator[tuple[int, str]]:
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.CheckConstraint) and _first(constraint) != "organization":
            yield 7, f"constraint {constraint.name} must start with organization"
    if model._meta.unique_together:
        # Forms leave the organization out of it, and a duplicate becomes a 500.
        yield 7, "unique_together: use a UniqueConstraint that starts with organization"
    for index in model._meta.indexes:
        if _first(index) != "organization":
            yield 8, f"index {index.name} must start with organization"
    for field in model._meta.local_fields:
        # Memberships are looked up by their user, before an organization is known.
        if field.db_index and not (field.unique or _points_to_user(field)):
            yield 8, f"db_index=True on {field.name}: declare an index that starts with organization"


def _points_to_user(field: Any) -> bool:
    return bool(field.remote_field) and field.remote_field.model._meta.label == settings.AUTH_USER_MODEL


def _first(index: Any) -> str | None:
    """Return the name of the first column of an index or constraint, given as a field or as an expression."""
    if getattr(index, "fields", None):
        return index.fields[0].lstrip("-")
    return getattr(index.expressions[0], "name", None)
