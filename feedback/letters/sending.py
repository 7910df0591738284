"""The letter itself: its words in the person's language, in the name of whoever looks after the client."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts import clock
from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail
from accounts.mail.registry import recheck
from feedback.invitations import queries as invitations
from feedback.invitations import registry
from feedback.letters.models import LetterState, PlannedLetter

LETTER = "own_letter"
NOT_WANTED = "the letter is no longer wanted"  # accounts.mail.said knows it in every language


def send(row: PlannedLetter, *, to: str, now: datetime) -> OutgoingEmail:
    """Write the letter into the outbox, in the transaction that decides so: once for each planned letter."""
    contact, house, sender = row.contact, row.organization, row.sender
    language = spoken(row.text, (contact.language, house.language))
    with translation.override(language):
        greeting = _("Good day, %(name)s!") % {"name": contact.salutation} if contact.salutation else _("Good day!")
    context = {
        "planned_id": str(row.pk),
        "subject": row.subject.get(language, ""),
        "greeting": greeting,
        "paragraphs": [one.strip() for one in row.text[language].split("\n") if one.strip()],
        "sender": {"name": sender.name if sender else house.name, "job_title": sender.job_title if sender else ""},
        "organization": {"name": house.name},
    }
    return mail.send(
        LETTER,
        to=to,
        to_name=contact.name,
        language=language,
        context=context,
        sender_name=f"{sender.name}, {house.name}" if sender else house.name,
        contact_id=contact.pk,
        dedupe_key=f"{LETTER}:{row.pk}",
        now=now,
    )


def spoken(texts: Mapping[str, str], wanted: Sequence[str]) -> str:
    """Return the first of the wanted languages in which there is a text, else any that there is."""
    return next((one for one in (*wanted, *texts) if texts.get(one)), wanted[0])


@recheck(LETTER)
def no_longer_wanted(email: OutgoingEmail, now: datetime) -> str:
    """Say why the letter must no longer leave; "" when it may."""
    rows = PlannedLetter.objects.select_related("contact").filter(state=LetterState.SENT)
    row = rows.filter(pk=uuid.UUID(email.context["planned_id"])).first()
    if row is None or registry.over([(row.source, row.source_id)]):
        return NOT_WANTED
    person = invitations.known_of(contact=row.contact, client_id=row.client_id, now=now + clock.offset())
    refused = person.is_erased or person.has_withdrawn or not person.works_there or person.asking == "never"
    return NOT_WANTED if refused or (person.is_held and not row.despite_holds) else ""
