"""What cases and clients' owners say of alerts: a case takes care of them, proves them right, and ends them."""

import uuid
from datetime import datetime

from django.db import transaction

from feedback.alerts.actions.handling import end_all
from feedback.alerts.models import Alert, Ending, Kind


@transaction.atomic
def follow_case(*, client_id: uuid.UUID, topic: str, case_id: uuid.UUID) -> None:
    """Note that a case takes care of the open alerts of this client and topic."""
    Alert.objects.filter(client=client_id, topic=topic, ended_at=None, case_id=None, sealed=False).update(
        case_id=case_id
    )


@transaction.atomic
def entrust(*, alert: Alert, case_id: uuid.UUID) -> None:
    """Note that a case takes care of this alert, whatever their topics. One that has a case, or has ended, stays as it is."""
    Alert.objects.filter(pk=alert.pk, ended_at=None, case_id=None, sealed=False).update(case_id=case_id)


@transaction.atomic
def confirm(*, case_id: uuid.UUID) -> None:
    """Note that the case is real: whoever took it has accepted it, or the client has confirmed its end."""
    Alert.objects.filter(case_id=case_id).update(is_confirmed=True)


@transaction.atomic
def close_with_case(*, case_id: uuid.UUID, is_by_client: bool, now: datetime) -> None:
    """End the alerts of a case that was closed; where the client has closed it, they were right."""
    if is_by_client:
        confirm(case_id=case_id)
    end_all(alerts=Alert.objects.filter(case_id=case_id, ended_at=None), ending=Ending.CLOSED, now=now)


@transaction.atomic
def end_ownerless(*, client_id: uuid.UUID, now: datetime) -> None:
    """End that nobody answers for the client: somebody does."""
    rows = Alert.objects.filter(client=client_id, rule__kind=Kind.OWNERLESS, ended_at=None)
    end_all(alerts=rows, ending=Ending.HANDLED, now=now)
