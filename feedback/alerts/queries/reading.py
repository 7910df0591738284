"""Reading alerts: whoever reads gets only what they may know of."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.organizations.roles import LEADERSHIP
from feedback.alerts.models import Alert, AlertAct, AlertRule, AlertSettings, Severity
from feedback.interactions.models import Interaction


def readable(*, role: str) -> Q:
    """Return which alerts a colleague of this role may know of."""
    return Q() if role in LEADERSHIP else Q(sealed=False)


def alerts(*, role: str) -> QuerySet[Alert]:
    """Return the alerts that the role may know of, each with what its line says, the newest first."""
    acknowledged = AlertAct.objects.filter(alert=OuterRef("pk"), what=AlertAct.What.ACKNOWLEDGED)
    rows = Alert.objects.filter(readable(role=role)).select_related("rule", "client", "segment", "touchpoint", "owner")
    return rows.annotate(is_acknowledged=Exists(acknowledged)).order_by("-raised_at", "-id")


def open_alerts(*, role: str) -> QuerySet[Alert]:
    """Return those that have not ended: serious ones first, and of them those whose time runs out first."""
    rows = alerts(role=role).filter(ended_at=None)
    return rows.order_by("-severity", F("due_at").asc(nulls_last=True), "-raised_at", "id")


def stuck_alerts(*, role: str) -> int:
    """Return how many everybody was told of, and nobody has acknowledged."""
    return alerts(role=role).filter(ended_at=None, is_stuck=True).count()


def rules() -> QuerySet[AlertRule]:
    """Return the rules, in the order of their names."""
    return AlertRule.objects.select_related("segment").order_by("name", "id")


def running_rules() -> list[AlertRule]:
    """Return the rules that are on."""
    return list(AlertRule.objects.filter(is_on=True).order_by("created_at", "id"))


def settings_of_alerts() -> AlertSettings:
    """Return how alerts are followed up; until somebody has said so, as everybody begins."""
    return AlertSettings.objects.first() or AlertSettings()


def is_acknowledged(alert: Alert) -> bool:
    """Tell whether somebody has the alert in hand."""
    return alert.acts.filter(what=AlertAct.What.ACKNOWLEDGED).exists()


def is_contacted(alert: Alert) -> bool:
    """Tell whether one of us has spoken with the client since the alert was raised."""
    talks = Interaction.objects.filter(client=alert.client_id, draft=False, removed_at=None, by__isnull=False)
    return talks.filter(happened_at__gte=alert.raised_at).exists()


def is_serious(alert: Alert) -> bool:
    """Tell whether the alert wakes everybody at once."""
    return alert.severity == Severity.SERIOUS and alert.wakes_top
