"""How much each role counts: in the whole house, or in one segment."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import Segment
from accounts.organizations.models import Employee
from feedback.happiness_index.actions.sweeping import request_count
from feedback.happiness_index.formula import ROLES
from feedback.happiness_index.models import IndexWeights

HUNDRED = 100


class BadWeights(ValueError):
    """The weights are not three numbers from 0 to 100 that make 100."""


@transaction.atomic
def set_weights(*, weights: Mapping[str, int], segment: Segment | None = None, by: Employee, now: datetime) -> None:
    """Let roles count like this from now on, of 100, in a segment or in the house, and have every index counted anew.

    Indices of the past keep the weights of their day. The same weights again change nothing. Raises BadWeights.
    """
    if sorted(weights) != sorted(ROLES) or sum(weights.values()) != HUNDRED or min(weights.values()) < 0:
        raise BadWeights
    former = IndexWeights.objects.select_for_update().filter(segment=segment, replaced_at=None).first()
    if former and all(getattr(former, role) == weights[role] for role in ROLES):
        return
    if former:
        former.replaced_at = now
        former.save(update_fields=["replaced_at"])
    row = IndexWeights(segment=segment, known_at=now, by=by, **weights)
    row.save()
    audit.record(action="index_weights.set", subject=row, by=by, now=now, before=audit.NEW)
    request_count(now=now)


@transaction.atomic
def drop_weights(*, segment: Segment | None = None, by: Employee, now: datetime) -> None:
    """Let roles of a segment count as in the house again, those of the house as in the formula. Twice is once."""
    former = IndexWeights.objects.select_for_update().filter(segment=segment, replaced_at=None).first()
    if former is None:
        return
    before = audit.snapshot(former)
    former.replaced_at = now
    former.save(update_fields=["replaced_at"])
    audit.record(action="index_weights.dropped", subject=former, by=by, now=now, before=before)
    request_count(now=now)
