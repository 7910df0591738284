"""Everything this app reacts to, on one page. Handlers may run twice."""

import uuid

from accounts.clients import queries as clients
from accounts.events import kinds
from accounts.events.models import Event, Origin
from accounts.events.registry import subscribe
from feedback import pipeline
from feedback.alerts import actions as alerts
from feedback.coverage import actions as coverage
from feedback.invitations import actions as invitations
from feedback.responses import actions as responses
from feedback.triggers import actions as triggers

CHANGES_COVERAGE = (
    kinds.INTERACTION_LOGGED,
    kinds.INTERACTION_CONFIDED,
    kinds.INTERACTION_REMOVED,
    kinds.RESPONSE_SUBMITTED,
    kinds.RESPONSE_CONFIDED,
    kinds.ROLE_STARTED,
    kinds.ROLE_ENDED,
    kinds.CONTACT_CREATED,
    kinds.CONTACT_LEFT,
    kinds.CONTACT_RETURNED,
    kinds.CONTACT_MERGED,
    kinds.CONTACT_SEPARATED,
    kinds.CONTACT_ERASED,
    kinds.CLIENT_MERGED,
    kinds.CLIENT_SEPARATED,
    kinds.CLIENT_RESTORED,
)
CHANGES_MOOD = (
    kinds.INTERACTION_LOGGED,
    kinds.INTERACTION_CONFIDED,
    kinds.INTERACTION_CHANGED,
    kinds.INTERACTION_REMOVED,
    kinds.RESPONSE_SUBMITTED,
    kinds.RESPONSE_CONFIDED,
    kinds.RESPONSE_AMENDED,
    kinds.MOOD_MARKED,
    kinds.CONTACT_MERGED,
    kinds.CONTACT_SEPARATED,
    kinds.CLIENT_RESTORED,
)


def look_at_coverage(event: Event) -> None:
    """Let the client's gaps be looked at: once for a whole import, however many roles and answers it brings."""
    if event.client_id:
        coverage.ask_for(client_ids=[event.client_id], now=event.recorded_at)


def count_mood(event: Event) -> None:
    """Let what was said be read and the index be counted: once for a whole import, however many answers it brings."""
    if event.client_id:
        pipeline.ask_for(client_ids=[event.client_id], now=event.recorded_at)


@subscribe(kinds.CLIENT_MERGED)
@subscribe(kinds.CLIENT_SEPARATED)
def count_past(event: Event) -> None:
    """Let the days that are kept of both clients be counted again: what was said belongs to another one."""
    if event.client_id:
        pipeline.ask_for_past(client_ids=[event.client_id], now=event.recorded_at)


@subscribe(kinds.ANY)
def fire_triggers(event: Event) -> None:
    """Let the rules look at whatever happens at a client."""
    triggers.fire_for_event(event=event)


@subscribe(kinds.MAIL_REPLIED)
def leave_in_peace(event: Event) -> None:
    """Remind nobody who has answered by letter."""
    if event.contact_id:
        invitations.stop_reminding(contact_id=event.contact_id)


@subscribe(kinds.MAIL_REPLIED)
def take_reply(event: Event) -> None:
    """Take a reply to a question's letter for the answer that it plainly is; else let whoever asked read it."""
    if event.payload.get("email_id"):
        responses.take_reply(event)


@subscribe(kinds.RESPONSE_SUBMITTED)
@subscribe(kinds.RESPONSE_CONFIDED)
def let_answers_be_found(event: Event) -> None:
    """Have the words of a new answer indexed: its table has no trigger for that, so that sending it costs nothing more."""
    responses.index(ids=[uuid.UUID(event.payload["response_id"])], now=event.recorded_at)


@subscribe(kinds.CASE_OVERDUE)
@subscribe(kinds.CLIENT_ASSIGNED)
def look_for_alerts(event: Event) -> None:
    """Let the rules look at a client of which more than a mood has changed; who answers for it now ends that nobody did."""
    if event.client_id and event.origin == Origin.LIVE:
        alerts.ask_for(client_ids=[event.client_id], now=event.recorded_at)
        if event.payload.get("to_id"):
            alerts.end_ownerless(client_id=event.client_id, now=event.recorded_at)


@subscribe(kinds.MAIL_BOUNCED)
def look_for_lost_people(event: Event) -> None:
    """Let the rules look at the clients of a person whom no letter reaches."""
    if event.contact_id and event.origin == Origin.LIVE:
        places = clients.positions_of(contact_id=event.contact_id)
        alerts.ask_for(client_ids={one.client_id for one in places}, now=event.recorded_at)


@subscribe(kinds.CASE_OPENED)
def follow_case(event: Event) -> None:
    """Remember which case takes care of an alert."""
    if event.client_id:
        case_id, topic = uuid.UUID(event.payload["case_id"]), event.payload.get("topic", "")
        alerts.follow_case(client_id=event.client_id, topic=topic, case_id=case_id)


@subscribe(kinds.CASE_ACCEPTED)
def confirm_case(event: Event) -> None:
    """Note that an alert was right: somebody has taken its case."""
    alerts.confirm(case_id=uuid.UUID(event.payload["case_id"]))


@subscribe(kinds.CASE_CLOSED)
def end_with_case(event: Event) -> None:
    """End the alerts of a case that was closed: by the client, who confirms them so, or by one of us, who does not."""
    is_by_client = event.actor_id is None
    case_id = uuid.UUID(event.payload["case_id"])
    alerts.close_with_case(case_id=case_id, is_by_client=is_by_client, now=event.recorded_at)


for kind in CHANGES_COVERAGE:
    subscribe(kind)(look_at_coverage)
for kind in CHANGES_MOOD:
    subscribe(kind)(count_mood)
