"""The copy of an answer that was heard by phone, to the person who said it: to be confirmed or put right."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail
from accounts.organizations.models import Employee
from feedback.invitations import queries as invitations
from feedback.responses.models import Response
from feedback.surveys import queries as surveys
from feedback.surveys.wording import said

PROXY = "survey_proxy"


def send_proxy_copy(response: Response, *, by: Employee, now: datetime) -> OutgoingEmail | None:
    """Write the copy into the outbox, in the person's language; None where they have no address."""
    invitation = response.invitation
    address = invitations.address_of(contact_id=response.contact_id) if response.contact_id else ""
    if invitation is None or not address:
        return None
    document, language = surveys.document_of(response.version_id), response.language
    token = tokens.make(
        kind=tokens.Kind.SURVEY,
        organization_id=invitation.organization_id,
        row_id=invitation.pk,
        nonce=bytes(invitation.nonce),
    )
    salutation = invitation.contact.salutation
    with translation.override(language):
        greeting = _("Good day, %(name)s!") % {"name": salutation} if salutation else _("Good day!")
        told = [
            {"question": title, "answer": "; ".join(lines)}
            for _question, title, lines in said(document, response.answers, language=language)
        ]
    return mail.send(
        PROXY,
        to=address,
        to_name=invitation.contact.name,
        language=language,
        context={
            "greeting": greeting,
            "said": told,
            "url": f"{settings.BASE_URL}/s/{token}/",
            "sender": {"name": by.name, "job_title": by.job_title},
            "organization": {"name": invitation.organization.name},
        },
        sender_name=f"{by.name}, {invitation.organization.name}",
        contact_id=response.contact_id,
        dedupe_key=f"{PROXY}:{response.pk}",
        now=now,
    )
