"""The versions of the index: which is in use, which was, and what each counts with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from feedback.happiness_index.formula import CURRENT, ROLES, VERSIONS, Formula
from feedback.happiness_index.models import IndexVersion, VersionState


@dataclass(frozen=True, slots=True)
class Versions:
    """Every version by its number, and those that were in use, the oldest first."""

    by_number: Mapping[int, Formula]
    used: Sequence[Formula]

    @property
    def in_use(self) -> Formula:
        return self.used[-1] if self.used else CURRENT

    def at(self, moment: datetime) -> Formula:
        """Return the version that was in use then."""
        before = (one for one in reversed(self.used) if one.in_force_at and one.in_force_at <= moment)
        return next(before, CURRENT)


def versions() -> Versions:
    """Return the versions of the formula and of the organization; one query."""
    own = [formula_of(row) for row in own_versions().exclude(state=VersionState.STOPPED)]
    used = sorted((one for one in own if one.in_force_at), key=lambda one: one.in_force_at)  # type: ignore[arg-type, return-value]
    return Versions({**VERSIONS, **{one.version: one for one in own}}, used)


def in_use() -> Formula:
    """Return the version by which indices are counted now; one query."""
    return versions().in_use


def formula_of(row: IndexVersion) -> Formula:
    """Return what an organization's own version counts with."""
    return replace(
        VERSIONS[row.formula],
        version=row.number,
        weights={role: getattr(row, role) for role in ROLES},
        half_lives={kind: getattr(row, f"{kind}_days") for kind in CURRENT.half_lives},
        is_own=True,
        in_force_at=row.in_force_at,
    )


def own_versions() -> QuerySet[IndexVersion]:
    """Return the organization's own versions, the newest first."""
    return IndexVersion.objects.order_by("-number")


def version_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of these versions: for the audit trail."""
    return dict(IndexVersion.objects.filter(pk__in=ids).values_list("pk", "title"))
