"""The two keys of every tenant table: whose row it is, and which row of the same organization it points to."""

from typing import Any

from django.db import models
from django.db.models.sql.where import WhereNode


class OrganizationField(models.ForeignKey):
    """The tenant column. Its presence in a (historical) model is what makes the schema editor emit row-level security.

    `append_only=True` grants the application SELECT and INSERT only, and adds a trigger that refuses UPDATE and DELETE
    to everybody, the owner of the table too.
    """

    def __init__(self, to: Any = "accounts.Organization", on_delete: Any = models.CASCADE, **options: Any) -> None:
        self.append_only = options.pop("append_only", False)
        options.update(db_index=False, editable=False)  # every index of a tenant table starts with this column anyway
        options.setdefault("related_name", "+")
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        if self.append_only:
            options["append_only"] = True
        return name, path, args, options


class TenantForeignKey(models.ForeignKey):
    """A key inside one organization: the database holds (organization_id, x_id) -> (organization_id, id)."""

    def __init__(self, to: Any, on_delete: Any, **options: Any) -> None:
        options.setdefault("db_index", False)  # indexes start with organization: declare them in Meta.indexes
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options["db_index"] = self.db_index  # type: ignore[attr-defined]
        return name, path, args, options

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> WhereNode | None:
        """Add `AND a.organization_id = b.organization_id` to every join over this key."""
        if not (alias and related_alias):
            return None
        own: Any = self.model._meta.get_field("organization")
        other: Any = self.related_model._meta.get_field("organization")
        return WhereNode([own.get_lookup("exact")(own.get_col(related_alias), other.get_col(alias))])
