"""A letter as its reader sees it, for whoever looks after the mail; never one that holds a code or a key link."""

import logging
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.mail import render
from accounts.mail.letters import KINDS, LetterKind
from accounts.mail.models import OutgoingEmail

log = logging.getLogger(__name__)
# A letter's own styles stand in the letter; nothing else of it is loaded, run or sent, and no other site shows it.
FRAME_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


PERSONAL = "personal"  # in the context of a letter: the link to the reader's own page, which is nobody else's


class NotShown(RuntimeError):
    """The letter's content is not for this page; `says` tells why."""

    def __init__(self, says: Any) -> None:
        super().__init__(str(says))
        self.says = says


def is_secret(letter: str) -> bool:
    """Tell whether content and subject of this kind are shown to nobody; a kind that is not listed any more is secret."""
    return KINDS.get(letter, LetterKind(letter)).secret


def subject_of(row: OutgoingEmail) -> str:
    """Return the subject, unless it may hold a code; empty while the letter was not written."""
    return "" if is_secret(row.letter) else row.subject


def preview(row: OutgoingEmail) -> render.Letter:
    """Return the letter written anew from its row; raise NotShown for a secret, erased or impossible one."""
    if is_secret(row.letter):
        raise NotShown(_("This letter holds a code or a personal link, so its content is shown to nobody."))
    if not row.context:
        raise NotShown(_("The content of this letter is no longer kept."))
    row.context = {name: value for name, value in row.context.items() if name != PERSONAL}
    try:
        return render.written(row)
    except Exception as error:  # whatever a template raises: the page about the letter must open all the same
        log.warning("letter cannot be shown", extra={"letter": row.letter, "id": str(row.pk)}, exc_info=True)
        raise NotShown(_("This letter cannot be written: its content does not fit its template.")) from error
