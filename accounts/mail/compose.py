"""From a row to bytes: the letter's templates, the organization's name on the envelope, the headers that machines read."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from accounts import clock
from accounts.mail import addresses, mime, render, signing
from accounts.mail.letters import LetterKind
from accounts.mail.models import OutgoingEmail, SenderProfile
from accounts.tokens import Kind, make

MOST_BYTES = 2_000_000  # a letter is text; what is larger is a fault of its writer


class Unsendable(ValueError):
    """The letter can never leave as it is; the text says why."""


@dataclass(frozen=True, slots=True)
class Composed:
    content: bytes
    envelope_from: str
    to: str
    eight_bit: bool


def compose(row: Any, *, kind: LetterKind, profile: SenderProfile | None, server_takes_eight_bit: bool) -> Composed:
    """Return the letter ready for the server, and put its subject on the row (unsaved).

    Raises Unsendable for an impossible address or size, and whatever a template raises. Asks the database nothing.
    """
    try:
        validate_email(row.to_address)
    except ValidationError as error:
        raise Unsendable("the address is impossible") from error
    eight_bit = server_takes_eight_bit and row.to_address.isascii()
    content = render.written(row)
    row.subject = content.subject[:250]
    name = row.sender_name or (profile.display_name if profile else "") or settings.MAIL_NAME
    message = mime.build(
        sender=(name, settings.MAIL_ADDRESS),
        to=(row.to_name, row.to_address),
        subject=content.subject,
        text=content.text,
        html=content.html,
        message_id=addresses.message_id(row),
        date=clock.real_now(),
        headers=_headers(row, kind, profile),
        eight_bit=eight_bit,
    )
    if len(message) > MOST_BYTES:
        raise Unsendable("the letter is larger than 2 MB")
    return Composed(signing.sign(message), addresses.return_path(row), row.to_address, eight_bit)


def unsubscribe_url(row: OutgoingEmail) -> str:
    """Return the link by which the reader declines further letters; it works for one-click POST (RFC 8058) too."""
    token = make(kind=Kind.UNSUBSCRIBE, organization_id=row.organization_id, row_id=row.pk, nonce=bytes(row.nonce))
    return settings.BASE_URL + reverse("unsubscribe", args=[token])


def _headers(row: Any, kind: LetterKind, profile: SenderProfile | None) -> list[tuple[str, str]]:
    headers = [("X-Happiness-Letter", str(row.pk))]
    if profile and profile.reply_to:
        headers.append(("Reply-To", profile.reply_to))
    if kind.optional:
        headers += [
            ("List-Unsubscribe", f"<{unsubscribe_url(row)}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
    else:
        headers += [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")]
    return headers
