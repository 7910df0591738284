"""THE CATALOGUE: every kind of event that the product itself publishes, with the fields of its payload.

Organizations add kinds of their own (`CustomKind`), whose names start with `custom.`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.events.payload import FieldType

CUSTOM = "custom."
ANY = "*"  # subscribe to every kind


@dataclass(frozen=True, slots=True)
class Kind:
    """`title` is what the timeline says; `fields` is what the payload may hold."""

    name: str
    title: str
    fields: Mapping[str, FieldType] = field(default_factory=dict)


_letter = {"email_id": FieldType.ID, "letter": FieldType.TEXT, "reason": FieldType.TEXT}

MAIL_BOUNCED = Kind("mail.bounced", gettext_noop("A letter came back"), _letter | {"permanent": FieldType.BOOLEAN})
MAIL_COMPLAINED = Kind("mail.complained", gettext_noop("A letter was reported as unwanted"), _letter)
MAIL_REPLIED = Kind("mail.replied", gettext_noop("A letter was answered"), _letter | {"text": FieldType.TEXT})
MAIL_UNSUBSCRIBED = Kind("mail.unsubscribed", gettext_noop("Letters were declined"), _letter)

CATALOGUE = {kind.name: kind for kind in (MAIL_BOUNCED, MAIL_COMPLAINED, MAIL_REPLIED, MAIL_UNSUBSCRIBED)}


def title_of(kind: Kind) -> str:
    """Return the kind's title in the language of the page."""
    return str(_(kind.title))
