"""What of alerts and cases is offered to top management as a decision, and when it is no longer. Handlers may run twice."""

import uuid

from accounts.events import kinds
from accounts.events.models import Event, Origin
from accounts.events.registry import subscribe
from journeys.cases import hearing
from journeys.decisions import actions as decisions
from journeys.decisions.actions import Asked


@subscribe(kinds.ALERT_RAISED)
@subscribe(kinds.ALERT_ESCALATED)
def offer_alert(event: Event) -> None:
    """Offer what is serious, or has climbed to the top; its case goes first, so that one matter is one question."""
    if event.origin == Origin.LIVE:
        hearing.open_case_of_alert(event)
        decisions.offer_alert(alert_id=uuid.UUID(event.payload["alert_id"]), now=event.recorded_at)


@subscribe(kinds.CASE_SHOWN)
@subscribe(kinds.CASE_OVERDUE)
@subscribe(kinds.CASE_OPENED)
def offer_case(event: Event) -> None:
    """Offer a complaint that was shown to top management, is late, or is that of a client with much revenue."""
    if event.origin == Origin.LIVE:
        case_id = uuid.UUID(event.payload["case_id"])
        decisions.offer_case(case_id=case_id, why=WHY[event.kind], now=event.recorded_at)


WHY = {
    kinds.CASE_SHOWN.name: Asked.SHOWN,
    kinds.CASE_OVERDUE.name: Asked.LATE,
    kinds.CASE_OPENED.name: Asked.MONEY,
}


@subscribe(kinds.COMPENSATION_WANTED)
def offer_compensation(event: Event) -> None:
    """Offer a compensation that is above the limit."""
    if event.origin == Origin.LIVE:
        decisions.offer_compensation(compensation_id=uuid.UUID(event.payload["compensation_id"]), now=event.recorded_at)


@subscribe(kinds.COMPENSATION_DECIDED)
def settle_compensation(event: Event) -> None:
    """Ask nothing more about a compensation that was decided on the page of its case."""
    case_id, offer_id = (uuid.UUID(event.payload[name]) for name in ("case_id", "compensation_id"))
    decisions.settle_compensation(case_id=case_id, compensation_id=offer_id, now=event.recorded_at)


@subscribe(kinds.CASE_CLOSED)
def case_is_over(event: Event) -> None:
    """Ask nothing more about a case that is closed."""
    decisions.end_case_offers(case_id=uuid.UUID(event.payload["case_id"]), now=event.recorded_at)


@subscribe(kinds.ALERT_ENDED)
def alert_is_over(event: Event) -> None:
    """Ask nothing more about an alert that has ended."""
    decisions.end_offers(f"alert:{event.payload['alert_id']}", now=event.recorded_at)


@subscribe(kinds.INITIATIVE_APPROVED)
@subscribe(kinds.INITIATIVE_ENDED)
def plan_is_decided(event: Event) -> None:
    """Ask nothing more about a plan that was approved on its page, or has ended."""
    decisions.end_offers(f"initiative:{event.payload['initiative_id']}:", now=event.recorded_at)
