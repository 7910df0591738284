"""What the audit trail says about care."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from journeys.care import queries

ACTS = {
    "care_rules.set": Act(_("Rules of care set"), _("{who} set the rules of care")),
    "client_care.set": Act(_("Client's gift rules noted"), _("{who} noted the rules on gifts of {what}")),
    "person_care.set": Act(_("Person's wishes on greetings noted"), _("{who} noted how {what} wants to be greeted")),
    "hard_moment.flagged": Act(_("Hard moment noted"), _("{who} noted a hard moment at {what}")),
    "hard_moment.ended": Act(_("Hard moment over"), _("{who} noted that a hard moment at {what} is over")),
    "gesture.planned": Act(_("Gesture planned"), _("{who} planned a gesture for {what}")),
    "gesture.changed": Act(_("Gesture changed"), _("{who} changed a gesture for {what}")),
    "gesture.approved": Act(_("Gesture approved"), _("{who} approved a gesture for {what}")),
    "gesture.declined": Act(_("Gesture declined"), _("{who} declined a gesture for {what}")),
    "gesture.done": Act(_("Gesture done"), _("{who} did a gesture for {what}")),
    "gesture.missed": Act(_("Gesture did not happen"), _("{who} noted that a gesture for {what} did not happen")),
    "care_feed.renewed": Act(_("Calendar link made"), _("{who} made a calendar link for {what}")),
    "care_feed.closed": Act(_("Calendar link closed"), _("{who} closed the calendar link of {what}")),
}
NAMES = {
    "journeys.clientcare": queries.clients_of_wishes,
    "journeys.personcare": queries.people_of_wishes,
    "journeys.hardmoment": queries.clients_of_moments,
    "journeys.gesture": queries.gesture_titles,
    "journeys.carefeed": queries.holders_of_feeds,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
