"""Sending."""

import logging
import smtplib
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.mail.render import letter

log = logging.getLogger(__name__)


class MailUnavailable(RuntimeError):
    """The mail server cannot be reached or refuses to talk; the same act may work in a minute."""


def send_system(name: str, *, to: str, language: str, context: dict[str, Any], sender: str = "") -> None:
    """Send a letter of the house itself: codes, confirmations, invitations of staff. Never a survey.

    `sender` is a display name before the house's address. Raises MailUnavailable when the server does not take the letter.
    Does not wait for delivery, and keeps no copy.
    """
    content = letter(name, language=language, context=context)
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    message = EmailMultiAlternatives(
        subject=content.subject,
        body=content.text,
        from_email=formataddr((sender, address)) if sender else settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={
            "Message-ID": make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(content.html, "text/html")
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("letter not sent", extra={"letter": name, "error": type(error).__name__})
        raise MailUnavailable from error
