"""What cases hear of: answers and alerts. Handlers may run twice; journeys.subscribers imports this page."""

from accounts.events import kinds
from accounts.events.models import Event, Origin
from accounts.events.registry import subscribe
from feedback.alerts import actions as alerts
from feedback.alerts.models import Alert, Kind
from feedback.responses.models import Response
from journeys.cases import actions as cases

# Alerts that mean trouble at a client; the others say that somebody or something of ours is missing.
OPEN_CASES = {Kind.DROP, Kind.LOW, Kind.LEAVING, Kind.PROMISE}


@subscribe(kinds.RESPONSE_SUBMITTED)
@subscribe(kinds.RESPONSE_CONFIDED)
@subscribe(kinds.RESPONSE_AMENDED)
def open_case_of_answer(event: Event) -> None:
    """Open the case of a low answer, bring praise to whom it names, and note at closed cases how the person feels now."""
    response = _response(event)
    if response and event.origin == Origin.LIVE:
        cases.measure(response, now=event.recorded_at)
        cases.hear_answer(response, now=event.recorded_at)
        cases.hear_praise(response, now=event.recorded_at)


@subscribe(kinds.ALERT_RAISED)
def open_case_of_alert(event: Event) -> None:
    """Let a case take care of an alert about how people feel or what was promised; others are settled where they arise."""
    alert = Alert.objects.select_related("client", "rule").filter(pk=event.payload["alert_id"], sealed=False).first()
    if alert is None or alert.client is None or event.origin != Origin.LIVE or alert.ended_at:
        return
    if alert.rule.kind in OPEN_CASES:
        case = cases.hear_alert(alert, now=event.recorded_at)
        if case.is_open:
            alerts.entrust(alert=alert, case_id=case.pk)


def _response(event: Event) -> Response | None:
    rows = Response.objects.select_related("client", "contact").filter(pk=event.payload["response_id"], removed_at=None)
    found: Response | None = rows.first()
    return found
