"""What alerts and their rules are called: for the audit trail."""

import uuid
from collections.abc import Collection

from feedback.alerts.models import Alert, AlertRule, AlertSettings


def rule_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what these rules are called."""
    return dict(AlertRule.objects.filter(pk__in=ids).values_list("pk", "name"))


def alert_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the numbers of these alerts: for the audit trail, which names no sealed one."""
    return {pk: f"№ {number}" for pk, number in Alert.objects.filter(pk__in=ids).values_list("pk", "number")}


def settings_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose settings these are: the house's."""
    return dict(AlertSettings.objects.filter(pk__in=ids).values_list("pk", "organization__name"))
