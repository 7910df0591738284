"""The greeting: the words that a person has approved, between the reader's salutation and the sender's name."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail
from accounts.mail.registry import recheck
from journeys.care import queries
from journeys.care.models import Gesture, State

LETTER = "greeting"
NOT_NOW = "something speaks against congratulating now"  # accounts.mail.said knows it in every language


def send(gesture: Gesture, *, to: str, now: datetime) -> OutgoingEmail:
    """Write the letter of a gesture into the outbox: once for each gesture."""
    contact, sender, house = gesture.contact, gesture.owner, gesture.organization.name
    assert contact
    with translation.override(gesture.language):
        said = contact.salutation
        greeting = _("%(salutation)s,") % {"salutation": said} if said else _("Good day!")
    context = {
        "gesture_id": str(gesture.pk),
        "subject": gesture.subject,
        "greeting": greeting,
        "paragraphs": [one.strip() for one in gesture.text.split("\n") if one.strip()],
        "sender": {"name": sender.name, "job_title": sender.job_title},
        "organization": {"name": house},
    }
    return mail.send(
        LETTER,
        to=to,
        to_name=contact.name,
        language=gesture.language,
        context=context,
        sender_name=f"{sender.name}, {house}",
        contact_id=contact.pk,
        dedupe_key=queries.letter_key(gesture.pk),
        now=now,
    )


@recheck(LETTER)
def not_now(email: OutgoingEmail, now: datetime) -> str:
    """Say why the greeting must no longer leave; "" when it may: a case may have been opened since it was written."""
    row = queries.gestures().filter(pk=email.context["gesture_id"], state=State.DONE).first()
    return NOT_NOW if row is None or queries.why_not(row, rules=queries.rules()) else ""
