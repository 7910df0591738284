"""What the audit trail says about talks, needs and promises: never a word of what was said."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.interactions import queries

ACTS = {
    "interaction.logged": Act(_("Talk written down"), _("{who} wrote down a talk with {what}")),
    "interaction.imported": Act(_("Talk imported"), _("{who} imported a talk with {what}")),
    "interaction.changed": Act(_("Talk corrected"), _("{who} corrected a talk with {what}")),
    "interaction.removed": Act(_("Talk removed"), _("{who} removed a talk with {what}")),
    "letter.kept": Act(_("Letter kept as a draft"), _("A letter of somebody unknown was kept as a draft")),
    "letter_address.renewed": Act(
        _("Address for letters renewed"), _("{who} renewed the address for copies of letters")
    ),
    "letter_address.revoked": Act(
        _("Address for letters revoked"), _("{who} revoked the address for copies of letters")
    ),
    "promise.made": Act(_("Promise written down"), _("{who} wrote down a promise to {what}")),
    "promise.kept": Act(_("Promise kept"), _("{who} noted a promise to {what} as kept")),
    "promise.dropped": Act(_("Promise taken back"), _("{who} took back a promise to {what}")),
    "need.met": Act(_("Need met"), _("{who} noted that a need of {what} is met")),
    "need.dropped": Act(_("Need dropped"), _("{who} noted that a need of {what} is gone")),
}
NAMES = {
    "feedback.interaction": queries.clients_of_talks,
    "feedback.promise": queries.clients_of_promises,
    "feedback.need": queries.clients_of_needs,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
