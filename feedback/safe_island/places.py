"""What confided letters hold of people: handed out to the writer alone, and deleted with them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.people_data import Place, register_places
from feedback.safe_island.models import ConfidentialMessage, ConfidentialThread

PLACES = (
    Place(
        model=ConfidentialMessage,
        title=_("Letters to leadership"),
        of="thread__contact",
        harmless=("key", "sealed"),
        titles={"author": pgettext_lazy("letter", "from"), "sealed": _("words")},
        words={"sealed": lambda row: row.words, "author": lambda row: row.author.name if row.author else ""},
        is_deleted=True,
        is_own=True,
    ),
    Place(
        model=ConfidentialThread,
        title=_("Letters to leadership"),
        of="contact",
        harmless=("key", "nonce", "token_digest", "sealed_case"),
        titles={"sealed_case": _("may be told")},
        words={"sealed_case": lambda row: row.case_words()},
        is_deleted=True,
        is_own=True,
    ),
)


def register() -> None:
    """Let these rows be handed out and deleted with their writer."""
    register_places(*PLACES)
