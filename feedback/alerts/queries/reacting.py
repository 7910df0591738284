"""How soon alerts were answered: by whoever took them in hand, and by somebody at all once top management was told."""

from datetime import datetime
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from feedback.alerts.models import Alert, AlertAct, Ending, Escalation, Rung
from feedback.alerts.queries.reading import readable


def reactions(*, role: str, since: datetime, until: datetime) -> QuerySet[Alert]:
    """Return the alerts of this time that the role may know of: when they `began`, and `ended` by somebody's first act.

    One that went straight to its case has nobody's act: it is not here, and the case has its own first reaction.
    """
    by_itself = Case(When(~Q(ending=Ending.CLOSED), then=F("ended_at")))
    rows = _raised(role, since, until).annotate(began=F("raised_at"), ended=_first_act(by_itself, after="raised_at"))
    return rows.filter(Q(case_id=None) | Q(ended__isnull=False))


def escalations(*, role: str, since: datetime, until: datetime) -> QuerySet[Alert]:
    """Return those of which top management was told because time went by: `began` then, and `ended` by the next act."""
    told = Escalation.objects.filter(alert=OuterRef("pk"), rung=Rung.TOP).order_by("number")
    rows = _raised(role, since, until).annotate(began=Subquery(told.values("at")[:1])).exclude(began=None)
    return rows.annotate(ended=_first_act(F("ended_at"), after="began"))


def _raised(role: str, since: datetime, until: datetime) -> QuerySet[Alert]:
    rows = Alert.objects.filter(readable(role=role), raised_at__gte=since, raised_at__lt=until)
    return rows.select_related("rule", "client", "segment", "touchpoint", "owner")


def _first_act(otherwise: Any, *, after: str) -> Coalesce:
    acts = AlertAct.objects.filter(alert=OuterRef("pk"), at__gte=OuterRef(after)).order_by("at")
    return Coalesce(Subquery(acts.values("at")[:1]), otherwise)
