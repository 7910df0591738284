"""What cases hear of: answers, alerts, and what writers to top management let us tell.

Handlers may run twice; journeys.subscribers imports this page.
"""

import uuid
from datetime import datetime

from accounts.clients.models import Client, Contact
from accounts.events import kinds
from accounts.events.models import Event, Origin
from accounts.events.registry import subscribe
from accounts.organizations.models import Employee
from feedback.alerts import actions as alerts
from feedback.alerts.models import Alert, Kind
from feedback.interactions.models import Visibility
from feedback.responses.models import Response
from feedback.safe_island.registry import register_case
from journeys.cases import actions as cases
from journeys.cases import queries

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


@register_case
def open_case_of_letter(
    *, key: uuid.UUID, words: str, client: Client, contact: Contact | None, by: Employee, now: datetime
) -> None:
    """Open the case of what somebody lets top management pass on, in their words, and write to whoever carries it.

    Nothing else of the letter is in it, not even its language.
    """
    origin = f"letter:{key}"
    heard = cases.Heard(
        origin=origin,
        client=client,
        contact=contact,
        topic=f"contact:{contact.pk}" if contact else origin,
        heard_at=now,
        quote=words,
    )
    carrier = queries.carrier_of(client, visibility=Visibility.TEAM, now=now)
    cases.hear(heard, by=by, now=now, owner=carrier)


def _response(event: Event) -> Response | None:
    rows = Response.objects.select_related("client", "contact").filter(pk=event.payload["response_id"], removed_at=None)
    found: Response | None = rows.first()
    return found
